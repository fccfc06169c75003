"""Effective cost by the values of a dimension: in the period, and on both sides of the comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from briefing.library.bill import ZERO, Part
from briefing.spend.history import History
from briefing.spend.ledger import Row
from briefing.spend.months import number_of
from briefing.spend.plain import plain

MOST_PARTS = 20
MOST_MOVERS = 8


class Tally:
    """Adds up parts by provider and name, in any order."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], list[Decimal]] = {}

    def add(self, provider: str | None, name: str | None, spans: Sequence[Decimal]) -> None:
        """Add effective cost in the period, on the recent and on the earlier side."""
        sums = self._sums.setdefault((provider or "", name or ""), [ZERO, ZERO, ZERO])
        for place, amount in enumerate(spans):
            sums[place] += amount

    def parts(self) -> list[Part]:
        """All parts, the largest first."""
        parts = [_part(sums, name, provider) for (provider, name), sums in self._sums.items()]
        return sorted(parts, key=lambda part: (-part.effective, part.provider, part.name))

    def total(self) -> Part | None:
        """All together; None where nothing was added."""
        parts = self.parts()
        return joined(parts) if parts else None


def names_apart(rows: Sequence[Row]) -> list[str]:
    """The names of sub-accounts; behind one that several have its id, or its provider where it has no id.

    One id is one sub-account, whoever sells what runs in it.
    """
    ids: dict[str, set[str]] = {}
    providers: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        name, id = row["name"] or "", row["kind"] or ""
        ids.setdefault(name, set()).add(id)
        providers.setdefault((name, id), set()).add(row["provider"] or "")
    return [_apart(row, ids, providers) for row in rows]


def _apart(row: Row, ids: Mapping[str, set[str]], providers: Mapping[tuple[str, str], set[str]]) -> str:
    name, id = row["name"] or "", row["kind"] or ""
    if not name or (len(ids[name]) == 1 and len(providers[name, id]) == 1):
        return name
    own = id not in ("", name)
    behind = (id if len(ids[name]) > 1 else "") if own else row["provider"] or ""
    return f"{name} ({behind})" if behind else name


def spans_of(row: Row, history: History) -> tuple[Decimal, Decimal, Decimal]:
    """A month's effective cost, once for each span that the month is in."""
    month, cost = number_of(row["charge_month"]), row["effective"]
    return (
        cost if month in history.period else ZERO,
        cost if month in history.recent else ZERO,
        cost if month in history.earlier else ZERO,
    )


def in_spans(row: Row) -> tuple[Decimal, Decimal, Decimal]:
    """The amounts of a row that is already summed up by span."""
    return row["effective"], row["recent"], row["earlier"]


def joined(parts: Iterable[Part], others: int = 0) -> Part:
    """One part without a name, for what several parts are together."""
    each = tuple(parts)
    return Part(
        name="",
        effective=plain(sum((part.effective for part in each), ZERO)),
        recent=plain(sum((part.recent for part in each), ZERO)),
        earlier=plain(sum((part.earlier for part in each), ZERO)),
        others=others,
    )


def shortened(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The largest parts, and the rest as one."""
    rest = parts[MOST_PARTS:]
    return (*parts[:MOST_PARTS], joined(rest, len(rest))) if rest else tuple(parts)


def movers(services: Iterable[Part]) -> tuple[Part, ...]:
    """The services that changed most, up or down."""
    moved = sorted(services, key=lambda part: (-abs(part.recent - part.earlier), part.provider, part.name))
    return tuple(moved[:MOST_MOVERS])


def _part(sums: Sequence[Decimal], name: str, provider: str) -> Part:
    effective, recent, earlier = map(plain, sums)
    return Part(name=name, provider=provider, effective=effective, recent=recent, earlier=earlier)
