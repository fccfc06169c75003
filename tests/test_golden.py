"""What every built-in layout says to every persona, as text under `golden/`; `make accept` takes over what changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from difflib import unified_diff
from functools import cache
from pathlib import Path

import msgspec
import pytest

from bill_samples import whole_bill
from box_listing import listing
from briefing.compose.compose import compose
from briefing.figures.company import company_of, open_company
from briefing.formats.markdown import render
from briefing.library.library import Library
from briefing.model import Briefing
from briefing.page.arrange.arrange import arrange
from briefing.page.look import Look
from conftest import DAY, LAYOUTS, PEOPLE, Brief

GOLDEN = Path(__file__).parent / "golden"
AUDIENCES = (*PEOPLE, "cfo,cto")
# The same layouts with the facts of the fictional company, under golden/with-facts/.
FACTS = GOLDEN.parents[1] / "examples" / "fictional-freight" / "org.yaml"
FACTUAL = ("pitch", "exec-brief", "board", "pre-read", "talking-points")
FACTUAL_AUDIENCES = ("cfo", "cfo,cto")
# The pitch with a bill and no other facts, under golden/with-bill/.
BILLED = ("pitch", "cfo")
ACCEPTS = bool(os.environ.get("BRIEFING_ACCEPT"))
SHOWN = 40  # lines of a difference

FORMS: dict[str, Callable[[Briefing, Look], str]] = {
    ".md": lambda made, look: render(made).data.decode(),
    ".boxes.txt": lambda made, look: listing(arrange(made, look)[0], look),
}


def path(layout: str, for_: str, suffix: str) -> Path:
    return GOLDEN / layout / f"{for_.replace(',', '-')}{suffix}"


@pytest.fixture(scope="module")
def factual(library: Library) -> Brief:
    """As `brief`, with the facts of the fictional company, whose file has the same name wherever it lies."""
    company = open_company(library, FACTS)
    facts = msgspec.structs.replace(company.facts, file=FACTS.name)

    @cache
    def made(for_: str, layout: str) -> Briefing:
        return compose(library.select([for_]), library.layout(layout), library, DAY, replace(company, facts=facts))

    return made


def difference(golden: Path, made: str) -> str:
    """What changed, short enough to read; empty where nothing did."""
    before = golden.read_text(encoding="utf-8") if golden.exists() else ""
    lines = [*unified_diff(before.splitlines(), made.splitlines(), "golden", "made", lineterm="", n=1)]
    more = [f"… and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
    return "\n".join([*lines[:SHOWN], *more])


def hold(golden: Path, made: str) -> None:
    """Fail with what changed, unless it is to be taken over."""
    if ACCEPTS:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, encoding="utf-8", newline="\n")
    changed = difference(golden, made)
    if changed:
        name = golden.relative_to(GOLDEN.parent)
        pytest.fail(f"{name} is not what is made now; if it should be, `make accept`\n{changed}")


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("for_", AUDIENCES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_briefing_is_as_accepted(layout: str, for_: str, suffix: str, brief: Brief, look: Look) -> None:
    hold(path(layout, for_, suffix), FORMS[suffix](brief(for_, layout), look))


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("for_", FACTUAL_AUDIENCES)
@pytest.mark.parametrize("layout", FACTUAL)
def test_the_briefing_with_facts_is_as_accepted(
    layout: str, for_: str, suffix: str, factual: Brief, look: Look
) -> None:
    hold(path(f"with-facts/{layout}", for_, suffix), FORMS[suffix](factual(for_, layout), look))


def test_the_pitch_with_a_bill_is_as_accepted(library: Library, look: Look) -> None:
    layout, for_ = BILLED
    company = company_of(library, None, whole_bill())
    made = compose(library.select([for_]), library.layout(layout), library, DAY, company)
    hold(path(f"with-bill/{layout}", for_, ".md"), FORMS[".md"](made, look))


def test_no_golden_is_left_that_nothing_makes() -> None:
    made = {path(layout, for_, suffix) for layout in LAYOUTS for for_ in AUDIENCES for suffix in FORMS}
    made |= {path(f"with-facts/{each}", for_, end) for each in FACTUAL for for_ in FACTUAL_AUDIENCES for end in FORMS}
    made.add(path(f"with-bill/{BILLED[0]}", BILLED[1], ".md"))
    left = [each for each in GOLDEN.rglob("*") if each.is_file() and each not in made]
    if ACCEPTS:
        for each in left:
            each.unlink()
        left = []
    assert left == []
