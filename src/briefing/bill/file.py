"""A bill as a file of facts that people review, correct and keep: written from billing data, and read again.

Amounts are written in cents. The months of the period are rounded so that they add up to the whole in cents, as printed
tables do it: then sums out of the file are those out of the data, and a single month may be a cent off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec.structs import replace

from briefing.bill.bill import Bill, Month
from briefing.bill.checks import key_problems, problems_of
from briefing.documents.schema import check, convert, default_of
from briefing.documents.yamlfile import read_yaml

CENT = Decimal("0.01")
SHARE = Decimal("0.000001")
_SHARES = frozenset(("known",))
_MONEY = ("billed", "tax", "credits", "adjustments", "corrections", "uncategorised", "effective", "ai", "saas")
# Parts whose amounts are all written: there, 0 is another thing than nothing.
_WHOLE = frozenset(("total", "ai", "saas", "commitments", "rates", "allocation"))
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)

_HEAD = """\
# Facts of a bill in the FOCUS format, to be reviewed, corrected and kept; `briefing make --spend` takes this file in
# the place of the data. Amounts are in the currency below, in cents. A part that goes missing leaves out its figures;
# inside of a part, an amount that goes missing is 0.
#
# Billed cost is that of all charges by the month of the invoice. Effective cost is that of usage and purchases by the
# month of the charge, without tax, credits, adjustments and corrections: unused commitments are in it.
"""
_ABOUT: Mapping[str, tuple[str, ...]] = {
    "source": ("The data that these facts were reckoned from.",),
    "where": ("The part of the bill that these facts are of.",),
    "required-tags": ("Usage that lacks one of these tags is untagged.",),
    "period": (
        "The last complete months in a row, twelve at most. All that has no months of its own is of this period.",
    ),
    "comparison": ("The months whose change is told: `recent` against `earlier`.",),
    "months": (
        "Only complete months are in trends and forecasts. `billed` contains tax, credits, adjustments, corrections",
        "and what is uncategorised; `through` is the last day of usage of a month in progress;",
        "`effective` contains ai (its category, and services known for it) and saas (Business Applications).",
    ),
    "total": ("Effective cost of the period and of both sides of the comparison: the sums of their months.",),
    "by": ("Effective cost. The last entry of a list may join `others`, which are so many.",),
    "movers": ("The services whose effective cost changed most.",),
    "commitments": (
        "Effective cost of the used and of the unused part; of compute that a commitment paid for, and of all compute",
        "that one could pay for.",
    ),
    "contracts": ("Contract commitments, out of the file beside the costs.",),
    "rates": (
        "Usage with a list price: what it cost, unused commitments included, and its list cost. `known` is its share",
        "of all usage. `contracted`: of usage with a list and a contracted cost, both; what commitments paid for, as",
        "contracted and as it came to, and what of them was unused.",
    ),
    "allocation": (
        "Effective cost of usage without unused commitments: what is untagged, belongs to no resource, lacks each tag.",
        "`unallocated` of `total`, which is all effective cost, has neither the tags nor a sub-account with an owner.",
    ),
    "anomalies": ("Services that rose by more than 30% in a month, and by more than 1% of all cost of that month.",),
    "quality": ("What the data are worth.",),
}


def write_bill(bill: Bill) -> str:
    """The bill as the text of a YAML file, in a stable order and without what is empty."""
    rounded = _in_cents(bill)
    parts = [_HEAD]
    for field in msgspec.structs.fields(Bill):
        value = _plain(getattr(rounded, field.name), whole=field.name in _WHOLE)
        if value in (None, "", [], {}):
            continue
        about = _ABOUT.get(field.encode_name, ())
        parts += ["\n", *(f"# {line}\n" for line in about)] if about else []
        parts.append(_dumped({field.encode_name: value}))
    return "".join(parts)


def read_bill_file(path: str | Path) -> Bill:
    """The bill of a file of facts; its source is the file. Raises ContentError with every problem, FactError."""
    document = read_yaml(path, fold=True)
    check([*key_problems(document)])
    bill = convert(document, Bill)
    check([*problems_of(document, bill)])
    return replace(bill, source=document.file)


def _in_cents(bill: Bill) -> Bill:
    months = _months(bill)
    found: Bill = _rounded(bill)
    return replace(found, months=months)


def _months(bill: Bill) -> tuple[Month, ...]:
    """The months in cents, those of the period so that each kind of cost adds up to its sum, the last one exact."""
    inside = [each for each in bill.months if bill.period and bill.period.first <= each.month <= bill.period.last]
    fitted = {each.month: each for each in _fitted(inside)}
    return tuple(fitted.get(each.month) or _rounded(each) for each in bill.months)


def _fitted(months: Sequence[Month]) -> Iterator[Month]:
    columns = {name: _adding_up([getattr(each, name) for each in months]) for name in _MONEY}
    for index, each in enumerate(months):
        yield replace(each, **{name: column[index] for name, column in columns.items()})


def _adding_up(values: Sequence[Decimal]) -> list[Decimal]:
    """The values in cents: the last as it rounds, the others so that all together are the rounded sum."""
    if not values:
        return []
    found: list[Decimal] = []
    last, total = _cents(values[-1]), _cents(sum(values, Decimal(0)))
    so_far, written = Decimal(0), Decimal(0)
    for each in values[:-1]:
        so_far += each
        found.append(_cents(so_far) - written)
        written += found[-1]
    if found:
        found[-1] += total - last - written
    return [*found, last]


def _cents(value: Decimal, unit: Decimal = CENT) -> Decimal:
    return value.quantize(unit, context=_CONTEXT) + 0


def _rounded(value: Any, field: str = "") -> Any:
    if isinstance(value, Decimal):
        return _cents(value, SHARE if field in _SHARES else CENT)
    if isinstance(value, msgspec.Struct):
        return type(value)(**{name: _rounded(getattr(value, name), name) for name in value.__struct_fields__})
    if isinstance(value, tuple):
        return tuple(map(_rounded, value))
    return {name: _rounded(each) for name, each in value.items()} if isinstance(value, dict) else value


def _plain(value: Any, *, whole: bool = False) -> Any:
    """What YAML writes: records without the fields that are as they would be anyway, unless they are to be `whole`."""
    if isinstance(value, msgspec.Struct):
        found = {}
        for field in msgspec.structs.fields(value):
            inner = getattr(value, field.name)
            if field.required or inner != default_of(field) or (whole and isinstance(inner, Decimal)):
                found[field.encode_name] = _plain(inner)
        return found
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


class _Dumper(yaml.SafeDumper):
    """Writes amounts as plain digits, and the entries of lists on one line each."""


_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))
)


def _dumped(value: Mapping[str, object]) -> str:
    nested = any(isinstance(each, (dict, list)) for each in value.values())
    style = None if nested else False  # None is one line for each innermost part
    text: str = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=style, sort_keys=False, allow_unicode=True, width=1000
    )
    return text
