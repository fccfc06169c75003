"""The slides as the page shows them: each drawn by the pen of the web page, with what leads back from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from briefing.desk import Desk, open_desk, settled
from briefing.errors import listening
from briefing.figures.figure import Figure
from briefing.formats.registry import FORMATS
from briefing.formats.web.write import Picture, pictures
from briefing.library.layout import Layout
from briefing.library.library import Library
from briefing.library.persona import Persona
from briefing.model import Briefing, LeftOut, Notice, Slide
from briefing.workbench.form import in_words_of_the_page, label_of, questions
from briefing.workbench.phrases import phrases_of
from briefing.workbench.room import Room, choices_for, command_of, default_layout, names_of

_KEYS = re.compile(r"[a-z][a-z-]*(?:\.[a-z-]+)*")


def preview(room: Room, library: Library) -> dict[str, Any]:
    """The deck of a room: its slides in order, what is told of it, and its command. Raises BriefingError."""
    with listening() as cautions:
        choices, library = settled(choices_for(room))
        desk = open_desk(choices, library, (FORMATS["html"],))
        people = library.select(room.people)
        briefing = desk.briefing(people)
        assert desk.theme is not None
        drawn = pictures(briefing, desk.theme)
    told = [each for each in briefing.slides() if each.part == "main"]
    base = library.layout(room.layout or default_layout())
    notices = [*map(str, cautions), *(each.message for each in (*briefing.notices, *drawn.notices))]
    return {
        "size": [drawn.width, drawn.height],
        "fonts": [drawn.body_font, drawn.heading_font],
        "language": briefing.language,
        "grounds": drawn.grounds,
        "slides": list(_slides(briefing, drawn.pictures, desk, base, people)),
        "told": len(told),
        "minutes": sum(each.seconds for each in told) // 60,
        "words": desk.words_told(briefing),
        "notices": list(dict.fromkeys(map(in_words_of_the_page, notices))),
        "command": command_of(choices_for(room), room.people),
    }


def title_in(theme: str, room: Room, library: Library) -> dict[str, Any]:
    """The title slide in a theme, for the people in the room or, where there are none, the first of all."""
    with listening():
        choices, library = settled(choices_for(replace(room, theme=theme)))
        desk = open_desk(choices, library, (FORMATS["html"],))
        briefing = desk.compose(library.select(room.people or library.persona_ids()[:1]))
        assert desk.theme is not None
        drawn = pictures(briefing, desk.theme)
    fonts = [drawn.body_font, drawn.heading_font]
    return {
        "size": [drawn.width, drawn.height],
        "fonts": fonts,
        "grounds": drawn.grounds,
        "html": drawn.pictures[0].html,
    }


def _slides(
    briefing: Briefing, drawn: Sequence[Picture], desk: Desk, base: Layout, people: Sequence[Persona]
) -> Iterator[dict[str, Any]]:
    library = desk.library
    slides = {each.id: each for each in briefing.slides()}
    sections = {each.id: section.title for section in briefing.sections for each in section.slides}
    names, specs = names_of(base), desk.layout.slides
    spoken = {each.id: each.text for each in briefing.figures}
    slide = next(iter(slides.values()))
    for number, picture in enumerate(drawn, 1):
        first = picture.id in slides
        slide = slides.get(picture.id, slide)
        spec = specs[slide.number - 1] if slide.number else None
        yield {
            "key": sha256(picture.html.encode()).hexdigest()[:12],
            "id": slide.id if first else f"{slide.id}+{number}",
            "page": number,
            "title": picture.title,
            "section": sections.get(slide.id, ""),
            "part": slide.part,
            "first": first,
            "seconds": slide.seconds if first else 0,
            "about": slide.about,
            "label": slide.label,
            "subtitle": slide.subtitle,
            "entry": names.get(str(spec.where()), spec.id) if spec else "",
            "html": picture.html,
            "notes": list(picture.notes),
            "source": slide.source,
            "figures": list(_figures(slide, desk, spoken)),
            "phrases": list(phrases_of(slide, people, library)) if first else [],
        }


def _figures(slide: Slide, desk: Desk, spoken: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The figures of a slide: what each is, how it was worked out, and the fields that it comes from."""
    company = desk.company
    for id in slide.said if company else ():
        figure: Figure | None = company.figures.get(id) if company else None
        if figure and id in spoken:
            origins = [{"key": each.key, "line": each.line, "file": each.file} for each in figure.origins]
            about = {"id": id, "name": figure.name, "text": spoken[id], "formula": figure.formula}
            yield {**about, "basis": figure.basis, "stated": figure.stated, "origins": origins}


def lacking(room: Room, library: Library) -> list[dict[str, Any]]:
    """The facts that this deck lacks, those first that unlock most slides. Raises BriefingError."""
    with listening():
        choices, library = settled(choices_for(room))
        desk = open_desk(choices, library)
        people = library.select(room.people)
        return [*_ranked(wanting_of(desk, people))]


def wanting_of(desk: Desk, people: Sequence[Persona]) -> dict[str, tuple[str, ...]]:
    """Each kind of slide that is left out for want of facts, and their keys; also where there are no facts at all."""
    from briefing.figures.company import company_of
    from briefing.organisation.organisation import Organisation

    company = desk.company or company_of(desk.library, Organisation())
    notices: Sequence[Notice] = replace(desk, company=company).compose(people).notices
    return dict(pair for each in notices if isinstance(each, LeftOut) for pair in each.wanting)


def feeds(library: Library) -> dict[str, list[str]]:
    """Each fact that slides of the default layout cannot do without, and what these are called."""
    from briefing.desk import today

    desk = Desk(library, library.layout(default_layout()), today())
    found: dict[str, list[str]] = {}
    for kind, keys in wanting_of(desk, library.select((library.persona_ids()[0],))).items():
        for name in (each for key in keys for each in _KEYS.findall(key) if each != "or"):
            found.setdefault(name, []).append(_called(kind))
    return found


def _called(kind: str) -> str:
    return str(questions()["kinds"].get(kind) or label_of(kind))


def _ranked(wanting: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """Per fact: the slides that need it, and what else they need. A fact that alone opens a slide counts most."""
    worth: dict[str, float] = {}
    opened: dict[str, list[str]] = {}
    for kind, keys in wanting.items():
        for key in keys:
            worth[key] = worth.get(key, 0) + 1 / len(keys)
            opened.setdefault(key, []).append(_called(kind))
    for key in sorted(worth, key=lambda each: -worth[each]):
        fields = [each for each in _KEYS.findall(key) if each != "or"]
        alone = [kind for kind, keys in wanting.items() if keys == (key,)]
        yield {"fields": fields, "slides": opened[key], "alone": len(alone)}


def made(room: Room, library: Library, form: str, people: Sequence[str]) -> tuple[str, bytes, list[str]]:
    """A file of the deck: its name, its bytes, and what should be known of it. Raises BriefingError."""
    from briefing.targets import file_stem

    with listening() as cautions:
        choices, library = settled(choices_for(room, formats=form))
        desk = open_desk(choices, library, (FORMATS[form],))
        personas = library.select(people)
        briefing = desk.briefing(personas)
        rendered = next(desk.render(briefing))
    ending = f"{FORMATS[form].ending}.zip" if FORMATS[form].folder else FORMATS[form].suffix
    name = file_stem([each.identifier for each in personas], room.layout or default_layout()) + ending
    notices = [*map(str, cautions), *(each.message for each in (*briefing.notices, *rendered.notices))]
    return name, rendered.packed(), list(dict.fromkeys(notices))
