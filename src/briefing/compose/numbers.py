"""Figures as the language of a briefing writes them: short on labels, in full in tables and alternative texts.

What must not change with a release, short forms and where signs stand, is data of ours (`layouts/numbers.yaml`). Babel
knows the rest, such as separators; it is imported only where a slide has figures.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.library.library import builtin_folder
from briefing.library.words import NUMBER, writing_of
from briefing.model import NumberForm, Unit

if TYPE_CHECKING:
    from babel import Locale

MINUS, PLUS = "\N{MINUS SIGN}", "+"
MOST = Decimal(10) ** 15  # beyond this a spreadsheet rounds
POWERS = (12, 9, 6, 3)  # those that number formats of charts can leave out
MOST_APART = 24  # values beyond these need not all look different
NUMBERS = "layouts/numbers.yaml"
_SAMPLE = 2  # of which no language has a singular
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:_\d{3})+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?", re.ASCII)


def parse_figure(text: str, unit: Unit) -> Decimal:
    """The figure that a person wrote: `1200000`, `1_200_000`, `1,200,000.50`, and for percent `18%` or `0.18`.

    Raises ValueError with a sentence where it is none.
    """
    plain = text.strip().replace(MINUS, "-")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"'{text}' is not a number")
    if plain.endswith("%") and unit != "percent":
        raise ValueError(f"'{text}' is a share, but the unit is {unit}")
    value = Decimal(plain.rstrip("%").replace(",", "").replace("_", ""))
    value = value.scaleb(-2) if plain.endswith("%") else value
    if abs(value) >= MOST:
        raise ValueError(f"'{text}' is more than a chart can show")
    return value


def is_currency(code: str) -> bool:
    """Whether this is a currency code of ISO 4217."""
    from babel.numbers import is_currency as known

    return known(code)


class Figures(Struct, frozen=True, dict=True):
    """Writes figures of one unit in one language; `currency` is an ISO 4217 code, `language` a BCP 47 tag."""

    unit: Unit = "number"
    currency: str = ""
    language: str = "en-GB"

    def form(self, values: Iterable[Decimal | None]) -> NumberForm:
        """One short form for all these values: the largest unit in which the smallest of them still shows, and as few
        decimals as tell values apart that differ.
        """
        sizes = sorted({abs(value) for value in values if value})
        power = self._power(sizes)
        prefix, suffix = self._affixes(power) or ("", "")
        return NumberForm(prefix, suffix, power, _places([size.scaleb(-power) for size in sizes]))

    def short(self, value: Decimal, form: NumberForm, *, signed: bool = False) -> str:
        """The value in a short form, rounded half up; `signed` puts a plus before what is more than zero."""
        shown = rounded(value.scaleb(-form.power), form.places)
        sign = MINUS if shown < 0 else PLUS if signed and shown > 0 else ""
        return f"{sign}{form.prefix}{self._digits(abs(shown), form.places)}{form.suffix}"

    def full(self, value: Decimal, *, signed: bool = False) -> str:
        """The value with all that was written of it; money with two decimals or none."""
        if self.unit == "days" and (said := self._days(value, signed)):
            return said
        power = -2 if self.unit == "percent" else 0
        prefix, suffix = self.around()
        return self.short(value, NumberForm(prefix, suffix, power, self._written(value, power)), signed=signed)

    def around(self) -> tuple[str, str]:
        """What stands before and after the digits of a share, or of anything else that is not shortened."""
        return self._affixes(-2 if self.unit == "percent" else 0) or ("", "")

    def _written(self, value: Decimal, power: int) -> int:
        """How many decimals were written; money has as many as its currency, or none."""
        exponent = value.scaleb(-power).normalize().as_tuple().exponent
        places = max(0, -int(exponent))
        if self.unit != "money" or not places:
            return min(places, 6)
        from babel.numbers import get_currency_precision

        return int(get_currency_precision(self.currency)) if self.currency else 2

    def _power(self, sizes: Sequence[Decimal]) -> int:
        if self.unit == "percent":
            return -2
        if self.unit == "days" or not sizes:
            return 0
        most, least = max(sizes), min(sizes)
        fits = (power for power in POWERS if most >= Decimal(10) ** power and least * 10 >= Decimal(10) ** power)
        return next((power for power in fits if self._affixes(power)), 0)

    def _affixes(self, power: int) -> tuple[str, str] | None:
        """What stands before and after the digits; None where the language has no such short form."""
        writing = writing_of(self.language, builtin_folder() / NUMBERS)
        if writing is None or self.unit == "days":
            return self._affixes_of_babel(power)
        if self.unit == "percent":
            return writing.affixes(0, writing.percent)
        if self.unit == "money":
            return writing.affixes(power, writing.money, writing.symbols.get(self.currency) or self._symbol)
        return writing.affixes(power, NUMBER)

    def _affixes_of_babel(self, power: int) -> tuple[str, str] | None:
        text = self._sample(power)
        before, digit, after = text.partition(str(_SAMPLE))
        return (before, after) if digit and not re.search(r"\d", before + after) else None

    @cached_property
    def _symbol(self) -> str:
        from babel.numbers import get_currency_symbol

        return str(get_currency_symbol(self.currency, locale=self._locale))

    def _sample(self, power: int) -> str:
        from babel.numbers import format_compact_currency, format_compact_decimal, format_percent
        from babel.units import format_unit

        value = Decimal(_SAMPLE).scaleb(power)
        if self.unit == "percent":
            return format_percent(value, locale=self._locale)
        if self.unit == "days":
            said = format_unit(value, "duration-day", length="narrow", locale=self._locale)
            return said if "duration" not in said else str(_SAMPLE)
        if self.unit == "money":
            return str(format_compact_currency(value, self.currency, locale=self._locale, fraction_digits=0))
        return str(format_compact_decimal(value, locale=self._locale, fraction_digits=0))

    def _days(self, value: Decimal, signed: bool) -> str:
        from babel.units import format_unit

        said = format_unit(abs(value).normalize() + 0, "duration-day", length="long", locale=self._locale)
        sign = MINUS if value < 0 else PLUS if signed and value > 0 else ""
        return "" if "duration" in said else sign + said  # Babel has no words for it in a few languages

    def _digits(self, value: Decimal, places: int) -> str:
        pattern = copy.copy(self._locale.decimal_formats[None])
        pattern.frac_prec = (places, places)
        return str(pattern.apply(value, self._locale))

    @cached_property
    def _locale(self) -> Locale:
        """The locale of the language; of English where Babel does not know it."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.language, sep="-")
        except (UnknownLocaleError, ValueError):
            return Locale("en")


