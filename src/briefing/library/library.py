"""The library: personas, groups, KPIs, layouts and the framework, looked up by name in the user's folders first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from briefing.documents.schema import is_overlay, listed
from briefing.documents.text import did_you_mean
from briefing.documents.yamlfile import Document, read_yaml, shown
from briefing.errors import ContentError, FactError, Problem, UsageError, Where
from briefing.library.catalogues import KPI, Evidence, kpis_of, read_evidence
from briefing.library.framework import Framework, read_framework
from briefing.library.index import Card, check_link, index_folder, key_of
from briefing.library.layout import Layout, layout_of
from briefing.library.persona import Group, Persona, groups_of, persona_of, read_persona
from briefing.library.story import Story, read_story
from briefing.library.words import Words, read_words

T = TypeVar("T")

EVERYBODY = "all"
BUILT_IN = "built-in"


@cache
def builtin_folder() -> Path:
    """Where the built-in `personas/` and `layouts/` are: inside the installed package, or the root of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "builtin"
    return installed if installed.is_dir() else package.parents[1]


@dataclass(frozen=True)
class Library:
    """Folders that may each hold `personas/` and `layouts/`; what is found first wins. Files are read late.

    Files and folders in `without` are as if they were not there: those that are known to be broken.
    """

    folders: tuple[Path, ...]
    without: frozenset[Path] = frozenset()
    _read: dict[Path, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def persona_ids(self) -> tuple[str, ...]:
        """The identifiers of all personas, in the order of folders and file names."""
        return tuple(self._cards)

    def persona(self, name: str) -> Persona:
        """The persona with an identifier or alias, in any case. Raises UsageError when there is none."""
        identifier = self._names.get(key_of(name))
        if identifier is None:
            raise self._unknown("persona", name, self.persona_ids(), self._names)
        return self._persona(identifier)

    def group(self, name: str) -> Group | None:
        """The group with an id, name or alias, in any case; None where a persona has that name, or nobody."""
        key = key_of(name)
        return None if key in self._names else self._group_names.get(key)

    def personas(self) -> tuple[Persona, ...]:
        """Every persona."""
        return tuple(map(self._persona, self._cards))

    def persona_file(self, name: str) -> Path:
        """The file that a persona is read from first, whatever it extends. Raises UsageError when there is none."""
        return self._cards[self.persona(name).identifier].path

    def persona_document(self, name: str) -> Document:
        """A persona as its files have it, merged; every value knows its file and line. Raises as `persona` does."""
        return self._document(self._cards[self.persona(name).identifier])

    def persona_files(self) -> tuple[tuple[str, Path], ...]:
        """Identifier and file of every persona in the order of the search, also of those that an earlier one hides."""
        return tuple((each.identifier, each.path) for each in self._every_card)

    def layout_files(self) -> tuple[tuple[str, Path], ...]:
        """Name and file of every layout in the order of the search, also of those that an earlier one hides."""
        return tuple((each.parent.name, each) for each in self._every_layout)

    def source_of(self, name: str) -> str:
        """Where a persona comes from: `built-in`, or the folder of the library. Raises UsageError as `persona` does."""
        path = self.persona_file(name)
        return BUILT_IN if path.parent.parent == builtin_folder() else shown(path.parent.parent)

    def layout_file(self, name: str) -> Path:
        """The file that a layout is read from first, whatever it extends. Raises UsageError when there is none."""
        paths = self._layout_paths
        path = paths.get(name) or paths.get(key_of(name))
        if path is None:
            raise self._unknown("layout", name, self.layout_names(), paths)
        return path

    def select(self, words: Sequence[str]) -> tuple[Persona, ...]:
        """The personas that words name: identifiers, aliases, groups and `all`, each word maybe several with commas.

        In the order asked, nobody twice. Raises UsageError for an unknown or empty selection.
        """
        named = [word for each in words for part in each.split(",") if (word := part.strip())]
        if not named:
            remedy = f"write for example --for cfo,cto. There are: {', '.join(self.persona_ids())}"
            raise UsageError("no persona was named", remedy=remedy)
        identifiers = dict.fromkeys(identifier for word in named for identifier in self._named(word))
        return tuple(map(self._persona, identifiers))

    def groups(self) -> tuple[Group, ...]:
        """Every group; of two with one id the first found."""
        return tuple(self._groups.values())

    def kpis(self) -> Mapping[str, KPI]:
        """The KPI catalogue by id; of two with one id the first found."""
        return self._kpis

    def kpi_documents(self) -> tuple[Document, ...]:
        """The files of the KPI catalogue, to point into them."""
        return tuple(self._catalogue("kpis", kpis_of))

    def layout(self, name: str) -> Layout:
        """The layout of a folder `layouts/<name>`. Raises UsageError when there is none."""
        return self._once(self.layout_file(name), self._layout)

    def layout_names(self) -> tuple[str, ...]:
        """The names of all layouts."""
        return tuple(self._layout_paths)

    def layouts(self) -> tuple[Layout, ...]:
        """Every layout."""
        return tuple(map(self._layout, self._layout_paths.values()))

    def framework(self) -> Framework:
        """The FinOps framework as the slides tell it. Raises FactError when no folder has `layouts/framework.yaml`."""
        return self._once(self._file("layouts/framework.yaml"), read_framework)

    def words(self) -> Words:
        """The small words of the language. Raises FactError when no folder has `layouts/words.yaml`."""
        return self._once(self._file("layouts/words.yaml"), read_words)

    def sentences(self) -> Words:
        """The sentences that have figures in them. Raises FactError when no folder has `layouts/sentences.yaml`."""
        return self._once(self._file("layouts/sentences.yaml"), read_words)

    def story(self) -> Story:
        """How kinds are told in a given time. Raises FactError when no folder has `layouts/story.yaml`."""
        return self._once(self._file("layouts/story.yaml"), read_story)

    def story_document(self) -> Document:
        """That file, where every value knows its line."""
        return read_yaml(self._file("layouts/story.yaml"))

    def evidence(self) -> tuple[Evidence, ...]:
        """What others have measured. Raises FactError when no folder has `layouts/evidence.yaml`."""
        return self._once(self._file("layouts/evidence.yaml"), read_evidence)

    @cached_property
    def _every_card(self) -> tuple[Card, ...]:
        """Also of the personas that one of an earlier folder hides, for that one may extend them."""
        return tuple(card for each in self.folders for card in index_folder(each / "personas", self.without))

    @cached_property
    def _cards(self) -> Mapping[str, Card]:
        return _first((card.identifier, card) for card in self._every_card)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Every name that a persona goes by → its identifier; an identifier comes before an alias."""
        own = ((key_of(identifier), identifier) for identifier in self._cards)
        also = ((key_of(alias), card.identifier) for card in self._cards.values() for alias in self._aliases(card))
        return _first((*own, *also))

    def _aliases(self, card: Card) -> tuple[str, ...]:
        """The aliases of a persona; those of what it extends go on, where it has the same identifier."""
        if not card.extends or card.aliases:
            return card.aliases
        if card.changes_aliases:
            return self._persona(card.identifier).aliases
        later = self._every_card[self._every_card.index(card) + 1 :]
        base = next((each for each in later if each.identifier == card.identifier == card.extends), None)
        return self._aliases(base) if base else ()

    @cached_property
    def _groups(self) -> Mapping[str, Group]:
        return _first((group.id, group) for each in self._catalogue("groups", groups_of) for group in groups_of(each))

    @cached_property
    def _kpis(self) -> Mapping[str, KPI]:
        return _first((kpi.id, kpi) for each in self._catalogue("kpis", kpis_of) for kpi in kpis_of(each))

    def _catalogue(self, name: str, read: Callable[[Document], object]) -> list[Document]:
        """The files of a catalogue in the order of the search; one merged, where one of them extends the others."""
        documents = [read_yaml(path, fold=True) for path in self._all(f"personas/{name}.yaml")]
        if not any(is_overlay(each) for each in documents):
            return documents
        from briefing.documents.lineage import merged_catalogue

        for each in documents:
            if not is_overlay(each):
                read(each)  # its own problems come first
        return [merged_catalogue(documents, name)]

    @cached_property
    def _group_names(self) -> Mapping[str, Group]:
        groups = self._groups.values()
        return _first((key_of(name), each) for each in groups for name in (each.id, each.name, *each.aliases))

    @cached_property
    def _layout_paths(self) -> Mapping[str, Path]:
        return _first((path.parent.name, path) for path in self._every_layout)

    @cached_property
    def _every_layout(self) -> tuple[Path, ...]:
        return tuple(path for each in self.folders for path in _layout_files(each / "layouts", self.without))

    def _all(self, name: str) -> Iterator[Path]:
        for folder in self.folders:
            path = folder / name
            if path.exists() and not self.without & {path, path.parent}:
                check_link(path, folder)
                check_link(path.parent, folder)
                yield path

    def _file(self, name: str) -> Path:
        path = next(self._all(name), None)
        if path is None:
            searched = ", ".join(map(shown, self.folders)) or "no folder"
            raise FactError(f"there is no {name} in the library", remedy=f"put one into a library folder: {searched}")
        return path

    def _persona(self, identifier: str) -> Persona:
        card = self._cards[identifier]
        return self._once(card.path, partial(self._merged, card) if card.extends else read_persona)

    def _merged(self, card: Card, _: Path) -> Persona:
        return persona_of(self._document(card))

    def _once(self, path: Path, read: Callable[[Path], T]) -> T:
        """What a file says, read the first time; whoever wants to see a change opens the library again."""
        if path not in self._read:
            self._read[path] = read(path)
        found: T = self._read[path]
        return found

    def _document(self, card: Card) -> Document:
        from briefing.documents.lineage import merged_file

        return merged_file("persona", (card.identifier, card.path), self.persona_files())

    def _layout(self, path: Path) -> Layout:
        document = read_yaml(path)
        if not is_overlay(document):
            return layout_of(document)
        from briefing.documents.lineage import merged_file

        return layout_of(merged_file("layout", (path.parent.name, path), self.layout_files()))

    def _named(self, word: str) -> tuple[str, ...]:
        key = key_of(word)
        if key in self._names:
            return (self._names[key],)
        if key in self._group_names:
            return tuple(self._members(self._group_names[key]))
        if key == EVERYBODY:
            return self.persona_ids()
        choices = (*self.persona_ids(), *(each for each in (*self._groups, EVERYBODY) if each not in self._cards))
        raise self._unknown("persona or group", word, choices, (*self._names, *self._group_names, EVERYBODY))

    def _members(self, group: Group) -> Iterator[str]:
        for index, member in enumerate(group.members):
            if key_of(member) not in self._names:
                raise self._no_member(group, index)
            yield self._names[key_of(member)]

    def _no_member(self, group: Group, index: int) -> ContentError:
        message = f"the group '{group.id}' names the persona '{group.members[index]}', who does not exist"
        remedy = did_you_mean(group.members[index], self._names, f"there are: {', '.join(self._cards)}")
        return ContentError(Problem(self._member_place(group, index), message, remedy))

    def _member_place(self, group: Group, index: int) -> Where:
        for document in self._catalogue("groups", groups_of):
            for number, each in enumerate(groups_of(document)):
                if each.id == group.id:
                    return document.where(*listed(document, "groups"), number, "members", index)
        return Where()

    @staticmethod
    def _unknown(called: str, word: str, choices: Sequence[str], names: Collection[str]) -> UsageError:
        there_are = f"There are: {', '.join(choices)}" if choices else "There are none"
        near = did_you_mean(word, names)
        remedy = f"{near} {there_are}" if near else there_are[0].lower() + there_are[1:]
        return UsageError(f"no {called} is called '{word}'", remedy=remedy)


def _first(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """A mapping in which the first of equal keys wins."""
    result: dict[str, T] = {}
    for key, value in pairs:
        result.setdefault(key, value)
    return result


def _layout_files(folder: Path, without: Collection[Path]) -> Iterator[Path]:
    if not folder.exists() or folder in without:
        return
    if not folder.is_dir():
        raise FactError("this is a file, not a folder", Where(shown(folder)), "put a folder of layouts there")
    check_link(folder, folder.parent)
    for each in sorted(folder.iterdir()):
        path = each / "layout.yaml"
        if path.exists() and path not in without:
            check_link(each, folder.parent)
            check_link(path, folder.parent)
            yield path
