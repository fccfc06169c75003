"""A deck on each of many templates, judged by every validator at hand: what it takes, and what is wrong with it.

python scripts/sweep.py [--for PEOPLE] [--org FILE] [--keep FOLDER] TEMPLATE...    files, or folders of them

Each deck is made in a process of its own, whose seconds and peak memory are told with the number of slides beside that
of the built-in theme. What a validator says of the template itself is not counted. Worst first, as a Markdown table;
beyond 1.5 times the slides, with a finding, or with other than one opening slide the exit status is 1.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import process_time

from ooxml_integrity import check_pptx
from openxml_audit import FileFormat, OpenXmlValidator
from pptx import Presentation

import briefing
from briefing.check.deck.checks import check_deck
from briefing.errors import BriefingError

KINDS = frozenset({".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm"})
MOST = 1.5  # times the slides of the built-in theme
OFFICE = next(each for each in reversed(FileFormat) if not each.name.startswith("ODF"))
PART = re.compile(r"/?ppt/[\w/.%-]+|\d+")  # what differs where a finding is the same
EXACT = re.compile(r"\[INFO|.*PPT002 +text fills 100% of its box")  # what ooxml-integrity tells and is no finding


@dataclass(frozen=True)
class Outcome:
    """What became of one template."""

    file: str
    slides: int = 0
    continued: int = 0
    seconds: float = 0.0
    megabytes: int = 0
    opening: bool = True
    findings: tuple[str, ...] = ()
    refused: str = ""

    def faults(self, usual: int) -> int:
        """How much is wrong with it, refusals apart."""
        return len(self.findings) + (not self.opening) + (self.slides > MOST * usual)


def made(path: Path, audience: str, company: Path | None, keep: Path) -> Outcome:
    """The deck on one template, in this process alone."""
    told = _told(audience, company)
    started = process_time()
    try:
        rendered = briefing.render(told, "pptx", theme=path)
    except BriefingError as error:
        return Outcome(path.name, refused=str(error))
    seconds = process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    deck = keep / f"{path.stem}.pptx"
    deck.write_bytes(rendered.data)
    with tempfile.TemporaryDirectory() as folder:
        plain = shutil.copy(path, Path(folder) / "template.pptx")  # validators ask for this ending
        theirs = {PART.sub("", each) for each in _validated(Path(plain))}
    own = [f"slide {each.slide} {each.code} {each.shape}: {each.message}" for each in check_deck(deck)]
    ours = [each for each in _validated(deck) if PART.sub("", each) not in theirs]
    continued = sum(type(each).__name__ == "Continued" for each in rendered.notices)
    opening = _opens_once(deck, next(told.slides()).title)
    return Outcome(path.name, rendered.pages, continued, seconds, memory, opening, (*own, *ours))


def _told(audience: str, company: Path | None) -> briefing.Briefing:
    return briefing.compose(audience, organisation=company) if company else briefing.compose(audience)


def _validated(path: Path) -> Iterator[str]:
    validator = OpenXmlValidator(file_format=OFFICE, max_errors=0, security_validation=True)
    yield from map(str, validator.validate(path).errors)
    yield from (" ".join(str(each).split()) for each in check_pptx(path) if not EXACT.match(str(each)))


def _opens_once(deck: Path, title: str) -> bool:
    """Whether the first slide has the title of the briefing, whole, and no other has it."""
    shapes = [each.shapes.title for each in Presentation(str(deck)).slides]
    said = [" ".join(each.text_frame.text.split()) if each is not None else "" for each in shapes]
    return said.index(title) == 0 and said.count(title) == 1 if title in said else False


def rows(outcomes: Sequence[Outcome], usual: int) -> Iterator[str]:
    """The table, worst first."""
    yield f"| template | slides ({usual}) | continued | CPU s | MB | opening | findings |"
    yield "|---|---|---|---|---|---|---|"
    for each in sorted(outcomes, key=lambda one: (-one.faults(usual), -one.slides, one.file)):
        said = each.refused.rpartition(f"{each.file}: ")[2] or "; ".join(each.findings[:2])
        opening = "one" if each.opening else "not one"
        figures = f"{each.slides} | {each.continued} | {each.seconds:.2f} | {each.megabytes} | {opening}"
        yield f"| {each.file} | {figures} | {len(each.findings)} {said} |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--for", dest="audience", default="cfo,cto", help="to whom (default: %(default)s)")
    parser.add_argument("--org", type=Path, help="the company's facts")
    parser.add_argument("--keep", type=Path, help="where the decks stay")
    parser.add_argument("templates", type=Path, nargs="+", help="files, or folders of them")
    chosen = parser.parse_args(arguments)
    files = [file for each in chosen.templates for file in (sorted(each.iterdir()) if each.is_dir() else [each])]
    usual = briefing.render(_told(chosen.audience, chosen.org), "pptx").pages
    with tempfile.TemporaryDirectory() as folder:
        keep = chosen.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        work = partial(made, audience=chosen.audience, company=chosen.org, keep=keep)
        with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
            outcomes = list(pool.map(work, [each for each in files if each.suffix.lower() in KINDS]))
    print("\n".join(rows(outcomes, usual)))
    return 1 if any(each.faults(usual) for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
