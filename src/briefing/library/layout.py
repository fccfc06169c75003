"""Layouts: ordered sequences of slide specifications, one folder with a `layout.yaml` each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from briefing.documents.schema import Record, at, check, convert
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Code, ContentError, Problem, Where
from briefing.library.story import MOST_MINUTES

_OWN_KEYS = frozenset(("id", "kind", "when", "for-each", "section", "part", "one-of"))


class SlideHead(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What every slide of a layout may say; further keys are for its kind to judge."""

    kind: str
    id: str = ""
    title: str = ""
    notes: str | tuple[str, ...] = ()
    when: str = ""
    for_each: Literal["", "persona"] = ""
    section: str = ""
    part: Literal["main", "backup"] = "main"
    one_of: str = ""


class StoryLimits(Record, frozen=True, kw_only=True):
    """How much is told: so many `slides` to one persona, `further` for each further one, and never more than `most`.

    In `minutes`, where nobody asks for another time. Without `slides` all that is no backup is told, and without either
    the layout is read. With `order: reader` what the readers want first comes first.
    """

    slides: int = 0
    further: int = 0
    most: int = 0
    minutes: int = 0
    order: Literal["layout", "reader"] = "layout"

    @property
    def is_told(self) -> bool:
        """Whether anything is chosen: a layout that is read has everything in its own order."""
        return bool(self.slides or self.minutes)

    def count(self, personas: int) -> int:
        """How many slides are told to so many personas; 0 where there is no limit."""
        told = self.slides + self.further * (personas - 1)
        return min(told, self.most) if self.most else told

    def alternatives(self, personas: int) -> int:
        """How many that are `one-of` the same are told: one for each persona, as far as there are slides for them.

        Of its further slides each further persona has one for itself alone.
        """
        spare = self.count(personas) - self.slides - (personas - 1) if self.slides else personas - 1
        return 1 + max(0, min(personas - 1, spare))


class LayoutBase(Record, frozen=True, kw_only=True):
    """The layout file, but for what stands on the slides. One that is `sent` has readers and no speaker."""

    name: str = ""
    title: str = ""
    description: str = ""
    language: str = "en-GB"
    subject: str = ""
    keywords: tuple[str, ...] = ()
    story: StoryLimits = StoryLimits()
    sent: bool = False
    pdf: Literal["", "slides", "notes", "handout", "memo"] = ""


class LayoutFile(LayoutBase, frozen=True, kw_only=True):
    """The layout file as written."""

    slides: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class SlideSpec:
    """One slide to be built, or one for each persona; `values` holds, as written, all that its kind takes.

    Of those that are `one_of` the same name, as many are told aloud as there are personas.
    """

    kind: str
    when: str
    for_each: str
    section: str
    id: str
    part: Literal["main", "backup"]
    one_of: str
    values: Mapping[str, object]
    document: Document = field(repr=False, compare=False)
    path: tuple[Step, ...]

    def where(self, *keys: Step) -> Where:
        """The place of a value of this slide, or of the slide itself."""
        return self.document.where(*self.path, *keys)


class Layout(LayoutBase, frozen=True, kw_only=True):
    """A sequence of slides; `title` is the title of the whole briefing, `language` a BCP 47 tag."""

    slides: tuple[SlideSpec, ...]
    file: str = ""


def layout_of(document: Document) -> Layout:
    """The layout of a document, called as the folder of its file is. Raises ContentError with every problem."""
    written = convert(document, LayoutFile)
    folder = Path(document.path).absolute().parent.name
    problems = [*_problems(document, written, folder)]
    slides = tuple(_slides(document, len(written.slides), problems))
    check(problems)
    same = {name: getattr(written, name) for name in LayoutBase.__struct_fields__}
    return Layout(**{**same, "name": folder, "slides": slides, "file": document.file})


def _problems(document: Document, written: LayoutFile, folder: str) -> Iterator[Problem]:
    if written.name not in ("", folder):
        message = f"the layout is called '{written.name}', but its folder '{folder}'"
        yield Problem(document.where("name"), message, f"write 'name: {folder}', or rename the folder")
    yield from _id_problems(document, written)
    yield from _story_problems(document, written.story)
    if not written.slides:
        yield Problem(document.where("slides"), "the layout has no slides", "add '- kind: title' under 'slides'")


def _story_problems(document: Document, story: StoryLimits) -> Iterator[Problem]:
    numbers = {"slides": story.slides, "further": story.further, "most": story.most, "minutes": story.minutes}
    for key, number in numbers.items():
        if number < 0:
            yield Problem(document.where("story", key), f"{key} is {number}", "give 0 or more")
    if story.minutes > MOST_MINUTES:
        remedy = f"give whole minutes up to {MOST_MINUTES}"
        yield Problem(document.where("story", "minutes"), f"minutes is {story.minutes}", remedy)
    if (story.further or story.most) and not story.slides:
        key = "further" if story.further else "most"
        remedy = "add 'slides', the number of slides for one persona"
        yield Problem(document.where("story", key), f"{key} is given without 'slides'", remedy)
    if 0 < story.most < story.slides:
        message = f"most is {story.most}, and slides is {story.slides}, for one persona alone"
        yield Problem(document.where("story", "most"), message, "raise 'most', or lower 'slides'")


def _id_problems(document: Document, written: LayoutFile) -> Iterator[Problem]:
    ids = [slide.get("id") for slide in written.slides]
    for index, each in enumerate(ids):
        if each and (first := ids.index(each)) < index:
            where, line = document.where("slides", index, "id"), document.where("slides", first, "id").line
            message = f"id '{each}' is taken on line {line}"
            yield Problem(where, message, "give one of them another id", Code.USED_TWICE)


def _slides(document: Document, count: int, problems: list[Problem]) -> Iterator[SlideSpec]:
    """The slides that are sound; the problems of the others go into the list."""
    for index in range(count):
        try:
            yield _slide(document, ("slides", index))
        except ContentError as error:
            problems += error.problems


def _slide(document: Document, path: tuple[Step, ...]) -> SlideSpec:
    head = convert(document, SlideHead, *path)
    values = {key: value for key, value in at(document, *path).items() if key not in _OWN_KEYS}
    kind = head.kind.strip().lower()
    said = (head.when, head.for_each, head.section, head.id, head.part, head.one_of)
    return SlideSpec(kind, *said, values, document, path)
