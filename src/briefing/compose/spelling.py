"""One spelling a language: the words of the library are written as the briefing's language spells them, and all that
is read is set with its marks.

The library is written in the English of `en-GB`; `spelling` in `layouts/words.yaml` says what another English
spells otherwise. What people wrote themselves, of their company, in its bill or in a persona of their own, keeps its
words; but its apostrophes, quotation marks and percentages are set as those of the library are, so that a slide has
one form of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import fields, replace

from briefing.compose.cast import Cast
from briefing.compose.numbers import Figures
from briefing.library.library import BUILT_IN, Library
from briefing.library.words import Words as Dictionary
from briefing.model import Briefing

TABLE = "spelling"
QUOTES, FOUR = "quotes", 4  # by language: what opens and closes a quotation, and one within it
# Keys of a typewriter: what stands for an apostrophe or a quotation mark, and a percentage with a blank or without.
_TYPED: Final = re.compile(r"['\"]|[0-9][ \u00a0\u202f]?%")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")
_SINGLE: Final = re.compile(r"(?<!\w)'([^'\n]+)'(?!\w)")
_DOUBLE: Final = re.compile(r'"([^"\n]+)"')
_LEFT_OVER: Final = re.compile(r"(?<=\w)'(?!\w)|(?<!\w)'(?=\d\ds?\b)")  # teams' budgets, the '90s
_PERCENT: Final = re.compile(r"([0-9])[ \u00a0\u202f]?%(?!\w)")
# Of fields that no reader of a deck sees; notices name keys, ids and files as they are written.
NAMES = frozenset({"id", "target", "about", "part", "kind", "icon", "language", "notices", "said"})


def spelled(briefing: Briefing, cast: Cast, library: Library) -> Briefing:
    """The briefing in the spelling and with the marks of its language."""
    table = _table(cast.words, briefing.language)
    changes = [_as_spelled(table, cast, library)] if table else []
    return _changed(briefing, _all_of(*changes, _set(cast.words, briefing.language)))  # type: ignore[no-any-return]


def _all_of(*changes: Callable[[str], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        for change in changes:
            text = change(text)
        return text

    return changed


def _as_spelled(table: Mapping[str, str], cast: Cast, library: Library) -> Callable[[str], str]:
    words = "|".join(map(re.escape, table))
    own = {text for text in _own(cast, library) if re.search(words, text, re.IGNORECASE)}
    kept = "|".join(map(re.escape, sorted(own, key=len, reverse=True))) or "(?!)"
    pattern = re.compile(rf"({kept})|\b(?:{words})\b", re.IGNORECASE)

    def other(found: re.Match[str]) -> str:
        text = found.group()
        return text if found.group(1) else _like(text, table[text.casefold()])

    return lambda text: pattern.sub(other, text)


def _set(words: Dictionary, language: str) -> Callable[[str], str]:
    """Sets apostrophes, quotation marks and percentages of a text as the language has them."""
    held = words.values.get(QUOTES)
    marks: tuple[str, ...] = tuple(held.get(language.partition("-")[0], ()) if isinstance(held, dict) else ())
    before, after = Figures("percent", language=language).around()

    def changed(text: str) -> str:
        if not _TYPED.search(text):
            return text
        if len(marks) == FOUR:
            opens, closes, opens_within, closes_within = marks
            text = _SINGLE.sub(rf"{opens_within}\1{closes_within}", text)
            text = _LEFT_OVER.sub("’", _DOUBLE.sub(rf"{opens}\1{closes}", text))
        text = _APOSTROPHE.sub("’", text)
        return text if before else _PERCENT.sub(rf"\1{after}", text)

    return changed


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
    """A value whose texts are changed, but not those that no reader sees; itself where nothing is."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        made = tuple(_changed(each, change) for each in value)
        return value if all(one is other for one, other in zip(made, value, strict=True)) else made
    if isinstance(value, Struct):
        seen = ((name, getattr(value, name)) for name in _seen(type(value)))
        fresh = {name: found for name, held in seen if (found := _changed(held, change)) is not held}
        return replace(value, **fresh) if fresh else value
    return value


@cache
def _seen(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a value that a reader may see."""
    return tuple(name for name in kind.__struct_fields__ if name not in NAMES)


# Fields of blocks that hold no words to read: how they are drawn, what they are called aloud, and figures of charts.
DRAWN = ("style", "mark", "icon", "better", "verdict", "unit", "form", "summary", "labels", "written", "categories")


def words_told(briefing: Briefing) -> int:
    """How many words stand on the slides that are told, but for their sources and what stands in charts."""
    told = (each for each in briefing.slides() if each.part == "main")
    read = ((each.title, each.subtitle, each.takeaway, each.blocks) for each in told)
    return sum(len(text.split()) for text in texts_in(read, DRAWN))
