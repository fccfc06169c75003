"""Blocks, the parts of a slide: text, cards, tables, drawings. Every renderer knows every block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

from briefing.model.charts import Better, Chart

TextStyle: TypeAlias = Literal["lead", "body", "statement"]
Mark: TypeAlias = (
    Literal["", "yes", "no", "now", "goal", "up", "down", "target", "figure"]
    | Literal["accountable", "responsible", "consulted", "informed", "none", "turned"]
)
DiagramStyle: TypeAlias = Literal["hub", "cycle"]
Verdict: TypeAlias = Literal["", "good", "bad", "neutral"]


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
    """What is, what it becomes, and a short tag that proves it; `aim` is from where to where that is to go."""

    left: str
    right: str
    tag: str = ""
    aim: str = ""

    @property
    def proof(self) -> str:
        """Tag and aim in a line."""
        return " ".join(filter(None, (self.tag, self.aim)))


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


class Gate(Struct, frozen=True):
    """A decision that what follows waits for; `date`, `owner` and `at` as of a milestone."""

    text: str
    date: str = ""
    owner: str = ""
    at: float | None = None


GATE = "◇"  # the sign of a gate in running text


def gate_text(gate: Gate) -> str:
    """A gate in a line: its name, with date and owner where it has them."""
    facts = ", ".join(filter(None, (gate.date, gate.owner)))
    return f"{gate.text} ({facts})" if facts else gate.text


class Milestone(Struct, frozen=True):
    """A numbered step; `date` and `owner` only where the user gave them, `at` is where it stands on a dated axis.

    `gate` is what stands between it and the next.
    """

    number: int
    text: str
    date: str = ""
    owner: str = ""
    at: float | None = None
    gate: Gate | None = None


class Stage(Struct, frozen=True):
    """A named stretch of a timeline."""

    name: str
    milestones: tuple[Milestone, ...]


class Tick(Struct, frozen=True):
    """A mark on an axis of time: its place from 0 to 1, and what it says."""

    at: float
    text: str


class Timeline(Struct, frozen=True):
    """Stages in order; `summary` says in a sentence what the drawing shows.

    With `ticks` they stand on an axis, whose signs `key` explains.
    """

    stages: tuple[Stage, ...]
    summary: str = ""
    ticks: tuple[Tick, ...] = ()
    key: str = ""


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

    `answer` stands out under what it is. `group` is a heading over this row and those after it.
    """

    hero: str
    text: str
    tag: str = ""
    note: str = ""
    quiet: bool = False  # the hero says that there is no figure
    strong: int = 0  # so many letters of the hero are large, and what follows stands small under them; 0 are all
    answer: str = ""
    group: str = ""


ROW_WEIGHTS = (2.4, 4.8, 2.2, 2.6)  # of hero, text, tag and note in a table


class Rows(Struct, frozen=True):
    """Rows of one height; `headings` names hero, text, tag and note where they become a table."""

    rows: tuple[Row, ...]
    headings: tuple[str, str, str, str]
    summary: str = ""

    @property
    def table(self) -> Table:
        """The same as a table, without columns that are empty."""
        every = [(each.hero or each.group, _answered(each), each.tag, each.note) for each in self.rows]
        return _filled_columns(self.headings, every, ROW_WEIGHTS, summary=self.summary)


def _answered(row: Row) -> str:
    return f"{row.text} → {row.answer}" if row.answer else row.text


class Track(Struct, frozen=True):
    """From where something stands to where it is to be; `start` and `end` are places from 0 to 1, None is unknown.

    `far` is what the other end of the line is called; `aside` stands under it, or alone. A `question` stands in the
    place of a line whose places nobody knows.
    """

    label: str
    note: str = ""
    today: str = ""
    aim: str = ""
    start: float | None = None
    end: float | None = None
    aside: str = ""
    far: str = ""
    question: str = ""


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
                each.question or each.today,
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
    at: float | None = None  # where it stands on a dated axis
    quiet: bool = False  # the value says that there is no figure


class Flags(Struct, frozen=True):
    """Flags in order; `headings` names date, text, value and owner. With `ticks` they stand on an axis, else evenly."""

    flags: tuple[Flag, ...]
    headings: tuple[str, str, str, str]
    key: str = ""
    summary: str = ""
    ticks: tuple[Tick, ...] = ()

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
