"""Kinds of the appendix: every figure with its origin, what the figures rest on, and what others have published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict, replace

from briefing.compose.audience import is_stated
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.compose.wording import sentence_case
from briefing.documents.amounts import Growth, Money, Origin, Share
from briefing.documents.text import slug
from briefing.figures.figure import is_billed
from briefing.library.catalogues import Evidence
from briefing.model import Cell, Notice, Row, Rows, Slide, Table
from briefing.organisation.organisation import SCOPES, Commitments, FunctionCost, Slice, Spend

if TYPE_CHECKING:
    from briefing.figures.company import Company


# `assumptions`: the figures that are told, where each comes from in people's words, and all the rest in the notes.

MOST_FIGURES = 10
MOST_LINES = 12  # of the last column, which is the longest
LINE = 46  # letters of it
TERMS = "terms."
WIDTHS = (3.9, 1.5, 2.3, 4.8)
FEW = 4  # figures that leave a page half empty, so that what is missing stands under them


def assumptions(scene: Scene) -> Slide | Notice:
    """Made after all other slides, on one page: what the story tells; how each figure is worked out is in the notes.

    Where few figures are told, those that would give the return stand under them, with who can supply each.
    """
    said = _said(scene)
    if not said:
        return left_out(scene, "spend.current-monthly")
    voice = scene.cast.figures.voice
    told_first = [*voice.aloud, *voice.log] if voice else []
    aloud = [each for each in said if voice and each.id in voice.aloud] or said
    aloud.sort(key=lambda each: told_first.index(each.id) if each.id in told_first else len(told_first))
    shown = [*_on_a_page(scene, aloud)]
    lacks = needs(scene) if len(said) <= FEW else []
    told = scene.telling(further=len(said) - len(shown), lacks=[each.name for each in lacks], **_kinds_of(scene, shown))
    block = _with_needs(told, shown, lacks) if lacks else _listed(told, shown)
    slide = told.slide(block, title="assumptions-title", label="assumptions-label", notes="assumptions-notes")
    return replace(slide, notes=(*slide.notes, *(_line(scene, each) for each in said)))


def _listed(scene: Scene, shown: Sequence[Said]) -> Table:
    """A row a figure, with the slide that explains it."""
    voice = scene.cast.figures.voice
    header = tuple(scene.word(f"assumptions-{key}") for key in ("figure", "shown", "told", "origin"))
    rows = tuple(
        (
            Cell(each.name),
            Cell(each.short, "figure"),
            Cell(voice.aloud.get(each.id, "") if voice else ""),
            Cell(_source(scene, each)),
        )
        for each in shown
    )
    return Table(header, rows, WIDTHS, summary=scene.word("assumptions-summary"))


def _with_needs(scene: Scene, shown: Sequence[Said], lacks: Sequence[Need]) -> Rows:
    """What is known, large; under it what is not, and who can say it."""
    known = tuple(Row(each.short, each.name, _source(scene, each)) for each in shown)
    yet = scene.word("need-value")
    unknown = tuple(Row(yet, scene.word("need-row", need=each), each.who, quiet=True) for each in lacks)
    value, name, origin = (scene.word(f"assumptions-{key}") for key in ("shown", "figure", "origin"))
    return Rows((*known, *unknown), (value, name, origin, ""), scene.word("assumptions-summary"))


def _kinds_of(scene: Scene, shown: Sequence[Said]) -> dict[str, int]:
    """How many figures somebody stated, the bill tells, and follow from others."""
    billed = sum(bool(each.basis) for each in shown)
    stated = sum(_is_stated(each) and not each.basis for each in shown)
    return {"billed": billed, "stated": stated, "derived": len(shown) - billed - stated}


# What the return needs and nobody has stated: in people's words, for no reader knows the names of fields.

NEEDS: Mapping[str, str] = {
    "spend.current-monthly": "need-spend",
    "spend.annual-growth": "need-growth",
    "function-cost.one-off": "need-one-off",
    "function-cost.monthly": "need-running",
    "savings": "need-savings",
    "savings that are not realised": "need-savings-open",
}
SIZE = re.compile(r"savings\[(\d+)\]\.(\w+)")


class Need(Struct, frozen=True):
    """A fact that is missing: its name in a headline, what it is, and who can supply it."""

    name: str
    how: str
    who: str


def needs(scene: Scene) -> list[Need]:
    """What the savings and the return need, each once, the sizes of a saving together."""
    company = scene.cast.company
    keys = [
        key
        for group, found in (company.figures.missing.items() if company else ())
        if group.startswith(("savings.", "return."))
        for key in found
    ]
    sizes: dict[int, list[str]] = {}
    for place, case in dict.fromkeys(found.groups() for key in keys if (found := SIZE.fullmatch(key))):
        sizes.setdefault(int(place), []).append(case)
    named = [_need(scene, NEEDS[key]) for key in dict.fromkeys(keys) if key in NEEDS]
    return [*named, *(_size(scene, place, cases) for place, cases in sizes.items())]


def _size(scene: Scene, place: int, cases: Sequence[str]) -> Need:
    assert scene.cast.company is not None
    saving = scene.cast.company.facts.savings[place - 1]
    words = [scene.cast.company.texts.scenarios[each] for each in cases]
    return _need(scene, "need-size", saving=saving, cases=words)


def _need(scene: Scene, word: str, **facts: object) -> Need:
    return Need(*(scene.word(f"{word}{part}", **facts) for part in ("", "-how", "-who")))


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


ADDED_UP = frozenset(("function-cost.monthly", "function-cost.one-off"))  # out of lines that one source states


def _source(scene: Scene, figure: Said) -> str:
    """Where a figure comes from as people say it: who stated it, how it is worked out, what of the bill it counts."""
    if figure.basis:
        return scene.word("assumptions-billed", basis=figure.basis)
    if not _is_stated(figure):
        return sentence_case(figure.formula)
    origin = figure.figure.origins[0]
    facts = scene.cast.company.facts if scene.cast.company else None
    return source_of(facts, origin) or scene.word("assumptions-own")


def _is_stated(figure: Said) -> bool:
    """Whether somebody stated it, or the parts that it is the sum of."""
    return figure.figure.stated or figure.id in ADDED_UP


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
NO_VALUE = Cell("", "figure")
# The figure that stands for a group of facts.
VALUES: Mapping[str, str] = {
    "quality-spend": "spend.monthly",
    "quality-commitments": "spend.commitments.monthly",
    **{f"quality-{name}": f"spend.{name}.monthly" for name in SCOPES},
    "quality-function-cost": "function-cost.annual",
}
QUALITY_APART = frozenset({"commitments", *SCOPES.values()})


def data_quality(scene: Scene) -> Slide | Notice:
    """The savings and how sure each is; then a row for each other group of facts, and for each that is missing."""
    company = scene.cast.company
    if not company or not scene.cast.figures:
        return left_out(scene, "spend.current-monthly")
    lacks = needs(scene)
    rows = (*_opportunities(scene, company), *_stated(scene, company), *_assumed(scene), *_missing(scene, lacks))
    header = tuple(scene.word(f"data-quality-{key}") for key in ("what", "value", "state", "basis"))
    table = Table(header, rows, (3.4, 1.4, 1.4, 6.3), summary=scene.word("data-quality-summary"))
    told = scene.telling(lacks=[each.name for each in lacks])
    slide = told.slide(table, title="data-quality-title", label="data-quality-label", notes="data-quality-notes")
    stated = [each for each in company.facts.kpis if is_stated(each)]
    named = (scene.word("quality-kpi-note", name=_called(scene, each.id), source=each.source) for each in stated)
    return replace(slide, notes=(*slide.notes, *named))


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
    """In one line those that somebody stated, and in one those that only the bill tells."""
    only = [each for each in company.facts.kpis if not is_stated(each)]
    names = [_called(scene, each.id) for each in company.facts.kpis if each not in only]
    if names:
        yield _data_quality_row(scene, "quality-kpis", "quality-stated", scene.word("quality-kpi", names=names))
    if only:
        names = [_called(scene, each.id) for each in only]
        yield _data_quality_row(
            scene, "quality-billed-kpis", "quality-billed", scene.word("quality-billed-kpi", names=names)
        )


def _called(scene: Scene, kpi: str) -> str:
    return scene.cast.kpis[kpi].name if kpi in scene.cast.kpis else kpi


SUREST = ("realised", "verified", "estimated", "idea")


def _opportunities(scene: Scene, company: Company) -> Iterator[QualityRow]:
    for each in sorted(company.facts.savings, key=lambda saving: SUREST.index(saving.status)):
        word = company.texts.statuses[each.status]
        basis = each.source or scene.word("quality-no-source")
        yield Cell(each.name), _value(scene, f"opportunities.{slug(each.name)}.base"), Cell(word), Cell(basis)


def _assumed(scene: Scene) -> Iterator[QualityRow]:
    """Terms of the return that nobody stated."""
    figures = scene.cast.figures
    used = any(id.startswith("return.") for id in figures)
    terms = [figures[id] for id in figures if id.startswith("terms.")] if used else []
    assumed = [each for each in terms if not each.figure.origins]
    if assumed:
        lines = (scene.word("quality-default", name=each.name, figure=each) for each in assumed)
        yield _data_quality_row(scene, "quality-terms", "quality-assumed", "; ".join(lines))


def _missing(scene: Scene, lacks: Iterable[Need]) -> Iterator[QualityRow]:
    """What could not be reckoned with, and who can supply it."""
    for each in lacks:
        basis = scene.word("quality-needs", need=each)
        yield Cell(sentence_case(each.name)), NO_VALUE, Cell(scene.word("quality-missing")), Cell(basis)


def _value(scene: Scene, id: str) -> Cell:
    """A figure where it is known."""
    found = scene.cast.figures.find(id)
    return Cell(found.short, "figure") if found and found.known else NO_VALUE


def _data_quality_row(scene: Scene, what: str, state: str, basis: str) -> QualityRow:
    said = basis or scene.word("quality-no-source")
    return Cell(scene.word(what)), _value(scene, VALUES.get(what, "")), Cell(scene.word(state)), Cell(said)


# `evidence`: what others have published, marked as such; no figure of the company is made from it.


def evidence(scene: Scene) -> Slide | Notice:
    """Only beside own figures: without them there is nothing to compare. What stands beside one of ours comes first."""
    if not scene.cast.figures or not scene.cast.evidence:
        return left_out(scene, "spend.current-monthly")
    ordered = sorted(scene.cast.evidence, key=lambda each: _ours(scene, each) is None)
    rows = [_evidence_row(scene, each) for each in ordered]
    keys = ("fact", "figure", "ours", "source", "sample")
    kept = [place for place in range(len(keys)) if any(row[place].text for row in rows)]  # without an empty column
    table = Table(
        tuple(scene.word(f"evidence-{keys[place]}") for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
        tuple(EVIDENCE_WEIGHTS[place] for place in kept),
        summary=scene.word("evidence-summary"),
    )
    first = next((each for each in scene.cast.evidence if each.claim), None)
    told = scene.telling(claim=first.claim if first else "", ours=_ours(scene, first) if first else None)
    slide = told.slide(table, title="evidence-title", label="evidence-label", notes="evidence-notes")
    basis = [scene.word("evidence-note", **asdict(each)) for each in ordered if each.basis]
    return replace(slide, notes=(*slide.notes, *basis))


EVIDENCE_WEIGHTS = (4.2, 1.45, 1.9, 3.2, 1.95)


def _evidence_row(scene: Scene, each: Evidence) -> tuple[Cell, ...]:
    source = scene.word("evidence-from", publisher=each.publisher, title=each.title, year=each.year)
    sample = scene.word("evidence-sampled", sample=each.sample, basis=each.basis)
    ours = _ours(scene, each)
    beside = scene.word("evidence-beside", ours=ours) if ours else ""
    return Cell(each.fact), Cell(each.figure), Cell(beside), Cell(source), Cell(sample)


def _ours(scene: Scene, each: Evidence) -> Said | None:
    """The company's own figure that a published one may stand beside."""
    found = (scene.cast.figures.find(id) for id in each.beside)
    return next((each for each in found if each and each.known), None)
