"""The rows of a report as a merge finds them, and what of them a deck remembers until a person has put it right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import astuple, replace

from briefing.formats.pptx.base import BaseShape, BaseSlide, Left, digest, texts_of
from briefing.refresh.deck import Shape, Slide
from briefing.refresh.matching import Pair, ShapePair
from briefing.refresh.report import Change, How
from briefing.refresh.wording import Step, alike, flat, form_like, holds, numbers

NOTES: Final = "Notes"
SHOWN: Final[Mapping[str, How]] = {
    "replaced": "replaced",
    "figure": "figure",
    "kept": "kept",
    "conflict": "conflict",
    "added": "replaced",
    "gone": "replaced",
}
OF_OURS: Final = ("kept", "conflict")  # what is left of a text of ours; all else is a person's own


@dataclass(eq=False)
class Slot:
    """A slide of ours in the edited deck, what it is made of now, and whether it was taken whole from the new deck."""

    pair: Pair
    new: BaseSlide
    part: str  # of the new slide, in the deck that was made
    whole: bool = False
    charts: set[str] = field(default_factory=set)  # names in the new slide of those that were told already

    @property
    def place(self) -> tuple[str, int]:
        """Its id in the briefing, and which of its pages it is."""
        return self.new.key, self.new.page


class Teller:
    """Collects rows, and with each that is left to a person what stands there, so that it can be told again."""

    def __init__(self, left: Sequence[Left], figures: Mapping[str, Sequence[str]]) -> None:
        """`left` is what the deck remembers to have told, `figures` how each is written now."""
        self.rows: list[Change] = []
        self.left: list[Left] = []
        self._standing: list[tuple[Change, str]] = []
        self._before, self._figures = left, figures
        self._seen: set[int] = set()
        self._true: dict[tuple[int, str], str] = {}  # slide and text → what ours says there, which is true

    def row(
        self, change: Change, place: tuple[str, int] = ("", 0), stands: str | None = None, figure: str = ""
    ) -> None:
        """A row; `stands` is the text that it is about, where that is another than theirs was, `figure` an id."""
        self.rows.append(change)
        if change.is_open and change.how not in ("unsure", "overflow") and (change.shape or change.how == "own"):
            text = change.theirs if stands is None else stands
            self._standing.append((change, text))
            about = marked(text, change.shape if change.chart else "")
            now = "" if figure else change.now  # a deck remembers no figure that is not read in it
            self.left.append(Left(change.how, *place, change.shape, change.was, now, about, figure))

    def tell(
        self,
        slot: Slot,
        name: str,
        was: str,
        theirs: str,
        now: str,
        how: How,
        shape: BaseShape | None = None,
        pair: ShapePair[Shape] | None = None,
        *,
        chart: bool = False,
        stands: str | None = None,
    ) -> None:
        """A row about a slide of ours."""
        by, sure = slot.pair.how, slot.pair.sure
        if pair and pair.sure < sure:
            by, sure = pair.how, pair.sure
        tells = how == "own" or (how == "gone" and bool(numbers(theirs)))
        spot = (shape.box[0], shape.box[1]) if shape and shape.box else (0, 0)
        number = slot.pair.theirs.number
        row = Change(number, slot.new.title, name, was, theirs, now, how, by, sure, spot, chart, tells)
        self.row(row, slot.place, stands)

    def tell_steps(
        self,
        slot: Slot,
        name: str,
        steps: Sequence[Step],
        shape: BaseShape | None = None,
        pair: ShapePair[Shape] | None = None,
    ) -> None:
        """The rows of a text: what became of each paragraph, and the old numbers that still stand there."""
        for step in steps:
            if step.turned.new:
                self._true[slot.pair.theirs.number, flat(step.text)] = step.turned.new
            if step.turned.how != "same":
                how = SHOWN[step.turned.how]
                now = step.turned.text if how == "figure" else step.turned.new
                self.tell(slot, name, step.turned.was, step.theirs, now, how, shape, pair, stands=step.text)
            for old, fresh in step.turned.left:
                self.tell(slot, name, old, step.text, fresh, "own", shape, pair)

    def has(self, slide: Slide, shape: str, text: str, old: str) -> bool:
        """Whether a row says already that this text still holds an old number."""
        return any(
            each.slide == slide.number and each.shape == shape and text in stands and holds(each.was, old)
            for each, stands in self._standing
        )

    def left_over(self) -> tuple[Left, ...]:
        """What a deck remembers of these rows, in an order that does not depend on how they were found."""
        return tuple(sorted(set(self.left), key=lambda each: tuple(map(str, astuple(each)))))

    def is_true(self, slide: Slide, text: str, number: str) -> bool:
        """Whether a number is one that ours has in this text now."""
        return holds(self._true.get((slide.number, flat(text)), ""), number)

    # What was told before, and is not put right.

    def is_left(self, slot: Slot) -> bool:
        """Whether something on a slide of ours was told before."""
        return any((each.key, each.page) == slot.place for each in self._before)

    def still(self, slot: Slot, name: str, steps: Sequence[Step]) -> list[Step]:
        """The steps of a text, where what was told of a paragraph before holds until it is put right."""
        before = [
            each
            for each in self._before
            if (each.key, each.page, each.shape) == (*slot.place, name) and each.how in OF_OURS and each.now
        ]
        return [self._still(step, before) for step in steps] if before else [*steps]

    def _still(self, step: Step, before: Sequence[Left]) -> Step:
        if not step.theirs or not step.turned.was:
            return step
        for each in before:
            if alike(each.now, step.turned.was):
                self._seen.add(id(each))
                if step.turned.how in ("same", "figure") and _is_open(each, step):
                    how = "kept" if each.how == "kept" else "conflict"
                    return replace(step, turned=replace(step.turned, how=how, was=each.was))
        return step

    def again(
        self, said: Mapping[str, Sequence[tuple[Slide, str, str]]], places: Mapping[int, tuple[str, int]]
    ) -> None:
        """Tell once more what stands in the deck as it stood when it was told: `said` is where, by its mark.

        `places` are the slides of ours by their numbers.
        """
        rows = {(each.slide, each.shape, each.how, each.was, each.theirs) for each in self.rows}
        told = {(each.how in OF_OURS, "" if each.how in OF_OURS else each.was, each.theirs) for each in self.left}
        for each in self._before:
            key = each.how in OF_OURS, "" if each.how in OF_OURS else each.was, each.theirs
            now = self._now(each)
            if key in told or id(each) in self._seen or now is None or each.how == "overflow":
                continue
            found = said.get(each.theirs, ())
            here = [row for row in found if places.get(row[0].number, ("", 0)) == (each.key, each.page)]
            named = [row for row in here if row[1] == each.shape]
            for slide, shape, text in named or here or found:
                how: How = each.how  # type: ignore[assignment]  # a base holds any text
                if (at := (slide.number, shape, how, each.was, text)) not in rows:
                    rows.add(at)
                    chart = each.theirs != marked(text)
                    change = Change(slide.number, slide.title, shape, each.was, text, now, how, chart=chart, tells=True)
                    self.row(change, places.get(slide.number, ("", 0)), figure=each.id)

    def _now(self, left: Left) -> str | None:
        """What is true now in place of what was told; None where that has become true again."""
        if not left.id:
            return left.now
        forms = self._figures.get(left.id, ())
        if flat(left.was) in map(flat, forms):
            return None
        return form_like(left.was, forms)


def _is_open(left: Left, step: Step) -> bool:
    """Whether a person has not put right what was told: the text is as it was, or still lacks the new figures."""
    new = step.turned.new
    if alike(step.text, new) or alike(new, left.was):
        return False
    wanted = [each for each in numbers(new) if not holds(left.was, each)] if left.how == "kept" else []
    return any(not holds(step.text, each) for each in wanted) if wanted else marked(step.theirs) == left.theirs


def called(pair: ShapePair[Shape], new: BaseShape) -> str:
    """What a shape of ours is called in the refreshed deck: as we call it now, where no person has renamed it."""
    held = pair.other.base.name
    return new.name if held == pair.base.name else held


def of_chart(name: str, where: str) -> str:
    """A value of a chart as the place of a row; the chart itself where it is about all of it."""
    return f"{name}: {where}" if where else name


def marked(text: str, shape: str = "") -> str:
    """What tells whether a text is still the same, and nothing of it."""
    return digest(flat(f"{shape}\n{text}" if shape else text))


def all_texts(slides: Sequence[BaseSlide]) -> Iterator[str]:
    """Every text of slides of ours, with their notes and the words of their charts."""
    for slide in slides:
        yield from texts_of(slide)
        for shape in slide.shapes:
            if shape.chart:
                yield from (*shape.chart.categories, *(each.name for each in shape.chart.series))
