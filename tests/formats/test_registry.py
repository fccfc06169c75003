"""The registry: formats by name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from briefing.cli.options import Formats
from briefing.errors import UsageError
from briefing.formats.registry import FORMATS, by_suffix, find_formats

ROOT = Path(__file__).parents[2]
KNOWN = ", ".join(FORMATS)


def test_names_are_found_in_any_case_and_once() -> None:
    assert [each.name for each in find_formats(["MD, pptx", "md"])] == ["md", "pptx"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["pptxx"], f"unknown format 'pptxx'; did you mean 'pptx'? formats are {KNOWN}, and all"),
        (["zzzz", "md"], f"unknown format 'zzzz'; formats are {KNOWN}, and all"),
        ([" "], f"no output format is given; give one or more of {KNOWN}, or all"),
    ],
)
def test_an_unknown_format_is_refused_with_those_there_are(names: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_formats(names)
    assert str(caught.value) == message


def test_every_format_has_a_name_a_suffix_and_a_renderer() -> None:
    for name, form in FORMATS.items():
        assert form.name == name
        assert by_suffix(form.suffix.upper()) is form
        assert callable(form.load())


def test_the_help_names_every_format() -> None:
    (option,) = [each for each in get_args(Formats) if hasattr(each, "param_decls")]
    assert re.findall(r"\w+", str(option.help).partition(", also")[0].replace(" or ", " ")) == list(FORMATS)


@pytest.mark.parametrize("format", ["pptx", "html", "md", "svg"])
def test_typst_is_imported_for_nothing_but_a_pdf(format: str) -> None:
    code = (
        "import sys; from samples import briefing; from drawn_pages import LIGHT; "
        f"from briefing.formats.registry import FORMATS; FORMATS['{format}'].load()(briefing(), LIGHT); "
        "print('typst' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("tests", "src"))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout == "False\n"


def test_a_suffix_of_no_format_gives_none() -> None:
    assert by_suffix(".docx") is None


def test_markdown_is_made_without_importing_python_pptx() -> None:
    code = (
        "import sys; from briefing.formats.registry import FORMATS; FORMATS['md'].load(); "
        "print('pptx' in sys.modules, 'lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
