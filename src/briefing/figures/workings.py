"""How figures follow from each other, as formulas of cells: what is worked out month by month, and what from that.

A formula names figures as `{spend.monthly}`, in the table of months the cell of the same row as `@spend`, all cells
down to that row as `^spend`, and the whole column as `#spend`, or months of it as `#spend[1:12]`. `*` is the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate

from msgspec import Struct

from briefing.figures.basis import ONE, ZERO, Basis, basis, course, effect, exactly, open_, sized, spend_by_month
from briefing.figures.figure import Figures, Opportunity
from briefing.organisation.organisation import Organisation
from briefing.organisation.savings import SCENARIOS

NAMED = re.compile(r"\{([^}]+)\}")
CASE = re.compile(r"(?<=[a-z])\.\*")
COLUMN = re.compile(r"([@^#])([a-z]+(?:-later)?(?:\.[a-z]+)?)(?:\[(\d+):(\d+)\])?")

# What a figure comes to from others. Those of a bill are sums of its charges, and stand as they are.
FORMULAS: Mapping[str, str] = {
    "spend.annual": "{spend.monthly}*12",
    "spend.in-12-months": "{spend.monthly}*(1+{spend.annual-growth})",
    "spend.rise-in-12-months": "{spend.monthly}*{spend.annual-growth}",
    "spend.over-horizon": "SUM(#spend)",
    "function-cost.annual": "{function-cost.monthly}*12",
    "function-cost.first-year": "{function-cost.one-off}+{function-cost.monthly}*12",
    "savings.*.share": "{savings.*.annual}/({spend.monthly}*12)",
    "return.*.total-savings": "SUM(#saving.*)",
    "return.*.total-cost": "SUM(#cost)",
    "return.*.net": "{return.*.total-savings}-{return.*.total-cost}",
    "return.*.return-ratio": "{return.*.total-savings}/{return.*.total-cost}",
    "return.*.payback-month": 'IF(SUM(#paid.*)=0,"",MIN(#paid.*))',
    "return.*.npv": "SUMPRODUCT((#saving.*-#cost)/(1+{terms.discount-rate})^(#month/12))",
    "return.*.cost-of-waiting": "{return.*.net}-(SUM(#later.*)-SUM(#cost-later))",
    "break-even-share": "SUM(#cost)/SUMPRODUCT(#spend*#effect)",
    "bill.commitments.waste": "1-{bill.commitments.utilisation}",
}
# The columns of the table of months, which `docs/return.md` explains.
MONTHS: Mapping[str, str] = {
    "month": "",
    "spend": "{spend.monthly}*(1+{spend.annual-growth})^(@month/12)",
    "effect": "MIN(1,MAX(0,@month-{terms.start-month}+1)/{terms.ramp-months})",
    "cost": "{function-cost.monthly}+IF(@month=1,{function-cost.one-off},0)",
    "saving.*": "@spend*{savings.*.share}*@effect",
    "net.*": "SUM(^saving.*)-SUM(^cost)",
    "paid.*": 'IF(@net.*>=-0.000000001,@month,"")',
    "effect-later": "MIN(1,MAX(0,@month-{terms.start-month}-{terms.delay-months}+1)/{terms.ramp-months})",
    "cost-later": (
        "IF(@month<={terms.delay-months},0,"
        "{function-cost.monthly}+IF(@month-{terms.delay-months}=1,{function-cost.one-off},0))"
    ),
    "later.*": "@spend*{savings.*.share}*@effect-later",
}


class Column(Struct, frozen=True):
    """A column of the table of months: its values, None where a month has none, and the formula of each."""

    id: str
    case: str
    values: tuple[Decimal | None, ...]
    formula: str = ""

    @property
    def name(self) -> str:
        """What formulas call it: `saving.base`."""
        return f"{self.id}.{self.case}" if self.case else self.id


def months(figures: Figures, facts: Organisation) -> tuple[Column, ...]:
    """The table of months; none without a return. What is rounded cannot be reckoned, and stands without formulas."""
    series = figures.series
    cases = [each for each in SCENARIOS if f"return.{each}.cumulative-net" in series]
    if cases and not facts.redacted:
        with exactly():
            return tuple(_reckoned(figures, basis(facts), cases))
    known = [("spend", series["spend"].values)] if "spend" in series else []
    known += [("cost", series["return.cost"].values)] if cases else []
    for case in cases:
        known.append((f"saving.{case}", series[f"return.{case}.savings"].values))
        known.append((f"net.{case}", series[f"return.{case}.cumulative-net"].values))
    if not known:
        return ()
    count = tuple(Decimal(month) for month in range(1, len(known[0][1]) + 1))
    formulas = {} if facts.redacted else MONTHS
    return tuple(_column(id, values, formulas, figures) for id, values in (("month", count), *known))


def _column(id: str, values: tuple[Decimal | None, ...], formulas: Mapping[str, str], figures: Figures) -> Column:
    kind, _, case = id.partition(".")
    formula = _of_case(formulas.get(f"{kind}.*" if case else kind, ""), case)
    if any(figures.value(each) is None for each in NAMED.findall(formula)):
        formula = ""
    return Column(kind, case, values, formula)


def _of_case(text: str, case: str) -> str:
    """The text of one case; a `*` that multiplies stays."""
    return CASE.sub(f".{case}", text) if case else text


def _reckoned(figures: Figures, start: Basis, cases: Sequence[str]) -> Iterator[Column]:
    """Every column, with its formula."""
    horizon, delay = start.months("horizon-months"), start.months("delay-months")
    first, ramp = start.months("start-month"), start.months("ramp-months")
    case = start.case(ONE)
    if case is None:
        return
    count = range(1, horizon + 1)
    now, later = course(case), course(case, delay)
    spend = spend_by_month(case.spend, case.growth, horizon)
    yield _column("month", tuple(map(Decimal, count)), MONTHS, figures)
    yield _column("spend", spend, MONTHS, figures)
    yield _column("effect", tuple(effect(each, first, ramp) for each in count), MONTHS, figures)
    yield _column("cost", now.costs, MONTHS, figures)
    for name in cases:
        saved = figures.series[f"return.{name}.savings"].values
        nets = tuple(accumulate(a - b for a, b in zip(saved, now.costs, strict=True)))
        yield _column(f"saving.{name}", saved, MONTHS, figures)
        yield _column(f"net.{name}", nets, MONTHS, figures)
        paid = (Decimal(each) if net >= Decimal("-1e-9") else None for each, net in zip(count, nets, strict=True))
        yield _column(f"paid.{name}", tuple(paid), MONTHS, figures)
    yield _column("effect-later", tuple(effect(each, first + delay, ramp) for each in count), MONTHS, figures)
    yield _column("cost-later", later.costs, MONTHS, figures)
    for name in cases:
        share = figures.value(f"savings.{name}.share")
        if share is not None:
            yield _column(f"later.{name}", tuple(each * share for each in later.savings), MONTHS, figures)


def formulas(figures: Figures, facts: Organisation, table: tuple[Column, ...]) -> Mapping[str, str]:
    """The formula of each figure that has one, by id: only where all that it names is there, and nothing is rounded."""
    if facts.redacted:
        return {}
    columns = {each.name for each in table}
    found = {**dict(_plain()), **dict(_savings(figures)), **dict(_fiscal(figures))}
    return {
        id: text
        for id, text in found.items()
        if figures.value(id) is not None
        and all(figures.value(each) is not None for each in NAMED.findall(text))
        and {each for _, each, _, _ in COLUMN.findall(NAMED.sub("", text))} <= columns
    }


def _plain() -> Iterator[tuple[str, str]]:
    for id, text in FORMULAS.items():
        for case in SCENARIOS if "*" in id else ("",):
            yield _of_case(id, case), _of_case(text, case)


def _savings(figures: Figures) -> Iterator[tuple[str, str]]:
    """Each saving that is stated as a share, and the sums over savings."""
    counted = sized(figures.opportunities)
    for case in SCENARIOS:
        for each in counted:
            if case not in each.in_money and case in each.shares:
                yield f"opportunities.{each.id}.{case}", f"{each.shares[case]:f}*{{spend.monthly}}*12"
        yield f"savings.{case}.annual", _sum(open_(counted), case)
        for status in {each.status for each in counted}:
            yield f"savings.by-status.{status}.{case}", _sum([each for each in counted if each.status == status], case)


def _sum(counted: tuple[Opportunity, ...] | list[Opportunity], case: str) -> str:
    return "+".join(f"{{opportunities.{each.id}.{case}}}" for each in counted)


def _fiscal(figures: Figures) -> Iterator[tuple[str, str]]:
    """What the return comes to in each fiscal year, whose months follow each other."""
    end = ZERO
    for id in sorted(each.id for each in figures if re.fullmatch(r"fiscal\.\d+\.months\.return", each.id)):
        year, first = id.removesuffix(".months.return"), end + 1
        end += figures.value(id) or ZERO
        span = f"[{first}:{end}]"
        yield f"{year}.cost", f"SUM(#cost{span})"
        for case in SCENARIOS:
            yield f"{year}.savings.{case}", f"SUM(#saving.{case}{span})"
            yield f"{year}.net.{case}", f"SUM(#saving.{case}{span})-SUM(#cost{span})"
