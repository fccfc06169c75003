"""What is taken for a required key, in tags of every form."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest

from bill.focus.charges import charge, read
from briefing.bill.bill import Billing
from briefing.bill.focus.tags import tag_key

pytestmark = pytest.mark.sampled

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
        ('{"Owner": "x"}', False),
        ('{"OWNER": "x"}', False),
        ('{"user_owner": "x"}', False),
        ('{"user:Owner": "x"}', False),
        ('{"resource_tags/user:owner": "x"}', False),
        ('{"user_owner": ""}', True),
        ('{"aws:user:owner": "x"}', True),
        ('{"aws_owner": "x"}', True),
        ('{"superuser_owner": "x"}', True),
        ('[{"key": "Owner", "value": "x"}]', False),
        ('[{"key": "env", "value": "p"}, {"key": "owner", "value": "x"}]', False),
        ('[{"key": "owner", "value": ""}, {"key": "env", "value": "x"}]', True),
        ('[{"key": "env", "value": "owner"}]', True),
        ("owner=x", False),
        ("env=prod; Owner=x", False),
        ("env:prod,owner:x", False),
        ("key:env value:p; key:owner value:x", False),
        ("owner=;env=prod", True),
        ("env=owner", True),
        ('["env:p", "owner:x"]', False),
        ('["owner=x"]', False),
        ('["env:owner"]', True),
        ('["note: owner:x"]', True),
        ("{'env': 'prod', 'owner': 'x'}", False),
        ("[('owner', 'x')]", False),
        ("{'env': 'owner'}", True),
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


@pytest.mark.slow
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
        ("team=Shop;aws:x=y", False),
        ("team:Shop,owner:x", False),
        ("aws:createdBy=x", True),
        ("aws:createdBy:x", True),
        ('{"resourceTags/user:team": "Shop"}', False),
        ('["team:Shop"]', False),
        ('["aws:createdBy:x"]', True),
        ("[]", True),
        ("{}", True),
        (None, True),
    ],
)
def test_without_required_keys_any_key_of_ones_own_counts(tags: str | None, is_missing: bool) -> None:
    assert missing(tags, Billing()) == int(is_missing)


SPELT = Billing(required_tags=("cost-center",), tag_aliases={"Cost-Center": ("KST", "Finance.Kostenträger")})


@pytest.mark.parametrize(
    ("key", "is_missing"),
    [
        ("CostCenter", False),
        ("cost_center", False),
        ("user_cost_center", False),
        ("COST CENTER", False),
        ("kst", False),
        ("finance.kostenträger", False),
        ("costcentre", True),
        ("aws:cost-center", True),
        ("cost-center-2", True),
    ],
)
@pytest.mark.parametrize("form", ["json", "map", "pairs", "texts", "struct"])
def test_a_key_is_found_however_it_is_spelt(form: str, key: str, is_missing: bool) -> None:
    kinds: dict[str, tuple[Any, pa.DataType]] = {
        "json": (json.dumps({key: "42"}), pa.string()),
        "map": ([(key, "42")], MAP),
        "pairs": ([{"key": key, "value": "42"}], LIST),
        "texts": ([f"{key}=42"], TEXTS),
        "struct": ({key: "42"}, pa.struct([(key, pa.string())])),
    }
    assert missing(*[kinds[form][0], SPELT, kinds[form][1]]) == int(is_missing)


@pytest.mark.parametrize(
    ("tags", "kind", "value"),
    [
        ('{"Owner": "team a"}', pa.string(), "team a"),
        ('{"owner": 7, "x": 1}', pa.string(), "7"),
        ('{"owner": null}', pa.string(), None),
        ('{"owner": {"name": "a"}}', pa.string(), None),
        ('{"owner": "", "Owner": "a"}', pa.string(), "a"),
        ('["env:p", "owner:a b"]', pa.string(), "a b"),
        (r'{"owner": "a, \"b\""}', pa.string(), r"a, \"b\""),
        ('[{"Key": "owner", "Value": "a"}]', pa.string(), "a"),
        ("env=prod;owner=a b", pa.string(), "a b"),
        ("{'x': 'y', 'owner': 'a'}", pa.string(), "a"),
        ("{}", pa.string(), None),
        (None, pa.string(), None),
        ([("Owner", ""), ("user_owner", " a ")], pa.map_(pa.string(), pa.string()), "a"),
        ([{"value": "a", "key": "owner"}], pa.list_(pa.struct([("value", pa.string()), ("key", pa.string())])), "a"),
        ([{"tag": "owner", "is": "a"}], pa.list_(pa.struct([("tag", pa.string()), ("is", pa.string())])), "a"),
        (["env=p", "owner: a"], pa.list_(pa.string()), "a"),
        (['{"owner": "a"}'], pa.list_(pa.string()), "a"),
        ([1, 2], pa.list_(pa.int64()), None),
        (7, pa.int64(), None),
    ],
)
def test_the_value_of_a_key(tags: Any, kind: pa.DataType, value: str | None) -> None:
    key = tag_key("owner", {})
    (found,) = read(charge(Tags=tags), Tags=kind, tags=(key,))
    assert found[key.column] == value


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tags", "is_missing"), [(["owner=a"], 0), (["aws:x=a"], 1), (["prod"], 0), ([], 1), (None, 1)]
)
def test_a_list_of_texts_has_keys_of_ones_own(tags: Any, is_missing: int) -> None:
    assert missing(tags, Billing(), TEXTS) == is_missing


def test_numbers_in_a_list_are_no_tags() -> None:
    assert missing([1, 2], OWNER, pa.list_(pa.int64())) == 1
    assert missing([1, 2], Billing(), pa.list_(pa.int64())) == 1


TEXTS = pa.list_(pa.string())
MAP = pa.map_(pa.string(), pa.string())
LIST = pa.list_(pa.struct([("key", pa.string()), ("value", pa.string())]))
STRUCT = pa.struct([("owner", pa.string()), ("aws:createdBy", pa.string())])


@pytest.mark.slow
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
@pytest.mark.sampled
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
