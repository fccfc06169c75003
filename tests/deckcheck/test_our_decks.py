"""The decks that are made here pass every check, advice included; so do the files of the built-in themes."""

from __future__ import annotations

from time import process_time

import pytest

from briefing.deckcheck import check_deck, read_deck
from briefing.library.library import builtin_folder
from decks.cases import CASES, Case, made

MOST_SECONDS = 0.5  # for a deck of a dozen slides; it takes a quarter of that on a quiet machine


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_deck_has_no_findings(case: Case) -> None:
    assert [f"{each.slide} {each.code} {each.shape}: {each.message}" for each in check_deck(made(case).path)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_file_has_no_findings(theme: str) -> None:
    assert check_deck(builtin_folder() / "layouts" / "theme" / f"{theme}.pptx") == ()


def test_checking_is_quick() -> None:
    path = made(Case("cfo,cto", "pitch")).path
    check_deck(path)  # reads the tables of widths
    times = []
    for _ in range(3):
        start = process_time()
        check_deck(path)
        times.append(process_time() - start)
    assert len(read_deck(path).slides) >= 10
    assert min(times) < MOST_SECONDS
