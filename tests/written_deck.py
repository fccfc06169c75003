"""A deck made by hand with every kind of box, for the tests of the writer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from briefing.page.boxes import (
    Box,
    Deck,
    Frame,
    IconBox,
    Insets,
    LineBox,
    Paragraph,
    PlacedSection,
    PlacedSlide,
    PlaceholderBox,
    Run,
    ShapeBox,
    TableBox,
    TableCell,
    inches,
)

THEMES = Path(__file__).parents[1] / "layouts" / "theme"
CLOCK = (("M", (12.0, 3.0)), ("C", (17.0, 3.0, 21.0, 7.0, 21.0, 12.0)), ("L", (12.0, 12.0)), ("Z", ()))


def box(x: float, y: float, w: float, h: float) -> Box:
    """A box given in inches."""
    return Box(inches(x), inches(y), inches(w), inches(h))


def frame(*lines: str, size: float = 16, color: str = "ink", bold: bool = False, **rest: object) -> Frame:
    """A frame of plain paragraphs."""
    return Frame(tuple(Paragraph((Run(line),), after=6) for line in lines), size, color, bold, **rest)  # type: ignore[arg-type]


def title(text: str, color: str = "ink", size: float = 28, **rest: object) -> PlaceholderBox:
    """The headline of a slide."""
    return PlaceholderBox("title", 0, Frame((Paragraph((Run(text),)),), size, color, True, **rest), None, "Title")  # type: ignore[arg-type]


def label(text: str) -> PlaceholderBox:
    """The small label over a headline."""
    return PlaceholderBox(
        "body", 13, Frame((Paragraph((Run(text),), after=6),), 12, "accent", True, line=1.05), None, "Label"
    )


def bullets(*lines: str, size: float = 16) -> Frame:
    """Bullets as the built-in themes set them, so that the placeholder's own are kept."""
    rows = tuple(Paragraph((Run(line),), "•", inches(0.25), 6) for line in lines)
    return Frame(rows, size, line=1.05)


def cover() -> PlacedSlide:
    """The first slide."""
    return PlacedSlide(
        "title",
        "Cloud spend that the business can steer",
        (
            title("Cloud spend that the business can steer", "", 36, anchor="b"),
            PlaceholderBox(
                "subTitle",
                1,
                frame("What FinOps changes for the CFO, and what we ask today", size=20, color="", line=1.05),
                None,
                "Subtitle",
            ),
            PlaceholderBox(
                "body",
                14,
                frame(
                    "For Anna Berg, Chief Financial Officer",
                    "Jonas Keller, FinOps lead · 21 November 2026",
                    size=14,
                    color="",
                    anchor="b",
                    line=1.05,
                ),
                None,
                "Details",
            ),
            PlaceholderBox("body", 99, frame(""), None, "Never drawn"),
        ),
        notes=("Welcome.", "Two minutes, then the ask."),
        footer=False,
    )


def cards() -> PlacedSlide:
    """Cards with icons, a lead with a rule, a link and bullets."""
    drawn: list[ShapeBox | IconBox] = [ShapeBox("rect", box(0.6, 1.85, 0.06, 0.7), "Rule", "accent")]
    for number, heading in enumerate(("Objectives", "Frustrations", "Key metrics", "FinOps benefits")):
        x = 0.6 + number * 3.083
        drawn.append(
            ShapeBox(
                "rect",
                box(x, 2.85, 2.883, 3.8),
                "Card",
                "surface",
                frame=bullets(heading, "Forecast within 5 %", "Spend tied to revenue", size=14),
                alt="",
            )
        )
        drawn.append(IconBox(CLOCK, box(x + 2.3, 3.0, 0.4, 0.4), "Icon", "accent"))
    lead = Frame(
        (
            Paragraph(
                (
                    Run("Predictable spend: "),
                    Run("read more", link="https://example.org/a b?c=d&e=f", bold=True),
                    Run(" or "),
                    Run("run me", link="javascript:alert(1)"),
                )
            ),
        ),
        20,
    )
    rest = ShapeBox("rect", box(0.85, 1.85, 10, 0.7), "Lead", frame=lead)
    return PlacedSlide(
        "title-only",
        "Anna wants a forecast that holds",
        (
            label("CHIEF FINANCIAL OFFICER"),
            title("Anna wants a forecast that holds for more than a quarter"),
            rest,
            *drawn,
        ),
        ("Notes of cards.",),
    )


