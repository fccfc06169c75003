from __future__ import annotations

import os
from pathlib import Path

import pytest
from platformdirs import user_data_path

from briefing.choices import Choices, with_defaults
from briefing.desk import open_library
from briefing.errors import ContentError
from briefing.library.library import builtin_folder
from briefing.library.workspace import chosen_library, find_workspace, own_folders, read_workspace, user_folder
from briefing.pipeline import make

WHOLE = """\
organisation: org.yaml
layout: exec-brief
theme: themes/ours.potx
formats: [md]
output: decks
libraries: [library, ../shared]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work" / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")


def put(path: str, text: str = "") -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return Path(path)


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_workspace(put("briefing.yaml", text))
    return [str(problem) for problem in caught.value.problems]


def test_all_paths_are_relative_to_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("org.yaml", "themes/ours.potx", "library/x", "../shared/x"):
        put(path)
    put("briefing.yaml", WHOLE)
    home = Path.cwd()
    monkeypatch.chdir("deep/er")
    found = find_workspace()
    assert found is not None
    assert (found.folder, found.organisation, found.output) == (home, home / "org.yaml", home / "decks")
    assert (found.theme, found.layout, found.formats) == (str(home / "themes/ours.potx"), "exec-brief", ("md",))
    assert found.libraries == (home / "library", home / "../shared")
    assert str(found.where("layout")).endswith("briefing.yaml:2:9")


def test_without_a_file_above_there_is_none() -> None:
    assert find_workspace() is None


def test_the_nearest_file_wins() -> None:
    put("briefing.yaml", "layout: pitch\n")
    put("deep/briefing.yaml", "layout: one-pager\n")
    found = find_workspace(Path("deep/er"))
    assert found is not None
    assert found.layout == "one-pager"


def test_a_theme_may_be_a_name_and_lists_may_be_texts() -> None:
    found = read_workspace(put("briefing.yaml", "theme: dark\nformats: pptx, md\n"))
    assert (found.theme, found.formats) == ("dark", ("pptx", "md"))


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("layot: pitch\n", ["briefing.yaml:1:1: unknown field 'layot'; did you mean 'layout'?"]),
        (
            "organisation: org.yaml\ntheme: ours.potx\nlibraries: [a]\n",
            [
                "briefing.yaml:1:15: there is no file 'org.yaml'; correct 'organisation', or take the line away",
                "briefing.yaml:2:8: there is no file 'ours.potx'; correct 'theme', or take the line away",
                "briefing.yaml:3:13: there is no folder 'a'; make the folder, or take the line away",
            ],
        ),
        (
            "libraries: " + "x" * 5000,
            [f"briefing.yaml:1:12: there is no folder '{'x' * 5000}'; make the folder, or take the line away"],
        ),
        ("formats: {a: b}\n", ["briefing.yaml:1:10: 'formats' should be text or a list, not a mapping"]),
    ],
)
def test_a_wrong_file_is_told_with_place_and_remedy(text: str, messages: list[str]) -> None:
    assert faults(text) == messages


def test_libraries_are_searched_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("given", "ours", "user"):
        put(f"{name}/personas/cfo.yaml", f"identifier: cfo\nname: {name}\n")
    put("briefing.yaml", "libraries: ours\n")
    monkeypatch.setenv("BRIEFING_LIBRARY", "user")
    assert open_library([Path("given")]).folders == (
        Path("given"),
        tmp_path / "work" / "ours",
        Path("user"),
        builtin_folder(),
    )
    assert open_library([Path("given")]).persona("cfo").name == "given"
    assert open_library().persona("cfo").name == "ours"
    assert open_library().source_of("cfo") == "ours"
    assert open_library().source_of("ceo") == "built-in"
    Path("briefing.yaml").unlink()
    assert open_library().persona("cfo").name == "user"


def test_the_folder_of_the_user_is_that_of_platformdirs() -> None:
    environ = {key: value for key, value in os.environ.items() if key != "BRIEFING_LIBRARY"}
    assert user_folder(environ) == user_data_path("briefing", appauthor=False)
    assert user_folder({"BRIEFING_LIBRARY": "x"}) == Path("x")
    assert own_folders(None) == ()


def test_new_personas_go_where_is_asked_then_to_the_workspace_then_to_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_LIBRARY", "user")
    put("ours/x")
    workspace = read_workspace(put("briefing.yaml", "libraries: ours\n"))
    assert chosen_library(Path("given"), workspace) == Path("given")
    assert chosen_library(None, workspace) == Path.cwd() / "ours"
    assert chosen_library(None, None) == Path("user")


def test_the_command_line_wins_over_the_workspace_and_that_over_our_defaults() -> None:
    assert (with_defaults(Choices(), None).layout, with_defaults(Choices(), None).theme) == ("pitch", "light")
    workspace = read_workspace(put("briefing.yaml", "layout: exec-brief\ntheme: dark\nformats: md\noutput: decks\n"))
    filled = with_defaults(Choices(), workspace)
    assert (filled.layout, filled.theme, filled.formats, filled.out) == ("exec-brief", "dark", ("md",), "decks/")
    asked = Choices(layout="pitch", theme="light", formats=("pptx",), out="x.pptx")
    assert with_defaults(asked, workspace) == asked
    assert with_defaults(Choices(out="x.pptx"), workspace).formats == ()


def test_a_run_in_a_folder_below_takes_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    put("briefing.yaml", "layout: exec-brief\nformats: md\noutput: decks\n")
    monkeypatch.chdir("deep")
    written = make(("cfo",), Choices()).written
    assert [each.path.name for each in written] == ["cfo-exec-brief.md"]
    assert Path("../decks/cfo-exec-brief.md").is_file()


def test_billing_data_in_a_cloud_are_named_by_their_url() -> None:
    put("briefing.yaml", "spend: [s3://bills/exports/, spend.yaml]\n")
    put("spend.yaml")
    found = find_workspace()
    assert found is not None
    assert found.spend == ("s3://bills/exports/", Path.cwd() / "spend.yaml")
    asked = with_defaults(Choices(), found).bill
    assert asked is not None
    assert asked.places == ("s3://bills/exports/", "spend.yaml")


@pytest.mark.parametrize("minutes", [-1, 481])
def test_minutes_that_nobody_has_are_an_error_with_their_line(minutes: int) -> None:
    message = f"briefing.yaml:2:10: minutes is {minutes}; give whole minutes from 1 to 480"
    assert faults(f"layout: pitch\nminutes: {minutes}\n") == [message]


def test_the_minutes_of_the_workspace_hold_where_nobody_says_others() -> None:
    workspace = read_workspace(put("briefing.yaml", "minutes: 5\n"))
    assert with_defaults(Choices(), workspace).minutes == 5
    assert with_defaults(Choices(minutes=20), workspace).minutes == 20


@pytest.mark.parametrize("width", [-1, 99, 8001])
def test_pictures_that_nobody_can_see_are_an_error_with_their_line(width: int) -> None:
    message = f"briefing.yaml:2:8: width is {width}; give whole pixels from 100 to 8000"
    assert faults(f"layout: pitch\nwidth: {width}\n") == [message]


def test_the_width_of_the_workspace_holds_where_nobody_says_another() -> None:
    workspace = read_workspace(put("briefing.yaml", "width: 1280\n"))
    assert with_defaults(Choices(), workspace).width == 1280
    assert with_defaults(Choices(width=640), workspace).width == 640
