"""Kinds about money out of the organisation's facts: what FinOps returns, saves and costs, and what waiting costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.audience import explained
from briefing.compose.charts import Course, Data, Row, annotated, chart, courses, day, marked_months, money
from briefing.compose.kinds.framework import Axis, axis_of, ticks_of
from briefing.compose.numbers import Figures, rounded, spoken
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.documents.amounts import Day, Origin
from briefing.figures.basis import open_
from briefing.figures.billlines import MonthWords
from briefing.figures.figure import Figure, Opportunity, Unit
from briefing.figures.spending import FiscalCalendar, calendar_of
from briefing.model import (
    Bullets,
    Cell,
    Chart,
    Flag,
    Flags,
    Notice,
    NumberForm,
    Reach,
    Remark,
    Series,
    Slide,
    Span,
    Sureness,
    Table,
    Text,
    Tile,
    Tiles,
    Turn,
)
from briefing.organisation.organisation import QuickWin

# `return`: what FinOps returns: payback, net and ratio, the break-even, and the cumulative net of three cases.

LEADING = "base"
PAYBACK, RATIO = "return-payback", "return.base.return-ratio"  # without any cost nothing is paid back
RETURN_TILES = {
    PAYBACK: "return.base.payback-month",
    "return-net": "return.base.net",
    "return-break-even": "break-even-share",
}
ROOM_ABOVE, TEN = Decimal("1.3"), 10  # of an axis over its highest value, about; digits before a decimal tells nothing
EXPLAINED = ("payback-month", "net", "npv", "return-ratio", "total-savings", "total-cost")


def return_(scene: Scene) -> Slide | Notice:
    """Left out where the base case cannot be reckoned."""
    figures = scene.cast.figures
    if "return.base.net" not in figures:
        return left_out(scene, *(figures.missing("return.base") or ("savings",)))
    found = courses(scene)
    drawn = _returns_chart(scene, found)
    tiles = tuple(_returns_tiles(scene))
    scene = scene.telling(first_year=_first_year(scene, found))
    slide = scene.slide(
        *((Tiles(tiles),) if tiles else ()),
        *((drawn,) if drawn else ()),
        title="return-title",
        label="return-label",
        notes="return-notes",
        role="content" if tiles or drawn else "statement",  # without spend there is nothing to draw
    )
    formulas = explained(scene, *(f"return.base.{name}" for name in EXPLAINED), "break-even-share")
    notes = (*slide.notes, *((drawn.finding,) if drawn else ()), *formulas)
    return replace(slide, notes=notes, source=slide.source or scene.word("return-source", statuses=_statuses(scene)))


def _first_year(scene: Scene, found: Sequence[Course]) -> Said | None:
    """What the base case leaves after its first twelve months; None where it is no longer than these."""
    base, net = next((each for each in found if each.case == LEADING), None), scene.cast.figures.find("return.base.net")
    if not base or not net or len(base.nets) <= TWELVE:
        return None
    value, origins = base.nets[TWELVE - 1], net.figure.origins
    return _worked_out(scene, "return.base.first-year", "said-first-year", value, "money", base.currency, origins)


def _returns_tiles(scene: Scene) -> Iterator[Tile]:
    for key, id in RETURN_TILES.items():
        found = scene.cast.figures.find(id)
        if found and (scene.cast.figures[RATIO].known if key == PAYBACK else found.known):  # no payback is an answer
            short = found.short
            yield Tile(scene.word(key), short[:1].upper() + short[1:], scene.word(f"{key}-note"))


def _statuses(scene: Scene) -> str:
    """The statuses that are in the sum, where there is more than one."""
    company = scene.cast.company
    if not company:
        return ""
    there = {each.status for each in open_(company.figures.opportunities) if each.annual}
    words = [word for name, word in company.texts.statuses.items() if name in there]
    return ", ".join(words) if len(words) > 1 else ""


def _returns_chart(scene: Scene, found: tuple[Course, ...]) -> Chart | None:
    """The cumulative net of each case, the base case in accent."""
    if not found:
        return None
    months = marked_months(found)
    names = (scene.word("return-month", month=months[0]), *map(str, months[1:]))
    lines = _apart(found)
    rows = tuple(Row(_returns_name(scene, each, same), each.at(months), each.case == LEADING) for each, same in lines)
    nets = [(scene.cast.case(each.case), scene.cast.figures[f"return.{each.case}.net"]) for each in found]
    finding = scene.word("return-finding", nets=nets)
    writer = Figures("money", found[0].currency, scene.cast.language)
    made = annotated(chart(Data("line", names, rows, finding=finding), writer, scene), turn=_paid_back(scene, months))
    ends = [str(scene.cast.figures[f"return.{each.case}.net"]) for each, _ in lines]
    series = tuple(_spoken(each, end, writer) for each, end in zip(made.series, ends, strict=True))
    return replace(made, series=series, form=_axis_form(made, writer), heading=scene.word("net-by-month-month"))


def _spoken(series: Series, end: str, writer: Figures) -> Series:
    """The line whose points say their amounts as headlines do, and its end as the net of its case."""
    labels = ("" if value is None else spoken(writer, value) for value in series.values[:-1])
    return replace(series, labels=(*labels, end))


def _axis_form(made: Chart, writer: Figures) -> NumberForm:
    """The form of the marks of an axis over these lines: €1.0m and €0.5m, and not €1,000.0k."""
    most = max((abs(value) for each in made.series for value in each.values if value), default=Decimal(0))
    form = writer.form([rounded(most * ROOM_ABOVE, 0)])
    return replace(form, places=int(form.power > 0 and most.scaleb(-form.power) < TEN))


def _paid_back(scene: Scene, months: Sequence[int]) -> Turn | None:
    """The month in which the base case has paid for itself, between those that are drawn."""
    payback = scene.cast.figures.find(RETURN_TILES[PAYBACK])
    month = int(payback.value) if payback and payback.value is not None else 0
    before = max((at for at, each in enumerate(months[:-1]) if each <= month), default=None)
    if not payback or before is None or month > months[-1]:
        return None
    first, second = months[before : before + 2]
    return Turn(before + (month - first) / (second - first), payback.short)


def _apart(found: Sequence[Course]) -> list[tuple[Course, list[Course]]]:
    """One of the cases that come to the same, the base case if it is among them, with all of these.

    A line on a line is not seen, and a column that says again what stands beside it tells nothing.
    """
    alike = [[other for other in found if other.nets == each.nets] for each in found]
    shown = [next((other for other in same if other.case == LEADING), same[0]) for same in alike]
    return [(each, same) for each, same, one in zip(found, alike, shown, strict=True) if each is one]


def _returns_name(scene: Scene, course: Course, same: Sequence[Course]) -> str:
    payback = scene.cast.figures[f"return.{course.case}.payback-month"]
    every = len(same) > 1 and len(same) == len(courses(scene))
    names = [scene.cast.case(each.case) for each in same]
    return scene.word("return-series", scenarios=names, payback=payback, every=every)


# `waiting`: what it costs to start later: the sentence, and the three cases.

CASES = ("low", "base", "high")
SIGNS = {-1: "negative", 0: "zero", 1: "positive"}
LEAST_OF_COST = Decimal("0.01")  # of all cost of the function, under which waiting is no argument
BULLETS = ("waiting-growth", "waiting-cost", "waiting-bound")


def waiting(scene: Scene) -> Slide | Notice:
    """Left out where the base case of the return cannot be reckoned, and where waiting changes next to nothing."""
    figures = scene.cast.figures
    base = figures.find("return.base.cost-of-waiting")
    if not base:
        return left_out(scene, *(figures.missing("return.base") or ("savings",)))
    if _is_slight(scene):
        return Remark(scene.word("waiting-left-out"))
    scene = scene.telling(**_both_ways(scene))
    lead, drawn = scene.word("waiting-lead"), _waiting_chart(scene)
    further = tuple(filter(None, map(scene.word, BULLETS)))
    large = bool(drawn) or _is_one(scene)
    points = Tiles(tuple(_waiting_points(scene, base, every=not drawn)))
    told = (
        (points, *((drawn,) if drawn else ()))
        if large
        else (Text(lead, "lead"), Tiles(tuple(_waiting_tiles(scene))), Bullets(further))
    )
    slide = scene.slide(*told, title="waiting-title", label="waiting-label", notes="waiting-notes")
    said = (lead, *((drawn.finding,) if drawn else ()), *further) if large else ()
    source = slide.source or (scene.word("waiting-bound") if large else "")
    return replace(slide, notes=(*slide.notes, *said, *explained(scene, base.id, "return.base.net")), source=source)


def _cases_of_waiting(scene: Scene) -> list[Said]:
    """What waiting costs in each case that has an answer."""
    found = (scene.cast.figures.find(f"return.{case}.cost-of-waiting") for case in CASES)
    return [each for each in found if each and each.known]


def _is_slight(scene: Scene) -> bool:
    """Whether waiting changes something in any case, and in each so little that it is no argument."""
    total = scene.cast.figures.find("return.base.total-cost")
    sizes = [abs(each.value or Decimal(0)) for each in _cases_of_waiting(scene)]
    return bool(sizes and total and total.value and 0 < max(sizes) < LEAST_OF_COST * total.value)


def _both_ways(scene: Scene) -> dict[str, Said | None]:
    """The most that waiting costs and the most that it saves, where it may do either."""
    cases = sorted(_cases_of_waiting(scene), key=lambda each: each.value or Decimal(0))
    mixed = len(cases) > 1 and cases[0].sign < 0 < cases[-1].sign
    return {"risk": cases[-1] if mixed else None, "spared": cases[0] if mixed else None}


def _is_one(scene: Scene) -> bool:
    """Whether waiting comes to the same in each case, so that it is told once."""
    found = [scene.cast.figures.find(f"return.{case}.cost-of-waiting") for case in CASES]
    return all(each and each.known for each in found) and len({each.short for each in found if each}) == 1


def _waiting_chart(scene: Scene) -> Chart | None:
    """What a later start changes in the net of each case; None where a case has no answer, or all have the same."""
    order = sorted(CASES, key=lambda case: case != LEADING)  # the base case stands first
    found = {case: scene.cast.figures.find(f"return.{case}.cost-of-waiting") for case in order}
    known = {case: each for case, each in found.items() if each and each.value is not None}
    if len(known) < len(CASES) or len({each.short for each in known.values()}) == 1:
        return None
    names = tuple(scene.word("waiting-case", scenario=scene.cast.case(case)) for case in known)
    values = tuple(-each.value for each in known.values() if each.value is not None)
    writer = Figures("money", known[LEADING].figure.currency, scene.cast.language)
    finding = scene.word("waiting-finding", cases=[*zip(names, known.values(), strict=True)])
    bars = tuple(
        scene.word("waiting-bar", name=name, what=SIGNS[each.sign])
        for name, each in zip(names, known.values(), strict=True)
    )
    made = chart(Data("column", bars, (Row(scene.word("waiting-series"), values),), finding=finding), writer, scene)
    return replace(made, leading=(list(known).index(LEADING),))


def _waiting_points(scene: Scene, base: Said, *, every: bool) -> Iterator[Tile]:
    """The base case, or each where all come to the same, and what goes on meanwhile."""
    label = scene.word("waiting-each") if every else scene.word("waiting-case", scenario=scene.cast.case(LEADING))
    yield Tile(label, base.size, scene.word(f"waiting-{SIGNS[base.sign]}"))
    for key, id in (("waiting-growth", "spend.in-12-months"), ("waiting-cost", "function-cost.monthly")):
        found = scene.cast.figures.find(id)
        if found and scene.word(key):
            yield Tile(scene.word(f"{key}-label"), found.short, scene.word(f"{key}-note"))


def _waiting_tiles(scene: Scene) -> Iterator[Tile]:
    for case in CASES:
        found = scene.cast.figures.find(f"return.{case}.cost-of-waiting")
        if found:
            label = scene.word("waiting-case", scenario=scene.cast.case(case))
            what = SIGNS[found.sign] if found.known else "unknown"
            yield Tile(label, found.size, scene.word(f"waiting-{what}"))


# `opportunities`: the savings in sight, by how sure they are, and the way from the spend of today to the base case.

SURE_FIRST: Final[tuple[Sureness, ...]] = ("verified", "estimated", "idea")
MOST_STEPS = 6  # that are named
LEAST_STEP = Decimal("0.09")  # of all steps, under which one is hardly seen
DONE = "savings.by-status.realised.base"
AFTER = "savings.waterfall.last"


class Step(Struct, frozen=True):
    """A saving as a step down, or several of one status."""

    name: str
    value: Decimal
    status: Sureness


def opportunities(scene: Scene) -> Slide | Notice:
    """Left out without a size of the base case. Figures of different status stand apart."""
    base, done = (scene.cast.figures.find(id) for id in ("savings.base.annual", DONE))
    if not base and not (done and done.sign > 0):
        return left_out(scene, *(scene.cast.figures.missing("savings.base") or ("savings",)))
    scene = scene.telling(**_needed(scene))
    drawn = _opportunities_chart(scene)
    lead = scene.word("opportunities-lead", parts=[*_parts(scene)], done=done)
    tiles = Tiles(tuple(_opportunities_tiles(scene, sure=bool(drawn))))
    blocks = (*((Text(lead, "lead"),) if lead and not drawn else ()), tiles, *((drawn,) if drawn else ()))
    title = "opportunities-title" if not base or base.sign > 0 else "opportunities-none-title"
    slide = scene.slide(*blocks, title=title, label="opportunities-label", notes="opportunities-notes")
    formulas = explained(scene, *(f"savings.{case}.annual" for case in ("low", "base", "high")))
    notes = (*slide.notes, *((drawn.finding,) if drawn else ()), *formulas)
    spill = tuple(_others_told(scene)) if drawn else ()
    return replace(slide, notes=notes, spill=spill, source=slide.source or scene.word("opportunities-source"))


def _needed(scene: Scene) -> dict[str, Said | None]:
    """The savings a year that FinOps pays for itself with, and how much of them is verified."""
    ids = ("break-even-share", "spend.annual", "savings.by-status.verified.base")
    share, spend, sure = (scene.cast.figures.find(id) for id in ids)
    if not (share and spend and share.value and spend.value):
        return {"need": None, "cover": None}
    need, origins = share.value * spend.value, (*share.figure.origins, *spend.figure.origins)
    told = [_worked_out(scene, "savings.break-even", "said-break-even", need, "money", spend.figure.currency, origins)]
    if sure and sure.value:
        cover, origins = sure.value / need, (*origins, *sure.figure.origins)
        told.append(_worked_out(scene, "savings.break-even.verified", "said-covered", cover, "percent", "", origins))
    return dict(zip(("need", "cover"), (*told, None), strict=False))


def _worked_out(
    scene: Scene, id: str, word: str, value: Decimal, unit: Unit, currency: str, origins: tuple[Origin, ...]
) -> Said:
    """A figure that only a slide works out, by the words of its name and of its formula."""
    name, formula = (scene.word(f"{word}{end}") for end in ("", "-formula"))
    return scene.cast.figures.told(Figure(id, name, value, unit, currency, formula, tuple(dict.fromkeys(origins))))


def _parts(scene: Scene) -> Iterator[str]:
    """The sums of each status that is still open in words, the surest first."""
    for status in SURE_FIRST:
        found = scene.cast.figures.find(f"savings.by-status.{status}.base")
        if found and found.sign:
            yield scene.word(f"status-part-{status}", figure=found)


def _opportunities_tiles(scene: Scene, *, sure: bool) -> Iterator[Tile]:
    """The cases, where there is too little for a chart; beside one the sum of what is open, and how sure it is."""
    if sure:
        low, base, high = (scene.cast.figures.find(f"savings.{case}.annual") for case in ("low", "base", "high"))
        open_parts = {name: scene.cast.figures.find(f"savings.by-status.{name}.base") for name in SURE_FIRST}
        told = [(name, each) for name, each in open_parts.items() if each and each.sign]
        if base:
            holds = all(name == SURE_FIRST[0] for name, _ in told)
            yield Tile(
                scene.word("opportunities-open"),
                base.short,
                scene.word("opportunities-range", low=low, high=high, holds=holds),
            )
        share = scene.cast.figures.find("savings.base.share")
        if base and share and len(told) == 1 and told[0][1].value == base.value:  # which has been said
            yield Tile(scene.word(f"opportunities-{told[0][0]}"), share.short, scene.word("opportunities-share"))
            told = []
        for status, each in told[:1]:  # the surest; the drawing tells each of the others
            yield Tile(scene.word(f"opportunities-{status}"), each.short, scene.word(f"opportunities-{status}-note"))
    for case in () if sure else ("low", "base", "high"):
        found = scene.cast.figures.find(f"savings.{case}.annual")
        if found:
            yield Tile(scene.word("waiting-case", scenario=scene.cast.case(case)), found.short)
    if done := scene.cast.figures.find(DONE):
        yield Tile(scene.word("opportunities-realised"), done.short)


def _opportunities_chart(scene: Scene) -> Chart | None:
    """A waterfall; without a spend to begin at, bars."""
    company = scene.cast.company
    if not company:
        return None
    writer = Figures("money", company.figures.currency, scene.cast.language)
    series, after = company.figures.series.get("savings.waterfall"), scene.cast.figures.find(AFTER)
    finding = scene.word("opportunities-finding", after=after)
    name = scene.word("opportunities-series")
    if series:
        status = {each.name: each.status for each in company.figures.opportunities}
        found = zip(series.labels[1:-1], series.values[1:-1], strict=True)
        steps = _bundled(scene, [Step(each, value, status[each]) for each, value in found])
        holds = all(each.status == SURE_FIRST[0] for each in steps)
        last = scene.word("opportunities-last", name=series.labels[-1], holds=holds)
        names = (series.labels[0], *(each.name for each in steps), last)
        values = (series.values[0], *(each.value for each in steps), series.values[-1])
        data = Data("waterfall", names, (Row(name, values),), totals=(0, len(names) - 1), better="lower")
        made = chart(replace(data, finding=finding), writer, scene)
        made = replace(made, sure=("", *(each.status for each in steps), ""))
        return annotated(made, span=_saved(scene, steps), reach=_reach(scene, series.values[0]))
    sized = [each for each in open_(company.figures.opportunities) if each.annual.get("base")]
    if len(sized) < 2:
        return None
    steps = _bundled(scene, _sized(sized))
    names, values = tuple(each.name for each in steps), tuple(-each.value for each in steps)
    return chart(Data("bar", names, (Row(name, values),), finding=finding), writer, scene)


def _sized(found: Sequence[Opportunity]) -> list[Step]:
    """Savings as steps down."""
    return [Step(each.name, -each.annual["base"], each.status) for each in found]


def _others_told(scene: Scene) -> Iterator[str]:
    """For the notes: each saving that the chart shows as one with others."""
    company = scene.cast.company
    if not company:
        return
    sized = [each for each in open_(company.figures.opportunities) if each.annual.get("base")]
    shown = {each.name for each in _bundled(scene, _sized(sized))}
    writer = Figures("money", company.figures.currency, scene.cast.language)
    for each in sized:
        if (name := _opportunities_name(scene, each.name)) not in shown:
            yield scene.word("points-figure", label=name, value=writer.full(each.annual["base"]))


def _bundled(scene: Scene, steps: Sequence[Step]) -> list[Step]:
    """The surest first, and of these the largest; what is too small to be seen as one for each status."""
    whole = sum((each.value for each in steps), Decimal(0))
    largest = sorted(steps, key=lambda each: each.value)[:MOST_STEPS]
    named = [each for each in largest if whole == 0 or each.value / whole >= LEAST_STEP]
    made: list[Step] = []
    for status in SURE_FIRST:
        own = sorted((each for each in steps if each.status == status), key=lambda each: each.value)
        rest = [each for each in own if each not in named]
        bundle = rest if len(rest) > 1 else []
        made += [replace(each, name=_opportunities_name(scene, each.name)) for each in own if each not in bundle]
        if bundle:
            facts = {"count": len(bundle), "others": bool(named), "status": _status_word(scene, status)}
            total = sum((each.value for each in bundle), Decimal(0))
            made.append(Step(scene.word("opportunities-others", **facts), total, status))
    return made


def _status_word(scene: Scene, status: str) -> str:
    company = scene.cast.company
    return company.texts.statuses[status] if company else ""


def _saved(scene: Scene, steps: Sequence[Step]) -> Span | None:
    """What all steps come to, and that it is the sum of what is more and what is less sure."""
    saved, share = scene.cast.figures.find("savings.base.annual"), scene.cast.figures.find("savings.base.share")
    if not saved or saved.sign <= 0:
        return None
    return Span(1, len(steps), scene.word("opportunities-span", saved=saved, share=share))


def _reach(scene: Scene, now: Decimal | None) -> Reach | None:
    """Where the spend may end, from what the high case saves to what the low one does."""
    low, high = (scene.cast.figures.find(f"savings.{case}.annual") for case in ("low", "high"))
    if now is None or not (low and high) or low.value is None or high.value is None or low.short == high.short:
        return None
    texts = [
        scene.word("opportunities-reach", scenario=scene.cast.case(case), saved=each)
        for case, each in (("low", low), ("high", high))
    ]
    return Reach(now - high.value, now - low.value, texts[1], texts[0])


def _opportunities_name(scene: Scene, label: str) -> str:
    """An opportunity with its status; the ends of the waterfall as they are."""
    company = scene.cast.company
    found = next((each for each in company.figures.opportunities if each.name == label), None) if company else None
    if not found or not company:
        return label
    return scene.word("opportunities-step", name=found.name, status=company.texts.statuses[found.status])


# `quick-wins`: results that show soon: what, how much a year, by when and by whom.

ON_AXIS = 4  # that have room side by side under an axis


def quick_wins(scene: Scene) -> Slide | Notice:
    """The earliest first on an axis of time, those without a date at its end."""
    facts = scene.cast.company.facts if scene.cast.company else None
    if not facts or not facts.quick_wins:
        return left_out(scene, "quick-wins")
    wins = sorted(facts.quick_wins, key=lambda each: each.date.last if each.date else date.max)
    first = wins[0].date
    counts = {"total": len(wins), "dated": sum(each.date is not None for each in wins), "first": day(scene, first)}
    ahead = first is not None and first.last >= scene.cast.day
    counts |= {"together": _wins_together(scene, wins), "priced": sum(each.amount is not None for each in wins)}
    days = [*((Day(scene.cast.day, scene.cast.day),) if ahead else ()), *(each.date for each in wins if each.date)]
    axis = axis_of(days) if len(wins) <= ON_AXIS else None
    told = scene.telling(**counts, exact=bool(first and first.exact), ahead=ahead, scaled=bool(axis))
    headings = (told.word("win-date"), told.word("win-name"), told.word("win-amount"), told.word("win-owner"))
    flags = tuple(_win_flag(told, each, axis) for each in wins)
    ticks = tuple(ticks_of(scene, axis)) if axis else ()
    return told.slide(
        Flags(flags, headings, told.word("wins-key"), told.word("wins-summary"), ticks),
        title="wins-title",
        label="wins-label",
        notes="wins-notes",
    )


def _win_flag(scene: Scene, win: QuickWin, axis: Axis | None) -> Flag:
    amount = money(scene, win.amount)
    worth = scene.word("win-worth", amount=amount) if amount else scene.word("win-unpriced")
    when = day(scene, win.date) or scene.word("win-undated")
    strong = len(amount) if worth.startswith(amount) else 0
    at = axis.place(win.date.last) if axis and win.date else None
    return Flag(when, win.name, worth, win.owner, strong, at, quiet=not amount)


def _wins_together(scene: Scene, wins: Sequence[QuickWin]) -> Said | None:
    """What all that have an amount bring a year, in the organisation's own currency."""
    amounts = [each.amount for each in wins if each.amount]
    currencies = {each.currency for each in amounts}
    total, origins = sum((each.amount for each in amounts), Decimal(0)), tuple(each.origin for each in amounts)
    if len(currencies) != 1 or total <= 0:
        return None
    (currency,) = currencies
    name, formula = scene.word("wins-together-name"), scene.word("wins-together-formula")
    return scene.cast.figures.told(Figure("quick-wins.together", name, total, "money", currency, formula, origins))


