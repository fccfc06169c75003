"""Checks of a finished .pptx, ours or anybody's: can everybody read it, and is the file sound."""

from __future__ import annotations

from briefing.deckcheck.checks import CHECKS, check_deck
from briefing.deckcheck.findings import Check, Finding
from briefing.deckcheck.read import read_deck
from briefing.deckcheck.view import DeckView

__all__ = ["CHECKS", "Check", "DeckView", "Finding", "check_deck", "read_deck"]
