"""Both examples and no facts at all: every layout for every persona in both formats, without a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.check.deck import check_deck
from briefing.compose.compose import compose
from briefing.figures.company import open_company
from briefing.formats.markdown import render as render_markdown
from briefing.formats.pptx.write import render as render_deck
from briefing.library.library import Library
from briefing.model import Continued
from briefing.themes import choose_theme
from conftest import DAY, LAYOUTS, PEOPLE

ORGS = Path(__file__).parents[1] / "examples"
AUDIENCES = (*PEOPLE, "cfo,cto")

APPENDIX = ("assumptions", "net-by-month")  # tables that may go on over several slides


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("org", ["fictional-freight", "three-fields", ""])
def test_the_decks_have_no_findings_and_nothing_is_too_long(
    org: str, layout: str, library: Library, tmp_path: Path
) -> None:
    company = open_company(library, ORGS / org / "org.yaml") if org else None
    theme = choose_theme("light", None, library)
    told: list[str] = []
    for for_ in AUDIENCES:
        made = compose(library.select([for_]), library.layout(layout), library, DAY, company)
        assert render_markdown(made).data
        deck = render_deck(made, theme)
        path = tmp_path / f"{for_}.pptx"
        path.write_bytes(deck.data)
        long = [slide.title for slide in made.slides() if slide.kind in APPENDIX]
        notices = [each for each in deck.notices if not (isinstance(each, Continued) and each.slide in long)]
        told += [f"{for_}: {each.message}" for each in notices]
        told += [f"{for_}, slide {each.slide}: {each.code} {each.message}" for each in check_deck(path)]
    assert told == []
