"""What a refresh changes, keeps and finds, a row each, and what that means for the status of the run."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

How: TypeAlias = Literal[
    "replaced",
    "figure",
    "kept",
    "conflict",
    "own",
    "unsure",
    "offered",
    "added",
    "gone",
    "removed",
    "shrunk",
    "overflow",
]
# What each means, as the table and docs/refresh.md say it.
MEANING: Final[dict[How, str]] = {
    "replaced": "nobody had touched it: it is the new one",
    "figure": "you edited it: only its figure is the new one; please review",
    "kept": "you edited it and its figure is worded away: it is as you left it",
    "conflict": "you and the new facts changed the same thing: it is as you left it",
    "own": "your own text holds a figure that has changed: it is as you left it",
    "unsure": "not surely recognised: it is as you left it",
    "offered": "new; --add puts it in",
    "added": "new, and put in",
    "gone": "its facts are not there any more; --remove takes it out",
    "removed": "its facts are not there any more: taken out",
    "shrunk": "the new text is set smaller so that it fits",
    "overflow": "the new text does not fit even at the smallest size",
}
OPEN: Final = frozenset({"kept", "conflict", "own", "unsure", "overflow"})  # what a person has to look into
CHANGED: Final = frozenset({"replaced", "figure", "added", "removed", "shrunk"})  # what is done once it is written


class Change(Struct, frozen=True):
    """One row: where, what stood there when we wrote it, what stands there now, what the facts say now, and how.

    `by` says how slide and shape were recognised, and `sure` how sure that is, from 0 to 1.
    """

    slide: int
    title: str
    shape: str
    was: str
    theirs: str
    now: str
    how: How
    by: str = "id"
    sure: float = 1.0
    place: tuple[int, int] = (0, 0)  # of its shape on the slide, EMU: where a comment is put
    chart: bool = False  # a value of a chart, of which there may be many
    tells: bool = False  # of what is gone: it tells a figure, which nothing backs any more

    @property
    def is_open(self) -> bool:
        """Whether it is left to a person, also after it was written."""
        return self.how in OPEN or (self.how == "gone" and self.tells)

    @property
    def is_stale(self) -> bool:
        """Whether the deck is not what the facts say: all but what is only offered, or tells no figure."""
        return self.is_open or self.how in CHANGED
