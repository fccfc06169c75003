"""Composing: which slides a layout gives, in which order, and what is told of a layout that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefing.compose.kinds import COMMON_KEYS, KINDS
from briefing.errors import BriefingError
from briefing.library.library import Library
from compose_desk import DAY, Desk
from conftest import PEOPLE, Brief


def fault(desk: Desk, slides: str, for_: str = "cfo", head: str = "title: Mine\n") -> str:
    with pytest.raises(BriefingError) as raised:
        desk.brief(slides, for_, head)
    assert raised.value.exit_status == 1
    return str(raised.value)


LOOP = """
- kind: text
  title: Before
- kind: text
  for-each: persona
  title: "First of {{ persona.identifier }}"
- kind: text
  for-each: persona
  title: "Second of {{ persona.identifier }}"
- kind: text
  title: Between
- kind: text
  for-each: persona
  title: "Last of {{ persona.identifier }}"
"""


def test_slides_in_a_row_for_each_persona_are_told_persona_by_persona(desk: Desk) -> None:
    assert [slide.title for slide in desk.slides(LOOP, "cto,cfo")] == [
        "Before",
        "First of cto",
        "Second of cto",
        "First of cfo",
        "Second of cfo",
        "Between",
        "Last of cto",
        "Last of cfo",
    ]


def test_when_decides_whether_a_slide_is_told(desk: Desk) -> None:
    slides = """
    - kind: text
      title: Always
    - kind: text
      when: count > 1
      title: Only for several
    - kind: text
      for-each: persona
      when: persona.identifier == "cto"
      title: "Only for {{ persona.name }}"
    """
    assert [slide.title for slide in desk.slides(slides, "cfo")] == ["Always"]
    assert [slide.title for slide in desk.slides(slides, "cfo,cto")] == [
        "Always",
        "Only for several",
        "Only for CTO/CIO",
    ]


def test_a_section_lasts_until_the_next_one_begins(desk: Desk) -> None:
    slides = """
    - {kind: text, title: A}
    - {kind: text, title: B, section: One}
    - {kind: text, title: C}
    - {kind: text, title: D, for-each: persona, section: "{{ persona.name }}"}
    """
    found = desk.brief(slides, "cfo,ceo").sections
    assert [(section.title, [slide.title for slide in section.slides]) for section in found] == [
        ("Mine", ["A"]),
        ("One", ["B", "C"]),
        ("CFO", ["D"]),
        ("CEO", ["D (2)"]),
    ]


def test_a_name_with_braces_in_it_stays_as_it_is_written(desk: Desk) -> None:
    desk.persona("odd", "titles: ['{{ 1 / 0 }}']")
    slides = "- {kind: text, for-each: persona, title: A, section: '{{ persona.titles[0] }}'}\n- {kind: text, title: B}"
    assert [section.title for section in desk.brief(slides, "odd").sections] == ["{{ 1 / 0 }}"]


def test_no_two_slides_share_a_title(desk: Desk) -> None:
    slides = """
    - {kind: text, for-each: persona, title: Same, label: "{{ persona.name }}"}
    - {kind: text, title: Same}
    - {kind: text, title: Same}
    """
    assert [slide.title for slide in desk.slides(slides, "cfo,cto")] == [
        "Same",
        "Same – CTO/CIO",
        "Same (2)",
        "Same (3)",
    ]
    twins = [slide.twin for slide in desk.slides(slides, "cfo,cto")]
    assert twins == ["", "Same", "Same", "Same"]
    numbered = "- {kind: text, title: Plan}\n- {kind: text, title: Plan (2)}"
    assert [slide.twin for slide in desk.slides(numbered, "cfo")] == ["", ""]  # two titles that only look alike


def test_title_subject_keywords_language_and_date_come_from_the_layout_and_the_day(desk: Desk) -> None:
    head = "title: 'For {{ audience }}'\nsubject: 'On {{ date }}'\nkeywords: [a, b]\nlanguage: de\n"
    made = desk.brief("- {kind: text, title: A}", "cfo,cto", head)
    assert (made.title, made.subject, made.keywords, made.language) == (
        "For the CFO and CTO/CIO",
        "On 15 January 2026",
        ("a", "b"),
        "de",
    )
    assert (made.date, made.date_text) == (DAY, "15 January 2026")
    assert made.date == date(2026, 1, 15)


def test_more_than_four_are_counted_and_not_named(desk: Desk) -> None:
    assert desk.slide("- {kind: text, title: '{{ audience }}'}", "ceo,cfo,cto,finops,itfm").title == "five stakeholders"


def test_every_unknown_kind_and_key_is_told_at_once_with_the_nearest_name(desk: Desk) -> None:
    slides = """
    - kind: roadmpa
      title: A
    - kind: text
      title: B
      bulets: [x]
    - kind: raci
      titel: C
    """
    assert fault(desk, slides) == (
        "layouts/mine/layout.yaml:3:11: unknown kind 'roadmpa'; did you mean 'roadmap'?\n"
        "layouts/mine/layout.yaml:7:5: a slide of kind 'text' does not take 'bulets'; did you mean 'bullets'?\n"
        "layouts/mine/layout.yaml:9:5: a slide of kind 'raci' does not take 'titel'; did you mean 'title'?"
    )


def test_where_no_name_is_near_all_of_them_are_told(desk: Desk) -> None:
    assert fault(desk, "- kind: zzz") == (
        f"layouts/mine/layout.yaml:3:11: unknown kind 'zzz'; the kinds are {', '.join(sorted(KINDS))}"
    )
    assert fault(desk, "- kind: raci\n  zzz: 1") == (
        "layouts/mine/layout.yaml:4:5: a slide of kind 'raci' does not take 'zzz'; "
        "the keys are label, notes, source, title"
    )


@pytest.mark.parametrize(
    ("slides", "message"),
    [
        (
            "- {kind: text, title: A}\n- kind: text\n  title: 'A {{ audience'",
            "5:12: slide 2 (text), title: unexpected end of template, expected 'end of print statement'",
        ),
        (
            "- kind: text\n  title: A\n  notes: |\n    {{ audience }}\n    {{ nothing",
            "7:1: slide 1 (text), notes: unexpected end of template, expected 'end of print statement'",
        ),
        ("- kind: text\n  title: '{{ nothing }}'", "4:12: slide 1 (text), title: 'nothing' is undefined"),
        ("- kind: text\n  title: '{{ persona.name }}'", "4:12: slide 1 (text), title: 'persona' is undefined"),
        (
            "- kind: text\n  title: '{{ personas[0].gaol }}'",
            "4:12: slide 1 (text), title: 'Persona' has no attribute 'gaol'",
        ),
        (
            "- kind: text\n  title: '{{ personas.__class__ }}'",
            "4:12: slide 1 (text), title: access to attribute '__class__' of 'tuple' object is unsafe",
        ),
        (
            "- kind: text\n  title: '{{ kpis.clear() }}'",
            "4:12: slide 1 (text), title: access to attribute 'clear' of 'dict' object is unsafe",
        ),
        ("- kind: text\n  title: A\n  when: cuont > 1", "5:11: slide 1 (text), when: 'cuont' is undefined"),
        ("- kind: text\n  title: A\n  section: '{{ no }}'", "5:14: slide 1 (text), section: 'no' is undefined"),
        (
            "- kind: decision\n  title: A\n  tiles:\n    - label: L\n      value: '{{ no }}'",
            "7:16: slide 1 (decision), tiles.0.value: 'no' is undefined",
        ),
    ],
)
def test_a_fault_in_a_text_names_line_and_slide(slides: str, message: str, desk: Desk) -> None:
    assert fault(desk, slides) == f"layouts/mine/layout.yaml:{message}; mend the Jinja2 text there"


def test_a_fault_in_the_title_of_the_layout_names_its_line(desk: Desk) -> None:
    assert fault(desk, "- {kind: text, title: A}", head="title: '{{ no }}'\n") == (
        "layouts/mine/layout.yaml:1:8: layout 'mine', title: 'no' is undefined; mend the Jinja2 text there"
    )


def test_a_fault_in_the_words_names_their_file(desk: Desk) -> None:
    desk.write("layouts/words.yaml", "audience: '{{ nobody }}'\n")
    assert fault(desk, "- {kind: text, title: A}").startswith(
        "layouts/words.yaml:1:11: audience: 'nobody' is undefined"
    )


def test_a_word_that_is_missing_is_told_by_its_key(desk: Desk) -> None:
    desk.write("layouts/words.yaml", "and: und\n")
    assert (
        fault(desk, "- {kind: text, title: A}")
        == "layouts/words.yaml: the word 'audience' is missing; add a line 'audience: …'"
    )


def test_a_word_for_slides_that_go_on_holds_the_two_numbers_only(desk: Desk, library: Library) -> None:
    text = Path(library.words().document.path).read_text(encoding="utf-8")
    desk.write("layouts/words.yaml", text.replace('"({n}/{of})"', '"({number})"'))
    assert "the word 'continued' has a placeholder that cannot be filled; it may hold {n}, {of}" in fault(
        desk, "- {kind: text, title: A}"
    )


def test_a_layout_of_which_nothing_is_left_is_told_instead_of_an_empty_deck(desk: Desk) -> None:
    assert fault(desk, "- {kind: text, title: A, when: count > 1}") == (
        "layouts/mine/layout.yaml: no slide of the layout 'mine' is left for the CFO; "
        "look at its 'when' conditions, and at what the personas lack"
    )


BARE = """
- {kind: text, title: A}
- {kind: answers, for-each: persona}
- {kind: kpis, for-each: persona}
- {kind: ask, title: B}
"""


def test_a_persona_without_answers_kpis_and_ask_gives_notices_and_no_slides(desk: Desk) -> None:
    desk.persona("bare", "primary-goal: Peace")
    made = desk.brief(BARE, "bare")
    assert [slide.kind for slide in made.slides()] == ["text", "ask"]
    assert [notice.message for notice in made.notices] == [
        "The persona 'The bare' has no ask of its own; its briefing ends with what is asked of all. "
        "Add 'ask' to personas/bare.yaml.",
        "The answers slide of the The bare was left out: the persona has no 'answers' for its frustrations.",
        "The KPI slide of the The bare was left out: none of its key metrics is in the KPI catalogue.",
    ]


def test_a_persona_without_a_goal_gives_a_notice_and_a_slide(desk: Desk) -> None:
    desk.persona("aimless", "objectives: [Rest]\nask: {decision: Wait}")
    made = desk.brief("- {kind: persona-profile, for-each: persona}", "aimless")
    assert [slide.title for slide in made.slides()] == ["This is what matters to the The aimless"]
    assert [notice.message for notice in made.notices] == [
        "The persona 'The aimless' has no primary goal; its profile slide goes without one. "
        "Add 'primary-goal' to personas/aimless.yaml."
    ]


def test_every_kind_says_what_it_takes_and_takes_no_common_key_itself() -> None:
    for name, kind in KINDS.items():
        assert isinstance(kind.takes, frozenset), name
        assert not kind.takes & COMMON_KEYS, name


def test_built_in_layouts_ask_for_kinds_that_there_are_and_never_for_the_free_ones(library: Library) -> None:
    used = {spec.kind for layout in library.layouts() for spec in layout.slides}
    assert used <= set(KINDS) - {"statement", "text"}


@pytest.mark.parametrize("layout", ["pitch", "exec-brief", "one-pager"])
@pytest.mark.parametrize("for_", [*PEOPLE, "cfo,cto"])
def test_built_in_briefings_need_no_notice(for_: str, layout: str, brief: Brief) -> None:
    assert brief(for_, layout).notices == ()


@pytest.mark.parametrize("layout", ["pitch", "exec-brief", "one-pager"])
@pytest.mark.parametrize("for_", [*PEOPLE, "cfo,cto", "executives", "all"])
def test_slides_of_built_in_briefings_have_unique_titles_and_something_to_say(
    for_: str, layout: str, brief: Brief
) -> None:
    slides = list(brief(for_, layout).slides())
    assert len({slide.title for slide in slides}) == len(slides)
    assert all(slide.notes for slide in slides)


def test_without_facts_the_brief_is_three_slides_and_nothing_else(brief: Brief) -> None:
    assert len(list(brief("cfo,cto", "exec-brief").slides())) == 3
    assert len(list(brief("cfo,cto", "one-pager").slides())) == 2
