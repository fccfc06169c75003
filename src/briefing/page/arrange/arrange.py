"""Arrange: a briefing and a look become placed slides. Text that does not fit continues on a further slide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from briefing.model import (
    Block,
    Briefing,
    Bullets,
    Chart,
    Columns,
    Contents,
    Continued,
    Cut,
    Diagram,
    Field,
    Flags,
    Notice,
    Pairs,
    Panel,
    Points,
    Remark,
    Rows,
    Slide,
    Table,
    Text,
    Tiers,
    Tiles,
    Timeline,
    Tracks,
)
from briefing.page.arrange.canvas import (
    GUTTER,
    LABEL,
    STEP,
    Canvas,
    Head,
    Piece,
    canvas_of,
    columns,
    paragraph,
    place_head,
    text_box,
)
from briefing.page.arrange.cards import place_cards
from briefing.page.arrange.closing import place_closing
from briefing.page.arrange.contents import place_contents
from briefing.page.arrange.diagram import place_diagram
from briefing.page.arrange.field import place_field
from briefing.page.arrange.insight import beside, place_insight, place_large_tiles, place_panel, place_points
from briefing.page.arrange.opening import place_feet, place_opening
from briefing.page.arrange.pairs import place_pairs
from briefing.page.arrange.rows import place_rows
from briefing.page.arrange.tables import place_table
from briefing.page.arrange.text import as_text, measure, place_bullets, place_text
from briefing.page.arrange.tiers import place_flags, place_tiers
from briefing.page.arrange.tiles import place_tiles
from briefing.page.arrange.timeline import place_timeline
from briefing.page.arrange.tracks import place_tracks
from briefing.page.boxes import (
    Box,
    Deck,
    Frame,
    Paragraph,
    Placed,
    PlacedSection,
    PlacedSlide,
    PlaceholderBox,
    Run,
    ShapeBox,
    TableBox,
    inches,
)
from briefing.page.fit import is_torn, natural_width
from briefing.page.fonts import Typefaces
from briefing.page.look import Look, SlideLayout, dense_look, scaled_slide

# Words that are broken between letters, because the page is too narrow for them at a legible size.


def torn(boxes: Sequence[Placed], faces: Typefaces) -> bool:
    """Whether a word is broken in any of the boxes."""
    return any(is_torn(frame, width, faces) for frame, width in _texts(boxes))


def torn_slides(deck: Deck, look: Look) -> tuple[int, ...]:
    """The numbers of the slides on which a word is broken, from 1."""
    faces = Typefaces(look.heading_font, look.body_font)
    slides = [slide for section in deck.sections for slide in section.slides]
    return tuple(number for number, slide in enumerate(slides, 1) if torn(slide.boxes, faces))


def _texts(boxes: Sequence[Placed]) -> Iterator[tuple[Frame, int]]:
    """The frames with the width that each has; those in the place that their layout gives them were fitted to it."""
    for each in boxes:
        if isinstance(each, TableBox):
            for row in each.rows:
                yield from ((cell.frame, width) for cell, width in zip(row, each.widths, strict=True))
        elif isinstance(each, ShapeBox | PlaceholderBox) and each.frame and each.box:
            yield each.frame, each.box.w


Placer = Callable[..., Piece]


def _place_chart(block: Chart, box: Box, canvas: Canvas) -> Piece:
    from briefing.page.arrange.chart import place_chart  # most decks have none

    return place_chart(block, box, canvas)


PLACERS: Mapping[type, Placer] = {
    Text: place_text,
    Bullets: place_bullets,
    Columns: place_cards,
    Pairs: place_pairs,
    Table: place_table,
    Tiles: place_tiles,
    Timeline: place_timeline,
    Diagram: place_diagram,
    Chart: _place_chart,
    Contents: place_contents,
    Points: place_points,
    Panel: place_panel,
    Rows: place_rows,
    Tracks: place_tracks,
    Field: place_field,
    Flags: place_flags,
    Tiers: place_tiers,
}
SPLITS: Mapping[type, tuple[float, float]] = {Table: (8, 4), Text: (5, 7), Points: (6.9, 4.8), Rows: (7.9, 3.8)}
EXHIBITS = (Chart, Table, Bullets, Tiers, Tracks, Points)  # that a column of insight may stand beside
LEAST = inches(1.2)
APART = (3 * STEP, 2 * STEP, STEP)  # between blocks under each other, the best first
EVEN = (6.0, 6.0)
NARROWEST = inches(6)  # a page on which two blocks stand side by side
SOURCE = inches(0.25)
RUNNING = ("Lead", "Text", "Bullets")  # names of the boxes that running text stands in
LEFT = "The opening slide has no room for {texts}; that stands in its notes."
LINK = "Link"  # the name of a way to another slide
NO_WAY = "The slide '{title}' has no room for the way '{way}'."
UNDER = "There is no room for the line under the slide '{title}'"
LAST = "The slide '{title}' has no room for its last part; that stands in its notes."
NOWHERE = "The opening slide has no room for {texts}."
ARROW = "→"
ON_A_LINE = 0.98  # of the width: what is measured narrower stands on one line


def arrange(briefing: Briefing, look: Look) -> tuple[Deck, tuple[Notice, ...]]:
    """Every slide placed, and a notice for each that had to be continued."""
    notices: list[Notice] = []
    sections = []
    for section in briefing.sections:
        slides = [page for slide in section.slides for page in _pages(slide, briefing, look, notices)]
        sections.append(PlacedSection(section.title, tuple(slides)))
    sections = _numbered_links(sections)
    feet, told = place_feet(look, sections, briefing.title, briefing.date_text)
    deck = Deck(
        sections=tuple(sections),
        title=briefing.title,
        author=briefing.author,
        subject=briefing.subject,
        keywords=briefing.keywords,
        date=briefing.date,
        date_text=briefing.date_text,
        language=briefing.language,
        footer=briefing.title,
        feet=feet,
    )
    return deck, (*notices, *told)


def _numbered_links(sections: Sequence[PlacedSection]) -> list[PlacedSection]:
    """The sections; where a slide says the number of another, it is the one that it has now that all are placed."""
    numbers = {slide.id: number for number, slide in reversed([*enumerate(_every(sections), 1)])}

    def numbered(box: Placed) -> Placed:
        if not (isinstance(box, ShapeBox) and box.numbered and box.frame):
            return box
        (only,) = box.frame.paragraphs
        runs = (replace(only.runs[0], text=str(numbers.get(box.link, ""))),)
        return replace(box, frame=replace(box.frame, paragraphs=(replace(only, runs=runs),)))

    return [
        replace(section, slides=tuple(replace(each, boxes=tuple(map(numbered, each.boxes))) for each in section.slides))
        for section in sections
    ]


def _every(sections: Sequence[PlacedSection]) -> Iterator[PlacedSlide]:
    return (slide for section in sections for slide in section.slides)


def _pages(slide: Slide, briefing: Briefing, look: Look, notices: list[Notice]) -> list[PlacedSlide]:
    """One slide, or several that say together what one could not hold; the opening slide is always one.

    On a small page all is set smaller in proportion before it takes a further slide.
    """
    if slide.role == "title":
        return [_opening_page(slide, look, notices, sent=briefing.sent)]
    tried: list[tuple[list[PlacedSlide], Look, float]] = []
    for each, share in _looks(slide, look):
        tried.append((list(_attempt(slide, each, lambda number: slide.title)), each, share))
        if len(tried[-1][0]) == 1:
            break
    pages, chosen, share = min(tried, key=lambda way: len(way[0]))
    made = _settled(slide, pages, briefing, chosen, notices)
    if slide.role == "closing" and chosen.layouts["closing"] == chosen.layouts["title-only"]:
        made = [replace(page, layout="title-only") for page in made]
    return made if share == 1 else [scaled_slide(page, share) for page in made]


def _looks(slide: Slide, look: Look) -> Iterator[tuple[Look, float]]:
    """The looks that a slide may have, the best first, and the share of its size that each is drawn at."""
    own = [each for each in (look, _low_headed(look) if slide.role == "closing" else None) if each]
    yield from ((each, 1.0) for each in own)
    if look.density < 1:
        yield from ((dense_look(each), look.density) for each in own)


def _settled(
    slide: Slide, pages: list[PlacedSlide], briefing: Briefing, look: Look, notices: list[Notice]
) -> list[PlacedSlide]:
    """The slides that one takes at this look, shorter where that keeps them on one, and a notice of what they lack."""
    if len(pages) > 1 and slide.takeaway:
        plain = replace(slide, takeaway="", spill=(slide.takeaway, *slide.spill))
        shorter = list(_attempt(plain, look, lambda number: slide.title))
        if len(shorter) < len(pages):
            slide, pages = plain, shorter
            told = UNDER.format(title=slide.title)
            notices.append(Remark(f"{told}." if briefing.sent else f"{told}; it stands in its notes."))
    if len(pages) > 1 and slide.role == "closing" and not briefing.sent and (whole := _closing(slide, look)):
        slide, pages = whole
        notices.append(Remark(LAST.format(title=slide.title)))
    if len(pages) > 1:
        pages = _numbered(slide, look, len(pages), briefing.words.continued)
        notices.append(Continued(slide.title, len(pages)))
    placed = [box.link for box in pages[0].boxes if isinstance(box, ShapeBox) and box.name == LINK]
    notices += [
        Remark(NO_WAY.format(title=slide.title, way=jump.text)) for jump in slide.jumps if jump.target not in placed
    ]
    if any(page.notes[:1] == (page.title,) for page in pages):
        notices.append(Cut(slide.title, noted=not briefing.sent))
    return [replace(page, notes=()) for page in pages] if briefing.sent else pages


def _low_headed(look: Look) -> Look | None:
    """The look with the headline of the last slide no higher than that of others, where both have one slide layout."""
    usual = look.layouts["title-only"]
    same = look.layouts["closing"].part == usual.part and look.layouts["closing"] != usual
    return replace(look, layouts={**look.layouts, "closing": usual}) if same else None


def _closing(slide: Slide, look: Look) -> tuple[Slide, list[PlacedSlide]] | None:
    """The last slide on one page, its last blocks in the notes; None where not even the first block has room."""
    for count in range(len(slide.blocks) - 1, 0, -1):
        kept, rest = slide.blocks[:count], slide.blocks[count:]
        if isinstance(kept[-1], Text) and count > 1:  # it says what the next block is
            continue
        plain = replace(slide, blocks=kept, spill=(*_words(rest), *slide.spill))
        pages = list(_attempt(plain, look, lambda number: slide.title))
        if len(pages) == 1:
            return plain, pages
    return None


def _words(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What a reader sees of each block, a line each."""
    return tuple(each.text for block in blocks for each in as_text((block,)) if isinstance(each, Text))


