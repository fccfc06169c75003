"""The PDF: every word where it was measured, tags for those who do not see it, and nothing that Typst would obey."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from msgspec.structs import replace

from briefing.check.pages import check_pages
from briefing.choices import choices_of
from briefing.compose.spelling import DRAWN, texts_in
from briefing.desk import open_desk, open_library
from briefing.errors import UsageError
from briefing.formats.pages import Book, book_of
from briefing.formats.pptx.write import render as render_pptx
from briefing.formats.typeset import write
from briefing.formats.typeset.write import _about, _slides, render
from briefing.model import Briefing, Chart, Flags, Printed, Section, Slide, Tracks
from briefing.page.boxes import ShapeBox
from briefing.page.fonts import drawn_with, twins
from briefing.rendering import Rendered, Renderer, Style, ThemeChoice
from charted import one_of_each
from conftest import Brief
from drawn_pages import HOSTILE, LIGHT, close, placed, said, sample
from samples import NASTY, briefing
from written_deck import THEMES

pikepdf = pytest.importorskip("pikepdf")
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

    unknown = frozenset(each.lower() for each in (*twins(family), "Acme", "Liberation Sans", "Arial"))
    monkeypatch.setattr(write, "_typeset", lambda *_: (b"", unknown, ()))
    monkeypatch.setattr(write, "book_of", other)
    assert [each.message for each in render(briefing(), LIGHT).notices][-1:] == [
        f"No font with the widths of '{family}' is installed, so 'DejaVu Sans' stands in for it in the PDF, "
        f"and lines may be longer or shorter than they should be; install the font {install}."
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
    counts = [len(re.findall(rf"^ *{tag}\b", tags, re.MULTILINE)) for tag in ("H1", "H2")]
    assert counts == [len({page.section for page in pages}), len(pages)]


@pytest.mark.slow
def test_bookmarks_are_slides_under_their_sections(brief: Brief) -> None:
    made = brief("cfo,cto", "pitch")
    with opened(render(made, LIGHT)) as pdf, pdf.open_outline() as outline:
        found = [(str(each.title), [str(slide.title) for slide in each.children]) for each in outline.root]
    wanted = dict[str, list[str]]()
    for page in book_of(made, LIGHT).pages:
        wanted.setdefault(page.section, []).append(page.slide.title)
    assert found == [*wanted.items()]


@pytest.mark.slow
@poppler
def test_it_is_read_in_the_order_of_the_boxes(tmp_path: Path, brief: Brief) -> None:
    made = brief("cfo,cto", "pitch")
    (tmp_path / "deck.pdf").write_bytes(render(made, LIGHT).data)
    tags = run("pdfinfo", "-struct-text", tmp_path / "deck.pdf")
    heard, at = close("".join(re.findall(r'^ +"(.*)"$', tags, re.MULTILINE))), 0
    for page in book_of(made, LIGHT).pages:
        for text in said(page):
            place = heard.find(close(text), at)
            assert place >= 0, (page.number, text)
            at = place + len(close(text))


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


@pytest.mark.slow
def test_a_font_that_this_machine_has_not_is_told() -> None:
    style = Style("acme.yaml", heading_font="Acme Grotesk", body_font="Arial")
    told = [each.message for each in render(briefing("", Slide("a", "A")), ThemeChoice(LIGHT, style=style)).notices]
    assert [each for each in told if each.startswith("No font")] == [
        "No font with the widths of 'Acme Grotesk' is installed, so 'Liberation Sans' stands in for it in the PDF, and "
        "lines may be longer or shorter than they should be; install the font 'Acme Grotesk'."
    ]


# Other ways to page it.


def paged(pages: str, *slides: Slide, paper: str = "", **other: Any) -> Rendered:
    made = replace(briefing("", *slides), printed=Printed(pages, paper), **other)  # type: ignore[arg-type]
    return render(made, LIGHT)


def opened(made: Rendered) -> Any:
    return pikepdf.open(io.BytesIO(made.data))


def size(made: Rendered) -> tuple[int, int]:
    with opened(made) as pdf:
        return tuple(round(float(each)) for each in list(pdf.pages[0].MediaBox)[2:])  # type: ignore[return-value]


NOTED = tuple(Slide(f"s{each}", f"Slide {each} says this", notes=(f"Note {each} is said.",)) for each in range(5))


@pytest.mark.parametrize(
    ("pages", "paper", "language", "expected"),
    [
        ("slides", "letter", "en-US", (960, 540)),
        ("notes", "", "en-GB", (595, 842)),
        ("notes", "", "en-US", (612, 792)),
        ("handout", "letter", "en-GB", (612, 792)),
        ("memo", "", "es-MX", (612, 792)),
        ("memo", "a4", "en-US", (595, 842)),
    ],
)
def test_paper_is_that_of_the_language_unless_said(
    pages: str, paper: str, language: str, expected: tuple[int, int]
) -> None:
    assert size(paged(pages, *NOTED[:1], paper=paper, language=language)) == expected


@pytest.mark.slow
@poppler
@pytest.mark.parametrize(("pages", "per_page"), [("notes", 1), ("handout", 3)])
def test_slides_are_on_paper_with_their_notes_or_with_room_for_some(tmp_path: Path, pages: str, per_page: int) -> None:
    made = paged(pages, *NOTED)
    (tmp_path / "a.pdf").write_bytes(made.data)
    sheets = run("pdftotext", "-layout", tmp_path / "a.pdf", "-").split("\f")[:-1]
    assert len(sheets) == -(-made.pages // per_page)
    for number in range(5):
        sheet = sheets[(number + made.pages - 5) // per_page]
        assert f"Slide {number} says this" in sheet
        assert (f"Note {number} is said." in sheet) == (pages == "notes")
    assert check_pages(tmp_path / "a.pdf") == ()


@pytest.mark.slow
def test_links_lead_to_their_slide_on_paper(brief: Brief) -> None:
    """On a handout slide 4 is on page 2."""
    made = brief("cfo,cto", "pitch")
    with opened(render(replace(made, printed=Printed("handout")), LIGHT)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        links = [each for page in pdf.pages for each in page.get("/Annots", ())]
        leads = {pages[each.Dest[0].objgen] for each in links}
    book = book_of(made, LIGHT)
    boxes = [each.box for page in book.pages for each in page.drawings if isinstance(each.box, ShapeBox)]
    wanted = {(book.numbers[box.link] - 1) // 3 for box in boxes if box.link}
    assert wanted
    assert leads == wanted


def test_notes_that_are_not_there_are_told() -> None:
    plain = [Slide("a", "Nothing is said to this")]
    told = [each.message for each in paged("notes", *plain, sections=(Section("One", tuple(plain)),)).notices]
    assert told == ["The PDF has room for notes under its slides, and this briefing has none."]


# The memo.

NAMES = ("id", "source", "target")  # of boxes and slides, for links between them


@pytest.mark.slow
@poppler
@pytest.mark.parametrize("text", ["", HOSTILE, NASTY], ids=["plain", "hostile", "nasty"])
def test_a_memo_says_every_word_of_every_block(tmp_path: Path, text: str) -> None:
    made = replace(briefing(text), printed=Printed("memo"))
    (tmp_path / "a.pdf").write_bytes(render(made, LIGHT).data)
    letters = re.compile(r"[^\w€%.,;:!?]|[\u0590-\u05ff\u3000-\u9fff]")
    found = letters.sub("", close(run("pdftotext", "-raw", tmp_path / "a.pdf", "-")))
    blocks = [block for slide in made.slides() for block in slide.blocks if not isinstance(block, Chart)]
    scales = {block.key for block in blocks if isinstance(block, Tracks | Flags)}  # of drawings, which a memo has not
    words = set(texts_in([*((slide.title, slide.notes) for slide in made.slides()), *blocks], (*DRAWN, *NAMES)))
    assert [each for each in words - scales if letters.sub("", close(each)) not in found] == []
    assert {each.code for each in check_pages(tmp_path / "a.pdf")} <= ({"P003", "P010"} if text else set())


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_memo_draws_each_chart_with_its_description(theme: str) -> None:
    charts = one_of_each()
    slides = [Slide(name, f"A slide of {name}", (chart,)) for name, chart in charts.items()]
    made = replace(briefing("", *slides), printed=Printed("memo"))
    with opened(render(made, THEMES / f"{theme}.pptx")) as pdf:
        alts = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert set(alts) >= {each.summary or each.finding or each.heading for each in charts.values()}


@pytest.mark.parametrize(("layout", "asked", "pages"), [("pre-read", "", "memo"), ("pre-read", "slides", "slides")])
def test_a_layout_that_is_read_is_a_memo_unless_somebody_says_otherwise(layout: str, asked: str, pages: str) -> None:
    desk = open_desk(choices_of(layout=layout, pdf=asked), open_library())
    assert desk.compose(desk.library.select(["cfo"])).printed.pages == pages


# Of the time: Typst is kept, so that a deck that was set before is not set again.


@pytest.mark.slow
def test_a_deck_takes_little_more_time_than_its_pptx(brief: Brief) -> None:
    made = brief("cfo,cto", "pitch")
    for each in (render, render_pptx):
        each(made, LIGHT)
    rounds = [(timed(render, made), timed(render_pptx, made)) for _ in range(9)]
    assert median(mine / other for mine, other in rounds) < 2  # 1.2 on a machine that has nothing else to do


def timed(renderer: Renderer, made: Briefing) -> float:
    start = perf_counter()
    renderer(made, LIGHT)
    return perf_counter() - start
