"""Diagrams: a hub with partners at both sides, and a cycle; every connector is glued at both ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from briefing.model import Card, Columns, Diagram, Link, Node
from briefing.page.arrange.canvas import STEP, Canvas, Piece, paragraph, text_box
from briefing.page.arrange.cards import place_cards
from briefing.page.boxes import Anchor, Box, Frame, Insets, LineBox, Placed, ShapeBox, inches
from briefing.page.fit import fit, is_torn

TOP, LEFT, BOTTOM, RIGHT = range(4)
PORT = inches(0.14)
PAD = Insets(inches(0.15), inches(0.1), inches(0.15), inches(0.1))
PER_SIDE = 4
BOTTOM_UP: Anchor = "b"
TOP_DOWN: Anchor = "t"


class _Crowded(Exception):
    """The drawing has no place for something, or no room for it at a legible size."""


def place_diagram(block: Diagram, box: Box, canvas: Canvas) -> Piece:
    """The drawing of the block's style, or its nodes and links as cards where a text is too long to be drawn."""
    if not block.nodes:
        return Piece((), box.y)
    try:
        return Piece(tuple(STYLES[block.style](block, box, canvas)), box.bottom)
    except _Crowded:
        return place_cards(_as_cards(block), box, canvas)


def _as_cards(block: Diagram) -> Columns:
    names = {node.id: node.label for node in block.nodes}
    return Columns(
        tuple(
            Card(node.label, tuple(_flow(link, names) for link in block.links if link.source == node.id), node.text)
            for node in block.nodes
        )
    )


def _flow(link: Link, names: Mapping[str, str]) -> str:
    target = names.get(link.target, link.target)
    return f"{link.label} → {target}" if link.label else f"→ {target}"


def _fitted(frame: Frame, box: Box, canvas: Canvas) -> Frame:
    fitted = fit(frame, box, canvas.scale.table_floor, canvas.faces)
    if fitted is None or is_torn(fitted, box.w, canvas.faces):
        raise _Crowded
    return fitted


def _node(node: Node, at: Box, canvas: Canvas, fill: str, color: str, name: str) -> ShapeBox:
    heading = paragraph(node.label, bold=True, size=canvas.scale.body + 2, after=4, align="ctr")
    text = (paragraph(node.text, align="ctr"),) if node.text else ()
    frame = canvas.frame(heading, *text, size=canvas.scale.body, color=color, anchor="ctr", insets=PAD)
    return ShapeBox("rect", at, name, fill=canvas.color(fill), frame=_fitted(frame, at, canvas))


