"""The output folder of a batch: one batch at a time, staged files, and the way of each into its place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Literal, TypeAlias

from msgspec import Struct

from briefing.batch.outcome import Staged
from briefing.errors import FactError
from briefing.files.atomic import (
    as_sentence,
    back_up,
    check_folder,
    check_target,
    discard,
    found_digest,
    put_in_place,
)
from briefing.files.manifest import FOLDER, Entry, Manifest, written_digest

LOCK = "lock"
STAGED = "staged"
REFRESHED = ".pptx"  # files that can have new figures and keep the edits of a person
_CHANGED = "has been changed since briefing wrote it"
_INSIST = "use --force to replace it and keep it as a backup, or give the audience another name"

Seen: TypeAlias = tuple[int, int, int] | None  # what tells a file from a changed one; None where there is no file


class Verdict(Struct, frozen=True):
    """What is to be done about a file, by what stands in its place.

    `seen` is how the file was found; `backup` says that it is to be kept; `only_same` holds the digest of a file that
    we know nothing of, which may stay where it turns out to be what we would write; `merge` says that the edits of a
    person are to be kept in what takes its place.
    """

    do: Literal["make", "unchanged", "edited", "fail"]
    seen: Seen = None
    backup: bool = False
    only_same: str = ""
    merge: bool = False
    entry: Entry | None = None
    reason: str = ""


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output folder. Raises FactError where another batch has it, or where nothing can be written there."""
    from filelock import FileLock, Timeout

    place = out / FOLDER
    with as_sentence(out):
        check_folder(place)
        place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / LOCK, timeout=0)
    with as_sentence(place / LOCK):
        try:
            lock.acquire()
        except Timeout:  # an OSError too
            remedy = "wait until it has ended, or name another place with --out"
            raise FactError(f"another batch is at work in {out}", remedy=remedy) from None
    try:
        _remove(place.glob(".briefing-*.tmp"))  # of a run that was killed while it wrote the manifest anew
        yield
    finally:
        lock.release()


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A folder for staged files on the file system of their places; what an earlier run left there goes away."""
    home = out / FOLDER / STAGED
    place = home / token_hex(8)
    with as_sentence(out):
        _clear(home)
        place.mkdir(parents=True)
    try:
        yield place
    finally:
        _clear(home)


def _clear(home: Path) -> None:
    for folder in [*home.glob("*")]:
        _remove(folder.glob("*"))
        with suppress(OSError):
            folder.rmdir()
    with suppress(OSError):
        home.rmdir()


def _remove(files: Iterable[Path]) -> None:
    for each in [*files]:
        with suppress(OSError):
            discard(each)


class OutputFolder:
    """The files below a folder, and what the manifest says of them."""

    def __init__(self, out: Path, manifest: Manifest, *, force: bool, refresh: bool = False) -> None:
        self.out, self.manifest, self._force, self._refresh = out, manifest, force, refresh

    def judge(self, file: str, inputs: str, *, folder: bool = False) -> Verdict:
        """What is to be done about a file, or a folder of pictures, whose inputs have this fingerprint."""
        path = self.out / file
        try:
            with as_sentence(path):
                if (seen := _seen(path)) is None:
                    return Verdict("make")
                check_target(path, folder=folder)
                found = found_digest(path)
        except FactError as error:
            return Verdict("fail", reason=str(error))
        if entry := self.manifest.found(file, found):
            self.manifest.settle(entry)
            return Verdict("unchanged" if entry.inputs == inputs else "make", seen, entry=entry)
        return self._judge_strange(file, inputs, seen, found)

    def _judge_strange(self, file: str, inputs: str, seen: Seen, found: str) -> Verdict:
        """A file whose bytes are not ours: somebody has changed it, or it was there before."""
        if written_digest(self.out / file) == found:
            return Verdict("make", seen)  # `briefing make` wrote it, and nobody has touched it
        latest = self.manifest.latest(file)
        if self._refresh and file.endswith(REFRESHED) and not (latest and latest.inputs == inputs):
            return Verdict("make", seen, backup=True, merge=True)
        if self._force:
            return Verdict("make", seen, backup=True)
        if latest is None:
            return Verdict("make", seen, only_same=found)
        if latest.inputs == inputs:
            return Verdict("edited", seen, entry=latest)
        return Verdict("fail", reason=f"{self.out / file} {_CHANGED}; {_INSIST}")

    def place(self, staged: Staged, entry: Entry, verdict: Verdict) -> tuple[bool, Path | None]:
        """Put a staged file in its place: whether that was needed, and where the old file was kept.

        Raises FactError where it cannot be, or where somebody has changed the old file.
        """
        path = self.out / entry.file
        with as_sentence(path):
            if _seen(path) != verdict.seen:
                raise FactError(f"{path} has been changed while the batch ran", remedy="run the batch again")
            if verdict.seen and found_digest(path) == staged.bytes:
                self.manifest.intend(entry)
                self.manifest.settle(entry)
                return False, None
            if verdict.only_same:
                message = f"{path} was not written by briefing, or has been changed since"
                raise FactError(message, remedy=_INSIST)
            backup = back_up(path) if verdict.backup else None
            path.parent.mkdir(parents=True, exist_ok=True)
            self.manifest.intend(entry)
            put_in_place(Path(staged.temporary), path)
            self.manifest.settle(entry)
            return True, backup

    def gone(self, files: frozenset[str], source: str, broken: frozenset[str]) -> list[tuple[Entry, bool]]:
        """Files of audiences that are no longer in the file, and whether they are as we wrote them.

        A row that is wrong may stand for any file of its audience, and a wrong row without a name for any file.
        """
        found = []
        for file in sorted(set(self.manifest.files()) - files):
            latest, path = self.manifest.latest(file), self.out / file
            if latest is None or latest.source != source or latest.audience in broken:
                continue
            if not os.path.lexists(path):
                self.manifest.forget(file)
            else:
                found.append((latest, self._is_ours(file)))
        return found

    def _is_ours(self, file: str) -> bool:
        """Whether a file is as we wrote it; one that cannot be read is not."""
        try:
            return self.manifest.found(file, found_digest(self.out / file)) is not None
        except OSError:
            return False

    def remove(self, file: str) -> None:
        """Remove a file, and folders that are empty then. Raises FactError."""
        path = self.out / file
        with as_sentence(path):
            discard(path)
        self.manifest.forget(file)
        for folder in (self.out / file).parents:
            if folder == self.out:
                return
            try:
                folder.rmdir()
            except OSError:
                return


def _seen(path: Path) -> Seen:
    try:
        status = path.stat()
        inside = [each.stat() for each in path.rglob("*")] if path.is_dir() else []
    except FileNotFoundError:
        return None
    every = (status, *inside)
    return max(each.st_mtime_ns for each in every), sum(each.st_size for each in every), status.st_ino
