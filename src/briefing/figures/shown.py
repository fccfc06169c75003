"""How figures are rounded when they are shown, half away from zero: the only place where a figure is rounded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from briefing.figures.figure import Figure, Unit

SIGNIFICANT = 2
# Decimals by unit, as JSON has them; numbers of people are shown as they are.
DECIMALS: Mapping[Unit, int] = {"money": 2, "percent": 4, "ratio": 4, "months": 0}
_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The value with so many decimals, never a negative zero."""
    with localcontext(_CONTEXT):
        found = value.quantize(Decimal(1).scaleb(-decimals))
        return found if found else found.copy_abs()


def significant(value: Decimal) -> Decimal:
    """The value rounded to two significant figures, as `--redact` shows money."""
    if not value:
        return value
    with localcontext(_CONTEXT):
        return value.quantize(Decimal(1).scaleb(value.adjusted() - SIGNIFICANT + 1)) + 0


def as_json(figure: Figure) -> str | int | None:
    """Money with two decimals, shares and ratios with four, as texts; months as a number; null without an answer."""
    if figure.value is None:
        return None
    if figure.unit == "months":
        return int(figure.value)
    return as_text(figure.value, figure.unit)


def as_text(value: Decimal, unit: Unit) -> str:
    """A value as plain digits: no separators, no sign of the unit."""
    if unit in DECIMALS:
        return format(rounded(value, DECIMALS[unit]), "f")
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_words(figure: Figure, no_answer: Mapping[str, str]) -> tuple[str, str]:
    """Value and unit for a table in a terminal: the digits of `as_json`, grouped; a share as a percentage.

    `no_answer` are the words for figures without an answer.
    """
    if figure.value is None:
        return no_answer[figure.no_answer], ""
    if figure.unit == "percent":
        return f"{rounded(figure.value, DECIMALS['percent']).scaleb(2):,f}", "%"
    if figure.unit in ("money", "ratio"):
        return f"{rounded(figure.value, DECIMALS[figure.unit]):,f}", figure.currency
    return as_text(figure.value, figure.unit), figure.unit if figure.unit == "months" else ""