def structure() -> PlacedSlide:
    """Two shapes and a connector glued to both, in either direction."""
    left = ShapeBox(
        "roundRect",
        box(1.5, 3, 3, 1.5),
        "Finance",
        "accent-soft",
        "accent",
        1,
        frame("Finance", anchor="ctr", insets=Insets(91440, 0, 91440, 0)),
        adjust=(("adj", 8000),),
    )
    right = ShapeBox(
        "ellipse",
        box(8.5, 3, 3, 1.5),
        "CCoE",
        "accent",
        frame=frame("CCoE", color="paper", anchor="ctr", insets=Insets(91440, 0, 91440, 0)),
    )
    line = LineBox(
        inches(4.5),
        inches(3.75),
        inches(8.5),
        inches(3.75),
        "Budget",
        "muted",
        1.5,
        "end",
        ("Finance", 3),
        ("CCoE", 1),
        "Budget flows from Finance to the CCoE",
    )
    back = LineBox(inches(10), inches(4.5), inches(3), inches(4.6), "Line", "line", arrows="both")
    return PlacedSlide(
        "title-only", "The CCoE stands in the middle", (title("The CCoE stands in the middle"), left, right, line, back)
    )


def table() -> PlacedSlide:
    """A native table with a header, fills and hairlines."""
    inset = Insets(73152, 45720, 73152, 45720)
    head = tuple(
        TableCell(frame(text, size=13, bold=True, insets=inset, anchor="ctr"), "surface", "line")
        for text in ("KPI", "What it tells", "Better")
    )
    rows = tuple(
        tuple(TableCell(frame(text, size=13, insets=inset, anchor="ctr"), "", "line") for text in row)
        for row in (
            ("Forecast variance", "How far off we were", "▼ lower"),
            ("Unit cost", "What an order costs to serve", "▼ lower"),
            ("", "Coverage of commitments", "▲ higher"),
        )
    )
    body = TableBox(
        box(0.6, 1.75, 12.133, 2.0),
        (inches(3), inches(6.133), inches(3)),
        (inches(0.5),) * 4,
        (head, *rows),
        "KPIs",
        "Three KPIs, what each tells, and which way is better",
    )
    return PlacedSlide(
        "title-only",
        "Three numbers tell",
        (label("KPIS"), title("Three numbers tell whether spend is under control"), body),
        ("Explain unit cost.",),
    )


def deck() -> Deck:
    """Every layout and every kind of box."""
    part = PlacedSlide(
        "section",
        "What changes",
        (
            title("What changes for finance", size=36, anchor="b"),
            PlaceholderBox(
                "body",
                1,
                frame("From invoices after the fact to decisions before it", size=20, color="muted", line=1.05),
                None,
                "Text",
            ),
        ),
    )
    statement = PlacedSlide(
        "statement",
        "One decision",
        (
            label("THE DECISION"),
            title("We can end surprise invoices by spring"),
            PlaceholderBox(
                "body",
                1,
                frame(
                    "Give every product team its own cloud budget and a weekly view of what it spends, from 1 March.",
                    size=30,
                    line=1.05,
                ),
                box(0.6, 4.0, 12.133, 2.7),
                "Statement",
            ),
        ),
    )
    content = PlacedSlide(
        "content",
        "Four habits",
        (
            label("HOW WE WORK"),
            title("Four habits keep spend and value in step, and none of them needs a new tool or a reorganisation"),
            PlaceholderBox(
                "body",
                1,
                bullets(
                    "Every euro has an owner",
                    "Forecasts are made by the teams that spend",
                    "Commitments are bought centrally",
                    "Unit cost is shown beside revenue",
                ),
                box(0.6, 1.8, 12.133, 4.9),
                "Body",
            ),
        ),
    )
    two = PlacedSlide(
        "two-content",
        "Before and after",
        (
            title("Before and after"),
            PlaceholderBox("body", 1, bullets("Invoice arrives", "Questions follow"), box(0.6, 1.8, 5.9, 4.9), "Left"),
            PlaceholderBox("body", 2, bullets("Budget agreed", "Alerts first"), box(6.8, 1.8, 5.9, 4.9), "Right"),
        ),
    )
    ask = PlacedSlide(
        "closing",
        "We ask for two things",
        (title("We ask for two engineers and one hour of yours a month", "", 36),),
        ("Pause here.",),
        footer=False,
    )
    return Deck(
        (
            PlacedSection("Opening", (cover(),)),
            PlacedSection("Finance", (part, statement, cards(), content, two, structure(), table())),
            PlacedSection("Ask", (ask,)),
        ),
        title="Cloud spend that the business can steer",
        date=date(2026, 11, 21),
        date_text="21 November 2026",
        author="Jonas Keller",
        subject="FinOps for the CFO",
        keywords=("FinOps", "CFO"),
        footer="Example AG · FinOps briefing",
    )
