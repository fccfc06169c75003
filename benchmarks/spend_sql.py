"""What an expert writes by hand for the same figures: `spend_sql.py FOLDER` prints the sums of a FOCUS export as JSON.

Plain DuckDB over Parquet, with the columns as the sample has them; no column is looked for, and nothing is checked
beyond a cast that cannot fail. One scan, with grouping sets, makes a small table from which every figure is taken.
"""

from __future__ import annotations

import json
import sys

import duckdb

SUMS = r"""
create temp table sums as
with charges as (
    select
        date_trunc('month', BillingPeriodStart)::date as billing_month,
        date_trunc('month', ChargePeriodStart)::date as month,
        BillingCurrency as currency, ProviderName as provider, ServiceCategory as category, ServiceName as service,
        SubAccountName as account, RegionName as region, ChargeCategory as charge,
        coalesce(ChargeClass = 'Correction', false) as correction, coalesce(PricingCategory = 'Dynamic', false) as spot,
        CommitmentDiscountId as commitment, CommitmentDiscountType as kind, CommitmentDiscountStatus as status,
        ResourceId is not null and ResourceId <> '' as resource,
        coalesce(regexp_matches(Tags, '"owner"\s*:\s*"[^"]'), false) as has_owner,
        coalesce(regexp_matches(Tags, '"cost-center"\s*:\s*"[^"]'), false) as has_center,
        try_cast(BilledCost as decimal(38, 12)) as billed, try_cast(EffectiveCost as decimal(38, 12)) as effective,
        try_cast(ListCost as decimal(38, 12)) as list, ChargePeriodStart::date as first, ChargePeriodEnd::date as last
    from read_parquet(?)
)
select
    grouping(service) = 0 as by_service, grouping(account) = 0 as by_account, grouping(region) = 0 as by_region,
    grouping(commitment) = 0 as by_commitment, billing_month, month, currency, provider, category, service, account,
    region, charge, correction, spot, commitment, kind, status, resource, has_owner, has_center,
    sum(billed) as billed, sum(effective) as effective, sum(list) as list,
    sum(effective) filter (where list is not null) as listed, count(*) as n, min(first) as first, max(last) as last
from charges
group by grouping sets (
    (billing_month, month, currency, provider, category, service, charge, correction),
    (month, currency, account, charge, correction, status, has_owner, has_center, resource),
    (month, currency, charge, correction, region),
    (month, currency, charge, correction, provider, commitment, kind, status, spot, category)
)
"""
COST = "charge in ('Usage', 'Purchase') and not correction"
SPAN = "month between date '{0}' and date '{1}'"


def main(folder: str) -> None:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute(SUMS, [f"{folder}/**/*.parquet"])
    print(json.dumps(figures(connection), default=str))


def figures(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    def ask(query: str) -> list[tuple[object, ...]]:
        return connection.execute(query).fetchall()

    services, accounts, regions, commitments = (
        f"from sums where by_{part}" for part in ("service", "account", "region", "commitment")
    )
    months = ask(f"select month, sum(effective) {services} and {COST} group by all order by all")
    complete = [month for month, _ in months[:-1]]  # the sample ends in the middle of a month
    period = SPAN.format(complete[-12], complete[-1])
    recent, earlier = (SPAN.format(complete[a], complete[b]) for a, b in ((-3, -1), (-15, -13)))
    sides = ", ".join(f"sum(effective) filter (where {span})" for span in (period, recent, earlier))
    all_, used = "group by all order by all", f"{commitments} and charge = 'Usage' and not correction and {period}"
    tagged = f"{accounts} and {COST} and {period}"
    return {
        "months": months,
        "ends": ask(f"select provider, month, min(first), max(last) {services} group by all order by all"),
        "billed": ask(f"select billing_month, charge, correction, sum(billed) {services} group by all order by all"),
        "provider": ask(f"select provider, {sides} {services} and {COST} group by all order by 2 desc"),
        "category": ask(f"select category, {sides} {services} and {COST} group by all order by 2 desc"),
        "service": ask(f"select provider, service, {sides} {services} and {COST} group by all order by 3 desc"),
        "account": ask(f"select account, {sides} {accounts} and {COST} group by all order by 2 desc"),
        "region": ask(f"select region, {sides} {regions} and {COST} group by all order by 2 desc"),
        "total": ask(f"select {sides} {services} and {COST}"),
        "courses": ask(
            f"select provider, category, service, month, sum(effective) {services} and {COST} group by all order by all"
        ),
        "commitments": ask(f"select provider, commitment, kind, status, sum(effective) {used} {all_}"),
        "compute": ask(f"select status, spot, sum(effective) {used} and category = 'Compute' {all_}"),
        "rates": ask(f"select status, sum(effective), sum(listed), sum(list) {used} group by all order by all"),
        "tags": ask(
            f"select charge, status, has_owner, has_center, resource, sum(effective) {tagged} group by all order by all"
        ),
    }


if __name__ == "__main__":
    main(sys.argv[1])
