"""What we know of folders that we wrote into: the SHA-256 of every file there, and in a batch what it was made from.

A run of `make` keeps one object in each folder. A batch keeps a list of lines for its output folder, which only grows
while it runs. A line is written before its file is put in place, so that whenever we are killed every file under a
final name has its line; a file may have several, and the one with its bytes is true. At the end of a run the list is
written anew, without what no longer counts. What cannot be read, or is not ours, only makes us more careful.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from briefing.errors import FactError
from briefing.files.atomic import as_sentence, staging_place, write_whole

MANIFEST = ".briefing-manifest.json"  # of a run, in each folder that it writes into
FOLDER, FILE = ".briefing-batch", "manifest.jsonl"  # of a batch, below its output folder


def is_ours(path: Path, found: str) -> bool:
    """Whether a run or a batch wrote these bytes at this path, so that no person has changed them since."""
    return found == written_digest(path) or _is_of_batch(Path(os.path.abspath(path)), found)


def _is_of_batch(path: Path, found: str) -> bool:
    """Whether a batch wrote these bytes at this path, into this folder or one above it."""
    for out in path.parents:
        name = path.relative_to(out).as_posix()
        if any(each.bytes == found and each.file == name for each in _read(out / FOLDER / FILE, found.encode())):
            return True
    return False


def written_digest(path: Path) -> str:
    """The SHA-256 of what a run wrote at this path last; empty where its folder's manifest does not know it."""
    return _manifest(path.parent).get(path.name, "")


def remember(digests: Mapping[Path, str]) -> None:
    """Add files to the manifests of their folders; read again first, because another run may have written there."""
    by_folder: dict[Path, dict[str, str]] = {}
    for path, value in digests.items():
        by_folder.setdefault(path.parent, {})[path.name] = value
    for folder, ours in by_folder.items():
        kept = {name: value for name, value in _manifest(folder).items() if (folder / name).exists()}
        _write_manifest(folder, {**kept, **ours})


def _manifest(folder: Path) -> Mapping[str, str]:
    """File name to digest; nothing where the manifest is missing or is not ours, which only makes us more careful."""
    path = folder / MANIFEST
    with suppress(OSError, ValueError, RecursionError):
        read = json.loads(path.read_bytes()) if path.is_file() else None
        if isinstance(read, dict) and isinstance(read.get("files"), dict):
            return {str(name): str(value) for name, value in read["files"].items()}
    return {}


def _write_manifest(folder: Path, digests: Mapping[str, str]) -> None:
    content = {"about": "SHA-256 of the files that briefing wrote into this folder", "files": dict(digests)}
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    temporary = staging_place(folder / MANIFEST)
    with as_sentence(folder / MANIFEST):
        try:
            temporary.write_bytes(text.encode("utf-8", "backslashreplace"))  # in JSON that is an escape, too
            os.replace(temporary, folder / MANIFEST)
        finally:
            temporary.unlink(missing_ok=True)


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


def _read(path: Path, holding: bytes = b"") -> Iterator[Entry]:
    """The entries that can be read, in lines that hold these bytes; none of a broken line, or of a place outside."""
    with suppress(OSError):
        for line in (each for each in path.read_bytes().splitlines() if holding in each):
            with suppress(msgspec.MsgspecError, ValueError, RecursionError):
                entry = _decode(line)
                if _is_inside(entry.file):
                    yield entry


def _is_inside(file: str) -> bool:
    return not {"", ".", "..", FOLDER} & set(file.split("/")) and not set(file) & set("\\:\0")
