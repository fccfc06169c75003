"""The shelf: everything that is checked, read as far as it is sound, and all that was wrong in reading it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from briefing.check.library.files import SourceFile
from briefing.check.library.texts import Places
from briefing.desk import Desk
from briefing.documents.yamlfile import Document, shown
from briefing.errors import ContentError, FactError, Problem, Where
from briefing.library.layout import Layout, SlideSpec
from briefing.library.library import Library, builtin_folder
from briefing.library.persona import Persona
from briefing.model import Briefing, Continued, Cut, Section, Slide
from briefing.page.arrange.arrange import arrange
from briefing.page.look import Look
from briefing.theme.chosen import chosen_theme
from briefing.themes import DEFAULT_THEME, choose_theme

if TYPE_CHECKING:
    from briefing.figures.company import Company
    from briefing.figures.doubts import Doubt


@dataclass(frozen=True, slots=True)
class HeldPersona:
    """A persona and the document that it was read from, overlays merged."""

    persona: Persona
    document: Document

    def where(self, *path: str | int) -> Where:
        """The place of a value; the first line of the file where the file does not have it."""
        top = Where(self.document.file, 1, 1)
        value: object = self.document.value
        for step in path:
            known = isinstance(value, dict | list) and (step in value if isinstance(value, dict) else True)
            if not known:
                return top
            value = value[step]  # type: ignore[index]
        return self.document.where(*path) if path else top

    def listed(self, name: str, index: int) -> Where:
        """The place of an entry of a list; frustrations may stand under 'challenges' where there are no others."""
        value = self.document.value
        if name == "frustrations" and isinstance(value, dict) and not value.get("frustrations"):
            name = "challenges"
        return self.where(name, index)


@dataclass(frozen=True)
class Shelf:
    """What is checked. `asked` are the files that somebody wants to hear of; None is all of them.

    `library` is without the files that are broken; `documents` holds, by sort, every YAML file that could be read.
    """

    library: Library
    files: tuple[SourceFile, ...]
    faults: tuple[Problem, ...]
    documents: Mapping[str, tuple[Document, ...]]
    personas: tuple[HeldPersona, ...]
    layouts: tuple[Layout, ...]
    company: Company | None = None
    asked: frozenset[str] | None = None
    day: date = field(default_factory=date.today)
    layout: str = ""  # that the workspace makes decks in

    def wants(self, *files: str) -> bool:
        """Whether somebody wants to hear of any of these files."""
        return self.asked is None or any(each in self.asked for each in files)

    def of(self, *sorts: str) -> Iterator[Document]:
        """The documents of some sorts."""
        return (each for sort in sorts for each in self.documents.get(sort, ()))

    @cached_property
    def made(self) -> Made:
        """Every persona in every layout, composed and arranged once."""
        return make_decks(self)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What does not fit together in the company's facts."""
        if not self.company:
            return ()
        from briefing.figures.doubts import doubts

        return doubts(self.company.facts, self.library.kpis(), self.company.day(self.day))

    @cached_property
    def places(self) -> Places:
        """Where every text of the files stands."""
        documents = [each.document for each in self.personas]
        documents += [each.slides[0].document for each in self.layouts if each.slides]
        return Places((*documents, *self.of("words", "sentences", "framework", "kpis", "evidence", "organisation")))


# Every persona in every layout, made in memory: what only composing and arranging show.

# Sorts of files whose change can change every deck.
SHARED: Final = ("words", "sentences", "framework", "kpis", "evidence", "figures", "organisation")
# Kinds whose tables grow with the facts, and continue where they must.
APPENDIX: Final = ("assumptions", "net-by-month", "data-quality", "evidence", "sources")


@dataclass(frozen=True, slots=True)
class Deck:
    """A briefing for one persona; `long` are its slides that continue, `facts` the file of the company's facts."""

    persona: Persona
    layout: Layout
    briefing: Briefing
    long: tuple[Slide, ...] = ()
    facts: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """The files that the deck is made of."""
        return (self.persona.file, self.layout.file, *((self.facts,) if self.facts else ()))

    def place_of(self, slide: Slide) -> Where:
        """The line of the layout that a slide comes from; of a layout of ours, the file of a persona of one's own."""
        if is_ours(self.layout.file) and not is_ours(self.persona.file):
            return Where(self.persona.file, 1, 1)
        specs = [each for each in self.layout.slides if each.kind == slide.kind]
        same = (each for each in specs if str(each.values.get("title", "")).strip() == slide.title)
        found = next(same, specs[0] if specs else None)
        return found.where() if found else Where(self.layout.file, 1, 1)


