"""What must hold between the facts of an organisation: ids that exist, orders, sums, dates, and the three cases of
each savings opportunity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from msgspec.structs import replace

from briefing.bill.bill import Billing
from briefing.documents.amounts import AmountError, Count, Currencies, Money, Saved, parse_day
from briefing.documents.text import did_you_mean, nearest, nearest_id, slug, spelled
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Code, ContentError, Problem, twice
from briefing.library.framework import RaciFile, Role, TradeOff, read_raci
from briefing.organisation.organisation import BETWEEN, LEVELS, Aim, CostLine, KpiAim, Saving, Spend

if TYPE_CHECKING:
    from briefing.organisation.organisation import OrganisationFile


# Ids in an organisation's file as the library spells them: `CFO` is cfo, and `Unit cost` is unit-cost.

T = TypeVar("T")
Ids = Collection[str] | None
_NUMBER = re.compile(r"#?\s*(\d+)\.?", re.ASCII)


def with_ids(facts: OrganisationFile, personas: Ids, kpis: Ids) -> OrganisationFile:
    """The facts with every persona and KPI under its id."""

    def people(named: dict[str, T]) -> dict[str, T]:
        return {spelled(each, personas): value for each, value in named.items()}

    pains = tuple(replace(each, who=tuple(spelled(who, personas) for who in each.who)) for each in facts.pain_points)
    aims = tuple(replace(each, id=spelled(each.id, kpis), by_persona=people(each.by_persona)) for each in facts.kpis)
    ask = replace(facts.ask, by_persona=people(facts.ask.by_persona)) if facts.ask else None
    stances = tuple(
        replace(each, id=slug(each.id), today=slug(each.today), aim=slug(each.aim)) for each in facts.trade_offs
    )
    people_in = people(facts.audience_names)
    return replace(facts, audience_names=people_in, pain_points=pains, kpis=aims, ask=ask, trade_offs=stances)


def twice_problems(document: Document, facts: OrganisationFile, personas: Ids) -> Iterator[Problem]:
    """Personas that stand twice in one mapping, in two spellings."""
    named: list[tuple[tuple[Step, ...], Mapping[str, object]]] = [(("audience-names",), facts.audience_names)]
    named += [(("kpis", index, "by-persona"), each.by_persona) for index, each in enumerate(facts.kpis)]
    named += [(("ask", "by-persona"), facts.ask.by_persona)] if facts.ask else []
    for path, mapping in named:
        seen: dict[str, str] = {}
        for each in mapping:
            if (first := seen.setdefault(spelled(each, personas), each)) != each:
                line = document.where_key(*path, first).line
                where = document.where_key(*path, each)
                yield twice(where, f"'{each}'", line, "join the two")


def milestone_problems(document: Document, facts: OrganisationFile, count: int | None) -> Iterator[Problem]:
    """Milestones by a number that the roadmap does not have, or has already; and those without a word."""
    seen: dict[int, int] = {}
    for index, each in enumerate(facts.roadmap):
        where = document.where("roadmap", index, "milestone")
        number = milestone_number(each.milestone)
        if number is None:
            if each.milestone and not slug(each.milestone):
                yield Problem(where, f"the milestone '{each.milestone}' has no letter", "write it in words")
            continue
        if count is not None and not 1 <= number <= count:
            remedy = f"the roadmap has 1 to {count}, as 'briefing list milestones' shows; or write it in words"
            yield Problem(where, f"there is no milestone {number}", remedy)
        if (first := seen.setdefault(number, index)) != index:
            line = document.where("roadmap", first, "milestone").line
            yield twice(where, f"the milestone {number}", line, "join the two")


def milestone_number(text: str) -> int | None:
    """The number that a milestone is named by: `4`, `#4` or `4.`; None for one in words."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found and len(found[1]) < 10 else None


def with_numbers(facts: OrganisationFile) -> OrganisationFile:
    """The facts with each number of a milestone as plain digits."""
    steps = tuple(replace(each, milestone=_digits(each.milestone)) for each in facts.roadmap)
    return replace(facts, roadmap=steps)


