"""Kinds about where the organisation stands and where it is to be: spend, urgency, KPIs, pains, maturity, risks
and team.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from briefing.compose import charts
from briefing.compose.audience import KpiTold, explained, is_aim, is_stated, targets_of_kpis, tiles_of_key_metrics
from briefing.compose.charts import Data, chart, day, money, number, positions_of
from briefing.compose.numbers import Figures
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.compose.wording import filled, sentence_case
from briefing.documents.amounts import parse_day
from briefing.model import (
    Block,
    Card,
    Cell,
    Chart,
    ChartStyle,
    Field,
    Flow,
    Notice,
    Panel,
    Point,
    Points,
    Remark,
    Row,
    Rows,
    Slide,
    Spot,
    Table,
    Tier,
    Tiers,
    Tile,
    Tiles,
    Track,
    Tracks,
)
from briefing.organisation.organisation import (
    LEVELS,
    Degree,
    Incident,
    Maturity,
    Member,
    Organisation,
    PainPoint,
    Risk,
    Slice,
    Spend,
    Team,
)

# `current-state`: what technology costs now, the figures that this audience watches, and the spend by month.

MOST_COLUMNS = 12
MOST_MONTHS = 60
LEAST_MONTHS = 3  # fewer show no course
# What is stated besides the spend, which no key metric may ask for: tiles where there is room, and always in the notes.
SPEND = ("spend", "spend.ai", "spend.saas")
PARTS = ("spend.saas.monthly", "spend.commitments.coverage")
OWNERLESS = "bill.unallocated.share"


def current_state(scene: Scene) -> Slide | Notice:
    """Left out without any spend; that of AI or SaaS will do where nobody states the whole.

    With few figures and no months, the tiles stand alone and large; the spend alone, beside what it does not tell yet.
    """
    of = next(_told(scene), "")
    if not of:
        return left_out(scene, "spend.current-monthly")
    first = f"{of}.monthly"
    chosen = tiles_of_key_metrics(scene, first, last=PARTS)
    tiles = Tiles(chosen if len(chosen) > 1 else tiles_of_key_metrics(scene, first, f"{of}.annual"))
    history = _history(scene)
    unknown = () if history or len(chosen) > 1 else tuple(_unknown(scene, of))
    exhibit = history or (Points(unknown) if unknown else None)
    blocks: tuple[Block, ...] = (tiles, exhibit) if exhibit else (tiles,)
    slide = scene.telling(of=of, unknown=len(unknown)).slide(
        *blocks,
        title="current-state-title",
        label="current-state-label",
        notes="current-state-notes",
        role="content" if exhibit else "statement",
    )
    notes = (*slide.notes, *((history.finding,) if history else ()), *explained(scene, "spend.annual"))
    return replace(slide, notes=notes, source=slide.source or scene.word("current-state-source"))


def _unknown(scene: Scene, of: str) -> Iterator[Point]:
    """What the spend alone does not tell, and who can."""
    figures = scene.cast.figures
    owner = next((each.id for each in scene.cast.kpis.values() if each.is_shown_by(OWNERLESS)), "")
    known = {
        "growth": f"{of}.annual-growth" in figures,
        "owner": OWNERLESS in figures or any(id.startswith(f"kpis.{owner}.") for id in figures),
        "return": "return.base.net" in figures,
    }
    for name in (name for name, is_known in known.items() if not is_known):
        yield Point(*(scene.word(f"unknown-{name}-{part}") for part in ("label", "heading", "text")))


def _told(scene: Scene) -> Iterator[str]:
    """What there is a spend of; a part of the spend of which nothing is spent is no state to tell of."""
    for each in SPEND:
        found = scene.cast.figures.find(f"{each}.monthly")
        if found and (each == SPEND[0] or found.sign > 0):
            yield each


def _history(scene: Scene) -> Chart | None:
    """The spend so far: columns up to a year, a line beyond; at most the last five years."""
    company = scene.cast.company
    series = company.figures.series.get("spend.history") if company else None
    if not series or len(series.labels) < LEAST_MONTHS:
        return None
    months, values = series.labels[-MOST_MONTHS:], series.values[-MOST_MONTHS:]
    writer = Figures("money", series.currency, scene.cast.language)
    ends = {"first": writer.full(values[0]), "last": writer.full(values[-1])}
    dates = {"since": _month(scene, months[0], "months"), "until": _month(scene, months[-1], "months")}
    name = scene.word("current-state-series")
    style: ChartStyle = "column" if len(months) <= MOST_COLUMNS else "line"
    dated = [f"{parse_day(each).first:%Y-%m}" for each in months]
    names = tuple(charts.month_of_many(scene, each) for each in dated)
    finding = scene.word("current-state-finding", **ends, **dates)
    made = chart(Data(style, names, (charts.Row(name, values),), finding=finding), writer, scene)
    made = replace(made, leading=(len(months) - 1,) if style == "column" else ())
    return charts.annotated(made, events=charts.events(dated, scene))


def _month(scene: Scene, text: str, names: str) -> str:
    first = parse_day(text).first
    month = scene.cast.words.list(names)[first.month - 1]
    return filled("month-and-year", scene.cast.words, month=month, year=first.year)


# `why-now`: what makes this the moment: growth, AI spend, renewals, incidents and budgets of the organisation.

MOST_URGENT = 4
OPENING = 2  # drivers that the headline names
# Any driver will do; the first is one that everybody has, and the second for those whose spend does not grow.
NEEDS = ("spend.annual-growth", "spend.ai or incidents")

# The figures of a driver that a bill may tell; the renewal has a date besides, which only somebody can state.
_FIGURES: Mapping[str, tuple[str, ...]] = {
    "growth": ("spend.annual-growth", "spend.monthly"),
    "ai": ("spend.ai.annual-growth", "spend.ai.monthly"),
    "renewal": ("spend.commitments.monthly", "spend.commitments.utilisation"),
}
_ALONE = frozenset(("growth", "ai"))

Facts = Mapping[str, str]


def why_now(scene: Scene) -> Slide | Notice:
    """A row for each driver that the facts have, the strongest first; further ones are in the notes."""
    drivers = drivers_of(scene)
    if not drivers:
        return left_out(scene, NEEDS["spend.annual-growth" in scene.cast.figures])
    names = [name for name, _ in drivers]
    clauses = [scene.word(f"why-now-{name}-clause", **facts, after="") for name, facts in drivers]
    opening = [
        scene.word(f"why-now-{name}-clause", **facts, after=before)
        for (name, facts), before in zip(drivers[:OPENING], ("", *names), strict=False)
    ]
    told = scene.telling(clauses=clauses, opening=opening, **_sources(scene, names))
    rows = tuple(_why_now_row(scene, name, facts) for name, facts in drivers[:MOST_URGENT])
    headings = (told.word("why-now-value"), told.word("why-now-label"), "", told.word("why-now-source"))
    block = Rows(rows, headings, told.word("why-now-summary"))
    return told.slide(block, title="why-now-title", label="why-now-label", notes="why-now-notes")


def _sources(scene: Scene, names: Sequence[str]) -> dict[str, object]:
    """Which drivers the bill tells, and whether anything else is what somebody stated."""
    found = {name: [each for id in _FIGURES.get(name, ()) if (each := scene.cast.figures.find(id))] for name in names}
    billed = [name for name, figures in found.items() if any(each.figure.is_billed for each in figures)]
    stated = any(
        name not in _ALONE or not all(each.figure.is_billed for each in figures) for name, figures in found.items()
    )
    return {"of_bill": [scene.word(f"why-now-{name}-name") for name in billed], "stated": stated}


def _why_now_row(scene: Scene, name: str, facts: Facts) -> Row:
    """The value over what it is, and what it means; at the right what else is known, and who says so."""
    label, text, aside = (scene.word(f"why-now-{name}-{part}", **facts) for part in ("label", "text", "aside"))
    return Row(f"{facts['value']}, {label}", text, aside, facts.get("source", ""), strong=len(facts["value"]))


def drivers_of(scene: Scene) -> list[tuple[str, Facts]]:
    """The names of the drivers with what their texts speak of; `value` is what the tile shows."""
    company = scene.cast.company
    found = ((name, read(scene, company.facts)) for name, read in _READERS.items()) if company else ()
    return [(name, said) for name, said in found if said]


def _growth(scene: Scene, facts: Organisation) -> Facts:
    growth = scene.cast.figures.find("spend.annual-growth")
    if not growth or growth.sign <= 0:
        return {}
    now, later = (_said(scene, id) for id in ("spend.monthly", "spend.in-12-months"))
    source = _source(scene, growth, facts.spend)
    return {"value": growth.short, "by": growth.by, "now": now, "later": later, "source": source}


def _said(scene: Scene, id: str) -> str:
    found = scene.cast.figures.find(id)
    return found.short if found and found.known else ""


def _ai(scene: Scene, facts: Organisation) -> Facts:
    growth, monthly = scene.cast.figures.find("spend.ai.annual-growth"), _said(scene, "spend.ai.monthly")
    spent = scene.cast.figures.find("spend.ai.monthly")
    told = growth if growth and growth.sign > 0 else spent if spent and spent.sign > 0 else None
    if told is None:
        return {}
    grows = {"growth": told.short, "by": told.by} if told is growth else {"growth": ""}
    source = _source(scene, told, facts.spend.ai if facts.spend else None)
    return {"value": told.short, "monthly": monthly, "source": source, **grows}


def _source(scene: Scene, told: Said, stated: Spend | Slice | None) -> str:
    """Who says a figure: whoever stated it, or the bill."""
    bill = scene.cast.bill
    if told.figure.is_billed:
        return bill.source if bill else ""
    return stated.source if stated else ""


def _renewal(scene: Scene, facts: Organisation) -> Facts:
    found = facts.spend.commitments if facts.spend else None
    if not found or not found.next_renewal or found.next_renewal.last < scene.cast.day:
        return {}
    monthly = _said(scene, "spend.commitments.monthly")
    return {
        "value": monthly or day(scene, found.next_renewal),
        "monthly": monthly,
        "when": day(scene, found.next_renewal),
        "exact": "yes" if found.next_renewal.exact else "",
        "used": _said(scene, "spend.commitments.utilisation"),
        "source": found.source,
    }


def _incident(scene: Scene, facts: Organisation) -> Facts:
    """The incident that cost most, or the last one where none has a cost."""
    if not facts.incidents:
        return {}
    costly = max(facts.incidents, key=_weight)
    when = day(scene, costly.date)
    cost = money(scene, costly.cost, short=True)
    value = cost or when or str(len(facts.incidents))
    return {
        "value": value,
        "name": costly.name,
        "when": when,
        "cost": cost,
        "text": costly.text,
        "source": costly.source,
    }


def _weight(incident: Incident) -> tuple[Decimal, date]:
    cost, when = incident.cost, incident.date
    return cost.amount if cost else Decimal(0), when.first if when else date.min


def _why_now_budget(scene: Scene, facts: Organisation) -> Facts:
    calendar = facts.fiscal_calendar
    if not calendar or not calendar.budget_due or calendar.budget_due.last < scene.cast.day:
        return {}
    due = calendar.budget_due
    exact = "yes" if due.exact else ""
    return {"value": day(scene, due), "when": day(scene, due), "exact": exact}


_READERS: Mapping[str, Callable[[Scene, Organisation], Facts]] = {
    "growth": _growth,
    "ai": _ai,
    "renewal": _renewal,
    "incident": _incident,
    "budget": _why_now_budget,
}


# `kpi-targets`: where the numbers that a persona is measured by stand, and where they are to be by when.

FEW = 3  # lines that leave room to say what each KPI tells
LEFT, MIDDLE, RIGHT = 0.2, 0.5, 0.8  # of a line: today, both where the target is met, and the target


def kpi_targets(scene: Scene) -> Slide | Notice:
    """A line a KPI from where it stands to where it is to be. Left out where the facts have none of the persona's KPIs.

    A KPI of which nobody has said more than its bill does is one of `bill-kpis`.
    """
    persona = scene.star()
    found = tuple(each for each in targets_of_kpis(scene.cast, persona) if is_aim(each))
    if not found:
        has_any = scene.cast.company is not None and any(map(is_stated, scene.cast.company.facts.kpis))
        ids = " or ".join(entry.id for entry in persona.key_metrics if entry.id in scene.cast.kpis)
        return left_out(scene, f"kpis with {ids}" if has_any and ids else "kpis")
    lines = [scene.word("kpi-targets-explained", name=each.kpi.name, formula=each.kpi.formula) for each in found]
    aimed = [each for each in found if each.target]
    facts: dict[str, object] = {"count_of_aims": len(found), "count_of_targets": len(aimed)}
    facts |= {"few": len(found) <= FEW, "past": any(_places(each) == (RIGHT, LEFT) for each in found)}
    told = scene.telling(**facts, first=_first(scene, aimed[0]) if aimed else "", explained=lines)
    first, today, target, when = (told.word(f"kpi-targets-{key}") for key in ("name", "today", "target", "when"))
    rows = tuple(_kpi_track(told, each) for each in found)
    summary = told.word("kpi-targets-summary")
    block = Tracks(rows, (first, today, target, when), key=told.word("kpi-targets-key"), summary=summary)
    return told.slide(block, title="kpi-targets-title", label="kpi-targets-label", notes="kpi-targets-notes")


def _first(scene: Scene, told: KpiTold) -> str:
    return scene.word("kpi-targets-first", name=told.kpi.name, baseline=told.baseline, target=told.target)


def _kpi_track(scene: Scene, told: KpiTold) -> Track:
    per = next((each.per for each in (told.target, told.baseline) if each and each.per), "")
    met = is_met(told)
    return Track(
        told.kpi.name,
        scene.word("kpi-targets-better", kpi=told.kpi, better=told.kpi.better, per=per),
        told.baseline.short if told.baseline else "",
        told.target.short if told.target else "",
        *_places(told),
        scene.word("kpi-targets-aside", told=told),
        scene.word("kpi-targets-by", told=told, met=met),
    )


def is_met(told: KpiTold) -> bool:
    """Whether a KPI stands today where it is to be, or better."""
    now, then = (each.value if each else None for each in (told.baseline, told.target))
    if now is None or then is None:
        return False
    nearer = then <= now <= 0  # only a deviation is negative, and the nearer to zero the better
    return {"higher": now >= then, "lower": now <= then}.get(told.kpi.better, nearer or now == then)


def _places(told: KpiTold) -> tuple[float | None, float | None]:
    """Each line has a scale of its own: from where the KPI stands at the left to where it is to be, or past that."""
    now, then = told.baseline, told.target
    if not (now and then):
        return (LEFT if now else None), (RIGHT if then else None)
    if not is_met(told):
        return LEFT, RIGHT
    return (MIDDLE, MIDDLE) if now.value == then.value else (RIGHT, LEFT)


# `pain-points`: what hurts, what it cost, who feels it and who says so; those in the room first, the dearest first.

MOST_PAINS = 5
# How often in a year a price that is said so comes again; any other period is one that was.
A_YEAR: Mapping[str, int] = {"a day": 365, "a week": 52, "a month": 12, "a quarter": 4, "a year": 1}


def pain_points(scene: Scene) -> Slide | Notice:
    """A row a pain point; what five rows do not hold is one of `further-pains`, and in the notes."""
    points = sorted_pains(scene)
    if not points:
        return left_out(scene, "pain-points")
    own = [each for each in points if _place(scene, each) < len(_room(scene))]
    priced = [each for each in points if each.cost]
    told = scene.telling(
        points=len(points),
        own=len(own),
        priced=len(priced),
        further=len(points[MOST_PAINS:]),
        together=_together(scene, priced),
        period=priced[0].period.casefold() if priced else "",
    )
    answer = _answer_to(told) if len(points) == 1 else None
    blocks = (_pain_rows(told, points[:MOST_PAINS]), *((answer,) if answer else ()))
    flow: Flow = "beside" if answer else "down"
    slide = told.slide(*blocks, title="pain-title", label="pain-label", notes="pain-notes", flow=flow)
    further = tuple(scene.word("pain-further", text=each.text) for each in points[MOST_PAINS:])
    return replace(slide, notes=(*slide.notes, *further))


def _answer_to(scene: Scene) -> Panel | None:
    """Beside the only thing that hurts: what FinOps changes for who is in the room; None where nobody wrote it."""
    persona = scene.persona or scene.cast.personas[0]
    changes = [each for each in persona.answers if each.change]
    if not changes:
        return None
    tiles = tuple(Tile("", "", each.change) for each in changes[1:])
    return Panel(scene.word("pain-changes", name=persona.name), changes[0].change, tiles)


def _pain_rows(scene: Scene, points: Sequence[PainPoint]) -> Rows:
    headings = (scene.word("pain-cost"), scene.word("pain-text"), scene.word("pain-who"), scene.word("pain-source"))
    return Rows(tuple(_pain_row(scene, each) for each in points), headings, scene.word("pain-summary"))


# `further-pains`: what hurts besides what `pain-points` has room for.


def further_pains(scene: Scene) -> Slide | Notice:
    """Rows or a table of all beyond the first five; left out, with a notice, where there are no more."""
    points = sorted_pains(scene)[MOST_PAINS:]
    if not points:
        return Remark(scene.word("no-further-pains"))
    told = scene.telling(points=len(points), priced=sum(bool(each.cost) for each in points))
    return told.slide(
        _pain_rows(told, points), title="further-pains-title", label="pain-label", notes="further-pains-notes"
    )


def _together(scene: Scene, priced: Sequence[PainPoint]) -> Said | None:
    """What all that have a price cost, where each costs it again in the same period: nothing else can be added up."""
    costs = [each.cost for each in priced if each.cost]
    periods = {each.period.casefold() for each in priced}
    if len(periods) != 1 or not periods <= A_YEAR.keys():
        return None
    from briefing.figures.figure import Figure  # only a company has figures

    (period,) = periods
    name, formula = (scene.word(f"pain-together-{part}", period=period) for part in ("name", "formula"))
    total, origins = sum((each.amount for each in costs), Decimal(0)), tuple(each.origin for each in costs)
    return scene.cast.figures.told(
        Figure("pain-points.together", name, total, "money", costs[0].currency, formula, origins)
    )


def _yearly(point: PainPoint) -> Decimal:
    """What it costs in a year, so that a price a month is held against one a year; once where it happened once."""
    return point.cost.amount * A_YEAR.get(point.period.casefold(), 1) if point.cost else Decimal(0)


def sorted_pains(scene: Scene) -> list[PainPoint]:
    """The pain points of the organisation: of those in the room first, and of these what costs most in a year."""
    facts = scene.cast.company.facts if scene.cast.company else None
    room = len(_room(scene))
    return sorted(
        facts.pain_points if facts else (),
        key=lambda each: (
            _place(scene, each) >= room,
            -_yearly(each),
            _place(scene, each),
        ),
    )


def _room(scene: Scene) -> list[str]:
    """Who is in the room, the persona of this turn first."""
    ids = [each.identifier for each in scene.cast.personas]
    return [scene.persona.identifier] if scene.persona else ids


def _place(scene: Scene, point: PainPoint) -> int:
    """Where the first in the room who feels it stands; after all of them where nobody does."""
    room = _room(scene)
    return min((room.index(each) for each in point.who if each in room), default=len(room))


def _pain_row(scene: Scene, point: PainPoint) -> Row:
    room = _room(scene)
    who = sorted(point.who, key=lambda each: room.index(each) if each in room else len(room))
    cost = money(scene, point.cost)
    hero = scene.word("pain-cost-cell", cost=cost, period=point.period) if cost else scene.word("pain-not-priced")
    names = ", ".join(scene.name_of(each) for each in who)
    return Row(hero, point.text, names, point.source, quiet=not cost, strong=len(cost))


# `maturity`: crawl, walk, run: where each capability stands today, and where it is to be.


def maturity(scene: Scene) -> Slide | Notice:
    """A line a capability past the three levels, with why at its right."""
    facts = scene.cast.company.facts if scene.cast.company else None
    stands = {name: each for name, each in facts.maturity.items() if each.current or each.target} if facts else {}
    if not stands:
        return left_out(scene, "maturity")
    told = scene.telling(**_counts(stands.values()), reasons=any(each.note for each in stands.values()))
    first, now, then, why = (
        told.word(key) for key in ("capability", "maturity-now", "maturity-target", "maturity-note")
    )
    rows = tuple(_maturity_track(scene, name, each) for name, each in stands.items())
    stops = tuple(scene.word(level) for level in LEVELS)
    block = Tracks(rows, (first, now, then, why), stops, told.word("maturity-key"), told.word("maturity-summary"))
    return told.slide(block, title="maturity-title", label="maturity-label", notes="maturity-notes")


def _counts(stands: Iterable[Maturity]) -> dict[str, int]:
    """How many capabilities there are, are to move up, are to run of these, and stand where they are to be."""
    found = list(stands)
    aimed = [(each, _rank(each.current), _rank(each.target)) for each in found if each.current and each.target]
    rising = [each for each, now, then in aimed if then > now]
    return {
        "total": len(found),
        "rising": len(rising),
        "running": sum(each.target == "run" for each in rising),
        "settled": sum(then == now for _, now, then in aimed),
    }


def _rank(level: str) -> int:
    return next(place for place, each in enumerate(LEVELS) if each == level)


def _maturity_track(scene: Scene, name: str, stand: Maturity) -> Track:
    levels = (stand.current, stand.target)
    now, then = (scene.word(each) if each else "" for each in levels)
    start, end = (_rank(each) / (len(LEVELS) - 1) if each else None for each in levels)
    steps = _rank(stand.target) - _rank(stand.current) if stand.current and stand.target else None
    return Track(
        scene.word("capability-name", id=name),
        "",
        now,
        then,
        start,
        end,
        stand.note,
        sentence_case(scene.word("maturity-way", steps=steps)),
    )


# `risks`: what may go wrong, how likely and how bad it is, what is done about it, and who watches it.

RISK_HEADINGS = ("number", "name", "likelihood", "impact", "mitigation", "owner")
DEGREES: tuple[Degree, ...] = ("low", "medium", "high")
RANKS: dict[Degree | None, int] = {"high": 3, "medium": 2, "low": 1, None: 0}


def risks(scene: Scene) -> Slide | Notice:
    """The gravest first, by number in a field of likelihood and impact; what is not stated cannot be placed there."""
    facts = scene.cast.company.facts if scene.cast.company else None
    if not facts or not facts.risks:
        return left_out(scene, "risks")
    risks = gravest(facts.risks)
    answered = sum(bool(each.mitigation) for each in risks)
    unplaced = [number for number, each in enumerate(risks, 1) if not (each.likelihood and each.impact)]
    told = scene.telling(
        total=len(risks),
        answered=answered,
        owned=sum(bool(each.owner) for each in risks),
        unplaced=unplaced,
    )
    degrees = tuple(told.word(f"degree-{each}") for each in DEGREES)
    number, name, likelihood, impact, answer, owner = (told.word(f"risk-{key}") for key in RISK_HEADINGS)
    block = Field(
        tuple(_spot(number, each) for number, each in enumerate(risks, 1)),
        (number, name, likelihood, impact, answer, owner),
        degrees,
        degrees,
        told.word("risks-unplaced") if unplaced else "",
        told.word("risks-summary"),
    )
    return told.slide(block, title="risks-title", label="risks-label", notes="risks-notes")


def _spot(number: int, risk: Risk) -> Spot:
    places = (DEGREES.index(each) if each else None for each in (risk.likelihood, risk.impact))
    return Spot(number, risk.name, risk.mitigation, risk.owner, *places)


def gravest(risks: Iterable[Risk]) -> list[Risk]:
    """The gravest first: what is most likely and has the most impact."""
    return sorted(risks, key=lambda each: -RANKS[each.likelihood] * RANKS[each.impact])


# `team`: how large the FinOps team is, where it sits, to whom it reports, what it costs, and who is in it.

COLUMNS = {"team-name": 4.0, "team-role": 5.0, "team-positions": 3.0}


MOST_CARDS = 6  # of members in a row; more are a table


def team(scene: Scene) -> Slide | Notice:
    """What it costs, beside to whom it reports, who is in it, and with whom it works."""
    team = scene.cast.company.facts.team if scene.cast.company else None
    if not team or team == Team():
        return left_out(scene, "team")
    told = scene.telling(size=number(scene, team.size), positions=positions_of(scene, team.size), team=team)
    tiles = tuple(_tiles(scene, team))
    blocks: list[Block] = [Tiles(tiles)] if tiles else []
    many = len(team.members) > MOST_CARDS
    blocks.append(_members(scene, team.members) if many else Tiers(tuple(_tiers(told, team)), told.word("team-tiers")))
    return told.slide(*blocks, title="team-title", label="team-label", notes="team-notes")


def _tiers(scene: Scene, team: Team) -> Iterator[Tier]:
    """The team stands out between those over it and those beside it."""
    if team.reporting_line:
        yield Tier(scene.word("team-line"), (Card(team.reporting_line),))
    members = tuple(
        Card(
            each.name or each.role,
            tuple(filter(None, (each.role if each.name else "", positions_of(scene, each.positions)))),
        )
        for each in team.members
    )
    yield Tier(scene.word("team-itself"), members or (Card(team.home or scene.word("team-unnamed")),), strong=True)
    partners = scene.cast.framework.structure.partners
    yield Tier(scene.word("team-partners"), tuple(Card(each.name, text=each.gives) for each in partners))


def _tiles(scene: Scene, team: Team) -> Iterator[Tile]:
    yield from _team_budget(scene)
    if team.size:
        yield Tile(scene.word("team-size"), number(scene, team.size))
    if team.home:
        yield Tile(scene.word("team-home"), team.home)


def _team_budget(scene: Scene) -> Iterator[Tile]:
    annual, once = (scene.cast.figures.find(f"function-cost.{part}") for part in ("annual", "one-off"))
    if annual:
        note = scene.word("team-budget-note", once=once.short if once and once.sign else "")
        yield Tile(scene.word("team-budget"), annual.short, note)


def _members(scene: Scene, members: tuple[Member, ...]) -> Table:
    rows = [(each.name, each.role, number(scene, each.positions)) for each in members]
    kept = [place for place in range(len(COLUMNS)) if any(row[place] for row in rows)]
    names = [*COLUMNS]
    return Table(
        header=tuple(scene.word(names[place]) for place in kept),
        rows=tuple(tuple(Cell(row[place]) for place in kept) for row in rows),
        weights=tuple(COLUMNS[names[place]] for place in kept),
        summary=scene.word("team-summary"),
    )
