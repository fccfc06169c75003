"""The memo: what slides say as a document to be read on paper, block by block; only charts are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from msgspec.structs import replace

from briefing.formats import svg
from briefing.formats.pages import Page, book_of
from briefing.model import (
    GATE,
    Block,
    Briefing,
    Bullets,
    Card,
    Cell,
    Chart,
    Columns,
    Contents,
    Diagram,
    Field,
    Flags,
    Milestone,
    Pairs,
    Panel,
    Points,
    Rows,
    Section,
    Slide,
    Table,
    Text,
    Tiers,
    Tile,
    Tiles,
    Timeline,
    Tracks,
    gate_text,
)
from briefing.page.boxes import EMU_PER_POINT, Box, PlaceholderBox
from briefing.page.drawing import everything
from briefing.page.look import around
from briefing.page.marks import Mark, rectangle
from briefing.page.palette import contrast
from briefing.rendering import ThemeChoice
from briefing.theme.chosen import chosen_painter

Node = dict[str, Any]
ROOM: Final = (620 * EMU_PER_POINT, 240 * EMU_PER_POINT)  # of a chart, which paper shows at three quarters
WHITE: Final = "FFFFFF"
BLACK: Final = "000000"
READABLE: Final = 4.5  # the contrast of text, WCAG 2.2
EDGE: Final = 14 * EMU_PER_POINT
MARKED: Final = ("yes", "no")  # the key speaks of their symbols
SYMBOLS: Final[Mapping[str, str]] = MappingProxyType(
    {"yes": "●", "no": "○", "accountable": "A", "responsible": "R", "consulted": "C", "informed": "I", "none": "–"}
    | {"up": "▲", "down": "▼", "target": "◎", "now": "●", "goal": "○"}
)


def memo_of(briefing: Briefing, choice: ThemeChoice | Path) -> tuple[tuple[str, str], dict[str, Any]]:
    """The typefaces of headings and texts, and what the memo says. Raises BriefingError for an unreadable theme."""
    painter = chosen_painter(choice if isinstance(choice, ThemeChoice) else ThemeChoice(choice))
    nodes = [*_levelled(_nodes(briefing, choice))]
    known = {each["id"] for each in nodes if each["kind"] == "title"}
    for item in (item for each in nodes if each["kind"] == "list" for item in each["items"]):
        item["to"] = item["to"] if item["to"] in known else ""
    look, accent = painter.theme.look, painter.colors("content")["accent"]
    content = {
        "accent": accent if contrast(accent, WHITE) >= READABLE else BLACK,
        "masthead": _masthead(briefing),
        "nodes": nodes,
    }
    return (look.heading_font, look.body_font), content


def _nodes(briefing: Briefing, theme: ThemeChoice | Path) -> Iterator[Node]:
    """All slides but the opening ones, which are the head of the memo."""
    charts = _charts(briefing, theme)
    for slide in briefing.slides():
        if slide.role == "title":
            yield from _notes(slide, briefing)
    for section in briefing.sections:
        slides = [slide for slide in section.slides if slide.role != "title"]
        if slides and section.title:
            yield {"kind": "section", "text": section.title}
        label = ""
        for slide in slides:
            yield from _slide(slide, section, slide.label if slide.label != label else "", briefing, charts)
            label = slide.label


def _levelled(nodes: Iterator[Node]) -> Iterator[Node]:
    """The nodes with the levels of headings, of which none is left out."""
    above = 0
    for each in nodes:
        if each["kind"] in ("section", "title"):
            above = 1 if each["kind"] == "section" or not each["under"] else 2
            yield {**each, "level": above}
        else:
            yield {**each, "level": above + 1} if each["kind"] == "heading" else each


def _masthead(briefing: Briefing) -> list[str]:
    """What the opening slides say: their message, whom it is for, and the date."""
    opening = [slide for slide in briefing.slides() if slide.role == "title"]
    texts = [text for slide in opening for text in (slide.title, slide.subtitle, slide.label)]
    said = [block.text for slide in opening for block in slide.blocks if isinstance(block, Text)]
    told = dict.fromkeys((*texts, *said, *(() if briefing.date_text in said else (briefing.date_text,))))
    return [each for each in told if each and each != briefing.title]


def _slide(slide: Slide, section: Section, label: str, briefing: Briefing, charts: Iterator[Node]) -> Iterator[Node]:
    if slide.title != section.title:
        yield {"kind": "title", "text": slide.title, "id": slide.id, "under": bool(section.title)}
    if label not in section.title:
        yield {"kind": "label", "text": label}
    yield from _said(slide.subtitle)
    for block in slide.blocks:
        if isinstance(block, Chart):
            yield from _said(block.finding)
            yield next(charts)
        else:
            yield from _BLOCKS[type(block)](block)
    yield from _said(slide.takeaway, "strong")
    yield from _said(slide.source, "small")
    yield from _notes(slide, briefing)


def _notes(slide: Slide, briefing: Briefing) -> Iterator[Node]:
    if notes := [each for each in (*slide.notes, *slide.spill) if each]:
        yield {"kind": "notes", "heading": briefing.words.notes, "items": notes}


def _said(text: str, kind: str = "para") -> Iterator[Node]:
    if text:
        yield {"kind": kind, "text": text}


def _item(lead: str, text: str = "", to: str = "") -> Node:
    return {"lead": lead, "text": text, "to": to}


def _list(items: Sequence[Node], heading: str = "") -> Iterator[Node]:
    if heading:
        yield {"kind": "heading", "text": heading}
    if items:
        yield {"kind": "list", "items": items}


# Blocks, one function each.


def _text(block: Text) -> Iterator[Node]:
    yield from _said(block.text, "statement" if block.style == "statement" else "para")


def _bullets(block: Bullets) -> Iterator[Node]:
    yield from _list([_item("", each) for each in block.items], block.heading)


def _columns(block: Columns) -> Iterator[Node]:
    if not any(card.items for card in block.cards):
        yield from _list([_item(card.heading, card.text) for card in block.cards])
        return
    for card in block.cards:
        yield from _card(card)


def _card(card: Card) -> Iterator[Node]:
    if card.heading:
        yield {"kind": "heading", "text": card.heading}
    yield from _said(card.text)
    yield from _list([_item("", each) for each in card.items])


def _pairs(block: Pairs) -> Iterator[Node]:
    width = 3 if any(row.tag for row in block.rows) else 2
    rows = [[row.left, row.right, row.tag][:width] for row in block.rows]
    yield _grid(block.headings[:width], rows, (4.0, 5.0, 3.0)[:width])


def _table(block: Table) -> Iterator[Node]:
    rows = [[_cell(cell) for cell in row] for row in block.rows]
    yield _grid(block.header, rows, block.weights)
    yield from _said(block.key, "small")


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]], weights: Sequence[float]) -> Node:
    return {"kind": "table", "header": header, "rows": rows, "weights": list(weights) or [1.0] * len(header)}


def _cell(cell: Cell) -> str:
    shown = SYMBOLS.get(cell.mark, "") if cell.mark in MARKED or not cell.text else ""
    return " ".join(part for part in (shown, cell.text) if part)


def _tiles(block: Tiles) -> Iterator[Node]:
    yield {"kind": "tiles", "tiles": [*map(_tile, block.tiles)]}


def _tile(tile: Tile) -> Node:
    changed = ", ".join(filter(None, (tile.change, tile.judgement)))
    return {"value": tile.value, "label": tile.label, "note": ". ".join(filter(None, (changed, tile.note)))}


def _timeline(block: Timeline) -> Iterator[Node]:
    for stage in block.stages:
        if stage.name:
            yield {"kind": "heading", "text": stage.name}
        yield {"kind": "steps", "items": [*map(_step, stage.milestones)]}


def _step(milestone: Milestone) -> Node:
    facts = ", ".join(filter(None, (milestone.date, milestone.owner)))
    gate = f" → {GATE} {gate_text(milestone.gate)}" if milestone.gate else ""
    said = f"{milestone.text} ({facts})" if facts else milestone.text
    return {**_item("", f"{said}{gate}"), "number": milestone.number}


def _diagram(block: Diagram) -> Iterator[Node]:
    labels = {node.id: node.label for node in block.nodes}
    named = {end for link in block.links if link.label for end in (link.source, link.target)}
    boxes = [_item(node.label, node.text) for node in block.nodes if node.text or node.id not in named]
    ends = ((" → ".join(labels.get(each, each) for each in (link.source, link.target)), link) for link in block.links)
    yield from _said(block.summary)
    yield from _list([*boxes, *(_item(way, link.label) for way, link in ends if link.label)])


def _contents(block: Contents) -> Iterator[Node]:
    for entry in block.entries:
        yield from _list([_item("", jump.text, jump.target) for jump in entry.jumps], entry.heading)


def _points(block: Points) -> Iterator[Node]:
    yield from _list([_item(": ".join(filter(None, (each.label, each.heading))), each.text) for each in block.points])


def _panel(block: Panel) -> Iterator[Node]:
    tiles = [*map(_tile, block.tiles)]
    yield {"kind": "panel", "label": block.label, "statement": block.statement, "tiles": tiles, "foot": block.foot}


def _as_table(block: Rows | Tracks | Field | Flags) -> Iterator[Node]:
    yield from _table(block.table)


def _tiers(block: Tiers) -> Iterator[Node]:
    for tier in block.tiers:
        if tier.name:
            yield {"kind": "heading", "text": tier.name}
        yield from _columns(Columns(tier.cards))


_BLOCKS: Final[Mapping[type[Block], Callable[[Any], Iterator[Node]]]] = MappingProxyType(
    {
        Text: _text,
        Bullets: _bullets,
        Columns: _columns,
        Pairs: _pairs,
        Table: _table,
        Tiles: _tiles,
        Timeline: _timeline,
        Diagram: _diagram,
        Contents: _contents,
        Points: _points,
        Panel: _panel,
        Rows: _as_table,
        Tracks: _as_table,
        Field: _as_table,
        Flags: _as_table,
        Tiers: _tiers,
    }
)


# Charts, each drawn as on a slide of its own that is as large as paper has room for.


def _charts(briefing: Briefing, theme: ThemeChoice | Path) -> Iterator[Node]:
    """A figure for each chart, in their order."""
    charts = [each for slide in briefing.slides() for each in slide.blocks if isinstance(each, Chart)]
    slides = tuple(Slide("chart", " ", (each,), id=f"{number}") for number, each in enumerate(charts))
    pages = book_of(replace(briefing, sections=(Section("", slides),)), theme, room=ROOM).pages if charts else ()
    for number, chart in enumerate(charts):
        page = next(each for each in pages if each.slide.id == f"{number}")
        yield {"kind": "figure", "alt": chart.summary or chart.finding or chart.heading, "svg": _drawing(page)}


def _drawing(page: Page) -> str:
    """All that stands on a page but its title and what the theme paints, on the paper of the theme."""
    shown = [each for each in page.drawings if not isinstance(each.box, PlaceholderBox)]
    area = around([each.area for each in shown])
    if page.color("paper") != WHITE:  # a panel, at whose edges nothing stands
        area = Box(area.x - EDGE, area.y - EDGE, area.w + 2 * EDGE, area.h + 2 * EDGE)
    marks = (svg.mark(mark, page) for each in shown for part in everything(each) for mark in part.marks)
    words = (text for each in shown for text in svg.lines(each, page))
    box = " ".join(map(svg.pt, (area.x, area.y, area.w, area.h)))
    ground = svg.mark(Mark(rectangle(area), "paper"), page)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{ground}{"".join(marks)}{"".join(words)}</svg>'
