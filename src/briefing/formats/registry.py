"""Format name to renderer: the one place that lists the output formats.

A new format is one module with `render(briefing, theme)` and one line here. Renderers are imported when a
briefing asks for them, so that a Markdown run does not pay for python-pptx.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, cast

from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.rendering import Renderer


class Format(NamedTuple):
    """An output format: its name on the command line, the suffix of its files, and the module that has its `render`.

    A format with a file for each slide makes a folder, and its function is called after it, as `render_png`.
    """

    name: str
    suffix: str
    module: str
    folder: bool = False

    @property
    def ending(self) -> str:
        """What its file, or its folder, ends in."""
        return f"-{self.name}" if self.folder else self.suffix

    def load(self) -> Renderer:
        """What renders it, imported now."""
        module = import_module(f"briefing.formats.{self.module}")
        return cast("Renderer", getattr(module, f"render_{self.name}" if self.folder else "render"))


_FORMATS = (
    Format("pptx", ".pptx", "pptx.write"),
    Format("html", ".html", "web.write"),
    Format("pdf", ".pdf", "typeset.write"),
    Format("md", ".md", "markdown"),
    Format("png", ".png", "pictures", folder=True),
    Format("svg", ".svg", "pictures", folder=True),
)
ALL = "all"  # the name of every format at once
FORMATS: Mapping[str, Format] = MappingProxyType({each.name: each for each in _FORMATS})
# The workbook beside a deck, which nobody asks for as a format: it goes with others (`--appendix file`).
WORKBOOK = Format("xlsx", ".xlsx", "workbook")
DRAWN: Mapping[str, Format] = MappingProxyType({**FORMATS, WORKBOOK.name: WORKBOOK})


def find_formats(names: Sequence[str]) -> tuple[Format, ...]:
    """The formats that words name, in any case, each once; a word may be several names with commas, or `all`.

    `UsageError` where a name is unknown, and where there is none.
    """
    named = (name.strip().lower() for word in names for name in word.split(","))
    wanted = dict.fromkeys(each for name in named if name for each in (FORMATS if name == ALL else (name,)))
    if not wanted:
        raise UsageError("no output format is given", remedy=f"give one or more of {', '.join(FORMATS)}, or {ALL}")
    return tuple(_find(name) for name in wanted)


def _find(name: str) -> Format:
    if name in FORMATS:
        return FORMATS[name]
    from difflib import get_close_matches  # the help of every command lists the formats, and finds none

    nearest = get_close_matches(name, FORMATS, n=1, cutoff=0.5)
    guess = f"did you mean '{nearest[0]}'? " if nearest else ""
    raise UsageError(f"unknown format '{name}'", remedy=f"{guess}formats are {', '.join(FORMATS)}, and {ALL}")


def by_suffix(suffix: str) -> Format | None:
    """The format whose files end in this suffix, in any case."""
    return next((each for each in FORMATS.values() if each.suffix == suffix.lower()), None)
