"""The briefing as a value: sections of slides made of blocks. Every renderer knows every block, and nothing else.

All text is final: no templates, no lookups left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, TypeAlias, get_args

from msgspec import Struct

TextStyle: TypeAlias = Literal["lead", "body", "statement"]
Mark: TypeAlias = (
    Literal["", "yes", "no", "now", "goal", "up", "down", "target"]
    | Literal["accountable", "responsible", "consulted", "informed", "none"]
)
Role: TypeAlias = Literal["title", "section", "statement", "content", "closing"]
Flow: TypeAlias = Literal["down", "beside"]
DiagramStyle: TypeAlias = Literal["hub", "cycle"]
Better: TypeAlias = Literal["", "higher", "lower", "target"]
Verdict: TypeAlias = Literal["", "good", "bad", "neutral"]
ChartStyle: TypeAlias = Literal["column", "stacked-column", "line", "bar", "waterfall"]
Sureness: TypeAlias = Literal["", "realised", "verified", "estimated", "idea"]
Part: TypeAlias = Literal["main", "backup"]
Because: TypeAlias = Literal["always", "reader", "weight", "backup", "one-of", "limit", "time"]
Unit: TypeAlias = Literal["money", "percent", "number", "days"]


class Text(Struct, frozen=True):
    """One paragraph: a `lead` opens a slide, a `statement` is the slide."""

    text: str
    style: TextStyle = "body"


class Bullets(Struct, frozen=True):
    """A plain list, with an optional heading over it."""

    items: tuple[str, ...]
    heading: str = ""


class Card(Struct, frozen=True):
    """A heading with either bullets or a short text under it; `icon` names a line drawing of the theme."""

    heading: str
    items: tuple[str, ...] = ()
    text: str = ""
    icon: str = ""


class Columns(Struct, frozen=True):
    """Cards of equal rank, side by side; more than four stand in rows of at most four."""

    cards: tuple[Card, ...]


class Pair(Struct, frozen=True):
    """What is, what it becomes, and a short tag that proves it."""

    left: str
    right: str
    tag: str = ""


class Pairs(Struct, frozen=True):
    """Rows that read from left to right; `headings` names the two sides and the tag."""

    rows: tuple[Pair, ...]
    headings: tuple[str, str, str]


class Cell(Struct, frozen=True):
    """A table cell. `mark` says what the cell means, so that a renderer may draw it; `text` says it in words."""

    text: str
    mark: Mark = ""


class Table(Struct, frozen=True):
    """A header row and rows of as many cells; `weights` are relative column widths; `key` explains the marks."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    weights: tuple[float, ...] = ()
    key: str = ""
    summary: str = ""


def _filled_columns(
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    weights: tuple[float, ...],
    key: str = "",
    summary: str = "",
) -> Table:
    """The table of these texts without columns that are empty."""
    kept = [place for place in range(len(header)) if any(row[place] for row in rows)]
    return Table(
        tuple(header[place] for place in kept),
        tuple(tuple(Cell(row[place]) for place in kept) for row in rows),
        tuple(weights[place] for place in kept),
        key,
        summary,
    )


class Tile(Struct, frozen=True):
    """A label, a big value (a figure or a few words), what changed, and a line under it.

    `change` begins with its sign; `judgement` is the verdict in a word, so that no colour has to say it.
    """

    label: str
    value: str
    note: str = ""
    change: str = ""
    better: Better = ""
    verdict: Verdict = ""
    judgement: str = ""


class Tiles(Struct, frozen=True):
    """Up to four tiles in a row."""

    tiles: tuple[Tile, ...]


class Milestone(Struct, frozen=True):
    """A numbered step; `date` and `owner` only where the user gave them, `at` is where it stands on a dated axis."""

    number: int
    text: str
    date: str = ""
    owner: str = ""
    at: float | None = None


class Stage(Struct, frozen=True):
    """A named stretch of a timeline."""

    name: str
    milestones: tuple[Milestone, ...]


class Tick(Struct, frozen=True):
    """A mark on an axis of time: its place from 0 to 1, and what it says."""

    at: float
    text: str


class Timeline(Struct, frozen=True):
    """Stages in order; `summary` says in a sentence what the drawing shows. With `ticks` they stand on an axis."""

    stages: tuple[Stage, ...]
    summary: str = ""
    ticks: tuple[Tick, ...] = ()


