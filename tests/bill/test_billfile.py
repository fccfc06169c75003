"""The file of a bill's facts: it says the same when it is read again, and what is wrong in it has its line."""

from __future__ import annotations

import re
from decimal import Decimal as D
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

import briefing.bill.bill
import briefing.bill.records
from briefing.bill.bill import (
    Allocation,
    Bill,
    Bridge,
    Commitment,
    Commitments,
    Comparison,
    Contracted,
    Month,
    Rates,
)
from briefing.bill.file import read_bill_file, write_bill
from briefing.bill.records import Contract, Pool, Quality
from briefing.errors import ContentError, FactError
from briefing.figures.company import figures
from briefing.figures.drafting import open_organisation
from briefing.figures.figure import as_text
from briefing.library.library import Library, builtin_folder
from briefing.organisation.organisation import Organisation
from figures.bills import bill, part, span

LIBRARY = Library((builtin_folder(),))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def again(written: str) -> Bill:
    Path("spend.yaml").write_text(written, encoding="utf-8")
    return read_bill_file("spend.yaml")


def shown(found: Bill) -> dict[str, str]:
    return {
        each.id: as_text(each.value, each.unit)
        for each in figures(Organisation(currency="EUR"), bill=found)
        if each.value is not None
    }


def test_what_is_written_is_read_again() -> None:
    assert msgspec.structs.replace(again(write_bill(bill())), source="bills/*.csv") == bill()


def test_the_source_of_facts_that_were_read_is_their_file() -> None:
    assert again(write_bill(bill())).source == "spend.yaml"


def test_nothing_is_not_zero() -> None:
    without = tuple(msgspec.structs.replace(each, ai=D(0)) for each in bill().months)
    found = again(write_bill(bill(months=without, commitments=Commitments(), rates=None, ai=part("", 0))))
    assert (found.commitments, found.rates, found.ai) == (Commitments(), None, part("", 0))


def odd() -> Bill:
    """Thirds of an amount in every month, so that each rounds down and their sum does not."""
    third = D(1) / 3
    all_months = tuple(
        Month(month=each.month, billed=each.billed + third, tax=third, credits=-third, effective=each.effective + third)
        for each in bill().months
    )
    total = part("", 0)
    total = msgspec.structs.replace(
        total,
        effective=sum((each.effective for each in all_months[6:]), D(0)),
        recent=sum((each.effective for each in all_months[15:]), D(0)),
        earlier=sum((each.effective for each in all_months[3:6]), D(0)),
    )
    return bill(months=all_months, total=total, ai=None, saas=None)


def test_figures_out_of_the_file_are_those_of_the_data_to_the_cent() -> None:
    before, after = shown(odd()), shown(again(write_bill(odd())))
    assert before["bill.billed.period"] == "14350.00"
    assert before["bill.tax"] == "4.00"
    estimates = {each for each in before if ".forecast." in each}
    assert {id: after[id] for id in before if id not in estimates} == {
        id: value for id, value in before.items() if id not in estimates
    }
    assert all(abs(D(after[id]) - D(before[id])) <= D("0.12") for id in estimates)


def test_the_file_is_text_that_a_person_can_review() -> None:
    text = write_bill(bill())
    assert text.startswith("# Facts of a bill in the FOCUS format")
    assert "\nversion: 1\ncurrency: EUR\n" in text
    assert (
        "\n- {month: 2026-03, billed: 1250.50, tax: 100.00, credits: -20.00, adjustments: 1.50, corrections: -1.00, "
        "effective: 1170.00, ai: 100.00, saas: 50.00}\n"
    ) in text
    assert "\n  sub-account:\n  - {name: Retail, effective: 9000.00}\n" in text
    assert len(text.splitlines()) < 120


def test_the_same_bill_is_the_same_text() -> None:
    assert write_bill(bill()) == write_bill(again(write_bill(bill())) and bill())


def problem(old: str, new: str) -> str:
    text = write_bill(bill())
    assert text.count(old) == 1, old
    with pytest.raises(ContentError) as caught:
        again(text.replace(old, new))
    return str(caught.value)


