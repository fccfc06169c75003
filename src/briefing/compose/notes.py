"""What is said to a slide: short notes, none at all where a briefing is sent, and each objection where it will come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefing.compose.cast import Cast
from briefing.compose.kinds import COACHING
from briefing.compose.wording import Wording
from briefing.library.layout import Layout
from briefing.model import Briefing, Remark, Slide, Untold

if TYPE_CHECKING:
    from briefing.figures.company import Company

MOST_LISTED = 3  # titles in a notice
# Where an objection comes that does not say where: the first of these that is there.
OBJECTED = ("answers", "persona-profile", "talking-points", "pain-points", "ask")
SENTENCE = re.compile(r"(?<=[.!?]) ")


def with_short_notes(briefing: Briefing) -> Briefing:
    """The briefing with the clock, and what is said first."""
    return _each_slide(briefing, lambda slide: replace(slide, notes=_short(slide)))


def without_notes(briefing: Briefing, layout: Layout, company: Company | None, *, given: bool) -> Briefing:
    """The briefing without a note, and the notices of what only its notes would have told."""
    notices = list(briefing.notices)
    if layout.sent and given:
        notices.append(Remark(f"The layout {layout.name} is sent, and not told: it has no speaker notes."))
    left = sorted({each.kind for each in layout.slides if each.kind in COACHING})
    if left:
        notices.append(Remark(f"What is for the speaker alone was left out: {', '.join(left)}."))
    silent = [each.title for each in briefing.slides() if each.notes[each.coached :] or each.spill]
    if silent:
        listed = ", ".join(f"'{each}'" for each in silent[:MOST_LISTED])
        more = f" and {len(silent) - MOST_LISTED} more" if len(silent) > MOST_LISTED else ""
        remedy = "" if layout.sent else "; --notes full has it"
        remedy += "; --appendix file has every figure and formula" if company else ""
        slides = "1 slide leaves" if len(silent) == 1 else f"{len(silent)} slides leave"
        notices.append(Untold(f"Without notes {slides} out what only notes have room for: {listed}{more}{remedy}."))
    bare = _each_slide(briefing, lambda slide: replace(slide, notes=(), spill=(), coached=0))
    return replace(bare, notices=tuple(notices))


def _each_slide(briefing: Briefing, change: Callable[[Slide], Slide]) -> Briefing:
    sections = (replace(each, slides=tuple(map(change, each.slides))) for each in briefing.sections)
    return replace(briefing, sections=tuple(sections))


def _short(slide: Slide) -> tuple[str, ...]:
    """The clock, and one or two sentences to say."""
    timed, rest = (slide.notes[:1], slide.notes[1:]) if slide.seconds else ((), slide.notes)
    said = rest[0] if rest else ""
    return (*timed, *((" ".join(SENTENCE.split(said)[:2]),) if said else ()))


def with_objections(rows: Sequence[tuple[str, Slide]], cast: Cast, wording: Wording) -> Iterator[tuple[str, Slide]]:
    """The slides, each objection once in the notes of the one where it will come; none where they have their own."""
    slides = [slide for _, slide in rows]
    lines: dict[str, list[str]] = {}
    words = cast.words_with("objection-note")
    text, where = words.get("objection-note"), words.where("objection-note")
    for persona in cast.personas if not cast.sent else ():
        if any(each.kind == "objections" and each.about == persona.identifier for each in slides):
            continue
        for each in persona.objections:
            facts = {**cast.facts, "text": each.objection, "reply": each.reply, "name": persona.name}
            said = wording.render(text, facts, where, "objection-note")
            there = _objected(slides, each.at, persona.identifier)
            if there:
                lines.setdefault(there.id, []).append(said)
    for heading, slide in rows:
        more = tuple(dict.fromkeys(lines.get(slide.id, ())))
        notes = (*slide.notes[: slide.coached], *more, *slide.notes[slide.coached :])
        yield heading, replace(slide, notes=notes, coached=slide.coached + len(more)) if more else slide


def _objected(slides: Sequence[Slide], at: str, about: str) -> Slide | None:
    """The slide where a persona's objection will come: one that is told before one that is not."""
    own = [each for each in slides if each.about in ("", about)]
    for kind in (at, *OBJECTED):
        there = [each for each in own if each.kind == kind]
        if there:
            return next((each for each in there if each.part == "main"), there[0])
    return None
