"""What YAML reads otherwise than it was meant is said with its line, and comments are left in peace."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from briefing.documents.yamlfile import parse_yaml, read_yaml
from briefing.errors import ContentError, hear, listening
from briefing.library.library import builtin_folder


def cautions(text: str) -> list[str]:
    return [f"{each.where}: {each.message}" for each in parse_yaml(text, "a.yaml", fold=True).cautions]


def test_a_text_that_ends_at_a_hash_is_told_with_its_line_and_what_is_lost() -> None:
    (found,) = parse_yaml("a: 1\ntext: Ticket #4711 cost us a weekend\n", "a.yaml").cautions
    assert str(found) == (
        "a.yaml:2:14: the text ends at 'Ticket', for '#' after a space begins a comment: "
        "'#4711 cost us a weekend' is left out; put the whole text in quotes, or write '# ' before a comment"
    )


@pytest.mark.parametrize(
    "text",
    [
        "a: #1 priority is cost",
        "- Mend #7",
        "- #first thing first",
        "a: Ticket # 4711 cost us",
        "a: We mended\n   #4711 in May\n",
        "a: two lines\n  of text #9\n",
        "color: #FF0000",
        "a: Our #finops team decides",
    ],
)
def test_members_of_the_kind(text: str) -> None:
    assert len(cautions(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a: text # a comment",
        "a: 400000 #excl. VAT",
        "a: 18% #guess",
        "a: 2026-03-31 #end of quarter",
        "a: cfo #the boss",
        "a: #todo",
        "# 4711\na: b\n#a: c\n",
        'a: "Ticket #4711"',
        "a: |\n  Ticket #4711\n",
        "a: C#7",
        "a: b\n#4711\n",
    ],
)
def test_comments_are_left_in_peace(text: str) -> None:
    assert cautions(text) == []


def test_typographic_quotes_around_a_text_are_left_out_and_said() -> None:
    document = parse_yaml("name: “Nordwind”\nb: It’s “so”\nc: '“kept”'\n", "a.yaml")
    assert document.value == {"name": "Nordwind", "b": "It’s “so”", "c": "“kept”"}
    assert [each.message for each in document.cautions] == ["the typographic quotes around “Nordwind” are left out"]


@pytest.mark.parametrize("text", ["„Nord“", "«Nord»", "‘Nord’", "”Nord”", "“Nord’s”"])
def test_quotes_of_other_countries(text: str) -> None:
    assert str(parse_yaml(f"a: {text}", "a.yaml").value).startswith("{'a': ")
    assert text[0] not in str(parse_yaml(f"- {text}", "a.yaml").value)


@pytest.mark.parametrize("text", ["{where: Oslo, October 2026}", "- {a: 1, b}", "x: {name: Meier, Anna}"])
def test_a_text_with_a_comma_in_braces_is_to_be_quoted(text: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_yaml(text, "a.yaml")
    assert "stands after a comma in '{…}', where a new name begins, and has no value; put the text in quotes" in str(
        caught.value
    )


def test_an_empty_value_in_braces_is_no_stray_name() -> None:
    assert parse_yaml('{a: , b: ~, "c": 1, "d":2}', "a.yaml").value == {"a": None, "b": None, "c": "1", "d": "2"}


def test_who_listens_hears_each_caution_once_and_a_failure_hands_them_on() -> None:
    problem = parse_yaml("a: Ticket #1", "a.yaml").cautions[0]
    with listening() as outside:
        with suppress(ValueError), listening() as inside:
            hear([problem, problem])
            raise ValueError
        assert list(inside) == [problem]
    assert list(outside) == [problem]


def test_nothing_of_ours_is_cut() -> None:
    for folder in ("personas", "layouts", "examples"):
        for path in (builtin_folder() / folder).rglob("*.yaml"):
            assert read_yaml(path).cautions == (), path


def test_a_run_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.choices import Choices
    from briefing.pipeline import make

    monkeypatch.chdir(tmp_path)
    Path("org.yaml").write_text("currency: EUR\npain-points:\n  - text: Ticket #4711 cost us a weekend\n")
    notices = make(("cfo",), Choices(formats=("md",), organisation="org.yaml")).notices
    assert any(each.message.startswith("org.yaml:3:18: the text ends at 'Ticket'") for each in notices)


@pytest.mark.parametrize("text", ["a: “Nord: wind”", "a: “Nord” - b: c", "- “a: b: c”"])
def test_what_typographic_quotes_break_is_told_as_such(text: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_yaml(text, "a.yaml")
    assert str(caught.value).endswith(
        'typographic quotes are no quotes of YAML; put straight ones around the text: "…"'
    )
