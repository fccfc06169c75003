"""From billed to effective cost in the period, out of the sums that are there for both: each charge in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from briefing.library.bill import ZERO
from briefing.library.billbridge import Bridge
from briefing.spend.history import History
from briefing.spend.ledger import Row, has
from briefing.spend.months import number_of
from briefing.spend.plain import plain

# A charge that is several of these, such as the correction of a credit, is the first.
_APART = {
    "tax": "is_tax",
    "credits": "is_credit",
    "adjustments": "is_adjustment",
    "corrections": "is_correction",
    "uncategorised": "is_uncategorised",
}


def bridge_of(invoiced: Iterable[Row], counted: Sequence[Row], history: History) -> Bridge:
    """The bridge of the period. `invoiced` are all charges, `counted` those of effective cost within the period."""
    sums = dict.fromkeys(_APART, ZERO)
    billed = by_charge = by_invoice = ZERO
    for row in invoiced:
        is_billed = number_of(row["billing_month"]) in history.period
        billed += row["billed"] if is_billed else ZERO
        apart = next((name for name, flag in _APART.items() if has(row, flag)), "")
        if apart:
            sums[apart] -= row["billed"] if is_billed else ZERO
            continue
        by_invoice += row["billed"] if is_billed else ZERO
        by_charge += row["billed"] if number_of(row["charge_month"]) in history.period else ZERO
    return Bridge(
        billed=plain(billed),
        **{name: plain(value) for name, value in sums.items()},
        prepaid=_beyond(counted, _is_prepaid),
        amortised=_beyond(counted, lambda row: not _is_prepaid(row) and _is_committed(row)),
        other=_beyond(counted, lambda row: not _is_prepaid(row) and not _is_committed(row)),
        shifted=plain(by_charge - by_invoice),
        effective=plain(sum((row["effective"] for row in counted), ZERO)),
    )


def _is_prepaid(row: Row) -> bool:
    """A purchase; what converters write on it as unused is a part of what was bought earlier."""
    return has(row, "is_purchase") and not has(row, "is_unused")


def _is_committed(row: Row) -> bool:
    return bool(row["name"]) or has(row, "is_used") or has(row, "is_unused")


def _beyond(rows: Iterable[Row], wanted: Callable[[Row], bool]) -> Decimal:
    """How much more their effective cost is than what was billed."""
    return plain(sum((row["effective"] - row["billed"] for row in rows if wanted(row)), ZERO))
