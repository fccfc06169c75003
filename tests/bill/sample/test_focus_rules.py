"""The sample keeps the rules of FOCUS 1.2: columns, types, allowed values, and what may be null when."""

from __future__ import annotations

import duckdb
import pytest

MANDATORY = (
    *("BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd"),
    *("BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd"),
    *("ChargePeriodStart", "ContractedCost", "EffectiveCost", "InvoiceIssuerName", "ListCost", "PricingQuantity"),
    *("PricingUnit", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName", "ServiceSubcategory"),
)
CONDITIONAL = (
    *("AvailabilityZone", "BillingAccountType", "ChargeFrequency", "CommitmentDiscountCategory"),
    *("CommitmentDiscountId", "CommitmentDiscountName", "CommitmentDiscountQuantity", "CommitmentDiscountStatus"),
    *("CommitmentDiscountType", "CommitmentDiscountUnit", "ConsumedQuantity", "ConsumedUnit", "ContractedUnitPrice"),
    *("InvoiceId", "ListUnitPrice", "PricingCategory", "RegionId", "RegionName", "ResourceId", "ResourceName"),
    *("ResourceType", "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId", "SubAccountId", "SubAccountName"),
    *("SubAccountType", "Tags"),
)
NEVER_NULL = (
    *("BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory"),
    *("ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost"),
    *("EffectiveCost", "InvoiceIssuerName", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName"),
    "ServiceSubcategory",
)
NUMBERS = (
    *("BilledCost", "CommitmentDiscountQuantity", "ConsumedQuantity", "ContractedCost", "ContractedUnitPrice"),
    *("EffectiveCost", "ListCost", "ListUnitPrice", "PricingQuantity"),
)
TIMES = ("BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart")
ALLOWED = {
    "ChargeCategory": {"Usage", "Purchase", "Tax", "Credit", "Adjustment"},
    "ChargeClass": {"Correction"},
    "ChargeFrequency": {"One-Time", "Recurring", "Usage-Based"},
    "CommitmentDiscountCategory": {"Spend", "Usage"},
    "CommitmentDiscountStatus": {"Used", "Unused"},
    "PricingCategory": {"Standard", "Dynamic", "Committed"},
    "BillingCurrency": {"EUR", "USD"},
}
PRICED = "ChargeCategory IN ('Usage', 'Purchase') AND ChargeClass IS NULL"
# What no row may be.
FORBIDDEN = {
    "a purchase of a commitment with effective cost": (
        "ChargeCategory = 'Purchase' AND CommitmentDiscountId IS NOT NULL AND (EffectiveCost <> 0 OR BilledCost <= 0)"
    ),
    "usage of a commitment that is billed": (
        "CommitmentDiscountStatus IS NOT NULL AND (BilledCost <> 0 OR EffectiveCost <= 0)"
    ),
    "a commitment's usage without its id, or without used or unused": (
        "ChargeCategory = 'Usage' AND (CommitmentDiscountId IS NULL) <> (CommitmentDiscountStatus IS NULL)"
    ),
    "a status on what is no usage": "ChargeCategory <> 'Usage' AND CommitmentDiscountStatus IS NOT NULL",
    "an id without its kind": (
        "(CommitmentDiscountId IS NULL) <> (CommitmentDiscountType IS NULL OR CommitmentDiscountCategory IS NULL "
        "OR CommitmentDiscountName IS NULL OR CommitmentDiscountUnit IS NULL OR CommitmentDiscountQuantity IS NULL)"
    ),
    "committed pricing without a commitment": (
        "(PricingCategory IS NOT DISTINCT FROM 'Committed') <> (CommitmentDiscountStatus IS NOT NULL)"
    ),
    "a credit that is not negative": "ChargeCategory = 'Credit' AND (BilledCost >= 0 OR EffectiveCost >= 0)",
    "a correction that is not negative": "ChargeClass IS NOT NULL AND BilledCost >= 0",
    "a correction of the month that it stands in": "ChargeClass IS NOT NULL AND ChargePeriodEnd > BillingPeriodStart",
    "another charge of another month": (
        "ChargeClass IS NULL AND NOT (ChargePeriodStart >= BillingPeriodStart AND ChargePeriodEnd <= BillingPeriodEnd)"
    ),
    "a billing period that is no month": "BillingPeriodEnd <> BillingPeriodStart + INTERVAL 1 MONTH",
    "usage that is not of one day": (
        "ChargeCategory = 'Usage' AND ChargePeriodEnd <> ChargePeriodStart + INTERVAL 1 DAY"
    ),
    "usage-based purchases": "ChargeCategory = 'Purchase' AND ChargeFrequency = 'Usage-Based'",
    "tax with prices or quantities": (
        "ChargeCategory = 'Tax' AND coalesce(PricingCategory, PricingUnit, PricingQuantity::VARCHAR, SkuId) IS NOT NULL"
    ),
    "usage or purchases without price category, quantity, unit and SKU": (
        f"{PRICED} AND (PricingCategory IS NULL OR PricingQuantity IS NULL OR PricingUnit IS NULL OR SkuId IS NULL "
        "OR SkuPriceId IS NULL OR ContractedUnitPrice IS NULL)"
    ),
    "a contracted cost that is not price times quantity": (
        f"{PRICED} AND ContractedCost <> ContractedUnitPrice * PricingQuantity"
    ),
    "a list cost that is not price times quantity": f"{PRICED} AND ListCost <> ListUnitPrice * PricingQuantity",
    "a list cost without a list price": f"{PRICED} AND (ListCost IS NULL) <> (ListUnitPrice IS NULL)",
    "a list cost below the contracted one": f"{PRICED} AND ListCost < ContractedCost",
    "a quantity that is nothing": f"{PRICED} AND PricingQuantity <= 0",
    "consumption of what is not used": (
        "(ConsumedQuantity IS NULL) <> (ChargeCategory <> 'Usage' OR ChargeClass IS NOT NULL "
        "OR CommitmentDiscountStatus IS NOT DISTINCT FROM 'Unused')"
    ),
    "a unit of consumption alone": "(ConsumedQuantity IS NULL) <> (ConsumedUnit IS NULL)",
    "a sub-account with an id and no name": "(SubAccountId IS NULL) <> (SubAccountName IS NULL)",
    "a region with an id and no name": "(RegionId IS NULL) <> (RegionName IS NULL)",
    "a resource with an id and no type": "(ResourceId IS NULL) <> (ResourceType IS NULL OR ResourceName IS NULL)",
    "a zone without a region": "AvailabilityZone IS NOT NULL AND RegionId IS NULL",
    "tags that are no JSON object": "Tags IS NOT NULL AND json_type(Tags) <> 'OBJECT'",
    "a missing invoice in a month that is over": "(InvoiceId IS NULL) <> (BillingPeriodStart = TIMESTAMP '2026-03-01')",
}


def test_all_mandatory_columns_are_there_and_only_columns_of_focus(data: duckdb.DuckDBPyConnection) -> None:
    names = [row[0] for row in data.execute("DESCRIBE focus").fetchall()]
    assert sorted(names) == sorted((*MANDATORY, *CONDITIONAL))


def test_amounts_are_decimals_times_are_times_and_all_else_is_text(data: duckdb.DuckDBPyConnection) -> None:
    types = {row[0]: row[1] for row in data.execute("DESCRIBE focus").fetchall()}
    for name, kind in types.items():
        expected = "DECIMAL(20,6)" if name in NUMBERS else "TIMESTAMP" if name in TIMES else "VARCHAR"
        assert kind == expected, name


@pytest.mark.parametrize("column", NEVER_NULL)
def test_a_column_that_must_not_be_null_never_is(data: duckdb.DuckDBPyConnection, column: str) -> None:
    assert data.execute(f"SELECT count(*) FROM focus WHERE {column} IS NULL").fetchone() == (0,)


def test_only_one_service_breaks_the_rule_that_there_is_a_list_cost(data: duckdb.DuckDBPyConnection) -> None:
    found = data.execute("SELECT DISTINCT ServiceName FROM focus WHERE ListCost IS NULL").fetchall()
    assert found == [("Stratus Tickets",)]


@pytest.mark.parametrize("column", ALLOWED)
def test_a_column_has_all_of_its_allowed_values_and_no_other(data: duckdb.DuckDBPyConnection, column: str) -> None:
    found = data.execute(f"SELECT DISTINCT {column} FROM focus WHERE {column} IS NOT NULL").fetchall()
    assert {value for (value,) in found} == ALLOWED[column]


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_there_is_no(data: duckdb.DuckDBPyConnection, rule: str) -> None:
    assert data.execute(f"SELECT count(*) FROM focus WHERE {FORBIDDEN[rule]}").fetchone() == (0,)


def test_each_service_has_one_category_and_one_subcategory(data: duckdb.DuckDBPyConnection) -> None:
    found = data.execute(
        "SELECT ServiceName FROM focus GROUP BY 1 HAVING count(DISTINCT (ServiceCategory, ServiceSubcategory)) > 1"
    ).fetchall()
    assert found == []
