"""The fictional company: its charts and tiles are made by the command that its README gives, and pass every check; its
facts agree with each other and with the bill that `briefing spend sample` writes.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from typer.testing import CliRunner

from briefing.bill.bill import Bill, Billing
from briefing.bill.sample.request import Sample
from briefing.cli.app import app
from briefing.figures.bill import bill_entries
from briefing.figures.billlines import BillWords, Line
from briefing.figures.billnotices import pairs_of
from briefing.figures.company import Company, company_of
from briefing.figures.doubts import doubts
from briefing.figures.drafting import open_organisation
from briefing.organisation.organisation import Organisation
from conftest import BUILT_IN
from decks import reading
from decks.test_validity import SCHEMA_CHECKS, findings
from sample_truth import truth

ROOT = Path(__file__).parents[1]
FREIGHT = ROOT / "examples" / "fictional-freight"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The deck in both themes and the Markdown, as the README's command makes them."""
    lines = (FREIGHT / "README.md").read_text().splitlines()
    (line,) = [each.strip() for each in lines if "briefing make" in each and "--layout figures" in each]
    folder = tmp_path_factory.mktemp("freight")
    files = {"light": folder / "light.pptx", "dark": folder / "dark.pptx", "md": folder / "light.md"}
    for name, path in files.items():
        theme = ["--theme", "dark"] if name == "dark" else []
        command = [*shlex.split(line)[1:], "--out", str(path), "--date", "2026-03-31", *theme]
        command[command.index("examples/fictional-freight")] = str(FREIGHT)
        ran = CliRunner().invoke(app, command)
        assert ran.exit_code == 0, ran.output
    return files


def test_the_readme_says_that_nothing_of_it_is_true() -> None:
    assert "does not exist" in (FREIGHT / "README.md").read_text()
    assert "invented" in (FREIGHT / "layouts" / "figures" / "layout.yaml").read_text()


def test_every_style_of_chart_is_drawn_as_a_chart(made: dict[str, Path]) -> None:
    charts = [shape.chart for _, shape in reading.shapes(made["light"]) if shape.has_chart]
    assert len(charts) == 7
    assert [place for place, _ in reading.tables(made["light"])] == []


def test_every_chart_says_what_it_shows(made: dict[str, Path]) -> None:
    for place, shape in reading.shapes(made["light"]):
        if shape.has_chart:
            title = next(
                reading.title(slide)
                for number, slide in reading.slides(made["light"])
                if place.startswith(f"slide {number},")
            )
            assert title in reading.alt_text(shape)


def test_the_markdown_has_every_figure_in_full(made: dict[str, Path]) -> None:
    text = made["md"].read_text()
    assert "| North | €1,200,000 | €1,410,000 |" in text
    assert "| Idle test systems | −€312,000 |" in text
    assert "**€4.8m** – Cloud spend this year – +18%, worse – against last year" in text


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_deck_passes_the_checks(made: dict[str, Path], name: str) -> None:
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    assert [str(error) for error in validator.validate(str(made[name])).errors] == []
    command = [sys.executable, "-m", "ooxml_integrity", "check", "--no-config", "--fail-on", "warn", str(made[name])]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    checked = CliRunner().invoke(app, ["check", str(made[name])])
    assert checked.exit_code == 0, checked.output


@pytest.mark.skipif(not SCHEMA_CHECKS.is_dir(), reason="the schemas of ISO/IEC 29500 are not beside the project")
def test_the_schemas_of_iso_29500_find_nothing(made: dict[str, Path]) -> None:
    decks = [made["light"], made["dark"]]
    assert findings(SCHEMA_CHECKS / "validate_pptx.py", SCHEMA_CHECKS / "schemas", *decks, "--strict") == (0, "")


# What the example says of its spend, and the bill that `briefing spend sample` writes as it comes.


@pytest.fixture(scope="module")
def facts() -> Organisation:
    return open_organisation(BUILT_IN, FREIGHT / "org.yaml")


@pytest.fixture(scope="module")
def bill(facts: Organisation) -> Bill:
    read = facts.billing or Billing()
    return truth(Sample(rows=100_000), read)


@pytest.fixture(scope="module")
def company(facts: Organisation, bill: Bill) -> Company:
    return company_of(BUILT_IN, facts, bill)


def said(company: Company, id: str) -> Decimal:
    value = company.figures.all[id].value
    assert value is not None
    return value


def test_nothing_in_the_example_is_doubted_and_nothing_contradicts_its_bill(
    facts: Organisation, company: Company
) -> None:
    assert facts.date
    assert doubts(facts, BUILT_IN.kpis(), facts.date.first) == ()
    (running,) = company.notices
    assert "is in progress" in running


