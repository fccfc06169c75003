"""`tiles`: up to four figures with what changed, and whether the change is for the better."""

from __future__ import annotations

from decimal import Decimal

from briefing.compose.figures import Figures
from briefing.compose.kinds.chartdata import choice, fault, figure, read_figures
from briefing.compose.scene import Scene
from briefing.errors import Problem
from briefing.library.schema import check
from briefing.model import Better, Block, Bullets, Slide, Text, Tile, Tiles, Verdict

TAKES = frozenset({"lead", "tiles", "bullets"})
KEYS = frozenset({"label", "value", "unit", "currency", "change", "better", "note"})
BETTER = ("higher", "lower", "target")
MOST = 4


def build(scene: Scene) -> Slide:
    """`tiles` is a list of `label` and `value`, with `unit` where the value is a figure, `change` and `better`."""
    problems: list[Problem] = []
    count = scene.size("tiles")
    if not 0 < count <= MOST:
        fault(scene, ("tiles",), f"there are {count} tiles", f"show one to {MOST}", problems)
    tiles = tuple(_tile(scene, index, problems) for index in range(count))
    check(problems)
    lead, bullets = scene.text("lead"), scene.texts("bullets")
    blocks: list[Block] = [Text(lead, "lead")] if lead else []
    return scene.slide(*blocks, Tiles(tiles), *((Bullets(bullets),) if bullets else ()))


def _tile(scene: Scene, index: int, problems: list[Problem]) -> Tile:
    here = ("tiles", index)
    better: Better = choice(scene, (*here, "better"), ("", *BETTER), "", problems)
    change = figure(scene, (*here, "change"), "percent", problems)
    verdict = judged(change, better)
    return Tile(
        label=scene.text(*here, "label"),
        value=_value(scene, index, problems),
        note=scene.text(*here, "note"),
        change=Figures("percent", "", scene.cast.language).full(change, signed=True) if change is not None else "",
        better=better,
        verdict=verdict,
        judgement=scene.word(_judgement(change, verdict)) if verdict and (better or not change) else "",
    )


def _value(scene: Scene, index: int, problems: list[Problem]) -> str:
    """Text as it stands; with a unit, the figure short in its own form."""
    here = ("tiles", index)
    text = scene.text(*here, "value")
    if not text:
        fault(scene, here, "a tile has no value", "add 'value: …'", problems)
    if not scene.text(*here, "unit"):
        return text
    figures = read_figures(scene, problems, *here)
    value = figure(scene, (*here, "value"), figures.unit, problems)
    return figures.short(value, figures.form([value])) if value is not None and not problems else ""


def judged(change: Decimal | None, better: Better) -> Verdict:
    """Whether a change is for the better; neutral where nothing changed, or where no direction is better."""
    if change is None:
        return ""
    if not change or better not in ("higher", "lower"):
        return "neutral"
    return "good" if (change > 0) is (better == "higher") else "bad"


def _judgement(change: Decimal | None, verdict: Verdict) -> str:
    return f"change-{verdict}" if change else "change-none"
