"""`risks`: what may go wrong, how likely and how bad it is, what is done about it, and who watches it."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.library.organisationparts import Degree, Risk
from briefing.model import Cell, Notice, Pair, Pairs, Slide, Table

TAKES: frozenset[str] = frozenset()
MOST = 5
WEIGHTS = {"risk-name": 3.4, "risk-likelihood": 1.4, "risk-impact": 1.4, "risk-mitigation": 4.2, "risk-owner": 1.8}
RANKS: dict[Degree | None, int] = {"high": 3, "medium": 2, "low": 1, None: 0}


def build(scene: Scene) -> Slide | Notice:
    """A row a risk, the gravest first; a column that no risk has anything for is left out."""
    facts = scene.cast.company.facts if scene.cast.company else None
    if not facts or not facts.risks:
        return left_out(scene, "risks")
    risks = sorted(facts.risks, key=lambda each: -RANKS[each.likelihood] * RANKS[each.impact])
    answered = sum(bool(each.mitigation) for each in risks)
    told = scene.telling(total=len(risks), answered=answered, owned=sum(bool(each.owner) for each in risks))
    block = _pairs(told, risks[:MOST]) if answered == len(risks) else _table(told, risks[:MOST])
    slide = told.slide(block, title="risks-title", label="risks-label", notes="risks-notes")
    further = tuple(scene.word("risk-further", name=each.name, reply=each.mitigation) for each in risks[MOST:])
    return replace(slide, notes=(*slide.notes, *further))


def _pairs(scene: Scene, risks: list[Risk]) -> Pairs:
    """What may go wrong, what is done about it, and by whom: where every risk has an answer."""
    rows = (_row(scene, each) for each in risks)
    headings = (scene.word("risk-name"), scene.word("risk-mitigation"), scene.word("risk-owner"))
    return Pairs(tuple(Pair(_named(scene, row), row["risk-mitigation"], row["risk-owner"]) for row in rows), headings)


def _named(scene: Scene, row: dict[str, str]) -> str:
    facts = {"name": row["risk-name"], "likelihood": row["risk-likelihood"], "impact": row["risk-impact"]}
    return scene.word("risk-pair", **facts)


def _table(scene: Scene, risks: list[Risk]) -> Table:
    rows = [_row(scene, each) for each in risks]
    kept = [key for key in WEIGHTS if any(row[key] for row in rows)]
    cells = tuple(tuple(Cell(row[key]) for key in kept) for row in rows)
    header = tuple(scene.word(key) for key in kept)
    return Table(header, cells, tuple(WEIGHTS[key] for key in kept), summary=scene.word("risks-summary"))


def _row(scene: Scene, risk: Risk) -> dict[str, str]:
    return {
        "risk-name": risk.name,
        "risk-likelihood": scene.word(f"degree-{risk.likelihood}") if risk.likelihood else "",
        "risk-impact": scene.word(f"degree-{risk.impact}") if risk.impact else "",
        "risk-mitigation": risk.mitigation,
        "risk-owner": risk.owner,
    }