# Money under this is said in full: "€0.42", "€950".
SHORT_FROM = Decimal(1000)


def spoken(figures: Figures, value: Decimal) -> str:
    """An amount as headlines say it: with three digits in a unit of its own, and in full where it is small."""
    if abs(rounded(value, 2)) < SHORT_FROM:
        return figures.full(rounded(value, 2))
    form = figures.form([rounded(value, 2)])
    size = abs(value).scaleb(-form.power)
    few = rounded(size, _three_digits(size))
    if few == SHORT_FROM and value != few.scaleb(form.power):  # rounded up to one of the next unit
        return spoken(figures, few.scaleb(form.power).copy_sign(value))
    return figures.short(value, replace(form, places=0 if few == few.to_integral_value() else _three_digits(size)))


def _three_digits(size: Decimal) -> int:
    """The decimals that show three digits; fewer where there are no more."""
    written = max(0, -int(size.normalize().as_tuple().exponent))
    return min(written, max(0, 2 - size.adjusted()))


def _places(sizes: Sequence[Decimal]) -> int:
    """As few decimals as keep sizes apart, and show two digits of one under a tenth; none from a hundred on."""
    if all(size == size.to_integral_value() for size in sizes) or sizes[0] >= 100:
        return 0
    written = max(max(0, -int(size.normalize().as_tuple().exponent)) for size in sizes)
    first = -sizes[0].adjusted()  # the decimal that its first digit stands at
    least = min(written, first + 1 if first > 1 else 1)
    if least > 1 or len(sizes) > MOST_APART:
        return least
    apart = len({rounded(size, 1) for size in sizes}) == len(sizes)
    return 1 if apart else min(written, 2)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half away from zero, as spreadsheets round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
