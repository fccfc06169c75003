"""Organisations and small bills drawn at random: every part present or absent, by persona or not, past and future."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from bill_samples import D, compared, part, part_of, plain
from briefing.bill.bill import Allocation, Anomaly, Bill, Commitment, Commitments, Part, Rates
from briefing.documents.yamlfile import parse_yaml
from briefing.figures.company import Company, company_of
from briefing.library.library import Library
from briefing.organisation.reading import organisation_of

UNIT = "unit"  # no fact: the company is a unit, and its group asks for something

DAY = date(2026, 3, 15)
ROOM = ("ceo", "cfo", "cto", "procurement")
KPIS = ("unit-cost", "forecast-accuracy", "cogs", "commitment-coverage", "unallocated-cost", "time-to-market")
LEVELS = ("crawl", "walk", "run")

Facts = dict[str, Any]


def some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    """A mapping in which every key may be missing."""
    return st.fixed_dictionaries({}, optional={key.replace("_", "-"): value for key, value in parts.items()})


def named(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    """Some of these parts beside a name."""
    return st.tuples(st.integers(1, 999), some(**parts)).map(lambda each: {"name": f"Thing {each[0]}", **each[1]})


def few(one: st.SearchStrategy[Any], *, key: str = "name") -> st.SearchStrategy[list[Any]]:
    """Up to four, each of another name."""
    return st.lists(one, min_size=1, max_size=4, unique_by=lambda each: each[key])


days = st.dates(date(2025, 1, 1), date(2028, 12, 31)).map(str) | st.dates(date(2025, 1, 1), date(2028, 12, 31)).map(
    lambda day: f"{day:%Y-%m}"
)
money = st.integers(1, 3_000_000) | st.just(0)
share = st.integers(0, 100).map(lambda each: f"{each}%")
growth = st.sampled_from(("0%", "18%", "-12%", "85%", "900%", "0.4%", "-60%"))
owners = st.sampled_from(("Ada", "Ammann and Ferrari", "Ada, Bo and Cy"))
decisions = st.sampled_from(("Fund a team of our own", "Release the budget", "Open the books to us"))
asked = some(decision=decisions, amount=money, people=st.sampled_from((0.5, 1, 2.5)), date=days, owner=owners)
slices = some(current_monthly=st.integers(0, 900), annual_growth=growth)
commitments = some(monthly=st.integers(1, 900), coverage=share, utilisation=share, next_renewal=days)
spend = some(ai=slices, saas=slices) | st.fixed_dictionaries(
    {"current-monthly": st.integers(1000, 9_000_000)},
    optional={"annual-growth": growth, "ai": slices, "saas": slices, "commitments": commitments},
)
terms = some(
    horizon_months=st.sampled_from((1, 12, 24, 36)),
    delay_months=st.sampled_from((1, 3)),
    start_month=st.sampled_from((1, 4)),
    ramp_months=st.sampled_from((1, 6)),
)
statuses = st.sampled_from(("idea", "estimated", "verified", "realised"))
saving = named(amount=st.integers(0, 12_000).map("{} EUR".format), status=statuses) | st.tuples(
    st.integers(1, 999), st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), statuses
).map(
    lambda each: {
        "name": f"Idea {each[0]}",
        "low": f"{each[1]}%",
        "base": f"{each[1] + each[2]}%",
        "high": f"{each[1] + each[2] + each[3]}%",
        "status": each[4],
    }
)
kpi = st.sampled_from(KPIS).flatmap(
    lambda id: some(baseline=share, target=share, date=days, baseline_date=days).map(lambda each: {"id": id, **each})
)
steps = st.integers(1, 9).map(str) | st.sampled_from(("Costs by order", "Bills by name"))
step = steps.flatmap(lambda each: some(date=days, owner=owners).map(lambda rest: {"milestone": each, **rest}))
pain = named(cost=money, who=st.lists(st.sampled_from(ROOM), unique=True)).map(
    lambda each: {"text": each.pop("name"), **each}
)
organisations = some(
    name=st.just("Fictional Works"),
    spend=spend,
    savings=few(saving),
    function_cost=some(one_off=money, monthly=st.integers(0, 90_000) | st.just(0)),
    **{"return": terms, UNIT: st.just(True)},
    kpis=few(kpi, key="id"),
    roadmap=few(step, key="milestone"),
    team=some(size=st.sampled_from((0, 1, 2.5)), home=st.just("Platform"), reporting_line=owners),
    ask=st.tuples(asked, st.dictionaries(st.sampled_from(ROOM), asked, max_size=2)).map(
        lambda each: {**each[0], **({"by-persona": each[1]} if each[1] else {})}
    ),
    quick_wins=few(named(date=days, amount=money, owner=owners)),
    risks=few(named(mitigation=st.just("We watch it"), owner=owners)),
    pain_points=few(pain, key="text"),
    incidents=few(named(cost=money, date=days)),
    maturity=st.dictionaries(
        st.sampled_from(("allocation", "forecasting", "budgeting")),
        some(current=st.sampled_from(LEVELS), target=st.sampled_from(LEVELS)),
        max_size=3,
    ),
    fiscal_calendar=some(budget_due=days),
)

sizes = st.sampled_from((0, 3, 250, 3_260, 84_000, 1_234_567, 2_512_345))
signed = sizes | st.sampled_from((-40, -9_000))


@st.composite
def bills(draw: st.DrawFn) -> Bill:
    """A bill of a few months, with parts that may be less than nothing."""
    costs = draw(st.lists(signed, min_size=1, max_size=14))
    ai = draw(st.none() | st.lists(signed, min_size=len(costs), max_size=len(costs)))
    found = compared(costs)
    parts = tuple(
        part(f"Service {n}", *draw(st.tuples(signed, signed, signed))) for n in range(draw(st.integers(0, 4)))
    )
    whole = part_of(costs, found)
    rest: dict[str, Any] = {}
    if draw(st.booleans()):
        covered, used, unused = draw(signed), draw(sizes), draw(signed)
        one = Commitment(id="c-1", kind="Plan", provider="Cloud", used=D(used), unused=D(unused))
        rest["commitments"] = Commitments(
            used=D(used),
            unused=D(unused),
            covered_compute=D(covered),
            eligible_compute=D(draw(sizes)),
            largest=(one,),
        )
    if draw(st.booleans()):
        usage, lost = draw(sizes), draw(signed)
        amounts = {"usage": D(usage), "untagged": D(draw(signed)), "untaggable": D(0), "unallocated": D(lost)}
        rest["allocation"] = Allocation(**amounts, lacking={}, total=whole.effective)
    if draw(st.booleans()):
        rest["rates"] = Rates(effective=D(draw(sizes)), list=D(draw(sizes)), known=D(1))
    if draw(st.booleans()) and len(costs) > 1:
        last = plain(costs).months[-1].month
        rest["anomalies"] = (Anomaly(month=last, service="Service 1", provider="Cloud", before=D(3), after=D(3_260)),)
    tags = draw(st.sampled_from(((), ("owner",))))
    movers = tuple(each for each in parts if each.recent != each.earlier) if found else ()
    by: Mapping[Any, tuple[Part, ...]] = {"service": parts} if parts else {}
    return plain(costs, ai or (), by=by, movers=movers, required_tags=tags, **rest)


def company(library: Library, facts: Facts | None, bill: Bill | None) -> Company:
    """The company of drawn facts and a drawn bill."""
    read = None
    if facts is not None:
        written = {key: value for key, value in facts.items() if key != UNIT}
        document = parse_yaml(json.dumps({"currency": "EUR", **written}), "org.yaml", fold=True, may_be_empty=True)
        read = organisation_of(document)
    found = company_of(library, read, bill)
    return replace(found, left_out=("ask",)) if UNIT in (facts or {}) else found


def decimal_of(text: str) -> Decimal:
    """A number as a briefing writes it: `1,234.5`."""
    return Decimal(text.replace(",", ""))
