"""Theme files: what they may say, and every way in which they can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.documents import picture
from briefing.errors import BriefingError
from briefing.library.themefile import Colors, ThemeStyle, read_theme_file
from briefing.page.look import PALETTE_ROLES
from logos import jpeg, png

WHOLE = """
name: Acme
base: dark
colors:
  ink: "#fafafa"
  paper: 101820
  accent: "#1AB"
fonts:
  heading: Georgia
  body: Verdana
logo: pictures/logo.png
logo-alt: Acme Ltd
"""


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(text: str, path: str = "my.yaml") -> ThemeStyle:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)
    return read_theme_file(Path(path))


def refused(text: str) -> list[str]:
    with pytest.raises(BriefingError) as caught:
        read(text)
    return str(caught.value).splitlines()


def test_a_whole_file_is_read_and_the_logo_found_beside_it() -> None:
    Path("brand/pictures").mkdir(parents=True)
    Path("brand/pictures/logo.png").write_bytes(png(40, 10))
    style = read(WHOLE, "brand/acme.yaml")
    assert (style.name, style.base, style.heading, style.body) == ("Acme", "dark", "Georgia", "Verdana")
    assert style.colors == {"ink": "FAFAFA", "paper": "101820", "accent": "11AABB"}
    assert style.logo is not None
    assert (style.logo.format, style.logo.width, style.logo.height, style.logo_alt) == ("png", 40, 10, "Acme Ltd")
    assert style.file == "brand/acme.yaml"


def test_everything_is_optional() -> None:
    style = read("base: light\n")
    assert (style.name, style.base, style.colors, style.heading, style.body) == ("", "light", {}, "", "")
    assert (style.logo, style.logo_alt) == (None, "")
    assert read("colors:\nfonts:\nlogo:\n").colors == {}


def test_there_is_a_field_for_each_role_of_the_palette() -> None:
    assert set(Colors.__struct_encode_fields__) == set(PALETTE_ROLES)


def test_digits_alone_stay_a_colour() -> None:
    assert read("colors: {ink: 000000, line: 112233}\n").colors == {"ink": "000000", "line": "112233"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "colors:\n  accent: #0F6B6B\n",
            "my.yaml:2:10: 'accent' is empty; write the colour in quotes, \"#0F6B6B\": # begins a comment",
        ),
        (
            "colors:\n  accent: teal\n",
            "my.yaml:2:11: 'accent' should be a colour such as \"#0F6B6B\", not 'teal'; "
            "write six digits from 0 to F: two each for red, green and blue",
        ),
        ('colors: {acent: "#0F6B6B"}\n', "my.yaml:1:10: unknown field 'acent'; did you mean 'accent'?"),
        ("colours: {}\n", "my.yaml:1:1: unknown field 'colours'; did you mean 'colors'?"),
        ("base: drak\n", "my.yaml:1:7: 'base' should be dark or light, not 'drak'; did you mean 'dark'?"),
        (
            "fonts: {body: 'Georgia, serif'}\n",
            "my.yaml:1:15: 'body' should be the name of one typeface, not 'Georgia, serif'; "
            "write it as PowerPoint lists it, for example Georgia",
        ),
        (
            "logo-alt: Acme\n",
            "my.yaml:1:1: 'logo-alt' describes a logo, but there is none; add 'logo: logo.png', or leave it out",
        ),
        (
            "logo: none.png\n",
            "my.yaml:1:7: the picture 'none.png' cannot be read (no such file or directory); "
            "write its path as seen from this file's folder",
        ),
        ("", "my.yaml:1:1: the file is empty; write its content, or take the file away"),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_a_remedy(text: str, line: str) -> None:
    assert refused(text) == [line]


def test_all_problems_are_told_at_once() -> None:
    assert len(refused("colors: {ink: x, paper: y}\nfonts: {body: 'a;b'}\nlogo-alt: z\n")) == 4


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<?xml version='1.0'?><SVG xmlns=''/>", "is SVG, which not every program can show; export the logo"),
        (b"GIF89a", "is neither PNG nor JPEG, which not every program can show; export the logo as PNG or JPEG"),
        (b"", "is neither PNG nor JPEG"),
        (png(9, 9)[:40], "is damaged, or has no sensible size; export the logo as PNG or JPEG again"),
        (png(0, 9), "is damaged, or has no sensible size"),
        (jpeg(9, 9)[:8], "is damaged, or has no sensible size"),
        (b"\xff\xd8\xff" + b"\x00" * 50, "is damaged, or has no sensible size"),
        (b"\xff\xd8" + b"\xff" * 99, "is damaged, or has no sensible size"),
    ],
)
def test_a_logo_that_cannot_be_drawn_everywhere_is_refused(data: bytes, message: str) -> None:
    Path("logo").write_bytes(data)
    [line] = refused("logo: logo\n")
    assert line.startswith(f"my.yaml:1:7: the picture 'logo' {message}")


def test_a_logo_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MAX_BYTES", 50)
    Path("logo.png").write_bytes(png(300, 10))
    assert refused("logo: logo.png\n") == [
        "my.yaml:1:7: the picture 'logo.png' is larger than 0 MB; export it smaller; 1,000 pixels across are plenty"
    ]


@pytest.mark.parametrize("comment", [0, 300])
def test_a_jpeg_is_measured_past_whatever_stands_before_its_frame(comment: int) -> None:
    Path("logo.jpg").write_bytes(jpeg(120, 30, comment))
    logo = read("logo: logo.jpg\n").logo
    assert logo is not None
    assert (logo.format, logo.width, logo.height) == ("jpeg", 120, 30)
