"""Charts as parts of the package: the chart itself, and the workbook in it that PowerPoint opens to edit the figures.

References and cached values come from python-pptx and the workbook from XlsxWriter, which it brings along; both are
imported only for a deck with a chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any, Final

from msgspec import Struct

from briefing.formats.pptx.textbody import Pen
from briefing.model import NumberForm
from briefing.ooxml.xmltext import DECLARATION, attribute, clean, content
from briefing.page.boxes import ASIDE_OPACITY, Box, ChartBox, ChartSeries, PointLabel, points

# The XML of a chart part: one plot of bars, lines and areas over the same two axes, in the colours of the theme.

NAMESPACES: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
CATEGORY_AXIS, VALUE_AXIS = 111_111_111, 222_222_222
THICK, THIN, HAIRLINE = 2.75, 1.75, 0.75  # points
DOT: Final = 7  # points
ASIDE: Final = 0.005  # of the chart's width, between the dot at the end of a line and its label
# Without lines from points to labels that were moved.
UNLED: Final = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:showLeaderLines val="0"/>'
    "</c:ext></c:extLst>"
)
WHOLE = ' wrap="none"'  # of a label, which may be wider than its column: some programs break it otherwise
ORDER: Final = ("area", "bar", "line")  # from the back to the front


class Refs(Struct, frozen=True):
    """References of a series into the workbook: `c:tx`, `c:cat` and `c:val`."""

    name: str
    categories: str
    values: str


def format_code(form: NumberForm, signed: bool = False) -> str:
    """The number format that writes a value as this form does. Raises ValueError for powers that none can leave out."""
    if form.power != -2 and form.power % 3:
        raise ValueError(f"no number format divides by ten to the power of {form.power}")
    digits = "#,##0" + ("." + "0" * form.places if form.places else "") + "," * (max(form.power, 0) // 3)
    positive = f"{_quoted(form.prefix)}{digits}{_quoted(form.suffix)}"
    plus = '"+"' if signed else ""
    zero = f"{_quoted(form.prefix)}0" if form.power > 0 else positive  # €0, and not €0.0m
    return f'{plus}{positive};"−"{positive};{zero}' if signed or zero != positive else f'{positive};"−"{positive}'


def _quoted(text: str) -> str:
    """Text as a number format has it; a per cent sign outside quotation marks multiplies by a hundred."""
    parts = ("".join(each for each in part if each not in '"<>&') for part in text.split("%"))
    return "%".join(f'"{part}"' if part else "" for part in parts)


def chart_xml(box: ChartBox, refs: Sequence[Refs], palette: Mapping[str, str], language: str) -> str:
    """The chart part. Its workbook is the target of the relationship `rId1`."""
    pen = _Pen(box, palette, language)
    plots = "".join(_plot(draw, box, refs, pen) for draw in ORDER if any(each.draw == draw for each in box.series))
    layout = _layout(box.plot, box.box)
    area = f"<c:plotArea>{layout}{plots}{_category_axis(box, pen)}{_value_axis(box, pen)}</c:plotArea>"
    chart = (
        f'<c:chart><c:autoTitleDeleted val="1"/>{area}{_legend(box, pen)}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
    )
    head = f'<c:date1904 val="0"/><c:lang val="{attribute(language)}"/><c:roundedCorners val="0"/>'
    clear = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    text = pen.text(box.size, box.color)
    data = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    return f"{DECLARATION}<c:chartSpace {NAMESPACES}>{head}{chart}{clear}{text}{data}</c:chartSpace>"


class _Pen(Struct, frozen=True):
    """What every part of one chart is drawn with."""

    box: ChartBox
    palette: Mapping[str, str]  # role → scheme colour
    language: str

    def fill(self, role: str, opacity: float = 1.0) -> str:
        return Pen(self.palette, self.language, {}, {}, {}).fill(role, opacity)

    def line(self, role: str, weight: float, dash: str = "solid") -> str:
        if not role:
            return "<a:ln><a:noFill/></a:ln>"
        look = f'<a:prstDash val="{dash}"/><a:round/>'
        return f'<a:ln w="{points(weight)}" cap="rnd">{self.fill(role)}{look}</a:ln>'

    def text(self, size: float, role: str, bold: bool = False, wrap: str = "") -> str:
        look = self.look("a:defRPr", size, role, bold)
        tail = f'<a:endParaRPr lang="{attribute(self.language)}"/>'
        body = f'<a:bodyPr rot="0" vert="horz"{wrap}/><a:lstStyle/>'
        return f"<c:txPr>{body}<a:p><a:pPr>{look}</a:pPr>{tail}</a:p></c:txPr>"

    def look(self, tag: str, size: float, role: str, bold: bool) -> str:
        lang = f' lang="{attribute(self.language)}"' if tag == "a:rPr" else ""
        face = '<a:latin typeface="+mn-lt"/>'
        return f'<{tag}{lang} sz="{round(size * 100)}" b="{int(bold)}">{self.fill(role)}{face}</{tag}>'


def _layout(inner: Box, outer: Box) -> str:
    """The plot's own rectangle as shares of the chart's, so that labels stand where they were measured."""
    x, y = (inner.x - outer.x) / outer.w, (inner.y - outer.y) / outer.h
    shares = {"x": x, "y": y, "w": inner.w / outer.w, "h": inner.h / outer.h}
    sides = "".join(f'<c:{name} val="{_share(value)}"/>' for name, value in shares.items())
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{modes}{sides}</c:manualLayout></c:layout>"


def _share(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".") or "0"


def _plot(draw: str, box: ChartBox, refs: Sequence[Refs], pen: _Pen) -> str:
    """All series that are drawn one way."""
    drawn = [(place, each) for place, each in enumerate(box.series) if each.draw == draw]
    rows = "".join(_SERIES[draw](place, each, refs[place], pen) for place, each in drawn)
    axes = f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/>'
    varied = '<c:varyColors val="0"/>'
    if draw == "area":
        return f'<c:areaChart><c:grouping val="stacked"/>{varied}{rows}{axes}</c:areaChart>'
    if draw == "line":
        return f'<c:lineChart><c:grouping val="standard"/>{varied}{rows}<c:marker val="1"/>{axes}</c:lineChart>'
    way, grouping = ("bar" if box.lying else "col"), ("stacked" if box.stacked else "clustered")
    overlap = f'<c:overlap val="{100 if box.stacked else 0}"/>'
    head = f'<c:barDir val="{way}"/><c:grouping val="{grouping}"/>{varied}'
    return f'<c:barChart>{head}{rows}<c:gapWidth val="{box.gap}"/>{overlap}{axes}</c:barChart>'


def _head(place: int, refs: Refs) -> str:
    return f'<c:idx val="{place}"/><c:order val="{place}"/>{refs.name}'


def _bar(place: int, series: ChartSeries, refs: Refs, pen: _Pen) -> str:
    parted = pen.line(pen.box.ground, HAIRLINE) if pen.box.stacked and series.color else pen.line("", 0)
    look = f"<c:spPr>{_filled(series, pen)}{parted}</c:spPr>"
    if series.pattern:
        look = f"<c:spPr>{_filled(series, pen)}{pen.line(series.color, THIN)}</c:spPr>"
    plain = '<c:invertIfNegative val="0"/>'
    back = "".join(_set_back(at, pen) for at in series.aside)
    return f"<c:ser>{_head(place, refs)}{look}{plain}{back}{_labels(series, pen)}{refs.categories}{refs.values}</c:ser>"


def _set_back(at: int, pen: _Pen) -> str:
    """A bar in a quieter colour than its series."""
    look = f"<c:spPr>{pen.fill(pen.box.color, ASIDE_OPACITY)}{pen.line('', 0)}</c:spPr>"
    return f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{look}</c:dPt>'


def _filled(series: ChartSeries, pen: _Pen) -> str:
    """A fill in the series' colour, lines of it on the ground of the chart, or none."""
    if series.pattern == "outlined":
        return "<a:noFill/>"
    if series.pattern != "hatched":
        return pen.fill(series.color, series.opacity)
    front, back = (
        pen.fill(role)[len("<a:solidFill>") : -len("</a:solidFill>")] for role in (series.color, pen.box.ground)
    )
    return f'<a:pattFill prst="wdUpDiag"><a:fgClr>{front}</a:fgClr><a:bgClr>{back}</a:bgClr></a:pattFill>'


