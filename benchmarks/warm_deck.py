"""One deck in a warm process: ours, python-pptx writing the same boxes, the floor of deflating its parts, and as PDF.

`python benchmarks/warm_deck.py [--runs N] [--layout NAME] [--for PEOPLE] [--faster RATIO] [--floor RATIO]`. All sides
run by turns in one process, after one round that is not counted, and every ratio is taken round by round.
"""

from __future__ import annotations

import argparse
import io
import platform
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from itertools import count
from statistics import median
from time import perf_counter

from msgspec.structs import replace
from pptx_boxes import deck_bytes

from briefing.compose.compose import compose
from briefing.formats.pptx.write import render, write
from briefing.formats.typeset.write import render as render_pdf
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing
from briefing.page.arrange.arrange import arrange
from briefing.page.boxes import Deck
from briefing.rendering import ThemeChoice
from briefing.theme.chosen import chosen_theme
from briefing.theme.theme import Theme

DAY = date(2026, 3, 31)
THEME = builtin_folder() / "layouts" / "theme" / "light.pptx"
LEVEL = 6
BOXES, BRIEFING, PEER, FLOOR, DEFLATE, PDF, NEW_PDF = (
    "boxes to bytes",
    "briefing to bytes",
    "python-pptx",
    "floor: parts to zip",
    "deflate alone",
    "briefing to PDF",
    "another briefing to PDF",
)
RATIOS = (
    *((PEER, BOXES), (PEER, BRIEFING), (BOXES, FLOOR), (BOXES, DEFLATE), (BRIEFING, FLOOR)),
    *((PDF, BRIEFING), (NEW_PDF, BRIEFING)),
)
Round = Mapping[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=15, help="counted rounds (default: %(default)s)")
    parser.add_argument("--layout", default="pitch", help="what is told (default: %(default)s)")
    parser.add_argument("--for", dest="audience", default="cfo,cto", help="to whom (default: %(default)s)")
    parser.add_argument("--faster", type=float, help="status 1 where boxes to bytes beat python-pptx by less")
    parser.add_argument("--floor", type=float, help="status 1 where boxes to bytes take more times the floor")
    asked = parser.parse_args(arguments)
    library, theme = Library((builtin_folder(),)), chosen_theme(ThemeChoice(THEME))
    briefing = compose(library.select([asked.audience]), library.layout(asked.layout), library, DAY)
    deck, _ = arrange(briefing, theme.look)
    sides = sides_of(briefing, deck, theme)
    rounds = [{name: timed(side) for name, side in sides.items()} for _ in range(max(1, asked.runs) + 1)][1:]
    print(report(rounds, deck, theme))
    slow = asked.faster is not None and ratio(rounds, PEER, BOXES) < asked.faster
    return int(slow or (asked.floor is not None and ratio(rounds, BOXES, FLOOR) > asked.floor))


def sides_of(briefing: Briefing, deck: Deck, theme: Theme) -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    parts, numbers = parts_of(write(deck, theme)), count()
    return {
        BOXES: lambda: write(deck, theme),
        BRIEFING: lambda: render(briefing, THEME),
        PEER: lambda: deck_bytes(deck, theme, THEME),
        FLOOR: lambda: zipped(parts),
        DEFLATE: lambda: deflated(parts),
        PDF: lambda: render_pdf(briefing, THEME),
        NEW_PDF: lambda: render_pdf(replace(briefing, title=f"{briefing.title} {next(numbers)}"), THEME),
    }


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a finished deck, as they are before they are deflated."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """All parts as a zip file: no deck that python's own zip module packs can be quicker."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=LEVEL)
    return target.getvalue()


def deflated(parts: Mapping[str, bytes]) -> list[tuple[int, bytes]]:
    """The checksum and the deflated bytes of every part, without any frame around them."""
    found = []
    for data in parts.values():
        pressed = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        found.append((zlib.crc32(data), pressed.compress(data) + pressed.flush()))
    return found


def timed(side: Callable[[], object]) -> float:
    """The seconds that it takes."""
    start = perf_counter()
    side()
    return perf_counter() - start


def ratio(rounds: Sequence[Round], longer: str, shorter: str) -> float:
    """The median, over the rounds, of how many times as long one takes as the other."""
    return median(each[longer] / each[shorter] for each in rounds)


def report(rounds: Sequence[Round], deck: Deck, theme: Theme) -> str:
    """The tables that are printed."""
    lines = [f"{'':<40}{'median':>10}{'least':>10}{'most':>10}"]
    for name in rounds[0]:
        values = [1000 * each[name] for each in rounds]
        lines.append(f"{name:<40}" + "".join(f"{of(values):>7.1f} ms" for of in (median, min, max)))
    for longer, shorter in RATIOS:
        values = [each[longer] / each[shorter] for each in rounds]
        lines.append(f"{f'{longer} / {shorter}':<40}" + "".join(f"{of(values):>10.2f}" for of in (median, min, max)))
    return f"{heading(rounds, deck, theme)}\n\n" + "\n".join(lines)


def heading(rounds: Sequence[Round], deck: Deck, theme: Theme) -> str:
    slides = [slide for section in deck.sections for slide in section.slides]
    ours, peer = len(write(deck, theme)), len(deck_bytes(deck, theme, THEME))
    counted = f"{len(rounds)} round{'s' * (len(rounds) != 1)}"
    size = f"{len(slides)} slides, {sum(len(slide.boxes) for slide in slides)} boxes, {counted}"
    return f"{size}, {versions()}\nfiles: ours {ours:,} bytes, python-pptx {peer:,} bytes"


def versions() -> str:
    """What the times depend on."""
    libraries = f"python-pptx {version('python-pptx')}, lxml {version('lxml')}, zlib {zlib.ZLIB_RUNTIME_VERSION}"
    return f"Python {platform.python_version()}, {libraries}, {platform.system()} {platform.machine()}"


if __name__ == "__main__":
    sys.exit(main())
