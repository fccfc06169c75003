"""Decks in every template that is built here, made once a process; left in the folder that BRIEFING_DECKS names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.compose.compose import compose
from briefing.formats.pptx.write import write
from briefing.model import Briefing
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Deck
from briefing.theme.reading import read_theme
from briefing.theme.theme import Theme
from decks.cases import DAY, LAYOUTS, LIBRARY, folder, place
from templates.build import TEMPLATES

MANY = "german"  # the template that every persona gets a deck in


@dataclass(frozen=True, slots=True)
class Case:
    """A deck in a template."""

    template: str
    audience: str
    layout: str

    @property
    def name(self) -> str:
        return f"template-{self.template}-{re.sub(',', '-', self.audience)}-{self.layout}"


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """A case with its deck as it was arranged, and its file."""

    case: Case
    theme: Theme
    deck: Deck
    path: Path

    def __repr__(self) -> str:
        return f"Made({self.case.name!r})"


CASES = (
    *(Case(template, "cfo,cto", layout) for template in TEMPLATES for layout in LAYOUTS),
    *(Case(MANY, persona, layout) for persona in LIBRARY.persona_ids() for layout in LAYOUTS),
)


@cache
def template(name: str) -> Path:
    """A template as a file."""
    path = folder().parent / "templates" / f"{name}.pptx"  # not among the decks that are to be checked
    return place(path, TEMPLATES[name]())


@cache
def theme(name: str) -> Theme:
    return read_theme(template(name))


@cache
def briefing(audience: str, layout: str) -> Briefing:
    return compose(LIBRARY.select([audience]), LIBRARY.layout(layout), LIBRARY, DAY)


@cache
def made(case: Case) -> Made:
    chosen = theme(case.template)
    deck, _ = arrange(briefing(case.audience, case.layout), chosen.look)
    path = folder() / f"{case.name}.pptx"
    return Made(case, chosen, deck, place(path, write(deck, chosen)))
