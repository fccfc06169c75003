"""A built-in theme in one's own colours, fonts and logo: what is written, and that everything still fits and reads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openxml_audit import FileFormat, OpenXmlValidator
from pptx import Presentation

from briefing.formats.pptx.write import write
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Box, PlaceholderBox, inches
from briefing.page.look import LAYOUT_ROLES
from briefing.page.palette import failing
from briefing.rendering import Logo, Style
from briefing.theme.reading import read_theme
from briefing.theme.tailor import CLEAR, HIGHEST, WIDEST, beside, place_of, tailored
from briefing.theme.theme import Theme
from conftest import Brief
from logos import jpeg, png
from placed import faults, said_on, slides
from written_deck import THEMES, box, deck

pytestmark = pytest.mark.sampled

SCHEMAS = Path(__file__).parents[3] / "shared" / "ooxml"
BASES: Mapping[str, Theme] = {name: read_theme(THEMES / f"{name}.pptx") for name in ("light", "dark")}
BOTH = pytest.mark.parametrize("base", BASES)
WIDE = Logo(png(400, 20), "png", 400, 20, "Acme Ltd")
TALL = Logo(png(20, 60), "png", 20, 60)
HUGE = Logo(jpeg(4_000, 1_000), "jpeg", 4_000, 1_000, 'A "logo" & <more>')
LOGOS = pytest.mark.parametrize("logo", [WIDE, TALL, HUGE], ids=["wide", "tall", "huge"])
COLORS = (("accent", "7A1FA2"), ("paper", "FFFBF5"))
STYLE = Style("my.yaml", "Acme", COLORS, "Georgia", "Verdana", WIDE)


def written(theme: Theme, tmp_path: Path, name: str = "theme") -> Path:
    path = tmp_path / f"{name}.pptx"
    path.write_bytes(write(deck(), theme))
    return path


@BOTH
def test_an_empty_style_changes_nothing_that_is_seen(base: str) -> None:
    same = tailored(BASES[base], Style("my.yaml"))
    assert (same.look, same.values, same.notices) == (BASES[base].look, BASES[base].values, ())
    assert same.package.relationships == BASES[base].package.relationships


@BOTH
@LOGOS
def test_what_the_arranger_is_told_is_what_the_package_says(base: str, logo: Logo, tmp_path: Path) -> None:
    theme = tailored(BASES[base], replace(STYLE, logo=logo))
    again = read_theme(written(theme, tmp_path))
    assert (again.look.name, again.look.heading_font, again.look.body_font) == ("Acme", "Georgia", "Verdana")
    assert again.values == theme.values
    for role in LAYOUT_ROLES:
        mine, other = theme.look.layouts[role], again.look.layouts[role]
        assert [each.box for each in mine.placeholders] == [each.box for each in other.placeholders]
        assert mine.dark == other.dark
        assert role == "title-only" or mine.region == other.region  # a reader takes it to be as wide as the title


def test_notes_keep_their_own_theme() -> None:
    theme = tailored(BASES["light"], STYLE)
    part = theme.package.related(theme.notes_master, "theme")[0]
    assert theme.package.parts[part] == BASES["light"].package.parts[part]


@BOTH
def test_links_take_the_accent(base: str) -> None:
    theme = tailored(BASES[base], STYLE)
    master = theme.package.related(theme.presentation, "slideMaster")[0]
    xml = theme.package.parts[theme.package.related(master, "theme")[0]].decode()
    assert f'<a:hlink><a:srgbClr val="{theme.values["accent"]}"/></a:hlink>' in xml
    assert f'<a:folHlink><a:srgbClr val="{theme.values["muted"]}"/></a:folHlink>' in xml


def test_a_colour_that_had_to_move_is_told_with_the_file() -> None:
    theme = tailored(BASES["light"], Style("my.yaml", colors=(("ink", "AAAAAA"),)))
    [notice] = theme.notices
    assert notice.startswith("my.yaml: The colour 'ink' #AAAAAA has a contrast of only ")
    assert failing(theme.values) == []


@BOTH
@LOGOS
def test_the_logo_keeps_its_proportions_within_its_limits(base: str, logo: Logo) -> None:
    place = place_of(logo, BASES[base].look)
    assert place.w <= WIDEST
    assert place.h <= HIGHEST
    assert place.w / place.h == pytest.approx(logo.width / logo.height, rel=0.001)
    assert place.right == BASES[base].look.layouts["content"].region.right


@BOTH
@LOGOS
def test_the_logo_is_a_picture_of_the_master_with_a_name_for_those_who_do_not_see_it(
    base: str, logo: Logo, tmp_path: Path
) -> None:
    path = written(tailored(BASES[base], replace(STYLE, logo=logo)), tmp_path)
    master = Presentation(str(path)).slide_master
    [picture] = [shape for shape in master.shapes if shape.name == "Logo"]
    assert picture.image.blob == logo.data
    assert picture.image.content_type == f"image/{logo.format}"
    element = picture._element.nvPicPr.cNvPr
    assert element.get("descr") == logo.alt
    assert ("decorative" in element.xml) is (not logo.alt)
    assert len({each.shape_id for each in master.shapes}) == len(master.shapes)


@BOTH
@LOGOS
def test_the_logo_is_large_on_the_opening_slide_in_the_place_of_the_ring(base: str, logo: Logo, tmp_path: Path) -> None:
    path = written(tailored(BASES[base], replace(STYLE, logo=logo)), tmp_path)
    shapes = Presentation(str(path)).slide_layouts.get_by_name("Title").shapes
    (picture,) = [shape for shape in shapes if shape.name == "Logo"]
    assert picture.image.blob == logo.data
    assert picture.width / picture.height == pytest.approx(logo.width / logo.height, rel=0.01)
    assert picture.width <= inches(3.2)
    assert picture.left > inches(8.9)
    assert not [shape for shape in shapes if shape.name.startswith("Phase")]
    assert len({each.shape_id for each in shapes}) == len(shapes)


def crossing(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@BOTH
@LOGOS
@pytest.mark.parametrize("layout", ["pitch", "one-pager"])
def test_nothing_on_any_slide_touches_the_logo(base: str, logo: Logo, layout: str, brief: Brief) -> None:
    theme = tailored(BASES[base], replace(STYLE, logo=logo))
    place = place_of(logo, theme.look)
    room = Box(place.x - CLEAR, place.y, place.w + CLEAR, place.h)
    hidden = ("title", "closing")  # these two do not show what the master draws
    for slide in slides(arrange(brief("cfo,cto", layout), theme.look)[0]):
        boxes = [each.box for each in said_on(slide, theme.look)]
        boxes += [each.box for each in slide.boxes if not isinstance(each, PlaceholderBox) and hasattr(each, "box")]
        assert slide.layout in hidden or not [each for each in boxes if crossing(each, room)], slide.title


def test_only_what_stands_beside_the_logo_gives_way() -> None:
    place = box(10, 0.3, 2, 0.5)
    assert beside(box(1, 1, 11, 1), place) == box(1, 1, 11, 1)
    assert beside(box(1, 0.5, 11, 1), place) == box(1, 0.5, 8.8, 1)
    assert beside(box(1, 0.5, 3, 1), place) == box(1, 0.5, 3, 1)


@pytest.mark.parametrize("fonts", [("Georgia", "Verdana"), ("Nobody Knows", "Nor This"), ("Courier New", "Impact")])
@pytest.mark.parametrize("layout", ["pitch", "exec-brief", "one-pager"])
def test_everything_fits_in_other_fonts_and_beside_a_logo(layout: str, fonts: tuple[str, str], brief: Brief) -> None:
    look = tailored(BASES["dark"], Style("my.yaml", "", (), *fonts, WIDE)).look
    placed = slides(arrange(brief("cfo,cto", layout), look)[0])
    assert {slide.title: found for slide in placed if (found := faults(slide, look))} == {}


@settings(max_examples=30)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_breaks_the_package(name: str, font: str) -> None:
    theme = tailored(BASES["light"], Style("my.yaml", name, (), font, font))
    master = theme.package.related(theme.presentation, "slideMaster")[0]
    assert theme.package.parts[theme.package.related(master, "theme")[0]].startswith(b"<?xml")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, brief: Brief) -> list[Path]:
    folder = tmp_path_factory.mktemp("tailored")
    theme = tailored(BASES["light"], STYLE)
    (folder / "pitch.pptx").write_bytes(write(arrange(brief("cfo,cto", "pitch"), theme.look)[0], theme))
    styles = {"wide": STYLE, "tall": replace(STYLE, logo=TALL), "huge": replace(STYLE, logo=HUGE, name='<&"')}
    for base, plain in BASES.items():
        for name, style in styles.items():
            written(tailored(plain, style), folder, f"{base}-{name}")
    return sorted(folder.iterdir())


@pytest.mark.slow
def test_openxml_audit_finds_nothing_in_a_deck_with_a_logo(files: list[Path]) -> None:
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    assert [str(error) for file in files for error in validator.validate(str(file)).errors] == []


def test_ooxml_integrity_finds_no_error_in_a_deck_with_a_logo(files: list[Path]) -> None:
    command = [sys.executable, "-m", "ooxml_integrity", "check", "--no-config", "--fail-on", "error"]
    ran = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the ISO/IEC 29500 schemas are not beside the project")
def test_the_iso_schemas_hold_for_a_deck_with_a_logo(files: list[Path]) -> None:
    command = [sys.executable, str(SCHEMAS / "validate_pptx.py"), str(SCHEMAS / "schemas"), *map(str, files)]
    ran = subprocess.run([*command, "--strict"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