def test_what_file_and_bill_both_have_reads_the_same(facts: Organisation, bill: Bill, company: Company) -> None:
    words = BillWords(bill, company.texts.of_bill())
    lines = {each.id: each for each in bill_entries(bill, facts.units, words) if isinstance(each, Line)}
    pairs = pairs_of(facts, bill, lines, words, BUILT_IN.kpis())
    assert len(pairs) >= 10
    apart = {
        each.key: (each.stated, each.billed)
        for each in pairs
        if abs(each.stated - each.billed) > (Decimal("0.0006") if each.unit == "percent" else each.stated / 2000)
    }
    assert apart == {}
    assert facts.spend
    months = {each.month: round(each.effective, -3) for each in bill.months if each.month in facts.spend.by_month}
    assert months == {month: each.amount for month, each in facts.spend.by_month.items()}


def test_the_growth_that_is_stated_leads_to_the_forecast_of_the_bill(company: Company) -> None:
    ahead = company.figures.series["bill.forecast"].values[11]
    assert round(ahead, -3) == round(said(company, "spend.in-12-months"), -3)


def test_the_bill_is_known_on_the_day_of_the_briefing(facts: Organisation, bill: Bill) -> None:
    assert facts.date
    (running,) = (each for each in bill.months if not each.complete)
    assert str(facts.date.first - timedelta(days=1)) == running.through


def test_an_incident_is_priced_once(facts: Organisation, bill: Bill) -> None:
    (incident,) = facts.incidents
    (found,) = (each for each in bill.anomalies if not each.new)
    pain = next(each for each in facts.pain_points if each.source == incident.source)
    assert incident.date
    assert str(incident.date).startswith(found.month)
    assert pain.cost
    assert incident.cost
    assert pain.cost.amount == incident.cost.amount == round(found.after - found.before, -3)


def test_idle_systems_and_unused_commitments_are_priced_once(facts: Organisation, bill: Bill, company: Company) -> None:
    year = said(company, "spend.annual")
    idle = next(each for each in facts.savings if each.name == "Idle test systems")
    pain = next(each for each in facts.pain_points if each.text.startswith("Test systems"))
    win = next(each for each in facts.quick_wins if each.name.startswith("Test systems"))
    assert win.amount
    assert pain.cost
    assert idle.base
    assert idle.base.share
    assert idle.high
    assert idle.high.share
    assert win.amount.amount == idle.base.share * year
    assert idle.high.share * year < pain.cost.amount * 12
    unused = next(each for each in facts.pain_points if "unused" in each.text)
    assert bill.commitments
    assert unused.cost
    assert unused.cost.amount == round(bill.commitments.unused / 12)


def test_the_sums_that_are_asked_for_are_the_cost_of_their_months(facts: Organisation, company: Company) -> None:
    once, monthly = said(company, "function-cost.one-off"), said(company, "function-cost.monthly")
    assert facts.ask
    assert facts.ask.amount
    cfo = facts.ask.by_persona["cfo"]
    assert cfo.amount
    assert facts.ask.amount.amount == once + 12 * monthly
    assert cfo.amount.amount == once + 6 * monthly
    assert (cfo.owner, cfo.date or facts.ask.date) == (facts.ask.owner, facts.ask.date)


def test_what_is_verified_alone_pays_for_the_team(company: Company) -> None:
    verified = said(company, "savings.by-status.verified.base") / said(company, "spend.annual")
    assert verified > said(company, "break-even-share")


def test_maturity_says_what_kpis_and_bill_say(facts: Organisation) -> None:
    kpis = {each.id: each.baseline for each in facts.kpis}
    unallocated, variance = kpis["unallocated-cost"], kpis["forecast-accuracy"]
    coverage = kpis["commitment-coverage"]
    assert unallocated
    assert variance
    assert coverage
    notes = {id: each.note for id, each in facts.maturity.items()}
    assert notes["allocation"].startswith(f"{100 * (1 - unallocated.value):.1f}%")
    assert f"{-100 * variance.value:.0f}% over" in notes["forecasting"]
    assert notes["rate-optimisation"].startswith(f"{100 * coverage.value:.0f}%")


def test_the_example_says_nothing_else_of_a_task_than_the_framework_does(facts: Organisation) -> None:
    tasks = {row.task.casefold() for row in BUILT_IN.framework().raci.rows}
    assert facts.raci
    assert {(row["task"] or "").casefold() for row in facts.raci.rows} & tasks == set()
