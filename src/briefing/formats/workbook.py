"""The workbook beside a deck, as an .xlsx whose formulas are live; the same briefing always gives the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.model import Briefing, Sheet, Slot
from briefing.rendering import Rendered, ThemeChoice

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}


def render(briefing: Briefing, theme: ThemeChoice | Path | None = None) -> Rendered:
    """All sheets; no theme changes them. Cells hold what their formulas come to, so that every reader shows it."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime.combine(briefing.date, time(), UTC).replace(tzinfo=None)  # never the clock's
    book.set_properties({"title": briefing.title, "author": briefing.author, "created": made})
    book.set_calc_mode("auto")
    for sheet in briefing.sheets:
        _draw(book, sheet)
    if not briefing.sheets:  # a workbook without a sheet is none
        book.add_worksheet()
    book.close()
    return Rendered(stream.getvalue(), pages=len(briefing.sheets))


def _draw(book: Workbook, sheet: Sheet) -> None:
    drawn = book.add_worksheet(sheet.name[:31])  # more no spreadsheet takes
    head = book.add_format({**FONT, "bold": True, "bottom": 1, "text_wrap": True})
    plain = book.add_format({**FONT, "text_wrap": True})
    forms = {
        form: book.add_format({**FONT, "num_format": form})
        for form in dict.fromkeys(slot.form for row in sheet.rows for slot in row if slot.form)
    }
    for place, width in enumerate(sheet.widths):
        drawn.set_column(place, place, width)
    for place, text in enumerate(sheet.header):
        drawn.write_string(0, place, text, head)
    for line, row in enumerate(sheet.rows, 1):
        for place, slot in enumerate(row):
            _write(drawn, line, place, slot, forms[slot.form] if slot.form else plain)
    drawn.freeze_panes(1, 1)
    drawn.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)
    drawn.set_landscape()
    drawn.fit_to_pages(1, 0)
    drawn.repeat_rows(0)


def _write(drawn: Worksheet, line: int, place: int, slot: Slot, form: object) -> None:
    if slot.formula:
        drawn.write_formula(line, place, slot.formula, form, "" if slot.value is None else float(slot.value))
    elif slot.value is not None:
        drawn.write_number(line, place, float(slot.value), form)
    elif slot.text:
        drawn.write_string(line, place, slot.text, form)
