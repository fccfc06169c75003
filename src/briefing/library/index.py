"""Which persona file holds which identifier, found by a look at two lines of each file instead of a full reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import ContentError, FactError, Problem, Where
from briefing.library.yamlfile import read_text, shown

RESERVED = frozenset(("groups.yaml", "kpis.yaml"))

# Only the plainest ways of writing are understood here; all others are left to a full reading.
_END = r"[ \t]*(?:[ \t]#.*)?\r?$"
_IDENTIFIER = re.compile(rf"^identifier:[ \t]+(?P<quote>['\"]?)([a-z0-9-]+)(?P=quote){_END}(?!\n[ \t]+[^\s#])", re.M)
_ALIASES = re.compile(
    rf"^aliases:[ \t]*(?:\[([^\[\]{{}}#\n]*)\])?{_END}((?:\n[ \t]*-[ \t].*+)*+)(?!\n[ \t]+[^\s#])", re.M
)
_ALIAS = re.compile(r"""[ \t]*(?:'([^'"\\]+)'|"([^'"\\]+)"|([A-Za-z0-9][\w &/.()-]*))[ \t]*(?:[ \t]#.*)?\r?""")
_FIELD = re.compile(r"^identifier[ \t]*:", re.M)


@dataclass(frozen=True, slots=True)
class Card:
    """What the index knows of one persona file."""

    path: Path
    identifier: str
    aliases: tuple[str, ...]
    where: Where


def key_of(word: str) -> str:
    """A name as it is compared: any case, blanks trimmed and folded."""
    return " ".join(word.split()).casefold()


def index_folder(folder: Path) -> tuple[Card, ...]:
    """A card for each persona of a folder, in the order of the file names; none when there is no such folder.

    Raises ContentError where two files claim one name, and FactError where the path is no folder.
    """
    cards = tuple(_card(path) for path in yaml_files(folder))
    problems = [*_conflicts(cards)]
    if problems:
        raise ContentError(*problems)
    return cards


def yaml_files(folder: Path) -> Iterator[Path]:
    """The YAML files of a folder by name, without hidden ones and the reserved names."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FactError("this is a file, not a folder", Where(shown(folder)), "put a folder of personas there")
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".yml") and path.name not in RESERVED and not path.name.startswith("."):
            yield path


def _card(path: Path) -> Card:
    text = read_text(path)
    return _scanned(path, text) or _read(path)


def _scanned(path: Path, text: str) -> Card | None:
    """A card by the look of the text alone; None where only a full reading can tell."""
    found = _IDENTIFIER.search(text)
    aliases = _aliases(text)
    if not found or found[2] == "null" or len(_FIELD.findall(text)) != 1 or aliases is None:
        return None
    start = found.start()
    place = Where(shown(path), text.count("\n", 0, start) + 1, found.start("quote") - start + 1)
    return Card(path, found[2], aliases, place)


def _aliases(text: str) -> tuple[str, ...] | None:
    if "aliases" not in text:
        return ()
    found = _ALIASES.search(text)
    if not found or (found[1] is not None and found[2]):
        return None
    written = found[1].split(",") if found[1] is not None else re.findall(r"\n[ \t]*-(.*)", found[2])
    names = [_ALIAS.fullmatch(each) for each in written if each.strip()]
    return tuple(next(filter(None, name.groups())).strip() for name in names if name) if all(names) else None


def _read(path: Path) -> Card:
    from briefing.library.persona import read_persona
    from briefing.library.yamlfile import read_yaml

    persona = read_persona(path)
    return Card(path, persona.identifier, persona.aliases, read_yaml(path).where("identifier"))


def _conflicts(cards: Iterable[Card]) -> Iterator[Problem]:
    identifiers: dict[str, Card] = {}
    for card in cards:
        first = identifiers.setdefault(key_of(card.identifier), card)
        if first is not card:
            yield _taken(card, "identifier", card.identifier, first)
    owners = dict(identifiers)
    for card in cards:
        for alias in card.aliases:
            first = owners.setdefault(key_of(alias), card)
            if first.path != card.path:
                yield _taken(card, "alias", alias, first)


def _taken(card: Card, called: str, name: str, first: Card) -> Problem:
    where = card.where if called == "identifier" else _alias_place(card, name)
    message = f"{called} '{name}' is taken by {shown(first.path)}"
    return Problem(where, message, f"give one of them another {called}")


def _alias_place(card: Card, alias: str) -> Where:
    from briefing.library.yamlfile import read_yaml

    document = read_yaml(card.path)
    return document.where("aliases", card.aliases.index(alias))
