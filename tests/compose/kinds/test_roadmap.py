"""The milestones in stages."""

from __future__ import annotations

from briefing.model import Timeline
from compose_desk import Desk


def test_nine_milestones_in_five_stages_are_numbered_through(desk: Desk) -> None:
    (timeline,) = desk.slide("- {kind: roadmap, title: A}").blocks
    assert isinstance(timeline, Timeline)
    assert [stage.name for stage in timeline.stages] == ["Plan", "Socialize", "Prepare", "Launch", "Run"]
    assert [each.number for stage in timeline.stages for each in stage.milestones] == list(range(1, 10))
    assert timeline.summary == "Roadmap in five stages: Plan, Socialize, Prepare, Launch and Run."


def test_no_date_and_no_owner_is_invented(desk: Desk) -> None:
    (timeline,) = desk.slide("- {kind: roadmap, title: A}").blocks
    assert isinstance(timeline, Timeline)
    assert not any(each.date or each.owner for stage in timeline.stages for each in stage.milestones)
