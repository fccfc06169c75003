"""The import of personas as a whole: read, clean, check that they are sound, and put their files into a library.

A file that stands there already is never replaced: the same text is left alone, and another one stops the import before
anything is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from briefing.documents.text import file_name
from briefing.documents.yamlfile import parse_yaml, read_text, shown
from briefing.errors import ContentError, FactError
from briefing.exchange.cleaning import Clean, Item, Repair, clean
from briefing.exchange.reading import read_found
from briefing.files.atomic import stage, staging_place
from briefing.library.index import check_link
from briefing.library.library import Library
from briefing.library.persona import Gap, gaps, persona_of
from briefing.library.schemas import modeline, schema_text

# Persona files as we write them: the line for editors, the fields in the order they came, one entry a line.


def as_file(person: Clean, source: str) -> str:
    """The whole file of a persona."""
    return "\n".join([modeline("persona"), f"# Imported from {source}.", *_fields(person.fields), ""])


def as_overlay(person: Clean, source: str) -> str:
    """A file that changes only what the source says in the persona of the same identifier."""
    changed = {key: value for key, value in person.fields.items() if key != "identifier"}
    head = [modeline("persona"), f"# Imported from {source}, on top of '{person.identifier}'."]
    return "\n".join([*head, f"extends: {person.identifier}", *_fields(changed), ""])


def _fields(fields: Mapping[str, object]) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, str):
            yield f"{name}: {scalar(value)}"
        elif isinstance(value, list) and all(isinstance(each, (str, Item)) for each in value):
            yield f"{name}:"
            yield from (f"  - {_entry(each)}" for each in value)
        else:
            yield yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False, width=100).rstrip()


def _entry(entry: str | Item) -> str:
    if isinstance(entry, str):
        return scalar(entry)
    remark = f"  # {entry.remark}" if entry.remark else ""
    if not (entry.id or entry.to_you):
        return scalar(entry.text) + remark
    fields = {"id": entry.id, "item": entry.text, "to-you": entry.to_you}
    return f"{{{', '.join(f'{name}: {scalar(text, flow=True)}' for name, text in fields.items() if text)}}}{remark}"


def scalar(text: str, *, flow: bool = False) -> str:
    """A text as YAML on one line, in quotes only where it needs them."""
    value: object = [text] if flow else text
    dumped = yaml.safe_dump(value, allow_unicode=True, width=1_000_000, default_flow_style=flow).strip()
    dumped = dumped.removesuffix("...").strip()
    return dumped[1:-1] if flow else dumped


@dataclass(frozen=True, slots=True)
class Imported:
    """A persona that was taken in; `is_new` is false where the same file stood there already."""

    path: Path
    identifier: str
    extends: str
    is_new: bool
    repairs: tuple[Repair, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class _Planned:
    person: Clean
    path: Path
    text: str
    extends: str


def import_personas(
    text: str, source: str, library: Library, folder: Path, *, overlay: bool = False
) -> tuple[Imported, ...]:
    """Take in every persona of a text. `folder` is the library that they go into; `overlay` puts them on top of ours.

    Raises ContentError where the text cannot be read, and FactError where another file stands in the way.
    """
    name = Path(source).name
    people = clean(read_found(text, source), library.kpis().values())
    plans = [_plan(person, name, library, folder, overlay=overlay) for person in people]
    for each in plans:
        _check(each)
    new = put_files({each.path: each.text for each in plans})
    put_schema(folder)
    after = Library((folder, *(each for each in library.folders if each != folder)))
    return tuple(_imported(each, after, is_new=each.path in new) for each in plans)


def put_files(files: dict[Path, str]) -> frozenset[Path]:
    """Write files that do not exist, and say which; all or none. Raises FactError where another text stands there.

    Each is written beside its place and then put there in one step; what a refusal finds done is undone.
    """
    new = {path: text for path, text in files.items() if not _stands(path, text)}
    staged: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, text in new.items():
            with _refusals(path):
                staged[path] = _staged(path, text)
        for path, temporary in staged.items():
            with _refusals(path):
                _place(temporary, path)
            placed.append(path)
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)
    return frozenset(new)


def _staged(path: Path, text: str) -> Path:
    """The text in a temporary file beside its place; nothing is left of it where that fails."""
    temporary = staging_place(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    stage(text.encode(), temporary)
    return temporary


def _place(temporary: Path, path: Path) -> None:
    """A staged file at its place, never over one that has come to stand there. Raises OSError."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise
        os.rename(temporary, path)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """A refusal of the operating system as a sentence."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FactError(f"{path} cannot be written: {reason}", remedy="name another folder with --to") from None


def put_schema(folder: Path) -> None:
    """Put the schema that editors check persona files with into a library; one of an older version is replaced."""
    path, text = folder / "schemas" / "persona.json", schema_text("persona")
    check_link(path, folder)
    with _refusals(path):
        if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text:
            os.replace(_staged(path, text), path)


def _stands(path: Path, text: str) -> bool:
    """Whether this text is there. Raises FactError where there is another one."""
    check_link(path, path.parent.parent)
    if not os.path.lexists(path):
        return False
    if path.is_file() and read_text(path) == text:
        return True
    message = f"{shown(path)} is there already, with other content"
    raise FactError(message, remedy="move it away, or name another folder with --to; nothing was written")


def _plan(person: Clean, source: str, library: Library, folder: Path, *, overlay: bool) -> _Planned:
    path = folder / "personas" / file_name(person.identifier)
    extends = person.identifier if overlay and person.identifier in library.persona_ids() else ""
    text = as_overlay(person, source) if extends else as_file(person, source)
    return _Planned(person, path, text, extends)


def _check(plan: _Planned) -> None:
    """Raise ContentError, with the place in the source, for what our reader will not take."""
    try:
        persona_of(parse_yaml(as_file(plan.person, "it"), shown(plan.path), fold=True))
    except ContentError as error:
        where, name = plan.person.where, plan.person.name
        found = (replace(each, where=where, message=f"the persona '{name}': {each.message}") for each in error.problems)
        raise ContentError(*found) from None


def _imported(plan: _Planned, library: Library, *, is_new: bool) -> Imported:
    missing = gaps(library.persona(plan.person.identifier), library.kpis().keys())
    return Imported(plan.path, plan.person.identifier, plan.extends, is_new, plan.person.repairs, missing)
