"""Native tables: a header row, margins of its own in every cell, hairlines between rows and no other lines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from msgspec import Struct, field

from briefing.ooxml.xmltext import attribute, clean, content, is_right_to_left
from briefing.page.boxes import Align, Anchor, Frame, Insets, Paragraph, Run, TableBox, TableCell, points
from briefing.page.fonts import THEME_FONTS
from briefing.page.look import TextStyle
from briefing.page.palette import color_xml

# Text as DrawingML: frames, paragraphs and runs. What a placeholder inherits already is not written again.

LOOKS: Final = 2_048  # that are remembered: a deck has some tens of them, a batch in many languages hundreds


class Pen(Struct, frozen=True):
    """What every shape of a slide is drawn with."""

    palette: Mapping[str, str]  # role → colour, as `ink.py` names it
    language: str
    links: Mapping[str, str]  # address → relationship id
    ids: Mapping[str, int]  # name of a box → shape id
    geometries: Mapping[str, str]  # name of a ShapeBox → its preset
    charts: Mapping[str, str] = field(default_factory=dict)  # name of a ChartBox → relationship id
    fonts: tuple[str, str] = THEME_FONTS  # of headings and of texts, as the file names them

    def fill(self, role: str, opacity: float = 1.0) -> str:
        """A fill in the colour of a role; none for an empty role."""
        return solid_fill(self.palette[role] if role else "", opacity)


@lru_cache(maxsize=LOOKS)
def solid_fill(color: str, opacity: float = 1.0) -> str:
    """A fill in a colour as `ink.py` names it; none for an empty one."""
    return f"<a:solidFill>{_faded(color_xml(color), opacity)}</a:solidFill>" if color else "<a:noFill/>"


def _faded(color: str, opacity: float) -> str:
    """A colour that lets its ground through, whatever the ground is."""
    if opacity >= 1:
        return color
    tag, alpha = color[1:].split(" ", 1)[0], f'<a:alpha val="{round(opacity * 100_000)}"/>'
    end = f"</{tag}>"
    return f"{color.removesuffix(end)}{alpha}{end}" if color.endswith(end) else f"{color[:-2]}>{alpha}{end}"


def text_body(frame: Frame, pen: Pen, style: TextStyle | None = None, tag: str = "p:txBody") -> str:
    """The text of a shape. `style` is what its placeholder inherits."""
    return f"<{tag}>{_body_properties(frame, style)}<a:lstStyle/>{paragraphs(frame, pen, style)}</{tag}>"


def cell_body(frame: Frame, pen: Pen) -> str:
    """The text of a table cell; margins and anchor are the cell's."""
    return f"<a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs(frame, pen, None)}</a:txBody>"


def paragraphs(frame: Frame, pen: Pen, style: TextStyle | None) -> str:
    """Every paragraph; a frame without any gets an empty one, which PowerPoint insists on."""
    return "".join([_paragraph(each, frame, pen, style) for each in frame.paragraphs or (Paragraph(()),)])


def is_empty(frame: Frame) -> bool:
    """Whether there is nothing to read."""
    return not any(clean(run.text).strip() for paragraph in frame.paragraphs for run in paragraph.runs)


def _body_properties(frame: Frame, style: TextStyle | None) -> str:
    """Insets are written even where the layout has the same: the fit was measured with them, and tools look here."""
    inner = frame.insets
    insets = f'lIns="{inner.left}" tIns="{inner.top}" rIns="{inner.right}" bIns="{inner.bottom}"'
    anchor = "" if style and style.anchor == frame.anchor else f' anchor="{frame.anchor}"'
    plain = style.plain_body if style else ""
    return f'<a:bodyPr wrap="square" {insets} rtlCol="0"{anchor}{plain}><a:noAutofit/></a:bodyPr>'


