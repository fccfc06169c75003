"""Tags in every form that exports have: JSON text, pairs in a text, maps, structures, lists of pairs and of texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import ibis
import ibis.expr.datatypes as dt
import msgspec
from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Value

from briefing.bill.bill import TAG

# What a key of a tag looks like in exports: in any case, with or without separators, behind the prefix of a provider.
#
# `cost-center` is `CostCenter` on Azure, `user_cost_center` or `user:cost-center` on AWS. A key with another prefix
# (`aws:createdBy`) is the provider's own. Patterns have no flags, as not every engine knows them.

_SEPARATORS = "-_. "
_BETWEEN = "[-_. ]*"
_USER = r"([rR]esource_?[tT]ags?[:_./])?([uU]ser[:_])?"  # how AWS marks the keys that are not its own
_OWN_PREFIX = re.compile(_USER)


class TagKey(msgspec.Struct, frozen=True):
    """A key, and the other names that the organisation has for it."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """The column of the rows with its value: letters and digits alone, as some databases know no others."""
        plain = "".join(each if each.isascii() and each.isalnum() else f"_{ord(each):x}_" for each in folded(self.name))
        return f"tag_{plain}"

    @property
    def dimension(self) -> str:
        """How parts of a bill by its values are called."""
        return f"{TAG}{self.name}"

    @property
    def pattern(self) -> str:
        """Every way to write it, as a regular expression without its ends. All its groups count."""
        names = dict.fromkeys(map(_spelt, (self.name, *self.aliases)))
        return f"{_USER}({'|'.join(names)})"

    @property
    def groups(self) -> int:
        """How many groups its pattern has."""
        return re.compile(self.pattern).groups

    def is_named(self, name: str) -> bool:
        """Whether a key of an export is this one."""
        return re.fullmatch(self.pattern, name) is not None


def tag_key(name: str, aliases: Mapping[str, Sequence[str]]) -> TagKey:
    """The key with its aliases, for which the organisation may write its name in any case; an alias means the key."""
    for own, others in aliases.items():
        if folded(own) == folded(name):
            return TagKey(name.strip(), tuple(others))
        if folded(name) in map(folded, others):
            return TagKey(own, tuple(others))
    return TagKey(name.strip())


def tag_keys(names: Iterable[str], aliases: Mapping[str, Sequence[str]]) -> tuple[TagKey, ...]:
    """The keys, in their order."""
    return tuple(tag_key(name, aliases) for name in names)


def folded(name: str) -> str:
    """A key without what exports write in different ways."""
    plain = "".join(each for each in name.casefold() if each not in _SEPARATORS)
    return plain or name.casefold()


def is_own(name: str) -> bool:
    """Whether a key is the company's, and not one of a provider."""
    return ":" not in _OWN_PREFIX.sub("", name, count=1)


def _spelt(name: str) -> str:
    return _BETWEEN.join(map(_any_case, folded(name)))


def _any_case(letter: str) -> str:
    forms = dict.fromkeys((letter, letter.upper(), letter.title()))
    spelt = [re.escape(each) for each in forms]
    # In JSON text a letter may stand as a code of it, whose digits are of either case.
    codes = [_code(each) for each in forms if json.dumps(each)[1:-1] != each]
    if not codes and len(spelt) == 1:
        return spelt[0]
    if not codes and all(len(each) == 1 for each in forms):
        return f"[{''.join(forms)}]"
    return f"({'|'.join((*spelt, *codes))})"


def _code(letter: str) -> str:
    code = json.dumps(letter)[1:-1]
    return "".join(f"[{each}{each.upper()}]" if each in "abcdef" else re.escape(each) for each in code)


Of: TypeAlias = Callable[[Value, TagKey], StringValue]
Own: TypeAlias = Callable[[Value], BooleanValue]

