"""What several audiences are told, side by side: headlines and messages by kind of slide, and the figures of each.

Every audience gets its own words, and all of them get the same figures: where a figure differs, that is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from briefing.desk import Desk
from briefing.errors import ContentError, Problem, Where
from briefing.library.persona import Persona
from briefing.model import (
    Block,
    Briefing,
    Bullets,
    Chart,
    Columns,
    Field,
    Flags,
    Pairs,
    Panel,
    Points,
    Rows,
    Slide,
    Spoken,
    Table,
    Text,
    Tiers,
    Tiles,
    Timeline,
    Tracks,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What one audience reads on a slide: the headline, and the texts under it."""

    headline: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A slide of one kind as each audience has it, in the order asked; None where an audience has no such slide."""

    kind: str
    told: tuple[Told | None, ...]

    @property
    def same(self) -> bool:
        """Whether all audiences read the same, in whatever order."""
        return len({(each.headline, frozenset(each.messages)) if each else None for each in self.told}) == 1

    @property
    def differences(self) -> tuple[tuple[str, ...], ...]:
        """For each audience the messages that not all of them read."""
        read = [frozenset(each.messages) if each else frozenset() for each in self.told]
        shared = frozenset.intersection(*read)
        return tuple(tuple(text for text in each.messages if text not in shared) if each else () for each in self.told)


@dataclass(frozen=True, slots=True)
class Shared:
    """A figure, and for each audience whether it is told to it."""

    figure: Spoken
    seen: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows in the order of the slides, and every figure once; `audiences` are names of personas.

    `notices` are what a run that makes these briefings would tell of them.
    """

    audiences: tuple[str, ...]
    rows: tuple[Row, ...]
    figures: tuple[Shared, ...]
    notices: tuple[str, ...] = ()  # what the user should know of the company's facts

    def alone(self, place: int) -> tuple[Row, ...]:
        """The slides that only one audience has."""
        return tuple(
            row
            for row in self.rows
            if row.told[place] and not any(told for other, told in enumerate(row.told) if other != place)
        )


def compare(personas: Sequence[Persona], desk: Desk) -> Comparison:
    """What each persona alone is told at a desk. Raises ContentError where a figure is told in two ways."""
    briefings = [desk.compose((each,)) for each in personas]
    names, people = tuple(each.name for each in personas), [each.identifier for each in personas]
    known = [notice.message for each in briefings for notice in each.notices]
    if desk.company:
        known = [*desk.company.notices, *known, *desk.doubts(briefings, people)]
    return Comparison(names, tuple(_rows(briefings)), _figures(briefings, names), tuple(dict.fromkeys(known)))


def _rows(briefings: Sequence[Briefing]) -> Iterator[Row]:
    """Slides of one kind stand beside each other, the first of each, then the second."""
    by_kind = [_by_kind(each) for each in briefings]
    for kind in _kinds(briefings):
        columns = [found.get(kind, ()) for found in by_kind]
        yield from (Row(kind, told) for told in zip_longest(*columns))


def _kinds(briefings: Sequence[Briefing]) -> list[str]:
    """The kinds of all briefings in an order that keeps that of each, as far as one order can."""
    order: list[str] = []
    for briefing in briefings:
        place = 0
        for kind in dict.fromkeys(slide.kind for slide in briefing.slides()):
            if kind not in order:
                order.insert(place, kind)
            place = order.index(kind) + 1
    return order


def _by_kind(briefing: Briefing) -> Mapping[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for slide in briefing.slides():
        found.setdefault(slide.kind, []).append(Told(slide.title, tuple(_messages(slide))))
    return found


def _messages(slide: Slide) -> Iterator[str]:
    """The texts under the headline, each once."""
    found = (" ".join(text.split()) for block in slide.blocks for text in _texts(block))
    yield from dict.fromkeys(text for text in (slide.subtitle, *found) if text)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Text(text=text):
            yield text
        case Bullets(items=items):
            yield from items
        case Columns(cards=cards):
            for card in cards:
                yield _joined(card.heading, "; ".join(filter(None, (card.text, *card.items))))
        case Pairs(rows=rows):
            yield from (_joined(row.left, row.right) for row in rows)
        case Tiles(tiles=tiles):
            yield from (_joined(tile.label, " ".join(filter(None, (tile.value, tile.note)))) for tile in tiles)
        case Table(rows=rows):
            yield from (_joined(row[0].text, "; ".join(cell.text for cell in row[1:] if cell.text)) for row in rows)
        case Timeline(stages=stages):
            yield from (milestone.text for stage in stages for milestone in stage.milestones)
        case Rows() | Tracks() | Field() | Flags():
            yield from _texts(block.table)
        case Tiers(tiers=tiers):
            yield from (_joined(tier.name, "; ".join(card.heading for card in tier.cards)) for tier in tiers)
        case Points(points=points):
            yield from (_joined(point.heading, point.text) for point in points)
        case Panel(label=label, statement=statement, tiles=tiles, foot=foot):
            yield from (_joined(label, statement), *_texts(Tiles(tiles)), foot)
        case Chart(finding=finding):
            yield finding


def _joined(name: str, text: str) -> str:
    return ": ".join(part for part in (name, text) if part)


def _figures(briefings: Sequence[Briefing], names: Sequence[str]) -> tuple[Shared, ...]:
    """Every figure that anybody is told."""
    told = [{each.id: each for each in briefing.figures} for briefing in briefings]
    every = {id: figure for found in told for id, figure in found.items()}
    problems = [problem for id in every for problem in _differences(id, told, names)]
    if problems:
        raise ContentError(*problems)
    return tuple(Shared(figure, tuple(id in found for found in told)) for id, figure in every.items())


def _differences(id: str, told: Sequence[Mapping[str, Spoken]], names: Sequence[str]) -> Iterator[Problem]:
    """The same figure said in two ways."""
    said = [(name, found[id].text) for name, found in zip(names, told, strict=True) if id in found]
    (first, text), *others = said
    for name, other in others:
        if other != text:
            message = f"the figure '{id}' is {text} for the {first} and {other} for the {name}"
            yield Problem(Where(), message, "all audiences have to be told the same; please report it")