# `net-by-month`: an appendix table of the cumulative net that the return chart draws.

THOUSAND, FEW_THOUSANDS = Decimal(1000), Decimal(100_000)  # from how much on thousands are told
POWER = 3


def net_by_month(scene: Scene) -> Slide | Notice:
    """A row a month of the chart, a column a case."""
    found = courses(scene)
    if not found or "return.base.net" not in scene.cast.figures:
        return left_out(scene, *(scene.cast.figures.missing("return.base") or ("savings",)))
    payback = scene.cast.figures.find("return.base.payback-month")
    turn = int(payback.value) if payback and payback.value is not None else 0
    months = tuple(sorted({*marked_months(found), *((turn,) if 0 < turn <= len(found[0].nets) else ())}))
    found = tuple(each for each, _ in _apart(found))
    cases = (
        scene.word("net-by-month-case", scenario=scene.cast.case(each.case), one=len(found) == 1) for each in found
    )
    texts = [_in_one_unit(scene, each.currency, each.at(months)) for each in found]
    rows = tuple(
        (
            Cell(str(month), "turned" if month == turn else "figure"),
            *(Cell(each[place], "turned" if month == turn else "figure") for each in texts),
        )
        for place, month in enumerate(months)
    )
    header = (scene.word("net-by-month-month"), *cases)
    table = Table(header, rows, (1.0, *(2.0 for _ in found)), summary=scene.word("net-by-month-summary"))
    slide = scene.slide(table, title="net-by-month-title", label="net-by-month-label", notes="net-by-month-notes")
    return replace(slide, notes=(*slide.notes, *_in_full(scene, found, months)))


