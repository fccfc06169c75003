"""Audiences in YAML, CSV and Excel: rows, defaults, the matrix, and what is wrong with them."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from briefing.batch.audiences import COLUMNS, Audience, Fact, read_audiences
from briefing.errors import BriefingError, ContentError

PAGE = (Path(__file__).parents[3] / "docs" / "batch.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows(text: str | bytes, name: str = "a.yaml") -> tuple[Audience, ...]:
    Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
    return read_audiences(Path(name)).rows


def book(*lines: tuple[object, ...], percent: tuple[int, ...] = ()) -> tuple[Audience, ...]:
    with Workbook("a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        share = workbook.add_format({"num_format": "0.0%"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
                elif value is not None:
                    sheet.write(number, column, value, share if number and column in percent else None)
    return read_audiences(Path("a.xlsx")).rows


def problems(text: str, name: str = "a.yaml") -> list[str]:
    """What is wrong with the rows, or with the file."""
    try:
        return [str(each) for row in rows(text, name) for each in row.problems]
    except BriefingError as error:
        return str(error).splitlines()


def test_a_list_has_a_row_an_entry() -> None:
    first, second = rows("- for: cfo\n- {name: Nord, for: [cfo, 'cto, ceo'], formats: 'md, pptx', title: T}\n")
    assert (first.number, first.people, first.name, first.formats) == (1, ("cfo",), "", ())
    assert (second.number, second.people, second.name) == (2, ("cfo", "cto", "ceo"), "Nord")
    assert (second.formats, second.title) == (("md", "pptx"), "T")


def test_defaults_hold_where_a_row_says_nothing() -> None:
    text = "defaults: {layout: board, spend.source: Bills}\naudiences:\n  - for: cfo\n  - {for: cto, layout: pitch}\n"
    first, second = rows(text)
    assert (first.layout, first.facts) == ("board", (Fact("spend.source", "Bills"),))
    assert second.layout == "pitch"


def test_a_matrix_crosses_its_lists() -> None:
    text = (
        "audiences:\n  - {name: Group, for: ceo}\n"
        "matrix:\n  unit:\n    - name: Nord\n    - {name: Süd, spend.current-monthly: 9}\n"
        "  for: [cfo, [cto, cio]]\n"
    )
    found = rows(text)
    assert [(each.number, each.name, each.people) for each in found] == [
        (1, "Group", ("ceo",)),
        (2, "Nord", ("cfo",)),
        (3, "Nord", ("cto", "cio")),
        (4, "Süd", ("cfo",)),
        (5, "Süd", ("cto", "cio")),
    ]
    assert found[4].facts == (Fact("spend.current-monthly", "9"),)


def test_a_pattern_for_names_may_stand_in_the_file() -> None:
    Path("a.yaml").write_text("names: '{name}'\naudiences: [{for: cfo}]\n")
    assert read_audiences(Path("a.yaml")).names == "{name}"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_as_spreadsheets_write_it(separator: str, start: str, end: str) -> None:
    lines = [["Name", "FOR", "spend.source"], ["Süd", '"cfo, cto"', '"a ""b"""'], ["", "", ""], ["Nord", "cfo", ""]]
    first, second = rows(start + end.join(separator.join(line) for line in lines), "a.csv")
    assert (first.number, first.name, first.people) == (2, "Süd", ("cfo", "cto"))
    assert first.facts == (Fact("spend.source", 'a "b"'),)
    assert (second.number, second.name, second.facts) == (4, "Nord", ())


def test_a_row_of_csv_counts_rows_while_its_place_counts_lines() -> None:
    (first, second) = rows('name,for,title\n"A\nB",cfo,\nC,,\n', "a.csv")
    assert (first.name, second.number) == ("A B", 3)
    assert [str(each) for each in second.problems] == [
        "a.csv:4: row 3: 'for' is missing; write for example cfo, or a group"
    ]


def test_excel_is_read_as_a_person_would_type_it() -> None:
    header = ("name", "for", "spend.current-monthly", "spend.annual-growth", "ask.date")
    first, second = book(header, ("Nord", "cfo", 120000, 0.185, date(2026, 3, 31)), (7, "cto", 0.5), percent=(3,))
    assert first.facts == (
        Fact("spend.current-monthly", "120000"),
        Fact("spend.annual-growth", "18.5%"),
        Fact("ask.date", "2026-03-31"),
    )
    assert (second.name, second.facts) == ("7", (Fact("spend.current-monthly", "0.5"),))
    assert [each.number for each in (first, second)] == [2, 3]


def test_an_excel_file_that_is_none_is_refused() -> None:
    for content in (b"", b"name,for\n", b"PK\x03\x04 nonsense"):
        Path("a.xlsx").write_bytes(content)
        with pytest.raises(BriefingError) as caught:
            read_audiences(Path("a.xlsx"))
        assert re.fullmatch(
            r"a\.xlsx: this is no Excel workbook that can be read \(\w+\); "
            r"open it in a spreadsheet and save it as \.xlsx, or as CSV",
            str(caught.value),
        )


