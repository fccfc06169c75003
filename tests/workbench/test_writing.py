"""A file that people wrote is changed, and not written anew: comments, order and spelling stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.documents.yamlfile import parse_yaml
from briefing.workbench.writing import with_changes

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "examples").glob("*/org.yaml"))
OWN = """# Ours.
name: Tiny   # as on the door

spend:
    current-monthly: 52_000 # a month
    strange: yes
savings:
- name: One
  base: 3%
# about the second
- name: 'Two'   # quoted
  base: 4%
last: 2026-03-31
"""


def changed(text: str, *path: str | int, value: object) -> str:
    return with_changes(text, {path: value})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_a_file_that_is_not_changed_stays_byte_for_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert with_changes(text, {}) == text


def test_only_the_line_of_the_field_changes() -> None:
    made = changed(OWN, "spend", "current-monthly", value="60_000")
    assert made == OWN.replace("52_000", "60_000")


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "~",
        "null",
        "1e3",
        "0123",
        "2026-03-31",
        "a: b",
        "- x",
        "#5",
        "'",
        '"',
        "two\nlines",
        "{x}",
        "100 %",
        "? q",
    ],
)
def test_a_text_is_read_as_it_was_typed(value: str) -> None:
    made = parse_yaml(changed(OWN, "name", value=value), "org.yaml").value
    assert made["name"] == value  # type: ignore[index]


def test_a_text_in_a_list_between_brackets_is_read_as_it_was_typed() -> None:
    made = changed("confidential: [spend.ai]\n", "confidential", value=["? q", "a, b", "x: y"])
    assert parse_yaml(made, "org.yaml").value == {"confidential": ["? q", "a, b", "x: y"]}


def test_comments_stay_whatever_goes() -> None:
    made = changed(OWN, "savings", 0, value=None)
    assert {*re.findall(r"#.*", OWN)} == {*re.findall(r"#.*", made)}
    found = parse_yaml(made, "org.yaml").value
    assert [each["name"] for each in found["savings"]] == ["Two"]  # type: ignore[index]


def test_several_entries_go_at_once() -> None:
    made = with_changes(OWN, {("savings", 0): None, ("savings", 1): None})
    assert parse_yaml(made, "org.yaml").value["savings"] == []  # type: ignore[index]


def test_an_emptied_field_keeps_its_comment_and_means_nothing() -> None:
    made = changed(OWN, "spend", "current-monthly", value=None)
    assert "current-monthly: # a month" in re.sub(" +", " ", made)
    assert parse_yaml(made, "org.yaml").value["spend"]["current-monthly"] is None  # type: ignore[index]


@pytest.mark.parametrize("text", ["", "# only words\n# name:\n", "name:\n"])
def test_an_empty_file_gets_its_first_fact_below_its_comments(text: str) -> None:
    made = changed(text, "team", "members", 0, value={"name": "Sam"})
    assert made.startswith(text)
    assert parse_yaml(made, "org.yaml").value["team"] == {"members": [{"name": "Sam"}]}  # type: ignore[index]


def test_an_entry_keeps_the_comments_of_the_fields_that_stay() -> None:
    made = changed(OWN, "savings", 1, value={"name": "Two", "base": "5%", "owner": "Sam"})
    assert "# quoted\n  base: 5%\n  owner: Sam\nlast: 2026-03-31\n" in made
    assert "# about the second" in made


def test_line_ends_of_windows_and_a_byte_order_mark_stay() -> None:
    made = changed("\ufeff" + OWN.replace("\n", "\r\n"), "name", value="Other")
    assert made.startswith("\ufeff# Ours.\r\n")
    assert "\n" not in made.replace("\r\n", "")
