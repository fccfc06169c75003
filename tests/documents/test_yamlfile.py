from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from briefing.documents.yamlfile import MAX_ENTRIES, decoded, read_yaml
from briefing.errors import ContentError, FactError


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(content: str | bytes, name: str = "a.yaml") -> Path:
    path = Path(name)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def fault(content: str | bytes) -> str:
    with pytest.raises(ContentError) as caught:
        read_yaml(written(content))
    return str(caught.value)


@pytest.mark.parametrize(
    "text", ["no", "on", "1e3", "0123", "2026-03-31", "0x1F", "1_000", "12:30:45", "1.50", ".inf", "True"]
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert read_yaml(written(f"a: {text}\n")).value == {"a": text}


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_an_empty_value_is_none(text: str) -> None:
    assert read_yaml(written(f"a: {text}\nb: ['{text}']\n")).value == {"a": None, "b": [text]}


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    document = read_yaml(written("\ufeffa: ü\r\nb:\r\n  - x\r\n".encode()))
    assert document.value == {"a": "ü", "b": ["x"]}
    assert str(document.where("b", 0)) == "a.yaml:3:5"


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-32", "utf-16-le"])
def test_a_second_byte_order_mark_is_no_part_of_the_text(coding: str) -> None:
    assert decoded("\ufeff\ufeffä: b\n".encode(coding), "a.yaml") == "ä: b\n"


def test_folding_makes_line_breaks_and_blanks_single_spaces_but_keeps_no_break_spaces() -> None:
    text = "a: |\n  one\n  two\n\n  three\nb: '  x  y '\nc: one\n\n  two\nd: \"1\u00a0000\"\n"
    assert read_yaml(written(text), fold=True).value == {
        "a": "one two three",
        "b": "x y",
        "c": "one two",
        "d": "1\u00a0000",
    }
    value = read_yaml(written(text)).value
    assert isinstance(value, dict)
    assert value["a"] == "one\ntwo\n\nthree\n"


def test_every_value_and_key_has_a_place() -> None:
    document = read_yaml(written("name: x\nslides:\n  - kind: a\n  - kind: b\n    title: 'T'\n"))
    assert str(document.where("slides", 1, "title")) == "a.yaml:5:12"
    assert str(document.where_key("slides", 1, "title")) == "a.yaml:5:5"
    assert str(document.where_key("slides", 1)) == "a.yaml:4:5"
    assert str(document.where()) == "a.yaml:1:1"


def test_a_path_that_leads_nowhere_has_the_place_of_what_is_around_it() -> None:
    document = read_yaml(written("name: x\nslides:\n  - kind: a\n"))
    assert str(document.where("slides", 0, "title", 3)) == "a.yaml:3:5"
    assert str(document.where("slides", 9)) == "a.yaml:3:3"


def test_a_file_below_the_current_folder_is_shown_relative_and_another_one_whole(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert read_yaml(written("a: b", "in/a.yaml").resolve()).file == "in/a.yaml"
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text("a: b")
    assert read_yaml(outside).file == outside.as_posix()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "a.yaml:1:1: the file is empty; write its content, or take the file away"),
        ("# only\n", "a.yaml:1:1: the file is empty; write its content, or take the file away"),
        (b"a: b\nc: d\xff\n", "a.yaml:2:5: the file is not UTF-8 text; save it with the encoding UTF-8"),
        (
            "a: b\nc: d: e\n",
            "a.yaml:2:5: a second ': ' in one text, or a wrong indentation; put quotes around the text",
        ),
        (
            "a:\n\t- b\n",
            "a.yaml:2:1: a text cannot start with this character; put quotes around the text; indent with spaces",
        ),
        ("a: 'b\nc: d\n", "a.yaml:1:4: the quotes that open here are never closed; close them, or leave them out"),
        (
            "a: b\n---\nc: d\n",
            "a.yaml:2:1: a second document starts here; leave out '---' and keep one document a file",
        ),
        (
            "a: *b\n",
            "a.yaml:1:4: '*' names an anchor that does not exist; put quotes around a text that starts with '*'",
        ),
        (
            "a: [1, 2\n",
            "a.yaml:1:4: the list that opens here with '[' is not closed; "
            "close it with ']' and put ',' between its entries",
        ),
        (
            "ü: b\na: x\x07\n",
            "a.yaml:2:5: the file holds a control character; remove it, or save the file as UTF-8 text",
        ),
        ("a: b\nc: d\na: e\n", "a.yaml:3:1: 'a' stands twice, first on line 1; join the two or take one away"),
        (
            "a: !!python/name:os.system x\n",
            "a.yaml:1:4: the tag '!!python/name:os.system' has no meaning here; leave it out",
        ),
        ("[a]: b\n", "a.yaml:1:1: a list or mapping stands where a name should be; write 'name: value'"),
    ],
)
def test_a_broken_file_is_told_with_place_and_remedy(content: str | bytes, message: str) -> None:
    assert fault(content) == message


def test_all_keys_that_stand_twice_are_told_at_once() -> None:
    assert fault("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n").count("stands twice") == 2


def test_a_file_that_is_too_large_is_refused() -> None:
    assert fault("a: " + "x" * 1_000_001) == "a.yaml: the file is larger than 1,000,000 bytes; divide it or shorten it"


@pytest.mark.parametrize("content", ["[" * 5000, "- " * 100_000, "{a: " * 5000, "a: &a [*a]\n"])
def test_deep_or_endless_nesting_is_refused(content: str) -> None:
    assert "values are nested more than 40 deep; write them flatter" in fault(content)


def test_aliases_cannot_multiply_without_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert f"the file holds more than {MAX_ENTRIES:,} values" in fault("\n".join(lines))


def test_too_many_entries_are_refused() -> None:
    assert f"the file holds more than {MAX_ENTRIES:,} values" in fault("a: [" + "x," * (MAX_ENTRIES + 1) + "]")


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(FactError, match=r"^none\.yaml: the file cannot be read \(no such file or directory\)"):
        read_yaml("none.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(
        FactError, match=r"^folder\.yaml: this is not a file but a folder or a device; put a file there$"
    ):
        read_yaml("folder.yaml")


def test_the_pure_parser_gives_the_same_values_places_and_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written("a: |\n  text\nb:\n  - 'x'\n  - {c: no, d: ~}\n")
    quick = read_yaml(path)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    pure = read_yaml(path)
    assert pure.value == quick.value
    assert pure.where("b", 1, "d") == quick.where("b", 1, "d")
    assert fault("a: b: c\n").startswith("a.yaml:1:5: a second ': ' in one text")
    assert fault("a: x\x07\n").startswith("a.yaml:1:5: the file holds a control character")
    assert "nested more than 40 deep" in fault("[" * 200)


@pytest.mark.parametrize(
    "text", ["a:\n  - {text: Ticket #4711 cost us a weekend, who: [cfo]}\n", "a: [One, Ticket #4711]\nb: 1\n"]
)
def test_a_comment_that_takes_the_bracket_which_closes_is_named(text: str) -> None:
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "#" in each)
    column = text.splitlines()[line - 1].index("#") + 1
    assert fault(text) == (
        f"a.yaml:{line}:{column}: '#' after a space begins a comment, which takes the rest of the line and the bracket "
        "that closes; put quotes around the text that holds the '#'"
    )
