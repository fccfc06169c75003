"""Continuing: text divided between two slides, with its heading over both parts."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from briefing.render.pptx.arrange.canvas import Canvas, said
from briefing.render.pptx.boxes import Box, Frame, Paragraph, points
from briefing.render.pptx.fit import split

LEAST = 2  # lines that go on


class Rest(Struct, frozen=True):
    """What stands on the next slide: the heading, and the paragraphs that are left."""

    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of each paragraph."""
        return tuple("".join(run.text for run in each.runs) for each in self.paragraphs)

    @property
    def goes_on(self) -> bool:
        """Whether the first paragraph is the end of one that began before, or never had a bullet."""
        return bool(self.paragraphs) and not self.paragraphs[0].bullet


def divide(frame: Frame, box: Box, canvas: Canvas, *, headed: bool) -> tuple[Frame, Rest | None]:
    """What fits of a frame at its size, and the rest, which has two lines at the least if there are so many.

    With `headed` the first paragraph is repeated over the rest. A heading that takes half of the box is not repeated,
    but read on, for else nothing would ever be left to say.
    """
    if not headed:
        shown, later = split(frame, box, canvas.faces, LEAST)
        return shown, Rest("", later.paragraphs) if later else None
    head, *body = frame.paragraphs
    alone = replace(frame, paragraphs=(head,))
    top = canvas.height(alone, box.w) - frame.insets.bottom + points(head.after)
    if not body or top > box.h // 2:
        return _read_on(frame, box, canvas)
    under = replace(frame, paragraphs=tuple(body), insets=replace(frame.insets, top=top))
    shown, later = split(under, box, canvas.faces, LEAST)
    whole = replace(frame, paragraphs=(head, *shown.paragraphs))
    return whole, Rest(said(alone), later.paragraphs) if later else None


def _read_on(frame: Frame, box: Box, canvas: Canvas) -> tuple[Frame, Rest | None]:
    shown, later = split(frame, box, canvas.faces)
    if later is None:
        return shown, None
    if len(later.paragraphs) < len(frame.paragraphs):
        return shown, Rest("", later.paragraphs)
    heading, *body = later.paragraphs
    return shown, Rest(said(replace(later, paragraphs=(heading,))), tuple(body))


def cut_short(frame: Frame, box: Box, canvas: Canvas) -> tuple[Frame, str]:
    """As many lines as the box holds, and the words that are left over, empty where it holds them all."""
    shown, later = split(frame, box, canvas.faces)
    return shown, said(later)
