"""From a YAML document to a frozen typed value, with every way in which it differs from its type told at once,
each with its place and a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from briefing.documents.text import did_you_mean, listing
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Code, ContentError, Problem

# Every way in which a YAML value differs from its type, each with its place and a remedy.
#
# Imported only when a file has problems: `msgspec.inspect` costs more than reading a sound file.

_KINDS: Mapping[type, str] = {type(None): "empty", str: "text", list: "a list", dict: "a mapping"}
_AS_KIND: Mapping[str, str] = {
    "text": "write one text without '- ', and put quotes around a text that holds ': '",
    "a list": "write it as '- …' lines",
    "a mapping": "write it as 'name: value' lines",
}
# Types of a single text: how to convert, how to call them.
_SCALARS: Mapping[type, tuple[Any, str]] = {
    inspect.IntType: (int, "a whole number"),
    inspect.FloatType: (float, "a number"),
    inspect.DecimalType: (Decimal, "a number"),
    inspect.BoolType: (bool, "true or false"),
    inspect.DateType: (date, "a date such as 2026-03-31"),
}


def find_problems(document: Document, shape: Any, value: Any, path: tuple[Step, ...]) -> list[Problem]:
    """Walk a value against a type."""
    walk = _Walk(document)
    walk.check(inspect.type_info(shape), value, path)
    return walk.problems


class _Walk:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def check(self, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
        handler = _HANDLERS.get(type(kind))
        if handler:
            handler(self, kind, value, path)

    def report(self, path: tuple[Step, ...], message: str, remedy: str = "") -> None:
        self.problems.append(Problem(self.document.where(*path), message, remedy))

    def wrong_kind(self, path: tuple[Step, ...], wanted: str, value: Any) -> None:
        if value is None:
            named = not path or isinstance(path[-1], str)
            remedy = f"write {wanted}" if named else "write it, or take the line away"
            return self.report(path, f"{name_of(path)} is empty", remedy)
        message = f"{name_of(path)} should be {wanted}, not {_KINDS[type(value)]}"
        return self.report(path, message, _AS_KIND.get(wanted, ""))

    def record(self, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
        if not isinstance(value, dict):
            return self.wrong_kind(path, "a mapping", value)
        fields = {field.encode_name: field for field in kind.fields}
        for name, item in value.items():
            if name in fields:
                self.field(fields[name], item, (*path, name))
            elif kind.cls.__struct_config__.forbid_unknown_fields:
                self.unknown(name, list(fields), (*path, name))
        for name, field in fields.items():
            if field.required and name not in value:
                self.report(path, f"'{name}' is missing", f"add a line '{name}: …'")
        return None

    def field(self, field: Any, value: Any, path: tuple[Step, ...]) -> None:
        if value is not None or field.required:
            self.check(field.type, value, path)

    def unknown(self, name: str, fields: list[str], path: tuple[Step, ...]) -> None:
        remedy = did_you_mean(name, fields, f"the fields are {', '.join(fields)}")
        where = self.document.where_key(*path)
        self.problems.append(Problem(where, f"unknown field '{name}'", remedy, Code.UNKNOWN_FIELD))

    def items(self, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
        if not isinstance(value, list):
            return self.wrong_kind(path, "a list", value)
        for index, item in enumerate(value):
            self.check(kind.item_type, item, (*path, index))
        return None

    def entries(self, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
        if not isinstance(value, dict):
            return self.wrong_kind(path, "a mapping", value)
        for name, item in value.items():
            self.check(kind.value_type, item, (*path, name))
        return None

    def text(self, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
        if not isinstance(value, str):
            self.wrong_kind(path, "text", value)

    def scalar(self, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
        shape, called = _SCALARS[type(kind)]
        if not isinstance(value, str):
            return self.wrong_kind(path, called, value)
        try:
            msgspec.convert(value, shape, strict=False)
        except msgspec.ValidationError:
            self.report(path, f"{name_of(path)} should be {called}, not '{value}'")
        return None

    def choice(self, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
        allowed = [str(each) for each in kind.values if each != ""]
        if not isinstance(value, str):
            self.wrong_kind(path, "text", value)
        elif _word_of(kind, value) is None:
            remedy = did_you_mean(value, allowed) if len(allowed) > 1 else ""
            self.report(path, f"{name_of(path)} should be {listing(allowed)}, not '{value}'", remedy)

    def union(self, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
        attempts = []
        for each in kind.types:
            attempt = _Walk(self.document)
            attempt.check(each, value, path)
            if not attempt.problems:
                return
            attempts.append((each, attempt.problems))
        alike = [problems for each, problems in attempts if _kind_of(each) is type(value)]
        if len(alike) == 1:
            self.problems += alike[0]
        else:
            wanted = listing([_KINDS[_kind_of(each)] for each, _ in attempts if _kind_of(each) is not type(None)])
            self.wrong_kind(path, wanted, value)


def _word_of(kind: Any, value: str) -> str | None:
    """The word that is meant, in whatever case; None where there is none."""
    words = {str(each).casefold(): str(each) for each in kind.values}
    return words.get(value.strip().casefold())


def recased(shape: Any, value: Any) -> Any:
    """The value with every word of a closed list spelled as the list has it."""
    return _recased(inspect.type_info(shape), value)


def _recased(kind: Any, value: Any) -> Any:
    if isinstance(kind, inspect.LiteralType) and isinstance(value, str):
        return _word_of(kind, value) or value
    if isinstance(kind, inspect.UnionType):
        return next((made for each in kind.types if (made := _recased(each, value)) != value), value)
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        fields = {each.encode_name: each.type for each in kind.fields}
        return {name: _recased(fields[name], each) if name in fields else each for name, each in value.items()}
    if isinstance(kind, inspect.DictType) and isinstance(value, dict):
        return {name: _recased(kind.value_type, each) for name, each in value.items()}
    if isinstance(kind, inspect.VarTupleType | inspect.ListType) and isinstance(value, list):
        return [_recased(kind.item_type, each) for each in value]
    return value


def name_of(path: tuple[Step, ...]) -> str:
    """`'titles'`, `entry 3 of 'titles'`, or `the file`."""
    if not path:
        return "the file"
    if isinstance(path[-1], str):
        return f"'{path[-1]}'"
    inside = f" of {name_of(path[:-1])}" if len(path) > 1 else ""
    return f"entry {path[-1] + 1}{inside}"


def _kind_of(kind: Any) -> type:
    return _TYPE_OF.get(type(kind), str)


_TYPE_OF: Mapping[type, type] = {
    inspect.StructType: dict,
    inspect.DictType: dict,
    inspect.ListType: list,
    inspect.VarTupleType: list,
    inspect.NoneType: type(None),
}


def _nothing(walk: _Walk, kind: Any, value: Any, path: tuple[Step, ...]) -> None:
    if value is not None:
        walk.wrong_kind(path, "empty", value)


_HANDLERS: Mapping[type, Callable[[_Walk, Any, Any, tuple[Step, ...]], None]] = {
    inspect.StructType: _Walk.record,
    inspect.VarTupleType: _Walk.items,
    inspect.ListType: _Walk.items,
    inspect.DictType: _Walk.entries,
    inspect.StrType: _Walk.text,
    inspect.LiteralType: _Walk.choice,
    inspect.UnionType: _Walk.union,
    inspect.NoneType: _nothing,
    **dict.fromkeys(_SCALARS, _Walk.scalar),
}


# From a YAML document to a frozen typed value, with every problem of the file at once.
#
# The quick way is one `msgspec.convert`. Only when that fails is the document walked against its type, to say where
# each problem is; an empty field (`titles:`) then stands for the field's default.

T = TypeVar("T")


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """The base of all that is read from a file: frozen, `primary_goal` in Python is `primary-goal` in YAML."""


def convert(document: Document, shape: type[T], *path: Step) -> T:
    """The document, or the part of it at a path, as a value of a type. Raises ContentError with every problem."""
    value = at(document, *path)
    try:
        return msgspec.convert(value, shape, strict=False)
    except msgspec.ValidationError:
        pass
    # Only a file that has problems, empty fields, or words in another case needs it.

    problems = find_problems(document, shape, value, path)
    if problems:
        raise ContentError(*problems)
    try:
        return msgspec.convert(recased(shape, _without_empty(value)), shape, strict=False)
    except msgspec.ValidationError as error:
        raise ContentError(_unforeseen(document, str(error), path)) from None


def listed(document: Document, name: str) -> tuple[Step, ...]:
    """The path of a list that is either the whole file or stands under one name."""
    return () if isinstance(document.value, list) else (name,)


def is_overlay(document: Document) -> bool:
    """Whether a file says that it changes another one."""
    return isinstance(document.value, dict) and "extends" in document.value


def at(document: Document, *path: Step) -> Any:
    """The raw value at a path; None where there is nothing."""
    value: Any = document.value
    for step in path:
        known = isinstance(value, dict if isinstance(step, str) else list)
        value = (value.get(step) if isinstance(step, str) else value[step]) if known else None
    return value


def check(problems: list[Problem]) -> None:
    """Raise ContentError when there are problems."""
    if problems:
        raise ContentError(*problems)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(item) for key, item in value.items() if item is not None}
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


def _unforeseen(document: Document, message: str, path: tuple[Step, ...]) -> Problem:
    """What msgspec itself says, for a rule that the walk does not know."""
    what, _, place = message.partition(" - at `$")
    steps = [int(index) if index else name for name, index in re.findall(r"\.([\w-]+)|\[(\d+)\]", place)]
    return Problem(document.where(*path, *steps), what[:1].lower() + what[1:])


def default_of(field: Any) -> Any:
    """What a field of a record is where nothing is written."""
    return field.default_factory() if field.default is msgspec.NODEFAULT else field.default
