"""`deck` runs a test on every deck; `decks` gives a test all of them."""

from __future__ import annotations

import pytest

from decks.cases import CASES, QUICK, Made, all_made, made

# The quick ones first: of a module that is `sampled`, the first of all is what the quick run makes.
ORDER = sorted(CASES, key=lambda case: case not in QUICK)
EACH = [pytest.param(case, id=case.name, marks=() if case in QUICK else pytest.mark.slow) for case in ORDER]


@pytest.fixture(params=EACH)
def deck(request: pytest.FixtureRequest) -> Made:
    """One deck after the other."""
    return made(request.param)


@pytest.fixture(scope="session")
def decks() -> tuple[Made, ...]:
    """All decks, in place."""
    return tuple(all_made())
