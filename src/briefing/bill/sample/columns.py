"""A cell as the columns of FOCUS 1.2: those whose value is the same in all of its rows.

All columns of FOCUS 1.2 are there but those for capacity reservations and for prices in another currency, which these
providers do not have. Against the specification one service has no list cost, as many real exports.
"""

from __future__ import annotations

import json
from typing import TypeAlias

from briefing.bill.sample.catalogue import Provider
from briefing.bill.sample.plan import Cell
from briefing.bill.sample.request import Sample
from briefing.documents.text import month_text

Texts: TypeAlias = dict[str, str | None]
COMPANY = "Fictional Freight"
ZONES = "ab"

# In the order of the file; the columns that differ from row to row are made in `expansion`.
COLUMNS: tuple[str, ...] = (
    *("AvailabilityZone", "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType"),
    *("BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass"),
    *("ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "CommitmentDiscountCategory"),
    *("CommitmentDiscountId", "CommitmentDiscountName", "CommitmentDiscountQuantity", "CommitmentDiscountStatus"),
    *("CommitmentDiscountType", "CommitmentDiscountUnit", "ConsumedQuantity", "ConsumedUnit", "ContractedCost"),
    *("ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost", "ListUnitPrice"),
    *("PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "RegionId", "RegionName"),
    *("ResourceId", "ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId"),
    *("SkuMeter", "SkuPriceDetails", "SkuPriceId", "SubAccountId", "SubAccountName", "SubAccountType", "Tags"),
)


def texts(cell: Cell, request: Sample) -> Texts:
    """The text columns of a cell, and `Resource`, which its resources are named after."""
    return {**_billing(cell, request), **_charge(cell), **_commitment(cell), **_service(cell), **_place(cell)}


def _billing(cell: Cell, request: Sample) -> Texts:
    """The account that pays, one for each currency, and the invoice; the month that is not over has none yet."""
    provider, currency = cell.charge.service.provider, cell.charge.currency
    account = f"{provider.key}-{currency.lower()}-4711"
    return {
        "BillingAccountId": account,
        "BillingAccountName": f"{COMPANY}, {currency}",
        "BillingAccountType": "Customer account",
        "BillingCurrency": currency,
        "InvoiceId": f"{account}-{month_text(cell.billed_month)}" if cell.billed_month <= request.last else None,
        "InvoiceIssuerName": provider.name,
        "ProviderName": provider.name,
        "PublisherName": provider.name,
    }


def _charge(cell: Cell) -> Texts:
    charge = cell.charge
    return {
        "ChargeCategory": charge.category,
        "ChargeClass": "Correction" if charge.correction else None,
        "ChargeDescription": f"{_what(cell)}: {charge.service.name}",
        "ChargeFrequency": _frequency(cell),
        "PricingCategory": _pricing(cell),
        "PricingUnit": charge.service.unit if charge.priced else None,
        "ConsumedUnit": charge.service.unit if charge.usage and charge.status != "Unused" else None,
    }


def _what(cell: Cell) -> str:
    charge = cell.charge
    if charge.correction:
        return "Usage corrected"
    if charge.status == "Unused":
        return "Commitment not used"
    return "Commitment bought" if charge.commitment and not charge.status else charge.category


def _frequency(cell: Cell) -> str:
    if cell.charge.category == "Usage":
        return "Usage-Based"
    return "Recurring" if cell.charge.whole_month else "One-Time"


def _pricing(cell: Cell) -> str | None:
    charge = cell.charge
    if not charge.priced:
        return None
    if charge.dynamic:
        return "Dynamic"
    return "Committed" if charge.status else "Standard"


def _commitment(cell: Cell) -> Texts:
    commitment = cell.charge.commitment
    return {
        "CommitmentDiscountCategory": commitment.category if commitment else None,
        "CommitmentDiscountId": commitment.id if commitment else None,
        "CommitmentDiscountName": commitment.name if commitment else None,
        "CommitmentDiscountStatus": cell.charge.status,
        "CommitmentDiscountType": commitment.kind if commitment else None,
        "CommitmentDiscountUnit": commitment.unit if commitment else None,
    }


def _service(cell: Cell) -> Texts:
    charge, service = cell.charge, cell.charge.service
    sku = _slug(service.name) if charge.priced else None
    return {
        "ServiceCategory": service.category,
        "ServiceName": service.name,
        "ServiceSubcategory": service.subcategory,
        "SkuId": sku,
        "SkuMeter": service.unit if sku else None,
        "SkuPriceDetails": None,
        "SkuPriceId": f"{sku}-{_slug(_pricing(cell) or '')}-{charge.category.lower()}" if sku else None,
    }


def _place(cell: Cell) -> Texts:
    """Business unit, region, zone, tags and resource."""
    line, service, provider = cell.line, cell.charge.service, cell.charge.service.provider
    resource = cell.charge.resource
    return {
        "SubAccountId": account_id(provider, line.account) if line.account else None,
        "SubAccountName": line.account,
        "SubAccountType": "Business unit" if line.account else None,
        "RegionId": line.region.id if line.region else None,
        "RegionName": line.region.name if line.region else None,
        "AvailabilityZone": f"{line.region.id}{ZONES[line.number % 2]}" if line.region and resource else None,
        "Tags": None if line.tags is None else json.dumps(line.tags, separators=(",", ":")),
        "ResourceType": service.resource_type if resource else None,
        "Resource": f"{_slug(service.name)}-{_slug(line.account or 'shared')}" if resource else None,
    }


def account_id(provider: Provider, account: str) -> str:
    """The id of a business unit's account at a provider."""
    return f"{provider.key}-{_slug(account)}"


def _slug(text: str) -> str:
    return text.lower().replace(" ", "-")
