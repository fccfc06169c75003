"""Kinds of the appendix: every figure with its origin, what the figures rest on, and what others have published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias

from briefing.compose.audience import is_stated
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.documents.amounts import Growth, Money, Share
from briefing.figures.figure import is_billed
from briefing.library.catalogues import Evidence
from briefing.model import Cell, Notice, Slide, Table
from briefing.organisation.organisation import SCOPES, Commitments, FunctionCost, Slice, Spend

if TYPE_CHECKING:
    from briefing.figures.company import Company


# `assumptions`: every figure that the briefing says, in full, and the key or the formula that it comes from.

FigureRow: TypeAlias = tuple[str, str, str, str]  # name, as shown, in full, where it comes from
TERMS = "terms."
ENDS = (".low", ".high")  # of the ids of a range
WIDTHS = (3.7, 1.5, 2.3, 5.0)
# Beside a bill, of facts and of figures of the bill: the appendix is long, and these take the fewest lines.
WIDTHS_BILLED = ((4.3, 1.2, 1.6, 5.4), (3.0, 1.2, 1.6, 6.7))
LEFT_APART, APART = ("bill.credits", "bill.tax", "bill.adjustments", "bill.corrections"), "assumptions-apart"
LEAST_TOGETHER = 2  # figures of a bill that count the same; fewer say it each


def assumptions(scene: Scene) -> Slide | Notice:
    """Made after all other slides, so that none of their figures is left out; in the order of `briefing figures`."""
    said = _said(scene)
    if not said:
        return left_out(scene, "spend.current-monthly")
    keys = ("assumptions-figure", "assumptions-shown", "assumptions-full", "assumptions-origin")
    header = tuple(scene.word(key) for key in keys)
    parts = [[each for each in said if bool(each.basis) is billed] for billed in (False, True)]
    widths = WIDTHS_BILLED if parts[1] else (WIDTHS, WIDTHS)
    summary = scene.word("assumptions-summary")
    made = (
        Table(header, tuple(_rows(scene, part)), width, summary=summary)
        for part, width in zip(parts, widths, strict=True)
        if part
    )
    return scene.slide(*made, title="assumptions-title", label="assumptions-label", notes="assumptions-notes")


def _said(scene: Scene) -> list[Said]:
    """What has been said, and the terms that the return rests on."""
    figures = scene.cast.figures
    if not figures.voice or not figures.voice.log:
        return []
    log = figures.voice.log
    rests = any(id.startswith(("return.", "break-even")) for id in log)
    return [figures[id] for id in figures if id in log or (rests and id.startswith(TERMS))]


def _rows(scene: Scene, said: list[Said]) -> Iterator[tuple[Cell, ...]]:
    """A row a figure; those of a bill that count the same stand together, under a row that says what they count."""
    when, who = _usual(scene)
    usual = when + who
    if usual and any(each.basis.endswith(usual) for each in said):
        yield Cell(scene.word("assumptions-usual")), Cell(""), Cell(""), Cell(usual.removeprefix(", "))
    apart_from = [each for each in said if each.id in LEFT_APART]
    said = [each for each in said if len(apart_from) < LEAST_TOGETHER or each not in apart_from]
    for basis in dict.fromkeys(each.basis for each in said):
        found = [each for each in said if each.basis == basis]
        basis = basis.removesuffix(usual).removesuffix(who)
        rows = (
            [*_together(_assumptions_of_bill(scene, found))]
            if basis
            else [_assumptions_row(scene, each) for each in found]
        )
        apart = bool(basis) and len(rows) >= LEAST_TOGETHER
        if apart:
            yield Cell(scene.word("assumptions-basis")), Cell(""), Cell(""), Cell(basis)
        for *texts, origin in rows:
            last = origin if apart or not basis else "; ".join(filter(None, (origin, basis)))
            yield (*map(Cell, texts), Cell(last))
    if len(apart_from) >= LEAST_TOGETHER:
        yield tuple(map(Cell, _group(scene, APART, apart_from)))


def _usual(scene: Scene) -> tuple[str, str]:
    """The period, and the providers, that most figures of a bill count, as the ends of their bases; empty without."""
    whole, bill = scene.cast.figures.find("bill.effective.period"), scene.cast.bill
    _, when, who = whole.basis.partition(f", {bill.period}") if whole and bill and bill.period else ("", "", "")
    return when, who


def _assumptions_row(scene: Scene, figure: Said) -> FigureRow:
    return figure.name, figure.short, figure.full, _origin(scene, figure)


def _together(rows: Iterable[FigureRow]) -> Iterator[FigureRow]:
    """What has two names and is worked out in the same way, as one row: a fact that the bill fills, and its own."""
    names: dict[FigureRow, list[str]] = {}
    for name, *rest in rows:
        names.setdefault(("", *rest), []).append(name)  # type: ignore[arg-type]
    return (("; ".join(dict.fromkeys(found)), *rest) for (_, *rest), found in names.items())  # type: ignore[misc]


def _assumptions_of_bill(scene: Scene, found: Sequence[Said]) -> Iterator[FigureRow]:
    """The figures of a bill of one basis: those of one chart as one row, a range with its middle."""
    ids = {each.id for each in found}
    groups = Counter(each.group for each in found if each.group)
    told: set[str] = set()
    for each in found:
        if groups[each.group] > 1:
            if each.group not in told:
                yield _group(scene, each.group, [other for other in found if other.group == each.group])
            told.add(each.group)
        elif not any(each.id.removesuffix(end) in ids - {each.id} for end in ENDS):
            yield _ranged(scene, each, [other for end in ENDS for other in found if other.id == each.id + end])


def _group(scene: Scene, word: str, found: Sequence[Said]) -> FigureRow:
    """All figures of one chart: what each is of, and how it is said."""
    texts = [scene.word("assumptions-each", called=each.called or _undated(scene, each), figure=each) for each in found]
    origin = scene.word("assumptions-of-each", formula=scene.word(f"{word}-formula"), each=texts)
    return scene.word(word), scene.word("assumptions-many", count=len(found)), "", origin


def _ranged(scene: Scene, figure: Said, ends: Sequence[Said]) -> FigureRow:
    """A figure, with the ends of its range where these are told as well, and without the months that its basis says."""
    _, short, full, origin = _assumptions_row(scene, figure)
    if len(ends) == len(ENDS):
        origin = scene.word("assumptions-ends", formula=origin, low=ends[0], high=ends[1])
    return _undated(scene, figure), short, full, origin


def _undated(scene: Scene, figure: Said) -> str:
    """The name of a figure of a bill without the months that its basis says."""
    bill = scene.cast.bill
    whens = (bill.period, f"{bill.recent} against {bill.earlier}") if bill else ()
    said = next((when for when in whens if when and when in figure.basis and figure.name.endswith(f", {when}")), "")
    return figure.name.removesuffix(f", {said}") if said else figure.name


def _origin(scene: Scene, figure: Said) -> str:
    """The place of a fact that is shown as it stands, and else the formula."""
    if not figure.figure.stated:
        return figure.formula
    (origin,) = figure.figure.origins
    redacted = scene.cast.company is not None and scene.cast.company.facts.redacted
    file = "" if redacted else PurePath(origin.file).name
    return scene.word("assumptions-stated", file=file, fact=origin.key, line=origin.line)


# `data-quality`: what the figures rest on, what is only estimated, and what is missing.

QualityRow = tuple[Cell, ...]
QUALITY_APART = frozenset({"commitments", *SCOPES.values()})


def data_quality(scene: Scene) -> Slide | Notice:
    """A row for each group of facts that is there, and for each that the figures would need."""
    company = scene.cast.company
    if not company or not scene.cast.figures:
        return left_out(scene, "spend.current-monthly")
    rows = (*_stated(scene, company), *_opportunities(scene, company), *_assumed(scene), *_missing(scene, company))
    header = tuple(scene.word(key) for key in ("data-quality-what", "data-quality-state", "data-quality-basis"))
    table = Table(header, rows, (3.6, 1.6, 7.3), summary=scene.word("data-quality-summary"))
    told = scene.telling(lacking=bool(company.figures.missing))
    return told.slide(table, title="data-quality-title", label="data-quality-label", notes="data-quality-notes")


def _stated(scene: Scene, company: Company) -> Iterator[QualityRow]:
    spend, cost = company.facts.spend, company.facts.function_cost
    groups: dict[str, Spend | Commitments | Slice | FunctionCost | None] = {"spend": spend}
    if spend:
        groups["commitments"] = spend.commitments
        groups |= {name: getattr(spend, field) for name, field in SCOPES.items()}
    for name, facts in {**groups, "function-cost": cost}.items():
        if facts and any(getattr(facts, key) != getattr(type(facts)(), key) for key in _own(facts)):
            basis = [getattr(facts, "basis", ""), facts.source]
            state = "quality-billed" if _data_quality_of_bill(facts) else "quality-stated"
            yield _data_quality_row(scene, f"quality-{name}", state, "; ".join(filter(None, basis)))
    yield from _kpis(scene, company)


def _own(facts: Spend | Commitments | Slice | FunctionCost) -> Iterator[str]:
    """The fields of a group that say something of itself: what it is part of has rows of its own."""
    return (key for key in facts.__struct_fields__ if key not in QUALITY_APART)


def _data_quality_of_bill(facts: Spend | Commitments | Slice | FunctionCost) -> bool:
    """Whether nobody stated any of these facts, for all come out of the bill."""
    values = [getattr(facts, name) for name in facts.__struct_fields__]
    origins = [each.origin for each in values if isinstance(each, Money | Share | Growth)]
    return bool(origins) and is_billed(*origins)


def _kpis(scene: Scene, company: Company) -> Iterator[QualityRow]:
    """Those that somebody stated with their sources, and in one line those that only the bill tells."""
    only = [each for each in company.facts.kpis if not is_stated(each)]
    lines = [
        scene.word("quality-kpi", name=_called(scene, each.id), source=each.source)
        for each in company.facts.kpis
        if each not in only
    ]
    if lines:
        yield _data_quality_row(scene, "quality-kpis", "quality-stated", "; ".join(lines))
    if only:
        names = [_called(scene, each.id) for each in only]
        yield _data_quality_row(
            scene, "quality-billed-kpis", "quality-billed", scene.word("quality-billed-kpi", names=names)
        )


def _called(scene: Scene, kpi: str) -> str:
    return scene.cast.kpis[kpi].name if kpi in scene.cast.kpis else kpi


def _opportunities(scene: Scene, company: Company) -> Iterator[QualityRow]:
    for each in company.facts.savings:
        word = company.texts.statuses[each.status]
        basis = each.source or scene.word("quality-no-source")
        yield Cell(each.name), Cell(word), Cell(basis)


def _assumed(scene: Scene) -> Iterator[QualityRow]:
    """Terms of the return that nobody stated."""
    figures = scene.cast.figures
    used = any(id.startswith("return.") for id in figures)
    terms = [figures[id] for id in figures if id.startswith("terms.")] if used else []
    assumed = [each for each in terms if not each.figure.origins]
    if assumed:
        lines = (scene.word("quality-default", name=each.name, figure=each) for each in assumed)
        yield _data_quality_row(scene, "quality-terms", "quality-assumed", "; ".join(lines))


def _missing(scene: Scene, company: Company) -> Iterator[QualityRow]:
    """What could not be reckoned, the three cases together."""
    found: dict[str, dict[str, None]] = {}
    for group, keys in company.figures.missing.items():
        name = group.partition(".")[0]
        found.setdefault(name, {}).update(dict.fromkeys(keys))
    for name in ("savings", "return"):
        if name in found:
            yield _data_quality_row(
                scene, f"quality-{name}", "quality-missing", scene.word("quality-needs", keys=[*found[name]])
            )


def _data_quality_row(scene: Scene, what: str, state: str, basis: str, **extra: object) -> QualityRow:
    said = basis or scene.word("quality-no-source")
    return Cell(scene.word(what, **extra)), Cell(scene.word(state)), Cell(said)


# `evidence`: what others have published, marked as such; no figure of the company is made from it.


def evidence(scene: Scene) -> Slide | Notice:
    """Only beside own figures: without them there is nothing to compare."""
    if not scene.cast.figures or not scene.cast.evidence:
        return left_out(scene, "spend.current-monthly")
    keys = ("evidence-fact", "evidence-figure", "evidence-source", "evidence-sample")
    header = tuple(scene.word(key) for key in keys)
    rows = tuple(_evidence_row(scene, each) for each in scene.cast.evidence)
    table = Table(header, rows, (4.6, 1.6, 3.6, 2.7), summary=scene.word("evidence-summary"))
    return scene.slide(table, title="evidence-title", label="evidence-label", notes="evidence-notes")


def _evidence_row(scene: Scene, each: Evidence) -> tuple[Cell, ...]:
    source = scene.word("evidence-from", publisher=each.publisher, title=each.title, year=each.year)
    sample = scene.word("evidence-sampled", sample=each.sample, basis=each.basis)
    return Cell(each.fact), Cell(each.figure), Cell(source), Cell(sample)
