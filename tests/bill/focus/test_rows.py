"""Each rule for one row: what a cell of an export, in whatever type and spelling, is taken for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from bill.focus.charges import charge, raw, read
from briefing.bill.bill import Billing
from briefing.bill.focus.rows import _priced, _usage_day, normalised

pytestmark = pytest.mark.sampled

OWNER = Billing(required_tags=("owner",))
NIGHT = timezone(timedelta(hours=-5))


def one(**cells: Any) -> dict[str, Any]:
    (found,) = read(charge(**cells))
    return found


def test_a_plain_row() -> None:
    found = one()
    assert found["billed"] == found["effective"] == found["listed"] == Decimal(100)
    assert found["billing_month"] == found["charge_month"] == found["charge_start"] == date(2026, 1, 1)
    assert found["charge_end"] == date(2026, 2, 1)
    assert (found["currency"], found["provider"], found["service"]) == ("EUR", "Nimbus Example Cloud", "Machines")
    assert (found["category"], found["account"], found["region"]) == ("Compute", "Shop", "Example West")
    assert found["is_usage"]
    assert found["is_compute"]
    assert found["has_resource"]
    assert not found["is_broken"]
    assert not (found["is_purchase"])
    assert not (found["is_correction"])
    assert not (found["is_dynamic"])
    assert not (found["is_unused"])
    assert found["commitment"] is None
    assert found["kind"] is None


@pytest.mark.parametrize("blank", ["", " ", "    ", "NULL", "null", "Null", "None", "N/A", "nan", "\\N"])
def test_blanks_and_a_literal_null_are_null(blank: str) -> None:
    found = one(
        ServiceName=blank, ListCost=blank, SubAccountName=blank, SubAccountId="4711", CommitmentDiscountId=blank
    )
    assert (found["service"], found["listed"], found["commitment"]) == (None, None, None)
    assert found["account"] == "4711"
    assert not found["is_broken"]


@pytest.mark.parametrize("blank", ["", "NULL", "null", None])
def test_a_row_without_resource(blank: str | None) -> None:
    assert not one(ResourceId=blank)["has_resource"]


@pytest.mark.parametrize(
    ("cells", "provider"),
    [
        ({"ServiceProviderName": "Newer", "ProviderName": "Older", "PublisherName": "Oldest"}, "Newer"),
        ({"ServiceProviderName": "NULL", "ProviderName": "Older", "PublisherName": "Oldest"}, "Older"),
        ({"ServiceProviderName": "", "ProviderName": None, "PublisherName": "Oldest"}, "Oldest"),
    ],
)
def test_the_service_provider_before_provider_and_publisher(cells: dict[str, Any], provider: str) -> None:
    assert one(**cells)["provider"] == provider


def test_the_region_by_its_id_where_it_has_no_name() -> None:
    assert one(RegionName="", RegionId="west-1")["region"] == "west-1"


@pytest.mark.parametrize(
    ("column", "cell", "flag"),
    [
        ("ChargeCategory", "usage", "is_usage"),
        ("ChargeCategory", "PURCHASE", "is_purchase"),
        ("ChargeCategory", "Tax", "is_tax"),
        ("ChargeCategory", "credit", "is_credit"),
        ("ChargeCategory", "Adjustment", "is_adjustment"),
        ("ChargeClass", "correction", "is_correction"),
        ("PricingCategory", "DYNAMIC", "is_dynamic"),
        ("CommitmentDiscountStatus", "used", "is_used"),
        ("CommitmentDiscountStatus", "Unused", "is_unused"),
    ],
)
def test_words_of_the_specification_in_any_case(column: str, cell: str, flag: str) -> None:
    assert one(**{column: cell})[flag] is True
    assert one(**{column: f"  {cell} "})[flag] is True
    assert one(**{column: ""})[flag] is False


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31T23:00:00Z", date(2026, 3, 31)),
        ("2026-03-31T23:00:00", date(2026, 3, 31)),
        ("2026-03-31 23:00:00", date(2026, 3, 31)),
        ("2026-03-31 23:00:00.000", date(2026, 3, 31)),
        ("2026-03-31 23:00:00 UTC", date(2026, 3, 31)),
        ("2026-03-31T23:00:00.000Z", date(2026, 3, 31)),
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31T23:00:00+00:00", date(2026, 3, 31)),
        ("2026-03-31T23:00:00-05:00", date(2026, 4, 1)),
        ("2026-04-01T00:30:00+02:00", date(2026, 3, 31)),
        ("2026-04-01T00:30:00+0200", date(2026, 3, 31)),
    ],
)
def test_times_as_text_are_in_utc_unless_they_say_otherwise(text: str, day: date) -> None:
    found = one(ChargePeriodStart=text, BillingPeriodStart=text)
    assert found["charge_start"] == day
    assert found["charge_month"] == day.replace(day=1)
    is_asked = day == date(2026, 3, 31) or text.endswith("-05:00")
    assert (found["billing_month"], found["is_shifted"]) == (date(2026, 4, 1), is_asked)


@pytest.mark.parametrize("text", [" 2026-03-31T00:00:00Z ", "\t2026-03-31", " 2026-03-05"])
def test_a_date_behind_a_blank_is_not_cut(text: str) -> None:
    assert one(ChargePeriodStart=text)["charge_start"] is None  # and is read with all other forms then


def test_a_charge_for_an_hour_ends_on_its_day() -> None:
    found = one(ChargePeriodStart="2026-03-05T08:00:00Z", ChargePeriodEnd="2026-03-05T09:00:00Z")
    assert (found["charge_start"], found["charge_end"]) == (date(2026, 3, 5), date(2026, 3, 6))


@pytest.mark.parametrize(
    ("listed", "cost", "known"), [("-120", "100", False), ("120", "-100", False), ("-12", "-10", True)]
)
def test_a_list_price_of_the_other_sign_is_not_known(listed: str, cost: str, known: bool) -> None:
    assert one(ListCost=listed, EffectiveCost=cost)["has_list"] is known


@pytest.mark.slow
def test_a_billing_period_that_starts_on_the_last_day_of_a_month_is_of_the_next() -> None:
    """By a time zone ahead of UTC, or by contract: nearly all of its days are there."""
    for start, month in (("2026-02-28", 3), ("2026-03-01", 3), ("2026-03-15", 3), ("2024-02-28", 2), ("2024-02-29", 3)):
        assert one(BillingPeriodStart=start)["billing_month"].month == month


@pytest.mark.parametrize("text", ["", "NULL", "soon", "31.03.2026", "2026-13-01T00:00:00Z", "2026-02-30", "03/31/2026"])
def test_a_row_without_a_readable_start_is_broken(text: str) -> None:
    assert one(ChargePeriodStart=text)["is_broken"]
    assert one(BillingPeriodStart=text)["is_broken"]


@pytest.mark.parametrize("column", ["BilledCost", "EffectiveCost"])
@pytest.mark.parametrize("cost", ["", "NULL", "€12.30", "12,30", "1,234.50", "EUR 5", "much"])
def test_a_row_without_a_readable_cost_is_broken(column: str, cost: str) -> None:
    assert one(**{column: cost})["is_broken"]


def test_a_list_cost_may_be_missing_but_not_be_a_word() -> None:
    assert not one(ListCost="")["is_broken"]
    assert one(ListCost="$5")["is_broken"]


def test_a_row_without_currency_is_broken() -> None:
    assert one(BillingCurrency="NULL")["is_broken"]


def test_a_row_with_nothing_but_money_and_time_is_not_broken() -> None:
    absent = ("ServiceCategory", "SubAccountName", "RegionName", "ResourceId", "Tags", "ChargeCategory", "ProviderName")
    found = one(**dict.fromkeys(absent))
    assert not found["is_broken"]
    assert (found["provider"], found["is_usage"], found["is_compute"]) == (None, False, False)


@pytest.mark.parametrize(
    ("text", "value"), [("12.5", "12.5"), ("-3", "-3"), ("1e-3", "0.001"), ("0.123456789012", "0.123456789012")]
)
def test_numbers_as_text_are_exact(text: str, value: str) -> None:
    assert one(BilledCost=text)["billed"] == Decimal(value)


@pytest.mark.parametrize("kind", [pa.decimal128(20, 6), pa.decimal128(38, 10), pa.float64(), pa.int64()])
def test_numbers_of_every_type(kind: pa.DataType) -> None:
    cost: Any = Decimal(7) if pa.types.is_decimal(kind) else 7
    kinds = dict.fromkeys(("BilledCost", "EffectiveCost", "ListCost"), kind)
    (found,) = read(charge(BilledCost=cost, EffectiveCost=cost, ListCost=None), **kinds)
    assert (found["billed"], found["effective"], found["listed"]) == (7, 7, None)
    assert not found["is_broken"]


def test_a_number_that_is_none_breaks_a_row_only_where_it_is_needed() -> None:
    kinds = dict.fromkeys(("BilledCost", "EffectiveCost", "ListCost"), pa.float64())
    nan = float("nan")
    found = read(charge(cost=1.0, ListCost=nan), charge(cost=1.0, EffectiveCost=nan), **kinds)
    assert [row["is_broken"] for row in found] == [False, True]
    assert found[0]["listed"] is None


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (pa.timestamp("us"), datetime(2026, 3, 31, 23)),
        (pa.timestamp("ms", "UTC"), datetime(2026, 3, 31, 23, tzinfo=UTC)),
        (pa.timestamp("ns", "UTC"), datetime(2026, 3, 31, 18, tzinfo=NIGHT)),
        (pa.date32(), date(2026, 3, 31)),
    ],
)
def test_times_of_every_type(kind: pa.DataType, start: Any) -> None:
    kinds = dict.fromkeys(("ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodStart"), kind)
    end = start if kind == pa.date32() else start + timedelta(hours=1)
    (found,) = read(charge(ChargePeriodStart=start, ChargePeriodEnd=end, BillingPeriodStart=start), **kinds)
    assert found["charge_start"] == date(2026, 3, 31)
    assert found["charge_end"] == date(2026, 4, 1)
    assert found["billing_month"] == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("2026-02-01T00:00:00Z", date(2026, 2, 1)),
        ("2026-01-31T23:59:59Z", date(2026, 2, 1)),
        ("2026-01-31T22:00:00Z", date(2026, 1, 31)),
        ("", date(2026, 1, 2)),
    ],
)
def test_a_charge_that_ends_in_the_last_hour_of_a_day_ends_with_it(end: str, day: date) -> None:
    assert one(ChargePeriodEnd=end)["charge_end"] == day


def test_a_charge_that_ends_a_second_before_midnight_in_a_typed_column() -> None:
    end = datetime(2026, 1, 31, 23, 59, 59)
    (found,) = read(charge(ChargePeriodEnd=end), ChargePeriodEnd=pa.timestamp("us"))
    assert found["charge_end"] == date(2026, 2, 1)


def test_tables_of_different_types_become_one() -> None:
    texts = raw(charge(cost="1"))
    typed = raw(charge(cost=2.0), BilledCost=pa.float64(), EffectiveCost=pa.float64(), ListCost=pa.float64())
    both = normalised((texts, typed), OWNER)
    assert sorted(both.billed.to_pyarrow().to_pylist()) == [1, 2]


@pytest.fixture
def far_from_utc() -> Any:
    engine: Any = ibis.get_backend()
    engine.raw_sql("SET TimeZone = 'America/New_York'")
    yield
    engine.raw_sql("SET TimeZone = 'UTC'")


def test_a_time_without_zone_is_in_utc_wherever_the_session_is(far_from_utc: Any) -> None:
    kinds = dict.fromkeys(("ChargePeriodStart", "BillingPeriodStart"), pa.timestamp("us"))
    start = datetime(2026, 3, 1)
    typed = read(charge(ChargePeriodStart=start, BillingPeriodStart=start), **kinds)
    assert [row["charge_month"] for row in (*typed, *read(charge("2026-03")))] == [date(2026, 3, 1)] * 2


@pytest.mark.parametrize("year", ["0003", "1970", "2014", "2099"])
def test_a_year_that_nobody_means_breaks_a_row(year: str) -> None:
    assert one(ChargePeriodStart=f"{year}-03-01")["is_broken"]
    assert one(BillingPeriodStart=f"{year}-03-01")["is_broken"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, {"has_list", "has_contract"}),
        ({"ListCost": "0"}, set()),  # not known, as there is a cost
        ({"ListCost": ""}, set()),
        ({"ListCost": "0", "EffectiveCost": "0", "BilledCost": "0"}, {"is_unpaid"}),
        ({"EffectiveCost": "0", "BilledCost": "500"}, {"is_unpaid"}),  # billed, and no discount of all of it
        ({"EffectiveCost": "0", "BilledCost": "0"}, {"is_unpaid"}),
        ({"ContractedCost": "0"}, {"has_list"}),
        ({"ContractedCost": "NULL"}, {"has_list"}),
        ({"ContractedCost": "99"}, {"has_list"}),  # below the cost, without a commitment
        ({"ContractedCost": "101"}, {"has_list"}),  # above the list cost
        ({"ContractedCost": "100.0000000001"}, {"has_list", "has_contract"}),  # rounded on its way
        ({"ContractedCost": "99.9999999999"}, {"has_list", "has_contract"}),
        ({"ContractedCost": "99", "CommitmentDiscountStatus": "Used"}, {"has_list", "has_contract"}),
        ({"EffectiveCost": "-5", "ListCost": "-6", "ContractedCost": "-5"}, {"has_list", "has_contract"}),
    ],
)
def test_prices_are_known_where_a_row_says_them(cells: dict[str, str], expected: set[str]) -> None:
    found = one(**{"ContractedCost": "100", **cells})
    assert {name for name in ("has_list", "has_contract", "is_unpaid") if found[name]} == expected


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ({"ChargePeriodStart": "2026-01-05", "ChargePeriodEnd": "2026-01-06"}, 5),
        ({"ChargePeriodStart": "2026-01-31T22:00:00Z", "ChargePeriodEnd": "2026-01-31T23:00:00Z"}, 31),
        ({"ChargePeriodStart": "2026-01-05", "ChargePeriodEnd": "2026-02-05"}, 0),
        ({"ChargePeriodStart": "2026-01-05", "ChargePeriodEnd": "2026-01-06", "ChargeCategory": "Tax"}, 0),
        ({"ChargePeriodStart": "2026-01-05", "ChargePeriodEnd": "2026-01-06", "ChargeClass": "Correction"}, 0),
    ],
)
def test_only_usage_of_a_day_or_less_proves_a_day(cells: dict[str, str], day: int) -> None:
    assert one(**cells)["usage_day"] == (1 << day - 1 if day else 0)


# The same in one question to the database: each limit of what a row says, as (cells, answer).

PRICES = [  # effective, listed, contracted, is_used → has_list, has_contract, is_unpaid
    ((80, 100, 90, False), (True, True, False)),
    ((80, 100, 80, False), (True, True, False)),
    ((80, 100, 100, False), (True, True, False)),
    ((80, 0, 90, False), (False, False, False)),  # no list price
    ((0, 100, 90, False), (False, False, True)),  # no cost, and so no discount
    ((0, 0, 0, False), (False, False, True)),
    ((-80, 100, 90, False), (False, False, False)),  # of the other sign
    ((80, -100, 90, False), (False, False, False)),
    ((-80, -100, -90, False), (True, True, False)),  # a refund
    ((-80, -100, -70, False), (True, False, False)),
    ((-80, -70, -90, False), (True, False, False)),
    ((80, 100, 0, False), (True, False, False)),  # no contracted price
    ((80, 100, 70, False), (True, False, False)),  # below the cost, without a commitment
    ((80, 100, 70, True), (True, True, False)),
    ((80, 100, 101, False), (True, False, False)),  # above the list price
    ((80, 100, 101, True), (True, False, False)),
    ((80, 100, Decimal("100.1"), True), (True, True, False)),  # but for rounding
    ((80, 100, Decimal("100.2"), True), (True, False, False)),
    ((80, 100, Decimal("79.92"), False), (True, True, False)),
    ((80, 100, Decimal("79.9"), False), (True, False, False)),
    ((None, 100, 90, False), (False, False, False)),
    ((80, None, 90, False), (False, False, False)),
    ((80, 100, None, False), (True, False, False)),
]


def test_what_a_row_says_of_prices_at_each_limit() -> None:
    names = ("effective", "listed", "contracted")
    numbers = zip(*(cells for cells, _ in PRICES), strict=True)
    money = [
        pa.array([None if each is None else Decimal(each) for each in column], pa.decimal128(38, 12))
        for column in list(numbers)[:3]
    ]
    used = [cells[3] for cells, _ in PRICES]
    told = _answers(dict(zip((*names, "is_used"), (*money, used), strict=True)), _priced)
    wrong = {cells: each for (cells, right), each in zip(PRICES, told, strict=True) if tuple(each.values()) != right}
    assert wrong == {}


def _answers(columns: dict[str, Any], of: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
    """What is told of each row, in their order."""
    table = ibis.memtable(pa.table({"place": range(len(next(iter(columns.values())))), **columns}))
    made = of(table)
    found = table.select("place", **made).order_by("place").to_pyarrow().to_pylist()
    return [{name: row[name] for name in made} for row in found]


DAYS_OF_USE = [  # start, days, is_usage, is_correction → bit
    (("2026-03-01", 1, True, False), 1),
    (("2026-03-31", 1, True, False), 1 << 30),
    (("2026-03-02", 0, True, False), 2),
    (("2026-03-02", 2, True, False), 0),  # longer than a day
    (("2026-03-02", 1, False, False), 0),
    (("2026-03-02", 1, True, True), 0),
    (("2026-03-02", 1, None, False), 0),
]


def test_a_day_of_use_is_a_bit_of_its_month() -> None:
    starts = [date.fromisoformat(start) for (start, *_), _ in DAYS_OF_USE]
    ends = [start + timedelta(cells[1]) for start, (cells, _) in zip(starts, DAYS_OF_USE, strict=True)]
    flags = {name: [cells[at] for cells, _ in DAYS_OF_USE] for at, name in ((2, "is_usage"), (3, "is_correction"))}
    told = _answers({"charge_start": starts, "charge_end": ends, **flags}, lambda table: {"bit": _usage_day(table)})
    assert [each["bit"] for each in told] == [bit for _, bit in DAYS_OF_USE]
