from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from bill.focus.exports import NAMES, ROW, counts, csv_text, fault_of, rows, write_csv, write_gzip, write_parquet
from briefing.bill.focus.faults import Rejected, Rejection
from briefing.bill.focus.files import open_files
from briefing.bill.focus.opening import reading

# Ibis 12 asks DuckDB 2 in words that are going out of use.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_:DeprecationWarning")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the test is the current one, so that messages have short paths."""
    monkeypatch.chdir(tmp_path)


def test_every_cell_of_csv_is_text_and_nothing_is_guessed() -> None:
    with open_files([write_csv(Path("usage.csv"), csv_text(1))]) as opened:
        (table,) = opened.tables
        assert set(map(str, table.expression.schema().types)) == {"string"}
        assert rows(table) == [dict(ROW)]
        assert table.name == "usage.csv"


def test_parquet_keeps_its_types() -> None:
    with open_files([write_parquet(Path("bill.parquet"), Tags="map {'owner': 'freight'}")]) as opened:
        schema = opened.tables[0].expression.schema()
        assert {name: str(schema[name]) for name in ("BilledCost", "ChargePeriodStart", "Tags")} == {
            "BilledCost": "decimal(20, 6)",
            "ChargePeriodStart": "timestamp(6)",
            "Tags": "map<string, string>",
        }
        assert rows(opened.tables[0])[0]["BilledCost"] == Decimal("12.5")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_dialects_of_csv_are_told_apart(delimiter: str, end: str, mark: str) -> None:
    path = write_csv(Path("usage.csv"), mark + csv_text(delimiter=delimiter, end=end))
    with open_files([path]) as opened:
        assert rows(opened.tables[0]) == [dict(ROW)] * 2
        assert opened.rejected() == Rejected()


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks() -> None:
    cell = 'a,b;"c"\nd'
    text = csv_text(1).replace("Nimbus Machines", '"a,b;""c""\nd"')
    with open_files([write_csv(Path("usage.csv"), text)]) as opened:
        assert rows(opened.tables[0])[0]["ServiceName"] == cell
        assert opened.rejected() == Rejected()


def test_lines_before_the_header_that_are_blank_are_skipped() -> None:
    with open_files([write_csv(Path("usage.csv"), "\n\n" + csv_text())]) as opened:
        assert counts(opened) == {"usage.csv": 2}


def test_columns_are_found_by_name_and_get_the_names_of_focus() -> None:
    header, line = csv_text(1, ["x_first", *reversed(NAMES), "x_first"]).splitlines()
    path = write_csv(Path("usage.csv"), f"{header.replace('Cost', ' cost').upper()}\n{line}\n")
    with open_files([path]) as opened:
        assert rows(opened.tables[0]) == [dict(ROW)]


def test_content_decides_and_not_the_suffix() -> None:
    write_csv(Path("plain.csv.gz"))
    write_gzip(Path("packed.csv"))
    write_parquet(Path("table.csv"))
    with open_files(["plain.csv.gz", "packed.csv", "table.csv"]) as opened:
        assert counts(opened) == {"plain.csv.gz and 1 more": 4, "table.csv": 2}


def test_packed_files_of_several_members_are_read_to_the_end() -> None:
    whole = csv_text()
    Path("bill.csv.gz").write_bytes(gzip.compress(whole[:200].encode()) + gzip.compress(whole[200:].encode()))
    with open_files(["bill.csv.gz"]) as opened, reading(opened):
        assert counts(opened) == {"bill.csv.gz": 2}


def test_files_of_one_form_are_one_table_joined_by_name() -> None:
    write_csv(Path("a.csv"), csv_text(1, [*reversed(NAMES), "x_a"]))
    write_csv(Path("b.csv"), csv_text(1, [*NAMES[:-2], "ServiceProviderName", "RegionId"], ";"))
    with open_files(["a.csv", "b.csv"]) as opened:
        (table,) = opened.tables
        assert {(row["ProviderName"], row["RegionId"], row["BilledCost"]) for row in rows(table)} == {
            (ROW["ProviderName"], None, "12.50"),
            (None, "x", "12.50"),
        }
        assert table.columns.providers == ("ServiceProviderName", "ProviderName")
        assert "RegionName" not in table.columns.missing
        assert "SubAccountName" in table.columns.missing


def test_forms_and_types_that_differ_are_tables_of_their_own() -> None:
    write_csv(Path("a.csv"))
    write_parquet(Path("b.parquet"), x_a="1")
    write_parquet(Path("c.parquet"), x_a="'text'", ListCost="2.5::double")
    write_parquet(Path("d.parquet"), billed_cost="1.5::double", BilledCost="")
    with open_files(["a.csv", "b.parquet", "c.parquet", "d.parquet"]) as opened:
        assert counts(opened) == {"a.csv": 2, "b.parquet and 1 more": 4, "d.parquet": 2}
        assert [str(table.expression.schema()["BilledCost"]) for table in opened.tables] == [
            "string",
            "decimal(20, 6)",
            "float64",
        ]


