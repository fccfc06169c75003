"""The door to billing data: from what the user gives to bills, with everything that this needs imported only then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing.bill.bill import Bill, Billing
from briefing.errors import BriefingError, FactError

if TYPE_CHECKING:
    from briefing.bill.focus.bills import Wanted
    from briefing.bill.focus.source import Source


def read_each(
    source: Source, billing: Billing, *, wanted: Wanted | None = None, wheres: Sequence[str] = ("",)
) -> Mapping[str, Bill | BriefingError]:
    """The bill of each filter (`SubAccountName = Shop`; an empty one is everything), by its text; read once for all.

    Where a filter is none, or takes nothing, it is the error that says so. The figures are in the currency that is
    `wanted` where the data have it, otherwise in that of most money. Raises BriefingError: the extra is not installed;
    places that hold no billing data; more broken rows than `source.broken_limit`.
    """
    with engine_needed():
        from briefing.bill.focus.bills import Wanted, bills_of
        from briefing.bill.focus.source import open_source, reading

    with open_source(source) as opened, reading(opened):
        return bills_of(opened, billing, wanted=wanted or Wanted(), wheres=wheres, broken_limit=source.broken_limit)


def read_bills(
    source: Source, billing: Billing, *, wanted: Wanted | None = None, wheres: Sequence[str] = ("",)
) -> Mapping[str, Bill]:
    """As `read_each`, but a filter that is none, or that takes nothing, raises its error."""
    found: dict[str, Bill] = {}
    for where, each in read_each(source, billing, wanted=wanted, wheres=wheres).items():
        if isinstance(each, BriefingError):
            raise each
        found[where] = each
    return found


def read_bill(source: Source, billing: Billing, *, wanted: Wanted | None = None, where: str = "") -> Bill:
    """The bill of one filter, or of everything; as `read_bills`."""
    return read_bills(source, billing, wanted=wanted, wheres=(where,))[where]


@contextmanager
def engine_needed() -> Iterator[None]:
    """Says what to install where the packages that read billing data are not there. Raises FactError."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "briefing":
            raise
        message = "reading billing data needs Ibis and DuckDB, which are not installed"
        raise FactError(message, remedy="install finops-briefing[spend]") from error
