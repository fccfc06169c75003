"""An interview on the page: the questions of the `workshop` layout for one person, and what their answers become."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from briefing.desk import open_desk, settled
from briefing.errors import listening
from briefing.library.library import Library
from briefing.library.persona import Persona
from briefing.model import Briefing, Slide, Table
from briefing.workbench.form import questions
from briefing.workbench.room import Room, choices_for

LAYOUT = "workshop"
NOTE = "note"  # what becomes no fact


def interview(room: Room, library: Library, persona: str) -> dict[str, Any]:
    """What one person is asked, in the words of the layout, and all KPIs, its own first. Raises BriefingError."""
    with listening():
        choices, library = settled(choices_for(replace(room, layout=LAYOUT, minutes=0)))
        desk = open_desk(choices, library)
        person = library.persona(persona)
        asked = [each for slide in _of_questions(desk.compose([person]), desk.layout) for each in _asked(slide)]
    return {"persona": person.identifier, "name": person.name, "questions": asked, "kpis": _kpis(person, library)}


def _of_questions(briefing: Briefing, layout: Any) -> Iterator[Slide]:
    for slide in briefing.slides():
        if slide.number and layout.slides[slide.number - 1].kind == "questions":
            yield slide


def _asked(slide: Slide) -> Iterator[dict[str, str]]:
    """Each question of a slide; by its topic, what its answer most likely becomes."""
    becomes = questions()["interview"]
    for table in (each for each in slide.blocks if isinstance(each, Table)):
        for topic, text, *_ in table.rows:
            yield {"topic": topic.text, "text": text.text, "becomes": becomes.get(topic.text, NOTE)}


def _kpis(person: Persona, library: Library) -> list[dict[str, str]]:
    """All KPIs, those of the person first."""
    known = {id: kpi.name for id, kpi in library.kpis().items()}
    own = [each.id for each in person.key_metrics if each.id in known]
    return [{"id": id, "name": known[id]} for id in dict.fromkeys((*own, *known))]
