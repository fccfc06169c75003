"""A batch from rows to files: what is made, what is left alone, and what is said of the rest."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

import briefing
from batches import Batch, files, reasons, statuses
from briefing.batch.inputs import _theme
from briefing.batch.outcome import BatchRequest
from briefing.batch.run import run_batch
from briefing.choices import Choices
from briefing.errors import ContentError, FactError, UsageError
from briefing.library.library import builtin_folder
from briefing.rendering import ThemeChoice

WORDS = builtin_folder() / "layouts" / "words.yaml"
SMALL = Path("mine/layouts/small/layout.yaml")
TWO = "- {name: Nord, for: cfo}\n- {name: Süd, for: 'cfo, cto'}\n"
NORD, SUED = "Nord/cfo-small.md", "Süd/cfo-cto-small.md"


def test_every_row_becomes_a_file_named_after_audience_personas_and_layout(batch: Batch) -> None:
    result = batch(TWO)
    assert files() == [NORD, SUED]
    assert [(each.status, each.row, each.audience, each.path) for each in result.outcomes] == [
        ("made", 1, "Nord", "decks/Nord/cfo-small.md"),
        ("made", 2, "Süd", "decks/Süd/cfo-cto-small.md"),
    ]
    assert result.complete
    assert result.outcomes[0].bytes == hashlib.sha256(Path("decks", NORD).read_bytes()).hexdigest()


def test_a_row_may_have_several_formats_of_which_only_the_missing_is_made(batch: Batch) -> None:
    rows = "- {name: Nord, for: cfo, formats: [md, pptx]}\n"
    assert statuses(batch(rows)) == ["made", "made"]
    Path("decks/Nord/cfo-small.pptx").unlink()
    assert statuses(batch(rows)) == ["unchanged", "made"]


def test_title_and_presenter_of_a_row_are_heeded_as_they_are_written(batch: Batch) -> None:
    batch("- {name: N, for: cfo, title: 'Costs {{ of }} {% \"us\" \\ é', presenter: Ada}\n")
    text = Path("decks/N/cfo-small.md").read_text()
    assert 'title: "Costs {{ of }} {% “us” \\\\ é"' in text
    assert 'author: "Ada"' in text


def test_a_second_run_finds_nothing_to_do(batch: Batch) -> None:
    batch(TWO)
    before = {name: Path("decks", name).stat().st_mtime_ns for name in files()}
    manifest = Path("decks/.briefing-batch/manifest.jsonl")
    written = manifest.stat().st_ino
    assert statuses(batch()) == ["unchanged", "unchanged"]
    assert {name: Path("decks", name).stat().st_mtime_ns for name in files()} == before
    assert manifest.stat().st_ino == written


def test_only_what_a_change_concerns_is_made_anew(batch: Batch) -> None:
    batch(TWO)
    personas = Path("mine/personas")
    personas.mkdir()
    (personas / "cto.yaml").write_text("extends: cto\nname: CTO of ours\n")
    assert statuses(batch()) == ["unchanged", "made"]
    (personas / "cto.yaml").write_text("# the same\nextends: cto\nname: CTO of ours\n")
    assert statuses(batch()) == ["unchanged", "unchanged"]


@pytest.mark.sampled
@pytest.mark.parametrize(
    "change",
    [
        lambda: SMALL.write_text(f"{SMALL.read_text()}    section: New\n"),
        lambda: Path("mine/layouts/words.yaml").write_text(WORDS.read_text().replace("author: briefing", "author: us")),
        lambda: Path("audiences.yaml").write_text(
            TWO.replace("Nord,", "Nord, title: T,").replace("Süd,", "Süd, title: T,")
        ),
    ],
    ids=["layout", "words", "row"],
)
def test_a_changed_layout_word_or_row_makes_its_files_anew(batch: Batch, change: object) -> None:
    batch(TWO)
    assert callable(change)
    change()
    assert set(statuses(batch())) == {"made"}


@pytest.mark.slow
def test_another_version_another_date_and_another_theme_make_files_anew(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(TWO)
    assert statuses(batch(day=date(2027, 1, 1))) == ["made", "made"]
    monkeypatch.setattr("briefing.batch.inputs.__version__", "99")
    result = batch(day=date(2027, 1, 1), formats=("pptx",))
    assert statuses(result)[:2] == ["made", "made"]
    monkeypatch.setattr("briefing.batch.inputs.__version__", "100")
    asked = batch(day=date(2027, 1, 1), formats=("pptx",), dry_run=True)
    assert statuses(asked)[:2] == ["to make", "to make"]
    monkeypatch.setattr("briefing.batch.inputs.__version__", "99")
    assert statuses(batch(day=date(2027, 1, 1), formats=("pptx",), theme="dark"))[:2] == ["made", "made"]


def test_a_new_day_alone_makes_nothing_anew(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    batch(TWO, day=None)
    assert statuses(batch(day=None)) == ["unchanged", "unchanged"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225599")
    assert statuses(batch(day=None)) == ["made", "made"]


def test_a_file_that_is_gone_is_made_again(batch: Batch) -> None:
    batch(TWO)
    Path("decks", NORD).unlink()
    assert statuses(batch()) == ["made", "unchanged"]


def test_a_new_release_of_a_library_that_shapes_output_makes_everything_again(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(TWO)
    assert statuses(batch()) == ["unchanged", "unchanged"]
    monkeypatch.setattr("briefing.batch.inputs.metadata.version", lambda name: "99" if name == "babel" else "1")
    assert statuses(batch(dry_run=True)) == ["to make", "to make"]


def test_an_edited_file_whose_inputs_are_the_same_stays_and_is_no_failure(batch: Batch) -> None:
    batch(TWO)
    Path("decks", NORD).write_text("mine")
    result = batch()
    assert statuses(result) == ["edited", "unchanged"]
    assert result.complete
    assert Path("decks", NORD).read_text() == "mine"


def test_an_edited_file_whose_inputs_have_changed_is_not_overwritten(batch: Batch) -> None:
    batch(TWO)
    Path("decks", NORD).write_text("mine")
    result = batch(TWO.replace("Nord,", "Nord, title: New,"))
    assert statuses(result) == ["failed", "unchanged"]
    assert reasons(result) == [
        "decks/Nord/cfo-small.md has been changed since briefing wrote it; use --force to replace it and keep it as a "
        "backup, or give the audience another name"
    ]
    assert Path("decks", NORD).read_text() == "mine"


def test_force_replaces_an_edited_file_and_keeps_each_old_one(batch: Batch) -> None:
    batch(TWO)
    for number in (1, 2):
        Path("decks", NORD).write_text(f"mine {number}")
        result = batch(force=True)
        assert statuses(result) == ["made", "unchanged"]
        assert result.outcomes[0].backup == f"decks/Nord/cfo-small.backup-{number}.md"
        assert Path(result.outcomes[0].backup).read_text() == f"mine {number}"
    assert statuses(batch()) == ["unchanged", "unchanged"]


def test_a_file_that_we_know_nothing_of_stays_unless_it_is_what_we_would_write(batch: Batch) -> None:
    batch(TWO)
    Path("decks/.briefing-batch/manifest.jsonl").unlink()
    Path("decks", SUED).write_text("mine")
    result = batch()
    assert statuses(result) == ["unchanged", "failed"]
    assert reasons(result) == [
        "decks/Süd/cfo-cto-small.md was not written by briefing, or has been changed since; use --force to replace it "
        "and keep it as a backup, or give the audience another name"
    ]


def test_what_make_wrote_is_ours(batch: Batch) -> None:
    briefing.make("cfo", "one-pager", "md", out="decks/Nord/cfo-small.md")
    assert statuses(batch(TWO)) == ["made", "made"]


def test_make_replaces_what_a_batch_wrote_as_its_own(batch: Batch) -> None:
    batch(TWO)
    made = briefing.make("cfo", "one-pager", "md", out=f"decks/{NORD}")
    assert not any("is kept as" in each.message for each in made.notices)
    assert statuses(batch()) == ["made", "unchanged"]


@pytest.mark.parametrize("line", ["", '{"file": "Nord/cfo-small.md"}', "[1]", '{"file": "other", "bytes": "%s"}'])
def test_make_asks_before_it_replaces_what_a_person_has_edited_in_the_folder_of_a_batch(
    batch: Batch, line: str
) -> None:
    batch(TWO)
    Path("decks", NORD).write_text("mine")
    with Path("decks/.briefing-batch/manifest.jsonl").open("a") as lines:
        lines.write((line % hashlib.sha256(b"mine").hexdigest() if "%" in line else line) + "\n")
    with pytest.raises(FactError, match=r"has been changed since briefing wrote it"):
        briefing.make("cfo", "one-pager", "md", out=f"decks/{NORD}")
    assert Path("decks", NORD).read_text() == "mine"


def test_an_audience_that_is_gone_is_reported_and_removed_with_prune_only(batch: Batch) -> None:
    batch(TWO)
    gone = "- {name: Nord, for: cfo}\n"
    assert statuses(batch(gone)) == ["unchanged", "gone"]
    assert statuses(batch(gone, prune=True, dry_run=True)) == ["unchanged", "gone"]
    assert files() == [NORD, SUED]
    assert statuses(batch(gone, prune=True)) == ["unchanged", "removed"]
    assert files() == [NORD]
    assert not Path("decks/Süd").exists()
    assert statuses(batch(gone, prune=True)) == ["unchanged"]


def test_prune_never_removes_what_a_person_has_edited(batch: Batch) -> None:
    batch(TWO)
    Path("decks", SUED).write_text("mine")
    result = batch("- {name: Nord, for: cfo}\n", prune=True)
    assert [(each.status, each.reason) for each in result.outcomes[1:]] == [
        ("gone", "a person has changed it, so it stays")
    ]
    assert Path("decks", SUED).read_text() == "mine"


@pytest.mark.slow
def test_prune_spares_the_files_of_rows_that_are_wrong_left_out_or_in_another_file(batch: Batch) -> None:
    batch(TWO)
    assert statuses(batch(TWO.replace("cfo, cto", "cfx"), prune=True)) == ["unchanged", "failed"]
    assert statuses(batch("- {name: Nord, for: cfo}\n- {for: cfx}\n", prune=True)) == ["unchanged", "failed", "gone"]
    assert statuses(batch(TWO, only="nord", prune=True)) == ["unchanged"]
    Path("other.yaml").write_text("- {name: West, for: cfo}\n")
    assert statuses(batch(audiences=Path("other.yaml"), prune=True)) == ["made"]
    assert files() == [NORD, SUED, "West/cfo-small.md"]


@pytest.mark.sampled
@pytest.mark.parametrize("pattern", ["nord", "N*", "*/cfo-small", "nord/cfo-small.md"])
def test_only_takes_audiences_and_files_that_match(batch: Batch, pattern: str) -> None:
    assert statuses(batch(TWO, only=pattern)) == ["made"]
    assert files() == [NORD]


def test_only_that_matches_nothing_is_a_usage_error(batch: Batch) -> None:
    with pytest.raises(UsageError) as caught:
        batch(TWO, only="norf")
    assert str(caught.value) == "no audience and no file matches 'norf'; did you mean 'Nord'?"


def test_a_dry_run_says_what_would_be_made_and_writes_nothing(batch: Batch) -> None:
    assert statuses(batch(TWO, dry_run=True)) == ["to make", "to make"]
    assert not Path("decks").exists()
    batch(TWO)
    before = sorted(Path("decks").rglob("*"))
    assert statuses(batch(TWO.replace("Süd,", "Süd, title: T,"), dry_run=True)) == ["unchanged", "to make"]
    assert sorted(Path("decks").rglob("*")) == before


def test_rows_that_are_wrong_are_named_and_the_others_are_made(batch: Batch) -> None:
    result = batch(
        "- {name: A, for: cfo}\n- {name: B, for: cfx}\n- {name: C, for: cfo, layout: smal}\n- {name: D}\n"
        "- {name: E, for: cfo, theme: lihgt}\n- {name: F, for: cfo, formats: docx}\n"
        "- {name: G, for: cfo, language: de}\n- {name: H, for: cfo, layuot: x}\n- nonsense\n- {name: J, for: cto}\n"
    )
    assert statuses(result) == ["made", *["failed"] * 8, "made"]
    starts = [
        "audiences.yaml:2:18: row 2, column 'for': no persona or group is called 'cfx'; did you mean 'cfo'?",
        "audiences.yaml:3:31: row 3, column 'layout': no layout is called 'smal'; did you mean 'small'?",
        "audiences.yaml:4:3: row 4: 'for' is missing; write for example cfo, or a group",
        "audiences.yaml:5:30: row 5, column 'theme': no theme is called 'lihgt'; did you mean 'light'?",
        "audiences.yaml:6:32: row 6, column 'formats': unknown format 'docx'; ",
        "audiences.yaml:7:33: row 7, column 'language': the layout 'small' is in en-GB, and there are no words for "
        "'de'; name a layout in that language",
        "audiences.yaml:8:31: row 8: unknown column 'layuot'; did you mean 'layout'?",
        "audiences.yaml:9:3: row 9: an audience should be a mapping such as 'for: cfo'",
    ]
    for reason, start in zip(reasons(result), starts, strict=True):
        assert reason.startswith(start)


def test_a_row_that_fails_while_it_is_made_does_not_stop_the_others(batch: Batch) -> None:
    broken = Path("mine/layouts/broken")
    broken.mkdir()
    (broken / "layout.yaml").write_text("title: T\nslides:\n  - kind: statement\n    title: '{{ nothing }}'\n")
    result = batch("- {name: A, for: cfo, layout: broken}\n- {name: B, for: cfo}\n")
    assert statuses(result) == ["failed", "made"]
    assert reasons(result)[0].startswith("mine/layouts/broken/layout.yaml:4:12: slide 1 (statement)")


def test_fail_fast_begins_nothing_more_and_says_what_was_left(batch: Batch) -> None:
    result = batch("- {name: A, for: cfx}\n- {name: B, for: cfo}\n", fail_fast=True)
    assert statuses(result) == ["failed", "left"]
    assert result.stopped == result.outcomes[1].reason == "row 1 failed, and --fail-fast was given"
    assert not result.complete


def test_rows_that_would_make_one_file_are_refused_before_anything_is_written(batch: Batch) -> None:
    with pytest.raises(ContentError) as caught:
        batch(
            "- {name: Nord, for: cfo}\n- {name: NORD, for: cfo}\n- {name: Süd, for: cfo}\n- {name: 'nord:', for: cfo}\n"
        )
    what = "is that of row 1 already; give one of the two another name, or write more into --names"
    assert str(caught.value).splitlines() == [
        f"audiences.yaml:2:10: row 2, column 'name': the file 'NORD/cfo-small.md' {what}",
        f"audiences.yaml:4:10: row 4, column 'name': the file 'nord/cfo-small.md' {what}",
    ]
    assert not Path("decks").exists()


def test_facts_of_a_row_are_laid_over_those_of_the_organisation(batch: Batch) -> None:
    Path("mine/layouts/small/layout.yaml").write_text(
        'title: T\nslides:\n  - kind: statement\n    title: "{{ company.name }}: {{ company.presenter }}"\n'
    )
    Path("org.yaml").write_text("name: Freight\npresenter: Sam\ncurrency: EUR\n")
    rows = (
        "- {name: A, for: cfo}\n"
        "- {name: B, for: cfo, organisation.name: Nord, presenter: Ada, spend.current-monthly: 9}\n"
        "- {name: C, for: cfo, spend.current-monthly: lots}\n- {name: D, for: cfo, spend.curent-monthly: 9}\n"
    )
    result = batch(rows, organisation="org.yaml")
    assert statuses(result) == ["made", "made", "failed", "failed"]
    assert "Freight: Sam" in Path("decks/A/cfo-small.md").read_text()
    assert "Nord: Ada" in Path("decks/B/cfo-small.md").read_text()
    assert reasons(result)[0].startswith(
        "audiences.yaml (C): row 3, column 'spend.current-monthly': 'current-monthly' is 'lots', "
    )
    assert reasons(result)[1] == (
        "audiences.yaml:4:45: row 4: there is no 'spend.curent-monthly'; did you mean 'current-monthly'?"
    )
    Path("org.yaml").write_text("name: Freight\npresenter: Ida\ncurrency: EUR\n")
    again = batch(organisation="org.yaml")
    assert statuses(again) == ["made", "unchanged", "failed", "failed"]  # B has a presenter of its own


def test_a_themes_path_starts_at_the_file_that_names_it(batch: Batch) -> None:
    Path("rows").mkdir()
    Path("rows/ours.yaml").write_text("name: Ours\ncolors: {accent: '#123456'}\n")
    Path("rows/a.yaml").write_text("- {name: A, for: cfo, theme: ours.yaml, formats: pptx}\n")
    result = batch(audiences=Path("rows/a.yaml"))
    assert reasons(result) == [] or "ours.yaml" in reasons(result)[0]
    Path("rows/a.yaml").write_text("- {name: A, for: cfo, theme: nothing.yaml}\n")
    assert reasons(batch(audiences=Path("rows/a.yaml")))[0].startswith(
        "rows/nothing.yaml: there is no such theme file; "
    )


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"jobs": -1}, "--jobs is -1; give a number of processes, 1 or more"),
        ({"out": "a.pptx"}, "--out names one file, a.pptx, but a batch makes many; name a folder, for example decks/"),
        ({"layout": "smal"}, "no layout is called 'smal'; did you mean 'small'? "),
        ({"audiences": None}, "no file of audiences is given; write for example briefing batch audiences.yaml"),
        ({"names": "{nam}"}, "the pattern for names is '{nam}', and there is no {nam}; did you mean 'name'?"),
    ],
)
def test_what_the_command_line_has_wrong_stops_the_whole_run(
    batch: Batch, wishes: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        batch(TWO, **wishes)
    assert str(caught.value).startswith(message)
    assert not Path("decks").exists()


def test_the_workspace_says_what_is_not_said(batch: Batch) -> None:
    Path("briefing.yaml").write_text("audiences: audiences.yaml\noutput: ours\nlayout: small\nformats: md\n")
    batch(TWO, audiences=None, out=None, layout="", formats=())
    assert files("ours") == [NORD, SUED]


def test_names_follow_the_pattern_of_the_command_line_or_of_the_file(batch: Batch) -> None:
    batch("names: '{row}-{theme}/{name}'\naudiences:\n" + TWO)
    assert files() == ["1-light/Nord.md", "2-light/Süd.md"]
    batch(names="{name}")
    assert "Nord.md" in files()


def test_the_manifest_says_what_each_file_was_made_from(batch: Batch) -> None:
    result = batch(TWO)
    lines = Path("decks/.briefing-batch/manifest.jsonl").read_text().splitlines()
    entries = [json.loads(line) for line in lines]
    assert [each["file"] for each in entries] == [NORD, SUED]
    assert [each["bytes"] for each in entries] == [each.bytes for each in result.outcomes]
    assert all(len(each["inputs"]) == 64 and each["source"] == "audiences.yaml" for each in entries)


@pytest.mark.slow
def test_a_thousand_rows_of_which_ten_are_broken_make_990_files_and_name_the_ten(batch: Batch) -> None:
    broken = range(7, 1000, 100)
    rows = [f"{number},Unit {number},{'cfx' if number in broken else 'cfo'}" for number in range(1000)]
    Path("a.csv").write_text("\n".join(["organisation.name,name,for", *rows]))
    result = batch(audiences=Path("a.csv"), jobs=2)
    assert result.counts() == {"made": 990, "failed": 10}
    assert len(files()) == 990
    assert [each.audience for each in result.outcomes if each.status == "failed"] == [f"Unit {each}" for each in broken]
    assert all(f"row {n + 2}, column 'for'" in each for n, each in zip(broken, reasons(result), strict=True))


def test_a_file_that_cannot_stand_there_is_a_failure_of_its_row(batch: Batch) -> None:
    Path("decks/Nord/cfo-small.md").mkdir(parents=True)
    result = batch(TWO)
    assert statuses(result) == ["failed", "made"]
    assert reasons(result) == [
        "decks/Nord/cfo-small.md is a folder, so no file can stand there; move it away, or name another place with "
        "--out"
    ]


def test_a_file_that_somebody_changes_while_the_batch_runs_is_not_overwritten() -> None:
    def meddle(done: int, count: int, outcome: object) -> None:
        Path("decks/Nord").mkdir(parents=True, exist_ok=True)
        Path("decks", NORD).write_text("mine")

    Path("audiences.yaml").write_text(TWO)
    here = (Path("mine"),)
    choices = Choices(out="decks", layout="small", formats=("md",), libraries=here)
    request = BatchRequest(Path("audiences.yaml"), choices, jobs=1)
    result = run_batch(request, meddle)
    assert reasons(result) == ["decks/Nord/cfo-small.md has been changed while the batch ran; run the batch again"]
    assert Path("decks", NORD).read_text() == "mine"


def test_a_batch_that_cannot_begin_says_so(batch: Batch) -> None:
    Path("decks").write_text("")
    with pytest.raises(FactError) as caught:
        batch(TWO)
    assert str(caught.value) == "decks is a file, so no folder can stand there; name another place with --out"


UNITS = """\
- {name: Nord, for: cfo, organisation.name: Nord Unit, spend.current-monthly: 30000}
- {name: Whole, for: cfo}
"""
MONEY = """\
title: "{{ company.name }}"
slides:
  - kind: statement
    title: "{{ company.name }} spends {{ figures['spend.monthly'].short }}"
    text: "{% if figures['spend.ai.monthly'] %}AI {{ figures['spend.ai.monthly'].short }}{% else %}No AI{% endif %}"
