"""`roadmap`: the milestones of a FinOps launch, in stages."""

from __future__ import annotations

from itertools import count

from briefing.compose.scene import Scene
from briefing.model import Milestone, Slide, Stage, Timeline

TAKES: frozenset[str] = frozenset()


def build(scene: Scene) -> Slide:
    """Stages and milestones come from framework.yaml; dates come from nobody but the user."""
    number = count(1)
    stages = tuple(
        Stage(stage.name, tuple(Milestone(next(number), text) for text in stage.milestones))
        for stage in scene.cast.framework.stages
    )
    return scene.slide(Timeline(stages, scene.word("roadmap-summary")))