def _line(place: int, series: ChartSeries, refs: Refs, pen: _Pen) -> str:
    weight = THICK if series.bold else THIN
    look = f"<c:spPr>{pen.line(series.color, weight, series.dash)}</c:spPr>"
    plain = '<c:marker><c:symbol val="none"/></c:marker>'
    dot = "".join(_dot(at, series, pen) for at in sorted(series.dots))
    data = f'{refs.categories}{refs.values}<c:smooth val="0"/>'
    return f"<c:ser>{_head(place, refs)}{look}{plain}{dot}{_labels(series, pen)}{data}</c:ser>"


def _area(place: int, series: ChartSeries, refs: Refs, pen: _Pen) -> str:
    look = f"<c:spPr>{pen.fill(series.color, series.opacity)}{pen.line('', 0)}</c:spPr>"
    return f"<c:ser>{_head(place, refs)}{look}{_labels(series, pen)}{refs.categories}{refs.values}</c:ser>"


_SERIES: Final = {"bar": _bar, "line": _line, "area": _area}


def _dot(at: int, series: ChartSeries, pen: _Pen) -> str:
    """The marker of one point; its line is said again, for a point of its own has a look of its own."""
    look = f"<c:spPr>{pen.fill(series.color)}{pen.line(series.color, HAIRLINE)}</c:spPr>"
    marker = f'<c:marker><c:symbol val="circle"/><c:size val="{DOT}"/>{look}</c:marker>'
    line = f"<c:spPr>{pen.line(series.color, THICK if series.bold else THIN, series.dash)}</c:spPr>"
    return f'<c:dPt><c:idx val="{at}"/>{marker}<c:bubble3D val="0"/>{line}</c:dPt>'


