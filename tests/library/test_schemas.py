"""The JSON Schemas: every file of ours is valid in them, by somebody else's validator, and what is wrong is not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from briefing.documents.yamlfile import parse_yaml, read_yaml
from briefing.errors import UsageError
from briefing.library.library import builtin_folder
from briefing.library.schemas import FILES, modeline, schema_names, schema_of

BUILTIN = builtin_folder()
EXAMPLES = BUILTIN / "examples"


def sort_of(path: Path) -> str:
    special = {"groups.yaml": "group", "kpis.yaml": "kpi", "layout.yaml": "layout", "framework.yaml": "framework"}
    return special.get(path.name) or ("organisation" if path.name == "org.yaml" else "persona")


FOUND = [
    *sorted((BUILTIN / "personas").glob("*.yaml")),
    *sorted((BUILTIN / "layouts").rglob("layout.yaml")),
    BUILTIN / "layouts" / "framework.yaml",
    *sorted(EXAMPLES.rglob("org.yaml")),
    *sorted(EXAMPLES.rglob("layout.yaml")),
]


@cache
def validator(name: str) -> Draft202012Validator:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def errors(name: str, text: str) -> list[str]:
    return [error.json_path for error in validator(name).iter_errors(parse_yaml(text, "a.yaml").value)]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.relative_to(BUILTIN).as_posix())
def test_every_file_of_ours_is_valid_in_its_schema(path: Path) -> None:
    assert [each.message for each in validator(sort_of(path)).iter_errors(read_yaml(path).value)] == []


VALID = [
    ("persona", "identifier: a\nname: A\nobjectives: [text, {item: text, id: t}]\ntitles:\n"),
    ("persona", "extends: cfo\n"),
    (
        "persona",
        "extends: cfo\nobjectives:\n  add: [text, {id: x, item: y, before: z}]\n  remove: [a]\n"
        "  replace: [{id: b, item: c}]\n  order: [c, b]\ntitles: [x]\nask: {by: 2026-03-31}\n"
        "language: {use: {add: [margin]}}\nanswers: {replace: [{frustration: x, change: y}]}\n",
    ),
    ("layout", "slides: [{kind: title, subtitle: x, when: count > 1}]\n"),
    (
        "layout",
        "extends: pitch\nslides:\n  add: [{before: ask, kind: text, lead: y}]\n  replace: [{id: kpis, title: z}]\n",
    ),
    ("kpi", "kpis: [{id: a, name: A, billing-data: 'no'}]\n"),
    ("kpi", "extends: kpis\nkpis: {remove: [cogs], replace: [{id: unit-cost, name: N}]}\n"),
    ("group", "- {id: a, name: A, members: [cfo]}\n"),
    ("workspace", "layout: pitch\nformats: pptx,md\nlibraries: [library]\n"),
    ("theme", "name: ours\n"),
    ("organisation", "name: A\ncurrency: EUR\nspend: {current-monthly: 400000}\n"),
    ("bill", "version: 1\ncurrency: EUR\nmonths: [{month: 2026-03, billed: 371204.12, complete: false}]\n"),
]
WRONG = [
    ("persona", "name: A\n", "$"),
    ("persona", "identifier: a\nname: A\nobjectivs: [x]\n", "$"),
    ("persona", "identifier: a\nname: A\nobjectives: {add: [x]}\n", "$.objectives"),
    ("persona", "extends: cfo\nobjectives: {ad: [x]}\n", "$.objectives"),
    ("persona", "extends: cfo\nobjectivs: [x]\n", "$"),
    ("layout", "slides: [{title: x}]\n", "$.slides[0]"),
    ("kpi", "- {id: a, name: A, better: up}\n", "$[0].better"),
    ("kpi", "kpis: {remove: [cogs]}\n", "$.kpis"),
    ("workspace", "layouts: pitch\n", "$"),
    ("organisation", "billing: {required-tag: [owner]}\n", "$.billing"),
    ("bill", "currency: EUR\nmonth: []\n", "$"),
    ("bill", "currency: EUR\ncomparison: {span: week, recent: {first: a, last: b}}\n", "$.comparison"),
]


@pytest.mark.parametrize(("name", "text"), VALID)
def test_what_our_reader_takes_is_valid(name: str, text: str) -> None:
    assert errors(name, text) == []


@pytest.mark.parametrize(("name", "text", "place"), WRONG)
def test_what_our_reader_refuses_is_marked_at_its_place(name: str, text: str, place: str) -> None:
    assert place in errors(name, text)


def test_a_number_and_an_empty_field_are_fine_as_editors_read_them() -> None:
    value = {"identifier": "a", "name": 7, "titles": None, "ask": {"decision": "x", "by": None}}
    assert list(validator("persona").iter_errors(value)) == []


def fields(shape: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(shape, list):
        for each in shape:
            yield from fields(each, path)
    elif isinstance(shape, dict):
        for name, field in shape.get("properties", {}).items():
            yield f"{path}.{name}", field
        for key, each in shape.items():
            yield from fields(each, f"{path}/{key}")


@pytest.mark.parametrize("name", schema_names())
def test_every_type_and_field_is_described(name: str) -> None:
    schema = schema_of(name)
    assert [each for each, definition in schema["$defs"].items() if not definition.get("description")] == []
    bare = [path for path, field in fields(schema["$defs"]) if not field.get("description")]
    assert bare == []


def test_an_unknown_schema_is_told_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        schema_of("personas")
    assert str(caught.value) == "there is no schema for 'personas'; did you mean 'persona'?"
    with pytest.raises(UsageError) as caught:
        schema_of("zzz")
    assert str(caught.value) == f"there is no schema for 'zzz'; there are {', '.join(FILES)}"


def test_the_line_for_editors_names_the_schema() -> None:
    assert modeline("persona") == "# yaml-language-server: $schema=../schemas/persona.json"