def _opening_page(slide: Slide, look: Look, notices: list[Notice], *, sent: bool) -> PlacedSlide:
    made = place_opening(slide, look)
    if made.left:
        told = (NOWHERE if sent else LEFT).format(texts=", ".join(f"'{text}'" for text in made.left))
        notices.append(Remark(told))
    panels = tuple(_panel(number, box) for number, box in enumerate(look.layouts[made.role].panels, 1))
    boxes, notes = (*panels, *made.boxes), (() if sent else (*made.left, *slide.notes, *slide.spill))
    return PlacedSlide(made.role, slide.title, boxes, notes, _has_footer(slide, look), slide.id)


def _numbered(slide: Slide, look: Look, count: int, suffix: str) -> list[PlacedSlide]:
    """The slides with their number in the title, which may itself take a line more and so a slide more."""
    pages = list(_attempt(slide, look, lambda number: f"{slide.title} {suffix.format(n=number, of=count)}"))
    return pages if len(pages) <= count else _numbered(slide, look, len(pages), suffix)


def _attempt(slide: Slide, look: Look, titled: Callable[[int], str]) -> Iterator[PlacedSlide]:
    """Slides until nothing is left, and each leaves less to say than the one before it.

    A slide that takes no word, because what it repeats over each part fills it, gives way to one of running text, whose
    first line takes one at least.
    """
    page, blocks = _page(replace(slide, title=titled(1)), look)
    yield page
    number = 1
    while blocks:
        number += 1
        further = replace(slide, blocks=blocks, title=titled(number), takeaway="", id="")
        page, rest = _page(further, look, first=False)
        if measure(rest) >= measure(blocks):
            page, rest = _page(replace(further, blocks=as_text(blocks), flow="down", source=""), look, first=False)
        yield page
        blocks = rest


