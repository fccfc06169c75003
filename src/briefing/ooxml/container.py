"""The zip file around a presentation, unpacked in memory, and every reason not to trust one.

Nothing is written to disk and nothing is fetched. Sizes are checked before anything is unpacked, and while it is: a zip
file may lie about them.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from urllib.parse import unquote

from briefing.errors import FactError, Where, check_ordinary

# Two ways of writing Open XML brought to the usual one: the namespaces of Strict Open XML, and per cents as such.
#
# Everything that reads and checks decks knows the transitional form alone, which is what PowerPoint saves by default.

STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)((?:/\w+)*)")
CONFORMANCE: Final = re.compile(rb"""\sconformance\s*=\s*(["'])strict\1""")
RENAMED: Final = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
    b"coreProperties": b"core-properties",
}
# Parts of a design, and the attributes there that are shares; 75% is 75000 in the usual form.
DESIGN: Final = ("slideMaster+xml", "slideLayout+xml", "theme+xml", "notesMaster+xml", "tableStyles+xml", "main+xml")
SHARE: Final = re.compile(
    rb"""(?<!strVal)(\s(?:val|pos|amt|r|g|b|l|t|sat|lum|sx|sy|fontScale|lnSpcReduction)\s*=\s*["'])"""
    rb"""(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)%(?=["'])"""
)


def usual(data: bytes) -> bytes:
    """An XML part in the transitional namespaces."""
    if b"purl.oclc.org/ooxml" not in data:
        return data
    return CONFORMANCE.sub(b"", STRICT.sub(_transitional, data))


def in_thousandths(data: bytes, kind: str) -> bytes:
    """A part of a design with its shares in thousandths of a per cent."""
    if b"%" not in data or not kind.endswith(DESIGN):
        return data
    return SHARE.sub(lambda found: found[1] + str(round(float(found[2]) * 1000)).encode(), data)


def _transitional(found: re.Match[bytes]) -> bytes:
    folder, name, rest = found[1], RENAMED.get(found[2], found[2]), found[3]
    for old, new in RENAMED.items():
        rest = rest.replace(old, new)
    return b"http://schemas.openxmlformats.org/" + folder + b"/2006/" + name + rest


MAX_PARTS: Final = 5_000
MAX_BYTES: Final = 200_000_000  # unpacked; a template with a film in it stays under this, a zip bomb does not
MAX_DIRECTORY: Final = 2_000_000  # bytes of the list of entries, which is read before they can be counted
MAX_RATIO: Final = 100  # unpacked to packed, of a file that unpacks to more than the next
SMALL: Final = 30_000_000
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Office files before 2007, and of every encrypted one
END: Final = b"PK\x05\x06"  # the end of a zip file's list of entries, 22 bytes and a comment after them
END_64: Final = b"PK\x06\x07"  # points to a larger end, for more than 65,535 entries
PASSWORD: Final = "open it in PowerPoint, take the password away under File, Info, and save it again"
COPY: Final = "copy or download it again"


def unpack_deck(path: Path, kinds: str) -> dict[str, bytes]:
    """As `unpack`, of a deck that is named where one of these kinds is asked for, and may not be there."""
    try:
        check_ordinary(path, f"name a {kinds} file")
        with open(path, "rb"):
            pass
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise FactError(message, Where(str(path)), f"name a {kinds} file that you may read") from error
    return unpack(path)


def unpack(path: Path) -> dict[str, bytes]:
    """Every entry, by `/name`. Raises FactError where the file is none, is encrypted, damaged, hostile or too large."""
    try:
        check_ordinary(path, "name a .pptx or .potx file")
        with open(path, "rb") as file:
            _check_head(file, path)
            _check_end(file, path)
            return _entries(file, path)
    except OSError as error:
        raise FactError(f"cannot read the theme: {error.strerror or error}", Where(str(path))) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _fault(path, "the file is damaged or was not copied whole", COPY) from error


def unreadable(path: Path) -> FactError:
    """What to say of a file that is something else."""
    message = "not a PowerPoint file that can be read"
    return _fault(path, message, "save it again as .pptx or .potx, without a password")


def _fault(path: Path, message: str, remedy: str) -> FactError:
    return FactError(message, Where(str(path)), remedy)


def _check_head(file: IO[bytes], path: Path) -> None:
    """Office encrypts a file by putting it into one of the old kind."""
    head = file.read(8)
    if head == OLE:
        file.seek(0)
        if "EncryptedPackage".encode("utf-16-le") in file.read(MAX_DIRECTORY):
            raise _fault(path, "the file is protected with a password", PASSWORD)
        message = "the file is in the format of PowerPoint 97 to 2003, or protected with a password"
        raise _fault(path, message, "open it in PowerPoint and save it as .pptx or .potx, without a password")
    if not head.startswith((b"PK\x03\x04", END)):
        raise unreadable(path)


def _check_end(file: IO[bytes], path: Path) -> None:
    """The list of entries must be short enough to be read at all."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 65_600))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        raise _fault(path, "the file is damaged or was not copied whole", COPY)
    (listed,) = struct.unpack_from("<L", tail, at + 12)
    if listed > MAX_DIRECTORY or END_64 in tail[max(0, at - 20) : at]:
        raise _too_large(path)


def _entries(file: IO[bytes], path: Path) -> dict[str, bytes]:
    blobs: dict[str, bytes] = {}
    seen: set[str] = set()
    with zipfile.ZipFile(file) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_sizes(entries, path)
        for entry in entries:
            name = unquote(entry.filename)  # of a part: in the zip file it may be written with %20 and the like
            _check_name(entry, name, seen, path)
            blobs["/" + name] = _content(archive, entry, path)
    return blobs


def _check_sizes(entries: list[zipfile.ZipInfo], path: Path) -> None:
    unpacked, packed = (sum(getattr(entry, name) for entry in entries) for name in ("file_size", "compress_size"))
    if len(entries) > MAX_PARTS or unpacked > MAX_BYTES:
        raise _too_large(path)
    if unpacked > SMALL and unpacked > MAX_RATIO * packed:
        message = f"unpacks to {unpacked // max(1, packed):,} times its size, as a file made to do harm does"
        raise _fault(path, message, "use another theme")


def _too_large(path: Path) -> FactError:
    message = f"unpacks to more than {MAX_PARTS:,} parts or {MAX_BYTES // 1_000_000} MB"
    return _fault(path, message, "use a smaller theme")


def _check_name(entry: zipfile.ZipInfo, name: str, seen: set[str], path: Path) -> None:
    """Names in a package have no empty part, never climb, and differ by more than their case."""
    strange = any(mark in name for mark in "\\:\0") or "\\" in entry.orig_filename
    if strange or any(part in {"", ".", ".."} for part in name.split("/")):
        message = f"holds an entry named '{_shown(entry.orig_filename)}', which leads out of the file"
        raise _fault(path, message, "use a theme that PowerPoint has saved")
    if name.casefold() in seen:
        raise _fault(path, f"holds two entries named '{_shown(name)}'", "open it in PowerPoint and save it again")
    if entry.flag_bits & 1:
        raise _fault(path, "the file is protected with a password", PASSWORD)
    seen.add(name.casefold())


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    """An entry in pieces, never more of it than it says it has."""
    with archive.open(entry) as stream:
        data = b"".join(_pieces(stream, entry.file_size + 1))
    if len(data) != entry.file_size:
        raise _fault(path, "the file is damaged or was not copied whole", COPY)
    return data


def _pieces(stream: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0 and (piece := stream.read(min(left, 1_000_000))):
        left -= len(piece)
        yield piece


def _shown(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:79]}…"
