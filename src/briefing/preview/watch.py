"""Watching: which files a briefing is made from, and a new one after each saved change of any of them.

What counts is how the files are, not what the operating system tells of them: its word only wakes us. So nothing is
made twice for one change, and a change in the middle of a run is not missed.
"""

from __future__ import annotations

import glob
import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from msgspec import Struct

from briefing.choices import Choices
from briefing.desk import settled
from briefing.errors import BriefingError, UsageError
from briefing.library.workspace import workspace_file
from briefing.pipeline import Result, make
from briefing.targets import DEFAULT_FOLDER

NOT_INSTALLED: Final = "--watch needs watchfiles, which is not installed"
FOLDER: Final = "preview"  # below the folder of all output
LIBRARY: Final = frozenset((".yaml", ".yml", ".pptx", ".potx"))
PICTURES: Final = ("*.png", "*.jpg", "*.jpeg", "*/*.png", "*/*.jpg", "*/*.jpeg")  # the logo of a theme file
QUIET: Final = 15  # milliseconds: a program that saves is done when nothing has changed for so long
MOST: Final = 150  # milliseconds that are waited for it
LOOK: Final = 1000  # milliseconds after which we look by ourselves, as where a folder is new


class Shown(Struct, frozen=True):
    """What became of one turn: the files that were written, or the fault that is to be mended first."""

    result: Result | None
    fault: str
    seconds: float


State = frozenset[tuple[str, int, int]]  # of each file its path, when it was changed, and its size


def previewed(choices: Choices) -> Choices:
    """The choices of a preview: a web page where nothing is said, in a folder of its own. Raises BriefingError."""
    filled, _ = settled(choices)
    out = choices.out or f"{Path(filled.out or DEFAULT_FOLDER) / FOLDER}{os.sep}"
    return choices.but(formats=choices.formats or ("html",), out=out)


def watched(people: Sequence[str], choices: Choices, stop: Event | None = None) -> Iterator[Shown]:
    """The briefing as it is now, and again after each saved change; a fault of a file is waited for to be mended.

    Raises UsageError for a fault of the command line itself, and where watchfiles is not installed.
    """
    try:
        from watchfiles import watch  # an extra
    except ModuleNotFoundError as error:
        raise UsageError(NOT_INSTALLED, remedy="install finops-briefing[preview]") from error
    waking = partial(
        watch,
        recursive=False,
        step=QUIET,
        debounce=MOST,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        stop_event=stop,
        ignore_permission_denied=True,
    )
    before: State | None = None
    while True:
        files = sources(choices)
        if (now := _state(files)) != before:
            yield _shown(people, choices, first=before is None)
            before = now
            continue
        folders = {str(each if each.is_dir() else each.parent) for each in files}
        for _ in waking(*(each for each in folders if os.path.isdir(each))):
            if _state(files) != before or sources(choices) != files:
                break
        else:
            return  # told to stop


def _shown(people: Sequence[str], choices: Choices, *, first: bool) -> Shown:
    start = time.perf_counter()
    try:
        result, fault = make(people, choices), ""
    except BriefingError as error:
        if first and isinstance(error, UsageError):
            raise  # which no change of a file mends
        result, fault = None, "\n".join(map(str, error.problems))
    return Shown(result, fault, time.perf_counter() - start)


def sources(choices: Choices) -> tuple[Path, ...]:
    """Every file that these choices make a briefing from, and the folders that may get more of them."""
    workspace = workspace_file()
    found = {Path(workspace)} if workspace else set()
    with suppress(BriefingError):  # of a broken workspace there is only its file to be mended
        choices, library = settled(choices)
        for name in (choices.organisation, choices.theme_map or "", choices.theme, *choices.spend):
            found.update(_named(name))
        for folder in library.folders:
            found.update(_of_library(folder))
    return tuple(sorted(map(Path.absolute, found)))


def _named(name: str) -> Iterator[Path]:
    """The files that a path or a glob of the command line means, or of a theme file also the pictures beside it."""
    if not name or "://" in name or not (glob.has_magic(name) or Path(name).suffix or Path(name).exists()):
        return  # the name of a theme, or data that lie elsewhere
    path = Path(name)
    yield from map(Path, glob.glob(name, recursive=True) if glob.has_magic(name) else (path,))
    if path.is_dir():
        yield from (each for each in path.rglob("*") if each.is_file())
    elif path.suffix.lower() in LIBRARY:
        yield from (each for pattern in PICTURES for each in path.parent.glob(pattern))


def _of_library(folder: Path) -> Iterator[Path]:
    """The folders of a library and its files."""
    for place in (folder / "personas", folder / "layouts"):
        if place.is_dir():
            yield place
            inside = (each for each in place.rglob("*") if not each.name.startswith("."))
            yield from (each for each in inside if each.suffix in LIBRARY or each.is_dir())


def _state(files: Sequence[Path]) -> State:
    return frozenset(map(_of_file, files))


def _of_file(path: Path) -> tuple[str, int, int]:
    """A file as it is; of a folder only that it is there, for what stands in it is listed by itself."""
    try:
        status = path.stat()
    except OSError:
        return str(path), 0, 0
    return (str(path), 1, 1) if stat.S_ISDIR(status.st_mode) else (str(path), status.st_mtime_ns, status.st_size)
