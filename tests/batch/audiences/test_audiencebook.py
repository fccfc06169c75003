"""Workbooks as programs really write them: what they say of themselves may be wrong, what a person sees counts."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from briefing.batch.audiences import read_audiences
from briefing.batch.audiences.workbook import SMALL, unescaped
from briefing.errors import BriefingError


def saved(book: Workbook, path: Path, change: Callable[[str, bytes], bytes] = lambda name, data: data) -> Path:
    """The workbook as a file, with its parts changed."""
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path


def book_of(*rows: tuple[object, ...]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    return book


@pytest.mark.parametrize("dimension", ["A1", "A1:A1", "A1:B2", "XFD1048576", "A1:XFD1048576", "B2:C2"])
def test_a_wrong_dimension_loses_no_audience(dimension: str, tmp_path: Path) -> None:
    book = book_of(
        ("name", "for", "layout"), ("Nord", "cfo", "pitch"), ("Süd", "cto", "board"), ("Ost", "ceo", "pitch")
    )

    def lie(name: str, data: bytes) -> bytes:
        return data.replace(b'<dimension ref="A1:C4"', f'<dimension ref="{dimension}"'.encode())

    found = read_audiences(saved(book, tmp_path / "a.xlsx", lie)).rows
    assert [(each.name, each.people, each.layout) for each in found] == [
        ("Nord", ("cfo",), "pitch"),
        ("Süd", ("cto",), "board"),
        ("Ost", ("ceo",), "pitch"),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.05, "0%", "5%"),
        (0.125, "0%", "12.5%"),
        (5, '0"%"', "5%"),
        (5, "0\\%", "5%"),
        (5, '0.0" %"', "5%"),
        (0.05, '[Red]0.0%;"-"0%', "5%"),
        (-5, '0;-0"%"', "-5%"),
        (5, '0" % of all"', "5"),
        (5, "0_%", "5"),
        (5, "0", "5"),
        (5, '0" pieces"', "5"),
    ],
)
def test_a_number_in_per_cent_is_what_its_cell_shows(
    value: float, number_format: str, text: str, tmp_path: Path
) -> None:
    book = book_of(("name", "for", "spend.annual-growth"), ("Nord", "cfo", value))
    book.active["C2"].number_format = number_format  # type: ignore[index]
    (row,) = read_audiences(saved(book, tmp_path / "a.xlsx")).rows
    assert [fact.value for fact in row.facts] == [text]


def test_escapes_of_control_characters_are_read(tmp_path: Path) -> None:
    book = book_of(("name", "for"), ("Nord_x000D_\nEast", "cfo_x000D_\ncto"))
    (row,) = read_audiences(saved(book, tmp_path / "a.xlsx")).rows
    assert (row.name, row.people) == ("Nord East", ("cfo", "cto"))
    assert unescaped("_xD83D__xDE00_ _x_ x_x0041_ _xD83D_") == "😀 _x_ xA "


def test_the_first_sheet_that_a_person_sees_something_on_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "empty"  # type: ignore[union-attr]
    hidden = book.create_sheet("hidden")
    hidden.append(("name", "for"))
    hidden.append(("Secret", "cfo"))
    hidden.sheet_state = "hidden"
    blank = book.create_sheet("blank")
    blank.append(("  ",))
    seen = book.create_sheet("seen")
    seen.append(("name", "for"))
    seen.append(("Nord", "cfo"))
    assert [each.name for each in read_audiences(saved(book, tmp_path / "a.xlsx")).rows] == ["Nord"]


def fault(path: Path) -> str:
    with pytest.raises(BriefingError) as caught:
        read_audiences(path)
    return str(caught.value)


def test_a_workbook_in_which_nothing_is_seen_is_refused(tmp_path: Path) -> None:
    path = saved(Workbook(), tmp_path / "a.xlsx")
    assert fault(path).endswith(
        "no visible sheet of the workbook has anything on it; "
        "write the audiences on a sheet, or show the sheet that they are on"
    )


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_workbook_with_entities_is_refused(coding: str, tmp_path: Path) -> None:
    bomb = f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'.encode(coding)

    def hostile(name: str, data: bytes) -> bytes:
        return bomb if name.endswith("sheet1.xml") else data

    path = saved(book_of(("name", "for"), ("Nord", "cfo")), tmp_path / "a.xlsx", hostile)
    assert "declares a document type, as a file made to do harm does" in fault(path)


def test_a_sheet_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}" t="inlineStr"><is><t>x</t></is></c></row>' for n in range(1, 700))

    def hostile(name: str, data: bytes) -> bytes:
        at = data.find(b"<sheetData>") + len(b"<sheetData>")
        return data[:at] + rows.encode() + data[data.find(b"</sheetData>") :] if name.endswith("sheet1.xml") else data

    path = saved(book_of(("name", "for"), ("Nord", "cfo")), tmp_path / "a.xlsx", hostile)
    assert "too many cells" in fault(path) or "column" in fault(path)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ["name;for\r\nSüd, GmbH;cfo\r\n", "sep=;\r\nname;for\r\nSüd, GmbH;cfo\r\n"])
def test_csv_is_read_in_the_encodings_of_spreadsheets(text: str, coding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(coding))
    (row,) = read_audiences(path).rows
    assert (row.name, row.people, row.number) == ("Süd, GmbH", ("cfo",), 2)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;", "sep=|"])
def test_the_line_for_excel_says_what_divides_the_cells(first: str, tmp_path: Path) -> None:
    mark = "|" if "|" in first else ";"
    path = tmp_path / "a.csv"
    path.write_text(f"{first}\nname{mark}for\nNord{mark}cfo\nOst{mark}\n")
    nord, ost = read_audiences(path).rows
    assert nord.name == "Nord"
    assert str(ost.problems[0]).endswith("a.csv:4: row 3: 'for' is missing; write for example cfo, or a group")


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.dat", "xl/worksheets/sheet1", "xl/worksheets/SHEET1.XML"])
def test_entities_are_refused_whatever_the_part_is_called(name: str, tmp_path: Path) -> None:
    path = saved(book_of(("name", "for"), ("Nord", "cfo")), tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as book:
        book.writestr(name, '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>')
    assert fault(path).endswith(
        f"a.xlsx: the part {name} declares a document type, as a file made to do harm does; "
        "use a workbook that a spreadsheet has saved"
    )


def test_a_part_that_unpacks_to_much_more_than_its_size_is_refused(tmp_path: Path) -> None:
    path = saved(book_of(("name", "for"), ("Nord", "cfo")), tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/a.bin", bytes(SMALL + 1))
    assert fault(path).endswith(
        "a part of the workbook unpacks to more than 100 times its size, as a file made to do harm does; "
        "use a workbook that a spreadsheet has saved"
    )


@pytest.mark.parametrize("serial", [-5, 1, 60])
def test_a_date_that_spreadsheets_show_in_different_ways_is_a_problem_of_its_row(serial: int, tmp_path: Path) -> None:
    book = book_of(("name", "for", "ask.date"), ("Nord", "cfo", serial))
    book.active["C2"].number_format = "dd/mm/yyyy"  # type: ignore[index]
    (row,) = read_audiences(saved(book, tmp_path / "a.xlsx")).rows
    (problem,) = row.problems
    assert problem.message.endswith(
        "the cell holds a date before 1900-03-01, which spreadsheets show in different ways"
    )
    assert problem.remedy == "write the date as a text, like 2026-03-31"


def test_what_openpyxl_has_to_say_is_not_said_to_the_user(tmp_path: Path) -> None:
    book = book_of(("name", "for", "ask.date"), ("Nord", "cfo", 99_999_999))
    book.active["C2"].number_format = "dd/mm/yyyy"  # type: ignore[index]
    (row,) = read_audiences(saved(book, tmp_path / "a.xlsx")).rows  # a warning would be an error here
    assert [each.message for each in row.problems] == ["row 2, column 'ask.date': the cell holds the error #VALUE!"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    assert fault(tmp_path / "a.xlsx").endswith("this is not a file but a folder or a device; put a file there")


@pytest.mark.parametrize("first", ['sep="', "sep=\r"])
def test_a_first_line_that_names_no_possible_mark_is_part_of_the_table(first: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{first}\nname,for\nNord,cfo\n", newline="")
    assert ":1:1: " in fault(path)
