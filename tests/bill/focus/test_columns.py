from __future__ import annotations

import pytest

from briefing.bill.focus.columns import FOCUS, MANDATORY, WANTED, Columns, columns_of
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
