"""What billing data are worth: what is left out of the figures, and how each provider charges."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from briefing.library.schema import Record

Beat: TypeAlias = Literal["daily", "weekdays", "single-days", "periods"]
RhythmState: TypeAlias = Literal["", "late", "gap", "absent", "ended", "began", "renamed"]
_NOTHING = Decimal(0)


class OtherCurrency(Record, frozen=True, kw_only=True):
    """Charges in a currency that the figures are not in; they are never added to them."""

    currency: str
    rows: int = 0
    billed: Decimal = _NOTHING
    effective: Decimal = _NOTHING


class Uncategorised(Record, frozen=True, kw_only=True):
    """Charges whose category is blank or none of FOCUS (`such_as`): billed, and in no figure of effective cost."""

    rows: int = 0
    billed: Decimal = _NOTHING
    effective: Decimal = _NOTHING
    such_as: str = ""


class Rhythm(Record, frozen=True, kw_only=True):
    """How a provider charges (`beat`), and what is to be said of it: since or until which `day`.

    `months` are those that it makes incomplete: its usage ends too early (`late`), has a hole (`gap`), is not there at
    all (`absent`), or starts too late (`began`). What has `ended`, or goes on under another name (`renamed`), spoils
    none.
    """

    provider: str
    beat: Beat = "daily"
    state: RhythmState = ""
    day: str = ""
    months: tuple[str, ...] = ()


class LeftOut(Record, frozen=True, kw_only=True):
    """A file whose charges another one has as well: it, or only its charges of one `month`, is not counted.

    `kept` is what counts in its place. `same` says that both are alike; otherwise what counts is newer.
    """

    file: str
    kept: str
    month: str = ""
    same: bool = False


class Quality(Record, frozen=True, kw_only=True):
    """What the data are worth: rows read, rows left out as broken, columns of FOCUS that are not there.

    `ends` has for each provider the first and the last day of its usage (`2025-01-01/2026-03-31`), and of its charges
    where it has no usage; `rhythms` those providers of which more is to be said. `billed_only` is the billed cost of
    usage whose effective cost is 0. `left_out` are files whose charges would count twice.
    """

    rows: int = 0
    broken_rows: int = 0
    missing_columns: tuple[str, ...] = ()
    other_currencies: tuple[OtherCurrency, ...] = ()
    uncategorised: Uncategorised | None = None
    billed_only: Decimal = _NOTHING
    ends: dict[str, str] = msgspec.field(default_factory=dict)
    rhythms: tuple[Rhythm, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
