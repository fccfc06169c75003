"""Allocation health: what has an owner, what lacks tags, and which keys are missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from bill_samples import ALLOCATION, plain, whole_bill
from billed_desk import left_out, shown, tiles_of, told, untold
from briefing.bill.bill import Allocation, Bill
from briefing.model import Slide, Track, Tracks
from compose_desk import Desk

SLIDE = "- kind: allocation-health"
D = Decimal


def allocated(unallocated: int, **lacking: int) -> Bill:
    """A bill of 200 in all, 100 of it usage, of which these amounts lack these keys."""
    found = Allocation(
        usage=D(100),
        untagged=D(max(lacking.values(), default=0)),
        lacking={name: D(amount) for name, amount in lacking.items()},
        total=D(200),
        unallocated=D(unallocated),
    )
    return plain([100_000] * 12, allocation=found, required_tags=tuple(lacking))


def lines_of(slide: Slide) -> tuple[Track, ...]:
    """The shares that are drawn as lines, filled so far."""
    (found,) = (each for each in slide.blocks if isinstance(each, Tracks))
    assert found.whole
    return found.rows


@pytest.mark.parametrize(
    ("bill", "title"),
    [
        (allocated(34, team=50, product=20), "17% of the spend has no owner; most often the tag ‘team’ is missing"),
        (allocated(34, product=20, team=50), "17% of the spend has no owner; most often the tag ‘team’ is missing"),
        (allocated(34, team=50), "17% of the spend has no owner; 50% of usage lacks the tag ‘team’"),
        (allocated(34), "17% of the spend has neither a tag nor an account with an owner"),
        (allocated(0, team=0), "Every cost on the bill has an owner"),
        (allocated(200, team=100), "No cost on the bill has an owner yet"),
    ],
)
def test_the_headline_says_what_has_no_owner(desk: Desk, bill: Bill, title: str) -> None:
    assert told(desk, bill, SLIDE).title == title


def test_the_figure_of_the_headline_comes_first(desk: Desk) -> None:
    assert shown(told(desk, whole_bill(), SLIDE)) == [
        ("Without an owner", "17%"),
        ("Has an owner", "83%"),
        ("Untaggable", "6%"),
    ]


def test_all_spend_and_all_usage_are_lines_that_are_filled_as_far_as_they_lack_an_owner_or_a_tag(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE)
    assert [(each.label, each.note, each.today, each.aside) for each in lines_of(slide)] == [
        ("Spend without an owner", "of all spend", "17%", "€790k"),
        ("Without the tag ‘cost-centre’", "of usage", "18.4%", "€802k"),
        ("Without the tag ‘product’", "of usage", "14.1%", "€611k"),
        ("Without the tag ‘environment’", "of usage", "4.9%", "€213k"),
    ]
    assert [each.start for each in lines_of(slide)] == pytest.approx([0.17, 0.184, 0.141, 0.049], abs=0.001)
    assert "cost-centre is missing on 18.4% of usage." in slide.notes
    assert slide.takeaway == "Begin with the tag ‘cost-centre’: 18.4% of usage lacks it"


def test_a_key_that_nothing_lacks_has_no_line(desk: Desk) -> None:
    assert len(lines_of(told(desk, allocated(20, team=10, product=0), SLIDE))) == 2


def test_where_no_tag_is_required_usage_without_any_is_a_line(desk: Desk) -> None:
    assert [(each.label, each.note) for each in lines_of(told(desk, allocated(34), SLIDE))] == [
        ("Spend without tag or owner", "of all spend"),
        ("Usage that lacks a tag", "of usage"),
    ]


def test_where_all_has_an_owner_that_is_the_first_figure_and_line(desk: Desk) -> None:
    slide = told(desk, allocated(0, team=0), SLIDE)
    assert shown(slide)[0] == ("Has an owner", "100%")
    assert lines_of(slide)[0].label == "Spend that has an owner"


def test_a_target_of_the_organisation_stands_under_its_figure_and_on_its_line(desk: Desk) -> None:
    desk.facts("currency: EUR\nkpis:\n  - {id: unallocated-cost, target: 10%, date: 2026-12}\n")
    slide = told(desk, whole_bill(), SLIDE, "finops")
    assert tiles_of(slide)[0].note == "target 10% by December 2026"
    assert (lines_of(slide)[0].aim, lines_of(slide)[0].end) == ("10%", 0.1)


def test_what_the_organisation_states_wins(desk: Desk) -> None:
    desk.facts("currency: EUR\nkpis:\n  - {id: unallocated-cost, baseline: 42%, source: Controlling}\n")
    slide = told(desk, whole_bill(), SLIDE, "finops")
    assert shown(slide)[:2] == [("Without an owner", "42%"), ("Has an owner", "58%")]
    assert slide.title.startswith("42% of the spend has no owner")
    assert lines_of(slide)[0].aside == "€1.95m", "the share that is stated of what the bill adds up to"
    (block,) = (each for each in slide.blocks if isinstance(each, Tracks))
    assert block.key == (
        "Costs are those of Apr 2025 to Mar 2026. 42% is as stated (Controlling), the tags are as the bill has them. "
        "One cost may lack several tags."
    )


def test_without_tags_it_is_left_out_and_the_notice_of_the_figures_says_why(desk: Desk) -> None:
    bill = replace(plain([100_000] * 12), quality=replace(plain([1]).quality, missing_columns=("Tags",)))
    assert untold(desk, bill, SLIDE, "bill.unallocated") == [
        "Not shown: bill.untagged, bill.unallocated; the data have no column Tags"
    ]


def test_without_usage_it_is_left_out_and_says_why(desk: Desk) -> None:
    (notice,) = left_out(desk, plain([100_000] * 12, allocation=Allocation()), SLIDE)
    assert notice.message == (
        "The slide allocation-health was left out: the bill does not carry bill.unallocated.share, "
        "for there is no usage in the period."
    )


def test_the_notes_say_what_a_share_counts(desk: Desk) -> None:
    notes = "\n".join(told(desk, whole_bill(), SLIDE).notes)
    assert "required tags: cost-centre, product, environment" in notes


def test_long_keys_are_shortened(desk: Desk) -> None:
    lacking = {"organisation-wide-cost-allocation-key": D(435_000)}
    bill = replace(whole_bill(), allocation=replace(ALLOCATION, lacking=lacking))
    assert lines_of(told(desk, bill, SLIDE))[-1].label == "Without the tag ‘…e-cost-allocation-key’"


def test_shares_of_the_bill_have_as_many_decimals_as_each_other(desk: Desk) -> None:
    bill = replace(whole_bill(), allocation=replace(ALLOCATION, untagged=ALLOCATION.usage * D("0.352")))
    assert [value for _, value in shown(told(desk, bill, SLIDE))] == ["17.0%", "83.0%", "6.0%"]
    assert [each.today for each in lines_of(told(desk, bill, SLIDE))][:2] == ["17.0%", "18.4%"]
    desk.facts("currency: EUR\nkpis:\n  - {id: unallocated-cost, baseline: 42%}\n")
    values = [value for _, value in shown(told(desk, bill, SLIDE, "finops"))]
    assert values == ["42%", "58%", "6.0%"]  # what somebody stated is no more exact than that
