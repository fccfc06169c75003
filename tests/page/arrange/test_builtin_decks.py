"""Every built-in briefing in every built-in theme: nothing overflows, overlaps, is too small or gets lost."""

from __future__ import annotations

from collections import Counter

import pytest

from briefing.page.arrange.arrange import arrange
from briefing.page.look import Look
from conftest import PEOPLE, THEMES, Brief
from placed import faults, slides, words_of, words_on

AUDIENCES = (*PEOPLE, "cfo,cto", "executives", "cfo,cto,itfm,procurement", "finops,cfo,cto,itfm,procurement", "all")
LAYOUTS = ("pitch", "exec-brief", "one-pager")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("for_", AUDIENCES)
def test_every_slide_reads_well_and_no_word_is_lost(
    for_: str, layout: str, theme: str, brief: Brief, looks: dict[str, Look]
) -> None:
    made, look = brief(for_, layout), looks[theme]
    found = slides(arrange(made, look)[0])
    wrong = [f"{slide.title}: {fault}" for slide in found for fault in faults(slide, look)]
    wanted = sum((words_of(slide) for slide in made.slides()), Counter[str]())
    assert wrong == []
    assert wanted - words_on(found, look) == Counter()
    assert len({slide.title for slide in found}) == len(found)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("for_", [*PEOPLE, "cfo,cto"])
def test_no_slide_has_to_go_on(for_: str, layout: str, theme: str, brief: Brief, looks: dict[str, Look]) -> None:
    deck, notices = arrange(brief(for_, layout), looks[theme])
    assert notices == ()
    assert len(slides(deck)) == len(list(brief(for_, layout).slides()))
