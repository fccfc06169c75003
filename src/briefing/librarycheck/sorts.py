"""The sorts of files that people write: by which names they go, and who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from briefing.compose.compose import check_layout
from briefing.errors import BriefingError
from briefing.library.aiservices import read_ai_services
from briefing.library.billfile import read_bill_file
from briefing.library.evidence import read_evidence
from briefing.library.figuretexts import read_figure_texts
from briefing.library.framework import read_framework
from briefing.library.group import groups_of
from briefing.library.index import is_persona_file
from briefing.library.kpi import kpis_of
from briefing.library.layout import layout_of
from briefing.library.persona import persona_of
from briefing.library.themefile import read_theme_file
from briefing.library.thememap import read_theme_map
from briefing.library.words import read_words
from briefing.library.workspacefile import read_workspace
from briefing.library.yamlfile import Document, read_text, read_yaml

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


def _layout(document: Document) -> None:
    check_layout(layout_of(document))


def _by_path(read: Callable[[Path], object]) -> Callable[[Document], object]:
    return lambda document: read(Path(document.path))


def _later(document: Document) -> None:
    """What is read against a whole library."""


SORTS: Final[Mapping[str, Sort]] = {
    "persona": Sort(persona_of, overlay=True),
    "groups": Sort(groups_of, overlay=True),
    "kpis": Sort(kpis_of, overlay=True),
    "layout": Sort(_layout, fold=False, overlay=True),
    "framework": Sort(_by_path(read_framework)),
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
