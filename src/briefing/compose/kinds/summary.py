"""Kinds that say much on one page: the whole argument, and how it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from briefing.compose.audience import KpiTold, aim, targets_of_kpis
from briefing.compose.cast import Asked
from briefing.compose.charts import day, money, positions_of
from briefing.compose.kinds.today import drivers_of, gravest, is_met, sorted_pains
from briefing.compose.scene import Scene
from briefing.model import Block, Notice, Panel, Point, Points, Remark, Row, Rows, Slide, Tile
from briefing.organisation.organisation import Risk

if TYPE_CHECKING:
    from briefing.documents.amounts import Day

# `executive-summary`: why now, what changes, what it takes, and the decision: the one page that one may send alone.

POINTS = ("why", "change", "takes")
MOST_FIGURES = 3
TWELVE = 12
MOST_DECISIONS = 4  # of single personas, that are read on the panel


def executive_summary(scene: Scene) -> Slide | Notice:
    """Claims at the left; at the right the decision over the figures that carry it, over the same months."""
    told = scene.telling(**_facts(scene))
    told = told.telling(why=told.word("summary-why"))
    told = told.telling(proof=told.word("summary-proof"))
    points = tuple(_points(told))
    panel = _panel(told)
    if not points and not panel:
        return Remark(scene.word("no-summary"))
    blocks: tuple[Block, ...] = (*((Points(points),) if points else ()), *((panel,) if panel else ()))
    return told.slide(*blocks, title="summary-title", label="summary-label", notes="summary-notes", flow="beside")


def _facts(scene: Scene) -> Mapping[str, object]:
    """What the texts may speak of beside the figures: the strongest driver, the dearest pain, the first change."""
    facts = scene.cast.company.facts if scene.cast.company else None
    found = drivers_of(scene)
    drivers = [scene.word(f"why-now-{name}-clause", **said, after="") for name, said in found]
    proofs = [scene.word(f"summary-proof-{name}", **said) for name, said in found]
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
        "proofs": (*proofs[:2], *("",) * (2 - len(proofs))),
        "first_year": _first_year(scene),
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


def _first_year(scene: Scene) -> Mapping[str, object] | None:
    """The first fiscal year of the return, what it leaves, and how many of its months count."""
    company = scene.cast.company
    if not company:
        return None
    from briefing.figures.billlines import MonthWords
    from briefing.figures.spending import calendar_of  # nothing of it is needed without facts

    calendar = calendar_of(company.facts)
    if not calendar:
        return None
    known = (id.split(".")[1] for id in scene.cast.figures if id.startswith("fiscal.") and id.endswith(".net.base"))
    year = min(known, default="")
    net, months = (scene.cast.figures.find(f"fiscal.{year}.{name}") for name in ("net.base", "months.return"))
    name = calendar.called(int(year), MonthWords(company.texts.of_bill())) if year else ""
    return {"name": name, "net": net, "whole": months is not None and months.value == TWELVE} if net else None


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
    return _decision_panel(scene, asked)


def _decision_panel(scene: Scene, asked: Asked) -> Panel | None:
    """One decision over the figures that carry it; None where nothing is asked and nothing is known."""
    tiles = tuple(_figures(scene, asked))[:MOST_FIGURES]
    if not asked.decision:
        return Panel(scene.word("summary-figures"), "", tiles) if tiles else None
    if not any(each.value for each in tiles):
        open_sum = scene.word("summary-sum", asked=asked)
        tiles = (
            *((Tile(scene.word("ask-why"), "", asked.why),) if asked.why else ()),
            *((Tile(scene.word("summary-sum-label"), "", open_sum),) if open_sum else ()),
        )
    foot = scene.word("summary-decides", asked=asked)
    return Panel(scene.word("summary-decision"), asked.decision.removesuffix("."), tiles, foot)


def _figures(scene: Scene, asked: Asked) -> Iterator[Tile]:
    """The first three that there are: what it gains and costs over the same months, what is asked, what is spent."""
    for name in ("gain", "cost", "asked", "verified", "spend", "forecast"):
        label, value, note = (scene.word(f"summary-{name}-{part}", asked=asked) for part in ("label", "value", "note"))
        if value:
            yield Tile(label, value, note)


# `one-page`: the decision, three figures and three changes with their targets, for one persona.

MOST_CHANGES = 3


def one_page(scene: Scene) -> Slide | Notice:
    """The persona's profile where nothing is known of the company."""
    persona = scene.star()
    asked = scene.cast.asked_of[persona.identifier]
    points = tuple(islice(_changes(scene), MOST_CHANGES))
    if not scene.cast.company or not points:
        from briefing.compose.kinds.people import persona_profile

        return persona_profile(scene)
    told = scene.telling(asked=asked, **_facts(scene))
    panel = _decision_panel(told, asked)
    blocks: tuple[Block, ...] = (Points(points), *((panel,) if panel else ()))
    return told.slide(*blocks, title="one-page-title", label="persona-label", notes="profile-notes", flow="beside")


