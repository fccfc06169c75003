"""`data-quality`: what the figures rest on, what is only estimated, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.compose.aims import BILL, is_stated
from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.library.amounts import Growth, Money, Share
from briefing.library.organisationparts import Commitments, FunctionCost, Slice, Spend
from briefing.model import Cell, Notice, Slide, Table

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.figures.company import Company

TAKES: frozenset[str] = frozenset()
Row = tuple[Cell, ...]
APART = frozenset({"commitments", "ai", "saas"})


def build(scene: Scene) -> Slide | Notice:
    """A row for each group of facts that is there, and for each that the figures would need."""
    company = scene.cast.company
    if not company or not scene.cast.figures:
        return left_out(scene, "spend.current-monthly")
    rows = (*_stated(scene, company), *_opportunities(scene, company), *_assumed(scene), *_missing(scene, company))
    header = tuple(scene.word(key) for key in ("data-quality-what", "data-quality-state", "data-quality-basis"))
    table = Table(header, rows, (3.6, 1.6, 7.3), summary=scene.word("data-quality-summary"))
    told = scene.telling(lacking=bool(company.figures.missing))
    return told.slide(table, title="data-quality-title", label="data-quality-label", notes="data-quality-notes")


def _stated(scene: Scene, company: Company) -> Iterator[Row]:
    spend, cost = company.facts.spend, company.facts.function_cost
    groups: dict[str, Spend | Commitments | Slice | FunctionCost | None] = {"spend": spend}
    if spend:
        groups |= {"commitments": spend.commitments, "ai": spend.ai, "saas": spend.saas}
    for name, facts in {**groups, "function-cost": cost}.items():
        if facts and any(getattr(facts, key) != getattr(type(facts)(), key) for key in _own(facts)):
            basis = [getattr(facts, "basis", ""), facts.source]
            state = "quality-billed" if _of_bill(facts) else "quality-stated"
            yield _row(scene, f"quality-{name}", state, "; ".join(filter(None, basis)))
    yield from _kpis(scene, company)


def _own(facts: Spend | Commitments | Slice | FunctionCost) -> Iterator[str]:
    """The fields of a group that say something of itself: what it is part of has rows of its own."""
    return (key for key in facts.__struct_fields__ if key not in APART)


def _of_bill(facts: Spend | Commitments | Slice | FunctionCost) -> bool:
    """Whether nobody stated any of these facts, for all come out of the bill."""
    values = [getattr(facts, name) for name in facts.__struct_fields__]
    origins = [each.origin for each in values if isinstance(each, Money | Share | Growth)]
    return bool(origins) and all(origin.key.startswith(BILL) for origin in origins)


def _kpis(scene: Scene, company: Company) -> Iterator[Row]:
    """Those that somebody stated with their sources, and in one line those that only the bill tells."""
    only = [each for each in company.facts.kpis if not is_stated(each)]
    lines = [
        scene.word("quality-kpi", name=_called(scene, each.id), source=each.source)
        for each in company.facts.kpis
        if each not in only
    ]
    if lines:
        yield _row(scene, "quality-kpis", "quality-stated", "; ".join(lines))
    if only:
        names = [_called(scene, each.id) for each in only]
        yield _row(scene, "quality-billed-kpis", "quality-billed", scene.word("quality-billed-kpi", names=names))


def _called(scene: Scene, kpi: str) -> str:
    return scene.cast.kpis[kpi].name if kpi in scene.cast.kpis else kpi


def _opportunities(scene: Scene, company: Company) -> Iterator[Row]:
    for each in company.facts.savings:
        word = company.texts.statuses[each.status]
        basis = each.source or scene.word("quality-no-source")
        yield Cell(each.name), Cell(word), Cell(basis)


def _assumed(scene: Scene) -> Iterator[Row]:
    """Terms of the return that nobody stated."""
    figures = scene.cast.figures
    used = any(id.startswith("return.") for id in figures)
    terms = [figures[id] for id in figures if id.startswith("terms.")] if used else []
    assumed = [each for each in terms if not each.figure.origins]
    if assumed:
        lines = (scene.word("quality-default", name=each.name, figure=each) for each in assumed)
        yield _row(scene, "quality-terms", "quality-assumed", "; ".join(lines))


def _missing(scene: Scene, company: Company) -> Iterator[Row]:
    """What could not be reckoned, the three cases together."""
    found: dict[str, dict[str, None]] = {}
    for group, keys in company.figures.missing.items():
        name = group.partition(".")[0]
        found.setdefault(name, {}).update(dict.fromkeys(keys))
    for name in ("savings", "return"):
        if name in found:
            yield _row(scene, f"quality-{name}", "quality-missing", scene.word("quality-needs", keys=[*found[name]]))


def _row(scene: Scene, what: str, state: str, basis: str, **extra: object) -> Row:
    said = basis or scene.word("quality-no-source")
    return Cell(scene.word(what, **extra)), Cell(scene.word(state)), Cell(said)
