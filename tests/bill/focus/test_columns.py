from __future__ import annotations

import pytest

from briefing.bill.focus.columns import FOCUS, MANDATORY, WANTED, Columns, _refuse_others, columns_of
from briefing.bill.focus.locations import BillFile
from briefing.errors import FactError

WHOLE = ("BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart", "ChargeCategory")
LEAST = (*WHOLE, "ServiceName", "ProviderName")


def test_names_are_found_whatever_their_case_order_and_separators() -> None:
    written = ("provider-name", "Billed Cost", " effective_cost ", "\ufeffBILLINGCURRENCY", "billing period start")
    columns = columns_of((*written, "chargePeriodStart", "Charge Category", "service\u00a0name"), "usage.csv")
    assert dict(columns.raw) == {
        "ProviderName": "provider-name",
        "BilledCost": "Billed Cost",
        "EffectiveCost": " effective_cost ",
        "BillingCurrency": "\ufeffBILLINGCURRENCY",
        "BillingPeriodStart": "billing period start",
        "ChargePeriodStart": "chargePeriodStart",
        "ChargeCategory": "Charge Category",
        "ServiceName": "service\u00a0name",
    }
    assert "BilledCost" in columns
    assert columns.get("ProviderName") == "provider-name"
    assert columns.get("Tags") is None


def test_other_columns_are_left_alone() -> None:
    assert columns_of((*LEAST, "x_BilledCost", "PricingQuantity", ""), "usage.csv").raw.keys() == set(LEAST)


def test_the_provider_of_the_newest_version_comes_first_whatever_the_order() -> None:
    assert columns_of((*LEAST, "PublisherName", "ServiceProviderName"), "usage.csv").providers == (
        "ServiceProviderName",
        "ProviderName",
        "PublisherName",
    )


@pytest.mark.parametrize("provider", ["ServiceProviderName", "ProviderName", "PublisherName"])
def test_one_column_with_the_provider_is_enough(provider: str) -> None:
    assert columns_of((*LEAST[:-1], provider), "usage.csv").providers == (provider,)


def test_missing_are_the_columns_that_some_figures_need() -> None:
    assert columns_of((*LEAST, "ListCost", "SubAccountId", "Tags"), "usage.csv").missing == (
        "ContractedCost",
        "ChargePeriodEnd",
        "ChargeClass",
        "ServiceCategory",
        "RegionName",
        "PricingCategory",
        "CommitmentDiscountId",
        "CommitmentDiscountStatus",
        "CommitmentDiscountType",
        "ResourceId",
    )
    assert columns_of(FOCUS, "usage.csv") == Columns({name: name for name in FOCUS})


@pytest.mark.parametrize("group", MANDATORY, ids=lambda group: group[0])
def test_data_without_a_column_that_every_figure_needs_are_refused(group: tuple[str, ...]) -> None:
    with pytest.raises(FactError, match=f"^usage.csv has no column '{group[0]}'; "):
        columns_of([name for name in FOCUS if name not in group], "usage.csv")


@pytest.mark.parametrize("group", WANTED, ids=lambda group: group[0])
def test_data_without_a_column_that_some_figures_need_are_read(group: tuple[str, ...]) -> None:
    there = [name for name in FOCUS if name not in group]
    assert columns_of(there, "usage.csv").missing == (group[0],)


def test_the_nearest_column_to_one_that_is_missing_is_named() -> None:
    with pytest.raises(FactError) as raised:
        columns_of(("Cost", *LEAST[1:]), "usage.csv")
    assert str(raised.value) == "usage.csv has no column 'BilledCost'; the nearest is 'Cost'"


def test_where_none_is_near_the_remedy_is_another_export() -> None:
    with pytest.raises(FactError) as raised:
        columns_of(("qqq", *LEAST[1:]), "usage.csv")
    remedy = "export the bill in the FOCUS format, version 1.0 to 1.3"
    assert str(raised.value) == f"usage.csv has no column 'BilledCost'; {remedy}"


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(FactError) as raised:
        columns_of(("Cost", "usage_currency", *LEAST[3:]), "usage.csv")
    assert str(raised.value) == (
        "usage.csv has no columns 'BilledCost' (the nearest is 'Cost'), 'EffectiveCost' and 'BillingCurrency' "
        "(the nearest is 'usage_currency'); export the bill in the FOCUS format, version 1.0 to 1.3"
    )


