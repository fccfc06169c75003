"""How like our slides are to those that LibreOffice draws of the same deck: pictures, and where their texts stand.

python scripts/likeness.py [--keep FOLDER] [TEMPLATE...]    needs soffice, pdftoppm and pdftotext

Without templates the built-in themes are compared. Of each slide the structural similarity (SSIM, 1 is the same
picture) is told, and how far a text box stands from its place, as a share of the slide's width. Beyond the limits below
the exit status is 1. With `--keep` both pictures of each slide stand side by side in that folder, the worst first.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from briefing.compose.compose import compose
from briefing.errors import BriefingError
from briefing.figures.company import company_of
from briefing.figures.drafting import open_organisation
from briefing.formats.pages import Book
from briefing.formats.pptx.write import render
from briefing.formats.typeset.write import pictures
from briefing.library.library import Library, builtin_folder
from briefing.model import Briefing
from briefing.page.boxes import EMU_PER_POINT, ChartBox
from briefing.page.drawing import everything
from briefing.page.fonts import Typefaces, face, set_as
from briefing.page.setting import Line
from briefing.rendering import ThemeChoice

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "fictional-freight"
DAY = date(2026, 1, 15)
WIDE = 960  # pixels of both pictures
SEEN = 480  # what they are compared at: how a font is smoothed counts less than where things stand
WINDOW = 7  # pixels, as SSIM is usually taken
LEAST_ALIKE = 0.80  # of a slide: a line of small text one pixel lower is 0.85, a missing drawing 0.7
MOST_MOVED = 0.02  # of the slide's width: a text box
RISE = 0.81  # of the height of a word in a PDF: its baseline


@dataclass(frozen=True)
class Compared:
    """A slide: how alike, how far its farthest text box stands from its place, which; and words that are not found."""

    number: int
    alike: float
    moved: float
    text: str
    lost: tuple[str, ...]
    known: bool  # both draw it in letters of the same widths


Spot = tuple[float, float, float]  # a word's left edge, baseline and right edge, in points


def main(arguments: Sequence[str]) -> int:
    """Compare decks in every theme, and say whether all are within the limits."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("templates", nargs="*", type=Path)
    parser.add_argument("--layout", default="pitch")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    library = Library((EXAMPLE, builtin_folder()))
    company = company_of(library, open_organisation(library, EXAMPLE / "org.yaml"))
    briefing = compose(library.select(["cfo,cto"]), library.layout(asked.layout), library, DAY, company)
    folder = builtin_folder() / "layouts" / "theme"
    wrong = 0
    for theme in asked.templates or [folder / f"{name}.pptx" for name in ("light", "dark")]:
        try:
            found = list(_compared(briefing, ThemeChoice(theme), asked.keep))
        except BriefingError as error:
            print(f"{theme.name}: not usable: {error}")
            continue
        wrong += _told(theme.name, found)
    return 1 if wrong else 0


def _told(name: str, found: Sequence[Compared]) -> int:
    """Print a theme in a line, and each slide beyond a limit; their number. Pictures in other fonts are not alike."""
    alike, moved = [each.alike for each in found], [each.moved for each in found]
    beyond = [each for each in found if (each.known and each.alike < LEAST_ALIKE) or each.moved > MOST_MOVED]
    name += "" if found[0].known else " (in a font that LibreOffice replaces by another than we)"
    print(
        f"{name}: {len(found)} slides, SSIM mean {sum(alike) / len(alike):.3f}, least {min(alike):.3f}; "
        f"text boxes moved at most {max(moved):.1%} of the width; {len(beyond)} beyond the limits",
        flush=True,
    )
    for each in beyond:
        lost = f"; without {', '.join(each.lost[:5])}" if each.lost else ""
        print(
            f"  slide {each.number}: SSIM {each.alike:.3f}, moved {each.moved:.1%} ({each.text[:40]!r}){lost}",
            flush=True,
        )
    return len(beyond)


def _compared(briefing: Briefing, theme: ThemeChoice, keep: Path | None) -> Iterator[Compared]:
    book, ours, _ = pictures(briefing, theme, WIDE)
    known = all(face(set_as(each)).exact for each in (book.heading_font, book.body_font))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        deck = _set_as_measured(render(briefing, theme).data, (book.heading_font, book.body_font))
        (folder / "deck.pptx").write_bytes(deck)
        convert = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*convert, "--outdir", scratch, f"{scratch}/deck.pptx"], check=True, capture_output=True)
        size = ["-scale-to-x", str(WIDE), "-scale-to-y", "-1"]
        subprocess.run(["pdftoppm", "-png", *size, f"{scratch}/deck.pdf", f"{scratch}/p"], check=True)
        theirs = [Image.open(io.BytesIO(each.read_bytes())).convert("RGB") for each in sorted(folder.glob("p-*.png"))]
        told = subprocess.run(
            ["pdftotext", "-bbox", f"{scratch}/deck.pdf", "-"], check=True, capture_output=True, text=True
        )
    words = list(_words_of(told.stdout))
    assert len(theirs) == len(words) == len(ours), "LibreOffice draws another number of slides"
    for number, (data, their, placed) in enumerate(zip(ours, theirs, words, strict=True), 1):
        our = Image.open(io.BytesIO(data)).convert("RGB")
        alike = likeness(our, their)
        moved, text, lost = _moved(book, number - 1, placed)
        if keep:
            _side_by_side(our, their, keep / f"{alike:.3f}-{theme.path.stem}-{number:02}.png")
        yield Compared(number, alike, moved, text, lost, known)


