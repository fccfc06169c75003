"""A worker: one process that makes the briefings it is told to, and stages their files."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from briefing.batch.audiences import Fact
from briefing.batch.outcome import FULL, Answer, Order, Setting, Staged, Task
from briefing.desk import Desk, printed
from briefing.documents.yamlfile import Document, read_yaml
from briefing.errors import BriefingError, ContentError, Problem, listening
from briefing.files.atomic import as_sentence, digest, discard, stage
from briefing.formats.registry import DRAWN
from briefing.library.layout import Layout
from briefing.library.library import Library
from briefing.model import Briefing, Remark

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.figures.company import Company

READY: Final = "ready"
MOST_NAMED: Final = 12  # keys in one notice
MOST_COMPANIES: Final = 8  # that are kept: rows with one part of the bill often follow each other


def serve(pipe: Connection, setting: Setting) -> None:
    """Answer tasks until there is nobody to answer to. Ctrl-C is for the parent, which then ends us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bench = Bench(setting)
    with suppress(EOFError, ConnectionError):
        pipe.send(READY)
        pipe.send(bench.answer(pipe.recv()))
        _settle()
        while True:
            pipe.send(bench.answer(pipe.recv()))


def _settle() -> None:
    """What the first task has loaded stays to the end: no search for garbage need look through it again and again.

    What a deck leaves behind is then found soon and cheaply, and the memory stays flat.
    """
    gc.collect()
    gc.freeze()
    gc.collect()  # else the next full collection would wait until there is a quarter more than has just been frozen


