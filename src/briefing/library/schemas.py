"""JSON Schemas of the files that people write, for editors: from the types that the files are read into.

`FILES` lists them; a type that is added there has its schema, its command and its test. Descriptions are the docstrings
of the types, and `descriptions.py` for single fields.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from briefing.documents.text import did_you_mean
from briefing.errors import UsageError
from briefing.library.descriptions import CHANGES, EXTENDS, FIELDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PREFIX = "#/$defs/"
# What YAML reads as a number or as yes and no is a text to us, and stays as it is written.
_TEXT = ("string", "number", "boolean")

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FileType:
    """A sort of file: the type that it is read into, and what its overlays look like.

    `listed` is the name that a catalogue's list may stand under; `overlay` whether the file may extend another one;
    `slides` the type of what else the entries of `slides` hold.
    """

    type: str
    overlay: bool = False
    listed: str = ""
    slides: str = ""


FILES: Mapping[str, FileType] = {
    "persona": FileType("briefing.library.persona:PersonaFile", overlay=True),
    "group": FileType("briefing.library.persona:Group", overlay=True, listed="groups"),
    "kpi": FileType("briefing.library.catalogues:KPI", overlay=True, listed="kpis"),
    "layout": FileType("briefing.library.layout:LayoutFile", overlay=True, slides="briefing.library.layout:SlideHead"),
    "organisation": FileType("briefing.organisation.reading:OrganisationFile"),
    "bill": FileType("briefing.bill.bill:Bill"),
    "framework": FileType("briefing.library.framework:FrameworkFile"),
    "story": FileType("briefing.library.story:Story"),
    "theme": FileType("briefing.library.themefile:ThemeFile"),
    "workspace": FileType("briefing.library.workspace:WorkspaceFile"),
}


def schema_names() -> tuple[str, ...]:
    """The files that have a schema."""
    return tuple(FILES)


def schema_of(name: str) -> Schema:
    """The JSON Schema of a sort of file. Raises UsageError for an unknown one."""
    if name not in FILES:
        remedy = did_you_mean(name, FILES, f"there are {', '.join(FILES)}")
        raise UsageError(f"there is no schema for '{name}'", remedy=remedy)
    file = FILES[name]
    types = [_loaded(each) for each in (file.type, file.slides) if each]
    refs, definitions = msgspec.json.schema_components(types, ref_template=_PREFIX + "{name}")
    _described(definitions)
    if file.slides:
        top = definitions[types[0].__name__]
        definitions[types[1].__name__].pop("additionalProperties", None)
        top["properties"]["slides"]["items"] = {"$ref": refs[1]["$ref"]}
    whole: Schema = {"$ref": refs[0]["$ref"]}
    if file.listed:
        whole = _catalogue(whole, file.listed)
    if file.overlay:
        whole = _or_overlay(whole, definitions)
    loosened = _loosened(definitions)
    return {"$schema": DIALECT, "title": f"briefing: {name}", **_loosened(whole), "$defs": loosened}


def schema_text(name: str) -> str:
    """The schema as a file."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


def modeline(name: str, to_schemas: str = "../schemas") -> str:
    """The line by which editors find the schema; `to_schemas` is the folder of the schemas, from that of the file."""
    return f"# yaml-language-server: $schema={to_schemas}/{name}.json"


