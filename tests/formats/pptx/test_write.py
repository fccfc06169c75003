"""The written deck, opened by an independent reader, python-pptx."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from briefing.formats.pptx.write import write
from briefing.model import Contents, Entry, Jump, Slide, Text
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import (
    Deck,
    Frame,
    Paragraph,
    Placed,
    PlacedSection,
    PlacedSlide,
    PlaceholderBox,
    Run,
    ShapeBox,
)
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme
from samples import briefing
from written_deck import THEMES, box, deck, frame, title

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@pytest.fixture(scope="module")
def theme() -> Theme:
    return read_theme(THEMES / "light.pptx")


@pytest.fixture(scope="module")
def opened(theme: Theme) -> Any:
    return Presentation(io.BytesIO(write(deck(), theme)))


def by_name(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


def one_slide(*boxes: Placed, **rest: Any) -> Deck:
    slide = PlacedSlide("title-only", "One", (title("One"), *boxes), **rest)
    return replace(deck(), sections=(PlacedSection("", (slide,)),))


def reopened(made: Deck, theme: Theme) -> Any:
    return Presentation(io.BytesIO(write(made, theme)))


def test_every_slide_has_its_layout_and_its_title_in_the_title_placeholder(opened: Any) -> None:
    assert [slide.slide_layout.name for slide in opened.slides] == [
        "Title", "Section", "Statement", "Title Only", "Content", "Two Content", "Title Only", "Title Only", "Closing",
    ]  # fmt: skip
    assert [slide.shapes.title.text_frame.text for slide in opened.slides][:4] == [
        "Cloud spend that the business can steer",
        "What changes for finance",
        "We can end surprise invoices by spring",
        "Anna wants a forecast that holds for more than a quarter",
    ]


def test_no_empty_placeholder_is_left_on_a_slide(opened: Any) -> None:
    assert all(shape.text_frame.text for slide in opened.slides for shape in slide.placeholders)


def test_a_placeholder_without_a_box_stands_where_its_layout_says(opened: Any) -> None:
    cover = opened.slides[0]
    subtitle = next(shape for shape in cover.placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE)
    assert subtitle._element.spPr.find(f"{A}xfrm") is None
    assert subtitle.top == cover.slide_layout.placeholders[1].top


def test_what_a_placeholder_inherits_is_not_written_again(opened: Any) -> None:
    xml = etree.tostring(opened.slides[4].placeholders[1]._element).decode()
    assert "sz=" not in xml
    assert "solidFill" not in xml
    assert "buChar" not in xml


def test_footer_date_and_number_are_copied_except_on_title_and_closing(opened: Any) -> None:
    feet = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER}
    texts = [
        [shape.text_frame.text for shape in slide.placeholders if shape.placeholder_format.type in feet]
        for slide in opened.slides
    ]
    assert texts[0] == texts[-1] == []
    assert texts[1] == ["21 November 2026", "Example AG · FinOps briefing", "2"]
    assert by_name(opened.slides[1], "Slide Number")._element.find(f".//{A}fld").get("type") == "slidenum"


def test_notes_are_one_paragraph_each_on_a_real_notes_master(opened: Any) -> None:
    cover = opened.slides[0]
    assert [each.text for each in cover.notes_slide.notes_text_frame.paragraphs] == [
        "Welcome.",
        "Two minutes, then the ask.",
    ]
    assert cover.notes_slide.part.notes_master is opened.notes_master
    assert not opened.slides[1].has_notes_slide
    order = [etree.QName(child).localname for child in opened.element]
    assert order[:3] == ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst"]


def test_shapes_carry_alt_text_or_are_marked_decorative(opened: Any) -> None:
    cards, structure, table = opened.slides[3], opened.slides[6], opened.slides[7]
    assert by_name(structure, "Budget")._element.nvCxnSpPr.cNvPr.get("descr") == "Budget flows from Finance to the CCoE"
    assert by_name(table, "KPIs")._element.nvGraphicFramePr.cNvPr.get("descr").startswith("Three KPIs")
    assert by_name(cards, "Rule")._element.find(f".//{DECORATIVE}").get("val") == "1"
    assert by_name(cards, "Icon")._element.find(f".//{DECORATIVE}") is not None
    assert by_name(cards, "Lead")._element.find(f".//{DECORATIVE}") is None


def test_shape_ids_and_names_are_unique_on_every_slide(opened: Any) -> None:
    for slide in opened.slides:
        assert (
            len({shape.shape_id for shape in slide.shapes})
            == len({shape.name for shape in slide.shapes})
            == len(slide.shapes)
        )


def test_connectors_are_glued_to_the_shapes_that_they_name(opened: Any) -> None:
    slide = opened.slides[6]
    properties = by_name(slide, "Budget")._element.nvCxnSpPr.cNvCxnSpPr
    assert (properties.stCxn.id, properties.stCxn.idx) == (by_name(slide, "Finance").shape_id, 3)
    # an ellipse has eight connection sites: its left one is number 2
    assert (properties.endCxn.id, properties.endCxn.idx) == (by_name(slide, "CCoE").shape_id, 2)


def test_a_line_drawn_backwards_is_flipped(opened: Any) -> None:
    line = by_name(opened.slides[6], "Line")
    assert line.begin_x > line.end_x
    assert line.begin_y < line.end_y


def test_tables_are_native_with_a_header_and_hairlines_between_rows_only(opened: Any) -> None:
    table = by_name(opened.slides[7], "KPIs").table
    assert table.first_row is True
    assert [cell.text for cell in table.rows[1].cells] == ["Forecast variance", "How far off we were", "▼ lower"]
    for cell in (cell for row in table.rows for cell in row.cells):
        properties = cell._tc.tcPr
        assert properties.find(f"{A}lnL/{A}noFill") is not None
        assert properties.find(f"{A}lnR/{A}noFill") is not None
        assert properties.find(f"{A}lnB/{A}solidFill/{A}schemeClr").get("val") == "accent6"
    assert table.cell(0, 0)._tc.tcPr.find(f"{A}lnT/{A}noFill") is not None
    assert table.cell(0, 0).margin_left == 73152


def test_cells_say_font_alignment_and_direction_themselves(theme: Theme) -> None:
    """A template may have others for all of its tables."""
    opened = reopened(deck(), replace(theme, fonts=("Acme Serif", "Acme Sans")))
    paragraphs = by_name(opened.slides[7], "KPIs")._element.findall(f".//{A}tc/{A}txBody/{A}p")
    assert paragraphs
    for each in paragraphs:
        look = each.find(f"{A}pPr")
        assert (look.get("algn") in ("l", "ctr", "r"), look.get("rtl")) == (True, "0")
        for run in each.iterfind(f"{A}r/{A}rPr"):
            assert run.get("b") in ("0", "1")
            fonts = [(etree.QName(font).localname, font.get("typeface")) for font in run if font.get("typeface")]
            assert fonts == [("latin", "Acme Sans"), ("ea", "+mn-ea"), ("cs", "+mn-cs")]


def test_icons_are_paths_with_round_caps(opened: Any) -> None:
    icon = by_name(opened.slides[3], "Icon")
    assert icon.shape_type == MSO_SHAPE_TYPE.FREEFORM
    assert icon._element.find(f".//{A}ln").get("cap") == "rnd"
    assert [etree.QName(step).localname for step in icon._element.find(f".//{A}path")] == [
        "moveTo",
        "cubicBezTo",
        "lnTo",
        "close",
    ]


def test_only_web_and_mail_addresses_become_links(opened: Any) -> None:
    runs = by_name(opened.slides[3], "Lead").text_frame.paragraphs[0].runs
    assert [run.hyperlink.address for run in runs] == [None, "https://example.org/a%20b?c=d&e=f", None, None]


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "javascript:x", "https://", "http://[", "http://a:b/", "mailto:"]
)
def test_an_address_that_powerpoint_would_stumble_over_stays_text(link: str, theme: Theme) -> None:
    made = one_slide(
        ShapeBox("rect", box(1, 2, 3, 1), "Text", frame=Frame((Paragraph((Run("here", link=link),)),), 16))
    )
    slide = reopened(made, theme).slides[0]
    assert by_name(slide, "Text").text_frame.text == "here"
    assert not [link for link in slide.part.rels.values() if link.is_external]


def test_sections_hold_their_slides(opened: Any) -> None:
    sections = opened.element.findall(f".//{P14}section")
    assert [section.get("name") for section in sections] == ["Opening", "Finance", "Ask"]
    assert [each.get("id") for section in sections for each in section.iter(f"{P14}sldId")] == [
        str(256 + number) for number in range(9)
    ]
    assert len({section.get("id") for section in sections}) == 3


def test_file_properties_come_from_the_deck(opened: Any) -> None:
    core = opened.core_properties
    assert (core.title, core.author, core.subject, core.keywords) == (
        "Cloud spend that the business can steer", "Jonas Keller", "FinOps for the CFO", "FinOps, CFO",
    )  # fmt: skip
    assert core.created.replace(tzinfo=None) == core.modified.replace(tzinfo=None) == datetime(2026, 11, 21)
    assert (core.revision, core.language) == (1, "en-GB")


def test_every_run_says_its_language(theme: Theme) -> None:
    with zipfile.ZipFile(io.BytesIO(write(replace(deck(), language="de-DE"), theme))) as archive:
        for name in archive.namelist():
            if name.startswith(("ppt/slides/slide", "ppt/notesSlides/notes")):
                runs = etree.fromstring(archive.read(name)).iter(f"{A}rPr", f"{A}endParaRPr")
                assert {run.get("lang") for run in runs} == {"de-DE"}


def test_the_same_deck_gives_the_same_bytes(theme: Theme) -> None:
    again = read_theme(THEMES / "light.pptx")
    assert write(deck(), theme) == write(deck(), again)


def test_zip_entries_carry_no_time_and_content_types_come_first(theme: Theme) -> None:
    with zipfile.ZipFile(io.BytesIO(write(deck(), theme))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


HOSTILE = {
    "control characters": ("a\x00b\x08c\x1fd\ufffee\ud800f", "abcdef"),
    "emoji": ("👩🏽‍💻 up 🇩🇪", "👩🏽‍💻 up 🇩🇪"),
    "right to left": ("שלום world", "שלום world"),
    "a word of 500 letters": ("x" * 500, "x" * 500),
    "markup": ("]]> <a:t> & \"quoted\" 'so' &amp;", "]]> <a:t> & \"quoted\" 'so' &amp;"),
    "line ends": ("one\r\ntwo\rthree\u2028four", "one\vtwo\vthree\vfour"),
}


@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_arrives_readable(text: str, expected: str, theme: Theme) -> None:
    shape = ShapeBox("rect", box(1, 2, 5, 1), f"Name {text}", "surface", frame=frame(text), alt=text)
    head = PlaceholderBox("body", 13, frame(text, size=12), None, "Label")
    made = one_slide(shape, head, notes=(text,))
    made = replace(
        made, title=text, author=text, keywords=(text,), footer=text, sections=(replace(made.sections[0], title=text),)
    )
    slide = reopened(made, theme).slides[0]
    assert slide.shapes[1].text_frame.text == slide.shapes[2].text_frame.text == expected
    assert slide.notes_slide.notes_text_frame.text == expected


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("12 שלום", ("1", "r")),
        ("AWS היא ספקית הענן שלנו", ("1", "r")),
        ("Latin שלום", ("0", "l")),
        ("שלום spends €400k a month", ("0", "l")),
        ("€400k", ("0", "l")),
    ],
)
def test_a_paragraph_runs_and_stands_as_most_of_its_letters_do(text: str, way: tuple[str, str], theme: Theme) -> None:
    made = one_slide(ShapeBox("rect", box(1, 2, 5, 1), "Text", frame=frame(text)))
    (row,) = by_name(reopened(made, theme).slides[0], "Text").text_frame.paragraphs
    assert (row._p.pPr.get("rtl"), row._p.pPr.get("algn")) == way


def test_names_that_come_twice_get_numbers(theme: Theme) -> None:
    boxes = [ShapeBox("rect", box(1, 2, 1, 1), name, "accent") for name in ("Card", "Card", "Card 2", "Card", "")]
    shapes = reopened(one_slide(*boxes, footer=False), theme).slides[0].shapes
    assert [shape.name for shape in shapes][1:] == ["Card", "Card 2", "Card 2 2", "Card 3", "Shape"]


def calls(work: Callable[[], object]) -> int:
    """How many Python functions the work calls: grows like the time, and is the same on every machine."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def many(count: int) -> Deck:
    slides: Iterator[PlacedSlide] = (slide for section in deck().sections for slide in section.slides)
    rows = tuple(slides)
    return replace(deck(), sections=(PlacedSection("All", tuple(rows[number % len(rows)] for number in range(count))),))


