"""Our line counts against the lines that LibreOffice really draws."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Emu, Pt

from briefing.page.boxes import Frame, Paragraph, Run, inches
from briefing.page.fit import line_count
from briefing.page.fonts import MEASURED, Typefaces

pytestmark = pytest.mark.slow

NEEDED_PROGRAMS = ("soffice", "pdftotext", "fc-list")
NEEDED_FONTS = ("Liberation Sans", "Liberation Serif", "Liberation Mono", "Carlito", "Caladea")
PLAIN, HARD = 200, 100  # prose in boxes as slides have them; long words, addresses and far too narrow boxes
SEED = 20240607
ROUNDING = 0.03  # points a line, in the positions of the drawing

PROSE = """
cloud spend against budget accountable forecast unit cost per customer the of and savings showback chargeback
allocation commitment coverage engineering teams finance – value AI-driven cost-to-serve pay-as-you-go (FinOps) “run
rate” 12.5 % 2024-25 IaaS cost / usage R&D well-architected self-service Ångström Übersicht façade Zürich naïve coûts,
décisions; trade-offs: faster, cheaper! really? (yes) [no] TAV WATTAGE Yesterday €1.2m 30-day AWS Azure we’ll
"""
UNWIELDY = """
infrastructure-as-code accountability_of_the_organisation AVAILABILITY €1,234,567,890.00 IaaS/PaaS/SaaS Q3/Q4 A/B a–b
https://example.com/cloud/costs/2024/report?month=07&team=a finance@example.com and/or cost—value 07/2024 -5 --flag
"""


class Sample(NamedTuple):
    """One paragraph in one text box."""

    frame: Frame
    width: int
    family: str


def _samples(seed: int = SEED) -> list[Sample]:
    chance = random.Random(seed)
    return [_sample(chance, MEASURED[number % len(MEASURED)], number >= PLAIN) for number in range(PLAIN + HARD)]


def _sample(chance: random.Random, family: str, hard: bool) -> Sample:
    words = chance.choices((PROSE + UNWIELDY if hard else PROSE).split(), k=chance.randint(4, 18 if hard else 40))
    cut = chance.randrange(len(words))
    runs: tuple[Run, ...] = (Run(" ".join(words)),)
    if chance.random() < 0.4 and cut:
        runs = (Run(" ".join(words[:cut]) + " ", bold=True), Run(" ".join(words[cut:]), bold=False))
    frame = Frame((Paragraph(runs),), chance.choice((11, 12, 14, 16, 20, 28, 36)), bold=chance.random() < 0.3)
    narrowest = 1.2 if hard else frame.size * 8 / 72
    return Sample(frame, inches(max(narrowest, chance.choice((1.2, 1.8, 2.5, 3.3, 4.1, 6.0, 9.7, 12.1)))), family)


def _deck(samples: list[Sample], path: Path) -> None:
    """One slide a sample, so that a page of the PDF holds one paragraph."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(inches(14)), Emu(inches(50))
    for sample in samples:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        text = slide.shapes.add_textbox(inches(0.5), inches(0.5), sample.width, inches(1)).text_frame
        text.word_wrap, text.auto_size = True, MSO_AUTO_SIZE.NONE
        text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = 0
        for run in sample.frame.paragraphs[0].runs:
            drawn = text.paragraphs[0].add_run()
            drawn.text, drawn.font.size, drawn.font.name = run.text, Pt(sample.frame.size), sample.family
            drawn.font.bold = sample.frame.bold if run.bold is None else run.bold
    deck.save(str(path))


def _drawn_line_tops(folder: Path) -> list[list[float]]:
    """Convert the deck, and give the top of each line in points, page by page."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "deck.pptx"],
        check=True,
        capture_output=True,
        timeout=240,
    )
    subprocess.run(["pdftotext", "-bbox", folder / "deck.pdf", folder / "deck.html"], check=True)
    pages = (folder / "deck.html").read_text(encoding="utf-8").split("<page ")[1:]
    return [_line_tops([float(top) for top in re.findall(r'<word [^>]*yMin="([\d.]+)"', page)]) for page in pages]


def _line_tops(tops: list[float]) -> list[float]:
    """Tops of words as tops of lines: bold and regular words of a line differ by less than three points."""
    lines: list[float] = []
    for top in sorted(tops):
        if not lines or top - lines[-1] > 3:
            lines.append(top)
    return lines


def _missing() -> str:
    """What this machine lacks for the comparison."""
    programs = [each for each in NEEDED_PROGRAMS if not shutil.which(each)]
    if programs:
        return f"{', '.join(programs)} not installed"
    installed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    fonts = [each for each in NEEDED_FONTS if each not in installed]
    return f"fonts not installed: {', '.join(fonts)}" if fonts else ""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Sample, list[float]]]:
    """Each sample with the tops of the lines that LibreOffice drew."""
    if missing := _missing():
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("libreoffice")
    samples = _samples()
    _deck(samples, folder / "deck.pptx")
    return list(zip(samples, _drawn_line_tops(folder), strict=True))


def _counted(sample: Sample) -> int:
    return line_count(sample.frame, sample.width, Typefaces(sample.family, sample.family))


def test_never_counts_fewer_lines_than_are_drawn(drawn: list[tuple[Sample, list[float]]]) -> None:
    assert [sample for sample, tops in drawn if _counted(sample) < len(tops)] == []


def test_seldom_counts_more_lines_than_are_drawn(drawn: list[tuple[Sample, list[float]]]) -> None:
    lines = sum(len(tops) for _, tops in drawn[:PLAIN])
    more = [_counted(sample) - len(tops) for sample, tops in drawn[:PLAIN]]
    assert sum(map(bool, more)) <= 0.2 * PLAIN
    assert sum(more) <= 0.03 * lines


def test_drawn_lines_are_never_higher_than_ours(drawn: list[tuple[Sample, list[float]]]) -> None:
    for sample, tops in drawn:
        face = Typefaces(sample.family, sample.family).face(heading=False, bold=sample.frame.bold)
        ours = (len(tops) - 1) * face.line_height * sample.frame.size
        assert tops[-1] - tops[0] <= ours + ROUNDING * len(tops), sample