def _in_full(scene: Scene, found: Sequence[Course], months: tuple[int, ...]) -> Iterator[str]:
    """For whoever checks: each case with its months in full."""
    for each in found:
        writer = Figures("money", each.currency, scene.cast.language)
        pairs = zip(months, each.at(months), strict=True)
        values = "; ".join(f"{month}: {writer.full(rounded(net, 2))}" for month, net in pairs)
        yield scene.word(
            "chart-values", name=scene.word("net-by-month-of", scenario=scene.cast.case(each.case)), values=values
        )


def _in_one_unit(scene: Scene, currency: str, values: Sequence[Decimal]) -> list[str]:
    """Amounts of a forecast in whole thousands, as nobody knows it better; small ones as they are."""
    writer = Figures("money", currency, scene.cast.language)
    form = writer.form([THOUSAND])
    if max(map(abs, values), default=Decimal(0)) < FEW_THOUSANDS or form.power != POWER:
        return [writer.full(rounded(each, 0)) for each in values]
    return [writer.short(each, replace(form, places=0)) for each in values]


# `fiscal-years`: spend so far, savings, cost and net by the organisation's own fiscal years.

COLUMNS = ("spend", "savings.base", "cost", "net.base")
TWELVE = 12
MOST_NETS = 3
SHORT_NAME, NO_BREAK = 12, "\u00a0"
CALENDAR = "fiscal-calendar.first-month"


