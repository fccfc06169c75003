"""What the shell offers after `--for`, `--layout`, `--format` and `--theme`: names out of the library, and files.

A completion that fails offers nothing; an error in the middle of a command line would help nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

THEME_FILES = (".yaml", ".yml", ".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm")


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
    return _after_comma(incomplete, lambda: (*_format_names(), "all"))


def themes(incomplete: str) -> list[str]:
    """Themes by name, and files that may be one."""
    return [*_starting(incomplete, _theme_names), *_files(incomplete, THEME_FILES)]


def theme_maps(incomplete: str) -> list[str]:
    """Files that may be the map of a template."""
    return _files(incomplete, THEME_FILES[:2])


def _files(start: str, suffixes: Sequence[str]) -> list[str]:
    """Folders, and files of these kinds, whose paths go on after the start; hidden ones only where asked for."""
    folder, slash, name = start.rpartition("/")
    with suppress(OSError):
        found = sorted(each for each in Path(folder + slash).iterdir() if each.name.startswith(name))
        shown = (each for each in found if name or not each.name.startswith("."))
        kept = (each for each in shown if each.is_dir() or each.suffix.lower() in suffixes)
        return [f"{folder}{slash}{each.name}{'/' if each.is_dir() else ''}" for each in kept]
    return []


def schemas(incomplete: str) -> list[str]:
    """Files that have a schema."""
    return _starting(incomplete, _schema_names)


def exports(incomplete: str) -> list[str]:
    """Formats of an export of personas."""
    return _starting(incomplete, _export_names)


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
    from briefing.desk import open_library

    return open_library().persona_ids()


def _group_ids() -> Iterable[str]:
    from briefing.desk import open_library

    return (group.id for group in open_library().groups())


def _layout_names() -> Iterable[str]:
    from briefing.desk import open_library

    return open_library().layout_names()


def _format_names() -> Iterable[str]:
    from briefing.pipeline import format_names

    return format_names()


def _theme_names() -> Iterable[str]:
    from briefing.pipeline import themes

    return themes()


def _schema_names() -> Iterable[str]:
    from briefing.library.schemas import schema_names

    return schema_names()


def _export_names() -> Iterable[str]:
    from briefing.exchange.exporting import FORMATS

    return FORMATS
