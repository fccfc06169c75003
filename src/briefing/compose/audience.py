"""What an audience watches: which of the company's figures, and where the KPIs that its personas are measured by
stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.compose.cast import Cast
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.documents.amounts import Day
from briefing.figures.figure import is_billed
from briefing.library.catalogues import KPI
from briefing.library.persona import Persona
from briefing.model import Tile

if TYPE_CHECKING:
    from briefing.organisation.organisation import KpiAim


# A persona's targets_of_kpis: where the KPIs that it is measured by stand today, and where they are to be by when.


class KpiTold(Struct, frozen=True):
    """A KPI with its baseline and target as one persona sees them; what nobody stated is None or empty."""

    kpi: KPI
    baseline: Said | None
    target: Said | None
    since: str
    by: str


def targets_of_kpis(cast: Cast, persona: Persona) -> tuple[KpiTold, ...]:
    """The targets_of_kpis of the persona's key metrics, in its order; none where the facts have none for it."""
    return tuple(found for entry in persona.key_metrics if (found := aim(cast, persona, entry.id)))


def aim(cast: Cast, persona: Persona, kpi: str) -> KpiTold | None:
    """The aim for one KPI: what is stated for the persona, and else what is stated for all."""
    facts = cast.company.facts.kpis if cast.company else ()
    stated = next((each for each in facts if each.id == kpi), None)
    if not stated or kpi not in cast.kpis:
        return None
    baseline, target = (_figure(cast, persona, kpi, which) for which in ("baseline", "target"))
    if not (baseline or target):
        return None
    own = stated.by_persona.get(persona.identifier)
    since, by = own.baseline_date if own else None, own.date if own else None
    days = (_day(cast, since or stated.baseline_date), _day(cast, by or stated.date))
    return KpiTold(cast.kpis[kpi], baseline, target, *days)


def is_aim(told: KpiTold) -> bool:
    """Whether somebody stated the baseline or a target; what only the bill tells is a baseline and no aim yet."""
    return bool(told.target) or bool(told.baseline and not told.baseline.figure.is_billed)


def is_stated(kpi: KpiAim) -> bool:
    """Whether the organisation's file says anything of a KPI, and not the bill alone."""
    return not (kpi.baseline and is_billed(kpi.baseline.origin)) or bool(kpi.target or kpi.by_persona)


def _figure(cast: Cast, persona: Persona, kpi: str, which: str) -> Said | None:
    own = cast.figures.find(f"kpis.{kpi}.by-persona.{persona.identifier}.{which}")
    return own or cast.figures.find(f"kpis.{kpi}.{which}")


def _day(cast: Cast, found: Day | None) -> str:
    return cast.day_text(found) if found else ""


# Which of the company's figures an audience sees: first where its KPIs stand, then those that it names itself.
#
# No code here knows a persona: its file says what it is measured by (`key-metrics`) and what it looks at (`figures`).

MOST_TILES = 4


class Watched(Struct, frozen=True):
    """A figure that a persona looks at: a KPI where it stands, with its aim where it has one, or one that it names."""

    figure: Said
    names: tuple[str, ...]  # the ids under which the same figure may stand
    kpi: KPI | None = None
    told: KpiTold | None = None


def watched(scene: Scene, persona: Persona) -> Iterator[Watched]:
    """Where each of its KPIs stands, in its order, and the figures that it names; none twice.

    A KPI that is one of these figures stands where the figure is named.
    """
    seen: set[str] = set()
    kpis = list(_kpis(scene, persona))
    placed = {id: each for each in kpis for id in persona.figures if each.kpi and each.kpi.is_shown_by(id)}
    first = (each for each in kpis if each not in placed.values())
    for each in chain(first, _named(scene, persona, placed)):
        if seen.isdisjoint(each.names):
            seen.update(each.names)
            yield each


def _kpis(scene: Scene, persona: Persona) -> Iterator[Watched]:
    """A KPI shows itself and nothing else: what is stated of it, or the figure that it is."""
    catalogue, figures = scene.cast.kpis, scene.cast.figures
    for kpi in (catalogue[entry.id] for entry in persona.key_metrics if entry.id in catalogue):
        told, same = aim(scene.cast, persona, kpi.id), [id for id in figures if kpi.is_shown_by(id)]
        found = told.baseline if told else None
        found = found or next((figures[id] for id in same if figures[id].known), None)
        if found:
            yield Watched(found, (f"kpis.{kpi.id}", *found.figure.inputs, *same), kpi, told)


def _named(scene: Scene, persona: Persona, placed: Mapping[str, Watched]) -> Iterator[Watched]:
    company = scene.cast.company
    for id in persona.figures if company else ():
        if id in placed:
            yield placed[id]
        elif company and (found := company.figure(id)):
            yield Watched(scene.cast.figures[found.id], company.names(id))


def tiles_of_key_metrics(scene: Scene, *first: str, last: Sequence[str] = ()) -> tuple[Tile, ...]:
    """Tiles of these figures, of what the audience watches, in turn, and of the last ones; at most four."""
    personas = [scene.persona] if scene.persona else scene.cast.personas
    turns = zip_longest(*(tuple(watched(scene, persona)) for persona in personas))
    wanted = (each for turn in turns for each in turn if each)
    chosen: list[Watched] = []
    seen: set[str] = set()
    for each in chain(_plain(scene, first), wanted, _plain(scene, last)):
        if seen.isdisjoint(each.names) and len(chosen) < MOST_TILES:
            seen.update(each.names)
            chosen.append(each)
    shown = tuple(each.figure.id for each in chosen)
    return tuple(_tile(scene, each, shown) for each in chosen)


def _plain(scene: Scene, ids: Iterable[str]) -> Iterator[Watched]:
    company, found = scene.cast.company, (scene.cast.figures.find(id) for id in ids)
    return (Watched(each, company.names(each.id)) for each in found if each and company)


def _tile(scene: Scene, each: Watched, shown: Sequence[str]) -> Tile:
    if not (each.told and each.told.baseline):
        return figure_tile(scene, each.figure, shown=shown)
    note = scene.word("note.kpi", target=each.told.target, date=each.told.by, since=each.told.since)
    return Tile(each.told.kpi.name, each.figure.short, ", ".join(filter(None, (each.figure.per, note))))


def figure_tile(scene: Scene, figure: Said, called: str = "", shown: Sequence[str] = ()) -> Tile:
    """A tile of a figure; `tile.<id>` and `note.<id>` of the sentences say what stands over and under it.

    `called` is the id of those words where it is another one; `shown` are the figures that have tiles beside it.
    """
    id = called or figure.id
    label = scene.word(f"tile.{id}") if scene.has_word(f"tile.{id}") else figure.name
    note = scene.word(f"note.{id}", shown=shown) if scene.has_word(f"note.{id}") else ""
    return Tile(label, figure.short, note)


def explained(scene: Scene, *ids: str) -> tuple[str, ...]:
    """For the notes: each of these figures that exists, in full and with its formula."""
    found = (scene.cast.figures.find(id) for id in ids)
    return tuple(scene.word("explained", figure=each) for each in found if each)
