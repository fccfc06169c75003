"""From rows to orders: every name looked up, every file named, and nothing written yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final, TypeVar

from msgspec import Struct

from briefing.batch.audiences import Audience, Audiences
from briefing.batch.inputs import Bills, Inputs
from briefing.batch.outcome import DEFAULT_NAMES, BatchRequest, Order
from briefing.choices import Choices
from briefing.documents.text import did_you_mean, listing
from briefing.errors import BriefingError, ContentError, Problem, UsageError
from briefing.formats.registry import FORMATS, WORKBOOK, find_formats
from briefing.library.library import Library
from briefing.library.story import MOST_MINUTES
from briefing.pipeline import group_of
from briefing.rendering import ThemeChoice
from briefing.targets import MOST_NAMED, clean_name, people_name
from briefing.themes import FILES, TEMPLATES, choose_theme

# What the files of a batch are called: a pattern, cleaned for every operating system, and no two alike.

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


T = TypeVar("T")
_NO_BILLS: Bills = {}


class Wanted(Struct, frozen=True):
    """A file that there should be: below the output folder, in a format, with the fingerprint of its inputs."""

    file: str
    format: str
    inputs: str


class Planned(Struct, frozen=True):
    """An audience with its order and files; where it is wrong, with the problems instead."""

    audience: Audience
    name: str
    order: Order | None = None
    files: tuple[Wanted, ...] = ()
    problems: tuple[Problem, ...] = ()


class Plan(Struct, frozen=True):
    """Every row in its order. `all_files` are those of all rows, also of rows that were not asked for by `--only`."""

    rows: tuple[Planned, ...]
    all_files: frozenset[str]
    broken: frozenset[str]  # the names of rows whose files are not known; empty where one has no name


def make_plan(
    audiences: Audiences, request: BatchRequest, library: Library, inputs: Inputs, base: Path, bills: Bills = _NO_BILLS
) -> Plan:
    """The plan for these rows, with the bills that they ask for; paths in them start at `base`.

    What is wrong with a row stands in its `problems`.
    Raises ContentError where two rows would make one file, and UsageError for what the command line has wrong.
    """
    pattern = request.names or audiences.names or DEFAULT_NAMES
    check_pattern(pattern)
    planner = _Planner(request.choices, library, inputs, base, pattern, audiences.file, bills)
    rows = [planner.planned(each) for each in audiences.rows]
    check_clashes((each.file, row.audience) for row in rows for each in row.files)
    files = frozenset(each.file for row in rows for each in row.files)
    broken = frozenset(row.name for row in rows if row.problems)
    return Plan(tuple(_only(request.only, rows)), files, broken)


def _only(pattern: str, rows: Sequence[Planned]) -> Sequence[Planned]:
    if not pattern:
        return rows
    found = [row for row in rows if any(fnmatchcase(each, pattern.casefold()) for each in _names(row))]
    if not found:
        near = did_you_mean(pattern, {row.name for row in rows}, "write * for any letters, as in 'nord*'")
        raise UsageError(f"no audience and no file matches '{pattern}'", remedy=near)
    return found


def _names(row: Planned) -> Iterator[str]:
    yield row.name.casefold()
    for each in row.files:
        yield from (each.file.casefold(), each.file.rpartition(".")[0].casefold())


class _Planner:
    """Looks up what rows name, each name once."""

    def __init__(
        self,
        choices: Choices,
        library: Library,
        inputs: Inputs,
        base: Path,
        pattern: str,
        file: str,
        bills: Bills,
    ) -> None:
        self.bills = bills
        self.choices, self.library, self.inputs, self.base = choices, library, inputs, base
        self.pattern, self.file = pattern, file
        self.layout = cache(library.layout)
        self.theme = cache(self._theme)

    def planned(self, audience: Audience) -> Planned:
        """The order and files of a row, or its problems."""
        if audience.problems:
            return Planned(audience, audience.name, problems=audience.problems)
        try:
            order, people = self._order(audience)
            files = tuple(self._files(order, audience, people))
        except _WholeError:
            raise
        except BriefingError as error:
            return Planned(audience, audience.name, problems=error.problems)
        return Planned(audience, order.name, order, files)

    def _order(self, audience: Audience) -> tuple[Order, str]:
        personas = self._of(audience, "for", lambda: self.library.select(audience.people))
        ids = tuple(each.identifier for each in personas)
        layout = self._of(audience, "layout", lambda: self.layout(audience.layout or self.choices.layout))
        if audience.language and not _is_in(layout.language, audience.language):
            message = f"the layout '{layout.name}' is in {layout.language}, and there are no words for "
            raise _at(audience, "language", f"{message}'{audience.language}'", "name a layout in that language")
        people = people_name(ids, group_of(self.library, audience.people) if len(ids) > MOST_NAMED else "")
        name = audience.name or people
        order = Order(
            audience.number,
            name,
            ids,
            layout.name,
            self._of(audience, "theme", lambda: self.theme(audience.theme)),
            audience.title,
            audience.presenter,
            audience.facts,
            f"{self.file} ({name})" if audience.facts else "",
            self._of(audience, "where", lambda: self._where(audience)),
            is_part=bool(audience.where) and audience.where != self.choices.where,
            minutes=self._of(audience, "minutes", lambda: self._minutes(audience.minutes)),
        )
        return order, people

    def _files(self, order: Order, audience: Audience, people: str) -> Iterator[Wanted]:
        theme = order.theme.style.name if order.theme.style else order.theme.path.stem
        values = {"name": order.name, "persona": people, "layout": order.layout, "theme": theme}
        stem = stem_of(self.pattern, {**values, "row": str(order.row)})
        names = audience.formats or self.choices.formats or tuple(FORMATS)[:1]
        found = self._of(audience, "formats", lambda: find_formats(names))
        has_workbook = self.choices.has_workbook or (self.choices.appendix == "file" and audience.facts)
        for form in (*found, *((WORKBOOK,) if has_workbook else ())):
            yield Wanted(stem + form.ending, form.name, self.inputs.of(order, form.name))

    def _where(self, audience: Audience) -> str:
        """The part of the bill that is this row's, which is there."""
        if not self.choices.bill:
            if audience.where:
                raise UsageError("there are no billing data to take a part of", remedy="give them with --spend")
            return ""
        where = audience.where or self.choices.where
        if isinstance(fault := self.bills[where], BriefingError):
            raise UsageError(fault.problem.message, remedy=fault.problem.remedy)
        return where

    def _minutes(self, text: str) -> int:
        """How long a row may take; where it does not say, what the command line says."""
        if not text:
            return self.choices.minutes
        if not (text.isdecimal() and 0 < int(text) <= MOST_MINUTES):
            raise UsageError(f"this is '{text}'", remedy=f"give whole minutes from 1 to {MOST_MINUTES}")
        return int(text)

    def _theme(self, name: str) -> ThemeChoice:
        """The theme of a row, whose path starts at the folder of the file; or that of the command line."""
        if not name:
            return choose_theme(self.choices.theme, self.choices.theme_map, self.library, self.choices.width)
        is_file = Path(name).suffix.lower() in (*FILES, *TEMPLATES)
        return choose_theme(str(self.base / name) if is_file else name, None, self.library, self.choices.width)

    @staticmethod
    def _of(audience: Audience, column: str, look: Callable[[], T]) -> T:
        """What a column names. A name that the row does not have is the command line's, and stops the whole run."""
        try:
            return look()
        except UsageError as error:
            if not audience.places.get(column):
                raise _WholeError(error.problem.message, remedy=error.problem.remedy) from None
            raise _at(audience, column, error.problem.message, error.problem.remedy) from None


class _WholeError(UsageError):
    """A fault of the command line, which every row would have."""


def _at(audience: Audience, column: str, message: str, remedy: str) -> ContentError:
    return ContentError(audience.problem(column, message, remedy))


def _is_in(language: str, asked: str) -> bool:
    """Whether a text in one language will do for another: `en` for `en-GB`, in any case."""
    has, wants = language.casefold().split("-"), asked.casefold().replace("_", "-").split("-")
    return has[: len(wants)] == wants
