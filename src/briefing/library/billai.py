"""What AI costs by model, and the tokens that it takes."""

from __future__ import annotations

from decimal import Decimal

from briefing.library.schema import Record


class Model(Record, frozen=True, kw_only=True):
    """A model and the effective cost in the period of what is charged by the token, with these `tokens`.

    The name of a model that the data do not tell is empty.
    """

    name: str = ""
    provider: str = ""
    effective: Decimal = Decimal(0)
    tokens: Decimal = Decimal(0)

    @property
    def per_million(self) -> Decimal | None:
        """What a million tokens cost; None without tokens."""
        return self.effective / self.tokens * 1_000_000 if self.tokens > 0 else None
