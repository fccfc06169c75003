"""Native tables: a header row, margins of its own in every cell, hairlines between rows and no other lines."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from briefing.render.pptx.boxes import Anchor, Insets, TableBox, TableCell, points
from briefing.render.pptx.textbody import LOOKS, Pen, cell_body, solid_fill

TABLE_URI: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"
NO_STYLE_NO_GRID: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's own: rows added later stay plain
HAIRLINE: Final = 0.75  # points


def table_graphic(box: TableBox, pen: Pen) -> str:
    """The table as the graphic of a graphic frame."""
    columns = "".join(f'<a:gridCol w="{width}"/>' for width in box.widths)
    empty = tuple("" for _ in box.widths)
    above = (empty, *(tuple(cell.rule for cell in row) for row in box.rows))
    rows = "".join(_row(*each, pen) for each in zip(box.rows, box.heights, above, strict=False))
    properties = f'<a:tblPr firstRow="1"><a:tableStyleId>{NO_STYLE_NO_GRID}</a:tableStyleId></a:tblPr>'
    table = f"<a:tbl>{properties}<a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>"
    return f'<a:graphic><a:graphicData uri="{TABLE_URI}">{table}</a:graphicData></a:graphic>'


def _row(cells: tuple[TableCell, ...], height: int, above: tuple[str, ...], pen: Pen) -> str:
    return (
        f'<a:tr h="{height}">{"".join(_cell(cell, rule, pen) for cell, rule in zip(cells, above, strict=True))}</a:tr>'
    )


def _cell(cell: TableCell, above: str, pen: Pen) -> str:
    """A cell says the line above it too: PowerPoint draws whichever of two neighbours it asks first."""
    colors = (pen.palette[role] if role else "" for role in (above, cell.rule, cell.fill))
    return f"<a:tc>{cell_body(cell.frame, pen)}{_cell_look(cell.frame.insets, cell.frame.anchor, *colors)}</a:tc>"


@lru_cache(maxsize=LOOKS)
def _cell_look(inner: Insets, anchor: Anchor, above: str, below: str, fill: str) -> str:
    """Margins, lines and fill of a cell; few looks are shared by all cells of a table."""
    margins = f'marL="{inner.left}" marR="{inner.right}" marT="{inner.top}" marB="{inner.bottom}" anchor="{anchor}"'
    lines = "".join(_line(side, color) for side, color in zip("LRTB", ("", "", above, below), strict=True))
    return f"<a:tcPr {margins}>{lines}{solid_fill(fill)}</a:tcPr>"


def _line(side: str, color: str) -> str:
    if not color:
        return f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>'
    look = f'w="{points(HAIRLINE)}" cap="flat" cmpd="sng" algn="ctr"'
    return f'<a:ln{side} {look}>{solid_fill(color)}<a:prstDash val="solid"/></a:ln{side}>'
