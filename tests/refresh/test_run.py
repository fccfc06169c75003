"""`briefing refresh` and `briefing stale` on files: what is written, what is refused, and what a deck gives away."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from typer.testing import CliRunner, Result

from briefing.cli.app import app
from briefing.errors import FactError
from briefing.files.atomic import BESIDE
from briefing.refresh.deck import DeckFile
from briefing.refresh.finding import base_inside, entries_of, put_base
from refresh.quarters import FIRST, LATER, deck_bytes, edited, facts, rewritten, slide_parts, texts
from refresh.test_merge import NEW, say

pytestmark = pytest.mark.slow_but_for(
    "test_a_refresh_writes_the_deck_and_keeps_the_earlier_one", "test_bad_input_is_one_sentence_and_nothing_is_written"
)
WORDS = "We pay about €413k every month, and 18% more each year"
FRESH = "We pay about €436k every month, and 21% more each year"


@pytest.fixture
def quarter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an edited deck of the first quarter and the facts of the next; gives the deck."""
    monkeypatch.chdir(tmp_path)
    facts(tmp_path, **LATER)
    deck = tmp_path / "q1-deck.pptx"
    deck.write_bytes(edited(lambda presentation: say(presentation, WORDS)))
    return deck


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def refresh(*arguments: object) -> Result:
    return run("refresh", *arguments, "--org", "org.yaml")


def headline(deck: Path) -> str:
    return str(Presentation(str(deck)).slides[4].shapes.title.text_frame.text)


def listed() -> list[str]:
    return sorted(str(each) for each in Path().rglob("*") if each.is_file())


def test_a_refresh_writes_the_deck_and_keeps_the_earlier_one(quarter: Path) -> None:
    before = quarter.read_bytes()
    done = refresh("q1-deck.pptx", "--write")
    assert done.exit_code == 0, done.output
    assert headline(quarter) == FRESH
    assert Path("q1-deck.backup-1.pptx").read_bytes() == before


def test_without_write_nothing_is_written_and_the_status_is_one(quarter: Path) -> None:
    before, there = quarter.read_bytes(), listed()
    done = refresh("q1-deck.pptx")
    assert done.exit_code == 1
    assert (quarter.read_bytes(), listed()) == (before, there)
    assert re.search(r"5 +Title +figure +Example Wares spends", done.stdout)


def test_a_second_refresh_writes_nothing(quarter: Path) -> None:
    refresh("q1-deck.pptx", "--write")
    before, there = quarter.read_bytes(), listed()
    done = refresh("q1-deck.pptx", "--write")
    assert done.exit_code == 0
    assert "nothing is stale" in done.stdout
    assert (quarter.read_bytes(), listed()) == (before, there)


def test_what_is_left_to_a_person_is_told_until_it_is_put_right(quarter: Path) -> None:
    quarter.write_bytes(edited(lambda deck: say(deck, "We pay more than ever")))
    for _ in range(2):
        assert refresh("q1-deck.pptx", "--write").exit_code == 1
    presentation = Presentation(str(quarter))
    presentation.slides[4].shapes.title.text_frame.paragraphs[0].runs[0].text = "It is €436k now, and 21% more a year"
    presentation.save(str(quarter))
    assert refresh("q1-deck.pptx").exit_code == 0


def test_json_has_every_row(quarter: Path) -> None:
    (deck,) = json.loads(refresh("q1-deck.pptx", "--json").stdout)["decks"]
    assert deck["base"] == "in the deck"
    assert deck["recognised"] == {"id": 10}
    assert deck["stale"]
    (row,) = [each for each in deck["changes"] if each["how"] == "figure"]
    said = {"slide": 5, "shape": "Title", "theirs": WORDS, "now": FRESH, "by": "id", "review": True}
    assert said.items() <= row.items()
    assert row["sure"] >= 0.9
    assert row["was"] == "Example Wares spends €413k on technology every month, and it grows by 18% a year"


def test_marks_are_comments_on_what_changed(quarter: Path) -> None:
    assert refresh("q1-deck.pptx", "--write", "--mark").exit_code == 0
    comments = {name: data for name, data in parts(quarter).items() if "ppt/comments/" in name}
    assert len(comments) >= 5
    assert any("is now: We pay about €436k" in data.decode() for data in comments.values())
    from openxml_audit import OpenXmlValidator

    assert not list(OpenXmlValidator(max_errors=0).validate(quarter).errors)


