"""Texts with facts in them: what the language adds, and what a fault in a template is told as."""

from __future__ import annotations

import pytest

from briefing.compose.wording import Wording, and_list, filled, in_words, sentence_case, without_stop
from briefing.errors import ContentError, Where
from briefing.library.library import Library
from briefing.library.words import Words

HERE = Where("layouts/mine/layout.yaml", 7, 12)


@pytest.fixture
def words(library: Library) -> Words:
    return library.words()


@pytest.fixture
def wording(words: Words) -> Wording:
    return Wording(words)


def fault(wording: Wording, source: str, **facts: object) -> str:
    with pytest.raises(ContentError) as raised:
        wording.render(source, facts, HERE, "slide 3 (text), title")
    return str(raised.value)


SPELLED = [(0, "no"), (1, "one"), (12, "twelve"), (13, "thirteen"), (21, "21"), (-1, "-1")]


@pytest.mark.parametrize(("number", "spelled"), SPELLED)
def test_counts_are_spelled_as_far_as_the_language_lists_words(number: int, spelled: str, words: Words) -> None:
    assert in_words(number, words) == spelled


@pytest.mark.parametrize(
    ("items", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_are_joined_as_a_sentence_does_it(items: list[str], joined: str, words: Words) -> None:
    assert and_list(items, words) == joined


def test_sentence_case_leaves_abbreviations_alone() -> None:
    assert sentence_case("the CFO and the CTO") == "The CFO and the CTO"
    assert sentence_case("") == ""


def test_only_a_full_stop_at_the_end_is_taken_away() -> None:
    assert without_stop("Spend 1.5 times less. \n") == "Spend 1.5 times less"
    assert without_stop("Really?") == "Really?"


def test_filters_stand_in_the_sandbox(wording: Wording) -> None:
    source = "{{ n | in_words | sentence_case }} of {{ names | and_list }}: {{ 'Stop.' | without_stop }}"
    assert wording.render(source, {"n": 3, "names": ("a", "b")}, HERE, "x") == "Three of a and b: Stop"


def test_text_without_a_template_is_only_stripped(wording: Wording) -> None:
    assert wording.render("  50 % {of} it\n", {}, HERE, "x") == "50 % {of} it"


def test_facts_are_never_read_as_templates(wording: Wording) -> None:
    assert wording.render("For {{ name }}", {"name": "{{ 1 / 0 }}"}, HERE, "x") == "For {{ 1 / 0 }}"


def test_a_missing_name_is_an_error_and_never_an_empty_string(wording: Wording) -> None:
    assert fault(wording, "For {{ naem }}") == (
        "layouts/mine/layout.yaml:7:12: slide 3 (text), title: 'naem' is undefined; mend the Jinja2 text there"
    )


def test_a_syntax_error_is_one_sentence(wording: Wording) -> None:
    assert fault(wording, "For {{ name") == (
        "layouts/mine/layout.yaml:7:12: slide 3 (text), title: "
        "unexpected end of template, expected 'end of print statement'; mend the Jinja2 text there"
    )


def test_a_syntax_error_in_a_block_scalar_points_at_its_own_line(wording: Wording) -> None:
    assert fault(wording, "first\nsecond\n{% if %}\n").startswith(
        "layouts/mine/layout.yaml:10:1: slide 3 (text), title: "
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe"),
        ("{{ '{0.__class__}'.format(1) }}", "access to attribute 'format' of 'str' object is unsafe"),
        ("{{ things.append(1) }}", "access to attribute 'append' of 'list' object is unsafe"),
        ("{{ range(1000000) }}", "the range has 1,000,000 numbers, and may have 10,000"),
    ],
)
def test_what_leaves_the_sandbox_is_refused(source: str, said: str, wording: Wording) -> None:
    assert fault(wording, source, things=[1]) == f"{HERE}: slide 3 (text), title: {said}; mend the Jinja2 text there"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ 1 + 'a' }}", "unsupported operand type(s) for +: 'int' and 'str'"),
        ("{{ 1 | money }}", "No filter named 'money'"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "the text is nested too deep, or calls itself"),
        ("{{ where.column.nothing.more }}", "'int object' has no attribute 'nothing'"),
        ("{{ where.nothing }}", "'Where' has no attribute 'nothing'"),
    ],
)
def test_faults_while_rendering_are_sentences_too(source: str, said: str, wording: Wording) -> None:
    assert f"title: {said}" in fault(wording, source, where=HERE)


def test_conditions_are_expressions(wording: Wording) -> None:
    assert wording.holds("count > 1", {"count": 2}, HERE, "x")
    assert not wording.holds("count > 1", {"count": 1}, HERE, "x")


@pytest.mark.parametrize(
    ("when", "said"), [("cuont > 1", "'cuont' is undefined"), ("count >", "unexpected 'end of template'")]
)
def test_a_fault_in_a_condition_is_one_sentence(when: str, said: str, wording: Wording) -> None:
    with pytest.raises(ContentError) as raised:
        wording.holds(when, {"count": 1}, HERE, "slide 2 (raci), when")
    assert str(raised.value) == f"{HERE}: slide 2 (raci), when: {said}; mend the Jinja2 text there"


def test_placeholders_of_words_are_filled(words: Words) -> None:
    assert filled("continued", words, n=2, of=3) == "(2/3)"


def test_a_placeholder_without_a_value_names_those_that_there_are(words: Words) -> None:
    with pytest.raises(
        ContentError, match=r"the word 'date' has a placeholder that cannot be filled; it may hold \{n\}, \{of\}"
    ):
        filled("date", words, n=1, of=2)
