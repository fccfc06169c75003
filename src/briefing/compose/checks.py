"""What layouts, the story and personas may name: kinds of slides that there are, and the keys that each takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.compose.kinds import COMMON_KEYS, KINDS
from briefing.documents.schema import check, listed
from briefing.documents.text import did_you_mean
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Code, ContentError, Problem
from briefing.library.catalogues import kpis_of
from briefing.library.layout import Layout, SlideSpec
from briefing.library.library import Library
from briefing.library.persona import Persona, no_figure
from briefing.library.story import Story
from briefing.library.words import FigureTexts


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


def check_readers(personas: Sequence[Persona], library: Library, figures: FigureTexts | None = None) -> None:
    """Raise ContentError for what is no kind of slide in what a persona is told first, or no figure in what it watches.

    Which figures there are is known only with the facts of a company; without them nobody looks at any.
    """
    for persona in personas:
        named: dict[tuple[Step, ...], str] = {("story", place): each for place, each in enumerate(persona.story)}
        named |= {("objections", place, "at"): each.at for place, each in enumerate(persona.objections) if each.at}
        if not KINDS.keys() >= {*named.values()}:
            check(_no_kinds(library.persona_document(persona.identifier), named))
    if figures:
        check([*_no_figures(personas, library, figures)])


def _no_figures(personas: Sequence[Persona], library: Library, figures: FigureTexts) -> Iterator[Problem]:
    for persona in personas:
        for place, id in enumerate(persona.figures):
            if not figures.knows(id):
                where = library.persona_document(persona.identifier).where("figures", place)
                yield no_figure(where, f"the persona '{persona.identifier}'", id, figures)
    yield from unknown_in_kpis(library, figures)


def unknown_in_kpis(library: Library, figures: FigureTexts) -> Iterator[Problem]:
    """The figures that KPIs name and nobody knows."""
    if all(figures.knows(id) for kpi in library.kpis().values() for id in kpi.figures):
        return  # without reading the catalogue again
    for document in library.kpi_documents():
        for number, kpi in enumerate(kpis_of(document)):
            for place, id in enumerate(kpi.figures):
                if not figures.knows(id):
                    where = document.where(*listed(document, "kpis"), number, "figures", place)
                    yield no_figure(where, f"the KPI '{kpi.id}'", id, figures)


def _no_kinds(document: Document, named: Mapping[tuple[Step, ...], str]) -> list[Problem]:
    wrong = {path: kind for path, kind in named.items() if kind not in KINDS}
    return [
        Problem(document.where_key(*path), f"unknown kind '{kind}'", _nearest(kind, KINDS, "kinds"), Code.UNKNOWN_KIND)
        for path, kind in wrong.items()
    ]


def _nearest(word: str, known: Iterable[str], what: str) -> str:
    return did_you_mean(word, tuple(known), f"the {what} are {', '.join(sorted(known))}")
