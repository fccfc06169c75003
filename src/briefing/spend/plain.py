"""Amounts without the zeros that a database pads them with: `12.5`, not `12.500000000000`."""

from __future__ import annotations

from decimal import Decimal

_WHOLE = Decimal(1)


def plain(amount: Decimal) -> Decimal:
    """The same amount, as short as it is exact."""
    short = amount.normalize()
    return short.quantize(_WHOLE) if int(short.as_tuple().exponent) > 0 else short
