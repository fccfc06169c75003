"""Format name to renderer: the one place that lists the output formats.

A new format is one module with a `render` and one line here. Renderers are imported when a
briefing asks for them, so that a Markdown run does not pay for python-pptx.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from msgspec import Struct

from briefing.errors import UsageError
from briefing.rendering import Renderer


class Format(Struct, frozen=True):
    """An output format: its name on the command line, the suffix of its files, what it is good for, its renderer."""

    name: str
    suffix: str
    purpose: str
    load: Callable[[], Renderer]


def _pptx() -> Renderer:
    from briefing.formats.pptx.write import render

    return render


def _markdown() -> Renderer:
    from briefing.formats.markdown import render

    return lambda briefing, theme: render(briefing)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "pptx": Format("pptx", ".pptx", "a PowerPoint deck to present and to edit", _pptx),
        "md": Format("md", ".md", "Markdown for a code host or a wiki", _markdown),
    }
)


def find_formats(names: Sequence[str]) -> tuple[Format, ...]:
    """The formats that words name, in any case, each once; a word may be several names with commas.

    `UsageError` where a name is unknown, and where there is none.
    """
    named = (name.strip().lower() for word in names for name in word.split(","))
    wanted = dict.fromkeys(name for name in named if name)
    if not wanted:
        raise UsageError("no output format is given", remedy=f"give one or more of {', '.join(FORMATS)}")
    return tuple(_find(name) for name in wanted)


def _find(name: str) -> Format:
    if name in FORMATS:
        return FORMATS[name]
    nearest = get_close_matches(name, FORMATS, n=1, cutoff=0.5)
    guess = f"did you mean '{nearest[0]}'? " if nearest else ""
    raise UsageError(f"unknown format '{name}'", remedy=f"{guess}formats are {', '.join(FORMATS)}")


def by_suffix(suffix: str) -> Format | None:
    """The format whose files end in this suffix, in any case."""
    return next((each for each in FORMATS.values() if each.suffix == suffix.lower()), None)
