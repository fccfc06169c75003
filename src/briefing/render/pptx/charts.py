"""Charts as parts of the package: the chart itself, and the workbook in it that PowerPoint opens to edit the figures.

References and cached values come from python-pptx and the workbook from XlsxWriter, which it brings along; both are
imported only for a deck with a chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any, Final

from briefing.render.pptx.boxes import ChartBox
from briefing.render.pptx.chartxml import Refs, chart_xml, format_code
from briefing.render.pptx.xmltext import clean

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
        data.add_series(_cell(series.name), [_number(value) for value in series.values])
    return data


def _cell(text: str) -> str:
    return " ".join(clean(text).split())[:MOST_IN_CELL]


def _number(value: Decimal | None) -> int | float | None:
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
