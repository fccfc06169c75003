"""Common ground is found by comparing ids, whatever the words."""

from __future__ import annotations

from briefing.compose.cast import common_ground
from briefing.library.catalogues import KPI
from briefing.library.library import Library
from briefing.library.persona import Entry, Frustration, Persona


def persona(identifier: str, *, objectives: str = "", frustrations: str = "", metrics: str = "") -> Persona:
    def entries(ids: str) -> tuple[Entry, ...]:
        return tuple(Entry(item=f"{each} as {identifier} says it", id=each) for each in ids.split())

    return Persona(
        name=identifier.upper(),
        identifier=identifier,
        objectives=entries(objectives),
        frustrations=tuple(Frustration(item=each.item, id=each.id) for each in entries(frustrations)),
        key_metrics=entries(metrics),
    )


CATALOGUE = {"unit-cost": KPI(id="unit-cost", name="Unit cost")}


def test_what_two_have_is_shared_in_the_words_of_the_first() -> None:
    found = common_ground([persona("a", objectives="grow save"), persona("b", objectives="save")], {})
    assert [(item.list, item.id, item.text, item.holders) for item in found.shared] == [
        ("objectives", "save", "save as a says it", ("a", "b"))
    ]


def test_the_same_id_in_two_lists_is_not_shared() -> None:
    found = common_ground([persona("a", objectives="cost"), persona("b", frustrations="cost")], {})
    assert found.shared == ()


def test_what_most_people_share_comes_first_and_else_the_order_of_lists() -> None:
    everyone = [
        persona("a", objectives="one", frustrations="two three"),
        persona("b", objectives="one", frustrations="two three"),
        persona("c", frustrations="three"),
    ]
    assert [item.id for item in common_ground(everyone, {}).shared] == ["three", "one", "two"]


def test_what_one_has_alone_is_listed_under_each() -> None:
    found = common_ground([persona("a", objectives="one two"), persona("b", objectives="two"), persona("c")], {})
    assert {key: [item.id for item in items] for key, items in found.alone.items()} == {"a": ["one"], "b": [], "c": []}


def test_everyone_means_every_persona() -> None:
    found = common_ground(
        [persona("a", objectives="x y"), persona("b", objectives="x y"), persona("c", objectives="y")], {}
    )
    assert [item.id for item in found.everyone] == ["y"]


def test_a_metric_has_the_name_of_the_catalogue_or_the_persona_s_own() -> None:
    both = [persona(each, metrics="unit-cost other") for each in ("a", "b")]
    assert [item.text for item in common_ground(both, CATALOGUE).of("key_metrics")] == [
        "Unit cost",
        "other as a says it",
    ]


def test_the_built_in_cfo_and_cto_share_something_and_each_has_something_alone(library: Library) -> None:
    found = common_ground(library.select(["cfo,cto"]), library.kpis())
    assert found.shared
    assert all(found.alone.values())
