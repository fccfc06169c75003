"""The shelf: everything that is checked, read as far as it is sound, and all that was wrong in reading it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from briefing.errors import Where
from briefing.library.layout import Layout
from briefing.library.library import Library
from briefing.library.persona import Persona
from briefing.library.yamlfile import Document
from briefing.librarycheck.coded import Fault
from briefing.librarycheck.files import SourceFile
from briefing.librarycheck.places import Places

if TYPE_CHECKING:
    from briefing.figures.company import Company
    from briefing.figures.doubts import Doubt
    from briefing.librarycheck.decks import Made


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
        """The place of an entry of a list; frustrations may stand under 'challenges'."""
        value = self.document.value
        if name == "frustrations" and isinstance(value, dict) and value.get("challenges"):
            name = "challenges"
        return self.where(name, index)


@dataclass(frozen=True)
class Shelf:
    """What is checked. `asked` are the files that somebody wants to hear of; None is all of them.

    `library` is without the files that are broken; `documents` holds, by sort, every YAML file that could be read.
    """

    library: Library
    files: tuple[SourceFile, ...]
    faults: tuple[Fault, ...]
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

    def coded(self, code: str) -> Iterator[Fault]:
        """The faults of reading that have a code."""
        return (each for each in self.faults if each.code == code)

    def of(self, *sorts: str) -> Iterator[Document]:
        """The documents of some sorts."""
        return (each for sort in sorts for each in self.documents.get(sort, ()))

    @cached_property
    def made(self) -> Made:
        """Every persona in every layout, composed and arranged once."""
        from briefing.librarycheck.decks import make_decks

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