def is_ours(file: str) -> bool:
    """Whether a file, as messages show it, is one of the built-in library, which nobody can mend."""
    return any(file.startswith(f"{shown(builtin_folder() / name)}/") for name in ("personas", "layouts"))


@dataclass(frozen=True, slots=True)
class Failure:
    """What stood in the way of a slide; `layout` and `persona` say where it was to be."""

    persona: Persona
    layout: Layout
    problem: Problem


@dataclass(frozen=True, slots=True)
class Made:
    """All decks, the slides that could not be made, and the pairs of which nothing is left."""

    decks: tuple[Deck, ...]
    failures: tuple[Failure, ...]
    empty: tuple[tuple[Persona, Layout], ...]


def make_decks(shelf: Shelf) -> Made:
    """Each persona in each layout, once; with the company's facts a second time where there are any."""
    look = chosen_theme(choose_theme(DEFAULT_THEME, None, shelf.library)).look
    decks: list[Deck] = []
    failures: list[Failure] = []
    empty: list[tuple[Persona, Layout]] = []
    for held, layout in _pairs(shelf):
        for company in (None, shelf.company) if shelf.company else (None,):
            found: list[Failure] = []
            briefing = _composed(held.persona, layout, shelf, company, found)
            failures += found
            if briefing:
                facts = company.facts.file if company else ""
                decks.append(Deck(held.persona, layout, briefing, tuple(_long(briefing, look)), facts))
            elif not found and company is shelf.company:
                empty.append((held.persona, layout))
    return Made(tuple(decks), tuple(failures), tuple(empty))


def continues(slide: Slide, briefing: Briefing, look: Look) -> bool:
    """Whether a slide takes more than one page."""
    alone = replace(briefing, sections=(Section("", (slide,)),))
    return bool(_overfull(alone, look))


def look_of(shelf: Shelf) -> Look:
    """The built-in theme as the arranger sees it."""
    return chosen_theme(choose_theme(DEFAULT_THEME, None, shelf.library)).look


def _pairs(shelf: Shelf) -> Iterator[tuple[HeldPersona, Layout]]:
    """The pairs that somebody wants to hear of."""
    everything = any(shelf.wants(document.file) for document in shelf.of(*SHARED))
    for held in shelf.personas:
        for layout in shelf.layouts:
            if everything or shelf.wants(held.persona.file, layout.file):
                yield held, layout


def _composed(
    persona: Persona, layout: Layout, shelf: Shelf, company: Company | None, failures: list[Failure]
) -> Briefing | None:
    """The briefing without the slides that cannot be made: each of them is a failure, and must not hide the next."""
    original = layout
    for _ in range(len(layout.slides) + 1):
        try:
            return Desk(shelf.library, layout, shelf.day, company).compose((persona,))
        except ContentError as error:
            failures += (Failure(persona, original, problem) for problem in error.problems)
            if not error.slide:
                return None
            layout = _without(layout, error.slide)
        except FactError:
            return None
    return None


def _without(layout: Layout, number: int) -> Layout:
    """The layout with nothing in the place of a slide, so that the others keep their numbers."""
    *before, spec = layout.slides[:number]
    return replace(layout, slides=(*before, _nothing(spec), *layout.slides[number:]))


def _nothing(spec: SlideSpec) -> SlideSpec:
    return dataclasses.replace(spec, kind="text", when="false", section="", values={})


def _long(briefing: Briefing, look: Look) -> Iterator[Slide]:
    """The slides that continue, but for tables of the appendix, which may be as long as they are."""
    titles = _overfull(briefing, look)
    return (slide for slide in briefing.slides() if slide.title in titles and slide.kind not in APPENDIX)


def _overfull(briefing: Briefing, look: Look) -> set[str]:
    """The titles of the slides that hold more than fits."""
    return {each.slide for each in arrange(briefing, look)[1] if isinstance(each, Continued | Cut)}
