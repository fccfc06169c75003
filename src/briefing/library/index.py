"""Which persona file holds which identifier, found by a look at two lines of each file instead of a full reading."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.documents.yamlfile import Document, read_text, shown
from briefing.errors import Code, ContentError, FactError, Problem, Where

RESERVED = frozenset(("groups.yaml", "kpis.yaml"))

# Only the plainest ways of writing are understood here; all others are left to a full reading.
_END = r"[ \t]*(?:[ \t]#.*)?\r?$"
_IDENTIFIER = re.compile(rf"^identifier:[ \t]+(?P<quote>['\"]?)([a-z0-9-]+)(?P=quote){_END}(?!\n[ \t]+[^\s#])", re.M)
# No possessive repeats of groups: Python 3.11.2, which Debian has, gets them wrong.
_ALIASES = re.compile(
    rf"^aliases:[ \t]*(?:\[([^\[\]{{}}#\n]*)\])?{_END}((?:\n[ \t]*-[ \t].*$)*)(?!\n[ \t]*-[ \t])(?!\n[ \t]+[^\s#])",
    re.M,
)
_ALIAS = re.compile(r"""[ \t]*(?:'([^'"\\]+)'|"([^'"\\]+)"|([A-Za-z0-9][\w &/.()-]*))[ \t]*(?:[ \t]#.*)?\r?""")
_FIELD = re.compile(r"^identifier[ \t]*:", re.M)
_OVERLAY = re.compile(r"^[?'\" \t]*extends['\"]?[ \t]*(?::|$)", re.M)
_EXTENDS = re.compile(rf"^extends:[ \t]+(?P<quote>['\"]?)([a-z0-9-]+)(?P=quote){_END}(?!\n[ \t]+[^\s#])", re.M)


@dataclass(frozen=True, slots=True)
class Card:
    """What the index knows of one persona file."""

    path: Path
    identifier: str
    aliases: tuple[str, ...]
    where: Where
    extends: str = ""  # the identifier of the persona that the file changes
    changes_aliases: bool = False  # the aliases are those of another file, changed


def key_of(word: str) -> str:
    """A name as it is compared: any case, and `data centre` as `data-centre`."""
    return "-".join(word.split()).casefold()


def index_folder(folder: Path, without: Collection[Path] = ()) -> tuple[Card, ...]:
    """A card for each persona of a folder, in the order of the file names; none when there is no such folder.

    Paths in `without` are passed over.

    Raises ContentError where two files claim one name, and FactError where the path is no folder.
    """
    cards = tuple(_card(path) for path in yaml_files(folder, without))
    problems = [*_conflicts(cards)]
    if problems:
        raise ContentError(*problems)
    return cards


def yaml_files(folder: Path, without: Collection[Path] = ()) -> Iterator[Path]:
    """The YAML files of a folder by name, without hidden ones and the reserved names.

    Raises FactError for a link that leads out of the library, which is the folder around this one.
    """
    if not folder.exists() or folder in without:
        return
    if not folder.is_dir():
        raise FactError("this is a file, not a folder", Where(shown(folder)), "put a folder of personas there")
    check_link(folder, folder.parent)
    for path in sorted(folder.iterdir()):
        if is_persona_file(path) and path not in without:
            check_link(path, folder.parent)
            yield path


def is_persona_file(path: Path) -> bool:
    """Whether a file of a folder of personas is read as one, by its name."""
    return path.suffix in (".yaml", ".yml") and path.name not in RESERVED and not path.name.startswith(".")


def check_link(path: Path, library: Path) -> None:
    """Raise FactError where a path is a link that leads out of the library; links within it are fine."""
    if not path.is_symlink():
        return
    home = os.path.realpath(library)
    if os.path.commonpath((home, os.path.realpath(path))) != home:
        remedy = "put the file itself there, or name its own folder with --library"
        raise FactError("this link leads out of the library, and is not followed", Where(shown(path)), remedy)


def _card(path: Path) -> Card:
    text = read_text(path)
    return _scanned(path, text) or _read(path)


def _scanned(path: Path, text: str) -> Card | None:
    """A card by the look of the text alone; None where only a full reading can tell."""
    if "extends" in text and _OVERLAY.search(text):
        return _scanned_overlay(path, text)
    found = _IDENTIFIER.search(text)
    aliases = _aliases(text)
    if not found or found[2] == "null" or len(_FIELD.findall(text)) != 1 or aliases is None:
        return None
    start = found.start()
    place = Where(shown(path), text.count("\n", 0, start) + 1, found.start("quote") - start + 1)
    return Card(path, found[2], aliases, place)


def _scanned_overlay(path: Path, text: str) -> Card | None:
    """An overlay of the same name that leaves the aliases alone, which most are; None for all others."""
    found = _EXTENDS.search(text)
    if not found or found[2] == "null" or "aliases" in text or "identifier" in text or text.count("extends") != 1:
        return None
    return Card(path, found[2], (), Where(shown(path), text.count("\n", 0, found.start()) + 1, 1), found[2])


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
    from briefing.documents.schema import is_overlay
    from briefing.documents.yamlfile import read_yaml
    from briefing.library.persona import persona_of

    document = read_yaml(path, fold=True)
    if isinstance(document.value, dict) and is_overlay(document):
        return _overlay(path, document, document.value)
    persona = persona_of(document)
    return Card(path, persona.identifier, persona.aliases, document.where("identifier"))


def _overlay(path: Path, document: Document, value: Mapping[str, object]) -> Card:
    """The card of a file that changes another one; without an identifier it has that of the other."""
    from briefing.documents.overlay import extends_of
    from briefing.library.persona import identifier_problem

    extended, identifier, aliases = extends_of(document), value.get("identifier"), value.get("aliases")
    own = identifier if isinstance(identifier, str) and identifier else extended
    if problem := identifier_problem(document, own, "extends" if own is extended else "identifier"):
        raise ContentError(replace(problem, code=Code.OVERLAY))
    named = tuple(each for each in aliases if isinstance(each, str)) if isinstance(aliases, list) else ()
    where = document.where("identifier" if own is identifier else "extends")
    return Card(path, own, named, where, extended, isinstance(aliases, dict))


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
    return Problem(where, message, f"give one of them another {called}", Code.USED_TWICE)


def _alias_place(card: Card, alias: str) -> Where:
    from briefing.documents.yamlfile import read_yaml

    document = read_yaml(card.path)
    return document.where("aliases", card.aliases.index(alias)) if alias in card.aliases else card.where
