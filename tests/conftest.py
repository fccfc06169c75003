"""What many tests share: the built-in library and themes, and briefings made from them on a fixed day."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from briefing.compose.compose import compose
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing
from briefing.page.arrange.canvas import Canvas
from briefing.page.fonts import Typefaces
from briefing.page.look import Look
from briefing.theme.reading import read_theme

os.environ["BRIEFING_LIBRARY"] = os.devnull  # no test sees the personas of whoever runs it
Brief = Callable[[str, str], Briefing]
DAY = date(2026, 1, 15)
THEMES = ("light", "dark")
# What the library has today: whoever adds a persona or a layout changes no list of a test.
BUILT_IN = Library((builtin_folder(),))
PEOPLE = BUILT_IN.persona_ids()
LAYOUTS = BUILT_IN.layout_names()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of each test marked `sampled`, and of those that `slow_but_for` names, the first set of parameters is quick.

    All others of them, and of the module that is marked so, are slow.
    """
    seen = set()
    for item in items:
        sampled, module = item.get_closest_marker("sampled"), item.get_closest_marker("slow_but_for")
        name, _, _ = item.nodeid.partition("[")
        if (sampled or module) and (name in seen or (module and name.rpartition("::")[2] not in module.args)):
            item.add_marker(pytest.mark.slow)
        if not item.get_closest_marker("slow"):
            seen.add(name)


def pytest_collection_finish() -> None:
    """Thousands of tests that wait their turn are no rubbish; searching them again and again was a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def library() -> Library:
    """The built-in personas, layouts and words."""
    return BUILT_IN


@pytest.fixture(scope="session")
def brief(library: Library) -> Brief:
    """`brief("cfo,cto", "pitch")`: the briefing of a layout for these personas, on a fixed day."""

    @cache
    def made(for_: str, layout: str) -> Briefing:
        return compose(library.select([for_]), library.layout(layout), library, DAY)

    return made


@pytest.fixture(scope="session")
def looks() -> dict[str, Look]:
    """The built-in themes by name, as the arranger sees them."""
    return {name: read_theme(builtin_folder() / "layouts" / "theme" / f"{name}.pptx").look for name in THEMES}


@pytest.fixture(scope="session")
def look(looks: dict[str, Look]) -> Look:
    """The light theme."""
    return looks["light"]


@pytest.fixture(scope="session")
def canvas(look: Look) -> Canvas:
    """A light slide with measuring at hand."""
    return Canvas(look, Typefaces(look.heading_font, look.body_font))
