"""`bill-kpis`: the baseline that the bill gives a persona: the figures of the bill that its key metrics name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefing.compose.aims import BILL, aim, is_aim, of_bill
from briefing.compose.bills import SPEND, evened, finished, lacking
from briefing.compose.chosen import figure_tile
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.model import Notice, Slide, Tile, Tiles

TAKES: frozenset[str] = frozenset()
MOST_TILES = 4
# Which figure another one is the rest of.
FOLLOWS: Mapping[str, str] = {"bill.commitments.waste": "bill.commitments.utilisation"}
MOST_SAID = 2  # figures in the headline


def build(scene: Scene) -> Slide | Notice:
    """Up to four tiles. Left out where the bill tells no key metric but those that `kpi-targets` shows."""
    ids = baseline_ids(scene)
    if not ids:
        return lacking(scene, "bill.*", "kpis")
    tiles = baseline_tiles(scene)
    slide = scene.telling(tiles=tiles, said=_clauses(scene, ids[:MOST_SAID])).slide(
        Tiles(tiles),
        title="bill-kpis-title",
        label="bill-kpis-label",
        notes="bill-kpis-notes",
        role="statement",
    )
    return finished(scene, slide, *ids)


def baseline_ids(scene: Scene) -> tuple[str, ...]:
    """The figures of the bill that the persona's key metrics stand for, in its order."""
    return tuple(dict.fromkeys(_ids(scene)))[:MOST_TILES]


def baseline_tiles(scene: Scene) -> tuple[Tile, ...]:
    """Them as tiles."""
    found = [scene.cast.figures[id] for id in baseline_ids(scene)]
    return evened(scene, (figure_tile(scene, each) for each in found), found)


def _clauses(scene: Scene, ids: Iterable[str]) -> list[str]:
    """What the headline says of these figures: `clause.<id>` of the sentences, or else the figure by its name."""
    return [_clause(scene, scene.cast.figures[id]) for id in ids]


def _clause(scene: Scene, figure: Said) -> str:
    own = f"clause.{figure.id}"
    label = figure_tile(scene, figure).label
    return scene.word(own if scene.has_word(own) else "clause.else", figure=figure, label=label)


def _ids(scene: Scene) -> Iterator[str]:
    """For each key metric the figure of the bill that it stands for; none for one that has an aim."""
    persona = scene.star()
    for entry in persona.key_metrics:
        told = aim(scene.cast, persona, entry.id)
        if told and told.baseline and not is_aim(told):
            yield told.baseline.figure.origins[0].key
        elif not told:
            yield from [each.id for each in _named(scene, entry.id)][:1]


def _named(scene: Scene, kpi: str) -> Iterator[Said]:
    """The figures of the bill that a KPI of the catalogue names, as far as they have an answer.

    None of what the organisation states itself: other slides tell that, and it wins over the bill.
    """
    named = scene.cast.kpis[kpi].figures if kpi in scene.cast.kpis else ()
    found = (scene.cast.figures.find(id) for id in named if id.startswith(BILL) and not _is_stated(scene, id))
    return (each for each in found if each and each.known)


def _is_stated(scene: Scene, id: str) -> bool:
    """Whether the organisation states this figure of the bill, or what it follows from."""
    ids = (SPEND + each.removeprefix(BILL) for each in (id, FOLLOWS.get(id, id)))
    return any(found and not of_bill(found) for found in map(scene.cast.figures.find, ids))
