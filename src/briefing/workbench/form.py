"""The form: every field of `org.yaml` from the type that it is read into, with the words of the schema.

A field that is added to the type is asked for on the page without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec

from briefing.documents import amounts
from briefing.documents.yamlfile import read_yaml
from briefing.library.descriptions import FIELDS
from briefing.library.library import Library
from briefing.organisation.organisation import BETWEEN, OrganisationFile
from briefing.organisation.reader import fields_by_name, plain_type
from briefing.page.arrange.icons import ICONS
from briefing.workbench.places import HIDDEN

QUESTIONS = Path(__file__).parent / "questions.yaml"
# Type of a field → what it is called on the page, and an example that is read.
_SCALARS: Mapping[Any, tuple[str, str]] = {
    amounts.Money: ("money", "52,000"),
    amounts.Share: ("share", "41%"),
    amounts.Growth: ("growth", "18%"),
    amounts.Saved: ("saved", "4% or 240,000"),
    amounts.Quantity: ("quantity", "90%, or 12 days"),
    amounts.Count: ("count", "6"),
    amounts.Number: ("number", "2.5"),
    amounts.Day: ("day", "2026-03-31"),
    str: ("text", ""),
}
# Fields whose texts, and mappings whose keys, are ids of the library: which list they are from.
_NAMES: Mapping[str, str] = {
    "PainPoint.who": "personas",
    "KpiAim.id": "kpis",
    "KpiAim.by-persona": "personas",
    "DecisionAsked.by-persona": "personas",
    "OrganisationFile.audience-names": "personas",
    "OrganisationFile.maturity": "capabilities",
    "Stance.id": "trade-offs",
}
_ABBREVIATIONS: Mapping[str, str] = {"ai": "AI", "saas": "SaaS", "kpis": "KPIs", "raci": "RACI"}


def form(library: Library) -> dict[str, Any]:
    """The whole form as plain values: fields, the first questions, the topics, and the names that fields may have."""
    asked = questions()
    fields = _fields(OrganisationFile)
    return {
        "fields": fields,
        "first": asked["first"],
        "topics": asked["topics"],
        "names": {name: [{"id": id, "name": said} for id, said in rows] for name, rows in _names(library)},
    }


@cache
def questions() -> Any:
    """What the page asks, as the file has it."""
    return read_yaml(QUESTIONS, fold=True).value


def _names(library: Library) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    framework = library.framework()
    yield "personas", [(each.identifier, each.name) for each in library.personas()]
    yield "kpis", [(id, kpi.name) for id, kpi in library.kpis().items()]
    yield "capabilities", [(each.id, each.name) for each in framework.capabilities]
    yield "trade-offs", [(each.id, each.name) for each in framework.trade_offs]
    poles = {pole.id: pole.name for each in framework.trade_offs for pole in each.poles}
    yield "poles", [*poles.items(), (BETWEEN, BETWEEN.capitalize())]


def _fields(shape: type[msgspec.Struct]) -> list[dict[str, Any]]:
    return [_field(shape, name, each) for name, each in fields_by_name(shape).items()]


def _field(shape: type, name: str, field: Any) -> dict[str, Any]:
    owner = f"{shape.__name__}.{name}"
    help_ = FIELDS.get(owner) or FIELDS.get(name, "")
    if shape is not OrganisationFile and not help_:
        help_ = FIELDS.get(f"{shape.__mro__[1].__name__}.{name}", "")
    about = {"name": name, "label": label_of(name), "help": help_, "needed": field.required}
    return {**about, **_kind(plain_type(field.type), _NAMES.get(owner, ""))}


def _kind(kind: Any, names: str = "") -> dict[str, Any]:
    """What a field is, and what is in it."""
    if kind in _SCALARS:
        called, example = _SCALARS[kind]
        return {"kind": called, "example": example, **({"names": names} if names else {})}
    origin = get_origin(kind)
    if origin is Literal:
        return {"kind": "choice", "options": [each for each in get_args(kind) if each]}
    if origin is dict:
        return {"kind": "map", "names": names, "of": _kind(plain_type(get_args(kind)[1]))}
    if origin is tuple:
        return {"kind": "list", "names": names, "of": _kind(plain_type(get_args(kind)[0]))}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {"kind": "record", "fields": _fields(kind)}
    return {"kind": "text", "example": ""}


def label_of(name: str) -> str:
    """`current-monthly` as people read it: Current monthly."""
    words = [_ABBREVIATIONS.get(each, each) for each in name.split("-")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


_KEPT = re.compile(rf"{re.escape(HIDDEN.as_posix())}/[a-z]+/")  # where files lie that were dropped
_OPTION = re.compile(r"--([a-z][a-z-]*)(?:[ =](none|full|short|\d[\d,]*))?(?![\w-])")


def in_words_of_the_page(sentence: str) -> str:
    """A sentence for a terminal, with what the page has in the place of options, and without where it keeps files."""
    named = questions()["options"]

    def called(found: re.Match[str]) -> str:
        name = named.get(found[1])
        return found[0] if name is None else f"‘{name}: {found[2]}’" if found[2] else f"‘{name}’"

    return _OPTION.sub(called, _KEPT.sub("", sentence))


def names_of_people(library: Library) -> dict[str, Any]:
    """The personas as cards, in their groups: name, goal, and the drawing of the group as a path on 24 × 24."""
    grouped = {identifier: group for group in library.groups() for identifier in group.members}
    cards = [
        {
            "id": each.identifier,
            "name": each.name,
            "goal": each.primary_goal,
            "titles": each.titles,
            "group": grouped[each.identifier].id if each.identifier in grouped else each.group,
            "frustrations": [entry.item for entry in each.frustrations],
            "questions": each.questions,
            "metrics": [entry.item for entry in each.key_metrics],
        }
        for each in library.personas()
    ]
    groups = [
        {"id": each.id, "name": each.name, "members": each.members, "icon": _drawing(each.id)}
        for each in library.groups()
    ]
    return {"personas": cards, "groups": groups}


def _drawing(name: str) -> str:
    strokes = ICONS[name].strokes if name in ICONS else ()
    return "".join(command + " ".join(f"{number:g}" for number in numbers) for command, numbers in strokes)
