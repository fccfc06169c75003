"""Amounts as people write them: money, shares, growth, numbers, months and dates, each with the place it came from.

Texts become `Decimal`, never float. What could be read in two ways is refused: `1.234` may be a thousand or one and a
bit, `18` may be 18 % or 1800 %, `$` may be any of many dollars. A text that cannot be read raises `AmountError`, whose
message goes on after the name of the field.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from briefing.documents.yamlfile import Step

# Numbers that are not read as they stand, and how to write them: `1.24 Mio`, whose word is no currency, `1.234,56`.

# The word in lower case → the power of ten.
SCALES: Mapping[str, int] = {
    **dict.fromkeys(("k", "tsd", "tausend", "thousand", "thousands"), 3),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 5),
    **dict.fromkeys(("m", "mm", "mn", "mio", "mln", "mill", "million", "millions", "millionen"), 6),
    **dict.fromkeys(("crore", "crores", "cr"), 7),
    **dict.fromkeys(("b", "bn", "bln", "mrd", "mia", "md", "billion", "billions", "milliarde", "milliarden"), 9),
    **dict.fromkeys(("trn", "trillion", "trillions"), 12),
}
_SCALED = re.compile(r"(\d[\d.,_'’\s]*)(?<!\s)\s*([A-Za-z]+)(?![A-Za-z])")

_GROUPED_BY_DOTS = re.compile(r"\d+|\d{1,3}(?:([._'’ \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*", re.ASCII)
_DOTS = re.compile(r"\.(?=\d{3}(?:\.\d{3})*,)")  # between thousands, where a comma stands before the decimals
_COMMA = re.compile(r"^(\d+),(\d{1,2}|\d{4,})$")  # three digits behind a comma may be thousands


def is_scale(word: str) -> bool:
    """Whether a word is one of them, and no currency."""
    return word.casefold().rstrip(".") in SCALES


def in_full(text: str) -> str:
    """The number of a text such as `1.24 Mio` in full, 1240000; of one that is unclear an example; empty for others."""
    found = next((each for each in _SCALED.finditer(text) if is_scale(each[2])), None)
    if not found:
        return ""
    digits = _COMMA.sub(r"\1.\2", _DOTS.sub("", found[1].strip()))
    try:
        amount = Decimal(digits).scaleb(SCALES[found[2].casefold()])
    except InvalidOperation:
        return "400000"
    return f"{amount.normalize():f}" if len(digits) <= 20 else "400000"


def full_number(text: str) -> str:
    """The text with its shortened number in full, `€1.24m` as `€1240000`; as it is where that could be two numbers."""
    found = next((each for each in _SCALED.finditer(text) if is_scale(each[2])), None)
    if not found or re.fullmatch(r"\d{1,3}[.,]\d{3}", found[1].strip()) or len(found[1]) > 20:
        return text
    full = in_full(text)
    digits = _COMMA.sub(r"\1.\2", _DOTS.sub("", found[1].strip()))
    sound = re.fullmatch(r"\d+(?:\.\d+)?", digits)
    return f"{text[: found.start()]}{full}{text[found.end() :]}" if sound else text


def with_dot(digits: str) -> str:
    """What is written as in German or French (`1.234,56`, `1 234,5`) as it can be read; empty where it is not."""
    whole, comma, decimals = digits.partition(",")
    is_unclear = whole.isdecimal() and len(decimals) == 3  # which may be thousands
    is_sound = _GROUPED_BY_DOTS.fullmatch(whole) and decimals.isdecimal() >= bool(comma) and not is_unclear
    return re.sub(r"\D", "", whole) + (f".{decimals}" if comma else "") if is_sound else ""


# Where a value of the user's came from: the file, the dotted key and the line.


@dataclass(frozen=True, slots=True)
class Origin:
    """`org.yaml: spend.current-monthly (line 4)`; line and column count from 1, 0 is unknown."""

    file: str = ""
    key: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        line = f" (line {self.line})" if self.line else ""
        return ": ".join(part for part in (self.file, self.key) if part) + line


NOWHERE = Origin()


class AmountError(Exception):
    """A text is no amount: `message` goes on after the name of the field and the text, `remedy` says what to write."""

    def __init__(self, message: str, remedy: str) -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message}; {remedy}")


def dotted(path: tuple[Step, ...]) -> str:
    """A path as people write it: `savings[2].base`, entries counted from 1 as in messages."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


