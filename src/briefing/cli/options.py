"""What several commands share: options, and what to do without a command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from briefing.cli.terminal import tell
from briefing.errors import UsageError

Folders: TypeAlias = Annotated[
    list[Path],
    typer.Option(
        "--library",
        metavar="FOLDER",
        help="A folder with your own personas/ and layouts/, searched before the built-in ones; may be repeated.",
    ),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines.")]


def help_without_command(context: typer.Context) -> None:
    """A group of commands that is called without one shows its help on standard error, and that is a usage error."""
    if context.invoked_subcommand is None:
        tell(context.get_help())
        raise typer.Exit(UsageError.exit_status)
