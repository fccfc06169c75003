"""Slides that are left out for want of the organisation's facts: one notice names them all, with the missing keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.compose.scene import Scene
from briefing.compose.scene__cast import Cast
from briefing.compose.wording import Wording
from briefing.model import Notice


def left_out(scene: Scene, *keys: str) -> Notice:
    """That the slide of this scene needs facts under these keys of the organisation's file."""
    return Notice(scene.spec.kind, keys)


def unsaid() -> Notice:
    """That a slide was left out, and that there is nothing to tell: whoever gives no bill has not forgotten one."""
    return Notice("")


def folded(notices: Sequence[Notice], cast: Cast, wording: Wording) -> Iterator[Notice]:
    """The notices that say anything, those about missing facts as one, where the first of them stands.

    Without any facts at all there is nothing to tell: whoever gives none has not forgotten one.
    """
    wanting: dict[str, tuple[str, ...]] = {}
    for each in notices:
        if each.missing:
            wanting[each.message] = tuple(dict.fromkeys((*wanting.get(each.message, ()), *each.missing)))
    for each in notices:
        if not each.missing:
            yield from (each,) if each.message else ()
        elif wanting and cast.company:
            yield _notice(wanting, cast, wording)
            wanting = {}


def _notice(wanting: dict[str, tuple[str, ...]], cast: Cast, wording: Wording) -> Notice:
    facts = {**cast.facts, "wanting": wanting, "file": cast.company.facts.file if cast.company else ""}
    words = cast.words
    message = wording.render(words.get("no-facts"), facts, words.where("no-facts"), "no-facts")
    return Notice(" ".join(message.split()), tuple(dict.fromkeys(key for keys in wanting.values() for key in keys)))
