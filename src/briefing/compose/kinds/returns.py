"""`return`: what FinOps returns: payback, net and ratio, the break-even, and the cumulative net of three cases."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from briefing.compose.charts import Data, Row, chart
from briefing.compose.chosen import explained
from briefing.compose.course import Course, courses, marked_months
from briefing.compose.figures import Figures
from briefing.compose.missing import left_out
from briefing.compose.scene import Scene
from briefing.figures.basis import open_
from briefing.model import Chart, Notice, Slide, Tile, Tiles

TAKES: frozenset[str] = frozenset()
LEADING = "base"
PAYBACK, RATIO = "return-payback", "return.base.return-ratio"  # without any cost nothing is paid back
TILES = {
    PAYBACK: "return.base.payback-month",
    "return-net": "return.base.net",
    "return-ratio": RATIO,
    "return-break-even": "break-even-share",
}
EXPLAINED = ("payback-month", "net", "npv", "return-ratio", "total-savings", "total-cost")


def build(scene: Scene) -> Slide | Notice:
    """Left out where the base case cannot be reckoned."""
    figures = scene.cast.figures
    if "return.base.net" not in figures:
        return left_out(scene, *(figures.missing("return.base") or ("savings",)))
    drawn = _chart(scene, courses(scene))
    slide = scene.slide(
        Tiles(tuple(_tiles(scene))),
        *((drawn,) if drawn else ()),
        title="return-title",
        label="return-label",
        notes="return-notes",
    )
    formulas = explained(scene, *(f"return.base.{name}" for name in EXPLAINED), "break-even-share")
    notes = (*slide.notes, *((drawn.finding,) if drawn else ()), *formulas)
    return replace(slide, notes=notes, source=slide.source or scene.word("return-source", statuses=_statuses(scene)))


def _tiles(scene: Scene) -> Iterator[Tile]:
    for key, id in TILES.items():
        found = scene.cast.figures.find(id)
        if found and (scene.cast.figures[RATIO].known if key == PAYBACK else found.known):  # no payback is an answer
            yield Tile(scene.word(key), found.short, scene.word(f"{key}-note"))


def _statuses(scene: Scene) -> str:
    """The statuses that are in the sum, where there is more than one."""
    company = scene.cast.company
    if not company:
        return ""
    there = {each.status for each in open_(company.figures.opportunities) if each.annual}
    words = [word for name, word in company.texts.statuses.items() if name in there]
    return ", ".join(words) if len(words) > 1 else ""


def _chart(scene: Scene, found: tuple[Course, ...]) -> Chart | None:
    """The cumulative net of each case, the base case in accent."""
    if not found:
        return None
    months = marked_months(found)
    names = (scene.word("return-month", month=months[0]), *map(str, months[1:]))
    rows = tuple(Row(_name(scene, each), each.at(months), each.case == LEADING) for each in found)
    nets = [(scene.cast.case(each.case), scene.cast.figures[f"return.{each.case}.net"]) for each in found]
    finding = scene.word("return-finding", nets=nets)
    writer = Figures("money", found[0].currency, scene.cast.language)
    made = chart(Data("line", names, rows, finding=finding), writer, scene)
    ends = [str(net) for _, net in nets]
    series = tuple(replace(each, labels=(*each.labels[:-1], end)) for each, end in zip(made.series, ends, strict=True))
    return replace(made, series=series, heading=scene.word("net-by-month-month"))


def _name(scene: Scene, course: Course) -> str:
    payback = scene.cast.figures[f"return.{course.case}.payback-month"]
    return scene.word("return-series", scenario=scene.cast.case(course.case), payback=payback)
