"""Reading themes: the built-in ones, and files that are none."""

from __future__ import annotations

import runpy
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from briefing.errors import FactError
from briefing.formats.pptx.write import write
from briefing.ooxml import container
from briefing.ooxml import package as opc
from briefing.ooxml.elements import NS
from briefing.ooxml.fills import Paint
from briefing.ooxml.inherit import MasterText
from briefing.ooxml.package import read_package
from briefing.page.boxes import inches
from briefing.page.look import LAYOUT_ROLES, PALETTE_ROLES
from briefing.page.palette import contrast
from briefing.theme.reading import read_theme
from briefing.theme.template_layout import text_color
from templates.build import draw, shape
from written_deck import THEMES, deck

SCRIPTS = Path(__file__).parents[2] / "scripts"
BOTH = pytest.mark.parametrize("name", ["light", "dark"])


@BOTH
def test_the_committed_theme_is_what_the_script_builds(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(SCRIPTS), *sys.path])
    script = runpy.run_path(str(SCRIPTS / "build_theme.py"))
    built = script["build"](script["VARIANTS"][f"{name}.pptx"])
    (tmp_path / "built.pptx").write_bytes(built)
    assert built == script["build"](script["VARIANTS"][f"{name}.pptx"])
    # parts and not bytes: another zlib may deflate the same part otherwise
    assert read_package(tmp_path / "built.pptx") == read_package(THEMES / f"{name}.pptx")


@BOTH
def test_a_built_in_theme_serves_every_role(name: str) -> None:
    theme = read_theme(THEMES / f"{name}.pptx")
    assert tuple(theme.look.layouts) == LAYOUT_ROLES
    assert set(theme.palette) == set(theme.values) == set(PALETTE_ROLES)
    assert (theme.look.width, theme.look.height) == (12_192_000, 6_858_000)
    assert (theme.look.heading_font, theme.look.body_font) == ("Arial", "Arial")


@BOTH
def test_text_on_the_grounds_of_a_built_in_theme_can_be_read(name: str) -> None:
    values = read_theme(THEMES / f"{name}.pptx").values
    for role in ("ink", "muted", "accent", "second", "positive", "negative"):
        assert contrast(values[role], values["paper"]) >= 4.5
        assert contrast(values[role], values["surface"]) >= 4.5
    assert contrast(values["paper"], values["accent"]) >= 4.5
    assert contrast(values["ink"], values["accent-soft"]) >= 4.5


@BOTH
def test_placeholder_text_of_a_built_in_theme_can_be_read_where_it_stands(name: str) -> None:
    theme = read_theme(THEMES / f"{name}.pptx")
    for role in ("title", "closing"):
        layout = theme.look.layouts[role]
        assert layout.dark is (name == "light")
        title = layout.placeholder("title", "ctrTitle")
        assert title is not None
        assert title.style is not None
        assert title.style.color == ("paper" if name == "light" else "ink")


def test_positions_and_looks_come_from_layout_and_master() -> None:
    content = read_theme(THEMES / "light.pptx").look.layouts["content"]
    title, body = content.placeholder("title"), content.placeholders[2]
    assert title is not None
    assert title.style is not None
    assert (title.box.y, title.style.size, title.style.bold) == (inches(0.65), 28, True)
    assert body.style is not None
    assert (body.style.size, body.style.bullet, body.style.indent, body.style.after) == (16, "•", inches(0.25), 6)
    assert [each.idx for each in content.placeholders if each.name == "Label"] == [13]


def test_the_region_is_the_body_or_else_what_lies_between_title_and_footer() -> None:
    layouts = read_theme(THEMES / "light.pptx").look.layouts
    assert layouts["title-only"].region == layouts["content"].region == layouts["two-content"].region
    assert layouts["content"].region.y == inches(1.8)
    assert layouts["content"].region.bottom == inches(6.75)
    assert layouts["closing"].region.bottom == inches(6.75)


