"""What a company has paid ahead or promised: prepaid pools and contract commitments."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from briefing.library.schema import Record

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
