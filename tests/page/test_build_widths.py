"""The width tables are what the script measures from the fonts, wherever those are installed."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from briefing.page.fonts import MEASURED, face

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/build_widths.py, which is no part of the package."""
    pytest.importorskip("fontTools", reason="fontTools not installed")
    spec = importlib.util.spec_from_file_location("build_widths", ROOT / "scripts" / "build_widths.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("family", MEASURED)
def test_data_file_can_be_built_again(script: ModuleType, family: str) -> None:
    measured = script.measure(family)
    if measured is None:
        pytest.skip(f"{script.MEASURED_FROM[family]} is not installed")
    text = (script.WIDTHS / script.file_name(family)).read_text(encoding="ascii")
    kept = json.loads(text)["measured-from"]
    if measured["measured-from"] != kept:
        pytest.skip(f"installed is {measured['measured-from']}, the numbers are of {kept}")
    assert script.as_text(measured) == text


@pytest.mark.parametrize("family", MEASURED)
def test_text_is_as_wide_as_the_font_says(script: ModuleType, family: str) -> None:
    path = script.weight_file(script.MEASURED_FROM[family], "Regular")
    if path is None:
        pytest.skip(f"{script.MEASURED_FROM[family]} is not installed")
    font = script.TTFont(path)
    for text in ("Four numbers tell whether spend is under control", "Größe: 12,5 % – „Übersicht“"):
        units = sum(font["hmtx"][font.getBestCmap()[ord(each)]][0] for each in text)
        exact = units * 100 / font["head"].unitsPerEm
        assert exact <= face(family).advance(text, 100) <= exact + 0.1 * len(text)


def test_missing_font_is_named_and_the_other_files_are_written(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "MEASURED_FROM", {"Arial": "NoSuchFont"})
    assert script.main(tmp_path) == 1
    assert capsys.readouterr().err == "Arial: NoSuchFont is not installed; install its package\n"
    assert list(tmp_path.iterdir()) == []
