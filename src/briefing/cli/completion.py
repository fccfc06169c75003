"""What the shell offers after `--for`, `--layout` and `--format`: names out of the library, also after a comma.

A completion that fails offers nothing; an error in the middle of a command line would help nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress


def people(incomplete: str) -> list[str]:
    """Personas and groups that may follow `--for`."""
    return _after_comma(incomplete, lambda: [*_persona_ids(), *_group_ids()])


def personas(incomplete: str) -> list[str]:
    """Personas that may be shown."""
    return _starting(incomplete, _persona_ids)


def layouts(incomplete: str) -> list[str]:
    """Layouts by name."""
    return _starting(incomplete, _layout_names)


def formats(incomplete: str) -> list[str]:
    """Output formats, also several."""
    return _after_comma(incomplete, _format_names)


def _after_comma(incomplete: str, names: Callable[[], Iterable[str]]) -> list[str]:
    """The names that go on after the last comma, with all that stands before it; none twice."""
    before, comma, last = incomplete.rpartition(",")
    taken: Sequence[str] = before.split(",")
    return [f"{before}{comma}{name}" for name in _starting(last, names) if name not in taken]


def _starting(start: str, names: Callable[[], Iterable[str]]) -> list[str]:
    with suppress(Exception):
        return [name for name in names() if name.startswith(start.lower())]
    return []


def _persona_ids() -> Iterable[str]:
    from briefing.pipeline import open_library

    return open_library().persona_ids()


def _group_ids() -> Iterable[str]:
    from briefing.pipeline import open_library

    return (group.id for group in open_library().groups())


def _layout_names() -> Iterable[str]:
    from briefing.pipeline import open_library

    return open_library().layout_names()


def _format_names() -> Iterable[str]:
    from briefing.pipeline import format_names

    return format_names()
