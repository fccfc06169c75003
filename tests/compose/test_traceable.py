"""No figure without an origin: what slides say in digits stands in the appendix, in the file of facts, or is a fixed text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from briefing.compose.compose import compose
from briefing.figures.company import open_company
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing
from said_numbers import numbers, numbers_of, texts

ROOT = Path(__file__).parents[2]
ORGS = {name: ROOT / "examples" / name / "org.yaml" for name in ("fictional-freight", "three-fields")}
LAYOUTS = ("pitch", "exec-brief", "board")
AUDIENCES = ("cfo", "ceo", "cto", "procurement", "engineering-lead", "cfo,cto", "all")
APPENDIX = ("assumptions", "net-by-month")
DAY = date(2026, 3, 2)
# Texts that are the same for every company: their numbers are counts and conventions, never a company's figures.
FIXED = (*(ROOT / "layouts").rglob("*.yaml"), *(ROOT / "personas").glob("*.yaml"))

Made = Callable[[str, str, str], Briefing]


@pytest.fixture(scope="module")
def made() -> Made:
    library = Library((builtin_folder(),))

    @cache
    def company(org: str, redact: bool) -> object:
        return open_company(library, ORGS[org], redact=redact)

    @cache
    def brief(org: str, for_: str, layout: str, redact: bool = False) -> Briefing:
        return compose(library.select([for_]), library.layout(layout), library, DAY, company(org, redact))

    return brief


def stated(org: str) -> set[str]:
    return numbers(ORGS[org].read_text(encoding="utf-8").replace("_", ""))


def fixed() -> set[str]:
    words = {number for path in FIXED for number in numbers(path.read_text(encoding="utf-8"))}
    return words | {str(DAY.day), str(DAY.year)}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("for_", AUDIENCES)
@pytest.mark.parametrize("org", ORGS)
def test_every_number_has_an_origin(org: str, for_: str, layout: str, made: Made) -> None:
    briefing = made(org, for_, layout)
    source = briefing if layout != "board" else made(org, for_, "pitch")  # a board sees no appendix, but the same figures
    known = stated(org) | fixed() | numbers_of(source, *APPENDIX)
    lost = {
        (slide.kind, text): numbers(text) - known
        for slide in briefing.slides()
        for text in texts(slide)
        if numbers(text) - known
    }
    assert lost == {}


def test_the_test_would_see_a_number_without_an_origin(made: Made) -> None:
    briefing = made("fictional-freight", "cfo", "pitch")
    known = fixed() | numbers_of(briefing, *APPENDIX)
    assert numbers("Waiting costs €123,456.70 by month 77") - known == {"123456.7", "77"}
