"""Progress: how much blocks still have to say, and what is put in the place of one that would never end.

Each slide that continues another has to leave a smaller measure, and measures are natural numbers; so the slides end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import fields

from briefing.model import Block, Chart, Diagram, Text

DRAWN = (Chart, Diagram)  # where they cannot be drawn, they go on as tables and cards, whose headings are words of ours
UNSAID = frozenset({"style", "icon", "mark", "better", "verdict", "summary", "id", "source", "target", "unit", "form"})
Measure = tuple[int, int]


def measure(blocks: Sequence[Block]) -> Measure:
    """Drawings that may still become something else, then visible letters. Smaller is nearer to the end."""
    letters = sum(len("".join(text.split())) for block in blocks for text in _texts(block))
    return sum(isinstance(block, DRAWN) for block in blocks), letters


def as_text(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the first one as running text."""
    first, *others = blocks
    text = " ".join(word for each in _texts(first) for word in each.split())
    return (Text(text), *others) if text else tuple(others)


def _texts(value: object) -> Iterator[str]:
    """Every text of a block that a reader sees, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Struct):
        for each in fields(value):
            yield from () if each.name in UNSAID else _texts(getattr(value, each.name))
