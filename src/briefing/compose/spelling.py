"""One spelling a language: the words of the library are written as the briefing's language spells them.

The library is written in the English of `en-GB`; `spelling` in `layouts/words.yaml` says what another English
spells otherwise. What people wrote themselves, of their company, in its bill or in a persona of their own, stays as
it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from briefing.compose.cast import Cast
from briefing.library.library import BUILT_IN, Library
from briefing.library.words import Words as Dictionary
from briefing.model import Briefing

TABLE = "spelling"
# Of fields that no reader of a deck sees; notices name keys, ids and files as they are written.
NAMES = frozenset({"id", "target", "about", "part", "kind", "icon", "language", "notices", "said"})


def spelled(briefing: Briefing, cast: Cast, library: Library) -> Briefing:
    """The briefing in the spelling of its language."""
    table = _table(cast.words, briefing.language)
    if not table:
        return briefing
    words = "|".join(map(re.escape, table))
    own = {text for text in _own(cast, library) if re.search(words, text, re.IGNORECASE)}
    kept = "|".join(map(re.escape, sorted(own, key=len, reverse=True))) or "(?!)"
    pattern = re.compile(rf"({kept})|\b(?:{words})\b", re.IGNORECASE)

    def other(found: re.Match[str]) -> str:
        text = found.group()
        return text if found.group(1) else _like(text, table[text.casefold()])

    made: Briefing = _changed(briefing, lambda text: pattern.sub(other, text))
    return made


def _table(words: Dictionary, language: str) -> Mapping[str, str]:
    """What the language spells otherwise than the library does."""
    found = words.values.get(TABLE)
    table = found.get(language) if isinstance(found, dict) else None
    return table if isinstance(table, dict) else {}


def _like(text: str, other: str) -> str:
    return other[:1].upper() + other[1:] if text[:1].isupper() else other


def _own(cast: Cast, library: Library) -> Iterator[str]:
    """The texts that people wrote themselves."""
    yield from texts_in([each for each in cast.personas if library.source_of(each.identifier) != BUILT_IN])
    if cast.company:
        yield from texts_in((cast.company.facts, cast.company.bill))


def texts_in(value: Any, without: Collection[str] = ()) -> Iterator[str]:
    """Every text in a value, but for those in fields of these names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        yield from texts_in([getattr(value, each.name) for each in fields(value) if each.name not in without], without)
    elif isinstance(value, Mapping):
        yield from texts_in([*value, *value.values()], without)
    elif isinstance(value, Iterable):
        for each in value:
            yield from texts_in(each, without)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """A value whose texts are changed, but not those that no reader sees."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(each, change) for each in value)
    if isinstance(value, Struct):
        seen = (each.name for each in fields(value) if each.name not in NAMES)
        return replace(value, **{name: _changed(getattr(value, name), change) for name in seen})
    return value


# Fields of blocks that hold no words to read: how they are drawn, what they are called aloud, and figures of charts.
DRAWN = ("style", "mark", "icon", "better", "verdict", "unit", "form", "summary", "labels", "written", "categories")


def words_told(briefing: Briefing) -> int:
    """How many words stand on the slides that are told, but for their sources and what stands in charts."""
    told = (each for each in briefing.slides() if each.part == "main")
    read = ((each.title, each.subtitle, each.takeaway, each.blocks) for each in told)
    return sum(len(text.split()) for text in texts_in(read, DRAWN))
