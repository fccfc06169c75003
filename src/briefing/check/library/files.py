"""Which files there are to be checked: those of every library, of the workspace, and those that were named."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from briefing.bill.file import read_bill_file
from briefing.bill.focus.ai import read_ai_services
from briefing.compose.checks import check_layout, check_story
from briefing.documents.yamlfile import Document, read_text, read_yaml, shown
from briefing.errors import BriefingError, FactError, Problem, UsageError, Where
from briefing.library.catalogues import kpis_of, read_evidence
from briefing.library.framework import read_framework
from briefing.library.index import check_link, is_persona_file
from briefing.library.layout import layout_of
from briefing.library.persona import groups_of, persona_of
from briefing.library.story import story_of
from briefing.library.themefile import read_theme_file, read_theme_map
from briefing.library.words import read_figure_texts, read_words
from briefing.library.workspace import read_workspace

# The sorts of files that people write: by which names they go, and who reads them.

TABLES: Final = (".csv", ".xlsx", ".xlsm")
YAML: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Sort:
    """How a sort of file is read: `read` raises a BriefingError for all that is wrong with the file alone.

    `overlay` says that the file may extend another one; such a file is read once it is merged.
    """

    read: Callable[[Document], object]
    fold: bool = True
    overlay: bool = False


def _sorts_layout(document: Document) -> None:
    check_layout(layout_of(document))


def _sorts_story(document: Document) -> None:
    check_story(story_of(document), document)


def _by_path(read: Callable[[Path], object]) -> Callable[[Document], object]:
    return lambda document: read(Path(document.path))


def _later(document: Document) -> None:
    """What is read against a whole library."""


SORTS: Final[Mapping[str, Sort]] = {
    "persona": Sort(persona_of, overlay=True),
    "groups": Sort(groups_of, overlay=True),
    "kpis": Sort(kpis_of, overlay=True),
    "layout": Sort(_sorts_layout, fold=False, overlay=True),
    "framework": Sort(_by_path(read_framework)),
    "story": Sort(_sorts_story),
    "words": Sort(_by_path(read_words), fold=False),
    "sentences": Sort(_by_path(read_words), fold=False),
    "evidence": Sort(_by_path(read_evidence)),
    "figures": Sort(_by_path(read_figure_texts)),
    "ai-services": Sort(_by_path(read_ai_services)),
    "theme": Sort(_by_path(read_theme_file)),
    "theme-map": Sort(_by_path(read_theme_map)),
    "workspace": Sort(_by_path(read_workspace)),
    "bill": Sort(_by_path(read_bill_file)),
    "organisation": Sort(_later),
    "audiences": Sort(_later),
}
# Files of a library folder → their sort.
IN_LIBRARY: Final[Mapping[str, str]] = {
    "personas/groups.yaml": "groups",
    "personas/kpis.yaml": "kpis",
    "layouts/framework.yaml": "framework",
    "layouts/story.yaml": "story",
    "layouts/words.yaml": "words",
    "layouts/sentences.yaml": "sentences",
    "layouts/evidence.yaml": "evidence",
    "layouts/figures.yaml": "figures",
    "layouts/ai-services.yaml": "ai-services",
}
_BY_NAME: Final[Mapping[str, str]] = {
    **{name.rpartition("/")[2]: sort for name, sort in IN_LIBRARY.items()},
    "layout.yaml": "layout",
    "briefing.yaml": "workspace",
    "org.yaml": "organisation",
    "spend.yaml": "bill",
}
# The schema that the line for editors names → the sort.
_BY_SCHEMA: Final[Mapping[str, str]] = {"kpi": "kpis", "group": "groups", **{sort: sort for sort in SORTS}}
_MODELINE: Final = re.compile(r"^# yaml-language-server: \$schema=\S*?([\w-]+)\.json\s*$", re.MULTILINE)
# Fields that only one sort has; the first that a file has decides.
_BY_FIELD: Final[Mapping[str, str]] = {
    "slides": "layout",
    "objectives": "persona",
    "frustrations": "persona",
    "finops-benefits": "persona",
    "primary-goal": "persona",
    "identifier": "persona",
    "audiences": "audiences",
    "matrix": "audiences",
    "kpis": "organisation",
    "groups": "groups",
    "colors": "theme",
    "fonts": "theme",
    "layouts": "theme-map",
    "libraries": "workspace",
    "version": "bill",
    "currency": "organisation",
    "spend": "organisation",
}
_BY_ENTRY: Final[Mapping[str, str]] = {"for": "audiences", "members": "groups", "formula": "kpis", "better": "kpis"}


def sort_of(path: Path) -> str:
    """The sort of a file by its name, its folder, its line for editors or its fields; empty where none tells."""
    if path.suffix.lower() in TABLES:
        return "audiences"
    if path.name in _BY_NAME:
        return _BY_NAME[path.name]
    if path.parent.name == "personas" and is_persona_file(path):
        return "persona"
    return "theme" if path.parent.name == "theme" else _by_content(path)


def _by_content(path: Path) -> str:
    try:
        found = _MODELINE.search(read_text(path))
        value: Any = read_yaml(path).value
    except BriefingError:
        return "persona"  # whatever it is: that it cannot be read is what there is to tell
    if found and found[1] in _BY_SCHEMA:
        return _BY_SCHEMA[found[1]]
    known, fields = _BY_FIELD, value
    if isinstance(value, list) and value:
        known, fields = _BY_ENTRY, value[0]
    return next((sort for name, sort in known.items() if isinstance(fields, dict) and name in fields), "")


REMEDY = "name a library, a workspace, or a file of one; docs/checks.md says what can be checked"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file and its sort; `link` is why it is not followed, where it leads out of its library."""

    path: Path
    sort: str
    link: tuple[Problem, ...] = ()


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
        yield SourceFile(folder, sort, fault.problems)
        return
    whole = _linked(SourceFile(folder, sort), library)
    if whole.link:
        yield whole
        return
    for each in sorted(folder.iterdir()):
        yield from _persona(each, library) if sort == "persona" else _files_layout(each, library)
    if sort == "layout":
        yield from _themes(folder / "theme", library)


def _persona(path: Path, library: Path) -> Iterator[SourceFile]:
    if is_persona_file(path):
        yield _linked(SourceFile(path, "persona"), library)


def _files_layout(folder: Path, library: Path) -> Iterator[SourceFile]:
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
        return SourceFile(file.path, file.sort, error.problems)
    return file
