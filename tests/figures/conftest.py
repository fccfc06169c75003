from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.organisation.organisation import Organisation
from read_alone import read_organisation

ISSUE = """\
name: Fictional Freight
currency: EUR
spend: {current-monthly: 400000, annual-growth: 18%}
savings:
  - {name: Idle test systems, low: 2%, base: 4%, high: 6%, status: estimated}
  - {name: Commitments, low: 100000, base: 240000, high: 300000, status: verified}   # a year
function-cost: {one-off: 120000, monthly: 38000}
return: {horizon-months: 36, start-month: 3, ramp-months: 6, delay-months: 3}
"""

Facts = Callable[[str], Organisation]


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Facts:
    """The organisation of a text."""
    monkeypatch.chdir(tmp_path)

    def read(text: str) -> Organisation:
        Path("org.yaml").write_text(text, encoding="utf-8")
        return read_organisation("org.yaml")

    return read