class Year(Struct, frozen=True):
    """A fiscal year: its name, its figures by the end of their ids, and how many months count in spend and return."""

    name: str
    figures: Mapping[str, Said]
    spent: int
    returned: int


def fiscal_years(scene: Scene) -> Slide | Notice:
    """A row a fiscal year; columns that no year has a figure for are left out."""
    company = scene.cast.company
    calendar = calendar_of(company.facts) if company else None
    if not company or not calendar:
        return left_out(scene, CALENDAR)
    years = list(_years(scene, calendar, MonthWords(company.texts.of_bill())))
    first = next((each for each in years if "cost" in each.figures), None)
    if first is None:
        figures = scene.cast.figures
        return left_out(scene, *(figures.missing("fiscal") or figures.missing("return.base") or ("savings",)))
    scene = scene.telling(year=first, **{name.partition(".")[0]: first.figures.get(name) for name in COLUMNS[1:]})
    scene = scene.telling(gained=_gaining(years))
    drawn = _fiscal_chart(scene, years)
    slide = scene.slide(
        Tiles(tuple(_fiscal_tiles(scene, years))),
        drawn,
        title="fiscal-title",
        label="fiscal-label",
        notes="fiscal-notes",
    )
    return replace(slide, notes=(*slide.notes, drawn.finding))


