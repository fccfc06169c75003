"""Compose: personas, a layout and the framework's facts become a briefing, slide by slide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import fields, replace

from briefing.compose.cast import Cast, audience_of, states_any
from briefing.compose.kinds import COMMON_KEYS, KINDS, LOOKING_BACK
from briefing.compose.scene import Scene, within_budget
from briefing.compose.untold import folded
from briefing.compose.wording import Wording, filled
from briefing.documents.text import did_you_mean
from briefing.errors import Code, ContentError, FactError, Problem, Where
from briefing.library.layout import Layout, SlideSpec
from briefing.library.library import BUILT_IN, Library
from briefing.library.persona import Persona, gaps, no_figures
from briefing.library.words import Words as Dictionary
from briefing.model import Briefing, Notice, Remark, Section, Slide, Spoken, Words

if TYPE_CHECKING:
    from briefing.figures.company import Company


# One spelling a language: the words of the library are written as the briefing's language spells them.
#
# The library is written in the English of `en-GB`; `spelling` in `layouts/words.yaml` says what another English
# spells otherwise. What people wrote themselves, of their company, in its bill or in a persona of their own, stays as
# it is.

TABLE = "spelling"
# Of fields that no reader of a deck sees; notices name keys, ids and files as they are written.
NAMES = frozenset({"id", "target", "part", "kind", "icon", "language", "notices"})


def spelled(briefing: Briefing, cast: Cast, library: Library) -> Briefing:
    """The briefing in the spelling of its language."""
    table = _table(cast.words, briefing.language)
    if not table:
        return briefing
    words = "|".join(map(re.escape, table))
    own = {text for text in _own(cast, library) if re.search(words, text, re.IGNORECASE)}
    kept = "|".join(map(re.escape, sorted(own, key=len, reverse=True))) or "(?!)"
    pattern = re.compile(rf"({kept})|\b(?:{words})\b", re.IGNORECASE)

    def other(found: re.Match[str]) -> str:
        text = found.group()
        return text if found.group(1) else _like(text, table[text.casefold()])

    made: Briefing = _changed(briefing, lambda text: pattern.sub(other, text))
    return made


def _table(words: Dictionary, language: str) -> Mapping[str, str]:
    """What the language spells otherwise than the library does."""
    found = words.values.get(TABLE)
    table = found.get(language) if isinstance(found, dict) else None
    return table if isinstance(table, dict) else {}


def _like(text: str, other: str) -> str:
    return other[:1].upper() + other[1:] if text[:1].isupper() else other


def _own(cast: Cast, library: Library) -> Iterator[str]:
    """The texts that people wrote themselves."""
    yield from _texts([each for each in cast.personas if library.source_of(each.identifier) != BUILT_IN])
    if cast.company:
        yield from _texts((cast.company.facts, cast.company.bill))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        yield from _texts([getattr(value, each.name) for each in fields(value)])
    elif isinstance(value, Mapping):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, Iterable):
        for each in value:
            yield from _texts(each)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """A value whose texts are changed, but not those that no reader sees."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(each, change) for each in value)
    if isinstance(value, Struct):
        seen = (each.name for each in fields(value) if each.name not in NAMES)
        return replace(value, **{name: _changed(getattr(value, name), change) for name in seen})
    return value


def compose(
    personas: Sequence[Persona], layout: Layout, library: Library, day: date, company: Company | None = None
) -> Briefing:
    """The briefing of a layout for these personas, with the company's own facts where they are given.

    Raises ContentError for every fault of the layout at once.
    """
    check_layout(layout)
    words = library.words()
    wording = Wording(words)
    audience = _audience(personas, words, wording)
    cast = Cast(
        personas=audience_of(personas, company),
        kpis=library.kpis(),
        framework=library.framework(),
        words=words,
        day=day,
        audience=audience,
        language=layout.language,
        company=company,
        called=lambda identifier: library.persona(identifier).name,
        sentences=library.sentences() if company else None,
        evidence=library.evidence() if company else (),
    )
    title, subject = (_of_layout(layout, key, cast, wording) for key in ("title", "subject"))
    built = list(_build(layout, title, cast, wording))
    if not any(isinstance(made, Slide) for _, made in built):
        message = f"no slide of the layout '{layout.name}' is left for {audience}"
        raise FactError(message, Where(layout.file), "look at its 'when' conditions, and at what the personas lack")
    briefing = Briefing(
        title=title,
        subject=subject,
        author=_author(company, words),
        keywords=tuple(layout.keywords),
        date=day,
        date_text=cast.date_text,
        language=layout.language,
        words=Words(words.get("notes"), _continued(words), words.group("web")),
        sections=_sections(built),
        notices=(*_gaps(cast), *folded([made for _, made in built if not isinstance(made, Slide)], cast, wording)),
        figures=tuple(_spoken(cast)),
    )
    return spelled(briefing, cast, library)


