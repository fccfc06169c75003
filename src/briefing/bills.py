"""The bill of a run: what `--spend` names, read from billing data or from the facts that were written from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.documents.text import listing
from briefing.documents.yamlfile import shown
from briefing.errors import BriefingError, FactError, UsageError
from briefing.files.atomic import check_place, placed_by
from briefing.files.output import File, Saved, save

if TYPE_CHECKING:  # a run without billing data needs none of this
    from briefing.bill.bill import Bill
    from briefing.bill.sample.request import Written
    from briefing.organisation.organisation import Organisation

FACTS_FILES = (".yaml", ".yml")


class SpendRequest(Struct, frozen=True):
    """What a user says of billing data.

    `places` are files, folders and globs, or one connection URL that goes with a `table`; or one file of facts. `where`
    is the part of the bill that counts (`SubAccountName = Retail`), `currency` the one that figures are in where the
    data have several, `broken_rows` how many rows may be left out because they cannot be read, and `by_tag` are keys of
    tags that the bill is split by.
    """

    places: tuple[str, ...]
    table: str = ""
    where: str = ""
    currency: str = ""
    broken_rows: int = 0
    by_tag: tuple[str, ...] = ()


def open_bill(request: SpendRequest, organisation: Organisation | None = None) -> Bill:
    """The bill that a request names. Raises BriefingError."""
    found = open_bills(request, (request.where,), organisation)[request.where]
    if isinstance(found, BriefingError):
        raise found
    return found


def open_bills(
    request: SpendRequest, wheres: Sequence[str], organisation: Organisation | None = None
) -> Mapping[str, Bill | BriefingError]:
    """The bill of each part that is asked for, or why there is none; the data are read once for all of them.

    Raises BriefingError where the data cannot be read at all, or have nothing in the currency that is asked for.
    """
    if not request.places:
        message = "there are no billing data for --where, --currency, --spend-table, --by-tag and --broken-rows"
        raise UsageError(message, remedy="give them with --spend")
    found = _read(request, wheres, organisation)
    for each in found.values():
        _check_currency(request, each)
    return found


def _read(
    request: SpendRequest, wheres: Sequence[str], organisation: Organisation | None
) -> Mapping[str, Bill | BriefingError]:
    if _is_of_facts(request):
        return _of_facts(request, wheres)
    from briefing.bill.bill import Billing

    parts = tuple(dict.fromkeys(wheres))
    with engine_needed():
        from briefing.bill.focus.bills import Wanted
        from briefing.bill.focus.opening import Source, read_each
    source = Source(request.places, request.table, request.broken_rows)
    billing = (organisation.billing if organisation else None) or Billing()
    billing = replace(billing, dimensions=tuple(dict.fromkeys((*request.by_tag, *billing.dimensions))))
    wanted = Wanted(request.currency.upper())
    if organisation:
        rates = {code: rate.value for code, rate in organisation.exchange_rates.items()}
        wanted = Wanted(request.currency.upper(), organisation.currency, rates)
    return read_each(source, billing, wanted=wanted, wheres=parts)


def _check_currency(request: SpendRequest, bill: Bill | BriefingError) -> None:
    """A currency that somebody asks for by name is never silently another one."""
    if isinstance(bill, BriefingError) or request.currency.upper() in ("", bill.currency):
        return
    others = () if _is_of_facts(request) else bill.quality.other_currencies
    there = (bill.currency, *(each.currency for each in others))
    remedy = f"leave --currency out, or give {listing(there, 'or')}"
    raise UsageError(f"there are no charges in {request.currency} in the billing data", remedy=remedy)


def _is_of_facts(request: SpendRequest) -> bool:
    return any(Path(each).suffix.lower() in FACTS_FILES for each in request.places)


def _of_facts(request: SpendRequest, wheres: Sequence[str]) -> Mapping[str, Bill | BriefingError]:
    """A file of facts is of one part of the bill already, and of one currency."""
    from briefing.bill.file import read_bill_file

    if len(request.places) > 1:
        message = "--spend names a file of facts and other files"
        raise UsageError(message, remedy="give the file of facts alone, or only the billing data")
    bill = read_bill_file(request.places[0])
    split = {_folded(each) for each in bill.by}
    for name in request.by_tag:
        if _folded(f"tag:{name}") not in split:
            message = f"{shown(request.places[0])} has no cost by the tag {name}"
            raise UsageError(message, remedy="give the billing data instead, or facts that were written with --by-tag")
    own = ("", _folded(bill.where))
    return {where: bill if _folded(where) in own else _other_part(request, bill, where) for where in wheres}


def _folded(where: str) -> str:
    return "".join(where.split()).casefold()


def _other_part(request: SpendRequest, bill: Bill, where: str) -> UsageError:
    message = f"{shown(request.places[0])} has the facts of {bill.where or 'the whole bill'}, and not of {where}"
    return UsageError(message, remedy="give the billing data instead, or facts that were written with --where")


def save_facts(bill: Bill, path: Path, *, force: bool = False) -> tuple[Saved, ...]:
    """Write the facts of a bill as a file; one that somebody has corrected since stays, unless `force` is given."""
    from briefing.bill.file import write_bill

    if path.suffix.lower() not in FACTS_FILES:
        message = f"--write names {shown(path)}, which is no YAML file"
        raise UsageError(message, remedy="give a name such as spend.yaml")
    with placed_by("--write"):
        return save([File(path, write_bill(bill).encode())], force=force)


def make_sample(target: Path, *, rows: int, months: int, seed: int, last_month: str, form: str = "") -> Written:
    """Write billing data of a company that does not exist. Raises UsageError, FactError."""
    check_place(str(target))
    with engine_needed():
        from briefing.bill.sample.request import Sample
        from briefing.bill.sample.write import write_sample
    return write_sample(target, Sample(rows=rows, months=months, seed=seed, last_month=last_month), form or None)


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
