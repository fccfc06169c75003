"""Crawl, walk, run."""

from __future__ import annotations

import pytest

from briefing.model import Table
from compose_desk import Desk

SLIDE = "- {kind: maturity}"


def table(desk: Desk) -> Table:
    (block,) = desk.slide(SLIDE).blocks
    assert isinstance(block, Table)
    return block


def test_each_level_is_marked_today_target_or_on_the_way(desk: Desk) -> None:
    desk.facts("maturity:\n  rate-optimisation: {current: crawl, target: run, note: Bought once a year}\n")
    (row,) = table(desk).rows
    assert [(cell.text, cell.mark) for cell in row] == [
        ("Rate optimisation", ""),
        ("today", "now"),
        ("→", "none"),
        ("target", "goal"),
        ("Bought once a year", ""),
    ]


def test_a_capability_that_is_where_it_should_be_has_one_mark_and_no_note_leaves_no_column(desk: Desk) -> None:
    desk.facts("maturity: {allocation: {current: walk, target: walk}}")
    assert [cell.mark for cell in table(desk).rows[0]] == ["", "none", "now", "none"]
    assert desk.slide(SLIDE).title == "One capability stands where its target is"


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ("a: {current: crawl, target: walk}", "One capability has to move up"),
        ("a: {current: crawl, target: run}", "One capability has to move up, all the way to run"),
        (
            "a: {current: crawl, target: walk}, b: {current: crawl, target: walk}",
            "Both capabilities have to move up",
        ),
        (
            "a: {current: crawl, target: walk}, b: {current: walk, target: run}, c: {current: walk, target: walk}",
            "Two of three capabilities have to move up, one of them all the way to run",
        ),
        # One that runs already is none of those that have to.
        (
            "a: {current: crawl, target: walk}, b: {current: crawl, target: walk}, c: {current: run, target: run}",
            "Two of three capabilities have to move up",
        ),
        ("a: {current: crawl, target: walk}, b: {current: run}", "One of two capabilities has to move up"),
        # Without a target nobody knows where it is to stand.
        (
            "a: {current: walk, target: walk}, b: {current: crawl}",
            "Where two capabilities stand, and where they are to be",
        ),
    ],
)
def test_the_headline_counts(desk: Desk, facts: str, title: str) -> None:
    desk.facts(f"maturity: {{{facts}}}")
    assert desk.slide(SLIDE).title == title


def test_the_notes_say_that_run_everywhere_is_not_the_goal(desk: Desk) -> None:
    desk.facts("maturity: {allocation: {current: crawl}}")
    assert desk.slide(SLIDE).notes[0].startswith("Run everywhere is not the goal")
