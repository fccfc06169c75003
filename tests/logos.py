"""Pictures for tests: PNG and JPEG files of a size, as small as such files can be."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int) -> bytes:
    """A grey PNG."""
    rows = (b"\0" + b"\x80" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def jpeg(width: int, height: int, comment: int = 0) -> bytes:
    """The headers of a JPEG with a comment of some bytes before them, and no pixels."""
    said = b"\xff\xfe" + struct.pack(">H", comment + 2) + b"x" * comment
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + said + frame + b"\xff\xd9"


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG with its checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
