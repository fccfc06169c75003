"""Which slide and which shape of an edited deck is which of ours: by id, then by name, then by what it says.

Programs keep different things: PowerPoint ids and names, LibreOffice names, Keynote and Google Slides hardly more than
texts. So each pair says how it was found and how sure that is; what is less sure than `SURE` is told, and not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct

from briefing.formats.pptx.base import BaseShape, BaseSlide
from briefing.refresh.deck import Shape, Slide

How: TypeAlias = Literal["id", "name", "place", "text"]

SURE: Final = 0.6  # from here on a slide or shape counts as recognised
GUESS: Final = 0.3  # from here on it may be one, and is reported
BY_ID: Final = 0.3  # what a slide with the id of ours must share with it at least
CERTAIN: Final = 0.8  # of one with the id of ours: then no other is looked at
NEARER: Final = 0.15  # by which another slide must be more alike to win over an id
COPY: Final = 0.75  # from here on a slide counts as a copy of one that is already found


class Pair(Struct, frozen=True):
    """A slide of the base and one of the edited deck, how it was found, and how sure that is, from 0 to 1."""

    base: BaseSlide
    theirs: Slide
    how: How
    sure: float
    copy: bool = False


class Matched(Struct, frozen=True):
    """All slides sorted: pairs, ours that are not there any more, theirs that are their own, and what may be which."""

    pairs: tuple[Pair, ...]
    deleted: tuple[BaseSlide, ...]
    own: tuple[Slide, ...]
    unsure: tuple[Pair, ...]


class _Trait(Struct, frozen=True):
    """What a slide is recognised by: its names and texts, each counted."""

    names: Counter[str]
    texts: Counter[str]
    title: str
    layout: str


def match_slides(base: Sequence[BaseSlide], theirs: Sequence[Slide]) -> Matched:
    """Every slide of both, matched."""
    known = [each for each in base if not each.gone]
    ours, others = [_of_base(each) for each in known], [_of_theirs(each) for each in theirs]
    alike = cache(lambda at, place: _likeness(ours[at], others[place]))
    pairs: dict[int, Pair] = {}  # by the place in theirs
    taken: set[int] = set()

    def take(at: int, place: int, how: How, sure: float, copy: bool = False) -> None:
        pairs[place] = Pair(known[at], theirs[place], how, round(sure, 2), copy)
        taken.add(at)

    by_id = {each.id: place for place, each in enumerate(known)}
    for place, slide in enumerate(theirs):
        at = by_id.get(slide.id)
        if at is None or at in taken or (sure := alike(at, place)) < BY_ID:
            continue
        if sure >= CERTAIN or sure >= max(alike(other, place) for other in range(len(known))) - NEARER:
            take(at, place, "id", max(sure, 0.9))
    open_ = [place for place in range(len(theirs)) if place not in pairs]
    ranked = sorted(
        ((alike(at, place), at, place) for at in range(len(known)) for place in open_),
        key=lambda row: (-row[0], abs(row[1] - row[2]), row),
    )
    for score, at, place in ranked:
        if score >= SURE and at not in taken and place not in pairs:
            take(at, place, _reason(ours[at], others[place]), score)
    for score, at, place in ranked:
        if score >= COPY and place not in pairs:
            take(at, place, _reason(ours[at], others[place]), score, copy=True)
    unsure: dict[int, Pair] = {}
    for score, at, place in ranked:
        if score >= GUESS and at not in taken and place not in pairs and place not in unsure:
            unsure[place] = Pair(known[at], theirs[place], "text", round(score, 2))
            taken.add(at)
    return Matched(
        tuple(pairs[place] for place in sorted(pairs)),
        tuple(each for at, each in enumerate(known) if at not in taken),
        tuple(each for place, each in enumerate(theirs) if place not in pairs and place not in unsure),
        tuple(unsure[place] for place in sorted(unsure)),
    )


def _of_base(slide: BaseSlide) -> _Trait:
    return _trait([each for each in slide.shapes if not each.foot], slide.title, slide.layout)


def _of_theirs(slide: Slide) -> _Trait:
    return _trait([each.base for each in slide.shapes if not each.base.foot], slide.title, slide.layout)


def _trait(shapes: Sequence[BaseShape], title: str, layout: str) -> _Trait:
    texts = Counter(_plain(text) for each in shapes for text in each.read if not each.numbered)
    for each in shapes:
        if each.chart:
            texts.update(_plain(text) for text in each.chart.categories)
    return _Trait(Counter(each.name for each in shapes), texts, _plain(title), layout)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _likeness(one: _Trait, other: _Trait) -> float:
    """How much two slides share, from 0 to 1: their texts, or their names where those tell enough."""
    texts, names = _shared(one.texts, other.texts), _shared(one.names, other.names)
    if one.title and one.title == other.title:
        texts = 0.4 + 0.6 * texts
    telling = min(sum(one.names.values()), 8) / 8  # a slide of title and label alone looks like many others
    return max(texts, 0.5 * texts + 0.5 * names * telling, (0.5 + 0.3 * telling) * (names == 1.0) * telling)


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """The part of one that is found in the other, and a little of what the other has beside it."""
    if not one:
        return 1.0 if not other else 0.0
    common = (one & other).total()
    return 0.85 * common / one.total() + 0.15 * common / max(other.total(), 1)


def _reason(one: _Trait, other: _Trait) -> How:
    return "name" if _shared(one.names, other.names) >= SURE else "text"


# Shapes of one slide.

S = TypeVar("S")


class ShapePair(Struct, Generic[S], frozen=True):
    """A shape of the base and what it is now, how it was found, and how sure that is."""

    base: BaseShape
    other: S
    how: How
    sure: float


def match_shapes(
    base: Sequence[BaseShape], others: Sequence[S], read: Callable[[S], BaseShape], *, by_id: bool = True
) -> tuple[list[ShapePair[S]], list[BaseShape], list[S]]:
    """Pairs, the shapes of the base that are not there, and the others that are of nobody in the base."""
    pairs: list[ShapePair[S]] = []
    left, free = list(base), list(others)

    def take(how: How, sure: float, alike: Callable[[BaseShape, BaseShape], bool]) -> None:
        for each in list(left):
            found = next((other for other in free if alike(each, read(other))), None)
            if found is not None:
                pairs.append(ShapePair(each, found, how, sure))
                left.remove(each)
                free[:] = [other for other in free if other is not found]

    if by_id:
        take("id", 1.0, lambda one, other: one.id == other.id and one.name == other.name and _same_kind(one, other))
    names = Counter(each.name for each in left), Counter(read(each).name for each in free)
    take("name", 0.95, lambda one, other: one.name == other.name and _same_kind(one, other) and _once(names, one.name))
    take("name", 0.9, lambda one, other: one.name == other.name and _same_kind(one, other) and _says(one, other))
    if by_id:
        take("id", 0.9, lambda one, other: one.id == other.id and _same_kind(one, other) and _likely(one, other))
    take("text", 0.9, lambda one, other: _same_kind(one, other) and _says(one, other))
    if not by_id:
        take("name", 0.8, lambda one, other: _stem(one.name) == _stem(other.name) != "" and _same_kind(one, other))
    take("place", 0.7, lambda one, other: _same_kind(one, other) and _stands(one, other) and _is_shape(one, other))
    take("text", 0.65, lambda one, other: _same_kind(one, other) and bool(one.read) and _likely(one, other))
    return pairs, left, free


def _once(names: Iterable[Counter[str]], name: str) -> bool:
    return all(each[name] == 1 for each in names)


def _same_kind(one: BaseShape, other: BaseShape) -> bool:
    return bool(one.rows) == bool(other.rows) and bool(one.chart) == bool(other.chart) and one.foot == other.foot


def _says(one: BaseShape, other: BaseShape) -> bool:
    return bool(one.read) and [*map(_plain, one.read)] == [*map(_plain, other.read)]


def _stands(one: BaseShape, other: BaseShape) -> bool:
    return one.box is not None and one.box == other.box


def _is_shape(one: BaseShape, other: BaseShape) -> bool:
    """Whether both say something or neither does: a rule that stands where a text stood is no text."""
    return bool(one.read) == bool(other.read)


def _likely(one: BaseShape, other: BaseShape) -> bool:
    if not one.read and not other.read:
        return one.name == other.name
    return similarity(" ".join(one.read), " ".join(other.read)) >= SURE


def similarity(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= GUESS else 0.0


def _stem(name: str) -> str:
    """`Tile 1` of `Tile 1: Last complete month`: what follows the colon are words that change."""
    return name.partition(":")[0]


def shape_read(shape: Shape) -> BaseShape:
    """What an edited shape says."""
    return shape.base
