"""Files on disk: whole or not at all, and never over something that a person has edited.

A manifest in each target folder keeps the SHA-256 of what was written there. A file whose bytes differ from it has been
edited, or is somebody else's, and stays as it is unless the user insists; then the old file is kept beside the new one
as `name.backup-1.pptx`, `name.backup-2.pptx` and so on. New bytes go to a temporary file beside the target, which takes
the target's place once all files of the run have been written.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from msgspec import Struct

from briefing.errors import FactError, UsageError

MANIFEST = ".briefing-manifest.json"
BATCH = (".briefing-batch", "manifest.jsonl")  # folder and file in which a batch keeps the same, a line a file
_ELSEWHERE = "name another place with --out"
_REMEDIES: Mapping[int, str] = {
    errno.ENOSPC: "make room on the disk, or ",
    errno.EACCES: "close the program that has it open, or ",
}


class File(Struct, frozen=True):
    """What is to stand at `path` when the run is over."""

    path: Path
    data: bytes


class Saved(Struct, frozen=True):
    """A file that is in place; `backup` is where the file that stood there before was kept, if it was."""

    path: Path
    backup: Path | None = None


class _Staged(Struct, frozen=True):
    """New bytes in a temporary file, ready to take the target's place."""

    file: File
    temporary: Path
    backup: Path | None


def save(files: Sequence[File], *, force: bool = False) -> tuple[Saved, ...]:
    """Put all files in place, or none where a check fails; files that hold the same bytes already are left alone.

    `FactError` where a folder or file cannot be written, and where a file has been edited and `force` is not given.
    """
    for file in files:
        with as_sentence(file.path):
            check_folder(file.path.parent)
            check_target(file.path)
    edited = frozenset(file.path for file in files if _is_edited(file))
    if edited and not force:
        raise _would_overwrite([file.path for file in files if file.path in edited])
    return _write(files, edited)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal, as the manifest keeps it."""
    return hashlib.sha256(data).hexdigest()


def written_digest(path: Path) -> str:
    """The SHA-256 of what a run wrote at this path last; empty where its folder's manifest does not know it."""
    return _manifest(path.parent).get(path.name, "")


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


def _is_edited(file: File) -> bool:
    """The target exists, and holds neither what is to be written nor what was written last."""
    with as_sentence(file.path):
        if not file.path.exists():
            return False
        found = digest(file.path.read_bytes())
    if found in (digest(file.data), written_digest(file.path)):
        return False
    return not _is_of_batch(file.path, found)


def _is_of_batch(path: Path, found: str) -> bool:
    """Whether a batch wrote these bytes at this path, into this folder or one above it."""
    path = Path(os.path.abspath(path))
    for out in path.parents:
        with suppress(
            OSError, ValueError, TypeError, LookupError, RecursionError
        ):  # a list that is not ours makes us careful only
            name = path.relative_to(out).as_posix()
            for line in out.joinpath(*BATCH).read_bytes().splitlines():
                if found.encode() in line and (entry := json.loads(line))["bytes"] == found and entry["file"] == name:
                    return True
    return False


def _would_overwrite(paths: Sequence[Path]) -> FactError:
    *others, last = (str(path) for path in paths)
    if not others:
        message = f"{last} has been changed since briefing wrote it, or was not written by briefing"
        return FactError(message, remedy="use --force to replace it, or --out for another place")
    names = f"{', '.join(others)} and {last}"
    message = f"{names} have been changed since briefing wrote them, or were not written by briefing"
    return FactError(message, remedy="use --force to replace them, or --out for another place")


def _write(files: Sequence[File], edited: frozenset[Path]) -> tuple[Saved, ...]:
    staged: list[_Staged] = []
    done: list[Path] = []
    try:
        for file in files:
            with as_sentence(file.path):
                staged += _stage(file, keep=file.path in edited)
        for each in staged:
            with as_sentence(each.file.path):
                os.replace(each.temporary, os.path.realpath(each.file.path))
            done.append(each.file.path)
        done = [file.path for file in files]
    finally:
        _clear(each for each in staged if each.file.path not in done)
        _remember(file for file in files if file.path in done)
    backups = {each.file.path: each.backup for each in staged}
    return tuple(Saved(file.path, backups.get(file.path)) for file in files)


def _stage(file: File, *, keep: bool) -> Iterator[_Staged]:
    """The temporary file, written and flushed to the disk; none where the target holds the same bytes already."""
    file.path.parent.mkdir(parents=True, exist_ok=True)
    target = Path(os.path.realpath(file.path))
    if target.exists() and target.read_bytes() == file.data:
        return
    temporary = target.with_name(f".briefing-{token_hex(8)}.tmp")
    stage(file.data, temporary)
    try:
        if target.exists():
            shutil.copymode(target, temporary)
        backup = back_up(file.path) if keep else None
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    yield _Staged(file, temporary, backup)


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


def _clear(staged: Iterable[_Staged]) -> None:
    for each in staged:
        each.temporary.unlink(missing_ok=True)
        if each.backup:
            each.backup.unlink(missing_ok=True)


def _manifest(folder: Path) -> Mapping[str, str]:
    """File name to digest; nothing where the manifest is missing or is not ours, which only makes us more careful."""
    path = folder / MANIFEST
    with suppress(OSError, ValueError, RecursionError):
        read = json.loads(path.read_bytes()) if path.is_file() else None
        if isinstance(read, dict) and isinstance(read.get("files"), dict):
            return {str(name): str(value) for name, value in read["files"].items()}
    return {}


def _remember(files: Iterable[File]) -> None:
    """Add the files to the manifests of their folders; read again first, because another run may have written there."""
    by_folder: dict[Path, dict[str, str]] = {}
    for file in files:
        by_folder.setdefault(file.path.parent, {})[file.path.name] = digest(file.data)
    for folder, ours in by_folder.items():
        kept = {name: value for name, value in _manifest(folder).items() if (folder / name).exists()}
        _write_manifest(folder, {**kept, **ours})


def _write_manifest(folder: Path, digests: Mapping[str, str]) -> None:
    content = {"about": "SHA-256 of the files that briefing wrote into this folder", "files": dict(digests)}
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    temporary = folder / f".briefing-{token_hex(8)}.tmp"
    with as_sentence(folder / MANIFEST):
        try:
            temporary.write_bytes(text.encode("utf-8", "backslashreplace"))  # in JSON that is an escape, too
            os.replace(temporary, folder / MANIFEST)
        finally:
            temporary.unlink(missing_ok=True)


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
