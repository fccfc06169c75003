"""`briefing make` as a user calls it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.cli import app
from briefing.formats.registry import FORMATS

Call = Callable[..., tuple[int, str, str]]
KNOWN = ", ".join(FORMATS)


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225599")
    monkeypatch.delenv("BRIEFING_DEBUG", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["briefing", *arguments])
        with pytest.raises(SystemExit) as end:
            app.run()
        shown = capsys.readouterr()
        return int(end.value.code or 0), shown.out, shown.err

    return run


def test_paths_go_to_standard_output_and_the_summary_to_standard_error(call: Call) -> None:
    status, out, err = call("make", "--for", "cfo,cto", "--layout", "exec-brief", "--format", "md")
    assert (status, out) == (0, "output/cfo-cto-exec-brief.md\n")
    assert re.fullmatch(r"output/cfo-cto-exec-brief\.md: 3 slides in 5 minutes, \d+ words\n", err)


def test_the_summary_tells_what_is_told_in_how_many_minutes_and_what_is_backup(call: Call) -> None:
    _, _, err = call("make", "--for", "cfo", "--format", "md", "--minutes", "1")
    (line, *_) = err.splitlines()
    told = re.fullmatch(
        r"output/cfo-pitch\.md: (\d+) slides: 2 told in 1 minute, with \d+ words; (\d+) as backup", line
    )
    assert told
    assert int(told[1]) == 2 + int(told[2])


@pytest.mark.parametrize("more", [(), ("--out", "output/"), ("--format", "md,PDF")])
def test_how_a_pdf_is_paged_means_a_pdf_where_no_format_is_said(call: Call, more: tuple[str, ...]) -> None:
    status, out, _ = call("make", "--for", "cfo", "--layout", "one-pager", "--pdf", "notes", *more)
    assert (status, out.splitlines()[-1]) == (0, "output/cfo-one-pager.pdf")
    assert re.search(rb"/MediaBox ?\[0 0 595\.28 841\.89\]", Path("output/cfo-one-pager.pdf").read_bytes())


@pytest.mark.parametrize("minutes", ["0", "-3", "481"])
def test_minutes_that_nobody_has_are_refused(call: Call, minutes: str) -> None:
    message = f"error: --minutes is {minutes}; give whole minutes from 1 to 480\n"
    assert call("make", "--for", "cfo", "--minutes", minutes) == (2, "", message)


def test_quiet_shows_only_paths(call: Call) -> None:
    assert call("make", "--for", "cfo", "--format", "md", "--quiet") == (0, "output/cfo-pitch.md\n", "")


def test_names_may_be_repeated_and_formats_too(call: Call) -> None:
    arguments = ("--for", "cfo, cto", "--for", "CIO", "--format", "md", "--format", "pptx", "--layout", "one-pager")
    _, out, _ = call("make", *arguments)
    assert out == "output/cfo-cto-one-pager.md\noutput/cfo-cto-one-pager.pptx\n"


def test_json_is_one_object(call: Call) -> None:
    status, out, _ = call("make", "--for", "cfo", "--layout", "one-pager", "--format", "md", "--json")
    assert status == 0
    (written,) = json.loads(out)["written"]
    words = written.pop("words")
    assert written == {"path": "output/cfo-one-pager.md", "format": "md", "slides": 1, "told": 1, "minutes": 0}
    assert 50 < words < 150
    assert json.loads(out)["notices"] == []


def test_out_and_date_are_heeded(call: Call) -> None:
    call("make", "--for", "cfo", "--out", "memo.md", "--date", "2027-02-03", "--quiet")
    assert 'date: "2027-02-03"' in Path("memo.md").read_text()
    call("make", "--for", "cfo", "--out", "other.md", "--quiet")
    assert 'date: "2025-12-31"' in Path("other.md").read_text()


def test_an_edited_file_needs_force_which_tells_of_the_backup(call: Call) -> None:
    arguments = ("make", "--for", "cfo", "--layout", "one-pager", "--out", "cfo.md")
    call(*arguments)
    Path("cfo.md").write_text("mine")
    assert call(*arguments) == (
        1,
        "",
        "error: cfo.md has been changed since briefing wrote it, or was not written by briefing; "
        "use --force to replace it, or --out for another place\n",
    )
    status, out, err = call(*arguments, "--force")
    assert (status, out) == (0, "cfo.md\n")
    assert re.fullmatch(
        r"cfo\.md: 1 slide, \d+ words\nnotice: The earlier cfo\.md is kept as cfo\.backup-1\.md\.\n", err
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["--for", "cfo", "--date", "2026-02-30"],
            "--date is '2026-02-30', which is no date; write it like 2026-03-31",
        ),
        (["--for", "cfo", "--date", "20260228"], "--date is '20260228', which is no date; write it like 2026-03-31"),
        (
            ["--for", "cfo", "--format", "pptxx"],
            f"unknown format 'pptxx'; did you mean 'pptx'? formats are {KNOWN}, and all",
        ),
        (["--for", "cfo", "--pdf", "book"], "--pdf is 'book'; give slides, notes, handout or memo"),
        (["--for", "cfo", "--paper", "a5"], "--paper is 'a5'; give a4 or letter"),
        (
            ["--for", "cfo", "--pdf", "notes", "--format", "pptx,md"],
            "--pdf is given, but no PDF is asked for; add pdf to --format",
        ),
        (
            ["--for", "cfo", "--paper", "a4", "--out", "cfo.pptx"],
            "--paper is given, but no PDF is asked for; add pdf to --format",
        ),
        (["--for", "cfo", "--format", ","], f"no output format is given; give one or more of {KNOWN}, or all"),
    ],
)
def test_a_wrong_option_is_a_sentence_with_a_remedy(call: Call, arguments: list[str], line: str) -> None:
    assert call("make", *arguments) == (2, "", f"error: {line}\n")
    assert not Path("output").exists()


@pytest.mark.parametrize("arguments", [[], ["--for", " , "]])
def test_a_briefing_for_nobody_is_refused(call: Call, arguments: list[str]) -> None:
    status, out, err = call("make", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("error: no persona was named; write for example --for cfo,cto.")


@pytest.mark.parametrize(("option", "word", "near"), [("--for", "cfoo", "cfo"), ("--layout", "pich", "pitch")])
def test_an_unknown_name_is_refused_with_the_nearest_one(call: Call, option: str, word: str, near: str) -> None:
    others = [] if option == "--for" else ["--for", "cfo"]
    status, out, err = call("make", *others, option, word)
    assert (status, out) == (2, "")
    assert f"'{word}'" in err
    assert f"did you mean '{near}'?" in err
    assert err.count("\n") == 1


def test_a_persona_of_ones_own_is_found(call: Call) -> None:
    Path("mine/personas").mkdir(parents=True)
    Path("mine/personas/ciso.yaml").write_text("identifier: ciso\nname: CISO\nprimary-goal: Sleep well.\n")
    status, out, err = call("make", "--for", "ciso", "--layout", "one-pager", "--format", "md", "--library", "mine")
    assert (status, out) == (0, "output/ciso-one-pager.md\n")
    assert "notice: The persona 'CISO' has no ask" in err


def test_a_library_that_is_not_there_is_said(call: Call) -> None:
    expected = "error: --library is 'mnie', and there is no such folder; correct its path\n"
    for command in (("make", "--for", "cfo"), ("personas", "list"), ("layouts", "list")):
        assert call(*command, "--library", "mnie") == (2, "", expected)


def test_a_broken_persona_of_ones_own_is_named_with_its_place(call: Call) -> None:
    Path("mine/personas").mkdir(parents=True)
    Path("mine/personas/ciso.yaml").write_text("identifier: ciso\nname: CISO\nobjectivs: []\n")
    assert call("make", "--for", "ciso", "--library", "mine") == (
        1,
        "",
        "error: mine/personas/ciso.yaml:3:1: unknown field 'objectivs'; did you mean 'objectives'?\n",
    )


def test_a_theme_file_with_a_colour_that_does_not_read_is_used_with_a_notice(call: Call) -> None:
    Path("my.yaml").write_text('colors: {accent: "#5CC8BE"}\n')
    status, out, err = call("make", "--for", "cfo", "--layout", "one-pager", "--theme", "my.yaml")
    assert (status, out) == (0, "output/cfo-one-pager.pptx\n")
    assert "\nnotice: my.yaml: The colour 'accent' #5CC8BE has a contrast of only 1.84:1 with 'accent-soft'; #" in err


def test_a_broken_theme_file_is_named_with_its_place_and_nothing_is_written(call: Call) -> None:
    Path("my.yaml").write_text("colors:\n  acent: '#5CC8BE'\n")
    assert call("make", "--for", "cfo", "--theme", "my.yaml") == (
        1,
        "",
        "error: my.yaml:2:3: unknown field 'acent'; did you mean 'accent'?\n",
    )
    assert not Path("output").exists()


def test_an_unknown_theme_is_refused_with_the_nearest_one(call: Call) -> None:
    assert call("make", "--for", "cfo", "--theme", "drak") == (
        2,
        "",
        "error: no theme is called 'drak'; did you mean 'dark'? There are: light, dark; "
        "or give a theme file (.yaml) or a template (.pptx, .potx)\n",
    )
    assert not Path("output").exists()


def test_a_theme_map_goes_with_a_template_only(call: Call) -> None:
    status, out, err = call("make", "--for", "cfo", "--theme-map", "map.yaml")
    assert (status, out) == (2, "")
    assert err.startswith("error: --theme-map says how a PowerPoint template is read, and --theme 'light' is none; ")