# In JSON only a key stands after `{` or `,` and has its own quote there: within a value, each quote has a backslash.
_BEGIN = r"(^|[{,])\s*"
_USERS = r"([rR]esource_?[tT]ags?[:_./])?([uU]ser:)?"
# What makes a value more than empty: a character of a text, a number, true, a list, an object.
_GIVEN = r"(\"\s*[^\"\s]|[-0-9tf\[{])"
# Of objects and lists no text can be made; of two keys that are the same one, the empty one says nothing.
_JSON_VALUE = r"(\"\s*([^\s\"\\]|\\.)([^\"\\]|\\.)*\"|[^\s,}\]\"{\[]+)"
_PAIR_KEY = r"\"([kK]ey|[nN]ame|[tT]agKey)\"\s*:\s*\""
_PAIR_VALUE = r"\"\s*,\s*\"([vV]alue|[tT]agValue)\"\s*:\s*"
# `owner=a; env=b` and `key:owner value:a`, in a text that is no JSON; `{'owner': 'a'}` as Python writes it.
_BARE = r"^([^{}\"\[\]]*[;,|\n])?\s*([kK]ey:)?"
_BARE_IS = r"(\s*[=:]|\s+[vV]alue:)\s*"
_BARE_VALUE = r"([^\s;,|][^;,|\n]*)"
_PYTHON = r"^[\[({\s]*'([^\"]*[,({]\s*')?"
# `["owner:a", "env:b"]`: a list of texts in a text.
_LISTED = r"^\[\s*(\"[^\"]*\"\s*,\s*)*\""
_LISTED_IS = r"\s*[:=]\s*"
_LISTED_VALUE = r"([^\s\"][^\"]*)"
_OWN_LISTED = rf"^\[\s*(\"[^\"]*\"\s*,\s*)*\"{_USERS}[^\":=]+[:=][^\":=]+\""
_PYTHON_IS = r"'\s*[:,]\s*'\s*"
_PYTHON_VALUE = r"([^'\s][^']*)"
_ELEMENT = r"^[{\[\"'\s]*"
_ELEMENT_IS = r"[\"']?\s*[=:]\s*[\"']?\s*"
_ELEMENT_VALUE = r"([^\s\"'}][^\"'}]*)"
_OWN_KEY = rf"(^|[{{,])\s*(\"{_USERS}[^\":]+\"\s*:|'{_USERS}[^':]+'\s*:)|\(\s*'{_USERS}[^':]+'\s*,"
_OWN_PAIR = _PAIR_KEY + rf"{_USERS}[^\":]+\""
# A pair with a colon has no second one: `aws:createdBy:a` is the provider's.
_OWN_BARE = rf"(^|[;,|\n])\s*{_USERS}[^{{}}\"'\[\]:=;,|]+(=|:[^:=;,|{{}}\[\]\"']+([;,|\n]|$))"
_OWN_ELEMENT = rf"^[{{\[\"'\s]*{_USERS}[^:=]+(=|\"?\s*:[^=]*$|$)"
# The names of a pair's two sides, in structures.
_KEYS, _VALUES = ("key", "name", "tagkey", "k"), ("value", "tagvalue", "v")


def lacking(cell: Value | None, required: Sequence[TagKey]) -> IntegerValue:
    """A number whose bit n says that key n is missing or empty; without `required`, 1 where there is no own key at all.

    Where there is no column of tags, all are missing.
    """
    if cell is None:
        return ibis.literal(2 ** max(len(required), 1) - 1, dt.int64)
    form = _form(cell.type())
    if not required:
        return _missing(_OWN[form](cell)).cast(dt.int64)
    has = _text_has if form == "text" else lambda of, key: _OF[form](of, key).notnull()
    bits = [_missing(has(cell, key)).cast(dt.int64) * 2**place for place, key in enumerate(required)]
    return sum(bits[1:], start=bits[0])


def value_of(cell: Value | None, key: TagKey) -> StringValue:
    """The value of a key; null where it is missing or empty. Codes of letters in JSON stay as they are written."""
    return ibis.null(dt.string) if cell is None else _OF[_form(cell.type())](cell, key)


def _missing(there: BooleanValue) -> BooleanValue:
    return ~ibis.coalesce(there, ibis.literal(False))


def _form(kind: dt.DataType) -> str:
    if kind.is_map():
        return "map"
    if kind.is_struct():
        return "struct"
    if kind.is_array():
        is_pairs = kind.value_type.is_struct() and len(kind.value_type.names) > 1
        return "pairs" if is_pairs else "list"
    return "text"


def _string(cell: Value) -> StringValue:
    return cell if cell.type().is_string() else cell.cast(dt.string)


def _given(value: StringValue) -> StringValue:
    """The value without blanks around it, null where nothing is left."""
    return _string(value).strip().nullif("")


def _text_has(cell: Value, key: TagKey) -> BooleanValue:
    """By extracting: DuckDB extracts once for each different text of a Parquet page, and searches once for each row."""
    spelt = key.pattern
    forms = (
        f'{_BEGIN}"{spelt}"\\s*:\\s*{_GIVEN}',
        f"{_PAIR_KEY}{spelt}{_PAIR_VALUE}{_GIVEN}",
        f"{_BARE}{spelt}{_BARE_IS}{_BARE_VALUE}",
        f"{_PYTHON}{spelt}{_PYTHON_IS}{_PYTHON_VALUE}",
        f"{_LISTED}{spelt}{_LISTED_IS}{_LISTED_VALUE}",
    )
    return _string(cell).re_extract("|".join(forms), 0) != ""