def _digits(text: str) -> str:
    number = milestone_number(text)
    return text if number is None else str(number)


# The three cases of each savings opportunity: what they are, what they come to, and what must hold between them.

Scenario: TypeAlias = Literal["low", "base", "high"]
SCENARIOS: tuple[Scenario, ...] = ("low", "base", "high")
_AMOUNT = "amount"


def cases(saving: Saving) -> Mapping[Scenario, Saved]:
    """What is stated for each case; nothing at all where the opportunity has no size yet."""
    stated = {"low": saving.low, "base": saving.base, "high": saving.high}
    return {name: found for name in SCENARIOS if (found := stated[name] or saving.amount)}


def current_monthly(spend: Spend | None) -> Money | None:
    """What technology costs a month now: as stated, a twelfth of the year, or the last month that is known."""
    if not spend:
        return None
    if spend.current_monthly:
        return spend.current_monthly
    if spend.current_annual:
        year = spend.current_annual
        return Money(year.amount / 12, year.currency, year.written, year.origin)
    return spend.by_month[max(spend.by_month)] if spend.by_month else None


def share_of(saved: Saved, monthly: Decimal | None) -> Decimal | None:
    """A saving as a share of the spend of twelve current months; None where there is no spend to be a share of."""
    if saved.money is None:
        return saved.share
    if not saved.money.amount:
        return saved.money.amount
    return saved.money.amount / (monthly * 12) if monthly else None


def saving_problems(document: Document, facts: OrganisationFile, known: object) -> Iterator[Problem]:
    """Opportunities that contradict themselves, and cases that save more than is spent."""
    seen: dict[str, int] = {}
    for index, saving in enumerate(facts.savings):
        path: tuple[Step, ...] = ("savings", index)
        where = document.where(*path, "name")
        if not slug(saving.name):
            if saving.name:
                yield Problem(where, f"the name '{saving.name}' has no letter or digit", "write what is saved on")
        elif (first := seen.setdefault(slug(saving.name), index)) != index:
            line = document.where("savings", first, "name").line
            yield twice(where, f"the opportunity '{saving.name}'", line, "rename one")
        yield from _case_problems(document, saving, path)
    yield from _total_problems(document, facts)


def _case_problems(document: Document, saving: Saving, path: tuple[Step, ...]) -> Iterator[Problem]:
    stated = [(name, each) for name in SCENARIOS if (each := getattr(saving, name))]
    if saving.amount and stated:
        message = f"'amount' stands beside '{stated[0][0]}'"
        yield Problem(document.where_key(*path, _AMOUNT), message, "keep 'amount', or low, base and high")
    if len({each.money is None for _, each in stated if _size(each)}) > 1:  # nothing is nothing in either unit
        message = f"the cases of '{saving.name}' are partly shares and partly money"
        yield Problem(document.where(*path), message, "write all of them as shares, or all as money a year")
        return
    for (name, less), (other, more) in pairwise(stated):
        if _size(less) > _size(more):
            message = f"'{name}' is above '{other}' in '{saving.name}'"
            yield Problem(document.where(*path, name), message, "low is the least, high the most")


def _size(saved: Saved) -> Decimal:
    return saved.money.amount if saved.money else saved.share or Decimal(0)


def _total_problems(document: Document, facts: OrganisationFile) -> Iterator[Problem]:
    """All open opportunities of a case together cannot save more than is spent."""
    now = current_monthly(facts.spend)
    for scenario in SCENARIOS:
        found = [
            share_of(each, now.amount if now else None)
            for saving in facts.savings
            if saving.status != "realised" and (each := cases(saving).get(scenario))
        ]
        total = sum((each for each in found if each is not None), Decimal(0))
        if total > 1:
            message = f"the '{scenario}' case of all savings adds up to {total * 100:.1f} % of the spend"
            yield Problem(document.where_key("savings"), message, "correct the savings, or the spend")


# What must hold between the facts of an organisation: orders, sums, dates, and ids that exist.

