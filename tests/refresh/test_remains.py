"""Old figures that a refresh cannot put right are told: wherever they stand, and again until a person has done it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Emu

from refresh.quarters import Outcome, deck_bytes, edited, slide_parts, slide_saying
from refresh.test_merge import SPEND, chart, edit_cell, edit_workbook, say, title

pytestmark = pytest.mark.sampled
SAME = "Nothing of this changes"  # words of a slide whose facts stay


def last(deck: Any) -> Any:
    """A slide of ours on which no figure changes."""
    return next(each for each in deck.slides if each.shapes.title and "€" not in each.shapes.title.text_frame.text)


def box(slide: Any, text: str) -> Any:
    shape = slide.shapes.add_textbox(0, 0, Emu(900_000), Emu(300_000))
    shape.text_frame.text = text
    return shape


def own_note(deck: Any) -> None:
    last(deck).notes_slide.notes_text_frame.add_paragraph().text = "Say that it is €413k"


def own_alt(deck: Any) -> None:
    box(last(deck), "Mine")._element.xpath(".//p:cNvPr")[0].set("descr", "A bar of €413k")


def chart_title(deck: Any) -> None:
    found = chart(deck)
    found.has_title = True
    found.chart_title.text_frame.text = "From €413k a month"


def own_table(deck: Any) -> None:
    frame = last(deck).shapes.add_table(2, 2, 0, 0, Emu(900_000), Emu(300_000))
    frame.table.cell(1, 1).text = "€413k"


def own_group(deck: Any) -> None:
    box(last(deck).shapes.add_group_shape(), "of €413k")


def own_chart(deck: Any) -> None:
    data = CategoryChartData()
    data.categories = ["€413k a month", "more"]
    data.add_series("Mine", [1, 2])
    sides = (Emu(0), Emu(0), Emu(900_000), Emu(900_000))
    last(deck).shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *sides, data)


def copied_chart(deck: Any) -> None:
    """A person's own chart with the values of one of ours."""
    data, found = CategoryChartData(), chart(deck)
    data.categories = [*found.plots[0].categories]
    for each in (series for plot in found.plots for series in plot.series):
        data.add_series(each.name, [*each.values])
    last(deck).shapes.add_chart(XL_CHART_TYPE.LINE, 0, 0, Emu(900_000), Emu(900_000), data)


def own_cell(deck: Any) -> None:
    table = next(each.table for slide in deck.slides for each in slide.shapes if each.has_table)
    table.cell(0, 0).text_frame.paragraphs[0].add_run().text = " of €413k"


def diagram(deck: Any) -> None:
    """A diagram of PowerPoint's (SmartArt): its words stand in a part of their own."""
    slide, main = last(deck), "http://schemas.openxmlformats.org/drawingml/2006/main"
    kind = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    words = f'<a:p xmlns:a="{main}"><a:r><a:t>From €413k</a:t></a:r></a:p>'
    points = f"<dgm:ptLst><dgm:pt><dgm:t>{words}</dgm:t></dgm:pt></dgm:ptLst>"
    data = f'<dgm:dataModel xmlns:dgm="{kind}">{points}</dgm:dataModel>'
    type_ = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = Part(PackURI("/ppt/diagrams/data1.xml"), type_, slide.part.package, data.encode())
    id_ = slide.part.relate_to(part, RELATIONSHIP_TYPE.DIAGRAM_DATA)
    frame = own_frame(slide)
    holder = frame.find(".//{*}graphicData")
    holder.set("uri", kind)
    for each in list(holder):
        holder.remove(each)
    ids = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    holder.append(parse_xml(f'<dgm:relIds xmlns:dgm="{kind}" xmlns:r="{ids}" r:dm="{id_}"/>'))


def own_frame(slide: Any) -> Any:
    return slide.shapes.add_table(1, 1, 0, 0, Emu(900_000), Emu(300_000))._element


