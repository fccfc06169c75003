"""What people type, in their own notation, as the file has it: `€1,24 Mio` is `€1240000`, `31.3.2026` is 2026-03-31.

Only what has one meaning is changed; all else stays, so that the reader says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args, get_origin

import msgspec

from briefing.documents import amounts
from briefing.documents.amounts import full_number, with_dot
from briefing.documents.yamlfile import Step
from briefing.organisation.organisation import OrganisationFile
from briefing.organisation.reader import fields_by_name, plain_type

_DIGITS = re.compile(r"\d[\d.,'’ \u00a0\u202f]*\d|\d")
_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})\.? )?([A-Za-z]{3,9})\.?(?: (\d{1,2}),?)? (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_QUARTERS = re.compile(r"(\d{1,2})[./](\d{4})")


def money(text: str) -> str:
    """An amount of money, a share or a value with decimals after a dot and nothing shortened."""
    return dotted_digits(full_number(text.strip()))


def dotted_digits(text: str) -> str:
    """Each number with a dot before its decimals, where it is written otherwise and can be meant in one way only."""
    return _DIGITS.sub(lambda found: (with_dot(found[0]) if "," in found[0] else "") or found[0], text.strip())


def day(text: str) -> str:
    """A day or month in ISO form; `03/04/2026`, which is one in April or in March, stays as it is."""
    said = " ".join(text.split())
    if found := _DAY.fullmatch(said):
        first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
        if mark == "." or first > 12 or first == second:
            return _iso(year, second, first) or said
        return (_iso(year, first, second) if second > 12 else "") or said
    if found := _QUARTERS.fullmatch(said):
        return _iso(int(found[2]), int(found[1]), 1)[:7] or said
    if (found := _WORDS.fullmatch(said)) and (month := _month(found[2])):
        number = found[1] or found[3]
        whole = _iso(int(found[4]), month, int(number or 1))
        return (whole if number else whole[:7]) or said
    return said


def _month(word: str) -> int:
    short = word.casefold()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _iso(year: int, month: int, number: int) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return ""


# By the type of a field, how what is typed into it becomes what the file has.
_PLAIN: Mapping[Any, Callable[[str], str]] = {
    amounts.Money: money,
    amounts.Saved: money,
    amounts.Share: dotted_digits,
    amounts.Growth: dotted_digits,
    amounts.Quantity: money,
    amounts.Number: dotted_digits,
    amounts.Day: day,
}


def type_at(path: tuple[Step, ...], shape: Any = OrganisationFile) -> Any:
    """The type of the field at a path of the organisation's file. Raises LookupError where there can be none."""
    kind = plain_type(shape)
    for step in path:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            kind = plain_type(fields_by_name(kind)[str(step)].type)
        elif get_origin(kind) is dict:
            kind = plain_type(get_args(kind)[1])
        elif get_origin(kind) is tuple and isinstance(step, int) and step >= 0:
            kind = plain_type(get_args(kind)[0])
        else:
            raise LookupError(path)
    return kind


def as_written(kind: Any, value: Any) -> Any:
    """A typed value, and all that is in it, as the file has it; what is empty is left out. Texts stay as they are."""
    if isinstance(value, str):
        return _PLAIN.get(kind, str)(value)
    if isinstance(value, Mapping):
        record = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        known = fields_by_name(kind) if record else {}
        inner = get_args(kind)[1] if get_origin(kind) is dict else str
        kinds = {name: plain_type(known[name].type if name in known else inner) for name in value}
        made = {name: as_written(kinds[name], each) for name, each in value.items()}
        return {_key(kind, name): each for name, each in made.items() if not is_empty(each)}
    if isinstance(value, list):
        inner = plain_type(get_args(kind)[0]) if get_origin(kind) is tuple else str
        return [made for each in value if not is_empty(made := as_written(inner, each))]
    return value


def is_empty(value: Any) -> bool:
    """Whether nothing was typed: no text but blanks, no entry, no field."""
    return not value.strip() if isinstance(value, str) else value in (None, {}, [])


def _key(kind: Any, name: str) -> str:
    """A key: months are written as dates are."""
    return day(name) if get_origin(kind) is dict and re.search(r"\d{4}$", name) else name
