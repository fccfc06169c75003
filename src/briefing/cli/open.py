"""`briefing open`: a page in the browser, for whoever does not live in a terminal."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.terminal import say, tell
from briefing.errors import FactError

EXAMPLES = """Examples:

\b
  briefing open                 the page of this folder
  briefing open pitch           that of another one
  briefing open --shortcut      and a file on the desktop that opens it by a double click
"""


def open(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="The folder of work.  [default: this one]", show_default=False)
    ] = Path("."),
    port: Annotated[
        int,
        typer.Option(
            "--port",
            metavar="N",
            min=0,
            max=65535,
            help="The port.  [default: that of the last time, or a free one]",
            show_default=False,
        ),
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only show the link.")] = False,
    shortcut: Annotated[
        bool, typer.Option("--shortcut", help="Leave a file on the desktop that opens the page, and stop.")
    ] = False,
) -> None:
    """Open a page in the browser: choose who is in the room, fill in facts, see the slides, download.

    It answers this machine alone, and asks no other. Ctrl-C, or the button of the page, ends it; everything is saved.
    """
    if shortcut:
        from briefing.starter.shortcut import write_shortcut

        say(str(write_shortcut(folder)))
        return
    try:
        from briefing.workbench.serve import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "briefing":
            raise
        message = "the page needs Starlette, uvicorn and ruamel.yaml, which are not installed"
        raise FactError(message, remedy="install finops-briefing[web]") from error
    gc.enable()  # which runs do without: a server goes on and on
    serve(folder, browser=not no_browser, port=port, tell=tell)
