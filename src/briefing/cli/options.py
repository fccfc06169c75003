"""What several commands share: options, and what to do without a command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from briefing.cli import completion
from briefing.cli.terminal import tell
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.bills import SpendRequest


def _check_folders(folders: Sequence[Path]) -> Sequence[Path]:
    """Raise UsageError where a library is no folder: its personas would be missing without a word."""
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"--library is '{folder}', and there is no such folder", remedy="correct its path")
    return folders


Folders: TypeAlias = Annotated[
    list[Path],
    typer.Option(
        "--library",
        callback=_check_folders,
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
Spend: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--spend",
        metavar="DATA",
        help="Billing data in the FOCUS format: files, folders, globs, or a file of facts; may be repeated.",
        show_default=False,
    ),
]


def _said(context: typer.Context, parameter: typer.CallbackParam, value: str | list[str]) -> str | list[str]:
    """Refuse an option that is given and empty: it would count as not given, and all of the bill be told."""
    source = context.get_parameter_source(parameter.name or "")
    texts = [value] if isinstance(value, str) else value or []
    if source and source.name == "COMMANDLINE" and not all(text.strip() for text in texts):
        raise UsageError(f"{parameter.opts[0]} is empty", remedy="say something with it, or leave it out")
    return value


SpendTable: TypeAlias = Annotated[
    str,
    typer.Option(
        "--spend-table",
        callback=_said,
        metavar="NAME",
        help="The table with the billing data, where a connection URL is given instead of files.",
        show_default=False,
    ),
]
ByTag: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--by-tag",
        callback=_said,
        metavar="KEY",
        help="Split the bill by the values of this tag as well; may be repeated.",
        show_default=False,
    ),
]
Where: TypeAlias = Annotated[
    str,
    typer.Option(
        "--where",
        callback=_said,
        metavar="CONDITION",
        help="The part of the bill that counts, as in 'SubAccountName = Retail'.",
        show_default=False,
    ),
]
Currency: TypeAlias = Annotated[
    str,
    typer.Option(
        "--currency",
        callback=_said,
        metavar="CODE",
        help="The currency of the figures, where the billing data have several.",
        show_default=False,
    ),
]
BrokenRows: TypeAlias = Annotated[
    int,
    typer.Option(
        "--broken-rows", metavar="N", min=0, help="How many rows of the billing data may be left out as unreadable."
    ),
]
# What the shell makes of `--spend bills/*.csv`: one value of the option, and the rest after it.
More: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DATA]...", help="More billing data for --spend, as a shell's * gives them."),
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


def spend_request(
    command: str,
    spend: Sequence[str],
    more: Sequence[str] | None,
    table: str,
    where: str,
    currency: str,
    broken_rows: int,
    by_tag: list[str],
) -> SpendRequest | None:
    """What the options say of billing data. `more` are the files that a shell puts after the first one of a glob."""
    if more and not spend:
        raise UsageError(f"unexpected extra argument ({more[0]})", remedy=f"see briefing {command} --help")
    if not (spend or table or where or currency or broken_rows or by_tag):
        return None  # the workspace may name data, of which the other options then speak
    from briefing.bills import SpendRequest

    return SpendRequest((*spend, *(more or ())), table, where, currency, broken_rows, tuple(by_tag))
