from __future__ import annotations

import pytest

from briefing.bill.sample.request import between, scattered, split


@pytest.mark.parametrize(("total", "weights"), [(10, [1, 1, 1]), (0, [3, 4]), (7, [0, 5, 0]), (1, [1] * 9)])
def test_parts_add_up_and_follow_their_weights(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


def test_numbers_are_the_same_on_every_machine() -> None:
    assert scattered(0) == 0xE220A8397B1DCDAF  # the first number of splitmix64 for the seed 0, as published
    assert scattered(7, 1) == 4414019431610648415


def test_numbers_stay_between_their_limits_and_reach_them() -> None:
    assert {between(3, 5, 7, key) for key in range(100)} == {3, 4, 5}
