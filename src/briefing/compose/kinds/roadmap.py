"""`roadmap`: the milestones of a FinOps launch in stages, with the organisation's own dates, owners and milestones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.compose.scene import Scene
from briefing.compose.written import day
from briefing.library.text import slug
from briefing.model import Milestone, Slide, Stage, Timeline

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.library.amounts import Day
    from briefing.library.organisationparts import RoadmapStep

TAKES: frozenset[str] = frozenset()


class Step(Struct, frozen=True):
    """A milestone before it has its number in the row."""

    text: str
    when: Day | None = None
    owner: str = ""


def build(scene: Scene) -> Slide:
    """Stages and milestones come from framework.yaml; dates, owners and milestones of their own from the user."""
    steps = scene.cast.company.facts.roadmap if scene.cast.company else ()
    numbered = _numbered(scene, steps)
    own = [each for each in steps if each not in numbered.values()]
    stages = list(_with_own(_dated(scene, numbered), own))
    number = count(1)
    shown = tuple(
        Stage(name, tuple(_milestone(scene, next(number), each) for each in stage))
        for name, stage in zip((each.name for each in scene.cast.framework.stages), stages, strict=True)
    )
    dates = [each.when for stage in stages for each in stage if each.when]
    last = max(dates, key=lambda when: when.last, default=None)
    facts = {"milestones": sum(map(len, stages)), "dated": len(dates), "last": day(scene, last)}
    told = scene.telling(**facts, exact=bool(last and last.exact))
    return told.slide(Timeline(shown, scene.word("roadmap-summary")), title="roadmap-title", notes="roadmap-notes")


def _numbered(scene: Scene, steps: Sequence[RoadmapStep]) -> Mapping[int, RoadmapStep]:
    """What is said of the framework's milestones, which are named by their number or in their own words."""
    texts = [slug(text) for stage in scene.cast.framework.stages for text in stage.milestones]
    found: dict[int, RoadmapStep] = {}
    for each in steps:
        if each.milestone.isdecimal():
            found[int(each.milestone)] = each
        elif slug(each.milestone) in texts:
            found.setdefault(texts.index(slug(each.milestone)) + 1, each)
    return found


def _dated(scene: Scene, own: Mapping[int, RoadmapStep]) -> list[list[Step]]:
    """The framework's milestones by stage, those that the organisation names with its date and owner."""
    number = count(1)
    return [[_step(text, own.get(next(number))) for text in stage.milestones] for stage in scene.cast.framework.stages]


def _step(text: str, own: RoadmapStep | None) -> Step:
    return Step(text, own.date, own.owner) if own else Step(text)


def _with_own(stages: list[list[Step]], own: Sequence[RoadmapStep]) -> Iterator[list[Step]]:
    """The stages with milestones of the organisation's own, each where its date puts it; without one, in the last."""
    for each in own:
        stage = _stage_of(stages, each.date)
        added = Step(each.milestone, each.date, each.owner)
        stages = [[*steps, added] if place == stage else steps for place, steps in enumerate(stages)]
    yield from stages


def _stage_of(stages: Sequence[Sequence[Step]], when: Day | None) -> int:
    """The last stage that begins before a date: that of the last milestone before it, or the next one undated."""
    if not when:
        return len(stages) - 1
    later = [place for place, stage in enumerate(stages) for each in stage if each.when and each.when.first > when.last]
    earlier = [place for place, stage in enumerate(stages) for each in stage if _is_earlier(each, when.last)]
    return max(earlier[-1] if earlier else 0, later[0] - 1) if later else len(stages) - 1


def _is_earlier(step: Step, end: date) -> bool:
    return bool(step.when and step.when.first <= end)


def _milestone(scene: Scene, number: int, step: Step) -> Milestone:
    return Milestone(number, step.text, day(scene, step.when, "short-months"), step.owner)