# Dates and months in ISO form; a date that does not exist is refused, and so is every other way of writing one.

_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)
_HOW = "write it like 2026-03-31, or 2026-03 for a month"


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or a whole month: then `exact` is false, and `first` and `last` are its first and last day."""

    first: date
    last: date
    exact: bool = True
    origin: Origin = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return self.first.isoformat() if self.exact else self.first.isoformat()[:7]

    def is_before(self, other: Day) -> bool:
        """Whether it surely is earlier: a day is not before the month it is in."""
        return self.last < other.first


def parse_day(text: str, currencies: object = None, origin: Origin = NOWHERE) -> Day:
    """A date `2026-03-31` or a month `2026-03`. Raises AmountError."""
    found = _ISO.fullmatch(text)
    if not found:
        raise AmountError("which is no date", _HOW)
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12 or not year:
        raise AmountError("which does not exist", "a month is 01 to 12" if year else _HOW)
    length = monthrange(year, month)[1]
    day = int(found[3]) if found[3] else 0
    if found[3] and not 1 <= day <= length:
        raise AmountError("which does not exist", f"{found[0][:7]} has the days 01 to {length}")
    return Day(date(year, month, day or 1), date(year, month, day or length), bool(day), origin)


ONE = Decimal(1)
HUNDRED = Decimal(100)
MOST_GROWTH = Decimal(10)
LONGEST = 400  # characters; a longer text would only make the arithmetic slow
LARGEST = Decimal(10) ** 18  # no bill in any currency comes near; what is larger is a slip, and fits on no slide
_FINEST = 20  # decimals; those behind change nothing that is shown

_BLANKS = " \u00a0\u2009\u202f"
_SYMBOLS: Mapping[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD"),
    "¥": ("JPY", "CNY"),
}
_MARK = rf"[A-Za-z]{{3}}(?![A-Za-z])|[{''.join(_SYMBOLS)}]"
_DIGITS = rf"\d(?:[\d.,_'’{_BLANKS}]*\d)?"
_MONEY = re.compile(rf"([-−+]?)\s*({_MARK})?\s*([-−+]?)\s*({_DIGITS})\s*({_MARK})?", re.ASCII)
_QUANTITY = re.compile(rf"([-−+]?)({_DIGITS})\s*(%|(?:{_MARK}))?\s*([^\W\d_][\w /.-]*)?")
_PERCENT = re.compile(r"([-−+]?)(\d+(?:\.\d+)?)\s*(%?)", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(rf"\d{{1,3}}(?:([_,'’{_BLANKS}])\d{{3}})(?:\1\d{{3}})*(?:\.\d+)?", re.ASCII)
_AMBIGUOUS = re.compile(r"([1-9]\d{0,2})\.(\d{3})", re.ASCII)
_HOW_MONEY = "write it like 400000, 400_000 or 400,000"


@dataclass(frozen=True, slots=True)
class Currencies:
    """The organisation's currency (ISO 4217, empty where none is named) and what one unit of others is worth in it."""

    own: str = ""
    rates: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the organisation's currency; `written` is the amount and currency before a rate was applied."""

    amount: Decimal
    currency: str
    written: tuple[Decimal, str] | None = None
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, from 0 to 1."""

    value: Decimal
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Growth:
    """A change in a year as a fraction, more than −1: 0.18 is 18 % more."""

    value: Decimal
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """What an opportunity saves: a share of the spend, or money a year; exactly one of them is set."""

    share: Decimal | None = None
    money: Money | None = None
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of a KPI: `unit` is `percent` (`value` is then a fraction), `money`, `number`, or a word such as `days`.

    `per` is what follows a currency, as in `0.42 EUR per order`.
    """

    value: Decimal
    unit: str
    currency: str = ""
    per: str = ""
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number that is not negative."""

    value: int
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not negative, such as full-time positions or an exchange rate."""

    value: Decimal
    origin: Origin = field(default=NOWHERE, compare=False)


