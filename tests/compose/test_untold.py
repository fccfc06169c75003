"""Facts that no slide of a run tells are named, with the line of the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.choices import Choices
from briefing.pipeline import make

FACTS = """\
currency: EUR
spend:
  current-monthly: 400000
  saas: {current-monthly: 5000}
  commitments: {next-renewal: 2031-05-31}
fiscal-calendar: {budget-due: 2031-04-30}
pain-points:
  - {text: Nobody owns test systems, who: [cto]}
risks: [{name: Key people leave}]
kpis: [{id: time-to-market, baseline: 12 days, target: 9 days}]
"""
BLANK = "title: T\nslides:\n  - {kind: statement, title: Blank, text: Nothing}\n"
ALL = """\
title: T
slides:
  - kind: statement
    title: "SaaS {{ figures['spend.saas.monthly'].short }} until 30 April and 31 May"
    text: "Key people leave. {{ figures['kpis.time-to-market.target'].short }}"
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("org.yaml").write_text(FACTS)
    for name, text in (("blank", BLANK), ("all", ALL)):
        Path(f"mine/layouts/{name}").mkdir(parents=True)
        Path(f"mine/layouts/{name}/layout.yaml").write_text(text)


def untold(layout: str) -> list[str]:
    choices = Choices(layout=layout, formats=("md",), organisation="org.yaml", libraries=(Path("mine"),))
    return [each.message for each in make(("cfo",), choices).notices if "B120" in each.message]


def test_all_that_is_untold_stands_in_one_notice() -> None:
    assert untold("blank") == [
        "org.yaml:4:27: no slide of the layout blank tells spend.saas (line 4), kpis[1] time-to-market (line 10), "
        "fiscal-calendar.budget-due (line 6), spend.commitments.next-renewal (line 5), risks[1]; choose a layout or an "
        "audience that is told it, or leave it out (B120)"
    ]


def test_nothing_is_said_where_all_is_told() -> None:
    assert untold("all") == []
