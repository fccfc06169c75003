"""Briefings for tests: with every block in it, and all of its texts made of characters that mean something if asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import fields

from briefing.model import (
    Band,
    Block,
    Briefing,
    Bullets,
    Card,
    Cell,
    Chart,
    Columns,
    Contents,
    Diagram,
    Entry,
    Field,
    Flag,
    Flags,
    Jump,
    Link,
    Milestone,
    Node,
    Pair,
    Pairs,
    Panel,
    Point,
    Points,
    Row,
    Rows,
    Section,
    Series,
    Slide,
    Spot,
    Stage,
    Table,
    Text,
    Tier,
    Tiers,
    Tile,
    Tiles,
    Timeline,
    Track,
    Tracks,
    Words,
)

DAY = date(2026, 3, 31)
NASTY = r"""# 1. *a* _b_ [c](d) <i>e</i> `f` | g & h &lt; \ ~~i~~ $j$ "k" 'l' {m} - n + o > p ; : %% é 日本 עברית 🎉"""


def blocks(text: str = "") -> tuple[Block, ...]:
    """One of each block; with a text, all of them are made of it."""

    def say(own: str) -> str:
        return text or own

    table = Table(
        (say("Step"), say("CFO"), say("CTO")),
        ((Cell(say("Allocate cost")), Cell("", "accountable"), Cell(say("informed, in writing"), "informed")),),
        key=say("A is accountable."),
        summary=say("Who does what."),
    )
    return (
        Text(say("The bill becomes a plan."), "lead"),
        Text(say("One number, one owner."), "statement"),
        Bullets((say("Show the cost"), say("Share the cost")), say("What we do")),
        Columns(
            (
                Card(say("Objectives"), (say("Predict spend"), say("Fund growth"))),
                Card(say("Benefits"), text=say("No surprises")),
            )
        ),
        Columns((Card(say("Inform"), text=say("See it")), Card(say("Optimise"), text=say("Improve it")))),
        Pairs(
            (Pair(say("Surprises"), say("Alerts within a day"), say("Detection time")),),
            (say("Today"), say("Then"), say("Shown by")),
        ),
        table,
        Tiles((Tile(say("Ask"), say("A sponsor"), say("for six months")),)),
        Timeline(
            (Stage(say("Prepare"), (Milestone(1, say("Name the sponsor"), say("May"), say("CFO")),)),),
            say("One stage."),
        ),
        Diagram(
            "hub",
            (Node("ccoe", say("CCoE"), say("Three people")), Node("it", say("Engineering"))),
            (Link("ccoe", "it", say("prices")),),
            say("The CCoE in the middle."),
        ),
        chart(text),
        Contents((Entry(say("Where it comes from"), (Jump(say("Every figure"), "everything"),)),)),
        Points((Point(say("Why now"), say("Spend grows"), say("by a fifth a year")),)),
        Panel(say("The decision"), say("Fund a pilot"), (Tile(say("Cost"), say("€5k")),), say("by May")),
        Rows(
            (Row(say("€9k"), say("Nobody knows why"), say("CFO"), say("Monthly close")),),
            (say("Cost"), say("What"), say("Who"), say("Source")),
            say("One row."),
        ),
        Tracks(
            (
                Track(
                    say("Unit cost"),
                    say("lower is better"),
                    say("€9"),
                    say("€5"),
                    1.0,
                    0.4,
                    say("by May"),
                    say("Cheap"),
                ),
            ),
            (say("KPI"), say("Today"), say("Target"), say("By when")),
            key=say("Its own scale"),
            summary=say("One line."),
        ),
        Field(
            (Spot(1, say("No time"), say("A share of it"), say("Max"), 0, 1),),
            (say("No."), say("Risk"), say("Likelihood"), say("Impact"), say("Answer"), say("Owner")),
            (say("low"), say("high")),
            (say("low"), say("high")),
            say("None is left out"),
            say("One risk."),
        ),
        Flags(
            (Flag(say("May"), say("Nights off"), say("€9k"), say("Max")),),
            (say("When"), say("What"), say("Worth"), say("Who")),
            say("In order"),
            say("One flag."),
        ),
        Tiers((Tier(say("The team"), (Card(say("Max"), text=say("Lead")),)),), say("One rank.")),
    )


def chart(text: str = "") -> Chart:
    """Two lines, the one with a range; with a text, every word of it is that text."""

    def series(name: str, *values: int, **rest: bool) -> Series:
        figures = tuple(Decimal(value) for value in values)
        shown = tuple(text or f"€{value}" for value in values)
        return Series(text or name, figures, shown, tuple(text or f"€{value}.00" for value in values), **rest)

    return Chart(
        "line",
        (text or "January", text or "February"),
        (series("Expected", 100, 120, emphasis=True), series("Budget", 90, 95)),
        band=Band(series("Low", 95, 105), series("High", 105, 140)),
        heading=text or "Month",
        finding=text or "Spend grows.",
        summary=text or "Line chart. Spend grows.",
    )


def briefing(text: str = "", *slides: Slide) -> Briefing:
    """A briefing with every block, or with the given slides; with a text, every word of it is that text."""

    def say(own: str) -> str:
        return text or own

    opening = Slide(
        "title", say("FinOps for the CFO"), role="title", subtitle=say("A briefing"), notes=(say("Say thanks."),)
    )
    content = slides or (
        Slide(
            "everything",
            say("Everything is on one slide."),
            blocks(text),
            label=say("CFO"),
            notes=(say("Say this."), say("Then that.")),
            source=say("FinOps Framework, https://www.finops.org/framework/"),
        ),
    )
    return Briefing(
        title=say("FinOps for the CFO"),
        date=DAY,
        date_text="31 March 2026",
        language="en-GB",
        words=Words("Speaker notes", "({n}/{of})"),
        sections=(Section(say("Opening"), (opening,)), Section(say("The case"), content)),
        author=say("FinOps team"),
        subject=say("A decision"),
        keywords=(say("FinOps"), say("CFO")),
    )


_NOT_READ = frozenset(
    (
        "kind",
        "role",
        "flow",
        "style",
        "mark",
        "icon",
        "id",
        "words",
        "weights",
        "language",
        "notices",
        "twin",
        "part",
        "target",
        "about",
    )
)
_NOT_READ_IN: Mapping[type, frozenset[str]] = {
    Chart: frozenset(("unit", "form", "better", "summary")),
    Series: frozenset(("labels",)),  # the short form of what is written in full
    Tile: frozenset(("better", "verdict")),
    Link: frozenset(("source", "target")),
    Rows: frozenset(("summary",)),
    Tracks: frozenset(("summary", "key")),
    Field: frozenset(("summary",)),
    Flags: frozenset(("summary", "key")),
    Tiers: frozenset(("summary",)),
    Table: frozenset(("summary",)),  # the alternative of a table for those who cannot see it
}


def texts(value: object) -> Iterator[str]:
    """Every text of a briefing, or of a part of it, that a reader is to see."""
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, Struct):
        for each in fields(value):
            if each.name not in _NOT_READ | _NOT_READ_IN.get(type(value), frozenset()):
                yield from texts(getattr(value, each.name))