PLACES: dict[str, Callable[[Any], None]] = {
    "a box": lambda deck: box(last(deck), "We said €413k"),
    "a note": own_note,
    "an alternative text": own_alt,
    "the title of a chart": chart_title,
    "a table": own_table,
    "a group": own_group,
    "a chart": own_chart,
    "a cell": own_cell,
    "a diagram": diagram,
    "a note of another slide": lambda deck: (
        slide_saying(deck, SPEND).notes_slide.notes_text_frame.add_paragraph().__setattr__("text", "Say €413k")
    ),
    "beside the figure of the text": lambda deck: say(deck, "It is €413k and grows by 18%, of €192k savings"),
    "with other spaces": lambda deck: box(last(deck), "We said\u202f€413k"),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_old_figure_is_told_wherever_it_stands_and_at_every_refresh(name: str) -> None:
    found = Outcome(edited(PLACES[name]))
    old = "€192k" if name.startswith("beside") else "€413k"
    told = [(each.slide, each.shape, each.was, each.theirs) for each in found.changes if each.how == "own"]
    assert [was for _, _, was, _ in told] == [old]
    again = found.again()
    assert [(each.slide, each.shape, each.was, each.theirs) for each in again.changes if each.how == "own"] == told
    assert again.after == found.after
    assert Outcome(edited(PLACES[name]), "first").rows() == []


@pytest.mark.slow
def test_a_copy_of_a_chart_with_old_values_is_told_at_every_refresh() -> None:
    found = Outcome(edited(copied_chart))
    (row,) = [each for each in found.changes if each.how == "own"]
    assert row.was == row.theirs != row.now
    assert [each.shape for each in found.again().changes if each.how == "own"] == [row.shape]


def open_rows(found: Outcome) -> list[tuple[int, str, str, str]]:
    return sorted((each.slide, each.how, each.shape, each.now) for each in found.changes if each.is_open)


LEFT: dict[str, tuple[tuple[Callable[[Any], None], ...], str]] = {
    "words of both": ((lambda deck: say(deck, "Every month it grows, and nobody knows why"),), "falling"),
    "worded away": ((lambda deck: say(deck, "We pay more than ever"),), "later"),
    "a value of a chart": ((edit_workbook,), "later"),
    "a cell": ((edit_cell,), "later"),
    "two things": ((edit_cell, lambda deck: say(deck, "26 people, 18% and all")), "later"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LEFT)
def test_what_is_left_to_a_person_is_told_at_every_refresh(name: str) -> None:
    edits, quarter = LEFT[name]
    found = Outcome(edited(*edits), quarter)
    again = found.again(quarter)
    assert open_rows(found)
    assert open_rows(again) == open_rows(found)
    assert open_rows(again.again(quarter)) == open_rows(found)
    assert again.after == found.after


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edit", "quarter", "right"),
    [
        (lambda deck: say(deck, "We pay more than ever"), "later", "It is €436k now, and 21% more a year"),
        (lambda deck: say(deck, "Every month it grows, and why?"), "falling", "€436k a month, 6% less each year"),
        (lambda deck: say(deck, "€413k and 18%, said of €192k"), "later", "€436k and 21%, and nothing else"),
    ],
)
def test_what_a_person_has_put_right_is_told_no_more(edit: Any, quarter: str, right: str) -> None:
    found = Outcome(edited(edit), quarter)
    number = next(each.slide for each in found.changes if each.is_open)
    presentation = Presentation(BytesIO(found.after))
    frame = presentation.slides[number - 1].shapes.title.text_frame
    frame.paragraphs[0].runs[0].text = right
    for each in frame.paragraphs[0].runs[1:]:
        each.text = ""
    stream = BytesIO()
    presentation.save(stream)
    assert open_rows(Outcome(stream.getvalue(), quarter, found.base)) == []


@pytest.mark.slow
def test_a_figure_that_was_left_is_put_in_by_the_next_quarter() -> None:
    """Of a text that lacks one figure the other is still ours, and stays so."""
    found = Outcome(edited(lambda deck: say(deck, "We pay €413k a month, and more")))
    back = Outcome(found.after, "first", found.base)
    assert "We pay €413k a month, and more" in [text for slide in back.texts() for text in slide]
    assert [each.how for each in back.changes if each.is_open] in ([], ["kept"])


def set_bold(deck: Any) -> None:
    """Only the digits of a figure bold, as a person sets them with the mouse."""
    from copy import deepcopy

    (run,) = title(deck).paragraphs[0].runs
    before, _, after = run.text.partition("413")
    parts = [run._r, deepcopy(run._r), deepcopy(run._r)]
    parts[0].addnext(parts[1])
    parts[1].addnext(parts[2])
    for part, text, bold in zip(parts, (before, "413", after), (False, True, False), strict=True):
        part.find("{*}t").text = text
        part.find("{*}rPr").set("b", str(int(bold)))


@pytest.mark.slow
def test_digits_that_are_bold_stay_bold_when_they_change() -> None:
    found = Outcome(edited(set_bold))
    slide = slide_saying(Presentation(BytesIO(found.after)), "€436k")
    runs = [(run.text, run.font.bold) for run in slide.shapes.title.text_frame.paragraphs[0].runs]
    assert [text for text, bold in runs if bold] == ["436"]


@pytest.mark.slow
def test_spaces_of_another_kind_are_no_change() -> None:
    """What a program writes with other spaces is no edit, and no new figure."""

    def spaced(deck: Any) -> None:
        for slide in deck.slides:
            for shape in slide.shapes:
                for paragraph in shape.text_frame.paragraphs if shape.has_text_frame else ():
                    for run in paragraph.runs:
                        run.text = run.text.replace("\u00a0", " ").replace(" a ", "\u202fa\u2009")

    theirs = edited(spaced)
    same = Outcome(theirs, "first")
    assert (same.rows(), slide_parts(same.after)) == ([], slide_parts(theirs))
    found = Outcome(theirs)
    assert found.hows() == frozenset()
    plain = [[text.translate(dict.fromkeys((0xA0, 0x202F, 0x2009), " ")) for text in slide] for slide in found.texts()]
    later = Outcome(deck_bytes("first")).texts()
    assert plain == [[text.replace("\u00a0", " ") for text in slide] for slide in later]
