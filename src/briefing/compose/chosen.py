"""Which of the company's figures an audience sees: those that its key metrics name in the KPI catalogue.

No code here knows a persona: `figures` of a KPI in `personas/kpis.yaml` says what belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from briefing.compose.aims import KpiTold, aim
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.library.persona import Persona
from briefing.model import Tile

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
