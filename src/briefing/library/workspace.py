"""The workspace: `briefing.yaml` with the defaults of a folder of work, and where the user's own library is; read
only where there are any.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from briefing.documents.schema import Record, check, convert
from briefing.documents.yamlfile import Document, Step, read_yaml
from briefing.errors import Problem, Where
from briefing.library.story import MOST_MINUTES

# The workspace file, `briefing.yaml`: defaults for a folder of work.

WIDTHS = (100, 8000)  # of pictures, in pixels; more than 8K are more than any screen has
_THEME_FILES = (".pptx", ".potx", ".yaml", ".yml")


class WorkspaceFile(Record, frozen=True, kw_only=True):
    """The file as written; all paths are relative to the folder that it stands in."""

    organisation: str = ""
    audiences: str = ""
    layout: str = ""
    theme: str = ""
    theme_map: str = ""
    formats: str | tuple[str, ...] = ()
    output: str = ""
    libraries: str | tuple[str, ...] = ()
    spend: str | tuple[str, ...] = ()
    minutes: int = 0
    notes: Literal["", "full", "short", "none"] = ""
    appendix: Literal["", "slide", "file"] = ""
    pdf: Literal["", "slides", "notes", "handout", "memo"] = ""
    paper: Literal["", "a4", "letter"] = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class Workspace:
    """Defaults for a folder of work; what is not said is None or empty. `theme` is a name or an absolute path."""

    folder: Path
    organisation: Path | None
    audiences: Path | None
    layout: str
    theme: str
    theme_map: str
    formats: tuple[str, ...]
    output: Path | None
    libraries: tuple[Path, ...]
    spend: tuple[Path | str, ...]
    minutes: int
    notes: Literal["", "full", "short", "none"]
    appendix: Literal["", "slide", "file"]
    pdf: Literal["", "slides", "notes", "handout", "memo"]
    paper: Literal["", "a4", "letter"]
    width: int
    document: Document = field(repr=False, compare=False)

    def where(self, *path: Step) -> Where:
        """The place of a value."""
        return self.document.where(*path)


def read_workspace(path: str | Path) -> Workspace:
    """Read a workspace file. Raises ContentError with every problem, also with files that it names and are missing."""
    document = read_yaml(path, fold=True)
    written = convert(document, WorkspaceFile)
    folder = Path(document.path).absolute().parent
    check([*_missing(document, written, folder), *_untellable(document, written)])
    return Workspace(
        folder=folder,
        organisation=_below(folder, written.organisation),
        audiences=_below(folder, written.audiences),
        layout=written.layout,
        theme=str(_below(folder, written.theme)) if _is_file_name(written.theme) else written.theme,
        theme_map=str(_below(folder, written.theme_map) or ""),
        formats=_listed(written.formats),
        output=_below(folder, written.output),
        libraries=tuple(folder / os.path.expanduser(each) for each in _listed(written.libraries)),
        spend=tuple(each if _is_url(each) else folder / os.path.expanduser(each) for each in _listed(written.spend)),
        minutes=written.minutes,
        notes=written.notes,
        appendix=written.appendix,
        pdf=written.pdf,
        paper=written.paper,
        width=written.width,
        document=document,
    )


def _untellable(document: Document, written: WorkspaceFile) -> Iterator[Problem]:
    """Minutes in which nobody can tell anything, and pictures that nobody can see or open."""
    if not 0 <= written.minutes <= MOST_MINUTES:
        remedy = f"give whole minutes from 1 to {MOST_MINUTES}"
        yield Problem(document.where("minutes"), f"minutes is {written.minutes}", remedy)
    if written.width and not WIDTHS[0] <= written.width <= WIDTHS[1]:
        remedy = f"give whole pixels from {WIDTHS[0]} to {WIDTHS[1]}"
        yield Problem(document.where("width"), f"width is {written.width}", remedy)


def _below(folder: Path, name: str) -> Path | None:
    return folder / os.path.expanduser(name) if name else None


def _is_url(place: str) -> bool:
    """Whether billing data lie in a cloud or a database, and not in a file here."""
    return "://" in place


def _listed(written: str | tuple[str, ...]) -> tuple[str, ...]:
    names = written.split(",") if isinstance(written, str) else written
    return tuple(name for each in names if (name := each.strip()))


def _is_file_name(theme: str) -> bool:
    return "/" in theme or os.sep in theme or theme.lower().endswith(_THEME_FILES)


def _missing(document: Document, written: WorkspaceFile, folder: Path) -> Iterator[Problem]:
    """A problem for each file or folder that is named and does not exist."""
    files = {"organisation": written.organisation, "audiences": written.audiences, "theme-map": written.theme_map}
    if _is_file_name(written.theme):
        files["theme"] = written.theme
    for key, name in files.items():
        if name and not os.path.isfile(folder / os.path.expanduser(name)):
            yield Problem(document.where(key), f"there is no file '{name}'", f"correct '{key}', or take the line away")
    for index, name in enumerate(_listed(written.spend)):
        if (
            not _is_url(name)
            and not any(each in name for each in "*?[")
            and not os.path.exists(folder / os.path.expanduser(name))
        ):
            spot: tuple[Step, ...] = ("spend",) if isinstance(written.spend, str) else ("spend", index)
            yield Problem(document.where(*spot), f"there is no '{name}'", "correct 'spend', or take the line away")
    for index, name in enumerate(_listed(written.libraries)):
        if not os.path.isdir(folder / os.path.expanduser(name)):
            place: tuple[Step, ...] = ("libraries",) if isinstance(written.libraries, str) else ("libraries", index)
            remedy = "make the folder, or take the line away"
            yield Problem(document.where(*place), f"there is no folder '{name}'", remedy)


# Where a folder of work has its defaults and the user his own library; read only where there are any.

FILE = "briefing.yaml"
LIBRARY_VARIABLE = "BRIEFING_LIBRARY"


def find_workspace(start: Path | None = None) -> Workspace | None:
    """The workspace of a folder (the current one, if none is given) or of the nearest above it that has one.

    Raises ContentError with every problem of the file.
    """
    path = workspace_file(start)
    if path is None:
        return None

    return read_workspace(path)


def workspace_file(start: Path | None = None) -> str | None:
    """The path of the file of that workspace; None where there is none."""
    folder = os.getcwd() if start is None else os.path.abspath(start)
    while not os.path.isfile(os.path.join(folder, FILE)):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return os.path.join(folder, FILE)


def user_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The library of the user: what BRIEFING_LIBRARY names, else the data folder that the system has for it."""
    if named := environ.get(LIBRARY_VARIABLE, ""):
        return Path(named)
    if sys.platform == "linux":  # as platformdirs has it, whose import costs more than all that we read
        home = environ.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")
        return Path(home) / "briefing"
    from platformdirs import user_data_path

    return user_data_path("briefing", appauthor=False)


def own_folders(workspace: Workspace | None) -> tuple[Path, ...]:
    """The libraries that are searched after those of the command line: of the workspace, then of the user."""
    user = user_folder()
    return (*(workspace.libraries if workspace else ()), *((user,) if user.is_dir() else ()))


def chosen_library(asked: Path | None, workspace: Workspace | None) -> Path:
    """The folder that new personas go into: the one asked for, the workspace's first, or that of the user."""
    return asked or next(iter(workspace.libraries if workspace else ()), user_folder())
