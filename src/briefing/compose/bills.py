"""What slides of the bill share: figures that only a slide works out, series to draw, and why a slide is left out.

Each amount or share of a bill that a text says becomes a figure here, so that it is rounded as all others, and stands
in the appendix with its formula and basis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.compose.aims import BILL, KpiTold, aim, of_bill
from briefing.compose.charts import Data, chart
from briefing.compose.chosen import explained, figure_tile
from briefing.compose.figures import Figures, rounded
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.figures.figure import Figure, Series, Unit
from briefing.figures.shown import significant
from briefing.library.bill import Bill
from briefing.library.text import slug
from briefing.model import Chart, Notice, Slide, Tile

if TYPE_CHECKING:
    from briefing.figures.company import Company

ZERO = Decimal(0)
FEW, MANY = 10, 1000  # of the unit of a chart: from how much on a decimal tells nothing
SPEND = "spend."  # the organisation's own facts have the same names as the bill's figures


def company_of(scene: Scene) -> Company:
    """The company; kinds that want its bill are built only where there is one."""
    if scene.cast.company is None:
        raise LookupError("a slide of the bill is built without a company")
    return scene.cast.company


def bill_of(scene: Scene) -> Bill:
    """The bill of the company."""
    found = company_of(scene).bill
    if found is None:
        raise LookupError("a slide of the bill is built without one")
    return found


def writer(scene: Scene) -> Figures:
    """Writes the money of the bill."""
    return Figures("money", bill_of(scene).currency, scene.cast.language)


def series_of(scene: Scene, id: str) -> Series | None:
    """A series of the bill, or None where it does not carry it."""
    return company_of(scene).figures.series.get(id)


def shown(scene: Scene, amount: Decimal) -> Decimal:
    """An amount of the bill as this briefing may show it: of a redacted company with two significant figures."""
    return significant(amount) if company_of(scene).facts.redacted else amount


def point(scene: Scene, id: str, value: Decimal, unit: Unit, word: str, like: str, **facts: object) -> Said:
    """A figure that only this slide tells; `word` names its name and formula, `like` the figure whose basis it has."""
    basis = scene.cast.figures.find(like)
    name, formula = scene.word(word, **facts), scene.word(f"{word}-formula", **facts)
    currency = bill_of(scene).currency if unit == "money" else ""
    value = shown(scene, value) if unit == "money" else value
    origins, text = (basis.figure.origins, basis.basis) if basis else ((), "")
    return scene.cast.figures.told(Figure(id, name, value, unit, currency, formula, origins, basis=text))


def key(name: str) -> str:
    """A name as a part of an id."""
    return slug(name) or "unnamed"


def lacking(scene: Scene, figure: str, why: str, **facts: object) -> Notice:
    """That the bill does not carry a slide: which figure is missing, and why.

    The reason is that of the figure where one is known, and else the sentence `why`.
    """
    absent = company_of(scene).figures.absent
    known = next((text for id, text in absent.items() if figure == id or figure.startswith(f"{id}.")), "")
    reason = known or scene.word(f"bill-lacks-{why}", **facts)
    return Notice(" ".join(scene.word("bill-left-out", slide=scene.spec.kind, figure=figure, why=reason).split()))


def tiles_of(scene: Scene, *ids: str) -> tuple[Tile, ...]:
    """A tile of each of these figures that exists and has an answer."""
    found = (scene.cast.figures.find(id) for id in ids)
    return tuple(figure_tile(scene, each) for each in found if each and each.known)


def target_of(scene: Scene, kpi: str) -> KpiTold | None:
    """The target that the organisation has set for a KPI: that of the first persona in the room that has one."""
    found = (aim(scene.cast, persona, kpi) for persona in scene.cast.personas) if kpi else ()
    return next((each for each in found if each and each.target), None)


def standing(scene: Scene, id: str, kpi: str) -> Said | None:
    """Where a KPI stands: as the organisation states it, and else as this figure of the bill has it."""
    told = (aim(scene.cast, persona, kpi) for persona in scene.cast.personas) if kpi else ()
    stated = [each.baseline for each in told if each] + [scene.cast.figures.find(SPEND + id.removeprefix(BILL))]
    found = next((each for each in stated if each and not of_bill(each)), None) or scene.cast.figures.find(id)
    return found if found and found.known else None


def aimed_tile(scene: Scene, id: str, kpi: str, figure: Said) -> Tile:
    """The tile of a figure of the bill, as it stands; with the target of its KPI under it where there is one."""
    told, tile = target_of(scene, kpi), figure_tile(scene, figure, id)
    return replace(tile, note=scene.word("note.kpi", target=told.target, date=told.by, since="")) if told else tile


def stated_of(scene: Scene, found: Mapping[str, Said | None]) -> list[str]:
    """What the tiles are called whose figures the organisation states, and the bill does not tell."""
    named = [(id, each) for id, each in found.items() if each and not of_bill(each)]
    return [figure_tile(scene, each, id).label for id, each in named]


def drawn(data: Data, scene: Scene, heading: str) -> Chart:
    """The chart of these amounts of the bill; the word `heading` stands over the names in a table of them."""
    made = chart(data, writer(scene), scene)
    return replace(_without_decimals(made, writer(scene)), heading=scene.word(heading))


def _without_decimals(made: Chart, figures: Figures) -> Chart:
    """Bars of thousands of a unit without decimals, where these tell nothing: €2,554K, and not €2,553.6K."""
    sizes = [abs(value).scaleb(-made.form.power) for each in made.series for value in each.values if value]
    whole = {rounded(size, 0) for size in sizes}
    if made.style != "bar" or len(whole) < len(sizes) or max(whole, default=ZERO) < MANY or min(whole) < FEW:
        return made
    form = replace(made.form, places=0)
    series = (
        replace(each, labels=tuple("" if value is None else figures.short(value, form) for value in each.values))
        for each in made.series
    )
    return replace(made, form=form, series=tuple(series))


def finished(
    scene: Scene,
    slide: Slide,
    *ids: str,
    finding: str = "",
    source: str = "bill-source",
    stated: Sequence[str] = (),
) -> Slide:
    """The slide with its data named at the foot, and its figures with formula and basis in the notes.

    `stated` are the tiles whose figures do not come from these data.
    """
    notes = (*slide.notes, *((finding,) if finding else ()), *explained(scene, *ids))
    data = scene.word(source)
    data = scene.word("bill-source-stated", data=data, stated=stated) if stated else data
    return replace(slide, notes=notes, source=slide.source or data)
