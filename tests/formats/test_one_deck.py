"""One deck in every format: the same words, figures and links on the same slides, as independent readers find them."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from lxml import html as web
from PIL import Image
from pptx import Presentation

from briefing.compose.compose import compose
from briefing.figures.company import company_of
from briefing.figures.drafting import open_organisation
from briefing.formats.pages import Book, Page, book_of
from briefing.formats.registry import FORMATS
from briefing.library.library import builtin_folder
from briefing.model import Briefing
from briefing.page.boxes import EMU_PER_POINT, ShapeBox
from briefing.page.drawing import everything
from briefing.rendering import Rendered, ThemeChoice
from conftest import BUILT_IN, DAY
from drawn_pages import LIGHT, close, placed, said

pypdfium2 = pytest.importorskip("pypdfium2")
pikepdf = pytest.importorskip("pikepdf")
pytest.importorskip("typst")
pytestmark = pytest.mark.slow

DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SVG = "{http://www.w3.org/2000/svg}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WIDE = 960
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

Slide = tuple[str, set[str]]  # all text, and what its links lead to: the number of a slide, or an address


@cache
def briefing() -> Briefing:
    company = company_of(
        BUILT_IN, open_organisation(BUILT_IN, builtin_folder() / "examples/fictional-freight/org.yaml")
    )
    return compose(BUILT_IN.select(["cfo,cto"]), BUILT_IN.layout("pitch"), BUILT_IN, DAY, company)


@cache
def book() -> Book:
    return book_of(briefing(), LIGHT)


@cache
def rendered(name: str) -> Rendered:
    return FORMATS[name].load()(briefing(), ThemeChoice(LIGHT, width=WIDE))


def of_pptx() -> Iterator[Slide]:
    deck = Presentation(io.BytesIO(rendered("pptx").data))
    parts = [slide.part for slide in deck.slides]
    for part in parts:
        charts = [each.target_part for each in part.rels.values() if "chart" in each.reltype]
        roots = [part._element, *(etree.fromstring(each.blob) for each in charts)]
        text = "".join(
            each.text or "" for root in roots for each in root.iter(f"{DRAW}t", f"{CHART}v") if each.text is not None
        )
        links = {
            each.get(f"{RELATIONS}id")
            for each in part._element.iter(f"{DRAW}hlinkClick")
            if each.get(f"{RELATIONS}id") in part.rels
        }
        yield (
            text,
            {
                rel.target_ref if rel.is_external else str(parts.index(rel.target_part) + 1)
                for rel in (part.rels[each] for each in links)
            },
        )


def of_html() -> Iterator[Slide]:
    sections = web.fromstring(rendered("html").data).xpath("//main/section")
    anchors = {f"#{each.get('id')}": str(number) for number, each in enumerate(sections, 1)}
    for each in sections:
        page = each.xpath("./div[@class='page']")[0]
        seen = page.xpath(
            ".//text()[not(ancestor::*[@class='said'])]"
        )  # and not what is there for those who see nothing
        yield " ".join(seen), {anchors.get(link, link) for link in page.xpath(".//a/@href")}


def of_pdf() -> Iterator[Slide]:
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(rendered("pdf").data)]
    with pikepdf.open(io.BytesIO(rendered("pdf").data)) as document:
        numbers = {page.objgen: str(number) for number, page in enumerate(document.pages, 1)}
        for page, text in zip(document.pages, texts, strict=True):
            links = set()
            for each in page.get("/Annots", []):
                action, goal = each.get("/A"), each.get("/Dest")
                goal = goal if goal is not None else action.get("/D") if action is not None else None
                links.add(numbers[goal[0].objgen] if goal is not None else str(action.URI))
            yield text, links


def of_svg() -> Iterator[Slide]:
    files = rendered("svg").files
    numbers = {name: str(number) for number, (name, _) in enumerate(files, 1)}
    for _, data in files:
        root = etree.fromstring(data)
        links = {each.get("href") for each in root.iter(f"{SVG}a")}
        yield " ".join(each.text or "" for each in root.iter(f"{SVG}text")), {numbers.get(each, each) for each in links}


READERS: Mapping[str, Callable[[], Iterator[Slide]]] = {
    "pptx": of_pptx, "html": of_html, "pdf": of_pdf, "svg": of_svg,
}  # fmt: skip


@cache
def read(name: str) -> tuple[Slide, ...]:
    return tuple(READERS[name]())


def links_of(page: Page) -> set[str]:
    boxes = [each.box for each in page.drawings]
    led = {
        str(book().numbers[each.link]) for each in boxes if isinstance(each, ShapeBox) and each.link in book().numbers
    }
    words = (word for each in page.drawings for part in everything(each) for line in part.lines for word in line.words)
    return led | {word.link for word in words if word.link}


@pytest.mark.parametrize("name", READERS)
def test_every_word_stands_on_its_slide(name: str) -> None:
    assert len(read(name)) == len(book().pages)
    for page, (text, _) in zip(book().pages, read(name), strict=True):
        assert [each for each in said(page) if close(each) not in close(text)] == [], page.slide.title


@pytest.mark.parametrize("name", READERS)
def test_every_link_leads_to_the_same_place(name: str) -> None:
    assert [links for _, links in read(name)] == [links_of(page) for page in book().pages]
    assert sum(len(links) for _, links in read(name)) > len(book().pages)


@pytest.mark.parametrize("name", ["html", "pdf"])
def test_no_format_has_a_figure_that_another_has_not(name: str) -> None:
    """The pens that draw the page; PowerPoint's charts keep their data in a workbook of their own."""
    for (one, _), (other, _) in zip(read("svg"), read(name), strict=True):
        assert sorted(NUMBER.findall(one)) == sorted(NUMBER.findall(other))


