"""`briefing layouts`: what a briefing can tell, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli import completion
from briefing.cli.options import Folders, Json, help_without_command
from briefing.cli.terminal import say, say_json, say_table

if TYPE_CHECKING:
    from briefing.library.layout import Layout, SlideSpec

app = typer.Typer(help="What a briefing can tell, and in which order.", rich_markup_mode=None)
app.callback(invoke_without_command=True)(help_without_command)


@app.command("list")
def list_all(libraries: Folders = [], as_json: Json = False) -> None:  # noqa: B006 - Typer copies it, and wants a list
    """List all layouts."""
    from briefing.desk import open_library

    layouts = open_library(libraries).layouts()
    if as_json:
        say_json({"layouts": [{"name": each.name, "description": each.description} for each in layouts]})
    else:
        say_table(("LAYOUT", "DESCRIPTION"), ((each.name, each.description) for each in layouts))


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Name of the layout.", autocompletion=completion.layouts)],
    libraries: Folders = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Show the slides of a layout in their order.

    Example: briefing layouts show pitch
    """
    from briefing.desk import open_library

    layout = open_library(libraries).layout(name)
    if as_json:
        say_json(_as_json(layout))
    else:
        _print(layout)


def _print(layout: Layout) -> None:
    say(f"{layout.name}: {layout.description}\n")
    say_table(("", "KIND", "FOR EACH", "WHEN", "TITLE"), (_row(*each) for each in enumerate(layout.slides, 1)))


def _row(number: int, spec: SlideSpec) -> tuple[str, ...]:
    return str(number), spec.kind, spec.for_each, spec.when, _title(spec)


def _title(spec: SlideSpec) -> str:
    return " ".join(str(spec.values.get("title") or "").split())


def _as_json(layout: Layout) -> dict[str, Any]:
    slides = [_slide_as_json(spec) for spec in layout.slides]
    return {"name": layout.name, "title": layout.title, "description": layout.description, "slides": slides}


def _slide_as_json(spec: SlideSpec) -> dict[str, str]:
    said = {"kind": spec.kind, "section": spec.section, "for-each": spec.for_each, "when": spec.when}
    return {**said, "title": _title(spec)}