def _labels(series: ChartSeries, pen: _Pen) -> str:
    """A label for each point that has one; no other is shown."""
    rows = "".join(_label(each, series, pen) for each in series.labels)
    return f"<c:dLbls>{rows}{_shown(False)}{UNLED if rows else ''}</c:dLbls>"


def _label(label: PointLabel, series: ChartSeries, pen: _Pen) -> str:
    aside = ASIDE if label.position == "r" else 0
    moved = f'<c:x val="{_share(aside)}"/><c:y val="{_share(label.shift)}"/>'
    layout = f"<c:layout><c:manualLayout>{moved}</c:manualLayout></c:layout>" if aside or label.shift else ""
    size, role, bold = pen.box.label_size, series.label_color, series.bold
    text = ""
    if label.text:
        run = f"<a:r>{pen.look('a:rPr', size, role, bold)}<a:t>{content(label.text)}</a:t></a:r>"
        text = f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p>{run}</a:p></c:rich></c:tx>'
    code = f'<c:numFmt formatCode="{attribute(format_code(pen.box.form))}" sourceLinked="0"/>'
    look = f"{code}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{pen.text(size, role, bold, wrap=WHOLE)}"
    place = f'<c:dLblPos val="{label.position}"/>'
    return f'<c:dLbl><c:idx val="{label.point}"/>{layout}{text}{look}{place}{_shown(True)}</c:dLbl>'


def _shown(value: bool) -> str:
    named = "".join(f'<c:show{what} val="0"/>' for what in ("CatName", "SerName", "Percent", "BubbleSize"))
    return f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/>{named}'


def _category_axis(box: ChartBox, pen: _Pen) -> str:
    """Bars are counted from the top, as they are read."""
    order, side = ("maxMin", "l") if box.lying else ("minMax", "b")
    named = "low" if box.named else "none"
    text = pen.text(box.size, box.color)
    look = f"<c:spPr><a:noFill/>{pen.line(box.zero_line, 1)}</c:spPr>{text}"
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{named}"/>'
        f'{look}<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(box: ChartBox, pen: _Pen) -> str:
    axis, side = box.axis, "b" if box.lying else "l"
    ends = f'<c:max val="{_chartxml_number(axis.high)}"/><c:min val="{_chartxml_number(axis.low)}"/>'
    grid = f"<c:majorGridlines><c:spPr>{pen.line(box.line, HAIRLINE)}</c:spPr></c:majorGridlines>" if axis.shown else ""
    between = "midCat" if all(each.draw != "bar" for each in box.series) and len(box.categories) > 1 else "between"
    code = attribute(format_code(box.form))
    look = f"<c:spPr><a:noFill/>{pen.line('', 0)}</c:spPr>{pen.text(box.size, box.color)}"
    return (
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{ends}</c:scaling>'
        f'<c:delete val="{int(not axis.shown)}"/><c:axPos val="{side}"/>{grid}'
        f'<c:numFmt formatCode="{code}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{look}<c:crossAx val="{CATEGORY_AXIS}"/>'
        f'<c:crosses val="{"max" if box.lying else "autoZero"}"/><c:crossBetween val="{between}"/>'
        f'<c:majorUnit val="{_chartxml_number(axis.step)}"/></c:valAx>'
    )


