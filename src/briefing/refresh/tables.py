"""New figures in a person's table: cell by cell, with rows that are new, gone or moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy

from lxml import etree

from briefing.formats.pptx.base import BaseShape, Body
from briefing.ooxml.elements import NS
from briefing.refresh.deck import Shape, body_text
from briefing.refresh.edits import apply_steps
from briefing.refresh.matching import ShapePair
from briefing.refresh.report import How
from briefing.refresh.telling import Slot, Teller, called
from briefing.refresh.wording import Forms, aligned, merged

Rows = Sequence[Sequence[Body]]


def merge_table(slot: Slot, pair: ShapePair[Shape], new: BaseShape, forms: Forms, teller: Teller) -> bool:
    """Bring a table up to date; whether anything in it was changed."""
    return _Table(slot, pair, new, forms, teller).merge()


class _Table:
    def __init__(self, slot: Slot, pair: ShapePair[Shape], new: BaseShape, forms: Forms, teller: Teller) -> None:
        self.slot, self.pair, self.new, self.forms, self.teller = slot, pair, new, forms, teller
        self.old, self.held, self.fresh = pair.base.rows, pair.other.base.rows, new.rows
        self.elements = pair.other.element.findall(".//a:tbl/a:tr", NS)
        self.name = called(pair, new)
        self.changed = False

    def merge(self) -> bool:
        """All rows; nothing where a person has other columns than we have."""
        if len({len(row) for rows in (self.old, self.held, self.fresh) for row in rows}) != 1:
            if self.old != self.fresh:
                self._tell(columns(self.old), columns(self.held), columns(self.fresh), "conflict")
            return False
        to_new = aligned_rows(self.old, self.fresh)
        same = self.held == self.old
        to_theirs = {at: at for at in range(len(self.old))} if same else aligned_rows(self.old, self.held)
        from_theirs = {there: at for at, there in to_theirs.items()}
        for place, row in enumerate(self.held):
            at = from_theirs.get(place)
            if at in to_new:
                self._cells(self.elements[place], self.old[at], row, self.fresh[to_new[at]])
            elif at is not None:
                self._gone(place, self.old[at])
        self._new_rows(to_new, to_theirs)
        return self.changed

    def _cells(self, element: etree._Element, old: Sequence[Body], held: Sequence[Body], new: Sequence[Body]) -> None:
        for cell, was, has, now in zip(element.findall("a:tc", NS), old, held, new, strict=False):
            body = cell.find("a:txBody", NS)
            if body is not None:
                steps = self.teller.still(self.slot, self.name, merged(was, has, now, self.forms))
                self.changed |= apply_steps(body, steps)
                self.teller.tell_steps(self.slot, self.name, steps, self.pair.other.base, self.pair)

    def _gone(self, place: int, old: Sequence[Body]) -> None:
        """A row whose facts are not there any more: taken out where a person has left it alone."""
        alone = self.held[place] == old and len([*self._there()]) > 1
        if alone:
            self.elements[place].getparent().remove(self.elements[place])
            self.changed = True
        self._tell(row_text(old), row_text(self.held[place]), "", "replaced" if alone else "conflict")

    def _there(self) -> list[etree._Element]:
        return [each for each in self.elements if each.getparent() is not None]

    def _new_rows(self, to_new: Mapping[int, int], to_theirs: Mapping[int, int]) -> None:
        """Rows that are new, each after the one that it follows in ours, in its look."""
        from_new = {there: at for at, there in to_new.items()}
        after = self.elements[0]
        for place, row in enumerate(self.fresh):
            if place in from_new:
                after = self.elements[to_theirs[from_new[place]]] if from_new[place] in to_theirs else after
                continue
            if after.getparent() is None:  # the row that it follows is gone itself
                after = self._there()[-1]
            made = deepcopy(after)
            for cell, text in zip(made.findall("a:tc", NS), row, strict=False):
                body = cell.find("a:txBody", NS)
                if body is not None:
                    apply_steps(body, merged(body_text(body), body_text(body), text, self.forms))
            after.addnext(made)
            after = made
            self.changed = True
            self._tell("", "", row_text(row), "replaced")

    def _tell(self, was: str, theirs: str, now: str, how: How) -> None:
        self.teller.tell(self.slot, self.name, was, theirs, now, how, self.pair.other.base, self.pair)


def columns(rows: Rows) -> str:
    """How many columns a table has, as a report says it."""
    counts = sorted({len(row) for row in rows})
    return f"{' or '.join(map(str, counts)) or 0} columns"


def aligned_rows(old: Rows, new: Rows) -> dict[int, int]:
    """Which row of a table is which: by place where there are as many, else by what they begin with and say."""
    first = [[join(row[0]) if row else "" for row in rows] for rows in (old, new)]
    if len(old) == len(new) and (first[0] == first[1] or len(set(first[0]) & set(first[1])) < len(old) / 2):
        return {at: at for at in range(len(old))}
    return aligned(*first)


def join(body: Sequence[str]) -> str:
    """The paragraphs of a text as a report says them."""
    return " / ".join(each for each in body if each)


def row_text(row: Sequence[Body]) -> str:
    """The cells of a row as a report says them."""
    return " | ".join(map(join, row))
