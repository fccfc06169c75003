"""`briefing figures`: every figure of an organisation before any deck is made, and how it was reckoned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import (
    BrokenRows,
    ByTag,
    Currency,
    Folders,
    Json,
    More,
    Redact,
    Spend,
    SpendTable,
    Where,
    spend_request,
)
from briefing.cli.terminal import say, say_fields, say_json, say_table, tell

if TYPE_CHECKING:
    from briefing.figures.figure import Figure, Figures
    from briefing.library.words import FigureTexts

DEFAULT = "org.yaml"
EXAMPLES = """Examples:

\b
  briefing figures --org org.yaml
  briefing figures --org org.yaml --explain
  briefing figures --org org.yaml --json
  briefing figures --spend bills/ --json
"""


def figures(
    org: Annotated[
        str, typer.Option("--org", metavar="FILE", help="The facts of your organisation.  [default: org.yaml]")
    ] = "",
    spend: Spend = [],  # noqa: B006 - Typer copies it, and wants a list
    spend_table: SpendTable = "",
    where: Where = "",
    currency: Currency = "",
    broken_rows: BrokenRows = 0,
    by_tag: ByTag = [],  # noqa: B006 - Typer copies it, and wants a list
    explain: Annotated[
        bool, typer.Option("--explain", help="The formula of each figure, and where it comes from.")
    ] = False,
    redact: Redact = False,
    libraries: Folders = [],  # noqa: B006
    as_json: Json = False,
    more: More = None,
) -> None:
    """Show every figure that the facts of an organisation and its billing data carry.

    What cannot be reckoned for want of a fact is named on standard error.
    """
    from briefing.figures.company import as_object
    from briefing.pipeline import Request, doubts_of, open_company_of, open_library

    asked = spend_request("figures", spend, more, spend_table, where, currency, broken_rows, by_tag)
    if not org and (not asked or Path(DEFAULT).is_file()):
        org = DEFAULT
    library, request = open_library(libraries), Request((), organisation=org, redact=redact, spend=asked)
    company = open_company_of(request, library)
    assert company is not None
    if as_json:
        say_json(as_object(company.figures, explain=explain))
    else:
        _print(company.figures, company.texts, explain=explain)
    for ids, keys in _missing(company.figures).items() if org else ():
        tell(f"notice: {ids} cannot be reckoned without {keys}; write 0 where there is none")
    for notice in (*company.notices, *doubts_of(company, request, library)):
        tell(f"notice: {notice}")


def _print(found: Figures, texts: FigureTexts, *, explain: bool) -> None:
    from briefing.figures.figure import in_words

    reasons = texts.reasons(found.value("terms.horizon-months"))
    shown = {each.id: in_words(each, reasons) for each in found}
    if not len(found):
        say("There are no figures yet.")
    elif explain:
        for each in found:
            say_fields(f"{each.id}: {' '.join(filter(None, shown[each.id]))}", _explained(each))
    else:
        say_table(("FIGURE", "VALUE", "UNIT", "NAME"), _rows(found, shown))


def _rows(found: Figures, shown: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Numbers end where their column ends; words without a number begin where it begins."""
    width = max(len(value) for value, unit in shown.values())
    for each in found:
        value, unit = shown[each.id]
        yield each.id, value if each.value is None else value.rjust(width), unit, each.name


def _missing(found: Figures) -> Mapping[str, str]:
    """Which figures are not there for want of the same keys."""
    ids: dict[str, list[str]] = {}
    for id, keys in found.missing.items():
        ids.setdefault(", ".join(keys), []).append(id)
    return {", ".join(each): keys for keys, each in ids.items()}


def _explained(figure: Figure) -> Iterator[str]:
    yield f"{figure.name} = {figure.formula}"
    if figure.basis:
        yield figure.basis
    yield from map(str, figure.origins)
