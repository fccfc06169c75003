"""Headlines: at their size, smaller, or taking room from the content."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model import Role, Slide, Text
from briefing.page.arrange.arrange import arrange
from briefing.page.arrange.canvas import Canvas, Head, paragraph, place_head, said
from briefing.page.boxes import PlaceholderBox, inches
from briefing.page.fit import is_torn, line_count, wrap
from briefing.page.look import Look
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


def test_a_title_of_two_lines_wraps_by_itself(canvas: Canvas) -> None:
    found = head(TWO_LINES, canvas)
    assert lines(found, canvas) == 2
    assert title(found).frame.insets.right == 0


@pytest.mark.parametrize("count", range(60, 100))
def test_whoever_edits_a_title_has_almost_the_whole_width_for_it(count: int, canvas: Canvas) -> None:
    words = TWO_LINES[:count].rsplit(" ", 1)[0]
    box = title(head(words, canvas))
    assert box.box is not None
    assert box.frame.insets.left + box.frame.insets.right <= 0.12 * box.box.w + 1


@pytest.mark.parametrize("count", range(30, 90))
def test_a_title_wraps_alike_where_letters_are_a_little_wider(count: int, canvas: Canvas) -> None:
    box = title(head(TWO_LINES[:count], canvas))
    assert box.box is not None
    assert canvas.height(box.frame, round(box.box.w * 0.975)) <= max(box.box.h, canvas.height(box.frame, box.box.w))


def test_a_word_that_would_stand_alone_takes_another_along(canvas: Canvas) -> None:
    width = canvas.look.layouts["title-only"].placeholders[0].box.w
    words = TWO_LINES.split()
    alone = next(
        text
        for text in (" ".join(words[:count]) for count in range(4, len(words)))
        if len(wrap(paragraph(text), title(head(text, canvas)).frame, width, canvas.faces)) == 2
    )
    box = title(head(alone, canvas))
    assert len(wrap(box.frame.paragraphs[0], box.frame, width, canvas.faces)[-1].split()) > 1
    assert box.frame.insets.right > 0


def test_a_word_wider_than_a_narrow_title_makes_it_smaller(canvas: Canvas) -> None:
    layout = canvas.look.layouts["title-only"]
    narrow = [replace(each, box=replace(each.box, w=inches(2.4))) for each in layout.placeholders]
    found = place_head(Slide("text", "Responsibilities"), replace(layout, placeholders=tuple(narrow)), canvas)
    frame = title(found).frame
    assert 10 < frame.size < 24
    assert not is_torn(frame, inches(2.4), canvas.faces)


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


def test_a_title_that_would_fill_half_of_the_slide_is_set_smaller_and_never_divided(canvas: Canvas) -> None:
    words = [f"word{n}" for n in range(300)]
    found = head(" ".join(words), canvas)
    box = title(found)
    assert "".join(run.text for each in box.frame.paragraphs for run in each.runs).split() == words
    assert found.rest == ()
    assert box.box is not None
    assert box.box.bottom <= canvas.look.height // 2 + 1
    assert canvas.height(box.frame, box.box.w) <= box.box.h
    assert found.region.h > 0


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


@pytest.mark.parametrize(("role", "size"), [("content", 28), ("statement", 36), ("closing", 40), ("section", 36)])
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


@pytest.mark.parametrize("count", [1, 6, 25])
def test_a_title_that_stands_in_the_region_has_the_content_under_it(count: int, canvas: Canvas) -> None:
    layout = canvas.look.layouts["title-only"]
    (first, *others) = layout.placeholders
    narrow = replace(first, box=replace(first.box, w=inches(3), y=layout.region.y + inches(0.2), h=inches(1)))
    found = place_head(
        Slide("text", " ".join(["word"] * count)), replace(layout, placeholders=(narrow, *others)), canvas
    )
    box = title(found).box
    assert box is not None
    assert box.bottom < found.region.y
    assert found.region.bottom == layout.region.bottom


def test_a_title_beside_or_under_the_content_leaves_it_alone(canvas: Canvas) -> None:
    layout = canvas.look.layouts["title-only"]
    (first, *others) = layout.placeholders
    right, low = layout.region.right, layout.region.bottom
    for place in (replace(first.box, x=right, w=inches(1)), replace(first.box, y=low, h=inches(0.5))):
        moved = replace(layout, placeholders=(replace(first, box=place), *others))
        assert place_head(Slide("text", "A title of some words"), moved, canvas).region == layout.region
