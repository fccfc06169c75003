"""Kinds that say much on one page: the whole argument, and how it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from briefing.compose.audience import targets_of_kpis
from briefing.compose.cast import Asked
from briefing.compose.charts import day, money, positions_of
from briefing.compose.kinds.today import drivers_of, gravest, is_met, sorted_pains
from briefing.compose.scene import Scene
from briefing.model import Block, Notice, Panel, Point, Points, Remark, Row, Rows, Slide, Tile
from briefing.organisation.organisation import Risk

# `executive-summary`: why now, what changes, what it takes, and the decision: the one page that one may send alone.

POINTS = ("why", "change", "takes")
MOST_FIGURES = 3
MOST_DECISIONS = 4  # of single personas, that are read on the panel


def executive_summary(scene: Scene) -> Slide | Notice:
    """Claims at the left; at the right the decision over the figures that carry it, over the same months."""
    told = scene.telling(**_facts(scene))
    told = told.telling(why=told.word("summary-why"))
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
    other = next((each.item for each in first.frustrations if each is not hurts), "")
    targets = [each for each in targets_of_kpis(scene.cast, first) if each.target and not is_met(each)]
    return {
        "driver": drivers[0] if drivers else "",
        "second": drivers[1] if len(drivers) > 1 else "",
        "pain": priced.text if priced else "",
        "price": money(scene, priced.cost, short=True) if priced else "",
        "priced": money(scene, priced.cost) if priced else "",
        "period": priced.period if priced else "",
        "frustration": hurts.item if hurts else "",
        "other": other if hurts else "",
        "change": answer.change if answer else "",
        "kpi": targets[0] if targets else None,
        "first_step": next(steps_of(scene), None),
        "several": len(scene.cast.personas) > 1 and len(scene.cast.asks.single) > 1,
    }


def _points(scene: Scene) -> Iterator[Point]:
    for name in POINTS:
        label, heading, text = (scene.word(f"summary-{name}-{part}") for part in ("label", "claim", "proof"))
        if heading:
            yield Point(label, heading, text)


def _panel(scene: Scene) -> Panel | None:
    """None where nothing is asked for, and nothing is known to gain."""
    asked = scene.cast.asked
    foot = scene.word("summary-decides", asked=asked)
    names = {each.identifier: each.name for each in scene.cast.personas}
    own = tuple(Tile(names[id], each.decision) for id, each in scene.cast.asks.own.items() if each.decision)
    if own and not asked.decision:
        shown = own if len(own) <= MOST_DECISIONS else ()
        return Panel(scene.word("summary-decisions"), "" if shown else scene.word("summary-each"), shown, foot)
    tiles = tuple(_figures(scene, asked))[:MOST_FIGURES]
    if not asked.decision:
        return Panel(scene.word("summary-figures"), "", tiles) if tiles else None
    if not tiles and asked.why:
        tiles = (Tile(scene.word("ask-why"), "", asked.why),)
    return Panel(scene.word("summary-decision"), asked.decision.removesuffix("."), tiles, foot)


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
    facts = scene.cast.company.facts if scene.cast.company else None
    risks = gravest(facts.risks if facts else ())[:MOST_RISKS]
    steps = list(islice(steps_of(scene), MOST_STEPS - bool(risks)))
    told = scene.telling(first=steps[0] if steps else None, risks=len(risks), **_team(scene))
    rows = (*_step_rows(told, steps), *_risk_rows(told, risks))
    headings = (told.word("start-when"), told.word("start-what"), told.word("start-who"), "")  # no row has a note
    tiles = tuple(_tile(told, name) for name in ("team", "cost") if told.word(f"start-{name}-value"))
    gate = Panel(told.word("start-gate"), told.word("start-gate-text"), tiles, told.word("start-gate-foot"))
    blocks = (Rows(rows, headings, told.word("start-summary")), *((gate,) if gate.statement or gate.tiles else ()))
    return told.slide(*blocks, title="start-title", label="start-label", notes="start-notes", flow="beside")


def _tile(scene: Scene, name: str) -> Tile:
    label, value, note = (scene.word(f"start-{name}-{part}") for part in ("label", "value", "note"))
    return Tile(label, value, note)


def _step_rows(scene: Scene, steps: Sequence[Mapping[str, str]]) -> Iterator[Row]:
    for count, each in enumerate(steps, 1):
        yield Row(each["date"] or str(count), each["text"], each["owner"])


def _risk_rows(scene: Scene, risks: Sequence[Risk]) -> Iterator[Row]:
    for each in risks:
        name, answer = each.name.removesuffix("."), each.mitigation.removesuffix(".")
        yield Row(scene.word("start-risk"), name, each.owner, quiet=True, answer=answer)


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
        yield {"text": text, "date": day(scene, when), "owner": owner}
    if not ahead:
        for stage in scene.cast.framework.stages[:MOST_STEPS]:
            yield {"text": stage.milestones[0], "date": "", "owner": ""}


def _team(scene: Scene) -> Mapping[str, str]:
    facts = scene.cast.company.facts if scene.cast.company else None
    team = facts.team if facts else None
    return {
        "positions": positions_of(scene, team.size) if team and team.size else "",
        "home": team.home if team else "",
    }
