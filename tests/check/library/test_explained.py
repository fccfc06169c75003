"""docs/checks.md explains every code, and each of its examples gives exactly the line under it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from briefing.check.library import CHECKS, check_library

pytestmark = pytest.mark.slow_but_for(
    "test_codes_in_the_text_exist", "test_every_code_has_its_section_with_severity_and_fault"
)

PAGE = (Path(__file__).parents[3] / "docs" / "checks.md").read_text(encoding="utf-8")
SECTIONS = {part.split(" ")[0]: part for part in re.split(r"^### (?=B\d)", PAGE, flags=re.MULTILINE)[1:]}
DAY = date(2026, 1, 15)


def test_every_code_has_its_section_with_severity_and_fault() -> None:
    heads = re.findall(r"^### (B\d{3}) · (\w+) · (.+)$", PAGE, flags=re.MULTILINE)
    assert heads == [(code, check.severity, check.fault) for code, check in CHECKS.items()]


def test_codes_in_the_text_exist() -> None:
    assert set(re.findall(r"B\d{3}", PAGE)) == set(CHECKS)


@pytest.mark.parametrize("code", CHECKS)
def test_the_example_gives_the_line_under_it(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("library").mkdir()
    for block in re.findall(r"^```yaml\n(.*?)^```$", SECTIONS[code], flags=re.MULTILINE | re.DOTALL):
        path = Path(block.splitlines()[0].removeprefix("# "))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    (line,) = re.findall(r"^```text\n(.*?)\n```$", SECTIONS[code], flags=re.MULTILINE | re.DOTALL)
    paths = [Path()] if Path("briefing.yaml").exists() else [Path("library")]
    found = check_library((), paths, day=DAY).findings
    assert [f"{each.where}: {each.code} {each.message}; {each.remedy}" for each in found if each.code == code][:1] == [
        line
    ]
    assert {each.severity for each in found if each.code == code} == {CHECKS[code].severity}
