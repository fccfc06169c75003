"""No figure without an origin: what slides say in digits is in the appendix, in the facts, or a fixed text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from briefing.compose.compose import compose
from briefing.figures.company import Company, open_company
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing, LeftOut, Table, Tiles
from conftest import Brief
from said_numbers import numbers, numbers_of, texts

pytestmark = pytest.mark.sampled

ROOT = Path(__file__).parents[2]
ORGS = {name: ROOT / "examples" / name / "org.yaml" for name in ("fictional-freight", "three-fields")}
LAYOUTS = ("pitch", "exec-brief", "board")
AUDIENCES = ("cfo", "ceo", "cto", "procurement", "engineering-lead", "cfo,cto", "all")
APPENDIX = ("assumptions", "net-by-month")
DAY = date(2026, 3, 2)
# Texts that are the same for every company: their numbers are counts and conventions, never a company's figures.
FIXED = (*(ROOT / "layouts").rglob("*.yaml"), *(ROOT / "personas").glob("*.yaml"))

Made = Callable[..., Briefing]


@pytest.fixture(scope="module")
def made() -> Made:
    library = Library((builtin_folder(),))

    @cache
    def company(org: str, redact: bool) -> Company:
        return open_company(library, ORGS[org], redact=redact)

    @cache
    def brief(org: str, for_: str, layout: str, redact: bool = False) -> Briefing:
        return compose(library.select([for_]), library.layout(layout), library, DAY, company(org, redact))

    return brief


def stated(org: str) -> set[str]:
    return numbers(ORGS[org].read_text(encoding="utf-8").replace("_", ""))


def fixed() -> set[str]:
    words = {number for path in FIXED for number in numbers(path.read_text(encoding="utf-8"))}
    return words | {str(DAY.day), str(DAY.year)}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("for_", AUDIENCES)
@pytest.mark.parametrize("org", ORGS)
def test_every_number_has_an_origin(org: str, for_: str, layout: str, made: Made) -> None:
    briefing = made(org, for_, layout)
    source = (
        briefing if layout != "board" else made(org, for_, "pitch")
    )  # a board sees no appendix, but the same figures
    known = stated(org) | fixed() | numbers_of(source, *APPENDIX)
    lost = {
        (slide.kind, text): numbers(text) - known
        for slide in briefing.slides()
        for text in texts(slide)
        if numbers(text) - known
    }
    assert lost == {}


def test_the_test_would_see_a_number_without_an_origin(made: Made) -> None:
    briefing = made("fictional-freight", "cfo", "pitch")
    known = stated("fictional-freight") | fixed() | numbers_of(briefing, *APPENDIX)
    assert numbers("Waiting costs €123,456.70 by month 777") - known == {"123456.7", "777"}


def appendix(briefing: Briefing) -> dict[str, tuple[str, ...]]:
    """Each figure of the appendix by its name: as shown, in full, and its origin."""
    tables = (block for slide in briefing.slides() if slide.kind == "assumptions" for block in slide.blocks)
    rows = (row for table in tables if isinstance(table, Table) for row in table.rows)
    return {name.text: (value.text, origin.text) for name, value, _, origin in rows}


@pytest.mark.slow
def test_every_audience_is_told_the_same_figures(made: Made) -> None:
    told: dict[str, set[tuple[str, ...]]] = {}
    for for_ in AUDIENCES:
        for layout in ("pitch", "exec-brief"):
            for name, row in appendix(made("fictional-freight", for_, layout)).items():
                told.setdefault(name, set()).add(row)
    own = {name for name in told if name.endswith(", target")}  # a persona may have a target of its own
    assert {name: rows for name, rows in told.items() if len(rows) > 1 and name not in own} == {}
    assert len(told) > 20


def test_a_figure_reads_the_same_on_every_slide(made: Made) -> None:
    net = {
        slide.kind for slide in made("fictional-freight", "cfo", "pitch").slides() if "€297k" in " ".join(texts(slide))
    }
    assert {"executive-summary", "return", "ask", "assumptions"} <= net


def test_each_audience_sees_the_figures_of_its_own_metrics(made: Made) -> None:
    def labels(for_: str) -> list[str]:
        slides = made("fictional-freight", for_, "pitch").slides()
        (tiles,) = (each.blocks[0] for each in slides if each.kind == "current-state")
        assert isinstance(tiles, Tiles)
        return [each.label for each in tiles.tiles]

    assert labels("cfo") == ["Spend a month", "Forecast variance", "Unit cost", "Monthly spend in a year"]
    assert labels("cto") == ["Spend a month", "Time to market", "Unit cost", "Savings a year"]
    assert labels("ceo") == ["Spend a month", "Unit cost", "Time to market", "Growth a year"]
    assert labels("procurement") == [
        "Spend a month",
        "Commitment coverage",
        "Commitment utilisation",
        "Commitments a month",
    ]


@pytest.mark.parametrize("layout", ["pitch", "exec-brief", "board"])
@pytest.mark.parametrize("for_", ["cfo,cto", "procurement"])
def test_a_redacted_briefing_tells_no_name_and_nothing_confidential(for_: str, layout: str, made: Made) -> None:
    briefing = made("fictional-freight", for_, layout, redact=True)
    said = "\n".join(text for slide in briefing.slides() for text in texts(slide))
    names = ("Fictional", "Sampleton", "Fictive", "Madeup", "Invented", "Lookalike", "Pretend", "Notional", "Otherwise")
    assert [name for name in names if name in said] == []
    confidential = ("AI spend a month", "€46k", "85%", "€30,000", "Runaway route planning", "fictional-freight")
    assert [each for each in confidential if each in said] == []
    assert briefing.author not in ("Sam Sampleton", "Fictional Freight")


def test_what_is_left_out_is_told_once_and_nothing_without_facts(made: Made, brief: Brief) -> None:
    (notice,) = made("three-fields", "cfo", "exec-brief").notices
    assert isinstance(notice, LeftOut)
    assert dict.fromkeys(key for _, keys in notice.wanting for key in keys) == dict.fromkeys(
        ("savings", "spend.annual-growth", "function-cost.one-off", "function-cost.monthly")
    )
    assert brief("cfo", "exec-brief").notices == ()
    assert made("fictional-freight", "cfo", "exec-brief").notices == ()
