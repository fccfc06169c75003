"""Decks with a bill: every layout for every persona, alone and beside an organisation's facts, without a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from bill_samples import whole_bill
from briefing.check.deck import check_deck
from briefing.compose.compose import compose
from briefing.figures.company import company_of
from briefing.figures.drafting import open_organisation
from briefing.formats.markdown import render as render_markdown
from briefing.formats.pptx.write import render as render_deck
from briefing.library.library import Library
from briefing.model import Continued
from briefing.themes import choose_theme
from conftest import DAY, PEOPLE

ORG = Path(__file__).parents[1] / "examples" / "fictional-freight" / "org.yaml"
LAYOUTS = ("pitch", "exec-brief", "board", "pre-read", "talking-points")
AUDIENCES = (*PEOPLE, "cfo,cto")
LONG = ("assumptions", "net-by-month", "data-quality", "backup")  # lists and tables that may go on over several slides


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("org", [False, True])
def test_the_decks_have_no_findings_and_nothing_is_too_long(
    org: bool, layout: str, theme: str, library: Library, tmp_path: Path
) -> None:
    company = company_of(library, open_organisation(library, ORG) if org else None, whole_bill())
    told: list[str] = []
    for for_ in AUDIENCES:
        made = compose(library.select([for_]), library.layout(layout), library, DAY, company)
        assert render_markdown(made).data
        deck = render_deck(made, choose_theme(theme, None, library))
        path = tmp_path / f"{for_}.pptx"
        path.write_bytes(deck.data)
        long = [slide.title for slide in made.slides() if slide.kind in LONG]
        notices = [each for each in deck.notices if not (isinstance(each, Continued) and each.slide in long)]
        told += [f"{for_}: {each.message}" for each in notices]
        told += [f"{for_}, slide {each.slide}: {each.code} {each.message}" for each in check_deck(path)]
    assert told == []
