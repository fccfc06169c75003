"""Where files go: names for every operating system, and the rules of --out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import UsageError
from briefing.formats.registry import FORMATS
from briefing.targets import Wanted, choose_formats, clean_name, file_stem, place

PPTX, MD, PNG = FORMATS["pptx"], FORMATS["md"], FORMATS["png"]
ALL = ("finops", "ceo", "cto", "cfo", "itfm", "procurement")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("ids", "group", "stem"),
    [
        (("cfo",), "", "cfo-pitch"),
        (("cfo", "cto"), "executives", "cfo-cto-pitch"),
        (ALL[:5], "", "finops-ceo-cto-cfo-itfm-pitch"),
        (ALL, "", "finops-ceo-cto-and-3-more-pitch"),
        (ALL, "all", "all-pitch"),
    ],
)
def test_files_are_named_after_personas_and_layout(ids: tuple[str, ...], group: str, stem: str) -> None:
    assert file_stem(ids, "pitch", group) == stem


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden ", "hidden"),
        ("con", "con-briefing"),
        ("LPT1", "LPT1-briefing"),
        ("con.x", "con-x"),
        ("\x00\u202e...", "briefing"),
        ("Größe", "Größe"),
        ("a" * 300, "a" * 120),
    ],
)
def test_names_are_cleaned_for_every_operating_system(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@given(st.text(st.one_of(st.sampled_from(" .-/\\:*con1"), st.characters()), max_size=200))
def test_a_clean_name_is_always_a_file_name(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned
    assert not set(cleaned) & set('<>:"/\\|?*. \x00\n')
    assert len(cleaned.encode()) <= 129
    assert clean_name(cleaned) == cleaned


def test_without_out_files_go_to_the_output_folder() -> None:
    wanted = [Wanted("cfo-pitch", PPTX), Wanted("cfo-pitch", MD)]
    assert place(wanted, None) == (Path("output/cfo-pitch.pptx"), Path("output/cfo-pitch.md"))


@pytest.mark.parametrize(
    ("out", "path"),
    [
        ("decks/q1.pptx", "decks/q1.pptx"),
        ("decks/Q1.PPTX", "decks/Q1.PPTX"),
        ("decks/q1", "decks/q1.pptx"),
        ("q1.2026", "q1.2026.pptx"),
        ("decks/", "decks/cfo-pitch.pptx"),
        ("there", "there/cfo-pitch.pptx"),
        ("there.md", "there.md/cfo-pitch.pptx"),
    ],
)
def test_one_file_goes_where_out_says(out: str, path: str) -> None:
    Path("there").mkdir()
    Path("there.md").mkdir()
    assert place([Wanted("cfo-pitch", PPTX)], out) == (Path(path),)


def test_several_files_go_into_the_folder_that_out_names() -> None:
    wanted = [Wanted("cfo-pitch", PPTX), Wanted("cto-pitch", PPTX)]
    assert place(wanted, "decks") == (Path("decks/cfo-pitch.pptx"), Path("decks/cto-pitch.pptx"))


def test_names_that_differ_only_in_case_are_numbered() -> None:
    wanted = [Wanted("cfo", PPTX), Wanted("CFO", PPTX), Wanted("cfo", MD)]
    assert [path.name for path in place(wanted, None)] == ["cfo.pptx", "CFO-2.pptx", "cfo.md"]


@pytest.mark.parametrize(
    ("out", "count", "message"),
    [
        ("q1.md", 1, "--out ends in .md, but the format is pptx; end it in .pptx, or use --format md"),
        (
            "decks/q1.pptx",
            2,
            "--out names one file, decks/q1.pptx, but this makes 2 files; name a folder, for example decks/",
        ),
        ("", 1, "--out names no place; give a file, or a folder that ends in /"),
        ("a\0b", 1, "--out names no place; give a file, or a folder that ends in /"),
    ],
)
def test_a_place_that_contradicts_the_run_is_refused(out: str, count: int, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        place([Wanted(f"p{number}", PPTX) for number in range(count)], out)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("names", "out", "formats"),
    [
        ((), None, (PPTX,)),
        ((), "q1.md", (MD,)),
        ((), "q1.MD", (MD,)),
        ((), "q1.md/", (PPTX,)),
        ((), "q1", (PPTX,)),
        (("md", "pptx"), "q1.md", (MD, PPTX)),
    ],
)
def test_the_suffix_decides_where_no_format_is_given(names: tuple[str, ...], out: str | None, formats: object) -> None:
    assert choose_formats(names, out) == formats


@pytest.mark.parametrize(
    ("out", "path"),
    [
        (None, "output/cfo-pitch-png"),
        ("pictures/", "pictures/cfo-pitch-png"),
        ("deck.png", "deck-png"),
        ("deck.v2", "deck.v2-png"),
    ],
)
def test_pictures_are_a_folder(out: str | None, path: str) -> None:
    assert place([Wanted("cfo-pitch", PNG)], out) == (Path(path),)


def test_all_is_every_format_once() -> None:
    assert choose_formats(["md,ALL"], None) == (MD, *(each for each in FORMATS.values() if each is not MD))