def _page(slide: Slide, look: Look, *, first: bool = True) -> tuple[PlacedSlide, tuple[Block, ...]]:
    """A slide, and the blocks that it has no room for. What a label is too long for is read on the first one only."""
    layout_role = _layout_role(slide)
    layout = look.layouts[layout_role]
    canvas = canvas_of(look, layout)
    head = place_head(slide, layout, canvas)
    whole = _decision_boxes(slide, layout, canvas) if first and _is_decision(slide) else None
    body, rest = ((), ()) if whole else _body(slide, head if first else replace(head, rest=()), canvas)
    boxes = whole or (*head.boxes, *_in_placeholder(body, layout))
    panels = tuple(_panel(number, box) for number, box in enumerate(layout.panels, 1))
    notes = (*((slide.title,) if head.cut else ()), *slide.notes, *slide.spill)
    placed = PlacedSlide(layout_role, slide.title, (*panels, *boxes), notes, _has_footer(slide, look), slide.id)
    return placed, rest


def _is_decision(slide: Slide) -> bool:
    """Whether the title is a decision, with what it gives and takes beside it."""
    return slide.role == "closing" or (slide.role == "statement" and slide.flow == "beside")


def _decision_boxes(slide: Slide, layout: SlideLayout, canvas: Canvas) -> tuple[Placed, ...] | None:
    """None where the title belongs to a band or a fill, out of which it could not be read."""
    region = layout.region
    if 0 < layout.lowest_title < region.y + region.h // 2:
        return None
    under = _under_body(slide, region, canvas)
    bottom = min((each.box.y for each in under), default=region.bottom + STEP) - STEP
    made = place_closing(slide, layout, replace(region, h=bottom - region.y), canvas)
    return (*made, *under) if made else None


