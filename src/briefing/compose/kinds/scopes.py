"""What technology costs by scope: cloud, SaaS, licences, data centre and AI, each by itself and never added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.charts import Data, Row, chart
from briefing.compose.numbers import Figures
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.figures.doubts import is_apart, is_part
from briefing.model import Block, Chart, Notice, Slide, Tile, Tiles
from briefing.organisation.organisation import SCOPES

WHOLE, AI = "spend", "ai"
LEAST = 2  # scopes, so that there is something to compare
MOST_TILES = 3
ZERO = Decimal(0)


class Scope(Struct, frozen=True):
    """A scope, or the spend as it is stated, with what it costs a month."""

    id: str
    name: str
    monthly: Said
    growth: Said | None
    apart: bool  # beside the spend that the organisation states, as its basis says
    within: bool  # part of the spend: AI where nobody says otherwise, what its basis names, all that a bill tells
    source: str


def spend_scopes(scene: Scene) -> Slide | Notice:
    """The largest first. Left out where fewer than two are known, of which one may be the spend as a whole."""
    found = sorted(_scopes(scene), key=lambda each: each.monthly.value or ZERO, reverse=True)
    if len(found) < LEAST:
        return left_out(scene, "spend.saas, spend.licences, spend.data-centre or spend.ai")
    grown = sorted((each for each in found if each.growth), key=_growth, reverse=True)
    fastest = grown[0] if len(grown) >= LEAST and _growth(grown[0]) > 0 and not _is_tied(grown) else None
    told = scene.telling(
        scopes=found, largest=found[0], fastest=fastest, known=len(grown), slower=grown[1:], count_of_scopes=len(found)
    )
    tiles = tuple(_tile(told, each) for each in grown[:MOST_TILES])
    if not fastest:
        largest = Tile(found[0].name, found[0].monthly.short, told.word("scopes-monthly"))
        tiles = (largest, *tiles[: MOST_TILES - 1])
    blocks: tuple[Block, ...] = (*((Tiles(tiles),) if tiles else ()), _chart(told, found, fastest or found[0]))
    slide = told.slide(*blocks, title="scopes-title", label="scopes-label", notes="scopes-notes")
    source = slide.source or told.word("scopes-source")
    return replace(slide, source=source, takeaway=told.word("scopes-takeaway"))


def _growth(scope: Scope) -> Decimal:
    return scope.growth.value or ZERO if scope.growth else ZERO


def _is_tied(grown: Sequence[Scope]) -> bool:
    """Whether the first two grow alike as far as anybody can read."""
    first, second = (each.growth for each in grown[:2])
    return bool(first and second and first.reads_as(second))


def _tile(scene: Scene, scope: Scope) -> Tile:
    growth = scope.growth
    assert growth is not None
    return Tile(scope.name, growth.size, scene.word("scopes-growth", growth=growth))


def _chart(scene: Scene, found: Sequence[Scope], told_of: Scope) -> Chart:
    writer = Figures("money", found[0].monthly.figure.currency, scene.cast.language)
    row = Row(scene.word("scopes-series"), tuple(each.monthly.value for each in found))
    names = tuple(scene.word("scopes-bar", scope=each) for each in found)
    made = chart(Data("bar", names, (row,), finding=scene.word("scopes-finding")), writer, scene)
    return replace(made, leading=(found.index(told_of),))


def _scopes(scene: Scene) -> Iterator[Scope]:
    """Those that cost something; the spend as a whole stands for public cloud unless that is stated by itself."""
    company, figures = scene.cast.company, scene.cast.figures
    spend = company.facts.spend if company else None
    if not spend:
        return
    for name in (WHOLE, *SCOPES):
        id = WHOLE if name == WHOLE else f"{WHOLE}.{name}"
        monthly = figures.find(f"{id}.monthly")
        if not monthly or monthly.sign <= 0 or (name == WHOLE and spend.cloud):
            continue
        stated = spend if name == WHOLE else getattr(spend, SCOPES[name])
        billed = monthly.figure.is_billed
        called = scene.word(f"scopes-{name}", billed=billed)
        apart = name != WHOLE and not billed and is_apart(spend, name)
        within = name != WHOLE and not apart and (name == AI or billed or is_part(spend, name))
        source = scene.word("scopes-billed") if billed else stated.source
        yield Scope(name, called, monthly, figures.find(f"{id}.annual-growth"), apart, within, source)
