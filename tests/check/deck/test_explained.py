"""`docs/deck-checks.md` explains every check, and none that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.check.deck import CHECKS as DECK
from briefing.check.pages import CHECKS as PAGES

CHECKS = {**DECK, **PAGES}
PAGE = (Path(__file__).parents[3] / "docs" / "deck-checks.md").read_text()


def test_every_code_has_its_line_with_severity_fault_example_and_remedy() -> None:
    rows = re.findall(r"^\| ([DPW]\d{3}) \| (\w+) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, flags=re.MULTILINE)
    assert {code: (severity, fault, remedy) for code, severity, fault, _, remedy in rows} == {
        code: (check.severity, check.fault, check.remedy) for code, check in CHECKS.items()
    }


def test_codes_in_the_text_exist() -> None:
    assert set(re.findall(r"\b[DPW]\d{3}\b", PAGE)) == set(CHECKS)