def _in_placeholder(boxes: tuple[Placed, ...], layout: SlideLayout) -> tuple[Placed, ...]:
    """The first running text in the layout's body placeholder, where it has one that is no label."""
    holders = [each for each in layout.placeholders if each.type in ("body", "obj") and each.name != LABEL]
    texts = [each for each in boxes if isinstance(each, ShapeBox) and each.name in RUNNING and each.frame]
    if not holders or not texts:
        return boxes
    holder, text = max(holders, key=lambda each: each.box.w * each.box.h), texts[0]
    assert text.frame is not None
    held = PlaceholderBox(holder.type, holder.idx, text.frame, text.box, text.name)
    return tuple(held if each is text else each for each in boxes)


def _panel(number: int, box: Box) -> ShapeBox:
    return ShapeBox("rect", box, f"Panel {number}", fill="paper")


def _has_footer(slide: Slide, look: Look) -> bool:
    """None on the first slide, which says title and date itself, nor on a last one with a look of its own."""
    shared = look.layouts[_layout_role(slide)].part == look.layouts["title-only"].part
    return slide.role not in ("title", "closing") or (shared and slide.role == "closing")


def _layout_role(slide: Slide) -> str:
    figures = bool(slide.blocks) and all(isinstance(block, Tiles) for block in slide.blocks)
    if slide.role != "content" and not (slide.role == "statement" and figures):
        return slide.role
    running = all(isinstance(block, Text | Bullets) for block in slide.blocks)
    return "content" if running and slide.flow == "down" else "title-only"


def _body(slide: Slide, head: Head, canvas: Canvas) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    under = _under_body(slide, head.region, canvas)
    top = min((each.box.y for each in under), default=head.region.bottom + STEP)
    apart = 2 * STEP if slide.takeaway else STEP
    region = replace(head.region, h=top - apart - head.region.y)
    blocks = (*head.rest, *slide.blocks)
    flow = _flow_beside if slide.flow == "beside" and len(blocks) > 1 else _flow_down
    boxes, rest = flow(blocks, region, canvas)
    return (*boxes, *under), rest


