"""How time grows with slides: 20, 100 and 400 of them, ours and python-pptx's, as milliseconds a slide.

`python benchmarks/growth.py [--runs N] [--slides N,N,...] [--at-most RATIO]`. The slides of the smallest deck come
again and again in the larger ones, so that all hold the same mix. All sizes run by turns in one process, after one
round that is not counted; growth is the time a slide of the largest deck over that of the smallest, taken round by
round.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from statistics import median

from msgspec.structs import replace
from pptx_boxes import deck_bytes
from warm_deck import DAY, THEME, timed, versions

from briefing.compose.compose import compose
from briefing.formats.pptx.write import render, write
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing, Section
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Deck, PlacedSection
from briefing.rendering import ThemeChoice
from briefing.theme.chosen import chosen_theme
from briefing.theme.theme import Theme

BOXES, BRIEFING, PEER = "boxes to bytes", "briefing to bytes", "python-pptx"
Side = tuple[str, int]
Round = dict[Side, float]  # milliseconds a slide


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=7, help="counted rounds (default: %(default)s)")
    parser.add_argument("--slides", default="20,100,400", help="sizes of the decks (default: %(default)s)")
    parser.add_argument("--at-most", type=float, help="status 1 where ours grows more")
    asked = parser.parse_args(arguments)
    sizes = sorted({int(size) for size in asked.slides.split(",")})
    sides = sides_of(sizes)
    rounds = [measure(sides) for _ in range(max(1, asked.runs) + 1)][1:]
    print(report(rounds, sizes))
    worst = max(median(growths(rounds, name, sizes)) for name in (BOXES, BRIEFING))
    return int(asked.at_most is not None and worst > asked.at_most)


def sides_of(sizes: Sequence[int]) -> dict[Side, Callable[[], object]]:
    """What is timed, by name and number of slides."""
    library, theme = Library((builtin_folder(),)), chosen_theme(ThemeChoice(THEME))
    pitch = compose(library.select(["cfo,cto"]), library.layout("pitch"), library, DAY)
    briefing = longer_briefing(pitch, sizes[0])
    sides: dict[Side, Callable[[], object]] = {}
    for size in sizes:
        sides.update(of_size(size, briefing, theme))
    return sides


def of_size(size: int, briefing: Briefing, theme: Theme) -> dict[Side, Callable[[], object]]:
    long = longer_briefing(briefing, size)
    deck = longer_deck(arrange(briefing, theme.look)[0], size)
    return {
        (BOXES, size): lambda: write(deck, theme),
        (BRIEFING, size): lambda: render(long, THEME),
        (PEER, size): lambda: deck_bytes(deck, theme, THEME),
    }


def longer_deck(deck: Deck, size: int) -> Deck:
    """A deck of just so many slides, in one section."""
    slides = [slide for section in deck.sections for slide in section.slides]
    return replace(deck, sections=(PlacedSection("All", tuple(islice(cycle(slides), size))),))


def longer_briefing(briefing: Briefing, size: int) -> Briefing:
    """A briefing of just so many slides, in one section."""
    return replace(briefing, sections=(Section("All", tuple(islice(cycle(briefing.slides()), size))),))


def measure(sides: dict[Side, Callable[[], object]]) -> Round:
    return {(name, size): 1000 * timed(side) / size for (name, size), side in sides.items()}


def growths(rounds: Sequence[Round], name: str, sizes: Sequence[int]) -> list[float]:
    """Of each round: the time a slide of the largest deck over that of the smallest."""
    return [each[name, sizes[-1]] / each[name, sizes[0]] for each in rounds]


def report(rounds: Sequence[Round], sizes: Sequence[int]) -> str:
    """The table that is printed."""
    counted = f"{len(rounds)} round{'s' * (len(rounds) != 1)}"
    lines = [f"{'milliseconds a slide':<22}" + "".join(f"{size:>10}" for size in sizes) + f"{'growth':>10}"]
    for name in (BOXES, BRIEFING, PEER):
        figures = (median(each[name, size] for each in rounds) for size in sizes)
        growth = median(growths(rounds, name, sizes))
        lines.append(f"{name:<22}" + "".join(f"{figure:>10.3f}" for figure in figures) + f"{growth:>10.2f}")
    return f"{'/'.join(map(str, sizes))} slides, {counted}, {versions()}\n\n" + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
