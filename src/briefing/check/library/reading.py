"""From files to the shelf: each file is read by itself, so that a broken one never hides what is wrong in another.

First every file alone; then every overlay with what it extends; then what is held against the whole library. What is
broken is left out of the library that the next step sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.batch.audiences import read_audiences
from briefing.batch.audiences.rows import Audience
from briefing.check.library.files import SORTS, TABLES, SourceFile, files_of
from briefing.check.library.shelf import HeldPersona, Shelf
from briefing.compose.checks import check_layout
from briefing.documents.lineage import merged_file
from briefing.documents.schema import is_overlay
from briefing.documents.yamlfile import Document, read_yaml, shown
from briefing.errors import BriefingError, Code, Problem, Where
from briefing.library.index import index_folder
from briefing.library.layout import Layout, layout_of
from briefing.library.library import Library
from briefing.library.persona import persona_of
from briefing.targets import choose_formats
from briefing.themes import choose_theme

if TYPE_CHECKING:
    from briefing.figures.company import Company
    from briefing.library.workspace import Workspace


# What a workspace and a file of audiences name: personas, layouts, themes and formats that must exist.


def workspace_faults(workspace: Workspace, library: Library) -> Iterator[Problem]:
    """What `briefing.yaml` names and does not exist; files and folders are looked for in reading it."""
    if workspace.layout:
        yield from _tried(lambda: library.layout_file(workspace.layout), workspace.where("layout"))
    if workspace.theme:
        mapping = workspace.theme_map or None
        yield from _tried(lambda: choose_theme(workspace.theme, mapping, library), workspace.where("theme"))
    yield from _tried(lambda: choose_formats(workspace.formats, None), workspace.where("formats"))


def audience_faults(file: SourceFile, library: Library) -> Iterator[Problem]:
    """All that is wrong with a file of audiences, and the names in it that do not exist."""
    try:
        audiences = read_audiences(file.path)
    except BriefingError as error:
        yield from error.problems
        return
    for row in audiences.rows:
        yield from row.problems
        yield from _row_faults(row, library, file.path.parent)


def _row_faults(row: Audience, library: Library, folder: Path) -> Iterator[Problem]:
    for who in row.people:
        yield from _tried(lambda who=who: library.select([who]), row.problem("for", "").where)  # type: ignore[misc]
    if row.layout:
        yield from _tried(lambda: library.layout_file(row.layout), row.problem("layout", "").where)
    if row.theme:
        theme = str(folder / row.theme) if "/" in row.theme or Path(row.theme).suffix else row.theme
        yield from _tried(lambda: choose_theme(theme, None, library), row.problem("theme", "").where)
    yield from _tried(lambda: choose_formats(row.formats, None), row.problem("formats", "").where)


def _tried(call: Callable[[], object], where: Where) -> Iterator[Problem]:
    """What goes wrong in looking something up, at the place of whoever names it."""
    try:
        call()
    except BriefingError as error:
        yield replace(error.problem, where=where, code=Code.DANGLING)


DEFAULT_LAYOUT = "pitch"
MOST_ROUNDS = 50  # of leaving out what makes the library as a whole unreadable


@dataclass
class _Reading:
    """What has been read so far; it only ever grows."""

    faults: list[Problem] = field(default_factory=list)
    broken: set[Path] = field(default_factory=set)
    documents: dict[str, list[Document]] = field(default_factory=dict)

    def leave_out(self, path: Path, faults: Iterable[Problem]) -> None:
        self.broken.add(path)
        self.faults += faults


def read_shelf(
    folders: Sequence[Path],
    loose: Sequence[SourceFile],
    workspace: Workspace | None,
    *,
    asked: frozenset[str] | None,
    day: date,
) -> Shelf:
    """Read all libraries, in the order of the search, single files, and what the workspace names."""
    files = tuple(dict.fromkeys((*(each for folder in folders for each in files_of(folder)), *loose)))
    reading = _Reading()
    for each in files:
        _read(each, reading)
    library = _sound_library(tuple(folders), reading)
    _merge_overlays(library, reading)
    library = _sound_library(tuple(folders), reading)
    _read_catalogues(library, reading)
    library = Library(tuple(folders), frozenset(reading.broken))
    reading.faults += workspace_faults(workspace, library) if workspace else ()
    reading.faults += (fault for each in files if each.sort == "audiences" for fault in audience_faults(each, library))
    company = _company(files, library, reading)
    return Shelf(
        library=library,
        files=files,
        faults=tuple(dict.fromkeys(reading.faults)),
        documents={sort: tuple(found) for sort, found in reading.documents.items()},
        personas=tuple(_personas(library, loose, reading)),
        layouts=tuple(_layouts(library, loose, reading)),
        company=company,
        asked=asked,
        day=day,
        layout=workspace.layout if workspace and workspace.layout else DEFAULT_LAYOUT,
    )


def _read(file: SourceFile, reading: _Reading) -> None:
    """One file by itself: can it be read, is it sound YAML, and does it hold what its sort may hold."""
    if file.link:
        return reading.leave_out(file.path, file.link)
    if file.path.suffix.lower() in TABLES:
        return None
    sort = SORTS[file.sort]
    try:
        document = read_yaml(file.path, fold=sort.fold, may_be_empty=file.sort == "organisation")
    except BriefingError as error:
        return reading.leave_out(file.path, error.problems)
    reading.documents.setdefault(file.sort, []).append(document)
    if sort.overlay and is_overlay(document):
        return None
    try:
        sort.read(document)
    except BriefingError as error:
        reading.leave_out(file.path, error.problems)
    return None


def _sound_library(folders: tuple[Path, ...], reading: _Reading) -> Library:
    """The library of what is sound, without those of two files that claim one name, or have none."""
    for folder in folders:
        for _ in range(MOST_ROUNDS):
            try:
                index_folder(folder / "personas", frozenset(reading.broken))
                break
            except BriefingError as error:
                paths = {shown(path): path for path in (folder / "personas").iterdir()}
                for each in error.problems:
                    reading.leave_out(paths.get(each.where.file, folder / "personas"), [each])
    return Library(folders, frozenset(reading.broken))


def _merge_overlays(library: Library, reading: _Reading) -> None:
    """Every persona and layout that extends another one, hidden ones too; each problem once."""
    overlays = {
        sort: {document.path for document in reading.documents.get(sort, ()) if is_overlay(document)}
        for sort in ("persona", "layout")
    }
    kinds: tuple[tuple[str, tuple[tuple[str, Path], ...], Callable[[Document], object]], ...] = (
        ("persona", library.persona_files(), persona_of),
        ("layout", library.layout_files(), _checked_layout),
    )
    for sort, files, read in kinds:
        for file in files:
            if str(file[1]) in overlays[sort]:
                _merge(sort, file, files, read, reading)


def _merge(
    sort: str,
    file: tuple[str, Path],
    files: tuple[tuple[str, Path], ...],
    read: Callable[[Document], object],
    reading: _Reading,
) -> None:
    try:
        merged = merged_file(sort, file, files)
    except BriefingError as error:
        return reading.leave_out(file[1], error.problems)
    try:
        read(merged)
    except BriefingError as error:
        reading.leave_out(file[1], error.problems)
    return None


def _checked_layout(document: Document) -> Layout:
    layout = layout_of(document)
    check_layout(layout)
    return layout


def _read_catalogues(library: Library, reading: _Reading) -> None:
    """KPIs and groups of all files together; where that fails, without those files that change others."""
    catalogues: Mapping[str, Callable[[], object]] = {"kpis": library.kpis, "groups": library.groups}
    for sort, read in catalogues.items():
        try:
            read()
        except BriefingError as error:
            reading.faults += error.problems
            reading.broken |= {Path(each.path) for each in reading.documents.get(sort, ()) if is_overlay(each)}


def _personas(library: Library, loose: Sequence[SourceFile], reading: _Reading) -> Iterator[HeldPersona]:
    for identifier in library.persona_ids():
        document = library.persona_document(identifier)
        yield HeldPersona(library.persona(identifier), document)
    for document in _loose(loose, "persona", reading):
        yield HeldPersona(persona_of(document), document)


def _layouts(library: Library, loose: Sequence[SourceFile], reading: _Reading) -> Iterator[Layout]:
    yield from library.layouts()
    yield from (layout_of(document) for document in _loose(loose, "layout", reading))


def _loose(loose: Sequence[SourceFile], sort: str, reading: _Reading) -> Iterator[Document]:
    """The sound files outside of any library; what such a file extends, nobody could say."""
    paths = {str(each.path) for each in loose if each.path not in reading.broken}
    found = (each for each in reading.documents.get(sort, ()) if each.path in paths)
    yield from (each for each in found if not is_overlay(each))


def _company(files: Iterable[SourceFile], library: Library, reading: _Reading) -> Company | None:
    """The company of the first sound file of facts; all of them are checked."""
    companies = []
    for each in files:
        if each.sort == "organisation" and each.path not in reading.broken:
            from briefing.figures.company import open_company  # many workspaces have no facts

            try:
                companies.append(open_company(library, each.path))
            except BriefingError as error:
                reading.faults += error.problems
    return companies[0] if companies else None
