"""Persona files as we write them: the line for editors, the fields in the order they came, one entry a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from briefing.library.schemas import modeline
from briefing.personaimport.found import Clean, Item


def as_file(person: Clean, source: str) -> str:
    """The whole file of a persona."""
    return "\n".join([modeline("persona"), f"# Imported from {source}.", *_fields(person.fields), ""])


def as_overlay(person: Clean, source: str) -> str:
    """A file that changes only what the source says in the persona of the same identifier."""
    changed = {key: value for key, value in person.fields.items() if key != "identifier"}
    head = [modeline("persona"), f"# Imported from {source}, on top of '{person.identifier}'."]
    return "\n".join([*head, f"extends: {person.identifier}", *_fields(changed), ""])


def _fields(fields: Mapping[str, object]) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, str):
            yield f"{name}: {scalar(value)}"
        elif isinstance(value, list) and all(isinstance(each, (str, Item)) for each in value):
            yield f"{name}:"
            yield from (f"  - {_entry(each)}" for each in value)
        else:
            yield yaml.safe_dump({name: value}, allow_unicode=True, sort_keys=False, width=100).rstrip()


def _entry(entry: str | Item) -> str:
    if isinstance(entry, str):
        return scalar(entry)
    remark = f"  # {entry.remark}" if entry.remark else ""
    if not entry.id:
        return scalar(entry.text) + remark
    return f"{{id: {scalar(entry.id, flow=True)}, item: {scalar(entry.text, flow=True)}}}{remark}"


def scalar(text: str, *, flow: bool = False) -> str:
    """A text as YAML on one line, in quotes only where it needs them."""
    value: object = [text] if flow else text
    dumped = yaml.safe_dump(value, allow_unicode=True, width=1_000_000, default_flow_style=flow).strip()
    dumped = dumped.removesuffix("...").strip()
    return dumped[1:-1] if flow else dumped
