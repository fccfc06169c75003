"""What is promised and paid ahead: what is left of it, and until when."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bill_samples import plain
from billed_desk import left_out, told
from briefing.bill.bill import Bill, Commitments
from briefing.bill.records import Contract, Pool
from briefing.model import Rows, Slide
from compose_desk import Desk

SLIDE = "- kind: commitment-terms"
D = Decimal


def contract(id: str = "c-1", drawn: int | None = 400, ends: str = "2027-01-01", currency: str = "EUR") -> Contract:
    found = None if drawn is None else D(drawn)
    return Contract(id=id, description=f"Plan {id}", currency=currency, committed=D(1000), drawn=found, ends=ends)


def pool(id: str, bought: int, drawn: int, monthly: int) -> Pool:
    return Pool(id=id, bought=D(bought), drawn=D(drawn), monthly=D(monthly))


def promised(contracts: tuple[Contract, ...] = (), pools: tuple[Pool, ...] = ()) -> Bill:
    return plain([100_000] * 12, contracts=contracts, commitments=Commitments(pools=pools))


def rows(slide: Slide) -> list[tuple[str, ...]]:
    (made,) = (each for each in slide.blocks if isinstance(each, Rows))
    return [(each.text, each.note, each.hero, each.tag) for each in made.rows]


@pytest.mark.parametrize(
    ("one", "title"),
    [
        (contract(), "€600 of Plan c-1 is still to be spent by 31 December 2026"),
        (contract(drawn=1200), "Nothing is left to spend of Plan c-1, which ends on 31 December 2026"),
        (contract(drawn=None), "Plan c-1, a commitment of €1k, ends on 31 December 2026"),
        (contract(ends=""), "€1k is committed to Plan c-1"),
    ],
)
def test_the_headline_says_what_ends_first(desk: Desk, one: Contract, title: str) -> None:
    assert told(desk, promised((one,)), SLIDE).title == title


def test_each_has_what_is_left_and_its_end(desk: Desk) -> None:
    later, unknown = contract("c-2", ends="2028-07-01"), contract("c-1", drawn=None)
    pools = (pool("large", 900, 300, 100), pool("small", 100, 90, 50), pool("empty", 50, 50, 9), pool("idle", 5, 1, 0))
    slide = told(desk, promised((later, unknown), pools), SLIDE)
    assert rows(slide) == [
        ("Plan c-1", "of €1k committed", "not known", "31 December 2026"),
        ("Plan c-2", "of €1k committed", "€600", "30 June 2028"),
        ("Prepaid pool large", "of €900 committed", "€600", "6 months, as last drawn"),
        ("Prepaid pool small", "of €100 committed", "€10", "less than a month, as last drawn"),
        ("Prepaid pool empty", "of €50 committed", "€0", "used up"),
        ("Prepaid pool idle", "of €5 committed", "€4", "prepaid pool"),
    ]
    assert slide.source.startswith("Source: contract commitments (FOCUS) beside the costs; ")
    assert any(each.startswith("What is left is not known where no charge says") for each in slide.notes)


def test_two_pools_alone_have_a_headline(desk: Desk) -> None:
    slide = told(desk, promised(pools=(pool("large", 900, 300, 100), pool("small", 100, 90, 50))), SLIDE)
    assert slide.title == "€600 of the prepaid pool large is left"
    assert "contract commitments" not in slide.source


@pytest.mark.parametrize(
    "bill",
    [
        promised(),
        promised((contract(ends="2020-01-01"),)),
        promised((contract(currency="USD"),)),
        promised(pools=(pool("one", 9, 3, 1),)),
    ],
)
def test_without_a_contract_that_runs_and_without_two_pools_there_is_none(desk: Desk, bill: Bill) -> None:
    assert left_out(desk, bill, SLIDE) == ()
