"""Tracks, fields, flags, tiers and dated roadmaps: drawn where there is room, else tables and cards."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from briefing.model import (
    Block,
    Card,
    Field,
    Flag,
    Flags,
    Gate,
    Milestone,
    Section,
    Slide,
    Spot,
    Stage,
    Table,
    Tick,
    Tier,
    Tiers,
    Timeline,
    Track,
    Tracks,
)
from briefing.page.arrange.arrange import arrange
from briefing.page.arrange.canvas import Canvas, Piece
from briefing.page.arrange.field import place_field
from briefing.page.arrange.tiers import place_flags, place_tiers
from briefing.page.arrange.timeline import place_timeline
from briefing.page.arrange.tracks import place_tracks
from briefing.page.boxes import Box, LineBox, ShapeBox, TableBox, inches
from briefing.page.look import Look
from placed import faults, slides, words_of, words_on
from samples import briefing

WIDE = Box(inches(0.6), inches(1.7), inches(12.1), inches(4.4))
LONG = "Buy in quarters and never for more than seventy per cent of the lowest usage of a year"
DEGREES = ("low", "medium", "high")


def tracks(count: int, *, stops: bool = False) -> Tracks:
    places = [(0.0, 1.0), (1.0, 0.2), (0.5, 0.5), (None, 0.5), (0.5, None), (0.0, 0.04)]
    rows = tuple(
        Track(
            f"Track{n} costs",
            "" if stops else "lower is better",
            f"€{n}.42" if start is not None and not stops else "",
            f"€{n}.36" if end is not None and not stops else "",
            start,
            end,
            "by 31 March 2027",
        )
        for n in range(count)
        for start, end in (places[n % len(places)],)
    )
    return Tracks(rows, ("KPI", "Today", "Target", "When"), ("Crawl", "Walk", "Run") if stops else (), "Own scales.")


def field(count: int, answer: str = LONG) -> Field:
    spots = tuple(Spot(n, f"Risk{n} comes true", answer, f"Owner{n}", 2, 2) for n in range(1, count + 1))
    return Field(spots, ("No.", "Risk", "Likelihood", "Impact", "Answer", "Owner"), DEGREES, DEGREES)


def flags(count: int) -> Flags:
    made = tuple(Flag(f"{n} May 2026", f"Win{n} switches test systems off", "€60,000", "Lena") for n in range(count))
    return Flags(made, ("When", "What", "Worth", "Who"), "In order.")


def dated(*places: float | None) -> Flags:
    """Flags on an axis; one of None has no date."""
    ticks = tuple(Tick(number / 4, f"Month{number}") for number in range(4))
    made = zip(flags(len(places)).flags, places, strict=True)
    return replace(flags(0), flags=tuple(replace(each, at=at) for each, at in made), ticks=ticks)


def tiers(count: int) -> Tiers:
    cards = tuple(Card(f"Member{n}", text="Lead, 1 position") for n in range(count))
    return Tiers((Tier("Reports to", (Card("The board"),)), Tier("The team", cards, strong=True)))


def timeline(count: int) -> Timeline:
    made = (Milestone(n, f"Step{n} is done", f"{n} May 2026", "Sam Sampleton", n / count) for n in range(1, count + 1))
    return Timeline((Stage("Plan", tuple(made)),), ticks=(Tick(0.0, "May 2026"), Tick(1.0, "Jun")))


EVERY = [
    *(tracks(n) for n in (1, 6, 12)),
    *(tracks(n, stops=True) for n in (1, 18)),
    *(replace(tracks(n), whole=True) for n in (2, 8)),
    *(field(n) for n in (1, 5, 12)),
    *(flags(n) for n in (1, 4, 5, 8, 11)),
    *(dated(*places) for places in ((0.5,), (0.1, 0.9), (0.9, 0.92, 0.95, None))),
    *(tiers(n) for n in (1, 6, 9)),
    *(timeline(n) for n in (2, 12)),
]


def called(block: Block) -> str:
    entries = getattr(block, block.__struct_fields__[0])
    return f"{type(block).__name__}-{len(entries)}"


@pytest.mark.parametrize("block", EVERY, ids=called)
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_slide_reads_well_and_every_entry_is_told(block: Block, theme: str, looks: dict[str, Look]) -> None:
    slide = Slide("text", "What happens by when", (block,), source="Source: our own plan")
    made = replace(briefing("", slide), sections=(Section("One", (slide,)),))
    pages = slides(arrange(made, looks[theme])[0])
    assert [fault for page in pages for fault in faults(page, looks[theme])] == []
    told, wanted = words_on(pages, looks[theme]), words_of(slide)
    assert {word for word in wanted if word[-1].isdigit()} <= {word.strip(":") for word in told}


def shapes(piece: Piece, name: str) -> list[ShapeBox]:
    return [each for each in piece.boxes if isinstance(each, ShapeBox) and each.name.startswith(name)]


def test_dots_stand_where_their_values_are_and_the_arrow_leads_to_the_target(canvas: Canvas) -> None:
    piece = place_tracks(tracks(2), WIDE, canvas)
    line = next(each for each in piece.boxes if isinstance(each, LineBox) and each.name == "Line 2")
    assert line.alt == "Track1 costs: Today €1.42, Target €1.36, When by 31 March 2027"
    (today,), (target,) = shapes(piece, "Today 2"), shapes(piece, "Target 2")
    assert today.box.x + today.box.w // 2 == pytest.approx(line.x2, abs=2)
    assert target.box.x + target.box.w // 2 == pytest.approx(line.x1 + 0.2 * (line.x2 - line.x1), abs=2)
    arrow = next(each for each in piece.boxes if isinstance(each, LineBox) and each.name == "Arrow 2")
    assert (arrow.x2 < arrow.x1, arrow.arrows) == (True, "end")
    assert (today.fill, target.fill) == ("accent", "paper"), "filled is today, in every drawing of a deck"


def test_values_of_few_are_large_however_long_the_text_beside_them(canvas: Canvas) -> None:
    row = replace(tracks(1).rows[0], start=0.2, end=0.8)
    sizes = []
    for note in ("short", LONG):
        piece = place_tracks(replace(tracks(0), rows=(replace(row, note=note),) * 2), WIDE, canvas)
        (value, *_) = shapes(piece, "Today value")
        assert value.frame
        sizes.append(value.frame.size)
    assert min(sizes) > 1.5 * canvas.scale.body, "as they are read first"


def test_of_levels_what_is_reached_is_filled_and_what_is_met_has_a_ring(canvas: Canvas) -> None:
    piece = place_tracks(tracks(3, stops=True), WIDE, canvas)
    assert (shapes(piece, "Today 1")[0].fill, shapes(piece, "Target 1")[0].fill) == ("accent", "paper")
    assert len(shapes(piece, "Reached 3")) == 1
    assert shapes(piece, "Target 3") == []


def test_what_is_whole_is_filled_as_far_as_it_is_today_and_marked_where_it_is_to_be(canvas: Canvas) -> None:
    row = Track("Spend without an owner", "", "42%", "15%", 0.42, 0.15, "€1.4m")
    block = Tracks((row, replace(row, today="8%", start=0.08)), ("What", "Share", "target", "Cost"), whole=True)
    piece = place_tracks(block, WIDE, canvas)
    (whole, other), (part, _) = shapes(piece, "Whole"), shapes(piece, "Part")
    assert part.box.w == pytest.approx(0.42 * whole.box.w, abs=2)
    assert (whole.box.x, whole.box.w) == (other.box.x, other.box.w), "all are measured on one scale"
    mark = next(each for each in piece.boxes if isinstance(each, LineBox) and each.name == "Target 1")
    assert mark.x1 == pytest.approx(whole.box.x + 0.15 * whole.box.w, abs=2)
    assert [each.fill for each in shapes(piece, "Part")] == ["accent", "muted"], "the first is what the headline says"
    assert whole.alt == "Spend without an owner: Share 42%, target 15%, Cost €1.4m"


def test_rows_share_the_height_and_many_go_on_evenly(canvas: Canvas) -> None:
    few, many = place_tracks(tracks(3), WIDE, canvas), place_tracks(tracks(18), WIDE, canvas)
    assert few.bottom == pytest.approx(WIDE.bottom, abs=inches(0.1))
    assert isinstance(many.rest, Tracks)
    assert len(many.rest.rows) == 12  # on three pages


def test_risks_of_one_cell_stand_side_by_side_in_it(canvas: Canvas) -> None:
    piece = place_field(field(12, "Act"), WIDE, canvas)
    dots, (cell,) = [each.box for each in shapes(piece, "Dot ")], shapes(piece, "Cell 3.3")
    assert len(dots) == 12
    assert all(cell.box.x <= each.x and each.right <= cell.box.right for each in dots)
    assert all(cell.box.y <= each.y and each.bottom <= cell.box.bottom for each in dots)
    assert not any(
        a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom for a, b in itertools.pairwise(dots)
    )


def test_a_cell_that_is_high_on_one_axis_is_darker_than_one_that_is_low_on_both(canvas: Canvas) -> None:
    cells = {each.name: (each.fill, each.opacity) for each in shapes(place_field(field(1), WIDE, canvas), "Cell ")}
    ranks = [cells[f"Cell {place}"] for place in ("1.1", "2.1", "3.1", "3.2", "3.3")]
    assert len(set(ranks)) == 5
    assert cells["Cell 1.3"] == cells["Cell 2.2"] == cells["Cell 3.1"]


def test_risks_that_do_not_fit_beside_the_field_go_on_as_a_table(canvas: Canvas) -> None:
    piece = place_field(field(12), WIDE, canvas)
    told = len(shapes(piece, "Told "))
    assert isinstance(piece.rest, Table)
    assert [row[0].text for row in piece.rest.rows] == [str(n) for n in range(told + 1, 13)]


def test_without_a_place_there_is_no_field(canvas: Canvas) -> None:
    block = field(2)
    unplaced = replace(block, spots=tuple(replace(each, up=None) for each in block.spots))
    assert isinstance(place_field(unplaced, WIDE, canvas).boxes[0], TableBox)


def test_flags_stand_in_the_order_of_time_and_many_on_both_sides_of_the_line(canvas: Canvas) -> None:
    piece = place_flags(flags(7), WIDE, canvas)
    dots = sorted(shapes(piece, "Dot "), key=lambda each: each.box.x)
    assert [each.name for each in dots] == [f"Dot {n}" for n in range(1, 8)]
    steps = {second.box.x - first.box.x for first, second in itertools.pairwise(dots)}
    assert len(steps) == 1
    line = next(each for each in piece.boxes if isinstance(each, LineBox))
    above = [each.box.bottom <= line.y1 for each in sorted(shapes(piece, "Flag "), key=lambda each: each.name)]
    assert above == [True, False] * 3 + [True]


@pytest.mark.parametrize("places", [(0.01, 0.02, 0.03, 0.04), (0.9, 0.93, 0.96, 0.99), (0.05, 0.1, 0.9, 0.95)])
def test_flags_on_an_axis_stand_at_their_dates_and_no_way_from_them_crosses_another(
    places: tuple[float, ...], canvas: Canvas
) -> None:
    piece = place_flags(dated(*places), WIDE, canvas)
    centres = [each.box.x + each.box.w / 2 for each in shapes(piece, "Dot ")]
    steps = [second - first for first, second in itertools.pairwise(centres)]
    wanted = [second - first for first, second in itertools.pairwise(places)]
    assert [step / steps[0] for step in steps] == pytest.approx([each / wanted[0] for each in wanted], rel=0.01)
    ways = [each for each in piece.boxes if isinstance(each, LineBox) and each.name.startswith("Stem")]
    flat, upright = [each for each in ways if each.y1 == each.y2], [each for each in ways if each.x1 == each.x2]
    assert not any(
        min(across.x1, across.x2) < down.x1 < max(across.x1, across.x2) and down.y1 < across.y1 < down.y2
        for across in flat
        for down in upright
        if across.name != down.name
    )


def test_diamonds_stand_at_their_dates(canvas: Canvas) -> None:
    piece = place_timeline(timeline(4), WIDE, canvas)
    diamonds = [each.box for each in piece.boxes if isinstance(each, ShapeBox) and each.geometry == "diamond"]
    steps = [second.x - first.x for first, second in itertools.pairwise(diamonds)]
    assert max(steps) - min(steps) <= 2


def test_stages_that_have_no_room_side_by_side_are_lines_on_one_page(canvas: Canvas) -> None:
    long = Milestone(1, "Set up the responsibilities", "1 May", "Ann", gate=Gate("Stage gate", "3 May"))
    stages = tuple(Stage(f"Organisational preparation {n}", (replace(long, number=n),)) for n in range(1, 6))
    block = Timeline(stages, ticks=(Tick(0.0, "May"),), key="Signs of an axis")
    piece = place_timeline(block, replace(WIDE, w=inches(8)), canvas)
    assert piece.rest is None
    assert not shapes(piece, "Key"), "there is no axis whose signs it would explain"
    said = [frame_text(each) for each in shapes(piece, "On axis")]
    assert said[:2] == ["1  Set up the responsibilities  ·  1 May  ·  Ann", "◇ Stage gate  ·  3 May"]
    assert len(said) == 10


def frame_text(shape: ShapeBox) -> str:
    assert shape.frame
    return "".join(run.text for each in shape.frame.paragraphs for run in each.runs)


def test_what_has_no_date_lies_between_those_of_its_neighbours_and_a_gate_is_hollow(canvas: Canvas) -> None:
    made = (
        Milestone(1, "One", "1 May", at=0.2),
        Milestone(2, "Two", gate=Gate("Stage gate", "3 May", at=0.6)),
        Milestone(3, "Three", gate=Gate("Second gate")),
        Milestone(4, "Four", "5 May", at=0.5),
    )
    block = Timeline((Stage("Plan", made),), ticks=(Tick(0.0, "May"),), key="A key")
    piece = place_timeline(block, WIDE, canvas)
    diamonds = [each for each in piece.boxes if isinstance(each, ShapeBox) and each.geometry == "diamond"]
    assert [each.fill for each in diamonds] == ["accent", "paper", "accent"]
    (second,), others = shapes(piece, "On axis 2 between"), shapes(piece, "On axis 3 between")
    assert second.box.x == pytest.approx(diamonds[0].box.x + diamonds[0].box.w // 2, abs=2)
    assert second.box.right == pytest.approx(diamonds[2].box.x + diamonds[2].box.w // 2, abs=2)
    assert others == [], "its neighbours stand the other way round"
    ticks = [each for each in piece.boxes if isinstance(each, LineBox) and each.name.startswith("Tick")]
    dates = [each for each in piece.boxes if isinstance(each, ShapeBox) and each.name.endswith(" date")]
    assert ticks
    assert {each.fill for each in dates} == {"paper"}, "no line of the grid goes through a date"


@pytest.mark.parametrize("block", [tracks(3), field(3), flags(3)])
def test_a_narrow_page_has_a_table(block: Block, canvas: Canvas) -> None:
    placers = {Tracks: place_tracks, Field: place_field, Flags: place_flags}
    piece = placers[type(block)](block, replace(WIDE, w=inches(5)), canvas)  # type: ignore[operator]
    assert not any(isinstance(each, ShapeBox) and each.geometry == "ellipse" for each in piece.boxes)


def test_ranks_are_cards_under_their_name_on_a_narrow_page(canvas: Canvas) -> None:
    piece = place_tiers(tiers(3), replace(WIDE, w=inches(5)), canvas)
    said = " ".join(
        run.text for each in shapes(piece, "Card") if each.frame for p in each.frame.paragraphs for run in p.runs
    )
    assert "The team" in said
    assert "Member2: Lead, 1 position" in said


def test_a_text_ends_before_the_point_of_its_pentagon(canvas: Canvas) -> None:
    for length in range(20, 80):
        cards = (Card("Operate", text=("adjust " * 12)[:length].strip()),) * 3
        piece = place_tiers(Tiers((Tier("Phases", cards, linked=True),)), replace(WIDE, h=inches(0.8)), canvas)
        for shape in shapes(piece, "Card"):
            point = min(shape.box.w, shape.box.h) * dict(shape.adjust).get("adj", 0) // 100_000
            assert shape.frame
            assert canvas.height(shape.frame, shape.box.w - point // 2) <= shape.box.h


def test_texts_of_an_axis_stand_on_one_line_each_and_clear_of_each_other(canvas: Canvas) -> None:
    ticks = tuple(Tick(number / 12, "March 2026") for number in range(13))
    texts = shapes(place_timeline(replace(timeline(4), ticks=ticks), WIDE, canvas), "Axis")
    assert len(texts) > 3
    assert all(each.frame and canvas.height(each.frame, each.box.w) <= each.box.h for each in texts)
    assert all(one.box.right < other.box.x for one, other in itertools.pairwise(texts))
