"""What charges say of contract commitments: `ContractApplied` of FOCUS 1.3 names them, and how much counts for each.

It is asked for only where there are contract commitments to hold it against; the data are then read once more, of this
column alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ibis.expr.types import Table

APPLIED = "ContractApplied"
# The elements of a cell are a list under a name of its own, or alone, or one element; names end in `ID` or in `Id`.
_QUERY = """
with cells as (select currency, try_cast(applied as json) as j from ({rows})),
listed as (select currency, coalesce(j->'$.Elements', j->'$.ContractApplied', j) as j from cells where j is not null),
parts as (
  select currency, unnest(case when json_type(j) = 'ARRAY' then from_json(j, '["JSON"]') else [j] end) as j from listed
),
told as (
  select currency, coalesce(j->>'$.ContractCommitmentId', j->>'$.ContractCommitmentID') as id,
    try_cast(j->>'$.ContractCommitmentAppliedCost' as decimal(38, 12)) as cost
  from parts
)
select id, currency, sum(cost), count(*) - count(cost) from told where id is not null group by id, currency
"""


def applied_costs(rows: Table) -> Mapping[tuple[str, str], Decimal | None]:
    """What normalised rows apply to each commitment, by its id and the currency.

    None where any of it is not counted in money, as of a commitment to an amount of usage.
    """
    sound = rows.filter(rows.applied.notnull(), ~rows.is_broken).select("applied", "currency")
    connection = sound.get_backend()
    found = connection.con.sql(_QUERY.format(rows=connection.compile(sound))).fetchall()
    return {(id.strip(), currency): None if unknown else cost for id, currency, cost, unknown in found}
