"""The bill of the page: read once, told in plain words, and offered as facts with what they count."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock

import pytest

from bill_samples import whole_bill
from briefing.bill.file import write_bill
from briefing.errors import FactError, UsageError
from briefing.workbench.bill import FACTS, Reading, offered
from briefing.workbench.room import choices_for, keep_room, read_room
from conftest import BUILT_IN


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    monkeypatch.chdir(tmp_path)
    Path("bills.yaml").write_text(write_bill(whole_bill()))
    Path("org.yaml").write_text("currency: EUR\nspend: {annual-growth: 7%}\n")
    keep_room({"people": ["cfo"]}, BUILT_IN)
    return Reading()


def read(reading: Reading, folder: str) -> dict[str, object]:
    reading.begin(folder, Lock())
    end = time.monotonic() + 20
    while reading.state()["busy"] and time.monotonic() < end:
        time.sleep(0.01)
    return reading.state()


def test_it_is_read_once_and_in_use_from_then_on(reading: Reading) -> None:
    state = read(reading, "bills.yaml")
    assert (state["error"], state["known"]) == ("", True)
    assert choices_for(read_room()).spend == (FACTS.as_posix(),)
    found = {each.key: each for each in offered(read_room(), BUILT_IN)}
    assert found["spend.current-monthly"].value == "425300"
    assert found["spend.current-monthly"].basis.startswith("effective cost of usage and purchases")
    assert "spend.annual-growth" not in found  # somebody stated it
    reading.forget()
    assert choices_for(read_room()).spend == ()


def test_data_that_cannot_be_read_are_told_and_change_nothing(reading: Reading) -> None:
    Path("bills.yaml").write_text("version: 1\nnothing: here\n")
    state = read(reading, "bills.yaml")
    assert (state["known"], "unknown field 'nothing'" in str(state["error"])) == (False, True)
    assert choices_for(read_room()).spend == ()


def test_only_the_workspace_is_read(reading: Reading, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lies outside of this workspace; drop its files on the page instead"):
        reading.begin("../else", Lock())
    (tmp_path / "way").symlink_to(tmp_path.parent)
    with pytest.raises(UsageError, match="lies outside of this workspace"):
        reading.begin("way", Lock())
    with pytest.raises(FactError, match="there is no 'nothing' in this workspace"):
        reading.begin("nothing", Lock())
