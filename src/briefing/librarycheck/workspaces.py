"""What a workspace and a file of audiences name: personas, layouts, themes and formats that must exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import BriefingError, Problem, Where
from briefing.library.audiencerow import Audience
from briefing.library.audiences import read_audiences
from briefing.library.library import Library
from briefing.librarycheck.coded import Fault, coded, faults_of
from briefing.librarycheck.files import SourceFile
from briefing.targets import choose_formats
from briefing.themes import choose_theme

if TYPE_CHECKING:
    from briefing.library.workspacefile import Workspace

DANGLING = "B006"


def workspace_faults(workspace: Workspace, library: Library) -> Iterator[Fault]:
    """What `briefing.yaml` names and does not exist; files and folders are looked for in reading it."""
    if workspace.layout:
        yield from _tried(lambda: library.layout_file(workspace.layout), workspace.where("layout"))
    if workspace.theme:
        mapping = workspace.theme_map or None
        yield from _tried(lambda: choose_theme(workspace.theme, mapping, library), workspace.where("theme"))
    yield from _tried(lambda: choose_formats(workspace.formats, None), workspace.where("formats"))


def audience_faults(file: SourceFile, library: Library) -> Iterator[Fault]:
    """All that is wrong with a file of audiences, and the names in it that do not exist."""
    try:
        audiences = read_audiences(file.path)
    except BriefingError as error:
        yield from faults_of(error)
        return
    for row in audiences.rows:
        yield from (coded(problem) for problem in row.problems)
        yield from _row_faults(row, library, file.path.parent)


def _row_faults(row: Audience, library: Library, folder: Path) -> Iterator[Fault]:
    for who in row.people:
        yield from _tried(lambda who=who: library.select([who]), row.problem("for", "").where)  # type: ignore[misc]
    if row.layout:
        yield from _tried(lambda: library.layout_file(row.layout), row.problem("layout", "").where)
    if row.theme:
        theme = str(folder / row.theme) if "/" in row.theme or Path(row.theme).suffix else row.theme
        yield from _tried(lambda: choose_theme(theme, None, library), row.problem("theme", "").where)
    yield from _tried(lambda: choose_formats(row.formats, None), row.problem("formats", "").where)


def _tried(call: Callable[[], object], where: Where) -> Iterator[Fault]:
    """What goes wrong in looking something up, at the place of whoever names it."""
    try:
        call()
    except BriefingError as error:
        found = error.problem
        yield Fault(DANGLING, Problem(where, found.message, found.remedy))
