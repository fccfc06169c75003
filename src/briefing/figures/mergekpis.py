"""Baselines of KPIs out of a bill, for those of which the organisation's file states none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from briefing.figures.billlines import Line
from briefing.figures.billunits import unit_cost_id
from briefing.figures.billwords import BillWords
from briefing.library.amounts import Quantity
from briefing.library.bill import Bill, Unit
from briefing.library.days import Day, parse_day
from briefing.library.organisation__types import Organisation
from briefing.library.organisationparts import KpiAim
from briefing.library.origin import Origin

UNIT_COST = "unit-cost"
# The KPIs of the catalogue that a bill shows by itself, and the figure that shows each.
SHARES: Mapping[str, str] = {
    "unallocated-cost": "bill.unallocated.share",
    "untagged-cost": "bill.untagged.share",
    "effective-savings-rate": "bill.effective-savings-rate",
    "commitment-coverage": "bill.commitments.coverage",
    "commitment-utilisation": "bill.commitments.utilisation",
    "commitment-waste": "bill.commitments.waste",
}
# The fact of the commitments that says the same as a KPI, or what is left of it.
_SAME: Mapping[str, str] = {
    "commitment-coverage": "coverage",
    "commitment-utilisation": "utilisation",
    "commitment-waste": "utilisation",
}


def with_baselines(facts: Organisation, bill: Bill, lines: Mapping[str, Line], words: BillWords) -> Organisation:
    """The facts, with a baseline for each KPI that the bill shows and the file has none of."""
    kpis = {each.id: each for each in facts.kpis}
    first = facts.figures_from == "bill"
    for id, line, found in baselines(facts, bill, lines, words):
        aim = kpis.get(id) or KpiAim(id=id)
        if not _fits(aim, found):
            continue
        if first:
            aim = _without_baselines(aim)
        if first or not (has_baseline(aim) or _is_stated(facts, id)):
            source = "; ".join(filter(None, (aim.source, words.source(line))))
            day = _last_day(line)
            kpis[id] = msgspec.structs.replace(aim, baseline=found, baseline_date=day, source=source)
    return msgspec.structs.replace(facts, kpis=tuple(kpis.values()))


def has_baseline(aim: KpiAim) -> bool:
    """Whether the file says where the KPI stands, for all or for anybody."""
    return any(each.baseline for each in (aim, *aim.by_persona.values()))


def _without_baselines(aim: KpiAim) -> KpiAim:
    people = {
        who: msgspec.structs.replace(own, baseline=None, baseline_date=None) for who, own in aim.by_persona.items()
    }
    return msgspec.structs.replace(aim, by_persona=people)


def baselines(
    facts: Organisation, bill: Bill, lines: Mapping[str, Line], words: BillWords
) -> Iterator[tuple[str, Line, Quantity]]:
    """Every KPI that the bill shows: its id, the line, and its value."""
    for id, figure in SHARES.items():
        if figure in lines:
            yield id, lines[figure], Quantity(lines[figure].value, "percent", origin=Origin(bill.source, figure))
    for unit in facts.units:
        line = lines.get(unit_cost_id(unit))
        if line:
            yield UNIT_COST, line, _unit_cost(line, unit, bill, words)


def _unit_cost(line: Line, unit: Unit, bill: Bill, words: BillWords) -> Quantity:
    return Quantity(line.value, "money", bill.currency, words.per(unit.name), Origin(bill.source, line.id))


def _is_stated(facts: Organisation, id: str) -> bool:
    """Whether the file says the same under `spend.commitments`: its value and the bill's would stand in one deck."""
    commitments = facts.spend.commitments if facts.spend else None
    fact = getattr(commitments, _SAME[id], None) if id in _SAME else None
    return fact is not None and not fact.origin.key.startswith("bill.")


def _fits(aim: KpiAim, found: Quantity) -> bool:
    """Whether the value is in the unit of the targets that are stated."""
    targets = (each.target for each in (aim, *aim.by_persona.values()) if each.target)
    return all((each.unit, each.per) == (found.unit, found.per) for each in targets)


def _last_day(line: Line) -> Day:
    return parse_day(line.when[0].last)
