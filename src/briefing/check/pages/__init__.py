"""Checks of PDF files and web pages, ours or anybody's: can everybody read them, and are they whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from briefing.check.deck.view import Check, Finding, findings
from briefing.check.pages import pdf, web

CHECKS: Final[Mapping[str, Check]] = MappingProxyType({**pdf.CHECKS, **web.CHECKS})
_READERS: Final[Mapping[str, tuple[Callable[[Path], Any], Mapping[str, Check]]]] = MappingProxyType(
    {".pdf": (pdf.read_pdf, pdf.CHECKS), ".html": (web.read_page, web.CHECKS), ".htm": (web.read_page, web.CHECKS)}
)
SUFFIXES: Final = tuple(_READERS)


def check_pages(path: Path) -> tuple[Finding, ...]:
    """All findings in a file, page by page. Raises BriefingError where it cannot be read."""
    reader, checks = _READERS[path.suffix.lower()]
    return findings(reader(path), checks)