def _paragraph(paragraph: Paragraph, frame: Frame, pen: Pen, style: TextStyle | None) -> str:
    written = [run for run in paragraph.runs if run.text]
    rtl = any(is_right_to_left(run.text) for run in written) and is_right_to_left("".join(run.text for run in written))
    look = (paragraph.bullet, paragraph.indent, paragraph.align, paragraph.after)
    properties = _paragraph_properties(*look, frame.line, rtl, style)
    if written:
        return f"<a:p>{properties}{''.join([_run(run, frame, pen, style) for run in written])}</a:p>"
    return f"<a:p>{properties}{_run_properties('a:endParaRPr', Run(''), frame, pen, style)}</a:p>"


@lru_cache(maxsize=LOOKS)
def _paragraph_properties(
    bullet: str, indent: int, align: Align, after: float, line: float, rtl: bool, style: TextStyle | None
) -> str:
    same_bullet = style is not None and (style.bullet, style.indent) == (bullet, indent)
    attributes = "" if same_bullet else f' marL="{indent}" indent="{-indent if bullet else 0}"'
    # In DrawingML left is left whatever the direction: text that runs from the right starts there. Both are always
    # said, for a template may have others for all its texts.
    align = "r" if rtl and align == "l" else align
    attributes += f' algn="{align}" rtl="{int(rtl)}"'
    children = _spacing(line, after, style)
    if not same_bullet:
        children += f'<a:buChar char="{attribute(bullet)}"/>' if bullet else "<a:buNone/>"
    return f"<a:pPr{attributes}>{children}</a:pPr>" if children else f"<a:pPr{attributes}/>"


def _spacing(line: float, after: float, style: TextStyle | None) -> str:
    lines = f'<a:lnSpc><a:spcPct val="{round(line * 100_000)}"/></a:lnSpc>'
    below = f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft>'
    none_above = '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
    if style is None:
        return lines + none_above + below
    kept = ((lines, style.line != line), (none_above, style.before), (below, style.after != after))
    return "".join(xml for xml, wanted in kept if wanted)


def _run(run: Run, frame: Frame, pen: Pen, style: TextStyle | None) -> str:
    properties = _run_properties("a:rPr", run, frame, pen, style)
    lines = [f"<a:r>{properties}<a:t>{line}</a:t></a:r>" if line else "" for line in content(run.text).split("\n")]
    return f"<a:br>{properties}</a:br>".join(lines)


def _run_properties(tag: str, run: Run, frame: Frame, pen: Pen, style: TextStyle | None) -> str:
    size, color = run.size or frame.size, run.color or frame.color
    bold = frame.bold if run.bold is None else run.bold
    fill = "" if not color or (style and style.color == color) else pen.palette[color]
    link = pen.links.get(run.link, "") if run.link else ""
    font = style.font if style else _typeface(pen.fonts[0 if frame.heading else 1])
    return _run_look(tag, pen.language, size, bold, fill, font, link, style)


@lru_cache(maxsize=LOOKS)
def _typeface(name: str) -> str:
    """The typeface that a text was measured in, which a cell or a text box would else take from anywhere."""
    part = "mj" if name == THEME_FONTS[0] else "mn"
    others = f'<a:ea typeface="+{part}-ea"/><a:cs typeface="+{part}-cs"/>'
    return f'<a:latin typeface="{attribute(name)}"/>{others}'


@lru_cache(maxsize=LOOKS)
def _run_look(
    tag: str, language: str, size: float, bold: bool, fill: str, font: str, link: str, style: TextStyle | None
) -> str:
    """The properties of a run; few looks are shared by thousands of runs. An empty `fill` or `font` is inherited."""
    sized = "" if style and style.size == size else f' sz="{round(size * 100)}"'
    heavy = "" if style and bold is style.bold else f' b="{int(bold)}"'
    color = solid_fill(fill) if fill else ""
    plain = style.plain_run if style else ""
    click = f'<a:hlinkClick r:id="{link}"/>' if link else ""
    return f'<{tag} lang="{attribute(language)}"{sized}{heavy}{plain}>{color}{font}{click}</{tag}>'


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
