"""Filters as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bill.focus.charges import bill, charge, write_bill
from briefing.bill.bill import Billing
from briefing.bill.focus.ledger import Answer
from briefing.bill.focus.slices import Where, asked, parse_where, unknown
from briefing.errors import FactError
from read_alone import read_bill, read_bills

SHOP = Where("SubAccountName = Shop", "SubAccountName", "account", ("Shop",))


@pytest.mark.parametrize(
    ("text", "column", "values"),
    [
        ("SubAccountName = Shop", "account", ("Shop",)),
        ("sub-account-name=Shop", "account", ("Shop",)),
        ("sub_account_id = 4711", "account_id", ("4711",)),
        ("ServiceCategory in Compute, Storage", "category", ("Compute", "Storage")),
        ("SERVICE CATEGORY IN Compute", "category", ("Compute",)),
        ("ProviderName = 'Fictional Cloud, Inc.'", "provider", ("Fictional Cloud, Inc.",)),
        ("ServiceProviderName = Nimbus Example Cloud", "provider", ("Nimbus Example Cloud",)),
        ("ServiceName = Support in English", "service", ("Support in English",)),
        ("RegionName = a = b", "region", ("a = b",)),
        ("RegionId in west-1,, east-1 ,", "region_id", ("west-1", "east-1")),
    ],
)
def test_a_filter_names_a_column_and_values(text: str, column: str, values: tuple[str, ...]) -> None:
    found = parse_where(text)
    assert (found.text, found.column, found.values) == (text, column, values)


def test_an_empty_filter_takes_everything() -> None:
    assert parse_where("") == parse_where("  ") == Where()


def test_of_an_answer_a_filter_takes_the_rows_of_its_values() -> None:
    shop, other, none = ({"name": each} for each in ("shop", "other", "none"))
    answer = Answer(("region", "account"), {("west", "shop"): [shop], ("shop", "lab"): [other], (None, None): [none]})
    assert [*answer.of(SHOP)] == [shop]
    assert [*answer.of(Where())] == [shop, other, none]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Shop", "'Shop' is no filter; write it as SubAccountName = Shop, or SubAccountName in Shop, Web"),
        (
            "SubAccount = x",
            "'SubAccount = x' asks for 'SubAccount', which no filter knows; did you mean 'SubAccountId'?",
        ),
        (
            "Tags = x",
            "'Tags = x' asks for 'Tags', which no filter knows; there are ServiceProviderName, ProviderName, "
            "ServiceCategory, ServiceName, SubAccountName, SubAccountId, RegionName, RegionId and tag:KEY",
        ),
        ("RegionId in , ,", "'RegionId in , ,' names no value; write it as RegionId = Shop"),
    ],
)
def test_what_is_no_filter_is_refused(text: str, message: str) -> None:
    with pytest.raises(FactError) as raised:
        parse_where(text)
    assert str(raised.value) == message


def test_all_values_of_all_filters_are_asked_for_at_once() -> None:
    filters = [
        parse_where(text) for text in ("", "SubAccountName = Shop", "SubAccountName in Web, SHOP", "RegionId = a")
    ]
    assert asked(filters) == {"account": ("shop", "web"), "region_id": ("a",)}


CHARGES = [
    charge("2026-01", cost="10"),
    charge("2026-02", cost="20"),
    charge("2026-02", cost="5", SubAccountName="Web", ServiceName="Buckets", ServiceCategory="Storage"),
    charge("2026-02", cost="1", SubAccountName="Lab", SubAccountId="4711", RegionName="Example East"),
]


@pytest.mark.slow
def test_each_filter_has_a_bill_of_its_own_from_one_reading(tmp_path: Path) -> None:
    wheres = (
        "",
        "SubAccountName = shop",
        "sub-account-name in Web, Lab",
        "SubAccountId = 4711",
        "ServiceCategory=Storage",
    )
    bills = read_bills(write_bill(tmp_path, CHARGES), Billing(), wheres=wheres)
    assert tuple(bills) == wheres
    totals = [found.total for found in bills.values()]
    assert [total and total.effective for total in totals] == [36, 30, 6, 1, 5]
    assert [found.where for found in bills.values()] == list(wheres)


def test_a_slice_has_the_months_of_the_whole(tmp_path: Path) -> None:
    found = bill(tmp_path, CHARGES, where="SubAccountName = Web")
    assert [(month.month, month.complete, month.effective) for month in found.months] == [
        ("2026-01", True, 0),
        ("2026-02", True, 5),
    ]
    assert found.period
    assert found.period.first == "2026-01"
    assert found.quality.rows == 4
    assert [part.name for part in found.by["sub-account"]] == ["Web"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("SubAccountName = Shp", "no charge has SubAccountName 'Shp'; did you mean 'Shop'?"),
        ("SubAccountName in Web, Nowhere", "no charge has SubAccountName 'Nowhere'; there are 'Lab', 'Shop' and 'Web'"),
        ("RegionName = Example Wst", "no charge has RegionName 'Example Wst'; did you mean 'Example West'?"),
    ],
)
def test_a_value_that_nothing_has_is_refused(tmp_path: Path, where: str, message: str) -> None:
    with pytest.raises(FactError) as raised:
        bill(tmp_path, CHARGES, where=where)
    assert str(raised.value) == message


@pytest.mark.slow
def test_a_filter_that_only_takes_other_months_is_refused(tmp_path: Path) -> None:
    late = charge("2026-03", SubAccountName="Late", ChargePeriodEnd="2026-03-09T00:00:00Z")
    with pytest.raises(FactError) as raised:
        bill(tmp_path, [*CHARGES, late], where="SubAccountName = Late")
    assert str(raised.value) == (
        "no charge of the complete months 2026-01 to 2026-02 has SubAccountName = Late; choose another filter"
    )


@pytest.mark.slow
def test_names_with_blanks_at_their_ends_are_the_same(tmp_path: Path) -> None:
    charges = [charge(cost="1", SubAccountName="Shop "), charge(cost="2", SubAccountName=" Shop"), charge(cost="4")]
    assert [part.effective for part in bill(tmp_path, charges).by["sub-account"]] == [7]
    found = read_bill(write_bill(tmp_path, charges), Billing(), where="SubAccountName = Shop")
    assert found.total
    assert found.total.effective == 7


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (("Qa", "Ra"), "there are 'Qa' and 'Ra'"),
        (("E", "D", "C", "B", "A"), "there are 'A', 'B', 'C', 'D' and 'E'"),
        (("F", "E", "D", "C", "B", "A"), "there are 6, such as 'A', 'B' and 'C'"),
        ((), "filter by another column"),
    ],
)
def test_the_values_that_there_are_are_named_or_counted(values: tuple[str, ...], shown: str) -> None:
    error = unknown(parse_where("SubAccountName in Known, Zzzzzz, Other"), {"known"}, values)
    assert str(error) == f"no charge has SubAccountName 'Other'; {shown}"
    assert unknown(parse_where("SubAccountName = Known"), {"known"}, values) is None
