"""What a batch knows of its output folder: which bytes it wrote where, and what they were made from.

The file is a list of lines that only grows while a batch runs. A line is written before its file is put in place, so
that whenever we are killed every file under a final name has its line; a file may have several, and the one with its
bytes is true. At the end of a run the list is written anew, without what no longer counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from briefing.errors import FactError
from briefing.files.output import BATCH, as_sentence, write_whole

FOLDER, FILE = BATCH


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file below the output folder: the SHA-256 of its bytes, and the fingerprint of what it was made from."""

    file: str
    bytes: str
    inputs: str
    audience: str
    source: str
    format: str
    slides: int


class Manifest:
    """The entries of one output folder. Raises FactError where they cannot be written."""

    def __init__(self, out: Path) -> None:
        self.path = out / FOLDER / FILE
        self._entries: dict[str, dict[str, Entry]] = {}  # file → bytes → entry, the newest last
        self._descriptor = -1
        self._stale = False
        for entry in _read(self.path):
            known = self._entries.setdefault(entry.file, {})
            self._stale |= bool(known)
            known.pop(entry.bytes, None)
            known[entry.bytes] = entry

    def found(self, file: str, digest: str) -> Entry | None:
        """The entry of a file as its bytes are; None where a person has changed it, or it is not ours."""
        return self._entries.get(file, {}).get(digest)

    def latest(self, file: str) -> Entry | None:
        """The entry that was written last for a file."""
        known = self._entries.get(file)
        return next(reversed(known.values())) if known else None

    def files(self) -> tuple[str, ...]:
        """Every file that there is an entry for."""
        return tuple(self._entries)

    def intend(self, entry: Entry) -> None:
        """Remember a file that is about to be put in place; what stands there now is remembered too."""
        self._append(entry)
        known = self._entries.setdefault(entry.file, {})
        known.pop(entry.bytes, None)
        known[entry.bytes] = entry
        self._stale = True

    def settle(self, entry: Entry) -> None:
        """The file is known to hold these bytes; other entries for it no longer count."""
        self._stale |= len(self._entries.get(entry.file, {})) > 1
        self._entries[entry.file] = {entry.bytes: entry}

    def forget(self, file: str) -> None:
        """The file is gone for good."""
        self._stale |= self._entries.pop(file, None) is not None

    def close(self) -> None:
        """Write the list anew where lines have been added or no longer count; where there is no room it stays long."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        if self._stale:
            entries = (entry for known in self._entries.values() for entry in known.values())
            with suppress(FactError):
                write_whole(self.path, b"".join(map(_line, entries)))

    def _append(self, entry: Entry) -> None:
        line = _line(entry)
        with as_sentence(self.path):
            if self._descriptor < 0:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY, 0o666)
            # An empty line first: where we were killed in the middle of a line, the next one must stand alone.
            if os.write(self._descriptor, b"\n" + line) != len(line) + 1:
                raise OSError(28, "No space left on device")


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would else write other line ends


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Entry).decode


def _line(entry: Entry) -> bytes:
    return _encode(entry) + b"\n"


def _read(path: Path) -> Iterator[Entry]:
    """The entries that can be read; a line that is broken, or names a place outside, only makes us more careful."""
    with suppress(OSError):
        for line in path.read_bytes().splitlines():
            with suppress(msgspec.MsgspecError, ValueError):
                entry = _decode(line)
                if _is_inside(entry.file):
                    yield entry


def _is_inside(file: str) -> bool:
    return not {"", ".", "..", FOLDER} & set(file.split("/")) and not set(file) & set("\\:\0")
