"""Headlines: at their size, smaller, or taking room from the content."""

from __future__ import annotations

import pytest

from briefing.model import Role, Slide, Text
from briefing.render.pptx.arrange.arrange import arrange
from briefing.render.pptx.arrange.canvas import Canvas, said
from briefing.render.pptx.arrange.headline import Head, place_head
from briefing.render.pptx.boxes import PlaceholderBox
from briefing.render.pptx.fit import line_count
from briefing.render.pptx.look import Look
from placed import said_on, slides
from samples import briefing

TWO_LINES = "Nine milestones take FinOps from an idea that somebody had to a habit of everybody who spends"
FIVE_LINES = " ".join(["accountability"] * 28)


def head(title: str, canvas: Canvas, role: Role = "content", label: str = "") -> Head:
    layout = canvas.look.layouts["title-only" if role == "content" else role]
    return place_head(Slide("text", title, role=role, label=label), layout, canvas)


def title(found: Head) -> PlaceholderBox:
    box = found.boxes[0]
    assert isinstance(box, PlaceholderBox)
    return box


def lines(found: Head, canvas: Canvas) -> int:
    box = title(found)
    assert box.box is not None
    return line_count(box.frame, box.box.w, canvas.faces)


def test_a_short_title_stands_at_its_size_in_its_placeholder(canvas: Canvas) -> None:
    found = head("FinOps pays for itself", canvas)
    layout = canvas.look.layouts["title-only"]
    assert (title(found).type, title(found).frame.size, title(found).frame.heading) == ("title", 28, True)
    assert found.region == layout.region
    assert found.rest == ()


def test_a_title_of_two_lines_breaks_in_the_middle(canvas: Canvas) -> None:
    found = head(TWO_LINES, canvas)
    assert lines(found, canvas) == 2
    assert title(found).frame.insets.right > 0


def test_a_title_of_more_lines_shrinks_to_the_floor_and_then_takes_room_from_the_content(canvas: Canvas) -> None:
    found, region = head(FIVE_LINES, canvas), canvas.look.layouts["title-only"].region
    box = title(found).box
    assert title(found).frame.size == 24
    assert box is not None
    assert found.region.y > region.y
    assert found.region.bottom == region.bottom
    assert box.bottom <= found.region.y
    assert canvas.height(title(found).frame, box.w) <= box.h
    assert found.rest == ()


def test_a_title_that_would_fill_half_of_the_slide_is_set_smaller_and_never_goes_on_in_the_body(canvas: Canvas) -> None:
    words = [f"word{n}" for n in range(150)]
    found = head(" ".join(words), canvas)
    assert 12 <= title(found).frame.size < 24
    assert (said(title(found).frame).split(), found.rest, found.cut) == (words, (), False)
    assert found.region.h > 0


def test_a_title_that_fits_at_no_size_is_cut_with_an_ellipsis_and_stands_in_full_in_the_notes(look: Look) -> None:
    text = " ".join(f"word{n}" for n in range(900))
    deck, notices = arrange(briefing("", Slide("text", text, (Text("Body"),), notes=("Note",))), look)
    (slide,) = slides(deck)[1:]
    shown, *others = (each.text for each in said_on(slide, look))
    assert shown.endswith(" …")
    assert text.startswith(shown.removesuffix(" …"))
    assert others == ["Body"]
    assert slide.notes == (text, "Note")
    assert [each.message for each in notices] == [
        f"The headline '{text}' is too long for its slide at any size; it is cut, and stands in full in the notes."
    ]


@pytest.mark.parametrize(("role", "size"), [("content", 28), ("statement", 36), ("closing", 36), ("section", 36)])
def test_loud_slides_have_a_larger_headline(role: Role, size: float, canvas: Canvas) -> None:
    found = head("Decide today", canvas, role)
    assert title(found).frame.size <= size
    assert title(found).frame.size >= 28


def test_the_label_stands_in_its_placeholder_over_the_title(canvas: Canvas) -> None:
    label = head("Title", canvas, label="CFO  ·  Chief Financial Officer").boxes[1]
    assert isinstance(label, PlaceholderBox)
    assert (label.name, label.type) == ("Label", "body")


def test_a_slide_without_a_label_leaves_its_placeholder_out(canvas: Canvas) -> None:
    assert len(head("Title", canvas).boxes) == 1


def test_titles_of_slides_that_go_on_are_measured_with_their_number(look: Look) -> None:
    items = (Text(" ".join(["word"] * 300)),) * 4
    for slide in slides(arrange(briefing("", Slide("text", TWO_LINES, items)), look)[0])[1:]:
        box = slide.boxes[0]
        assert isinstance(box, PlaceholderBox)
        assert "".join(run.text for run in box.frame.paragraphs[0].runs) == slide.title
