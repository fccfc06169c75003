"""The library: personas, groups, KPIs, layouts and the framework, looked up by name in the user's folders first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from briefing.errors import ContentError, FactError, Problem, UsageError, Where
from briefing.library.framework import Framework, read_framework
from briefing.library.group import Group, read_groups
from briefing.library.index import Card, index_folder, key_of
from briefing.library.kpi import KPI, read_kpis
from briefing.library.layout import Layout, read_layout
from briefing.library.persona import Persona, read_persona
from briefing.library.text import did_you_mean
from briefing.library.words import Words, read_words
from briefing.library.yamlfile import read_yaml, shown

T = TypeVar("T")

EVERYBODY = "all"


def builtin_folder() -> Path:
    """Where the built-in `personas/` and `layouts/` are: inside the installed package, or the root of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "builtin"
    return installed if installed.is_dir() else package.parents[1]


@dataclass(frozen=True)
class Library:
    """Folders that may each hold `personas/` and `layouts/`; what is found first wins. Files are read late."""

    folders: tuple[Path, ...]
    _read: dict[Path, Persona] = field(default_factory=dict, init=False, repr=False, compare=False)

    def persona_ids(self) -> tuple[str, ...]:
        """The identifiers of all personas, in the order of folders and file names."""
        return tuple(self._cards)

    def persona(self, name: str) -> Persona:
        """The persona with an identifier or alias, in any case. Raises UsageError when there is none."""
        identifier = self._names.get(key_of(name))
        if identifier is None:
            raise self._unknown("persona", name, self.persona_ids(), self._names)
        return self._persona(identifier)

    def personas(self) -> tuple[Persona, ...]:
        """Every persona."""
        return tuple(map(self._persona, self._cards))

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

    def layout(self, name: str) -> Layout:
        """The layout of a folder `layouts/<name>`. Raises UsageError when there is none."""
        paths = self._layout_paths
        path = paths.get(name) or paths.get(key_of(name))
        if path is None:
            raise self._unknown("layout", name, self.layout_names(), paths)
        return read_layout(path)

    def layout_names(self) -> tuple[str, ...]:
        """The names of all layouts."""
        return tuple(self._layout_paths)

    def layouts(self) -> tuple[Layout, ...]:
        """Every layout."""
        return tuple(map(read_layout, self._layout_paths.values()))

    def framework(self) -> Framework:
        """The FinOps framework as the slides tell it. Raises FactError when no folder has `layouts/framework.yaml`."""
        return read_framework(self._file("layouts/framework.yaml"))

    def words(self) -> Words:
        """The small words of the language. Raises FactError when no folder has `layouts/words.yaml`."""
        return read_words(self._file("layouts/words.yaml"))

    @cached_property
    def _cards(self) -> Mapping[str, Card]:
        return _first((card.identifier, card) for each in self.folders for card in index_folder(each / "personas"))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Every name that a persona goes by → its identifier; an identifier comes before an alias."""
        own = ((key_of(identifier), identifier) for identifier in self._cards)
        also = ((key_of(alias), card.identifier) for card in self._cards.values() for alias in card.aliases)
        return _first((*own, *also))

    @cached_property
    def _groups(self) -> Mapping[str, Group]:
        return _first((group.id, group) for path in self._all("personas/groups.yaml") for group in read_groups(path))

    @cached_property
    def _kpis(self) -> Mapping[str, KPI]:
        return _first((kpi.id, kpi) for path in self._all("personas/kpis.yaml") for kpi in read_kpis(path))

    @cached_property
    def _group_names(self) -> Mapping[str, Group]:
        groups = self._groups.values()
        return _first((key_of(name), each) for each in groups for name in (each.id, each.name, *each.aliases))

    @cached_property
    def _layout_paths(self) -> Mapping[str, Path]:
        return _first((path.parent.name, path) for each in self.folders for path in _layout_files(each / "layouts"))

    def _all(self, name: str) -> Iterator[Path]:
        return (path for folder in self.folders if (path := folder / name).exists())

    def _file(self, name: str) -> Path:
        path = next(self._all(name), None)
        if path is None:
            searched = ", ".join(map(shown, self.folders)) or "no folder"
            raise FactError(f"there is no {name} in the library", remedy=f"put one into a library folder: {searched}")
        return path

    def _persona(self, identifier: str) -> Persona:
        path = self._cards[identifier].path
        if path not in self._read:
            self._read[path] = read_persona(path)
        return self._read[path]

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
        for path in self._all("personas/groups.yaml"):
            for number, each in enumerate(read_groups(path)):
                if each.id == group.id:
                    document = read_yaml(path)
                    place = () if isinstance(document.value, list) else ("groups",)
                    return document.where(*place, number, "members", index)
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


def _layout_files(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FactError("this is a file, not a folder", Where(shown(folder)), "put a folder of layouts there")
    for each in sorted(folder.iterdir()):
        if (each / "layout.yaml").exists():
            yield each / "layout.yaml"
