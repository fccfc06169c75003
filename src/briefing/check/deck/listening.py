"""What a screen reader meets: the order of shapes, header rows, languages, and placeholders that nobody filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Final

from briefing.check.deck.view import FOOTER_TYPES, DeckView, Hit, RunView, ShapeView, SlideView
from briefing.page.boxes import Box, points
from briefing.page.look import USUAL_HEIGHT, USUAL_WIDTH

# Alternative texts: what somebody hears who does not see the picture.

# Kind → how it is called. What stands here says something; other shapes without text are taken for ornament first.
NAMED: Final = {
    "picture": "picture",
    "chart": "chart",
    "table": "table",
    "diagram": "diagram",
    "media": "film or sound",
    "object": "object",
    "group": "group",
}
_FILE_NAME: Final = re.compile(
    r"[^\n]{0,200}\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|webp|heic|pdf|mp4|mov|avi|wav|mp3)\W{0,3}", re.IGNORECASE
)


def no_alternative(deck: DeckView) -> Iterator[Hit]:
    """Pictures, charts, tables, diagrams and groups without an alternative text that are not marked as decoration."""
    for slide in deck.slides:
        for shape in _asked(slide):
            if shape.kind in NAMED and not shape.alt:
                yield Hit(slide.number, shape.name, f"the {NAMED[shape.kind]} has no alternative text")


def file_name(deck: DeckView) -> Iterator[Hit]:
    """Alternative texts that are the name of a file, as some programs fill them in."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if _FILE_NAME.fullmatch(shape.alt):
                yield Hit(slide.number, shape.name, f"the alternative text is the name of a file: '{shape.alt}'")


def undescribed_shape(deck: DeckView) -> Iterator[Hit]:
    """Lines and drawn shapes without text that are neither described nor marked as decoration."""
    for slide in deck.slides:
        for shape in _asked(slide):
            if shape.kind in {"shape", "connector"} and not (shape.alt or shape.has_text or shape.placeholder):
                yield Hit(slide.number, shape.name, "the shape has neither text nor alternative text")


def _asked(slide: SlideView) -> Iterator[ShapeView]:
    """The shapes that must speak for themselves: not ornament, not in a group that speaks for its members."""
    groups = {shape.id: shape for shape in slide.shapes if shape.kind == "group"}
    for shape in slide.shapes:
        if shape.decorative or shape.hidden or any(_speaks(each, slide) for each in _around(shape, groups)):
            continue
        if shape.kind != "group" or not _members_speak(shape, slide):
            yield shape


def _around(shape: ShapeView, groups: dict[str, ShapeView]) -> Iterator[ShapeView]:
    """The groups around a shape, from the nearest; ids that come twice must not lead in a circle."""
    seen: set[str] = set()
    while (outer := groups.get(shape.group)) is not None and outer.id not in seen:
        seen.add(outer.id)
        yield outer
        shape = outer


def _speaks(group: ShapeView, slide: SlideView) -> bool:
    """Whether a group's members need not: it is described or decoration, or is itself what is found."""
    return bool(group.alt) or group.decorative or not _members_speak(group, slide)


def _members_speak(group: ShapeView, slide: SlideView) -> bool:
    members = [shape for shape in slide.shapes if shape.group == group.id]
    return any(shape.has_text or shape.alt or shape.kind == "group" for shape in members)


# Slide titles: what a listener hears first, and the only way to tell slides apart in an outline.


def no_title(deck: DeckView) -> Iterator[Hit]:
    """Slides without a title placeholder."""
    for slide in deck.slides:
        if slide.shapes and slide.title is None:
            yield Hit(slide.number, "", "the slide has no title placeholder")


def empty_title(deck: DeckView) -> Iterator[Hit]:
    """Slides whose title placeholder holds no text."""
    for slide in deck.slides:
        if slide.title is not None and not _words(slide):
            yield Hit(slide.number, slide.title.name, "the title is empty")


def title_twice(deck: DeckView) -> Iterator[Hit]:
    """Slides that say the title of an earlier slide."""
    seen: dict[str, int] = {}
    for slide in deck.slides:
        words = _words(slide)
        if words.casefold() in seen:
            first = seen[words.casefold()]
            yield Hit(
                slide.number,
                slide.title.name if slide.title else "",
                f"the title '{words}' is that of slide {first} too",
            )
        elif words:
            seen[words.casefold()] = slide.number


def no_file_title(deck: DeckView) -> Iterator[Hit]:
    """A file without a title in its properties: a screen reader says the file's name instead."""
    if not deck.title:
        yield Hit(0, "", "the file's properties hold no title")


def _words(slide: SlideView) -> str:
    title = slide.title
    return " ".join(title.text.text.split()) if title is not None and title.text is not None else ""


RIGHT_TO_LEFT: Final = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv"})
SLACK: Final = points(6)  # what people call the same row or column on a slide of the usual size
QUOTED: Final = 40  # characters of a text that a message shows


def title_not_first(deck: DeckView) -> Iterator[Hit]:
    """Titles that are read after other texts."""
    for slide in deck.slides:
        first = next((shape for shape in slide.shapes if shape.has_text and not shape.hidden), None)
        if slide.title is not None and slide.title.has_text and first is not None and not first.is_title:
            yield Hit(slide.number, slide.title.name, f"'{first.name}' is read before the title")


