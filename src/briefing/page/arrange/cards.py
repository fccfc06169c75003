"""Cards: equal boxes in rows of at most four, each with an icon, a heading and bullets or a short text."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefing.model import Card, Columns
from briefing.page.arrange.canvas import AFTER, GUTTER, Canvas, Piece, bullets, columns, largest, paragraph
from briefing.page.arrange.icons import BARE, ICONS, PLAIN, WITHOUT, Icon
from briefing.page.arrange.text import divide
from briefing.page.boxes import Box, Frame, IconBox, Insets, Placed, ShapeBox, inches
from briefing.page.fit import is_torn, widest_word

PAD = inches(0.2)
ICON = inches(0.36)
NARROWEST, TIGHTEST, WIDER = inches(2.3), inches(1.9), (inches(3), inches(4))
LARGEST_STRETCH = 1.6


def place_cards(block: Columns, box: Box, canvas: Canvas) -> Piece:
    """All cards at the same size and height; text that does not fit goes on in cards of the same headings."""
    if not block.cards:
        return Piece((), box.y)
    for cards in (block.cards, _without_icons(block.cards)):
        if made := _on_one_slide(cards, box, canvas):
            grid, frames = made
            tallest = max(canvas.height(frame, cell.w) for frame, cell in zip(frames, grid, strict=True))
            return _drawn(cards, frames, [_trim(cell, grid[0], tallest) for cell in grid], canvas)
    return _continued(block, box, canvas)


Set = tuple[list[Box], list[Frame]]


def _on_one_slide(cards: Sequence[Card], box: Box, canvas: Canvas) -> Set | None:
    made = _whole(cards, box, canvas) or _tight(cards, box, canvas)
    return made or _roomy(cards, box, canvas, _narrowest(cards, box, canvas))


def _without_icons(cards: Sequence[Card]) -> tuple[Card, ...]:
    """The cards without the drawings that head them, which give way before a card goes to another slide."""
    return tuple(replace(card, icon=f"{card.icon}{WITHOUT}") if card.icon in ICONS else card for card in cards)


def _whole(cards: Sequence[Card], box: Box, canvas: Canvas) -> Set | None:
    """Cards wide enough that no word is broken, as many in a row as look best or fewer."""
    sets = (_roomy(cards, box, canvas, narrowest) for narrowest in (NARROWEST, *WIDER))
    return next((each for each in sets if each and not _torn(each, canvas)), None)


def _torn(each: Set, canvas: Canvas) -> bool:
    return any(is_torn(frame, cell.w, canvas.faces) for cell, frame in zip(*each, strict=True))


def _roomy(cards: Sequence[Card], box: Box, canvas: Canvas, narrowest: int = NARROWEST) -> Set | None:
    """The largest size at which no word is broken, or the least one where that cannot be helped."""
    grid, sizes = _grid(cards, box, narrowest), canvas.scale
    frames = largest(sizes.lead, sizes.body_floor, lambda size: _sound(cards, grid, canvas, size))
    frames = frames or _fitting(cards, grid, canvas, sizes.body_floor)
    return (grid, frames) if frames else None


def _sound(cards: Sequence[Card], grid: Sequence[Box], canvas: Canvas, size: float) -> list[Frame] | None:
    frames = _fitting(cards, grid, canvas, size)
    return frames if frames and not _torn(([*grid], frames), canvas) else None


def _tight(cards: Sequence[Card], box: Box, canvas: Canvas) -> Set | None:
    """More cards in a row than look best, before any has to go to another slide; but no word is broken for it."""
    grid, floor = _grid(cards, box, TIGHTEST), canvas.scale.body_floor
    frames = _fitting(cards, grid, canvas, floor)
    return (grid, frames) if frames and not _torn((grid, frames), canvas) else None


def longest_word(card: Card, canvas: Canvas) -> int:
    """How wide a card has to be at the least, so that none of its words is broken."""
    return widest_word(_frame(card, canvas, canvas.scale.body_floor), canvas.faces)


def _across(box: Box, narrowest: int = NARROWEST) -> int:
    return max(1, min(4, (box.w + GUTTER) // (narrowest + GUTTER)))


def _grid(cards: Sequence[Card], box: Box, narrowest: int = NARROWEST) -> list[Box]:
    rows = -(-len(cards) // _across(box, narrowest))
    across = -(-len(cards) // rows)
    height = (box.h - GUTTER * (rows - 1)) // rows
    cells = [
        Box(c.x, box.y + row * (height + GUTTER), c.w, height)
        for row in range(rows)
        for c in columns(box, [1] * across)
    ]
    return cells[: len(cards)]


def _trim(cell: Box, first: Box, tallest: int) -> Box:
    """Cards fill their cell, unless they would be mostly empty."""
    height = min(cell.h, round(tallest * LARGEST_STRETCH))
    row = round((cell.y - first.y) / (cell.h + GUTTER))
    return Box(cell.x, first.y + row * (height + GUTTER), cell.w, height)


def _fitting(cards: Sequence[Card], grid: Sequence[Box], canvas: Canvas, size: float) -> list[Frame] | None:
    frames = [_frame(card, canvas, size) for card in cards]
    fits = all(canvas.height(frame, cell.w) <= cell.h for frame, cell in zip(frames, grid, strict=True))
    return frames if fits else None


def _frame(card: Card, canvas: Canvas, size: float) -> Frame:
    top = PAD + (ICON + inches(0.12) if card.icon in ICONS else 0)
    heading = (paragraph(card.heading, bold=True, size=size + 2, after=AFTER),) if card.heading else ()
    text = (paragraph(card.text, after=AFTER),) if card.text else ()
    return canvas.frame(*heading, *text, *bullets(card.items), size=size, insets=Insets(PAD, top, PAD, PAD))


def _drawn(cards: Sequence[Card], frames: Sequence[Frame], cells: Sequence[Box], canvas: Canvas) -> Piece:
    boxes: list[Placed] = []
    for card, frame, cell in zip(cards, frames, cells, strict=True):
        icon = ICONS.get(card.icon) or BARE.get(card.icon, PLAIN)
        boxes.append(_ground(card, icon, frame, cell, canvas))
        if icon.strokes:
            at = Box(cell.x + PAD, cell.y + PAD, ICON, ICON)
            boxes.append(IconBox(icon.strokes, at, f"Icon: {card.heading}", canvas.color(icon.color)))
    return Piece(tuple(boxes), max(cell.bottom for cell in cells))


def _ground(card: Card, icon: Icon, frame: Frame, cell: Box, canvas: Canvas) -> ShapeBox:
    outline = "muted" if canvas.inverse else ""
    fill = "" if canvas.inverse else icon.fill
    return ShapeBox("rect", cell, f"Card: {card.heading}", fill=fill, outline=outline, frame=frame)


def _continued(block: Columns, box: Box, canvas: Canvas) -> Piece:
    """As many whole rows of cards as fit; where not even one does, each card of the first row shows what it can."""
    cards, least = block.cards, _narrowest(block.cards, box, canvas)
    widths = [max(least, min(each, box.w)) for each in (NARROWEST, *WIDER, box.w)]
    every = [(each, wide) for each in (cards, _without_icons(cards)) for wide in widths]
    counts = [_most(each, box, canvas, wide) for each, wide in every]
    count = max(counts)
    if count:
        shown, wide = every[counts.index(count)]
        return _evenly(shown, count, box, canvas, wide)
    across = _across(box, least)
    return _first_row_divided(cards[:across], cards[across:], box, canvas)


def _most(cards: Sequence[Card], box: Box, canvas: Canvas, narrowest: int) -> int:
    """How many cards, in whole rows, one slide holds beside others that go on."""
    across = _across(box, narrowest)
    for count in range((len(cards) - 1) // across * across, 0, -across):
        if _fitting(cards[:count], _grid(cards[:count], box, narrowest), canvas, canvas.scale.body_floor):
            return count
    return 0


def _narrowest(cards: Sequence[Card], box: Box, canvas: Canvas) -> int:
    """How narrow a card may be: no narrower than its words, as far as the slide is wide enough for them."""
    words = [width for card in cards if (width := longest_word(card, canvas)) <= box.w]
    return max(NARROWEST, *words) if words else NARROWEST


def _evenly(cards: tuple[Card, ...], most: int, box: Box, canvas: Canvas, narrowest: int) -> Piece:
    """No more than `most` cards on this slide, and about as many on each of those that follow, in whole rows."""
    count, across = -(-len(cards) // -(-len(cards) // most)), _across(box, narrowest)
    if count > across:
        count = -(-count // across) * across
    shown, later = cards[:count], cards[count:]
    made = _roomy(shown, box, canvas, narrowest)
    if made is None:  # fewer cards may stand in more rows, each too low
        shown, later = cards[:most], cards[most:]
        made = _roomy(shown, box, canvas, narrowest)
    assert made is not None
    return replace(_drawn(shown, made[1], made[0], canvas), rest=Columns(later))


def _first_row_divided(cards: Sequence[Card], later: Sequence[Card], box: Box, canvas: Canvas) -> Piece:
    grid = [replace(box, x=cell.x, w=cell.w) for cell in columns(box, [1] * len(cards))]
    parts = [_divided(card, cell, canvas) for card, cell in zip(cards, grid, strict=True)]
    rest = (*(card for _, card in parts if card), *later)
    return replace(_drawn(cards, [frame for frame, _ in parts], grid, canvas), rest=Columns(rest) if rest else None)


def _divided(card: Card, cell: Box, canvas: Canvas) -> tuple[Frame, Card | None]:
    """What fits of a card, and a card of the same heading with the rest."""
    frame = _frame(card, canvas, canvas.scale.body_floor)
    shown, rest = divide(frame, cell, canvas, headed=bool(card.heading))
    if rest is None:
        return shown, None
    text, items = (rest.texts[0], rest.texts[1:]) if rest.goes_on else ("", rest.texts)
    return shown, replace(card, heading=rest.heading, text=text, items=items)
