"""Whole numbers split by weights without losing one, and numbers that look random and are the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

_MASK = (1 << 64) - 1


def split(total: int, weights: Sequence[int]) -> list[int]:
    """The total in parts about as large as the weights; the parts add up to it. The weights are not all nothing."""
    whole = sum(weights)
    ends = [total * end // whole for end in accumulate(weights)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def scattered(*keys: int) -> int:
    """A number of 64 bits that follows from the keys: splitmix64 (Steele, Lea, Flood 2014), once for each key."""
    state = 0
    for key in keys:
        state = (state ^ key) + 0x9E3779B97F4A7C15 & _MASK
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ state >> 27) * 0x94D049BB133111EB & _MASK
        state ^= state >> 31
    return state


def between(low: int, high: int, *keys: int) -> int:
    """A number from low to high, both of them possible, that follows from the keys."""
    return low + scattered(*keys) % (high - low + 1)
