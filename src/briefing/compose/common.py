"""What the chosen personas share and where they differ, found by comparing the ids of their lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from briefing.library.kpi import KPI
from briefing.library.persona import Entry, Persona

LISTS = ("objectives", "frustrations", "key_metrics")


class Item(Struct, frozen=True):
    """An entry of one of the lists, and the identifiers of those who have it, in the order asked."""

    list: str
    id: str
    text: str
    holders: tuple[str, ...]


class CommonGround(Struct, frozen=True):
    """`shared`: what two or more have, most widely shared first; `alone`: what only one persona has, by identifier."""

    shared: tuple[Item, ...]
    alone: Mapping[str, tuple[Item, ...]]
    everyone: tuple[Item, ...]

    def of(self, name: str) -> tuple[Item, ...]:
        """The shared items of one list: `objectives`, `frustrations` or `key_metrics`."""
        return tuple(item for item in self.shared if item.list == name)


def common_ground(personas: Sequence[Persona], kpis: Mapping[str, KPI]) -> CommonGround:
    """Compare the personas' objectives, frustrations and key metrics by id."""
    items = [item for name in LISTS for item in _items(name, personas, kpis)]
    shared = sorted((item for item in items if len(item.holders) > 1), key=lambda item: -len(item.holders))
    return CommonGround(
        shared=tuple(shared),
        alone={each.identifier: tuple(i for i in items if i.holders == (each.identifier,)) for each in personas},
        everyone=tuple(item for item in shared if len(item.holders) == len(personas)),
    )


def _items(name: str, personas: Sequence[Persona], kpis: Mapping[str, KPI]) -> list[Item]:
    texts: dict[str, str] = {}
    holders: dict[str, list[str]] = {}
    for persona in personas:
        for entry in getattr(persona, name):
            texts.setdefault(entry.id, metric_name(entry, kpis) if name == "key_metrics" else entry.item)
            holders.setdefault(entry.id, []).append(persona.identifier)
    return [Item(name, key, texts[key], tuple(holders[key])) for key in texts]


def metric_name(entry: Entry, kpis: Mapping[str, KPI]) -> str:
    """The catalogue's name of a key metric, or the persona's own words where the catalogue does not have it."""
    kpi = kpis.get(entry.id)
    return kpi.name if kpi else entry.item
