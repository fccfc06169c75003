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
from briefing.figures.figure import Figure
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
    """How fast each grows, or else what each costs. Left out where fewer than two are known, the whole among them."""
    found = sorted(_scopes(scene), key=lambda each: each.monthly.value or ZERO, reverse=True)
    if len(found) < LEAST:
        return left_out(scene, "spend.saas, spend.licences, spend.data-centre or spend.ai")
    grown = sorted((each for each in found if each.growth), key=_growth, reverse=True)
    fastest = grown[0] if len(grown) >= LEAST and _growth(grown[0]) > 0 and not _is_tied(grown) else None
    told = scene.telling(
        scopes=found,
        largest=found[0],
        fastest=fastest,
        later=_later(scene, fastest) if fastest else None,
        known=len(grown),
        slower=grown[1:],
        count_of_scopes=len(found),
    )
    tiles = [
        *([_growing(told, fastest)] if fastest else ()),
        *(_costing(told, each) for each in _beside(found, fastest)),
    ]
    made = _growths_chart(told, grown) if fastest else _costs_chart(told, found)
    blocks: tuple[Block, ...] = (Tiles(tuple(tiles[:MOST_TILES])), made)
    slide = told.slide(*blocks, title="scopes-title", label="scopes-label", notes="scopes-notes")
    source = slide.source or told.word("scopes-source", overlap=told.word("scopes-overlap"))
    return replace(slide, source=source, takeaway=told.word("scopes-takeaway"))


def _beside(found: Sequence[Scope], fastest: Scope | None) -> Sequence[Scope]:
    """Whose cost the column tells: the largest; beside bars of growth first of whatever has no bar there."""
    return sorted(found, key=lambda each: each.growth is not None) if fastest else found[:1]


def _growth(scope: Scope) -> Decimal:
    return scope.growth.value or ZERO if scope.growth else ZERO


def _is_tied(grown: Sequence[Scope]) -> bool:
    """Whether the first two grow alike as far as anybody can read."""
    first, second = (each.growth for each in grown[:2])
    return bool(first and second and first.reads_as(second))


def _growing(scene: Scene, scope: Scope) -> Tile:
    growth = scope.growth
    assert growth is not None
    return Tile(scope.name, growth.size, scene.word("scopes-growth", growth=growth))


def _costing(scene: Scene, scope: Scope) -> Tile:
    return Tile(scope.name, scope.monthly.short, scene.word("scopes-monthly", growth=scope.growth))


def _later(scene: Scene, scope: Scope) -> Said | None:
    """What a scope costs a month after a year of the same growth; None where that is beyond what a share can tell."""
    growth, monthly = scope.growth, scope.monthly
    if growth is None or growth.beyond or monthly.value is None:
        return None
    name, formula = (scene.word(f"said-scope-later{end}", name=scope.name) for end in ("", "-formula"))
    value, figure = monthly.value * (1 + _growth(scope)), monthly.figure
    later = Figure(f"{figure.id}.later", name, value, "money", figure.currency, formula, figure.origins)
    return scene.cast.figures.told(later)


def _growths_chart(scene: Scene, grown: Sequence[Scope]) -> Chart:
    """The fastest on top, with what each costs behind its growth."""
    row = Row(scene.word("scopes-growths"), tuple(each.growth.value for each in grown if each.growth))
    writer = Figures("percent", "", scene.cast.language)
    names = tuple(each.name for each in grown)
    made = chart(Data("bar", names, (row,), finding=scene.word("scopes-finding")), writer, scene)
    labels = tuple(scene.word("scopes-bar", scope=each) for each in grown)
    return replace(made, series=(replace(made.series[0], labels=labels),), leading=(0,))


def _costs_chart(scene: Scene, found: Sequence[Scope]) -> Chart:
    """The largest on top."""
    writer = Figures("money", found[0].monthly.figure.currency, scene.cast.language)
    row = Row(scene.word("scopes-series"), tuple(each.monthly.value for each in found))
    names = tuple(each.name for each in found)
    made = chart(Data("bar", names, (row,), finding=scene.word("scopes-finding")), writer, scene)
    return replace(made, leading=(0,))


def _scopes(scene: Scene) -> Iterator[Scope]:
    """Those that cost something; the spend as a whole stands for public cloud unless that is stated by itself."""
    company, figures = scene.cast.company, scene.cast.figures
    spend = company.facts.spend if company else None
    if not spend:
        return
    without = [scene.word(f"scopes-{each}") for each in SCOPES if is_apart(spend, each)]
    for name in (WHOLE, *SCOPES):
        id = WHOLE if name == WHOLE else f"{WHOLE}.{name}"
        monthly = figures.find(f"{id}.monthly")
        if not monthly or monthly.sign <= 0 or (name == WHOLE and spend.cloud):
            continue
        stated = spend if name == WHOLE else getattr(spend, SCOPES[name])
        billed = monthly.figure.is_billed
        called = scene.word(f"scopes-{name}", billed=billed, without=without)
        apart = name != WHOLE and not billed and is_apart(spend, name)
        within = name != WHOLE and not apart and (name == AI or billed or is_part(spend, name))
        source = scene.word("scopes-billed") if billed else stated.source
        yield Scope(name, called, monthly, figures.find(f"{id}.annual-growth"), apart, within, source)
