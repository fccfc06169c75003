"""What is taken away beside the one deck: a batch for a table, and new figures in a deck that people have."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from briefing.errors import BriefingError, UsageError
from briefing.workbench import slides
from briefing.workbench.places import HIDDEN
from briefing.workbench.room import keep_room, read_room, the_library
from briefing.workbench.taking import Batch, refresh, refreshed, rows_of
from briefing.workbench.uploads import KINDS
from conftest import BUILT_IN

pytestmark = pytest.mark.slow
Drop = Callable[[str, str, bytes], None]


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drop:
    """`drop("table", "rows.csv", b"…")`: a file as the page keeps it."""
    monkeypatch.chdir(tmp_path)
    Path("org.yaml").write_text("currency: EUR\nspend: {current-monthly: 52_000, annual-growth: 7%}\n")
    keep_room({"people": ["cfo"]}, BUILT_IN)

    def dropped(kind: str, name: str, data: bytes) -> None:
        path = HIDDEN / KINDS[kind][0] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    return dropped


def made(drop: Drop, rows: bytes) -> Batch:
    drop("table", "rows.csv", rows)
    batch = Batch()
    batch.begin("rows.csv", read_room())
    end = time.monotonic() + 120
    while (batch.state()["busy"] or "files" not in batch.state()) and time.monotonic() < end:
        time.sleep(0.05)
    return batch


def test_a_table_makes_a_deck_for_each_row(drop: Drop) -> None:
    batch = made(drop, b"name,for\nNorth,cfo\nSouth,cto\n")
    assert [(each["status"], each["path"]) for each in batch.state()["files"]] == [
        ("made", "output/North/cfo-pitch.pptx"),
        ("made", "output/South/cto-pitch.pptx"),
    ]
    with zipfile.ZipFile(io.BytesIO(batch.archive())) as parts:
        assert parts.namelist() == ["North/cfo-pitch.pptx", "South/cto-pitch.pptx"]


def test_a_row_that_is_wrong_is_told_with_its_reason(drop: Drop) -> None:
    batch = made(drop, b"name,for\nNorth,nobody\n")
    (found,) = batch.state()["files"]
    assert (found["status"], "nobody" in found["reason"]) == ("failed", True)


def test_a_table_that_cannot_be_read_is_told(drop: Drop) -> None:
    batch = made(drop, b"nothing,here\n1,2\n")
    assert batch.state()["files"] == []
    assert any(each.startswith("error: ") for each in batch.state()["said"])


def test_a_deck_with_changes_of_the_page_is_called_after_its_layout(drop: Drop) -> None:
    room = keep_room({"stories": {"pitch": {"titles": {"title": "Ours"}}}}, BUILT_IN)
    assert slides.made(room, the_library(), "md", ["cfo"])[0] == "cfo-pitch.md"


def test_pictures_are_taken_as_one_archive(drop: Drop) -> None:
    name, data, _ = slides.made(read_room(), BUILT_IN, "svg", ["cfo"])
    assert name.endswith("-svg.zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert all(each.endswith(".svg") and archive.read(each).startswith(b"<svg ") for each in archive.namelist())
        assert len(archive.namelist()) > 1
    assert slides.made(read_room(), BUILT_IN, "svg", ["cfo"])[1] == data


def test_new_figures_come_into_a_deck(drop: Drop) -> None:
    name, data, _ = slides.made(read_room(), BUILT_IN, "pptx", ["cfo"])
    drop("deck", name, data)
    assert refresh(name, write=False)["changes"] == []
    Path("org.yaml").write_text("currency: EUR\nspend: {current-monthly: 61_000, annual-growth: 7%}\n")
    found = refresh(name, write=False)
    assert any("61k" in each["now"] for each in found["changes"])
    assert refreshed(name) == (name, data)
    assert refresh(name, write=True)["written"]
    assert refreshed(name)[1] != data


def test_a_workbook_becomes_rows_as_a_person_would_type_them(drop: Drop) -> None:
    book = Workbook()
    sheet = book.create_sheet("Savings", 0)
    sheet.append(["name", "base", "amount"])
    sheet.append(["Idle", 0.04, 36000])
    sheet["B2"].number_format = "0%"
    data = io.BytesIO()
    book.save(data)
    drop("table", "savings.xlsx", data.getvalue())
    assert rows_of("savings.xlsx") == [["name", "base", "amount"], ["Idle", "4%", "36000"]]
    drop("table", "broken.xlsx", b"PK")
    with pytest.raises(BriefingError, match=r"broken\.xlsx"):
        rows_of("broken.xlsx")
    drop("table", "savings.csv", b"name;base\n")
    with pytest.raises(BriefingError, match=r"'savings\.csv' is no Excel workbook; drop a \.xlsx, or paste the cells"):
        rows_of("savings.csv")


@pytest.mark.parametrize("name", ["nothing.pptx", "../room.json", "../../org.yaml", ""])
def test_only_what_was_dropped_is_read(drop: Drop, name: str) -> None:
    with pytest.raises(UsageError, match="drop it on the page again"):
        refreshed(name)
