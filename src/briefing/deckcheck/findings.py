"""What a check is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefing.deckcheck.view import DeckView

Severity: TypeAlias = Literal["error", "advice"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault and how to mend it. `slide` counts from 1, and 0 is the file as a whole; `shape` may be empty."""

    slide: int
    code: str
    shape: str
    message: str
    severity: Severity
    remedy: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a check found its fault, and what exactly."""

    slide: int
    shape: str
    message: str


Rule: TypeAlias = Callable[[DeckView], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked for. An error stops a reader or PowerPoint; advice makes a deck better."""

    severity: Severity
    fault: str  # its name, as a heading
    remedy: str
    rule: Rule