def test_a_deck_can_be_a_theme_and_its_slides_are_left_behind(tmp_path: Path) -> None:
    light = read_theme(THEMES / "light.pptx")
    (tmp_path / "deck.pptx").write_bytes(write(deck(), light))
    theme = read_theme(tmp_path / "deck.pptx")
    assert not [part for part in theme.package.parts if "/slides/" in part or "/notesSlides/" in part]
    assert write(deck(), theme) == write(deck(), light)


def test_a_template_becomes_a_presentation(tmp_path: Path) -> None:
    path = tmp_path / "theme.potx"
    with zipfile.ZipFile(THEMES / "light.pptx") as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            target.writestr(entry, data.replace(b"presentation.main+xml", b"template.main+xml"))
    (tmp_path / "deck.pptx").write_bytes(write(deck(), read_theme(path)))
    assert len(Presentation(str(tmp_path / "deck.pptx")).slides) == 9


def test_a_file_that_is_no_powerpoint_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.pptx"
    path.write_text("hello")
    with pytest.raises(FactError) as caught:
        read_theme(path)
    expected = "not a PowerPoint file that can be read; save it again as .pptx or .potx, without a password"
    assert str(caught.value) == f"{path}: {expected}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FactError) as caught:
        read_theme(tmp_path / "none.pptx")
    assert str(caught.value) == f"{tmp_path / 'none.pptx'}: cannot read the theme: No such file or directory"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_BYTES", 1_000)
    with pytest.raises(FactError, match=r"unpacks to more than 5,000 parts or 0 MB; use a smaller theme"):
        read_package(THEMES / "light.pptx")


def test_entities_in_a_theme_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("swordfish")
    root = opc.parse_xml(f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><a>&e;</a>'.encode())
    assert "swordfish" not in "".join(root.itertext())


@pytest.mark.parametrize(
    ("color", "dark"),
    [
        ('<a:schemeClr val="bg1"/>', False),
        ('<a:schemeClr val="bg1"><a:lumMod val="10000"/></a:schemeClr>', True),
        ('<a:prstClr val="navy"/>', True),
        ('<a:schemeClr val="tx1"><a:inv/></a:schemeClr>', False),
        ('<a:hslClr hue="0" sat="0" lum="10%"/>', True),
    ],
)
def test_the_ground_of_a_title_is_known_however_its_colour_is_written(color: str, dark: bool, tmp_path: Path) -> None:
    opened = Presentation(str(THEMES / "light.pptx"))
    for layout in opened.slide_layouts:
        draw(layout, shape("Ground", (0, 0, 13.4, 7.5), "F1F1F1").replace('<a:srgbClr val="F1F1F1"/>', color))
    opened.save(str(tmp_path / "own.pptx"))
    assert read_theme(tmp_path / "own.pptx").look.layouts["content"].dark == dark


@pytest.mark.parametrize(
    ("fill", "value"),
    [
        ('<a:solidFill><a:schemeClr val="dk1"/></a:solidFill>', "123456"),  # a slot, as some programs write it
        ('<a:solidFill><a:prstClr val="silver"/></a:solidFill>', "C0C0C0"),
        ('<a:solidFill><a:srgbClr val="FFFFFF"><a:inv/></a:srgbClr></a:solidFill>', "000000"),
        ("<a:gradFill/>", ""),
        ('<a:solidFill><a:srgbClr val="5B2A86"><a:alpha val="8000"/></a:srgbClr></a:solidFill>', ""),  # hardly seen
        ("<a:noFill/>", ""),
        ("", "123456"),
    ],
)
def test_the_colour_of_a_placeholders_text_is_known_however_it_is_written(fill: str, value: str) -> None:
    opened: Any = Presentation()
    title = opened.slide_layouts[0].placeholders[0]._element
    level = f"<a:lvl1pPr><a:defRPr>{fill}</a:defRPr></a:lvl1pPr>"
    style = etree.fromstring(f"<a:lstStyle xmlns:a='{NS['a']}'>{level}</a:lstStyle>")
    title.txBody.replace(title.txBody.find("a:lstStyle", NS), style)
    paint = Paint({"tx1": "123456", "dk1": "123456"})
    assert text_color(title, "ctrTitle", MasterText({}, {}), paint) == value
