"""Pictures of strangers: whole, no larger than they look, and without what is no picture."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest

from briefing.documents.picture import MAX_AREA, Picture, read_picture
from briefing.errors import ContentError, Where
from logos import chunk, jpeg, png

DAMAGED = "f.yaml:1: the picture 'logo' is damaged, or has no sensible size; export the logo as PNG or JPEG again"


def read(data: bytes, path: Path) -> Picture:
    path.write_bytes(data)
    return read_picture(path, Where("f.yaml", 1), "logo")


def fault(data: bytes, path: Path) -> str:
    with pytest.raises(ContentError) as caught:
        read(data, path)
    return str(caught.value)


def test_what_a_program_adds_to_a_png_stays_behind(tmp_path: Path) -> None:
    plain = png(30, 20)
    added = chunk(b"tEXt", b"Author\0Secret Name") + chunk(b"eXIf", b"II*\0 GPS") + chunk(b"gAMA", b"\0\0\xb1\x8f")
    found = read(plain[:33] + added + plain[33:] + b"<script>hidden</script>", tmp_path / "logo")
    assert found.data == plain[:33] + chunk(b"gAMA", b"\0\0\xb1\x8f") + plain[33:]
    assert (found.format, found.width, found.height) == ("png", 30, 20)


def test_what_a_camera_adds_to_a_jpeg_stays_behind(tmp_path: Path) -> None:
    plain = jpeg(30, 20, comment=4)
    exif = b"\xff\xe1" + struct.pack(">H", 18) + b"Exif\0\0GPS 52.5 N"
    scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"\x12\xff\x00\xff\xd0\x34"
    found = read(plain[:2] + exif + plain[2:-2] + scan + b"\xff\xd9" + b"behind", tmp_path / "logo")
    assert b"GPS" not in found.data
    assert b"xxxx" not in found.data
    assert found.data.endswith(scan + b"\xff\xd9")
    assert (found.format, found.width, found.height) == ("jpeg", 30, 20)


@pytest.mark.parametrize("size", [20, 40, 60, -30, -13, -1])
def test_a_png_that_was_not_copied_whole_is_refused(size: int, tmp_path: Path) -> None:
    assert fault(png(300, 200)[:size], tmp_path / "logo") == DAMAGED


@pytest.mark.parametrize("size", [4, 12, -1, -2])
def test_a_jpeg_that_was_not_copied_whole_is_refused(size: int, tmp_path: Path) -> None:
    assert fault(jpeg(300, 200)[:size], tmp_path / "logo") == DAMAGED


def test_a_png_with_less_or_much_more_than_its_size_says_is_refused(tmp_path: Path) -> None:
    whole = png(300, 200)
    head = struct.pack(">IIBBBBB", 300, 200, 8, 0, 0, 0, 0)
    for lines in (199 * 301, 5_000_000):
        data = whole[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(lines))) + chunk(b"IEND", b"")
        assert fault(data, tmp_path / "logo") == DAMAGED


def test_a_picture_that_unpacks_to_more_than_a_screen_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", 9_000, MAX_AREA // 9_000 + 1, 8, 6, 0, 0, 0)
    data = png(1, 1)[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", b"\0") + chunk(b"IEND", b"")
    assert fault(data, tmp_path / "logo") == DAMAGED


@pytest.mark.parametrize("text", ["<svg onload='x()'/>", "<?xml version='1.0'?><!DOCTYPE a><svg href='http://x'/>"])
def test_an_svg_is_refused_whatever_is_in_it(text: str, tmp_path: Path) -> None:
    assert "is SVG, which not every program can show; export the logo" in fault(text.encode(), tmp_path / "logo")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ContentError, match="is no file, but a folder or a device; write the path of the picture"):
            read_picture(path, Where("f.yaml", 1), "logo")
