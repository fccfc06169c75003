"""The `briefing` command: its subcommands, and the way from an exception to an exit status."""

from __future__ import annotations

import gc
import signal
import sys
from collections import UserDict
from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Any, ClassVar

import typer
import typer.main
from typer.core import TyperGroup

from briefing import __version__
from briefing.cli.faults import guarded
from briefing.cli.options import help_without_command
from briefing.cli.terminal import prepare, say

# A group whose commands are imported when they are asked for: a run needs one, and Typer takes its time for each.
#
# Help, completion and the guess after a misspelt name work as in any group; help imports all of them.


class LazyGroup(TyperGroup):
    """The commands of `modules`, in that order: name → the module that has the command, as `loaded` reads it."""

    modules: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Commands(self.modules)

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # Typer's own name is private
        """Their names, without importing any."""
        return list(self.commands)


class _Commands(UserDict[str, Any]):
    """Commands by name, and in place of those that nobody has asked for yet the names of their modules."""

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        if isinstance(found, str):
            found = self.data[name] = loaded(name, found)
        return found


def loaded(name: str, module: str) -> Any:
    """The command of a module: its group `app`, or else its function of that name, with `EXAMPLES` after the help."""
    there, only = import_module(module), typer.Typer(rich_markup_mode=None)
    if group := getattr(there, "app", None):
        only.add_typer(group, name=name)
    else:
        only.command(name, epilog=getattr(there, "EXAMPLES", None))(getattr(there, name))
    return typer.main.get_group(only).commands[name]


EXAMPLES = """Examples:

\b
  briefing make --for cfo,cto                    one combined deck: output/cfo-cto-pitch.pptx
  briefing make --for executives --separate      one deck for each persona of the group
  briefing make --for cfo --format pptx,md --layout exec-brief
  briefing make --for cfo --spend bills/         with the figures of your cloud bill
  briefing preview --for cfo,cto --watch         in the browser, again after every change
  briefing batch audiences.yaml                  a deck for each audience of a file
  briefing personas list
"""


class Commands(LazyGroup):
    """Every command with its module, in the order of the help."""

    modules: ClassVar[Mapping[str, str]] = {
        "open": "briefing.cli.open",
        "make": "briefing.cli.make",
        "preview": "briefing.cli.preview",
        "refresh": "briefing.cli.refresh",
        "stale": "briefing.cli.stale",
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
