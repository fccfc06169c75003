"""`briefing personas`: who a briefing can be for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli import completion
from briefing.cli.options import Folders, Json, help_without_command
from briefing.cli.terminal import say, say_fields, say_json, say_table

if TYPE_CHECKING:
    from briefing.library.kpi import KPI
    from briefing.library.library import Library
    from briefing.library.persona import Entry, Persona

app = typer.Typer(help="Who a briefing can be for.", rich_markup_mode=None)
app.callback(invoke_without_command=True)(help_without_command)


@app.command("list")
def list_all(libraries: Folders = [], as_json: Json = False) -> None:  # noqa: B006 - Typer copies it, and wants a list
    """List all personas and groups."""
    from briefing.pipeline import open_library

    library = open_library(libraries)
    if as_json:
        return say_json(_list_as_json(library))
    say_table(("IDENTIFIER", "NAME", "GROUP", "GOAL"), map(_row, library.personas()))
    say()
    members = ((group.id, group.name, ", ".join(group.members)) for group in library.groups())
    return say_table(("GROUP", "NAME", "MEMBERS"), members)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Identifier or alias.", autocompletion=completion.personas)],
    libraries: Folders = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Show all that is known of a persona.

    Example: briefing personas show cfo
    """
    from briefing.pipeline import open_library

    library = open_library(libraries)
    persona = library.persona(name)
    if as_json:
        say_json(persona)
    else:
        _print(persona, library)


def _row(persona: Persona) -> tuple[str, str, str, str]:
    return persona.identifier, persona.name, persona.group, persona.primary_goal


def _list_as_json(library: Library) -> dict[str, Any]:
    people = [
        {"identifier": each.identifier, "name": each.name, "group": each.group, "goal": each.primary_goal}
        for each in library.personas()
    ]
    groups = [{"id": each.id, "name": each.name, "members": list(each.members)} for each in library.groups()]
    return {"personas": people, "groups": groups}


def _print(persona: Persona, library: Library) -> None:
    kpis = library.kpis()
    say(f"{persona.name} ({', '.join((persona.identifier, *persona.aliases))})")
    say_fields("Titles", persona.titles)
    say_fields("Goal", (persona.primary_goal,))
    say_fields("Objectives", _texts(persona.objectives))
    say_fields("Frustrations", _texts(persona.frustrations))
    say_fields("Key metrics", (_metric(entry, kpis.get(entry.id)) for entry in persona.key_metrics))
    say_fields("FinOps benefits", _texts(persona.finops_benefits))
    say_fields("Answers", _answers(persona, library))
    say_fields("Key messages", persona.key_messages)
    say_fields("Questions", persona.questions)
    say_fields("Objections", (f"{each.objection} Reply: {each.reply}" for each in persona.objections))
    say_fields("Ask", _ask(persona))
    say_fields("Words to use", (", ".join(persona.language.use),))
    say_fields("Words to avoid", (", ".join(persona.language.avoid),))


def _texts(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.item for entry in entries)


def _metric(entry: Entry, kpi: KPI | None) -> str:
    return f"{kpi.name} = {kpi.formula}" if kpi and kpi.formula else entry.item


def _answers(persona: Persona, library: Library) -> Iterable[str]:
    frustrations = {entry.id: entry.item for entry in persona.frustrations}
    benefits = {entry.id: entry.item for entry in persona.finops_benefits}
    kpis = library.kpis()
    for answer in persona.answers:
        change = answer.change or "; ".join(benefits.get(each, each) for each in answer.benefits)
        shown = ", ".join(kpis[each].name if each in kpis else each for each in answer.kpis)
        what = frustrations.get(answer.frustration, answer.frustration)
        yield f"{what} → {change}" + (f" ({shown})" if shown else "")


def _ask(persona: Persona) -> tuple[str, ...]:
    return (persona.ask.decision, persona.ask.why, persona.ask.by) if persona.ask else ()
