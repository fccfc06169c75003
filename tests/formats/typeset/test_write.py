"""The PDF: every word where it was measured, tags for those who do not see it, and nothing that Typst would obey."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefing.errors import UsageError
from briefing.formats.pages import Book, book_of
from briefing.formats.typeset import write
from briefing.formats.typeset.write import _about, _slides, render
from briefing.model import Slide
from briefing.page.boxes import ShapeBox
from briefing.page.fonts import drawn_with, twins
from charted import one_of_each
from conftest import Brief
from drawn_pages import HOSTILE, LIGHT, close, placed, said, sample
from samples import NASTY, briefing

LINKS = re.compile(r"/Subtype/Link/Rect\[([\d. ]+)\]")
ROOT = Path(__file__).parents[3]
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")


def run(*command: str | Path) -> str:
    return subprocess.run([str(each) for each in command], capture_output=True, text=True, check=True).stdout


def pdf(folder: Path, *slides: Slide, text: str = "") -> Path:
    path = folder / "deck.pdf"
    path.write_bytes(render(briefing(text, *slides), LIGHT).data)
    return path


def rows(value: object) -> list[Mapping[str, Any]]:
    """Every line of text that Typst is handed, wherever in it."""
    if isinstance(value, list):
        return [row for each in value for row in rows(each)]
    if isinstance(value, dict):
        return [value] if "words" in value else [row for each in value.values() for row in rows(each)]
    return []


def test_every_line_is_handed_over_where_it_was_measured() -> None:
    book = sample()
    deck = _slides(book)
    own = [(left, low) for page, _, left, low in placed(book) if page.number == 1]
    given = []
    for row in rows(deck["pages"][0]["items"]) + rows(deck["pages"][0]["feet"]):
        left = row["x"]
        for word in row["words"]:
            given.append((left, row["y"]))
            left += word.get("wide", 0)
    firsts = [place for place in own if any(abs(place[0] - x) < 0.01 and abs(place[1] - y) < 0.01 for x, y in given)]
    assert len(firsts) == len(given) == len(own)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en-GB", ("en", "GB")), ("de", ("de", None)), ("zh-Hant-TW", ("zh", "TW")), ("sr-Latn", ("sr", None))],
)
def test_a_language_has_its_region(language: str, said: tuple[str, str | None]) -> None:
    about = _about(replace(briefing(), language=language), ("Arial", "Arial"))
    assert (about["language"], about["region"]) == said


def test_letters_come_from_fonts_of_the_same_widths() -> None:
    usual = ["Liberation Sans", "Arial", "DejaVu Sans"]
    assert drawn_with("Calibri") == ("Calibri", "Carlito", *usual)
    assert drawn_with("Calibri Light") == ("Calibri Light", "Calibri", "Carlito", *usual)
    assert drawn_with("Acme Sans") == ("Acme Sans", "Acme", *usual)
    assert drawn_with("Arial")[:2] == twins("Arial")[:2]
    assert twins("Cambria") == ("Cambria", "Caladea")
    assert twins("Acme Sans") == ("Acme Sans",)


@pytest.mark.parametrize(
    ("family", "install"),
    [("Calibri", "'Calibri' or 'Carlito'"), ("Arial", "'Arial' or 'Liberation Sans'"), ("Acme Sans", "'Acme Sans'")],
)
def test_a_font_that_is_missing_is_told_with_what_to_install(
    family: str, install: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*_: object) -> Book:
        return replace(sample(), heading_font=family, body_font=family)

    unknown = frozenset(each.lower() for each in (*twins(family), "Verdana"))
    monkeypatch.setattr(write, "_typeset", lambda *_: (b"", unknown, ()))
    monkeypatch.setattr(write, "book_of", other)
    assert [each.message for each in render(briefing(), LIGHT).notices][-1:] == [
        f"No font with the widths of '{family}' is installed, so lines of the PDF may be longer or shorter than they "
        f"should be; install the font {install}."
    ]


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    write._compiler.cache_clear()
    with pytest.raises(UsageError) as caught:
        render(briefing(), LIGHT)
    assert str(caught.value) == "PDF and PNG need Typst, which is not installed; install finops-briefing[pdf]"


def test_texts_of_strangers_are_data() -> None:
    """Typst reads its template, which is always the same; all texts come to it as JSON."""
    deck = json.loads(json.dumps(_slides(sample(HOSTILE))))
    assert close(HOSTILE) in close("".join(word["text"] for row in rows(deck) for word in row["words"]))
    assert HOSTILE not in write.TEMPLATE.read_text()


@pytest.mark.slow
@poppler
@pytest.mark.parametrize("text", ["", HOSTILE, NASTY], ids=["plain", "hostile", "nasty"])
def test_every_word_is_found_in_it(tmp_path: Path, text: str) -> None:
    slides = () if text else [Slide(name, name, (chart,)) for name, chart in one_of_each().items()]
    for made in ((), slides):
        book = book_of(briefing(text, *made), LIGHT)
        found = close(run("pdftotext", "-raw", pdf(tmp_path, *made, text=text), "-"))
        assert any(each in text for each in "日🎉") or b"pdfuaid" in (tmp_path / "deck.pdf").read_bytes()
        letters = re.compile(r"[^\w€%.,;:!?-]|[\u0590-\u05ff\u3000-\u9fff]|-")  # ligatures and right to left apart
        plain = letters.sub("", found)
        assert [each for page in book.pages for each in said(page) if letters.sub("", close(each)) not in plain] == []


@pytest.mark.slow
def test_control_characters_are_left_out() -> None:
    made = render(briefing("A\x00 bell\x07 and\x9f a\x1b[31m tab"), LIGHT)
    assert [each.message for each in made.notices if "characters" in each.message] == []


@pytest.mark.slow
def test_characters_that_no_font_has_are_told() -> None:
    rare = "\U000105c0"  # a letter of a script without a language, which no usual font has
    made = render(briefing("", Slide("rare", f"A {rare}")), LIGHT)
    assert [each.message for each in made.notices] == [
        f"No font that is installed has the characters '{rare}', which the PDF shows as empty boxes; it is therefore "
        "no valid PDF/UA. Install a font that has them, such as one of the Noto family."
    ]
    assert made.data[:5] == b"%PDF-"


@pytest.mark.slow
@poppler
def test_a_line_stands_within_a_point_of_where_it_was_measured(tmp_path: Path) -> None:
    book = sample()
    boxes = run("pdftotext", "-bbox", pdf(tmp_path), "-")
    seen = [
        [(float(x), word) for x, word in re.findall(r'<word xMin="([\d.]+)"[^>]*>([^<]+)</word>', page)]
        for page in boxes.split("<page ")[1:]
    ]
    apart = []
    for page, word, left, _ in placed(book):
        first = word.text.split()[0] if word.text.split() else ""
        if first.isascii() and first.isalpha() and word.text == word.text.lstrip():
            apart.append(min(abs(x - left) for x, text in seen[page.number - 1] if text == first))
    assert len(apart) > 50
    assert max(apart) < 1


@pytest.mark.slow
@poppler
def test_it_is_tagged_and_says_what_it_is(tmp_path: Path) -> None:
    made = pdf(tmp_path)
    about = run("pdfinfo", made)
    for line in (r"Title: +FinOps for the CFO", r"Tagged: +yes", r"Author: +FinOps team", r"Pages: +\d+"):
        assert re.search(line, about), line
    tags = run("pdfinfo", "-struct-text", made)
    for tag in ("Document", "H1", "P", "Table", "TR", "TH", "TD", "Figure"):
        assert re.search(rf"^ *{tag}\b", tags, re.MULTILINE), tag
    pages = sample().pages
    assert len(re.findall(r"^ *H1\b", tags, re.MULTILINE)) == len(pages)


@pytest.mark.slow
def test_ways_between_story_and_backup_are_links(tmp_path: Path, brief: Brief) -> None:
    made = brief("cfo,cto", "pitch")
    path = tmp_path / "deck.pdf"
    path.write_bytes(render(made, LIGHT).data)
    raw = path.read_bytes().decode("latin-1")
    (kids,) = re.findall(r"/Kids\[([^\]]+)\]/Count", raw) or re.findall(r"/Kids\[([^\]]+)\]", raw)
    numbers = {each: number for number, each in enumerate(re.findall(r"(\d+) 0 R", kids), 1)}
    places = dict(re.findall(r"\n(\d+) 0 obj\n\[(\d+) 0 R/XYZ", raw))
    leads = {numbers[places[each]] for each in re.findall(r"/Subtype/Link/[^>]*?/Dest (\d+) 0 R", raw)}
    edges = [[float(each) for each in rect.split()] for rect in LINKS.findall(raw)]
    assert all(right - left > 4 and top - low > 10 for left, low, right, top in edges)
    assert edges
    book = book_of(made, LIGHT)
    boxes = [each.box for page in book.pages for each in page.drawings if isinstance(each.box, ShapeBox)]
    wanted = {book.numbers[box.link] for box in boxes if box.link}
    assert wanted
    assert leads == wanted


@pytest.mark.slow
def test_the_same_briefing_gives_the_same_bytes() -> None:
    code = (
        "import sys; from briefing.formats.typeset.write import render; from samples import briefing; "
        "from drawn_pages import LIGHT; sys.stdout.buffer.write(render(briefing(), LIGHT).data)"
    )
    paths = os.pathsep.join(str(ROOT / each) for each in ("tests", "src"))
    env = {**os.environ, "PYTHONPATH": paths}
    command = [sys.executable, "-c", code]
    made = [subprocess.run(command, capture_output=True, check=True, env=env).stdout for _ in range(2)]
    assert made[0][:5] == b"%PDF-"
    assert made[0] == made[1]
