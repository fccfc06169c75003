"""Whole briefings with a bill: nothing new without one, the same figures everywhere, and every number from a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from bill_samples import COSTS, plain, whole_bill
from briefing.bill.bill import Bill
from briefing.compose.compose import compose
from briefing.compose.scene import MOST_WORDS, word_count
from briefing.figures.company import Company, company_of
from briefing.figures.drafting import open_organisation
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing, Continued, Cut, Table
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import TableBox
from briefing.page.look import Look
from conftest import DAY, PEOPLE
from said_numbers import numbers, numbers_of, texts

pytestmark = pytest.mark.sampled

ROOT = Path(__file__).parents[2]
ORG = ROOT / "examples" / "fictional-freight" / "org.yaml"
OF_BILL = ("spend-trend", "spend-split", "spend-movers", "commitment-health", "allocation-health", "bill-kpis")
AUDIENCES = (*PEOPLE, "cfo,cto")
APPENDIX = ("assumptions", "net-by-month", "bill-quality")
FIXED = (*(ROOT / "layouts").rglob("*.yaml"), *(ROOT / "personas").glob("*.yaml"))
BILLS: dict[str, Callable[[], Bill]] = {"whole": whole_bill, "plain": lambda: plain(COSTS), "short": lambda: plain([9])}

Made = Callable[..., Briefing]


@pytest.fixture(scope="module")
def made() -> Made:
    library = Library((builtin_folder(),))

    @cache
    def company(bill: str, org: bool, redact: bool) -> Company:
        facts = open_organisation(library, ORG) if org else None
        return company_of(library, facts, BILLS[bill]() if bill else None, redact=redact)

    @cache
    def brief(for_: str, layout: str, bill: str = "whole", *, org: bool = False, redact: bool = False) -> Briefing:
        return compose(library.select([for_]), library.layout(layout), library, DAY, company(bill, org, redact))

    return brief


def kinds(briefing: Briefing) -> list[str]:
    return [slide.kind for slide in briefing.slides()]


def test_the_bill_is_told_as_a_finding_or_as_backup_and_for_each_persona(made: Made) -> None:
    briefing = made("cfo,cto", "pitch", org=True)
    # The file states another spend than the bill, so that its months are told nowhere, and the file's spend is.
    assert {*OF_BILL[1:5], "current-state", "maturity"} <= {*kinds(briefing)}
    assert "spend-trend" not in kinds(briefing)
    assert "spend-trend" in kinds(made("cfo,cto", "pitch"))
    assert kinds(briefing).count("bill-kpis") == 1, "the other is told nothing that no slide says"
    assert kinds(briefing).index("bill-quality") > kinds(briefing).index("ask")


def test_a_bill_makes_the_story_no_longer_and_the_backup_richer(made: Made) -> None:
    with_bill, without = (made("cfo,cto", "pitch", bill, org=True).slides() for bill in ("whole", ""))
    (main, more), (plain_main, less) = (Counter(each.part for each in s).values() for s in (with_bill, without))
    assert (main, plain_main) == (10, 10)
    assert more > less


def test_a_bill_without_a_complete_month_leaves_the_current_state_to_the_facts(made: Made) -> None:
    library = Library((builtin_folder(),))
    company = company_of(library, open_organisation(library, ORG), plain([]))
    found = kinds(compose(library.select(["cfo"]), library.layout("pitch"), library, DAY, company))
    assert "current-state" in found
    assert "spend-trend" not in found


@pytest.mark.parametrize("org", [False, True])
def test_the_board_still_sees_five_slides(org: bool, made: Made) -> None:
    found = kinds(made("cfo", "board", org=org))
    assert len(found) == 5
    assert ("spend-trend" in found) is not org  # the return of a company that has one stays


def test_the_executive_brief_tells_trend_and_movers_alone(made: Made) -> None:
    assert [each for each in kinds(made("cfo", "exec-brief")) if each in OF_BILL] == ["spend-trend", "spend-movers"]
    assert [each for each in kinds(made("cfo", "exec-brief", "short")) if each in OF_BILL] == ["spend-trend"]


def test_the_memo_says_growth_and_forecast(made: Made) -> None:
    (trend,) = (each for each in made("cfo", "pre-read").slides() if each.kind == "spend-trend")
    said = " ".join((trend.title, *texts(trend)))
    assert "17.3%" in said
    assert "€1.27m" in said


def test_the_talking_points_have_the_figures_of_the_bill_at_hand(made: Made) -> None:
    (points,) = (each for each in made("procurement", "talking-points").slides() if each.kind == "talking-points")
    said = list(texts(points))
    assert "From our own bill" in said
    assert "Commitment coverage: 57.2%" in said


@pytest.mark.parametrize("bill", BILLS)
@pytest.mark.parametrize("for_", AUDIENCES)
@pytest.mark.parametrize("layout", ["pitch", "exec-brief"])
def test_every_number_on_a_slide_comes_from_a_figure(layout: str, for_: str, bill: str, made: Made) -> None:
    briefing = made(for_, layout, bill)
    data = numbers(msgspec.json.encode(BILLS[bill]()).decode())
    fixed = {number for path in FIXED for number in numbers(path.read_text(encoding="utf-8"))}
    counts = {str(number) for number in range(40)}  # of months, providers, parts
    series = {
        number
        for slide in briefing.slides()
        for block in slide.blocks
        if hasattr(block, "shown")
        for each in block.shown
        for text in (*each.written, *each.labels)
        for number in numbers(text)
    }
    known = data | fixed | counts | series | numbers_of(briefing, *APPENDIX) | {"2024", "2025", "2026", "2027"}
    lost = {
        (slide.kind, text): numbers(text) - known
        for slide in briefing.slides()
        for text in texts(slide)
        if numbers(text) - known
    }
    assert lost == {}


def test_the_appendix_says_what_each_figure_of_the_bill_counts(made: Made) -> None:
    (slide,) = (each for each in made("cfo", "pitch").slides() if each.kind == "assumptions")
    (table,) = slide.blocks
    assert isinstance(table, Table)
    origins = {row[0].text: row[-1].text for row in table.rows}
    assert origins["Spend a month"] == ("The bill: effective cost of usage and purchases, Mar 2026, 3 providers")
    lines = {note.split(":")[0]: note for note in slide.notes}
    shown = lines["Spend in the three months after the data, forecast"]
    assert "€1.27m (" in shown
    assert "= sum of the first three months of the forecast (forecast: " in shown


@pytest.mark.slow
def test_a_figure_reads_the_same_for_every_audience(made: Made) -> None:
    told: dict[str, set[str]] = {}
    for for_ in AUDIENCES:
        for each in made(for_, "pitch").figures:
            told.setdefault(each.id, set()).add(each.text)
    assert {id: found for id, found in told.items() if len(found) > 1} == {}
    assert len(told) > 60


@pytest.mark.parametrize("org", [False, True])
@pytest.mark.parametrize("for_", AUDIENCES)
def test_no_slide_is_a_wall_of_words_and_no_headline_takes_three_lines(
    for_: str, org: bool, made: Made, look: Look
) -> None:
    briefing = made(for_, "pitch", org=org)
    for slide in briefing.slides():
        if slide.kind in OF_BILL:
            assert word_count(slide) <= MOST_WORDS
            assert len(slide.title) <= 130
    overfull = [each.slide for each in arrange(briefing, look)[1] if isinstance(each, Continued | Cut)]
    titles = [slide.title for slide in briefing.slides() if slide.kind in (*OF_BILL, "bill-quality")]
    assert [each for each in overfull if each in titles] == []


def test_a_redacted_briefing_has_no_name_of_an_account_a_commitment_or_a_file(made: Made) -> None:
    briefing = made("itfm", "pitch", redact=True)
    said = "\n".join(text for slide in briefing.slides() for text in texts(slide))
    names = ("Routing", "Warehouse", "Sandbox", "sp-7f3a", "res-db-01", "focus-2026-04", "425,300")
    assert [each for each in names if each in said] == []
    assert "Unit 1" in said


def test_without_a_bill_nothing_of_it_is_told(made: Made) -> None:
    briefing = made("cfo,cto", "pitch", "", org=True)
    assert not {*OF_BILL, "bill-quality"} & set(kinds(briefing))
    assert not [each for each in briefing.notices if "bill" in each.message]


def test_long_names_are_drawn_and_not_put_into_a_table(look: Look) -> None:
    library, bill = Library((builtin_folder(),)), whole_bill()
    long = "Nimbus Extraordinarily-Named Container Orchestration Platform {} (Preview)"
    movers = tuple(replace(each, name=long.format(number)) for number, each in enumerate(bill.movers))
    company = company_of(library, None, replace(bill, movers=movers, by={"service": movers}))
    briefing = compose(library.select(["cto"]), library.layout("pitch"), library, DAY, company)
    placed = [page for section in arrange(briefing, look)[0].sections for page in section.slides]
    tables = [page.title for page in placed if any(isinstance(each, TableBox) for each in page.boxes)]
    drawn = [slide.title for slide in briefing.slides() if slide.kind in OF_BILL[:5]]
    assert drawn
    assert [title for title in drawn if title in tables] == []
