"""The tested set of releases: names and versions alone, of everything that the project asks for, within its bounds."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = [each for each in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if each[:1] != "#"]
TESTED = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in LINES)}
NEEDED = [
    Requirement(each)
    for each in (
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["pdf"],
        *PROJECT["optional-dependencies"]["spend"],
        *PROJECT["optional-dependencies"]["dev"],
    )
]
NAMED = [each for each in NEEDED if each.name != PROJECT["name"]]


def test_the_tested_set_is_names_and_versions_and_nothing_else() -> None:
    assert [line for line in LINES if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []


@pytest.mark.parametrize("needed", NAMED, ids=lambda each: each.name)
def test_what_is_asked_for_is_in_the_tested_set_and_within_its_bounds(needed: Requirement) -> None:
    assert needed.specifier.contains(TESTED[canonicalize_name(needed.name)])


@pytest.mark.parametrize("needed", [Requirement(each) for each in PROJECT["dependencies"]], ids=lambda each: each.name)
def test_what_users_install_stops_before_a_release_that_may_break_it(needed: Requirement) -> None:
    assert {"<", ">="} <= {each.operator for each in needed.specifier}


def test_the_lowest_releases_are_those_that_the_project_names() -> None:
    told = subprocess.run([sys.executable, ROOT / "scripts" / "lowest.py"], capture_output=True, text=True, check=True)
    lowest = dict(line.split("==") for line in told.stdout.splitlines())
    assert {each.name for each in NAMED if not each.name.startswith("types-")} <= set(lowest)
    assert all(f">={lowest[each.name]}" in str(each.specifier) for each in NAMED if each.name in lowest)
