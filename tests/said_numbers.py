"""Every text of a briefing, and the numbers in it, as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import fields, replace

from briefing.model import Briefing, Chart, NumberForm, Slide

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
CLOCK = re.compile(r"\d+:\d\d (to|of) ")  # when a slide is told
# What is written about a slide, and never on it.
_UNSEEN = frozenset(
    {"kind", "role", "flow", "style", "icon", "mark", "better", "verdict", "unit", "id", "target", "part", "about"}
)


def texts(slide: Slide) -> Iterator[str]:
    """Headline, blocks, notes, source: all that a slide says in any format."""
    clocked = [each for each in slide.notes if not CLOCK.match(each)]
    return _texts(replace(slide, notes=tuple(clocked)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Chart):
        yield from _texts((value.categories, value.heading, value.finding, value.summary))
        for each in value.series:
            # Of its labels a line shows the last; those of columns only shorten what is written in full.
            labels = {"line": each.labels[-1:], "column": ()}.get(value.style, each.labels)
            yield from (each.name, *labels, *each.written)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Struct) and not isinstance(value, NumberForm):
        shown = (each.name for each in fields(value) if each.name not in _UNSEEN)
        yield from (text for name in shown for text in _texts(getattr(value, name)))


def numbers(text: str) -> set[str]:
    """The numbers of a text without signs, separators and superfluous zeros: `€1,234.50` is 1234.5."""
    found = (Decimal(each.replace(",", "")) for each in _NUMBER.findall(text))
    return {format(each.normalize(), "f") for each in found}


def numbers_of(briefing: Briefing, *kinds: str) -> set[str]:
    """The numbers of all slides, or of those of some kinds."""
    slides = (each for each in briefing.slides() if not kinds or each.kind in kinds)
    return {number for slide in slides for text in texts(slide) for number in numbers(text)}
