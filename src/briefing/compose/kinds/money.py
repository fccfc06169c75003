"""Kinds about money out of the organisation's facts: what FinOps returns, saves and costs, and what waiting costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.audience import explained
from briefing.compose.charts import Course, Data, Row, chart, courses, day, marked_months, money
from briefing.compose.numbers import Figures, rounded
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.figures.basis import open_
from briefing.figures.billlines import MonthWords
from briefing.figures.spending import FiscalCalendar, calendar_of
from briefing.model import Bullets, Cell, Chart, Flag, Flags, Notice, Slide, Table, Text, Tile, Tiles
from briefing.organisation.organisation import QuickWin

# `return`: what FinOps returns: payback, net and ratio, the break-even, and the cumulative net of three cases.

LEADING = "base"
PAYBACK, RATIO = "return-payback", "return.base.return-ratio"  # without any cost nothing is paid back
RETURN_TILES = {
    PAYBACK: "return.base.payback-month",
    "return-net": "return.base.net",
    "return-ratio": RATIO,
    "return-break-even": "break-even-share",
}
BESIDE_A_CHART = 3  # tiles, over the line that says how sure the savings are; the notes have all
EXPLAINED = ("payback-month", "net", "npv", "return-ratio", "total-savings", "total-cost")


def return_(scene: Scene) -> Slide | Notice:
    """Left out where the base case cannot be reckoned."""
    figures = scene.cast.figures
    if "return.base.net" not in figures:
        return left_out(scene, *(figures.missing("return.base") or ("savings",)))
    drawn = _returns_chart(scene, courses(scene))
    tiles = tuple(_returns_tiles(scene))
    slide = scene.slide(
        Tiles(tiles[:BESIDE_A_CHART] if drawn and [*_parts(scene)] else tiles),
        *((drawn,) if drawn else ()),
        title="return-title",
        label="return-label",
        notes="return-notes",
    )
    formulas = explained(scene, *(f"return.base.{name}" for name in EXPLAINED), "break-even-share")
    done = figures.find(DONE)
    slide = replace(slide, takeaway=scene.word("return-takeaway", parts=[*_parts(scene)], done=done))
    notes = (*slide.notes, *((drawn.finding,) if drawn else ()), *formulas)
    return replace(slide, notes=notes, source=slide.source or scene.word("return-source", statuses=_statuses(scene)))


def _returns_tiles(scene: Scene) -> Iterator[Tile]:
    for key, id in RETURN_TILES.items():
        found = scene.cast.figures.find(id)
        if found and (scene.cast.figures[RATIO].known if key == PAYBACK else found.known):  # no payback is an answer
            yield Tile(scene.word(key), found.short, scene.word(f"{key}-note"))


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
    rows = tuple(Row(_returns_name(scene, each), each.at(months), each.case == LEADING) for each in found)
    nets = [(scene.cast.case(each.case), scene.cast.figures[f"return.{each.case}.net"]) for each in found]
    finding = scene.word("return-finding", nets=nets)
    writer = Figures("money", found[0].currency, scene.cast.language)
    made = chart(Data("line", names, rows, finding=finding), writer, scene)
    ends = [str(net) for _, net in nets]
    series = tuple(replace(each, labels=(*each.labels[:-1], end)) for each, end in zip(made.series, ends, strict=True))
    return replace(made, series=series, heading=scene.word("net-by-month-month"))


def _returns_name(scene: Scene, course: Course) -> str:
    payback = scene.cast.figures[f"return.{course.case}.payback-month"]
    return scene.word("return-series", scenario=scene.cast.case(course.case), payback=payback)


# `waiting`: what it costs to start later: the sentence, and the three cases.

CASES = ("base", "low", "high")  # what is told first, first
SIGNS = {-1: "negative", 0: "zero", 1: "positive"}
BULLETS = ("waiting-growth", "waiting-cost", "waiting-bound")


def waiting(scene: Scene) -> Slide | Notice:
    """Left out where the base case of the return cannot be reckoned."""
    figures = scene.cast.figures
    base = figures.find("return.base.cost-of-waiting")
    if not base:
        return left_out(scene, *(figures.missing("return.base") or ("savings",)))
    blocks = (Text(scene.word("waiting-lead"), "lead"), Tiles(tuple(_waiting_tiles(scene))))
    slide = scene.slide(
        *blocks,
        Bullets(tuple(filter(None, map(scene.word, BULLETS)))),
        title="waiting-title",
        label="waiting-label",
        notes="waiting-notes",
    )
    return replace(slide, notes=(*slide.notes, *explained(scene, base.id, "return.base.net")))


def _waiting_tiles(scene: Scene) -> Iterator[Tile]:
    for case in CASES:
        found = scene.cast.figures.find(f"return.{case}.cost-of-waiting")
        if found:
            label = scene.word("waiting-case", scenario=scene.cast.case(case))
            what = SIGNS[found.sign] if found.known else "unknown"
            yield Tile(label, found.size, scene.word(f"waiting-{what}"))


# `opportunities`: the savings in sight, by how sure they are, and the way from the spend of today to the base case.

SURE_FIRST = ("verified", "estimated", "idea")
DONE = "savings.by-status.realised.base"
AFTER = "savings.waterfall.last"
MOST_STEPS = 7  # of a chart; of more, the smallest are one step

Step = tuple[str, Decimal]


def opportunities(scene: Scene) -> Slide | Notice:
    """Left out without a size of the base case. Figures of different status stand apart."""
    base, done = (scene.cast.figures.find(id) for id in ("savings.base.annual", DONE))
    if not base and not (done and done.sign > 0):
        return left_out(scene, *(scene.cast.figures.missing("savings.base") or ("savings",)))
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
        if base:
            note = scene.word("opportunities-range", low=low, high=high) if low and high else ""
            yield Tile(scene.word("opportunities-open"), base.short, note)
        for status in SURE_FIRST:
            found = scene.cast.figures.find(f"savings.by-status.{status}.base")
            if found and found.sign:
                yield Tile(scene.word(f"opportunities-{status}"), found.short)
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
    status = {each.name: each.status for each in company.figures.opportunities}
    if series:
        first, *steps, last = zip(series.labels, series.values, strict=True)
        shown, others = _largest(steps)
        labels, values = zip(first, *shown, *_summed(scene, others), last, strict=True)
        names = tuple(_opportunities_name(scene, each) for each in labels)
        sure = tuple(status.get(each, "") for each in labels)
        ends, rows = (0, len(values) - 1), (Row(name, values),)
        made = chart(Data("waterfall", names, rows, totals=ends, better="lower", finding=finding), writer, scene)
        return replace(made, sure=sure) if made else None
    sized = [each for each in open_(company.figures.opportunities) if each.annual.get("base")]
    if len(sized) < 2:
        return None
    shown, others = _largest([(each.name, each.annual["base"]) for each in sized])
    labels, values = zip(*shown, *_summed(scene, others), strict=True)
    names = tuple(_opportunities_name(scene, each) for each in labels)
    return chart(Data("bar", names, (Row(name, values),), finding=finding), writer, scene)


def _largest(steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The steps that the chart shows one by one, in their order, and those that it shows as one."""
    if len(steps) <= MOST_STEPS:
        return [*steps], []
    kept = sorted(range(len(steps)), key=lambda place: -abs(steps[place][1]))[: MOST_STEPS - 1]
    return [steps[place] for place in sorted(kept)], [each for place, each in enumerate(steps) if place not in kept]


