"""`briefing theme inspect`: what briefing makes of a company template, and a file to say it better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import Json, help_without_command
from briefing.cli.terminal import say, say_fields, say_json, say_table, tell
from briefing.errors import FactError, Where

if TYPE_CHECKING:
    from briefing.theme.inspection import Inspection, Served

app = typer.Typer(help="Company templates as themes.", rich_markup_mode=None)
app.callback(invoke_without_command=True)(help_without_command)


@app.command("inspect")
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A template: .pptx, .potx, .ppsx or with macros.")],
    theme_map: Annotated[
        Path | None, typer.Option("--theme-map", metavar="FILE", help="Which layouts serve which roles, to try it out.")
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FILE", help="Write a theme map, to be edited and given to --theme-map."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show which slide layouts serve which roles and why, where content stands, and which colours and fonts it has.

    Example: briefing theme inspect company.potx --write theme-map.yaml
    """
    from briefing.theme.inspection import inspect_theme

    found = inspect_theme(file, _mapping(theme_map))
    if write is not None:
        _write(write, theme_map_text(found, file))
    if as_json:
        say_json(asdict(found))
    else:
        _print(found)
    for notice in found.notices if not as_json else ():
        tell(f"notice: {notice}")


def _mapping(path: Path | None) -> dict[str, str]:
    from briefing.library.themefile import read_theme_map

    return dict(read_theme_map(path)) if path is not None else {}


def _write(path: Path, text: str) -> None:
    """Never over a file that somebody may have edited."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise FactError("the file is there already", Where(str(path)), "name another, or take it away") from None
    except OSError as error:
        raise FactError(f"the file cannot be written: {error.strerror}", Where(str(path)), "name another") from error


def theme_map_text(found: Inspection, file: Path) -> str:
    """The theme map as YAML: every role with the layout that serves it, and the names that there are."""
    lines = [
        f"# Which slide layouts of {file.name} serve which roles. Edit the names, then:",
        f"#   briefing make --for cfo --theme {file.name} --theme-map this-file.yaml",
        "# A role that is taken out, or left empty, is chosen by briefing.",
        "# The layouts are, each by its number, which does where two have one name:",
        *(f"#   {number}: {_quoted(name)}" for number, name in enumerate(found.layouts, 1)),
        "layouts:",
    ]
    for each in found.roles:
        lines += [f"  # {' '.join(each.reason.split())}", f"  {each.role}: {_layout(each, found.layouts)}"]
    return "\n".join(lines) + "\n"


def _layout(served: Served, names: tuple[str, ...]) -> str:
    """The name, or the number of a layout whose name others have, too, or that has none."""
    name = served.layout
    return _quoted(name) if name and names.count(name) == 1 else str(served.number)


def _quoted(name: str) -> str:
    """A name as a double-quoted scalar of YAML; JSON's strings are such."""
    import json

    return json.dumps(name, ensure_ascii=False)


MEASURED = {True: "exactly", False: "as the widest font that may be drawn instead"}


def _print(found: Inspection) -> None:
    say(f"{found.name}: slides of {found.width:g} × {found.height:g} in\n")
    say_table(("ROLE", "LAYOUT", "REGION IN INCHES", "WHY"), _roles(found))
    say()
    say_table(
        ("FONT", "", "HOW IT IS MEASURED"),
        ((each.use, each.family, MEASURED[each.exact]) for each in found.fonts),
    )
    say()
    rows = ((each.role, each.name, f"#{each.value}", f"{each.contrast:.1f}:1") for each in found.colors)
    say_table(("COLOUR", "IN THE DECK", "VALUE", "CONTRAST"), rows)
    say_fields("Corrected, so that everything can be read", found.corrections)


def _roles(found: Inspection) -> Iterator[tuple[str, ...]]:
    for each in found.roles:
        at = f"{each.width:.2f} × {each.height:.2f} at {each.left:.2f}, {each.top:.2f}"
        yield each.role, each.layout, at, each.reason
