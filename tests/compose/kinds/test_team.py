"""The team, its home, its cost and its members."""

from __future__ import annotations

import pytest

from briefing.model import Table, Tiles
from compose_desk import Desk

SLIDE = "- {kind: team}"


def test_tiles_for_the_whole_and_a_row_for_each_member(desk: Desk) -> None:
    desk.facts(
        """
        currency: EUR
        function-cost: {one-off: 120000, monthly: 38000}
        team:
          size: 2.5
          home: Platform engineering
          reporting-line: the CTO
          members: [{name: Sam, role: Lead, positions: 1}, {name: Nina, positions: 1.5}]
        """
    )
    tiles, table = desk.slide(SLIDE).blocks
    assert isinstance(tiles, Tiles)
    assert isinstance(table, Table)
    assert [(each.label, each.value, each.note) for each in tiles.tiles] == [
        ("Full-time positions", "2.5", ""),
        ("Home", "Platform engineering", "Reports to the CTO"),
        ("Budget a year", "€456k", "and €120k once, to begin with"),
    ]
    assert [[cell.text for cell in row] for row in table.rows] == [["Sam", "Lead", "1"], ["Nina", "", "1.5"]]


@pytest.mark.parametrize(
    ("team", "title"),
    [
        ("{size: 1, home: IT}", "1 position in IT carries FinOps"),
        ("{size: 2.5}", "2.5 positions carry FinOps"),
        ("{home: Finance}", "FinOps has its home in Finance"),
        ("{members: [{name: Sam}]}", "FinOps has a team with names"),
    ],
)
def test_the_headline_says_what_is_known(desk: Desk, team: str, title: str) -> None:
    desk.facts(f"team: {team}")
    assert desk.slide(SLIDE).title == title


def test_columns_that_nothing_stands_in_are_left_out(desk: Desk) -> None:
    desk.facts("team: {members: [{name: Sam}]}")
    (table,) = desk.slide(SLIDE).blocks
    assert isinstance(table, Table)
    assert table.header == ("Name",)