def _flow_down(blocks: Sequence[Block], region: Box, canvas: Canvas) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    """One under the other; but figures stand beside what shows them, and large where they stand alone."""
    if len(blocks) == 1 and isinstance(blocks[0], Tiles):
        piece = place_large_tiles(blocks[0], region, canvas)
        return piece.boxes, (piece.rest,) if piece.rest else ()
    return _insight(blocks, region, canvas) or _down(blocks, region, canvas)


def _insight(
    blocks: Sequence[Block], region: Box, canvas: Canvas
) -> tuple[tuple[Placed, ...], tuple[Block, ...]] | None:
    """A column of figures beside the one exhibit that they are about; None where the page has no room for that."""
    lead, rest = (blocks[0].text, blocks[1:]) if blocks and isinstance(blocks[0], Text) else ("", tuple(blocks))
    if len(rest) != 2 or not isinstance(rest[0], Tiles) or not isinstance(rest[1], EXHIBITS):
        return None
    places = beside(region)
    column = place_insight(rest[0].tiles, places[0], canvas, lead) if places and rest[0].tiles else None
    if places is None or column is None or (isinstance(rest[1], Chart) and not _is_chart(rest[1], places[1], canvas)):
        return None
    piece = _place(rest[1], places[1], canvas)
    if piece.rest is not None or torn(piece.boxes, canvas.faces):
        return None
    return (*column, *piece.boxes), ()


def _is_chart(block: Chart, room: Box, canvas: Canvas) -> bool:
    from briefing.page.arrange.chart import is_drawn

    return is_drawn(block, room, canvas)