def test_work_grows_no_faster_than_the_slides(theme: Theme) -> None:
    few, lots = calls(lambda: write(many(45), theme)), calls(lambda: write(many(180), theme))
    assert lots < 4.1 * few


def test_a_deck_without_slides_opens(theme: Theme) -> None:
    assert len(reopened(replace(deck(), sections=()), theme).slides) == 0


@pytest.mark.parametrize("length", [1, 600], ids=["one page", "several pages"])
def test_ways_lead_to_the_first_page_of_their_slide_and_a_list_shows_its_number(theme: Theme, length: int) -> None:
    ways = tuple(Jump(f"About {name}", name) for name in ("first", "second"))
    told = briefing(
        "",
        Slide("list", "What stands behind it", (Contents((Entry("Money", ways),)),), id="list"),
        Slide("text", "The first explanation", (Text("It takes its room. " * length),), id="first"),
        Slide("text", "The second explanation", (Text("It is short."),), id="second", jumps=(Jump("Back", "list"),)),
    )
    slides = list(reopened(arrange(told, theme.look)[0], theme).slides)
    place = {slide.shapes.title.text: number for number, slide in reversed([*enumerate(slides, 1)])}
    (listing,) = (slide for slide in slides if slide.shapes.title.text == "What stands behind it")
    first = min(number for title, number in place.items() if title.startswith("The first explanation"))
    shown = [
        (shape.text_frame.text, slides.index(shape.click_action.target_slide) + 1)
        for shape in listing.shapes
        if not shape.is_placeholder and shape.click_action.target_slide is not None
    ]
    second = place["The second explanation"]
    assert (second - first > 1) is (length > 1)
    assert shown == [("About first", first), (str(first), first), ("About second", second), (str(second), second)]
    back = by_name(slides[second - 1], "Link")
    assert back.click_action.target_slide.slide_id == listing.slide_id