class Node(Struct, frozen=True):
    """A box of a diagram."""

    id: str
    label: str
    text: str = ""


class Link(Struct, frozen=True):
    """What flows from one node to another."""

    source: str
    target: str
    label: str = ""


class Diagram(Struct, frozen=True):
    """Nodes and links. `hub`: the first node is in the middle of the others; `cycle`: the nodes follow each other."""

    style: DiagramStyle
    nodes: tuple[Node, ...]
    links: tuple[Link, ...] = ()
    summary: str = ""


class NumberForm(Struct, frozen=True):
    """How all figures of a chart are written short: a prefix, the digits of value / 10 ** power, and a suffix."""

    prefix: str = ""
    suffix: str = ""
    power: int = 0
    places: int = 0


class Series(Struct, frozen=True):
    """Figures of one name, one for each category; None is a gap. `labels` are short texts, `written` full ones."""

    name: str
    values: tuple[Decimal | None, ...]
    labels: tuple[str, ...]
    written: tuple[str, ...]
    emphasis: bool = False


class Band(Struct, frozen=True):
    """The range that a line may run in."""

    low: Series
    high: Series


class Span(Struct, frozen=True):
    """A stretch of a chart, from one category to another, and what is said of it."""

    first: int
    last: int
    text: str


class Event(Struct, frozen=True):
    """What happened, or is to happen, at a category of a chart."""

    at: int
    text: str


class Reach(Struct, frozen=True):
    """Where the last total of a waterfall may lie instead, and what both ends are called."""

    low: Decimal
    high: Decimal
    low_text: str
    high_text: str


class Chart(Struct, frozen=True):
    """Figures to be drawn. `finding` says in words what they show, `summary` says it with every figure.

    `heading` is over the categories of a table. A waterfall has one series: at the places in `totals` a value is where
    the total stands, at all others a change; `better` says which way its changes are for the better, and `sure` how
    sure each is, if anybody knows. `leading` are the categories that the finding is about. `above_zero` says that a
    scale starts at `{low}`. What `span`, `events` and `reach` draw, the finding says as well.
    """

    style: ChartStyle
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = "number"
    form: NumberForm = NumberForm()
    band: Band | None = None
    totals: tuple[int, ...] = ()
    better: Better = ""
    heading: str = ""
    finding: str = ""
    summary: str = ""
    sure: tuple[Sureness, ...] = ()
    above_zero: str = ""
    span: Span | None = None
    events: tuple[Event, ...] = ()
    reach: Reach | None = None
    leading: tuple[int, ...] = ()

    @property
    def shown(self) -> tuple[Series, ...]:
        """Every series that a table of the figures has, those of the band included."""
        return (*self.series, *((self.band.low, self.band.high) if self.band else ()))


class Point(Struct, frozen=True):
    """A claim: a small label, the claim itself, and the line that proves it."""

    label: str
    heading: str
    text: str = ""


class Points(Struct, frozen=True):
    """Claims one under the other."""

    points: tuple[Point, ...]


class Panel(Struct, frozen=True):
    """What is decided, apart from all else: a statement over figures, and who decides by when."""

    label: str
    statement: str
    tiles: tuple[Tile, ...] = ()
    foot: str = ""


class Row(Struct, frozen=True):
    """One of several things that share a slide: what it weighs, what it is, who it is of, and who says so.

    `answer` stands out under what it is.
    """

    hero: str
    text: str
    tag: str = ""
    note: str = ""
    quiet: bool = False  # the hero says that there is no figure
    strong: int = 0  # so many letters of the hero are large, and what follows stands small under them; 0 are all
    answer: str = ""


ROW_WEIGHTS = (2.4, 4.8, 2.2, 2.6)  # of hero, text, tag and note in a table


class Rows(Struct, frozen=True):
    """Rows of one height; `headings` names hero, text, tag and note where they become a table."""

    rows: tuple[Row, ...]
    headings: tuple[str, str, str, str]
    summary: str = ""

    @property
    def table(self) -> Table:
        """The same as a table, without columns that are empty."""
        every = [(each.hero, _answered(each), each.tag, each.note) for each in self.rows]
        return _filled_columns(self.headings, every, ROW_WEIGHTS, summary=self.summary)


def _answered(row: Row) -> str:
    return f"{row.text} → {row.answer}" if row.answer else row.text


