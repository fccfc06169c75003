"""What the user should know of a file that is sound: whoever reads it says it here, and whoever runs it listens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from briefing.errors import Problem

_LISTENERS: list[dict[Problem, None]] = []


def hear(problems: Iterable[Problem]) -> None:
    """Tell the innermost listener; without one nobody wants to know."""
    if _LISTENERS:
        _LISTENERS[-1].update(dict.fromkeys(problems))


@contextmanager
def listening() -> Iterator[dict[Problem, None]]:
    """The cautions of every file that is read until the end of the block, each once, in the order of reading.

    Where the block fails, whoever listens outside of it hears them instead.
    """
    heard: dict[Problem, None] = {}
    _LISTENERS.append(heard)
    try:
        yield heard
    except BaseException:
        _LISTENERS.pop()
        hear(heard)
        raise
    _LISTENERS.pop()