def parse_money(text: str, currencies: Currencies, origin: Origin = NOWHERE) -> Money:
    """Money that is not negative; a currency other than the organisation's needs a rate and is converted with it."""
    if full := in_full(text):
        raise AmountError("which is no amount of money", f"write it in full, such as {full}, not '{text}'")
    found = _MONEY.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        raise AmountError("which is no amount of money", _HOW_MONEY)
    sign, before, later_sign, digits, after = found.groups()
    if before and after and before.upper() != after.upper():
        raise AmountError("which names two currencies", "keep one of them")
    amount, currency = _number(digits), _currency(before or after, currencies)
    if (sign or later_sign) in ("-", "−") and amount:
        raise AmountError("which is negative", "write an amount of 0 or more")
    return _converted(amount, currency, currencies, origin)


def parse_share(text: str, currencies: Currencies, origin: Origin = NOWHERE) -> Share:
    """A share from 0 % to 100 %: `18%` or `0.18`."""
    value = _fraction(text)
    if value < 0:
        raise AmountError("which is negative", "write a share from 0% to 100%")
    if value > 1:
        raise AmountError("which is more than 100%", "write a share from 0% to 100%")
    return Share(value, origin)


def parse_growth(text: str, currencies: Currencies, origin: Origin = NOWHERE) -> Growth:
    """A growth rate: `18%`, `0.18`, `-5%`; more than −100 %, at most 1000 %."""
    value = _fraction(text)
    if value <= -1:
        raise AmountError("which leaves nothing after a year", "write more than -100%")
    if value > MOST_GROWTH:
        raise AmountError("which is more than 1000% a year", "write the growth of one year")
    return Growth(value, origin)


def parse_saved(text: str, currencies: Currencies, origin: Origin = NOWHERE) -> Saved:
    """A saving: a share (`4%`, `0.04`) or money a year (`240000`, `"240,000 EUR"`)."""
    plain = _PERCENT.fullmatch(text)
    if text.endswith("%") or (plain and Decimal(plain[2]) < 1):
        return Saved(share=parse_share(text, currencies).value, origin=origin)
    if plain and Decimal(plain[2]) <= HUNDRED and not _AMBIGUOUS.fullmatch(plain[2]):
        own = currencies.own or "money"
        raise AmountError(
            f"which could be {plain[2]}% or {plain[2]} {own} a year", f"write {plain[2]}% or '{plain[2]} {own}'"
        )
    return Saved(money=parse_money(text, currencies, origin), origin=origin)


def parse_quantity(text: str, currencies: Currencies, origin: Origin = NOWHERE) -> Quantity:
    """A KPI's value: `90%`, `"0.42 EUR per order"`, `12 days` or `3.5`; it may be negative."""
    if (full := in_full(text)) and not re.search(r"\d\s*(?:m|b|cr|mm|md)\b", text):  # which may be units of their own
        raise AmountError("which is shortened", f"write it in full, such as {full}, not '{text}'")
    money = re.match(rf"([-−+]?)\s*({_MARK})\s*({_DIGITS})(.*)", text)
    if money and money[2].upper() == money[2]:
        text = f"{money[1]}{money[3]} {money[2]}{money[4]}"
    found = _QUANTITY.fullmatch(text) if len(text) <= 2 * LONGEST else None
    if not found:
        raise AmountError("which is no value", "write it like 90%, 12 days or '0.42 EUR per order'")
    sign, digits, mark, words = found.groups()
    value = -_number(digits) if sign in ("-", "−") else _number(digits)
    if mark == "%":
        return Quantity(value / HUNDRED, "percent", per=words or "", origin=origin)
    if mark and mark.upper() == mark:
        converted = _converted(abs(value), _currency(mark, currencies), currencies, origin)
        return Quantity(converted.amount.copy_sign(value), "money", converted.currency, words or "", origin)
    return Quantity(value, " ".join(filter(None, (mark, words))) or "number", origin=origin)


