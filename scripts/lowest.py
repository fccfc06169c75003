"""Prints the lowest releases that `pyproject.toml` names, as constraints for pip: those of `make test-oldest`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
LOWEST = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?>=([0-9][0-9.]*)")


def lowest(project: Path = PROJECT) -> Iterator[str]:
    """`name==version` for each requirement, of the project and its extras, that has a lower bound.

    Not for packages of types, whose releases are named after days: no program runs them.
    """
    told = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    extras = (each for extra in told["optional-dependencies"].values() for each in extra)
    found = (LOWEST.match(each) for each in (*told["dependencies"], *extras))
    yield from dict.fromkeys(
        f"{match[1]}=={match[2]}" for match in found if match and not match[1].startswith("types-")
    )


if __name__ == "__main__":
    print("\n".join(lowest()))