MOST_MONTHS = 600


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that a file may name; None where nobody said which there are. `roles` are the columns of the RACI."""

    personas: Collection[str] | None = None
    kpis: Collection[str] | None = None
    roles: tuple[Role, ...] = ()
    milestones: int | None = None
    capabilities: Collection[str] = ()
    trade_offs: Collection[TradeOff] | None = None


def organisation_problems(
    document: Document, facts: OrganisationFile, known: Known, currencies: Currencies
) -> Iterator[Problem]:
    """Every problem between the facts that could be read."""
    for check in _CHECKS:
        yield from check(document, facts, known)
    yield from _rate_problems(document, facts, currencies.own)


def _rate_problems(document: Document, facts: OrganisationFile, own: str) -> Iterator[Problem]:
    for code, rate in facts.exchange_rates.items():
        where = document.where_key("exchange-rates", code)
        if len(code) != 3 or not (code.isascii() and code.isalpha() and code.isupper()):
            yield Problem(where, f"'{code}' is no currency code", "write its three letters, such as USD")
        if code == own:
            yield Problem(where, f"{code} is the organisation's own currency", "take the line away")
        if not rate.value:
            yield Problem(document.where("exchange-rates", code), f"the rate of {code} is 0", "write what one is worth")


def _day_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    if facts.date and not facts.date.exact:
        yield Problem(document.where("date"), f"'date' is '{facts.date}', a month", "write the day too")
    first = facts.fiscal_calendar.first_month if facts.fiscal_calendar else None
    yield from _range_problems(document, ("fiscal-calendar", "first-month"), first, 1, 12)


def _spend_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    spend = facts.spend
    if not spend:
        return
    for path, each in ((("spend",), spend), (("spend", "ai"), spend.ai), (("spend", "saas"), spend.saas)):
        if each and each.current_monthly and each.current_annual:
            yield from _twice_problems(document, path, each.current_monthly, each.current_annual)
    for month in spend.by_month:
        yield from month_problems(document, ("spend", "by-month", month))


def month_problems(document: Document, path: tuple[Step, ...]) -> Iterator[Problem]:
    """What is wrong with the month that is the key at the end of a path."""
    month, where = str(path[-1]), document.where_key(*path)
    try:
        exact = parse_day(month).exact
    except AmountError as error:
        yield Problem(where, f"'{month}' is a month {error.message}", error.remedy)
    else:
        if exact:
            yield Problem(where, f"'{month}' is a day", "write the month")


def _twice_problems(document: Document, path: tuple[Step, ...], monthly: Money, annual: Money) -> Iterator[Problem]:
    if monthly.amount * 12 != annual.amount:
        message = "'current-monthly' and 'current-annual' contradict each other: twelve months are "
        yield Problem(document.where(*path, "current-annual"), f"{message}{monthly.amount * 12:,f}", "keep one of them")


def _persona_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    """Personas who are named anywhere and do not exist."""
    if known.personas is None:
        return
    for index, pain in enumerate(facts.pain_points):
        for number, who in enumerate(pain.who):
            if who not in known.personas:
                yield _nobody(document, known.personas, who, ("pain-points", index, "who", number))
    named: list[tuple[tuple[Step, ...], Mapping[str, object]]] = [(("audience-names",), facts.audience_names)]
    named += [(("kpis", index, "by-persona"), each.by_persona) for index, each in enumerate(facts.kpis)]
    named += [(("ask", "by-persona"), facts.ask.by_persona)] if facts.ask else []
    for path, mapping in named:
        yield from (
            _nobody(document, known.personas, each, (*path, each)) for each in mapping if each not in known.personas
        )


def _nobody(document: Document, personas: Collection[str], who: str, path: tuple[Step, ...]) -> Problem:
    where = document.where(*path) if isinstance(path[-1], int) else document.where_key(*path)
    remedy = did_you_mean(who, personas, f"there are {', '.join(personas)}; 'briefing personas list' shows them")
    return Problem(where, f"no persona is called '{who}'", remedy, Code.DANGLING)


def _maturity_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    for name, each in facts.maturity.items():
        if each.current and each.target and LEVELS.index(each.target) < LEVELS.index(each.current):
            message = f"the target '{each.target}' is below the current level '{each.current}'"
            yield Problem(document.where("maturity", name, "target"), message, "exchange them, or correct one")
        if slug(name) not in known.capabilities and nearest(slug(name), known.capabilities):  # else one of their own
            remedy = nearest_id(slug(name), known.capabilities, "capabilities")
            message = f"no capability has the id '{name}'"
            yield Problem(document.where_key("maturity", name), message, remedy, Code.DANGLING)


def _trade_off_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    if known.trade_offs is None:
        return
    there_are = {each.id: each for each in known.trade_offs}
    seen: dict[str, int] = {}
    for index, each in enumerate(facts.trade_offs):
        where = document.where("trade-offs", index, "id")
        if (first := seen.setdefault(each.id, index)) != index:
            line = document.where("trade-offs", first, "id").line
            yield twice(where, f"the trade-off '{each.id}'", line, "join the two")
        elif each.id not in there_are:
            remedy = nearest_id(each.id, there_are, "trade-offs")
            yield Problem(where, f"no trade-off has the id '{each.id}'", remedy, Code.DANGLING)
        else:
            yield from _pole_problems(document, there_are[each.id], {"today": each.today, "aim": each.aim}, index)


def _pole_problems(document: Document, known: TradeOff, places: Mapping[str, str], index: int) -> Iterator[Problem]:
    one, other = (each.id for each in known.poles)
    for field, place in places.items():
        if place and place not in (one, BETWEEN, other):
            message = f"'{field}' of the trade-off '{known.id}' is '{place}', which is neither of its poles"
            yield Problem(document.where("trade-offs", index, field), message, f"write {one}, {BETWEEN} or {other}")


def _cost_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    cost = facts.function_cost
    if not cost:
        return
    parts = [cost.people, cost.tools, *(line.monthly for line in cost.lines)]
    yield from _sum_problems(document, "monthly", cost.monthly, parts)
    yield from _sum_problems(document, "one-off", cost.one_off, [line.one_off for line in cost.lines])
    for index, line in enumerate(cost.lines):
        yield from _empty_line_problems(document, line, ("function-cost", "lines", index))


def _sum_problems(
    document: Document, name: str, total: Money | None, parts: Sequence[Money | None]
) -> Iterator[Problem]:
    stated = [part.amount for part in parts if part]
    if total and stated and sum(stated) != total.amount:
        message = f"'{name}' is {total.amount:,f}, but its parts add up to {sum(stated):,f}"
        yield Problem(document.where("function-cost", name), message, "correct one, or leave the sum to briefing")


def _empty_line_problems(document: Document, line: CostLine, path: tuple[Step, ...]) -> Iterator[Problem]:
    written = document.value
    for step in path:
        written = written[step]  # type: ignore[index]  # the line was read from there
    if isinstance(written, dict) and not {"monthly", "one-off"} & written.keys():
        yield Problem(
            document.where(*path), f"the line '{line.name}' has no amount", "add 'monthly: …' or 'one-off: …'"
        )


def _term_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    terms = facts.return_
    if not terms:
        return
    for name, value, least in (
        ("horizon-months", terms.horizon_months, 1),
        ("start-month", terms.start_month, 1),
        ("ramp-months", terms.ramp_months, 1),
        ("delay-months", terms.delay_months, 0),
    ):
        yield from _range_problems(document, ("return", name), value, least, MOST_MONTHS)


def _range_problems(
    document: Document, path: tuple[Step, ...], value: Count | None, least: int, most: int
) -> Iterator[Problem]:
    if value and not least <= value.value <= most:
        remedy = f"write a whole number from {least} to {most}"
        yield Problem(document.where(*path), f"'{path[-1]}' is '{value.value}'", remedy)


def _billing_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    if not facts.billing:
        return
    # only a file that says how its bill is read needs it

    yield from billing_problems(document, facts.billing)


def _kpi_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, kpi in enumerate(facts.kpis):
        where = document.where("kpis", index, "id")
        if known.kpis is not None and kpi.id not in known.kpis:
            remedy = nearest_id(kpi.id, known.kpis, "kpis")
            yield Problem(where, f"no KPI has the id '{kpi.id}'", remedy, Code.DANGLING)
        if (first := seen.setdefault(kpi.id, index)) != index:
            line = document.where("kpis", first, "id").line
            yield twice(where, f"the KPI '{kpi.id}'", line, "join the two")
        yield from _aim_problems(document, kpi, kpi, ("kpis", index))
        for persona, aim in kpi.by_persona.items():
            yield from _aim_problems(document, aim, kpi, ("kpis", index, "by-persona", persona))


def _aim_problems(document: Document, aim: Aim, overall: KpiAim, path: tuple[Step, ...]) -> Iterator[Problem]:
    """What a persona's aim does not say is that of all."""
    since, until = aim.baseline_date or overall.baseline_date, aim.date or overall.date
    if since and until and (aim.baseline_date or aim.date) and until.is_before(since):
        message = f"the target date {until} is before the baseline date {since}"
        yield Problem(document.where(*path, "date"), message, "exchange them, or correct one")
    baseline, target = aim.baseline or overall.baseline, aim.target or overall.target
    if baseline and target and (aim.baseline or aim.target) and baseline.unit != target.unit:
        message = f"the baseline is in '{baseline.unit}', the target in '{target.unit}'"
        yield Problem(document.where(*path, "target"), message, "write both in one unit")


