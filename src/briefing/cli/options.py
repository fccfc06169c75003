"""What several commands share: options, and what to do without a command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from briefing.cli import completion
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
Org: TypeAlias = Annotated[
    str,
    typer.Option(
        "--org",
        metavar="FILE",
        help="The facts of your organisation.  [default: what the workspace says, or none]",
        show_default=False,
    ),
]
Redact: TypeAlias = Annotated[
    bool, typer.Option("--redact", help="Without what is confidential, without names, with rounded money.")
]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Replace files that have been edited, and keep them as backups.")
]
Told: TypeAlias = Annotated[
    str,
    typer.Option(
        "--layout",
        metavar="NAME",
        help="What is told.  [default: pitch]",
        autocompletion=completion.layouts,
        show_default=False,
    ),
]


def help_without_command(context: typer.Context) -> None:
    """A group of commands that is called without one shows its help on standard error, and that is a usage error."""
    if context.invoked_subcommand is None:
        tell(context.get_help())
        raise typer.Exit(UsageError.exit_status)
