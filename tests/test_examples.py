"""The fictional company: its charts and tiles are made by the command that its README gives, and pass every check."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from typer.testing import CliRunner

from briefing.cli.app import app
from decks import reading
from decks.test_validity import SCHEMA_CHECKS, findings

ROOT = Path(__file__).parents[1]
FREIGHT = ROOT / "examples" / "fictional-freight"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The deck in both themes and the Markdown, as the README's command makes them."""
    (line,) = [each.strip() for each in (FREIGHT / "README.md").read_text().splitlines() if "briefing make" in each]
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
