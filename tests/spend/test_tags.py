"""What is taken for a required key, in tags of every form."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest

from briefing.library.bill import Billing
from spend.charges import charge, read

OWNER = Billing(required_tags=("owner",))
TWO = Billing(required_tags=("owner", "cost-center"))


def missing(tags: Any, billing: Billing = OWNER, kind: pa.DataType | None = None) -> int:
    (found,) = read(charge(Tags=tags), billing=billing, Tags=kind or pa.string())
    return int(found["missing"])


@pytest.mark.parametrize(
    ("tags", "is_missing"),
    [
        ('{"owner": "team-a"}', False),
        ('{"owner":"team-a"}', False),
        ('{ "env" : "prod" ,\n "owner" : "a" }', False),
        ('"owner": "team-a"', False),
        ('{"owner": true}', False),
        ('{"owner": 7}', False),
        (r'{"owner": "\"quoted\""}', False),
        ('{"owner": ""}', True),
        ('{"owner": "  "}', True),
        ('{"owner": null}', True),
        ('{"aws:owner": "x"}', True),
        ('{"owner2": "x", "xowner": "y"}', True),
        ('{"Owner": "x"}', True),
        ('{"note": "owner"}', True),
        (r'{"note": "\"owner\": \"x\""}', True),
        (r'{"note": "{\"owner\": \"x\"}"}', True),
        (r'{"note": ",\"owner\":\"x\""}', True),
        ("{}", True),
        ("", True),
        ("NULL", True),
        (None, True),
    ],
)
def test_a_required_key_in_tags_of_json_text(tags: str | None, is_missing: bool) -> None:
    assert missing(tags) == int(is_missing)


def test_which_of_several_keys_are_missing() -> None:
    tags = ['{"owner":"a","cost-center":"b"}', '{"owner":"a"}', '{"cost-center":"b"}', "{}"]
    assert [missing(each, TWO) for each in tags] == [0b00, 0b10, 0b01, 0b11]


@pytest.mark.parametrize("key", ["cost.center", "a+b", "Kostenstelle Süd", 'the "owner"', "c(1)"])
def test_keys_with_any_characters(key: str) -> None:
    billing = Billing(required_tags=(key,))
    assert missing(json.dumps({key: "x"}), billing) == 0
    assert missing(json.dumps({key: "x"}, ensure_ascii=False), billing) == 0
    assert missing(json.dumps({"costXcenter": "x"}), billing) == 1


@pytest.mark.parametrize(
    ("tags", "is_missing"),
    [
        ('{"owner": "team-a"}', False),
        ('{"aws:createdBy": "x", "env": ""}', False),
        ('{"aws:createdBy": "x"}', True),
        ('{"aws:createdBy": "a,", "aws:other": "b"}', True),
        ("{}", True),
        (None, True),
    ],
)
def test_without_required_keys_any_key_of_ones_own_counts(tags: str | None, is_missing: bool) -> None:
    assert missing(tags, Billing()) == int(is_missing)


MAP = pa.map_(pa.string(), pa.string())
LIST = pa.list_(pa.struct([("key", pa.string()), ("value", pa.string())]))
STRUCT = pa.struct([("owner", pa.string()), ("aws:createdBy", pa.string())])


@pytest.mark.parametrize(
    ("kind", "tagged", "others"),
    [
        (MAP, [("owner", "a")], ([("owner", "")], [("owner", None)], [("aws:owner", "a")], [], None)),
        (
            LIST,
            [{"key": "owner", "value": "a"}],
            ([{"key": "owner", "value": ""}], [{"key": "x", "value": "a"}], [], None),
        ),
        (STRUCT, {"owner": "a"}, ({"owner": ""}, {"owner": None}, {"aws:createdBy": "a"}, None)),
    ],
)
def test_tags_that_are_no_text(kind: pa.DataType, tagged: Any, others: Any) -> None:
    assert missing(tagged, OWNER, kind) == 0
    assert [missing(each, OWNER, kind) for each in others] == [1] * len(others)
    assert missing(tagged, Billing(), kind) == 0
    assert missing(None, Billing(), kind) == 1


def test_a_key_that_a_structure_does_not_have_is_missing() -> None:
    assert missing({"owner": "a"}, TWO, STRUCT) == 0b10


def test_without_a_column_of_tags_every_key_is_missing() -> None:
    cells = {name: cell for name, cell in charge().items() if name != "Tags"}
    (found,) = read(cells, billing=TWO)
    assert found["missing"] == 0b11
