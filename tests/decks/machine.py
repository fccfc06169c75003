"""What this machine has for looking at decks: programs, and fonts as wide as those of the themes."""

from __future__ import annotations

import shutil

from ooxml_integrity.fonts import FontUnavailable, resolve_face

from briefing.library.library import builtin_folder
from briefing.theme.reading import read_theme

THEMES = ("light", "dark")


def missing_programs(*programs: str) -> str:
    """Which programs are not installed, as the reason to skip a test; empty where all are."""
    missing = [program for program in programs if not shutil.which(program)]
    return f"not installed: {', '.join(missing)}" if missing else ""


def missing_fonts() -> str:
    """Which fonts of the themes have no face of the same widths here, as the reason to skip a test."""
    strange = sorted(family for family in _families() if not _measurable(family))
    return f"no font as wide as {', '.join(strange)} is installed" if strange else ""


def _families() -> set[str]:
    looks = [read_theme(builtin_folder() / "layouts" / "theme" / f"{theme}.pptx").look for theme in THEMES]
    return {family for look in looks for family in (look.heading_font, look.body_font)}


def _measurable(family: str) -> bool:
    try:
        return all(resolve_face(family, bold).trustworthy for bold in (False, True))
    except FontUnavailable:
        return False
