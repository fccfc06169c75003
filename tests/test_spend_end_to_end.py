"""From billing data on disk to decks: every persona's pitch with the example organisation passes every check."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from ooxml_integrity import check_pptx
from openxml_audit import FileFormat, OpenXmlValidator
from pptx import Presentation
from typer.testing import CliRunner

from briefing.bill.bill import Billing
from briefing.bill.sample.request import Sample
from briefing.cli.app import app
from conftest import PEOPLE
from decks.cases import EXAMPLES, folder, place
from decks.machine import missing_fonts
from decks.test_validity import SCHEMA_CHECKS, findings, is_exact_fit
from sample_truth import truth

ORG = EXAMPLES / "fictional-freight" / "org.yaml"
REQUEST = Sample(rows=20_000, last_month="2026-02")
BILLING = Billing(
    required_tags=("owner", "cost-center"), owned_sub_accounts=("Platform",), saas_providers=("Stratus Demo SaaS",)
)
pytestmark = pytest.mark.slow


def call(*arguments: str | Path) -> str:
    ran = CliRunner().invoke(app, [*map(str, arguments)])
    assert ran.exit_code == 0, ran.output
    return ran.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The deck of each persona; also left where the checks of the continuous integration look for decks."""
    work = tmp_path_factory.mktemp("billing")
    call("spend", "sample", "--rows", "2e4", "--months", "18", "--until", "2026-02", "--out", work / "bills")
    data = ("--org", ORG, "--spend", work / "bills", "--date", "2026-03-31")
    call("make", "--for", ",".join(PEOPLE), "--separate", *data, "--format", "pptx,md", "--out", f"{work}/decks/")
    paths = {each: work / "decks" / f"{each}-pitch.pptx" for each in PEOPLE}
    for persona, path in paths.items():
        place(folder() / f"{persona}-pitch-with-bill.pptx", path.read_bytes())
    return paths


@pytest.mark.parametrize("persona", PEOPLE)
@pytest.mark.parametrize("office", [FileFormat.OFFICE_2019, FileFormat.MICROSOFT_365])
def test_openxml_audit_finds_nothing(made: Mapping[str, Path], persona: str, office: FileFormat) -> None:
    validator = OpenXmlValidator(file_format=office, max_errors=0)
    assert [str(error) for error in validator.validate(str(made[persona])).errors] == []


@pytest.mark.parametrize("persona", PEOPLE)
def test_ooxml_integrity_finds_nothing(made: Mapping[str, Path], persona: str) -> None:
    if reason := missing_fonts():
        pytest.skip(f"it measures text with the fonts of the machine: {reason}")
    assert [str(finding) for finding in check_pptx(made[persona]) if not is_exact_fit(finding)] == []


@pytest.mark.parametrize("persona", PEOPLE)
def test_briefing_check_finds_nothing(made: Mapping[str, Path], persona: str) -> None:
    checked = CliRunner().invoke(app, ["check", str(made[persona])])
    assert checked.exit_code == 0, checked.output


@pytest.mark.skipif(not SCHEMA_CHECKS.is_dir(), reason="the schemas of ISO/IEC 29500 are not beside the project")
def test_the_schemas_of_iso_29500_find_nothing(made: Mapping[str, Path]) -> None:
    decks = list(made.values())
    assert findings(SCHEMA_CHECKS / "validate_pptx.py", SCHEMA_CHECKS / "schemas", *decks, "--strict") == (0, "")


@pytest.mark.parametrize("persona", PEOPLE)
def test_python_pptx_opens_the_deck_and_finds_charts_and_notes(made: Mapping[str, Path], persona: str) -> None:
    slides = Presentation(str(made[persona])).slides
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) >= 3
    assert all(slide.has_notes_slide for slide in slides)


def test_a_figure_has_the_same_value_in_every_deck(made: Mapping[str, Path]) -> None:
    last = [each for each in truth(REQUEST, BILLING).months if each.complete][-1]
    telling = [each for each, path in made.items() if f"€{last.effective:,.2f}" in path.with_suffix(".md").read_text()]
    assert telling == list(PEOPLE)


def test_the_numbers_of_the_chart_are_those_of_the_bill(made: Mapping[str, Path]) -> None:
    months = [float(round(each.effective, 2)) for each in truth(REQUEST, BILLING).months if each.complete]
    for path in made.values():
        charts = [shape.chart for slide in Presentation(str(path)).slides for shape in slide.shapes if shape.has_chart]
        drawn = [[value for value in each.values if value is not None] for chart in charts for each in chart.series]
        assert any(_close(values, months) for values in drawn), path.name


def _close(values: list[float], months: list[float]) -> bool:
    return len(values) >= len(months) and all(
        abs(one - other) < 0.01 for one, other in zip(values[: len(months)], months, strict=True)
    )


def test_the_decks_are_left_for_other_validators(made: Mapping[str, Path]) -> None:
    for persona, path in made.items():
        assert (folder() / f"{persona}-pitch-with-bill.pptx").read_bytes() == path.read_bytes()
