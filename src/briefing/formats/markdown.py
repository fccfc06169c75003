"""The briefing as Markdown that reads well on a code host and in a wiki.

Front matter, one heading a section and a slide, tables, Mermaid drawings with their words below, and the speaker
notes folded under each slide. The same briefing always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any

from briefing.formats import markdowntext
from briefing.formats.markdowntext import (
    bold,
    bullets,
    front_matter,
    heading,
    html,
    inline,
    italic,
    one_line,
    paragraph,
    pipe_table,
)
from briefing.model import (
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
    Jump,
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
    Words,
)
from briefing.rendering import Rendered, ThemeChoice

# Each block as Markdown: one function a block, and the dict that says which.

_BLOCK_HEADING = 4

# For cells without words of their own; symbols need no translation, and the key explains them.
MARKS: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "yes": "●",
        "no": "○",
        "accountable": "A",
        "responsible": "R",
        "consulted": "C",
        "informed": "I",
        "none": "–",
        "up": "▲",
        "down": "▼",
        "target": "◎",
        "now": "●",
        "goal": "○",
        "figure": "",
        "turned": "",
    }
)


def text(block: Text) -> Iterator[str]:
    """A paragraph; a statement is a quotation, so that it stands out."""
    if one_line(block.text):
        yield ("> " if block.style == "statement" else "") + paragraph(block.text)


def bullet_list(block: Bullets) -> Iterator[str]:
    """A list under its heading."""
    yield from _heading(block.heading)
    yield bullets(paragraph(item) for item in block.items)


def columns(block: Columns) -> Iterator[str]:
    """Cards with lists as headed lists; cards that only hold a short text as one list."""
    if any(card.items for card in block.cards):
        for card in block.cards:
            yield from _card(card)
    else:
        yield bullets(_named(card.heading, card.text) for card in block.cards)


def _card(card: Card) -> Iterator[str]:
    yield from _heading(card.heading)
    yield paragraph(card.text)
    yield bullets(paragraph(item) for item in card.items)


def _heading(words: str) -> Iterator[str]:
    if one_line(words):
        yield heading(_BLOCK_HEADING, words)


def _named(name: str, words: str) -> str:
    if not one_line(name):
        return paragraph(words)
    return f"**{inline(name)}:** {inline(words)}" if one_line(words) else bold(name)


def pairs(block: Pairs) -> Iterator[str]:
    """A table of both sides and the tag; without the tag's column where no row has one."""
    width = 3 if any(one_line(row.proof) for row in block.rows) else 2
    rows = ([inline(cell) for cell in (row.left, row.right, row.proof)][:width] for row in block.rows)
    yield pipe_table([inline(each) for each in block.headings[:width]], rows)


def table(block: Table) -> Iterator[str]:
    """A pipe table, then what its marks mean. Its summary is for those who cannot see a table; these can read it."""
    yield pipe_table([inline(each) for each in block.header], ([_cell(cell) for cell in row] for row in block.rows))
    yield italic(block.key)


def _cell(cell: Cell) -> str:
    """The words of a cell; `yes` and `no` keep their symbol, because the key speaks of it and the eye finds it."""
    shown = MARKS[cell.mark] if cell.mark in ("yes", "no") or not one_line(cell.text) else ""
    return " ".join(part for part in (shown, inline(cell.text)) if part)


def tiles(block: Tiles) -> Iterator[str]:
    """A list that starts with the value, because the value is what the tile is for."""
    yield bullets(_tile(tile) for tile in block.tiles)


def _tile(tile: Tile) -> str:
    changed = ", ".join(inline(each) for each in (tile.change, tile.judgement) if one_line(each))
    parts = (bold(tile.value), inline(tile.label), changed, inline(tile.note))
    return " – ".join(part for part in parts if part)


def chart(block: Chart) -> Iterator[str]:
    """What the figures show in words, then all of them in full. Its summary says the same once more."""
    yield paragraph(block.finding)
    header = [inline(block.heading), *(inline(each.name) for each in block.shown)]
    rows = (
        [inline(category), *(inline(each.written[place]) for each in block.shown)]
        for place, category in enumerate(block.categories)
    )
    yield pipe_table(header, rows)


def _link(jump: Jump) -> str:
    return f"[{inline(jump.text)}](#{jump.target})"


def contents(block: Contents) -> Iterator[str]:
    """A list of links under each heading."""
    for entry in block.entries:
        yield bold(entry.heading)
        yield "\n".join(f"- {_link(jump)}" for jump in entry.jumps)


def points(block: Points) -> Iterator[str]:
    """A list of claims, each with its label and with what proves it."""
    yield "\n".join(
        f"- {each.label and inline(each.label) + ': '}{bold(each.heading)}{each.text and ' – ' + inline(each.text)}"
        for each in block.points
    )


def panel(block: Panel) -> Iterator[str]:
    """The decision, its figures, and who decides."""
    yield bold(block.label)
    yield paragraph(block.statement)
    if block.tiles:
        yield from tiles(Tiles(block.tiles))
    yield paragraph(block.foot)