def line_of(start: str) -> int:
    return next(n for n, line in enumerate(write_bill(bill()).splitlines(), 1) if line.startswith(start))


def line_with(text: str) -> int:
    return next(n for n, line in enumerate(write_bill(bill()).splitlines(), 1) if text in line)


MARCH = "- {month: 2026-03, billed: 1250.50"
CASES = [
    ("\nallocation:", "\nallocatoin:", "unknown field 'allocatoin'; did you mean 'allocation'?"),
    ("  sub-account:", "  subaccount:", "unknown field 'subaccount'; did you mean 'sub-account'?"),
    (MARCH, "- {month: 2026-03, billed: 1.250.50", "'billed' should be a number, not '1.250.50'"),
    (MARCH, "- {month: 2026-03, billed: NaN", "'billed' is 'NaN', which is no amount; write it in digits"),
    (MARCH, "- {month: 2026-3, billed: 1250.50", "'month' is '2026-3', which is no month; write it like 2026-03"),
    (
        MARCH,
        "- {month: 2026-02, billed: 1250.50",
        f"the month 2026-02 stands twice, first on line {line_of('- {month: 2026-02')}; take one of them away",
    ),
    (
        MARCH,
        "- {month: 2024-01, billed: 1250.50",
        "the month 2024-01 stands after 2026-02; write the months in their order",
    ),
    (
        MARCH,
        "- {complete: false, month: 2026-03, billed: 1250.50",
        "'period' contains 2026-03, which is no complete month under 'months'; add the month, or correct the line",
    ),
    (
        "total: {name: '', effective: 13380.00",
        "total: {name: '', effective: 13390.00",
        "'total.effective' is 13,390.00, but 'effective' of 2025-04 to 2026-03 adds up to 13,380.00; "
        "correct one of them",
    ),
    (
        "used: 900.00",
        "used: 90.00",
        "'used' is 90.00, but that of the largest commitments adds up to 600.00; correct one of them",
    ),
    (
        "covered-compute: 800.00",
        "covered-compute: 8000.00",
        "'covered-compute' is 8,000.00, more than 'eligible-compute', which is 3,200.00; correct one of them",
    ),
    ("known: 0.900000", "known: 90", "'known' is 90.00, more than 1; correct one of them"),
    (
        "version: 1",
        "version: 2",
        "'version' is 2, and this briefing reads version 1; write the facts again from the billing data",
    ),
    (
        "\ncurrency: EUR",
        "\ncurrency: Euro",
        "'currency' is 'Euro', which is no currency code; write its three letters, such as EUR",
    ),
    (
        "  earlier: {first: 2025-01, last: 2025-03}",
        "  earlier: {first: 2025-01, last: 2025-02}",
        "'earlier' has 2 months and 'recent' has 3; compare as many with as many",
    ),
    (
        "  - {name: Wholesale, effective: 4380.00}",
        "  - {name: Retail, effective: 4380.00}",
        f"'Retail' stands twice, first on line {line_of('  - {name: Retail')}; join the two",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), CASES)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, message: str) -> None:
    line = line_of("period:") if message.startswith("'period'") else line_with(old.strip("\n"))
    where, _, rest = problem(old, new).splitlines()[0].partition(": ")
    assert rest == message
    assert where.startswith(f"spend.yaml:{line}:")


def test_ai_has_to_be_the_sum_of_its_months_too() -> None:
    told = problem("ai: {name: AI, effective: 1200.00", "ai: {name: AI, effective: 900.00")
    assert "'ai.effective' is 900.00, but 'ai' of 2025-04 to 2026-03 adds up to 1,200.00; correct one of them" in told


def test_a_file_of_facts_is_never_taken_for_an_organisation() -> None:
    again(write_bill(bill()))
    with pytest.raises(FactError) as caught:
        open_organisation(LIBRARY, "spend.yaml")
    assert str(caught.value) == (
        "spend.yaml: this file has the facts of a bill, and not those of an organisation; give it with --spend"
    )


