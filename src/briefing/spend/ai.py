"""Which services are AI, by the list in `layouts/ai-services.yaml` and what the organisation adds to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fnmatch import translate

from briefing.library.bill import AiServices, Billing
from briefing.spend.ledger import Row


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
