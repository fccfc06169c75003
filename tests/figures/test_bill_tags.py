"""Series of a bill that is split by a tag, notices of files that count once, and what redaction takes of them."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from briefing.bill.bill import Month
from briefing.bill.records import LeftOut, OtherCurrency, Quality, Rhythm, Uncategorised
from briefing.figures.billed import with_bill
from briefing.figures.billlines import BillWords
from briefing.figures.billnotices import bill_notices
from briefing.figures.company import figures
from briefing.figures.drafting import builtin_texts
from briefing.figures.redact import without_names
from briefing.organisation.organisation import Organisation
from figures.bills import bill, part, span

TEAMS = (part("Shop", 140, 80, 60), part("", 20, 10, 10))


def test_cost_by_tag_is_a_series_that_names_what_has_no_value() -> None:
    found = figures(Organisation(), bill=bill(by={"tag:Cost Center": TEAMS}, tag_movers={"tag:Cost Center": TEAMS}))
    series = found.series["bill.by.tag.cost-center"]
    assert (series.labels, series.name) == (
        ("Shop", "Cost without Cost Center"),
        "Spend by the tag Cost Center, Apr 2025 to Mar 2026",
    )
    assert found.series["bill.movers.tag.cost-center.change"].values == (Decimal(20), Decimal(0))


def test_redaction_leaves_no_value_of_a_tag() -> None:
    texts = builtin_texts()
    named = bill(by={"tag:team": TEAMS}, tag_movers={"tag:team": TEAMS}, where="tag:team = Shop")
    left = without_names(named, texts.redaction)
    assert (left.by, left.tag_movers, left.where) == ({}, {}, "")


def test_files_that_count_once_are_told() -> None:
    left = (
        LeftOut(file="a.csv", kept="b.csv", month="2026-03"),
        LeftOut(file="b (1).csv", kept="b.csv", month="2026-03", same=True),
        LeftOut(file="run-1/part.csv", kept="run-2"),
    )
    twice = bill(quality=Quality(left_out=left))
    _, notices, _ = with_bill(Organisation(), twice, twice, builtin_texts(), {})
    assert notices[:3] == (
        "a.csv has charges of Mar 2026 that b.csv has in a newer state; they are counted once, as in b.csv",
        "b (1).csv has the same charges of Mar 2026 as b.csv; they are counted once",
        "run-1/part.csv is of an earlier run of the export in run-2; it is not counted",
    )


# What the data are worth: each thing that is left out, with its size, and why months are incomplete.


def told(**changes: object) -> list[str]:
    found = bill(**{"quality": Quality(), **changes})
    texts = builtin_texts().of_bill()
    return list(bill_notices(found, BillWords(found, texts)))


def test_all_that_no_figure_counts_is_told_with_its_size() -> None:
    other = OtherCurrency(currency="USD", rows=1234, billed=Decimal("1234.567"), effective=Decimal(-9))
    odd = Uncategorised(rows=1000, billed=Decimal(5), effective=Decimal("0.125"), such_as="Fee")
    assert told(quality=Quality(other_currencies=(other,), uncategorised=odd, billed_only=Decimal(77))) == [
        "In no figure, as it is not in EUR: 1,234.57 USD billed, -9.00 USD effective cost (rows: 1,234)",
        "Counted apart, as FOCUS has no ChargeCategory such as 'Fee': 5.00 EUR billed, 0.13 EUR effective cost "
        "(rows: 1,000)",
        "In no figure of effective cost: 77.00 EUR of usage is billed and has an EffectiveCost of 0",
    ]
    blank = Uncategorised(rows=2, billed=Decimal(5), effective=Decimal(4))
    assert told(quality=Quality(uncategorised=blank)) == [
        "Counted apart, as it has no ChargeCategory: 5.00 EUR billed, 4.00 EUR effective cost (rows: 2)"
    ]
    assert told() == []


def test_a_tag_that_no_charge_has_is_told_and_one_that_some_have_is_not() -> None:
    nobody, nothing = {"tag:Team": (part("", 20),)}, {"tag:Team": ()}
    assert told(by=nobody) == [
        "No charge has the tag Team; look for its spelling in the export, or give other names for it as tag-aliases"
    ]
    assert [told(by=by) for by in (nothing, {"tag:Team": TEAMS}, {"sub-account": (part("", 20),)})] == [[], [], []]


def in_progress(month: str) -> Month:
    return Month(month=month, effective=Decimal(9), complete=False, through=f"{month}-12")


def test_a_month_in_progress_is_told_and_an_incomplete_one_of_long_ago_is_not() -> None:
    every = bill().months
    assert told(months=(*every, in_progress("2026-04"))) == [
        "Apr 2026 is in progress: the newest day of usage is 2026-04-12; it is in no trend, comparison or forecast"
    ]
    assert told(months=(in_progress("2024-09"), *every)) == []
    assert len(told(months=(in_progress("2026-03"), in_progress("2026-04")), period=None, total=None)) == 2
    assert told(months=(*every[:-1], msgspec.structs.replace(every[-1], through="2026-03-12"))) == []


@pytest.mark.parametrize(
    ("state", "beat", "sentence"),
    [
        ("late", "daily", "Nimbus has no usage after 2026-04-12, so that Mar 2026, Apr 2026 is incomplete"),
        ("gap", "daily", "Nimbus lacks usage of many days in a row, so that Mar 2026, Apr 2026 is incomplete"),
        ("began", "daily", "Nimbus has no usage before 2026-04-12, so that Mar 2026, Apr 2026 is incomplete"),
        ("", "weekdays", "Nimbus charges on working days only; other days are not waited for"),
        ("", "single-days", "Nimbus charges on single days only; it makes no month incomplete"),
    ],
)
def test_how_a_provider_charges_is_told_where_it_spoils_a_month_of_now(state: str, beat: str, sentence: str) -> None:
    def rhythm(*months: str, provider: str = "Nimbus") -> Rhythm:
        fields = {"state": state, "beat": beat, "day": "2026-04-12", "months": months}
        return Rhythm(provider=provider, **fields)  # type: ignore[arg-type]

    now, past = ("2026-03", "2026-04"), ("2026-02", "2026-03")
    assert told(quality=Quality(rhythms=(rhythm(*now), rhythm(*past), rhythm()))) == [sentence]
    (nobody,) = told(quality=Quality(rhythms=(rhythm(*now, provider=""),)))
    assert nobody == sentence.replace("Nimbus", builtin_texts().of_bill().unnamed)


@pytest.mark.parametrize(("first", "count"), [("2026-03", None), ("2026-02", 1)])
def test_a_rise_is_looked_for_from_two_months_on(first: str, count: int | None) -> None:
    found = figures(Organisation(currency="EUR"), bill=bill(period=span(first, "2026-03"), total=None))
    assert found.value("bill.anomalies.count") == count
    assert ("bill.anomalies" in found.absent) is (count is None)
