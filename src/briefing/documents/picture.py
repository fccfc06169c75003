"""Pictures that people give: read with a limit, told apart by their first bytes, and kept without what is no picture.

What a camera or program adds (place, names, comments, anything behind the end) does not go into a deck. A picture that
was not copied whole, or that unpacks to more than a screen can show, is refused. The layouts of the files are those of
the PNG specification (W3C, section 5) and of JPEG (ITU-T T.81, annex B).
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from briefing.errors import ContentError, Problem, Where

MAX_BYTES = 2_000_000
MAX_PIXELS = 10_000  # of a side
MAX_AREA = 25_000_000  # pixels; opened, each takes four bytes

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame; the three say something else
_SCAN: Final = 0xDA
_END: Final = 0xD9
_BARE: Final = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
# Segments that programs add: all but JFIF (0), the colour profile (2) and Adobe's colours (14); and comments.
_ADDED: Final = (frozenset(range(0xE0, 0xF0)) | {0xFE}) - {0xE0, 0xE2, 0xEE}
# Chunks that a picture is made of, and those that say how its colours are meant.
_CHUNKS: Final = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs")
)
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type → samples a pixel
_EXPORT = "export the logo as PNG or JPEG"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file, and its size in pixels."""

    data: bytes
    format: Literal["png", "jpeg"]
    width: int
    height: int


def read_picture(path: Path, where: Where, name: str) -> Picture:
    """Read a PNG or JPEG. Raises ContentError at `where`, the place that names the file `name`."""

    def refuse(message: str, remedy: str) -> ContentError:
        return ContentError(Problem(where, f"the picture '{name}' {message}", remedy))

    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise refuse("is no file, but a folder or a device", "write the path of the picture itself")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", "") or "unknown reason").lower()
        raise refuse(f"cannot be read ({reason})", "write its path as seen from this file's folder") from None
    if len(data) > MAX_BYTES:
        raise refuse(f"is larger than {MAX_BYTES // 1_000_000} MB", "export it smaller; 1,000 pixels across are plenty")
    if not data.startswith((PNG, JPEG)):
        raise refuse(f"is {_kind(data)}, which not every program can show", _EXPORT)
    picture = _png(data) if data.startswith(PNG) else _jpeg(data)
    if picture is None or not _is_sensible(picture.width, picture.height):
        raise refuse("is damaged, or has no sensible size", _EXPORT + " again")
    return picture


def _kind(data: bytes) -> str:
    return "SVG" if b"<svg" in data[:4096].lower() else "neither PNG nor JPEG"


def _is_sensible(width: int, height: int) -> bool:
    return 0 < width <= MAX_PIXELS and 0 < height <= MAX_PIXELS and width * height <= MAX_AREA


def _png(data: bytes) -> Picture | None:
    """The PNG with the chunks of a picture alone; None where it is damaged."""
    chunks = list(_chunks(data))
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or len(chunks[0][1]) != 13:
        return None
    head = chunks[0][1]
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    if not _is_sensible(width, height) or not _is_whole(
        head, b"".join(body for name, body in chunks if name == b"IDAT")
    ):
        return None
    kept = b"".join(_chunk(name, body) for name, body in chunks if name in _CHUNKS)
    return Picture(PNG + kept, "png", width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks as far as they are sound, up to the end of the picture."""
    at = len(PNG)
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        name, body = data[at + 4 : at + 8], data[at + 8 : end]
        if int.from_bytes(data[end : end + 4], "big") != zlib.crc32(data[at + 4 : end]) or end + 4 > len(data):
            return
        yield name, body
        if name == b"IEND":
            return
        at = end + 4


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def _is_whole(head: bytes, packed: bytes) -> bool:
    """Whether the packed lines are all there, and no more; one drawn in seven passes has a few bytes more."""
    width, height, depth, color, interlaced = (
        *(int.from_bytes(head[i : i + 4], "big") for i in (0, 4)),
        *head[8:10],
        head[12],
    )
    line = (width * depth * _SAMPLES.get(color, 4) + 7) // 8
    wanted, most = height * (line + (0 if interlaced else 1)), height * (line + 1) * 2 + 4_096
    unpacker, size, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and size <= most and not unpacker.eof:
            size += len(unpacker.decompress(rest, 1_000_000))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return wanted <= size <= most


def _jpeg(data: bytes) -> Picture | None:
    """The JPEG with the segments of a picture alone; None where it is damaged."""
    kept, size = [data[:2]], None
    for marker, segment in _segments(data):
        if marker in _FRAME_MARKERS and len(segment) >= 9:
            size = int.from_bytes(segment[7:9], "big"), int.from_bytes(segment[5:7], "big")
        if marker not in _ADDED:
            kept.append(segment)
        if marker == _END:
            return Picture(b"".join(kept), "jpeg", *size) if size else None
    return None


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment, a scan with its picture lines; they end where the file is damaged."""
    at = 2
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a filler
            at += 1
            continue
        end = at + 2 if marker in _BARE or marker == _END else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        if end > len(data) or end < at + 2:
            return
        yield marker, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the lines of a scan end: at the next marker that is neither a byte of theirs nor a restart."""
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        if data[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data) + 1
