"""The opening slide fills the placeholders of the title layout."""

from __future__ import annotations

from briefing.model import Slide, Text
from briefing.render.pptx.arrange.arrange import arrange
from briefing.render.pptx.boxes import PlacedSlide, PlaceholderBox
from briefing.render.pptx.look import Look
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


def test_parts_that_are_missing_leave_no_empty_placeholder(look: Look) -> None:
    (found,) = opening(look, Slide("title", "Title", role="title"))
    assert [each.name for each in said_on(found, look)] == ["Title"]


def test_what_does_not_fit_goes_on_as_running_text_on_a_content_slide(look: Look) -> None:
    long = " ".join(f"w{n}" for n in range(200))
    found = opening(look, Slide("title", "Title", (Text("Today"),), role="title", subtitle=long))
    assert [slide.layout for slide in found] == ["title", "content"]
    said = " ".join(each.text for slide in found for each in said_on(slide, look) if each.name in ("Subtitle", "Text"))
    assert said == long
    assert [fault for slide in found for fault in faults(slide, look)] == []