DEFINED = {**vars(briefing.bill.bill), **vars(briefing.bill.records)}.values()
RECORDS = [each for each in DEFINED if isinstance(each, type) and issubclass(each, msgspec.Struct)]
SAID = {
    ("Month", "complete"): True,
    ("Bill", "version"): 1,
    ("Bill", "quality"): Quality(),
    ("Rhythm", "beat"): "daily",
}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_what_is_not_given_is_nothing(record: type[msgspec.Struct]) -> None:
    """No field invents a number or a word of its own."""
    for field in msgspec.structs.fields(record):
        if field.default is not msgspec.NODEFAULT:
            wanted = SAID.get((record.__name__, field.name))
            assert field.default == wanted if wanted else not field.default, field.name


def wrong(found: Bill) -> list[str]:
    """What is said of a bill that is written and read again; each is told of the line that it names first."""
    text = write_bill(found)
    try:
        again(text)
    except ContentError as error:
        for each in error.problems:
            (named,) = re.findall(r"'(?:\w+\.)?([\w-]+)'|month ([\d-]+)", each.message)[:1]
            assert next(filter(None, named)) in text.splitlines()[each.where.line - 1], each
        return [each.message for each in error.problems]
    return []


CENTS = D("0.01")


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("field", "months"), [("effective", 12), ("recent", 3), ("earlier", 3)])
def test_a_sum_may_be_off_by_a_cent_a_month_and_two(field: str, months: int, sign: int) -> None:
    def off(cents: int) -> Bill:
        total = bill().total
        assert total
        return bill(total=msgspec.structs.replace(total, **{field: getattr(total, field) + sign * cents * CENTS}))

    assert wrong(off(months + 2)) == []
    (told,) = wrong(off(months + 3))
    assert told.startswith(f"'total.{field}' is ")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_bridge_may_be_off_by_a_cent_a_step_and_two_and_its_total_by_two(sign: int) -> None:
    def off(cents: int, total: int = 0) -> Bill:
        billed, effective = D(13400) + sign * cents * CENTS, D(13380) + sign * total * CENTS
        return bill(bridge=Bridge(billed=billed, tax=D(-30), credits=D(10), effective=effective))

    assert (wrong(off(0)), wrong(off(4)), wrong(off(2, 2))) == ([], [], [])
    amount = {1: "13,380.05", -1: "13,379.95"}[sign]
    assert wrong(off(5)) == [f"'effective' is 13,380.00, but 'billed' with all between adds up to {amount}"]
    amount = {1: "13,380.03", -1: "13,379.97"}[sign]
    assert wrong(off(3, 3)) == [f"'effective' is {amount}, and 'total' has 13,380.00"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2025-04", "2026-03", []),
        ("2026-03", "2026-03", []),
        ("2026-03", "2026-02", ["'period' ends before it begins"]),
        ("2025-04", "2026-04", ["'period' contains 2026-04, which is no complete month under 'months'"]),
        ("2024-09", "2026-03", ["'period' contains 2024-09, which is no complete month under 'months'"]),
        ("2025-4", "2026-03", ["'first' is '2025-4', which is no month"]),
        ("2025-04", "2026-13", ["'last' is '2026-13', which is no month"]),
    ],
)
def test_a_period_is_made_of_complete_months(first: str, last: str, told: list[str]) -> None:
    assert wrong(bill(period=span(first, last), total=None, ai=None, saas=None))[:1] == told


@pytest.mark.parametrize(
    ("recent", "earlier", "told"),
    [
        (("2026-01", "2026-03"), ("2025-10", "2025-12"), []),
        (("2026-01", "2026-03"), ("2025-11", "2026-01"), ["'earlier' is not before 'recent'"]),
        (("2026-01", "2026-03"), ("2025-11", "2025-12"), ["'earlier' has 2 months and 'recent' has 3"]),
        (("2025-01", "2025-03"), ("2026-01", "2026-03"), ["'earlier' is not before 'recent'"]),
    ],
)
def test_as_many_months_are_compared_with_as_many_before_them(
    recent: tuple[str, str], earlier: tuple[str, str], told: list[str]
) -> None:
    compared = Comparison(span="quarter", recent=span(*recent), earlier=span(*earlier))
    assert wrong(bill(comparison=compared, total=None, ai=None, saas=None)) == told


