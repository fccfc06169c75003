from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bill.focus.exports import write_csv
from briefing.bill.focus.opening import Source, open_source, reading
from briefing.bill.focus.rows import Opened
from briefing.errors import BriefingError, FactError, UsageError

# Ibis 12 asks DuckDB 2 in words that are going out of use.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_:DeprecationWarning")


def fault_of(source: Source) -> BriefingError:
    with pytest.raises(BriefingError) as raised:
        open_source(source)
    return raised.value


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with open_source(Source((write_csv(tmp_path / "usage.csv"),))) as opened:
        yield opened


def test_paths_are_opened_as_files(opened: Opened) -> None:
    assert opened.label == "FOCUS export usage.csv"
    assert opened.connection.name == "duckdb"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            Source(()),
            "there is no path of billing data; give a file, a folder, a pattern or a connection URL",
        ),
        (Source(("",)), "the path of the billing data is empty; give .csv, .csv.gz or .parquet files"),
        (Source(("usage.csv",), "focus"), "--spend-table goes with a connection URL; leave it out for files"),
        (Source(("trino://db/a", "usage.csv"), "focus"), "a connection URL stands alone; give it without other places"),
        (
            Source(("trino://db/a",)),
            "the connection URL needs the name of a table; give it with --spend-table",
        ),
    ],
)
def test_what_cannot_go_together_is_a_fault_of_the_command_line(source: Source, message: str) -> None:
    fault = fault_of(source)
    assert isinstance(fault, UsageError)
    assert str(fault) == message


def test_a_fault_of_the_engine_becomes_a_sentence(opened: Opened) -> None:
    with pytest.raises(FactError, match=r"usage\.csv cannot be read: .*nowhere"), reading(opened):
        opened.connection.con.execute("select * from nowhere")


def test_the_engine_s_own_message_is_not_shown_beside_it(opened: Opened) -> None:
    with pytest.raises(FactError) as raised, reading(opened):
        opened.connection.con.execute("select * from nowhere")
    assert raised.value.__suppress_context__


def test_a_fault_of_the_program_stays_what_it_is(opened: Opened) -> None:
    with pytest.raises(ZeroDivisionError), reading(opened):
        _ = 1 / 0


def test_a_sentence_for_the_user_passes_unchanged(opened: Opened) -> None:
    fault = FactError("no complete month")
    with pytest.raises(FactError) as raised, reading(opened):
        raise fault
    assert raised.value is fault


def test_what_the_machine_lacks_can_be_told(opened: Opened) -> None:
    assert opened.fault(ValueError("secret")) is None
    told = opened.fault(OSError(28, "No space left on device"))
    expected = "there is no room for what does not fit into memory; free the folder for temporary files"
    assert str(told) == expected


def test_closing_ends_the_connection_and_removes_what_it_spilled(opened: Opened) -> None:
    with opened:
        spill = Path(opened.connection.con.execute("select current_setting('temp_directory')").fetchall()[0][0])
        assert spill.is_dir()
    assert not spill.exists()
    with pytest.raises(Exception, match=r"[Cc]losed"):
        opened.connection.con.execute("select 1")
