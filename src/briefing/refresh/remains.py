"""What the texts of a deck still say of yesterday, wherever they stand: on slides and in notes, in tables, charts,
diagrams and alternative texts, in what a person wrote and in what nobody has touched.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from briefing.formats.pptx.base import BaseChart, BaseSlide
from briefing.refresh.charts import build_of, points_of, same_values, values_of
from briefing.refresh.deck import A, C, DeckFile, P, Shape, Slide, body_text, chart_of, paragraph_text
from briefing.refresh.matching import Matched
from briefing.refresh.report import Change, How
from briefing.refresh.tables import columns, join, row_text
from briefing.refresh.telling import NOTES, Teller, all_texts, marked, of_chart
from briefing.refresh.wording import Forms, flat, stale_in

FIELDS: Final = frozenset({"sldNum", "hdr", "ftr", "dt"})  # of a page of notes


class Said(Struct, frozen=True):
    """A text of a slide, and the shape that says it: its name, and where it stands."""

    shape: str
    text: str
    place: tuple[int, int] = (0, 0)


def texts_on(deck: DeckFile, slide: Slide) -> Iterator[Said]:
    """Every text of a slide, a paragraph each."""
    for shape in slide.shapes:
        box = shape.base.box
        place = (box[0], box[1]) if box else (0, 0)
        texts = [*shape.base.read, *_of_chart(deck, shape), *_of_diagram(deck, slide, shape)]
        yield from (Said(shape.base.name, text, place) for text in texts)
    for head in slide.tree.iter(f"{P}cNvPr"):
        yield from (Said(head.get("name", ""), text) for name in ("descr", "title") if (text := head.get(name, "")))
    if slide.notes_part in deck.parts:
        for element in deck.tree(slide.notes_part).iter(f"{P}sp"):
            held = element.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            if held is None or held.get("type") not in FIELDS:
                yield from (Said(NOTES, text) for text in body_text(element.find(f"{P}txBody")))


def _of_chart(deck: DeckFile, shape: Shape) -> Iterator[str]:
    """What a chart says in words: its titles, labels, names and categories, and what is drawn over it."""
    if not shape.chart:
        return
    root = deck.tree(shape.chart)
    yield from map(paragraph_text, root.iter(f"{A}p"))
    for holder in (*root.iter(f"{C}strRef"), *root.iter(f"{C}tx")):
        yield from (found.text or "" for found in holder.iter(f"{C}v"))
    if over := deck.related(shape.chart, "chartUserShapes"):
        yield from map(paragraph_text, deck.tree(over).iter(f"{A}p"))


def _of_diagram(deck: DeckFile, slide: Slide, shape: Shape) -> Iterator[str]:
    for element in shape.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"):
        ids = [value for name, value in element.attrib.items() if str(name).endswith("}dm")]
        link = deck.link(slide.part, str(ids[0])) if ids else None
        if link and link.target in deck.parts:
            yield from map(paragraph_text, deck.tree(link.target).iter(f"{A}p"))


class Remains:
    """Looks through a deck after its merge; `ours` are all texts of the new deck, which are true."""

    def __init__(self, deck: DeckFile, matched: Matched, forms: Forms, ours: Iterator[str], teller: Teller) -> None:
        self._deck, self._forms, self._teller = deck, forms, teller
        self._ours = {flat(text) for text in ours}
        self._pairs = {pair.theirs.number: pair for pair in matched.pairs}
        self._unsure = {pair.theirs.number: pair for pair in matched.unsure}
        self._now = {each.number: deck.as_is(each) for each in deck.slides if each.part in deck.parts}
        self.earlier: dict[str, str] = {}

    def tell(self, gone: Mapping[int, BaseSlide], places: Mapping[int, tuple[str, int]]) -> None:
        """A row for each old figure that a text holds and no row tells.

        Of a slide that is `gone` as a whole only what is not as we wrote it: a row about all of it is told already.
        """
        for slide in self._now.values():
            how: How = "gone" if slide.number in gone else "unsure" if slide.number in self._unsure else "own"
            known = {*map(flat, all_texts([gone[slide.number]]))} if slide.number in gone else self._ours
            for said in dict.fromkeys(texts_on(self._deck, slide)):
                if flat(said.text) not in known:
                    for old, now in stale_in(said.text, self._forms).items():
                        if self._teller.is_true(slide, said.text, old):
                            continue
                        self.earlier[old] = self._forms.ids.get(old, "")
                        if not self._teller.has(slide, said.shape, said.text, old):
                            self._row(slide, said, old, now, how, places)

    def _row(
        self, slide: Slide, said: Said, old: str, now: str, how: How, places: Mapping[int, tuple[str, int]]
    ) -> None:
        pair = self._pairs.get(slide.number) or self._unsure.get(slide.number)
        by, sure = (pair.how, pair.sure) if pair else ("text", 1.0)
        row = Change(slide.number, slide.title, said.shape, old, said.text, now, how, by, sure, said.place, tells=True)
        self._teller.row(row, places.get(slide.number, ("", 0)), figure=self._forms.ids.get(old, ""))

    def tell_charts(
        self, base: Sequence[BaseSlide], new: Mapping[tuple[str, int], BaseSlide], gone: Container[int]
    ) -> None:
        """A row for each chart of a person's own that shows the values that one of ours had, such as a copy of it."""
        old = [*_changed_charts(base, new)]
        told = {(each.slide, each.shape.partition(": ")[0]) for each in self._teller.rows if each.chart}
        own = [each for number, each in self._now.items() if number not in gone and number not in self._unsure]
        for slide in own if old else ():
            for shape in slide.shapes:
                held = shape.base.chart
                changed = next((row for was, *row in old if held and same_values(was, held)), None)
                if changed and (slide.number, shape.base.name) not in told:
                    was, now = changed
                    place = shape.base.box or (0, 0)
                    texts = shape.base.name, was, was, now
                    row = Change(slide.number, slide.title, *texts, "own", place=place[:2], chart=True)
                    self._teller.row(row)

    def again(self, places: Mapping[int, tuple[str, int]]) -> None:
        """What was told before and stands as it stood is told again."""
        said: dict[str, list[tuple[Slide, str, str]]] = {}
        for slide in self._now.values():
            for name, text, chart in dict.fromkeys(_standing(self._deck, slide)):
                said.setdefault(marked(text, name if chart else ""), []).append((slide, name, text))
        self._teller.again(said, places)


