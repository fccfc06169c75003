"""Dotted keys such as `savings[2].owner` and `spend.ai`: whether they exist, and a record without what they name.

A key of a list without a number, `savings.owner`, names that field in every entry.
"""

from __future__ import annotations

import re
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from briefing.library.origin import dotted
from briefing.library.text import did_you_mean
from briefing.library.yamlfile import Step

T = TypeVar("T", bound=msgspec.Struct)
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_KEY = re.compile(r"[^.\[\]]+(?:\[\d+\]|\.[^.\[\]]+)*")
_NOTHING: Any = object()


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
        fields = _fields_of(kind)
        if step not in fields:
            remedy = did_you_mean(
                str(step), fields, f"the fields are {', '.join(fields)}" if fields else "take it away"
            )
            return f"there is no '{dotted(steps[: number + 1])}'", remedy
        kind = _plain(fields[str(step)])
    return None


def without(record: T, key: str) -> T:
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
            return _NOTHING if field.required else msgspec.structs.replace(record, **{field.name: _default(field)})
    return record


def _default(field: Any) -> Any:
    return field.default_factory() if field.default is msgspec.NODEFAULT else field.default


def _plain(kind: Any) -> Any:
    """A type without its None."""
    if get_origin(kind) in (Union, UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def _inside(kind: Any) -> Any:
    """What the entries of a list are; a name after a list is a field of each of them."""
    return _inside(_plain(get_args(kind)[0])) if get_origin(kind) is tuple else _plain(kind)


def _fields_of(kind: Any) -> dict[str, Any]:
    """The types of a record's fields by their names in the file; nothing for what has no fields."""
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return {}
    hints = get_type_hints(kind)
    return {each.encode_name: hints[each.name] for each in msgspec.structs.fields(kind)}
