"""The `briefing` command: its subcommands, and the way from an exception to an exit status."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Mapping
from typing import Annotated, ClassVar

import typer

from briefing import __version__
from briefing.cli.faults import guarded
from briefing.cli.lazy import LazyGroup
from briefing.cli.options import help_without_command
from briefing.cli.streams import prepare
from briefing.cli.terminal import say

EXAMPLES = """Examples:

\b
  briefing make --for cfo,cto                    one combined deck: output/cfo-cto-pitch.pptx
  briefing make --for executives --separate      one deck for each persona of the group
  briefing make --for cfo --format pptx,md --layout exec-brief
  briefing make --for cfo --spend bills/         with the figures of your cloud bill
  briefing batch audiences.yaml                  a deck for each audience of a file
  briefing personas list
"""


class Commands(LazyGroup):
    """Every command with its module, in the order of the help."""

    modules: ClassVar[Mapping[str, str]] = {
        "make": "briefing.cli.make",
        "batch": "briefing.cli.batch",
        "check": "briefing.cli.check",
        "compare": "briefing.cli.compare",
        "figures": "briefing.cli.figures",
        "list": "briefing.cli.list",
        "spend": "briefing.cli.spend",
        "init": "briefing.cli.init",
        "schema": "briefing.cli.schema",
        "personas": "briefing.cli.personas",
        "layouts": "briefing.cli.layouts",
        "theme": "briefing.cli.theme",
    }


app = typer.Typer(
    name="briefing",
    cls=Commands,
    help="Decks that win executives for FinOps: their goals, what FinOps changes for them, and one clear ask.",
    epilog=EXAMPLES,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    prepare()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` ends a run as Ctrl-C does: nothing is left over
    gc.disable()  # a run leaves next to no cyclic garbage, and looking for it costs a twentieth of the time
    status = guarded(lambda: app(prog_name="briefing", standalone_mode=False), sys.argv[1:])
    if "duckdb" not in sys.modules:  # which takes itself down by those cycles, and complains where it cannot
        gc.freeze()  # else Python looks for cycles in all that there is once more while it ends, a tenth of the time
    sys.exit(status)
