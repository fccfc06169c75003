"""Slides, the briefing that they make, and what the user should know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from briefing.model.blocks import Block, Jump

Role: TypeAlias = Literal["title", "section", "statement", "content", "closing"]
Flow: TypeAlias = Literal["down", "beside"]
Part: TypeAlias = Literal["main", "backup"]
Because: TypeAlias = Literal["always", "reader", "weight", "backup", "one-of", "limit", "time"]


class Slide(Struct, frozen=True):
    """One message. `title` is a full sentence; `label` stands small above it; `notes` are paragraphs to say aloud.

    `twin` is the title as it was written, where an earlier slide has the same and a label or number tells them apart.
    `id` is its own in the briefing, and what a `Jump` names; `about` is the identifier of the persona that it is about,
    if it is about one. A slide is told in the `main` story, for `seconds`, or
    stands in the `backup` after it. `spill` is what it has no room for: it stands under the notes. The first `coached`
    notes are for the speaker alone; what follows them is content that the slide itself does not tell.
    `takeaway` is the one line under the exhibit that says what follows from it. `said` are the ids of the figures that
    it was made with, and `number` is that of its specification in the layout, from 1.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...] = ()
    role: Role = "content"
    flow: Flow = "down"
    label: str = ""
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    twin: str = ""
    id: str = ""
    about: str = ""
    part: Part = "main"
    seconds: int = 0
    takeaway: str = ""
    jumps: tuple[Jump, ...] = ()
    spill: tuple[str, ...] = ()
    coached: int = 0
    said: tuple[str, ...] = ()
    number: int = 0


class Outlined(Struct, frozen=True):
    """A slide in the plan of a story: when it is told and for how long, what it weighs in this room, and why.

    `why` it is told: whatever the time (`always`), for a `reader`'s sake, or for its `weight`. Why not: its layout has
    it as `backup`, others of its `one-of` weigh more, the layout tells no more slides (`limit`), or there is no `time`.
    """

    id: str
    kind: str
    part: Part
    time: str
    seconds: int
    weight: float
    why: Because
    title: str


class Section(Struct, frozen=True):
    """Slides under one heading."""

    title: str
    slides: tuple[Slide, ...]


class Notice(Protocol):
    """Something the user should know of a run; it never stops one. A value until somebody is told its `message`."""

    @property
    def message(self) -> str:
        """The sentence to show."""


class Remark(Struct, frozen=True):
    """A notice that means nothing but its words."""

    message: str


class Untold(Struct, frozen=True):
    """What a briefing without notes does not tell, though somebody could say it."""

    message: str


class LeftOut(Struct, frozen=True):
    """Slides without the facts that they need: the kind of each, and the keys that are missing."""

    wanting: tuple[tuple[str, tuple[str, ...]], ...]
    message: str = ""


class Continued(Struct, frozen=True):
    """A slide that takes several pages; `slide` is its title, which no other slide of the briefing has."""

    slide: str
    pages: int

    @property
    def message(self) -> str:
        """The sentence to show."""
        return f"The slide '{self.slide}' holds more than fits and continues over {self.pages} slides."


class Cut(Struct, frozen=True):
    """A slide whose title is too long for it; the whole one stands in its notes, if it is `noted` at all."""

    slide: str
    noted: bool = True

    @property
    def message(self) -> str:
        """The sentence to show."""
        rest = "it is cut, and stands in full in the notes." if self.noted else "it is cut; write a shorter one."
        return f"The headline '{self.slide}' is too long for its slide at any size; {rest}"


class Words(Struct, frozen=True):
    """The few words that renderers add of their own, in the language of the briefing."""

    notes: str
    continued: str  # holds {n} and {of}
    web: tuple[tuple[str, str], ...] = ()  # what the buttons of a web page do, and how they are called


class Spoken(Struct, frozen=True):
    """A figure that the briefing tells: its id, what it is called, and its value as the briefing writes it."""

    id: str
    name: str
    text: str
    forms: tuple[str, ...] = ()  # as headlines and sentences write it


class Request(Struct, frozen=True):
    """What a deck was asked for, without a word of where its facts are: people, layout, look, and on which day.

    `stated` says that the day was given. `facts` tells whether facts are the same, and nothing of them; `own` says that
    some are the deck's own, as in a batch.
    """

    people: tuple[str, ...] = ()
    layout: str = ""
    theme: str = ""
    minutes: int = 0
    notes: str = ""
    redact: bool = False
    day: date | None = None
    stated: bool = False
    facts: str = ""
    own: bool = False
    version: str = ""


class Slot(Struct, frozen=True):
    """A cell of a spreadsheet: a text, or a number with its number format and, where it is worked out, its formula."""

    text: str = ""
    value: Decimal | None = None
    form: str = ""
    formula: str = ""


class Sheet(Struct, frozen=True):
    """A sheet of a workbook: its name, its headings, rows of as many cells, and widths in characters."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Slot, ...], ...]
    widths: tuple[int, ...]


class Printed(Struct, frozen=True):
    """How a briefing stands on the pages of a PDF; without a paper it is that of its language."""

    pages: Literal["", "slides", "notes", "handout", "memo"] = ""
    paper: Literal["", "a4", "letter"] = ""


class Briefing(Struct, frozen=True):
    """The whole document. `language` is a BCP 47 tag; `date_text` is `date` as the reader sees it.

    One that is `sent` is for readers and not for a speaker: it has no notes, and nothing that only a speaker should
    know. `sheets` are the workbook beside it, where one is asked for; `request` is what it was made for.
    """

    title: str
    date: date
    date_text: str
    language: str
    words: Words
    sections: tuple[Section, ...]
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    figures: tuple[Spoken, ...] = ()
    sent: bool = False
    sheets: tuple[Sheet, ...] = ()
    printed: Printed = Printed()
    request: Request | None = None

    def slides(self) -> Iterator[Slide]:
        """Every slide in order."""
        for section in self.sections:
            yield from section.slides


def texts(value: object) -> Iterator[str]:
    """Every text of a slide, its notes included, or of a part of one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