def _hub(block: Diagram, box: Box, canvas: Canvas) -> list[Placed]:
    if len(block.nodes) > 1 + 2 * PER_SIDE:
        raise _Crowded
    centre, *partners = block.nodes
    if any(centre.id not in (link.source, link.target) for link in block.links):
        raise _Crowded
    half = -(-len(partners) // 2)
    left, middle, right = _thirds(box)
    names = {node.id: node.label for node in block.nodes}
    hub = _node(centre, middle, canvas, "accent", "paper", f"Centre: {centre.label}")
    boxes: list[Placed] = [replace(hub, alt=block.summary)]
    for nodes, column, is_left in ((partners[:half], left, True), (partners[half:], right, False)):
        for node, cell in zip(nodes, _stack(column, len(nodes)), strict=True):
            boxes += _partner(node, cell, middle, is_left, block.links, names, canvas)
    return boxes


def _thirds(box: Box) -> tuple[Box, Box, Box]:
    outer, inner = round(box.w * 0.21), round(box.w * 0.24)
    middle = Box(box.x + (box.w - inner) // 2, box.y, inner, box.h)
    return Box(box.x, box.y, outer, box.h), middle, Box(box.right - outer, box.y, outer, box.h)


def _stack(column: Box, count: int) -> list[Box]:
    gap = 6 * STEP
    height = (column.h - gap * (count - 1)) // max(count, 1)
    return [Box(column.x, column.y + row * (height + gap), column.w, height) for row in range(count)]


def _partner(
    node: Node, cell: Box, hub: Box, is_left: bool, links: Sequence[Link], names: Mapping[str, str], canvas: Canvas
) -> list[Placed]:
    """A partner, its port on the hub's edge, the connector between them, and what flows over and under it."""
    middle = cell.y + cell.h // 2
    edge, near = (hub.x, cell.right) if is_left else (hub.right, cell.x)
    port = Box(edge - PORT // 2, middle - PORT // 2, PORT, PORT)
    touch = port.x if is_left else port.right
    name, port_name = f"Partner: {node.label}", f"Port: {node.label}"
    ends = ((name, RIGHT), (port_name, LEFT)) if is_left else ((name, LEFT), (port_name, RIGHT))
    own = [link for link in links if node.id in (link.source, link.target)]
    spoken = "; ".join(f"{names[link.source]} to {names[link.target]}: {link.label}" for link in own)
    left, right = sorted((near, touch))
    space = Box(left + STEP, cell.y, right - left - 2 * STEP, cell.h)
    return [
        _node(node, cell, canvas, "surface", "ink", name),
        ShapeBox("ellipse", port, port_name, fill=canvas.color("paper"), outline=canvas.color("accent"), weight=1.5),
        LineBox(
            near, middle, touch, middle, f"Link: {node.label}", canvas.color("accent"), 1.5, "both", *ends, alt=spoken
        ),
        *_flow_labels(node, space, is_left, own, canvas),
    ]


def _flow_labels(node: Node, space: Box, is_left: bool, links: Sequence[Link], canvas: Canvas) -> list[Placed]:
    """What the partner gives stands over the line, what it gets under it; an arrow in the text says which way."""
    half = space.h // 2 - STEP // 2
    over = Box(space.x, space.y, space.w, half)
    under = Box(space.x, space.bottom - half, space.w, half)
    given = [link.label for link in links if link.label and link.source == node.id]
    got = [link.label for link in links if link.label and link.source != node.id]
    if max(len(given), len(got)) > 1:
        raise _Crowded
    boxes: list[Placed] = []
    for labels, verb, at, anchor, outward in (
        (given, "gives", over, BOTTOM_UP, is_left),
        (got, "gets", under, TOP_DOWN, not is_left),
    ):
        words = (f"{label} →" if outward else f"← {label}" for label in labels)
        boxes += [_flow_label(f"{node.label} {verb}", each, at, anchor, canvas) for each in words]
    return boxes


def _flow_label(name: str, words: str, at: Box, anchor: Anchor, canvas: Canvas) -> ShapeBox:
    frame = canvas.frame(paragraph(words, align="ctr"), size=canvas.scale.body_floor, color="muted", anchor=anchor)
    return text_box(name, at, _fitted(frame, at, canvas))


def _cycle(block: Diagram, box: Box, canvas: Canvas) -> list[Placed]:
    """The first node at the top, the second at the lower right, the third at the lower left."""
    if len(block.nodes) != 3:
        raise _Crowded
    cells = _triangle(box)
    names = [f"Phase: {node.label}" for node in block.nodes]
    boxes: list[Placed] = [
        _node(node, cell, canvas, "accent-soft", "ink", name)
        for node, cell, name in zip(block.nodes, cells, names, strict=True)
    ]
    top, right, left = cells
    turns = (
        ((top.right, _middle(top)), (_centre(right), right.y), (names[0], RIGHT), (names[1], TOP)),
        ((right.x, _middle(right)), (left.right, _middle(left)), (names[1], LEFT), (names[2], RIGHT)),
        ((_centre(left), left.y), (top.x, _middle(top)), (names[2], TOP), (names[0], LEFT)),
    )
    color = canvas.color("accent")
    lines = [
        LineBox(*start, *end, f"Turn {n}", color, 2.25, "end", glue, to, alt=block.summary if n == 1 else "")
        for n, (start, end, glue, to) in enumerate(turns, 1)
    ]
    return [*boxes, *lines]


def _triangle(box: Box) -> tuple[Box, Box, Box]:
    width, height = round(box.w * 0.42), round(box.h * 0.32)
    top = Box(box.x + (box.w - width) // 2, box.y, width, height)
    low = box.y + box.h - height
    return top, Box(box.right - width, low, width, height), Box(box.x, low, width, height)


def _middle(box: Box) -> int:
    return box.y + box.h // 2


def _centre(box: Box) -> int:
    return box.x + box.w // 2


STYLES: Mapping[str, Callable[[Diagram, Box, Canvas], list[Placed]]] = {"hub": _hub, "cycle": _cycle}