def _roadmap_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    yield from milestone_problems(document, facts, known.milestones)


def _raci_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    if not facts.raci or not facts.raci.rows:
        return
    named = dict.fromkeys(key for row in facts.raci.rows for key in row if key != "task")
    roles = facts.raci.roles or known.roles or tuple(Role(id=each, name=each) for each in named)
    try:
        read_raci(document, RaciFile(roles=roles, rows=facts.raci.rows))
    except ContentError as error:
        yield from error.problems


def _confidential_problems(document: Document, facts: OrganisationFile, known: Known) -> Iterator[Problem]:
    from briefing.organisation.reader import key_problem  # only a file that keeps something back needs it

    for index, key in enumerate(facts.confidential):
        found = key_problem(type(facts), key)
        if found:
            yield Problem(document.where("confidential", index), *found)


_CHECKS: tuple[Callable[[Document, OrganisationFile, Known], Iterator[Problem]], ...] = (
    _day_problems,
    _spend_problems,
    _persona_problems,
    _maturity_problems,
    _trade_off_problems,
    saving_problems,
    _cost_problems,
    _term_problems,
    _billing_problems,
    _kpi_problems,
    _roadmap_problems,
    _raci_problems,
    _confidential_problems,
)


# What must hold in the `billing` part of an organisation's file: months that exist, and nothing that stands twice.


