"""Draw the pictures of the documentation: real decks, rendered by LibreOffice, kept small.

make pictures        needs soffice and pdftoppm (Debian: libreoffice-impress, poppler-utils, fonts-liberation)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from briefing.compose.compose import compose
from briefing.library.library import Library, builtin_folder
from briefing.render.pptx.renderer import render

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
DAY = date(2026, 1, 15)
DOTS_PER_INCH = 54
COLORS = 64  # of the palette: enough for flat slides, and a fifth of the bytes

# deck → persona words, layout, theme, and slide number → name of its picture
DECKS: dict[str, tuple[str, str, str, dict[int, str]]] = {
    "pitch": (
        "cfo,cto",
        "pitch",
        "light",
        {
            1: "title",
            2: "decision",
            3: "phases",
            4: "principles",
            5: "common-ground",
            6: "persona-profile",
            7: "answers",
            8: "kpis",
            12: "roadmap",
            13: "structure",
            14: "raci",
            15: "ask",
            16: "sources",
        },
    ),
    "brief": ("ceo,cto,cfo", "exec-brief", "light", {2: "changes"}),
}


def main() -> int:
    """Every picture, made anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    library = Library((builtin_folder(),))
    with tempfile.TemporaryDirectory() as scratch:
        for name, (words, layout, theme, pictures) in DECKS.items():
            briefing = compose(library.select([words]), library.layout(layout), library, DAY)
            deck = Path(scratch, f"{name}.pptx")
            deck.write_bytes(render(briefing, builtin_folder() / "layouts" / "theme" / f"{theme}.pptx").data)
            for number, picture in pictures.items():
                _draw(deck, number, FOLDER / f"{picture}.png")
    print(f"{FOLDER.relative_to(Path.cwd())}: {len(list(FOLDER.glob('*.png')))} pictures")
    return 0


def _draw(deck: Path, number: int, target: Path) -> None:
    pdf = deck.with_suffix(".pdf")
    if not pdf.exists():
        profile = f"-env:UserInstallation=file://{deck.parent}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(deck.parent), str(deck)]
        subprocess.run(command, check=True, capture_output=True)
    page = deck.with_suffix("")
    only = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", *only, str(pdf), str(page)], check=True)
    with Image.open(page.with_suffix(".png")) as picture:
        picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
