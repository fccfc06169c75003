"""A small company in two quarters, a deck of the first, and what people do to decks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation

from briefing.choices import Choices
from briefing.pipeline import make
from briefing.refresh.run import Refreshed, Refresher, Wish

FACTS = """name: Example Wares
presenter: Sam Sampleton
date: {day}
currency: EUR
fiscal-calendar: {{first-month: 4, current-year: FY 2025/26}}
spend: {{current-monthly: {monthly}, annual-growth: {growth}%}}
pain-points:
  - {{text: Test systems run at night because nobody switches them off, who: [cfo], cost: {idle}, period: a month}}
savings:
  - {{name: Idle test systems, base: {saved}, status: estimated, owner: Lena Lookalike}}
  - {{name: Commitments, base: {bought}, status: verified, owner: Max Madeup}}
function-cost: {{one-off: 60_000, people: 12_000}}
return: {{horizon-months: 36}}
"""
FIRST = {"day": "2026-01-15", "monthly": 413_000, "growth": 18, "idle": 11_000, "saved": 192_000, "bought": 240_000}
LATER = {"day": "2026-04-15", "monthly": 436_000, "growth": 21, "idle": 12_500, "saved": 204_000, "bought": 251_000}
LAYOUT = "pitch"


def facts(folder: Path, **values: Any) -> str:
    """The file of a quarter's facts."""
    path = folder / "org.yaml"
    path.write_text(FACTS.format(**values), encoding="utf-8")
    return str(path)


def first_deck(folder: Path, layout: str = LAYOUT, **choices: Any) -> Path:
    """The deck of the first quarter in a folder, with its facts beside it."""
    org = facts(folder, **FIRST)
    out = str(folder / "deck.pptx")
    made = make(["cfo"], Choices(layout=layout, organisation=org, out=out, **choices))
    return made.written[0].path
