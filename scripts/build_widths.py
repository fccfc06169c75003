"""Measure open fonts and write their advance widths as numbers, one JSON file a typeface.

A maintainer runs this when the fonts or the covered characters change:

    python scripts/build_widths.py [FOLDER]

The fonts are metric-compatible replacements of what people have, and the widest that a program draws with where it has
not the typeface of a template (Debian: fonts-liberation2, fonts-crosextra-carlito, fonts-crosextra-caladea,
fonts-dejavu); none of them is needed where decks are made. Needs fontTools.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

WIDTHS = Path(__file__).parents[1] / "src" / "briefing" / "page" / "widths"
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
WEIGHTS = ("Regular", "Bold")

# What people name in a theme, and the open font with the same advance widths.
MEASURED_FROM = {
    "Arial": "LiberationSans",
    "Times New Roman": "LiberationSerif",
    "Courier New": "LiberationMono",
    "Calibri": "Carlito",
    "Cambria": "Caladea",
    "DejaVu Sans": "DejaVuSans",
    "DejaVu Serif": "DejaVuSerif",
}

# Emoji-like symbols (2600-27BF) are left out: with a colour font they are wider than any text font says.
BLOCKS = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1, Latin Extended-A and -B
    (0x02B0, 0x02FF),  # spacing modifiers
    (0x0370, 0x052F),  # Greek, Cyrillic
    (0x0590, 0x06FF),  # Hebrew, Arabic
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2000, 0x20CF),  # punctuation, super- and subscripts, currency
    (0x2100, 0x22FF),  # letterlike, number forms, arrows, maths
    (0x25A0, 0x25FF),  # geometric shapes
    (0xFB00, 0xFB4F),  # ligatures, Hebrew presentation forms
)
INVISIBLE = ("Mn", "Me", "Cc", "Cf")  # marks and controls: no width of their own


def font_file(stem: str, folders: Iterable[Path] = FONT_FOLDERS) -> Path | None:
    """The newest installed file of that name, or None."""
    found = chain.from_iterable(folder.rglob(f"{stem}.ttf") for folder in folders if folder.is_dir())
    return max(found, key=lambda path: (TTFont(path)["head"].fontRevision, str(path)), default=None)


def weight_file(stem: str, weight: str) -> Path | None:
    """The file of one weight of a font; some name that of the regular weight without saying so."""
    return font_file(f"{stem}-{weight}") or (font_file(stem) if weight == WEIGHTS[0] else None)


def measure(family: str) -> dict[str, Any] | None:
    """Widths and vertical metrics of one typeface in thousandths of an em, rounded up; None without its fonts."""
    paths = [weight_file(MEASURED_FROM[family], weight) for weight in WEIGHTS]
    if None in paths:
        return None
    fonts = [TTFont(path) for path in paths]
    return {"family": family, "measured-from": source(fonts[0]), **vertical(fonts)} | {
        weight.lower(): ranges(font) for weight, font in zip(WEIGHTS, fonts, strict=True)
    }


def source(font: TTFont) -> dict[str, str]:
    """Which font the numbers come from: name, version and licence address."""
    names = font["name"]
    version = names.getDebugName(5).removeprefix("Version ").split(";")[0]
    return {"name": names.getDebugName(1), "version": version, "licence": names.getDebugName(14)}


def vertical(fonts: list[TTFont]) -> dict[str, int]:
    """Ascent, descent and line gap as the `hhea` table has them: what LibreOffice and PowerPoint lay lines out with."""
    return {
        "ascent": max(thousandths(font["hhea"].ascent, font) for font in fonts),
        "descent": max(thousandths(-font["hhea"].descent, font) for font in fonts),
        "gap": max(thousandths(font["hhea"].lineGap, font) for font in fonts),
    }


def thousandths(units: int, font: TTFont) -> int:
    """Font units as thousandths of an em, rounded up."""
    return -(-units * 1000 // int(font["head"].unitsPerEm))


def ranges(font: TTFont) -> list[list[Any]]:
    """Runs of neighbouring characters: the first character's code point, then the width of each."""
    glyphs, advances, found = font.getBestCmap(), font["hmtx"], list[list[Any]]()
    for code in covered(glyphs):
        if not found or found[-1][0] + len(found[-1][1]) != code:
            found.append([code, []])
        found[-1][1].append(thousandths(advances[glyphs[code]][0], font))
    return found


def covered(glyphs: Iterable[int]) -> Iterator[int]:
    """The code points of BLOCKS that the font has and that take room."""
    return (
        code
        for code in sorted(glyphs)
        if any(first <= code <= last for first, last in BLOCKS) and unicodedata.category(chr(code)) not in INVISIBLE
    )


def as_text(measured: dict[str, Any]) -> str:
    """JSON with one line a header entry and one a range, so that a difference can be read."""
    lines = [f" {json.dumps(key)}: {_value(value)}" for key, value in measured.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _value(value: Any) -> str:
    """One value of the header, or the ranges of one weight."""
    if not isinstance(value, list):
        return json.dumps(value)
    return "[\n  " + ",\n  ".join(json.dumps(each, separators=(",", ":")) for each in value) + "\n ]"


def file_name(family: str) -> str:
    """The data file of a typeface."""
    return family.lower().replace(" ", "-") + ".json"


def main(folder: Path) -> int:
    """Write the file of every typeface whose fonts are installed; 1 when one is missing."""
    missing = 0
    for family in MEASURED_FROM:
        measured = measure(family)
        if measured is None:
            print(f"{family}: {MEASURED_FROM[family]} is not installed; install its package", file=sys.stderr)
            missing = 1
            continue
        (folder / file_name(family)).write_text(as_text(measured), encoding="ascii")
        print(os.fspath(folder / file_name(family)))
    return missing


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else WIDTHS))