def parse_count(text: str, currencies: Currencies, origin: Origin = NOWHERE) -> Count:
    """A whole number of 0 or more."""
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise AmountError("which is no whole number", "write digits only, such as 6")
    return Count(int(text), origin)


def parse_number(text: str, currencies: Currencies, origin: Origin = NOWHERE) -> Number:
    """A number of 0 or more, with a dot before decimals: `2.5`."""
    if not _PLAIN.fullmatch(text) or len(text) > LONGEST:
        ready = with_dot(text)
        raise AmountError("which is no number", f"write digits with a dot before decimals, such as {ready or 2.5}")
    return Number(_sized(text), origin)


def _fraction(text: str) -> Decimal:
    found = _PERCENT.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        comma = re.fullmatch(r"\d+,\d+\s*%?", text)
        remedy = f"write {text.replace(',', '.')}" if comma else "write it like 18% or 0.18"
        raise AmountError("which is no percentage", remedy)
    sign, digits, percent = found.groups()
    value = _sized(digits)
    if not percent and value >= 1:
        hundredfold = format((value * HUNDRED).normalize(), "f")
        raise AmountError(f"which could be {digits}% or {hundredfold}%", f"write {digits}%")
    return (value / HUNDRED if percent else value) * (-1 if sign in ("-", "−") else 1)


def _number(digits: str) -> Decimal:
    """The number of a text of digits and separators; refuses what could be read in two ways."""
    unclear = _AMBIGUOUS.fullmatch(digits)
    if unclear:
        whole, rest = unclear.groups()
        raise AmountError(
            f"which could be {whole}{rest} or {whole} and a fraction", f"write {whole}{rest} or {digits}0"
        )
    if _PLAIN.fullmatch(digits):
        return _sized(digits)
    if _GROUPED.fullmatch(digits):
        return _sized(re.sub(r"[^\d.]", "", digits))
    ready = with_dot(digits)
    remedy = (
        f"write it with a dot before decimals, as {ready}" if ready else f"{_HOW_MONEY}, with a dot before decimals"
    )
    raise AmountError("whose separators are unclear", remedy)


def _sized(digits: str) -> Decimal:
    """The number of plain digits, at most `LARGEST`, and no finer than any arithmetic with it."""
    whole, point, decimals = digits.partition(".")
    return _not_too_large(Decimal(whole + point + decimals[:_FINEST]))


def _not_too_large(number: Decimal) -> Decimal:
    if number > LARGEST:
        raise AmountError("which is too large to be meant", "write at most 18 digits before the decimals")
    return number


def _currency(mark: str | None, currencies: Currencies) -> str:
    """The currency that a code or a symbol names; the organisation's where there is none."""
    if not mark:
        return currencies.own
    if is_scale(mark):
        raise AmountError(f"where '{mark}' is no currency", "write the amount in full, such as 400000")
    if mark not in _SYMBOLS:
        return mark.upper()
    meant = _SYMBOLS[mark]
    if currencies.own in meant:
        return currencies.own
    if len(meant) == 1:
        return meant[0]
    raise AmountError(f"where '{mark}' could be {', '.join(meant[:-1])} or {meant[-1]}", f"write {meant[0]} instead")


def _converted(amount: Decimal, currency: str, currencies: Currencies, origin: Origin) -> Money:
    own = currencies.own or currency
    if currency == own:
        return Money(amount, own, origin=origin)
    rate = currencies.rates.get(currency)
    if rate is None:
        remedy = f"convert it, or add 'exchange-rates: {{{currency}: …}}', the price of one {currency} in {own}"
        raise AmountError(f"which is in {currency}, while the organisation's currency is {own}", remedy)
    return Money(_not_too_large(amount * rate), own, (amount, currency), origin)