def _under_body(slide: Slide, region: Box, canvas: Canvas) -> list[ShapeBox]:
    """What stands at the foot of the region: what follows from the exhibit, its source, and the ways to other slides.

    The ways stand at the right end of the source's line, or over it where both are too wide for one line.
    """
    jumps = _jumps(slide, region, canvas)
    left = min((each.box.x for each in jumps), default=region.right + GUTTER) - GUTTER
    source = _source(slide, replace(region, w=left - region.x), canvas)
    if source and jumps and source.box.w < region.w / 2:
        source = _source(slide, region, canvas)
        jumps = [_up(each, source.box.h + STEP // 2) for each in jumps] if source else jumps
    boxes = [*((source,) if source else ()), *jumps]
    bottom = min((each.box.y for each in boxes), default=region.bottom + STEP) - STEP
    takeaway = _takeaway(slide, replace(region, h=bottom - region.y), canvas)
    return [*((takeaway,) if takeaway else ()), *boxes]


def _up(box: ShapeBox, by: int) -> ShapeBox:
    return replace(box, box=replace(box.box, y=box.box.y - by))


def _jumps(slide: Slide, region: Box, canvas: Canvas) -> list[ShapeBox]:
    """The ways to other slides, from the right; one that is wider than the region is left out."""
    made: list[ShapeBox] = []
    right = region.right
    for jump in reversed(slide.jumps):
        words = paragraph(f"{jump.text} {ARROW}", align="r")
        frame = canvas.frame(words, size=canvas.scale.label, color="accent", bold=True, anchor="b")
        width, height = natural_width(frame, canvas.faces), max(SOURCE, canvas.height(frame, region.w))
        if right - width >= region.x:
            made.insert(
                0,
                ShapeBox(
                    "rect",
                    Box(right - width, region.bottom - height, width, height),
                    LINK,
                    frame=frame,
                    link=jump.target,
                ),
            )
            right -= width + GUTTER
    return made


def _takeaway(slide: Slide, region: Box, canvas: Canvas) -> ShapeBox | None:
    """The line that says what follows from the exhibit."""
    if not slide.takeaway:
        return None
    words = Paragraph((Run(f"{ARROW} ", color=canvas.color("accent")), Run(slide.takeaway)))
    frame = canvas.frame(words, size=canvas.scale.body, bold=True, anchor="b")
    height = canvas.height(frame, region.w)
    return text_box("Takeaway", Box(region.x, region.bottom - height, region.w, height), frame)


def _source(slide: Slide, region: Box, canvas: Canvas) -> ShapeBox | None:
    if not slide.source:
        return None
    frame = canvas.frame(paragraph(slide.source), size=canvas.scale.label, color="muted", anchor="b")
    height = max(SOURCE, canvas.height(frame, region.w))
    return text_box("Source", Box(region.x, region.bottom - height, region.w, height), frame)


def _down(blocks: Sequence[Block], region: Box, canvas: Canvas) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    """Blocks one under the other, closer where that keeps them on one slide."""
    ways = (_stacked(blocks, region, canvas, apart) for apart in APART)
    placed = next(ways)
    return next((way for way in ways if not way[1]), placed) if placed[1] and len(blocks) > 1 else placed


def _stacked(
    blocks: Sequence[Block], region: Box, canvas: Canvas, apart: int
) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    """Blocks so far apart; the first that has no room left opens the next slide."""
    boxes: list[Placed] = []
    top = region.y
    for index, block in enumerate(blocks):
        room = Box(region.x, top, region.w, region.bottom - top)
        if index and (room.h < LEAST or _waits(block, room, region, canvas)):
            return tuple(boxes), tuple(blocks[index:])
        last = index == len(blocks) - 1
        piece = place_text(block, room, canvas, last=last) if isinstance(block, Text) else _place(block, room, canvas)
        boxes += piece.boxes
        if piece.rest is not None:
            return tuple(boxes), (piece.rest, *blocks[index + 1 :])
        top = piece.bottom + apart
    return tuple(boxes), ()


def _waits(block: Block, room: Box, region: Box, canvas: Canvas) -> bool:
    """Whether a chart that would become a table here is drawn on a slide of its own."""
    if not isinstance(block, Chart):
        return False
    from briefing.page.arrange.chart import is_drawn

    return not is_drawn(block, room, canvas) and is_drawn(block, region, canvas)


def _flow_beside(blocks: Sequence[Block], region: Box, canvas: Canvas) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    """Side by side; on a narrow page, or where that breaks words or needs a further slide, under each other.

    Even columns are tried last. Where all need one, the first block stands alone, so that what belongs together beside
    it is not parted.
    """
    if region.w < NARROWEST:
        return _first_above(blocks, region, canvas)
    weighed = SPLITS.get(type(blocks[0]), EVEN)
    sound = []
    for way in (partial(_beside, split=weighed), _first_above, partial(_beside, split=EVEN)):
        boxes, rest = way(blocks, region, canvas)
        if torn(boxes, canvas.faces):
            continue
        if not rest:
            return boxes, rest
        sound.append((boxes, rest))
    return _alone(blocks, region, canvas) or next(iter(sound), _beside(blocks, region, canvas, weighed))


def _alone(blocks: Sequence[Block], region: Box, canvas: Canvas) -> tuple[tuple[Placed, ...], tuple[Block, ...]] | None:
    """The first of two blocks on all of the slide, and the second on the next one, where each fits whole."""
    if len(blocks) != 2:
        return None
    first, second = (_place(block, region, canvas) for block in blocks)
    return (first.boxes, (blocks[1],)) if first.rest is None and second.rest is None else None


def _first_above(blocks: Sequence[Block], region: Box, canvas: Canvas) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    """The first block in the upper half, the others under it."""
    first, *others = blocks
    piece = _place(first, replace(region, h=region.h // 2), canvas)
    if piece.rest is not None:
        return _down(blocks, region, canvas)
    top = piece.bottom + 3 * STEP
    boxes, rest = _down(others, replace(region, y=top, h=region.bottom - top), canvas)
    return (*piece.boxes, *boxes), rest


def _beside(
    blocks: Sequence[Block], region: Box, canvas: Canvas, split: tuple[float, float]
) -> tuple[tuple[Placed, ...], tuple[Block, ...]]:
    """The first block at the left, the others under each other at the right."""
    first, *others = blocks
    left, right = columns(region, split, 2 * GUTTER)
    piece = _place(first, left, canvas)
    boxes, rest = _down(others, right, canvas)
    return (*piece.boxes, *boxes), (*((piece.rest,) if piece.rest is not None else ()), *rest)


def _place(block: Block, room: Box, canvas: Canvas) -> Piece:
    return PLACERS[type(block)](block, room, canvas)
