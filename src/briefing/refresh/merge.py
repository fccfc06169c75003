"""The three-way merge of a deck: the base that we wrote, theirs that a person edited, the new one from the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.formats.pptx.base import Base, BaseShape, BaseSlide, Body, digest, texts_of
from briefing.ooxml.elements import NS
from briefing.refresh.charts import chart_changes, merge_chart
from briefing.refresh.deck import DeckFile, Shape, Slide, body_text, serialised
from briefing.refresh.edits import apply_steps, describe, move
from briefing.refresh.matching import Matched, Pair, ShapePair, match_shapes, match_slides, shape_read
from briefing.refresh.report import Change, How
from briefing.refresh.slides import add_slide, copy_shape, remove_slides, renumber, take_whole
from briefing.refresh.wording import Forms, Step, aligned, forms_of, holds, merged, stale_in

NOTES: Final = "Notes"
SHOWN: Final[dict[str, How]] = {
    "replaced": "replaced",
    "figure": "figure",
    "kept": "kept",
    "conflict": "conflict",
    "added": "replaced",
    "gone": "replaced",
}


class Merged(Struct, frozen=True):
    """What was found, what the deck remembers from now on, and whether anything in it is other than before."""

    changes: tuple[Change, ...]
    base: Base
    changed: bool
    matched: Matched
    edited: frozenset[int] = frozenset()  # numbers of the slides that were changed shape by shape


@dataclass(eq=False)
class _Slot:
    """A slide of ours in the edited deck, what it is made of now, and what is to be remembered of it."""

    pair: Pair
    new: BaseSlide
    part: str  # of the new slide, in the deck that was made
    whole: bool = False
    shapes: dict[str, BaseShape] = field(default_factory=dict)  # name in the new slide → what to remember instead
    notes: Body | None = None
    charts: set[str] = field(default_factory=set)  # names in the new slide of those that were told already


def merge(
    deck: DeckFile,
    base: Base,
    made: DeckFile,
    fresh: Base,
    *,
    add: bool = False,
    remove: bool = False,
    matched: Matched | None = None,
) -> Merged:
    """Bring the deck up to date in place; nothing is written to disk. `matched` are its slides, where that is known."""
    matched = matched or match_slides(base.slides, deck.slides)
    return _Merge(deck, base, made, fresh, matched).done(add=add, remove=remove)


class _Merge:
    def __init__(self, deck: DeckFile, base: Base, made: DeckFile, fresh: Base, matched: Matched) -> None:
        self.deck, self.base, self.made, self.fresh = deck, base, made, fresh
        self.forms: Forms = forms_of(base.figures, fresh.figures, base.earlier)
        self.changes: list[Change] = []
        self.matched = matched
        self.new = {
            (slide.key, slide.page): (slide, part) for slide, part in zip(fresh.slides, made.slide_parts, strict=True)
        }
        self.slots: list[_Slot] = []
        self.gone: list[Pair] = []
        self.changed = False
        self.earlier: dict[str, str] = {}
        self.whole_charts: set[str] = set()

    def done(self, *, add: bool, remove: bool) -> Merged:
        for pair in self.matched.pairs:
            found = self.new.get((pair.base.key, pair.base.page))
            if found:
                self.slots.append(_Slot(pair, *found))
            else:
                self.gone.append(pair)
        for slot in self.slots:
            self._slide(slot)
        self._own()
        self._vanished(remove)
        added = self._offered(add)
        if self.changed:
            renumber(self.deck, [(each.pair.theirs, each.pair.base) for each in self.slots])
        base = self._base(added, remove)
        order = {"": 0}
        changes = sorted(self.changes, key=lambda each: (each.slide, order.get(each.shape, 1)))
        edited = frozenset(each.pair.theirs.number for each in self.slots if not each.whole)
        return Merged(tuple(changes), base, self.changed, self.matched, edited)

    # A slide of ours.

    def _slide(self, slot: _Slot) -> None:
        base, theirs, new = slot.pair.base, slot.pair.theirs, slot.new
        if _plain(base) == _plain(new):
            self._own_shapes(slot, match_shapes(base.shapes, theirs.shapes, shape_read)[2])
            return
        untouched = self.deck.is_as_written(theirs.part, base.digest)
        ours, lost, own = match_shapes(base.shapes, theirs.shapes, shape_read)
        now, vanished, extra = match_shapes(base.shapes, new.shapes, _itself, by_id=False)
        become = {id(each.base): each for each in now}
        if untouched and take_whole(
            self.deck, theirs, self.made, slot.part, self._jump, self._chart(slot, ours, become)
        ):
            slot.whole = self.changed = True
            self._tell_whole(slot, now, vanished, extra)
        else:
            arranged = not lost and not own and all(_in_place(each) for each in ours)
            for each in ours:
                if (found := become.get(id(each.base))) is not None:
                    self._shape(slot, each, found.other, arranged)
                elif not each.base.foot:
                    self._shape_gone(slot, each, arranged)
            for shape in extra:
                self._shape_new(slot, shape, arranged)
            self._own_shapes(slot, own)
        self._notes(slot)

    def _jump(self, part: str) -> str:
        """The slide of theirs that a new slide is; empty where it is not there."""
        keys = {there: key for key, (_, there) in self.new.items()}
        key = keys.get(part)
        found = (each.pair.theirs.part for each in self.slots if (each.new.key, each.new.page) == key)
        return next(found, "")

    def _chart(
        self, slot: _Slot, ours: Sequence[ShapePair[Shape]], become: Mapping[int, ShapePair[BaseShape]]
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
        slot: _Slot,
        now: Sequence[ShapePair[BaseShape]],
        vanished: Sequence[BaseShape],
        extra: Sequence[BaseShape],
    ) -> None:
        """What changes on a slide that nobody has touched."""
        for each in now:
            old, new = each.base, each.other
            if new.numbered:
                continue
            self._tell_steps(slot, new.name, merged(old.text, old.text, new.text, self.forms), new)
            rows = aligned_rows(old.rows, new.rows)
            for at, row in enumerate(old.rows):
                for column, cell in enumerate(row):
                    there = new.rows[rows[at]] if at in rows else ()
                    fresh = there[column] if column < len(there) else ()
                    if cell != fresh:
                        self._tell(slot, new.name, _join(cell), _join(cell), _join(fresh), "replaced", new)
            for at, row in enumerate(new.rows):
                if at not in rows.values():
                    self._tell(slot, new.name, "", "", " | ".join(map(_join, row)), "replaced", new)
            if old.chart and new.chart and new.name not in slot.charts:
                for told in chart_changes(old.chart, old.chart, new.chart):
                    self._tell(
                        slot, f"{new.name}: {told.where}", told.was, told.was, told.now, "replaced", new, chart=True
                    )
        for shape in vanished:
            for text in shape.read:
                self._tell(slot, shape.name, text, text, "", "replaced", shape)
        for shape in extra:
            for text in shape.read:
                self._tell(slot, shape.name, "", "", text, "replaced", shape)

    def _shape(self, slot: _Slot, pair: ShapePair[Shape], new: BaseShape, arranged: bool) -> None:
        old, shape = pair.base, pair.other
        keep = new
        if not old.numbered and shape.body is not None and old.text != new.text:
            keep = replace(keep, text=self._text(slot, pair, new))
        if old.rows and old.rows != new.rows:
            self._table(slot, pair, new)
        if old.chart and new.chart and shape.chart:
            self._merge_chart(slot, pair, new)
        self._look(slot, pair, new, arranged)
        if keep is not new:
            slot.shapes[new.name] = keep

    def _look(self, slot: _Slot, pair: ShapePair[Shape], new: BaseShape, arranged: bool) -> None:
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

    def _text(self, slot: _Slot, pair: ShapePair[Shape], new: BaseShape) -> Body:
        """The text of a shape; gives what is to be remembered as ours."""
        body = pair.other.body
        assert body is not None
        steps = merged(pair.base.text, pair.other.base.text, new.text, self.forms)
        if apply_steps(body, steps):
            self._touch(slot.pair.theirs.part)
        self._tell_steps(slot, pair.other.base.name, steps, pair.other.base, pair)
        return _remembered(pair.base.text, new.text, steps)

    def _table(self, slot: _Slot, pair: ShapePair[Shape], new: BaseShape) -> None:
        old, held, shape = pair.base.rows, pair.other.base.rows, pair.other
        if len({len(row) for rows in (old, held, new.rows) for row in rows}) != 1:
            was, now = (f"{len(each[0]) if each else 0} columns" for each in (old, new.rows))
            self._tell(slot, shape.base.name, was, was, now, "conflict", shape.base, pair)
            return
        same = held == old
        to_new = aligned_rows(old, new.rows)
        to_theirs = {at: at for at in range(len(old))} if same else aligned_rows(old, held)
        elements = shape.element.findall(".//a:tbl/a:tr", NS)
        from_theirs = {there: at for at, there in to_theirs.items()}
        for place in range(len(held)):
            at = from_theirs.get(place)
            if at is None:
                self._own_texts(slot, shape.base, (text for cell in held[place] for text in cell))
            elif at in to_new:
                self._cells(slot, pair, elements[place], old[at], held[place], new.rows[to_new[at]])
            elif held[place] == old[at] and len(elements) > 1:
                elements[place].getparent().remove(elements[place])
                self._touch(slot.pair.theirs.part)
                self._tell(slot, shape.base.name, _row(old[at]), _row(old[at]), "", "replaced", shape.base, pair)
            else:
                self._tell(slot, shape.base.name, _row(old[at]), _row(held[place]), "", "conflict", shape.base, pair)
        self._new_rows(slot, pair, new.rows, to_new, to_theirs, elements)

    def _cells(
        self,
        slot: _Slot,
        pair: ShapePair[Shape],
        row: etree._Element,
        old: Sequence[Body],
        held: Sequence[Body],
        new: Sequence[Body],
    ) -> None:
        for cell, was, has, now in zip(row.findall("a:tc", NS), old, held, new, strict=False):
            body = cell.find("a:txBody", NS)
            if was == now or body is None:
                continue
            steps = merged(was, has, now, self.forms)
            if apply_steps(body, steps):
                self._touch(slot.pair.theirs.part)
            self._tell_steps(slot, pair.other.base.name, steps, pair.other.base, pair)

    def _new_rows(
        self,
        slot: _Slot,
        pair: ShapePair[Shape],
        rows: Sequence[Sequence[Body]],
        to_new: Mapping[int, int],
        to_theirs: Mapping[int, int],
        elements: Sequence[etree._Element],
    ) -> None:
        """Rows that are new, each after the one that it follows in ours, in its look."""
        from_new = {there: at for at, there in to_new.items()}
        after = elements[0]
        for place, row in enumerate(rows):
            if place in from_new:
                after = elements[to_theirs[from_new[place]]] if from_new[place] in to_theirs else after
                continue
            if after.getparent() is None:  # the row that it follows is gone itself
                after = next(each for each in reversed(elements) if each.getparent() is not None)
            made = deepcopy(after)
            for cell, text in zip(made.findall("a:tc", NS), row, strict=False):
                body = cell.find("a:txBody", NS)
                if body is not None:
                    apply_steps(body, merged(body_text(body), body_text(body), text, self.forms))
            after.addnext(made)
            after = made
            self._touch(slot.pair.theirs.part)
            self._tell(slot, pair.other.base.name, "", "", _row(row), "replaced", pair.other.base, pair)

    def _merge_chart(self, slot: _Slot, pair: ShapePair[Shape], new: BaseShape) -> None:
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
                name = f"{held.name}: {each.where}" if each.where else held.name
                self._tell(slot, name, each.was, each.theirs, each.now, SHOWN[each.how], held, pair, chart=True)

    def _shape_gone(self, slot: _Slot, pair: ShapePair[Shape], arranged: bool) -> None:
        """A shape of ours that the new slide has not: taken out where nobody has touched slide or shape."""
        old, held = pair.base, pair.other.base
        if arranged and held.read == old.read and not old.chart:
            pair.other.element.getparent().remove(pair.other.element)
            self._touch(slot.pair.theirs.part)
            for text in old.read:
                self._tell(slot, held.name, text, text, "", "replaced", held, pair)
        elif old.read:
            self._tell(slot, held.name, _join(old.read), _join(held.read), "", "gone", held, pair)

    def _shape_new(self, slot: _Slot, new: BaseShape, arranged: bool) -> None:
        """A shape that only the new slide has: put in where the slide stands as we arranged it, else offered."""
        if new.foot:
            return
        if arranged and copy_shape(self.deck, slot.pair.theirs, self.made, slot.part, new.name, self._jump):
            self._touch(slot.pair.theirs.part)
            for text in new.read:
                self._tell(slot, new.name, "", "", text, "replaced", new)
        elif new.read:
            self._tell(slot, new.name, "", "", _join(new.read), "offered", new)

    def _notes(self, slot: _Slot) -> None:
        body = self.deck.notes_of(slot.pair.theirs)
        old, new = slot.pair.base.notes, slot.new.notes
        if body is None or old == new or not old:
            return
        steps = merged(old, body_text(body), new, self.forms)
        if apply_steps(body, steps):
            self._touch(slot.pair.theirs.notes_part)
        self._tell_steps(slot, NOTES, steps)
        slot.notes = _remembered(old, new, steps)

    # What is a person's own, new or gone.

    def _own(self) -> None:
        for slide in self.matched.own:
            for shape in slide.shapes:
                self._stale(slide, shape.base, shape.base.read, "own", "text", 1.0)
        for pair in self.matched.unsure:
            new = self.new.get((pair.base.key, pair.base.page))
            if new and _plain(new[0]) != _plain(pair.base):
                texts = pair.base.title, pair.theirs.title, new[0].title
                row = Change(pair.theirs.number, pair.theirs.title, "", *texts, "unsure", "text", pair.sure)
                self.changes.append(row)

    def _own_shapes(self, slot: _Slot, shapes: Sequence[Shape]) -> None:
        for shape in shapes:
            self._own_texts(slot, shape.base, shape.base.read)

    def _own_texts(self, slot: _Slot, shape: BaseShape, texts: Iterator[str] | Sequence[str]) -> None:
        self._stale(slot.pair.theirs, shape, texts, "own", slot.pair.how, slot.pair.sure)

    def _stale(
        self, slide: Slide, shape: BaseShape, texts: Iterator[str] | Sequence[str], how: How, by: str, sure: float
    ) -> None:
        for text in texts:
            for old, now in stale_in(text, self.forms).items():
                self.earlier[old] = self.forms.ids[old]
                place = (shape.box[0], shape.box[1]) if shape.box else (0, 0)
                row = Change(slide.number, slide.title, shape.name, old, text, now, how, by, sure, place)
                self.changes.append(replace(row, tells=True))

    def _vanished(self, remove: bool) -> None:
        for pair in self.gone:
            how: How = "removed" if remove else "gone"
            slide, said = pair.theirs, "\n".join(texts_of(pair.base))
            tells = any(holds(said, form) for forms in self.base.figures.values() for form in forms)
            row = Change(slide.number, slide.title, "", pair.base.title, slide.title, "", how, pair.how, pair.sure)
            self.changes.append(replace(row, tells=tells))
            for shape in slide.shapes if not remove else ():
                self._stale(slide, shape.base, shape.base.read, "gone", pair.how, pair.sure)
        if remove and self.gone:
            remove_slides(self.deck, [each.theirs for each in self.gone])
            self.changed = True

    def _offered(self, add: bool) -> dict[tuple[str, int], int]:
        """New slides of ours: put in behind the one that they follow, or offered; gives the ids of those put in."""
        known = {(each.key, each.page) for each in self.base.slides}
        places = {(each.new.key, each.new.page): each.pair.theirs for each in self.slots if not each.pair.copy}
        after: Slide | None = None
        added: dict[tuple[str, int], int] = {}
        for key, (slide, part) in self.new.items():
            if key in places:
                after = places[key]
            elif key not in known:
                where = after.number if after else 0
                self.changes.append(Change(where, slide.title, "", "", "", slide.title, "added" if add else "offered"))
                if add:
                    after = add_slide(self.deck, after, self.made, part, slide, self._jump)
                    added[key] = after.id
                    self.changed = True
        return added

    # What is told, and what is remembered.

    def _touch(self, part: str) -> None:
        self.deck.change(part)
        self.changed = True

    def _tell_steps(
        self,
        slot: _Slot,
        name: str,
        steps: Sequence[Step],
        shape: BaseShape | None = None,
        pair: ShapePair[Shape] | None = None,
    ) -> None:
        for step in steps:
            if step.turned.how == "same":
                if pair and step.do == "keep" and not step.turned.was and shape:
                    self._own_texts(slot, shape, (step.text,))
                continue
            theirs = step.theirs
            told = SHOWN[step.turned.how]
            now = step.turned.text if told == "figure" else step.turned.new
            self._tell(slot, name, step.turned.was, theirs, now, told, shape, pair)

    def _tell(
        self,
        slot: _Slot,
        name: str,
        was: str,
        theirs: str,
        now: str,
        how: How,
        shape: BaseShape | None = None,
        pair: ShapePair[Shape] | None = None,
        *,
        chart: bool = False,
    ) -> None:
        place = (shape.box[0], shape.box[1]) if shape and shape.box else (0, 0)
        by, sure = slot.pair.how, slot.pair.sure
        if pair and pair.sure < sure:
            by, sure = pair.how, pair.sure
        slide = slot.pair.theirs
        row = Change(slide.number, slot.new.title, name, was, theirs, now, how, by, sure, place, chart)
        self.changes.append(row)

    def _base(self, added: Mapping[tuple[str, int], int], removed: bool) -> Base:
        """What the deck remembers from now on: the new one, and of what is left to a person the old one."""
        slots = {(each.new.key, each.new.page): each for each in reversed(self.slots)}
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
        return replace(self.fresh, slides=tuple(slides), earlier=self.earlier)

    def _slide_base(self, slot: _Slot) -> BaseSlide:
        base, new, theirs = slot.pair.base, slot.new, slot.pair.theirs
        if _plain(base) == _plain(new):
            return replace(base, id=theirs.id)
        whole = digest(serialised(self.deck.tree(theirs.part))) if slot.whole else ""
        shapes = tuple(self._shape_base(slot, slot.shapes.get(each.name, each)) for each in new.shapes)
        notes = new.notes if slot.notes is None else slot.notes
        return replace(new, id=theirs.id, digest=whole, shapes=shapes, notes=notes)

    def _shape_base(self, slot: _Slot, shape: BaseShape) -> BaseShape:
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


def _plain(slide: BaseSlide) -> object:
    """What of a slide is told, without what is only how its parts were written, and the numbers of other slides."""
    shapes = tuple(
        replace(
            each,
            text=() if each.numbered else each.text,
            chart=replace(each.chart, digest="", workbook="") if each.chart else None,
        )
        for each in slide.shapes
    )
    return shapes, slide.notes


def _in_place(pair: ShapePair[Shape]) -> bool:
    return pair.base.box == pair.other.base.box and not pair.other.grouped


def _remembered(old: Body, new: Body, steps: Sequence[Step]) -> Body:
    """The new text, but where a stale figure was left the old one, so that it is told again until it is put right."""
    kept = {step.turned.new: step.turned.was for step in steps if step.turned.how == "kept" and step.turned.new}
    return tuple(kept.get(each, each) for each in new)


def aligned_rows(old: Sequence[Sequence[Body]], new: Sequence[Sequence[Body]]) -> dict[int, int]:
    """Which row of a table is which: by place where there are as many, else by what they begin with and say."""
    if len(old) == len(new):
        first = [_join(row[0]) if row else "" for row in old], [_join(row[0]) if row else "" for row in new]
        if first[0] == first[1] or len(set(first[0]) & set(first[1])) < len(old) / 2:
            return {at: at for at in range(len(old))}
    return aligned([_join(row[0]) if row else "" for row in old], [_join(row[0]) if row else "" for row in new])


def _join(body: Sequence[str]) -> str:
    return " / ".join(each for each in body if each)


def _row(row: Sequence[Body]) -> str:
    return " | ".join(map(_join, row))
