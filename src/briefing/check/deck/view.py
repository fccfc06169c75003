"""What a check is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from briefing.check.deck.container import Container
from briefing.ooxml.colors import Color
from briefing.ooxml.fills import Fill
from briefing.page.boxes import Box, Insets

# A deck as the checks see it: frozen values with everything inherited resolved. Lengths are EMU, sizes points.
#
# Texts, shapes and slides are compared by identity, so that what several checks want to know is worked out once.

TITLE_TYPES: Final = frozenset({"title", "ctrTitle"})
FOOTER_TYPES: Final = frozenset({"dt", "ftr", "sldNum", "hdr"})
NO_INSETS: Final = Insets()


@dataclass(frozen=True, slots=True)
class RunView:
    """A stretch of text in one look, as it is shown; without a colour where it is not a plain one."""

    text: str
    size: float
    bold: bool
    font: str
    color: Color | None
    language: str


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """Runs on lines of their own. Spacing is points; a line spacing in points has `line` 0."""

    runs: tuple[RunView, ...]
    align: str = "l"
    bullet: str = ""
    left: int = 0
    first: int = 0  # where the first line starts, against `left`
    line: float = 1.0
    line_points: float = 0
    before: float = 0
    after: float = 0

    @property
    def text(self) -> str:
        """All runs together."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, eq=False)
class TextView:
    """The text of a shape or cell. `autofit` is none, norm or shape; sizes are scaled by it already."""

    paragraphs: tuple[ParagraphView, ...]
    insets: Insets = NO_INSETS
    anchor: str = "t"
    wraps: bool = True
    autofit: str = "none"
    upright: bool = True  # not turned by a quarter
    columns: int = 1

    @property
    def text(self) -> str:
        """All paragraphs, a line each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def runs(self) -> Iterator[RunView]:
        """The runs that show something."""
        return (run for paragraph in self.paragraphs for run in paragraph.runs if run.text.strip())


@dataclass(frozen=True, slots=True, eq=False)
class CellView:
    """A table cell, at the position that its row and column give it; one that is merged away is left out."""

    row: int  # from 1, as the column
    column: int
    box: Box
    text: TextView
    fill: Fill | None  # its own or its table style's
    judged: bool = True  # False where the table style is not in the file, so that colours are not known


@dataclass(frozen=True, slots=True)
class TableView:
    """A native table."""

    cells: tuple[CellView, ...]
    header: bool  # the first row is marked as header
    row_heights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChartView:
    """What is known of a chart: the sizes that its texts name, and the colours of axes, legend and titles."""

    sizes: tuple[float, ...]
    colors: tuple[Color, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ShapeView:
    """A shape of a slide; a group stands before its members, which name it."""

    id: str
    name: str
    kind: str  # shape, picture, table, chart, diagram, group, connector, media or object
    box: Box | None
    placeholder: str = ""  # its type; "" is none
    geometry: str = ""  # the preset; "" is a drawing of its own
    adjust: Mapping[str, int] = field(default_factory=dict)
    turned: float = 0  # degrees
    alt: str = ""
    decorative: bool = False
    hidden: bool = False
    fill: Fill | None = None
    text: TextView | None = None
    table: TableView | None = None
    chart: ChartView | None = None
    group: str = ""  # id of the group it stands in
    glued: tuple[str, ...] = ()  # of a connector: ids of the shapes it holds on to, its start first
    filled: tuple[Box, ...] = ()  # the parts of its box that it fills, where it is known to fill less than all

    @property
    def has_text(self) -> bool:
        """Whether it shows any text of its own."""
        return self.text is not None and bool(self.text.text.strip())

    @property
    def is_title(self) -> bool:
        """Whether it is the slide's title placeholder."""
        return self.placeholder in TITLE_TYPES


@dataclass(frozen=True, slots=True)
class Layer:
    """Something painted under what follows it; a box of None is the whole slide."""

    box: Box | None
    fill: Fill
    round: bool = False
    filled: tuple[Box, ...] = ()  # the parts of the box that it fills, where it is known to fill less than all


@dataclass(frozen=True, slots=True, eq=False)
class SlideView:
    """A slide: its shapes from back to front, and what its layout and master paint under them."""

    number: int  # from 1
    part: str
    id: str
    shapes: tuple[ShapeView, ...]
    backdrop: tuple[Layer, ...] = ()

    @property
    def title(self) -> ShapeView | None:
        """The title placeholder, if there is one."""
        return next((shape for shape in self.shapes if shape.is_title), None)


@dataclass(frozen=True, slots=True)
class DeckView:
    """A presentation."""

    path: Path
    width: int
    height: int
    slides: tuple[SlideView, ...]
    container: Container
    presentation: str  # its part name
    title: str  # of the file's properties


Severity: TypeAlias = Literal["error", "advice"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault and how to mend it. `slide` counts from 1, and 0 is the file as a whole; `shape` may be empty."""

    slide: int
    code: str
    shape: str
    message: str
    severity: Severity
    remedy: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a check found its fault, and what exactly."""

    slide: int
    shape: str
    message: str


# Takes what the reader of its files gives: of decks a DeckView.
Rule: TypeAlias = Callable[[Any], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked for. An error stops a reader or PowerPoint; advice makes a deck better."""

    severity: Severity
    fault: str  # its name, as a heading
    remedy: str
    rule: Rule


def findings(view: Any, checks: Mapping[str, Check]) -> tuple[Finding, ...]:
    """All that these checks find in what their reader gave, slide by slide and then by code."""
    found = ((code, each, hit) for code, each in checks.items() for hit in each.rule(view))
    told = (Finding(hit.slide, code, hit.shape, hit.message, each.severity, each.remedy) for code, each, hit in found)
    return tuple(sorted(told))