def _chartxml_number(value: float) -> str:
    return f"{value:.12g}"


def _legend(box: ChartBox, pen: _Pen) -> str:
    """Over the plot; what only carries other series or labels is not in it."""
    if not box.legend:
        return ""
    hidden = "".join(_hidden(box))
    text = pen.text(box.size, "ink" if box.ground == "paper" else box.color)
    return f'<c:legend><c:legendPos val="t"/>{hidden}<c:overlay val="0"/>{text}</c:legend>'


def _hidden(box: ChartBox) -> Iterator[str]:
    """Entries are counted as they stand in the legend: as the plots do, and in each as the series."""
    ordered = [each for draw in ORDER for each in box.series if each.draw == draw]
    for place, each in enumerate(ordered):
        if not each.color:
            yield f'<c:legendEntry><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'


EPOCH: Final = datetime(1980, 1, 1, tzinfo=UTC)  # what a zip entry without a time says, too
MOST_IN_CELL: Final = 32_000  # characters; a spreadsheet refuses more
EXACT: Final = 2**53  # whole numbers beyond this are rounded anyway


def chart_parts(box: ChartBox, palette: Mapping[str, str], language: str) -> tuple[str, bytes]:
    """The chart part, whose first relationship leads to the workbook, and the workbook."""
    return _built(box, tuple(sorted(palette.items())), language)


@lru_cache(maxsize=64)
def _built(box: ChartBox, palette: tuple[tuple[str, str], ...], language: str) -> tuple[str, bytes]:
    """Decks for several audiences show the same charts, which are built once."""
    data = _chart_data(box)
    return chart_xml(box, _references(data), dict(palette), language), _workbook(data)


def _chart_data(box: ChartBox) -> Any:
    from pptx.chart.data import CategoryChartData

    data = CategoryChartData(number_format=format_code(box.form))
    for category in box.categories:
        data.add_category(_cell(category))
    for series in box.series:
        data.add_series(_cell(series.name), [number_of(value) for value in series.values])
    return data


def _cell(text: str) -> str:
    return " ".join(clean(text).split())[:MOST_IN_CELL]


def number_of(value: Decimal | None) -> int | float | None:
    """The value as a spreadsheet holds it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() and abs(value) < EXACT else float(value)


def _references(data: Any) -> tuple[Refs, ...]:
    """Name, categories and values of each series, as references into the workbook with what they find there."""
    from pptx.chart.xmlwriter import ChartXmlWriter
    from pptx.enum.chart import XL_CHART_TYPE

    xml = re.sub(r">\n\s*<", "><", ChartXmlWriter(XL_CHART_TYPE.LINE, data).xml)
    return tuple(Refs(*_found(series)) for series in re.findall("<c:ser>.*?</c:ser>", xml, re.DOTALL))


def _found(series: str) -> Iterator[str]:
    for tag in ("tx", "cat", "val"):
        found = re.search(f"<c:{tag}>.*?</c:{tag}>", series, re.DOTALL)
        yield found.group() if found else ""


def _workbook(data: Any) -> bytes:
    from pptx.chart.xlsx import CategoryWorkbookWriter
    from xlsxwriter import Workbook

    class PlainWorkbook(CategoryWorkbookWriter):
        """Text stays text whatever it looks like, and no clock shows."""

        @contextmanager
        def _open_worksheet(self, xlsx_file: IO[bytes]) -> Iterator[tuple[Any, Any]]:
            plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
            workbook = Workbook(xlsx_file, plain)
            workbook.set_properties({"created": EPOCH})
            yield workbook, workbook.add_worksheet()
            workbook.close()

    writer: Any = PlainWorkbook
    made: bytes = writer(data).xlsx_blob
    return made
