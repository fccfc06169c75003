"""The trade-offs that executives settle."""

from __future__ import annotations

import pytest

from briefing.errors import ContentError
from briefing.model import Pairs, Tracks
from compose_desk import Desk

POLES, SETTLE = "- {kind: strategy-alignment}", "- {kind: strategy-alignment, page: settle}"


def test_each_trade_off_is_a_track_between_two_poles_with_who_pulls_where(desk: Desk) -> None:
    slide = desk.slide(POLES, "cfo,cto")
    (tracks,) = slide.blocks
    assert isinstance(tracks, Tracks)
    assert [(row.label, row.far) for row in tracks.rows] == [
        tuple(pole.name for pole in each.poles) for each in desk.library.framework().trade_offs
    ]
    first = tracks.rows[0]
    assert first.note == "CTO/CIO: teams ship first and look at the bill after"
    assert first.aside == "CFO: each release has a price before it is built"
    assert {(row.start, row.end) for row in tracks.rows} == {(None, None)}
    assert slide.title == "Three trade-offs decide what technology may cost"
    # Where nobody knows where the organisation stands, the question takes the place of an empty line.
    assert [row.question for row in tracks.rows] == [each.question for each in desk.library.framework().trade_offs]
    assert (tracks.stops, tracks.key) == ((), "")


def test_of_many_who_pull_one_way_two_are_named(desk: Desk) -> None:
    (tracks,) = desk.slide(POLES, "ceo,cto,product-owner,engineering-lead").blocks
    assert isinstance(tracks, Tracks)
    assert tracks.rows[0].note.startswith("CEO, CTO/CIO, 2 more: ")
    assert tracks.rows[0].aside == "Each release has a price before it is built"


def test_the_organisations_stance_stands_between_the_poles(desk: Desk) -> None:
    own = ("{id: speed-or-cost, today: Speed, aim: between}", "{id: resilience-or-cost, aim: thrift}")
    desk.facts(f"trade-offs: [{', '.join(own)}]")
    slide = desk.slide(POLES)
    (tracks,) = slide.blocks
    assert isinstance(tracks, Tracks)
    assert [(row.start, row.end) for row in tracks.rows] == [(0.0, 0.5), (None, None), (None, 1.0)]
    assert [(row.today, row.aim) for row in tracks.rows] == [("Speed", "between both"), ("", ""), ("", "Thrift")]
    assert slide.title == "One of three trade-offs is to be settled differently from today"
    assert slide.takeaway == "To be settled: speed or cost"
    assert {row.question for row in tracks.rows} == {""}
    settle = "One of three answers is to change, so that every team can decide by itself"
    assert desk.slide(SETTLE).title == settle


def test_the_questions_say_what_follows_and_who_settles_them(desk: Desk) -> None:
    (pairs,) = desk.slide(SETTLE).blocks
    assert isinstance(pairs, Pairs)
    assert pairs.rows[0].left == "How much more may a faster release cost?"
    assert pairs.rows[0].right == "Below that amount teams ship without asking"
    assert pairs.rows[0].tag == "CEO, CTO/CIO, CFO"


def test_the_organisations_own_words_come_first(desk: Desk) -> None:
    desk.facts(
        """
        trade-offs:
          - id: speed-or-cost
            today: between
            aim: between
            question: May a release cost a tenth more?
            follows: Teams decide alone
            owner: The board
            date: 2026-06-30
        """
    )
    (pairs,) = desk.slide(SETTLE).blocks
    assert isinstance(pairs, Pairs)
    row = pairs.rows[0]
    assert (row.left, row.right) == (
        "May a release cost a tenth more?",
        "As today: between speed and cost. Teams decide alone",
    )
    assert row.tag == "The board, 30 June 2026"


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        (
            "{id: sped-or-cost}",
            "3:10: no trade-off has the id 'sped-or-cost'; did you mean 'speed-or-cost'? "
            "'briefing list trade-offs' shows those there are",
        ),
        (
            "{id: speed-or-cost, today: fast}",
            "3:32: 'today' of the trade-off 'speed-or-cost' is 'fast', which is neither of its poles; "
            "write speed, between or cost",
        ),
    ],
)
def test_what_no_framework_knows_is_told_with_its_place(desk: Desk, facts: str, message: str) -> None:
    desk.facts(f"name: A\ntrade-offs:\n  - {facts}\n")
    with pytest.raises(ContentError) as caught:
        desk.slide(POLES)
    assert [str(each) for each in caught.value.problems] == [f"org.yaml:{message}"]


def test_a_trade_off_stands_once(desk: Desk) -> None:
    desk.facts("trade-offs:\n  - {id: speed-or-cost}\n  - {id: Speed or cost}\n")
    with pytest.raises(ContentError) as caught:
        desk.slide(POLES)
    assert [str(each) for each in caught.value.problems] == [
        "org.yaml:3:10: the trade-off 'speed-or-cost' stands twice, first on line 2; join the two"
    ]


def test_an_unknown_page_is_told(desk: Desk) -> None:
    with pytest.raises(ContentError, match=r"has no page 'setle'; did you mean 'settle'\?"):
        desk.slide("- {kind: strategy-alignment, page: setle}")
