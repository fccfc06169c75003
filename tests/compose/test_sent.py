"""What a file for readers has and has not: no notes, no coaching, and nothing dropped in silence."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from briefing.choices import choices_of
from briefing.desk import open_desk, settled
from briefing.errors import ContentError, UsageError
from briefing.formats.registry import FORMATS
from briefing.model import Briefing
from compose_desk import Desk
from conftest import LAYOUTS, PEOPLE

FULL = Path(__file__).parents[2] / "examples" / "fictional-freight" / "org.yaml"
SPEAKER = ("talking-points",)


def brief(people: str, **choices: object) -> Briefing:
    settings, library = settled(choices_of(**choices))
    return open_desk(settings, library).briefing(library.select([people]))


def told(briefing: Briefing) -> str:
    """All that anybody reads in any format."""
    return repr(briefing.sections)


@pytest.mark.sampled
@pytest.mark.parametrize("layout", [each for each in LAYOUTS if each not in SPEAKER])
def test_what_is_sent_holds_no_objection_no_reply_and_no_note(layout: str) -> None:
    _, library = settled(choices_of())
    for id in PEOPLE:
        made = brief(id, layout=layout, notes="none")
        text = told(made)
        persona = library.persona(id)
        assert made.sent
        assert not any(slide.notes or slide.spill for slide in made.slides())
        for each in persona.objections:
            assert each.reply not in text, (id, each.reply)
            assert each.objection not in text, (id, each.objection)
        for slide in made.slides():
            assert slide.kind not in ("objections", "language", "talking-points")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("layout", [each for each in LAYOUTS if each not in SPEAKER])
def test_no_format_has_a_note_in_a_file_that_is_sent(layout: str, form: str) -> None:
    settings, library = settled(choices_of(layout=layout, notes="none", organisation=str(FULL)))
    desk = open_desk(settings, library, (FORMATS[form],))
    for id in PEOPLE:
        (made,) = desk.render(desk.compose((library.persona(id),)))
        if form == "pptx":
            with zipfile.ZipFile(BytesIO(made.data)) as file:
                assert not [name for name in file.namelist() if "notes" in name.lower()]
                assert b"notesMaster" not in file.read("ppt/presentation.xml")
                assert b"notes" not in file.read("[Content_Types].xml")
        else:
            assert b"<details>" not in made.data


@pytest.mark.sampled
@pytest.mark.parametrize("id", PEOPLE)
def test_an_objection_stands_once_in_a_deck(id: str) -> None:
    _, library = settled(choices_of())
    made = brief(id, organisation=str(FULL))
    notes = [note for slide in made.slides() for note in slide.notes]
    for each in library.persona(id).objections:
        assert sum(each.reply in note for note in notes) == 1, each.objection


def test_an_objection_comes_where_its_persona_says(desk: Desk) -> None:
    desk.persona(
        "boss",
        "objections:\n"
        "- {objection: Too dear., reply: It is not., at: ask}\n"
        "- {objection: Too late., reply: Not yet.}\n",
    )
    loop = "for-each: persona"
    slides = desk.slides(f"- {{kind: persona-profile, {loop}}}\n- {{kind: ask, title: Say yes}}", "boss")
    assert "If you hear “Too dear”: It is not." in slides[1].notes
    assert "If you hear “Too late”: Not yet." in slides[0].notes
    assert "It is not." not in " ".join(slides[0].notes)


def test_a_kind_that_there_is_not_is_a_fault_of_the_persona(desk: Desk) -> None:
    desk.persona("boss", "objections: [{objection: A., reply: B., at: retrun}]\n")
    with pytest.raises(ContentError, match=r"unknown kind 'retrun'; did you mean 'return'\?"):
        desk.slides("- kind: ask", "boss")


def test_a_layout_for_the_speaker_alone_has_nothing_to_send() -> None:
    with pytest.raises(UsageError) as caught:
        brief("cfo", layout="talking-points", notes="none")
    assert str(caught.value) == (
        "the layout 'talking-points' is for the speaker alone, and has nothing to send; "
        "leave out --notes none, or take another layout"
    )


def test_a_layout_that_is_sent_says_that_it_has_no_notes() -> None:
    notices = [each.message for each in brief("cfo", layout="pre-read", notes="full").notices]
    assert "The layout pre-read is sent, and not told: it has no speaker notes." in notices


def test_what_only_notes_would_tell_is_noticed() -> None:
    notices = [each.message for each in brief("cfo", notes="none", organisation=str(FULL)).notices]
    (found,) = [each for each in notices if each.startswith("Without notes ")]
    assert " slides leave out what only notes have room for: '" in found
    assert found.endswith("; --notes full has it; --appendix file has every figure and formula.")


def test_short_notes_are_the_clock_and_two_sentences() -> None:
    for slide in brief("cfo", notes="short", organisation=str(FULL)).slides():
        clocked = slide.notes[1:] if slide.seconds else slide.notes
        assert len(clocked) <= 1
        assert slide.part == "backup" or " to " in slide.notes[0]
