"""Compose: personas, a layout and the framework's facts become a briefing, slide by slide."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from briefing.compose.kinds import COMMON_KEYS, KINDS
from briefing.compose.scene import Cast, Scene
from briefing.compose.wording import Wording
from briefing.errors import ContentError, Problem
from briefing.library.layout import Layout, SlideSpec
from briefing.library.library import Library
from briefing.library.persona import Persona, gaps
from briefing.library.words import Words as Dictionary
from briefing.model import Briefing, Notice, Section, Slide, Words


def compose(personas: Sequence[Persona], layout: Layout, library: Library, day: date) -> Briefing:
    """The briefing of a layout for these personas. Raises ContentError for every fault of the layout at once."""
    check_layout(layout)
    words = library.words()
    wording = Wording(words)
    audience = _audience(personas, words, wording)
    cast = Cast(tuple(personas), library.kpis(), library.framework(), words, day, audience)
    built = list(_build(layout, cast, wording))
    first = Scene(layout.slides[0], cast, wording, "layout")
    return Briefing(
        title=first.template(layout.title, "title"),
        subject=first.template(layout.subject, "subject"),
        keywords=tuple(layout.keywords),
        date=day,
        date_text=cast.date_text,
        language=layout.language,
        words=Words(cast.words.get("notes"), cast.words.get("continued")),
        sections=_sections(built),
        notices=(*_gaps(cast), *(made for _, made in built if isinstance(made, Notice))),
    )


def _audience(personas: Sequence[Persona], words: Dictionary, wording: Wording) -> str:
    facts = {"names": [persona.name for persona in personas], "count": len(personas)}
    return wording.render(words.get("audience"), facts, words.where("audience"), "audience")


def check_layout(layout: Layout) -> None:
    """Raise ContentError for every slide of an unknown kind, and every key that its kind does not take."""
    problems = [problem for spec in layout.slides for problem in _spec_problems(spec)]
    if problems:
        raise ContentError(*problems)


def _spec_problems(spec: SlideSpec) -> Iterator[Problem]:
    if spec.kind not in KINDS:
        yield Problem(spec.where("kind"), f"unknown kind '{spec.kind}'", _nearest(spec.kind, KINDS, "kinds"))
        return
    known = COMMON_KEYS | KINDS[spec.kind].TAKES
    for key in spec.values:
        if key not in known:
            message = f"a slide of kind '{spec.kind}' does not take '{key}'"
            yield Problem(spec.where(key), message, _nearest(key, known, "keys"))


def _nearest(word: str, known: Iterable[str], what: str) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean '{near[0]}'?" if near else f"the {what} are {', '.join(sorted(known))}"


def _build(layout: Layout, cast: Cast, wording: Wording) -> Iterator[tuple[str, Slide | Notice]]:
    """Each slide or notice with the heading of its section."""
    section = layout.title
    for scene in _scenes(layout, cast, wording):
        if scene.applies():
            section = scene.template(scene.spec.section or section, "section")
            yield section, KINDS[scene.spec.kind].build(scene)


def _scenes(layout: Layout, cast: Cast, wording: Wording) -> Iterator[Scene]:
    """The scenes in order. Slides in a row that are for each persona form one loop: all of the first persona's, and so on."""
    scenes = [Scene(spec, cast, wording, f"slide {n} ({spec.kind})") for n, spec in enumerate(layout.slides, 1)]
    for looped, group in groupby(scenes, key=lambda scene: scene.spec.for_each):
        turns = list(group)
        if looped:
            yield from (scene.with_persona(persona) for persona in cast.personas for scene in turns)
        else:
            yield from turns


def _sections(built: Sequence[tuple[str, Slide | Notice]]) -> tuple[Section, ...]:
    slides = [(heading, made) for heading, made in built if isinstance(made, Slide)]
    titled = zip((heading for heading, _ in slides), _distinct([slide for _, slide in slides]), strict=True)
    grouped = groupby(titled, key=itemgetter(0))
    return tuple(Section(heading, tuple(slide for _, slide in group)) for heading, group in grouped)


def _distinct(slides: Sequence[Slide]) -> Iterator[Slide]:
    """No two slides share a title: screen readers and outlines tell them apart by nothing else."""
    seen: Counter[str] = Counter()
    for slide in slides:
        title = f"{slide.title} – {slide.label}" if seen[slide.title] and slide.label else slide.title
        seen[title] += 1
        yield replace(slide, title=f"{title} ({seen[title]})" if seen[title] > 1 else title)


def _gaps(cast: Cast) -> Iterator[Notice]:
    return (Notice(gap) for persona in cast.personas for gap in gaps(persona, cast.kpis))