def test_a_cell_with_an_error_is_a_problem_of_its_row() -> None:
    first, second = book(("name", "for"), ("#REF!", "cfo"), ("Nord", "cfo"))
    assert not second.problems
    with Workbook("b.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ("name", "for"))
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write(1, 1, "cfo")
    (row,) = read_audiences(Path("b.xlsx")).rows
    assert [str(each) for each in row.problems] == [
        "b.xlsx:2:1: row 2, column 'name': the cell holds the error #DIV/0!; mend its formula"
    ]
    assert first.name == "#REF!" or first.problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {for: cfo, layuot: x}\n", ["a.yaml:1:22: row 1: unknown column 'layuot'; did you mean 'layout'?"]),
        ("- {for: cfo, layout: [x]}\n", ["a.yaml:1:22: row 1, column 'layout': this should be one text"]),
        ("- {for: {a: b}}\n", ["a.yaml:1:9: row 1, column 'for': this should be names, in one text or a list",
                               "a.yaml:1:9: row 1, column 'for': nobody is named; write for example cfo, or a group"]),
        ("- cfo\n", ["a.yaml:1:3: row 1: an audience should be a mapping such as 'for: cfo'"]),
        ("audiances: []\n", ["a.yaml:1:1: unknown key 'audiances'; did you mean 'audiences'?"]),
        ("audiences: []\n",
         ["a.yaml: there are no audiences in the file; write a row for each audience, with 'for' at least"]),
        ("audiences: x\n", ["a.yaml:1:12: 'audiences' should be a list"]),
        ("x\n", ["a.yaml:1:1: the file should be a list of audiences; write '- for: cfo' for each audience"]),
        ("defaults: {layuot: x}\naudiences: [{for: cfo}]\n",
         ["a.yaml:1:12: unknown column 'layuot'; did you mean 'layout'?"]),
        ("matrix: {for: cfo}\n", ["a.yaml:1:15: 'for' should be a list that is not empty"]),
        ("matrix: {unit: [a], for: [cfo]}\n", None),
        ("matrix: {for: [" + "cfo," * 200 + "], name: [" + "x," * 200 + "]}\n",
         ["a.yaml:1:9: the matrix makes 40,000 audiences, more than 20,000; divide it into several files"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_yaml_is_said_with_row_and_column(text: str, expected: list[str] | None) -> None:
    found = problems(text)
    if expected is None:
        assert found[0].startswith("a.yaml:1:10: 'unit' is no column; ")
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a.csv: the file is empty; write a header such as 'name,for,layout'"),
        ("name,layuot,for\n", "a.csv:1:2: unknown column 'layuot'; did you mean 'layout'?"),
        ("name,spend.curent-monthly,for\n",
         "a.csv:1:2: there is no 'spend.curent-monthly'; did you mean 'current-monthly'?"),
        ("for,currency\n",
         "a.csv:1:2: unknown column 'currency'; write 'organisation.currency' for the organisation's"),
        ("name,layout\n", "a.csv:1:1: there is no column 'for'; add one, with personas or groups in it"),
        ("for,for\n", "a.csv:1:2: the column 'for' stands twice; take one of them away"),
        ("for\n", "a.csv: there are no audiences in the file; write a row for each audience, with 'for' at least"),
        ("for\ncfo,more\n", "a.csv:2:2: row 2: 'more' stands in a column without a name; "
         "name the column in the header, or take it away"),
        ('for\n"cfo\n',
         "a.csv:2: row 2 is no CSV: unexpected end of data; close its quotation marks, or save it again"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_csv_is_said_with_row_and_column(text: str, expected: str) -> None:
    assert problems(text, "a.csv") == [expected]


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(BriefingError) as caught:
        read_audiences(Path("a.xls"))
    assert str(caught.value) == (
        "a.xls: audiences cannot be read from a file that ends in '.xls'; give a .yaml, .csv or .xlsx file"
    )


def test_a_file_that_is_not_there_is_named() -> None:
    for name in ("a.yaml", "a.csv", "a.xlsx"):
        with pytest.raises(BriefingError) as caught:
            read_audiences(Path(name))
        assert str(caught.value) == (
            f"{name}: the file cannot be read (no such file or directory); check its path and rights"
        )


def test_the_page_explains_every_column() -> None:
    told = re.findall(r"^\| `(\w+)` \| (.*?) \|$", PAGE.split("## Rows")[1].split("\n## ")[0], re.MULTILINE)
    assert dict(told) == dict(COLUMNS)


def test_whole_problems_of_csv_come_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        rows("nme,fr,for\n", "a.csv")
    assert len(caught.value.problems) == 2
