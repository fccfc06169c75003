"""What makes this the moment: only drivers that the facts have."""

from __future__ import annotations

from bill_samples import whole_bill
from billed_desk import told
from briefing.model import Rows
from compose_desk import Desk

WHY = "- {kind: why-now}"
MONTHLY = "currency: EUR\nspend:\n  current-monthly: 400000\n"


def rows(desk: Desk) -> list[tuple[str, str, str, str]]:
    (block,) = desk.slide(WHY).blocks
    assert isinstance(block, Rows)
    assert all(each.hero[: each.strong] and each.hero[each.strong :].startswith(", ") for each in block.rows)
    return [(each.hero, each.text, each.tag, each.note) for each in block.rows]


def test_without_facts_there_is_no_slide_and_one_notice(desk: Desk) -> None:
    desk.facts("name: Tiny\n")
    assert desk.notices(f"- {{kind: text, title: A}}\n{WHY}", "cfo")[-1:] == [
        "One slide was left out for want of facts in org.yaml: why-now (needs spend.annual-growth)."
    ]


def test_growth_says_where_it_leads(desk: Desk) -> None:
    desk.facts(MONTHLY + "  annual-growth: 18%\n")
    assert rows(desk) == [
        ("18%, growth a year", "At this rate our spend goes from €400k a month to €472k in 12 months", "", "")
    ]
    assert desk.slide(WHY).title == "Our spend grows by 18% a year"


def test_spend_that_shrinks_is_no_reason_to_hurry(desk: Desk) -> None:
    desk.facts(MONTHLY + "  annual-growth: -5%\n")
    assert any("why-now" in each for each in desk.notices(f"- {{kind: text, title: A}}\n{WHY}", "cfo"))


def test_a_renewal_without_money_shows_its_date(desk: Desk) -> None:
    desk.facts("spend:\n  commitments: {next-renewal: 2026-09}\n")
    assert rows(desk) == [("September 2026, next renewal", "Commitments are to be renewed", "", "")]
    assert desk.slide(WHY).title == "The next renewal of commitments is in September 2026"


def test_the_incident_that_cost_most_is_told(desk: Desk) -> None:
    desk.facts(
        """
        currency: EUR
        incidents:
          - {name: Small one, cost: 900}
          - {name: Large one, cost: 21_000, date: 2025-11-14}
          - {name: Without a price}
        """
    )
    assert rows(desk) == [("€21k, cost of one incident", "Large one", "14 November 2025", "")]


def test_four_drivers_are_shown_and_all_are_in_the_notes(desk: Desk) -> None:
    desk.facts(
        """
        currency: EUR
        spend: {current-monthly: 400000, annual-growth: 18%, ai: {current-monthly: 46000, annual-growth: 85%},
                commitments: {next-renewal: 2026-09-30}}
        incidents: [{name: Runaway job, cost: 23000}]
        fiscal-calendar: {budget-due: 2026-03-20}
        """
    )
    assert [hero.split(", ", 1)[1] for hero, *_ in rows(desk)] == [
        "growth a year",
        "growth of AI spend a year",
        "next renewal",
        "cost of one incident",
    ]
    slide = desk.slide(WHY)
    assert slide.title == "Our spend grows by 18% a year and AI spend by 85%"
    assert "The next budget closes on 20 March 2026." in slide.notes


def test_a_driver_says_what_happened_and_who_says_so(desk: Desk) -> None:
    desk.facts(
        """
        currency: EUR
        spend:
          current-monthly: 400000
          annual-growth: 18%
          source: Controlling
          commitments: {monthly: 96000, utilisation: 88%, next-renewal: 2026-09-30, source: Procurement}
        incidents:
          - {name: Runaway job, cost: 23000, date: 2025-11-14, text: It ran for nine days., source: Report 117}
        """
    )
    growth, renewal, incident = rows(desk)
    used = "The next renewal is on 30 September 2026; 88% of what is committed is used"
    assert growth[-1] == "Controlling"
    assert renewal[1:] == (used, "", "Procurement")
    assert incident[1:] == ("It ran for nine days", "Runaway job, 14 November 2025", "Report 117")


def test_what_is_stated_is_not_asked_for(desk: Desk) -> None:
    def said(spend: str) -> list[str]:
        desk.facts(f"currency: EUR\nspend: {{{spend}}}\n")
        return desk.notices("- kind: why-now\n- {kind: text, title: A, lead: B}", "cfo")

    shrinks, unknown = said("current-monthly: 9, annual-growth: -4%"), said("current-monthly: 9")
    assert "why-now (needs spend.ai or incidents)" in shrinks[0]
    assert "why-now (needs spend.annual-growth)" in unknown[0]


def sources(desk: Desk, facts: str = "") -> str:
    if facts:
        desk.facts(facts)
    slide = told(desk, whole_bill(), WHY)
    return next(each for each in slide.notes if each.startswith("These figures"))


def test_the_notes_say_whose_figures_they_are(desk: Desk) -> None:
    assert sources(desk) == "These figures come from the bill."
    stated = "currency: EUR\nspend: {ai: {current-monthly: 46000, annual-growth: 85%}}\n"
    assert sources(desk, stated) == "These figures come from the organisation’s own facts; the growth from the bill."
    renewal = "currency: EUR\nspend: {commitments: {next-renewal: 2026-09}}\n"
    assert sources(desk, renewal).endswith(" own facts; the growth, AI spend and what is committed from the bill.")
    desk.facts(MONTHLY + "  annual-growth: 18%\n")
    assert "These figures come from the organisation’s own facts." in desk.slide(WHY).notes
