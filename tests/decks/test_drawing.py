"""The decks as LibreOffice draws them: a page a slide, and every word of a slide inside its page."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest

from decks import reading
from decks.cases import CASES, Made, made
from decks.machine import missing_fonts, missing_programs

PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
TOLERANCE = 3.0  # points that a word may stand out of its box: side bearings, and rows that LibreOffice rounds up
OVERHANG = 0.2  # of a word's height, which pdftotext takes from the typeface's tallest and lowest letters
PIECE = re.compile(r"\w+")  # a line may end after a hyphen or a slash, and the drawing then has two words for one


class Word(NamedTuple):
    """A word on a page, its corners in points from the upper left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    """A page and its words, sizes in points."""

    width: float
    height: float
    words: tuple[Word, ...]


@pytest.mark.slow
def test_every_word_of_a_slide_stands_inside_its_page(decks: tuple[Made, ...], tmp_path: Path) -> None:
    """One test for all decks: starting LibreOffice takes longer than converting a deck."""
    if reason := missing_programs("soffice", "pdftotext") or missing_fonts():
        pytest.skip(reason)
    convert([deck.path for deck in decks], tmp_path)
    found = [fault for deck in decks for fault in faults(deck, pages(tmp_path / f"{deck.name}.pdf"))]
    assert found == [], "\n".join(found)


def convert(paths: list[Path], folder: Path) -> None:
    """All decks as PDF, with a profile of its own so that a running office is left alone."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def pages(pdf: Path) -> list[Page]:
    """The pages of a PDF with their words."""
    command: list[str | Path] = ["pdftotext", "-bbox-layout", pdf, "-"]
    told = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return [Page(float(width), float(height), tuple(words(body))) for width, height, body in PAGE.findall(told)]


def words(body: str) -> Iterator[Word]:
    for left, top, right, bottom, text in WORD.findall(body):
        yield Word(float(left), float(top), float(right), float(bottom), unescape(text))


def faults(deck: Made, drawn: list[Page]) -> Iterator[str]:
    """What is wrong with the drawing of a deck, in words."""
    slides = reading.slides(deck.path)
    if len(slides) != len(drawn):
        yield f"{deck.name}: {len(slides)} slides, but {len(drawn)} pages"
        return
    for (number, slide), page in zip(slides, drawn, strict=True):
        yield from (f"{deck.name}, slide {number}: {fault}" for fault in page_faults(slide, page))


def page_faults(slide: object, page: Page) -> Iterator[str]:
    written = Counter(piece for text in reading.texts(slide) for piece in PIECE.findall(text))
    seen = Counter(piece for word in page.words for piece in PIECE.findall(word.text))
    if missing := sorted((written - seen).elements()):
        yield f"not drawn: {' '.join(missing)}"
    if (strange := sorted((seen - written).elements())) and not reading.charts(slide):  # which draws its figures
        yield f"drawn, but not of the deck: {' '.join(strange)}"
    if strayed := list(strays(slide, page)):
        yield f"outside the box of its own shape: {' '.join(strayed)}"
    if outside := [word.text for word in page.words if not inside(word, page)]:
        yield f"outside the page: {' '.join(outside)}"


def strays(slide: object, page: Page) -> Iterator[str]:
    """Words that stand in no box of a shape or table cell that says them."""
    places = [(set(PIECE.findall(text)), box) for text, box in reading.texts_with_places(slide)]
    for word in page.words:
        for piece in PIECE.findall(word.text):
            boxes = [box for pieces, box in places if piece in pieces]
            if boxes and not any(within(word, box) for box in (*boxes, *reading.charts(slide))):
                yield word.text


def within(word: Word, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    across = left - TOLERANCE <= word.left and word.right <= right + TOLERANCE
    tall = TOLERANCE + OVERHANG * (word.bottom - word.top)
    return across and top - tall <= word.top and word.bottom <= bottom + tall


def inside(word: Word, page: Page) -> bool:
    return 0 <= word.left <= word.right <= page.width and 0 <= word.top <= word.bottom <= page.height


def test_a_word_that_leaves_the_page_is_a_fault() -> None:
    """The check itself: it speaks where words are lost, foreign or off the page."""
    _, slide = reading.slides(made(CASES[0]).path)[0]
    page = Page(960, 540, (Word(900, 10, 961, 30, "elsewhere"),))
    lost, foreign, outside = page_faults(slide, page)
    assert lost.startswith("not drawn: ")
    assert foreign == "drawn, but not of the deck: elsewhere"
    assert outside == "outside the page: elsewhere"
