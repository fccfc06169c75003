"""Where figures are read from: the words of a library, and the facts of an organisation held against that library."""

from __future__ import annotations

from pathlib import Path

from briefing.errors import FactError, Where
from briefing.library.figuretexts import FigureTexts, read_figure_texts
from briefing.library.library import Library, builtin_folder
from briefing.library.organisation import organisation_of
from briefing.library.organisation__types import Organisation
from briefing.library.schema import at
from briefing.library.yamlfile import Document, read_yaml

TEXTS = "layouts/figures.yaml"


def builtin_texts() -> FigureTexts:
    """The words of the built-in library."""
    return read_figure_texts(builtin_folder() / TEXTS)


def open_texts(library: Library) -> FigureTexts:
    """The words for figures: of two files in the library the first found. Raises FactError where there is none."""
    path = next((found for folder in library.folders if (found := folder / TEXTS).is_file()), None)
    if path is None:
        raise FactError(f"there is no {TEXTS} in the library", remedy="install briefing again, or put one there")
    return read_figure_texts(path)


def open_organisation(library: Library, source: str | Path | Document) -> Organisation:
    """The facts in a file or document, its personas, KPIs and roles held against the library.

    Raises ContentError, FactError.
    """
    document = source if isinstance(source, Document) else read_yaml(source, fold=True, may_be_empty=True)
    if at(document, "version") is not None:  # which only the facts of a bill have
        message = "this file has the facts of a bill, and not those of an organisation"
        raise FactError(message, Where(document.file), "give it with --spend")
    framework = library.framework()
    return organisation_of(
        document,
        persona_ids=library.persona_ids(),
        kpi_ids=tuple(library.kpis()),
        roles=framework.raci.roles,
        milestones=sum(len(each.milestones) for each in framework.stages),
        capabilities=tuple(each.id for each in framework.capabilities),
    )
