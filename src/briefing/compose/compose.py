"""Compose: personas, a layout and the framework's facts become a briefing, slide by slide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefing.compose.cast import Cast, audience_of, states_any
from briefing.compose.checks import check_layout, check_readers, check_story
from briefing.compose.kinds import COACHING, KINDS, LOOKING_BACK
from briefing.compose.notes import with_objections, with_short_notes, without_notes
from briefing.compose.plan import (
    LIST,
    Plan,
    clock,
    linked,
    minutes_of,
    planned,
    told_slides,
    unchosen,
    untimed,
    weight_of,
)
from briefing.compose.scene import Scene, within_budget
from briefing.compose.spelling import spelled, texts_in
from briefing.compose.untold import folded
from briefing.compose.wording import Wording, filled
from briefing.errors import ContentError, FactError, UsageError, Where
from briefing.library.layout import Layout
from briefing.library.library import Library
from briefing.library.persona import Persona, gaps
from briefing.library.story import Story
from briefing.library.words import Words as Dictionary
from briefing.model import Briefing, Notice, Outlined, Section, Slide, Spoken, Words

if TYPE_CHECKING:
    from briefing.compose.said import Said
    from briefing.figures.company import Company


def compose(
    personas: Sequence[Persona],
    layout: Layout,
    library: Library,
    day: date,
    company: Company | None = None,
    minutes: int = 0,
    notes: str = "",
) -> Briefing:
    """The briefing of a layout for these personas, with the company's own facts where they are given.

    It is told in so many minutes; 0 are those that the layout says. With `notes` "none" it is sent, and has none, as
    one of a layout that is sent; "short" are the clock and what is said first. Raises ContentError for every fault of
    the layout at once, and UsageError for minutes that nobody can tell it in, and where nothing is for readers.
    """
    sent = layout.sent or notes == "none"
    made = _composed(personas, layout, library, day, company, minutes, sent)[0]
    if sent:
        return without_notes(made, layout, company, given=notes in ("full", "short"))
    return with_short_notes(made) if notes == "short" else made


def outline(
    personas: Sequence[Persona],
    layout: Layout,
    library: Library,
    day: date,
    company: Company | None = None,
    minutes: int = 0,
) -> tuple[Outlined, ...]:
    """The slides of that briefing in their order, and why each is told or not. Raises as `compose` does."""
    briefing, plan, places = _composed(personas, layout, library, day, company, minutes)
    story, start, rows = library.story(), 0, []
    for each in briefing.slides():
        why = plan.because.get(places[each.id], "always" if each.part == "main" else "backup")
        time = f"{clock(start)} to {clock(start := start + each.seconds)}" if each.seconds else ""
        weight = round(weight_of(each.kind, story, personas), 1)
        rows.append(Outlined(each.id, each.kind, each.part, time, each.seconds, weight, why, each.title))
    return tuple(rows)


def _composed(
    personas: Sequence[Persona],
    layout: Layout,
    library: Library,
    day: date,
    company: Company | None,
    asked: int,
    sent: bool = False,
) -> tuple[Briefing, Plan, Mapping[str, int]]:
    """The briefing, its plan, and the place in the plan of each slide by its id."""
    check_layout(layout)
    story = library.story()
    if not KINDS.keys() >= {*story.kinds, *chain.from_iterable(each.more for each in story.kinds.values())}:
        check_story(story, library.story_document())
    check_readers(personas, library, company.texts if company else None)
    minutes = minutes_of(layout, asked)
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
        sent=sent,
    )
    title, subject = (_of_layout(layout, key, cast, wording) for key in ("title", "subject"))
    made, plan = _made(layout, title, cast, wording, story, minutes)
    if not made.slides and sent and all(each.kind in COACHING for each in layout.slides):
        message = f"the layout '{layout.name}' is for the speaker alone, and has nothing to send"
        raise UsageError(message, remedy="leave out --notes none, or take another layout")
    if not made.slides:
        message = f"no slide of the layout '{layout.name}' is left for {audience}"
        raise FactError(message, Where(layout.file), "look at its 'when' conditions, and at what the personas lack")
    named = _identified(made.slides)
    briefing = Briefing(
        title=title,
        subject=subject,
        author=_author(company, words),
        keywords=tuple(layout.keywords),
        date=day,
        date_text=cast.date_text,
        language=layout.language,
        words=Words(words.get("notes"), _continued(words), words.group("web")),
        sections=_sections([*with_objections(_told(named, plan, story, words), cast, wording)]),
        sent=sent,
        notices=(*untimed(layout, asked), *_gaps(cast), *folded(made.notices, cast, wording)),
        figures=tuple(_spoken(cast)),
    )
    return spelled(briefing, cast, library), plan, {slide.id: place for place, (_, _, slide) in named.items()}


def every_figure(company: Company, layout: Layout, library: Library) -> Iterator[Spoken]:
    """Every figure of a company as a briefing of this layout would tell it, whether one tells it or not."""
    from briefing.compose.saidfigures import SaidFigures  # a run without a company has none

    said = SaidFigures(company, library.kpis(), library.sentences(), layout.language)
    return _spoken_as(list(said.values()))


def _spoken(cast: Cast) -> Iterator[Spoken]:
    """Every figure that the briefing has told."""
    return _spoken_as(list(cast.figures.voice.log.values()) if cast.figures.voice else [])


def _spoken_as(said: Sequence[Said]) -> Iterator[Spoken]:
    return (Spoken(each.id, each.name, each.full, (each.short, each.size)) for each in said)


def _author(company: Company | None, words: Dictionary) -> str:
    facts = company.facts if company else None
    return (facts.presenter or facts.name if facts else "") or words.get("author")


def _audience(personas: Sequence[Persona], words: Dictionary, wording: Wording) -> str:
    facts = {"names": [persona.name for persona in personas], "count": len(personas)}
    return wording.render(words.get("audience"), facts, words.where("audience"), "audience")


def _continued(words: Dictionary) -> str:
    filled("continued", words, n=1, of=2)  # the renderer fills it, and has no way to say where it is wrong
    return words.get("continued")


def _of_layout(layout: Layout, key: str, cast: Cast, wording: Wording) -> str:
    """A text of the layout as a whole, rendered."""
    where = layout.slides[0].document.where(key)
    return wording.render(getattr(layout, key), cast.facts, where, f"layout '{layout.name}', {key}")


class _Made(Struct, frozen=True):
    """Every slide by its place, with the heading and the scene that it comes from, and the notices of all scenes."""

    slides: Mapping[int, tuple[str, Scene, Slide]]
    notices: list[Notice]


def _made(layout: Layout, title: str, cast: Cast, wording: Wording, story: Story, minutes: int) -> tuple[_Made, Plan]:
    """All slides, and which are told; those that look back on the others are made last, and know what is told."""
    headed = list(_headed(layout, title, cast, wording))
    found: dict[int, tuple[Slide | Notice | None, ...]] = {}
    figures: dict[int, frozenset[str]] = {}
    looking = [place for place, (_, scene) in enumerate(headed) if scene.spec.kind in LOOKING_BACK]
    for place, (_, scene) in enumerate(headed):
        if place not in looking:
            with _about(scene), cast.figures.heard() as heard:
                found[place] = _measured(KINDS[scene.spec.kind].build(scene), scene)
            figures[place] = frozenset(heard)
    slides = {
        place: (headed[place][1], each) for place, row in found.items() for each in row if isinstance(each, Slide)
    }
    read = {place: scene for place, (_, scene) in enumerate(headed) if not layout.story.is_told}
    plan = unchosen(read) if read else planned(slides, layout, story, cast.personas, minutes)
    for place in plan.seconds:
        slide = next((each for each in found.get(place, ()) if isinstance(each, Slide)), None)
        called, closes = (slide.label if slide else "") or headed[place][0], bool(slide and slide.role == "closing")
        cast.figures.tell(_shown(figures.get(place, ()), found.get(place, ()), cast), called, closes=closes)
    for place in looking:
        scene = headed[place][1]
        with _about(scene):
            found[place] = _measured(KINDS[scene.spec.kind].build(scene), scene)
    made = {
        place: (*headed[place], _traced(each, headed[place][1], figures.get(place, ())))
        for place in sorted(found)
        for each in found[place]
        if isinstance(each, Slide)
    }
    notices = [each for place in sorted(found) for each in found[place] if each and not isinstance(each, Slide)]
    return _Made(made, notices), plan


def _traced(slide: Slide, scene: Scene, said: Iterable[str]) -> Slide:
    """The slide with what leads back from it: to the layout, and to the figures."""
    return replace(slide, said=tuple(sorted(said)), number=scene.number)


def _shown(ids: Iterable[str], made: Sequence[object], cast: Cast) -> Iterator[str]:
    """Which of the figures that were said are read on the slide, and not only in a text that was left out."""
    slides = [each for each in made if isinstance(each, Slide)]
    read = [(each.title, each.subtitle, each.source, each.takeaway, each.blocks) for each in slides]
    seen = "\n".join(texts_in(read))
    for id in ids:
        figure = cast.figures.find(id)
        if figure and any(text in seen for text in (figure.short, figure.full, figure.size)):
            yield id


def _headed(layout: Layout, title: str, cast: Cast, wording: Wording) -> Iterator[tuple[str, Scene]]:
    """Each scene that applies, with the heading of its section."""
    section = title
    for scene in _scenes(layout, cast, wording):
        with _about(scene):
            if scene.applies() and not (cast.sent and scene.spec.kind in COACHING):
                section = scene.section() or section
                yield section, scene


def _told(
    named: Mapping[int, tuple[str, Scene, Slide]], plan: Plan, story: Story, words: Dictionary
) -> list[tuple[str, Slide]]:
    """What is told, in its order, and the backup behind it, each slide with its section and the ways to others."""
    clocked = dict(told_slides(plan, {place: (scene, slide) for place, (_, scene, slide) in named.items()}))
    behind = [
        (named[place][0], named[place][1], replace(named[place][2], part="backup")) for place in _behind(named, plan)
    ]
    rows = [*((named[place][0], named[place][1], slide) for place, slide in clocked.items()), *behind]
    slides = linked(rows, story)
    apart = words.get("backup-section") if any(slide.kind == LIST for slide in slides) else ""
    return [
        (apart if apart and slide.part == "backup" else heading, slide)
        for (heading, _, _), slide in zip(rows, slides, strict=True)
    ]


def _behind(named: Mapping[int, tuple[str, Scene, Slide]], plan: Plan) -> list[int]:
    """The places of the backup: its list first, and that only where there is anything to list."""
    behind = [place for place in named if not plan.told(place)]
    lists = [place for place in behind if named[place][2].kind == LIST]
    others = [place for place in behind if place not in lists]
    return [*lists, *others] if others else []


def _identified(slides: Mapping[int, tuple[str, Scene, Slide]]) -> dict[int, tuple[str, Scene, Slide]]:
    """The slides with ids of their own, and titles that no other has."""
    titled = _distinct([slide for _, _, slide in slides.values()])
    given = {scene.spec.id for _, scene, _ in slides.values() if scene.spec.id and not scene.persona}
    taken: set[str] = set()
    made = {}
    for (place, (heading, scene, _)), slide in zip(slides.items(), titled, strict=True):
        about = scene.persona.identifier if scene.persona else ""
        id = scene.spec.id
        if id not in given:  # one that the layout gives is nobody else's
            id = _free("-".join(filter(None, (id or scene.spec.kind, about))), taken | given)
        taken.add(id)
        made[place] = heading, scene, replace(slide, id=id, about=about)
    return made


def _free(id: str, taken: Collection[str]) -> str:
    """The id, or with the first number that makes it one of its own."""
    numbered = (f"{id}-{number}" if number > 1 else id for number in count(1))
    return next(each for each in numbered if each not in taken)


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


def _sections(slides: Iterable[tuple[str, Slide]]) -> tuple[Section, ...]:
    grouped = groupby(slides, key=itemgetter(0))
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
    """What the personas lack; none lacks an ask where the organisation asks for something."""
    asks = not states_any(cast.company)
    for persona in cast.personas:
        yield from gaps(persona, cast.kpis, asks=asks)