class Track(Struct, frozen=True):
    """From where something stands to where it is to be; `start` and `end` are places from 0 to 1, None is unknown.

    `far` is what the other end of the line is called; `aside` stands under it, or alone.
    """

    label: str
    note: str = ""
    today: str = ""
    aim: str = ""
    start: float | None = None
    end: float | None = None
    aside: str = ""
    far: str = ""


class Tracks(Struct, frozen=True):
    """Lines of one height; `headings` names label, today, aim and aside, `stops` what all lines pass, evenly.

    `whole`: each line is all of something, filled as far as it is today; the first is what the headline speaks of.
    """

    rows: tuple[Track, ...]
    headings: tuple[str, str, str, str]
    stops: tuple[str, ...] = ()
    key: str = ""
    summary: str = ""
    whole: bool = False

    @property
    def table(self) -> Table:
        """The same as a table, without columns that are empty."""
        every = [
            (
                _with_note(each.label, each.note),
                each.today,
                each.aim,
                _with_note(each.far, each.aside) if each.far else each.aside,
            )
            for each in self.rows
        ]
        return _filled_columns(self.headings, every, (3.4, 1.6, 1.6, 3.4), summary=self.summary)


def _with_note(name: str, note: str) -> str:
    return f"{name} ({note})" if note else name


class Spot(Struct, frozen=True):
    """A numbered thing of a field: what it is, its answer, and whose it is.

    `across` and `up` are the places of the words of the two axes; None is unknown, and it is listed only.
    """

    number: int
    text: str
    answer: str = ""
    owner: str = ""
    across: int | None = None
    up: int | None = None


class Field(Struct, frozen=True):
    """Numbered things by two measures; `headings` names number, text, both measures, answer and owner."""

    spots: tuple[Spot, ...]
    headings: tuple[str, str, str, str, str, str]
    across: tuple[str, ...]
    up: tuple[str, ...]
    key: str = ""
    summary: str = ""

    @property
    def table(self) -> Table:
        """The same as a table, without columns that are empty."""
        every = [
            (
                str(each.number),
                each.text,
                "" if each.across is None else self.across[each.across],
                "" if each.up is None else self.up[each.up],
                each.answer,
                each.owner,
            )
            for each in self.spots
        ]
        return _filled_columns(self.headings, every, (0.6, 3.4, 1.4, 1.4, 4.2, 1.8), self.key, self.summary)


class Flag(Struct, frozen=True):
    """Something on a line in time: when, what, what it is worth (`strong` letters of it are large), whose it is."""

    date: str
    text: str
    value: str = ""
    owner: str = ""
    strong: int = 0  # 0 are all


class Flags(Struct, frozen=True):
    """Flags in order, evenly spaced; `headings` names date, text, value and owner."""

    flags: tuple[Flag, ...]
    headings: tuple[str, str, str, str]
    key: str = ""
    summary: str = ""

    @property
    def table(self) -> Table:
        """The same as a table, without columns that are empty."""
        every = [(each.date, each.text, each.value, each.owner) for each in self.flags]
        return _filled_columns(self.headings, every, (2.4, 5.0, 2.4, 2.2), summary=self.summary)


class Tier(Struct, frozen=True):
    """Cards of one rank beside their name; `strong` ones stand out, `linked` ones follow each other."""

    name: str
    cards: tuple[Card, ...]
    strong: bool = False
    linked: bool = False


class Tiers(Struct, frozen=True):
    """Ranks one over the other, in one drawing."""

    tiers: tuple[Tier, ...]
    summary: str = ""


class Jump(Struct, frozen=True):
    """A way to another slide: the words to click on, and the `id` of the slide that they lead to."""

    text: str
    target: str


class Entry(Struct, frozen=True):
    """A heading with the slides that stand under it."""

    heading: str
    jumps: tuple[Jump, ...]


class Contents(Struct, frozen=True):
    """A list of slides, each a way to it; pens that know the number of a page write it beside its title."""

    entries: tuple[Entry, ...]


Block: TypeAlias = (
    Text
    | Bullets
    | Columns
    | Pairs
    | Table
    | Tiles
    | Timeline
    | Diagram
    | Chart
    | Contents
    | Points
    | Panel
    | Rows
    | Tracks
    | Field
    | Flags
    | Tiers
)
BLOCKS: tuple[type, ...] = get_args(Block)


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