def rows(block: Rows) -> Iterator[str]:
    """A table without empty columns."""
    yield from table(block.table)


def tracks(block: Tracks) -> Iterator[str]:
    """A table of what is today and what is to be."""
    yield from table(block.table)


def field(block: Field) -> Iterator[str]:
    """A table with both measures in words."""
    yield from table(block.table)


def flags(block: Flags) -> Iterator[str]:
    """A table in the order of time."""
    yield from table(block.table)


def tiers(block: Tiers) -> Iterator[str]:
    """A list under the name of each rank."""
    for tier in block.tiers:
        yield bold(tier.name)
        yield from columns(Columns(tier.cards))


BLOCKS: Mapping[type, Callable[[Any], Iterator[str]]] = MappingProxyType(
    {
        Text: text,
        Bullets: bullet_list,
        Columns: columns,
        Pairs: pairs,
        Table: table,
        Tiles: tiles,
        Timeline: markdowntext.timeline,
        Diagram: markdowntext.diagram,
        Chart: chart,
        Contents: contents,
        Points: points,
        Panel: panel,
        Rows: rows,
        Tracks: tracks,
        Field: field,
        Flags: flags,
        Tiers: tiers,
    }
)


def _contents(block: Contents) -> Iterator[str]:
    for entry in block.entries:
        yield bold(entry.heading)
        yield "\n".join(f"- {_link(jump)}" for jump in entry.jumps)


def block_parts(block: Block) -> Iterator[str]:
    """The paragraphs, lists, tables and drawings of a block, without empty ones."""
    return (part for part in BLOCKS[type(block)](block) if part)


def render(briefing: Briefing, theme: ThemeChoice | Path | None = None) -> Rendered:
    """The briefing as UTF-8 Markdown that ends in a newline; no theme changes it."""
    text = "\n\n".join(_document(briefing)) + "\n"
    return Rendered(text.encode(), pages=sum(1 for _ in briefing.slides()))


def _document(briefing: Briefing) -> Iterator[str]:
    yield _front_matter(briefing)
    yield heading(1, briefing.title)
    yield from _byline(briefing)
    for section in briefing.sections:
        yield from _section(section, briefing)


def _byline(briefing: Briefing) -> Iterator[str]:
    """Author and date, as far as the title slide does not tell them."""
    told = [part for slide in briefing.slides() if slide.role == "title" for part in _slide(slide, 2, "", briefing)]
    day = inline(briefing.date_text)
    if day and day not in told:
        yield f"*{day}*"


def _front_matter(briefing: Briefing) -> str:
    return front_matter(
        (
            ("title", briefing.title),
            ("date", briefing.date.isoformat()),
            ("language", briefing.language),
            ("author", briefing.author),
            ("subject", briefing.subject),
            ("keywords", briefing.keywords),
        )
    )


def _section(section: Section, briefing: Briefing) -> Iterator[str]:
    """Title slides that open a section stand before its heading: they belong to the document, not to a part of it."""
    opening = tuple(takewhile(lambda slide: slide.role == "title", section.slides))
    others = section.slides[len(opening) :]
    for slide in opening:
        yield from _slide(slide, 2, briefing.title, briefing)
    if others and one_line(section.title):
        yield heading(2, section.title)
    for slide in others:
        yield from _slide(slide, 3, section.title, briefing)


def _targets(briefing: Briefing) -> Iterator[str]:
    """The slides that a way leads to, from under a slide or out of a list."""
    for slide in briefing.slides():
        entries = (entry for block in slide.blocks if isinstance(block, Contents) for entry in block.entries)
        yield from (jump.target for jump in slide.jumps)
        yield from (jump.target for entry in entries for jump in entry.jumps)


def _slide(slide: Slide, level: int, above: str, briefing: Briefing) -> Iterator[str]:
    """A headline that only repeats the heading above it is left out."""
    if slide.id and (slide.jumps or slide.id in _targets(briefing)):
        yield f'<a id="{slide.id}"></a>'
    if one_line(slide.title) != one_line(above):
        yield heading(level, slide.title)
    head = (italic(slide.label), paragraph(slide.subtitle))
    yield from (part for part in head if part)
    for block in slide.blocks:
        yield from block_parts(block)
    if one_line(slide.takeaway):
        yield bold(slide.takeaway)
    if one_line(slide.source):
        yield italic(slide.source)
    for jump in slide.jumps:
        yield _link(jump)
    if any(one_line(note) for note in (*slide.notes, *slide.spill)):
        yield _notes(slide, briefing.words)


def _notes(slide: Slide, words: Words) -> str:
    """Blank lines round the paragraphs make Markdown read them as Markdown inside the HTML element."""
    paragraphs = (paragraph(note) for note in (*slide.notes, *slide.spill) if one_line(note))
    return "\n\n".join([f"<details>\n<summary>{html(words.notes)}</summary>", *paragraphs, "</details>"])
