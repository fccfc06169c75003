"""`briefing preview` as a user calls it; what watching and serving do is told in tests/preview."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.cli import app

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def opens(address: str) -> bool:
        found.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", opens)
    return found


@pytest.fixture
def call(
    tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["briefing", "preview", *arguments])
        with pytest.raises(SystemExit) as end:
            app.run()
        shown = capsys.readouterr()
        return int(end.value.code or 0), shown.out, shown.err

    return run


def test_the_web_page_is_made_and_opened(call: Call, opened: list[str], tmp_path: Path) -> None:
    status, _, err = call("--for", "cfo", "--layout", "one-pager")
    page = tmp_path / "output/preview/cfo-one-pager.html"
    assert (status, opened) == (0, [page.as_uri()])
    assert page.is_file()
    assert err.startswith("output/preview/cfo-one-pager.html: ")


def test_pictures_are_made_and_no_browser_is_opened(call: Call, opened: list[str]) -> None:
    assert call("--for", "cfo", "--layout", "one-pager", "--format", "svg")[0] == 0
    assert opened == []
    assert [each.suffix for each in Path("output/preview/cfo-one-pager-svg").iterdir()] == [".svg"]


@pytest.mark.parametrize("width", ["99", "8001", "-1"])
def test_a_width_that_no_picture_has_is_refused(call: Call, width: str) -> None:
    message = f"error: --width is {width}; give whole pixels from 100 to 8000\n"
    assert call("--for", "cfo", "--width", width) == (2, "", message)


def test_a_width_asks_for_png_and_for_nothing_else(call: Call, opened: list[str]) -> None:
    status, _, err = call("--for", "cfo", "--width", "300", "--format", "html")
    assert (status, err) == (2, "error: --width is given, but no PNG is asked for; add png to --format\n")


def test_a_fault_is_a_sentence_and_leaves_nothing(call: Call, opened: list[str]) -> None:
    status, _, err = call("--for", "cfo", "--org", "org.yaml")
    assert status == 1
    assert err.startswith("error: org.yaml: ")
    assert opened == []
    assert not Path("output").exists()
