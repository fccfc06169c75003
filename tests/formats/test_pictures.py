"""Pictures: a file a slide, with every word where it was measured, and links that lead to the file beside it."""

from __future__ import annotations

import io
import re
from functools import cache

import pytest
from lxml import etree
from PIL import Image

from briefing.formats.pages import book_of
from briefing.formats.pictures import WIDE, render_png, render_svg
from briefing.formats.svg import pt
from briefing.model import Slide
from briefing.page.boxes import EMU_PER_POINT, ChartBox, ShapeBox
from briefing.rendering import ThemeChoice
from charted import one_of_each
from conftest import Brief
from drawn_pages import HOSTILE, LIGHT, close, placed, said, sample
from samples import NASTY, briefing

SVG = "{http://www.w3.org/2000/svg}"


@cache
def drawn(text: str = "") -> dict[str, etree._Element]:
    return {name: etree.fromstring(data) for name, data in render_svg(briefing(text), LIGHT).files}


def read(root: etree._Element) -> str:
    return close("".join(each.text or "" for each in root.iter(f"{SVG}text")))


def test_every_word_stands_in_the_picture_of_its_slide() -> None:
    charts = [Slide(name, name, (chart,)) for name, chart in one_of_each().items()]
    made = briefing("", *charts)
    pictures = [read(etree.fromstring(data)) for _, data in render_svg(made, LIGHT).files]
    pages = book_of(made, LIGHT).pages
    assert len(pictures) == len(pages)
    missing = [
        text for page, picture in zip(pages, pictures, strict=True) for text in said(page) if close(text) not in picture
    ]
    assert missing == []


def test_every_word_stands_where_it_was_measured() -> None:
    measured = {
        (page.number, word.text, pt(left * EMU_PER_POINT), pt(low * EMU_PER_POINT))
        for page, word, left, low in placed(sample())
    }
    there = {
        (number, each.text, each.get("x"), each.get("y"))
        for number, root in enumerate(drawn().values(), 1)
        for each in root.iter(f"{SVG}text")
    }
    assert measured - there == set()


def test_a_picture_is_called_by_the_number_and_the_name_of_its_slide(brief: Brief) -> None:
    made = brief("cfo", "pitch")
    book, names = book_of(made, LIGHT), [name for name, _ in render_svg(made, LIGHT).files]
    assert [int(name[:2]) for name in names] == [page.number for page in book.pages]
    assert names[0] == "01-title.svg"
    assert all(re.fullmatch(r"\d\d-[a-z0-9-]+\.svg", name) for name in names)
    assert [f"{page.number:02}-{page.slide.id}.svg" for page in book.pages if page.slide.id] == [
        name for name, page in zip(names, book.pages, strict=True) if page.slide.id
    ]


def test_links_lead_to_the_pictures_beside_it(brief: Brief) -> None:
    made = brief("cfo", "pitch")
    files, book = dict(render_svg(made, LIGHT).files), book_of(made, LIGHT)
    for (_, data), page in zip(files.items(), book.pages, strict=True):
        links = [each.get("href") for each in etree.fromstring(data).iter(f"{SVG}a")]
        boxes = [each.box for each in page.drawings]
        led = [each.link for each in boxes if isinstance(each, ShapeBox) and each.link in book.numbers]
        own = [each for each in links if not each.startswith("http")]
        assert own == [list(files)[book.numbers[each] - 1] for each in led]
    assert any(b"<a href" in data for data in files.values())


@pytest.mark.parametrize("text", [HOSTILE, NASTY], ids=["hostile", "nasty"])
def test_texts_of_strangers_stay_texts(text: str) -> None:
    for root in drawn(text).values():
        assert [each for each in root.iter() if each.tag in (f"{SVG}script", f"{SVG}foreignObject")] == []
        assert [name for each in root.iter() for name in each.attrib if name.startswith("on")] == []
    assert all(close(text) in read(root) for root in list(drawn(text).values())[1:2])


def test_a_chart_says_what_it_shows() -> None:
    chart = next(iter(one_of_each().values()))
    made = briefing("", Slide("chart", "Chart", (chart,)))
    boxes = [each.box for page in book_of(made, LIGHT).pages for each in page.drawings]
    told = [each.alt for each in boxes if isinstance(each, ChartBox)]
    pictures = [etree.fromstring(data) for _, data in render_svg(made, LIGHT).files]
    labels = [each.get("aria-label") for root in pictures for each in root.iter(f"{SVG}g") if each.get("role") == "img"]
    assert all(told)
    assert [each for each in labels if each in told] == told


def test_nothing_is_drawn_twice() -> None:
    """A bar that is half seen through would be seen twice as well."""
    made = briefing("", *(Slide(name, name, (chart,)) for name, chart in one_of_each().items()))
    for _, data in render_svg(made, LIGHT).files:
        drawn = [etree.tostring(each) for each in etree.fromstring(data).iter(f"{SVG}path")]
        assert len(drawn) == len(set(drawn))


@pytest.mark.slow
@pytest.mark.parametrize("width", [0, 640])
def test_a_png_is_as_wide_as_was_asked(width: int) -> None:
    made = briefing()
    rendered = render_png(made, ThemeChoice(LIGHT, width=width))
    book = sample()
    assert rendered.pages == len(rendered.files) == len(book.pages)
    wide = width or WIDE
    for name, data in rendered.files:
        assert name.endswith(".png")
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (wide, round(wide * book.height / book.width))
            assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 10
    assert rendered.files == render_png(made, ThemeChoice(LIGHT, width=width)).files
