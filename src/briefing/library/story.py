"""How a briefing is told in a given time: seconds, weight and backup of each kind of slide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefing.documents.schema import Record, check, convert
from briefing.documents.yamlfile import Document, read_yaml
from briefing.errors import Problem

MOST_MINUTES = 480


class Telling(Record, frozen=True, kw_only=True):
    """Of one kind: how long it takes, at least and usually, what it weighs, and which kinds explain it."""

    seconds: tuple[int, int] = (40, 60)
    weight: float = 2
    more: tuple[str, ...] = ()
    opens: bool = False  # before all others, whoever is in the room


class Story(Record, frozen=True, kw_only=True):
    """The file `layouts/story.yaml`. A kind that it does not name is told as `Telling` says."""

    kinds: dict[str, Telling]
    reader: float = 4  # the weight that the first kind of a reader's own story has beside its own
    stretch: float = 1.5  # times the usual seconds that a slide takes at most

    def of(self, kind: str) -> Telling:
        """How a kind is told."""
        return self.kinds.get(kind, Telling())


def read_story(path: Path) -> Story:
    """Read the file. Raises ContentError with every problem."""
    return story_of(read_yaml(path))


def story_of(document: Document) -> Story:
    """The story of a document. Raises ContentError with every problem."""
    story = convert(document, Story)
    check([*_problems(document, story)])
    return story


def _problems(document: Document, story: Story) -> Iterator[Problem]:
    for kind, telling in story.kinds.items():
        least, usual = telling.seconds
        if not 0 < least <= usual:
            where = document.where("kinds", kind, "seconds")
            yield Problem(where, f"{kind} takes at least {least} and usually {usual} seconds", "write the lesser first")
    if story.stretch < 1:
        yield Problem(document.where("stretch"), f"stretch is {story.stretch:g}", "write 1 or more")