def test_the_markdown_says_every_figure_of_the_deck() -> None:
    text = rendered("md").data.decode()
    told = {number for page in book().pages for each in page.slide.notes for number in NUMBER.findall(each)}
    titles = {number for page in book().pages for number in NUMBER.findall(page.slide.title)}
    assert {each for each in titles | told if each not in text} == set()


def test_a_png_is_what_the_pdf_shows() -> None:
    document = pypdfium2.PdfDocument(rendered("pdf").data)
    assert len(document) == len(rendered("png").files)
    for page, (name, data) in zip(document, rendered("png").files, strict=True):
        drawn = page.render(scale=WIDE / page.get_width()).to_pil().convert("L")
        with Image.open(io.BytesIO(data)) as picture:
            ours = picture.convert("L").resize(drawn.size)
        far = np.abs(np.asarray(drawn, dtype=float) - np.asarray(ours, dtype=float)).mean() / 255
        assert far < 0.025, name


# Of each word of a page, in shares of its width, where a browser has its left edge and its baseline.
PLACES = """() => [...document.querySelectorAll("main > section > .page")].map((page) => {
  const all = page.getBoundingClientRect();
  return [...page.querySelectorAll(".l")].map((word) => {
    const mark = document.createElement("i");
    mark.style.cssText = "display:inline-block;width:0;height:0";
    const left = word.getBoundingClientRect().left;
    word.append(mark);
    const low = mark.getBoundingClientRect().bottom;
    mark.remove();
    return [word.textContent, (left - all.left) / all.width, (low - all.top) / all.width];
  });
})"""


@pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
def test_no_text_stands_more_than_a_point_from_its_place_in_a_browser(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    (tmp_path / "deck.html").write_bytes(rendered("html").data)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto((tmp_path / "deck.html").as_uri())
        seen = page.evaluate(PLACES)
        browser.close()
    wide = book().width / EMU_PER_POINT
    words = 0
    for own, word, left, low in placed(book()):
        there = [each for each in seen[own.number - 1] if each[0] == word.text]
        assert there, word.text
        assert min(max(abs(x * wide - left), abs(y * wide - low)) for _, x, y in there) < 1, word.text
        words += 1
    assert words > 500
