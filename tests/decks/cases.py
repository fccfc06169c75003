"""The decks that are checked: every persona with every layout, two audiences, and both built-in themes.

They are left in the folder that BRIEFING_DECKS names, `build/decks` without it, for checks that are not part of the
tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from briefing.compose.compose import compose
from briefing.figures.company import Company, open_company
from briefing.formats.registry import FORMATS
from briefing.library.library import EVERYBODY, Library, builtin_folder
from briefing.model import Briefing
from briefing.rendering import Rendered

ROOT = Path(__file__).parents[2]
DAY = date(2026, 3, 31)
LAYOUTS = ("pitch", "exec-brief", "one-pager")
EXAMPLES = ROOT / "examples"
LIBRARY = Library((EXAMPLES / "fictional-freight", builtin_folder()))
NEWER = ("board", "pre-read", "talking-points", "workshop")
FREIGHT = "fictional-freight"
AUDIENCES = (*LIBRARY.persona_ids(), "cfo,cto", EVERYBODY)


@dataclass(frozen=True, slots=True)
class Case:
    """One deck: who it is for, what is told, and how it looks."""

    audience: str
    layout: str
    theme: str = "light"
    company: str = ""  # of the examples: whose facts it shows

    @property
    def name(self) -> str:
        """The name of its file, without suffix."""
        look = "" if self.theme == "light" else f"-{self.theme}"
        return f"{self.audience.replace(',', '-')}-{self.layout}{look}{'-' if self.company else ''}{self.company}"


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """A case as it was composed and rendered, and where its PowerPoint file stands."""

    case: Case
    briefing: Briefing
    deck: Rendered
    markdown: Rendered
    path: Path

    @property
    def name(self) -> str:
        """The name of its files, without suffix."""
        return self.case.name

    def __repr__(self) -> str:
        """Short, because failures print it."""
        return f"Made({self.name!r})"


CASES = (
    *(Case(audience, layout) for layout in LAYOUTS for audience in AUDIENCES),
    *(Case("cfo,cto", layout, "dark") for layout in LAYOUTS),
    *(Case("cfo,cto", layout) for layout in NEWER),
    *(Case("cfo,cto", layout, company=FREIGHT) for layout in (*LAYOUTS, *NEWER)),
    *(Case(persona, "pitch", company=FREIGHT) for persona in ("ceo", "procurement")),
    *(Case("cfo,cto", layout, "dark", FREIGHT) for layout in ("pitch", "board")),
    Case("cfo,cto", "pitch", company="three-fields"),
    *(Case("cfo", "figures", theme) for theme in ("light", "dark")),
)
QUICK = (  # made in the quick run of the tests too
    Case("cfo,cto", "pitch"),
    Case("cfo,cto", "exec-brief", "dark"),
    Case("cfo,cto", "board", company=FREIGHT),
    Case("cfo", "figures", "light"),
)


def folder() -> Path:
    """Where the decks are left."""
    return Path(os.environ.get("BRIEFING_DECKS") or ROOT / "build" / "decks")


def render(case: Case) -> tuple[Briefing, Rendered, Rendered]:
    """The briefing of a case, and what it is in PowerPoint and in Markdown."""
    briefing = compose(LIBRARY.select([case.audience]), LIBRARY.layout(case.layout), LIBRARY, DAY, _company(case))
    theme = builtin_folder() / "layouts" / "theme" / f"{case.theme}.pptx"
    return briefing, FORMATS["pptx"].load()(briefing, theme), FORMATS["md"].load()(briefing, theme)


def _company(case: Case) -> Company | None:
    return open_company(LIBRARY, EXAMPLES / case.company / "org.yaml") if case.company else None


@cache
def made(case: Case) -> Made:
    """The case with its files in place; made once a process."""
    briefing, deck, markdown = render(case)
    place(folder() / f"{case.name}.md", markdown.data)
    return Made(case, briefing, deck, markdown, place(folder() / f"{case.name}.pptx", deck.data))


def place(path: Path, data: bytes) -> Path:
    """Write a file at once: workers that run side by side write the same files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    return temporary.replace(path)


def all_made() -> Iterator[Made]:
    """Every case, made."""
    return map(made, CASES)
