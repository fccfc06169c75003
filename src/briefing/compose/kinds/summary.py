"""Kinds that say much on one page: the whole argument, and how it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefing.compose.audience import targets_of_kpis
from briefing.compose.cast import Asked
from briefing.compose.charts import day, money, number
from briefing.compose.kinds.today import drivers_of, gravest, sorted_pains
from briefing.compose.scene import Scene
from briefing.model import Block, Notice, Panel, Point, Points, Remark, Row, Rows, Slide, Tile

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
        "first_step": next(steps_of(scene), None),
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
    """The first steps and the two gravest risks as rows, beside the stage gate with team and cost."""
    steps = list(steps_of(scene))[:MOST_STEPS]
    told = scene.telling(first=steps[0] if steps else None, **_team(scene))
    risks = tuple(_risk_rows(told))
    rows, told = (*_step_rows(told, steps), *risks), told.telling(risked=bool(risks))
    headings = (told.word("start-when"), told.word("start-what"), told.word("start-who"), told.word("start-note"))
    tiles = tuple(_tile(told, name) for name in ("team", "cost") if told.word(f"start-{name}-value"))
    gate = Panel(told.word("start-gate"), told.word("start-gate-text"), tiles, told.word("start-gate-foot"))
    blocks = (Rows(rows, headings, told.word("start-summary")), *((gate,) if gate.statement or gate.tiles else ()))
    return told.slide(*blocks, title="start-title", label="start-label", notes="start-notes", flow="beside")


def _tile(scene: Scene, name: str) -> Tile:
    label, value, note = (scene.word(f"start-{name}-{part}") for part in ("label", "value", "note"))
    return Tile(label, value, note)


def _step_rows(scene: Scene, steps: Sequence[Mapping[str, str]]) -> Iterator[Row]:
    for count, each in enumerate(steps, 1):
        yield Row(
            each["date"] or scene.word("start-step", number=count), each["text"], each["owner"], quiet=not each["date"]
        )


def _risk_rows(scene: Scene) -> Iterator[Row]:
    facts = scene.cast.company.facts if scene.cast.company else None
    for each in gravest(facts.risks if facts else ())[:MOST_RISKS]:
        text = scene.word("start-risk-text", name=each.name, answer=each.mitigation)
        yield Row(scene.word("start-risk"), text, each.owner, quiet=True)


def steps_of(scene: Scene) -> Iterator[dict[str, str]]:
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
    }
