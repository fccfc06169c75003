"""The web page: real text where it was measured, tags that say what it is, and not one request to anybody."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from briefing.compose.compose import compose
from briefing.formats.pages import book_of
from briefing.formats.web.write import ASCENT_OF_LINE, _section, render
from briefing.library.library import Library
from briefing.model import Briefing, Slide
from briefing.page.boxes import Box, ChartBox, Frame, Paragraph, Run
from briefing.page.fonts import Typefaces
from briefing.page.setting import set_text
from charted import one_of_each
from conftest import DAY, Brief
from drawn_pages import HOSTILE, LIGHT, close, placed, said, sample
from samples import NASTY, briefing

BLOCKS = tuple(each for section in briefing().sections for each in section.slides)
EMPTY = {"meta", "br", "path", "stop", "image", "use"}


class Seen(HTMLParser):
    """The elements of a page with their attributes and texts, and which never closed or closed what was not open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return close("".join(data for tag, data in self.texts if tag not in ("style", "script")))


def html(made: Briefing) -> str:
    return render(made, LIGHT).data.decode()


@cache
def seen(text: str = "") -> Seen:
    return Seen(html(briefing(text)))


def test_every_word_stands_in_it_and_the_notes_under_their_slide() -> None:
    made = briefing("", *(Slide(name, name, (chart,)) for name, chart in one_of_each().items()), *BLOCKS)
    page, book = Seen(html(made)), book_of(made, LIGHT)
    assert [text for each in book.pages for text in said(each) if close(text) not in page.text] == []
    assert [note for each in book.pages for note in each.slide.notes if close(note) not in page.text] == []


def test_it_says_what_it_is() -> None:
    page, book = seen(), sample()
    assert page.wrong == []
    assert [each["lang"] for each in page.all("html")] == ["en-GB"]
    assert [data for tag, data in page.texts if tag == "title"] == ["FinOps for the CFO"]
    assert {each["name"] for each in page.all("meta") if "name" in each} == {
        "viewport", "author", "description", "keywords",
    }  # fmt: skip
    assert Counter(tag for tag, _ in page.tags)["h1"] == 1
    assert Counter(tag for tag, _ in page.tags)["h2"] == len(book.pages) - 1
    assert len(page.all("section")) == len({each["id"] for each in page.all("section")}) == len(book.pages)
    assert len(page.all("table")) == len(page.all("caption")) == len(page.all("thead"))
    assert {each["scope"] for each in page.all("th")} == {"col", "row"}


def test_a_chart_has_its_description() -> None:
    made = briefing("", *(Slide(name, name, (chart,)) for name, chart in one_of_each().items()))
    alts = [
        box.box.alt for page in book_of(made, LIGHT).pages for box in page.drawings if isinstance(box.box, ChartBox)
    ]
    assert all(alts)
    assert [each["aria-label"] for each in Seen(html(made)).all("svg") if each.get("role") == "img"] == alts


@pytest.mark.sampled
@pytest.mark.parametrize("text", [HOSTILE, NASTY], ids=["hostile", "nasty"])
def test_texts_of_strangers_stay_texts(text: str) -> None:
    page = seen(text)
    assert page.wrong == []
    assert [len(page.all(tag)) for tag in ("script", "style", "title")] == [1, 1, 1]
    assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []
    assert close(text) in page.text


@pytest.mark.slow
def test_control_characters_are_left_out() -> None:
    text = html(briefing("A\x00 bell\x07 and\x9f a\x1b[31m tab"))
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text) == []
    assert "A bell and a[31m tab" in text


def test_it_asks_nobody() -> None:
    linked = Slide("sources", "Sources", BLOCKS[1].blocks, source="Framework, https://www.finops.org/framework/")
    text = html(briefing("", linked))
    page = Seen(text)
    leads = [each["href"] for each in page.all("a")]
    assert {each for each in leads if not each.startswith("#")} <= {"https://www.finops.org/framework/"}
    assert [name for _, each in page.tags for name in each if name in ("src", "srcset", "data", "action")] == []
    assert [each["href"] for tag in ("use", "image") for each in page.all(tag) if each["href"][:1] != "#"] == []
    assert page.all("link") == []
    assert re.findall(r"@import|url\((?!#)|fetch\(|XMLHttpRequest|importScripts|WebSocket", text) == []


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[x"])
def test_an_address_that_is_not_safe_is_no_link(link: str) -> None:
    frame = Frame((Paragraph((Run("Here", link=link),)),), 16)
    (line,) = set_text(frame, Box(0, 0, 10**6, 10**6), Typefaces("Arial", "Arial"))
    assert [each.link for each in line.words] == [""]


@pytest.mark.slow
def test_every_way_leads_to_a_slide(brief: Brief) -> None:
    page = Seen(html(brief("cfo,cto", "pitch")))
    ways = [each["href"] for each in page.all("a") if each["href"].startswith("#")]
    ids = [f"#{each['id']}" for each in page.all("section")]
    story, backup = ids[: len(ids) // 3], ids[len(ids) // 2 :]
    assert {*ways} & {*story}
    assert {*ways} & {*backup}
    assert {*ways} <= {*ids}


def test_every_word_stands_where_it_was_measured() -> None:
    book, text = sample(), html(briefing())
    found = re.findall(r'class="l[^"]*" style="--x:([-.\d]+);--y:([-.\d]+);--s:([-.\d]+);', text)
    share = book.width / 12_700
    places = [(float(x) * share, (float(y) + float(s) * ASCENT_OF_LINE) * share) for x, y, s in found]
    wanted = [(x, baseline) for _, _, x, baseline in placed(book)]
    assert len(places) == len(wanted)
    assert max(max(abs(x - left), abs(y - low)) for (x, y), (left, low) in zip(places, wanted, strict=True)) < 0.05


@pytest.mark.slow
def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert html(briefing()) == html(briefing())


@pytest.mark.slow
def test_without_notes_nothing_is_under_the_slides(library: Library) -> None:
    def made(notes: str) -> Seen:
        return Seen(html(compose(library.select(["cfo"]), library.layout("exec-brief"), library, DAY, notes=notes)))

    assert made("none").all("details") == []
    assert made("").all("details") != []


def test_a_slide_without_a_title_of_its_own_is_found_by_one() -> None:
    book = sample()
    page = replace(book.pages[1], drawings=book.pages[1].drawings[1:])
    assert '<h2><span class="said">Everything is on one slide.' in "".join(_section(page, book, {"speaker": "Notes"}))