class Bench:
    """What a worker keeps from one task to the next: the library, and the facts of the organisation."""

    def __init__(self, setting: Setting) -> None:
        self._setting, self._choices = setting, setting.choices
        self._library = Library(setting.folders)
        self._same_company = lru_cache(MOST_COMPANIES)(self._company_of_bill)
        self._cautions: dict[Problem, None] = {}  # of files that are read for one task, and serve all later ones

    def answer(self, task: Task) -> Answer:
        """The staged files of a task, or the reason why there are none; a fault of ours is one too."""
        try:
            return self._made(task)
        except ContentError as error:
            return Answer(task.number, reason="\n".join(map(str, error.problems)))
        except BriefingError as error:
            cause = error.__cause__
            full = isinstance(cause, OSError) and cause.errno in FULL
            return Answer(task.number, reason=str(error), full=full)
        except Exception as error:
            message = " ".join(f"briefing failed with {type(error).__name__}: {error}".split())
            return Answer(task.number, reason=f"{message}; this is a fault of briefing, please report it")

    def _desk(self, order: Order, formats: Iterable[str]) -> Desk:
        layout = _titled(self._library.layout(order.layout), order.title)
        company, choices = self._company(order), self._choices
        found = tuple(DRAWN[each] for each in formats)
        day = choices.day or self._setting.today
        own = bool(order.facts or order.is_part or order.title or order.presenter)
        about = order.minutes, choices.notes, printed(choices), choices.redact, choices.day is not None, own
        return Desk(self._library, layout, day, company, order.theme, found, *about)

    def _briefing(self, desk: Desk, order: Order) -> Briefing:
        made = desk.briefing(tuple(map(self._library.persona, order.personas)))
        left_out = map(Remark, self._left_out(order) if desk.company else ())
        notices = (*left_out, *made.notices)
        return msgspec.structs.replace(made, author=order.presenter or made.author, notices=notices)

    def _made(self, task: Task) -> Answer:
        with listening() as cautions:
            desk = self._desk(task.order, (form for form, _, _ in task.files))
            briefing = self._briefing(desk, task.order)
        self._cautions |= cautions
        staged: list[Staged] = []
        notices = [*map(str, self._cautions), *(each.message for each in briefing.notices)]
        try:
            for (form, temporary, path), made in zip(task.files, desk.render(briefing), strict=True):
                notices += (each.message for each in made.notices)
                with as_sentence(target := Path(path)):
                    target.parent.mkdir(parents=True, exist_ok=True)  # the parent process has more to do than we
                    stage(made.content, Path(temporary))
                staged.append(Staged(form, temporary, digest(made.content), made.pages))
        except BaseException:
            for each in staged:
                discard(Path(each.temporary))
            raise
        return Answer(task.number, tuple(staged), tuple(dict.fromkeys(notices)))

    def _company(self, order: Order) -> Company | None:
        if not order.facts:
            return self._same_company(order.where, order.is_part)
        also = (Fact("presenter", order.presenter),) if order.presenter else ()
        return self._company_with((*order.facts, *also), order)

    def _company_of_bill(self, where: str, is_part: bool) -> Company | None:
        """That of all audiences with this part of the bill, and without facts of their own."""
        bill = self._setting.bills.get(where)
        if self._document is None and bill is None:
            return None
        from briefing.figures.company import open_company

        document, left_out = self._base((), is_part)
        found = open_company(self._library, document, redact=self._choices.redact, bill=bill, day=self._choices.day)
        return replace(found, left_out=left_out)

    @cached_property
    def _document(self) -> Document | None:
        path = self._choices.organisation
        return read_yaml(path, fold=True, may_be_empty=True) if path else None

    def _base(self, facts: Sequence[Fact], is_part: bool) -> tuple[Document | None, tuple[str, ...]]:
        """The organisation's own facts for an audience with these, and the keys of what is left out for it."""
        from briefing.batch.audiences.facts import is_narrower, narrowed

        document = self._document
        if document is None or not is_narrower(document, facts, of_bill=is_part):
            return document, ()
        return narrowed(document, facts, redact=self._choices.redact)

    def _is_of_whole(self, order: Order) -> bool:
        """Whether the bill of a row is that of the whole organisation, while the row speaks of a part of it."""
        from briefing.batch.audiences.facts import is_narrower

        return not order.is_part and is_narrower(self._document, order.facts, of_bill=False)

    def _left_out(self, order: Order) -> Iterator[str]:
        """What the organisation's file has of the whole, and this audience is not told, in a sentence."""
        if not (order.facts or order.is_part):
            return
        if self._setting.bills and self._is_of_whole(order):
            yield (
                f"row {order.row} ({order.name}): the bill is that of the whole, and is left out here; "
                f"name the part of {order.name} in the column 'where'"
            )
        document, keys = self._base(order.facts, order.is_part)
        if document and keys:
            more = f" and {len(keys) - MOST_NAMED} more" if len(keys) > MOST_NAMED else ""
            yield (
                f"row {order.row} ({order.name}): {document.file} has these for the whole, and they are left out here: "
                f"{', '.join(keys[:MOST_NAMED])}{more}; give those that hold for {order.name} in the row"
            )

    def _company_with(self, facts: Sequence[Fact], order: Order) -> Company:
        from briefing.batch.audiences.facts import with_facts
        from briefing.figures.company import open_company

        base, left_out = self._base(facts, order.is_part)

        def opened(these: Sequence[Fact]) -> Company:
            document = with_facts(base, these, order.source)
            choices, bill = self._choices, None if self._is_of_whole(order) else self._setting.bills.get(order.where)
            found = open_company(self._library, document, redact=choices.redact, bill=bill, day=choices.day)
            return replace(found, left_out=left_out)

        try:
            return opened(facts)
        except ContentError as error:
            raise ContentError(*_by_column(error.problems, order, facts, opened)) from None


def _titled(layout: Layout, title: str) -> Layout:
    """The layout with another title; braces in it are meant as they stand."""
    if not title:
        return layout
    return msgspec.structs.replace(layout, title="{{ " + msgspec.json.encode(title).decode() + " }}")


def _by_column(problems: Sequence[Problem], order: Order, facts: Sequence[Fact], opened: object) -> Iterator[Problem]:
    """The problems, each with row and column where one of the facts alone brings it about."""
    alone = {each: fact.key for fact in facts for each in _problems_of(fact, opened)}
    for each in problems:
        place = f"row {order.row}, column '{alone[each]}': " if each in alone else ""
        yield replace(each, message=place + each.message)


def _problems_of(fact: Fact, opened: object) -> tuple[Problem, ...]:
    assert callable(opened)
    try:
        opened((fact,))
    except ContentError as error:
        return error.problems
    return ()