def _changes(scene: Scene) -> Iterator[Point]:
    """What hurts, what changes about it, and the number that shows it; the benefits where nobody wrote answers."""
    persona = scene.star()
    hurts = {each.id: each for each in persona.frustrations}
    for answer in persona.answers:
        shown = (scene.word("one-page-shown", name=_metric(scene, id), told=_target(scene, id)) for id in answer.kpis)
        if answer.change and (hurt := hurts.get(answer.frustration)):
            yield Point(hurt.to_you or hurt.item, answer.change, "; ".join(shown))
    if not any(each.change for each in persona.answers):
        yield from (Point("", each.item) for each in persona.finops_benefits)


def _metric(scene: Scene, id: str) -> str:
    return scene.cast.kpis[id].name if id in scene.cast.kpis else id


def _target(scene: Scene, id: str) -> KpiTold | None:
    told = aim(scene.cast, scene.star(), id)
    return told if told and told.target else None


# `start`: how it begins: the first dates, who does it and what it costs, when one may stop, and the risks that matter.

MOST_STEPS = 4
MOST_RISKS = 2


def start(scene: Scene) -> Slide | Notice:
    """The first steps and the two gravest risks as rows, beside the stage gate with team and cost."""
    facts = scene.cast.company.facts if scene.cast.company else None
    risks = gravest(facts.risks if facts else ())[:MOST_RISKS]
    steps = list(islice(steps_of(scene), MOST_STEPS - bool(risks)))
    facts_of_steps = {"first": steps[0] if steps else None, "last": steps[-1] if steps else None, "steps": len(steps)}
    told = scene.telling(**facts_of_steps, risks=len(risks), **_team(scene))
    rows = (*_step_rows(told, steps), *_risk_rows(told, risks))
    headings = (told.word("start-when"), told.word("start-what"), told.word("start-who"), "")  # no row has a note
    tiles = tuple(_tile(told, name) for name in ("team", "cost") if told.word(f"start-{name}-value"))
    if not tiles and (stop := told.word("start-stop")):
        tiles = (Tile(told.word("start-stop-label"), "", stop),)
    gate = Panel(told.word("start-gate"), told.word("start-gate-text"), tiles, told.word("start-gate-foot"))
    blocks = (Rows(rows, headings, told.word("start-summary")), *((gate,) if gate.statement or gate.tiles else ()))
    return told.slide(*blocks, title="start-title", label="start-label", notes="start-notes", flow="beside")


def _tile(scene: Scene, name: str) -> Tile:
    label, value, note = (scene.word(f"start-{name}-{part}") for part in ("label", "value", "note"))
    return Tile(label, value, note)


def _step_rows(scene: Scene, steps: Sequence[Mapping[str, str]]) -> Iterator[Row]:
    """A row a step: its date with the year under it; or its stage over the number that it has in the roadmap."""
    for each in steps:
        when, year = each["date"], each["year"]
        short = when.removesuffix(year).rstrip() if year else when
        number = "" if when else scene.word("start-step", number=each["number"])
        yield Row(when or f"{each['stage']}, {number}", each["text"], each["owner"], strong=len(short or each["stage"]))


def _risk_rows(scene: Scene, risks: Sequence[Risk]) -> Iterator[Row]:
    for number, each in enumerate(risks):
        name, answer = each.name.removesuffix("."), each.mitigation.removesuffix(".")
        group = "" if number else scene.word("start-risks")
        yield Row("", name, each.owner, quiet=True, answer=answer, group=group)


def steps_of(scene: Scene) -> Iterator[dict[str, str]]:
    """What has a date, the earliest first, of roadmap and quick wins; without any, each stage's first milestone."""
    ahead = dated_steps(scene)
    yield from (each for _, each in ahead)
    if not ahead:
        number = 1
        for stage in scene.cast.framework.stages[:MOST_STEPS]:
            text = {"text": stage.milestones[0], "stage": stage.name, "number": str(number)}
            yield {"date": "", "year": "", "owner": "", **text}
            number += len(stage.milestones)


def dated_steps(scene: Scene) -> list[tuple[Day, dict[str, str]]]:
    """What has a date that is not over, the earliest first, of roadmap and quick wins."""
    facts = scene.cast.company.facts if scene.cast.company else None
    if not facts:
        return []
    texts = [text for stage in scene.cast.framework.stages for text in stage.milestones]
    dated = [(win.date, win.name, win.owner) for win in facts.quick_wins if win.date]
    for step in facts.roadmap:
        is_number = step.milestone.isdecimal() and 0 < int(step.milestone) <= len(texts)
        named = texts[int(step.milestone) - 1] if is_number else step.milestone
        if step.date:
            dated.append((step.date, named, step.owner))
    ahead = sorted((each for each in dated if each[0].last >= scene.cast.day), key=lambda each: each[0].last)
    return [(when, _dated(scene, when, text, owner)) for when, text, owner in ahead]


def _dated(scene: Scene, when: Day, text: str, owner: str) -> dict[str, str]:
    said, year = day(scene, when), str(when.first.year)
    return {"text": text, "date": said, "year": year if said.endswith(year) else "", "owner": owner, "stage": ""}


def _team(scene: Scene) -> Mapping[str, str]:
    facts = scene.cast.company.facts if scene.cast.company else None
    team = facts.team if facts else None
    return {
        "positions": positions_of(scene, team.size) if team and team.size else "",
        "home": team.home if team else "",
    }
