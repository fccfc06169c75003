"""The check as a whole: which files, what is found in them, and all of it in order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefing.errors import BriefingError, UsageError
from briefing.library.cautions import listening
from briefing.library.library import builtin_folder
from briefing.library.workspace import own_folders, workspace_file
from briefing.library.workspacefile import read_workspace
from briefing.library.yamlfile import shown
from briefing.librarycheck.checks import CHECKS
from briefing.librarycheck.files import REMEDY, Asked, SourceFile, asked_for, files_of
from briefing.librarycheck.findings import Finding, Hit
from briefing.librarycheck.reading import read_shelf
from briefing.librarycheck.shelf import Shelf
from briefing.librarycheck.sorts import YAML

if TYPE_CHECKING:
    from briefing.library.workspacefile import Workspace

JOINED: Final = ("persona", "layout")  # what hits at one place are told together for
MOST_NAMED: Final = 3
_OF_ONE_DECK: Final = (*JOINED, "slide")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by file and line, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int

    def count(self, severity: str) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check_library(libraries: Sequence[Path] = (), paths: Sequence[Path] = (), *, day: date) -> Report:
    """Check the files that the library order finds, and those of the workspace; with paths only those.

    Raises UsageError for a path that is nothing that can be checked, FactError for one that is not there.
    """
    with listening():  # what is heard in reading is among the findings
        return _checked(libraries, paths, day)


def _checked(libraries: Sequence[Path], paths: Sequence[Path], day: date) -> Report:
    asked = asked_for(paths)
    found = workspace_file(asked.workspace)
    workspace = _workspace(found)
    folders = _in_order(asked, libraries, workspace)
    loose = (*asked.loose, *_of_workspace(found, workspace))
    files = [*(each for folder in folders for each in files_of(folder)), *loose]
    wanted = _wanted(paths, asked, files) if paths else None
    shelf = read_shelf(folders, loose, workspace, asked=wanted, day=day)
    looked_at = {shown(each.path) for each in files}
    return Report(tuple(sorted(_findings(shelf))), len(looked_at if wanted is None else looked_at & wanted))


def _workspace(found: str | None) -> Workspace | None:
    """The workspace; none where its file is broken, which is told with all the rest."""
    try:
        return read_workspace(found) if found else None
    except BriefingError:
        return None


def _in_order(asked: Asked, libraries: Sequence[Path], workspace: Workspace | None) -> tuple[Path, ...]:
    """The folders of the search; a library that is asked for and not among them goes before all."""
    usual = _once((*libraries, *own_folders(workspace), builtin_folder()))
    known = {os.path.realpath(each) for each in usual}
    return _once((*(each for each in asked.libraries if os.path.realpath(each) not in known), *usual))


def _once(folders: Iterable[Path]) -> tuple[Path, ...]:
    return tuple({os.path.realpath(each): each for each in reversed(tuple(folders))}.values())[::-1]


def _of_workspace(found: str | None, workspace: Workspace | None) -> Iterator[SourceFile]:
    if found:
        yield SourceFile(Path(found), "workspace")
    if workspace and workspace.organisation:
        yield SourceFile(workspace.organisation, "organisation")
    if workspace and workspace.audiences:
        yield SourceFile(workspace.audiences, "audiences")
    for each in workspace.spend if workspace else ():
        if isinstance(each, Path) and each.suffix.lower() in YAML:
            yield SourceFile(each, "bill")


def _wanted(paths: Sequence[Path], asked: Asked, files: Sequence[SourceFile]) -> frozenset[str]:
    """The files below the paths. Raises UsageError for a path that has none."""
    wanted: set[str] = set()
    for path in paths:
        top = Path(os.path.realpath(path))
        below = {shown(each.path) for each in files if _real(each.path).is_relative_to(top)}
        if not below:
            raise UsageError(f"cannot check '{shown(path)}'", remedy=REMEDY)
        wanted |= below
    return frozenset(wanted)


def _real(path: Path) -> Path:
    """Where a file stands; where a link leads does not matter."""
    return Path(os.path.realpath(path.parent), path.name)


def _findings(shelf: Shelf) -> Iterator[Finding]:
    for code, check in CHECKS.items():
        hits = (hit for hit in check.rule(shelf) if not hit.where.file or shelf.wants(hit.where.file, *hit.about))
        yield from dict.fromkeys(check.finding(code, hit) for hit in _joined(hits))


def _joined(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits of one sort at one place as one, which names all personas and layouts; of the slides the first."""
    alike: dict[object, list[Hit]] = {}
    for hit in hits:
        own = tuple((name, str(value)) for name, value in hit.values.items() if name not in _OF_ONE_DECK)
        alike.setdefault((hit.where, own if "layout" in hit.values else id(hit)), []).append(hit)
    for group in alike.values():
        named = {name: _named([str(each.values[name]) for each in group]) for name in JOINED if name in group[0].values}
        yield Hit(group[0].where, {**group[0].values, **named})


def _named(names: Sequence[str]) -> str:
    """`CFO`, `CFO and CTO`, `CEO, CFO, CTO and 5 more`."""
    once = list(dict.fromkeys(names))
    if len(once) > MOST_NAMED + 1:
        return f"{', '.join(once[:MOST_NAMED])} and {len(once) - MOST_NAMED} more"
    return f"{', '.join(once[:-1])} and {once[-1]}" if once[1:] else once[0]
