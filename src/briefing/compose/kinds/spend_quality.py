"""`bill-quality`: what the billing data are worth: rows, months, columns, currencies, list prices, and tags."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from briefing.compose.bills import bill_of, finished
from briefing.compose.billwords import month_text
from briefing.compose.figures import Figures
from briefing.compose.scene import Scene
from briefing.library.bill import Bill
from briefing.library.days import parse_day
from briefing.model import Cell, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()
LEFT_APART = ("credits", "tax", "adjustments", "corrections")
MOST_NAMED = 6


def build(scene: Scene) -> Slide | Notice:
    """A row for each thing that a reader has to know before believing the figures."""
    bill = bill_of(scene)
    scene = scene.telling(**_told(scene, bill))
    rows = tuple((Cell(scene.word(f"bill-quality-{name}")), Cell(text)) for name, text in _rows(scene, bill) if text)
    header = (scene.word("bill-quality-what"), scene.word("bill-quality-found"))
    table = Table(header, rows, (3.2, 9.0), summary=scene.word("bill-quality-summary"))
    slide = scene.slide(table, title="bill-quality-title", label="bill-quality-label", notes="bill-quality-notes")
    return finished(scene, slide, *(f"bill.{name}" for name in LEFT_APART))


def _told(scene: Scene, bill: Bill) -> dict[str, object]:
    complete = [each.month for each in bill.months if each.complete]
    partial = [each.month for each in bill.months if not each.complete]
    return {
        "rows": _count(scene, bill.quality.rows) if bill.quality.rows else "",
        "broken": _count(scene, bill.quality.broken_rows) if bill.quality.broken_rows else "",
        "complete": complete,
        "partial": [month_text(each, scene.cast.words, "short-months") for each in partial],
        "missing": bill.quality.missing_columns,
        "known": scene.cast.figures.find("bill.list-known.share"),
    }


def _rows(scene: Scene, bill: Bill) -> Iterator[tuple[str, str]]:
    """What each row is about, and what was found; what was not found has no row."""
    yield "read", scene.word("bill-quality-read-text")
    yield "months", scene.word("bill-quality-months-text", others=len(bill.months) - len(_partial(bill)))
    yield "providers", _ends(scene, bill)
    yield "rhythms", "; ".join(_rhythms(scene, bill))
    yield "category", _uncategorised(scene, bill)
    yield "where", scene.cast.bill.where if scene.cast.bill else ""
    yield "currencies", "; ".join(_currencies(scene, bill))
    yield "columns", scene.word("bill-quality-columns-text", columns=bill.quality.missing_columns)
    yield "prices", scene.word("bill-quality-prices-text")
    yield "tags", scene.word("bill-quality-tags-text", keys=bill.required_tags)
    yield "apart", scene.word("bill-quality-apart-text", added=_apart(scene, 1), off=_apart(scene, -1))


def _partial(bill: Bill) -> list[str]:
    return [each.month for each in bill.months if not each.complete]


def _ends(scene: Scene, bill: Bill) -> str:
    """The providers with the first and the last day of their charges; those that have the same as one."""
    named: dict[str, list[str]] = {}
    for name in bill.providers:
        named.setdefault(bill.quality.ends.get(name, ""), []).append(name)
    return "; ".join(
        scene.word("bill-quality-provider", names=each, days=_days(scene, to)) for to, each in named.items()
    )


def _rhythms(scene: Scene, bill: Bill) -> Iterator[str]:
    """Which providers make months incomplete, and why; and which have ended."""
    for each in bill.quality.rhythms:
        if each.state:
            months = [month_text(month, scene.cast.words, "short-months") for month in each.months]
            day = scene.cast.day_text(parse_day(each.day)) if each.day else ""
            yield scene.word(f"bill-quality-{each.state}", provider=each.provider, day=day, months=months)


def _uncategorised(scene: Scene, bill: Bill) -> str:
    """Charges that are counted apart, as FOCUS has no such category."""
    odd = bill.quality.uncategorised
    if not odd:
        return ""
    amount = Figures("money", bill.currency, scene.cast.language).full(odd.billed)
    return scene.word("bill-quality-category-text", rows=_count(scene, odd.rows), amount=amount, such_as=odd.such_as)


def _days(scene: Scene, ends: str) -> list[str]:
    first, found, last = ends.partition("/")
    return [scene.cast.day_text(parse_day(each)) for each in (first, last)] if found else []


def _currencies(scene: Scene, bill: Bill) -> Iterator[str]:
    """Currencies that the figures leave out."""
    for each in bill.quality.other_currencies:
        amount = Figures("money", each.currency, scene.cast.language).full(each.billed)
        yield scene.word("bill-quality-currency", currency=each.currency, rows=_count(scene, each.rows), amount=amount)


def _apart(scene: Scene, sign: int) -> list[str]:
    """What is billed and in no figure of effective cost: what adds to the invoice, or what it is less by."""
    found = ((name, scene.cast.figures.find(f"bill.{name}")) for name in LEFT_APART)
    return [scene.word(f"bill-quality-{name}", size=each.size) for name, each in found if each and each.sign == sign]


def _count(scene: Scene, count: int) -> str:
    return Figures("number", "", scene.cast.language).full(Decimal(count))
