"""Kinds of the appendix: every figure with its origin, what the figures rest on, and what others have published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.audience import is_stated
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.documents.amounts import Growth, Money, Origin, Share
from briefing.figures.figure import is_billed
from briefing.library.catalogues import Evidence
from briefing.model import Cell, Notice, Slide, Table
from briefing.organisation.organisation import SCOPES, Commitments, FunctionCost, Slice, Spend

if TYPE_CHECKING:
    from briefing.figures.company import Company


# `assumptions`: the figures that are told, where each comes from in people's words, and all the rest in the notes.

MOST_FIGURES = 10
MOST_LINES = 12  # of the last column, which is the longest
LINE = 48  # letters of it
TERMS = "terms."
WIDTHS = (4.2, 1.5, 2.0, 4.8)


def assumptions(scene: Scene) -> Slide | Notice:
    """Made after all other slides, on one page: what the story tells; how each figure is worked out is in the notes."""
    said = _said(scene)
    if not said:
        return left_out(scene, "spend.current-monthly")
    voice = scene.cast.figures.voice
    told_first = [*voice.log] if voice else []
    aloud = [each for each in said if voice and each.id in voice.aloud] or said
    aloud.sort(key=lambda each: told_first.index(each.id) if each.id in told_first else len(told_first))
    keys = ("assumptions-figure", "assumptions-shown", "assumptions-full", "assumptions-origin")
    rows = tuple(
        tuple(map(Cell, (each.name, each.short, each.full, _source(scene, each)))) for each in _on_a_page(scene, aloud)
    )
    table = Table(tuple(scene.word(key) for key in keys), rows, WIDTHS, summary=scene.word("assumptions-summary"))
    told = scene.telling(further=len(said) - len(rows))
    slide = told.slide(table, title="assumptions-title", label="assumptions-label", notes="assumptions-notes")
    return replace(slide, notes=(*slide.notes, *(_line(scene, each) for each in said)))


def _on_a_page(scene: Scene, figures: Sequence[Said]) -> Iterator[Said]:
    """As many of the first as one page holds."""
    lines = 0
    for each in figures[:MOST_FIGURES]:
        needed = 1 + max(len(_source(scene, each)) // LINE, len(each.name) // LINE)
        if lines + needed <= MOST_LINES:  # one that needs more leaves its place to those after it
            lines += needed
            yield each


def _said(scene: Scene) -> list[Said]:
    """What has been said, and the terms that the return rests on, in the order of `briefing figures`."""
    figures = scene.cast.figures
    if not figures.voice or not figures.voice.log:
        return []
    log = figures.voice.log
    rests = any(id.startswith(("return.", "break-even")) for id in log)
    return [figures[id] for id in figures if id in log or (rests and id.startswith(TERMS))]


def _source(scene: Scene, figure: Said) -> str:
    """Where a figure comes from as people say it: who stated it, how it is worked out, what of the bill it counts."""
    if figure.basis:
        return scene.word("assumptions-billed", basis=figure.basis)
    if not figure.figure.stated:
        return figure.formula
    (origin,) = figure.figure.origins
    facts = scene.cast.company.facts if scene.cast.company else None
    return source_of(facts, origin) or scene.word("assumptions-own")


def source_of(value: object, origin: Origin, source: str = "") -> str | None:
    """Who stated the fact of this origin, as the organisation's file says it; None where the value does not hold it.

    The source nearest to the fact counts, that of what it is part of else.
    """
    if getattr(value, "origin", None) == origin:
        return source
    parts: Iterable[object] = value if isinstance(value, tuple) else ()
    if isinstance(value, Struct):
        source = getattr(value, "source", "") or source
        parts = (getattr(value, each) for each in value.__struct_fields__)
    elif isinstance(value, Mapping):
        parts = value.values()
    found = (source_of(each, origin, source) for each in parts)
    return next((each for each in found if each is not None), None)


def _line(scene: Scene, figure: Said) -> str:
    """A figure in full for whoever asks: its formula, and the file and line of what somebody stated."""
    return scene.word("assumptions-line", figure=figure, origin=_origin(scene, figure))


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
