"""Bills by hand: a fictional company's eighteen months on three clouds, and small ones that lack almost everything."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from briefing.bill.bill import (
    Allocation,
    Anomaly,
    Bill,
    Commitment,
    Commitments,
    Comparison,
    Dimension,
    Month,
    Months,
    Part,
    Rates,
)
from briefing.bill.records import OtherCurrency, Quality

D = Decimal
FIRST = 2024 * 12 + 9  # October 2024
# Effective cost of eighteen months, and of these the AI part.
COSTS = (341_200, 345_900, 338_400, 349_800, 352_600, 355_100, 361_900, 366_400, 370_200,
         368_800, 374_900, 381_300, 392_700, 401_500, 389_600, 402_900, 411_700, 425_300)  # fmt: skip
AI = (31_000, 32_500, 33_100, 34_900, 36_200, 38_000, 40_900, 43_800, 46_100,
      48_700, 51_900, 54_200, 58_800, 61_500, 60_200, 64_900, 67_300, 71_400)  # fmt: skip


def month(place: int) -> str:
    """The name of a month, counted from the first of the sample."""
    return f"{(FIRST + place) // 12:04d}-{(FIRST + place) % 12 + 1:02d}"


def months(costs: Sequence[int], ai: Sequence[int] = ()) -> tuple[Month, ...]:
    """Complete months of these costs, billed with a fifth more of tax and a credit of a thousand."""
    return tuple(
        Month(
            month=month(place),
            billed=D(cost) * D("1.2") - 1000,
            tax=D(cost) * D("0.2"),
            credits=D(-1000),
            effective=D(cost),
            ai=D(ai[place]) if ai else D(0),
            saas=D(20_000) if ai else D(0),
        )
        for place, cost in enumerate(costs)
    )


def span(first: int, last: int) -> Months:
    """From one place to another, both in it."""
    return Months(first=month(first), last=month(last))


def compared(costs: Sequence[int]) -> Comparison | None:
    """The two sides that a history of so many months has."""
    last = len(costs) - 1
    if last < 1:
        return None
    if last >= 14:
        return Comparison(span="year", recent=span(last - 2, last), earlier=span(last - 14, last - 12))
    if last >= 12:
        return Comparison(span="year", recent=span(last, last), earlier=span(last - 12, last - 12))
    if last >= 5:
        return Comparison(span="quarter", recent=span(last - 2, last), earlier=span(last - 5, last - 3))
    return Comparison(span="month", recent=span(last, last), earlier=span(last - 1, last - 1))


def part_of(values: Sequence[int], found: Comparison | None, name: str = "") -> Part:
    """The sums of monthly values over the period and over both sides of a comparison."""
    recent, earlier = (_sum(values, getattr(found, side) if found else None) for side in ("recent", "earlier"))
    return Part(name=name, effective=D(sum(values[-12:])), recent=recent, earlier=earlier)


def _sum(values: Sequence[int], wanted: Months | None) -> Decimal:
    """The sum of the values of some months."""
    places = range(len(values)) if wanted else ()
    return D(sum(values[place] for place in places if wanted and wanted.first <= month(place) <= wanted.last))


def plain(costs: Sequence[int], ai: Sequence[int] = (), **rest: object) -> Bill:
    """A bill that tells nothing but its months."""
    found = compared(costs)
    values = {
        "currency": "EUR",
        "source": "FOCUS export",
        "providers": ("Nimbus Example Cloud",),
        "period": span(max(0, len(costs) - 12), len(costs) - 1) if costs else None,
        "comparison": found,
        "months": months(costs, ai),
        "total": part_of(costs, found) if costs else None,
        "ai": part_of(ai, found) if ai else None,
    }
    return Bill(**{**values, **rest})  # type: ignore[arg-type]


def part(name: str, effective: int, recent: int = 0, earlier: int = 0, provider: str = "", others: int = 0) -> Part:
    """A part of whole numbers."""
    sizes = {"effective": D(effective), "recent": D(recent), "earlier": D(earlier)}
    return Part(name=name, provider=provider, others=others, **sizes)


NIMBUS, STRATUS, PAPER = "Nimbus Example Cloud", "Stratus Sample Cloud", "Papermill SaaS"
SERVICES = (
    part("Nimbus Compute", 1_321_300, 366_000, 352_000, NIMBUS),
    part("Nimbus Model Studio", 669_700, 203_600, 109_100, NIMBUS),
    part("Stratus Object Storage", 512_000, 131_000, 126_000, STRATUS),
    part("Stratus Managed Databases", 498_000, 129_900, 121_500, STRATUS),
    part("Nimbus Network", 344_000, 88_000, 87_000, NIMBUS),
    part("Papermill Workspace", 240_000, 60_000, 60_000, PAPER),
    part("Stratus Container Platform", 233_000, 61_400, 40_200, STRATUS),
    part("Nimbus Search", 171_000, 50_000, 0, NIMBUS),
    part("Stratus Backup", 141_300, 30_000, 51_000, STRATUS),
    part("Nimbus Queue", 112_000, 29_000, 27_000, NIMBUS),
    part("", 404_900, 91_000, 83_700, others=23),
)
CATEGORIES = (
    part("Compute", 1_555_000),
    part("AI and Machine Learning", 669_700),
    part("Storage", 653_300),
    part("Databases", 498_000),
    part("Networking", 456_000),
    part("Business Applications", 240_000),
    part("Other", 575_200),
)
PROVIDERS = (part(NIMBUS, 2_618_000), part(STRATUS, 1_789_200), part(PAPER, 240_000))
ACCOUNTS = (
    part("Routing production", 1_530_000),
    part("Warehouse production", 1_207_000),
    part("Data platform", 1_114_200),
    part("Routing test", 512_000),
    part("Sandbox", 284_000),
)
REGIONS = (part("North 1", 2_910_200), part("South 2", 1_497_000), part("", 240_000))
BY: dict[Dimension, tuple[Part, ...]] = {
    "provider": PROVIDERS,
    "service-category": CATEGORIES,
    "service": SERVICES,
    "sub-account": ACCOUNTS,
    "region": REGIONS,
}
COMMITMENTS = Commitments(
    used=D(1_012_400),
    unused=D(96_300),
    covered_compute=D(812_000),
    eligible_compute=D(1_420_000),
    largest=(
        Commitment(id="sp-7f3a", kind="Savings plan", provider=NIMBUS, used=D(620_000), unused=D(12_000)),
        Commitment(id="res-db-01", kind="Reservation", provider=STRATUS, used=D(204_000), unused=D(61_000)),
        Commitment(id="sp-11c0", kind="Savings plan", provider=NIMBUS, used=D(120_400), unused=D(0)),
        Commitment(id="res-cmp-07", kind="Reservation", provider=STRATUS, used=D(68_000), unused=D(23_300)),
    ),
)
ALLOCATION = Allocation(
    usage=D(4_350_000),
    untagged=D(1_044_000),
    untaggable=D(261_000),
    lacking={"cost-centre": D(802_000), "product": D(611_000), "environment": D(213_000)},
    total=D(4_647_200),
    unallocated=D(790_024),
)
ANOMALIES = (
    Anomaly(month=month(13), service="Stratus Container Platform", provider=STRATUS, before=D(15_100), after=D(29_800)),
    Anomaly(month=month(15), service="Nimbus Search", provider=NIMBUS, after=D(14_900), new=True),
    Anomaly(month=month(16), service="Nimbus Model Studio", provider=NIMBUS, before=D(48_200), after=D(67_300)),
)
QUALITY = Quality(
    rows=1_204_338,
    broken_rows=12,
    missing_columns=("PublisherName",),
    other_currencies=(OtherCurrency(currency="USD", rows=412, billed=D(18_230), effective=D(17_950)),),
    ends={NIMBUS: "2024-10-01/2026-04-12", STRATUS: "2024-10-01/2026-03-31", PAPER: "2024-10-01/2026-03-31"},
)


def whole_bill() -> Bill:
    """All that a bill can carry: eighteen complete months and one that is not, three providers, AI that grows."""
    bill = plain(COSTS, AI)
    partial = Month(month=month(18), complete=False, effective=D(160_000), billed=D(191_000))
    movers = sorted(SERVICES[:-1], key=lambda each: -abs(each.recent - each.earlier))[:8]
    return replace(
        bill,
        source="FOCUS export focus-2026-04",
        providers=(NIMBUS, STRATUS, PAPER),
        required_tags=("cost-centre", "product", "environment"),
        months=(*bill.months, partial),
        saas=part_of([20_000] * len(COSTS), bill.comparison),
        by=BY,
        movers=tuple(movers),
        commitments=COMMITMENTS,
        rates=Rates(effective=D(3_300_000), list=D(4_180_000), known=D("0.94")),
        allocation=ALLOCATION,
        anomalies=ANOMALIES,
        quality=QUALITY,
    )
