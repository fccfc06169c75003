"""Checks of PDF files and web pages, ours or anybody's: can everybody read them, and are they whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from briefing.check.deck.view import Check, Finding
from briefing.check.pages import pdf, web

CHECKS: Final[Mapping[str, Check]] = MappingProxyType({**pdf.CHECKS, **web.CHECKS})
_READERS: Final[Mapping[str, tuple[Callable[[Path], Any], Mapping[str, Check]]]] = MappingProxyType(
    {".pdf": (pdf.read_pdf, pdf.CHECKS), ".html": (web.read_page, web.CHECKS), ".htm": (web.read_page, web.CHECKS)}
)
SUFFIXES: Final = tuple(_READERS)


def check_pages(path: Path) -> tuple[Finding, ...]:
    """All findings in a file, page by page. Raises BriefingError where it cannot be read."""
    reader, checks = _READERS[path.suffix.lower()]
    return tuple(sorted(_findings(reader(path), checks)))


def _findings(read: object, checks: Mapping[str, Check]) -> Iterable[Finding]:
    for code, check in checks.items():
        for hit in check.rule(read):
            yield Finding(hit.slide, code, hit.shape, hit.message, check.severity, check.remedy)
