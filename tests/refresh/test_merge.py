"""What becomes of a deck that a person has edited, when its facts change: thirty decks as people leave them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from refresh.quarters import Outcome, deck_bytes, edited, rewritten, shape_named, slide_parts, slide_saying, texts

pytestmark = pytest.mark.sampled
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
SPEND = "spends €413k"
SAVINGS = "Savings of"
MONTHLY = "Month by month"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def title(deck: Any, words: str = SPEND) -> Any:
    return slide_saying(deck, words).shapes.title.text_frame


def say(deck: Any, text: str, words: str = SPEND) -> None:
    run, *others = title(deck, words).paragraphs[0].runs
    run.text = text
    for each in others:
        each.text = ""


def split(deck: Any) -> None:
    """Runs as PowerPoint leaves them: a word set bold, and marks of the spelling checker."""
    paragraph = title(deck).paragraphs[0]
    (run,) = paragraph.runs
    before, figure, after = run.text.partition("€413k")
    for text, bold in ((figure, True), (after, False)):
        made = deepcopy(run._r)
        paragraph._p.append(made)
        made.find(f"{{{A}}}t").text = text
        made.find(f"{{{A}}}rPr").set("b", str(int(bold)))
        made.find(f"{{{A}}}rPr").set("dirty", "0")
    run.text = before
    run._r.find(f"{{{A}}}rPr").set("err", "1")


def delete(deck: Any, words: str = MONTHLY) -> None:
    listed = deck.slides._sldIdLst
    for each, slide in zip(list(listed), list(deck.slides), strict=True):
        if slide.shapes.title is not None and words in slide.shapes.title.text_frame.text:
            deck.part.drop_rel(each.rId)
            listed.remove(each)


def add_own(deck: Any, text: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.add_textbox(Emu(900000), Emu(900000), Emu(5000000), Emu(500000)).text_frame.text = text


def reverse(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    for each in list(listed):
        listed.insert(0, each)


def duplicate(deck: Any) -> None:
    source = slide_saying(deck, SPEND)
    slide = deck.slides.add_slide(source.slide_layout)
    for each in list(slide.shapes._spTree)[2:]:
        slide.shapes._spTree.remove(each)
    for each in list(source.shapes._spTree)[2:]:
        copied = deepcopy(each)
        for click in copied.iter(f"{{{A}}}hlinkClick"):
            click.getparent().remove(click)
        slide.shapes._spTree.append(copied)


def cell(deck: Any) -> Any:
    table = next(each for each in slide_saying(deck, MONTHLY).shapes if each.has_table).table
    return table.cell(1, 1)


def edit_cell(deck: Any) -> None:
    cell(deck).text_frame.paragraphs[0].runs[0].text = "my own words"


def delete_row(deck: Any) -> None:
    table = next(each for each in slide_saying(deck, MONTHLY).shapes if each.has_table)
    rows = table._element.findall(f".//{{{A}}}tr")
    rows[2].getparent().remove(rows[2])


def chart(deck: Any, words: str = "pays for itself") -> Any:
    return next(each for each in slide_saying(deck, words).shapes if each.has_chart).chart


def edit_workbook(deck: Any) -> None:
    found = chart(deck)
    data = CategoryChartData()
    data.categories = [*found.plots[0].categories]
    for number, series in enumerate(found.plots[0].series):
        values = [*series.values]
        data.add_series(series.name, [1234.0 if number == 0 and at == 0 else value for at, value in enumerate(values)])
    found.replace_data(data)


def recolour_chart(deck: Any) -> None:
    series = chart(deck).plots[0].series[0]
    series.format.line.color.rgb = RGBColor(1, 2, 3)


def translate(deck: Any) -> None:
    for shape in slide_saying(deck, SPEND).shapes:
        for number, paragraph in enumerate(shape.text_frame.paragraphs if shape.has_text_frame else ()):
            if paragraph.runs and not shape.name.startswith(("Slide Number", "Date", "Footer")):
                for run in paragraph.runs:
                    run.text = ""
                paragraph.runs[0].text = f"Deutscher Satz {'abcdefgh'[number]}"


def note(deck: Any) -> None:
    slide = slide_saying(deck, "pays for itself")
    frame = slide.notes_slide.notes_text_frame
    frame.paragraphs[0].runs[0].text = "My own note first."


def delete_tile(deck: Any) -> None:
    tile = shape_named(slide_saying(deck, "pays for itself"), "Tile 2")._element
    tile.getparent().remove(tile)


def font(deck: Any) -> Any:
    return title(deck).paragraphs[0].runs[0].font


def group(deck: Any) -> None:
    slide = slide_saying(deck, SPEND)
    members = [each for each in slide.shapes if not each.is_placeholder and each.has_text_frame][:2]
    slide.shapes.add_group_shape(members)


def autofit(deck: Any) -> None:
    body = title(deck)._txBody.find(f"{{{A}}}bodyPr")
    for each in list(body):
        body.remove(each)
    body.append(parse_xml(f'<a:normAutofit xmlns:a="{A}" fontScale="90000"/>'))


def field(deck: Any) -> None:
    paragraph = title(deck).paragraphs[0]._p
    made = parse_xml(
        f'<a:fld xmlns:a="{A}" id="{{11111111-2222-3333-4444-555555555555}}" type="datetime1">'
        '<a:rPr lang="en-GB"/><a:t> on 28/11/2026</a:t></a:fld>'
    )
    paragraph.append(made)


def line_break(deck: Any) -> None:
    run = title(deck).paragraphs[0].runs[0]
    first, second = run.text.split(" every ")
    more = deepcopy(run._r)
    run.text = first
    run._r.addnext(parse_xml(f'<a:br xmlns:a="{A}"/>'))
    run._r.getnext().addnext(more)
    more.find(f"{{{A}}}t").text = f"every {second}"


def paragraph(deck: Any) -> None:
    shape = shape_named(slide_saying(deck, "pays for itself"), "Tile 1")
    last = shape.text_frame.paragraphs[-1]._p
    made = deepcopy(last)
    made.find(f".//{{{A}}}t").text = "A line of my own"
    last.addnext(made)


def picture(deck: Any) -> None:
    slide_saying(deck, SPEND).shapes.add_picture(BytesIO(PIXEL), Emu(0), Emu(0))


def animate(deck: Any) -> None:
    slide_saying(deck, SPEND)._element.append(parse_xml(f'<p:timing xmlns:p="{P}"><p:tnLst/></p:timing>'))


def lose_ids(deck: Any) -> None:
    for number, each in enumerate(deck.slides._sldIdLst):
        each.set("id", str(900 + number))
    for slide in deck.slides:
        for number, head in enumerate(slide._element.iter(f"{{{P}}}cNvPr"), 500):
            head.set("id", str(number))


def lose_names(deck: Any) -> None:
    lose_ids(deck)
    for slide in deck.slides:
        for number, head in enumerate(slide._element.iter(f"{{{P}}}cNvPr")):
            head.set("name", f"Google Shape;{number};p1")


def recoloured_theme(name: str, data: bytes) -> bytes:
    return data.replace(b"srgbClr val=", b"srgbClr  val=") if "theme/theme" in name else data


@dataclass(frozen=True)
class Case:
    """What a person does, what the report says beside what nobody touched, and what must hold of the new deck."""

    edits: tuple[Callable[[Any], None], ...]
    hows: frozenset[str] = frozenset()
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    quarter: str = "later"


def case(
    *edits: Callable[[Any], None], hows: str = "", says: Any = (), never: Any = (), quarter: str = "later"
) -> Case:
    return Case(edits, frozenset(hows.split()), tuple(says), tuple(never), quarter)


NEW = "Example Wares spends €436k on technology every month, and it grows by 21% a year"
CASES = {
    "reworded": case(
        lambda deck: say(deck, "We pay about €413k every month, and 18% more each year"),
        hows="figure",
        says=["We pay about €436k every month, and 21% more each year"],
    ),
    "untouched": case(says=[NEW], never=["€413k", "18%"]),
    "worded away": case(
        lambda deck: say(deck, "We pay more than ever"), hows="kept", says=["We pay more than ever"], never=[NEW]
    ),
    "half worded away": case(
        lambda deck: say(deck, "We pay €413k a month, and more"), hows="figure", says=["We pay €436k a month, and more"]
    ),
    "both changed": case(
        lambda deck: say(deck, "Every month €413k leaves us, and it grows"),
        hows="kept",
        says=["Every month €413k leaves us, and it grows"],
        quarter="falling",
    ),
    "put right": case(lambda deck: say(deck, "We pay €436k a month, 21% more a year"), says=["We pay €436k a month"]),
    "moved": case(lambda deck: setattr(slide_saying(deck, SPEND).shapes.title, "left", Emu(777_777)), says=[NEW]),
    "recoloured": case(lambda deck: setattr(font(deck).color, "rgb", RGBColor(9, 8, 7)), says=[NEW]),
    "resized": case(lambda deck: setattr(font(deck), "size", Pt(26)), says=[NEW]),
    "split runs": case(split, says=[NEW]),
    "deleted": case(delete, never=["Sum of the cost"]),
    "own slide": case(lambda deck: add_own(deck, "Nothing of yours"), says=["Nothing of yours"]),
    "own slide with a figure": case(
        lambda deck: add_own(deck, "I said €413k before"), hows="own", says=["I said €413k before"]
    ),
    "reordered": case(reverse, says=[NEW]),
    "duplicated": case(duplicate, says=[NEW]),
    "cell": case(edit_cell, hows="kept", says=["my own words"]),
    "row deleted": case(delete_row),
    "workbook": case(edit_workbook, hows="conflict", says=["1234.0"]),
    "chart recoloured": case(recolour_chart),
    "translated": case(translate, hows="kept", says=["Deutscher Satz a"]),
    "note": case(note, says=["My own note first."]),
    "shape deleted": case(delete_tile),
    "grouped": case(group, says=[NEW]),
    "autofit": case(autofit, says=[NEW]),
    "field": case(field, hows="figure", says=[f"{NEW} on 28/11/2026"]),
    "line break": case(line_break, hows="figure", says=["€436k on technology\vevery month"]),
    "own paragraph": case(paragraph, says=["A line of my own"]),
    "picture": case(picture, says=[NEW]),
    "animated": case(animate, says=[NEW]),
    "ids lost": case(lose_ids, says=[NEW]),
    "ids and names lost": case(lose_names, says=[NEW]),
    "own box on our slide": case(
        lambda deck: slide_saying(deck, SPEND).shapes.add_textbox(0, 0, 900000, 300000).text_frame.__setattr__(
            "text", "still €413k"
        ),
        hows="own",
        says=["still €413k", NEW],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_deck_that_people_edited_has_the_new_figures_and_their_edits(name: str) -> None:
    one = CASES[name]
    found = Outcome(edited(*one.edits), one.quarter)
    assert found.hows() == one.hows, found.rows()
    said = "\n".join(text for slide in found.texts() for text in slide)
    assert [each for each in one.says if each not in said] == []
    assert [each for each in one.never if each in said] == []


@pytest.mark.parametrize("name", CASES)
def test_twice_is_once(name: str) -> None:
    one = CASES[name]
    first = Outcome(edited(*one.edits), one.quarter)
    second = first.again(one.quarter)
    assert second.after == first.after
    assert second.rows("replaced", "figure") == []


@pytest.mark.parametrize("name", CASES)
def test_with_the_same_facts_no_byte_changes(name: str) -> None:
    theirs = edited(*CASES[name].edits)
    found = Outcome(theirs, "first")
    assert not found.merged.changed
    assert found.rows() == []
    assert slide_parts(found.after) == slide_parts(theirs)


@pytest.mark.parametrize("name", [name for name, each in CASES.items() if each.quarter == "later"])
def test_whatever_is_no_text_stays_on_a_slide_that_was_edited(name: str) -> None:
    one = CASES[name]
    theirs = edited(*one.edits)
    found = Outcome(theirs, one.quarter)
    before, after = (Presentation(BytesIO(each)) for each in (theirs, found.after))
    pairs = zip(before.slides, after.slides, strict=True)
    touched = [pair for number, pair in enumerate(pairs, 1) if number in found.merged.edited]
    for old, new in touched:
        assert bare(old._element) == bare(new._element)


@cache
def our_places() -> frozenset[bytes]:
    """Where shapes of both quarters stand as we placed them: dots and ends of lines follow the figures."""
    decks = (Presentation(BytesIO(deck_bytes(quarter))) for quarter in ("first", "later"))
    slides = [slide._element for deck in decks for slide in deck.slides]
    return frozenset(etree.tostring(place) for slide in slides for place in slide.iter(f"{{{A}}}xfrm"))


def bare(tree: Any) -> str:
    """A slide without what its shapes say, are called, and where we placed them: all that a person sets by hand."""
    copied = deepcopy(tree)
    for each in copied.iter(f"{{{A}}}xfrm"):
        if etree.tostring(each) in our_places():
            each[:] = []
    for each in copied.iter(f"{{{A}}}t"):
        each.text = ""
    for each in copied.iter(f"{{{P}}}cNvPr"):
        each.attrib.pop("name", None)
        each.attrib.pop("descr", None)
    for each in list(copied.iter(f"{{{A}}}tr")):
        each.getparent().remove(each)
    return str(etree.tostring(copied))


@pytest.mark.slow
def test_what_nobody_touched_is_what_a_new_deck_says() -> None:
    assert texts(Outcome(edited()).after) == texts(deck_bytes("later"))


@pytest.mark.slow
def test_parts_that_other_programs_write_again_are_still_ours() -> None:
    spaced = rewritten(deck_bytes("first"), recoloured_theme)
    assert texts(Outcome(spaced).after) == texts(deck_bytes("later"))


def other_theme(name: str, data: bytes) -> bytes:
    """Another theme, with slide layouts of other names and slides of another size."""
    if "slideLayouts/slideLayout" in name:
        return data.replace(b'<p:cSld name="', b'<p:cSld name="Corporate ')
    if "theme/theme" in name:
        return re.sub(rb'srgbClr val="\w{6}"', b'srgbClr val="123456"', data)
    return re.sub(rb"<p:sldSz [^>]*/>", b'<p:sldSz cx="9144000" cy="6858000"/>', data)


@pytest.mark.slow
def test_a_deck_whose_theme_changed_has_the_new_figures_in_its_theme() -> None:
    theirs = rewritten(deck_bytes("first"), other_theme)
    same = Outcome(theirs, "first")
    assert (same.rows(), slide_parts(same.after)) == ([], slide_parts(theirs))
    found = Outcome(theirs)
    assert texts(found.after) == texts(deck_bytes("later"))
    layouts = [slide.slide_layout.name for slide in Presentation(BytesIO(found.after)).slides]
    assert all(name.startswith("Corporate ") for name in layouts)


def narrow(deck: Any) -> None:
    shape = slide_saying(deck, SPEND).shapes.title
    shape.width, shape.height = Emu(7_600_000), Emu(1_050_000)
    font(deck).size = Pt(27)


@pytest.mark.slow
def test_a_new_text_that_is_too_long_for_a_persons_box_gets_smaller_and_is_told() -> None:
    found = Outcome(edited(narrow), "renamed")
    rows = [each for each in found.changes if each.how in ("shrunk", "overflow")]
    assert [(each.shape, each.how, each.now) for each in rows] == [
        ("Title", "overflow", "the text is too long for its box at 24 pt")
    ]
    again = [each for each in found.again("renamed").changes if each.is_open]
    assert [(each.shape, each.how) for each in again] == [("Title", "overflow")]
    slide = Presentation(BytesIO(found.after)).slides[rows[0].slide - 1]
    assert {run.font.size for run in slide.shapes.title.text_frame.paragraphs[0].runs} == {Pt(24)}


@pytest.mark.slow
def test_new_slides_are_offered_and_put_behind_the_one_that_they_follow() -> None:
    first, later = (deck_bytes(each) for each in ("first", "later"))
    short = edited(lambda deck: delete(deck, "Savings of"))
    offered = Outcome(short)
    assert offered.rows("offered", "added") == []  # a person has deleted it, and it stays deleted
    base = Outcome(first, "first").base
    slides = tuple(each for each in base.slides if each.key != "opportunities")
    found = Outcome(short, base=replace(base, slides=slides), add=True)
    assert [how for how, _, _ in found.rows("added")] == ["added"]
    said = [texts_[0] for texts_ in texts(found.after)]
    assert said == [texts_[0] for texts_ in texts(later)]


def as_powerpoint(name: str, data: bytes) -> bytes:
    """Every run marked as the spelling checker and smart tags leave it, and an id of PowerPoint's own on each slide."""
    if name.startswith("ppt/slides/slide"):
        data = data.replace(b"<a:rPr ", b'<a:rPr dirty="0" err="1" smtClean="0" smtId="4294967295" ')
        id_ = b'<p14:creationId xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" val="7"/>'
        ext = b'<p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}">' + id_ + b"</p:ext></p:extLst>"
        data = data.replace(b"</p:cSld>", ext + b"</p:cSld>")
    return data


