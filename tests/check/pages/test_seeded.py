"""Each check of PDF files and web pages finds its fault, put into a sound file, and nothing else does."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefing.check.pages import CHECKS, check_pages
from briefing.cli.check import check
from briefing.errors import BriefingError, UsageError
from briefing.formats.typeset.write import render
from briefing.formats.web.write import ACTS
from briefing.formats.web.write import render as render_page
from briefing.model import Bullets, Cell, Slide, Table, Text, Words
from drawn_pages import LIGHT
from samples import briefing, chart

pikepdf = pytest.importorskip("pikepdf")

# PDF: what a program leaves out, or does wrong.


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.pdf"
    table = Table(("Who", "What"), ((Cell("We"), Cell("this")), (Cell("You"), Cell("that"))))
    slides = [Slide(f"s{number}", f"Slide {number} says this", (Text("It says this."),)) for number in range(3)]
    slides += [Slide("chart", "A chart", (chart(),), id="chart"), Slide("table", "A table", (table,))]
    path.write_bytes(render(briefing("", *slides), LIGHT).data)
    return path


def nodes(pdf: Any, kind: str) -> list[Any]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind]


def untitled(pdf: Any) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["dc:title"]
    if "/Title" in pdf.docinfo:
        del pdf.docinfo["/Title"]


def undeclared(pdf: Any) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfuaid:part"]


def late(pdf: Any) -> None:
    """A paragraph of the first page, read after all others."""
    (document,) = nodes(pdf, "/Document")
    kids = list(document.K)
    first = next(each for each in kids if each.S == "/P")
    document.K = pikepdf.Array([*(each for each in kids if each is not first), first])


def bare(content: bytes) -> Callable[[Any], None]:
    return lambda pdf: pdf.pages[1].contents_add(content)


def fontless(pdf: Any) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in each:
                    del each[key]


def pictured(pdf: Any) -> None:
    pdf.add_blank_page()


def linked(pdf: Any) -> None:
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    pdf.pages[2].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link)]))


def renamed(old: str, new: str, key: str = "/S") -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        for each in nodes(pdf, old)[:1] if old == "/H1" else nodes(pdf, old):
            each[key] = pikepdf.Name(new)

    return change


def dropped(kind: str, key: str) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        for each in nodes(pdf, kind):
            del each[key]

    return change


def gone(key: str) -> Callable[[Any], None]:
    def change(pdf: Any) -> None:
        del pdf.Root[key]

    return change


PDF_SEEDS: Mapping[str, tuple[Callable[[Any], None], tuple[int, str]]] = {
    "P001": (gone("/StructTreeRoot"), (0, "the PDF has no tags: a screen reader has to guess what is read when")),
    "P002": (gone("/Lang"), (0, "the PDF does not say its language")),
    "P003": (untitled, (0, "the PDF has no title")),
    "P004": (dropped("/Figure", "/Alt"), (5, "a picture has no alternative text")),
    "P005": (renamed("/H1", "/H3"), (1, "a heading of level 3 comes as the first")),
    "P006": (renamed("/TH", "/TD"), (6, "a table has no header cells")),
    "P007": (gone("/Outlines"), (0, "6 pages, and no bookmarks")),
    "P008": (bare(b"BT (a) Tj ET BT (b) Tj ET"), (2, "2 texts or pictures without a tag")),
    "P009": (fontless, (1, "the font 'X' is not in the file")),
    "P010": (undeclared, (0, "the PDF does not say that it keeps to PDF/UA")),
    "P011": (late, (1, "this page is read again after page 6")),
    "P012": (linked, (3, "a link has no tag")),
    "P014": (bare(b"0 0 10 10 re f"), (2, "1 shape is neither tagged nor marked as decoration")),
    "P013": (pictured, (7, "the page has no text that can be read, searched or selected")),
}


def test_what_we_make_has_no_findings(sound: Path) -> None:
    assert check_pages(sound) == ()


@pytest.mark.parametrize("code", PDF_SEEDS)
def test_a_fault_of_a_pdf_is_found(code: str, sound: Path, tmp_path: Path) -> None:
    seed, (page, message) = PDF_SEEDS[code]
    with pikepdf.open(sound) as pdf:
        seed(pdf)
        pdf.save(tmp_path / "a.pdf")
    found = check_pages(tmp_path / "a.pdf")
    assert {each.code for each in found} == {code}
    assert (found[0].slide, re.sub(r"'\w+\+?[\w-]*'", "'X'", found[0].message)) == (page, message)


def test_a_tag_within_itself_is_read_once(sound: Path, tmp_path: Path) -> None:
    with pikepdf.open(sound) as pdf:
        (document,) = nodes(pdf, "/Document")
        document.K.append(document)
        pdf.save(tmp_path / "a.pdf")
    assert check_pages(tmp_path / "a.pdf") == ()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"no PDF", "the file is no PDF, or it is damaged; check the path, or make the PDF again"),
        ("a.html", b"", "the file is no web page; check an .html file"),
    ],
)
def test_what_is_none_is_told(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BriefingError) as caught:
        check_pages(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: {message}"


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: nodes(pdf, "/P")[0].__setitem__("/Pg", 7),
        lambda pdf: pdf.Root.__setitem__("/MarkInfo", 7),
        lambda pdf: pdf.pages[0].Resources.__setitem__("/Font", pikepdf.Dictionary(F=3)),
        lambda pdf: pdf.pages[0].Contents.write(b"no such thing", filter=pikepdf.Name.FlateDecode),
    ],
    ids=["page", "marks", "font", "content"],
)
def test_a_pdf_with_parts_of_the_wrong_sort_is_told(change: Callable[[Any], None], sound: Path, tmp_path: Path) -> None:
    with pikepdf.open(sound) as pdf:
        change(pdf)
        pdf.save(tmp_path / "a.pdf")
    with pytest.raises(BriefingError) as caught:
        check_pages(tmp_path / "a.pdf")
    told = f"{tmp_path / 'a.pdf'}: the PDF is damaged; open it and save it anew, or make it again"
    assert str(caught.value) == told


def test_a_pdf_with_a_password_is_told(sound: Path, tmp_path: Path) -> None:
    with pikepdf.open(sound) as pdf:
        pdf.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(BriefingError) as caught:
        check_pages(tmp_path / "a.pdf")
    assert str(caught.value) == f"{tmp_path / 'a.pdf'}: the PDF has a password; save it without one"


def test_without_pikepdf_it_says_what_to_install(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(UsageError) as caught:
        check_pages(sound)
    assert str(caught.value) == "checking a PDF needs pikepdf, which is not installed; install finops-briefing[pdf]"


# Web pages.

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>A deck</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>'
    '<section id="a"><h1>One</h1><p><a href="#b">On</a></p>'
    '<img src="data:image/gif;base64,R0lGOD" alt="A cat"></section>'
    '<section id="b"><h2>Two</h2><table><tr><th>Who</th></tr><tr><td>We</td></tr></table>'
    '<button>Next</button><img src="data:image/gif;base64,R0lGOD" alt=""><svg aria-hidden="true"></svg></section>'
    "</body></html>"
)
WEB_SEEDS: Mapping[str, tuple[str, str, tuple[int, str]]] = {
    "W001": (' lang="en"', "", (0, "the page does not say its language")),
    "W002": ("A deck", " ", (0, "the page has no title")),
    "W003": ("<h2>Two</h2>", "<h3>Two</h3>", (2, "a heading of level 3 comes after one of 1")),
    "W004": (' alt="A cat"', "", (1, "a picture has no alternative text")),
    "W005": ("<th>Who</th>", "<td>Who</td>", (2, "a table has no header cells")),
    "W006": ("<button>", '<button id="a">', (0, "the id 'a' is used 2 times")),
    "W007": (
        "</head>",
        "<style>p{background:url('https://example.com/a.png')}</style></head>",
        (0, "the page fetches 'https://example.com/a.png'"),
    ),
    "W008": ("#b", "#c", (1, "a link leads to '#c', which is nowhere")),
    "W009": ("initial-scale=1", "user-scalable=no", (0, "the page cannot be enlarged on a phone")),
    "W010": (">Next<", "><", (2, "a button has no name")),
}


def test_every_code_is_seeded() -> None:
    assert {*PDF_SEEDS, *WEB_SEEDS} == set(CHECKS)


@pytest.mark.parametrize("code", [*WEB_SEEDS, ""])
def test_a_fault_of_a_page_is_found(code: str, tmp_path: Path) -> None:
    old, new, expected = WEB_SEEDS[code] if code else ("", "", None)
    assert PAGE.count(old) >= 1
    (tmp_path / "a.html").write_text(PAGE.replace(old, new, 1))
    found = check_pages(tmp_path / "a.html")
    assert [(each.code, (each.slide, each.message)) for each in found] == ([(code, expected)] if code else [])


@pytest.mark.parametrize(
    "part",
    [
        '<script src="//cdn.example.com/a.js"></script>',
        '<link rel="stylesheet" href="http://example.com/a.css">',
        '<video poster="https://example.com/a.png"></video>',
        "<style>@import 'https://example.com/a.css'</style>",
    ],
)
def test_whatever_is_fetched_is_told(part: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("</body>", f"{part}</body>"))
    assert [each.code for each in check_pages(tmp_path / "a.html")] == ["W007"]


def test_our_page_has_no_findings(tmp_path: Path) -> None:
    slides = (Slide("a", "A chart", (chart(),)), Slide("b", "B", (Bullets(("One",)),)))
    named = Words("Notes", "({n}/{of})", tuple((each, each) for each in ACTS))
    made = render_page(replace(briefing("", *slides), words=named), LIGHT)
    (tmp_path / "a.html").write_bytes(made.data)
    assert check_pages(tmp_path / "a.html") == ()


def test_both_are_checked_from_the_command_line(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace(' lang="en"', ""))
    with pytest.raises(BaseException, match="1"):
        check([sound, tmp_path / "a.html"])
    told = capsys.readouterr().out
    assert f"{sound}: no findings" in told
    assert "1      W001  error  page without language" in told
    with pytest.raises(BaseException, match="1"):
        check([tmp_path / "a.html"], as_json_=True)
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert [each["code"] for each in file["findings"]] == ["W001"]