"""


def test_a_unit_is_told_nothing_of_the_groups_money_and_its_row_says_what(batch: Batch) -> None:
    Path("org.yaml").write_text(
        "name: Group Example\ncurrency: EUR\nspend: {current-monthly: 400000, ai: {current-monthly: 46000}}\n"
    )
    Path("mine/layouts/money").mkdir()
    Path("mine/layouts/money/layout.yaml").write_text(MONEY)
    result = batch(UNITS, organisation="org.yaml", layout="money")
    nord, whole = (Path(each.path).read_text() for each in result.outcomes)
    assert "Nord Unit spends €30k" in nord
    assert "No AI" in nord
    assert "Group Example spends €400k" in whole
    assert "AI €46k" in whole
    told = [each.notices for each in result.outcomes]
    assert (
        "row 1 (Nord): org.yaml has these for the whole, and they are left out here: spend.ai; "
        "give those that hold for Nord in the row"
    ) in told[0]
    assert not any(each.startswith("row ") for each in told[1])


def test_what_yaml_leaves_out_of_the_organisations_file_is_told_with_every_file_made_from_it(batch: Batch) -> None:
    Path("org.yaml").write_text("name: Group Example\ncurrency: EUR\npresenter: Sam of ticket #4711\n")
    told = [each.notices for each in batch(TWO, organisation="org.yaml").outcomes]
    caution = "org.yaml:3:26: the text ends at 'Sam of ticket', for '#' after a space begins a comment"
    assert [sum(each.startswith(caution) for each in notices) for notices in told] == [1, 1]


def test_prune_spares_what_a_run_that_failed_or_stopped_has_not_made_anew(batch: Batch) -> None:
    batch(TWO)
    Path("decks/new").mkdir()
    Path("decks/new/Nord").write_text("a file where a folder should be")
    result = batch(TWO, names="new/{name}/{persona}", prune=True)
    found = [
        (each.status, each.audience, each.reason) for each in result.outcomes if each.status in ("gone", "removed")
    ]
    assert found == [("gone", "Nord", "the run did not make all files, so it stays"), ("removed", "Süd", "")]
    assert Path("decks", NORD).is_file()


def test_prune_removes_nothing_after_a_run_that_stopped(batch: Batch) -> None:
    batch(TWO)
    rows = "- {name: West, for: cfx}\n- {name: Nord, for: cfo}\n"
    result = batch(rows, prune=True, fail_fast=True)
    assert [each.status for each in result.outcomes if each.audience == "Süd"] == ["gone"]
    assert Path("decks", SUED).is_file()


def test_a_folder_called_like_standard_output_is_refused(batch: Batch) -> None:
    with pytest.raises(UsageError) as caught:
        batch(TWO, out="-")
    assert str(caught.value) == (
        "--out is '-', but files are not written to standard output; give a file, or a folder that ends in /"
    )


ORG = "name: Acme\ncurrency: EUR\ndate: 2025-11-03\nspend: {current-monthly: 90000}\n"


def test_a_deck_has_the_date_of_the_facts_unless_another_is_asked_for(batch: Batch) -> None:
    Path("org.yaml").write_text(f"{ORG}ask: {{decision: Fund it, date: 2025-11-20}}\n")
    (made,) = batch("- {name: N, for: cfo}\n", organisation="org.yaml", day=None).outcomes
    assert 'date: "2025-11-03"' in Path("decks/N/cfo-small.md").read_text()
    assert not any("before the date" in each for each in made.notices)
    batch(organisation="org.yaml", day=date(2025, 12, 1))
    assert 'date: "2025-12-01"' in Path("decks/N/cfo-small.md").read_text()


@pytest.mark.slow
def test_a_unit_whose_group_asks_is_told_no_ask_of_ours(batch: Batch) -> None:
    Path("org.yaml").write_text(f"{ORG}ask: {{decision: Fund the whole group, amount: 500_000, date: 2026-02-01}}\n")
    unit = "organisation.name: Nord, spend.current-monthly: 9000"
    for layout in ("pitch", "pre-read", "board", "exec-brief", "one-pager", "talking-points"):
        batch(f"- {{name: {layout}, for: 'cfo,cto', layout: {layout}, formats: md, {unit}}}\n", organisation="org.yaml")
        text = Path(f"decks/{layout}/cfo-cto-{layout}.md").read_text()
        found = [word for word in ("pilot", "30 days", "stage gate", "whole group", "500") if word in text]
        assert (layout, found) == (layout, [])


TOLD = (
    "title: Told\nstory: {minutes: 10}\nslides:\n  - {kind: statement, title: One}\n  - {kind: statement, title: Two}\n"
)


def test_a_row_has_minutes_of_its_own_or_those_of_the_command_line(batch: Batch) -> None:
    Path("mine/layouts/small/layout.yaml").write_text(TOLD)
    rows = "- {name: A, for: cfo, minutes: 4}\n- {name: B, for: cfo}\n"
    batch(rows, minutes=6)
    told = {each: Path(f"decks/{each}/cfo-small.md").read_text() for each in "AB"}
    assert "1:30 to 4:00" in told["A"]
    assert "1:30 to 6:00" in told["B"]
    again = batch(rows, minutes=8)
    assert [each.status for each in again.outcomes] == ["unchanged", "made"]


def test_another_way_to_page_a_pdf_makes_that_alone_anew(batch: Batch) -> None:
    rows = "- {name: A, for: cfo, formats: [md, pdf]}\n"
    batch(rows)
    again = batch(rows, pdf="notes")
    assert [(each.format, each.status) for each in again.outcomes] == [("md", "unchanged"), ("pdf", "made")]
    assert statuses(batch(rows, pdf="notes")) == ["unchanged", "unchanged"]


@pytest.mark.sampled
@pytest.mark.parametrize("minutes", ["0", "ten", "481", "2.5"])
def test_minutes_that_nobody_has_fail_their_row_alone(batch: Batch, minutes: str) -> None:
    result = batch(f"- {{name: A, for: cfo, minutes: {minutes}}}\n- {{name: B, for: cfo}}\n")
    assert [each.status for each in result.outcomes] == ["failed", "made"]
    assert result.outcomes[0].reason == (
        f"audiences.yaml:1:32: row 1, column 'minutes': this is '{minutes}'; give whole minutes from 1 to 480"
    )


def test_another_width_makes_pictures_anew() -> None:
    assert _theme(ThemeChoice(SMALL)) == _theme(ThemeChoice(SMALL, width=0))
    assert len({_theme(ThemeChoice(SMALL, width=each)) for each in (0, 640, 1280)}) == 3


def test_pictures_are_one_output_that_is_kept_backed_up_and_pruned_as_a_whole(batch: Batch) -> None:
    rows = "- {name: Nord, for: cfo, formats: svg}\n"
    first = batch(rows)
    folder = Path("decks/Nord/cfo-small-svg")
    pictures = {each.name: each.read_bytes() for each in folder.iterdir()}
    assert (statuses(first), first.outcomes[0].path) == (["made"], str(folder))
    assert first.outcomes[0].slides == len(pictures) > 0
    assert statuses(batch(rows)) == ["unchanged"]
    (folder / next(iter(pictures))).write_text("mine")
    assert statuses(batch(rows)) == ["edited"]
    forced = batch(rows, force=True)
    assert (statuses(forced), forced.outcomes[0].backup) == (["made"], f"{folder}.backup-1")
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == pictures
    assert "mine" in [each.read_text() for each in Path(f"{folder}.backup-1").iterdir()]
    assert statuses(batch("- {name: Nord, for: cfo}\n", prune=True)) == ["made", "removed"]
    assert not folder.exists()