def parts(deck: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(deck) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_forget_takes_the_base_out_and_the_deck_can_still_be_refreshed(quarter: Path) -> None:
    assert run("refresh", "q1-deck.pptx", "--forget").exit_code == 0
    assert not [name for name in parts(quarter) if "customXml" in name]
    assert slide_parts(quarter.read_bytes()) == slide_parts(Path("q1-deck.backup-1.pptx").read_bytes())
    assert refresh("q1-deck.pptx", "--write").exit_code == 0
    assert headline(quarter) == FRESH


def test_the_base_beside_is_found_under_another_name(quarter: Path) -> None:
    run("refresh", "q1-deck.pptx", "--forget")
    quarter.rename("final.pptx")
    assert refresh("final.pptx", "--write").exit_code == 0
    assert headline(Path("final.pptx")) == FRESH


def test_the_deck_as_it_was_written_serves_where_all_is_lost(quarter: Path) -> None:
    run("refresh", "q1-deck.pptx", "--forget")
    shutil.rmtree(BESIDE)
    Path("original.pptx").write_bytes(deck_bytes("first"))
    for backup in Path().glob("*.backup-*"):
        backup.unlink()
    assert refresh("q1-deck.pptx").exit_code == 1
    assert refresh("q1-deck.pptx", "--base", "original.pptx", "--write").exit_code == 0
    assert headline(quarter) == FRESH


def test_a_damaged_base_is_made_again_from_what_is_kept_where_the_facts_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    facts(tmp_path, **FIRST)
    assert run("make", "--for", "cfo", "--layout", "exec-brief", "--org", "org.yaml", "--out", "d.pptx").exit_code == 0
    path = Path("d.pptx")
    path.write_bytes(rewritten(edited(lambda deck: say(deck, WORDS), deck=path.read_bytes()), damaged))
    (kept,) = Path(BESIDE).glob(".*.json")
    whole = json.loads(kept.read_text())
    kept.write_text(json.dumps({**whole, "base": {"format": 1}}))
    Path("april").mkdir()
    facts(tmp_path / "april", **LATER)
    assert run("refresh", "d.pptx", "--org", "april/org.yaml", "--write").exit_code == 0
    assert headline(path) == FRESH


def third_as(written: bytes | None) -> Callable[[str, bytes], bytes | None]:
    """What writes the third slide so, or leaves it out."""
    return lambda name, data: written if name.endswith("slides/slide3.xml") else data


def damaged(name: str, data: bytes) -> bytes:
    return b'<base xmlns="urn:briefing:base" format="1">{"form' if name == "customXml/item1.xml" else data


def newer(name: str, data: bytes) -> bytes:
    return data.replace(b'format="1"', b'format="2"') if name == "customXml/item1.xml" else data


def of_another(path: str) -> None:
    """A deck of a person's own, into which somebody has pasted the memory of one of ours."""
    presentation = Presentation()
    for number in range(6):
        presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = f"Holiday picture {number}"
    presentation.save(path)
    deck, ours = DeckFile(Path(path)), DeckFile(Path("a.pptx"), entries_of(deck_bytes("first")))
    base = base_inside(ours)
    assert base is not None
    put_base(deck, base)
    Path(path).write_bytes(deck.bytes())


def strict(name: str, data: bytes) -> bytes:
    old, new = (
        b"http://schemas.openxmlformats.org/presentationml/2006/main",
        b"http://purl.oclc.org/ooxml/presentationml/main",
    )
    return data.replace(old, new) if name == "ppt/presentation.xml" else data


def pipe(name: str) -> None:
    Path(name).unlink(missing_ok=True)
    os.mkfifo(name)


def pipe_beside(name: str) -> None:
    run("refresh", name, "--forget")
    pipe(f"{BESIDE}/.{name}.json")


BAD: dict[str, tuple[Any, tuple[str, ...], str]] = {
    "not ours": (
        lambda: Presentation().save("q1-deck.pptx"),
        (),
        "error: q1-deck.pptx: this deck does not say that briefing made it, and nothing is kept beside it; "
        "give the deck as it was written with --base, or make a new one with briefing make",
    ),
    "damaged base": (
        lambda: Path("q1-deck.pptx").write_bytes(rewritten(deck_bytes("first"), damaged)),
        (),
        "error: q1-deck.pptx: what briefing remembers of this deck is damaged, and there is no copy of it beside the "
        "deck; give the deck as it was written with --base",
    ),
    "of another deck": (
        lambda: of_another("q1-deck.pptx"),
        (),
        "error: q1-deck.pptx: the memory in the deck is that of another deck: too few of its 10 slides are in this "
        "one; give the deck as it was written with --base",
    ),
    "newer": (
        lambda: Path("q1-deck.pptx").write_bytes(rewritten(deck_bytes("first"), newer)),
        (),
        "error: q1-deck.pptx: a newer version of briefing wrote this deck (its memory has the form 2); install the "
        "newest version of briefing",
    ),
    "damaged file": (
        lambda: Path("q1-deck.pptx").write_bytes(deck_bytes("first")[:5000]),
        (),
        "error: q1-deck.pptx: the file is damaged or was not copied whole; copy or download it again",
    ),
    "damaged slide": (
        lambda: Path("q1-deck.pptx").write_bytes(rewritten(deck_bytes("first"), third_as(b"garbage"))),
        (),
        "error: q1-deck.pptx: the file is damaged or was not copied whole; copy or download it again",
    ),
    "lost slide": (
        lambda: Path("q1-deck.pptx").write_bytes(rewritten(deck_bytes("first"), third_as(None))),
        (),
        "error: q1-deck.pptx: the file is damaged or was not copied whole; copy or download it again",
    ),
    "no file": (
        lambda: Path("q1-deck.pptx").unlink(),
        (),
        "error: q1-deck.pptx: cannot be read: no such file or directory; name a .pptx file that you may read",
    ),
    "a text": (
        lambda: Path("q1-deck.pptx").write_text("hello"),
        (),
        "error: q1-deck.pptx: not a PowerPoint file that can be read; save it again as .pptx or .potx, without a "
        "password",
    ),
    "open": (
        lambda: Path("~$q1-deck.pptx").write_text("me"),
        ("--write",),
        "error: q1-deck.pptx: the deck is open in another program, which has left ~$q1-deck.pptx beside it; close it "
        "there, and refresh it again",
    ),
    "open in LibreOffice": (
        lambda: Path(".~lock.q1-deck.pptx#").write_text("me"),
        ("--write",),
        "error: q1-deck.pptx: the deck is open in another program, which has left .~lock.q1-deck.pptx# beside it; "
        "close it there, and refresh it again",
    ),
    "a pipe": (
        lambda: pipe("q1-deck.pptx"),
        (),
        "error: q1-deck.pptx: this is not a file but a folder or a device; name a .pptx file",
    ),
    "a pipe for what is kept beside": (
        lambda: pipe_beside("q1-deck.pptx"),
        (),
        "error: q1-deck.pptx: this deck does not say that briefing made it, and nothing is kept beside it; give the "
        "deck as it was written with --base, or make a new one with briefing make",
    ),
    "a pipe as base": (
        lambda: pipe("base.pptx"),
        ("--base", "base.pptx"),
        "error: base.pptx: this is not a file but a folder or a device; name a .pptx file",
    ),
    "strict": (
        lambda: Path("q1-deck.pptx").write_bytes(rewritten(deck_bytes("first"), strict)),
        (),
        "error: q1-deck.pptx: the deck is saved as Strict Open XML, which cannot be refreshed; save it in PowerPoint "
        "as 'PowerPoint Presentation (*.pptx)'",
    ),
    "mark alone": (
        lambda: None,
        ("--mark",),
        "error: --mark puts comments into the deck, and nothing is written; add --write",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(BAD)[:1])
def test_bad_input_is_one_sentence_and_nothing_is_written(name: str, quarter: Path) -> None:
    refused(name, quarter)


@pytest.mark.parametrize("name", list(BAD)[1:])
def test_every_other_bad_input_is_one_sentence_too(name: str, quarter: Path) -> None:
    refused(name, quarter)


def refused(name: str, deck: Path) -> None:
    spoil, options, sentence = BAD[name]
    spoil()
    before, there = deck.read_bytes() if deck.is_file() else b"", listed()
    from briefing.cli.faults import _explain

    done = refresh("q1-deck.pptx", *options)
    assert done.exception is not None
    problems, _ = _explain(done.exception)  # type: ignore[arg-type]
    assert [f"error: {each}" for each in problems] == [sentence]
    assert (deck.read_bytes() if deck.is_file() else b"", listed()) == (before, there)


def test_a_deck_that_may_only_be_read_stays(quarter: Path) -> None:
    quarter.chmod(0o444)
    before, there = quarter.read_bytes(), listed()
    done = refresh("q1-deck.pptx", "--write")
    assert str(done.exception) == ("q1-deck.pptx: the deck may only be read; change its permissions, or refresh a copy")
    assert (quarter.read_bytes(), listed()) == (before, there)
    assert refresh("q1-deck.pptx").exit_code == 1  # it may be looked at


@pytest.mark.parametrize("fails", ["stage", "back_up", "put_in_place"])
def test_where_the_disk_is_full_the_deck_stays_and_nothing_is_left(
    quarter: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(f"briefing.refresh.run.{fails}", full)
    before, there = quarter.read_bytes(), listed()
    done = refresh("q1-deck.pptx", "--write")
    assert str(done.exception) == (
        "q1-deck.pptx cannot be written: no space left on device; make room on the disk, or refresh a copy of it on "
        "another disk"
    )
    assert (quarter.read_bytes(), listed()) == (before, there)


def test_a_deck_beside_which_nothing_can_be_kept_is_refreshed_all_the_same(
    quarter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FactError("there is no room")

    monkeypatch.setattr("briefing.refresh.run.keep", full)
    assert refresh("q1-deck.pptx", "--write").exit_code == 0
    assert headline(quarter) == FRESH


def modern(name: str, data: bytes) -> bytes:
    """The deck with comments as PowerPoint writes them now."""
    if name != "[Content_Types].xml":
        return data
    part = b'<Override PartName="/ppt/authors.xml" ContentType="application/vnd.ms-powerpoint.authors+xml"/></Types>'
    return data.replace(b"</Types>", part)


def test_marks_do_not_stand_beside_comments_in_the_newer_form(quarter: Path) -> None:
    quarter.write_bytes(rewritten(quarter.read_bytes(), modern))
    with zipfile.ZipFile(quarter, "a") as archive:
        archive.writestr("ppt/authors.xml", '<a:authorLst xmlns:a="urn:authors"/>')
    before = quarter.read_bytes()
    done = refresh("q1-deck.pptx", "--write", "--mark")
    assert str(done.exception) == (
        "q1-deck.pptx: the deck has comments in the newer form of PowerPoint, beside which those of --mark cannot "
        "stand; leave out --mark, or take the comments away"
    )
    assert quarter.read_bytes() == before
    assert refresh("q1-deck.pptx", "--write").exit_code == 0


@pytest.mark.parametrize("command", ["refresh", "stale"])
@pytest.mark.parametrize("decks", [["none.pptx"], ["none.pptx", "q1-deck.pptx"]])
def test_a_deck_that_cannot_be_refreshed_is_an_entry_like_all_in_the_json(
    quarter: Path, command: str, decks: list[str]
) -> None:
    done = run(command, *decks, "--org", "org.yaml", "--json")
    assert done.exit_code == 1
    first, *others = json.loads(done.stdout)["decks"]
    assert (first["path"], first["changes"], first["backup"]) == ("none.pptx", [], None)
    assert first["problems"] == [
        {
            "file": "none.pptx",
            "line": 0,
            "column": 0,
            "message": "cannot be read: no such file or directory",
            "remedy": "name a .pptx file that you may read",
        }
    ]
    assert "error: none.pptx: cannot be read" in done.stderr
    assert [each["path"] for each in others] == decks[1:]
    assert all(each.keys() == first.keys() for each in others)


def test_the_status_of_a_deck_alone_is_the_same_with_json(quarter: Path) -> None:
    Path("org.yaml").unlink()
    done = run("refresh", "q1-deck.pptx", "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["decks"][0]["problems"][0]["message"].endswith("and no facts are given")


def test_a_deck_with_figures_asks_for_facts(quarter: Path) -> None:
    Path("org.yaml").unlink()
    done = run("refresh", "q1-deck.pptx")
    assert str(done.exception) == (
        "q1-deck.pptx: this deck tells figures, and no facts are given; give them with --org and --spend, as when it "
        "was made"
    )


def test_what_was_chosen_is_known_where_it_is_kept_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    facts(tmp_path, **FIRST)
    assert run("make", "--for", "cfo", "--layout", "exec-brief", "--org", "org.yaml", "--out", "d.pptx").exit_code == 0
    facts(tmp_path, **LATER)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert run("refresh", "../d.pptx", "--write").exit_code == 0
    assert NEW in "\n".join(texts(Path("../d.pptx").read_bytes())[4])


def test_a_deck_that_nobody_edited_is_still_ours_after_a_refresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    facts(tmp_path, **FIRST)
    make = ("make", "--for", "cfo", "--layout", "exec-brief", "--org", "org.yaml", "--out", "d.pptx")
    assert run(*make).exit_code == 0
    facts(tmp_path, **LATER)
    assert run("refresh", "d.pptx", "--write").exit_code == 0
    assert run(*make).exit_code == 0


# Slides that come and go, and who reads them.


def without(*keys: str) -> None:
    """The facts of the next quarter, some of which nobody states any more."""
    path = Path("org.yaml")
    text = "".join(
        part for part in re.split(r"^(?=\S)", path.read_text(), flags=re.MULTILINE) if not part.startswith(keys)
    )
    path.write_text(text)


def rows_of(done: Result) -> list[dict[str, Any]]:
    (deck,) = json.loads(done.stdout)["decks"]
    return list(deck["changes"])


def misplaced(rows: list[dict[str, Any]], deck: Path) -> list[dict[str, Any]]:
    """Rows whose slide of the refreshed deck does not have their shape."""
    slides = [{shape.name for shape in slide.shapes} | {"Notes", ""} for slide in Presentation(str(deck)).slides]
    return [
        row
        for row in rows
        if row["how"] not in ("removed", "offered", "gone")
        and row["now"]  # else its shape is gone with it
        and row["shape"].partition(": ")[0] not in {name.partition(": ")[0] for name in slides[row["slide"] - 1]}
    ]


def test_slides_whose_facts_vanished_are_told_and_taken_out_only_where_that_is_asked(quarter: Path) -> None:
    without("function-cost", "return")
    before = len(Presentation(str(quarter)).slides)
    told = rows_of(refresh("q1-deck.pptx", "--write", "--json"))
    gone = [row for row in told if row["how"] == "gone" and not row["shape"]]
    assert gone
    assert all(row["review"] for row in gone if "€" in row["theirs"])
    assert len(Presentation(str(quarter)).slides) == before
    assert [row for row in rows_of(refresh("q1-deck.pptx", "--json")) if row["how"] == "gone"] == [
        row for row in told if row["how"] == "gone"
    ]
    done = refresh("q1-deck.pptx", "--write", "--remove", "--json")
    removed = [row for row in rows_of(done) if row["how"] == "removed"]
    assert [(row["title"], row["slide"]) for row in removed] == [(row["title"], 0) for row in gone]
    assert len(Presentation(str(quarter)).slides) == before - len(gone)


def test_slides_are_counted_as_in_the_refreshed_deck(quarter: Path) -> None:
    whole = Path("org.yaml").read_text()
    without("function-cost", "return")
    rows = rows_of(refresh("q1-deck.pptx", "--write", "--remove", "--json"))
    assert misplaced(rows, quarter) == []
    assert {row["slide"] for row in rows if row["how"] == "removed"} == {0}
    Path("org.yaml").write_text(whole)
    rows = rows_of(refresh("q1-deck.pptx", "--write", "--add", "--json"))
    assert misplaced(rows, quarter) == []
    slides = [slide.shapes.title.text_frame.text for slide in Presentation(str(quarter)).slides]
    added = [row for row in rows if row["how"] == "added"]
    assert added
    assert [slides[row["slide"] - 1] for row in added] == [row["now"] for row in added]
    sound(quarter)


def sound(deck: Path) -> None:
    """Nothing that validators of the format find."""
    from ooxml_integrity import check_pptx
    from openxml_audit import OpenXmlValidator

    assert list(OpenXmlValidator(max_errors=0).validate(deck).errors) == []
    assert [str(each) for each in check_pptx(deck) if each.severity == "error"] == []


def test_a_figure_whose_fact_is_gone_is_told_in_a_persons_own_words(quarter: Path) -> None:
    def own(presentation: Any) -> None:
        box = presentation.slides[0].shapes.add_textbox(0, 0, 900_000, 300_000)
        box.text_frame.text = "We pay €12k for the team"

    quarter.write_bytes(edited(own))
    without("function-cost")
    for _ in range(2):
        rows = rows_of(refresh("q1-deck.pptx", "--write", "--json"))
        (row,) = [row for row in rows if row["how"] == "own"]
        assert (row["slide"], row["was"], row["theirs"], row["now"]) == (1, "€12k", "We pay €12k for the team", "")


def test_what_is_said_of_a_persona_that_changed_is_refreshed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    facts(tmp_path, **FIRST)
    persona = Path("library/personas/cfo.yaml")
    persona.parent.mkdir(parents=True)
    persona.write_text("extends: cfo\nprimary-goal: Spend what brings most.\n")
    options = ("--org", "org.yaml", "--library", "library")
    assert run("make", "--for", "cfo", "--layout", "exec-brief", *options, "--out", "d.pptx").exit_code == 0
    Path("d.pptx").write_bytes(edited(lambda deck: say(deck, WORDS), deck=Path("d.pptx").read_bytes()))
    persona.write_text("extends: cfo\nname: Finance Chief\nprimary-goal: Spend what is worth its price.\n")
    done = run("refresh", "d.pptx", *options, "--write")
    assert done.exit_code == 0, done.output
    said = str(texts(Path("d.pptx").read_bytes()))
    assert WORDS in said
    assert "Finance Chief" in said


def renumbered(deck: Any) -> None:
    """Slides and shapes with the ids of another program, some twice, in another order, and without names."""
    from refresh.test_merge import duplicate, lose_names, reverse

    duplicate(deck)
    lose_names(deck)
    reverse(deck)


def plain_spaces(deck: Any) -> None:
    for each in (run for slide in deck.slides for run in slide._element.iter("{*}t") if run.text):
        each.text = each.text.replace("\u00a0", " ")


def no_memory(name: str, data: bytes) -> bytes | None:
    return None if name.startswith("customXml/") else re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", data)


def test_a_deck_that_another_program_wrote_anew_is_known_by_its_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    facts(tmp_path, **FIRST)
    made = ("make", "--for", "cfo", "--layout", "exec-brief", "--org", "org.yaml", "--out", "d.pptx")
    assert run(*made).exit_code == 0
    path = Path("d.pptx")
    before = len(Presentation("d.pptx").slides)
    path.write_bytes(rewritten(edited(renumbered, plain_spaces, deck=path.read_bytes()), no_memory))
    path.rename("from keynote.pptx")
    (deck,) = json.loads(refresh("from keynote.pptx", "--json").stdout)["decks"]
    assert (deck["base"], deck["recognised"]) == ("beside the deck", {"text": before + 1})
    facts(tmp_path, **LATER)
    done = refresh("from keynote.pptx", "--write", "--json")
    assert {row["by"] for row in rows_of(done)} <= {"text", "place"}
    said = [" ".join(each) for each in texts(Path("from keynote.pptx").read_bytes())]
    assert sum("spends €436k" in each for each in said) >= 2
    assert "€413k" not in str(said)


# Many decks.


def test_stale_tells_which_decks_of_a_folder_are(quarter: Path) -> None:
    Path("decks").mkdir()
    quarter.rename("decks/old.pptx")
    Path("decks/new.pptx").write_bytes(deck_bytes("later"))
    Presentation().save("decks/other.pptx")
    before = listed()
    done = run("stale", "decks", "--org", "org.yaml")
    assert done.exit_code == 1
    assert [line.split()[0] + " " + line.split()[-1] for line in done.stdout.splitlines()] == [
        "STALE DECK",
        "no decks/new.pptx",
        "yes decks/old.pptx",
    ]
    assert "decks/other.pptx was not made by briefing, and is left out" in done.stderr
    assert listed() == before
    assert run("refresh", "decks", "--org", "org.yaml", "--write").exit_code == 1  # one of them is not ours
    Path("decks/other.pptx").unlink()
    assert run("stale", "decks", "--org", "org.yaml").exit_code == 0


def test_one_deck_that_cannot_be_refreshed_does_not_stop_the_others(quarter: Path) -> None:
    Path("a.pptx").write_text("no deck")
    done = run("refresh", "a.pptx", "q1-deck.pptx", "--org", "org.yaml", "--write")
    assert done.exit_code == 1
    assert "error: a.pptx: not a PowerPoint file that can be read" in done.stderr
    assert headline(quarter) == FRESH


def test_a_batch_refreshes_the_decks_that_people_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    facts(tmp_path, **FIRST)
    Path("audiences.csv").write_text(
        "name,for,layout,spend.current-monthly\nNorth,cfo,exec-brief,100 000\nSouth,cfo,exec-brief,\n"
    )
    batch = ("batch", "audiences.csv", "--org", "org.yaml", "--out", "decks", "--jobs", "1")
    assert run(*batch).exit_code == 0
    for path in Path("decks").rglob("*.pptx"):
        presentation = Presentation(str(path))
        frame = presentation.slides[0].shapes.title.text_frame
        frame.paragraphs[0].runs[0].text = "My own headline"
        presentation.slides[0].shapes.add_textbox(0, 0, 900_000, 300_000).text_frame.text = "I said €413k"
        presentation.save(str(path))
    facts(tmp_path, **LATER)
    done = run(*batch, "--refresh")
    assert done.exit_code == 0, done.output
    told = "your own text holds a figure that has changed: it is as you left it: 'I said €413k', now '€436k'"
    assert told in " ".join((done.output + done.stderr).split())
    said = {path.parent.name: texts(path.read_bytes()) for path in Path("decks").rglob("cfo-*brief.pptx")}
    assert {each[0][0] for each in said.values()} == {"My own headline"}
    assert "€436k" in str(said["South"])
    assert "€436k" not in str(said["North"])
    done = run("refresh", "decks/North/cfo-exec-brief.pptx", "--org", "org.yaml")
    assert str(done.exception) == (
        "decks/North/cfo-exec-brief.pptx: this deck is one of a batch, and has facts of its own that stand in the file "
        "of the batch; use briefing batch with --refresh"
    )


# What a deck gives away.


def test_a_deck_remembers_no_path_and_no_condition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bill_samples import whole_bill
    from briefing.bill.file import write_bill

    monkeypatch.chdir(tmp_path)
    Path("secret-folder").mkdir()
    facts(tmp_path / "secret-folder", **FIRST)
    Path("secret-folder/bill.yaml").write_text(write_bill(whole_bill()))
    options = ("--org", "secret-folder/org.yaml", "--spend", "secret-folder/bill.yaml", "--notes", "none")
    assert run("make", "--for", "cfo", "--out", "d.pptx", *options).exit_code == 0
    (base,) = (data.decode() for name, data in parts(Path("d.pptx")).items() if name == "customXml/item1.xml")
    assert "secret-folder" not in base
    assert str(tmp_path) not in base
    assert '"notes":[' not in base


def test_a_redacted_deck_remembers_nothing_confidential_and_stays_redacted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    confidential = "confidential: [savings.owner, function-cost]\n"
    path = Path(facts(tmp_path, **FIRST))
    path.write_text(path.read_text() + confidential)
    assert run("make", "--for", "cfo", "--org", "org.yaml", "--redact", "--out", "d.pptx").exit_code == 0
    path = Path(facts(tmp_path, **LATER))
    path.write_text(path.read_text() + confidential)
    for _ in range(2):
        base = parts(Path("d.pptx"))["customXml/item1.xml"].decode()
        assert not [each for each in ("Lookalike", "Madeup", "Example Wares", "413,000", "436,000") if each in base]
        run("refresh", "d.pptx", "--org", "org.yaml", "--write")
    assert "Lookalike" not in str(texts(Path("d.pptx").read_bytes()))


def test_a_slide_that_was_deleted_is_forgotten_by_the_next_refresh(quarter: Path) -> None:
    from refresh.test_merge import delete

    quarter.write_bytes(edited(delete))
    assert "Cumulative net, the same in each case" in parts(quarter)["customXml/item1.xml"].decode()
    refresh("q1-deck.pptx", "--write")
    assert "Cumulative net, the same in each case" not in parts(quarter)["customXml/item1.xml"].decode()


@pytest.fixture
def in_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[2] / "docs" / "refresh.md").read_text(encoding="utf-8")
    return re.findall(r"^    briefing (.*)$", page.partition("## What happens")[0], re.MULTILINE)


def test_the_quarter_of_the_page_goes_as_it_says(in_docs: list[str], tmp_path: Path) -> None:
    made, look, write, again = (each.split() for each in in_docs)
    facts(tmp_path, **FIRST)
    assert run(*made).exit_code == 0
    Path("q1-deck.pptx").write_bytes(
        edited(lambda deck: say(deck, WORDS, "spends €413k"), deck=Path("q1-deck.pptx").read_bytes())
    )
    facts(tmp_path, **LATER)
    statuses = [run(*look).exit_code, run(*write).exit_code, run(*again).exit_code]
    assert statuses == [1, 0, 0]
    assert FRESH in str(texts(Path("q1-deck.pptx").read_bytes()))
