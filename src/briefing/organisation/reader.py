"""From the YAML of `org.yaml` to typed parts, as far as it is sound, with every problem at once; and its dotted
keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from briefing.documents import amounts
from briefing.documents.amounts import AmountError, Currencies, Origin, dotted
from briefing.documents.schema import default_of, find_problems
from briefing.documents.text import did_you_mean
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Problem

# Dotted keys such as `savings[2].owner` and `spend.ai`: whether they exist, and a record without what they name.
#
# A key of a list without a number, `savings.owner`, names that field in every entry.

R = TypeVar("R", bound=msgspec.Struct)
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_KEY = re.compile(r"[^.\[\]]+(?:\[\d+\]|\.[^.\[\]]+)*")
_NOTHING: Any = msgspec.UNSET


def steps_of(key: str) -> tuple[Step, ...]:
    """`savings[2].owner` as `("savings", 1, "owner")`; empty where it is no key."""
    if not _KEY.fullmatch(key.strip()):
        return ()
    return tuple(int(number) - 1 if number else name for name, number in _STEP.findall(key.strip()))


def key_problem(shape: type, key: str) -> tuple[str, str] | None:
    """What is wrong with a key, and what to do; None where there may be such a field."""
    steps = steps_of(key)
    if not steps or -1 in steps:
        return f"'{key}' is no key", "write it like spend.current-monthly, or savings[1].owner for the first entry"
    kind: Any = shape
    for number, step in enumerate(steps):
        kind = _inside(kind) if not isinstance(step, int) else kind
        if get_origin(kind) in (dict, tuple) and (get_origin(kind) is dict or isinstance(step, int)):
            kind = get_args(kind)[1 if get_origin(kind) is dict else 0]
            continue
        fields = fields_by_name(kind) if _is_record(kind) else {}
        if step not in fields:
            remedy = did_you_mean(
                str(step), fields, f"the fields are {', '.join(fields)}" if fields else "take it away"
            )
            return f"there is no '{dotted(steps[: number + 1])}'", remedy
        kind = plain_type(fields[str(step)].type)
    return None


def without(record: R, key: str) -> R:
    """The record without what a key names; an entry that loses what it cannot be without goes as a whole."""
    left = _without(record, steps_of(key))
    return type(record)() if left is _NOTHING else left


def _without(value: Any, steps: tuple[Step, ...]) -> Any:
    """The value without what the steps lead to; `_NOTHING` where nothing is left of it."""
    if not steps:
        return _NOTHING
    step, rest = steps[0], steps[1:]
    if isinstance(value, tuple):
        only = step if isinstance(step, int) else None
        inner = rest if isinstance(step, int) else steps
        left = (_without(each, inner) if only in (None, index) else each for index, each in enumerate(value))
        return tuple(each for each in left if each is not _NOTHING)
    if isinstance(value, dict):
        left_of = {name: _without(each, rest) if name == step else each for name, each in value.items()}
        return {name: each for name, each in left_of.items() if each is not _NOTHING}
    return _without_field(value, step, rest) if isinstance(value, msgspec.Struct) else value


def _without_field(record: Any, step: Step, rest: tuple[Step, ...]) -> Any:
    for field in msgspec.structs.fields(record):
        if field.encode_name == step:
            left = _without(getattr(record, field.name), rest)
            if left is not _NOTHING:
                return msgspec.structs.replace(record, **{field.name: left})
            return _NOTHING if field.required else msgspec.structs.replace(record, **{field.name: default_of(field)})
    return record


def plain_type(kind: Any) -> Any:
    """A type without its None."""
    if get_origin(kind) in (Union, UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def _inside(kind: Any) -> Any:
    """What the entries of a list are; a name after a list is a field of each of them."""
    return _inside(plain_type(get_args(kind)[0])) if get_origin(kind) is tuple else plain_type(kind)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


# From the YAML of `org.yaml` to typed parts, as far as it is sound, with every problem at once.
#
# What is faulty is left out of the value, so that the rest can still be checked: one run shows all that is wrong.

T = TypeVar("T")
LONGEST_TEXT = 5_000  # characters; no slide and no notes say more of one thing
LONGEST_SAID = 60  # characters of a value in a message
Path = tuple[Step, ...]

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
        if not isinstance(value, str):
            return self._fault()
        if len(value) > LONGEST_TEXT:
            message = f"'{dotted(path)}' has {len(value):,} characters"
            remedy = f"shorten it to {LONGEST_TEXT:,} at most"
            self.problems.append(Problem(self.document.where(*path), message, remedy))
            return _NOTHING
        return value

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
        fields = fields_by_name(kind)
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
def fields_by_name(kind: Any) -> Mapping[str, _Field]:
    """The fields of a record by their names in the file."""
    hints = get_type_hints(kind)
    found = (
        _Field(each.name, each.encode_name, each.required, hints[each.name]) for each in msgspec.structs.fields(kind)
    )
    return {each.encode_name: each for each in found}


def _blank(kind: Any) -> Any:
    """What stands for a faulty entry of a list; what is required is a text everywhere."""
    if _is_record(kind):
        return kind(**{each.name: "" for each in fields_by_name(kind).values() if each.required})
    return {} if get_origin(kind) is dict else ""


@cache
def _form(kind: Any) -> tuple[Any, Callable[[Reader, Any, Any, Path], Any]]:
    """A type without its None, and what reads it."""
    kind = plain_type(kind)
    if kind in _SCALARS:
        return kind, Reader._scalar
    if _is_record(kind):
        return kind, Reader._record
    return kind, _BY_ORIGIN.get(get_origin(kind), Reader._text)


_BY_ORIGIN: Mapping[Any, Callable[[Reader, Any, Any, Path], Any]] = {
    tuple: Reader._items,
    dict: Reader._entries,
    Literal: Reader._choice,
}
