"""Series of a bill that is split by a tag, notices of files that count once, and what redaction takes of them."""

from __future__ import annotations

from decimal import Decimal

from briefing.bill.records import LeftOut, Quality
from briefing.figures.billed import with_bill
from briefing.figures.company import figures
from briefing.figures.drafting import builtin_texts
from briefing.figures.redact import without_names
from briefing.organisation.organisation import Organisation
from figures.bills import bill, part

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
