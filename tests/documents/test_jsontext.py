"""JSON means what JSON says, also where YAML would read it otherwise."""

from __future__ import annotations

import json

import pytest

from briefing.documents.yamlfile import parse_yaml
from briefing.errors import ContentError


@pytest.mark.parametrize(
    "text", ["😀 und 𝔘", "a/b\\c", 'say "so"', "tab\there", "\x7f\x85\u2028", "ผู้", "{a}: [b] # c", ""]
)
@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize("plain", [True, False])
def test_every_text_is_read_as_it_was_written(text: str, indent: int | str | None, plain: bool) -> None:
    written = json.dumps({"a": [text, {text or "b": text}]}, indent=indent, ensure_ascii=plain)
    assert parse_yaml(written, "a.yaml").value == {"a": [text, {text or "b": text}]}


def test_numbers_and_words_stay_texts_and_places_stay() -> None:
    document = parse_yaml('{"n": 1.50, "t": true,\n "z": null, "h": "\\ud83d\\ude00", "x": 9}', "a.json")
    assert document.value == {"n": "1.50", "t": "true", "z": None, "h": "😀", "x": "9"}
    assert document.where("z").line == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"a": 1,}',
            "a.json:1:9: this is no JSON (expecting property name enclosed in double quotes); mend it here or ",
        ),
        ('{"a":\n"\\ud83d"}', "a.json:2:1: the text holds half a character; write both \\u codes of it"),
        ("name: x", "a.json:1:1: this is no JSON (expecting value); mend it here or just before"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_yaml(text, "a.json")
    assert str(caught.value).startswith(expected)


def test_yaml_in_braces_is_still_yaml() -> None:
    assert parse_yaml("{a: b, c: [d]}", "a.yaml").value == {"a": "b", "c": ["d"]}
