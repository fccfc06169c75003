"""One file on disk, whole or not at all: new bytes go to a temporary file, which takes the target's place in one step.

What the operating system refuses becomes a sentence with a remedy.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from briefing.errors import FactError, UsageError

_ELSEWHERE = "name another place with --out"
_REMEDIES: Mapping[int, str] = {
    errno.ENOSPC: "make room on the disk, or ",
    errno.EACCES: "close the program that has it open, or ",
}


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal, as the manifest keeps it."""
    return hashlib.sha256(data).hexdigest()


def stage(data: bytes, temporary: Path) -> None:
    """Write a new file and flush it to the disk; nothing is left of it where that fails. Raises OSError."""
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def put_in_place(staged: Path, path: Path) -> None:
    """A staged file takes the place of another in one step; a link stays a link, permissions stay. Raises OSError."""
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    with suppress(FileNotFoundError):
        shutil.copymode(target, staged)
    try:
        os.replace(staged, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".briefing-{token_hex(8)}.tmp")  # the folder is on another file system
        stage(staged.read_bytes(), beside)
        os.replace(beside, target)
        staged.unlink()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is the program's own, whatever stood there. Raises FactError."""
    temporary = path.with_name(f".briefing-{token_hex(8)}.tmp")
    with as_sentence(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        stage(data, temporary)
        try:
            put_in_place(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


BESIDE = ".briefing-decks"  # what is kept of each deck of a folder, and never travels with one


def beside(path: Path) -> Path:
    """Where that is kept for a deck."""
    return path.parent / BESIDE / f".{path.name}.json"


def back_up(path: Path) -> Path:
    """Keep a file as `name.backup-1.pptx` beside it, or under the next number that is free. Raises OSError."""
    number = 1
    while os.path.lexists(backup := path.with_name(f"{path.stem}.backup-{number}{path.suffix}")):
        number += 1
    try:
        os.link(os.path.realpath(path), backup)  # there at once and whole, even where we are killed
    except OSError:  # a file system without links
        temporary = backup.with_name(f".briefing-{token_hex(8)}.tmp")
        shutil.copy2(path, temporary)
        os.replace(temporary, backup)
    return backup


def check_place(out: str | None) -> None:
    """Raise UsageError where `--out` names no place, or standard output, which would get only one of many files."""
    if out == "-":
        message = "--out is '-', but files are not written to standard output"
        raise UsageError(message, remedy="give a file, or a folder that ends in /")
    if out is not None and (not out.strip() or "\0" in out):
        raise UsageError("--out names no place", remedy="give a file, or a folder that ends in /")


def check_folder(folder: Path) -> None:
    """The folder, or the nearest one above it that exists, can be written to."""
    existing = next(each for each in (folder, *folder.parents, Path.cwd()) if os.path.lexists(each))
    if not existing.is_dir():
        raise FactError(f"{existing} is a file, so no folder can stand there", remedy=_ELSEWHERE)
    if not os.access(existing, os.W_OK | os.X_OK):
        message = f"the folder {existing} cannot be written to"
        raise FactError(message, remedy=f"change its permissions, or {_ELSEWHERE}")


def check_target(path: Path) -> None:
    """Raise FactError where no file can be put at this path."""
    if path.is_file():
        if not os.access(path, os.R_OK | os.W_OK):
            raise FactError(f"{path} may not be replaced", remedy=f"change its permissions, or {_ELSEWHERE}")
    elif path.is_dir():
        raise FactError(f"{path} is a folder, so no file can stand there", remedy=f"move it away, or {_ELSEWHERE}")
    elif path.exists():
        raise FactError(f"{path} is not an ordinary file", remedy=_ELSEWHERE)


@contextmanager
def as_sentence(path: Path) -> Iterator[None]:
    """A refusal of the operating system, as a sentence with a remedy."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        remedy = _REMEDIES.get(error.errno or 0, "") + _ELSEWHERE
        raise FactError(f"{path} cannot be written: {reason}", remedy=remedy) from error
    except UnicodeEncodeError as error:
        message = f"{path} cannot be written: this system takes no such name"
        raise FactError(message, remedy=f"set the language of the system to one in UTF-8, or {_ELSEWHERE}") from error
