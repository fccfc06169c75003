"""Which files there are to be checked: those of every library, of the workspace, and those that were named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import FactError, UsageError, Where
from briefing.library.index import check_link, is_persona_file
from briefing.library.yamlfile import shown
from briefing.librarycheck.coded import Fault, faults_of
from briefing.librarycheck.sorts import IN_LIBRARY, YAML, sort_of

REMEDY = "name a library, a workspace, or a file of one; docs/checks.md says what can be checked"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file and its sort; `link` is why it is not followed, where it leads out of its library."""

    path: Path
    sort: str
    link: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: libraries, single files outside of any, and the folder of a workspace."""

    libraries: tuple[Path, ...] = ()
    loose: tuple[SourceFile, ...] = ()
    workspace: Path | None = None


def asked_for(paths: Sequence[Path]) -> Asked:
    """What paths mean: a library, its folders and files, a workspace, or a single file.

    Raises UsageError for what is none of these, and FactError for what is not there.
    """
    libraries: list[Path] = []
    loose: list[SourceFile] = []
    workspace = None
    for path in paths:
        if not path.exists():
            raise FactError("there is no such file or folder", Where(shown(path)), "check its path")
        library = library_of(path)
        is_workspace = path.is_dir() and (path / "briefing.yaml").is_file()
        workspace = path if is_workspace else workspace
        if library:
            libraries.append(library)
        elif not is_workspace:
            loose.append(_loose(path))
    return Asked(tuple(dict.fromkeys(libraries)), tuple(loose), workspace)


def library_of(path: Path) -> Path | None:
    """The library that a folder is, or that a file or folder stands in; None where there is none."""
    if path.is_dir() and any((path / name).is_dir() for name in ("personas", "layouts")):
        return path
    place = Path(os.path.abspath(path))
    for each in (place, place.parent):
        if each.name in ("personas", "layouts") and each.is_dir():
            return each.parent
    inner = place.parent if place.name == "layout.yaml" or place.parent.name == "theme" else place
    return inner.parent.parent if inner.parent.name == "layouts" else None


def _loose(path: Path) -> SourceFile:
    sort = sort_of(path) if path.is_file() and path.suffix.lower() in (*YAML, ".csv", ".xlsx", ".xlsm") else ""
    if not sort:
        raise UsageError(f"cannot check '{shown(path)}'", remedy=REMEDY)
    return SourceFile(path, sort)


def files_of(library: Path) -> Iterator[SourceFile]:
    """Every file of a library folder that the search reads."""
    yield from _listed(library / "personas", library)
    yield from _listed(library / "layouts", library)
    for name, sort in IN_LIBRARY.items():
        path = library / name
        if path.exists() and path.parent.is_dir():
            yield _linked(SourceFile(path, sort), library)


def _listed(folder: Path, library: Path) -> Iterator[SourceFile]:
    sort = "persona" if folder.name == "personas" else "layout"
    if not folder.exists():
        return
    if not folder.is_dir():
        fault = FactError("this is a file, not a folder", Where(shown(folder)), f"put a folder of {folder.name} there")
        yield SourceFile(folder, sort, faults_of(fault))
        return
    whole = _linked(SourceFile(folder, sort), library)
    if whole.link:
        yield whole
        return
    for each in sorted(folder.iterdir()):
        yield from _persona(each, library) if sort == "persona" else _layout(each, library)
    if sort == "layout":
        yield from _themes(folder / "theme", library)


def _persona(path: Path, library: Path) -> Iterator[SourceFile]:
    if is_persona_file(path):
        yield _linked(SourceFile(path, "persona"), library)


def _layout(folder: Path, library: Path) -> Iterator[SourceFile]:
    path = folder / "layout.yaml"
    if path.exists():
        outer = _linked(SourceFile(folder, "layout"), library)
        yield SourceFile(path, "layout", outer.link or _linked(SourceFile(path, "layout"), library).link)


def _themes(folder: Path, library: Path) -> Iterator[SourceFile]:
    if folder.is_dir():
        found = (each for each in sorted(folder.iterdir()) if each.suffix.lower() in YAML)
        yield from (_linked(SourceFile(each, "theme"), library) for each in found)


def _linked(file: SourceFile, library: Path) -> SourceFile:
    try:
        check_link(file.path, library)
    except FactError as error:
        return SourceFile(file.path, file.sort, faults_of(error))
    return file
