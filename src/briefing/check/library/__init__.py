"""Checks of what people write: personas, layouts, catalogues, facts and audiences, before any deck is made."""

from __future__ import annotations

from briefing.check.library.findings import Check, Finding
from briefing.check.library.report import CHECKS, Report, check_library

__all__ = ["CHECKS", "Check", "Finding", "Report", "check_library"]
