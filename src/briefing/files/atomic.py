"""One file on disk, whole or not at all: new bytes go to a temporary file, which takes the target's place in one step.

A folder of files that belong together, such as the pictures of a deck, is written, compared and kept as one: what stood
there is moved aside, and away once the new folder stands.

What the operating system refuses becomes a sentence with a remedy.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from secrets import token_hex
from typing import TypeAlias

from briefing.errors import FactError, UsageError

_OPTION: ContextVar[str] = ContextVar("option", default="--out")
_REMEDIES: Mapping[int, str] = {
    errno.ENOSPC: "make room on the disk, or ",
    errno.EACCES: "close the program that has it open, or ",
}


@contextmanager
def placed_by(option: str) -> Iterator[None]:
    """Inside, it is this option that names the place of a file, and what remedies speak of."""
    before = _OPTION.set(option)
    try:
        yield
    finally:
        _OPTION.reset(before)


def placing_option() -> str:
    """The option that names the place of a file: `--out`, unless it is another one inside of `placed_by`."""
    return _OPTION.get()


def _elsewhere() -> str:
    return f"name another place with {_OPTION.get()}"


Content: TypeAlias = bytes | Mapping[str, bytes]  # of a file, or of each file of a folder by its name


def digest(content: Content) -> str:
    """SHA-256 in hexadecimal, as the manifest keeps it; of a folder that of the list of its files."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    return _digest_of_list({name: digest(data) for name, data in content.items()})


def found_digest(path: Path) -> str:
    """The digest of what stands at a path. Raises OSError."""
    if not path.is_dir():
        return digest(path.read_bytes())
    inside = (each for each in path.rglob("*") if each.is_symlink() or not (each.is_dir() or _is_of_system(each)))
    return _digest_of_list({each.relative_to(path).as_posix(): digest(each.read_bytes()) for each in inside})


def _is_of_system(path: Path) -> bool:
    """Whether a file is one that Finder or Explorer put there by itself."""
    return path.name.startswith(".") or path.name.casefold() in ("thumbs.db", "desktop.ini")


def _digest_of_list(digests: Mapping[str, str]) -> str:
    return digest("".join(f"{value} {name}\n" for name, value in sorted(digests.items())).encode("utf-8", "replace"))


def staging_place(path: Path) -> Path:
    """A name beside a path that nobody else has, for what is to take its place."""
    return path.with_name(f".briefing-{token_hex(8)}.tmp")


def stage(content: Content, temporary: Path) -> None:
    """Write a new file or folder and flush it to the disk; nothing is left of it where that fails. Raises OSError."""
    try:
        if not isinstance(content, bytes):
            temporary.mkdir()
            for name, data in content.items():
                stage(data, temporary / name)
            return
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        discard(temporary)
        raise


def discard(path: Path) -> None:
    """Take a file or folder away, where there is one. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def put_in_place(staged: Path, path: Path) -> None:
    """A staged file takes the place of another in one step; a link stays a link, permissions stay. Raises OSError."""
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    if staged.is_dir():
        _put_folder_in_place(staged, target)
        return
    with suppress(FileNotFoundError):
        shutil.copymode(target, staged)
    try:
        os.replace(staged, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = staging_place(target)  # the folder is on another file system
        stage(staged.read_bytes(), beside)
        os.replace(beside, target)
        staged.unlink()


def _put_folder_in_place(staged: Path, target: Path) -> None:
    """A folder cannot take the place of another that has files: that one steps aside, and back where this fails."""
    if not target.exists():
        shutil.move(staged, target)
        return
    aside = staging_place(target)
    os.replace(target, aside)
    try:
        shutil.move(staged, target)
    except BaseException:
        discard(target)
        os.replace(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is the program's own, whatever stood there. Raises FactError."""
    temporary = staging_place(path)
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
    """Keep a file as `name.backup-1.pptx` beside it, or under the next number that is free; a folder likewise.

    Raises OSError.
    """
    number = 1
    while os.path.lexists(backup := path.with_name(f"{path.stem}.backup-{number}{path.suffix}")):
        number += 1
    if path.is_dir():
        shutil.copytree(path, backup, symlinks=True)
        return backup
    try:
        os.link(os.path.realpath(path), backup)  # there at once and whole, even where we are killed
    except OSError:  # a file system without links
        temporary = staging_place(backup)
        try:
            shutil.copy2(path, temporary)
            os.replace(temporary, backup)
        finally:
            temporary.unlink(missing_ok=True)
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
        raise FactError(f"{existing} is a file, so no folder can stand there", remedy=_elsewhere())
    if not os.access(existing, os.W_OK | os.X_OK):
        message = f"the folder {existing} cannot be written to"
        raise FactError(message, remedy=f"change its permissions, or {_elsewhere()}")


def check_target(path: Path, *, folder: bool = False) -> None:
    """Raise FactError where no file, or no folder of files, can be put at this path."""
    if path.is_dir() if folder else path.is_file():
        if not os.access(path, os.R_OK | os.W_OK | (os.X_OK if folder else 0)):
            called = f"the folder {path}" if folder else path
            raise FactError(f"{called} may not be replaced", remedy=f"change its permissions, or {_elsewhere()}")
    elif folder and os.path.lexists(path):
        raise FactError(f"{path} is a file, so no folder can stand there", remedy=f"move it away, or {_elsewhere()}")
    elif path.is_dir():
        raise FactError(f"{path} is a folder, so no file can stand there", remedy=f"move it away, or {_elsewhere()}")
    elif path.exists():
        raise FactError(f"{path} is not an ordinary file", remedy=_elsewhere())


@contextmanager
def as_sentence(path: Path, elsewhere: str = "") -> Iterator[None]:
    """A refusal of the operating system, as a sentence with a remedy; `elsewhere` is how to write in another place."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        remedy = _REMEDIES.get(error.errno or 0, "") + (elsewhere or _elsewhere())
        raise FactError(f"{path} cannot be written: {reason}", remedy=remedy) from error
    except UnicodeEncodeError as error:
        message = f"{path} cannot be written: this system takes no such name"
        raise FactError(
            message, remedy=f"set the language of the system to one in UTF-8, or {elsewhere or _elsewhere()}"
        ) from error
