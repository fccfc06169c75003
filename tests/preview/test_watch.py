"""Watching: what a briefing is made from, and a new one after each change of it."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

import pytest

from briefing.choices import Choices
from briefing.errors import UsageError
from briefing.preview.watch import previewed, sources, watched

ORG = "name: Example Freight\nspend: {current-monthly: 400_000}\ncurrency: EUR\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("own/personas", "own/layouts/short", "bills/march", "brand/pictures"):
        Path(name).mkdir(parents=True)
    for name in ("own/personas/cfo.yaml", "own/layouts/short/layout.yaml", "own/notes.txt", "bills/march/a.csv"):
        Path(name).write_text("")
    for name in ("brand/house.yaml", "brand/pictures/logo.png", "org.yaml", "map.yaml"):
        Path(name).write_text("")
    Path("briefing.yaml").write_text("layout: pitch\n")
    return tmp_path


def names(choices: Choices, folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in sources(choices) if each.is_relative_to(folder)}


def test_everything_that_is_named_counts_and_nothing_else(folder: Path) -> None:
    own = {"own/personas", "own/personas/cfo.yaml", "own/layouts", "own/layouts/short", "own/layouts/short/layout.yaml"}
    choices = Choices(libraries=(Path("own"),))
    assert names(choices, folder) == {*own, "briefing.yaml"}
    more = choices.but(organisation="org.yaml", theme="brand/house.yaml", theme_map="map.yaml", spend=("bills",))
    assert names(more, folder) - own == {
        *("briefing.yaml", "org.yaml", "map.yaml", "bills", "bills/march/a.csv"),
        *("brand/house.yaml", "brand/pictures/logo.png"),
    }
    assert "bills/march/a.csv" in names(choices.but(spend=("bills/*/*.csv",)), folder)
    assert names(choices.but(spend=("duckdb://costs",)), folder) == names(choices, folder)


def test_of_a_broken_workspace_its_file_is_waited_for(folder: Path) -> None:
    Path("briefing.yaml").write_text("organisation: [")
    assert sources(Choices()) == (folder / "briefing.yaml",)


def test_a_preview_is_a_web_page_in_a_folder_of_its_own() -> None:
    made = previewed(Choices())
    assert (made.formats, Path(made.out or "")) == (("html",), Path("output/preview"))
    Path("briefing.yaml").write_text("output: decks\n")
    assert Path(previewed(Choices()).out or "") == Path("decks/preview")
    asked = Choices(formats=("png",), out="here/")
    assert previewed(asked) == asked


def test_without_watchfiles_it_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(UsageError) as caught:
        next(watched(["cfo"], Choices()))
    assert str(caught.value) == "--watch needs watchfiles, which is not installed; install finops-briefing[preview]"


@pytest.mark.slow
def test_each_saved_change_gives_a_new_page_and_a_fault_waits_to_be_mended(folder: Path) -> None:
    Path("org.yaml").write_text(ORG)
    stop = Event()
    turns = watched(["cfo"], previewed(Choices(organisation="org.yaml")), stop)
    page = folder / "output/preview/cfo-pitch.html"

    first = next(turns)
    assert first.result
    assert "€400k" in page.read_text()
    Path("org.yaml").write_text(ORG.replace("400_000", "500_000"))
    assert next(turns).result
    assert "€500k" in page.read_text()
    Path("org.yaml").write_text(ORG.replace("400_000", "[500_000"))
    fault = next(turns)
    assert fault.result is None
    assert fault.fault.startswith("org.yaml:2:26: the list")
    assert "€500k" in page.read_text()
    Path("new.yaml").write_text(ORG.replace("400_000", "600_000"))
    Path("new.yaml").replace("org.yaml")  # as most editors save
    assert next(turns).result
    assert "€600k" in page.read_text()
    stop.set()
    assert list(turns) == []


@pytest.mark.slow
def test_who_does_not_exist_is_told_at_once_and_not_waited_for() -> None:
    Path("briefing.yaml").unlink()
    with pytest.raises(UsageError, match="'nobody'"):
        next(watched(["nobody"], previewed(Choices())))
