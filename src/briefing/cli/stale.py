"""`briefing stale`: which decks of a folder hold figures that today's facts contradict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import typer

from briefing.cli.options import COMPANY, Json, takes
from briefing.cli.refresh import Decks, deck_as_json
from briefing.cli.terminal import say, say_json, say_table, tell

if TYPE_CHECKING:
    from briefing.choices import Choices
    from briefing.refresh.run import Refreshed

EXAMPLES: Final = """Examples:

\b
  briefing stale decks/ --org org.yaml --spend bills/
  briefing stale board.pptx pitch.pptx --org org.yaml --json
"""


@takes(*COMPANY, "day", "libraries")
def stale(
    decks: Decks,
    *,
    choices: Choices,
    as_json: Json = False,
) -> None:
    """Tell which decks hold figures that today's facts contradict; nothing is written.

    Exit status 1 where one does, or one of ours cannot be told.
    """
    from briefing.refresh.run import Refresher, Wish, decks_of

    refresher = Refresher(choices, Wish())
    found = [refresher.refreshed(each) for each in decks_of(decks)]
    ours = [each for each in found if each.is_ours]
    if as_json:
        say_json(
            {
                "decks": [deck_as_json(each) for each in ours],
                "others": [str(each.path) for each in found if not each.is_ours],
            }
        )
    else:
        say_table(("STALE", "CHANGES", "FOR YOU", "DECK"), _rows(ours))
        for each in found:
            if not each.is_ours:
                tell(f"notice: {each.path} was not made by briefing, and is left out")
    for each in ours:
        for problem in each.problems:
            tell(f"error: {problem}")
    if not as_json and not any(each.problems or each.is_stale for each in ours):
        say("nothing is stale")
    status = max((each.status for each in ours), default=0)
    if status:
        raise typer.Exit(status)


def _rows(found: list[Refreshed]) -> Iterator[tuple[str, ...]]:
    for each in found:
        left = sum(change.is_open for change in each.changes)
        state = "?" if each.problems else "yes" if each.is_stale else "no"
        yield state, str(len(each.changes) - left), str(left), str(each.path)
