"""One spelling a language: the library's words follow it, what people wrote themselves does not; marks always do."""

from __future__ import annotations

import re

import pytest

from briefing.compose.compose import compose
from briefing.compose.spelling import NAMES, texts_in
from briefing.formats.markdown import render
from briefing.model import Briefing
from compose_desk import DAY, Desk

LAYOUTS = ("pitch", "board", "exec-brief", "pre-read", "one-pager", "talking-points", "workshop")
BRITISH = re.compile(r"\b\w*(?:isation|ised|ise the|centre|licence|catalogue|amortised)\w*\b", re.IGNORECASE)
AMERICAN = re.compile(r"\b\w*(?:ization|ized|center|license\b)\w*\b", re.IGNORECASE)
NEITHER = re.compile(r"licensed|surprised|optimize\b", re.IGNORECASE)


def made(desk: Desk, layout: str, language: str) -> Briefing:
    desk.write(f"layouts/mine-{layout}/layout.yaml", f"extends: {layout}\nlanguage: {language}\n")
    library = desk.library
    return compose(library.select(["all"]), library.layout(f"mine-{layout}"), library, DAY, desk.company)


def spelled_as(pattern: re.Pattern[str], briefing: Briefing) -> set[str]:
    return {each.casefold() for each in pattern.findall(render(briefing).data.decode()) if not NEITHER.search(each)}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_briefing_has_the_spelling_of_its_language_alone(desk: Desk, layout: str) -> None:
    assert spelled_as(BRITISH, made(desk, layout, "en-US")) == set()
    assert spelled_as(AMERICAN, made(desk, layout, "en-GB")) == set()


def test_the_phases_are_standard_terms_in_every_language(desk: Desk) -> None:
    for language in ("en-GB", "en-US"):
        assert "Optimize" in render(made(desk, "pitch", language)).data.decode()


def test_what_people_wrote_themselves_stays_as_it_is(desk: Desk) -> None:
    desk.facts("name: Harbour Organisation\npain-points: [{text: The licence centre is closed}]\n")
    text = render(made(desk, "pitch", "en-US")).data.decode()
    assert "The licence centre is closed" in text
    assert "optimization" in text.casefold()


def test_notices_name_keys_and_files_as_they_are_written_in_every_language(desk: Desk) -> None:
    desk.persona("bare", "key-metrics: [luck]\nprimary-goal: Grow\nask: {decision: Decide, by: Today}\n")
    told = [
        [
            each.message
            for each in desk.brief("- {kind: text, title: A}", "bare", f"title: A\nlanguage: {tag}\n").notices
        ]
        for tag in ("en-GB", "en-US")
    ]
    assert told[0] == told[1]
    assert "is not in the KPI catalogue" in told[1][0]


TYPED = """currency: EUR
name: 'Harbour''s "Dock"'
pain-points:
  - {text: "It's nobody's task, said 'the board' of the teams' 58 % of \\"idle\\" time", cost: 5_000, period: a month}
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-GB", "It’s nobody’s task, said ‘the board’ of the teams’ 58% of “idle” time"),
        ("de", "It’s nobody’s task, said ‚the board‘ of the teams’ 58_% of „idle“ time"),
        ("fr", "It’s nobody’s task, said “the board” of the teams’ 58_% of «_idle_» time"),
        (
            "tr",
            "It’s nobody’s task, said ‘the board’ of the teams’ 58 % of “idle” time",
        ),  # the sign stands before: as typed
        (
            "xh",
            "It’s nobody’s task, said 'the board' of the teams' 58% of \"idle\" time",
        ),  # of whose marks we know nothing
    ],
)
def test_what_people_typed_is_set_with_the_marks_of_the_language(desk: Desk, language: str, said: str) -> None:
    desk.facts(TYPED)
    briefing = desk.brief("- kind: pain-points", head=f"title: Mine\nlanguage: {language}\n")
    assert said.replace("_", "\N{NO-BREAK SPACE}") in set(texts_in(briefing, NAMES))


def test_no_text_of_a_deck_has_a_straight_mark_or_a_second_form_of_a_percentage(desk: Desk) -> None:
    desk.facts(TYPED)
    for layout in ("pitch", "pre-read"):
        seen = set(texts_in(made(desk, layout, "en-GB"), NAMES))
        assert [each for each in seen if re.search(r"['\"]|\d\s%", each)] == []
        assert any("Harbour’s “Dock”" in each for each in seen)
