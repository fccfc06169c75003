"""Which required keys a row's tags lack: JSON text, maps, structures and lists of keys with values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import BooleanValue, IntegerValue, Value

Has: TypeAlias = Callable[[Value, str], BooleanValue]

# In JSON only a key stands after `{` or `,` and has its own quote there: within a value, each quote has a backslash.
# The second group is what makes the value more than empty: a character of a text, a number, true, a list, an object.
_BEGIN = r"(^|[{,])\s*"
_VALUE = r"\s*:\s*(\"\s*[^\"\s]|[-0-9tf\[{])"
_OWN_KEY = _BEGIN + r"(\"[^\":]+\")\s*:"
_PREFIX = ":"  # keys of providers have one: `aws:createdBy`


def lacking(cell: Value | None, required: Sequence[str]) -> IntegerValue:
    """A number whose bit n says that key n is missing or empty; without `required`, 1 where there is no own key at all.

    Where there is no column of tags, all are missing.
    """
    if cell is None:
        return ibis.literal(2 ** max(len(required), 1) - 1, dt.int64)
    has, has_own = _READERS[_form(cell.type())]
    if not required:
        return _missing(has_own(cell)).cast(dt.int64)
    bits = [_missing(has(cell, key)).cast(dt.int64) * 2**place for place, key in enumerate(required)]
    return sum(bits[1:], start=bits[0])


def _missing(there: BooleanValue) -> BooleanValue:
    return ~ibis.coalesce(there, ibis.literal(False))


def _form(kind: dt.DataType) -> str:
    if kind.is_map():
        return "map"
    if kind.is_struct():
        return "struct"
    if kind.is_array():
        return "list"
    return "text"


def _text_has(cell: Value, key: str) -> BooleanValue:
    names = "|".join(sorted({re.escape(json.dumps(key)), re.escape(json.dumps(key, ensure_ascii=False))}))
    quoted = names if "|" not in names else f"({names})"
    return _found(cell, _BEGIN + quoted + _VALUE, 3 if "|" in names else 2)


def _text_has_own(cell: Value) -> BooleanValue:
    return _found(cell, _OWN_KEY, 2)


def _found(cell: Value, pattern: str, group: int) -> BooleanValue:
    """By extracting: DuckDB extracts once for each different text of a Parquet page, and searches once for each row."""
    return (cell if cell.type().is_string() else cell.cast(dt.string)).re_extract(pattern, group) != ""


def _map_has(cell: Value, key: str) -> BooleanValue:
    return cell.get(key).cast(dt.string).strip() != ""


def _map_has_own(cell: Value) -> BooleanValue:
    return cell.keys().filter(lambda key: ~key.contains(_PREFIX)).length() > 0


def _struct_has(cell: Value, key: str) -> BooleanValue:
    if key not in cell.type().names:
        return ibis.literal(False)
    return cell[key].cast(dt.string).strip() != ""


def _struct_has_own(cell: Value) -> BooleanValue:
    own = [cell[name].notnull() for name in cell.type().names if _PREFIX not in name]
    return ibis.or_(*own) if own else ibis.literal(False)


def _list_has(cell: Value, key: str) -> BooleanValue:
    name, value = cell.type().value_type.names[:2]
    return cell.filter(lambda each: (each[name] == key) & (each[value].strip() != "")).length() > 0


def _list_has_own(cell: Value) -> BooleanValue:
    name = cell.type().value_type.names[0]
    return cell.filter(lambda each: ~each[name].contains(_PREFIX)).length() > 0


_READERS: dict[str, tuple[Has, Callable[[Value], BooleanValue]]] = {
    "text": (_text_has, _text_has_own),
    "map": (_map_has, _map_has_own),
    "struct": (_struct_has, _struct_has_own),
    "list": (_list_has, _list_has_own),
}
