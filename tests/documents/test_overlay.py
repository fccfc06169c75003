"""Overlays of personas: what `extends` changes, and what is told where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.documents.lineage import source_lines
from briefing.errors import ContentError
from briefing.library.library import Library
from overlays import CFO, extended_library, put


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A base library behind one of the user's."""
    monkeypatch.chdir(tmp_path)
    return extended_library()


def cfo(text: str) -> None:
    put("mine/personas/cfo.yaml", text)


def faults(library: Library, name: str = "cfo") -> list[str]:
    with pytest.raises(ContentError) as caught:
        library.persona(name)
    return [str(problem) for problem in caught.value.problems]


def test_a_field_is_replaced_and_all_others_stay(library: Library) -> None:
    base = library.persona("cfo")
    cfo("extends: cfo\nprimary-goal: Ours\ntitles: [Boss]\n")
    over = Library(library.folders).persona("cfo")
    assert (over.primary_goal, over.titles, over.file) == ("Ours", ("Boss",), "mine/personas/cfo.yaml")
    assert (over.objectives, over.answers, over.aliases) == (base.objectives, base.answers, base.aliases)


def test_entries_are_added_removed_replaced_and_ordered_by_id(library: Library) -> None:
    cfo(
        "extends: cfo\nobjectives:\n  add:\n"
        "    - {id: green, item: Green, before: margin}\n    - {item: A, after: green}\n"
        "    - {item: B, after: green}\n    - Last\n  remove: [predict]\n  replace: [{id: grow, item: Grow fast}]\n"
        "  order: [last]\n"
    )
    found = [(each.id, each.item) for each in library.persona("cfo").objectives]
    assert found == [
        ("last", "Last"),
        ("green", "Green"),
        ("a", "A"),
        ("b", "B"),
        ("margin", "Protect margin"),
        ("grow", "Grow fast"),
    ]


def test_a_field_that_is_called_as_a_change_of_lists_is_a_field_where_there_is_no_list(library: Library) -> None:
    base = "name: base\ntitle: T\nstory: {slides: 3, order: reader}\nslides: [{kind: text, title: x}]\n"
    put("base/layouts/base/layout.yaml", base)
    put("mine/layouts/ours/layout.yaml", "extends: base\nstory: {order: layout}\n")
    found = Library(library.folders).layout("ours").story
    assert (found.order, found.slides) == ("layout", 3)


def test_texts_mappings_and_entries_without_ids_are_changed_too(library: Library) -> None:
    cfo(
        "extends: cfo\nkey-messages: {replace: [{id: One message, item: Our phrase}], add: More}\nask: {by: March}\n"
        "language: {use: {add: [EBITDA]}, avoid: []}\nobjections: {replace: [{objection: It is soft, reply: Look}]}\n"
        "answers: {replace: [{frustration: bills, change: Daily}]}\n"
    )
    over = library.persona("cfo")
    assert over.key_messages == ("Our phrase", "Another one", "More")
    assert (over.ask.decision, over.ask.by) == ("Fund it", "March") if over.ask else pytest.fail("no ask")
    assert (over.language.use, over.language.avoid) == (("payback", "EBITDA"), ())
    assert over.objections[0].reply == "Look"
    assert (over.answers[0].change, over.answers[0].benefits) == ("Daily", ("forecast", "proof"))


def test_an_empty_field_takes_the_value_away(library: Library) -> None:
    cfo("extends: cfo\nprimary-goal:\nask:\n")
    assert (library.persona("cfo").primary_goal, library.persona("cfo").ask) == ("", None)


def test_answers_follow_what_is_taken_away(library: Library) -> None:
    cfo("extends: cfo\nfrustrations: {remove: soft}\nfinops-benefits: {remove: [proof]}\n")
    answers = library.persona("cfo").answers
    assert [(each.frustration, each.benefits) for each in answers] == [("bills", ("forecast",))]


def test_an_answer_of_the_overlay_itself_that_leads_nowhere_is_told(library: Library) -> None:
    cfo("extends: cfo\nfrustrations: {remove: soft}\nanswers: {add: [{frustration: soft}]}\n")
    assert faults(library) == [
        "mine/personas/cfo.yaml:3:31: no frustration has the id 'soft'; the ids are bills",
    ]


def test_aliases_go_on_where_the_identifier_is_the_same_and_not_elsewhere(library: Library) -> None:
    cfo("extends: cfo\nname: Ours\n")
    put("mine/personas/group-cfo.yaml", "identifier: group-cfo\nextends: cfo\naliases: [chief of all]\n")
    assert library.persona("Finance Chief").name == "Ours"
    assert library.persona("chief of all").identifier == "group-cfo"
    assert library.persona("group-cfo").aliases == ("chief of all",)


def test_aliases_can_be_changed_entry_by_entry(library: Library) -> None:
    cfo("extends: cfo\naliases: {add: [boss], remove: [money]}\n")
    assert library.persona("boss").aliases == ("finance chief", "boss")


