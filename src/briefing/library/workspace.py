"""Where a folder of work has its defaults and the user his own library; read only where there are any."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.library.workspacefile import Workspace

FILE = "briefing.yaml"
LIBRARY_VARIABLE = "BRIEFING_LIBRARY"


def find_workspace(start: Path | None = None) -> Workspace | None:
    """The workspace of a folder (the current one, if none is given) or of the nearest above it that has one.

    Raises ContentError with every problem of the file.
    """
    path = workspace_file(start)
    if path is None:
        return None
    from briefing.library.workspacefile import read_workspace

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
