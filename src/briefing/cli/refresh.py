"""`briefing refresh`: the figures of today in decks that people have edited, and what of them is left to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from briefing.cli.faults import problem_as_json
from briefing.cli.options import COMPANY, Json, takes
from briefing.cli.terminal import say, say_json, say_table, tell
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.choices import Choices
    from briefing.refresh.report import Change
    from briefing.refresh.run import Refreshed

EXAMPLES: Final = """Examples:

\b
  briefing refresh q1-deck.pptx --org org.yaml --spend bills/           what would change, nothing written
  briefing refresh q1-deck.pptx --org org.yaml --spend bills/ --write   the same deck with the new figures
  briefing refresh decks/ --org org.yaml --write --mark
  briefing refresh q1-deck.pptx --forget                                before you send it
"""
LONGEST: Final = 44  # characters of a text in the table; the JSON has all
Decks = Annotated[list[Path], typer.Argument(metavar="DECK...", help="Decks, or folders with decks.")]


@takes(*COMPANY, "day", "libraries")
def refresh(
    decks: Decks,
    *,
    choices: Choices,
    write: Annotated[
        bool, typer.Option("--write", help="Write the deck, and keep the earlier one as a backup.")
    ] = False,
    add: Annotated[bool, typer.Option("--add", help="Put in new slides, behind the ones that they follow.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take out slides whose facts are not there any more.")
    ] = False,
    mark: Annotated[bool, typer.Option("--mark", help="Put a comment on every shape that changed.")] = False,
    base: Annotated[
        Path | None,
        typer.Option("--base", metavar="FILE", help="The deck as briefing wrote it, where yours has lost its memory."),
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Take what the deck remembers out of it, and do nothing else.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring the figures of decks up to date that people have edited, and keep their edits.

    Without --write nothing is written. Exit status 1 where anything is stale, or left to a person.
    """
    from briefing.refresh.run import Refresher, Wish, decks_of

    if mark and not write:
        raise UsageError("--mark puts comments into the deck, and nothing is written", remedy="add --write")
    paths = [*decks_of(decks)]
    if base and len(paths) > 1:
        raise UsageError(
            f"--base is the one deck {base}, and there are {len(paths)} to refresh", remedy="name one deck"
        )
    if forget:
        _forget(paths)
        return
    refresher = Refresher(choices, Wish(write, add, remove, mark, base))
    if len(paths) == 1 and not as_json:
        found = [refresher.refresh(paths[0])]
    else:
        found = [refresher.refreshed(each) for each in paths]
    if as_json:
        say_json({"decks": [deck_as_json(each) for each in found]})
    for each in found:
        for problem in each.problems:
            tell(f"error: {problem}")
        if not (as_json or each.problems):
            _print(each, write=write)
    status = max(each.status for each in found)
    if status:
        raise typer.Exit(status)


def _forget(paths: Sequence[Path]) -> None:
    from briefing.refresh.run import forget

    for path in paths:
        backup = forget(path)
        say(str(path))
        tell(f"{path}: it remembers nothing any more; the earlier one is {backup}" if backup else f"{path}: as it was")


def _print(found: Refreshed, *, write: bool) -> None:
    say(f"{found.path}: {_summary(found, write=write)}")
    if found.changes:
        say()
        say_table(("SLIDE", "SHAPE", "HOW", "WAS -> IS"), _rows(found.changes))
        say()
        for how, meaning in _meanings(found.changes):
            say(f"  {how}: {meaning}")
        say()
    if found.backup:
        tell(f"notice: The earlier {found.path} is kept as {found.backup}.")
    weak = sum(count for how, count in found.by.items() if how != "id")
    if weak:
        slides = f"{weak} of {sum(found.by.values())} slides of {found.path}"
        tell(f"notice: {slides} have lost their ids, and were recognised by their names and texts.")


def _summary(found: Refreshed, *, write: bool) -> str:
    """`12 changed, 3 left to you, 1 offered`."""
    from briefing.refresh.report import CHANGED

    done = sum(each.how in CHANGED for each in found.changes)
    left = sum(each.is_open for each in found.changes)
    offered = sum(each.how == "offered" for each in found.changes)
    parts = [
        (done, f"{done:,} {'changed' if write else 'would change'}"),
        (left, f"{left:,} left to you"),
        (offered, f"{offered:,} offered"),
    ]
    return ", ".join(text for count, text in parts if count) or "nothing is stale"


def _rows(changes: Sequence[Change]) -> Iterator[tuple[str, ...]]:
    """A row for each change; the same change on many slides is one, and so are the values of a chart."""
    rows: dict[tuple[str, ...], list[Change]] = {}
    for each in changes:
        name = each.shape.partition(":")[0] if each.chart else each.shape or each.title
        alike = (str(each.slide), name, each.how) if each.chart else (name, each.how, each.was, each.theirs, each.now)
        rows.setdefault(alike, []).append(each)
    for found in rows.values():
        first, places = found[0], [*dict.fromkeys(each.slide for each in found)]
        where = str(places[0] or "-") + (f" +{len(places) - 1}" if len(places) > 1 else "")
        was = first.was if first.theirs in ("", first.was) else f"{_short(first.was)} | yours: {_short(first.theirs)}"
        told = f"{_short(was, 2 * LONGEST) or '(nothing)'} -> {_short(first.now) or '(nothing)'}"
        name = first.shape.partition(":")[0] if first.chart else first.shape or first.title
        if first.chart and len(found) > 1:
            told += f", and {len(found) - 1} values more"
        yield where, _short(name, 28), first.how, told


def _short(text: str, longest: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _meanings(changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    from briefing.refresh.report import MEANING

    seen = {each.how for each in changes}
    return ((how, meaning) for how, meaning in MEANING.items() if how in seen)


def deck_as_json(found: Refreshed) -> dict[str, Any]:
    """A deck for `--json`, with every row in full."""
    return {
        "path": str(found.path),
        "written": found.written and bool(found.backup),
        "backup": str(found.backup) if found.backup else None,
        "stale": found.is_stale,
        "recognised": dict(found.by),
        "base": found.where,
        "changes": [_as_json(each) for each in found.changes],
        "problems": [problem_as_json(each) for each in found.problems],
    }


def _as_json(change: Change) -> dict[str, Any]:
    texts = {"was": change.was, "theirs": change.theirs, "now": change.now}
    how = {"how": change.how, "by": change.by, "sure": change.sure, "review": change.is_open or change.how == "figure"}
    return {"slide": change.slide, "title": change.title, "shape": change.shape, **texts, **how}