def _summed(scene: Scene, others: Sequence[Step]) -> Iterator[Step]:
    if others:
        yield scene.word("opportunities-others", count=len(others)), sum((value for _, value in others), Decimal(0))


def _others_told(scene: Scene) -> Iterator[str]:
    """For the notes: each saving that the chart shows as one with others."""
    company = scene.cast.company
    if not company:
        return
    sized = [each for each in open_(company.figures.opportunities) if each.annual.get("base")]
    _, others = _largest([(each.name, each.annual["base"]) for each in sized])
    writer = Figures("money", company.figures.currency, scene.cast.language)
    for name, value in others:
        yield scene.word("points-figure", label=_opportunities_name(scene, name), value=writer.full(abs(value)))


def _opportunities_name(scene: Scene, label: str) -> str:
    """An opportunity with its status; the ends of the waterfall as they are."""
    company = scene.cast.company
    found = next((each for each in company.figures.opportunities if each.name == label), None) if company else None
    if not found or not company:
        return label
    return scene.word("opportunities-step", name=found.name, status=company.texts.statuses[found.status])


# `quick-wins`: results that show soon: what, how much a year, by when and by whom.

MOST_TILES = 4


def quick_wins(scene: Scene) -> Slide | Notice:
    """The earliest first on a line in time, those without a date at its end."""
    facts = scene.cast.company.facts if scene.cast.company else None
    if not facts or not facts.quick_wins:
        return left_out(scene, "quick-wins")
    wins = sorted(facts.quick_wins, key=lambda each: each.date.last if each.date else date.max)
    first = wins[0].date
    counts = {"total": len(wins), "dated": sum(each.date is not None for each in wins), "first": day(scene, first)}
    ahead = first is not None and first.last >= scene.cast.day
    told = scene.telling(**counts, exact=bool(first and first.exact), ahead=ahead)
    headings = (told.word("win-date"), told.word("win-name"), told.word("win-amount"), told.word("win-owner"))
    flags = tuple(_win_flag(told, each) for each in wins)
    return told.slide(
        Flags(flags, headings, told.word("wins-key"), told.word("wins-summary")),
        title="wins-title",
        label="wins-label",
        notes="wins-notes",
    )


