"""Crawl, walk, run."""

from __future__ import annotations

import pytest

from briefing.model import Tracks
from compose_desk import Desk

SLIDE = "- {kind: maturity}"


def tracks(desk: Desk) -> Tracks:
    (block,) = desk.slide(SLIDE).blocks
    assert isinstance(block, Tracks)
    return block


def test_a_track_leads_from_today_past_the_levels_to_the_target_with_why_beside_it(desk: Desk) -> None:
    desk.facts("maturity:\n  rate-optimisation: {current: crawl, target: run, note: Bought once a year}\n")
    block = tracks(desk)
    assert block.stops == ("Crawl", "Walk", "Run")
    (row,) = block.rows
    assert (row.label, row.today, row.aim, row.aside) == ("Rate optimisation", "Crawl", "Run", "Bought once a year")
    assert (row.far, block.headings[-1]) == ("Two levels up", "How far, and why")
    assert (row.start, row.end) == (0.0, 1.0)


def test_a_capability_that_is_where_it_should_be_has_one_place_and_says_so_without_a_note(desk: Desk) -> None:
    desk.facts("maturity: {allocation: {current: walk, target: walk}}")
    block = tracks(desk)
    (row,) = block.rows
    assert (row.start, row.end, row.far, row.aside) == (0.5, 0.5, "Where it is to be", "")
    assert block.headings[-1] == "How far"
    assert desk.slide(SLIDE).title == "One capability stands where its target is"


def test_what_nobody_stated_has_no_place(desk: Desk) -> None:
    desk.facts("maturity: {allocation: {target: run}}")
    (row,) = tracks(desk).rows
    assert (row.start, row.today, row.end) == (None, "", 1.0)


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ("a: {current: crawl, target: walk}", "One capability has to move up"),
        ("a: {current: crawl, target: run}", "One capability has to move up to ‘run’"),
        (
            "a: {current: crawl, target: walk}, b: {current: crawl, target: walk}",
            "Both capabilities have to move up",
        ),
        (
            "a: {current: crawl, target: walk}, b: {current: walk, target: run}, c: {current: walk, target: walk}",
            "Two of three capabilities have to move up, one of them to ‘run’",
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
