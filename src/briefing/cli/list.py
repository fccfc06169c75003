"""`briefing list`: the ids that files may name, one a line: KPIs, milestones, capabilities, trade-offs and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.options import Folders, Json
from briefing.cli.terminal import say, say_json
from briefing.documents.text import did_you_mean
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.library.library import Library

EXAMPLES = """Examples:

\b
  briefing list kpis
  briefing list milestones
  briefing list figures --json
"""

Row = tuple[str, str]


def list(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="kpis, milestones, capabilities, trade-offs or figures.")],
    libraries: Folders = [],  # noqa: B006 - Typer copies it, and wants a list
    as_json: Json = False,
) -> None:
    """Show the ids that org.yaml, personas and layouts may name, with one line each."""
    from briefing.desk import open_library

    asked = what.strip().lower()
    asked = next((name for name in LISTS if asked in (name, name.removesuffix("s"), _one(name))), "")
    if not asked:
        remedy = did_you_mean(what, LISTS, f"there are {', '.join(LISTS)}")
        raise UsageError(f"there is no list of '{what}'", remedy=remedy)
    rows = tuple(LISTS[asked](open_library(libraries)))
    if as_json:
        say_json({asked: [{"id": id, "text": text} for id, text in rows]})
    else:
        width = max((len(id) for id, _ in rows), default=0)
        for id, text in rows:  # a line each, however long: for the eye and for grep
            say(f"{id.ljust(width)}  {text}")


def _one(name: str) -> str:
    return f"{name.removesuffix('ies')}y"


def _kpis(library: Library) -> Iterator[Row]:
    for id, kpi in library.kpis().items():
        better = {"higher": "higher is better", "lower": "lower is better"}.get(kpi.better, "near a target is better")
        yield id, f"{kpi.name}: {kpi.formula or kpi.explains or 'no formula'} ({better})"


def _milestones(library: Library) -> Iterator[Row]:
    found = [(stage.name, text) for stage in library.framework().stages for text in stage.milestones]
    return ((str(number), f"{stage}: {text}") for number, (stage, text) in enumerate(found, 1))


def _capabilities(library: Library) -> Iterator[Row]:
    return ((each.id, f"{each.name}: {each.text}") for each in library.framework().capabilities)


def _trade_offs(library: Library) -> Iterator[Row]:
    for each in library.framework().trade_offs:
        one, other = each.poles
        yield each.id, f"{each.question} Poles: {one.id}, {other.id}"


def _figures(library: Library) -> Iterator[Row]:
    """Figures of a company and of a bill; `*` stands for a case, a persona or a name."""
    from briefing.figures.drafting import open_texts

    for id, each in open_texts(library).figures.items():
        yield id, f"{each.name} = {each.formula}"


LISTS: Mapping[str, Callable[[Library], Iterator[Row]]] = {
    "kpis": _kpis,
    "milestones": _milestones,
    "capabilities": _capabilities,
    "trade-offs": _trade_offs,
    "figures": _figures,
}
