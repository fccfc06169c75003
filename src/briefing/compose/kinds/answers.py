"""`answers`: each frustration, what FinOps changes about it, and the KPI that shows it."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.library.persona import Answer, Entry
from briefing.model import Notice, Pair, Pairs, Slide

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide | Notice:
    """Left out, with a notice, where the persona has no answers."""
    persona = scene.star()
    rows = tuple(_row(scene, each) for each in persona.frustrations if _answer(scene, each))
    if not rows:
        return Notice(scene.word("no-answers"))
    headings = (scene.word("frustration"), scene.word("change"), scene.word("shown-by"))
    return scene.slide(Pairs(rows, headings), title="answers-title", label="persona-label", notes="answers-notes")


def _row(scene: Scene, frustration: Entry) -> Pair:
    answer = _answer(scene, frustration)
    assert answer is not None
    benefits = {entry.id: entry.item for entry in scene.star().finops_benefits}
    change = answer.change or "; ".join(benefits[each] for each in answer.benefits)
    names = (scene.cast.metric(Entry(item=each, id=each)) for each in answer.kpis)
    return Pair(frustration.item, change, ", ".join(names))


def _answer(scene: Scene, frustration: Entry) -> Answer | None:
    return next((each for each in scene.star().answers if each.frustration == frustration.id), None)
