"""From a YAML document to a frozen typed value, with every problem of the file at once.

The quick way is one `msgspec.convert`. Only when that fails is the document walked against its type, to say where each
problem is; an empty field (`titles:`) then stands for the field's default.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from briefing.errors import ContentError, Problem
from briefing.library.yamlfile import Document, Step

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
    from briefing.library.problems import find_problems, recased

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
