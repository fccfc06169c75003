"""The decks that are made here pass every check, advice included; so do the files of the built-in themes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import pytest

from briefing.check.deck import check_deck, read_deck
from briefing.library.library import builtin_folder
from decks.cases import CASES, Case, made

pytestmark = pytest.mark.sampled


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_deck_has_no_findings(case: Case) -> None:
    assert [f"{each.slide} {each.code} {each.shape}: {each.message}" for each in check_deck(made(case).path)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_file_has_no_findings(theme: str) -> None:
    assert check_deck(builtin_folder() / "layouts" / "theme" / f"{theme}.pptx") == ()


@pytest.mark.slow
def test_the_work_of_checking_grows_with_the_slides_and_not_faster() -> None:
    """Counted in calls, which are the same on every machine."""
    calls, slides = {}, {}
    for layout in ("one-pager", "pitch"):
        path = made(Case("cfo,cto", layout)).path
        check_deck(path)  # reads the tables of widths
        calls[layout], slides[layout] = calls_of(partial(check_deck, path)), len(read_deck(path).slides)
    assert slides["pitch"] >= 10
    assert calls["pitch"] / slides["pitch"] < 2 * calls["one-pager"] / slides["one-pager"]


def calls_of(work: Callable[[], object]) -> int:
    """How many functions of Python are called."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
