"""Ranks of cards one over the other, and flags on a line in time; as cards and as a table where there is no room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from briefing.model import Card, Columns, Flag, Flags, Tier, Tiers
from briefing.page.arrange.canvas import GUTTER, STEP, Canvas, Piece, columns, largest, paragraph, text_box
from briefing.page.arrange.cards import place_cards
from briefing.page.arrange.tables import place_table
from briefing.page.boxes import Box, Frame, Insets, LineBox, Paragraph, Placed, Run, ShapeBox, inches
from briefing.page.fit import is_torn, line_count, natural_width

# Tiers.

NARROWEST = inches(7)
NAMES = inches(1.5)
BETWEEN = inches(0.15)
PAD = Insets(inches(0.15), inches(0.08), inches(0.15), inches(0.08))
POINT = inches(0.2)  # how far the point of a linked card reaches
LARGEST = 18.0
TALLEST_TIER = inches(1.6)
MOST = 6  # cards side by side
PERCENT = 100_000  # DrawingML counts shares in thousandths of a percent


def place_tiers(block: Tiers, box: Box, canvas: Canvas) -> Piece:
    """Ranks that share the height; each as one card where the page is narrow or they are too many."""
    if not block.tiers:
        return Piece((), box.y)
    if box.w >= NARROWEST and all(1 <= len(each.cards) <= MOST for each in block.tiers):
        found = largest(LARGEST, canvas.scale.body_floor, lambda size: _tiers(block, box, canvas, size))
        if found is not None:
            return found
    return place_cards(Columns(tuple(map(_as_card, block.tiers))), box, canvas)


def _as_card(tier: Tier) -> Card:
    """A rank as one card: its name over a line for each of its cards."""
    lines = ((each.heading, ", ".join(filter(None, (each.text, *each.items)))) for each in tier.cards)
    return Card(tier.name, tuple(": ".join(filter(None, line)) for line in lines))


class Rank(Struct, frozen=True):
    """The frames of a rank with the places that they have in its width, its name first."""

    frames: tuple[Frame, ...]
    places: tuple[Box, ...]


def _tiers(block: Tiers, box: Box, canvas: Canvas, size: float) -> Piece | None:
    ranks = [_rank(each, box, canvas, size) for each in block.tiers]
    placed = [[*zip(rank.frames, rank.places, strict=True)] for rank in ranks]
    if any(is_torn(frame, at.w, canvas.faces) for rank in placed for frame, at in rank):
        return None
    needs = [max(canvas.height(frame, at.w) for frame, at in rank) for rank in placed]
    spare = box.h - sum(needs) - BETWEEN * (len(needs) - 1)
    if spare < 0:
        return None
    boxes: list[Placed] = []
    top = box.y
    for number, (tier, rank, need) in enumerate(zip(block.tiers, ranks, needs, strict=True), 1):
        height = max(need, min(need + spare // len(needs), TALLEST_TIER))
        alt = block.summary if number == 1 else ""
        boxes += _rank_boxes(tier, rank, top, height, number, alt, canvas)
        top += height + BETWEEN
    return Piece(tuple(boxes), top - BETWEEN)


def _rank(tier: Tier, box: Box, canvas: Canvas, size: float) -> Rank:
    name = canvas.frame(paragraph(tier.name, bold=True), size=canvas.scale.body_floor, color="accent", anchor="ctr")
    cells = columns(Box(box.x + NAMES + GUTTER, box.y, box.w - NAMES - GUTTER, box.h), [1] * len(tier.cards), STEP)
    cards = (_card(each, tier, canvas, size) for each in tier.cards)
    return Rank((name, *cards), (replace(box, w=NAMES), *cells))


def _rank_boxes(
    tier: Tier, rank: Rank, top: int, height: int, number: int, alt: str, canvas: Canvas
) -> Iterator[ShapeBox]:
    fill = canvas.color("accent-soft") if tier.linked else canvas.color("ink" if tier.strong else "surface")
    (name, *frames), places = rank.frames, [replace(each, y=top, h=height) for each in rank.places]
    tallest = max(canvas.height(frame, at.w) for frame, at in zip(frames, places[1:], strict=True))
    down = PAD.top + max(0, height - tallest) // 2  # all begin where the fullest is in the middle
    frames = [replace(each, anchor="t", insets=replace(each.insets, top=down)) for each in frames]
    yield replace(text_box(f"Rank {number}", places[0], name), alt=alt)
    for card, cell, frame in zip(tier.cards, places[1:], frames, strict=True):
        geometry = "homePlate" if tier.linked else "rect"
        adjust = (("adj", round(POINT / min(cell.w, cell.h) * PERCENT)),) if tier.linked else ()
        # A pentagon keeps texts out of half of its point by itself; the other half, and what is measured, is of ours.
        drawn = replace(frame, insets=replace(frame.insets, right=PAD.right + POINT // 2)) if tier.linked else frame
        yield ShapeBox(geometry, cell, f"Card: {card.heading}", fill, frame=drawn, adjust=adjust)


def _card(card: Card, tier: Tier, canvas: Canvas, size: float) -> Frame:
    """Heading over text or items; small, so that what stands under a heading is told apart from it."""
    small = canvas.scale.body_floor
    color = "paper" if tier.strong else "ink"
    head = (paragraph(card.heading, bold=True, after=3),) if card.heading else ()
    lines = (*((card.text,) if card.text else ()), *card.items)
    body = (paragraph(each, color=canvas.color(color), size=small) for each in lines)
    insets = replace(PAD, right=PAD.right + POINT) if tier.linked else PAD
    return canvas.frame(*head, *body, size=size, color=color, anchor="ctr", insets=insets)


# Flags.

MOST_FLAGS, ON_ONE_SIDE = 8, 4
NARROW_FLAG = inches(1.9)
KEY = inches(0.35)
DOT, STEM = inches(0.24), inches(0.35)
SIZES = (
    *((66.0, 24.0), (60.0, 24.0), (54.0, 22.0), (48.0, 22.0), (44.0, 20.0), (36.0, 20.0), (30.0, 18.0)),
    *((28.0, 18.0), (24.0, 16.0), (20.0, 14.0), (16.0, 14.0)),
)
CARD = Insets(inches(0.25), inches(0.15), inches(0.25), inches(0.15))


def place_flags(block: Flags, box: Box, canvas: Canvas) -> Piece:
    """Up to four hang under the line, more stand on both sides of it; further ones on the next slide."""
    if not block.flags:
        return Piece((), box.y)
    if block.ticks and len(block.flags) <= ON_ONE_SIDE and (dated := _on_axis(block, box, canvas)):
        return dated
    count = min(len(block.flags), MOST_FLAGS)
    shown = block.flags[:count]
    both = count > ON_ONE_SIDE
    places = list(_places(count, box, both=both))
    key = KEY if block.key else 0
    found = next(filter(None, (_flags(shown, places, box.h - key, canvas, each, both=both) for each in SIZES)), None)
    if found is None or min(each.w for each in places) < NARROW_FLAG:
        return place_table(block.table, box, canvas)
    line = box.y + ((box.h - key) // 2 if both else _head(found, places, canvas) + STEP + DOT)
    boxes: list[Placed] = []
    bottom = line
    numbered = list(enumerate(zip(found, places, strict=True)))
    for number, (frames, place) in (*numbered[::2], *numbered[1::2]) if both else numbered:
        above = both and number % 2 == 0
        placed = list(_flag(frames, place, line, number, box, canvas, above=above, both=both, limit=box.bottom - key))
        bottom = max(bottom, *(each.box.bottom for each in placed if isinstance(each, ShapeBox)))
        boxes += placed
    summary = block.summary
    boxes.insert(
        0, LineBox(box.x, line, box.right, line, "Line in time", canvas.color("line"), 2.5, "end", alt=summary)
    )
    if block.key:
        frame = canvas.frame(paragraph(block.key), size=canvas.scale.label, color="muted", anchor="b")
        boxes.append(text_box("Key", Box(box.x, box.bottom - key, box.w, key), frame))
        bottom = box.bottom
    rest = replace(block, flags=block.flags[count:])
    return Piece(tuple(boxes), bottom, rest if rest.flags else None)


def _places(count: int, box: Box, *, both: bool) -> Iterator[Box]:
    """Where each flag stands; on both sides each has the room of two, so that its neighbour is over or under it."""
    if not both:
        yield from columns(box, [1] * count, 2 * GUTTER)
        return
    step = box.w // (count + 1)
    for number in range(count):
        yield Box(box.x + number * step, box.y, 2 * step - 2 * GUTTER, box.h)


def _flags(
    flags: Sequence[Flag], places: Sequence[Box], room: int, canvas: Canvas, sizes: tuple[float, float], *, both: bool
) -> list[tuple[Frame, Frame]] | None:
    made = [_frames(each, canvas, *sizes, card=not both) for each in flags]
    if any(not both and _is_broken(each, at.w, canvas, sizes[0]) for each, at in zip(flags, places, strict=True)):
        return None
    placed = list(zip(made, places, strict=True))
    if any(is_torn(frame, at.w, canvas.faces) for frames, at in placed for frame in frames):
        return None
    head = _head(made, places, canvas)
    most = (room // 2 - STEM - DOT) if both else room - head - 3 * STEP - DOT - STEM
    needs = (sum(canvas.height(each, at.w) for each in (frames if both else frames[1:])) for frames, at in placed)
    return made if all(each <= most for each in needs) else None


def _is_broken(flag: Flag, width: int, canvas: Canvas, size: float) -> bool:
    """Whether what is large of a value takes more than a line."""
    large = canvas.frame(paragraph(flag.value[: flag.strong or None], bold=True), size=size)
    return bool(flag.value) and not flag.quiet and line_count(large, width - CARD.left - CARD.right, canvas.faces) > 1


def _head(made: Sequence[tuple[Frame, Frame]], places: Sequence[Box], canvas: Canvas) -> int:
    """How high the dates are."""
    return max(canvas.height(frames[0], at.w) for frames, at in zip(made, places, strict=True))


def _frames(flag: Flag, canvas: Canvas, hero: float, size: float, *, card: bool) -> tuple[Frame, Frame]:
    muted = canvas.color("muted")
    date = canvas.frame(paragraph(flag.date, bold=True), size=size, color="accent", anchor="b")
    lines = (
        *((_worth(flag, canvas, hero),) if flag.value else ()),
        paragraph(flag.text, bold=True, after=4),
        *((paragraph(flag.owner, color=muted, size=min(size, canvas.scale.body_floor)),) if flag.owner else ()),
    )
    return date, canvas.frame(*lines, size=size, anchor="ctr", insets=CARD) if card else canvas.frame(*lines, size=size)


def _worth(flag: Flag, canvas: Canvas, hero: float) -> Paragraph:
    """What a flag is worth, with what follows the amount small behind it; quietly that nobody knows it."""
    if flag.quiet:
        return paragraph(flag.value, color=canvas.color("muted"), size=canvas.scale.body, after=4)
    count = flag.strong or len(flag.value)
    rest = flag.value[count:].strip().replace(" ", "\u00a0")  # on one line, as in `a year`
    runs = (Run(flag.value[:count], True, size=hero),)
    small = Run(f" {rest}", False, canvas.color("muted"), canvas.scale.body)
    return Paragraph((*runs, *((small,) if rest else ())), after=4)


def _flag(
    frames: tuple[Frame, Frame],
    at: Box,
    line: int,
    number: int,
    box: Box,
    canvas: Canvas,
    *,
    above: bool,
    both: bool,
    limit: int,
) -> Iterator[Placed]:
    date, text = frames
    accent = canvas.color("accent")
    high, tall = canvas.height(date, at.w), canvas.height(text, at.w)
    names = (f"Date {number + 1}", f"Flag {number + 1}")
    middle = at.x + DOT // 2
    dot = ShapeBox("ellipse", Box(at.x, line - DOT // 2, DOT, DOT), f"Dot {number + 1}", accent)
    if above:
        top = max(box.y, line - STEM - tall - high)
        yield LineBox(middle, line - DOT // 2, middle, line - STEM, f"Stem {number + 1}", accent, 1.5)
        yield text_box(names[0], Box(at.x, top, at.w, high), date)
        yield text_box(names[1], Box(at.x, top + high, at.w, tall), text)
    elif both:
        yield LineBox(middle, line + DOT // 2, middle, line + STEM, f"Stem {number + 1}", accent, 1.5)
        yield text_box(names[0], Box(at.x, line + STEM, at.w, high), date)
        yield text_box(names[1], Box(at.x, line + STEM + high, at.w, tall), text)
    else:
        yield text_box(names[0], Box(at.x, line - DOT - STEP // 2 - high, at.w, high), date)
        yield LineBox(middle, line + DOT // 2, middle, line + STEM, f"Stem {number + 1}", accent, 1.5)
        fill = canvas.color("accent-soft" if number == 0 else "surface")
        yield ShapeBox("rect", Box(at.x, line + STEM, at.w, limit - line - STEM), names[1], fill, frame=text)
    yield dot


# Flags on an axis of time: each dot at its date, and a way from it to its card, for cards stand evenly.

AXIS = inches(0.35)  # of the texts of the ticks
LEVEL = inches(0.14)  # from the turn of one way to that of the next
TICK = inches(0.06)


def _on_axis(block: Flags, box: Box, canvas: Canvas) -> Piece | None:
    """None where the page is too narrow or low for the cards."""
    cells = columns(box, [1] * len(block.flags), 2 * GUTTER)
    key = KEY if block.key else 0
    line = box.y + AXIS + DOT // 2
    top = line + DOT // 2 + STEM + LEVEL * (len(block.flags) - 1)
    places = [replace(each, y=top, h=box.bottom - key - top) for each in cells]
    if places[0].w < NARROW_FLAG or places[0].h <= 0:
        return None
    framed = ([_dated(*each, canvas, *size) for each in zip(block.flags, places, strict=True)] for size in SIZES)
    found = next(([each for each in frames if each] for frames in framed if all(frames)), None)
    if found is None:
        return None
    tallest = max(canvas.height(frame, places[0].w) for frame in found)
    down = replace(CARD, top=CARD.top + (places[0].h - tallest) // 2)  # all begin where the fullest is in the middle
    found = [replace(each, insets=down) for each in found]
    axis = Box(box.x + DOT, line, box.w - 2 * DOT, 0)
    boxes = [*_axis_boxes(block, box, axis, canvas)]
    ways = [_way(flag, axis, place) for flag, place in zip(block.flags, places, strict=True)]
    for number, (way, place, frame) in enumerate(zip(ways, places, found, strict=True), 1):
        if way is not None:
            boxes += _led(way, line, top, _level(ways, number - 1), number, canvas)
        fill = canvas.color("accent-soft" if number == 1 else "surface")
        boxes.append(ShapeBox("rect", place, f"Flag {number}", fill, frame=frame))
    if block.key:
        frame = canvas.frame(paragraph(block.key), size=canvas.scale.label, color="muted", anchor="b")
        boxes.append(text_box("Key", Box(box.x, box.bottom - key, box.w, key), frame))
    return Piece(tuple(boxes), box.bottom)


def _dated(flag: Flag, place: Box, canvas: Canvas, hero: float, size: float) -> Frame | None:
    """A card with its date over the rest; None where it does not fit."""
    date, rest = _frames(flag, canvas, hero, size, card=True)
    when = (replace(each, after=6) for each in _accented(date, canvas))
    frame = replace(rest, paragraphs=(*when, *rest.paragraphs), anchor="t")
    broken = _is_broken(flag, place.w, canvas, hero) or is_torn(frame, place.w, canvas.faces)
    return None if broken or canvas.height(frame, place.w) > place.h else frame


def _accented(frame: Frame, canvas: Canvas) -> Iterator[Paragraph]:
    for each in frame.paragraphs:
        yield replace(each, runs=tuple(replace(run, color=canvas.color("accent")) for run in each.runs))


def _axis_boxes(block: Flags, box: Box, axis: Box, canvas: Canvas) -> Iterator[Placed]:
    line = axis.y
    yield LineBox(box.x, line, box.right, line, "Line in time", canvas.color("line"), 2.5, "end", alt=block.summary)
    free = box.x
    for number, tick in enumerate(block.ticks, 1):
        x = axis.x + round(axis.w * tick.at)
        yield LineBox(x, line - TICK, x, line + TICK, f"Tick {number}", canvas.color("muted"), 1.0)
        words = paragraph(tick.text, align="ctr")
        frame = canvas.frame(words, size=canvas.scale.table_floor, color="muted", anchor="ctr")
        wide = natural_width(frame, canvas.faces)
        left = min(max(x - wide // 2, box.x), box.right - wide)
        if left >= free:
            yield text_box(f"Axis {number}", Box(left, box.y, wide, AXIS), frame)
            free = left + wide + STEP


def _way(flag: Flag, axis: Box, place: Box) -> tuple[int, int] | None:
    """Where a dot stands, and where the way from it meets its card: straight under it, if the card is there."""
    if flag.at is None:
        return None
    x = axis.x + round(axis.w * flag.at)
    return x, min(max(x, place.x + DOT), place.right - DOT)


def _level(ways: Sequence[tuple[int, int] | None], place: int) -> int:
    """On which level a way turns, so that no two cross: those to the left from the first on, others from the last."""
    way = ways[place]
    assert way is not None
    return place if way[1] < way[0] else len(ways) - 1 - place


def _led(way: tuple[int, int], line: int, top: int, level: int, number: int, canvas: Canvas) -> Iterator[Placed]:
    (x, end), accent, name = way, canvas.color("accent"), f"Stem {number}"
    turn = line + DOT // 2 + STEM // 2 + level * LEVEL
    corners = [(x, line), (x, turn), (end, turn), (end, top)] if x != end else [(x, line), (x, top)]
    for (x1, y1), (x2, y2) in pairwise(corners):
        yield LineBox(x1, y1, x2, y2, name, accent, 1.5)
    yield ShapeBox("ellipse", Box(x - DOT // 2, line - DOT // 2, DOT, DOT), f"Dot {number}", accent)
