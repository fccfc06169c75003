"""What a file of billing data is, by its content whatever its name, and which of its columns serves which column
of FOCUS.
"""

from __future__ import annotations

import codecs
import csv
import os
import re
import zlib
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec

from briefing.bill.focus.locations import BillFile, open_file
from briefing.documents.text import listing
from briefing.errors import FactError

# Which column of the data serves which column of FOCUS: found by name, whatever its order, case and separators.

PROVIDER = ("ServiceProviderName", "ProviderName", "PublisherName")  # the first that is there, row by row
# Without one of each of these there is no figure at all.
MANDATORY: tuple[tuple[str, ...], ...] = (
    ("BilledCost",),
    ("EffectiveCost",),
    ("BillingCurrency",),
    ("BillingPeriodStart",),
    ("ChargePeriodStart",),
    ("ChargeCategory",),
    ("ServiceName", "ServiceCategory"),
    PROVIDER,
)
# Without these some figures are left out; any one of a group is enough.
WANTED: tuple[tuple[str, ...], ...] = (
    ("ListCost",),
    ("ContractedCost",),
    ("ChargePeriodEnd",),
    ("ChargeClass",),
    ("ServiceName",),
    ("ServiceCategory",),
    ("SubAccountName", "SubAccountId"),
    ("RegionName", "RegionId"),
    ("PricingCategory",),
    ("CommitmentDiscountId",),
    ("CommitmentDiscountStatus",),
    ("CommitmentDiscountType",),
    ("ResourceId",),
    ("Tags",),
)
# Used where they are there, and not missed where they are not.
WELCOME: tuple[str, ...] = (
    *("BillingAccountId", "SkuId", "SkuPriceId"),
    *("ConsumedUnit", "ConsumedQuantity", "SkuPriceDetails", "SkuMeter", "ContractApplied"),
)
Groups: TypeAlias = Iterable[tuple[str, ...]]
FOCUS: tuple[str, ...] = (*dict.fromkeys(name for group in (*MANDATORY, *WANTED) for name in group), *WELCOME)
# Older exports of Oracle have the names of FOCUS 0.5.
ALIASES: Mapping[str, str] = {
    "Provider": "ProviderName",
    "Publisher": "PublisherName",
    "Region": "RegionName",
    "AmortizedCost": "EffectiveCost",
}
_SEPARATORS = re.compile(r"[\s_\-\ufeff]+")
_EXPORT = "export the bill in the FOCUS format, version 1.0 to 1.3"


class Columns(msgspec.Struct, frozen=True):
    """The columns of one raw table: `raw` has its own name for each name of FOCUS that it serves.

    `missing` are names of FOCUS that figures need and the data lack; of names that stand for each other, the first.
    """

    raw: Mapping[str, str]
    missing: tuple[str, ...] = ()

    def __contains__(self, focus: str) -> bool:
        return focus in self.raw

    def get(self, focus: str) -> str | None:
        """The raw name of a FOCUS column, None where the data have none."""
        return self.raw.get(focus)

    @property
    def providers(self) -> tuple[str, ...]:
        """Raw names of the columns with the provider: a row's is the first of them that has a value."""
        return tuple(self.raw[name] for name in PROVIDER if name in self.raw)


def columns_of(names: Iterable[str], place: str) -> Columns:
    """The columns found among the `names` of a table, which messages call `place`.

    Raises FactError where two columns are the same one of FOCUS, or where one is missing that every figure needs.
    """
    names = tuple(names)
    raw = _matched(names, place)
    absent = tuple(_absent(MANDATORY, raw))
    if absent:
        raise _not_focus(place, absent, names)
    return Columns(raw, tuple(_absent(WANTED, raw)))


def key(name: str) -> str:
    """The name without what exports write in different ways: `Billed Cost` and `billed_cost` are `billedcost`."""
    return _SEPARATORS.sub("", name).casefold()


_BY_KEY = {key(name): name for name in FOCUS}
_BY_ALIAS = {key(alias): name for alias, name in ALIASES.items()}