def order_jumps(deck: DeckView) -> Iterator[Hit]:
    """Slides on which the reading order goes back up, or back within a row."""
    slack = round(SLACK * max(1.0, min(deck.width / USUAL_WIDTH, deck.height / USUAL_HEIGHT)))
    for slide in deck.slides:
        rtl = any(run.language.split("-")[0].lower() in RIGHT_TO_LEFT for run in _runs(slide))
        linked = _linked(slide, slack)
        for one, other in pairwise(_read(slide)):
            if frozenset({one.id, other.id}) in linked or one.box is None or other.box is None:
                continue
            if _goes_back(one.box, other.box, slack, rtl=rtl):
                yield Hit(slide.number, other.name, f"it is read after '{one.name}', which stands below or beyond it")
                break


def no_header_row(deck: DeckView) -> Iterator[Hit]:
    """Tables of several rows whose first row is not marked as header."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.table is not None and len(shape.table.row_heights) > 1 and not shape.table.header:
                yield Hit(slide.number, shape.name, "the table's first row is not marked as header row")


def no_language(deck: DeckView) -> Iterator[Hit]:
    """Slides with texts of which the file does not say the language."""
    for slide in deck.slides:
        without = [(shape, text) for shape, text in _texts(slide) if not text[1]]
        if without:
            shape, (words, _) = without[0]
            rest = f", nor do {len(without) - 1} others" if len(without) > 1 else ""
            yield Hit(slide.number, shape.name, f"'{quoted(words)}' does not say its language{rest}")


def empty_placeholder(deck: DeckView) -> Iterator[Hit]:
    """Placeholders that hold nothing; an empty title and empty footers have their own check or show nothing."""
    for slide in deck.slides:
        for shape in slide.shapes:
            counted = shape.placeholder and shape.kind == "shape" and shape.placeholder not in FOOTER_TYPES
            if counted and not shape.is_title and not shape.has_text and not (shape.fill and shape.fill.busy):
                yield Hit(slide.number, shape.name, "the placeholder is empty")


def quoted(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1].rstrip()}…"


def _read(slide: SlideView) -> list[ShapeView]:
    """The shapes that are read aloud, but for title and footers."""
    spoken = (shape for shape in slide.shapes if not (shape.decorative or shape.hidden or shape.is_title))
    kinds = {"group", "connector"}
    return [
        shape
        for shape in spoken
        if shape.placeholder not in FOOTER_TYPES
        and shape.kind not in kinds
        and (shape.has_text or shape.alt or shape.table is not None)
    ]


def _goes_back(one: Box, other: Box, slack: int, *, rtl: bool) -> bool:
    """Up, and not to the head of a further column; or back in the same row."""
    beyond = other.right <= one.x + slack if rtl else other.x >= one.right - slack
    if other.bottom <= one.y + slack:
        return not beyond
    shared = min(one.bottom, other.bottom) - max(one.y, other.y)
    back = other.x >= one.right - slack if rtl else other.right <= one.x + slack
    return back and shared > min(one.h, other.h) / 2


def _linked(slide: SlideView, slack: int) -> set[frozenset[str]]:
    """Shapes that a connector joins, and its labels: a diagram is read along its connectors."""
    pairs = set[frozenset[str]]()
    for link in slide.shapes:
        if len(link.glued) == 2:
            ends = [set(_at_end(id_, slide)) for id_ in link.glued]
            labels = {shape.id for shape in slide.shapes if shape.has_text and _beside(shape, link, slack)}
            pairs |= {frozenset(pair) for pair in product(*ends)}
            pairs |= {frozenset(pair) for end in ends for pair in product(end, labels)}
    return pairs


def _at_end(id_: str, slide: SlideView) -> Iterator[str]:
    """The shape that a connector holds on to, and, where that is a dot on an outline, the shape with the outline."""
    yield id_
    box = next((shape.box for shape in slide.shapes if shape.id == id_), None)
    x, y = (box.x + box.w // 2, box.y + box.h // 2) if box else (-1, -1)
    for shape in slide.shapes:
        if shape.box and shape.box.x <= x <= shape.box.right and shape.box.y <= y <= shape.box.bottom:
            yield shape.id


def _beside(shape: ShapeView, link: ShapeView, slack: int) -> bool:
    if shape.box is None or link.box is None:
        return False
    near, line = shape.box.inset(-slack, -slack), link.box
    return near.x < line.right and line.x < near.right and near.y <= line.bottom and line.y <= near.bottom


def _texts(slide: SlideView) -> Iterator[tuple[ShapeView, tuple[str, str]]]:
    for shape in slide.shapes:
        views = [shape.text] if shape.text else []
        views += [cell.text for cell in shape.table.cells] if shape.table else []
        yield from ((shape, (run.text, run.language)) for view in views for run in view.runs)


def _runs(slide: SlideView) -> Iterator[RunView]:
    return (run for shape in slide.shapes if shape.text for run in shape.text.runs)
