"""The milestones in stages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from briefing.library.library import builtin_folder
from briefing.model import Gate, Timeline
from compose_desk import Desk


def test_nine_milestones_in_five_stages_are_numbered_through(desk: Desk) -> None:
    (timeline,) = desk.slide("- {kind: roadmap, title: A}").blocks
    assert isinstance(timeline, Timeline)
    assert [stage.name for stage in timeline.stages] == ["Plan", "Win support", "Prepare", "Launch", "Run"]
    assert [each.number for stage in timeline.stages for each in stage.milestones] == list(range(1, 10))
    assert timeline.summary == "Roadmap in five stages: Plan, Win support, Prepare, Launch and Run."


def test_no_date_and_no_owner_is_invented(desk: Desk) -> None:
    (timeline,) = desk.slide("- {kind: roadmap, title: A}").blocks
    assert isinstance(timeline, Timeline)
    assert not any(each.date or each.owner for stage in timeline.stages for each in stage.milestones)


OWN = """
roadmap:
  - {milestone: "1", date: 2026-03-31, owner: Sam}
  - {milestone: "4", date: 2026-05-15}
  - {milestone: Costs by shipment, date: 2026-09, owner: Lena}
  - {milestone: "9", date: 2027-03-31}
  - {milestone: Some day}
"""


def stages(desk: Desk) -> list[list[tuple[int, str, str, str]]]:
    (timeline,) = desk.slide("- {kind: roadmap}").blocks
    assert isinstance(timeline, Timeline)
    return [[(each.number, each.text, each.date, each.owner) for each in stage.milestones] for stage in timeline.stages]


def test_milestones_have_the_dates_and_owners_that_the_user_gave(desk: Desk) -> None:
    desk.facts(OWN)
    plan = stages(desk)[0]
    assert [each[2:] for each in plan] == [("31 Mar 2026", "Sam"), ("", "")]


def test_own_milestones_stand_where_their_date_puts_them_and_all_are_numbered_through(desk: Desk) -> None:
    desk.facts(OWN)
    made = stages(desk)
    assert made[3][-1] == (9, "Costs by shipment", "Sep 2026", "Lena")
    assert made[4][-1] == (11, "Some day", "", "")
    assert [each[0] for stage in made for each in stage] == list(range(1, 12))


@pytest.mark.parametrize(
    ("dated", "end"),
    [
        ((), ""),
        ((1,), "; one of them has a date"),
        ((1, 4), "; two of them have dates"),  # the last one has none, so no date is that of the last
        (range(1, 10), ", the last by 9 March 2027"),
    ],
)
def test_the_headline_names_the_last_date_only_where_all_have_one(desk: Desk, dated: Sequence[int], end: str) -> None:
    desk.facts("roadmap: [" + ", ".join(f'{{milestone: "{n}", date: 2027-03-0{n}}}' for n in dated) + "]\n")
    assert desk.slide("- {kind: roadmap}").title == f"Nine milestones take FinOps from an idea to a habit{end}"


def test_milestones_of_ones_own_count_too(desk: Desk) -> None:
    desk.facts(OWN)
    title = desk.slide("- {kind: roadmap}").title
    assert title == "Eleven milestones take FinOps from an idea to a habit; four of them have dates"


@pytest.mark.parametrize(
    "words", ["Write the plan and secure first resources", "write the PLAN, and secure first resources."]
)
def test_a_milestone_of_the_framework_named_in_its_own_words_stands_once(desk: Desk, words: str) -> None:
    desk.facts(f"roadmap: [{{milestone: '{words}', date: 2026-05-15, owner: Lena}}]\n")
    assert [each[0] for stage in stages(desk) for each in stage] == list(range(1, 10))
    assert stages(desk)[0][1] == (2, "Write the plan and secure first resources", "15 May 2026", "Lena")


def gates(desk: Desk) -> list[tuple[int, Gate]]:
    (block,) = desk.slide("- {kind: roadmap}").blocks
    assert isinstance(block, Timeline)
    return [(each.number, each.gate) for stage in block.stages for each in stage.milestones if each.gate]


def test_the_stage_gate_stands_after_the_first_results(desk: Desk) -> None:
    assert gates(desk) == [(7, Gate("Stage gate"))]
    desk.facts("roadmap: [{milestone: gate, owner: Ann}]\n")
    assert gates(desk) == [(7, Gate("gate", owner="Ann"))]
    assert desk.slide("- {kind: roadmap}").title.startswith("Nine milestones"), "a gate is none"


@pytest.mark.parametrize("called", ["Gate", "Stage gate", "'Stage gate: finance compares'"])
def test_a_gate_of_ones_own_stands_where_its_date_puts_it(desk: Desk, called: str) -> None:
    steps = "{milestone: '5', date: 2026-03-31}, {milestone: '8', date: 2026-10-31}"
    desk.facts(f"roadmap: [{{milestone: {called}, date: 2026-09-30, owner: Ann}}, {steps}]\n")
    ((number, gate),) = gates(desk)
    assert (number, gate.text, gate.date, gate.owner) == (6, called.strip("'"), "30 Sep 2026", "Ann")
    assert gate.at == pytest.approx(213 / 245)


def test_without_a_gate_nothing_is_said_of_one(desk: Desk) -> None:
    words = (builtin_folder() / "layouts" / "framework.yaml").read_text(encoding="utf-8")
    assert desk.slide("- {kind: roadmap}").takeaway
    desk.write("layouts/framework.yaml", words.replace("    gate-after: 1\n", ""))
    assert (gates(desk), desk.slide("- {kind: roadmap}").takeaway) == ([], "")
    desk.facts(OWN)
    (block,) = desk.slide("- {kind: roadmap}").blocks
    assert isinstance(block, Timeline)
    assert block.key == "◆ by date   ▬ in between, no date yet"


def test_no_gate_is_lost_where_several_follow_each_other(desk: Desk) -> None:
    desk.facts("roadmap: [{milestone: Gate}, {milestone: 'Gate: two', date: 2026-01}, {milestone: 'Gate: one'}]\n")
    told = [text for stage in stages(desk) for _, text, _, _ in stage] + [each.text for _, each in gates(desk)]
    assert {"Gate", "Gate: two", "Gate: one"} <= {*told}


@pytest.mark.parametrize(
    ("dates", "ticks"),
    [
        (("2026-03-02", "2026-03-16"), ["2 Mar 2026", "9 Mar 2026", "16 Mar 2026"]),
        (("2026-03-31", "2026-06"), ["Mar 2026", "Apr", "May", "Jun"]),
        (("2026-03-31", "2029-02"), ["Mar 2026", "Mar 2027", "Mar 2028"]),
        (("2026-03-31", "2027-03"), ["Mar 2026", "Jun", "Sep", "Dec", "Mar 2027"]),
        (("2026-03-02", "2026-04-10"), ["2 Mar 2026", "16 Mar 2026", "30 Mar 2026", "13 Apr 2026"]),
        (("2026-03-31", ""), []),  # one day is no axis
    ],
)
def test_dates_stand_on_an_axis_of_weeks_or_months(desk: Desk, dates: tuple[str, str], ticks: list[str]) -> None:
    steps = (f"  - {{milestone: '{n}'{f', date: {when}' if when else ''}}}\n" for n, when in enumerate(dates, 1))
    desk.facts("roadmap:\n" + "".join(steps))
    (block,) = desk.slide("- {kind: roadmap}").blocks
    assert isinstance(block, Timeline)
    assert [each.text for each in block.ticks] == ticks
    places = [each.at for stage in block.stages for each in stage.milestones]
    assert [each is not None for each in places] == [bool(ticks)] * 2 * bool(ticks) + [False] * (9 - 2 * bool(ticks))
    assert all(0 <= each <= 1 for each in places if each is not None)


def test_a_milestone_of_ones_own_stands_before_those_of_its_stage_that_are_due_later(desk: Desk) -> None:
    dated = "{milestone: '7', date: 2026-08-31}, {milestone: '8', date: 2026-11-30}"
    desk.facts(
        f"roadmap: [{dated}, {{milestone: Stage gate, date: 2026-09-30}}, {{milestone: Ours, date: 2026-09-15}}]\n"
    )
    launch = next(each for each in stages(desk) if each[0][0] == 7)
    assert [text for _, text, _, _ in launch][1] == "Ours"
    assert [(number, gate.date) for number, gate in gates(desk)] == [(8, "30 Sep 2026")]
