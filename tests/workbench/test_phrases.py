"""A phrase of a persona in other words: a persona that extends ours, and whatever else stands in that file."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.errors import FactError, UsageError
from briefing.model import Bullets, Slide
from briefing.workbench.phrases import HEAD, Phrase, phrases_of, say
from briefing.workbench.room import the_library
from conftest import BUILT_IN

CFO = BUILT_IN.persona("cfo")
PAIN = CFO.frustrations[0]
FILE = Path("library/personas/cfo.yaml")
OTHER = Phrase("cfo", "frustrations", PAIN.id, "item", "  Invoices\nsurprise us ", "")


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_stands_on_a_slide_is_found_with_where_it_is_from() -> None:
    slide = Slide("text", "Title", (Bullets((PAIN.to_you, "else")),))
    assert list(phrases_of(slide, [CFO], BUILT_IN)) == [
        Phrase("cfo", "frustrations", PAIN.id, "to-you", PAIN.to_you, "")
    ]


def test_another_wording_extends_the_persona_and_goes_again() -> None:
    say(OTHER, the_library())
    assert FILE.read_text() == (
        f"{HEAD}\nextends: cfo\nfrustrations:\n  replace:\n    - id: {PAIN.id}\n"
        '      item: "  Invoices\\nsurprise us "\n'
    )
    made = the_library().persona("cfo")
    assert (made.frustrations[0].item, made.frustrations[0].to_you) == ("Invoices surprise us", PAIN.to_you)
    slide = Slide("text", "Title", (Bullets(("Invoices surprise us",)),))
    assert [(each.origin, each.text) for each in phrases_of(slide, [made], the_library())] == [
        (FILE.as_posix(), "  Invoices\nsurprise us ")
    ]
    say(replace(OTHER, text=""), the_library())
    assert FILE.read_text() == f"{HEAD}\nextends: cfo\n"
    assert the_library().persona("cfo").frustrations == CFO.frustrations


def test_what_else_a_file_changes_stays() -> None:
    FILE.parent.mkdir(parents=True)
    FILE.write_text("extends: cfo\nprimary-goal: Ours # by hand\nfrustrations: {add: [More]}\n")
    say(OTHER, the_library())
    made = the_library().persona("cfo")
    assert "primary-goal: Ours # by hand\n" in FILE.read_text()
    assert (made.frustrations[0].item, made.frustrations[-1].item) == ("Invoices surprise us", "More")


def test_a_persona_that_is_written_out_is_changed_in_its_file() -> None:
    FILE.parent.mkdir(parents=True)
    FILE.write_text("identifier: cfo\nname: CFO\nfrustrations: [{id: one, item: One}]\n")
    with pytest.raises(FactError, match=r"library/personas/cfo\.yaml: this persona is written out"):
        say(replace(OTHER, id="one"), the_library())


@pytest.mark.parametrize("wrong", [{"list": "titles"}, {"id": "nothing"}, {"field": "id"}, {"persona": "nobody"}])
def test_what_no_phrase_is_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        say(replace(OTHER, **wrong), BUILT_IN)
    assert not FILE.exists()
