"""`briefing make`: parse, call the pipeline, print what it wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.options import COMPANY, Json, People, takes
from briefing.cli.terminal import say, say_json, tell

if TYPE_CHECKING:
    from briefing.choices import Choices
    from briefing.pipeline import Result, Written


EXAMPLES = """Examples:

\b
  briefing make --for cfo,cto
  briefing make --for executives --separate --out decks/
  briefing make --for cfo --layout exec-brief --out cfo.md
  briefing make --for cfo --minutes 5
  briefing make --for cfo --theme dark
  briefing make --for cfo,cto --org org.yaml --spend bills/
  briefing make --for cfo --org org.yaml --notes none --appendix file
  briefing make --for cfo --pdf handout
"""


@takes(
    *(*COMPANY, "layout", "minutes", "notes", "appendix", "pdf", "paper", "theme", "theme_map", "formats", "width"),
    *("out", "day", "force", "libraries", "more"),
)
def make(
    people: People = [],  # noqa: B006 - Typer copies it, and wants a list
    separate: Annotated[bool, typer.Option("--separate", help="One briefing for each persona.")] = False,
    *,
    choices: Choices,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only paths and errors, no summary and no notices.")] = False,
    as_json: Json = False,
) -> None:
    """Make a briefing for the people in the room.

    Paths of what was written go to standard output, all else to standard error.
    """
    from briefing.pipeline import make as make_briefings

    _print(make_briefings(people, choices, separate=separate), as_json=as_json, quiet=quiet)


def _print(result: Result, *, as_json: bool, quiet: bool) -> None:
    notices = [notice.message for notice in result.notices]
    if as_json:
        say_json({"written": [_as_json(each) for each in result.written], "notices": notices})
    for each in result.written:
        if not as_json:
            say(str(each.path))
        if not quiet:
            tell(f"{each.path}: {_told(each)}")
    for notice in notices if not quiet else ():
        tell(f"notice: {notice}")


def _as_json(written: Written) -> dict[str, Any]:
    numbers = {"slides": written.slides, "told": written.told, "words": written.words, "minutes": written.minutes}
    return {"path": str(written.path), "format": written.format, **numbers}


def _told(written: Written) -> str:
    """`40 slides: 8 told in 10 minutes, with 390 words; 32 as backup`; of a workbook its sheets."""
    if written.format == "xlsx":
        return _counted(written.slides, "sheet")
    slides, backup = _counted(written.slides, "slide"), written.slides - written.told
    minutes = f" in {_counted(written.minutes, 'minute')}" if written.minutes else ""
    words = _counted(written.words, "word")
    if backup <= 0:
        return f"{slides}{minutes}, {words}"
    return f"{slides}: {written.told} told{minutes}, with {words}; {backup:,} as backup"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else f'{what}s'}"
