"""Dates in other forms than FOCUS asks for, and times of other zones: read in one way, or refused with an example."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pytest

from bill.focus.charges import bill, charge, write_bill
from briefing.bill.bill import Billing
from briefing.bill.focus.broken import MOST_REASONS
from briefing.bill.focus.dates import _ahead, is_numeric, order_of
from briefing.bill.focus.opening import Source
from briefing.errors import FactError
from read_alone import read_bill

pytestmark = pytest.mark.sampled

Form = Callable[[date], str]
DAY = timedelta(days=1)


def charges(form: Form, days: tuple[int, ...] = (1, 15, 28), form_of_march: Form | None = None) -> list[dict[str, Any]]:
    """Charges of 100 on these days of January to March 2026, the times in a form."""
    found = []
    for month in (1, 2, 3):
        written = form_of_march if form_of_march and month == 3 else form
        for day in days:
            start = date(2026, month, day)
            times = {
                "BillingPeriodStart": start.replace(day=1),
                "ChargePeriodStart": start,
                "ChargePeriodEnd": start + DAY,
            }
            found.append(charge(**{name: written(time) for name, time in times.items()}))
    return found


def seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


FORMS: dict[str, Form] = {
    "month first": lambda day: f"{day.month}/{day.day}/{day.year}",
    "month first, short": lambda day: f"{day.month}/{day.day}/{day:%y}",
    "month first, with time": lambda day: f"{day:%m/%d/%Y} 12:00:00 AM",
    "day first": lambda day: f"{day:%d.%m.%Y}",
    "day first, short": lambda day: f"{day:%d-%m-%y}",
    "day first, with time": lambda day: f"{day:%d/%m/%Y} 00:00",
    "compact": lambda day: f"{day:%Y%m%d}",
    "compact with time": lambda day: f"{day:%Y%m%d}T000000Z",
    "compact digits": lambda day: f"{day:%Y%m%d}000000",
    "seconds": lambda day: str(seconds(day)),
    "seconds as a fraction": lambda day: f"{seconds(day)}.0",
    "thousandths": lambda day: str(seconds(day) * 1000),
    "blanks around": lambda day: f" {day}T00:00:00Z ",
    "days of Excel": lambda day: str(seconds(day) // 86400 + 25569),
    "with the day of the week": lambda day: f"{day:%a %b %d %Y}",
    "month in letters": lambda day: f"{day.day}-{day:%b-%y}",
    "month in words": lambda day: f"{day:%B} {day.day}, {day.year}",
    "mail": lambda day: f"{day:%a, %d %b %Y} 00:00:00 GMT",
    "year first": lambda day: f"{day.year}/{day.month}/{day.day}",
    "year first, single digits": lambda day: f"{day.year}-{day.month}-{day.day} 00:00:00",
    "dots": lambda day: f"{day:%Y.%m.%d}",
}


def billed(found: Any) -> dict[str, int]:
    return {month.month: int(month.billed) for month in found.months}


@pytest.mark.parametrize("name", FORMS)
def test_dates_are_read_in_every_form_that_can_be_meant_in_one_way(name: str, tmp_path: Path) -> None:
    found = bill(tmp_path, charges(FORMS[name]))
    assert billed(found) == {"2026-01": 300, "2026-02": 300, "2026-03": 300}
    assert [month.effective for month in found.months] == [300] * 3
    assert found.quality.ends == {"Nimbus Example Cloud": "2026-01-01/2026-03-28"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["month first", "day first", "compact", "seconds"])
@pytest.mark.sampled
def test_a_column_may_have_two_forms(name: str, tmp_path: Path) -> None:
    assert billed(bill(tmp_path, charges(FORMS[name], form_of_march=str))) == dict.fromkeys(
        ("2026-01", "2026-02", "2026-03"), 300
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["bigint", "double"])
@pytest.mark.sampled
def test_numbers_in_typed_columns_are_read(kind: str, tmp_path: Path) -> None:
    bill(tmp_path, charges(FORMS["thousandths"]))
    names = ("BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd")
    casts = ", ".join(f"{name}::{kind} as {name}" for name in names)
    with duckdb.connect() as engine:
        query = f"select * replace ({casts}) from read_csv('{tmp_path}/bill.csv', all_varchar = true)"
        engine.execute(f"copy ({query}) to '{tmp_path}/bill.parquet' (format parquet)")
    assert sum(billed(read_bill(Source((f"{tmp_path}/bill.parquet",)), Billing())).values()) == 900


def refusal(folder: Path, rows: list[dict[str, Any]]) -> str:
    with pytest.raises(FactError) as raised:
        bill(folder, rows)
    return str(raised.value).replace(f"{folder}/", "")


@pytest.mark.slow
def test_billing_periods_tell_days_from_months(tmp_path: Path) -> None:
    """No number is above 12, but only one reading begins all periods on the first of a month."""
    assert billed(bill(tmp_path, charges(FORMS["month first"], (1, 2)))) == dict.fromkeys(
        ("2026-01", "2026-02", "2026-03"), 200
    )


@pytest.mark.slow
def test_dates_that_can_be_meant_in_two_ways_are_refused_with_an_example(tmp_path: Path) -> None:
    rows = [charge(BillingPeriodStart="1/1/26", ChargePeriodStart="1/2/26", ChargePeriodEnd="1/3/26")]
    assert refusal(tmp_path, rows) == (
        "1 of 1 rows cannot be used: BillingPeriodStart has dates whose day and month cannot be told apart, such as"
        " '1/1/26' (1 row of bill.csv); ChargePeriodStart has dates whose day and month cannot be told apart, such as"
        " '1/2/26' (1 row of bill.csv); mend the export, or allow them with --broken-rows 1"
    )


@pytest.mark.slow
def test_two_orders_in_one_table_are_refused(tmp_path: Path) -> None:
    told = refusal(
        tmp_path, charges(FORMS["month first"], form_of_march=lambda day: f"{day.day}/{day.month}/{day.year}")
    )
    assert told.startswith(
        "9 of 9 rows cannot be used: BillingPeriodStart has dates whose day and month cannot be told apart, such as"
    )


@pytest.mark.slow
def test_two_files_may_have_two_orders(tmp_path: Path) -> None:
    rows = charges(FORMS["month first"])[:3], charges(FORMS["day first, with time"])[3:]
    for name, own in zip("ab", rows, strict=True):
        (tmp_path / name).mkdir()
        write_bill(tmp_path / name, own)
    assert billed(read_bill(Source((str(tmp_path),)), Billing())) == {"2026-01": 300, "2026-02": 300, "2026-03": 300}


@pytest.mark.slow
@pytest.mark.parametrize("form", [lambda day: f"{day:%y-%m-%d}", lambda day: str(seconds(day) // 86400 + 25569 - 1462)])
def test_forms_that_nobody_can_be_sure_of_are_refused(form: Form, tmp_path: Path) -> None:
    assert f"BillingPeriodStart is no date from 2015 to {date.today().year + 1}, such as" in refusal(
        tmp_path, charges(form)
    )


@pytest.mark.slow
@pytest.mark.parametrize("year", [3, 2005, 2099])
def test_a_year_that_nobody_means_is_refused(year: int, tmp_path: Path) -> None:
    rows = [charge(), charge(BillingPeriodStart=f"{year:04}-03-01", ChargePeriodStart=f"{year:04}-03-01")]
    told = refusal(tmp_path, rows)
    assert told.startswith("1 of 2 rows cannot be used: BillingPeriodStart is no date from 2015 to")
    assert f"such as '{year:04}-03-01'" in told
    assert MOST_REASONS >= 2


@pytest.mark.slow
def test_broken_dates_may_be_left_out_and_are_counted(tmp_path: Path) -> None:
    from read_alone import read_bill as read

    source = write_bill(tmp_path, [charge(), charge(ChargePeriodStart="soon")])
    found = read(Source(source.places, broken_limit=1), Billing())
    assert (found.quality.broken_rows, found.quality.rows) == (1, 2)


ZONES = {"Los Angeles": -8, "Shanghai": 8, "Kolkata": 5.5, "Athens": 2, "New York": -5}


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("offset", [True, False])
def test_days_of_another_time_zone_stay_in_their_month(zone: str, offset: bool, tmp_path: Path) -> None:
    ahead = timedelta(hours=ZONES[zone])

    def written(day: date) -> str:
        if offset:
            minutes = int(ahead.total_seconds()) // 60
            sign = "-" if minutes < 0 else "+"
            return f"{day}T00:00:00{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
        return f"{datetime(day.year, day.month, day.day) - ahead:%Y-%m-%dT%H:%M:%SZ}"

    found = bill(tmp_path, charges(written))
    assert billed(found) == {"2026-01": 300, "2026-02": 300, "2026-03": 300}
    assert [month.effective for month in found.months] == [300] * 3


@pytest.mark.slow
def test_the_last_evening_of_a_month_is_in_it_where_days_end_later_than_in_utc(tmp_path: Path) -> None:
    times = {"BillingPeriodStart": "2026-01-01T08:00:00Z", "ChargePeriodEnd": "2026-02-01T07:00:00Z"}
    found = bill(tmp_path, [charge(ChargePeriodStart="2026-02-01T06:00:00Z", **times)])
    assert [(month.month, month.billed, month.effective) for month in found.months] == [("2026-01", 100, 100)]


@pytest.mark.slow
def test_the_order_is_that_of_all_columns_of_a_table() -> None:
    assert order_of({"ChargePeriodEnd": ["13/1/26"], "ChargePeriodStart": ["1/2/26"]}) == (3, 2, 1)
    assert order_of({"ChargePeriodEnd": ["1/13/26"], "ChargePeriodStart": ["1/2/26"]}) == (3, 1, 2)
    assert order_of({"ChargePeriodEnd": ["1/13/26", "13/1/26"]}) is None
    assert order_of({"ChargePeriodStart": ["1/2/26"]}) is None


@pytest.mark.slow
def test_what_has_three_numbers_is_told_from_other_texts() -> None:
    assert is_numeric("1/2/26")
    assert is_numeric("28/3/2026")
    assert not is_numeric("1/2/1926")
    assert not is_numeric("soon")


AHEAD = {  # when a billing period starts, in UTC → minutes that its place is ahead
    "2026-03-01 00:00": 0,
    "2026-02-28 16:00": 480,
    "2026-02-28 18:30": 330,
    "2026-02-28 10:00": 840,
    "2026-02-28 09:59": 0,  # no place is so far ahead
    "2026-02-27 16:00": 0,  # not the first of a month
    "2026-03-01 08:00": -480,
    "2026-03-01 03:30": -210,
    "2026-03-01 12:00": -720,
    "2026-03-01 12:01": 0,
    "2026-03-02 08:00": 0,
    "2028-02-29 23:00": 60,
}


def test_how_far_a_place_is_ahead_of_utc_is_told_by_its_billing_periods() -> None:
    rows = [{"place": place, "start": datetime.fromisoformat(each)} for place, each in enumerate(AHEAD)]
    table = ibis.memtable(rows, schema={"place": "int64", "start": "timestamp"})
    told = table.select("place", ahead=_ahead(table.start)).order_by("place").to_pyarrow()["ahead"].to_pylist()
    assert dict(zip(AHEAD, told, strict=True)) == AHEAD
