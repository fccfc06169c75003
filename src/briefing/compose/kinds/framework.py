"""Kinds that tell the FinOps framework: phases, principles, roadmap, structure, tasks, and what it all rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.charts import day
from briefing.compose.scene import Scene
from briefing.documents.amounts import Day
from briefing.documents.text import slug
from briefing.library.framework import Raci, RaciRow, mark
from briefing.model import (
    Card,
    Cell,
    Columns,
    Diagram,
    Gate,
    Link,
    Mark,
    Milestone,
    Node,
    Slide,
    Stage,
    Table,
    Text,
    Tick,
    Tier,
    Tiers,
    Timeline,
)

if TYPE_CHECKING:
    from briefing.organisation.organisation import RaciOverride, RoadmapStep


# `phases`: what FinOps is, beside its three phases as a ring.


def phases(scene: Scene) -> Slide:
    """`definition` replaces the built-in sentence."""
    facts = scene.cast.framework
    nodes = tuple(Node(phase.name.lower(), phase.name, phase.text) for phase in facts.phases)
    ring = zip(nodes, nodes[1:] + nodes[:1], strict=True)
    links = tuple(Link(source.id, target.id) for source, target in ring)
    definition = Text(scene.text("definition") or facts.definition, "statement")
    return scene.slide(definition, Diagram("cycle", nodes, links, scene.word("phases-summary")), flow="beside")


# `principles`: the six FinOps principles as short cards.


def principles(scene: Scene) -> Slide:
    """The principles come from framework.yaml."""
    cards = tuple(Card(each.name, text=each.text) for each in scene.cast.framework.principles)
    return scene.slide(Columns(cards))


# `finops-overview`: FinOps in one picture, for a room that needs it: phases, principles, and who works with whom.


def finops_overview(scene: Scene) -> Slide:
    """All of it comes from framework.yaml, with its attribution as the source."""
    facts = scene.cast.framework
    centre = facts.structure.centre
    parts = (
        ("phases", tuple(Card(each.name, text=each.text) for each in facts.phases)),
        ("principles", tuple(Card(each.name) for each in facts.principles)),
        ("centre", (Card(centre.name, text=centre.text),)),
        ("partners", tuple(Card(each.name, text=each.gives) for each in facts.structure.partners)),
    )
    tiers = (
        Tier(scene.word(f"overview-{name}"), cards, strong=name == "centre", linked=name == "phases")
        for name, cards in parts
    )
    drawing = Tiers(tuple(tiers), scene.word("overview-summary"))
    slide = scene.slide(drawing, title="overview-title", label="overview-label", notes="overview-notes")
    return replace(slide, source=slide.source or facts.attribution)


# `roadmap`: the milestones of a FinOps launch in stages, with the organisation's own dates, owners and milestones.


class Step(Struct, frozen=True):
    """A milestone before it has its number in the row, or the gate that what follows waits for."""

    text: str
    when: Day | None = None
    owner: str = ""
    gate: bool = False


def roadmap(scene: Scene) -> Slide:
    """Stages and milestones come from framework.yaml; dates, owners and milestones of their own from the user.

    So does the stage gate, after the first results, where the user has none and asks for nothing of their own.
    """
    steps = scene.cast.company.facts.roadmap if scene.cast.company else ()
    numbered = _numbered(scene, steps)
    named = [each for each in steps if each not in numbered.values()]
    own = [Step(each.milestone, each.date, each.owner, _is_gate(scene, each)) for each in named]
    gates = sorted((each for each in own if each.gate), key=lambda each: each.when is None)
    ours = None if scene.cast.asked.stated else Step(scene.word("roadmap-gate-name"), gate=True)
    gate = gates[0] if gates else ours
    placed = _dated(scene, numbered, gate if gate and not gate.when else None)
    stages = list(_with_own(placed, [each for each in own if each is not gate or each.when]))
    number = count(1)
    every = [each for stage in stages for each in stage]
    axis = axis_of([each.when for each in every if each.when])
    shown = tuple(
        Stage(name, tuple(_milestones(scene, number, stage, axis)))
        for name, stage in zip((each.name for each in scene.cast.framework.stages), stages, strict=True)
    )
    dates = [each.when for each in every if each.when and not each.gate]
    last = max(dates, key=lambda when: when.last, default=None)
    facts = {"milestones": sum(len(each.milestones) for each in shown), "dated": len(dates), "last": day(scene, last)}
    gated, open_ = any(each.gate for each in every), any(not each.when for each in every)
    told = scene.telling(**facts, exact=bool(last and last.exact), gated=gated, open=open_)
    ticks = tuple(ticks_of(scene, axis)) if axis else ()
    block = Timeline(shown, scene.word("roadmap-summary"), ticks, told.word("roadmap-key") if axis else "")
    slide = told.slide(block, title="roadmap-title", notes="roadmap-notes")
    return replace(slide, takeaway=told.word("roadmap-gate") if gated else "")


GATE_ID = "gate"  # what a file may call the gate, whatever the words of its language


def _is_gate(scene: Scene, step: RoadmapStep) -> bool:
    """Whether a milestone of the organisation's own is its gate, by the name that it begins with."""
    first = slug(step.milestone.partition(":")[0])
    return first in (GATE_ID, slug(scene.word("roadmap-gate-name")))


