"""What the files of a batch are called: a pattern, cleaned for every operating system, and no two alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Final

from briefing.errors import ContentError, Problem, UsageError
from briefing.library.audiences import Audience
from briefing.library.text import did_you_mean, listing
from briefing.targets import clean_name

# What may stand in braces → what it stands for, as docs/batch.md has it.
FIELDS: Final[Mapping[str, str]] = {
    "name": "the name of the audience",
    "persona": "its personas",
    "layout": "the layout",
    "theme": "the theme",
    "row": "the number of the row",
}


def check_pattern(pattern: str) -> None:
    """Raise UsageError where a pattern is none, or names a field that does not exist."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise _wrong(pattern, str(error).lower().removesuffix(".")) from None
    for _, field, form, conversion in parts:
        if field is not None and field not in FIELDS:
            near = did_you_mean(field, FIELDS)
            raise _wrong(pattern, f"there is no {{{field}}}", near)
        if form or conversion:
            raise _wrong(pattern, f"nothing may follow the name in {{{field}}}")
    if not all(part.strip() for part in pattern.split("/")):
        raise _wrong(pattern, "a part of the path is empty")


def stem_of(pattern: str, values: Mapping[str, str]) -> str:
    """The path of a file without its suffix, below the output folder; slashes of the values make no folders."""
    return "/".join(clean_name(part.format_map(values)) for part in pattern.split("/"))


def check_clashes(files: Iterable[tuple[str, Audience]]) -> None:
    """Raise ContentError where files would have one path, also where only the case of letters differs."""
    problems = [*_clashes(files)]
    if problems:
        raise ContentError(*problems)


def _clashes(files: Iterable[tuple[str, Audience]]) -> Iterator[Problem]:
    owners: dict[str, Audience] = {}
    for file, audience in files:
        first = owners.setdefault(file.casefold(), audience)
        if first is not audience:
            message = f"the file '{file}' is that of row {first.number} already"
            column = "name" if "name" in audience.places else "for"
            yield audience.problem(column, message, "give one of the two another name, or write more into --names")


def _wrong(pattern: str, what: str, near: str = "") -> UsageError:
    names = listing(f"{{{each}}}" for each in FIELDS)
    remedy = near or f"write {names}, and / between folders"
    return UsageError(f"the pattern for names is '{pattern}', and {what}", remedy=remedy)
