"""What a page shows, worked out from the placed boxes alone, for tests of the formats that draw pages themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from briefing.formats.pages import Book, Page, book_of
from briefing.page.boxes import EMU_PER_POINT, ChartBox, Frame, Placed, TableBox
from briefing.page.drawing import everything
from briefing.page.setting import Word
from samples import briefing
from written_deck import THEMES

LIGHT = THEMES / "light.pptx"
# What ends a text, a string, an element, a style, a script or a line of the languages that files are written in.
HOSTILE = r"""</style><script>alert(1)</script>"' onload="x() &amp; \u{41} #panic() $x$ `r` ]{}) {{7*7}} <!-- é 日本"""


@cache
def sample(text: str = "") -> Book:
    """The pages of a briefing with every block; with a text, every word of it is that text."""
    return book_of(briefing(text), LIGHT)


def said(page: Page) -> Iterator[str]:
    """Every text on a page, whole; of a chart the names of what it shows, and the labels that somebody wrote."""
    for each in page.drawings:
        yield from _said(each.box)


def _said(box: Placed) -> Iterator[str]:
    if isinstance(box, TableBox):
        for row in box.rows:
            for cell in row:
                yield from _lines(cell.frame)
    elif isinstance(box, ChartBox):
        yield from box.categories[:: box.every] if box.named else ()
        yield from (label.text for each in box.series for label in each.labels if each.values[label.point] is not None)
    elif frame := getattr(box, "frame", None):
        yield from _lines(frame)


def _lines(frame: Frame) -> Iterator[str]:
    yield from ("".join(run.text for run in each.runs) for each in frame.paragraphs)


def close(text: str) -> str:
    """A text without spaces, which stand at the ends of lines or do not."""
    return "".join(text.split())


def placed(book: Book) -> Iterator[tuple[Page, Word, float, float]]:
    """Each word with its left edge and its baseline in points; charts are drawings of their own."""
    for page in book.pages:
        for each in (*page.drawings, *page.feet):
            for part in () if isinstance(each.box, ChartBox) else everything(each):
                for line in part.lines:
                    for word in line.words:
                        if word.text:
                            yield page, word, word.x / EMU_PER_POINT, line.baseline / EMU_PER_POINT
