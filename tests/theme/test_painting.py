"""What a template paints under slides: drawn as it is there, or named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from briefing.formats.pages import book_of
from briefing.formats.pictures import render_svg
from briefing.formats.typeset.write import _slides
from briefing.formats.web.write import render as web
from briefing.page.boxes import EMU_PER_INCH
from briefing.theme.painting import Painted, Painting, Picture, all_lost, colors_of, painting_of
from briefing.theme.reading import read_theme
from samples import briefing
from templates.build import DECLARED, draw, ground, new, picture, shape, solid

AT = (1.0, 2.0, 3.0, 1.0)
PICTURE = (
    f'<p:pic {DECLARED}><p:nvPicPr><p:cNvPr id="90" name="{{name}}"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
    '<a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
)


def painted(tmp_path: Path, *shapes: str, fill: str = "", before: Any = None) -> Painting:
    deck = new(13.333, 7.5)
    if before:
        before(deck)
    if fill:
        ground(deck.slide_master, fill)
    draw(deck.slide_master, *shapes)
    path = tmp_path / "template.pptx"
    deck.save(path)
    theme = read_theme(path)
    return painting_of(theme, theme.look.layouts["title-only"].part)


def preset(name: str, kind: str, turn: str = "", rest: str = "") -> str:
    return (
        shape(name, AT, "0B2545").replace('prst="rect"', f'prst="{kind}"').replace("<a:xfrm>", f"<a:xfrm{turn}>")
        .replace("</p:spPr></p:sp>", f"</p:spPr>{rest}</p:sp>")
    )  # fmt: skip


def edges(each: Painted) -> list[float]:
    pairs = [pair for _, steps in each.path for pair in zip(steps[::2], steps[1::2], strict=True)]
    xs, ys = zip(*pairs, strict=True)
    return [round(value / EMU_PER_INCH, 2) for value in (min(xs), min(ys), max(xs), max(ys))]


def shapes(painting: Painting) -> Sequence[Painted]:
    return [each for each in painting.items[1:] if isinstance(each, Painted)]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("kind", "turn", "wanted"),
    [
        ("rect", "", [1, 2, 4, 3]),
        ("roundRect", "", [1, 2, 4, 3]),
        ("chevron", ' flipH="1"', [1, 2, 4, 3]),
        ("parallelogram", ' rot="5400000"', [2, 1, 3, 4]),
        ("rect", ' rot="16200000"', [2, 1, 3, 4]),
        ("bentConnector3", "", [1, 2, 4, 3]),
    ],
)
def test_shapes_stand_as_they_are_turned(tmp_path: Path, kind: str, turn: str, wanted: list[float]) -> None:
    (found,) = shapes(painted(tmp_path, preset("Shape", kind, turn)))
    assert edges(found) == wanted
    assert found.stops == ((0.0, "0B2545", 1.0),)


def test_a_shape_that_nobody_knows_is_named_and_left_out(tmp_path: Path) -> None:
    found = painted(tmp_path, preset("Cloud", "cloud"), preset("Box", "rect"))
    assert found.lost == ("'Cloud'",)
    assert [edges(each) for each in shapes(found) if each.path] == [[1, 2, 4, 3]]


def test_backgrounds_are_colours_gradients_and_pictures(tmp_path: Path) -> None:
    assert painted(tmp_path, fill=solid("10243E")).items[0].stops == ((0.0, "10243E", 1.0),)  # type: ignore[union-attr]
    stops = "".join(
        f'<a:gs pos="{at}"><a:srgbClr val="{color}"/></a:gs>' for at, color in ((0, "112233"), (100_000, "FFFFFF"))
    )
    across = f'<a:gradFill><a:gsLst>{stops}</a:gsLst><a:lin ang="0" scaled="0"/></a:gradFill>'
    found = painted(tmp_path, fill=across).items[0]
    assert isinstance(found, Painted)
    assert (found.stops, found.down) == (((0.0, "112233", 1.0), (1.0, "FFFFFF", 1.0)), False)


def with_picture(deck: Any) -> None:
    shown = deck.slide_layouts[5].shapes
    _, link = deck.slide_layouts[5].part.get_or_add_image_part(picture())
    crop = '<a:srcRect l="10000" r="20000"/><a:stretch><a:fillRect/></a:stretch>'
    at = "".join(f'<a:{tag} {a}="914400" {b}="914400"/>' for tag, a, b in (("off", "x", "y"), ("ext", "cx", "cy")))
    from lxml import etree

    shown._spTree.append(etree.fromstring(
        f'<p:pic {DECLARED}><p:nvPicPr><p:cNvPr id="77" name="Logo"/><p:cNvPicPr/><p:nvPr userDrawn="1"/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{link}"/>{crop}</p:blipFill>'
        f'<p:spPr><a:xfrm>{at}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    ))  # fmt: skip


def test_a_picture_is_cut_as_it_is_there(tmp_path: Path) -> None:
    (found,) = [each for each in painted(tmp_path, before=with_picture).items if isinstance(each, Picture)]
    assert (found.type, found.crop) == ("image/png", (0.1, 0.0, 0.2, 0.0))
    assert found.data == picture().getvalue()
    assert (found.box.x, found.box.w) == (EMU_PER_INCH, EMU_PER_INCH)


RUN = '<a:r><a:rPr sz="1200"/><a:t>{}</a:t></a:r>'
WORDS = (
    '<p:style><a:lnRef idx="0"/><a:fillRef idx="0"/><a:effectRef idx="0"/><a:fontRef idx="minor">'
    '<a:srgbClr val="FF0000"/></a:fontRef></p:style><p:txBody><a:bodyPr wrap="{wrap}"/><a:p><a:pPr algn="ctr"/>'
    + "<a:br/>".join(map(RUN.format, ("For", "internal use and for nobody else, wherever they may be")))
    + "</a:p></p:txBody>"
)


@pytest.mark.sampled
@pytest.mark.parametrize(("wrap", "lines"), [("none", 2), ("square", 3)])
def test_texts_that_are_no_placeholders_are_drawn(tmp_path: Path, wrap: str, lines: int) -> None:
    deck = new(13.333, 7.5)
    draw(deck.slide_master, preset("Stamp", "rect", rest=WORDS.format(wrap=wrap)))
    path = tmp_path / "template.pptx"
    deck.save(path)
    page = book_of(briefing(), path).pages[1]
    (stamp,) = [each for each in page.feet if each.box.name == "Template"]
    assert " ".join(word.text for line in stamp.lines for word in line.words).startswith("For internal use")
    assert len(stamp.lines) == lines
    assert {page.color(word.color) for line in stamp.lines for word in line.words} == {"FF0000"}


def test_a_title_has_the_colour_that_the_template_gives_it(tmp_path: Path) -> None:
    deck = new(13.333, 7.5, {"accent1": "AA0055"})
    style = deck.slide_master.element.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr/{*}solidFill/{*}schemeClr")
    style.set("val", "accent1")
    path = tmp_path / "template.pptx"
    deck.save(path)
    page = book_of(briefing(), path).pages[1]
    title = next(each for each in page.drawings if getattr(each.box, "type", "") == "title")
    assert {page.color(word.color) for line in title.lines for word in line.words} == {"AA0055"}


@pytest.mark.slow
def test_every_colour_of_a_page_is_a_value(tmp_path: Path) -> None:
    deck = new(10, 7.5)
    path = tmp_path / "template.pptx"
    deck.save(path)
    theme = read_theme(path)
    for role in theme.look.layouts:
        assert all(len(value) == 6 for value in colors_of(theme, role).values())
        assert {"ink", "accent", "tx1", "bg1"} <= set(colors_of(theme, role))


@pytest.mark.parametrize(
    ("color", "value"),
    [
        ("tx1 lumMod=50000 lumOff=50000", "808080"),
        ("bg1 lumMod=75000", "BFBFBF"),
        ("#12AB34", "12AB34"),
        ("12ab34", "12ab34"),
    ],
)
def test_a_tint_that_a_palette_says_is_a_colour_of_the_page(tmp_path: Path, color: str, value: str) -> None:
    deck = new(10, 7.5)
    path = tmp_path / "template.pptx"
    deck.save(path)
    assert colors_of(read_theme(path), "title-only")[color] == value


@pytest.mark.parametrize("on", ["master", "layout"])
@pytest.mark.parametrize("form", ["rect", "roundRect"])
def test_a_title_is_filled_as_its_placeholder_is_in_every_pen(tmp_path: Path, on: str, form: str) -> None:
    deck = new(13.333, 7.5)
    sheets = [deck.slide_master] if on == "master" else list(deck.slide_layouts)
    for sheet in sheets:
        for each in sheet.placeholders:
            if each.placeholder_format.type in (1, 3):  # a title, on its own or in the middle
                each.left, each.top, each.width, each.height = (EMU_PER_INCH * n for n in (1, 1, 10, 1))
                each._element.spPr.append(parse_xml(f'<a:prstGeom {DECLARED} prst="{form}"><a:avLst/></a:prstGeom>'))
                each._element.spPr.append(parse_xml(f'<a:solidFill {DECLARED}><a:srgbClr val="5B2C83"/></a:solidFill>'))
    path = tmp_path / "template.pptx"
    deck.save(path)
    book = book_of(briefing(), path)
    for page in book.pages:
        titles = [each for each in page.drawings if getattr(each.box, "type", "") in ("title", "ctrTitle")]
        assert len(page.held) == len(titles)
        for painted, title in zip(page.held, titles, strict=True):
            assert painted.box == title.area
            assert [value for _, value, _ in painted.stops] == ["5B2C83"]
            wide, high = (each / EMU_PER_INCH for each in (title.area.right, title.area.bottom))
            assert edges(painted)[2:] == [round(wide, 2), round(high, 2)]
    filled = [page.number for page in book.pages if page.held]
    assert filled
    for number, (_, data) in enumerate(render_svg(briefing(), path).files, 1):
        assert (b"5B2C83" in data) == (number in filled)
    assert web(briefing(), path).data.count(b"#5B2C83") >= len(filled)
    assert [number for number, page in enumerate(_slides(book)["pages"], 1) if "5B2C83" in page["shapes"]] == filled


def test_a_slanted_title_is_slanted_in_every_pen(tmp_path: Path) -> None:
    deck = new(13.333, 7.5)
    deck.slide_master.element.find(f".//{qn('p:titleStyle')}//{qn('a:defRPr')}").set("i", "1")
    path = tmp_path / "template.pptx"
    deck.save(path)
    book = book_of(briefing(), path)
    slanted = {
        (type(each.box).__name__, getattr(each.box, "type", ""))
        for page in book.pages
        for each in page.drawings
        for line in each.lines
        for word in line.words
        if word.italic
    }
    assert {kind for kind, _ in slanted} == {"PlaceholderBox"}
    assert {sort for _, sort in slanted} <= {"title", "ctrTitle"}
    title = next(line.words[0].text for each in book.pages[1].drawings for line in each.lines if line.words[0].italic)
    drawn = render_svg(briefing(), path).files[1][1].decode()
    assert re.search(rf'<text [^>]*font-style="italic"[^>]*>{re.escape(title)}', drawn)
    assert re.search(rf'<span class="l [bh ]*i"[^>]*>{re.escape(title)}', web(briefing(), path).data.decode())
    assert any(look["italic"] for look in _slides(book)["looks"])


def test_what_is_lost_is_told_once(tmp_path: Path) -> None:
    deck = new(13.333, 7.5)
    draw(deck.slide_master, preset("Cloud", "cloud"))
    path = tmp_path / "template.pptx"
    deck.save(path)
    told = [each.message for each in book_of(briefing(), path).notices if "cannot be drawn" in each.message]
    assert told == ["What the template draws as 'Cloud' cannot be drawn in this format, and is left out."]
    assert all_lost([Painting((), ("A", "B")), Painting((), ("B",))]) == ("A", "B")


@pytest.mark.parametrize(("name", "told"), [("Crest", "'Crest' (WMF)"), ("", "a picture (WMF)")])
def test_a_picture_in_a_format_that_nobody_draws_is_named_with_it(tmp_path: Path, name: str, told: str) -> None:
    def renamed(text: bytes) -> bytes:
        return text.replace(b".png", b".wmf").replace(b'Extension="png"', b'Extension="wmf"')

    deck = new(13.333, 7.5)
    _, id_ = deck.slide_master.part.get_or_add_image_part(picture())
    draw(deck.slide_master, PICTURE.format(name=name, id=id_))
    deck.save(path := tmp_path / "template.pptx")
    with ZipFile(path) as source:
        parts = {each.filename: source.read(each) for each in source.infolist()}
    with ZipFile(path, "w") as target:
        for part, data in parts.items():
            is_text = part.endswith((".xml", ".rels"))
            target.writestr(part.replace(".png", ".wmf"), renamed(data) if is_text else data)
    theme = read_theme(path)
    assert painting_of(theme, theme.look.layouts["title-only"].part).lost == (told,)
