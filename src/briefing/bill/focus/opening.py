"""The door to billing data: from what the user gives to bills, with everything that this needs imported only then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from briefing.bill.bill import Bill, Billing
from briefing.bill.focus.clouds import is_cloud
from briefing.bill.focus.connections import TABLE_OPTION, is_url, open_connection
from briefing.bill.focus.files import open_files
from briefing.bill.focus.rows import Opened
from briefing.errors import BriefingError, UsageError

if TYPE_CHECKING:
    from briefing.bill.focus.bills import Wanted


# From what the user gives after `--spend` to opened raw tables: files of billing data, or a table of a database.


class Source(msgspec.Struct, frozen=True):
    """What the user gave: paths, folders and globs, or one connection URL and the name of a `table`.

    `broken_limit` is the number of broken rows that may be left out; it is for those who count them.
    """

    places: tuple[str, ...]
    table: str = ""
    broken_limit: int = 0


def open_source(source: Source) -> Opened:
    """The data, opened but not yet read. Raises BriefingError: places that are not there, or hold no billing data."""
    urls = [place for place in source.places if is_url(place) and not is_cloud(place)]
    if not source.places:
        raise UsageError(
            "there is no path of billing data", remedy="give a file, a folder, a pattern or a connection URL"
        )
    if urls and len(source.places) > 1:
        raise UsageError("a connection URL stands alone", remedy="give it without other places")
    if urls:
        return open_connection(urls[0], source.table)
    if source.table:
        raise UsageError(f"{TABLE_OPTION} goes with a connection URL", remedy="leave it out for files")
    return open_files(source.places)


@contextmanager
def reading(opened: Opened) -> Iterator[None]:
    """Around everything that runs a query: what goes wrong in the engine is raised as a BriefingError."""
    try:
        yield
    except BriefingError:
        raise
    except Exception as error:
        fault = opened.fault(error)
        if fault is None:
            raise
        opened.verify()  # damage is the better reason for whatever went wrong
        raise fault from None  # the engine's own message may show credentials
    opened.verify()


# The door to billing data: from what the user gives to bills, with everything that this needs imported only then.


def read_each(
    source: Source, billing: Billing, *, wanted: Wanted | None = None, wheres: Sequence[str] = ("",)
) -> Mapping[str, Bill | BriefingError]:
    """The bill of each filter (`SubAccountName = Shop`; an empty one is everything), by its text; read once for all.

    Where a filter is none, or takes nothing, it is the error that says so. The figures are in the currency that is
    `wanted` where the data have it, otherwise in that of most money. Raises BriefingError: the extra is not installed;
    places that hold no billing data; more broken rows than `source.broken_limit`.
    """
    from briefing.bill.focus.bills import Wanted, bills_of

    with open_source(source) as opened, reading(opened):
        return bills_of(opened, billing, wanted=wanted or Wanted(), wheres=wheres, broken_limit=source.broken_limit)
