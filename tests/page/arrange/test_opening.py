"""The opening slide fills the placeholders of the title layout."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from briefing.model import Slide, Text
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Box, PlacedSlide, PlaceholderBox, inches
from briefing.page.look import Look
from placed import faults, said_on, slides
from samples import briefing


def opening(look: Look, slide: Slide) -> list[PlacedSlide]:
    return slides(arrange(briefing("", slide), look)[0])[1:]


def test_title_subtitle_and_details_stand_in_placeholders_of_their_own(look: Look) -> None:
    slide = Slide("title", "Title", (Text("By us"), Text("Today")), role="title", subtitle="For you")
    (found,) = opening(look, slide)
    kinds = [(box.type, box.name) for box in found.boxes if isinstance(box, PlaceholderBox)]
    assert kinds == [("ctrTitle", "Title"), ("subTitle", "Subtitle"), ("body", "Details")]
    assert [each.text for each in said_on(found, look)] == ["Title", "For you", "By us\nToday"]
    assert (found.layout, found.footer) == ("title", False)


def test_the_company_has_a_place_of_its_own_or_opens_the_details(look: Look) -> None:
    slide = Slide("title", "Title", (Text("By us"), Text("Today")), role="title", label="Tiny Ltd")
    (found,) = opening(look, slide)
    assert [(each.name, each.text) for each in said_on(found, look)][:2] == [("Title", "Title"), ("Label", "Tiny Ltd")]
    holders = look.layouts["title"].placeholders
    bare = replace(look.layouts["title"], placeholders=tuple(each for each in holders if each.name != "Label"))
    (found,) = opening(replace(look, layouts={**look.layouts, "title": bare}), slide)
    assert [each.text for each in said_on(found, look)] == ["Title", "Tiny Ltd · By us\nToday"]


def test_parts_that_are_missing_leave_no_empty_placeholder(look: Look) -> None:
    (found,) = opening(look, Slide("title", "Title", role="title"))
    assert [each.name for each in said_on(found, look)] == ["Title"]


def without(look: Look, *types: str, **changes: Any) -> Look:
    """The look with an opening layout that lacks these placeholders."""
    layout = look.layouts["title"]
    holders = tuple(each for each in layout.placeholders if each.type not in types)
    return replace(look, layouts={**look.layouts, "title": replace(layout, placeholders=holders, **changes)})


def with_title(look: Look, box: Box) -> Look:
    layout = look.layouts["title"]
    holders = tuple(
        replace(each, box=box) if each.type == "ctrTitle" else each
        for each in layout.placeholders
        if each.type not in ("subTitle", "body")
    )
    return replace(look, layouts={**look.layouts, "title": replace(layout, placeholders=holders, region=NOTHING)})


FULL = Slide("title", "Title", (Text("By us"), Text("Today")), role="title", subtitle="For you")
NOTHING = Box(0, 0, 0, 0)


def test_a_long_subtitle_is_set_smaller(look: Look) -> None:
    long = " ".join(f"w{n}" for n in range(80))
    (found,) = opening(look, replace(FULL, subtitle=long))
    (said,) = [each for each in said_on(found, look) if each.name == "Subtitle"]
    assert (said.text, max(said.sizes) < look.scale.body_floor) == (long, True)


def test_what_does_not_fit_at_any_size_is_told_and_stands_in_the_notes(look: Look) -> None:
    long = " ".join(f"w{n}" for n in range(900))
    deck, notices = arrange(briefing("", replace(FULL, subtitle=long, notes=("Note",))), look)
    (found,) = slides(deck)[1:]
    assert found.notes == (long, "By us", "Today", "Note")
    assert [each.text for each in said_on(found, look)] == ["Title"]
    assert [each.message for each in notices] == [
        f"The opening slide has no room for '{long}', 'By us', 'Today'; that stands in its notes."
    ]
    assert faults(found, look) == []


def test_without_placeholders_subtitle_and_details_stand_in_a_text_box_under_the_title(look: Look) -> None:
    (found,) = opening(without(look, "subTitle", "body", region=Box(0, inches(5), inches(6), inches(1))), FULL)
    assert [(each.name, each.text) for each in said_on(found, look)] == [
        ("Title", "Title"), ("Details", "For you\nBy us\nToday"),
    ]  # fmt: skip


def test_less_is_said_where_there_is_no_room_for_the_details(look: Look) -> None:
    (found,) = opening(without(look, "body", "subTitle", region=Box(0, inches(5), inches(6), inches(0.35))), FULL)
    assert [each.text for each in said_on(found, look)] == ["Title", "For you\nBy us"]
    assert found.notes == ("Today",)


@pytest.mark.parametrize("box", [Box(0, 0, inches(0.4), inches(6)), Box(0, 0, inches(6), inches(0.2))])
def test_another_layout_is_used_where_the_title_has_no_room(box: Box, look: Look) -> None:
    (found,) = opening(with_title(look, box), replace(FULL, title="Accountability for every euro of the cloud"))
    assert found.layout == "title-only"
    assert [each.text for each in said_on(found, look)] == [
        "Accountability for every euro of the cloud", "For you\nBy us\nToday",
    ]  # fmt: skip
    assert faults(found, look) == []


def test_the_opening_is_one_slide_whatever_it_says(look: Look) -> None:
    long = " ".join(f"w{n}" for n in range(3000))
    for title, subtitle, details in ((long, "", ""), (long, long, long), ("x" * 900, "y" * 900, "z" * 900)):
        (found,) = opening(look, Slide("title", title, (Text(details),), role="title", subtitle=subtitle))
        assert found.boxes
        assert faults(found, look) == []
