"""Pictures that people give: read with a limit, told apart by their first bytes, and measured in pixels.

The layouts of the files are those of the PNG specification (W3C, section 5) and of JPEG (ITU-T T.81, annex B).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefing.errors import ContentError, Problem, Where

MAX_BYTES = 2_000_000
MAX_PIXELS = 10_000  # of a side

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame; the three say something else
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
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise refuse(f"cannot be read ({reason})", "write its path as seen from this file's folder") from None
    if len(data) > MAX_BYTES:
        raise refuse(f"is larger than {MAX_BYTES // 1_000_000} MB", "export it smaller; 1,000 pixels across are plenty")
    if not data.startswith((PNG, JPEG)):
        raise refuse(f"is {_kind(data)}, which not every program can show", _EXPORT)
    picture = _measured(data)
    if picture is None or not all(0 < side <= MAX_PIXELS for side in (picture.width, picture.height)):
        raise refuse("is damaged, or has no sensible size", _EXPORT + " again")
    return picture


def _kind(data: bytes) -> str:
    return "SVG" if b"<svg" in data[:4096].lower() else "neither PNG nor JPEG"


def _measured(data: bytes) -> Picture | None:
    if data.startswith(PNG):
        if data[12:16] != b"IHDR" or b"IEND" not in data[-16:]:
            return None
        return Picture(data, "png", *(int.from_bytes(data[at : at + 4], "big") for at in (16, 20)))
    found = _jpeg_size(data)
    return Picture(data, "jpeg", *found) if found else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the first frame header; segments before it are passed over by their lengths."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAME_MARKERS:
            height, width = (int.from_bytes(data[place : place + 2], "big") for place in (at + 5, at + 7))
            return width, height
        filler = data[at + 1] == 0xFF
        at += 1 if filler else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
