"""Changes of facts, and those that wait as drafts: where each stands, also when entries before it come and go.

A field is addressed by its path; an entry of a list by its place, which means something only beside the list as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import replace

from briefing.documents.schema import at
from briefing.documents.yamlfile import MAX_DEPTH, Document, Step

Steps = tuple[Step, ...]
WAITS = "this entry waits for the one before it, which is not in the file yet; mend that one first"


class Change(Struct, frozen=True):
    """A field, or an entry of a list as a whole, and what it is to be; None empties it."""

    path: Annotated[Steps, Meta(min_length=1, max_length=MAX_DEPTH)]
    value: Any = None


class Draft(Struct, frozen=True):
    """What was typed and is not in the file, and why not; `at` is where in it the fault is.

    A `fresh` one is an entry that the file does not have at all: it stands behind all that it has.
    """

    path: Steps
    value: Any
    message: str
    at: Steps = ()
    fresh: bool = False


def touches(one: Steps, other: Steps) -> bool:
    """Whether a path is the other, or leads to it or from it."""
    return one[: len(other)] == other[: len(one)]


def guarded(path: Steps) -> Steps:
    """What must be as it was for a change to mean the same: the field, and of an entry the whole list."""
    place = next((number for number, step in enumerate(path) if isinstance(step, int)), None)
    return path if place is None else path[:place]


def reaches(document: Document, path: Steps) -> bool:
    """Whether anything stands at a path, be it empty."""
    value: Any = document.value
    for step in path:
        known = value if isinstance(value, Mapping) else range(len(value)) if isinstance(value, list) else ()
        if step not in known:
            return False
        value = value[step]
    return True


def draft_of(change: Change, faults: Mapping[str, Steps], document: Document) -> Draft:
    """The draft of a change, with what is wrong with it and where in it that is."""
    inner = next((spot for spot in faults.values() if spot[: len(change.path)] == change.path), change.path)
    place = guarded(change.path)
    fresh = place != change.path and not reaches(document, change.path[: len(place) + 1])
    return Draft(change.path, change.value, "; ".join(faults), inner, fresh)


def too_early(document: Document, changes: Sequence[Change]) -> Iterator[Steps]:
    """Entries that would take the place of others, which are not in the file yet."""
    counts: dict[Steps, int] = {}
    for each in sorted((each for each in changes if each.value is not None), key=lambda one: order_of(one.path)):
        place = guarded(each.path)
        if place != each.path:
            index, count = each.path[len(place)], counts.get(place, _count(document, place))
            if isinstance(index, int) and index > count:
                yield each.path
            counts[place] = max(count, int(index) + 1)


def order_of(path: Steps) -> list[str]:
    """What sorts paths as their fields and entries stand."""
    return [f"{step:09d}" if isinstance(step, int) else step for step in path]


def _count(document: Document, place: Steps) -> int:
    found = at(document, *place) if reaches(document, place) else None
    return len(found) if isinstance(found, list) else 0


def behind(draft: Draft, document: Document, counts: dict[Steps, int]) -> Draft:
    """A new entry that waits, at the first place that is free: somebody may have written others meanwhile."""
    place = guarded(draft.path)
    index = counts.get(place, _count(document, place))
    counts[place] = index + 1
    return _moved(draft, place, index)


def _moved(draft: Draft, place: Steps, index: int) -> Draft:
    moved = (*place, index)
    rest, spot = draft.path[len(moved) :], draft.at[len(moved) :]
    return replace(draft, path=(*moved, *rest), at=(*moved, *spot))


def without_entries(drafts: Sequence[Draft], changes: Sequence[Change]) -> list[Draft]:
    """The drafts as they are called when the entries go that changes take away."""
    found = list(drafts)
    for each in changes:
        place, index = each.path[:-1], each.path[-1]
        if each.value is None and isinstance(index, int):
            found = [one for one in found if one.path[: len(each.path)] != each.path]
            found = [_one_less(one, place, index) for one in found]
    return found


def _one_less(draft: Draft, place: Steps, gone: int) -> Draft:
    own = draft.path[len(place)] if len(draft.path) > len(place) and draft.path[: len(place)] == place else None
    return _moved(draft, place, own - 1) if isinstance(own, int) and own > gone else draft
