"""The same with pandas: `spend_pandas.py FOLDER` reads the columns that the figures need, and groups them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd

COLUMNS = [
    *("BilledCost", "EffectiveCost", "ListCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart"),
    *("ChargePeriodEnd", "ChargeCategory", "ChargeClass", "ProviderName", "ServiceCategory", "ServiceName"),
    *("SubAccountName", "RegionName", "PricingCategory", "CommitmentDiscountId", "CommitmentDiscountStatus"),
    *("ResourceId", "Tags"),
]
COSTS = ["BilledCost", "EffectiveCost", "ListCost"]
KEYS = [
    *("billing_month", "charge_month", "BillingCurrency", "ProviderName", "ServiceCategory", "ServiceName"),
    *("SubAccountName", "RegionName", "ChargeCategory", "ChargeClass", "PricingCategory", "CommitmentDiscountId"),
    *("CommitmentDiscountStatus", "resource", "listed", "has_owner", "has_center"),
]


def main(folder: str) -> None:
    files = sorted(Path(folder).rglob("*.parquet"))
    rows = pd.concat([pd.read_parquet(each, columns=COLUMNS) for each in files], ignore_index=True)
    rows["listed"] = rows.ListCost.notna()
    for each in COSTS:
        rows[each] = rows[each].astype("float64")
    for name in ("Billing", "Charge"):
        start = rows[f"{name}PeriodStart"].dt
        rows[f"{name.lower()}_month"] = start.year * 12 + start.month
    rows["resource"] = rows.ResourceId.notna()
    rows["has_owner"] = rows.Tags.str.contains(r'"owner":\s*"[^"]', regex=True).fillna(False).astype(bool)
    rows["has_center"] = rows.Tags.str.contains(r'"cost-center":\s*"[^"]', regex=True).fillna(False).astype(bool)
    sums = rows.groupby(KEYS, dropna=False)[COSTS].sum().reset_index()
    cost = sums[sums.ChargeCategory.isin(["Usage", "Purchase"]) & sums.ChargeClass.isna()]
    months = cost.groupby("charge_month").EffectiveCost.sum()
    found = {by: cost.groupby(by).EffectiveCost.sum().to_dict() for by in KEYS[3:8]}
    print(json.dumps({"months": months.to_dict(), **found}, default=str))


if __name__ == "__main__":
    main(sys.argv[1])