def test_a_column_that_serves_already_is_near_to_no_other() -> None:
    with pytest.raises(FactError) as raised:
        columns_of([name for name in LEAST if name != "EffectiveCost"], "usage.csv")
    assert "the nearest" not in str(raised.value)


def test_two_columns_for_one_are_refused_by_both_names() -> None:
    with pytest.raises(FactError) as raised:
        columns_of((*LEAST, "billed_cost "), "usage.csv")
    expected = "usage.csv has two columns for BilledCost: 'BilledCost' and 'billed_cost'; leave one of them out"
    assert str(raised.value) == expected


def test_names_of_older_exports_stand_for_those_of_focus() -> None:
    """Oracle writes Provider, Publisher and Region."""
    older = [name for name in LEAST if "Provider" not in name] + ["Provider", "Publisher", "Region"]
    found = columns_of(older, "usage.csv")
    assert [found.get(name) for name in ("ProviderName", "PublisherName", "RegionName")] == older[-3:]
    both = columns_of([*LEAST, "RegionName", "Region"], "usage.csv")
    assert both.get("RegionName") == "RegionName"


def test_columns_that_are_welcome_are_used_and_not_missed() -> None:
    welcome = "BillingAccountId SkuId SkuPriceId ConsumedUnit ConsumedQuantity SkuPriceDetails SkuMeter ContractApplied"
    assert set(columns_of((*LEAST, *welcome.split()), "usage.csv").raw) == {*LEAST, *welcome.split()}
    assert not {*welcome.split()} & {*columns_of(LEAST, "usage.csv").missing}


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"PK\x03\x04", "a zip archive; unpack it and give the files in it"),
        (b"PK\x03\x04[Content_Types].xml", "an Excel workbook; save its sheet with the bill as CSV"),
        (b"PK\x05\x06", "an empty zip archive; give the archive with the files in it"),
        (b"\xd0\xcf\x11\xe0", "an Excel workbook; save its sheet with the bill as CSV"),
        (b"SQLite format 3\0", "a SQLite database; export its table as CSV or Parquet"),
        (b"\x28\xb5\x2f\xfd", "packed with Zstandard; unpack it and give the files in it"),
        (b"BZh9", "packed with bzip2; unpack it and give the files in it"),
        (b"\xfd7zXZ\0", "packed with xz; unpack it and give the files in it"),
        (b"7z\xbc\xaf", "a 7z archive; unpack it and give the files in it"),
        (b"PARE", "an encrypted Parquet file; export it without encryption"),
        (b"ORC", "an ORC file; export it as CSV or Parquet"),
        (b"Obj\x01", "an Avro file; export it as CSV or Parquet"),
        (b"%PDF-1.7", "a PDF; export the bill as CSV or Parquet"),
        (b'\xef\xbb\xbf {"a": 1}', "JSON; export it as CSV or Parquet"),
        (b"[1]", "JSON; export it as CSV or Parquet"),
        (b"<html>", "a web page or XML; download the export again; the link may need a login"),
        (b"12345678DUCK", "a DuckDB database; give it as duckdb://, with the name of its table"),
        (b"a\0b\0c\0d\0e\0", 'in UTF-16; save it as UTF-8 ("CSV UTF-8" in Excel)'),
        (b"\xff\xfea\0", 'in UTF-16; save it as UTF-8 ("CSV UTF-8" in Excel)'),
        (b"abc\0defghij", "no text; give .csv, .csv.gz or .parquet files"),
    ],
)
def test_what_is_no_bill_is_told_by_how_it_begins(head: bytes, said: str) -> None:
    with pytest.raises(FactError) as raised:
        _refuse_others(BillFile("/home/a.csv", "a.csv"), head)
    assert str(raised.value) == f"a.csv is {said}"


def test_a_table_of_text_is_no_other_thing() -> None:
    for head in (b"BilledCost,Tags\n1,{}\n", b"P,a\n", b"12345678DUCT"):
        _refuse_others(BillFile("/home/a.csv", "a.csv"), head)
