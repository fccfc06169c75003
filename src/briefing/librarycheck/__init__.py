"""Checks of what people write: personas, layouts, catalogues, facts and audiences, before any deck is made."""

from __future__ import annotations

from briefing.librarycheck.checks import CHECKS
from briefing.librarycheck.findings import Check, Finding
from briefing.librarycheck.report import Report, check_library

__all__ = ["CHECKS", "Check", "Finding", "Report", "check_library"]
