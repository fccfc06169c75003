"""What audiences are told side by side: different words, the same figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.compare import Comparison, _rows, compare
from briefing.compose.compose import compose
from briefing.desk import Desk
from briefing.errors import ContentError
from briefing.figures.company import open_company
from briefing.library.library import Library
from briefing.library.persona import Persona
from briefing.model import Briefing, Spoken
from conftest import DAY

FREIGHT = Path(__file__).parents[1] / "examples" / "fictional-freight" / "org.yaml"

Compared = Callable[[str, str], Comparison]


@pytest.fixture(scope="module")
def compared(library: Library) -> Compared:
    """`compared("cfo,cto", "pitch")` with the facts of the fictional company."""
    company = open_company(library, FREIGHT)

    @cache
    def made(for_: str, layout: str) -> Comparison:
        return compare(library.select([for_]), Desk(library, library.layout(layout), DAY, company))

    return made


def test_slides_of_a_kind_stand_beside_each_other(compared: Compared) -> None:
    found = compared("cfo,cto", "pitch")
    assert found.audiences == ("CFO", "CTO/CIO")
    (goals,) = [row for row in found.rows if row.kind == "persona-profile"]
    assert [told.headline for told in goals.told if told] == [
        "Spend guidance holds when the people who spend also forecast",
        "Guardrails let teams ship without queueing for approval",
    ]
    assert not goals.same


def test_what_all_are_told_alike_is_the_same_in_whatever_order(compared: Compared) -> None:
    rows = {row.kind: row for row in compared("cfo,cto", "pitch").rows}
    assert rows["principles"].same
    assert rows["pain-points"].same  # each has its own pains first
    assert not rows["ask"].same


def test_differences_are_the_messages_that_not_all_read(compared: Compared) -> None:
    (opening,) = [row for row in compared("cfo,cto", "pitch").rows if row.kind == "title"]
    assert opening.differences == (("A briefing for Frida Fictive (CFO)",), ("A briefing for Max Madeup (CTO/CIO)",))


def test_every_figure_stands_once_with_those_who_are_told_it(compared: Compared) -> None:
    figures = {each.figure.id: each for each in compared("cfo,cto", "pitch").figures}
    assert figures["spend.monthly"].figure.text == "€400,000"
    assert figures["spend.monthly"].seen == (True, True)
    assert figures["ask.by-persona.cfo.amount"].seen == (True, False)


def test_a_slide_that_only_one_has_is_told_apart(library: Library) -> None:
    board, brief = library.layout("board"), library.layout("one-pager")
    one, two = library.select(["cfo,cto"])
    made = [compose((one,), board, library, DAY), compose((two,), brief, library, DAY)]
    rows = tuple(_rows(made))
    found = Comparison(("CFO", "CTO/CIO"), rows, ())
    assert [row.kind for row in found.alone(1)] == ["one-page"]
    assert {row.kind for row in found.alone(0)} == {"decision", "cards", "roadmap", "ask"}


def test_a_figure_that_is_told_in_two_ways_is_an_error(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    values = iter(["€1", "€2"])

    honest = Desk.compose

    def lying(desk: Desk, audience: Sequence[Persona]) -> Briefing:
        made = honest(desk, audience)
        return replace(made, figures=(Spoken("spend.monthly", "Spend a month", next(values)),))

    monkeypatch.setattr("briefing.desk.Desk.compose", lying)
    with pytest.raises(ContentError) as caught:
        compare(library.select(["cfo,cto"]), Desk(library, library.layout("one-pager"), DAY))
    assert str(caught.value.problems[0]) == (
        "the figure 'spend.monthly' is €1 for the CFO and €2 for the CTO/CIO; "
        "all audiences have to be told the same; please report it"
    )


def test_without_facts_there_are_no_figures(library: Library) -> None:
    found = compare(library.select(["cfo,cto"]), Desk(library, library.layout("exec-brief"), DAY))
    assert found.figures == ()
