"""What somebody writes by hand for the same figures: `spend_sql.py FOLDER` prints the sums of a FOCUS export as JSON.

Plain DuckDB over Parquet, with the columns as the sample has them; nothing is checked, no column is looked for, and all
rows are taken to be sound. One pass makes a table of sums, from which every figure is taken.
"""

from __future__ import annotations

import json
import sys

import duckdb

SUMS = r"""
create temp table sums as
select
    date_trunc('month', BillingPeriodStart) as billing_month, date_trunc('month', ChargePeriodStart) as charge_month,
    BillingCurrency as currency, ProviderName as provider, ServiceCategory as category, ServiceName as service,
    SubAccountName as account, RegionName as region, ChargeCategory as charge, ChargeClass as class,
    PricingCategory as pricing, CommitmentDiscountId as commitment, CommitmentDiscountStatus as status,
    ResourceId is not null as resource, ListCost is not null as listed,
    coalesce(regexp_matches(Tags, '"owner":\s*"[^"]'), false) as has_owner,
    coalesce(regexp_matches(Tags, '"cost-center":\s*"[^"]'), false) as has_center,
    sum(BilledCost) as billed, sum(EffectiveCost) as effective, sum(ListCost) as list, count(*) as n,
    min(ChargePeriodStart) as first, max(ChargePeriodEnd) as last
from read_parquet(?) group by all
"""
USAGE = "charge = 'Usage' and class is null"
COST = "charge in ('Usage', 'Purchase') and class is null"
SPAN = "charge_month between date '{0}' and date '{1}'"


def main(folder: str) -> None:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    connection.execute(SUMS, [f"{folder}/**/*.parquet"])
    print(json.dumps(figures(connection), default=str))


def figures(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    def ask(query: str) -> list[tuple[object, ...]]:
        return connection.execute(query).fetchall()

    months = ask(f"select charge_month::date, sum(effective) from sums where {COST} group by all order by all")
    ends = ask("select provider, min(first), max(last) from sums group by all order by all")
    complete = [month for month, _ in months[:-1]]  # the sample ends in the middle of a month
    period = SPAN.format(complete[-12], complete[-1])
    recent, earlier = (SPAN.format(complete[a], complete[b]) for a, b in ((-3, -1), (-15, -13)))
    sides = ", ".join(f"sum(effective) filter (where {span})" for span in (period, recent, earlier))
    found: dict[str, object] = {"months": months, "ends": ends}
    found["billed"] = ask("select billing_month::date, charge, class, sum(billed) from sums group by all order by all")
    for by in ("provider", "category", "service", "account", "region"):
        found[by] = ask(f"select {by}, {sides} from sums where {COST} group by all order by 2 desc")
    found["movers"] = ask(f"select provider, service, {sides} from sums where {COST} group by all order by all")
    found["services"] = ask(
        f"select provider, service, charge_month::date, sum(effective) from sums where {COST} group by all order by all"
    )
    usage = f"from sums where {USAGE} and {period}"
    found["commitments"] = ask(f"select commitment, status, sum(effective) {usage} and status is not null group by all")
    found["compute"] = ask(
        f"select coalesce(status, ''), sum(effective) {usage} and category = 'Compute' "
        "and pricing is distinct from 'Dynamic' group by all"
    )
    found["rates"] = ask(
        f"select coalesce(status = 'Unused', false), listed, sum(effective), sum(list) {usage} group by all"
    )
    found["tags"] = ask(
        "select has_owner, has_center, resource, coalesce(status = 'Unused', false), sum(effective) "
        f"{usage} group by all"
    )
    found["total"] = ask(f"select {sides} from sums where {COST}")
    return found


if __name__ == "__main__":
    main(sys.argv[1])
