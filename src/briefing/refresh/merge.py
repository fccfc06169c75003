"""The three-way merge of a deck: the base that we wrote, theirs that a person edited, the new one from the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefing.formats.pptx.base import Base, BaseShape, BaseSlide, digest
from briefing.refresh.charts import chart_changes, is_same_chart, merge_chart
from briefing.refresh.deck import DeckFile, Shape, Slide, body_text, serialised
from briefing.refresh.edits import apply_steps, describe, move
from briefing.refresh.matching import Matched, Pair, ShapePair, match_shapes, match_slides, shape_read
from briefing.refresh.remains import Remains, texts_on
from briefing.refresh.report import Change, How
from briefing.refresh.slides import add_slide, copy_shape, name_in_order, remove_slides, renumber, take_whole
from briefing.refresh.tables import aligned_rows, join, merge_table, row_text
from briefing.refresh.telling import NOTES, SHOWN, Slot, Teller, all_texts, called, marked, of_chart
from briefing.refresh.wording import Forms, alike, flat, forms_of, holds, is_small, merged, numbers


class Merged(Struct, frozen=True):
    """What was found, what the deck remembers from now on, and whether anything in it is other than before."""

    changes: tuple[Change, ...]
    base: Base
    changed: bool
    matched: Matched
    edited: frozenset[int] = frozenset()  # numbers of the slides that were changed shape by shape
    long: frozenset[tuple[int, str]] = frozenset()  # slide and shape of texts that were told to be too long


def merge(
    deck: DeckFile,
    base: Base,
    made: DeckFile,
    fresh: Base,
    *,
    add: bool = False,
    remove: bool = False,
    matched: Matched | None = None,
    figures: Mapping[str, Sequence[str]] = {},
) -> Merged:
    """Bring the deck up to date in place; nothing is written to disk. `matched` are its slides, where that is known.

    `figures` are all figures of today with how each is written, also those that the new deck does not tell.
    """
    matched = matched or match_slides(base.slides, deck.slides)
    return _Merge(deck, base, made, fresh, matched, {**figures, **fresh.figures}).done(add=add, remove=remove)


class _Merge:
    def __init__(
        self,
        deck: DeckFile,
        base: Base,
        made: DeckFile,
        fresh: Base,
        matched: Matched,
        figures: Mapping[str, Sequence[str]],
    ) -> None:
        self.deck, self.base, self.made, self.fresh, self.matched = deck, base, made, fresh, matched
        said, saying, told = all_texts(base.slides), all_texts(fresh.slides), fresh.figures
        self.forms: Forms = forms_of(base.figures, figures, base.earlier, said=said, saying=saying, telling=told)
        self.teller = Teller(base.left, figures)
        self.new = {
            (slide.key, slide.page): (slide, part) for slide, part in zip(fresh.slides, made.slide_parts, strict=True)
        }
        self.slots: list[Slot] = []
        self.gone: list[Pair] = []
        self.changed = False
        self.whole_charts: set[str] = set()

    def done(self, *, add: bool, remove: bool) -> Merged:
        for pair in self.matched.pairs:
            found = self.new.get((pair.base.key, pair.base.page))
            if found:
                self.slots.append(Slot(pair, *found))
            else:
                self.gone.append(pair)
        for slot in self.slots:
            self._slide(slot)
        self._unsure()
        self._vanished(remove)
        added = self._offered(add)
        if self.changed:
            renumber(self.deck, [(each.pair.theirs, each.pair.base) for each in self.slots])
        earlier = self._remains(remove)
        base = self._base({key: slide.id for key, slide in added.items()}, remove)
        numbers = self._numbers(added.values())
        if added or (remove and self.gone):
            name_in_order(self.deck)
        changes = [replace(each, slide=numbers.get(each.slide, 0)) for each in self.teller.rows]
        changes.sort(key=lambda each: (each.slide, each.shape != ""))
        edited = frozenset(numbers[each.pair.theirs.number] for each in self.slots if not each.whole)
        base = replace(base, earlier=earlier, left=self.teller.left_over())
        long = frozenset((numbers[slide], shape) for slide, shape in self._long())
        return Merged(tuple(changes), base, self.changed, self.matched, edited, long)

    def _numbers(self, added: Iterable[Slide]) -> dict[int, int]:
        """The number that each slide has in the refreshed deck by that which it had; 0 for one that is taken out."""
        places = {part: place for place, part in enumerate(self.deck.slide_parts, 1)}
        return {each.number: places.get(each.part, 0) for each in (*self.deck.slides, *added)}

    def _remains(self, remove: bool) -> Mapping[str, str]:
        """Tell all old figures that still stand in the deck, and what was told before; gives the forms of these."""
        ours = all_texts([slide for slide, _ in self.new.values()])
        places = {each.pair.theirs.number: each.place for each in self.slots}
        remains = Remains(self.deck, self.matched, self.forms, ours, self.teller)
        remains.again(places)
        remains.tell({} if remove else {each.theirs.number: each.base for each in self.gone}, places)
        new = {key: slide for key, (slide, _) in self.new.items()}
        remains.tell_charts(self.base.slides, new, {each.theirs.number for each in self.gone})
        return remains.earlier

    def _long(self) -> Iterator[tuple[int, str]]:
        """Texts of which a person was told that they are too long, and that are as they were."""
        for left in self.base.left:
            for slot in self.slots:
                if left.how == "overflow" and (left.key, left.page) == slot.place:
                    yield from (
                        (slot.pair.theirs.number, each.base.name)
                        for each in slot.pair.theirs.shapes
                        if each.base.name == left.shape and marked(join(each.base.read)) == left.theirs
                    )

    # A slide of ours.

    def _slide(self, slot: Slot) -> None:
        base, theirs, new = slot.pair.base, slot.pair.theirs, slot.new
        same = _is_same(base, new)
        if same and not self.teller.is_left(slot):
            return
        untouched = self.deck.is_as_written(theirs.part, base.digest)
        ours, lost, own = match_shapes(base.shapes, theirs.shapes, shape_read)
        now, vanished, extra = match_shapes(base.shapes, new.shapes, _itself, by_id=False)
        become = {id(each.base): each for each in now}
        chart = self._chart(slot, ours, become)
        if not same and untouched and take_whole(self.deck, theirs, self.made, slot.part, self._jump, chart):
            slot.whole = self.changed = True
            self._tell_whole(slot, now, vanished, extra)
        else:
            own = [each for each in own if not each.base.foot]  # the number of the slide is nobody's
            arranged = not lost and not own and all(_in_place(each) for each in ours)
            for each in ours:
                if (found := become.get(id(each.base))) is not None:
                    self._shape(slot, each, found.other, arranged)
                elif not each.base.foot:
                    self._shape_gone(slot, each, arranged)
            for shape in extra:
                self._shape_new(slot, shape, arranged)
        self._notes(slot)

    def _jump(self, part: str) -> str:
        """The slide of theirs that a new slide is; empty where it is not there."""
        keys = {there: key for key, (_, there) in self.new.items()}
        key = keys.get(part)
        found = (each.pair.theirs.part for each in self.slots if (each.new.key, each.new.page) == key)
        return next(found, "")

    def _chart(
        self, slot: Slot, ours: Sequence[ShapePair[Shape]], become: Mapping[int, ShapePair[BaseShape]]
    ) -> Callable[[str], str]:
        """The chart of theirs for one of the new slide's, brought up to date; empty where there is none."""
        parts = {
            become[id(each.base)].other.name: each for each in ours if each.other.chart and id(each.base) in become
        }
        named = {shape.chart: shape.base.name for shape in self.made.slide(slot.part, 0, 0).shapes if shape.chart}

        def found(part: str) -> str:
            pair = parts.get(named.get(part, ""))
            if pair is None:
                return ""
            self._merge_chart(slot, pair, become[id(pair.base)].other)
            slot.charts.add(become[id(pair.base)].other.name)
            return pair.other.chart

        return found

    def _tell_whole(
        self,
        slot: Slot,
        now: Sequence[ShapePair[BaseShape]],
        vanished: Sequence[BaseShape],
        extra: Sequence[BaseShape],
    ) -> None:
        """What changes on a slide that nobody has touched."""
        for each in now:
            old, new = each.base, each.other
            if new.numbered:
                continue
            self.teller.tell_steps(slot, new.name, merged(old.text, old.text, new.text, self.forms), new)
            rows = aligned_rows(old.rows, new.rows)
            for at, row in enumerate(old.rows):
                for column, cell in enumerate(row):
                    there = new.rows[rows[at]] if at in rows else ()
                    fresh = there[column] if column < len(there) else ()
                    if not alike(join(cell), join(fresh)):
                        self._tell(slot, new.name, join(cell), join(cell), join(fresh), "replaced", new)
            for at, row in enumerate(new.rows):
                if at not in rows.values():
                    self._tell(slot, new.name, "", "", row_text(row), "replaced", new)
            if old.chart and new.chart and new.name not in slot.charts:
                for told in chart_changes(old.chart, old.chart, new.chart):
                    name = of_chart(new.name, told.where)
                    self._tell(slot, name, told.was, told.was, told.now, "replaced", new, chart=True)
        for shape in vanished:
            for text in shape.read:
                self._tell(slot, shape.name, text, text, "", "replaced", shape)
        for shape in extra:
            for text in shape.read:
                self._tell(slot, shape.name, "", "", text, "replaced", shape)

    def _shape(self, slot: Slot, pair: ShapePair[Shape], new: BaseShape, arranged: bool) -> None:
        old, shape = pair.base, pair.other
        if not old.numbered and shape.body is not None:
            self._text(slot, pair, new)
        if old.rows and merge_table(slot, pair, new, self.forms, self.teller):
            self._touch(slot.pair.theirs.part)
        if old.chart and new.chart and shape.chart:
            self._merge_chart(slot, pair, new)
        self._look(slot, pair, new, arranged)

    def _look(self, slot: Slot, pair: ShapePair[Shape], new: BaseShape, arranged: bool) -> None:
        """Where it stands, what it is called, and how it is described, as far as a person left that alone."""
        old, held = pair.base, pair.other.base
        name = new.name if held.name == old.name != new.name else None
        alt = new.alt if held.alt == old.alt != new.alt else None
        moved = arranged and not pair.other.grouped and new.box and old.box != new.box and held.box == old.box
        changed = describe(pair.other.head, name, alt)
        if moved and new.box:
            changed |= move(pair.other.element, new.box)
        if changed:
            self._touch(slot.pair.theirs.part)

    def _text(self, slot: Slot, pair: ShapePair[Shape], new: BaseShape) -> None:
        body, name = pair.other.body, called(pair, new)
        steps = self.teller.still(slot, name, merged(pair.base.text, pair.other.base.text, new.text, self.forms))
        if body is not None and apply_steps(body, steps):
            self._touch(slot.pair.theirs.part)
        self.teller.tell_steps(slot, name, steps, pair.other.base, pair)

    def _merge_chart(self, slot: Slot, pair: ShapePair[Shape], new: BaseShape) -> None:
        shape, held = pair.other, pair.other.base
        there = next(each for each in self.made.slide(slot.part, 0, 0).shapes if each.base.name == new.name)
        if not (pair.base.chart and held.chart and new.chart and there.chart):
            return
        whole = self.deck.is_as_written(shape.chart, pair.base.chart.digest)
        rows, changed = merge_chart(
            self.deck, shape.chart, pair.base.chart, held.chart, new.chart, self.made, there.chart
        )
        if changed:
            self.changed = True
            self.whole_charts |= {shape.chart} if whole else set()
        for each in rows:
            if each.how != "same":
                name = of_chart(called(pair, new), each.where)
                self._tell(slot, name, each.was, each.theirs, each.now, SHOWN[each.how], held, pair, chart=True)

    def _shape_gone(self, slot: Slot, pair: ShapePair[Shape], arranged: bool) -> None:
        """A shape of ours that the new slide has not: taken out where nobody has touched slide or shape."""
        old, held = pair.base, pair.other.base
        same = alike(join(held.read), join(old.read)) and alike(held.alt, old.alt)
        if arranged and same and not old.chart:
            pair.other.element.getparent().remove(pair.other.element)
            self._touch(slot.pair.theirs.part)
            for text in old.read:
                self._tell(slot, held.name, text, text, "", "replaced", held, pair)
        elif old.read and not old.numbered:
            self._tell(slot, held.name, join(old.read), join(held.read), "", "gone", held, pair)

    def _shape_new(self, slot: Slot, new: BaseShape, arranged: bool) -> None:
        """A shape that only the new slide has: put in where the slide stands as we arranged it, else offered."""
        if new.foot:
            return
        if arranged and copy_shape(self.deck, slot.pair.theirs, self.made, slot.part, new.name, self._jump):
            self._touch(slot.pair.theirs.part)
            for text in new.read:
                self._tell(slot, new.name, "", "", text, "replaced", new)
        elif new.read:
            self._tell(slot, new.name, "", "", join(new.read), "offered", new)

    def _notes(self, slot: Slot) -> None:
        body = self.deck.notes_of(slot.pair.theirs)
        old, new = slot.pair.base.notes, slot.new.notes
        if body is None or not old:
            return
        steps = self.teller.still(slot, NOTES, merged(old, body_text(body), new, self.forms))
        if apply_steps(body, steps):
            self._touch(slot.pair.theirs.notes_part)
        self.teller.tell_steps(slot, NOTES, steps)

    # What is not surely ours, gone, or new.

    def _unsure(self) -> None:
        for pair in self.matched.unsure:
            new = self.new.get((pair.base.key, pair.base.page))
            if new and not _is_same(new[0], pair.base):
                texts = pair.base.title, pair.theirs.title, new[0].title
                row = Change(pair.theirs.number, pair.theirs.title, "", *texts, "unsure", "text", pair.sure)
                self.teller.row(row)

    def _vanished(self, remove: bool) -> None:
        for pair in self.gone:
            how: How = "removed" if remove else "gone"
            slide = pair.theirs
            said = (number for each in texts_on(self.deck, slide) for number in numbers(each.text))
            told = [each for each in dict.fromkeys(said) if not is_small(each) and not holds(slide.title, each)]
            theirs = f"{slide.title} ({', '.join(told)})" if told else slide.title
            row = Change(slide.number, slide.title, "", pair.base.title, theirs, "", how, pair.how, pair.sure)
            self.teller.row(replace(row, tells=any(not is_small(each) for each in numbers(theirs))))
        if remove and self.gone:
            remove_slides(self.deck, [each.theirs for each in self.gone])
            self.changed = True

    def _offered(self, add: bool) -> dict[tuple[str, int], Slide]:
        """New slides of ours: put in behind the one that they follow, or offered; gives those put in."""
        known = {(each.key, each.page) for each in self.base.slides}
        places = {each.place: each.pair.theirs for each in self.slots if not each.pair.copy}
        after: Slide | None = None
        added: dict[tuple[str, int], Slide] = {}
        for key, (slide, part) in self.new.items():
            if key in places:
                after = places[key]
            elif key not in known:
                where = after.number if after else 0
                if add:
                    after = add_slide(self.deck, after, self.made, part, slide, self._jump)
                    after.number = where = -1 - len(added)  # it has none in the deck as it was
                    added[key] = after
                    self.changed = True
                self.teller.row(Change(where, slide.title, "", "", "", slide.title, "added" if add else "offered"))
        return added

    # What is told, and what is remembered.

    def _touch(self, part: str) -> None:
        self.deck.change(part)
        self.changed = True

    def _tell(self, *about: Any, **more: Any) -> None:
        self.teller.tell(*about, **more)

    def _base(self, added: Mapping[tuple[str, int], int], removed: bool) -> Base:
        """What the deck remembers from now on: the new one, and of what is left to a person the old one."""
        slots = {each.place: each for each in reversed(self.slots)}
        old = {(each.key, each.page): each for each in self.base.slides}
        unsure = {(each.base.key, each.base.page) for each in self.matched.unsure}
        slides: list[BaseSlide] = []
        for key, (new, _) in self.new.items():
            if key in slots:
                slides.append(self._slide_base(slots[key]))
            elif key in added:
                slides.append(replace(new, id=added[key], digest=""))
            elif key in unsure:
                slides.append(old[key])
            elif key in old:  # a person took it out: its texts are nobody's any more
                slides.append(BaseSlide(new.key, new.page, 0, "", gone=True))
        if not removed:
            slides += [each.base for each in self.gone if not each.copy]
        return replace(self.fresh, slides=tuple(slides))

    def _slide_base(self, slot: Slot) -> BaseSlide:
        base, new, theirs = slot.pair.base, slot.new, slot.pair.theirs
        if _is_same(base, new):
            return replace(base, id=theirs.id)
        whole = digest(serialised(self.deck.tree(theirs.part))) if slot.whole else ""
        return replace(
            new, id=theirs.id, digest=whole, shapes=tuple(self._shape_base(slot, each) for each in new.shapes)
        )

    def _shape_base(self, slot: Slot, shape: BaseShape) -> BaseShape:
        """A chart is remembered as it now stands in the deck, where it is ours all through."""
        if not shape.chart:
            return shape
        there = [each for each in self.deck.slide(slot.pair.theirs.part, 0, 0).shapes if each.chart]
        part = next((each.chart for each in there if each.base.name == shape.name), "")
        workbook = self.deck.related(part, "package") if part else ""
        same = workbook and digest(self.deck.parts[workbook]) == shape.chart.workbook
        whole = digest(serialised(self.deck.tree(part))) if part in self.whole_charts else ""
        return replace(shape, chart=replace(shape.chart, digest=whole, workbook=shape.chart.workbook if same else ""))


def _itself(shape: BaseShape) -> BaseShape:
    return shape


def _is_same(one: BaseSlide, other: BaseSlide) -> bool:
    """Whether two slides of ours say the same, whatever their spaces, their parts, and the numbers of other slides."""
    if len(one.shapes) != len(other.shapes) or _plain(one) != _plain(other):
        return False
    charts = ((a.chart, b.chart) for a, b in zip(one.shapes, other.shapes, strict=True))
    return all((not a and not b) or (a and b and is_same_chart(a, b)) for a, b in charts)


def _plain(slide: BaseSlide) -> object:
    shapes = [
        (
            *(each.id, flat(each.name), each.box, flat(each.alt), each.numbered, each.foot),
            () if each.numbered else [*map(flat, each.text)],
            [[[*map(flat, cell)] for cell in row] for row in each.rows],
        )
        for each in slide.shapes
    ]
    return shapes, [*map(flat, slide.notes)]


def _in_place(pair: ShapePair[Shape]) -> bool:
    return pair.base.box == pair.other.base.box and not pair.other.grouped
