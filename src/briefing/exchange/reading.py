"""Personas out of any file they come in: YAML and JSON, Markdown with front matter, CSV with a row for each entry."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping

from briefing.documents.othertext import plain_cell, table_of
from briefing.documents.text import slug
from briefing.documents.yamlfile import MAX_BYTES, MAX_ENTRIES, Document, Step, parse_yaml
from briefing.errors import ContentError, Problem, Where
from briefing.exchange.cleaning import Found, Value

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*)")
# What a column of a CSV file may be called.
_COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("identifier", "persona", "indentifier"), "identifier"),
    **dict.fromkeys(("name", "role"), "name"),
    **dict.fromkeys(("field", "list", "section", "category", "type"), "field"),
    **dict.fromkeys(("item", "entry", "text", "value"), "item"),
    "id": "id",
}


def read_found(text: str, file: str) -> tuple[Found, ...]:
    """Every persona of a file; the ending of its name tells what it is, and else its first characters.

    Raises ContentError where it is none of the known forms, or holds no persona.
    """
    if len(text.encode()) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes"
        raise ContentError(Problem(Where(file), message, "divide it or shorten it"))
    found = _READERS[_form(text, file)](text, file)
    if not found:
        raise ContentError(Problem(Where(file), "the file holds no persona", "see docs/import.md for what can be read"))
    return found


def _form(text: str, file: str) -> str:
    ending = file.rpartition(".")[2].lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if first == "---" and re.search(r"^---\s*\n(?:.*\n)*?---\s*$", text.lstrip() + "\n", re.MULTILINE):
        return "markdown"
    said, _, table = table_of(text)
    columns = {_COLUMNS.get(slug(each)) for each in table.lstrip().partition("\n")[0].split(said)}
    return "csv" if {"field", "item"} <= columns else "yaml"


def _from_yaml(text: str, file: str) -> tuple[Found, ...]:
    document = parse_yaml(text, file)
    value = document.value
    if isinstance(value, dict) and isinstance(value.get("personas"), list):
        return tuple(_found(document, ("personas", index)) for index in range(len(value["personas"])))
    if isinstance(value, list):
        return tuple(_found(document, (index,)) for index in range(len(value)))
    return (_found(document, ()),)


def _found(document: Document, path: tuple[Step, ...]) -> Found:
    value: object = document.value
    for step in path:
        value = value[step]  # type: ignore[index]
    if not isinstance(value, dict):
        message = "a persona should be a mapping, with a name and lists"
        raise ContentError(Problem(document.where(*path), message, "write it as 'name: value' lines"))
    return Found(document.where(*path), tuple(_value(document, (*path, key), item) for key, item in value.items()))


def _value(document: Document, path: tuple[Step, ...], value: object) -> Value:
    size = len(value) if isinstance(value, list) else 0
    places = tuple(document.where(*path, index) for index in range(size))
    return Value(str(path[-1]), value, document.where_key(*path), places)


def _from_markdown(text: str, file: str) -> tuple[Found, ...]:
    """Fields in the front matter; each heading below it is a field, with bullets or a paragraph."""
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[start].strip() != "---":
        raise ContentError(Problem(Where(file, start + 1), "the file has no front matter", "begin it with '---'"))
    end = next((number for number in range(start + 1, len(lines)) if lines[number].strip() in ("---", "...")), 0)
    if not end:
        message = "the front matter that opens here is never closed"
        raise ContentError(Problem(Where(file, start + 1), message, "close it with '---'"))
    front = "\n" * (start + 1) + "\n".join(lines[start + 1 : end])
    head = _from_yaml(front, file)[0] if front.strip() else Found(Where(file, start + 1), ())
    return (Found(head.where, (*head.values, *_sections(lines, end + 1, file))),)


def _sections(lines: list[str], first: int, file: str) -> Iterator[Value]:
    name, where, entries, places = "", Where(file), list[str](), list[Where]()
    for number in range(first, len(lines) + 1):
        line = lines[number] if number < len(lines) else "# "
        heading = _HEADING.fullmatch(line) or (re.fullmatch("# ", line) if number == len(lines) else None)
        if heading:
            if name and entries:
                yield Value(name, list(entries), where, tuple(places))
            name, where, entries, places = "", Where(file, number + 1), [], []
            name = heading[2] if heading.re is _HEADING else ""
        elif bullet := _BULLET.fullmatch(line):
            entries.append(bullet[1])
            places.append(Where(file, number + 1))
        elif line.strip() and entries and line[:1].isspace():
            entries[-1] += f" {line.strip()}"
        elif line.strip():
            entries.append(line.strip())
            places.append(Where(file, number + 1))


def _from_csv(text: str, file: str) -> tuple[Found, ...]:
    """A row for each entry: identifier, name, field, item and perhaps id, in any order of the columns."""
    mark, before, text = table_of(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        header = [_COLUMNS.get(slug(each), "") for each in next(rows, [])]
        if not {"field", "item"} <= set(header) or not {"identifier", "name"} & set(header):
            message = "the first row should name the columns identifier, name, field and item"
            raise ContentError(Problem(Where(file, 1), message, "see docs/import.md for an example"))
        read = ((rows.line_num + before, map(plain_cell, row)) for row in rows if any(row))
        return _grouped([(number, dict(zip(header, row, strict=False))) for number, row in read], file)
    except csv.Error as error:
        where = Where(file, rows.line_num + before)
        raise ContentError(Problem(where, f"this is not sound CSV ({error})", "save it again")) from None


def _grouped(rows: list[tuple[int, dict[str, str]]], file: str) -> tuple[Found, ...]:
    if len(rows) > MAX_ENTRIES:
        raise ContentError(Problem(Where(file), f"the file holds more than {MAX_ENTRIES:,} rows", "divide it"))
    people: dict[str, tuple[Where, dict[str, Value]]] = {}
    for number, row in rows:
        where = Where(file, number)
        key = (row.get("identifier") or row.get("name") or "").strip()
        _, fields = people.setdefault(key, (where, {}))
        for name in ("identifier", "name"):
            if (row.get(name) or "").strip():
                fields.setdefault(name, Value(name, row[name], where))
        if (row.get("field") or "").strip():
            _add(fields, row["field"].strip(), row, where)
    return tuple(Found(where, tuple(fields.values())) for where, fields in people.values())


def _add(fields: dict[str, Value], name: str, row: Mapping[str, str], where: Where) -> None:
    entry: object = {"item": row.get("item") or "", "id": row["id"]} if row.get("id") else row.get("item") or ""
    before = fields.get(name, Value(name, [], where))
    entries = before.value if isinstance(before.value, list) else [before.value]
    fields[name] = Value(name, [*entries, entry], before.where, (*before.places, where))


_ENDINGS: Mapping[str, str] = {
    **dict.fromkeys(("yaml", "yml", "json"), "yaml"),
    **dict.fromkeys(("md", "markdown"), "markdown"),
    **dict.fromkeys(("csv", "tsv"), "csv"),
}
_READERS: Mapping[str, Callable[[str, str], tuple[Found, ...]]] = {
    "yaml": _from_yaml,
    "markdown": _from_markdown,
    "csv": _from_csv,
}
