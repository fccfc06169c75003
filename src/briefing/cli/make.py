"""`briefing make`: parse, call the pipeline, print what it wrote."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli import completion
from briefing.cli.options import (
    BrokenRows,
    ByTag,
    Currency,
    Folders,
    Force,
    Json,
    More,
    Org,
    Redact,
    Spend,
    SpendTable,
    Told,
    Where,
    spend_request,
)
from briefing.cli.terminal import say, say_json, tell
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.pipeline import Result


EXAMPLES = """Examples:

\b
  briefing make --for cfo,cto
  briefing make --for executives --separate --out decks/
  briefing make --for cfo --layout exec-brief --out cfo.md
  briefing make --for cfo --theme dark
  briefing make --for cfo,cto --org org.yaml --spend bills/
"""


def make(
    people: Annotated[
        list[str],
        typer.Option(
            "--for",
            metavar="NAMES",
            help="Personas, aliases or groups, comma-separated or repeated; 'all' for everybody.",
            autocompletion=completion.people,
        ),
    ] = [],  # noqa: B006 - Typer copies it, and wants a list
    separate: Annotated[bool, typer.Option("--separate", help="One briefing for each persona.")] = False,
    layout: Told = "",
    org: Org = "",
    spend: Spend = [],  # noqa: B006
    spend_table: SpendTable = "",
    where: Where = "",
    currency: Currency = "",
    broken_rows: BrokenRows = 0,
    by_tag: ByTag = [],  # noqa: B006 - Typer copies it, and wants a list
    redact: Redact = False,
    theme: Annotated[
        str,
        typer.Option(
            "--theme",
            metavar="THEME",
            help="light, dark, a theme file (.yaml), or your company's template (.pptx, .potx).  [default: light]",
            autocompletion=completion.themes,
            show_default=False,
        ),
    ] = "",
    theme_map: Annotated[
        str | None,
        typer.Option(
            "--theme-map",
            metavar="FILE",
            help="Which slide layouts of the template serve which roles.",
            autocompletion=completion.theme_maps,
        ),
    ] = None,
    formats: Annotated[
        list[str],
        typer.Option(
            "--format",
            metavar="NAMES",
            help="pptx, md or both, comma-separated or repeated.  [default: what --out ends in, or pptx]",
            autocompletion=completion.formats,
        ),
    ] = [],  # noqa: B006
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="PLACE", help="A file; a folder where it ends in /.  [default: output/]"),
    ] = None,
    day: Annotated[
        str, typer.Option("--date", metavar="YYYY-MM-DD", help="The date of the briefing.  [default: today]")
    ] = "",
    force: Force = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only paths and errors, no summary and no notices.")] = False,
    libraries: Folders = [],  # noqa: B006
    as_json: Json = False,
    more: More = None,
) -> None:
    """Make a briefing for the people in the room.

    Paths of what was written go to standard output, all else to standard error.
    """
    from briefing.pipeline import Request
    from briefing.pipeline import make as make_request

    request = Request(
        tuple(people),
        layout,
        tuple(formats),
        separate,
        out,
        parse_day(day),
        force=force,
        libraries=tuple(libraries),
        theme=theme,
        theme_map=theme_map,
        organisation=org,
        redact=redact,
        spend=spend_request("make", spend, more, spend_table, where, currency, broken_rows, by_tag),
    )
    _print(make_request(request), as_json=as_json, quiet=quiet)


def parse_day(text: str) -> date | None:
    """The date of `--date`, or None where it is not given."""
    if not text:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date is '{text}', which is no date", remedy="write it like 2026-03-31") from None


def _print(result: Result, *, as_json: bool, quiet: bool) -> None:
    notices = [notice.message for notice in result.notices]
    if as_json:
        written = [{"path": str(each.path), "format": each.format, "slides": each.slides} for each in result.written]
        say_json({"written": written, "notices": notices})
    for each in result.written:
        if not as_json:
            say(str(each.path))
        if not quiet:
            tell(f"{each.path}: {each.slides} {'slide' if each.slides == 1 else 'slides'}")
    for notice in notices if not quiet else ():
        tell(f"notice: {notice}")
