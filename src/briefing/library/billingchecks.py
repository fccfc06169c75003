"""What must hold in the `billing` part of an organisation's file: months that exist, and nothing that stands twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.errors import Problem
from briefing.library.bill import Billing
from briefing.library.organisationchecks import month_problems
from briefing.library.text import slug
from briefing.library.yamlfile import Document


def billing_problems(document: Document, billing: Billing) -> Iterator[Problem]:
    """Every problem of the part."""
    for name in ("required_tags", "dimensions", "owned_sub_accounts", "saas_providers", "ai_services", "ai_providers"):
        yield from _list_problems(document, name.replace("_", "-"), getattr(billing, name))
    seen: dict[str, int] = {}
    for index, unit in enumerate(billing.units):
        where = document.where("billing", "units", index, "name")
        if not slug(unit.name):
            if unit.name:
                yield Problem(where, f"the name '{unit.name}' has no letter or digit", "write what is counted")
        elif (first := seen.setdefault(slug(unit.name), index)) != index:
            line = document.where("billing", "units", first, "name").line
            yield Problem(where, f"the unit '{unit.name}' stands twice, first on line {line}", "join the two")
        for month in unit.by_month:
            yield from month_problems(document, ("billing", "units", index, "by-month", month))


def _list_problems(document: Document, name: str, texts: Sequence[str]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, text in enumerate(texts):
        where = document.where("billing", name, index)
        if not text.strip():
            yield Problem(where, f"entry {index + 1} of '{name}' is empty", "write it, or take the line away")
        elif (first := seen.setdefault(text.casefold(), index)) != index:
            line = document.where("billing", name, first).line
            yield Problem(where, f"'{text}' stands twice in '{name}', first on line {line}", "take one of them away")
