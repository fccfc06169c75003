"""What layouts, the story and personas may name: kinds of slides that there are, and the keys that each takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.compose.kinds import COMMON_KEYS, KINDS
from briefing.documents.schema import check
from briefing.documents.text import did_you_mean
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Code, ContentError, Problem
from briefing.library.layout import Layout, SlideSpec
from briefing.library.library import Library
from briefing.library.persona import Persona
from briefing.library.story import Story


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


def check_story(story: Story, document: Document) -> None:
    """Raise ContentError for what is no kind of slide in `layouts/story.yaml`."""
    named: dict[tuple[Step, ...], str] = {("kinds", kind): kind for kind in story.kinds}
    for kind, telling in story.kinds.items():
        named |= {("kinds", kind, "more", place): each for place, each in enumerate(telling.more)}
    check(_no_kinds(document, named))


def check_readers(personas: Sequence[Persona], library: Library) -> None:
    """Raise ContentError for what is no kind of slide in what a persona is told first."""
    for persona in personas:
        named: dict[tuple[Step, ...], str] = {("story", place): each for place, each in enumerate(persona.story)}
        named |= {("objections", place, "at"): each.at for place, each in enumerate(persona.objections) if each.at}
        if not KINDS.keys() >= {*named.values()}:
            check(_no_kinds(library.persona_document(persona.identifier), named))


def _no_kinds(document: Document, named: Mapping[tuple[Step, ...], str]) -> list[Problem]:
    wrong = {path: kind for path, kind in named.items() if kind not in KINDS}
    return [
        Problem(document.where_key(*path), f"unknown kind '{kind}'", _nearest(kind, KINDS, "kinds"), Code.UNKNOWN_KIND)
        for path, kind in wrong.items()
    ]


def _nearest(word: str, known: Iterable[str], what: str) -> str:
    return did_you_mean(word, tuple(known), f"the {what} are {', '.join(sorted(known))}")
