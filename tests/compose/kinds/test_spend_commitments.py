"""Commitment health: where coverage, utilisation, waste and savings rate stand, their targets, and what is wasted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from bill_samples import COMMITMENTS, plain, whole_bill
from billed_desk import shown, tiles_of, told, untold
from briefing.bill.bill import Bill, Commitment, Commitments, Rates
from briefing.bill.records import Pool
from briefing.model import Slide, Track, Tracks
from compose_desk import Desk

SLIDE = "- kind: commitment-health"
D = Decimal


def committed(used: int, unused: int, covered: int = 50, eligible: int = 100, rates: Rates | None = None) -> Bill:
    """A bill of these commitments, which have no names."""
    found = Commitments(used=D(used), unused=D(unused), covered_compute=D(covered), eligible_compute=D(eligible))
    return plain([100_000] * 12, commitments=found, rates=rates)


def lines_of(slide: Slide) -> tuple[Track, ...]:
    """The shares that are drawn as lines, filled so far."""
    return next(each.rows for each in slide.blocks if isinstance(each, Tracks))


@pytest.mark.parametrize(
    ("bill", "title"),
    [
        (committed(92, 8), "€8 of commitments was paid and not used, while 50% of compute is covered"),
        (committed(99, 1), "50% of compute runs on commitments, and 99% of what is committed is used"),
        (committed(100, 0), "50% of compute runs on commitments, and 100% of what is committed is used"),
        (committed(99, 1, 0, 0), "99% of what is committed is used"),
        (committed(0, 9, 0, 0), "€9 of commitments was paid and not used"),
        (committed(0, 0, 0, 100), "No compute runs on commitments yet"),
    ],
)
def test_the_headline_says_what_is_wasted_or_else_what_is_covered(desk: Desk, bill: Bill, title: str) -> None:
    assert told(desk, bill, SLIDE).title == title


def test_the_tiles_have_no_target_that_nobody_set(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE)
    assert shown(slide) == [
        ("Commitments unused", "€96.3k"),
        ("Commitment coverage", "57.2%"),
        ("Commitment utilisation", "91.3%"),
        ("Effective savings rate", "21.1%"),
    ]
    assert [each.note for each in tiles_of(slide)] == [
        "Apr 2025 to Mar 2026",
        "of compute without spot capacity",
        "of what is committed is used",
        "against list prices",
    ]


@pytest.mark.parametrize(
    ("bill", "first"),
    [
        (committed(92, 8), ("Commitments unused", "€8")),
        (committed(99, 1), ("Commitment coverage", "50%")),
        (committed(99, 1, 0, 0), ("Commitment utilisation", "99%")),
    ],
)
def test_the_first_figure_is_that_of_the_headline(desk: Desk, bill: Bill, first: tuple[str, str]) -> None:
    slide = told(desk, bill, SLIDE)
    assert shown(slide)[0] == first
    assert first[1] in slide.title


def test_a_target_of_the_organisation_stands_under_its_tile(desk: Desk) -> None:
    desk.facts("currency: EUR\nkpis:\n  - {id: commitment-coverage, target: 70%, date: 2026-12}\n")
    slide = told(desk, whole_bill(), SLIDE, "procurement")
    assert tiles_of(slide)[1].note == "target 70% by December 2026"
    assert [each.end for each in lines_of(slide)[:2]] == [None, 0.7]
    assert "The target for coverage is 70% by December 2026." in slide.notes


def test_what_the_organisation_states_wins_and_waste_is_not_told_beside_it(desk: Desk) -> None:
    desk.facts("currency: EUR\nspend: {commitments: {coverage: 41%, utilisation: 88%}}\n")
    slide = told(desk, whole_bill(), SLIDE, "procurement")
    assert shown(slide) == [
        ("Commitment coverage", "41%"),
        ("Commitment utilisation", "88%"),
        ("Effective savings rate", "21.1%"),
    ]
    assert slide.title == "41% of compute runs on commitments, and 88% of what is committed is used"
    assert slide.source == (
        "Source: FOCUS export focus-2026-04, effective cost, Apr 2025 to Mar 2026; "
        "commitment coverage and commitment utilisation: our own facts"
    )


def test_what_is_paid_and_not_used_is_money_and_the_renewal_comes_before_it_is_bought_again(desk: Desk) -> None:
    stated = "monthly: 96000, coverage: 41%, utilisation: 88%, next-renewal: 2026-09-30"
    desk.facts(f"currency: EUR\nspend: {{commitments: {{{stated}}}}}\n")
    slide = told(desk, plain([100_000] * 12), SLIDE, "procurement")
    assert shown(slide) == [
        ("Commitment coverage", "41%"),
        ("Paid and not used", "€11.5k"),
        ("Next renewal", "30 September 2026"),
    ]
    assert [(each.today, each.aside) for each in lines_of(slide)] == [("41%", ""), ("88%", "€11.5k a month")]
    assert slide.takeaway == (
        "Settle before the renewal of 30 September 2026 what is still needed: €11.5k a month is paid and not used"
    )
    desk.facts("currency: EUR\nspend: {commitments: {monthly: 96000, utilisation: 100%, next-renewal: 2020-09-30}}\n")
    assert not told(desk, plain([100_000] * 12), SLIDE, "procurement").takeaway


def test_how_much_is_used_and_covered_are_lines_and_so_is_each_of_the_largest(desk: Desk) -> None:
    slide = told(desk, whole_bill(), SLIDE)
    assert [(each.label, each.today, each.aside) for each in lines_of(slide)] == [
        ("Commitments that are used", "91.3%", "€96.3k"),
        ("Compute on commitments", "57.2%", ""),
        ("Savings plan sp-7f3a", "98.1%", "€12k"),
        ("Reservation res-db-01", "77.0%", "€61k"),
        ("Savings plan sp-11c0", "100.0%", ""),
        ("Reservation res-cmp-07", "74.5%", "€23.3k"),
    ]
    assert "Most is wasted on Reservation res-db-01: €61k." in slide.notes


def test_where_nothing_is_unused_the_notes_say_so(desk: Desk) -> None:
    largest = tuple(replace(each, unused=D(0)) for each in COMMITMENTS.largest)
    slide = told(desk, replace(whole_bill(), commitments=replace(COMMITMENTS, largest=largest)), SLIDE)
    assert {each.today for each in lines_of(slide)[2:]} == {"100%"}
    assert "Of the largest commitments nothing is unused." in slide.notes


def test_at_most_six_lines_of_commitments_and_none_of_one_alone(desk: Desk) -> None:
    many = tuple(Commitment(id=f"sp-{number}", used=D(10)) for number in range(10))
    bill = replace(whole_bill(), commitments=replace(COMMITMENTS, largest=many))
    assert len(lines_of(told(desk, bill, SLIDE))) == 2 + 6
    slide = told(desk, replace(bill, commitments=replace(COMMITMENTS, largest=many[:1])), SLIDE)
    assert len(lines_of(slide)) == 2


def test_an_identifier_of_a_cloud_is_shortened_to_its_end(desk: Desk) -> None:
    ids = ("arn:example:plans::123456789012:savingsplan/blue-7f3a", "0123456789abcdef0123456789abcdef")
    largest = tuple(Commitment(id=each, used=D(10)) for each in ids)
    bill = replace(whole_bill(), commitments=replace(COMMITMENTS, largest=largest))
    assert [each.label for each in lines_of(told(desk, bill, SLIDE))[2:]] == [
        "Commitment blue-7f3a",
        "Commitment 0123456789abcdef0123456789abcdef",
    ]


def test_a_savings_rate_on_few_list_prices_is_not_shown(desk: Desk) -> None:
    few = Rates(effective=D(80), list=D(100), known=D("0.3"))
    assert "Effective savings rate" not in dict(shown(told(desk, committed(92, 8, rates=few), SLIDE)))


@pytest.mark.parametrize(
    ("bill", "why"),
    [
        (committed(0, 0, 0, 0), "there are no commitments in the period"),
        (
            replace(
                plain([100_000] * 12),
                quality=replace(plain([1]).quality, missing_columns=("CommitmentDiscountStatus",)),
            ),
            "the data have no column CommitmentDiscountStatus",
        ),
    ],
)
def test_without_commitments_it_is_left_out_and_says_why(desk: Desk, bill: Bill, why: str) -> None:
    assert [each for each in untold(desk, bill, SLIDE, "bill.commitments") if each.endswith(f"; {why}")]


def pooled(*pools: Pool, used: int = 0, unused: int = 0) -> Bill:
    found = Commitments(used=D(used), unused=D(unused), pools=pools)
    return plain([100_000] * 12, commitments=found)


def pool_told(desk: Desk, bill: Bill) -> str:
    return next((each for each in told(desk, bill, SLIDE).notes if "prepaid pool" in each), "")


@pytest.mark.parametrize(
    ("drawn", "monthly", "end"),
    [
        (30_000, 10_000, "€90k of €120k is left, which lasts 9 months at the pace of the last months."),
        (110_000, 9_500, "€10k of €120k is left, which lasts 1 month at the pace of the last months."),
        (115_000, 10_000, "€5k of €120k is left, which lasts less than a month at the pace of the last months."),
        (30_000, 0, "€90k of €120k is left."),
    ],
)
def test_a_prepaid_pool_says_what_is_left_and_how_long_it_lasts(desk: Desk, drawn: int, monthly: int, end: str) -> None:
    pool = Pool(id="capacity-1", bought=D(120_000), drawn=D(drawn), monthly=D(monthly))
    assert pool_told(desk, pooled(pool, used=90, unused=10)) == f"Of the prepaid pool capacity-1 {end}"
    assert shown(told(desk, pooled(pool), SLIDE)) == [("Left of the prepaid pool capacity-1", end.split(" of ")[0])]
    assert told(desk, pooled(pool), SLIDE).title == f"{end.split(' of ')[0]} of the prepaid pool capacity-1 is left"


def test_a_pool_whose_purchase_is_older_than_the_data_is_not_told(desk: Desk) -> None:
    pool = Pool(id="capacity-1", bought=D(10), drawn=D(20), monthly=D(5))
    assert pool_told(desk, pooled(pool, used=90, unused=10)) == ""
