"""Parts of the bill: `SubAccountName = Shop`, `ServiceCategory in Compute, Storage`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from briefing.bill.bill import TAG
from briefing.bill.focus.columns import key
from briefing.bill.focus.tags import TagKey, tag_key, tag_keys
from briefing.documents.text import did_you_mean, listing
from briefing.errors import FactError

# Column that may be asked for → the column of the rows.
_COLUMNS: Mapping[str, str] = {
    "ServiceProviderName": "provider",
    "ProviderName": "provider",
    "ServiceCategory": "category",
    "ServiceName": "service",
    "SubAccountName": "account",
    "SubAccountId": "account_id",
    "RegionName": "region",
    "RegionId": "region_id",
}
_BY_KEY = {key(name): name for name in _COLUMNS}
_FORM = re.compile(
    r"\s*(?P<column>[^=]+?)\s*(?:=\s*(?P<value>.+?)|\s+in\s+(?P<values>.+?))\s*", re.IGNORECASE | re.DOTALL
)
_QUOTED = re.compile(r"""(['"])(.*)\1""", re.DOTALL)


class Where(msgspec.Struct, frozen=True):
    """A filter: rows whose column has one of the values, in any case. Without a column it takes all rows."""

    text: str = ""
    named: str = ""  # the column as FOCUS calls it
    column: str = ""  # and as our rows do
    values: tuple[str, ...] = ()

    @property
    def folded(self) -> frozenset[str]:
        """The values in the form that rows are compared by."""
        return frozenset(value.lower() for value in self.values)


def parse_where(text: str, aliases: Mapping[str, Sequence[str]] | None = None) -> Where:
    """The filter that a text says; an empty one takes all. Raises FactError for a text that is no filter.

    `tag:team = Shop` asks for a tag, whose key may have `aliases`.
    """
    if not text.strip():
        return Where()
    found = _FORM.fullmatch(text)
    if not found:
        raise FactError(
            f"'{text}' is no filter", remedy="write it as SubAccountName = Shop, or SubAccountName in Shop, Web"
        )
    named, column = _named(found["column"], text, aliases)
    given = found["values"].split(",") if found["values"] else [found["value"]]
    values = tuple(filter(None, map(_unquoted, given)))
    if not values:
        raise FactError(f"'{text}' names no value", remedy=f"write it as {named} = Shop")
    return Where(text, named, column, values)


def asked_tags(
    wheres: Iterable[Where], dimensions: Sequence[str], aliases: Mapping[str, Sequence[str]]
) -> tuple[tuple[TagKey, ...], tuple[TagKey, ...]]:
    """The keys of tags that the bill is split by, and those that filters ask about as well."""
    split = {each.column: each for each in tag_keys(map(_without_prefix, dimensions), aliases)}
    filters = (tag_key(each.named[len(TAG) :], aliases) for each in wheres if each.named.startswith(TAG))
    return tuple(split.values()), tuple(({each.column: each for each in filters} | split).values())


def _without_prefix(name: str) -> str:
    return name[len(TAG) :] if name.casefold().startswith(TAG) else name


def asked(wheres: Iterable[Where]) -> dict[str, tuple[str, ...]]:
    """For each column that any filter asks about, the values that it asks for, folded."""
    found: dict[str, set[str]] = {}
    for where in wheres:
        if where.column:
            found.setdefault(where.column, set()).update(where.folded)
    return {column: tuple(sorted(values)) for column, values in sorted(found.items())}


def unknown(where: Where, there: Iterable[str], values: Sequence[str]) -> FactError | None:
    """What is wrong where the filter names a value that no row has.

    `there` are the values that are asked for and found, folded; `values` are all that the data have.
    """
    missing = sorted(where.folded.difference(there))
    if not missing:
        return None
    name = next(value for value in where.values if value.lower() == missing[0])
    remedy = did_you_mean(name, values) or (f"there are {_several(values)}" if values else "filter by another column")
    return FactError(f"no charge has {where.named} '{name}'", remedy=remedy)


def _several(values: Sequence[str]) -> str:
    shown = [f"'{value}'" for value in sorted(values)[:5]]
    return listing(shown, "and") if len(values) <= 5 else f"{len(values)}, such as {listing(shown[:3], 'and')}"


def _named(column: str, text: str, aliases: Mapping[str, Sequence[str]] | None) -> tuple[str, str]:
    """The column as FOCUS calls it, or the tag; and the column of the rows."""
    if column.strip().casefold().startswith(TAG):
        name = column.strip()[len(TAG) :].strip()
        if not name:
            raise FactError(f"'{text}' names no tag", remedy="write it as tag:team = Shop")
        return f"{TAG}{name}", tag_key(name, aliases or {}).column
    named = _BY_KEY.get(key(column))
    if named is None:
        remedy = did_you_mean(column, _COLUMNS) or f"there are {listing((*_COLUMNS, 'tag:KEY'), 'and')}"
        raise FactError(f"'{text}' asks for '{column}', which no filter knows", remedy=remedy)
    return named, _COLUMNS[named]


def _unquoted(value: str) -> str:
    plain = value.strip()
    found = _QUOTED.fullmatch(plain)
    return found[2].strip() if found else plain
