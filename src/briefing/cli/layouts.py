"""`briefing layouts`: what a briefing can tell, in which order, and what of it fits the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli import completion
from briefing.cli.options import COMPANY, Folders, Json, help_without_command, takes
from briefing.cli.terminal import say, say_json, say_table
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.choices import Choices
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
@takes(*COMPANY, "minutes", "day", "libraries")
def show(
    name: Annotated[str, typer.Argument(help="Name of the layout.", autocompletion=completion.layouts)],
    people: Annotated[
        list[str],
        typer.Option(
            "--for", metavar="NAMES", help="Show the plan for these people.", autocompletion=completion.people
        ),
    ] = [],  # noqa: B006
    *,
    choices: Choices,
    as_json: Json = False,
) -> None:
    """Show the slides of a layout in their order; with --for the plan: what is told when, and why the rest is backup.

    Example: briefing layouts show pitch --for cfo --minutes 5
    """
    from briefing.choices import Choices
    from briefing.desk import open_library

    if people:
        from briefing.pipeline import outline_for

        plan = outline_for(people, choices.but(layout=name))
        return say_json({"name": name, "slides": plan}) if as_json else _print_plan(plan)
    if choices != Choices(libraries=choices.libraries):
        message = "the plan of a story is asked for, and nobody to tell it to"
        raise UsageError(message, remedy="add --for, as in --for cfo")
    layout = open_library(choices.libraries).layout(name)
    return say_json(_as_json(layout)) if as_json else _print(layout)


def _print(layout: Layout) -> None:
    say(f"{layout.name}: {layout.description}\n")
    say_table(("", "KIND", "PART", "FOR EACH", "WHEN", "TITLE"), (_row(*each) for each in enumerate(layout.slides, 1)))


def _row(number: int, spec: SlideSpec) -> tuple[str, ...]:
    part = f"one of {spec.one_of}" if spec.one_of else spec.part
    return str(number), spec.kind, part, spec.for_each, spec.when, _title(spec)


def _title(spec: SlideSpec) -> str:
    return " ".join(str(spec.values.get("title") or "").split())


def _as_json(layout: Layout) -> dict[str, Any]:
    slides = [_slide_as_json(spec) for spec in layout.slides]
    return {"name": layout.name, "title": layout.title, "description": layout.description, "slides": slides}


def _slide_as_json(spec: SlideSpec) -> dict[str, str]:
    said = {"kind": spec.kind, "section": spec.section, "for-each": spec.for_each, "when": spec.when}
    return {**said, "part": spec.part, "one-of": spec.one_of, "title": _title(spec)}


# Why a slide is told or not, as the plan shows it.
BECAUSE: Mapping[str, str] = {
    "always": "always told",
    "reader": "this room wants it first",
    "weight": "its weight",
    "backup": "backup in this layout",
    "one-of": "an alternative weighs more",
    "limit": "no more slides are told",
    "time": "no time for it",
}


def _print_plan(plan: Sequence[Any]) -> None:
    told = sum(each.part == "main" for each in plan)
    minutes = sum(each.seconds for each in plan) / 60
    time = f" in {minutes:g} {'minute' if minutes == 1 else 'minutes'}" if minutes else ""
    say(f"{told} {'slide' if told == 1 else 'slides'} told{time}, {len(plan) - told} as backup\n")
    cells = ((each.time, each.id, f"{each.weight:g}", BECAUSE[each.why], each.title) for each in plan)
    say_table(("TIME", "SLIDE", "WEIGHT", "WHY", "TITLE"), cells)