def _set_as_measured(deck: bytes, families: Sequence[str]) -> bytes:
    """The deck in Calibri where it is in Calibri Light, and so on: LibreOffice, which lacks that, takes any other."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            data = read.read(name)
            for family in families if name.endswith(".xml") else ():
                data = data.replace(f'typeface="{escape(family)}"'.encode(), f'typeface="{set_as(family)}"'.encode())
            written.writestr(name, data)
    return made.getvalue()


def _words_of(bbox: str) -> Iterator[dict[str, list[Spot]]]:
    """Of each page of a PDF the places of each word, in points."""
    number = r'"(-?[\d.]+)"'
    word = re.compile(rf"<word xMin={number} yMin={number} xMax={number} yMax={number}>(.*?)</word>")
    for page in bbox.split("<page ")[1:]:
        found = defaultdict[str, list[Spot]](list)
        for left, top, right, low, text in word.findall(page):
            found[unescape(text)].append((float(left), float(top) + RISE * (float(low) - float(top)), float(right)))
        yield found


def _moved(book: Book, index: int, theirs: dict[str, list[Spot]]) -> tuple[float, str, tuple[str, ...]]:
    """How far the farthest text box of a page stands from where LibreOffice has it; its text; words not found."""
    page, wide, faces = (
        book.pages[index],
        book.width / EMU_PER_POINT,
        Typefaces(set_as(book.heading_font), set_as(book.body_font)),
    )
    parts = [
        part
        for each in page.drawings
        for part in (() if isinstance(each.box, ChartBox) else everything(each))
        if part.lines
    ]
    ours = [(box, *pair) for box, part in enumerate(parts) for line in part.lines for pair in _words(line, faces)]
    pairs = sorted(
        (abs(there[0] - here[0]) + abs(there[1] - here[1]), number, word, place)
        for number, (_, word, here) in enumerate(ours)
        for place, there in enumerate(theirs.get(word, ()))
    )
    met: dict[int, Spot] = {}  # the nearest first, each word once
    taken = set[tuple[str, int]]()
    for _, number, word, place in pairs:
        if number not in met and (word, place) not in taken:
            met[number] = theirs[word][place]
            taken.add((word, place))
    farthest, text = 0.0, ""
    for box in range(len(parts)):
        own = [(here, met[number]) for number, (of, _, here) in enumerate(ours) if of == box and number in met]
        if own and (away := _apart([here for here, _ in own], [there for _, there in own]) / wide) > farthest:
            farthest, text = away, " ".join(word for of, word, _ in ours if of == box)
    return farthest, text, tuple(word for number, (_, word, _) in enumerate(ours) if number not in met)


def _apart(ours: Sequence[Spot], theirs: Sequence[Spot]) -> float:
    """How far two texts of the same words stand apart: one in wider letters still has an edge or its middle there."""
    edges = (
        ((min(each[0] for each in text), max(each[2] for each in text)), (text[0][1], text[-1][1]))
        for text in (ours, theirs)
    )
    first, second = edges
    return max(
        min(abs(one[0] - two[0]), abs(one[1] - two[1]), abs(sum(one) - sum(two)) / 2)
        for one, two in zip(first, second, strict=True)
    )


def _words(line: Line, faces: Typefaces) -> Iterator[tuple[str, Spot]]:
    """The words of a line between spaces, with the left edge and the baseline of each."""
    letters = [
        (letter, each.x + faces.drawn(each.heading, each.bold).advance(each.text[:at], each.size) * EMU_PER_POINT)
        for each in line.words
        for at, letter in enumerate(each.text)
    ]
    text = "".join(letter for letter, _ in letters)
    ends = [at for _, at in letters[1:]] + [line.words[-1].x + line.words[-1].width]
    for found in re.finditer(r"\S+", text):
        left, right = letters[found.start()][1], ends[found.end() - 1]
        yield found[0], (left / EMU_PER_POINT, line.baseline / EMU_PER_POINT, right / EMU_PER_POINT)


def likeness(first: Image.Image, second: Image.Image) -> float:
    """The mean structural similarity of two pictures in grey."""
    size = (SEEN, round(SEEN * first.height / first.width))
    one, two = (
        np.asarray(each.convert("L").resize(size, Image.Resampling.BOX), dtype=float) for each in (first, second)
    )

    def mean(values: Any) -> Any:
        return np.lib.stride_tricks.sliding_window_view(values, (WINDOW, WINDOW)).mean(axis=(2, 3))

    a, b = mean(one), mean(two)
    spread_a, spread_b, both = mean(one * one) - a * a, mean(two * two) - b * b, mean(one * two) - a * b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    map_ = ((2 * a * b + c1) * (2 * both + c2)) / ((a * a + b * b + c1) * (spread_a + spread_b + c2))
    return float(map_.mean())


def _side_by_side(ours: Image.Image, theirs: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    both = Image.new("RGB", (ours.width + theirs.width + 8, max(ours.height, theirs.height)), "red")
    both.paste(ours, (0, 0))
    both.paste(theirs, (ours.width + 8, 0))
    both.save(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
