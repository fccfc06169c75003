"""What every built-in layout says to every persona, as text under `golden/`; `make accept` takes over what changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

from box_listing import listing
from briefing.model import Briefing
from briefing.render.markdown import render
from briefing.render.pptx.arrange.arrange import arrange
from briefing.render.pptx.look import Look
from conftest import Brief

GOLDEN = Path(__file__).parent / "golden"
LAYOUTS = ("pitch", "exec-brief", "one-pager")
PEOPLE = ("ceo", "cfo", "cto", "engineering-lead", "finops", "itfm", "procurement", "product-owner")
AUDIENCES = (*PEOPLE, "cfo,cto")
ACCEPTS = bool(os.environ.get("BRIEFING_ACCEPT"))
SHOWN = 40  # lines of a difference

FORMS: dict[str, Callable[[Briefing, Look], str]] = {
    ".md": lambda made, look: render(made).data.decode(),
    ".boxes.txt": lambda made, look: listing(arrange(made, look)[0], look),
}


def path(layout: str, for_: str, suffix: str) -> Path:
    return GOLDEN / layout / f"{for_.replace(',', '-')}{suffix}"


def difference(golden: Path, made: str) -> str:
    """What changed, short enough to read; empty where nothing did."""
    before = golden.read_text(encoding="utf-8") if golden.exists() else ""
    lines = [*unified_diff(before.splitlines(), made.splitlines(), "golden", "made", lineterm="", n=1)]
    more = [f"… and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
    return "\n".join([*lines[:SHOWN], *more])


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("for_", AUDIENCES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_briefing_is_as_accepted(layout: str, for_: str, suffix: str, brief: Brief, look: Look) -> None:
    golden, made = path(layout, for_, suffix), FORMS[suffix](brief(for_, layout), look)
    if ACCEPTS:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, encoding="utf-8", newline="\n")
    changed = difference(golden, made)
    if changed:
        pytest.fail(
            f"{golden.relative_to(GOLDEN.parent)} is not what is made now; if it should be, `make accept`\n{changed}"
        )


def test_no_golden_is_left_that_nothing_makes() -> None:
    made = {path(layout, for_, suffix) for layout in LAYOUTS for for_ in AUDIENCES for suffix in FORMS}
    left = [each for each in GOLDEN.rglob("*") if each.is_file() and each not in made]
    if ACCEPTS:
        for each in left:
            each.unlink()
        left = []
    assert left == []