# The axis of a roadmap: whole months, or from day to day where all of it is within a few weeks.

SHORT = 45  # days
WEEK, MONTHS = 7, 12
MOST_WEEKS = 4  # from mark to mark of one
STEPS = (1, 2, 3, 6, 12)  # months from mark to mark
MOST_MARKS = 5


class Axis(Struct, frozen=True):
    """From when to when; `months` says whether it is marked by months, and else by weeks."""

    start: date
    end: date
    months: bool

    def place(self, when: date) -> float:
        """Where a day stands from 0 to 1."""
        return (when - self.start).days / (self.end - self.start).days


def axis_of(dates: Sequence[Day]) -> Axis | None:
    """None where fewer than two days are known: one is no axis."""
    first, last = min((each.last for each in dates), default=None), max((each.last for each in dates), default=None)
    if not first or not last or first == last:
        return None
    if (last - first).days <= SHORT:
        weeks = -(-(last - first).days // WEEK)
        return Axis(first, first + timedelta(days=WEEK * weeks), months=False)
    return Axis(first.replace(day=1), _month_after(last, 1), months=True)


def _month_after(when: date, count: int) -> date:
    """The first day of the month that comes so many after that of a day."""
    months = when.year * MONTHS + when.month - 1 + count
    return date(months // MONTHS, months % MONTHS + 1, 1)


def ticks_of(scene: Scene, axis: Axis) -> Iterator[Tick]:
    """Marks at the first day of a month, or every week."""
    if not axis.months:
        days_long = (axis.end - axis.start).days
        every = range(0, days_long + 1, WEEK * -(-days_long // (WEEK * MOST_WEEKS)))
        days = [axis.start + timedelta(days=each) for each in every]
        yield from (Tick(axis.place(each), day(scene, Day(each, each), "short-months")) for each in days)
        return
    months = (axis.end.year - axis.start.year) * MONTHS + axis.end.month - axis.start.month
    step = next(
        (each for each in STEPS if months / each <= MOST_MARKS), STEPS[-1] * -(-months // (MOST_MARKS * MONTHS))
    )
    for each in range(0, months, step):
        first = _month_after(axis.start, each)
        named = not each or first.month <= step  # the year where it begins
        whole = day(scene, Day(first, first, exact=False), "short-months")
        yield Tick(axis.place(first), whole if named else scene.cast.words.list("short-months")[first.month - 1])


def _numbered(scene: Scene, steps: Sequence[RoadmapStep]) -> Mapping[int, RoadmapStep]:
    """What is said of the framework's milestones, which are named by their number or in their own words."""
    texts = [slug(text) for stage in scene.cast.framework.stages for text in stage.milestones]
    found: dict[int, RoadmapStep] = {}
    for each in steps:
        if each.milestone.isdecimal():
            found[int(each.milestone)] = each
        elif slug(each.milestone) in texts:
            found.setdefault(texts.index(slug(each.milestone)) + 1, each)
    return found


def _dated(scene: Scene, own: Mapping[int, RoadmapStep], gate: Step | None) -> list[list[Step]]:
    """The framework's milestones by stage, those that the organisation names with its date and owner, and the gate."""
    number = count(1)
    return [
        [
            each
            for place, text in enumerate(stage.milestones, 1)
            for each in (_step(text, own.get(next(number))), *((gate,) if gate and place == stage.gate_after else ()))
        ]
        for stage in scene.cast.framework.stages
    ]


def _step(text: str, own: RoadmapStep | None) -> Step:
    return Step(text, own.date, own.owner) if own else Step(text)


def _with_own(stages: list[list[Step]], own: Sequence[Step]) -> Iterator[list[Step]]:
    """The stages with milestones of the organisation's own, each where its date puts it; without one, in the last."""
    for added in own:
        stage = _stage_of(stages, added.when)
        stages = [_with_one(steps, added) if place == stage else steps for place, steps in enumerate(stages)]
    yield from stages


def _with_one(stage: Sequence[Step], added: Step) -> list[Step]:
    """The milestones of a stage with one more, before the first that is due later."""
    later = (
        place for place, each in enumerate(stage) if each.when and added.when and not _is_earlier(each, added.when.last)
    )
    place = next(later, len(stage))
    return [*stage[:place], added, *stage[place:]]


def _stage_of(stages: Sequence[Sequence[Step]], when: Day | None) -> int:
    """The last stage that begins before a date: that of the last milestone before it, or the next one undated."""
    if not when:
        return len(stages) - 1
    later = [place for place, stage in enumerate(stages) for each in stage if each.when and each.when.first > when.last]
    earlier = [place for place, stage in enumerate(stages) for each in stage if _is_earlier(each, when.last)]
    return max(earlier[-1] if earlier else 0, later[0] - 1) if later else len(stages) - 1


def _is_earlier(step: Step, end: date) -> bool:
    return bool(step.when and step.when.first <= end)


def _milestones(scene: Scene, number: Iterator[int], stage: Sequence[Step], axis: Axis | None) -> Iterator[Milestone]:
    """The milestones of a stage, each with the gate behind it; a gate that is behind none is a milestone itself."""
    for before, step, after in zip((None, *stage), stage, (*stage[1:], None), strict=False):
        if step.gate and before and not before.gate:
            continue
        gate = Gate(after.text, *_when(scene, after, axis)) if after and after.gate and not step.gate else None
        date, owner, at = _when(scene, step, axis)
        yield Milestone(next(number), step.text, date, owner, at, gate)


def _when(scene: Scene, step: Step, axis: Axis | None) -> tuple[str, str, float | None]:
    """Date, owner, and place on the axis."""
    at = axis.place(step.when.last) if axis and step.when else None
    return day(scene, step.when, "short-months"), step.owner, at


# `structure`: the FinOps team in the middle of those it works with.


def structure(scene: Scene) -> Slide:
    """The centre and its partners come from framework.yaml, with what flows each way."""
    facts = scene.cast.framework.structure
    centre = Node(facts.centre.id, facts.centre.name, facts.centre.text)
    partners = tuple(Node(each.id, each.name) for each in facts.partners)
    links = tuple(
        link
        for each in facts.partners
        for link in (Link(each.id, centre.id, each.gives), Link(centre.id, each.id, each.gets))
    )
    return scene.slide(Diagram("hub", (centre, *partners), links, scene.word("structure-summary")))


# `raci`: who is accountable, responsible, consulted and informed for each task.

MARKS: dict[str, Mark] = {
    "A": "accountable",
    "A/R": "accountable",
    "R": "responsible",
    "C": "consulted",
    "I": "informed",
    "-": "none",
}


def raci(scene: Scene) -> Slide:
    """The matrix comes from framework.yaml, with the organisation's own rows; one A and at least one R in each.

    Tasks of the same accountable role stand together, of the role that has most of them first.
    """
    own = scene.cast.company.facts.raci if scene.cast.company else None
    matrix = overridden(scene.cast.framework.raci, own) if own else scene.cast.framework.raci
    owners = Counter(_accountable(row) for row in matrix.rows)
    places = [place for place, _ in owners.most_common()]
    rows = sorted(matrix.rows, key=lambda row: places.index(_accountable(row)))
    header = (scene.word("task"), *(role.name for role in matrix.roles))
    cells = tuple((Cell(row.task), *(_cell(mark) for mark in row.marks)) for row in rows)
    weights = (2.6, *(1.0 for _ in matrix.roles))
    told = scene.telling(
        owners=[(matrix.roles[place].name, owners[place]) for place in places],
        tasks=len(rows),
        own=[row.task for row in rows if own and row.task in {each["task"] for each in own.rows}],
    )
    summary = scene.word("raci-summary", matrix=matrix)
    return told.slide(Table(header, cells, weights, told.word("raci-key"), summary), title="raci-title")


def _accountable(row: RaciRow) -> int:
    """The place of the role that is accountable."""
    return next((place for place, mark in enumerate(row.marks) if "A" in mark.split("/")), -1)


def overridden(matrix: Raci, own: RaciOverride) -> Raci:
    """The matrix with rows of the same task replaced, others after them, and columns of the organisation's own.

    Of the framework's rows those stay that still have somebody accountable and somebody responsible in such columns.
    """
    roles = own.roles or matrix.roles
    places = [role.id for role in roles]
    added = {each["task"] or "": each for each in own.rows}
    kept = [_under(row, matrix, places) for row in matrix.rows]
    rows = {row.task.casefold(): row for row in kept if _is_whole(row)}
    rows |= {task.casefold(): _row(task, each, places) for task, each in added.items()}
    return Raci(roles=roles, rows=tuple(rows.values())) if rows else matrix


def _under(row: RaciRow, matrix: Raci, places: list[str]) -> RaciRow:
    marks = dict(zip((role.id for role in matrix.roles), row.marks, strict=True))
    return _row(row.task, marks, places)


def _row(task: str, marks: Mapping[str, str | None], places: list[str]) -> RaciRow:
    return RaciRow(task=task, marks=tuple(mark(marks.get(place)) for place in places))


def _is_whole(row: RaciRow) -> bool:
    letters = list(_letters(row))
    return letters.count("A") == 1 and "R" in letters


def _letters(row: RaciRow) -> Iterator[str]:
    for each in row.marks:
        yield from each.split("/")


def _cell(mark: str) -> Cell:
    return Cell("–" if mark == "-" else mark, MARKS[mark])


# `sources`: what the briefing rests on, and under which licence.


def sources(scene: Scene) -> Slide:
    """The sources come from framework.yaml; the attribution that the licence asks for stands under them."""
    facts = scene.cast.framework
    header = tuple(scene.word(key) for key in ("source-title", "source-publisher", "source-use", "source-licence"))
    rows = tuple(
        (Cell(each.title), Cell(f"{each.publisher}, {each.year}"), Cell(each.used_for), Cell(each.licence))
        for each in facts.sources
    )
    table = Table(header, rows, (4.0, 2.6, 4.0, 1.5), summary=scene.word("sources-summary"))
    return replace(scene.slide(table), source=facts.attribution)
