"""Frustrations, what changes about them, and the KPI that shows it."""

from __future__ import annotations

from briefing.model import Pair, Pairs
from compose_desk import Desk

SLIDE = "- {kind: answers, for-each: persona}"
PERSONA = """
frustrations:
  - {id: late, item: Bills come late}
  - {id: dark, item: Nobody explains them}
  - {id: open, item: Nobody answers this}
finops-benefits:
  - {id: daily, item: Daily figures}
  - {id: owned, item: Named owners}
answers:
  - {frustration: dark, benefits: [daily, owned], kpis: [unit-cost-x, my-own]}
  - {frustration: late, benefits: [daily], change: Figures every morning}
"""


def rows(desk: Desk, for_: str) -> tuple[Pair, ...]:
    (pairs,) = desk.slide(SLIDE, for_).blocks
    assert isinstance(pairs, Pairs)
    return pairs.rows


def test_rows_are_in_the_order_of_the_frustrations_and_unanswered_ones_are_left_out(desk: Desk) -> None:
    desk.persona("mine", PERSONA)
    assert rows(desk, "mine") == (
        Pair("Bills come late", "Figures every morning"),
        Pair("Nobody explains them", "Daily figures; Named owners", "unit-cost-x, my-own"),
    )


def test_every_frustration_of_a_built_in_persona_has_a_change_and_a_kpi_of_the_catalogue(desk: Desk) -> None:
    names = {kpi.name for kpi in desk.library.kpis().values()}
    for persona in desk.library.personas():
        found = rows(desk, persona.identifier)
        assert [row.left for row in found] == [entry.to_you or entry.item for entry in persona.frustrations]
        assert all(row.right and row.tag for row in found)
        # A KPI's own name may hold a comma.
        assert all(any(row.tag.startswith(name) for name in names) for row in found)


def test_the_headings_come_from_the_words(desk: Desk) -> None:
    (pairs,) = desk.slide(SLIDE).blocks
    assert isinstance(pairs, Pairs)
    assert pairs.headings == ("What often hurts", "What FinOps changes", "Where it shows")


def test_a_persona_without_answers_is_left_out_with_a_notice(desk: Desk) -> None:
    desk.persona("bare")
    notices = desk.notices(f"- {{kind: text, title: A}}\n{SLIDE}", "bare")
    assert (
        "The answers slide of the The bare was left out: the persona has no 'answers' for its frustrations." in notices
    )