def test_chains_work_over_folders_and_files(library: Library) -> None:
    cfo("extends: cfo\nprimary-goal: Two\n")
    put("mine/personas/b.yaml", "identifier: b\nextends: cfo\nname: B\n")
    put("first/personas/b.yaml", "extends: b\nobjectives: {remove: grow}\n")
    b = Library((Path("first"), *library.folders)).persona("b")
    assert (b.name, b.primary_goal, len(b.objectives), b.file) == ("B", "Two", 2, "first/personas/b.yaml")


def test_a_circle_is_refused_with_the_chain(library: Library) -> None:
    put("mine/personas/a.yaml", "identifier: a\nextends: b\n")
    put("mine/personas/b.yaml", "identifier: b\nextends: a\n")
    assert faults(library, "a") == [
        "mine/personas/b.yaml:2:10: the personas extend one another in a circle: a → b → a; "
        "take 'extends' out of one of them"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "extends: cof\n",
            "1:10: there is no other persona 'cof' in the folders after this one; did you mean 'cfo'?",
        ),
        ("extends: cof\nidentifier: x\n", "1:10: no persona to extend is called 'cof'; did you mean 'cfo'?"),
        (
            "extends: zzz\n",
            "1:10: there is no other persona 'zzz' in the folders after this one; "
            "extend another persona, or take it out",
        ),
        ("extends:\nidentifier: cfo\n", "1:9: 'extends' should be one name, of what this file changes; write it as"),
        (
            "extends: cfo\nobjectives: {remove: [margn]}\n",
            "2:23: 'objectives' has no entry 'margn'; did you mean 'margin'?",
        ),
        (
            "extends: cfo\nobjectives: {remove: [qqq]}\n",
            "2:23: 'objectives' has no entry 'qqq'; there are predict, margin, grow",
        ),
        ("extends: cfo\nobjectives: {ad: [x]}\n", "2:14: unknown change 'ad' of 'objectives'; did you mean 'add'?"),
        (
            "extends: cfo\nobjectives: {add: [{id: margin, item: x}]}\n",
            "2:25: 'margin' is in 'objectives' already, from base/personas/cfo.yaml:7; "
            "change it under 'replace', or give this one another id",
        ),
        (
            "extends: cfo\nobjectives: {replace: [margin]}\n",
            "2:24: a replacement in 'objectives' should name the entry by its id, and what changes; "
            "write it as in '- {id: …, item: …}'",
        ),
        (
            "extends: cfo\nobjectives: {replace: [{before: grow}]}\n",
            "2:24: a replacement in 'objectives' names no entry; add 'id: …' to it",
        ),
        (
            "extends: cfo\nobjectives: {add: [{item: x, before: grow, after: margin}]}\n",
            "2:51: an entry has both 'before' and 'after'; keep one of them",
        ),
        ("extends: cfo\nobjectivs: [x]\n", "2:1: unknown field 'objectivs'; did you mean 'objectives'?"),
        (
            "extends: cfo\nidentifier: C F O\n",
            "2:13: identifier 'C F O' should be lower-case letters, digits and hyphens; write 'c-f-o'",
        ),
    ],
)
def test_a_change_that_cannot_be_made_is_told_at_its_line(library: Library, text: str, message: str) -> None:
    cfo(text)
    with pytest.raises(ContentError) as caught:
        library.personas()
    assert str(caught.value).startswith(f"mine/personas/cfo.yaml:{message}")


def test_a_fault_in_the_file_below_keeps_its_own_place(library: Library) -> None:
    put("base/personas/cfo.yaml", CFO.replace("titles", "titels") + "titels: [x]\n")
    cfo("extends: cfo\n")
    assert faults(library) == ["base/personas/cfo.yaml:22:1: unknown field 'titels'; did you mean 'titles'?"]


def test_every_line_says_where_it_came_from(library: Library) -> None:
    cfo("extends: cfo\nprimary-goal: Ours\nobjectives: {remove: [predict, grow]}\nask: {by: March}\n")
    lines = [
        f"{each.where.file}:{each.where.line} {each.text}" for each in source_lines(library.persona_document("cfo"))
    ]
    assert lines[:9] == [
        "base/personas/cfo.yaml:1 identifier: cfo",
        "base/personas/cfo.yaml:2 name: CFO",
        "base/personas/cfo.yaml:3 aliases:",
        "base/personas/cfo.yaml:3   - finance chief",
        "base/personas/cfo.yaml:3   - money",
        "mine/personas/cfo.yaml:2 primary-goal: Ours",
        "mine/personas/cfo.yaml:3 objectives:",
        "base/personas/cfo.yaml:7   - id: margin",
        "base/personas/cfo.yaml:7     item: Protect margin",
    ]
    assert "mine/personas/cfo.yaml:4   by: March" in lines
