"""The `briefing` command: its subcommands, and the way from an exception to an exit status."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from briefing import __version__
from briefing.cli import layouts, personas
from briefing.cli.faults import guarded
from briefing.cli.make import EXAMPLES as MAKE_EXAMPLES
from briefing.cli.make import make
from briefing.cli.options import help_without_command
from briefing.cli.terminal import say

EXAMPLES = """Examples:

\b
  briefing make --for cfo,cto                    one combined deck: output/cfo-cto-pitch.pptx
  briefing make --for executives --separate      one deck for each persona of the group
  briefing make --for cfo --format pptx,md --layout exec-brief
  briefing personas list
"""

app = typer.Typer(
    name="briefing",
    help="Decks that win executives for FinOps: their goals, what FinOps changes for them, and one clear ask.",
    epilog=EXAMPLES,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("make", epilog=MAKE_EXAMPLES)(make)
app.add_typer(personas.app, name="personas")
app.add_typer(layouts.app, name="layouts")


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show a traceback with every error, as BRIEFING_DEBUG=1 does.")
    ] = False,
) -> None:
    """Decks that win executives for FinOps."""
    if version:
        say(f"briefing {__version__}")
    else:
        help_without_command(context)


def run() -> None:
    """The console script. What a console cannot show is shown as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(guarded(lambda: app(prog_name="briefing", standalone_mode=False), sys.argv[1:]))
