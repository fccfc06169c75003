"""Briefings that win executives for FinOps: `make()` is the public Python API, `briefing` the command.

    from briefing import make

    result = make("cfo,cto", formats="pptx,md")
    print(result.written[0].path)

Nothing is imported before it is needed, so that the command starts quickly.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.model import Briefing
    from briefing.pipeline import Result

__version__ = "0.1.0"
__all__ = ["Briefing", "__version__", "make"]


def make(
    for_: str | Iterable[str],
    layout: str = "",
    formats: str | Iterable[str] = (),
    out: str | PathLike[str] | None = None,
    *,
    separate: bool = False,
    day: date | None = None,
    force: bool = False,
    libraries: Iterable[str | PathLike[str]] = (),
    theme: str | PathLike[str] = "",
    theme_map: str | PathLike[str] | None = None,
    organisation: str | PathLike[str] = "",
    redact: bool = False,
) -> Result:
    """Make briefings as `briefing make` does, and say what was written.

    `for_` and `formats` are names, comma-separated or one by one; `organisation` is the file of your company's
    facts; `theme` is a name or a file, `theme_map` the map of a
    template. Raises `briefing.errors.BriefingError`, whose text is a sentence with a remedy.
    """
    from briefing.pipeline import Request
    from briefing.pipeline import make as make_request

    place = None if out is None else fspath(out)
    folders = tuple(Path(folder) for folder in libraries)
    mapped = None if theme_map is None else fspath(theme_map)
    request = Request(
        personas=_words(for_),
        layout=layout,
        formats=_words(formats),
        separate=separate,
        out=place,
        day=day,
        force=force,
        libraries=folders,
        theme=fspath(theme),
        theme_map=mapped,
        organisation=fspath(organisation),
        redact=redact,
    )
    return make_request(request)


def _words(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def __getattr__(name: str) -> object:
    """`briefing.Briefing` without the cost of importing the model where nobody asks for it."""
    if name == "Briefing":
        from briefing.model import Briefing

        return Briefing
    raise AttributeError(f"module 'briefing' has no attribute '{name}'")
