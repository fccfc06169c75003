"""Arranging whole briefings: slide layouts, flows, notes, footers, and what a deck carries."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model import (
    BLOCKS,
    Block,
    Bullets,
    Card,
    Cell,
    Columns,
    Flow,
    Jump,
    Panel,
    Point,
    Points,
    Role,
    Row,
    Rows,
    Slide,
    Table,
    Text,
    Tile,
    Tiles,
)
from briefing.page.arrange.arrange import PLACERS, arrange
from briefing.page.arrange.insight import in_a_line
from briefing.page.boxes import ChartBox, PlacedSlide, ShapeBox, TableBox, inches
from briefing.page.look import DENSE, DENSEST, Look, density
from charted import chart
from placed import least, said_on, slides
from samples import DAY, briefing


def placed(
    look: Look, *blocks: Block, role: Role = "content", flow: Flow = "down", source: str = ""
) -> list[PlacedSlide]:
    slide = Slide("text", "Title", blocks, role, flow, notes=("Say this.",), source=source)
    return slides(arrange(briefing("", slide), look)[0])[1:]


def test_every_block_has_a_placer() -> None:
    assert set(PLACERS) == set(BLOCKS)


@pytest.mark.parametrize(
    ("blocks", "role", "layout"),
    [
        ((Text("a"), Bullets(("b",))), "content", "content"),
        ((Columns((Card("a"),)),), "content", "title-only"),
        ((Text("a"), Table(("A",), ())), "content", "title-only"),
        ((Text("a"),), "statement", "statement"),
        ((Text("a"),), "closing", "closing"),
    ],
)
def test_a_slide_has_the_layout_of_its_role_and_content(
    blocks: tuple[Block, ...], role: Role, layout: str, look: Look
) -> None:
    assert [slide.layout for slide in placed(look, *blocks, role=role)] == [layout]


def test_the_title_comes_first_in_reading_order(look: Look) -> None:
    (slide,) = placed(look, Text("Lead.", "lead"), Columns((Card("a", ("b",)),)), source="Source")
    names = [each.name for each in said_on(slide, look)]
    assert names == ["Title", "Lead", "Card: a", "Source"]


def test_blocks_stand_under_each_other_or_beside(look: Look) -> None:
    one, other = Text("First."), Columns((Card("Second", ("b",)),))
    (down,), (beside,) = placed(look, one, other), placed(look, one, other, flow="beside")
    first, second = (each.box for each in said_on(down, look)[1:])
    assert first.bottom <= second.y
    left, right = (each.box for each in said_on(beside, look)[1:])
    assert left.right <= right.x
    assert left.y == right.y


def beside_a_table(count: int, look: Look) -> list[list[ShapeBox | TableBox]]:
    """The tables and cards of each slide, where two cards of so many items stand beside a table of three rows."""
    table = Table(("A", "B"), tuple((Cell(f"row {n}"), Cell("b")) for n in range(3)))
    items = tuple(f"an item of some length that takes lines of its card {n}" for n in range(count))
    pages = placed(look, table, Columns((Card("One", items), Card("Two", items))), flow="beside")
    kept = [[box for box in page.boxes if isinstance(box, ShapeBox | TableBox)] for page in pages]
    return [[box for box in page if box.name.startswith(("Card", "Table"))] for page in kept]


def test_what_needs_a_further_slide_beside_another_block_stands_under_it(look: Look) -> None:
    ((table, *cards),) = beside_a_table(5, look)
    assert isinstance(table, TableBox)
    assert {each.box.y for each in cards} == {cards[0].box.y}
    assert table.box.bottom < cards[0].box.y


def test_cards_that_go_on_go_on_together(look: Look) -> None:
    first, second = beside_a_table(7, look)
    assert [each.name for each in first] == ["Table"]
    assert [each.name for each in second] == ["Card: One", "Card: Two"]


def test_a_chart_that_has_no_room_beside_others_is_drawn_on_a_slide_of_its_own(look: Look) -> None:
    pages = placed(look, Bullets(tuple(f"item {n}" for n in range(9))), chart("column", (0.8, 0.9, 1.3)))
    kinds = [[type(box) for box in page.boxes] for page in pages]
    assert [ChartBox in each for each in kinds] == [False, True]
    assert not any(TableBox in each for each in kinds)


def test_the_source_stands_at_the_foot_of_the_region_at_11_points(look: Look) -> None:
    (slide,) = placed(look, Text("Body"), source="FinOps Framework")
    box = slide.boxes[-1]
    assert isinstance(box, ShapeBox)
    assert box.frame is not None
    assert box.box.bottom == look.layouts["content"].region.bottom
    assert box.frame.size == 11


def test_the_footer_is_left_out_on_opening_and_closing_slides(look: Look) -> None:
    assert [placed(look, Text("a"), role=role)[0].footer for role in ("title", "content", "statement", "closing")] == [
        False,
        True,
        True,
        False,
    ]


def test_a_slide_that_goes_on_gives_a_notice_and_keeps_its_notes(look: Look) -> None:
    items = tuple(f"Item {n} " + "word " * 20 for n in range(40))
    deck, notices = arrange(briefing("", Slide("text", "Too much", (Bullets(items),), notes=("Say this.",))), look)
    found = slides(deck)[1:]
    assert len(found) > 1
    assert [notice.message for notice in notices] == [
        f"The slide 'Too much' holds more than fits and continues over {len(found)} slides."
    ]
    assert found[0].notes == ("Say this.",)


def test_a_slide_that_fits_gives_no_notice_and_keeps_its_title(look: Look) -> None:
    deck, notices = arrange(briefing("", Slide("text", "Fits", (Text("a"),))), look)
    assert notices == ()
    assert [slide.title for slide in slides(deck)[1:]] == ["Fits"]


def test_continuations_say_so_in_the_words_of_the_briefing(look: Look) -> None:
    made = briefing("", Slide("text", "Viel", (Text("wort " * 2000),)))
    german = replace(made, words=replace(made.words, continued="– Teil {n} von {of}"))
    found = slides(arrange(german, look)[0])[1:]
    assert found[0].title == f"Viel – Teil 1 von {len(found)}"


def test_the_deck_carries_sections_and_properties(look: Look) -> None:
    deck, _ = arrange(briefing(), look)
    assert [section.title for section in deck.sections] == ["Opening", "The case"]
    assert (deck.title, deck.author, deck.subject, deck.keywords) == (
        "FinOps for the CFO",
        "FinOps team",
        "A decision",
        ("FinOps", "CFO"),
    )
    assert (deck.date, deck.date_text, deck.language) == (DAY, "31 March 2026", "en-GB")


def test_a_long_title_stands_whole_in_the_footer_or_not_at_all(look: Look) -> None:
    long = "FinOps for the chief executive officer, the chief financial officer and the chief technology officer"
    deck, _ = arrange(replace(briefing(), title=long), look)
    feet = [foot for each in deck.feet.values() for foot in each if foot.type == "ftr"]
    assert {foot.text for foot in feet} == {long}
    assert all(foot.size == 0 or foot.size >= 9 for foot in feet)
    deck, notices = arrange(replace(briefing(), title=long * 9), look)
    assert not [foot for each in deck.feet.values() for foot in each if foot.type == "ftr"]
    assert any(each.message.startswith("The footer finds no room on the slide layout") for each in notices)


def test_the_same_briefing_is_always_arranged_alike(look: Look) -> None:
    assert arrange(briefing(), look) == arrange(briefing(), look)


def test_a_block_opens_the_next_slide_where_less_than_12_tenths_of_an_inch_are_left(look: Look) -> None:
    """The least region that still holds two blocks has exactly that under the first and the gap after it."""

    def arranged(high: int) -> list[PlacedSlide]:
        layouts = {role: replace(each, region=replace(each.region, h=high)) for role, each in look.layouts.items()}
        return placed(replace(look, layouts=layouts), Text("First."), Text("Second."))

    high = least(lambda high: len(arranged(high)) == 1, inches(1), inches(4))
    (whole,), (first, second) = arranged(high), arranged(high - 1)
    assert [each.text for each in said_on(whole, look)][1:] == ["First.", "Second."]
    assert [said_on(each, look)[1].text for each in (first, second)] == ["First.", "Second."]
    top = look.layouts["content"].region.y
    assert top + high - said_on(whole, look)[2].box.y == inches(1.2)


LONG = "Fund a team out of the central budget for a year and release what it needs before the quarter ends. " * 3


def test_a_long_decision_stands_beside_the_claims_on_one_slide(look: Look) -> None:
    note = "in the base case it costs €1.28m more than it saves over 36 months"
    figures = tuple(Tile(f"Label {n}", "€1.28m", note) for n in range(3))
    claims = Points(tuple(Point(f"Label {n}", "A claim of a few words", "and its proof") for n in range(3)))
    (page,) = placed(look, claims, Panel("The decision", LONG[:260], figures, "Decided by Ann"), flow="beside")
    said = " ".join(run.text for box in said_on(page, look) for each in box.frame.paragraphs for run in each.runs)
    assert said.count(note) == len(figures)
    assert LONG[:260] in said


def names_on(page: PlacedSlide) -> set[str]:
    return {box.name for box in page.boxes}


def test_a_long_claim_takes_room_from_short_ones_and_stays_one(look: Look) -> None:
    claims = Points((Point("Why now", "Spend grows", LONG), Point("Change", "Owners"), Point("Takes", "A pilot")))
    (page,) = placed(look, claims, Panel("The decision", LONG[:260]), flow="beside")
    assert {"Point 1: Why now", "Point 2: Change", "Point 3: Takes"} <= names_on(page)


def test_claims_without_room_are_told_from_their_proof(look: Look) -> None:
    claims = Points(tuple(Point("", f"Claim {n}", LONG.strip()) for n in range(5)))
    pages = placed(look, claims)
    said = [
        run.text for page in pages for box in said_on(page, look) for each in box.frame.paragraphs for run in each.runs
    ]
    assert any(text.startswith("Claim 0 – Fund a team") for text in said)
    assert in_a_line("Who?", "All.", "", "Go on", "Now") == "Who? All. Go on – Now"


def test_a_row_of_many_lines_takes_room_from_the_others_and_its_figure_stands_over_its_period(look: Look) -> None:
    long = Row("€9k a month", LONG[:280], "CFO", "Monthly close", strong=3)
    rows = Rows((long, *(Row("not priced yet", f"Pain {n}", quiet=True) for n in range(4))), ("A", "B", "C", "D"))
    (page,) = placed(look, rows)
    boxes = {box.name: box for box in page.boxes if isinstance(box, ShapeBox)}
    assert {f"What {n}" for n in range(1, 6)} <= boxes.keys()
    assert boxes["What 1"].box.h > boxes["What 2"].box.h == boxes["What 5"].box.h
    frame = boxes["Weight 1"].frame
    assert frame
    assert [(each.runs[0].text, each.runs[0].size) for each in frame.paragraphs] == [("€9k", 28), ("a month", 14)]


def test_what_the_last_slide_has_no_room_for_stands_in_its_notes_with_a_notice(look: Look) -> None:
    cards = Columns(tuple(Card(f"{n} May", text=LONG * 3) for n in range(3)))
    slide = Slide("ask", "Fund it", (Tiles((Tile("By when", "May"),)), Text("If you say yes:"), cards), "closing")
    deck, notices = arrange(briefing("", slide), look)
    (page,) = slides(deck)[1:]
    assert page.notes[0] == "If you say yes:"
    assert all(f"{n} May {LONG.strip()}" in page.notes[1] for n in range(3))
    assert [each.message for each in notices] == [
        "The slide 'Fund it' has no room for its last part; that stands in its notes."
    ]


def test_a_way_that_is_wider_than_the_slide_is_named(look: Look) -> None:
    slide = replace(Slide("text", "Title", (Text("a"),)), jumps=(Jump("way " * 80, "there"), Jump("Back", "here")))
    _, notices = arrange(briefing("", slide), look)
    assert [each.message for each in notices] == [f"The slide 'Title' has no room for the way '{'way ' * 80}'."]


def test_blocks_stand_closer_before_any_of_them_leaves_the_slide(look: Look) -> None:
    steps = Columns(tuple(Card("31 March 2026", text="Interview stakeholders and find advocates. " * 7) for _ in "123"))
    figures = Tiles((Tile("Net", "−€824k", "in the base case"), Tile("By when", "20 March")))
    slide = Slide("text", "What comes next", (figures, Text("If you say yes today:"), steps))
    deck, notices = arrange(briefing("", slide), look)
    assert [each.title for each in slides(deck)][1:] == ["What comes next"]
    assert not notices


def test_a_small_page_is_set_smaller_before_it_continues(look: Look) -> None:
    """Its letters are seen as large, for the page is; no size is smaller than in proportion."""
    small = replace(look, density=DENSEST)
    rows = tuple((Cell(f"Task {n}"), *(Cell("A") for _ in range(5))) for n in range(40))
    header = ("Task", "One", "Two", "Three", "Four", "Five")
    table = next(
        Table(header, rows[:count], (2, 1, 1, 1, 1, 1))
        for count in range(14, 40)
        if len(placed(look, Table(header, rows[:count], (2, 1, 1, 1, 1, 1)))) == 2
    )
    (page,) = placed(small, table)
    (drawn,) = [box for box in page.boxes if isinstance(box, TableBox)]
    assert min(cell.frame.size for row in drawn.rows for cell in row) >= look.scale.table_floor * DENSEST - 0.01
    assert drawn.box.bottom <= look.layouts["title-only"].region.bottom
    few = Table(header, rows[:3], (2, 1, 1, 1, 1, 1))
    assert placed(small, few) == placed(look, few)


@pytest.mark.parametrize(
    ("size", "share"),
    [
        ((13.333, 7.5), 1),
        ((20, 15), 1),
        ((12, 7.5), 0.9),
        ((10, 5.625), DENSEST),
        ((10, 7.5), DENSE),
        ((5, 3), DENSEST),
    ],
)
def test_how_small_depends_on_the_page(size: tuple[float, float], share: float) -> None:
    assert density(*(each * inches(1) for each in size)) == share