@pytest.mark.slow
@pytest.mark.parametrize("quarter", ["later", "falling", "renamed"])
def test_a_deck_that_powerpoint_has_saved_says_what_a_new_one_says(quarter: str) -> None:
    found = Outcome(rewritten(deck_bytes("first"), as_powerpoint), quarter)
    assert len(found.merged.edited) == len(found.texts())
    assert found.hows() <= {"gone", "offered"}
    gone = {each.slide for each in found.changes if each.how == "gone" and not each.shape}
    ours = [said for number, said in enumerate(found.texts(), 1) if number not in gone]
    new = texts(deck_bytes(quarter))
    assert [said for said in ours if sorted(said) not in [*map(sorted, new)]] == []


def chart_texts(deck: bytes) -> str:
    """Everything that the charts of a deck say and how they write it, but for their workbooks."""
    with zipfile.ZipFile(BytesIO(deck)) as archive:
        return "".join(
            archive.read(name).decode() for name in archive.namelist() if "charts/" in name and "xml" in name
        )


@pytest.mark.slow
@pytest.mark.parametrize("edit", [None, recolour_chart, edit_workbook], ids=["alone", "recoloured", "edited"])
def test_a_chart_of_the_same_values_is_written_in_the_new_currency(edit: Any) -> None:
    theirs = edited(*([edit] if edit else []))
    assert "€" in chart_texts(theirs)
    found = Outcome(theirs, "dollars")
    said = chart_texts(found.after)
    assert "€" not in said
    assert "$" in said
    told = {(each.was, each.now) for each in found.changes if each.chart and each.how == "replaced"}
    assert any(was[:2] == "€0" and now[:4] == "US$0" for was, now in told)
    assert found.again("dollars").after == found.after


@pytest.mark.slow
def test_a_number_format_of_a_persons_own_stays_and_is_told() -> None:
    def formatted(deck: Any) -> None:
        for each in chart(deck)._chartSpace.iter("{*}numFmt"):
            each.set("formatCode", '0.0"x"')

    found = Outcome(edited(formatted), "dollars")
    assert [(each.how, each.theirs) for each in found.changes if each.is_open] == [("conflict", "0.0x")]
    assert [each.theirs for each in found.again("dollars").changes if each.is_open] == ["0.0x"]
