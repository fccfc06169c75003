"""From billed to effective cost: the waterfall, its headline, and when it is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from bill_samples import plain
from billed_desk import chart_of, left_out, told
from briefing.bill.bill import Bill, Bridge
from compose_desk import Desk

SLIDE = "- kind: spend-bridge"
D = Decimal


def bridged(**steps: int) -> Bill:
    """A bill of 1,200,000 effective cost, and what was billed beside these steps."""
    found = plain([100_000] * 12)
    billed = D(1_200_000 - sum(steps.values()))
    months = tuple(replace(each, billed=billed / 12) for each in found.months)
    added = {name: D(value) for name, value in steps.items()}
    return replace(found, months=months, bridge=Bridge(billed=billed, effective=D(1_200_000), **added))


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        ({"tax": -200_000, "credits": 30_000}, "€200k of tax"),
        ({"tax": -20_000, "credits": 30_000}, "€30k of credits"),
        (
            {"prepaid": -500_000, "amortised": 300_000},
            "€200k more paid ahead for commitments than used of them",
        ),
        # Both are one thing: what is left of it is less than tax.
        ({"prepaid": -500_000, "amortised": 490_000, "tax": -90_000}, "€90k of tax"),
        ({"amortised": 300_000}, "€300k of commitments used"),
        ({"shifted": 80_000}, "invoices of other months, €80k more"),
    ],
)
def test_the_headline_says_both_ends_and_the_largest_step(desk: Desk, steps: dict[str, int], end: str) -> None:
    title = told(desk, bridged(**steps), SLIDE).title
    assert " was billed for €1.2m of cost: the largest difference is " in title
    assert title.endswith(f" is {end}")


def test_the_waterfall_leads_from_billed_to_effective_cost(desk: Desk) -> None:
    made = chart_of(told(desk, bridged(tax=-200_000, credits=30_000), SLIDE))
    assert (made.style, made.totals) == ("waterfall", (0, 3))
    assert made.categories == ("Billed", "Tax", "Credits", "Effective cost")
    billed, *steps, effective = (value or D(0) for value in made.series[0].values)
    assert sum(steps, billed) == effective == 1_200_000


def test_what_was_paid_ahead_and_used_of_it_is_one_step_and_the_largest_stands_out(desk: Desk) -> None:
    made = chart_of(told(desk, bridged(prepaid=-500_000, amortised=490_000, tax=-90_000), SLIDE))
    assert made.categories == ("Billed", "Tax", "Commitments, timing", "Effective cost")
    assert made.series[0].labels == ("€1.3m", "−€90k", "−€10k", "€1.2m")
    assert made.leading == (1,)
    assert "Commitments, timing: €500k paid ahead, €490k of what was paid ahead used." in made.finding
    even = chart_of(told(desk, bridged(prepaid=-500_000, amortised=500_000, tax=-90_000), SLIDE))
    assert even.categories == ("Billed", "Tax", "Effective cost")


def test_small_steps_are_one_whose_parts_the_finding_names(desk: Desk) -> None:
    made = chart_of(told(desk, bridged(tax=-200_000, credits=3_000, adjustments=-2_000, prepaid=-90_000), SLIDE))
    assert made.categories == ("Billed", "Tax", "Paid ahead", "Others (2)", "Effective cost")
    assert made.series[0].labels == ("€1.49m", "−€200k", "−€90k", "+€1k", "€1.20m")
    assert made.finding.endswith("Others are credits €3k, adjustments −€2k.")


def test_amounts_that_read_as_one_have_no_slide(desk: Desk) -> None:
    assert told(desk, bridged(tax=-6_100), SLIDE).kind == "spend-bridge"
    free = replace(plain([0] * 12), bridge=Bridge())
    for bill in (bridged(tax=-5_900), bridged(), plain([100_000] * 12), free):
        assert left_out(desk, bill, SLIDE) == ()


def test_what_the_organisation_states_otherwise_is_not_told_by_a_bridge(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {current-monthly: 300000}\n")
    assert not [each for each in left_out(desk, bridged(tax=-200_000), SLIDE) if "spend-bridge" in str(each)]