def _standing(deck: DeckFile, slide: Slide) -> Iterator[tuple[str, str, bool]]:
    """Everything that a row may be about: name, text, and whether it is of a chart."""
    yield from ((each.shape, each.text, False) for each in dict.fromkeys(texts_on(deck, slide)))
    for shape in slide.shapes:
        held = shape.base
        whole = [join(held.read), *(row_text(row) for row in held.rows), *([columns(held.rows)] if held.rows else [])]
        yield from ((held.name, text, False) for text in dict.fromkeys(whole) if text)
        if shape.chart:
            read = chart_of(deck.tree(shape.chart))
            yield from ((held.name, text, True) for text in (build_of(read), values_of(read)))
            yield from ((of_chart(held.name, where), text, True) for where, text in points_of(read))


def _changed_charts(
    base: Sequence[BaseSlide], new: Mapping[tuple[str, int], BaseSlide]
) -> Iterator[tuple[BaseChart, str, str]]:
    """Charts of ours whose values are others now, with both as a report says them."""
    for slide in base:
        there = new.get((slide.key, slide.page))
        now = {each.name: each.chart for each in there.shapes if each.chart} if there else {}
        for shape in slide.shapes:
            fresh = now.get(shape.name)
            if shape.chart and not (fresh and same_values(shape.chart, fresh)):
                yield shape.chart, values_of(shape.chart), values_of(fresh) if fresh else ""
