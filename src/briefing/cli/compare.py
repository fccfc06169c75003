"""`briefing compare`: what several audiences are told, side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli import completion
from briefing.cli.options import COMPANY, Json, takes
from briefing.cli.terminal import columns_width, say, say_json, say_table, tell
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.choices import Choices
    from briefing.compare import Comparison, Row

EXAMPLES = """Examples:

\b
  briefing compare cfo cto
  briefing compare cfo cto --org org.yaml --layout board
  briefing compare cfo cto --spend bills/
  briefing compare executives --json
"""
SLIDE = "SLIDE"
MESSAGES = 3  # of a slide; the JSON has all
GAP = "  "


@takes(*COMPANY, "layout", "minutes", "day", "libraries")
def compare(
    people: Annotated[
        list[str],
        typer.Argument(
            metavar="NAMES",
            help="Two or more personas, aliases or groups.",
            autocompletion=completion.people,
        ),
    ],
    *,
    choices: Choices,
    as_json: Json = False,
) -> None:
    """Show side by side what several audiences are told: different messages, the same figures.

    Exit status 1 where one figure is told in two ways.
    """
    from briefing.pipeline import compare_audiences

    found = compare_audiences(people, choices)
    if len(found.audiences) < 2:
        raise UsageError(f"there is only the {found.audiences[0]} to compare", remedy="name two personas or more")
    if as_json:
        say_json(_as_json(found))
    else:
        _print(found)
    for notice in found.notices:
        tell(f"notice: {notice}")


def _print(found: Comparison) -> None:
    different = [row for row in found.rows if not row.same and all(row.told)]
    _side_by_side("TOLD IN DIFFERENT WORDS", found.audiences, different)
    _list("TOLD TO ALL IN THE SAME WORDS", [row for row in found.rows if row.same])
    for place, name in enumerate(found.audiences):
        _list(f"ONLY FOR THE {name.upper()}", found.alone(place))
    if len(found.audiences) > 2:
        _list("FOR SOME OF THEM", _some(found))
    _print_figures(found)


def _some(found: Comparison) -> list[Row]:
    """The slides that more than one and less than all have."""
    return [row for row in found.rows if 1 < sum(told is not None for told in row.told) < len(row.told)]


def _list(heading: str, rows: Sequence[Row]) -> None:
    if rows:
        say(f"\n{heading}\n")
        say_table((SLIDE, "HEADLINE"), ((row.kind, next(told.headline for told in row.told if told)) for row in rows))


def _side_by_side(heading: str, names: Sequence[str], rows: Sequence[Row]) -> None:
    if not rows:
        return
    first = max(len(SLIDE), *(len(row.kind) for row in rows))
    width = max((columns_width() - first - len(GAP) * len(names)) // len(names), 20)
    say(f"{heading}\n")
    say(GAP.join((SLIDE.ljust(first), *(name.ljust(width) for name in names))).rstrip())
    for row in rows:
        pairs = zip(row.told, row.differences, strict=True)
        cells = [list(_folded(told.headline, messages, width)) for told, messages in pairs if told]
        for number, line in enumerate(zip_longest(*cells, fillvalue="")):
            kind = "" if number else row.kind
            say(GAP.join((kind.ljust(first), *(part.ljust(width) for part in line))).rstrip())
        say()


def _folded(headline: str, messages: Sequence[str], width: int) -> Iterator[str]:
    """The headline, and under it the first messages that are for this audience only."""
    yield from textwrap.wrap(headline, width, break_on_hyphens=False)
    for message in messages[:MESSAGES]:
        lines = textwrap.wrap(message, width, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
        yield from lines[:2]
        if len(lines) > 2:
            yield "  …"


def _print_figures(found: Comparison) -> None:
    if found.figures:
        say("\nFIGURES\n")
        rows = (
            (each.figure.text, *("yes" if seen else "-" for seen in each.seen), each.figure.name)
            for each in found.figures
        )
        say_table(("VALUE", *(name.upper() for name in found.audiences), "FIGURE"), rows)


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "audiences": list(found.audiences),
        "notices": list(found.notices),
        "slides": [{"kind": row.kind, "same": row.same, "told": _told_as_json(found, row)} for row in found.rows],
        "figures": [
            {
                "id": each.figure.id,
                "name": each.figure.name,
                "value": each.figure.text,
                "for": [name for name, seen in zip(found.audiences, each.seen, strict=True) if seen],
            }
            for each in found.figures
        ],
    }


def _told_as_json(found: Comparison, row: Row) -> dict[str, Any]:
    pairs = zip(found.audiences, row.told, strict=True)
    return {name: told and {"headline": told.headline, "messages": list(told.messages)} for name, told in pairs}
