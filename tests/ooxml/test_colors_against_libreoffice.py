"""Colours and fills as LibreOffice draws them, where it follows the standard.

It does not in three things, which are left out here. It changes red, green and blue, and inverts, in linear light; the
examples of the standard change the channels as they are written (half of FF0000's red is 800000). It has the system's
colours of Windows XP, whatever `lastClr` says was last shown. And it rounds a colour to whole channels, hue to degrees,
whenever it goes from one model to another.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from briefing.ooxml.colors import mapped_schemes, scheme_colors
from briefing.ooxml.elements import NS
from briefing.ooxml.fills import Ground, Paint
from ooxml.test_colors import apart

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(shutil.which, ("soffice", "pdftoppm"))), reason="needs LibreOffice and poppler"),
]

BASES = (
    '<a:srgbClr val="4F81BD">{}</a:srgbClr>', '<a:srgbClr val="C00000">{}</a:srgbClr>',
    '<a:schemeClr val="accent2">{}</a:schemeClr>', '<a:schemeClr val="bg1">{}</a:schemeClr>',
    '<a:prstClr val="silver">{}</a:prstClr>', '<a:prstClr val="dkOliveGreen">{}</a:prstClr>',
    '<a:hslClr hue="7200000" sat="60000" lum="40000">{}</a:hslClr>',
    '<a:scrgbClr r="50000" g="20000" b="80000">{}</a:scrgbClr>', '<a:sysClr val="window">{}</a:sysClr>',
)  # fmt: skip
CHANGES = (
    "", '<a:tint val="40000"/>', '<a:shade val="50000"/>', '<a:lum val="30000"/>', '<a:lumMod val="75000"/>',
    '<a:lumMod val="20000"/><a:lumOff val="80000"/>', '<a:lumMod val="150000"/>', '<a:lumOff val="-20000"/>',
    '<a:sat val="20000"/>', '<a:satMod val="150000"/>', '<a:satOff val="-20000"/>', '<a:hue val="14400000"/>',
    '<a:hueMod val="50000"/>', '<a:hueOff val="1800000"/>', '<a:hueOff val="-21000000"/>', "<a:comp/>", "<a:gray/>",
    "<a:gamma/>", "<a:invGamma/>", '<a:lumMod val="150000"/><a:shade val="50000"/>', '<a:alpha val="40000"/>',
    '<a:tint val="50000"/><a:satMod val="300000"/>', '<a:alpha val="80000"/><a:alphaMod val="50000"/>',
    '<a:alpha val="50000"/><a:alphaOff val="10000"/>', '<a:blue val="100000"/>',
)  # fmt: skip
ACROSS, DOWN = 20, 15
WIDE, HIGH = 9_144_000, 6_858_000
TOLERANCE = 4  # 255ths of a channel: its gamma is 2.3, and it rounds on the way


def swatch(colour: str) -> str:
    return f"<p:spPr>{{}}<a:solidFill>{colour}</a:solidFill></p:spPr>"


def styled(idx: int, colour: str) -> str:
    reference = '<a:{}Ref idx="{}">{}</a:{}Ref>'
    rest = (reference.format(name, 0, colour, name) for name in ("ln", "effect"))
    line, effect = rest
    fill = reference.format("fill", idx, colour, "fill")
    font = f'<a:fontRef idx="minor">{colour}</a:fontRef>'
    return f"<p:spPr>{{}}</p:spPr><p:style>{line}{fill}{effect}{font}</p:style>"


SWATCHES = [
    *(swatch(base.format(change)) for base, change in product(BASES, CHANGES)),
    *(styled(idx, base.format('<a:lumMod val="75000"/>')) for idx, base in product((0, 1), BASES)),
]


def drawn(folder: Path) -> tuple[list[str], Paint, Sequence[etree._Element]]:
    """RRGGBB in the middle of each swatch, and what reads them."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE), Emu(HIGH)
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shapes = [_shape(number, content) for number, content in enumerate(SWATCHES)]
    slide.shapes._spTree.extend(shapes)
    deck.save(str(folder / "swatches.pptx"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir")
    subprocess.run([*convert, str(folder), str(folder / "swatches.pptx")], check=True, capture_output=True, timeout=120)
    subprocess.run(["pdftoppm", "-r", "60", folder / "swatches.pdf", folder / "page"], check=True, timeout=60)
    links = deck.slide_masters[0].part.rels.values()
    theme = etree.fromstring(next(link.target_part.blob for link in links if link.reltype.endswith("/theme")))
    _, size, _, pixels = next(folder.glob("page*.ppm")).read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    places = ((int((n % ACROSS + 0.5) * width / ACROSS), int((n // ACROSS + 0.5) * height / DOWN)) for n in range(300))
    found = [pixels[3 * (y * width + x) :][:3].hex().upper() for x, y in places]
    return found[: len(shapes)], Paint.of(theme, mapped_schemes(scheme_colors(theme), None)), shapes


def _shape(number: int, content: str) -> etree._Element:
    wide, high = WIDE // ACROSS, HIGH // DOWN
    frame = (
        f'<a:xfrm><a:off x="{number % ACROSS * wide}" y="{number // ACROSS * high}"/><a:ext cx="{wide}" cy="{high}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )
    identity = f'<p:nvSpPr><p:cNvPr id="{number + 2}" name=""/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
    spaces = f'xmlns:a="{NS["a"]}" xmlns:p="{NS["p"]}"'
    return etree.fromstring(f"<p:sp {spaces}>{identity}{content.format(frame)}</p:sp>")


def test_libreoffice_draws_the_colours_that_are_read(tmp_path: Path) -> None:
    seen, paint, shapes = drawn(tmp_path)
    differences: dict[str, Mapping[str, str]] = {}
    for content, value, shape in zip(SWATCHES, seen, shapes, strict=True):
        fill = paint.shape((shape,))
        assert fill is not None
        (read,) = fill.over(Ground(("FFFFFF",))).colors or ("FFFFFF",)
        if apart(read, value) > TOLERANCE:
            differences[content] = {"read": read, "drawn": value}
    assert differences == {}
