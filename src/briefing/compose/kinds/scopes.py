"""What technology costs by scope: cloud, SaaS, licences, data centre and AI, each by itself and never added up."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.charts import Data, Row, chart
from briefing.compose.numbers import Figures
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.compose.untold import left_out
from briefing.figures.doubts import is_apart
from briefing.model import Card, Columns, Notice, Slide
from briefing.organisation.organisation import SCOPES

WHOLE, CLOUD = "spend", "cloud"
LEAST = 2  # scopes that there is something to compare


class Scope(Struct, frozen=True):
    """A scope, or the spend as it is stated, with what it costs a month."""

    id: str
    name: str
    monthly: Said
    growth: Said | None
    apart: bool  # beside the spend that the organisation states, as its basis says
    source: str


def spend_scopes(scene: Scene) -> Slide | Notice:
    """The largest first. Left out where fewer than two are known, of which one may be the spend as a whole."""
    found = sorted(_scopes(scene), key=lambda each: each.monthly.value or 0, reverse=True)
    if len(found) < LEAST:
        return left_out(scene, "spend.saas, spend.licences, spend.data-centre or spend.ai")
    grown = [each for each in found if each.growth and each.growth.known]
    fastest = max(grown, key=lambda each: each.growth.value or 0) if len(grown) >= LEAST else None  # type: ignore[union-attr]
    if fastest and fastest.growth and fastest.growth.sign <= 0:
        fastest = None
    told = scene.telling(scopes=found, largest=found[0], fastest=fastest, count_of_scopes=len(found))
    names = tuple(each.name for each in found)
    values = tuple(each.monthly.value for each in found)
    writer = Figures("money", found[0].monthly.figure.currency, scene.cast.language)
    finding = told.word("scopes-finding")
    bars = chart(Data("bar", names, (Row(told.word("scopes-series"), values),), finding=finding), writer, scene)
    growths = tuple(told.word("scopes-growth", scope=each) for each in grown)
    lines = told.word("scopes-read").splitlines()
    reading = tuple(line.strip() for line in lines if line.strip())
    cards = tuple(
        Card(told.word(key), items) for key, items in (("scopes-grow", growths), ("scopes-how", reading)) if items
    )
    slide = told.slide(
        Columns(cards), bars, title="scopes-title", label="scopes-label", notes="scopes-notes", flow="beside"
    )
    return replace(slide, source=slide.source or told.word("scopes-source"))


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
        called = scene.word(f"scopes-{name}", billed=monthly.figure.is_billed)
        apart = name != WHOLE and is_apart(spend, name)
        yield Scope(name, called, monthly, figures.find(f"{id}.annual-growth"), apart, stated.source)