def _spoken(cast: Cast) -> Iterator[Spoken]:
    """Every figure that the briefing has told."""
    told = list(cast.figures.voice.log.values()) if cast.figures.voice else []
    return (Spoken(each.id, each.name, each.full) for each in told)


def _author(company: Company | None, words: Dictionary) -> str:
    facts = company.facts if company else None
    return (facts.presenter or facts.name if facts else "") or words.get("author")


def _audience(personas: Sequence[Persona], words: Dictionary, wording: Wording) -> str:
    facts = {"names": [persona.name for persona in personas], "count": len(personas)}
    return wording.render(words.get("audience"), facts, words.where("audience"), "audience")


def _continued(words: Dictionary) -> str:
    filled("continued", words, n=1, of=2)  # the renderer fills it, and has no way to say where it is wrong
    return words.get("continued")


def check_layout(layout: Layout) -> None:
    """Raise ContentError for every slide of an unknown kind, and every key that its kind does not take."""
    problems = [problem for spec in layout.slides for problem in _spec_problems(spec)]
    if problems:
        raise ContentError(*problems)


def _spec_problems(spec: SlideSpec) -> Iterator[Problem]:
    if spec.kind not in KINDS:
        remedy = _nearest(spec.kind, KINDS, "kinds")
        yield Problem(spec.where("kind"), f"unknown kind '{spec.kind}'", remedy, Code.UNKNOWN_KIND)
        return
    known = COMMON_KEYS | KINDS[spec.kind].takes
    for key in spec.values:
        if key not in known:
            message = f"a slide of kind '{spec.kind}' does not take '{key}'"
            where = spec.document.where_key(*spec.path, key)
            yield Problem(where, message, _nearest(key, known, "keys"), Code.KEY_NOT_TAKEN)


def _nearest(word: str, known: Iterable[str], what: str) -> str:
    return did_you_mean(word, tuple(known), f"the {what} are {', '.join(sorted(known))}")


def _of_layout(layout: Layout, key: str, cast: Cast, wording: Wording) -> str:
    """A text of the layout as a whole, rendered."""
    where = layout.slides[0].document.where(key)
    return wording.render(getattr(layout, key), cast.facts, where, f"layout '{layout.name}', {key}")


def _build(layout: Layout, title: str, cast: Cast, wording: Wording) -> Iterator[tuple[str, Slide | Notice]]:
    """Each slide or notice with the heading of its section; slides that look back on the others are made last."""
    section, scenes = title, []
    for scene in _scenes(layout, cast, wording):
        with _about(scene):
            if scene.applies():
                section = scene.section() or section
                scenes.append((section, scene))
    made: dict[int, Slide | Notice | None] = {}
    for place in sorted(range(len(scenes)), key=lambda place: scenes[place][1].spec.kind in LOOKING_BACK):
        with _about(scenes[place][1]):
            made[place] = KINDS[scenes[place][1].spec.kind].build(scenes[place][1])
    for place, (heading, scene) in enumerate(scenes):
        with _about(scene):
            measured = _measured(made[place], scene)
        yield from ((heading, each) for each in measured if each)


@contextmanager
def _about(scene: Scene) -> Iterator[None]:
    """What goes wrong here is about the slide of this scene."""
    try:
        yield
    except ContentError as error:
        error.slide = scene.number
        raise


def _measured(made: Slide | Notice | None, scene: Scene) -> tuple[Slide | Notice | None, ...]:
    return within_budget(made, scene) if isinstance(made, Slide) else (made,)


def _scenes(layout: Layout, cast: Cast, wording: Wording) -> Iterator[Scene]:
    """The scenes in order. Slides in a row for each persona form one loop: all of the first persona's, and so on."""
    scenes = [Scene(spec, cast, wording, number) for number, spec in enumerate(layout.slides, 1)]
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
        title = f"{title} ({seen[title]})" if seen[title] > 1 else title
        yield slide if title == slide.title else replace(slide, title=title, twin=slide.title)


def _gaps(cast: Cast) -> Iterator[Notice]:
    """What the personas lack; none lacks an ask where the organisation asks for something.

    Which figures there are is known only with the facts of a company.
    """
    asks = not states_any(cast.company)
    for persona in cast.personas:
        yield from gaps(persona, cast.kpis, asks=asks)
        yield from map(Remark, no_figures(persona, cast.company.texts) if cast.company else ())
