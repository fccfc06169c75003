"""Text as DrawingML: frames, paragraphs and runs. What a placeholder inherits already is not written again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from briefing.render.pptx.boxes import Frame, Paragraph, Run
from briefing.render.pptx.ink import color_xml
from briefing.render.pptx.look import TextStyle
from briefing.render.pptx.xmltext import attribute, clean, content, is_right_to_left


class Pen(Struct, frozen=True):
    """What every shape of a slide is drawn with."""

    palette: Mapping[str, str]  # role → colour, as `ink.py` names it
    language: str
    links: Mapping[str, str]  # address → relationship id
    ids: Mapping[str, int]  # name of a box → shape id
    geometries: Mapping[str, str]  # name of a ShapeBox → its preset
    charts: Mapping[str, str] = field(default_factory=dict)  # name of a ChartBox → relationship id

    def fill(self, role: str, opacity: float = 1.0) -> str:
        """A fill in the colour of a role; none for an empty role."""
        return f"<a:solidFill>{_faded(color_xml(self.palette[role]), opacity)}</a:solidFill>" if role else "<a:noFill/>"


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
    return "".join(_paragraph(each, frame, pen, style) for each in frame.paragraphs or (Paragraph(()),))


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
    properties = _paragraph_properties(paragraph, frame, style)
    if any(run.text for run in paragraph.runs):
        return f"<a:p>{properties}{''.join(_run(run, frame, pen, style) for run in paragraph.runs if run.text)}</a:p>"
    return f"<a:p>{properties}{_run_properties('a:endParaRPr', Run(''), frame, pen, style)}</a:p>"


def _paragraph_properties(paragraph: Paragraph, frame: Frame, style: TextStyle | None) -> str:
    attributes = "".join(_paragraph_attributes(paragraph, style))
    children = "".join(_paragraph_children(paragraph, frame, style))
    if not children:
        return f"<a:pPr{attributes}/>" if attributes else ""
    return f"<a:pPr{attributes}>{children}</a:pPr>"


def _paragraph_attributes(paragraph: Paragraph, style: TextStyle | None) -> Iterator[str]:
    rtl = is_right_to_left("".join(run.text for run in paragraph.runs))
    if not _same_bullet(paragraph, style):
        hanging = -paragraph.indent if paragraph.bullet else 0
        yield f' marL="{paragraph.indent}" indent="{hanging}"'
    # In DrawingML left is left whatever the direction: text that runs from the right starts there.
    align = "r" if rtl and paragraph.align == "l" else paragraph.align
    if align != "l" or style:
        yield f' algn="{align}"'
    if rtl:
        yield ' rtl="1"'


def _paragraph_children(paragraph: Paragraph, frame: Frame, style: TextStyle | None) -> Iterator[str]:
    if style is None or style.line != frame.line:
        yield f'<a:lnSpc><a:spcPct val="{round(frame.line * 100_000)}"/></a:lnSpc>'
    if style is None or style.before:
        yield '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
    if style is None or style.after != paragraph.after:
        yield f'<a:spcAft><a:spcPts val="{round(paragraph.after * 100)}"/></a:spcAft>'
    if not _same_bullet(paragraph, style):
        yield f'<a:buChar char="{attribute(paragraph.bullet)}"/>' if paragraph.bullet else "<a:buNone/>"


def _same_bullet(paragraph: Paragraph, style: TextStyle | None) -> bool:
    return style is not None and (style.bullet, style.indent) == (paragraph.bullet, paragraph.indent)


def _run(run: Run, frame: Frame, pen: Pen, style: TextStyle | None) -> str:
    properties = _run_properties("a:rPr", run, frame, pen, style)
    lines = (
        f"<a:r>{properties}<a:t>{content(line)}</a:t></a:r>" if line else "" for line in clean(run.text).split("\n")
    )
    return f"<a:br>{properties}</a:br>".join(lines)


def _run_properties(tag: str, run: Run, frame: Frame, pen: Pen, style: TextStyle | None) -> str:
    size, color = run.size or frame.size, run.color or frame.color
    bold = frame.bold if run.bold is None else run.bold
    sized = "" if style and style.size == size else f' sz="{round(size * 100)}"'
    heavy = "" if bold is (style.bold if style else False) else f' b="{int(bold)}"'
    fill = "" if not color or (style and style.color == color) else pen.fill(color)
    font = '<a:latin typeface="+mj-lt"/>' if frame.heading and not style else style.font if style else ""
    plain = style.plain_run if style else ""
    link = f'<a:hlinkClick r:id="{pen.links[run.link]}"/>' if run.link in pen.links else ""
    return f'<{tag} lang="{attribute(pen.language)}"{sized}{heavy}{plain}>{fill}{font}{link}</{tag}>'
