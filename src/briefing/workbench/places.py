"""Where the page reads and writes: in its own folder and nowhere else, each file whole or not at all.

What the operating system refuses becomes a sentence with a remedy for somebody who has a page, and no command line.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from briefing.documents.yamlfile import shown
from briefing.errors import BriefingError, FactError, UsageError, Where, check_ordinary
from briefing.files.atomic import back_up, write_whole
from briefing.library.workspace import Workspace, find_workspace

T = TypeVar("T")
HIDDEN = Path(".briefing") / "open"


class NotOursError(UsageError):
    """What no page of ours asks for."""


class RefusedError(FactError):
    """The operating system does not keep it; nothing is half written, and what was there before is there still."""


_GONE = "put it back, end this page, and open it again; what you typed waits in the browser"
_RIGHTS = "make the folder and its files writable, and close other programs that have them open"
_ROOM = "make room on the disk, and try again"
_AWAY = "move it away"
_LONGEST = 255  # bytes of a name, on every file system in use
_ITSELF = "put the file itself into the folder of the page"
# Why the operating system refuses → what that is, and what to do. `{}` is the file.
_REASONS: Mapping[int, tuple[str, str]] = {
    errno.ENOSPC: ("{} cannot be kept: no space left on device", _ROOM),
    errno.EDQUOT: ("{} cannot be kept: your share of the disk is used up", _ROOM),
    errno.EFBIG: ("this disk takes no file as large as {}", "give less of it, or use another disk"),
    errno.EACCES: ("{} may not be written", _RIGHTS),
    errno.EPERM: ("{} may not be written", _RIGHTS),
    errno.EROFS: ("{} may only be read: its disk or folder is write-protected", _RIGHTS),
    errno.ENOENT: ("the folder of {} is not there any more", _GONE),
    errno.ENOTDIR: ("the folder of {} is not there any more: a file has its name", _GONE),
    errno.ESTALE: ("the folder of {} is not there any more", _GONE),
    errno.EISDIR: ("{} is a folder, where a file should be", "move it away"),
    errno.EMFILE: ("this machine has too many files open to keep {}", "close other programs, and try again"),
    errno.ENFILE: ("this machine has too many files open to keep {}", "close other programs, and try again"),
}


def refused(error: OSError, what: str = "it") -> RefusedError:
    """The refusal of the operating system as a sentence of the page."""
    reason = (error.strerror or type(error).__name__).lower()
    said, remedy = _REASONS.get(error.errno or 0, (f"this machine does not keep {{}}: {reason}", "try again"))
    return RefusedError(said.format(what), remedy=remedy)


_opened: list[Path] = []  # the folder under the name that it was opened by, while it is served


@contextmanager
def staying() -> Iterator[None]:
    """Inside, the folder of the page is the one that this process is in now, and no other that it is moved to."""
    _opened[:] = [home()]
    try:
        yield
    finally:
        _opened.clear()


def home() -> Path:
    """The folder of the page. Raises RefusedError where somebody has taken it away, or moved it."""
    try:
        here = Path(os.path.realpath(os.getcwd()))
    except OSError:
        raise RefusedError("the folder of this page is not there any more", remedy=_GONE) from None
    if _opened and here != _opened[0]:
        raise RefusedError(f"the folder of this page is now called {shown(here.name)}", remedy=_GONE)
    return here


def inside(name: str | Path, remedy: str = _ITSELF, root: Path | None = None) -> Path:
    """A path of the folder, from there on, wherever links lead. Raises UsageError for one that leads out."""
    text = os.fspath(name)
    here = Path(os.path.realpath(root)) if root else home()
    if "\0" in text:
        raise UsageError("a name has a character in it that no file can have", remedy=remedy)
    if any(len(os.fsencode(each)) > _LONGEST for each in Path(text).parts):
        raise UsageError(f"'{text[:40]}…' is longer than a name can be", remedy=remedy)
    place = Path(os.path.realpath(Path.cwd() / os.path.expanduser(text)))
    if not place.is_relative_to(here):
        raise UsageError(f"'{shown(text)}' lies outside of this workspace", remedy=remedy)
    return place.relative_to(here)


def keep(path: Path, data: bytes, root: Path | None = None) -> None:
    """Write a file of the workspace, in one step. Raises UsageError where it leads out, RefusedError."""
    home()
    inside(path, root=root)
    with keeping(path):
        write_whole(path, data)


def text_of(path: Path, otherwise: str) -> str:
    """What stands in a file, or otherwise. Raises FactError for what is no file: a pipe would be waited for."""
    if not path.exists():
        return otherwise
    check_ordinary(path, _AWAY)
    return path.read_text(encoding="utf-8")


def kept(path: Path, shape: type[T]) -> T | None:
    """What was kept in a file of JSON; None where there is none. One that holds something else is put aside.

    Raises RefusedError where it cannot be read: it is not to be taken for nothing, and written over.
    """
    try:
        check_ordinary(path, _AWAY)
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise RefusedError(f"{shown(path)} cannot be read: {reason}", remedy=_RIGHTS) from None
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        with suppress(OSError):
            back_up(path)
            path.unlink()
        return None


@contextmanager
def keeping(path: Path) -> Iterator[None]:
    """A refusal of the operating system in words of the page, also where it has those of a command line already."""
    try:
        yield
    except OSError as error:
        raise refused(error, shown(path)) from error
    except FactError as error:
        if isinstance(error.__cause__, OSError):
            raise refused(error.__cause__, shown(path)) from error.__cause__
        raise


def facts_file() -> Path:
    """The file of facts of this workspace."""
    workspace = _workspace()
    return workspace.organisation if workspace and workspace.organisation else Path("org.yaml")


def facts_folder() -> Path:
    """The folder that the file of facts has to be in: that of the page, or one around it with `briefing.yaml`."""
    workspace = _workspace()
    return workspace.folder if workspace else home()


def expect_own(path: Path, root: Path) -> None:
    """Raise FactError where a link, or `briefing.yaml`, leads out with a file of facts."""
    try:
        inside(path, root=root)
    except UsageError:
        message = f"this leads to {os.path.realpath(path)}, out of the folder of the page, so it is left alone"
        raise FactError(message, Where(shown(path)), "put a copy of the file itself here") from None


def _workspace() -> Workspace | None:
    try:
        return find_workspace()
    except BriefingError:  # it names a file that is not there yet; what is wrong else, a run says
        return None
