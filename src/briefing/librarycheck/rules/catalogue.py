"""What the KPI catalogue lacks."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.errors import Where
from briefing.library.kpi import KPI
from briefing.librarycheck.decks import is_ours
from briefing.librarycheck.findings import Hit
from briefing.librarycheck.places import entry_with, place_in
from briefing.librarycheck.shelf import Shelf


def no_formula(shelf: Shelf) -> Iterator[Hit]:
    """KPIs that do not say how they are reckoned."""
    return (_hit(shelf, kpi) for kpi in shelf.library.kpis().values() if not kpi.formula)


def orphan(shelf: Shelf) -> Iterator[Hit]:
    """KPIs that no persona names, neither as a key metric nor in an answer.

    Whoever has replaced a persona of ours need not hear which of our KPIs nobody has any more.
    """
    own = len(shelf.library.folders) > 1
    named = {metric.id for held in shelf.personas for metric in held.persona.key_metrics}
    named |= {kpi for held in shelf.personas for answer in held.persona.answers for kpi in answer.kpis}
    hits = (_hit(shelf, kpi) for kpi in shelf.library.kpis().values() if kpi.id not in named)
    return (each for each in hits if not (own and is_ours(each.where.file)))


def _hit(shelf: Shelf, kpi: KPI) -> Hit:
    found = ((entry_with(document, "id", kpi.id), document) for document in shelf.of("kpis"))
    where = next((place_in(node, "id", document.file) for node, document in found if node), Where())
    return Hit(where, {"kpi": kpi.id})