def _win_flag(scene: Scene, win: QuickWin) -> Flag:
    amount = money(scene, win.amount)
    worth = scene.word("win-worth", amount=amount) if amount else ""
    return Flag(day(scene, win.date) or scene.word("win-undated"), win.name, worth, win.owner)


# `net-by-month`: an appendix table of the cumulative net that the return chart draws.


def net_by_month(scene: Scene) -> Slide | Notice:
    """A row a month of the chart, a column a case."""
    found = courses(scene)
    if not found or "return.base.net" not in scene.cast.figures:
        return left_out(scene, *(scene.cast.figures.missing("return.base") or ("savings",)))
    writer, months = Figures("money", found[0].currency, scene.cast.language), marked_months(found)
    cases = (scene.word("net-by-month-case", scenario=scene.cast.case(each.case)) for each in found)
    values = [each.at(months) for each in found]
    rows = tuple(
        (Cell(str(month)), *(Cell(writer.full(rounded(each[place], 2))) for each in values))
        for place, month in enumerate(months)
    )
    header = (scene.word("net-by-month-month"), *cases)
    table = Table(header, rows, (1.0, *(2.0 for _ in found)), summary=scene.word("net-by-month-summary"))
    return scene.slide(table, title="net-by-month-title", label="net-by-month-label", notes="net-by-month-notes")


# `fiscal-years`: spend so far, savings, cost and net by the organisation's own fiscal years.

COLUMNS = ("spend", "savings.base", "cost", "net.base")
TWELVE = 12
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
    columns = [name for name in COLUMNS if any(name in each.figures for each in years)]
    scene = scene.telling(year=first, **{name.partition(".")[0]: first.figures.get(name) for name in COLUMNS[1:]})
    rows = tuple((Cell(each.name), *(Cell(_text(scene, each, name)) for name in columns)) for each in years)
    header = tuple(scene.word(f"fiscal-{name.partition('.')[0]}") for name in ("year", *columns))
    table = Table(header, rows, (3.0, *(2.4 for _ in columns)), summary=scene.word("fiscal-summary"))
    return scene.slide(table, title="fiscal-title", label="fiscal-label", notes="fiscal-notes")


def _years(scene: Scene, calendar: FiscalCalendar, words: MonthWords) -> Iterator[Year]:
    figures = scene.cast.figures
    known = (id.split(".")[1] for id in figures if id.startswith("fiscal."))
    for year in sorted(set(known)):
        found = {name: said for name in COLUMNS if (said := figures.find(f"fiscal.{year}.{name}"))}
        counts = (figures.find(f"fiscal.{year}.months.{name}") for name in ("spend", "return"))
        spent, returned = (int(each.value or 0) if each else 0 for each in counts)
        yield Year(calendar.called(int(year), words), found, spent, returned)


def _text(scene: Scene, year: Year, name: str) -> str:
    """A figure, with the number of its months where these are not all twelve."""
    figure, months = year.figures.get(name), year.spent if name == "spend" else year.returned
    if not figure:
        return ""
    return figure.short if months == TWELVE else scene.word("fiscal-part", figure=figure, months=months)
