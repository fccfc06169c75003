"""Checks of a finished .pptx, ours or anybody's: can everybody read it, and is the file sound."""

from __future__ import annotations

from briefing.check.deck.checks import CHECKS, check_deck, read_deck
from briefing.check.deck.view import Check, DeckView, Finding

__all__ = ["CHECKS", "Check", "DeckView", "Finding", "check_deck", "read_deck"]
