"""What slides of the bill share: figures that only a slide works out, series to draw, and why a slide is left out.

Each amount or share of a bill that a text says becomes a figure here, so that it is rounded as all others, and stands
in the appendix with its formula and basis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.bill.bill import Bill
from briefing.compose.audience import KpiTold, aim, explained, figure_tile
from briefing.compose.charts import Data, chart, told_alike
from briefing.compose.numbers import Figures, rounded, spoken
from briefing.compose.said import Said
from briefing.compose.scene import Scene
from briefing.documents.text import slug
from briefing.figures.doubts import newer_than
from briefing.figures.figure import Figure, Unit
from briefing.figures.figure import Series as Amounts
from briefing.model import Band, Chart, Notice, NumberForm, Remark, Series, Slide, Tile, Track, Tracks

if TYPE_CHECKING:
    from briefing.figures.company import Company

ZERO = Decimal(0)
FEW, MANY = 10, 1000  # of the unit of a chart: from how much on a decimal tells nothing
THOUSANDS = 3  # the power of ten of a unit that a few of are as short in full
# Figures of two names that the appendix tells together, each by its own.
GROUPS: Mapping[str, str] = {"said-bill-before": "said-bill-anomaly", "said-bill-after": "said-bill-anomaly"}
SHARES = 4  # decimals of a share as a fraction that count


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


def series_of(scene: Scene, id: str) -> Amounts | None:
    """A series of the bill, or None where it does not carry it."""
    return company_of(scene).figures.series.get(id)


def shown(scene: Scene, amount: Decimal) -> Decimal:
    """An amount of the bill as this briefing may show it: of a redacted company with two significant figures."""
    return company_of(scene).shown(amount)


def point(scene: Scene, id: str, value: Decimal, unit: Unit, word: str, like: str, **facts: object) -> Said:
    """A figure that only this slide tells; `word` names its name and formula, `like` the figure whose basis it has."""
    basis = scene.cast.figures.find(like)
    name, formula = scene.word(word, **facts), scene.word(f"{word}-formula", **facts)
    currency = bill_of(scene).currency if unit == "money" else ""
    value = shown(scene, value) if unit == "money" else value
    origins, text = (basis.figure.origins, basis.basis) if basis else ((), "")
    figure = Figure(id, name, value, unit, currency, formula, origins, basis=text)
    group = GROUPS.get(word, word)
    if not scene.has_word(f"{group}-each"):
        return scene.cast.figures.told(figure)
    return scene.cast.figures.told(figure, f"{group}-each", name if word in GROUPS else str(facts.get("name", name)))


def key(name: str) -> str:
    """A name as a part of an id."""
    return slug(name) or "unnamed"


def lacking(scene: Scene, figure: str, why: str, **facts: object) -> Notice | None:
    """That the bill does not carry a slide: which figure is missing, and the sentence `why`.

    None where the figure is absent for a reason of its own, or there is no complete month at all: the notices of the
    company say it, and nothing is said twice.
    """
    absent = company_of(scene).figures.absent
    if not bill_of(scene).period or any(figure == id or figure.startswith(f"{id}.") for id in absent):
        return None
    reason = scene.word(f"bill-lacks-{why}", **facts)
    return Remark(" ".join(scene.word("bill-left-out", slide=scene.spec.kind, figure=figure, why=reason).split()))


def tiles_of(scene: Scene, *ids: str) -> tuple[Tile, ...]:
    """A tile of each of these figures that exists and has an answer."""
    found = (scene.cast.figures.find(id) for id in ids)
    return tuple(figure_tile(scene, each) for each in found if each and each.known)


def target_of(scene: Scene, kpi: str) -> KpiTold | None:
    """The target that the organisation has set for a KPI: that of the first persona in the room that has one."""
    found = (aim(scene.cast, persona, kpi) for persona in scene.cast.personas) if kpi else ()
    return next((each for each in found if each and each.target), None)


def kpi_of(scene: Scene, figure: str) -> str:
    """The KPI that a figure of the bill is; empty where it is none."""
    return next((each.id for each in scene.cast.kpis.values() if each.is_shown_by(figure)), "")


def standing(scene: Scene, id: str) -> Said | None:
    """A figure of the bill as it stands: as the organisation states it or its KPI, and else as the bill has it."""
    kpi, found = kpi_of(scene, id), company_of(scene).figure(id)
    told = (aim(scene.cast, persona, kpi) for persona in scene.cast.personas) if kpi else ()
    baselines = (each.baseline for each in told if each)
    stated = next((each for each in baselines if each and not each.figure.is_billed), None)
    if stated or not found:
        return stated
    return scene.cast.figures.find(id if found.is_billed else found.id)


def aimed_tile(scene: Scene, id: str, figure: Said) -> Tile:
    """The tile of a figure of the bill, as it stands; with the target of its KPI under it where there is one."""
    told, tile = target_of(scene, kpi_of(scene, id)), figure_tile(scene, figure, id)
    return replace(tile, note=scene.word("note.kpi", target=told.target, date=told.by, since="")) if told else tile


def alike(scene: Scene, shares: Iterable[Said]) -> list[str]:
    """Shares that stand in one list, with as many decimals: 3.0% beside 56.5%."""
    told, figures = list(shares), Figures("percent", "", scene.cast.language)
    values = [rounded(each.value or ZERO, SHARES) for each in told]
    forms = [figures.form([value]) for value in values]
    needed = [_needed(each.short, figures, value, form) for each, value, form in zip(told, values, forms, strict=True)]
    least = min(1, max(needed, default=0))
    forms = [replace(form, places=max(own, least)) for form, own in zip(forms, needed, strict=True)]
    return [figures.short(value, form) for value, form in zip(values, forms, strict=True)]


def _needed(text: str, figures: Figures, value: Decimal, form: NumberForm) -> int:
    """The decimals that a share is said with: those of its form, or none."""
    return 0 if text == figures.short(value, replace(form, places=0)) else form.places


def share_track(scene: Scene, id: str, figure: Said, text: str, label: str) -> Track:
    """A share as a line that is filled so far, with the target of its KPI on it."""
    told = target_of(scene, kpi_of(scene, id))
    aim = told.target if told and told.target and told.target.figure.unit == "percent" else None
    return Track(label, "", text, aim.short if aim else "", _filled(figure), _filled(aim) if aim else None)


def _filled(share: Said) -> float:
    return float(min(max(share.value or ZERO, ZERO), Decimal(1)))


def shares_of(scene: Scene, rows: Iterable[Track], subject: str) -> Tracks:
    """Lines that are each all of something; the words of their subject name them, and the sums beside them."""
    one, now, then, aside = (
        scene.word(word) for word in (f"{subject}-what", "share-today", "share-target", f"{subject}-amount")
    )
    return Tracks(tuple(rows), (one, now, then, aside), summary=scene.word(f"{subject}-summary"), whole=True)


def with_same_places(scene: Scene, tiles: Iterable[Tile], figures: Iterable[Said]) -> tuple[Tile, ...]:
    """The tiles of these figures, whose shares out of the bill have as many decimals.

    What somebody stated keeps the decimals that it was stated with.
    """
    told = list(figures)
    shares = [each for each in told if each.figure.unit == "percent" and each.figure.is_billed and not each.beyond]
    texts = dict(zip((each.id for each in shares), alike(scene, shares), strict=True))
    pairs = zip(tiles, told, strict=True)
    return tuple(replace(tile, value=texts.get(each.id, tile.value)) for tile, each in pairs)


def stated_of(scene: Scene, found: Mapping[str, Said | None]) -> list[str]:
    """What the tiles are called whose figures the organisation states, and the bill does not tell."""
    named = [(id, each) for id, each in found.items() if each and not each.figure.is_billed]
    return [figure_tile(scene, each, id).label for id, each in named]


def drawn(data: Data, scene: Scene, heading: str) -> Chart:
    """The chart of these amounts of the bill; the word `heading` stands over the names in a table of them."""
    made = chart(data, writer(scene), scene)
    made = _bars_alike(made, writer(scene)) or told_alike(_legible(made, writer(scene)), writer(scene), scene)
    return replace(made, heading=scene.word(heading))


def _bars_alike(made: Chart, figures: Figures) -> Chart | None:
    """Bars whose amounts have one unit and as many decimals as the largest: €50.6k beside €9.6k.

    Where too little would be left of the smallest, each as headlines say it. None for what is no bar, and for amounts
    that are short in full.
    """
    values = [value for each in made.series for value in each.values if value]
    largest, least = (end((abs(value) for value in values), default=ZERO) for end in (max, min))
    form = figures.form([rounded(largest, 2)])
    if made.style != "bar" or largest < FEW * MANY or not form.power:
        return None
    form = replace(form, places=max(0, 2 - largest.scaleb(-form.power).adjusted()))
    one_unit = rounded(least.scaleb(-form.power), form.places).scaleb(form.places) >= FEW

    def label(value: Decimal | None) -> str:
        if value is None or not one_unit:
            return "" if value is None else spoken(figures, value)
        shown = rounded(value.scaleb(-form.power), form.places)
        exact = -int(shown.normalize().as_tuple().exponent)  # a whole number as headlines say it
        return figures.short(value, replace(form, places=max(0, min(form.places, exact))))

    series = tuple(replace(each, labels=tuple(map(label, each.values))) for each in made.series)
    return replace(made, form=form, series=series)


def _legible(made: Chart, figures: Figures) -> Chart:
    """Without decimals that tell nothing: €2,554K, and not €2,553.6K; and a few thousands in full, as €1,260."""
    lines = made.style == "line"
    values = [value for each in made.series for value in (each.values[-1:] if lines else each.values) if value]
    sizes = [abs(value).scaleb(-made.form.power) for value in values]
    most, least = max(sizes, default=ZERO), min(sizes, default=ZERO)
    if not lines and made.form.power == THOUSANDS and most < FEW:
        return _written_as(made, figures, replace(figures.form([Decimal(1)]), places=0))
    apart = len({rounded(size, 0) for size in sizes}) == len(sizes)
    if least < FEW or (not lines and (not apart or most < MANY)):
        return made
    return _written_as(made, figures, replace(made.form, places=0))


def _written_as(made: Chart, figures: Figures, form: NumberForm) -> Chart:
    steps = made.style == "waterfall"

    def written(each: Series) -> Series:
        labels = (
            "" if value is None else figures.short(value, form, signed=steps and place not in made.totals)
            for place, value in enumerate(each.values)
        )
        return replace(each, labels=tuple(labels))

    band = made.band and Band(written(made.band.low), written(made.band.high))
    return replace(made, form=form, series=tuple(map(written, made.series)), band=band)


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
    data = scene.word("bill-source-late", data=data) if newer_than(bill_of(scene), scene.cast.day) else data
    data = scene.word("bill-source-stated", data=data, stated=stated) if stated else data
    return replace(slide, notes=notes, source=slide.source or data)
