"""Pictures without what cameras and programs write beside the picture: places, names, times, comments, paths."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
PNG_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
JPEG: Final = b"\xff\xd8"
SCAN: Final = 0xDA  # from here on JPEG is picture
APPS: Final = range(0xE1, 0xF0)  # Exif, XMP, IPTC …; the first of all, APP0, says how the picture is drawn
KEPT_APPS: Final = (b"ICC_PROFILE\0", b"Adobe")  # how its colours are meant
COMMENT: Final = 0xFE
ORIENTATION: Final = 0x0112


def without_metadata(data: bytes) -> bytes:
    """The same picture; data as they are where they are no JPEG or PNG, or are not whole."""
    try:
        if data.startswith(PNG):
            return PNG + b"".join(_chunks(data))
        if data.startswith(JPEG):
            return JPEG + b"".join(_segments(data))
    except (struct.error, IndexError):
        pass
    return data


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(PNG)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunk = data[at : at + 12 + length]
        at += 12 + length
        if chunk[4:8] not in PNG_TEXTS:
            yield chunk
        if chunk[4:8] == b"IEND":
            return


def _segments(data: bytes) -> Iterator[bytes]:
    at = len(JPEG)
    while data[at] == 0xFF and data[at + 1] != SCAN:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        at += 2 + length
        if marker == COMMENT or (marker in APPS and not segment[4:].startswith(KEPT_APPS)):
            yield from _turned(segment)
        else:
            yield segment
    yield data[at:]


def _turned(segment: bytes) -> Iterator[bytes]:
    """Which way up a photograph is meant, all that is kept of its Exif."""
    if not segment[4:].startswith(b"Exif\0\0"):
        return
    tiff = segment[10:]
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, first)
    for number in range(count):
        tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, first + 2 + 12 * number)
        if tag == ORIENTATION and 1 < value <= 8:
            head = b"Exif\0\0MM\0*\0\0\0\x08\0\x01"
            body = head + struct.pack(">HHIHH", ORIENTATION, 3, 1, value, 0) + b"\0\0\0\0"
            yield b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
            return
