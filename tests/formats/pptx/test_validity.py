"""Decks and themes before every checker at hand: each finds other faults, none proves that PowerPoint is content."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from openxml_audit import FileFormat, OpenXmlValidator

from briefing.formats.pptx.write import write
from briefing.page.boxes import PlacedSection, PlacedSlide, ShapeBox
from briefing.theme.reading import read_theme
from written_deck import THEMES, box, deck, frame, title

# Schema files may not be redistributed, so they lie beside the project on some machines and nowhere on others.
SCHEMAS = Path(__file__).parents[4] / "shared" / "ooxml"
NASTY = "a\x00b\x0b ]]> <&>\"' 👩🏽‍💻 שלום \ufffe" + "x" * 500


def hostile() -> PlacedSlide:
    """Text that breaks careless writers, wherever a slide takes text."""
    shape = ShapeBox("rect", box(0.6, 2, 12, 4), NASTY, frame=frame(NASTY, size=12), alt=NASTY)
    return PlacedSlide("title-only", NASTY, (title("Hostile"), shape), (NASTY,))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("decks")
    for theme in ("light", "dark"):
        made = write(deck(), read_theme(THEMES / f"{theme}.pptx"))
        (folder / f"{theme}.pptx").write_bytes(made)
    nasty = replace(deck(), title=NASTY, footer="Plain", sections=(PlacedSection(NASTY, (hostile(),)),))
    (folder / "hostile.pptx").write_bytes(write(nasty, read_theme(THEMES / "light.pptx")))
    return [*sorted(folder.iterdir()), *sorted(THEMES.glob("*.pptx"))]


def test_openxml_audit_finds_nothing(files: list[Path]) -> None:
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    assert [str(error) for file in files for error in validator.validate(str(file)).errors] == []


def test_ooxml_integrity_finds_nothing(files: list[Path]) -> None:
    command = [sys.executable, "-m", "ooxml_integrity", "check", "--no-config", "--fail-on", "warn"]
    ran = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the ISO/IEC 29500 schemas are not beside the project")
def test_the_iso_schemas_and_package_rules_hold(files: list[Path]) -> None:
    command = [
        sys.executable,
        str(SCHEMAS / "validate_pptx.py"),
        str(SCHEMAS / "schemas"),
        *map(str, files),
        "--strict",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
