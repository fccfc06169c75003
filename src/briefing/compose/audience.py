"""What an audience watches: which of the company's figures, and where the KPIs that its personas are measured by
stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from briefing.compose.cast import Cast
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.documents.amounts import Day
from briefing.library.catalogues import KPI
from briefing.library.persona import Persona
from briefing.model import Tile

if TYPE_CHECKING:
    from briefing.organisation.organisation import KpiAim


# A persona's aims: where the KPIs that it is measured by stand today, and where they are to be by when.

BILL = "bill."


class KpiTold(Struct, frozen=True):
    """A KPI with its baseline and target as one persona sees them; what nobody stated is None or empty."""

    kpi: KPI
    baseline: Said | None
    target: Said | None
    since: str
    by: str


def aims(cast: Cast, persona: Persona) -> tuple[KpiTold, ...]:
    """The aims of the persona's key metrics, in its order; none where the facts have none for it."""
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


def of_bill(told: Said) -> bool:
    """Whether a figure comes out of the bill alone, and nobody stated it."""
    keys = [origin.key for origin in told.figure.origins]
    return told.id.startswith(BILL) or (bool(keys) and all(each.startswith(BILL) for each in keys))


def is_aim(told: KpiTold) -> bool:
    """Whether somebody stated the baseline or a target; what only the bill tells is a baseline and no aim yet."""
    return bool(told.target) or bool(told.baseline and not of_bill(told.baseline))


def is_stated(kpi: KpiAim) -> bool:
    """Whether the organisation's file says anything of a KPI, and not the bill alone."""
    billed = kpi.baseline is not None and kpi.baseline.origin.key.startswith(BILL)
    return not billed or bool(kpi.target or kpi.by_persona)


def _figure(cast: Cast, persona: Persona, kpi: str, which: str) -> Said | None:
    own = cast.figures.find(f"kpis.{kpi}.by-persona.{persona.identifier}.{which}")
    return own or cast.figures.find(f"kpis.{kpi}.{which}")


def _day(cast: Cast, found: Day | None) -> str:
    return cast.day_text(found) if found else ""


# Which of the company's figures an audience sees: those that its key metrics name in the KPI catalogue.
#
# No code here knows a persona: `figures` of a KPI in `personas/kpis.yaml` says what belongs to it.

MOST_TILES = 4


def chosen_tiles(scene: Scene, *first: str, last: Sequence[str] = ()) -> tuple[Tile, ...]:
    """Tiles of these figures, of what the audience's key metrics name, in turn, and of the last ones; at most four."""
    personas = [scene.persona] if scene.persona else scene.cast.personas
    wanted = zip_longest(*(tuple(_wanted(scene, persona)) for persona in personas))
    tiles: dict[str, Tile] = {}
    named = (each for turn in wanted for each in turn if each)
    for id, told in chain(((each, None) for each in first), named, ((each, None) for each in last)):
        if id not in tiles and len(tiles) < MOST_TILES and (made := _tile(scene, id, told)):
            tiles[id] = made
    return tuple(tiles.values())


def _wanted(scene: Scene, persona: Persona) -> Iterator[tuple[str, KpiTold | None]]:
    """What each key metric stands for: the KPI's own baseline, or else the first of its figures that exists."""
    for entry in persona.key_metrics:
        told = aim(scene.cast, persona, entry.id)
        if told and told.baseline:
            yield f"kpis.{entry.id}", told
        elif entry.id in scene.cast.kpis:
            ids = (id for id in scene.cast.kpis[entry.id].figures if _known(scene, id))
            yield from ((id, None) for id in [*ids][:1])


def _known(scene: Scene, id: str) -> bool:
    found = scene.cast.figures.find(id)
    return found is not None and found.known


def _tile(scene: Scene, id: str, told: KpiTold | None) -> Tile | None:
    if told and told.baseline:
        note = scene.word("note.kpi", target=told.target, date=told.by, since=told.since)
        return Tile(told.kpi.name, told.baseline.short, ", ".join(filter(None, (told.baseline.per, note))))
    found = scene.cast.figures.find(id)
    return figure_tile(scene, found) if found else None


def figure_tile(scene: Scene, figure: Said, called: str = "") -> Tile:
    """A tile of a figure; `tile.<id>` and `note.<id>` of the sentences say what stands over and under it.

    `called` is the id of those words where it is another one.
    """
    id = called or figure.id
    label = scene.word(f"tile.{id}") if scene.has_word(f"tile.{id}") else figure.name
    note = scene.word(f"note.{id}") if scene.has_word(f"note.{id}") else ""
    return Tile(label, figure.short, note)


def explained(scene: Scene, *ids: str) -> tuple[str, ...]:
    """For the notes: each of these figures that exists, in full and with its formula."""
    found = (scene.cast.figures.find(id) for id in ids)
    return tuple(scene.word("explained", figure=each) for each in found if each)
