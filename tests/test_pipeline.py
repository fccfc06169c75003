"""The whole story on real content: from names to files."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

import briefing
from briefing.choices import Choices
from briefing.desk import today
from briefing.errors import BriefingError, ContentError, FactError, UsageError
from briefing.pipeline import format_names, make
from conftest import BUILT_IN, LAYOUTS, PEOPLE

DAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def files() -> list[str]:
    return sorted(str(path) for path in Path().rglob("*") if path.is_file() and not path.name.startswith("."))


def test_two_personas_get_one_briefing_in_each_format() -> None:
    result = make(("cfo", "cto"), Choices(formats=("pptx", "md"), day=DAY))
    assert [str(each.path) for each in result.written] == ["output/cfo-cto-pitch.pptx", "output/cfo-cto-pitch.md"]
    assert [each.format for each in result.written] == ["pptx", "md"]
    assert files() == ["output/cfo-cto-pitch.md", "output/cfo-cto-pitch.pptx"]


def test_the_pitch_for_two_personas_is_told_on_six_slides_without_facts() -> None:
    result = make(("cfo", "cto"), Choices(day=DAY))
    assert result.written[0].told == 6
    assert result.notices == ()


def test_separate_makes_one_briefing_for_each_persona() -> None:
    members = [each.identifier for each in BUILT_IN.select(["executives"])]
    result = make(("executives",), Choices(layout="exec-brief", formats=("md",), day=DAY), separate=True)
    assert [each.path.name for each in result.written] == [f"{each}-exec-brief.md" for each in members]


@pytest.mark.parametrize(
    ("names", "stem"),
    [
        (("all",), "all"),
        (PEOPLE, f"{'-'.join(PEOPLE[:3])}-and-{len(PEOPLE) - 3}-more"),
    ],
)
def test_many_personas_do_not_make_a_long_name(names: tuple[str, ...], stem: str) -> None:
    result = make(names, Choices(layout="one-pager", formats=("md",), day=DAY))
    assert [each.path.name for each in result.written] == [f"{stem}-one-pager.md"]


def test_many_personas_of_a_group_are_named_after_it() -> None:
    folder = Path("mine/personas")
    folder.mkdir(parents=True)
    members = ", ".join(PEOPLE)
    (folder / "groups.yaml").write_text(
        f"- id: board\n  name: The Board\n  aliases: [directors]\n  members: [{members}]\n"
    )
    choices = Choices(layout="one-pager", formats=("md",), day=DAY, libraries=(Path("mine"),))
    assert [each.path.name for each in make(("Directors",), choices).written] == ["board-one-pager.md"]


def test_the_same_request_twice_gives_the_same_bytes_and_no_complaint() -> None:
    choices = Choices(formats=("pptx", "md"), day=DAY)
    first = [each.path.read_bytes() for each in make(("cfo",), choices).written]
    for path in files():
        os.unlink(path)
    assert [each.path.read_bytes() for each in make(("cfo",), choices).written] == first
    assert make(("cfo",), choices).notices == ()


def test_an_edited_file_is_kept_with_force_and_the_user_is_told() -> None:
    choices = Choices(formats=("md",), day=DAY)
    path = make(("cfo",), choices).written[0].path
    path.write_text("mine")
    with pytest.raises(FactError, match="has been changed since briefing wrote it"):
        make(("cfo",), choices)
    told = make(("cfo",), choices.but(force=True)).notices
    assert [each.message for each in told] == [
        "The earlier output/cfo-pitch.md is kept as output/cfo-pitch.backup-1.md."
    ]


@pytest.mark.parametrize(
    ("people", "choices"),
    [
        (("nobody",), Choices()),
        ((), Choices()),
        (("cfo",), Choices(layout="nothing")),
        (("cfo",), Choices(formats=("docx",))),
        (("cfo",), Choices(formats=("md",), out="a.pptx")),
    ],
)
def test_what_does_not_exist_is_a_usage_error_and_nothing_is_written(people: tuple[str, ...], choices: Choices) -> None:
    with pytest.raises(UsageError):
        make(people, choices)
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "layouts/mine/layout.yaml"),
        (b"\xff\xfe\x00", "layouts/mine/layout.yaml"),
        (b"- a\n- b\n", "layouts/mine/layout.yaml:1:1"),
        (b"slides: [\n", "layouts/mine/layout.yaml"),
        (b"title: T\nslides:\n  - kind: statement\n    title: '{{ nothing }}'\n", "layouts/mine/layout.yaml:4"),
        (b"title: T\nslides:\n  - kind: statement\n    title: '{% if %}'\n", "layouts/mine/layout.yaml:4"),
    ],
)
def test_a_broken_layout_is_named_with_its_place_and_nothing_is_written(content: bytes, message: str) -> None:
    folder = Path("layouts/mine")
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_bytes(content)
    with pytest.raises(BriefingError) as caught:
        make(("cfo",), Choices(layout="mine", libraries=(Path(),), day=DAY))
    assert isinstance(caught.value, ContentError | FactError)
    assert str(caught.value).startswith(message)
    assert not Path("output").exists()


def test_the_date_is_that_of_source_date_epoch_or_today() -> None:
    assert today({"SOURCE_DATE_EPOCH": "1767225599"}) == date(2025, 12, 31)
    assert today({"SOURCE_DATE_EPOCH": ""}) == date.today()
    assert today({}) == date.today()


@pytest.mark.parametrize("seconds", ["soon", "1e99", "9" * 30])
def test_a_source_date_epoch_that_is_no_time_is_refused(seconds: str) -> None:
    with pytest.raises(UsageError) as caught:
        today({"SOURCE_DATE_EPOCH": seconds})
    assert str(caught.value) == (
        f"SOURCE_DATE_EPOCH is '{seconds}', which is not a number of seconds since 1970; "
        "correct it, unset it, or give --date"
    )


def test_the_public_function_takes_plain_values(tmp_path: Path) -> None:
    result = briefing.make("cfo, cto", "one-pager", "md", out=tmp_path / "memo.md", day=DAY)
    assert [each.path for each in result.written] == [tmp_path / "memo.md"]
    again = briefing.make(["CFO", "CIO"], layout="one-pager", formats=["md"], out=str(tmp_path / "memo.md"), day=DAY)
    assert again == result


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("persona", PEOPLE)
def test_every_persona_and_layout_is_made_without_a_notice(persona: str, layout: str, tmp_path: Path) -> None:
    result = make((persona,), Choices(layout, formats=format_names(), out=f"{tmp_path}/", day=DAY))
    assert result.notices == ()
    assert len(result.written) == len(format_names())
    assert len({each.slides for each in result.written}) == 1
