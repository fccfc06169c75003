"""The public Python API, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import briefing
from briefing.model import Briefing


def test_briefing_can_be_had_from_the_package() -> None:
    assert briefing.Briefing is Briefing


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'briefing' has no attribute 'nothing'"):
        briefing.nothing  # noqa: B018


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    assert briefing.__version__ == project["project"]["version"]


def test_importing_the_package_imports_none_of_its_modules() -> None:
    code = (
        "import sys; from briefing import make; print([each for each in sys.modules if each.startswith('briefing.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
