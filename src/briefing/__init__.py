"""Briefings that win executives for FinOps: the public Python API; `briefing` is the command.

    from briefing import make

    result = make("cfo,cto", formats="pptx,md")
    print(result.written[0].path)

`make` does all at once; `compose`, `arrange` and `render` are its stages, and `compare` lays what several people are
told side by side. What stands in `__all__` is public, and described in docs/python.md; all else may change.

Nothing is imported before it is needed, so that the command starts quickly.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Unpack

    from briefing.choices import Drawn, Name, Names, Styled, Told
    from briefing.compare import Comparison
    from briefing.errors import BriefingError, ContentError, FactError, UsageError
    from briefing.model import Briefing, Notice
    from briefing.page.boxes import Deck
    from briefing.pipeline import Result, Written
    from briefing.rendering import Rendered

__version__ = "0.1.0"
__all__ = [
    "Briefing",
    "BriefingError",
    "Comparison",
    "ContentError",
    "Deck",
    "FactError",
    "Notice",
    "Rendered",
    "Result",
    "UsageError",
    "Written",
    "__version__",
    "arrange",
    "compare",
    "compose",
    "make",
    "render",
]
# Type → the module that has it.
_TYPES = {
    "Briefing": "model",
    "BriefingError": "errors",
    "Comparison": "compare",
    "ContentError": "errors",
    "Deck": "page.boxes",
    "FactError": "errors",
    "Notice": "model",
    "Rendered": "rendering",
    "Result": "pipeline",
    "UsageError": "errors",
    "Written": "pipeline",
}


def make(
    for_: Names,
    layout: str = "",
    formats: str | Names = (),
    out: Name | None = None,
    *,
    separate: bool = False,
    **choices: Unpack[Drawn],
) -> Result:
    """Make briefings as `briefing make` does, and say what was written.

    `for_` and `formats` are names, comma-separated or one by one; `choices` are the options of the command. Raises
    `BriefingError`, whose text is a sentence with a remedy.
    """
    from briefing.choices import choices_of, named
    from briefing.pipeline import make as make_briefings

    chosen = choices_of(layout=layout, formats=formats, out=out, **choices)
    return make_briefings(named(for_), chosen, separate=separate)


def compose(for_: Names, layout: str = "", **choices: Unpack[Told]) -> Briefing:
    """The one briefing for these people as a value: slides of blocks, and what the user should know. Writes nothing.

    Raises `BriefingError`.
    """
    from briefing.choices import choices_of, named
    from briefing.pipeline import compose_for

    return compose_for(named(for_), choices_of(layout=layout, **choices))


def arrange(briefing: Briefing, **choices: Unpack[Styled]) -> tuple[Deck, tuple[Notice, ...]]:
    """A briefing placed on the slides of a theme, and what the user should know of it. Raises `BriefingError`."""
    from briefing.choices import choices_of
    from briefing.pipeline import arrange_briefing

    return arrange_briefing(briefing, choices_of(**choices))


def render(briefing: Briefing, format: str = "pptx", **choices: Unpack[Styled]) -> Rendered:
    """The bytes of a briefing in one format, with the number of its pages. Writes nothing. Raises `BriefingError`."""
    from briefing.choices import choices_of
    from briefing.pipeline import render_briefing

    return render_briefing(briefing, choices_of(formats=format, **choices))


def compare(for_: Names, layout: str = "", **choices: Unpack[Told]) -> Comparison:
    """What several people are told, side by side, as `briefing compare` shows it. Raises `BriefingError`."""
    from dataclasses import replace

    from briefing.choices import choices_of, named
    from briefing.errors import listening
    from briefing.pipeline import compare_audiences

    with listening() as cautions:  # which the command prints itself
        found = compare_audiences(named(for_), choices_of(layout=layout, **choices))
    return replace(found, notices=(*map(str, cautions), *found.notices))


def __getattr__(name: str) -> object:
    """A type, without the cost of importing its module where nobody asks for it."""
    if name in _TYPES:
        return getattr(import_module(f"briefing.{_TYPES[name]}"), name)
    raise AttributeError(f"module 'briefing' has no attribute '{name}'")


class _Package(ModuleType):
    """`briefing.compose` stays the function after `briefing/compose/` has been imported, which would take its place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