def _matched(names: tuple[str, ...], place: str) -> dict[str, str]:
    """The names of FOCUS that are there; one that stands for another only where that is not."""
    raw: dict[str, str] = {}
    for name in names:
        focus = _BY_KEY.get(key(name))
        if focus is None:
            continue
        if focus in raw:
            message = f"{place} has two columns for {focus}: '{raw[focus].strip()}' and '{name.strip()}'"
            raise FactError(message, remedy="leave one of them out")
        raw[focus] = name
    for name in names:
        instead = _BY_ALIAS.get(key(name))
        if instead:
            raw.setdefault(instead, name)
    return raw


def _absent(groups: Groups, raw: Mapping[str, str]) -> Iterable[str]:
    return (group[0] for group in groups if not any(name in raw for name in group))


def _not_focus(place: str, absent: tuple[str, ...], names: tuple[str, ...]) -> FactError:
    near = {name: _nearest(name, names) for name in absent}
    if len(absent) == 1:
        remedy = f"the nearest is '{near[absent[0]]}'" if near[absent[0]] else _EXPORT
        return FactError(f"{place} has no column '{absent[0]}'", remedy=remedy)
    named = listing(
        (f"'{name}'" + (f" (the nearest is '{near[name]}')" if near[name] else "") for name in absent), "and"
    )
    remedy = f"{_EXPORT}, and leave out files of another kind" if len(absent) == len(MANDATORY) else _EXPORT
    return FactError(f"{place} has no columns {named}", remedy=remedy)


def _nearest(focus: str, names: Iterable[str]) -> str:
    """The name most like it. Nearer than for misspellings: `Cost` is what a reader looks at for `BilledCost`."""
    from difflib import get_close_matches  # only where something is wrong

    by_key = {key(name): name.strip() for name in names if key(name) not in {*_BY_KEY, *_BY_ALIAS}}
    found = get_close_matches(key(focus), list(by_key), n=1, cutoff=0.5)
    return by_key[found[0]] if found else ""


# What a file of billing data is, by its content whatever its name: CSV, packed CSV or Parquet, and its header.

