"""The `briefing` command: its subcommands, and the way from an exception to an exit status."""

from __future__ import annotations

import gc
import io
import sys
from typing import Annotated

import typer

from briefing import __version__
from briefing.cli import layouts, personas, theme
from briefing.cli.batch import EXAMPLES as BATCH_EXAMPLES
from briefing.cli.batch import batch
from briefing.cli.check import EXAMPLES as CHECK_EXAMPLES
from briefing.cli.check import check
from briefing.cli.compare import EXAMPLES as COMPARE_EXAMPLES
from briefing.cli.compare import compare
from briefing.cli.faults import guarded
from briefing.cli.figures import EXAMPLES as FIGURES_EXAMPLES
from briefing.cli.figures import figures
from briefing.cli.init import init
from briefing.cli.make import EXAMPLES as MAKE_EXAMPLES
from briefing.cli.make import make
from briefing.cli.options import help_without_command
from briefing.cli.schema import schema
from briefing.cli.terminal import say

EXAMPLES = """Examples:

\b
  briefing make --for cfo,cto                    one combined deck: output/cfo-cto-pitch.pptx
  briefing make --for executives --separate      one deck for each persona of the group
  briefing make --for cfo --format pptx,md --layout exec-brief
  briefing batch audiences.yaml                  a deck for each audience of a file
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
app.command("batch", epilog=BATCH_EXAMPLES)(batch)
app.command("check", epilog=CHECK_EXAMPLES)(check)
app.command("compare", epilog=COMPARE_EXAMPLES)(compare)
app.command("figures", epilog=FIGURES_EXAMPLES)(figures)
app.command("init")(init)
app.command("schema")(schema)
app.add_typer(personas.app, name="personas")
app.add_typer(layouts.app, name="layouts")
app.add_typer(theme.app, name="theme")


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
    gc.disable()  # a run leaves next to no cyclic garbage, and looking for it costs a twentieth of the time
    sys.exit(guarded(lambda: app(prog_name="briefing", standalone_mode=False), sys.argv[1:]))
