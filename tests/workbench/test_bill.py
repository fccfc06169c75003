"""The bill of the page: read once, told in plain words, and offered as facts with what they count."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event, Lock

import pytest

from bill_samples import whole_bill
from briefing.bill.bill import Bill
from briefing.bill.file import write_bill
from briefing.bills import SpendRequest
from briefing.errors import FactError, Problem, RowsError, UsageError, Where, hear, listening
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


def read(reading: Reading, folder: str, broken: int = 0) -> dict[str, object]:
    reading.begin(folder, Lock(), broken)
    return finished(reading)


def finished(reading: Reading) -> dict[str, object]:
    end = time.monotonic() + 300
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
    assert Reading().state()["said"] == state["said"]  # another day
    reading.forget()
    assert choices_for(read_room()).spend == ()
    assert Reading().state()["said"] == ()


def test_data_that_cannot_be_read_are_told_and_change_nothing(reading: Reading) -> None:
    Path("bills.yaml").write_text("version: 1\nnothing: here\n")
    state = read(reading, "bills.yaml")
    assert (state["known"], "unknown field 'nothing'" in str(state["error"])) == (False, True)
    assert choices_for(read_room()).spend == ()


def test_a_fault_of_ours_is_told_and_does_not_look_like_no_bill(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def opened(*_: object) -> Bill:
        raise ArithmeticError("no such number")

    monkeypatch.setattr("briefing.bills.open_bill", opened)
    state = read(reading, "bills.yaml")
    assert state["error"] == "This is a fault of briefing: ArithmeticError: no such number"
    assert "the reading of a bill failed" in caplog.text


def test_rows_that_cannot_be_read_may_be_left_out(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(request: SpendRequest, _: object) -> Bill:
        if request.broken_rows < 3:
            raise RowsError("3 of 9 rows cannot be used", "allow them with --broken-rows 3", 3)
        return whole_bill()

    monkeypatch.setattr("briefing.bills.open_bill", opened)
    state = read(reading, "bills.yaml")
    assert (state["error"], state["broken"], state["known"]) == ("3 of 9 rows cannot be used", 3, False)
    state = read(reading, "bills.yaml", 3)
    assert (state["error"], state["broken"], state["known"]) == ("", 0, True)


def test_others_are_answered_while_it_is_read_and_hear_how_far_it_is(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def opened(request: SpendRequest, _: object) -> Bill:
        hear([Problem(Where(), "of the bill")])
        assert goes_on.wait(60)
        return whole_bill()

    monkeypatch.setattr("briefing.bills.open_bill", opened)
    engine = Lock()
    reading.begin("bills.yaml", engine)
    with listening() as heard:
        assert engine.acquire(timeout=60)
    state = reading.state()
    assert (state["busy"], state["size"]) == (True, Path("bills.yaml").stat().st_size)
    assert 0 <= state["read"] <= state["size"]
    engine.release()
    goes_on.set()
    assert finished(reading)["known"]
    assert not heard  # what another thread reads is not for this one


def test_only_the_workspace_is_read(reading: Reading, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lies outside of this workspace; drop its files on the page instead"):
        reading.begin("../else", Lock())
    (tmp_path / "way").symlink_to(tmp_path.parent)
    with pytest.raises(UsageError, match="lies outside of this workspace"):
        reading.begin("way", Lock())
    with pytest.raises(FactError, match="there is no 'nothing' in this workspace"):
        reading.begin("nothing", Lock())
