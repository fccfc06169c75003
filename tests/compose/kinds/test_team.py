"""The team, its home, its cost and its members."""

from __future__ import annotations

import pytest

from briefing.model import Table, Tiers, Tiles
from compose_desk import Desk

SLIDE = "- {kind: team}"


def test_the_cost_stands_beside_those_over_in_and_around_the_team(desk: Desk) -> None:
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
    tiles, tiers = desk.slide(SLIDE).blocks
    assert isinstance(tiles, Tiles)
    assert isinstance(tiers, Tiers)
    assert [(each.label, each.value, each.note) for each in tiles.tiles] == [
        ("Budget a year", "€456k", "and €120k once, to begin with"),
        ("Full-time positions", "2.5", ""),
        ("Home", "Platform engineering", ""),
    ]
    over, team, beside = tiers.tiers
    assert (over.name, [each.heading for each in over.cards]) == ("Reports to", ["the CTO"])
    assert [(each.heading, each.items) for each in team.cards] == [
        ("Sam", ("Lead", "1 position")),
        ("Nina", ("1.5 positions",)),
    ]
    assert (team.strong, beside.name) == (True, "Works with")


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


def test_nobody_is_made_up(desk: Desk) -> None:
    desk.facts("team: {reporting-line: The board}")
    (tiers,) = desk.slide(SLIDE).blocks
    assert isinstance(tiers, Tiers)
    assert [each.heading for each in tiers.tiers[1].cards] == ["Nobody is named yet"]


def test_a_large_team_is_a_table(desk: Desk) -> None:
    members = ", ".join(f"{{name: Member {n}}}" for n in range(7))
    desk.facts(f"team: {{members: [{members}]}}")
    (table,) = desk.slide(SLIDE).blocks
    assert isinstance(table, Table)
    assert (table.header, len(table.rows)) == (("Name",), 7)


@pytest.mark.parametrize(
    ("size", "title"),
    [
        ("0.2", "0.2 of a position in IT carries FinOps"),
        ("1", "1 position in IT carries FinOps"),
        ("1.5", "1.5 positions in IT carry FinOps"),
    ],
)
def test_less_than_one_position_is_a_part_of_one(desk: Desk, size: str, title: str) -> None:
    desk.facts(
        f"team: {{size: {size}, home: IT, members: [{{name: Ada, role: Lead, positions: {size}}}]}}\n"
        f"ask: {{people: {size}}}\n"
    )
    assert desk.slide("- kind: team").title == title
    said = str(desk.slide("- {kind: ask, title: A}", "ceo").blocks)
    assert f"{title.split(' in ')[0]}'".replace("position", "full-time position") in said
