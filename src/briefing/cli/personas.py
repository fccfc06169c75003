"""`briefing personas`: who a briefing can be for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli import completion, exchange
from briefing.cli.options import Folders, Json, help_without_command
from briefing.cli.terminal import say, say_fields, say_json, say_table

if TYPE_CHECKING:
    from briefing.documents.yamlfile import Document
    from briefing.library.catalogues import KPI
    from briefing.library.library import Library
    from briefing.library.persona import Entry, Frustration, Group, Persona

app = typer.Typer(help="Who a briefing can be for.", rich_markup_mode=None)
app.callback(invoke_without_command=True)(help_without_command)
app.command("import")(exchange.import_)
app.command("export")(exchange.export)
app.command("new")(exchange.new)


@app.command("list")
def list_all(libraries: Folders = [], as_json: Json = False) -> None:  # noqa: B006 - Typer copies it, and wants a list
    """List all personas and groups."""
    from briefing.desk import open_library

    library = open_library(libraries)
    if as_json:
        return say_json(_list_as_json(library))
    people = (_row(persona, library) for persona in library.personas())
    say_table(("IDENTIFIER", "NAME", "GROUP", "FROM", "GOAL"), people)
    say()
    members = ((group.id, group.name, ", ".join(group.members)) for group in library.groups())
    return say_table(("GROUP", "NAME", "MEMBERS"), members)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Identifier or alias, or a group.", autocompletion=completion.personas)],
    origin: Annotated[bool, typer.Option("--origin", help="Show for every line where it was written.")] = False,
    libraries: Folders = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Show all that is known of a persona, or of a group with its members.

    Example: briefing personas show cfo
    """
    from briefing.desk import open_library

    library = open_library(libraries)
    if not origin and (group := library.group(name)):
        return say_json(group) if as_json else _print_group(group, library)
    if origin:
        return _print_origin(library.persona_document(name), as_json=as_json)
    persona = library.persona(name)
    if as_json:
        return say_json(persona)
    return _print(persona, library)


def _print_origin(document: Document, *, as_json: bool) -> None:
    """Every line with its file and line number, those of overlays and those of what they extend."""
    from briefing.documents.lineage import source_lines

    lines = source_lines(document)
    if as_json:
        found = [{"text": each.text, "file": each.where.file, "line": each.where.line} for each in lines]
        return say_json({"lines": found})
    places = [f"{each.where.file}:{each.where.line}" for each in lines]
    width = max(map(len, places), default=0)
    for place, each in zip(places, lines, strict=True):
        say(f"{place:<{width}}  {each.text}")
    return None


def _row(persona: Persona, library: Library) -> tuple[str, ...]:
    source = library.source_of(persona.identifier)
    return persona.identifier, persona.name, persona.group, source, persona.primary_goal


def _source_as_json(persona: Persona, library: Library) -> dict[str, str]:
    return {"file": persona.file, "from": library.source_of(persona.identifier)}


def _list_as_json(library: Library) -> dict[str, Any]:
    people = [
        {"identifier": each.identifier, "name": each.name, "group": each.group, "goal": each.primary_goal}
        | _source_as_json(each, library)
        for each in library.personas()
    ]
    groups = [{"id": each.id, "name": each.name, "members": list(each.members)} for each in library.groups()]
    return {"personas": people, "groups": groups}


def _print_group(group: Group, library: Library) -> None:
    """What its members have in common, and each of them with the goal of its own."""
    say(f"{group.name} ({', '.join((group.id, *group.aliases))})")
    say_fields("Description", (group.description,))
    say_fields("Titles", group.titles)
    people = map(library.persona, group.members)
    say_fields("Members", (f"{each.name} ({each.identifier}): {each.primary_goal}" for each in people))


def _print(persona: Persona, library: Library) -> None:
    kpis = library.kpis()
    say(f"{persona.name} ({', '.join((persona.identifier, *persona.aliases))})")
    say_fields("Titles", persona.titles)
    say_fields("Goal", (persona.primary_goal,))
    say_fields("Objectives", _texts(persona.objectives))
    say_fields("Frustrations", (_to_you(each) for each in persona.frustrations))
    say_fields("Challenges", _texts(persona.challenges))
    say_fields("Key metrics", (_metric(entry, kpis.get(entry.id)) for entry in persona.key_metrics))
    say_fields("Story", (", ".join(persona.story),))
    say_fields("Figures", (", ".join(persona.figures),))
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


def _to_you(entry: Frustration) -> str:
    """As others tell it, and as it is said to the person."""
    return f"{entry.item} (to you: {entry.to_you})" if entry.to_you else entry.item


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
