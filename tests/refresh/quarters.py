"""A small company in two quarters, a deck of the first, and what people do to decks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation

from briefing.choices import Choices
from briefing.formats.pptx.base import Base
from briefing.pipeline import make
from briefing.refresh.deck import DeckFile
from briefing.refresh.finding import base_inside, entries_of, put_base
from briefing.refresh.merge import merge
from briefing.refresh.run import fitted

FACTS = """name: {name}
presenter: Sam Sampleton
date: {day}
currency: {currency}
fiscal-calendar: {{first-month: 4, current-year: FY 2025/26}}
spend: {{current-monthly: {monthly}, annual-growth: {growth}%}}
pain-points:
  - {{text: Test systems run at night because nobody switches them off, who: [cfo], cost: {idle}, period: a month}}
savings:
  - {{name: Idle test systems, base: {saved}, status: estimated, owner: Lena Lookalike}}
  - {{name: Commitments, base: {bought}, status: verified, owner: Max Madeup}}
function-cost: {{one-off: 60_000, people: 12_000}}
return: {{horizon-months: 36}}
"""
FIRST = {
    "name": "Example Wares",
    "day": "2026-01-15",
    "currency": "EUR",
    "monthly": 413_000,
    "growth": 18,
    "idle": 11_000,
    "saved": 192_000,
    "bought": 240_000,
}
LATER = {
    **FIRST,
    "day": "2026-04-15",
    "monthly": 436_000,
    "growth": 21,
    "idle": 12_500,
    "saved": 204_000,
    "bought": 251_000,
}
LAYOUT = "pitch"


def facts(folder: Path, **values: Any) -> str:
    """The file of a quarter's facts."""
    path = folder / "org.yaml"
    path.write_text(FACTS.format(**values), encoding="utf-8")
    return str(path)


def first_deck(folder: Path, layout: str = LAYOUT, **choices: Any) -> Path:
    """The deck of the first quarter in a folder, with its facts beside it."""
    org = facts(folder, **FIRST)
    out = str(folder / "deck.pptx")
    made = make(["cfo"], Choices(layout=layout, organisation=org, out=out, **choices))
    return made.written[0].path


FALLING = {**LATER, "growth": -6}  # words of ours change, and not only figures
DOLLARS = {**FIRST, "currency": "USD"}  # every value is the same
RENAMED = {**LATER, "name": "Example Wares and Imaginary Goods International"}
Edit = Callable[[Any], None]


@cache
def deck_bytes(quarter: str) -> bytes:
    """The deck of a quarter, made once: `first`, `later`, `falling`, `dollars` or `renamed`."""
    import tempfile

    values = {"first": FIRST, "later": LATER, "falling": FALLING, "dollars": DOLLARS, "renamed": RENAMED}[quarter]
    with tempfile.TemporaryDirectory() as folder:
        org = facts(Path(folder), **values)
        out = str(Path(folder) / "deck.pptx")
        return make(["cfo"], Choices(layout="exec-brief", organisation=org, out=out)).written[0].path.read_bytes()


def edited(*edits: Edit, deck: bytes | None = None) -> bytes:
    """The deck of the first quarter after a person has worked on it with python-pptx."""
    presentation = Presentation(BytesIO(deck or deck_bytes("first")))
    for each in edits:
        each(presentation)
    stream = BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def rewritten(deck: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The deck with parts that another program writes in another way; None leaves a part out."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(deck)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
    return stream.getvalue()


class Outcome:
    """An edited deck after a refresh: the report, the deck, and what it was."""

    def __init__(
        self, theirs: bytes, quarter: str = "later", base: Base | None = None, new: bytes = b"", **how: Any
    ) -> None:
        self.before = theirs
        deck = DeckFile(Path("deck.pptx"), entries_of(theirs))
        made = DeckFile(Path("deck.pptx"), entries_of(new or deck_bytes(quarter)))
        first = base or base_inside(deck) or base_inside(DeckFile(Path("a.pptx"), entries_of(deck_bytes("first"))))
        fresh = base_inside(made)
        assert first is not None
        assert fresh is not None
        self.merged = merge(deck, first, made, fresh, **how)
        self.merged = fitted(deck, self.merged)
        self.changes, self.base = self.merged.changes, self.merged.base
        put_base(deck, self.base)
        self.after = deck.bytes()

    def rows(self, *how: str) -> list[tuple[str, str, str]]:
        """How, shape and new text of the rows, of these kinds where some are named."""
        return [(each.how, each.shape, each.now) for each in self.changes if not how or each.how in how]

    def hows(self) -> frozenset[str]:
        """All kinds of rows that are in the report, but for what nobody touched."""
        return frozenset(str(each.how) for each in self.changes) - {"replaced"}

    def texts(self) -> list[list[str]]:
        """What each slide says, shape by shape."""
        return texts(self.after)

    def again(self, quarter: str = "later") -> Outcome:
        """A second refresh from the same facts."""
        return Outcome(self.after, quarter, self.base)


def texts(deck: bytes) -> list[list[str]]:
    """What each slide says: texts, cells, values of charts, and notes."""
    return [list(_texts(slide)) for slide in Presentation(BytesIO(deck)).slides]


def _texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame and not (shape.is_placeholder and "sldNum" in etree.tostring(shape._element).decode()):
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_chart:
            for series in shape.chart.plots[0].series:
                yield f"{series.name}: {[*series.values]}"
    if slide.has_notes_slide:
        yield slide.notes_slide.notes_text_frame.text


def slide_parts(deck: bytes) -> dict[str, bytes]:
    """The XML of every slide."""
    with zipfile.ZipFile(BytesIO(deck)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if re.match(r"ppt/slides/slide\d+\.xml", name)}


def shape_named(slide: Any, name: str) -> Any:
    """The shape whose name begins so."""
    return next(each for each in slide.shapes if each.name.startswith(name))


def slide_saying(presentation: Any, words: str) -> Any:
    """The first slide with these words in its headline."""
    return next(
        each for each in presentation.slides if each.shapes.title and words in each.shapes.title.text_frame.text
    )