@pytest.mark.parametrize(("digits", "allowed"), [(31, True), (32, False)])
def test_an_amount_has_at_most_thirty_one_digits(digits: int, allowed: bool) -> None:
    huge = Commitments(used=D(10) ** (digits - 1), unused=D(0))
    assert wrong(bill(commitments=huge)) == (
        [] if allowed else [f"'used' is '1{'0' * (digits - 1)}', which is no amount"]
    )


def test_months_stand_once_and_in_their_order() -> None:
    every = bill().months
    assert wrong(bill(months=(*every, every[3]))) == [
        f"the month 2025-01 stands twice, first on line {line_of('- {month: 2025-01')}"
    ]
    moved = wrong(bill(months=(*every[:4], every[5], every[4], *every[6:])))
    assert moved == ["the month 2025-02 stands after 2025-03"]


ALLOCATION = Allocation(usage=D(100), untagged=D(0), untaggable=D(0), total=D(100), unallocated=D(0))


@pytest.mark.parametrize("refunds", [0, 5, -5])
@pytest.mark.parametrize(("name", "whole"), [("untagged", "usage"), ("untaggable", "usage"), ("unallocated", "total")])
def test_a_part_is_no_more_than_its_whole_and_what_was_paid_back(name: str, whole: str, refunds: int) -> None:
    def part_of(amount: D) -> Bill:
        return bill(allocation=msgspec.structs.replace(ALLOCATION, **{name: amount, "refunds": D(refunds)}))

    most = 100 + abs(refunds) + 2 * CENTS
    assert wrong(part_of(most)) == []
    assert wrong(part_of(most + CENTS)) == [f"'{name}' is {most + CENTS:,.2f}, more than '{whole}', which is 100.00"]


@pytest.mark.parametrize("refunds", [0, 5, -5])
@pytest.mark.parametrize("name", ["used", "unused"])
def test_the_largest_commitments_are_no_more_than_all(name: str, refunds: int) -> None:
    def largest(cents: int) -> Bill:
        one = msgspec.structs.replace(Commitment(id="a"), **{name: D(50) + cents * CENTS + abs(refunds)})
        other = msgspec.structs.replace(Commitment(id="b"), **{name: D(50)})
        return bill(commitments=Commitments(used=D(100), unused=D(100), refunds=D(refunds), largest=(one, other)))

    assert wrong(largest(4)) == []
    assert wrong(largest(5)) == [
        f"'{name}' is 100.00, but that of the largest commitments adds up to {100 + abs(refunds)}.05"
    ]


@pytest.mark.parametrize(("known", "told"), [("1.02", []), ("1.03", ["'known' is 1.03, more than 1"])])
def test_no_more_than_all_is_known(known: str, told: list[str]) -> None:
    assert wrong(bill(rates=Rates(effective=D(9), list=D(12), known=D(known)))) == told
    none = dict.fromkeys(("list", "cost", "committed", "committed_effective", "unused"), D(0))
    rates = Rates(effective=D(9), list=D(12), known=D(1), contracted=Contracted(known=D(known), **none))
    assert wrong(bill(rates=rates)) == told


