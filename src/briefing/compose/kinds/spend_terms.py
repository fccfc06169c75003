"""`commitment-terms`: what is promised in contracts and paid ahead, what is left of it, and until when it has to go."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from briefing.compose.bills import bill_of, finished
from briefing.compose.billwords import short_name
from briefing.compose.missing import unsaid
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.written import day
from briefing.figures.billpromises import contracts_by_id, pools_by_id
from briefing.library.days import parse_day
from briefing.model import Cell, Notice, Slide, Table

TAKES: frozenset[str] = frozenset()
LONGEST_NAME: Final = 40  # characters that stand in the first column
LEAST_POOLS: Final = 2  # of one alone `commitment-health` tells all
LONGEST: Final = 60  # months: what lasts longer, at the pace of a few months, is not told
WEIGHTS: Final = {"term-name": 4.0, "term-amount": 2.2, "term-left": 2.2, "term-until": 3.0}


class Term(Struct, frozen=True):
    """A promise: its amount, what is left of it (None where that is not known), and how long it runs.

    `last` is its last day in order, as `until` has it in words; of a pool `months` says how long the rest lasts.
    """

    name: str
    amount: Said
    left: Said | None
    last: str = ""
    until: str = ""
    months: int | None = None
    is_pool: bool = False


def build(scene: Scene) -> Slide | Notice:
    """Those that end first come first; left out without a contract that runs, and without two pools."""
    contracts, pools = list(_contracts(scene)), list(_pools(scene))
    if not contracts and len(pools) < LEAST_POOLS:
        return unsaid()
    terms = [*contracts, *pools]
    first = next((each for each in contracts if each.last), None)
    scene = scene.telling(terms=terms, first=first, contracts=contracts, pools=pools, most=max(terms, key=_weight))
    rows = tuple(_row(scene, each) for each in terms)
    header = tuple(scene.word(key) for key in WEIGHTS)
    table = Table(header, rows, tuple(WEIGHTS.values()), summary=scene.word("terms-summary"))
    slide = scene.slide(table, title="terms-title", label="commitment-health-label", notes="terms-notes")
    ids = [figure.id for each in terms for figure in (each.amount, each.left) if figure]
    return finished(scene, slide, *ids, source="terms-source")


def _contracts(scene: Scene) -> Iterator[Term]:
    """Those that have not ended on the day of the briefing, by their ends."""
    figures, today = scene.cast.figures, scene.cast.day.isoformat()
    running = [(id, each) for id, each in contracts_by_id(bill_of(scene)).items() if (each.last_day or today) >= today]
    for id, each in sorted(running, key=lambda found: (not found[1].ends, found[1].ends)):
        amount, left = figures.find(f"{id}.committed"), figures.find(f"{id}.left")
        if amount and amount.value:  # one over nothing only has a discount
            until = day(scene, parse_day(each.last_day)) if each.ends else ""
            yield Term(short_name(each.description or each.id, LONGEST_NAME), amount, left, each.last_day, until)


def _pools(scene: Scene) -> Iterator[Term]:
    figures = scene.cast.figures
    for id, each in pools_by_id(bill_of(scene)).items():
        amount, left = figures.find(f"{id}.bought"), figures.find(f"{id}.left")
        if amount and left:
            months = None if each.months_left is None or each.months_left > LONGEST else int(each.months_left)
            name = scene.word("term-pool", name=short_name(each.id, LONGEST_NAME))
            yield Term(name, amount, left, months=months, is_pool=True)


def _weight(term: Term) -> Decimal:
    return (term.left.value if term.left else None) or Decimal(0)


def _row(scene: Scene, term: Term) -> tuple[Cell, ...]:
    told = (term.name, term.amount.short, term.left.short if term.left else scene.word("term-unknown"))
    return (*map(Cell, told), Cell(scene.word("term-runs", term=term)))
