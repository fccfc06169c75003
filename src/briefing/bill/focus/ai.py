"""AI on the bill: which services are AI, and what is charged by the token, by model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from fnmatch import translate
from functools import cache
from pathlib import Path

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import StringValue, Table, Value

from briefing.bill.bill import ZERO, AiServices, Billing, Model
from briefing.bill.focus.columns import Columns
from briefing.bill.focus.ledger import Row
from briefing.bill.focus.raw_values import amount, plain, text
from briefing.bill.focus.tags import TagKey, value_of
from briefing.documents.schema import convert
from briefing.documents.yamlfile import read_yaml
from briefing.library.library import builtin_folder

# Which services and providers count as AI: `layouts/ai-services.yaml` of the built-in library.


@cache
def ai_services() -> AiServices:
    """The built-in list."""
    return read_ai_services(builtin_folder() / "layouts" / "ai-services.yaml")


def read_ai_services(path: str | Path) -> AiServices:
    """Read a list. Raises ContentError with every problem."""
    return convert(read_yaml(path), AiServices)


# Which services are AI, by the list in `layouts/ai-services.yaml` and what the organisation adds to it.


def ai_test(listed: AiServices, billing: Billing) -> Callable[[Row], bool]:
    """Whether a row of services is AI: by its category first, then by service or provider."""
    category = _matching(listed.categories)
    service = _matching((*listed.services, *billing.ai_services))
    provider = _matching((*listed.providers, *billing.ai_providers))
    known: dict[tuple[str | None, ...], bool] = {}

    def is_ai(row: Row) -> bool:
        key = (row["kind"], row["name"], row["provider"])
        if key not in known:
            tests = zip((category, service, provider), key, strict=True)
            known[key] = any(test.match((text or "").casefold()) is not None for test, text in tests)
        return known[key]

    return is_ai


def _matching(names: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all names; one that matches nothing where there are none."""
    return re.compile("|".join(translate(name.strip().casefold()) for name in names) or r"(?!)")


# AI by model: what is charged by the token, by the model that its price details or its meter name.
#
# Exports count tokens one by one, by the thousand or by the million, and their unit says which.

MOST_MODELS = 20
MARK = "\x1f"  # between service, model, meter and unit
NEEDED = ("ConsumedUnit", "ConsumedQuantity")
_MODEL = TagKey("ModelName", ("Model", "ModelId", "x_Model", "x_ModelName", "FoundationModel", "LLM", "Deployment"))
_SIZES = {
    "k": 1_000,
    "thousand": 1_000,
    "thousands": 1_000,
    "m": 1_000_000,
    "million": 1_000_000,
    "millions": 1_000_000,
}
_UNIT = re.compile(
    r"(?i)^\s*(per\s+)?(?P<number>[\d.,]*)\s*(?P<size>k|m|thousands?|millions?)?[\s_-]*(?:\w+[\s_-]+)?tokens?\b"
)
# What a meter says beside the model.
_BESIDE = re.compile(
    r"(?i)\b(?:(?:1|1,?000|1,?000,?000)?[km]?[ _-]*tokens?|1?[km]|per|thousands?|millions?|input|output"
    r"|inp|outp|cached?|read|write|prompt|completion|count|batch|units?)\b|[()]"
)


def is_there(columns: Columns) -> bool:
    """Whether a table has what tokens are counted in."""
    return all(name in columns for name in NEEDED)


def model_columns(source: Table, columns: Columns, service: StringValue) -> dict[str, Value]:
    """Of rows that are charged by the token: what is told of the model, and how much of the unit they have."""
    unit, none = text(source, columns, "ConsumedUnit"), ibis.literal("")
    is_token = ibis.coalesce(unit.lower().contains("token"), ibis.literal(False))
    details = columns.get("SkuPriceDetails")
    model = value_of(source[details] if details else None, _MODEL)
    meter = text(source, columns, "SkuMeter")
    told = [ibis.coalesce(each, none) for each in (service, model, meter, unit)]
    name = told[0] + MARK + told[1] + MARK + told[2] + MARK + told[3]
    return {
        "model": is_token.ifelse(name, ibis.null(dt.string)),
        "consumed": is_token.ifelse(amount(source, columns, "ConsumedQuantity"), ibis.null(dt.Decimal(38, 12))),
    }


def models_of(rows: Iterable[Row], is_ai: Callable[[Row], bool]) -> tuple[Model, ...]:
    """The models of AI services, that with most cost first; one without a name is not known."""
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for row in rows:
        service, model, meter, unit = (row["name"] or MARK * 3).split(MARK)
        size = tokens_in(unit)
        if size is None or not is_ai({**row, "name": service}):
            continue
        added = sums.setdefault((model.strip() or model_in(meter), row["provider"] or ""), [ZERO, ZERO])
        added[0] += row["effective"]
        added[1] += row["consumed"] * size
    found = [
        Model(name=name, provider=by, effective=plain(cost), tokens=plain(n)) for (name, by), (cost, n) in sums.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.effective, each.provider, each.name))[:MOST_MODELS])


def tokens_in(unit: str) -> int | None:
    """How many tokens one of a unit is: 1,000 of `1K Tokens`; None where that cannot be said."""
    found = _UNIT.match(unit)
    if not found:
        return None
    number = found["number"].replace(",", "") or "1"
    return int(number) * _SIZES.get((found["size"] or "").lower(), 1) if number.isdigit() and int(number) else None


def model_in(meter: str) -> str:
    """The model in the words of a meter: `Sonnet 4` of `Sonnet 4 Input Tokens`; empty where it names none."""
    left = " ".join(_BESIDE.sub(" ", meter).split()).strip(" -_/:,")
    return left if any(each.isalpha() for each in left) else ""