def test_each_part_says_above_it_what_it_is() -> None:
    lines = write_bill(bill(where="RegionName = West")).splitlines()
    about: dict[str, str] = {}
    for above, line in pairwise(lines):
        if above.startswith("# ") and re.match(r"[a-z-]+:", line):
            about[line.partition(":")[0]] = above
    assert {name: about[name] for name in ("source", "where", "required-tags", "total", "movers", "quality")} == {
        "source": "# The data that these facts were reckoned from.",
        "where": "# The part of the bill that these facts are of.",
        "required-tags": "# Usage that lacks one of these tags is untagged.",
        "total": "# Effective cost of the period and of both sides of the comparison: the sums of their months.",
        "movers": "# The services whose effective cost changed most.",
        "quality": "# What the data are worth.",
    }
    others = {"period", "comparison", "months", "by", "commitments", "rates", "allocation", "anomalies"}
    assert {*about} - {"source", "where", "required-tags", "total", "movers", "quality", "version"} == others
    whole = [line for line in lines if line.startswith("# ")]
    assert all(re.search(r"[a-z0-9.,;:]$", line) for line in whole), "a sentence that ends in what is no end"


MONEY = ("billed", "tax", "credits", "adjustments", "corrections", "uncategorised", "effective", "ai", "saas")


@pytest.mark.parametrize("column", MONEY)
def test_the_months_of_each_kind_of_cost_add_up_in_cents_and_the_last_is_exact(column: str) -> None:
    """The rest goes to the month before the last: that one is the least looked at, and the last the most."""
    parts = iter(("0.001", "0.002", "0.004"))
    every = [msgspec.structs.replace(each, **{name: D(0) for name in MONEY}) for each in bill().months[:-3]]
    last = [msgspec.structs.replace(each, **{column: D(next(parts))}) for each in bill().months[-3:]]
    zero = [msgspec.structs.replace(each, **{name: D(0) for name in MONEY if name != column}) for each in last]
    text = write_bill(bill(months=(*every, *zero), total=None, ai=None, saas=None, comparison=None))
    found = [getattr(each, column) for each in again(text).months]
    assert found == [D(0)] * 16 + [CENTS, D(0)]


@pytest.mark.parametrize(
    ("side", "first", "last"), [("recent", "2026-03", "2026-04"), ("earlier", "2024-09", "2024-10")]
)
def test_months_that_are_compared_are_complete_ones_too(side: str, first: str, last: str) -> None:
    spans = {"recent": span("2026-02", "2026-03"), "earlier": span("2025-02", "2025-03"), side: span(first, last)}
    compared = Comparison(span="year", **spans)
    missing = last if side == "recent" else first
    told = [f"'{side}' contains {missing}, which is no complete month under 'months'"]
    assert wrong(bill(comparison=compared, total=None, ai=None, saas=None)) == told


def test_cost_by_a_tag_of_ones_own_is_read_again() -> None:
    teams = {"tag:Team": (part("Shop", 9000, 80, 60), part("", 4380))}
    assert again(write_bill(bill(by=teams, tag_movers=teams))).by == teams
    assert "\n  tag:Team:\n  - {name: Shop, " in write_bill(bill(by=teams))


def test_names_are_written_as_people_write_them() -> None:
    text = write_bill(bill(by={"sub-account": (part("Zürich Größe", 13380),)}))
    assert "- {name: Zürich Größe, effective: 13380.00}" in text


@pytest.mark.parametrize(
    ("bought", "drawn", "monthly", "remaining", "months"),
    [(100, 40, 20, 60, 3), (100, 100, 20, 0, 0), (100, 101, 20, None, None), (100, 40, 0, 60, None)],
)
def test_a_pool_lasts_as_long_as_what_was_bought_lets_it(
    bought: int, drawn: int, monthly: int, remaining: int | None, months: int | None
) -> None:
    pool = Pool(id="a", bought=D(bought), drawn=D(drawn), monthly=D(monthly))
    assert (pool.remaining, pool.months_left) == (remaining, months)


@pytest.mark.parametrize(("drawn", "remaining"), [(None, None), (0, 100), (100, 0), (130, 0)])
def test_what_is_left_of_a_contract_is_never_less_than_nothing(drawn: int | None, remaining: int | None) -> None:
    contract = Contract(id="a", committed=D(100), drawn=None if drawn is None else D(drawn), ends="2027-01-01")
    assert (contract.remaining, contract.last_day, Contract(id="a").last_day) == (remaining, "2026-12-31", "")
