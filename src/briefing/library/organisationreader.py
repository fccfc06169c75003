"""From the YAML of `org.yaml` to typed parts, as far as it is sound, with every problem at once.

What is faulty is left out of the value, so that the rest can still be checked: one run shows all that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from briefing.errors import Problem
from briefing.library import amounts
from briefing.library.amounts import AmountError, Currencies
from briefing.library.origin import Origin, dotted
from briefing.library.yamlfile import Document, Step

T = TypeVar("T")
LONGEST_SAID = 60  # characters of a value in a message
Path = tuple[Step, ...]

_NOTHING = msgspec.UNSET
# What a scalar is called where something else than a text stands, and how it is read.
_SCALARS: Mapping[type, tuple[str, Callable[[str, Currencies, Origin], Any]]] = {
    amounts.Money: ("an amount of money", amounts.parse_money),
    amounts.Share: ("a share, such as 18%", amounts.parse_share),
    amounts.Growth: ("a percentage, such as 18%", amounts.parse_growth),
    amounts.Saved: ("a share or an amount of money", amounts.parse_saved),
    amounts.Quantity: ("a value, such as 90%", amounts.parse_quantity),
    amounts.Count: ("a whole number", amounts.parse_count),
    amounts.Number: ("a number", amounts.parse_number),
    amounts.Day: ("a date", amounts.parse_day),
}


class Reader:
    """Reads one document. `problems` grows with each call of `read`."""

    def __init__(self, document: Document, currencies: Currencies) -> None:
        self.document, self.currencies = document, currencies
        self.problems: list[Problem] = []
        self.first_money: Path = ()
        self._sound = True

    def read(self, shape: type[T]) -> T:
        """The document as a record whose fields are all optional, without what is faulty."""
        found = self._value(shape, self.document.value, ())
        if not self._sound:
            from briefing.library.problems import find_problems  # as in `schema`: only a file with problems needs it

            self.problems += find_problems(self.document, shape, self.document.value, ())
        return shape() if found is _NOTHING else found

    def _value(self, kind: Any, value: Any, path: Path) -> Any:
        """The value, or `_NOTHING` where it is empty or faulty."""
        if value is None:
            return _NOTHING
        plain, handle = _form(kind)
        return handle(self, plain, value, path)

    def _fault(self) -> Any:
        self._sound = False
        return _NOTHING

    def _scalar(self, kind: type, value: Any, path: Path) -> Any:
        called, parse = _SCALARS[kind]
        where = self.document.where(*path)
        if not isinstance(value, str):
            what = "a list" if isinstance(value, list) else "a mapping"
            self.problems.append(Problem(where, f"'{path[-1]}' should be {called}, not {what}"))
            return _NOTHING
        if kind is amounts.Money:
            self.first_money = self.first_money or path
        try:
            return parse(value, self.currencies, Origin(where.file, dotted(path), where.line, where.column))
        except AmountError as error:
            said = value if len(str(value)) <= LONGEST_SAID else f"{str(value)[:LONGEST_SAID]}…"
            self.problems.append(Problem(where, f"'{path[-1]}' is '{said}', {error.message}", error.remedy))
            return _NOTHING

    def _text(self, kind: Any, value: Any, path: Path) -> Any:
        return value if isinstance(value, str) else self._fault()

    def _choice(self, kind: Any, value: Any, path: Path) -> Any:
        """One of a few words, in whatever case."""
        word = value.strip().casefold() if isinstance(value, str) else ""
        return word if word in get_args(kind) else self._fault()

    def _items(self, kind: Any, value: Any, path: Path) -> Any:
        """A list as long as the written one, so that what is found in it can be shown at its place."""
        if not isinstance(value, list):
            return self._fault()
        inner = get_args(kind)[0]
        found = [self._value(inner, each, (*path, index)) for index, each in enumerate(value)]
        self._sound = self._sound and _NOTHING not in found
        return tuple(_blank(inner) if each is _NOTHING else each for each in found)

    def _entries(self, kind: Any, value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            return self._fault()
        inner = get_args(kind)[1]
        found = {name: self._value(inner, each, (*path, name)) for name, each in value.items()}
        return {name: each for name, each in found.items() if each is not _NOTHING}

    def _record(self, kind: Any, value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            return self._fault()
        fields = _fields(kind)
        found = {each.name: self._field(each, value, path) for each in fields.values()}
        sound = {name: each for name, each in found.items() if each is not _NOTHING}
        missing = {each.name: "" for each in fields.values() if each.required and each.name not in sound}
        self._sound = self._sound and value.keys() <= fields.keys() and not missing
        return kind(**missing, **sound)

    def _field(self, field: Any, value: Mapping[str, Any], path: Path) -> Any:
        return self._value(field.type, value.get(field.encode_name), (*path, field.encode_name))


class _Field(msgspec.Struct, frozen=True):
    name: str
    encode_name: str
    required: bool
    type: Any


@cache
def _fields(kind: Any) -> Mapping[str, _Field]:
    """The fields of a record by their names in the file."""
    hints = get_type_hints(kind)
    found = (
        _Field(each.name, each.encode_name, each.required, hints[each.name]) for each in msgspec.structs.fields(kind)
    )
    return {each.encode_name: each for each in found}


def _blank(kind: Any) -> Any:
    """What stands for a faulty entry of a list; what is required is a text everywhere."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind(**{each.name: "" for each in _fields(kind).values() if each.required})
    return {} if get_origin(kind) is dict else ""


@cache
def _form(kind: Any) -> tuple[Any, Callable[[Reader, Any, Any, Path], Any]]:
    """A type without its None, and what reads it."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    if kind in _SCALARS:
        return kind, Reader._scalar
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind, Reader._record
    return kind, _BY_ORIGIN.get(get_origin(kind), Reader._text)


_BY_ORIGIN: Mapping[Any, Callable[[Reader, Any, Any, Path], Any]] = {
    tuple: Reader._items,
    dict: Reader._entries,
    Literal: Reader._choice,
}
