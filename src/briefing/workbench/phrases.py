"""Phrases of personas on a slide: which they are, and another wording, kept as a persona that extends ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from briefing.documents.yamlfile import read_yaml
from briefing.errors import BriefingError, FactError, UsageError, Where
from briefing.library.library import BUILT_IN, Library
from briefing.library.persona import LISTS, Persona
from briefing.model import Slide, texts
from briefing.workbench.places import keep, text_of
from briefing.workbench.room import LIBRARY
from briefing.workbench.writing import GONE, with_changes

HEAD = "# Written by the page of 'briefing open': phrases in other words; all else is as in the library.\n"


class Phrase(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """A text of a persona: the list and the entry that it stands in, its field there, and the file that it is from."""

    persona: str
    list: str
    id: str
    field: str
    text: str = ""
    origin: str = ""


def phrases_of(slide: Slide, people: Sequence[Persona], library: Library) -> Iterator[Phrase]:
    """The phrases of the people in the room that stand on a slide, word for word."""
    shown = "\n".join(texts((slide.title, slide.subtitle, slide.blocks)))
    for person in people:
        try:
            own = _replaced(person.identifier)
        except BriefingError:  # a persona of one's own, which is changed in its file
            continue
        for name, attribute in LISTS.items():
            for entry in getattr(person, attribute):
                for field in ("item", "to-you"):
                    text = getattr(entry, field.replace("-", "_"), "")
                    if text and text in shown:
                        mine = next((each[field] for each in own.get(name, ()) if _is_of(each, entry.id, field)), "")
                        source = library.source_of(person.identifier)
                        origin = str(_path(person.identifier)) if mine else "" if source == BUILT_IN else source
                        yield Phrase(person.identifier, name, entry.id, field, mine or text, origin)


def _is_of(entry: Mapping[str, Any], id: str, field: str) -> bool:
    return entry.get("id") == id and field in entry


def say(phrase: Phrase, library: Library) -> None:
    """Keep a phrase in these words; without any it is again as it was. Raises BriefingError."""
    if phrase.list not in LISTS or phrase.field not in ("item", "to-you"):
        raise UsageError(f"there is no list '{phrase.list}'", remedy="load the page again")
    person = library.persona(phrase.persona)
    known = [each.id for each in getattr(person, LISTS[phrase.list])]
    if phrase.id not in known:
        raise UsageError(f"'{phrase.list}' has no '{phrase.id}'", remedy="load the page again")
    path = _path(person.identifier)
    replaced = _replaced(person.identifier)
    entries = [dict(each) for each in replaced.get(phrase.list, ())]
    entry = next((each for each in entries if each.get("id") == phrase.id), None)
    if entry is None:
        entries.append(entry := {"id": phrase.id})
    entry.pop(phrase.field, None)
    if phrase.text.strip():
        entry[phrase.field] = phrase.text
    entries = [each for each in entries if set(each) - {"id"}]
    text = text_of(path, HEAD)
    changes: dict[tuple[str | int, ...], object] = {
        ("extends",): person.identifier,
        (phrase.list, "replace"): entries or GONE,
    }
    keep(path, with_changes(text, changes).encode())


def _path(identifier: str) -> Path:
    return Path(LIBRARY) / "personas" / f"{identifier}.yaml"


def _replaced(identifier: str) -> Mapping[str, Any]:
    """What the workspace's file of a persona replaces, by list. Raises FactError for one that is no overlay."""
    path = _path(identifier)
    if not path.exists():
        return {}
    value = read_yaml(path).value
    lists = {name: value.get(name) for name in LISTS} if isinstance(value, dict) else {}
    whole = [name for name, each in lists.items() if each is not None and not isinstance(each, dict)]
    if not isinstance(value, dict) or "extends" not in value or whole:
        message = "this persona is written out, and not in changes of another"
        raise FactError(message, Where(path.as_posix()), "change the phrase in the file")
    return {name: each.get("replace") or [] for name, each in lists.items() if each}