def _loaded(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def _described(definitions: dict[str, Schema]) -> None:
    definitions.pop("Origin", None)  # where an amount came from, which nobody writes
    for name, definition in tuple(definitions.items()):
        if "origin" in definition.get("properties", {}):  # an amount, which is written as one text
            definitions[name] = {"type": "string", "description": definition.get("description", name)}
            continue
        if "description" in definition:
            definition["description"] = " ".join(str(definition["description"]).split())
        for field, shape in definition.get("properties", {}).items():
            text = FIELDS.get(f"{name}.{field}") or FIELDS.get(field, "")
            if text and "description" not in shape:
                definition["properties"][field] = {"description": text, **shape}


def _catalogue(entry: Schema, name: str) -> Schema:
    entries = {"type": "array", "items": entry}
    under = {"type": "object", "properties": {name: entries}, "required": [name], "additionalProperties": False}
    return {"if": {"type": "array"}, "then": entries, "else": under}


def _or_overlay(whole: Schema, definitions: dict[str, Schema]) -> Schema:
    """The whole file, or one with `extends` in which nothing is needed and lists may be changed."""
    for name, definition in tuple(definitions.items()):
        definitions[f"{name}Changes"] = _changed(definition)
    overlay = _changed(whole.get("else") or definitions[whole["$ref"].removeprefix(_PREFIX)])
    overlay["properties"] = {"extends": {"type": "string", "description": EXTENDS}, **overlay["properties"]}
    overlay["required"] = ["extends"]
    has_extends = {"type": "object", "required": ["extends"]}
    return {"if": has_extends, "then": overlay, "else": whole}


def _changed(definition: Schema) -> Schema:
    """The definition with nothing required, and changes in the place of every list."""
    properties = {name: _with_changes(shape) for name, shape in definition.get("properties", {}).items()}
    kept = {key: value for key, value in definition.items() if key != "required"}
    return {**kept, "properties": properties} if properties else kept


def _with_changes(shape: Schema) -> Schema:
    description = {"description": shape["description"]} if "description" in shape else {}
    options = [_renamed(each) for each in shape.get("anyOf", [shape]) if each.get("type") != "null"]
    lists = [each for each in options if each.get("type") == "array"]
    if not lists:
        renamed: Schema = _renamed(shape)
        return renamed
    return {**description, "anyOf": [*options, _list_changes(lists[0].get("items", {}))]}


def _list_changes(items: Schema) -> Schema:
    ids = {"type": "array", "items": {"type": "string"}}
    entry = {"anyOf": [items, {"type": "object"}]}  # with 'before' or 'after', or only what is replaced
    shapes = {"add": {"type": "array", "items": entry}, "replace": {"type": "array", "items": {"type": "object"}}}
    either = {"anyOf": [ids, {"type": "string"}]}
    named = {name: {"description": text, **shapes.get(name, either)} for name, text in CHANGES.items()}
    return {"type": "object", "properties": named, "additionalProperties": False, "minProperties": 1}


def _renamed(shape: Any) -> Any:
    """References to the definitions in which nothing is required; those within lists stay as they are."""
    if isinstance(shape, dict):
        if shape.get("type") == "array":
            return shape
        return {key: f"{value}Changes" if key == "$ref" else _renamed(value) for key, value in shape.items()}
    return [_renamed(each) for each in shape] if isinstance(shape, list) else shape


def _loosened(shape: Any) -> Any:
    """The schema as our reader is: numbers are texts too, and an empty field stands for its default."""
    if isinstance(shape, list):
        return [_loosened(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    made = {key: _loosened(value) for key, value in shape.items() if key not in ("properties", "default")}
    if "properties" in shape:
        needed = shape.get("required", [])
        fields = shape["properties"].items()
        made["properties"] = {name: _field(_loosened(each), name in needed) for name, each in fields}
    if made.get("format") == "decimal":
        del made["format"]
    if made.get("type") in ("integer", "boolean"):
        made["type"] = [made["type"], "string"]
    if made.get("type") == "string" and "enum" not in made and "format" not in made:
        made["type"] = list(_TEXT)
    return made


def _field(shape: Schema, needed: bool) -> Schema:
    if needed or shape == {}:
        return shape
    description = {"description": shape["description"]} if "description" in shape else {}
    rest = {key: value for key, value in shape.items() if key != "description"}
    if set(rest) == {"anyOf"}:
        options = (each for each in rest["anyOf"] if each != {"type": "null"})
        return {**description, "anyOf": [*options, {"type": "null"}]}
    return {**description, "anyOf": [rest, {"type": "null"}]}
