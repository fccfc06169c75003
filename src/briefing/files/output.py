"""Files on disk: whole or not at all, and never over something that a person has edited.

A file whose bytes no manifest knows has been edited, or is somebody else's, and stays as it is unless the user insists;
then the old file is kept beside the new one as `name.backup-1.pptx`, `name.backup-2.pptx` and so on. New bytes go to a
temporary file beside the target, which takes the target's place once all files of the run have been written.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from briefing.errors import FactError
from briefing.files.atomic import (
    Content,
    as_sentence,
    back_up,
    check_folder,
    check_target,
    digest,
    discard,
    found_digest,
    placing_option,
    put_in_place,
    stage,
    staging_place,
)
from briefing.files.manifest import is_ours, remember


class File(Struct, frozen=True):
    """What is to stand at `path` when the run is over: a file, or a folder of files that are kept as one."""

    path: Path
    data: Content


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
            check_target(file.path, folder=not isinstance(file.data, bytes))
    edited = frozenset(file.path for file in files if _is_edited(file))
    if edited and not force:
        raise _would_overwrite([file.path for file in files if file.path in edited])
    return _write(files, edited)


def _is_edited(file: File) -> bool:
    """The target exists, and holds neither what is to be written nor what was written last."""
    with as_sentence(file.path):
        if not file.path.exists():
            return False
        found = found_digest(file.path)
    return found != digest(file.data) and not is_ours(file.path, found)


def _would_overwrite(paths: Sequence[Path]) -> FactError:
    *others, last = (str(path) for path in paths)
    if not others:
        message = f"{last} has been changed since briefing wrote it, or was not written by briefing"
        return FactError(message, remedy=f"use --force to replace it, or {placing_option()} for another place")
    names = f"{', '.join(others)} and {last}"
    message = f"{names} have been changed since briefing wrote them, or were not written by briefing"
    return FactError(message, remedy=f"use --force to replace them, or {placing_option()} for another place")


def _write(files: Sequence[File], edited: frozenset[Path]) -> tuple[Saved, ...]:
    staged: list[_Staged] = []
    done: list[Path] = []
    try:
        for file in files:
            with as_sentence(file.path):
                staged += _stage(file, keep=file.path in edited)
        for each in staged:
            with as_sentence(each.file.path):
                put_in_place(each.temporary, Path(os.path.realpath(each.file.path)))
            done.append(each.file.path)
        done = [file.path for file in files]
    finally:
        _clear(each for each in staged if each.file.path not in done)
        remember({file.path: digest(file.data) for file in files if file.path in done})
    backups = {each.file.path: each.backup for each in staged}
    return tuple(Saved(file.path, backups.get(file.path)) for file in files)


def _stage(file: File, *, keep: bool) -> Iterator[_Staged]:
    """The temporary file, written and flushed to the disk; none where the target holds the same bytes already."""
    file.path.parent.mkdir(parents=True, exist_ok=True)
    target = Path(os.path.realpath(file.path))
    if target.exists() and found_digest(target) == digest(file.data):
        return
    temporary = staging_place(target)
    stage(file.data, temporary)
    try:
        if target.exists():
            shutil.copymode(target, temporary)
        backup = back_up(file.path) if keep else None
    except BaseException:
        discard(temporary)
        raise
    yield _Staged(file, temporary, backup)


def _clear(staged: Iterable[_Staged]) -> None:
    for each in staged:
        discard(each.temporary)
        if each.backup:
            discard(each.backup)