def test_folders_named_after_values_add_no_columns() -> None:
    Path("ServiceName=Wrong").mkdir()
    write_parquet(Path("ServiceName=Wrong/a.parquet"))
    with open_files(["ServiceName=Wrong"]) as opened:
        assert {row["ServiceName"] for row in rows(opened.tables[0])} == {ROW["ServiceName"]}


def test_rows_of_the_wrong_number_of_columns_are_counted_and_not_padded() -> None:
    line = csv_text(1).splitlines()[1]
    write_csv(Path("a.csv"), csv_text(1) + f"1,2,3\n{line},more\n" + f"{line}\n")
    write_csv(Path("b.csv"), csv_text(1) + '1,"x"y\n')
    with open_files(["a.csv", "b.csv"]) as opened:
        assert opened.rejected() == Rejected()
        assert counts(opened) == {"a.csv and 1 more": 3}
        assert opened.rejected() == Rejected(3, Rejection("a.csv", 3, "3 columns instead of 12"))
        counts(opened)
        assert opened.rejected().rows == 3, "a row that was read twice is counted once"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (csv_text(1).splitlines()[1].encode() + b",more", "13 columns instead of 12"),
        (b'1,"x"y,3', "a quote stands in the middle of a value"),
        (csv_text(1).splitlines()[1].replace("Machines", "Zürich").encode("latin-1"), "the text is not in UTF-8"),
    ],
)
def test_the_first_lost_row_is_told_with_its_reason(bad: bytes, reason: str) -> None:
    Path("a.csv").write_bytes(csv_text(2).encode() + bad + b"\n" + csv_text(1).splitlines()[1].encode())
    with open_files(["a.csv"]) as opened:
        assert counts(opened) == {"a.csv": 3}
        assert opened.rejected() == Rejected(1, Rejection("a.csv", 4, reason))


def test_beyond_a_limit_lost_rows_are_no_longer_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("files", "faults"):
        monkeypatch.setattr(f"briefing.bill.focus.{module}.LIMIT", 10)
    write_csv(Path("a.csv"), csv_text() + "1,2\n" * 50)
    with open_files(["a.csv"]) as opened:
        counts(opened)
        lost = opened.rejected()
        assert (0 < lost.rows < 50, lost.at_least) == (True, True)


@pytest.mark.parametrize(("lost", "at_least"), [(9, False), (10, True)])
def test_as_many_notes_as_the_limit_are_no_count_any_more(
    lost: int, at_least: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("files", "faults"):
        monkeypatch.setattr(f"briefing.bill.focus.{module}.LIMIT", 10)
    write_csv(Path("a.csv"), csv_text(1) + f"{','.join(['1'] * 11)}\n" * lost)
    with open_files(["a.csv"]) as opened:
        counts(opened)
        assert opened.rejected() == Rejected(lost, Rejection("a.csv", 3, "11 columns instead of 12"), at_least)


@pytest.mark.slow
@pytest.mark.parametrize(("lost", "at_least"), [(2_499, False), (2_500, True)])
def test_the_limit_is_half_a_million_notes(lost: int, at_least: bool) -> None:
    """A row that lacks 200 columns makes as many notes."""
    names = (*ROW, *(f"x_{n}" for n in range(200)))
    write_csv(Path("a.csv"), csv_text(1, names) + f"{','.join(['1'] * 12)}\n" * lost)
    with open_files(["a.csv"]) as opened:
        assert counts(opened) == {"a.csv": 1}
        assert opened.rejected() == Rejected(lost, Rejection("a.csv", 3, "12 columns instead of 212"), at_least)


def test_a_quote_that_is_never_closed_is_a_fault_because_it_hides_rows() -> None:
    line = csv_text(1).splitlines()[1]
    write_csv(Path("a.csv"), csv_text() + f'5,"open,3\n{line}\n{line}\n')
    assert fault_of("a.csv") == (
        "a.csv:4 cannot be told apart from the rows after it: a quote is not closed, or line ends are of two kinds; "
        "export the file again"
    )


def test_the_engine_works_in_utc_loads_nothing_and_stays_small() -> None:
    with open_files([write_csv(Path("a.csv"))]) as opened:
        names = ("TimeZone", "autoinstall_known_extensions", "autoload_known_extensions")
        found = [opened.connection.con.execute(f"select current_setting('{name}')").fetchall()[0][0] for name in names]
        assert found == ["UTC", False, False]
