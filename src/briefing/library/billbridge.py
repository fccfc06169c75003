"""The way from billed to effective cost: what each kind of charge makes of the difference between the two."""

from __future__ import annotations

from decimal import Decimal

from briefing.library.schema import Record

# In the order in which they are told; each is what is added to the billed cost, so that all lead to the effective cost.
STEPS = (
    *("tax", "credits", "adjustments", "corrections", "uncategorised"),
    *("prepaid", "amortised", "other", "shifted"),
)


class Bridge(Record, frozen=True, kw_only=True):
    """From `billed` to `effective` cost of the period; all between are added, and lead there exactly.

    Tax, credits, adjustments, corrections and charges without a category are billed, and no effective cost. `prepaid`
    takes away what purchases were billed beyond their own effective cost, `amortised` adds what commitments of earlier
    or later invoices pay for, `other` is the rest of usage whose effective cost is not what was billed, and `shifted`
    are charges on invoices of other months.
    """

    billed: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    credits: Decimal = Decimal(0)
    adjustments: Decimal = Decimal(0)
    corrections: Decimal = Decimal(0)
    uncategorised: Decimal = Decimal(0)
    prepaid: Decimal = Decimal(0)
    amortised: Decimal = Decimal(0)
    other: Decimal = Decimal(0)
    shifted: Decimal = Decimal(0)
    effective: Decimal = Decimal(0)

    def steps(self) -> dict[str, Decimal]:
        """What is added, by its name, without what is nothing."""
        return {name: value for name in STEPS if (value := getattr(self, name))}
