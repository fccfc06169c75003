"""Kinds that say much on one page: the whole argument, and how it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.compose.audience import targets_of_kpis
from briefing.compose.cast import Asked
from briefing.compose.charts import day, money, number
from briefing.compose.kinds.today import RANKS, drivers_of, sorted_pains
from briefing.compose.scene import Scene
from briefing.model import Block, Card, Columns, Notice, Panel, Point, Points, Remark, Slide, Tile
from briefing.organisation.organisation import Risk

# `executive-summary`: why now, what changes, what it takes, and the decision: the one page that one may send alone.

POINTS = ("why", "change", "takes")
MOST_FIGURES = 3


def executive_summary(scene: Scene) -> Slide | Notice:
    """Claims at the left; at the right the decision over the figures that carry it, over the same months."""
    told = scene.telling(**_facts(scene))
    points = tuple(_points(told))
    panel = _panel(told)
    if not points and not panel:
        return Remark(scene.word("no-summary"))
    blocks: tuple[Block, ...] = (*((Points(points),) if points else ()), *((panel,) if panel else ()))
    return told.slide(*blocks, title="summary-title", label="summary-label", notes="summary-notes", flow="beside")


def _facts(scene: Scene) -> Mapping[str, object]:
    """What the texts may speak of beside the figures: the strongest driver, the dearest pain, the first change."""
    facts = scene.cast.company.facts if scene.cast.company else None
    drivers = [scene.word(f"why-now-{name}-clause", **said, after="") for name, said in drivers_of(scene)]
    pains = sorted_pains(scene) if facts else []
    priced = next((each for each in pains if each.cost), pains[0] if pains else None)
    first = scene.cast.personas[0]
    answer = first.answers[0] if first.answers else None
    hurts = next((each for each in first.frustrations if answer and each.id == answer.frustration), None)
    targets = [each for each in targets_of_kpis(scene.cast, first) if each.target]
    return {
        "driver": drivers[0] if drivers else "",
        "pain": priced.text if priced else "",
        "price": money(scene, priced.cost) if priced and priced.cost else "",
        "period": priced.period if priced else "",
        "frustration": hurts.item if hurts else "",
        "change": answer.change if answer else "",
        "kpi": targets[0] if targets else None,
        "first_step": next(_steps(scene), None),
    }


def _points(scene: Scene) -> Iterator[Point]:
    for name in POINTS:
        label, heading, text = (scene.word(f"summary-{name}-{part}") for part in ("label", "claim", "proof"))
        if heading:
            yield Point(label, heading, text)


def _panel(scene: Scene) -> Panel | None:
    """None where nothing is asked for, and nothing is known to gain."""
    asked = scene.cast.asked
    own = [
        (each.name, scene.cast.asks.own[each.identifier])
        for each in scene.cast.personas
        if each.identifier in scene.cast.asks.own
    ]
    decision = asked.decision or "; ".join(f"{name}: {each.decision}" for name, each in own if each.decision)
    tiles = tuple(_figures(scene, asked))[:MOST_FIGURES]
    if not decision and not tiles:
        return None
    label = scene.word("summary-decision" if decision else "summary-figures")
    return Panel(label, decision, tiles, scene.word("summary-decides", asked=asked) if decision else "")


def _figures(scene: Scene, asked: Asked) -> Iterator[Tile]:
    """The first three that there are: what it gains and costs over the same months, what is asked, what is spent."""
    for name in ("gain", "cost", "asked", "verified", "spend", "forecast"):
        label, value, note = (scene.word(f"summary-{name}-{part}", asked=asked) for part in ("label", "value", "note"))
        if value:
            yield Tile(label, value, note)


# `start`: how it begins: the first dates, who does it and what it costs, when one may stop, and the risks that matter.

MOST_STEPS = 4
MOST_RISKS = 2


def start(scene: Scene) -> Slide | Notice:
    """Cards for the first steps, the team, the stage gate and the two gravest risks; what is not known has none."""
    steps = list(_steps(scene))[:MOST_STEPS]
    told = scene.telling(steps=len(steps), first=steps[0] if steps else None, **_team(scene))
    cards = [
        Card(told.word("start-steps"), tuple(told.word("start-step", **each) for each in steps), icon="objectives"),
        Card(
            told.word("start-team"),
            tuple(filter(None, (told.word(f"start-{each}") for each in TEAM))),
            icon="key-metrics",
        ),
        Card(
            told.word("start-gate"),
            tuple(filter(None, (told.word("start-gate-one"), told.word("start-gate-two")))),
            icon="finops-benefits",
        ),
        Card(told.word("start-risks"), tuple(_risks(told)), icon="frustrations"),
    ]
    shown = tuple(each for each in cards if each.items)
    return told.slide(Columns(shown), title="start-title", label="start-label", notes="start-notes")


TEAM = ("people", "home", "cost", "once")


def _steps(scene: Scene) -> Iterator[dict[str, str]]:
    """What has a date, the earliest first, of roadmap and quick wins; without any, the framework's first milestones."""
    facts = scene.cast.company.facts if scene.cast.company else None
    dated = []
    if facts:
        texts = [text for stage in scene.cast.framework.stages for text in stage.milestones]
        for step in facts.roadmap:
            named = (
                texts[int(step.milestone) - 1]
                if step.milestone.isdecimal() and 0 < int(step.milestone) <= len(texts)
                else step.milestone
            )
            if step.date:
                dated.append((step.date, named, step.owner))
        dated += [(win.date, win.name, win.owner) for win in facts.quick_wins if win.date]
    ahead = sorted((each for each in dated if each[0].last >= scene.cast.day), key=lambda each: each[0].last)
    for when, text, owner in ahead:
        yield {"text": text, "date": day(scene, when, "short-months"), "owner": owner}
    if not ahead:
        for stage in scene.cast.framework.stages[:MOST_STEPS]:
            yield {"text": stage.milestones[0], "date": "", "owner": ""}


def _team(scene: Scene) -> Mapping[str, str]:
    facts = scene.cast.company.facts if scene.cast.company else None
    team = facts.team if facts else None
    return {
        "size": number(scene, team.size) if team and team.size else "",
        "home": team.home if team else "",
        "reports": team.reporting_line if team else "",
    }


def _risks(scene: Scene) -> Iterator[str]:
    facts = scene.cast.company.facts if scene.cast.company else None
    risks: list[Risk] = (
        sorted(facts.risks, key=lambda each: -RANKS[each.likelihood] * RANKS[each.impact]) if facts else []
    )
    for each in risks[:MOST_RISKS]:
        yield scene.word("start-risk", name=each.name, answer=each.mitigation, owner=each.owner)
