from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest

from briefing.documents.schema import Record, convert
from briefing.documents.yamlfile import read_yaml
from briefing.errors import ContentError


class Part(Record, frozen=True, kw_only=True):
    item: str
    id: str = ""


class Whole(Record, frozen=True, kw_only=True):
    name: str
    titles: tuple[str, ...] = ()
    parts: tuple[str | Part, ...] = ()
    better: Literal["higher", "lower", "target"] = "target"
    loop: Literal["", "persona"] = ""
    count: int = 0
    cost: Decimal = Decimal(0)
    on: bool = False
    one_part: Part | None = None
    texts: str | tuple[str, ...] = ()


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def converted(text: str) -> Whole:
    Path("a.yaml").write_text(text, encoding="utf-8")
    return convert(read_yaml("a.yaml"), Whole)


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        converted(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_sound_file_becomes_a_value_whose_texts_turn_into_what_the_type_asks() -> None:
    whole = converted("name: 007\ncount: 12\ncost: 1.50\non: true\none-part: {item: x}\nparts: [a, {item: b}]\n")
    assert whole == Whole(
        name="007", count=12, cost=Decimal("1.50"), on=True, one_part=Part(item="x"), parts=("a", Part(item="b"))
    )


def test_an_empty_field_stands_for_its_default() -> None:
    assert converted("name: x\ntitles:\ncount:\none-part:\n") == Whole(name="x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: x\nbettr: higher\n", "a.yaml:2:1: unknown field 'bettr'; did you mean 'better'?"),
        (
            "name: x\none-part: {item: a, zzz: b}\n",
            "a.yaml:2:21: unknown field 'zzz'; the fields are item, id",
        ),
        ("titles: [a]\n", "a.yaml:1:1: 'name' is missing; add a line 'name: …'"),
        ("name:\n", "a.yaml:1:6: 'name' is empty; write text"),
        ("name: x\ntitles: Boss\n", "a.yaml:2:9: 'titles' should be a list, not text; write it as '- …' lines"),
        (
            "name: x\ntitles:\n  - Boss\n  -\n",
            "a.yaml:4:4: entry 2 of 'titles' is empty; write it, or take the line away",
        ),
        (
            "name: x\ntitles:\n  - a: b\n",
            "a.yaml:3:5: entry 1 of 'titles' should be text, not a mapping; "
            "write one text without '- ', and put quotes around a text that holds ': '",
        ),
        ("name: x\nparts:\n  - itm: b\n", "a.yaml:3:5: unknown field 'itm'; did you mean 'item'?"),
        ("name: x\nparts:\n  - [b]\n", "a.yaml:3:5: entry 1 of 'parts' should be text or a mapping, not a list"),
        ("name: x\ntexts: {a: b}\n", "a.yaml:2:8: 'texts' should be text or a list, not a mapping"),
        ("name: x\nbetter: up\n", "a.yaml:2:9: 'better' should be higher, lower or target, not 'up'"),
        (
            "name: x\nbetter: lowr\n",
            "a.yaml:2:9: 'better' should be higher, lower or target, not 'lowr'; did you mean 'lower'?",
        ),
        ("name: x\nloop: kpi\n", "a.yaml:2:7: 'loop' should be persona, not 'kpi'"),
        ("name: x\ncount: many\n", "a.yaml:2:8: 'count' should be a whole number, not 'many'"),
        ("name: x\ncost: 1,5\n", "a.yaml:2:7: 'cost' should be a number, not '1,5'"),
        ("name: x\non: maybe\n", "a.yaml:2:5: 'on' should be true or false, not 'maybe'"),
        ("- a\n", "a.yaml:1:1: the file should be a mapping, not a list; write it as 'name: value' lines"),
        ("just text\n", "a.yaml:1:1: the file should be a mapping, not text; write it as 'name: value' lines"),
    ],
)
def test_a_problem_has_place_and_remedy(text: str, message: str) -> None:
    assert message in faults(text)


def test_an_unknown_field_with_no_name_near_it_is_told_the_fields() -> None:
    assert faults("name: x\nqqqq: y\n") == [
        "a.yaml:2:1: unknown field 'qqqq'; "
        "the fields are name, titles, parts, better, loop, count, cost, on, one-part, texts"
    ]


def test_every_problem_is_told_at_once_in_the_order_of_the_file() -> None:
    found = faults("titels: [a]\ncount: many\nparts:\n  - {id: x}\nbetter: up\n")
    assert [each.split(": ")[0] for each in found] == [
        "a.yaml:1:1",
        "a.yaml:1:1",
        "a.yaml:2:8",
        "a.yaml:4:5",
        "a.yaml:5:9",
    ]


def test_an_unknown_field_is_told_though_it_is_empty() -> None:
    assert faults("name: x\ntitels:\n") == ["a.yaml:2:1: unknown field 'titels'; did you mean 'titles'?"]