def _gaining(years: Sequence[Year]) -> Year | None:
    """The year from which on FinOps gives more than it takes in each."""
    found = None
    for each in reversed([each for each in years if "net.base" in each.figures]):
        if each.figures["net.base"].sign <= 0:
            break
        found = each
    return found


def _fiscal_tiles(scene: Scene, years: Sequence[Year]) -> Iterator[Tile]:
    """What the first year leaves, and what the next ones do."""
    ahead = [each for each in years if "cost" in each.figures]
    for each in ahead[:MOST_NETS]:
        net, savings = (each.figures.get(name) for name in ("net.base", "savings.base"))
        told = net or each.figures["cost"]
        label = scene.word("fiscal-net-of" if net else "fiscal-cost-of", year=each.name)
        facts = {"savings": savings, "cost": each.figures["cost"], "months": each.returned}
        yield Tile(label, told.short, scene.word("fiscal-net-note", **facts) if net else "")


def _fiscal_chart(scene: Scene, years: Sequence[Year]) -> Chart:
    """What FinOps leaves in each year of the return, those in accent in which it gives more than it takes.

    Where no saving is sized, what it costs.
    """
    ahead = [each for each in years if "cost" in each.figures]
    key, id = ("net", "net.base") if all("net.base" in each.figures for each in ahead) else ("cost", "cost")
    names = tuple(each.name for each in ahead)
    values = tuple(each.figures[id].value for each in ahead)
    currency = ahead[0].figures["cost"].figure.currency
    finding = " ".join(scene.word("fiscal-finding", year=each, spent=_text(scene, each)) for each in years)
    data = Data("column", names, (Row(scene.word(f"fiscal-{key}"), values),), finding=finding)
    made = chart(data, Figures("money", currency, scene.cast.language), scene)
    gains = tuple(at for at, value in enumerate(values) if key == "net" and value and value > 0)
    return replace(made, heading=scene.word("fiscal-year"), leading=gains)


def _years(scene: Scene, calendar: FiscalCalendar, words: MonthWords) -> Iterator[Year]:
    figures = scene.cast.figures
    known = (id.split(".")[1] for id in figures if id.startswith("fiscal."))
    for year in sorted(set(known)):
        found = {name: said for name in COLUMNS if (said := figures.find(f"fiscal.{year}.{name}"))}
        counts = (figures.find(f"fiscal.{year}.months.{name}") for name in ("spend", "return"))
        spent, returned = (int(each.value or 0) if each else 0 for each in counts)
        name = calendar.called(int(year), words)
        # A short name, such as FY 2026/27, stands on one line.
        yield Year(name.replace(" ", NO_BREAK) if len(name) <= SHORT_NAME else name, found, spent, returned)


def _text(scene: Scene, year: Year) -> str:
    """What was spent in a year, with the number of its months where these are not all twelve."""
    figure = year.figures.get("spend")
    if not figure:
        return ""
    part = "" if year.spent == TWELVE else scene.word("fiscal-part", months=year.spent)
    return f"{figure} ({part})" if part else figure.short
