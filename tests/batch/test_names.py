"""What files are called: patterns, and names for every operating system."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.batch.outcome import DEFAULT_NAMES
from briefing.batch.plan import FIELDS, check_pattern, stem_of
from briefing.errors import UsageError

PAGE = (Path(__file__).parents[2] / "docs" / "batch.md").read_text(encoding="utf-8")
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)


def values(**given: str) -> dict[str, str]:
    return {**dict.fromkeys(FIELDS, "x"), **given}


@pytest.mark.parametrize(
    ("pattern", "name", "stem"),
    [
        (DEFAULT_NAMES, "Nord", "Nord/x-x"),
        ("{name}", "A/B: C", "A-B-C"),
        ("{name}/deck", "..", "briefing/deck"),
        ("{name}/{row}", "con", "con-briefing/x"),
        ("q1/{name}", "Süd", "q1/Süd"),
        ("{name}", "{layout}", "{layout}"),
    ],
)
def test_values_are_filled_in_and_each_part_of_the_path_is_cleaned(pattern: str, name: str, stem: str) -> None:
    assert stem_of(pattern, values(name=name)) == stem


@given(name=st.text(st.one_of(st.sampled_from(" .-/\\:*con1{}"), st.characters()), max_size=200), layout=st.text())
def test_whatever_the_values_are_the_path_stays_below_the_folder_and_can_be_written_anywhere(
    name: str, layout: str
) -> None:
    parts = stem_of("{name}/{persona}-{layout}", values(name=name, layout=layout)).split("/")
    assert len(parts) == 2
    for part in parts:
        assert part
        assert not set(part) & set('<>:"/\\|?*\0\n')
        assert not part.startswith((".", " "))
        assert not part.endswith((".", " "))
        assert not DEVICE.match(part)
        assert len(part.encode()) <= 129


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("{nam}", "there is no {nam}; did you mean 'name'?"),
        ("{}", "there is no {}; write {name}, {persona}, {layout}, {theme} or {row}, and / between folders"),
        ("{name:9}", "nothing may follow the name in {name}; write {name}, "),
        ("{name!r}", "nothing may follow the name in {name}; write {name}, "),
        ("{name.x}", "there is no {name.x}; did you mean 'name'?"),
        ("{name", "expected '}' before end of string; write {name}, "),
        ("{name}//x", "a part of the path is empty; write {name}, "),
        ("/{name}", "a part of the path is empty; write {name}, "),
    ],
)
def test_a_pattern_that_is_wrong_is_explained(pattern: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_pattern(pattern)
    assert str(caught.value).startswith(f"the pattern for names is '{pattern}', and {what}")


def test_the_page_explains_every_field() -> None:
    assert re.findall(r"^\| `\{(\w+)\}` \| (.*) \|$", PAGE, re.MULTILINE) == list(FIELDS.items())
