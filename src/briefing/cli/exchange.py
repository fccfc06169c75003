"""`briefing personas import`, `export` and `new`: personas out of other people's files, into them, and your own."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli import completion
from briefing.cli.options import Folders, Json
from briefing.cli.terminal import say, say_data, say_json, tell
from briefing.errors import FactError, UsageError

if TYPE_CHECKING:
    from briefing.exchange.importing import Imported

Target = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="FOLDER",
        help="The library to write into.  [default: the first of briefing.yaml, else your own]",
        show_default=False,
    ),
]


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file with personas, or - for standard input.")],
    as_overlay: Annotated[
        bool, typer.Option("--as-overlay", help="Change the personas of the same identifier instead of replacing them.")
    ] = False,
    to: Target = None,
    libraries: Folders = [],  # noqa: B006 - Typer copies it, and wants a list
    as_json: Json = False,
) -> None:
    """Take personas out of a file: YAML, JSON, Markdown with front matter, or CSV.

    Paths go to standard output; what was repaired, and what is missing for a full briefing, to standard error.

    Example: briefing personas import foundation-personas.yml --as-overlay
    """
    from briefing.desk import open_library
    from briefing.exchange.importing import import_personas
    from briefing.library.workspace import chosen_library, find_workspace

    text, source = _text(file)
    folder = chosen_library(to, find_workspace())
    taken = import_personas(text, source, open_library((*libraries, folder)), folder, overlay=as_overlay)
    if as_json:
        say_json({"imported": [_as_json(each) for each in taken]})
    else:
        _print(taken)


def export(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAMES]", help="Personas, aliases or groups; all without any.", show_default=False),
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", metavar="NAME", help="foundation, json or csv.", autocompletion=completion.exports),
    ] = "foundation",
    libraries: Folders = [],  # noqa: B006
) -> None:
    """Print personas in the form of the FinOps Foundation's data file, as JSON, or as CSV with a row for each entry.

    Example: briefing personas export executives --format csv
    """
    from briefing.desk import open_library
    from briefing.exchange.exporting import export_personas

    library = open_library(libraries)
    personas = library.select(names) if names else library.personas()
    say_data(export_personas(personas, form, library.kpis()))


def new(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The identifier: chief-ai-officer.")],
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="The name that slides show.")] = "",
    goal: Annotated[str, typer.Option("--goal", metavar="TEXT", help="What this person wants most.")] = "",
    extends: Annotated[
        str,
        typer.Option(
            "--extends",
            metavar="ID",
            help="The persona that it takes the rest from.",
            autocompletion=completion.personas,
        ),
    ] = "",
    to: Target = None,
    libraries: Folders = [],  # noqa: B006
) -> None:
    """Begin a persona of your own: a file with comments that say what goes where. Never replaces a file.

    In a terminal the name and goal are asked for, where they are not given.

    Example: briefing personas new chief-ai-officer --name "Chief AI Officer"
    """
    from briefing.desk import open_library
    from briefing.exchange.exporting import Essentials, check_identifier, new_persona
    from briefing.library.workspace import chosen_library, find_workspace

    check_identifier(identifier)
    base = open_library(libraries).persona(extends).identifier if extends else ""
    if not base:
        name = name or _asked("The name that slides show")
        goal = goal or _asked("What this person wants most", may_be_empty=True)
        if not name.strip():
            raise UsageError("the new persona has no name", remedy="give --name, for example --name 'Chief AI Officer'")
    folder = chosen_library(to, find_workspace())
    say(str(new_persona(Essentials(identifier, " ".join(name.split()), " ".join(goal.split()), base), folder)))


def _asked(question: str, *, may_be_empty: bool = False) -> str:
    """What a person answers in a terminal; nothing elsewhere."""
    if not sys.stdin.isatty():
        return ""
    return str(typer.prompt(question, default="" if may_be_empty else None, show_default=False, err=True))


def _text(file: str) -> tuple[str, str]:
    from briefing.documents.yamlfile import MAX_BYTES, decoded, read_text

    if file != "-":
        return read_text(file), file
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FactError(f"standard input cannot be read ({reason})", remedy="name a file instead of -") from None
    if len(data) > MAX_BYTES:
        message = f"standard input is larger than {MAX_BYTES:,} bytes"
        raise FactError(message, remedy="divide it or shorten it")
    return decoded(data, "standard input"), "standard input"


def _print(taken: Iterable[Imported]) -> None:
    for each in taken:
        say(str(each.path))
        on_top = f", on top of '{each.extends}'" if each.extends else ""
        tell(f"{each.path}: {'written' if each.is_new else 'unchanged'}{on_top}")
        for repair in each.repairs:
            tell(f"repaired: {repair}")
        for gap in each.gaps:
            tell(f"missing: {gap.message}")


def _as_json(each: Imported) -> dict[str, Any]:
    repairs = [{"file": r.where.file, "line": r.where.line, "message": r.message} for r in each.repairs]
    told = {"path": str(each.path), "identifier": each.identifier, "extends": each.extends, "new": each.is_new}
    return {**told, "repairs": repairs, "missing": [gap.message for gap in each.gaps]}
