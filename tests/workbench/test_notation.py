"""What people type in their own notation becomes what the file has; what has two meanings is left to the reader."""

from __future__ import annotations

import pytest

from briefing.documents import amounts
from briefing.workbench.notation import as_written, day, money, type_at


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("52,000", "52,000"),
        ("€1.24m", "€1240000"),
        ("1,24 Mio", "1240000"),
        ("€52k", "€52000"),
        ("1.234,56 EUR", "1234.56 EUR"),
        ("18,5 %", "18.5 %"),
        ("1.234 Mio", "1.234 Mio"),  # a thousand millions, or one and a bit
        ("1,234", "1,234"),
        ("-19%", "-19%"),
        ("0.42 EUR per shipment", "0.42 EUR per shipment"),
        ("about ten", "about ten"),
    ],
)
def test_amounts(typed: str, written: str) -> None:
    assert money(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("31.3.2026", "2026-03-31"),
        ("31/03/2026", "2026-03-31"),
        ("03/31/2026", "2026-03-31"),
        ("03/04/2026", "03/04/2026"),  # in April, or in March
        ("4/4/2026", "2026-04-04"),
        ("31 March 2026", "2026-03-31"),
        ("March 31, 2026", "2026-03-31"),
        ("Mar 2026", "2026-03"),
        ("3/2026", "2026-03"),
        ("31.2.2026", "31.2.2026"),
        ("2026-03-31", "2026-03-31"),
        ("soon", "soon"),
    ],
)
def test_days(typed: str, written: str) -> None:
    assert day(typed) == written


def test_an_entry_is_written_field_by_field_without_what_is_empty() -> None:
    kind = type_at(("savings", 0))
    assert as_written(kind, {"name": " Idle\ntime ", "base": " 1,5 Mio", "owner": " ", "low": None}) == {
        "name": " Idle\ntime ",
        "base": "1500000",
    }


def test_the_type_of_a_field_is_found_through_lists_and_mappings() -> None:
    assert type_at(("kpis", 2, "by-persona", "cfo", "date")) is amounts.Day
    assert type_at(("spend", "by-month", "2026-01")) is amounts.Money
    assert as_written(type_at(("spend", "by-month")), {"Jan 2026": "€5k"}) == {"2026-01": "€5000"}


@pytest.mark.parametrize(
    "path", [("nothing",), ("spend", "nothing"), ("name", "first"), ("savings", "base"), ("savings", -1)]
)
def test_a_path_that_leads_nowhere_is_refused(path: tuple[str, ...]) -> None:
    with pytest.raises(LookupError):
        type_at(path)
