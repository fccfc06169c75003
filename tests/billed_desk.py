"""A desk whose company has a bill: briefings of the slides that tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.bill.bill import Bill
from briefing.figures.company import Company, company_of
from briefing.figures.drafting import open_organisation
from briefing.model import Chart, Notice, Slide, Tile, Tiles
from compose_desk import ORG, Desk


@dataclass(frozen=True)
class BilledDesk(Desk):
    """As `Desk`, with a bill beside the facts, which may be missing."""

    bill: Bill | None = None
    redact: bool = False
    dated: date = date(2026, 4, 15)  # after the last complete month of the sample bills

    @property
    def day(self) -> date:
        return self.dated

    @property
    def company(self) -> Company | None:
        facts = open_organisation(self.library, ORG) if (self.folder / ORG).exists() else None
        return company_of(self.library, facts, self.bill, redact=self.redact)


def told(desk: Desk, bill: Bill | None, slide: str, for_: str = "cfo") -> Slide:
    """The one slide that comes of one specification."""
    return BilledDesk(desk.folder, bill).slide(slide, for_)


def left_out(desk: Desk, bill: Bill | None, slide: str, for_: str = "cfo") -> tuple[Notice, ...]:
    """The notices of a briefing in which a slide is left out beside another one."""
    made = BilledDesk(desk.folder, bill).brief(f"{slide}\n- {{kind: text, title: A, lead: B}}", for_)
    assert [each.kind for each in made.slides()] == ["text"]
    return made.notices


def untold(desk: Desk, bill: Bill, slide: str, figure: str) -> list[str]:
    """What the company's notices say of a figure whose slide is left out without a notice of its own."""
    assert left_out(desk, bill, slide) == ()
    company = BilledDesk(desk.folder, bill).company
    assert company is not None
    return [each for each in company.notices if figure in each]


def chart_of(slide: Slide) -> Chart:
    """The one chart of a slide."""
    (found,) = (each for each in slide.blocks if isinstance(each, Chart))
    return found


def tiles_of(slide: Slide) -> tuple[Tile, ...]:
    """The tiles of a slide; none where it has no such row."""
    return next((each.tiles for each in slide.blocks if isinstance(each, Tiles)), ())


def shown(slide: Slide) -> list[tuple[str, str]]:
    """What stands over each tile, and its value."""
    return [(each.label, each.value) for each in tiles_of(slide)]