def billing_problems(document: Document, billing: Billing) -> Iterator[Problem]:
    """Every problem of the part."""
    for name in ("required_tags", "dimensions", "owned_sub_accounts", "saas_providers", "ai_services", "ai_providers"):
        yield from _list_problems(document, name.replace("_", "-"), getattr(billing, name))
    seen: dict[str, int] = {}
    for index, unit in enumerate(billing.units):
        where = document.where("billing", "units", index, "name")
        if not slug(unit.name):
            if unit.name:
                yield Problem(where, f"the name '{unit.name}' has no letter or digit", "write what is counted")
        elif (first := seen.setdefault(slug(unit.name), index)) != index:
            line = document.where("billing", "units", first, "name").line
            yield twice(where, f"the unit '{unit.name}'", line, "join the two")
        for month in unit.by_month:
            yield from month_problems(document, ("billing", "units", index, "by-month", month))


def _list_problems(document: Document, name: str, texts: Sequence[str]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, text in enumerate(texts):
        where = document.where("billing", name, index)
        if not text.strip():
            yield Problem(where, f"entry {index + 1} of '{name}' is empty", "write it, or take the line away")
        elif (first := seen.setdefault(text.casefold(), index)) != index:
            line = document.where("billing", name, first).line
            yield twice(where, f"'{text}'", line, "take one of them away", f" in '{name}'")
