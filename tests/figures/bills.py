"""A made-up bill whose figures can be told in the head, and ways to change it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal as D

from briefing.bill.bill import (
    Allocation,
    Anomaly,
    Bill,
    Commitment,
    Commitments,
    Comparison,
    Month,
    Months,
    Part,
    Rates,
)
from briefing.bill.records import OtherCurrency, Quality
from briefing.documents.text import month_number, month_text

_AI = (70, 70, 70, 70, 70, 80, *[80] * 8, 160, 150, 150, 100)
FIRST, LAST = "2024-10", "2026-03"


def span(first: str, last: str) -> Months:
    return Months(first=first, last=last)


def months(values: Sequence[D | int | str], first: str = FIRST) -> tuple[Month, ...]:
    """Complete months with these effective costs, one after the other."""
    start = month_number(first)
    return tuple(Month(month=month_text(start + n), effective=D(each)) for n, each in enumerate(values))


def part(name: str, effective: int | str, recent: int | str = 0, earlier: int | str = 0, provider: str = "") -> Part:
    return Part(name=name, effective=D(effective), recent=D(recent), earlier=D(earlier), provider=provider)


def bill(**changes: object) -> Bill:
    """Eighteen months that grow by 10 a month from 1,000, of which the last twelve are the period."""
    fields: dict[str, object] = {
        "currency": "EUR",
        "source": "bills/*.csv",
        "providers": ("Nimbus Example Cloud", "Cirrus Example Cloud", "Example Desk"),
        "required_tags": ("product", "cost-centre"),
        "period": span("2025-04", LAST),
        "comparison": Comparison(span="year", recent=span("2026-01", "2026-03"), earlier=span("2025-01", "2025-03")),
        "months": tuple(_month(n) for n in range(18)),
        "total": part("", 13380, 3480, 3120),
        "ai": part("AI", 1200, 400, 220),
        "saas": part("SaaS", 600, 150, 150),
        "by": {
            "provider": (part("Nimbus Example Cloud", 9000), part("Cirrus Example Cloud", 4380)),
            "service": (
                part("Virtual Machines", 5000, provider="Nimbus Example Cloud"),
                part("Virtual Machines", 4000, provider="Cirrus Example Cloud"),
                part("", 380),
                Part(name="", effective=D(4000), others=12),
            ),
            "sub-account": (part("Retail", 9000), part("Wholesale", 4380)),
        },
        "movers": (part("Models", 1200, 400, 220, "Nimbus Example Cloud"), part("Storage", 900, 200, 300)),
        "commitments": Commitments(
            used=D(900),
            unused=D(300),
            covered_compute=D(800),
            eligible_compute=D(3200),
            largest=(Commitment(id="ri-0815", kind="Reservation", used=D(600), unused=D(250)),),
        ),
        "rates": Rates(effective=D(9000), list=D(12000), known=D("0.9")),
        "allocation": Allocation(
            usage=D(12000),
            untagged=D(3000),
            untaggable=D(600),
            lacking={"product": D(2000), "cost-centre": D(2500)},
            total=D(13000),
            unallocated=D(2600),
        ),
        "anomalies": (Anomaly(month="2025-11", service="Models", before=D(50), after=D(230)),),
        "quality": Quality(rows=1000, other_currencies=(OtherCurrency(currency="USD", rows=3, billed=D(12)),)),
    }
    return Bill(**{**fields, **changes})  # type: ignore[arg-type]


def _month(n: int) -> Month:
    value = D(1000 + 10 * n)
    return Month(
        month=month_text(month_number(FIRST) + n),
        billed=value + D("80.5"),
        tax=D(100),
        credits=D(-20),
        adjustments=D("1.5"),
        corrections=D(-1),
        effective=value,
        ai=D(_AI[n]),
        saas=D(50),
    )
