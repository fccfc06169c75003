"""What must hold between the facts of an organisation: orders, sums, dates, and ids that exist."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.bill.bill import Billing
from briefing.documents.amounts import AmountError, Count, Currencies, Money, parse_day
from briefing.documents.text import did_you_mean, nearest, nearest_id, slug
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Code, ContentError, Problem, twice
from briefing.library.framework import RaciFile, Role, TradeOff, read_raci
from briefing.organisation.ids import milestone_problems
from briefing.organisation.organisation import BETWEEN, LEVELS, Aim, CostLine, KpiAim
from briefing.organisation.savings import saving_problems

if TYPE_CHECKING:
    from briefing.organisation.organisation import OrganisationFile


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