def _text_of(cell: Value, key: TagKey) -> StringValue:
    text, spelt = _string(cell), key.pattern
    json_forms = (
        (f'{_BEGIN}"{spelt}"\\s*:\\s*{_JSON_VALUE}', 1 + key.groups + 1),
        (f"{_PAIR_KEY}{spelt}{_PAIR_VALUE}{_JSON_VALUE}", 1 + key.groups + 2),
    )
    forms = (
        (f"{_BARE}{spelt}{_BARE_IS}{_BARE_VALUE}", 2 + key.groups + 2),
        (f"{_PYTHON}{spelt}{_PYTHON_IS}{_PYTHON_VALUE}", 1 + key.groups + 1),
        (f"{_LISTED}{spelt}{_LISTED_IS}{_LISTED_VALUE}", 1 + key.groups + 1),
    )
    found = [_unquoted(text.re_extract(pattern, group)) for pattern, group in json_forms]
    return ibis.coalesce(*found, *(_given(text.re_extract(pattern, group)) for pattern, group in forms))


def _unquoted(token: StringValue) -> StringValue:
    """A value of JSON as a text; null where it is nothing."""
    inner = token.startswith('"').ifelse(token.substr(1, token.length() - 2), token.nullif("null"))
    return _given(inner)


def _text_has_own(cell: Value) -> BooleanValue:
    return _string(cell).re_extract("|".join((_OWN_KEY, _OWN_PAIR, _OWN_BARE, _OWN_LISTED)), 0) != ""


def _pairs_of(pairs: Value, key: TagKey, name: str, value: str) -> StringValue:
    """The first value that is not empty of a list of pairs."""
    exact = f"^{key.pattern}$"
    named = pairs.filter(lambda each: each[name].re_search(exact) & _given(each[value]).notnull())
    return _given(named[0][value])


def _map_of(cell: Value, key: TagKey) -> StringValue:
    pairs = cell.keys().zip(cell.values())
    return _pairs_of(pairs, key, *pairs.type().value_type.names)


def _map_has_own(cell: Value) -> BooleanValue:
    return cell.keys().filter(_is_own).length() > 0


def _is_own(name: Value) -> BooleanValue:
    return ~name.contains(":") | name.startswith("user:")


def _struct_of(cell: Value, key: TagKey) -> StringValue:
    found = [_given(cell[name]) for name in cell.type().names if key.is_named(name)]
    return ibis.coalesce(*found) if found else ibis.null(dt.string)


def _struct_has_own(cell: Value) -> BooleanValue:
    own = [cell[name].notnull() for name in cell.type().names if is_own(name)]
    return ibis.or_(*own) if own else ibis.literal(False)


def _sides(cell: Value) -> tuple[str, str]:
    """The names of a pair's two sides: by their names, else the first two."""
    names = cell.type().value_type.names
    key = next((each for each in names if each.casefold() in _KEYS), names[0])
    rest = [each for each in names if each != key]
    return key, next((each for each in rest if each.casefold() in _VALUES), rest[0])


def _structs_of(cell: Value, key: TagKey) -> StringValue:
    return _pairs_of(cell, key, *_sides(cell))


def _structs_have_own(cell: Value) -> BooleanValue:
    name, _ = _sides(cell)
    return cell.filter(lambda each: _is_own(each[name])).length() > 0


def _list_of(cell: Value, key: TagKey) -> StringValue:
    pattern = f"{_ELEMENT}{key.pattern}{_ELEMENT_IS}{_ELEMENT_VALUE}"
    found = cell.map(lambda each: _given(_string(each).re_extract(pattern, key.groups + 1)))
    return found.filter(lambda each: each.notnull())[0]


def _list_has_own(cell: Value) -> BooleanValue:
    if cell.type().value_type.is_numeric():
        return ibis.literal(False)
    return cell.filter(lambda each: _string(each).re_extract(_OWN_ELEMENT, 0) != "").length() > 0


_OF: dict[str, Of] = {
    "text": _text_of,
    "map": _map_of,
    "struct": _struct_of,
    "pairs": _structs_of,
    "list": _list_of,
}
_OWN: dict[str, Own] = {
    "text": _text_has_own,
    "map": _map_has_own,
    "struct": _struct_has_own,
    "pairs": _structs_have_own,
    "list": _list_has_own,
}