Form: TypeAlias = Literal["csv", "csv.gz", "parquet"]
_HEAD = 1 << 18  # bytes; far more than the longest header
_GZIP = b"\x1f\x8b"
_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_DELIMITERS = (",", ";", "\t", "|")
_MOST_TITLE = 20  # lines of a title
_SURE = 4  # names of columns, from which on a line is the header
_KEYS = frozenset(map(key, FOCUS))
_UNPACK = "unpack it and give the files in it"
# Content that people give by mistake: how it begins, what it is, what to do.
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (_ZIP, "a zip archive", _UNPACK),
    (b"PK\x05\x06", "an empty zip archive", "give the archive with the files in it"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook", "save its sheet with the bill as CSV"),
    (b"SQLite format 3", "a SQLite database", "export its table as CSV or Parquet"),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard", _UNPACK),
    (b"BZh", "packed with bzip2", _UNPACK),
    (b"\xfd7zXZ", "packed with xz", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"PARE", "an encrypted Parquet file", "export it without encryption"),
    (b"ORC", "an ORC file", "export it as CSV or Parquet"),
    (b"Obj\x01", "an Avro file", "export it as CSV or Parquet"),
    (b"%PDF", "a PDF", "export the bill as CSV or Parquet"),
    (b"{", "JSON", "export it as CSV or Parquet"),
    (b"[", "JSON", "export it as CSV or Parquet"),
    (b"<", "a web page or XML", "download the export again; the link may need a login"),
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_EXCEL = ("an Excel workbook", "save its sheet with the bill as CSV")


class Known(msgspec.Struct, frozen=True):
    """A file whose form is known. `delimiter`, `header` and `skip` (lines before the header) are those of CSV."""

    file: BillFile
    form: Form
    delimiter: str = ""
    header: tuple[str, ...] = ()
    skip: int = 0


def known(file: BillFile) -> Known:
    """The file's form. Raises FactError for a file that is empty, cut off, unreadable, or of no form that is read."""
    head = _head(file)
    if head.startswith(_PARQUET):
        _refuse_cut_parquet(file)
        return Known(file, "parquet")
    if head.startswith(_GZIP):
        return _csv(file, "csv.gz", _unpacked(file, head))
    return _csv(file, "csv", head)


def _head(file: BillFile) -> bytes:
    try:
        with open_file(file) as opened:
            head: bytes = opened.read(_HEAD)
    except PermissionError:
        raise FactError(f"{file.shown} may not be read", remedy="change its permissions") from None
    except OSError as error:
        raise FactError(f"{file.shown} cannot be read: {error.strerror}", remedy="look at the file") from None
    if not head.strip(b"\0"):
        raise _empty(file)
    return head


def _empty(file: BillFile) -> FactError:
    return FactError(f"{file.shown} is empty", remedy="download it again, or leave it out")


def _refuse_cut_parquet(file: BillFile) -> None:
    with open_file(file) as opened:
        opened.seek(-4, os.SEEK_END)
        if opened.tell() < 8 or opened.read() != _PARQUET:
            raise cut_off(file)


def _unpacked(file: BillFile, head: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(head, _HEAD)
    except zlib.error:
        raise damaged(file) from None
    if not text:
        raise _empty(file) if unpacking.eof else cut_off(file)
    if text.startswith(_PARQUET):
        raise FactError(f"{file.shown} is a packed Parquet file", remedy="unpack it with gunzip and give it again")
    return text


def cut_off(file: BillFile) -> FactError:
    """A download that did not reach the end."""
    return FactError(f"{file.shown} ends in the middle", remedy="download it again")


def damaged(file: BillFile) -> FactError:
    """Packed data that do not agree with their own check sum."""
    return FactError(f"{file.shown} is damaged", remedy="download it again")


def _csv(file: BillFile, form: Form, head: bytes) -> Known:
    _refuse_others(file, head)
    text = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
    skip = _lines_before(text)
    records = {mark: _first_record(text, mark, skip) for mark in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda mark: (_likeness(records[mark]), len(records[mark])))
    if not records[delimiter]:
        raise _empty(file)
    return Known(file, form, delimiter, records[delimiter], skip)


def _refuse_others(file: BillFile, head: bytes) -> None:
    begin = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for start, what, remedy in _OTHERS:
        if begin.startswith(start):
            is_excel = start == _ZIP and (b"[Content_Types].xml" in head or file.path.casefold().endswith(".xlsx"))
            what, remedy = _EXCEL if is_excel else (what, remedy)
            raise FactError(f"{file.shown} is {what}", remedy=remedy)
    if head[8:12] == b"DUCK":
        raise FactError(f"{file.shown} is a DuckDB database", remedy="give it as duckdb://, with the name of its table")
    if head.startswith(_UTF16) or _is_utf16(head[:4096]):
        raise FactError(f"{file.shown} is in UTF-16", remedy='save it as UTF-8 ("CSV UTF-8" in Excel)')
    if b"\0" in head[:4096]:
        raise FactError(f"{file.shown} is no text", remedy="give .csv, .csv.gz or .parquet files")


def _is_utf16(head: bytes) -> bool:
    """Whether every second byte is 0, as in UTF-16 text without a byte order mark."""
    halves = (head[::2], head[1::2])
    return len(head) > 8 and any(half.count(0) > 0.8 * len(half) for half in halves)


def _lines_before(text: str) -> int:
    """The lines before the header: blank ones, what Excel writes for itself (`sep=;`), and the title of a report."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    near = range(first, min(first + _MOST_TITLE, len(lines)))
    return next((number for number in near if _is_header(lines[number])), first)


def _is_header(line: str) -> bool:
    return any(_likeness(line.replace('"', "").split(mark)) >= _SURE for mark in _DELIMITERS)


def _first_record(text: str, delimiter: str, skip: int) -> tuple[str, ...]:
    try:
        records = csv.reader(text.splitlines(keepends=True)[skip:], delimiter=delimiter)
        return tuple(next((record for record in records if any(cell.strip() for cell in record)), ()))
    except csv.Error:
        return ()


def _likeness(record: Iterable[str]) -> int:
    return sum(key(name) in _KEYS for name in record)
