"""Records of a bill that stand by themselves: what its data are worth and leave out, and what was promised or paid
ahead.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from briefing.documents.schema import Record

# What billing data are worth: what is left out of the figures, and how each provider charges.

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


# What a company has paid ahead or promised: prepaid pools and contract commitments.

ZERO = Decimal(0)


class Pool(Record, frozen=True, kw_only=True):
    """A prepaid pool: usage is drawn from what was bought until nothing is left.

    `monthly` is what the last complete months drew, three at most; `months_left` how long `remaining` lasts so.
    """

    id: str
    kind: str = ""
    provider: str = ""
    bought: Decimal = ZERO
    drawn: Decimal = ZERO
    monthly: Decimal = ZERO

    @property
    def remaining(self) -> Decimal | None:
        """What is left; None where more was drawn than was bought, as then a purchase is older than the data."""
        return self.bought - self.drawn if self.bought >= self.drawn else None

    @property
    def months_left(self) -> Decimal | None:
        """How many months the rest lasts; None where that is not known, or nothing is drawn any more."""
        return self.remaining / self.monthly if self.remaining is not None and self.monthly > 0 else None


class Contract(Record, frozen=True, kw_only=True):
    """A contract commitment out of a FOCUS 1.3 file: how much is promised from `starts` to before `ends`.

    `drawn` is what charges say they apply to it, else the effective cost of usage under its id; None where the data do
    not say so, or do not reach back to its start.
    """

    id: str
    description: str = ""
    kind: str = ""
    currency: str = ""
    committed: Decimal = ZERO
    drawn: Decimal | None = None
    starts: str = ""
    ends: str = ""

    @property
    def remaining(self) -> Decimal | None:
        """What is still to be spent: nothing where more was drawn than is promised; None where that is not known."""
        return None if self.drawn is None else max(self.committed - self.drawn, ZERO)

    @property
    def last_day(self) -> str:
        """The last day that it runs; empty where it has no end."""
        return (date.fromisoformat(self.ends) - timedelta(days=1)).isoformat() if self.ends else ""
