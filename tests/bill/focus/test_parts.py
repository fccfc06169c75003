"""Jumps of services from one complete month to the next: what is one, which are told, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from briefing.bill.bill import ZERO, Anomaly, Part
from briefing.bill.focus.coverage import History
from briefing.bill.focus.parts import Tally, anomalies, movers, names_apart, shortened
from briefing.bill.focus.raw_values import number_of

FIRST = number_of(date(2026, 1, 1))


def found(*costs: Mapping[str, int | str], told: int = 0) -> tuple[Anomaly, ...]:
    """The jumps in months with these costs by service; `told` is the first of them that is complete."""
    rows: list[dict[str, Any]] = [
        {"charge_month": date(2026, month + 1, 1), "provider": "P", "name": name, "effective": Decimal(cost)}
        for month, by_service in enumerate(costs)
        for name, cost in by_service.items()
    ]
    complete = range(FIRST + told, FIRST + len(costs))
    return anomalies(rows, History(tuple(complete), frozenset(complete), complete, complete))


@pytest.mark.parametrize(
    ("after", "told"), [("130", False), ("130.01", True), ("131", True), ("100", False), ("50", False)]
)
def test_a_jump_is_more_than_three_tenths_of_the_month_before(after: str, told: bool) -> None:
    jumps = found({"A": 100, "B": 10}, {"A": after, "B": 10})
    assert [(each.service, each.before, each.after, each.new) for each in jumps] == (
        [("A", Decimal(100), Decimal(after), False)] if told else []
    )


@pytest.mark.parametrize(("other", "told"), [(980, False), (979, True)])
def test_a_jump_is_more_than_a_hundredth_of_its_month(other: int, told: bool) -> None:
    assert bool(found({"A": 10, "B": other}, {"A": 20, "B": other})) is told


def test_ten_jumps_are_told_the_largest_first() -> None:
    before = {f"S{n:02}": 100 for n in range(12)}
    jumps = found(before, {name: 200 + n for n, name in enumerate(before)})
    assert [each.service for each in jumps] == [f"S{n:02}" for n in range(11, 1, -1)]
    assert {each.month for each in jumps} == {"2026-02"}


def test_what_was_not_there_before_is_new_and_what_came_back_is_not() -> None:
    jumps = found({"A": 10, "B": 50}, {"A": 10}, {"A": 10, "B": 50, "C": 40})
    assert [(each.service, each.before, each.new) for each in jumps] == [("B", ZERO, False), ("C", ZERO, True)]


def test_a_month_after_one_that_is_not_complete_is_held_against_nothing() -> None:
    assert found({"A": 10}, {"A": 100}, {"A": 100}, told=1) == ()
    assert len(found({"A": 10}, {"A": 100}, {"A": 100})) == 1


def parts_of(count: int) -> tuple[Part, ...]:
    return tuple(Part(name=f"P{n:02}", effective=Decimal(100 - n), recent=Decimal(n)) for n in range(count))


def test_a_list_is_as_long_as_it_may_be_and_the_rest_is_one_part() -> None:
    assert shortened(parts_of(20)) == parts_of(20)
    *first, rest = shortened(parts_of(20 + 2))
    assert tuple(first) == parts_of(20)
    whole = sum(100 - n for n in (20, 20 + 1))
    assert (rest.name, rest.others) == ("", 2)
    assert (rest.effective, rest.recent) == (Decimal(whole), Decimal(2 * 20 + 1))


def test_movers_are_those_that_changed_most_up_or_down() -> None:
    changes = [(0, 5), (9, 0), (3, 3), *((n, 0) for n in range(10, 30))]
    services = [Part(name=str(n), recent=Decimal(a), earlier=Decimal(b)) for n, (a, b) in enumerate(changes)]
    found = movers(services)
    sizes = [abs(each.recent - each.earlier) for each in found]
    assert sizes == sorted(sizes, reverse=True)
    assert len(found) == 8
    assert sizes[0] == 29


def test_a_tally_adds_up_by_provider_and_name() -> None:
    tally = Tally()
    assert tally.total() is None
    for provider, name, cost in (("P", "A", 1), ("P", "A", 2), ("Q", "A", 5), (None, None, 4)):
        tally.add(provider, name, [Decimal(cost), Decimal(0), Decimal(1)])
    assert [(each.provider, each.name, each.effective) for each in tally.parts()] == [
        ("Q", "A", Decimal(5)),
        ("", "", Decimal(4)),
        ("P", "A", Decimal(3)),
    ]
    whole = tally.total()
    assert whole
    assert (whole.effective, whole.recent, whole.earlier) == (Decimal(12), Decimal(0), Decimal(4))


@pytest.mark.parametrize(
    ("accounts", "names"),
    [
        ([("Shop", "1", "P"), ("Mill", "2", "P")], ["Shop", "Mill"]),
        ([("Shop", "1", "P"), ("Shop", "2", "P")], ["Shop (1)", "Shop (2)"]),
        ([("Shop", "1", "P"), ("Shop", "1", "P")], ["Shop", "Shop"]),
        ([("Shop", "1", "P"), ("Shop", "1", "Q")], ["Shop", "Shop"]),
        ([("Shop", "", "P"), ("Shop", "", "Q")], ["Shop (P)", "Shop (Q)"]),
        ([("Shop", "Shop", "P"), ("Shop", "2", "Q")], ["Shop (P)", "Shop (2)"]),
        ([("", "1", "P")], [""]),
    ],
)
def test_sub_accounts_of_one_name_are_told_apart(accounts: list[tuple[str, str, str]], names: list[str]) -> None:
    assert names_apart([dict(zip(("name", "kind", "provider"), each, strict=True)) for each in accounts]) == names
