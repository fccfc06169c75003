"""What hurts, who feels it, what it cost."""

from __future__ import annotations

import pytest

from briefing.compose.compose import compose
from briefing.model import Panel, Row, Rows
from compose_desk import DAY, Desk

PAINS = """
currency: EUR
pain-points:
  - {text: Test systems run at night, who: [cto], cost: 11_000, period: a month, source: Usage report}
  - {text: Bills surprise us, who: [itfm, cfo], cost: 21_000, period: November 2025}
  - {text: Contracts are renewed blindly, who: [procurement]}
"""


def rows(desk: Desk, for_: str = "cfo") -> tuple[Row, ...]:
    block, *_ = desk.slide("- {kind: pain-points}", for_).blocks
    assert isinstance(block, Rows)
    return block.rows


@pytest.mark.parametrize(
    ("for_", "first"), [("cfo", "Bills surprise us"), ("cto", "Test systems run at night"), ("cto,cfo", "Test")]
)
def test_what_the_audience_feels_comes_first_and_of_that_what_costs_most_in_a_year(
    desk: Desk, for_: str, first: str
) -> None:
    desk.facts(PAINS)
    assert rows(desk, for_)[0].text.startswith(first)


def test_personas_have_names_also_those_who_are_not_in_the_room_and_the_room_is_named_first(desk: Desk) -> None:
    desk.facts(PAINS)
    assert [row.tag for row in rows(desk)] == ["CFO, IT Finance Manager", "CTO/CIO", "Procurement Lead"]


def test_the_cost_stands_with_its_period_and_a_missing_one_is_said(desk: Desk) -> None:
    desk.facts(PAINS)
    assert [(row.hero, row.quiet) for row in rows(desk)] == [
        ("€21,000, November 2025", False),
        ("€11,000 a month", False),
        ("not priced yet", True),
    ]


def test_one_alone_is_told(desk: Desk) -> None:
    desk.facts("pain-points: [{text: Bills surprise us}]")
    assert rows(desk) == (Row("not priced yet", "Bills surprise us", quiet=True),)
    slide = desk.slide("- {kind: pain-points}")
    changes = [each.change for each in desk.library.persona("cfo").answers]
    (panel,) = (each for each in slide.blocks if isinstance(each, Panel))
    assert ([panel.statement, *(each.note for each in panel.tiles)], slide.flow) == (changes, "beside")
    assert slide.title == "One thing hurts today"
    desk.facts("pain-points: [{text: Bills surprise us}, {text: Nobody knows}]")
    assert len(desk.slide("- {kind: pain-points}").blocks) == 1


@pytest.mark.parametrize(
    ("extra", "title"),
    [
        ("", "Three things hurt today, and two of them already have a price"),
        ("  - {text: Another, cost: 5}\n", "Four things hurt today, and three of them already have a price"),
    ],
)
def test_the_headline_counts(desk: Desk, extra: str, title: str) -> None:
    desk.facts(PAINS + extra)
    assert desk.slide("- {kind: pain-points}").title == title


@pytest.mark.parametrize(
    ("pains", "title"),
    [
        (["cost: 5_000, period: a month"], "One thing hurts today, and it costs €5k a month"),
        (["cost: 5_000, period: A month", "cost: 2_500, period: a month"], "together they cost €7.5k a month"),
        (["cost: 5, period: a year", "cost: 6, period: a year", ""], "; the two that have a price cost €11 a year"),
        (["cost: 5, period: a year", ""], "Two things hurt today; the one that has a price costs €5 a year"),
        (["cost: 5, period: a year", "cost: 6, period: a month"], "Two things hurt today, and each has a price"),
        (["cost: 5, period: March 2026", "cost: 6, period: March 2026"], "and each has a price"),
        (["cost: 5", "cost: 6"], "and each has a price"),
    ],
)
def test_only_prices_of_the_same_recurring_period_are_added_up(desk: Desk, pains: list[str], title: str) -> None:
    desk.facts("currency: EUR\npain-points:\n" + "".join(f"  - {{text: Pain, {each}}}\n" for each in pains))
    assert title in desk.slide("- {kind: pain-points}").title


@pytest.mark.parametrize(
    ("count", "line"),
    [(5, ""), (6, "One more thing hurts as well"), (8, "Three more things hurt as well")],
)
def test_more_than_five_go_to_the_notes_and_the_slide_says_how_many(desk: Desk, count: int, line: str) -> None:
    desk.facts("pain-points:\n" + "".join(f"  - {{text: Pain {n}}}\n" for n in range(count)))
    slide = desk.slide("- {kind: pain-points}")
    assert (len(rows(desk)), slide.takeaway) == (5, line)
    assert [note for note in slide.notes if note.startswith("Also")] == [f"Also: Pain {n}." for n in range(5, count)]


def test_without_facts_the_key_is_named(desk: Desk) -> None:
    desk.facts("name: Tiny\n")
    assert (
        "pain-points (needs pain-points)" in desk.notices("- {kind: text, title: A}\n- {kind: pain-points}", "cfo")[-1]
    )


@pytest.mark.parametrize("count", [5, 6, 12])
def test_what_has_no_room_beside_the_first_five_stands_in_the_backup(desk: Desk, count: int) -> None:
    pains = "".join(f"  - {{text: Pain {n}, cost: {100 - n}, period: a month}}\n" for n in range(count))
    desk.facts(f"currency: EUR\npain-points:\n{pains}")
    personas, library = desk.library.select(["cfo"]), desk.library
    told = list(compose(personas, library.layout("pitch"), library, DAY, desk.company).slides())
    found = [each for each in told if each.kind == "further-pains"]
    assert [each.part for each in found] == ["backup"] * (count > 5)
    for slide in found:
        (rows,) = slide.blocks
        assert isinstance(rows, Rows)
        assert [each.text for each in rows.rows] == [f"Pain {n}" for n in range(5, count)]
        (way,) = next(each.jumps for each in told if each.kind == "pain-points")
        assert way.target == slide.id
        assert slide.title.endswith("and it has a price" if count == 6 else "and each has a price")


def test_without_further_ones_there_is_no_slide_of_them(desk: Desk) -> None:
    desk.facts("pain-points: [{text: One}]\n")
    assert desk.notices("- {kind: text, title: A}\n- kind: further-pains", "cfo") == [
        "The slide further-pains was left out, for the slide of the pain points has room for all of them."
    ]
