"""Palettes: every text reads on every ground, whatever colours somebody gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.page.boxes import Box, Frame, PlacedSlide, PlaceholderBox, ShapeBox, TableBox
from briefing.page.look import PALETTE_ROLES, Look
from briefing.page.palette import FARTHEST, PAIRS, contrast, failing, settled
from briefing.theme.reading import read_theme
from conftest import Brief
from placed import slides
from written_deck import THEMES

BASES = {name: dict(read_theme(THEMES / f"{name}.pptx").values) for name in ("light", "dark")}
COLORS = st.integers(0, 0xFFFFFF).map("{:06X}".format)
BOTH = pytest.mark.parametrize("base", BASES)


@BOTH
def test_in_a_built_in_palette_every_pair_reads_and_nothing_is_moved(base: str) -> None:
    assert failing(BASES[base]) == []
    assert settled(BASES[base], {}) == (BASES[base], ())
    assert settled(BASES[base], BASES[base]) == (BASES[base], ())


@BOTH
@given(given_=st.dictionaries(st.sampled_from(("ink", "paper", "accent")), COLORS))
@example(given_={"ink": "FFFFFF", "paper": "FFFFFF"})
@example(given_={"ink": "757575", "paper": "767676", "accent": "777777"})
@example(given_={"paper": "000000", "accent": "000000"})
def test_any_ink_paper_and_accent_end_in_a_palette_that_reads(base: str, given_: dict[str, str]) -> None:
    used, changes = settled(BASES[base], given_)
    assert failing(used) == []
    assert {each.role for each in changes} == {role for role in given_ if used[role] != given_[role]}


@BOTH
@given(given_=st.dictionaries(st.sampled_from(PALETTE_ROLES), COLORS))
def test_any_colours_for_any_roles_do_too(base: str, given_: dict[str, str]) -> None:
    used, changes = settled(BASES[base], given_)
    assert failing(used) == []
    assert tuple(used) == tuple(BASES[base])
    for change in changes:
        assert str(change).endswith("is used instead.")


@given(given_=st.dictionaries(st.sampled_from(PALETTE_ROLES), COLORS))
def test_a_palette_that_was_settled_once_stays(given_: dict[str, str]) -> None:
    used, _ = settled(BASES["light"], given_)
    assert settled(BASES["light"], used) == (used, ())


def test_paper_is_never_moved() -> None:
    used, changes = settled(BASES["light"], {"paper": "777777", "ink": "808080"})
    assert used["paper"] == "777777"
    assert [each.role for each in changes] == ["ink"]


def test_what_is_not_given_follows_what_is() -> None:
    used, _ = settled(BASES["light"], {"accent": "7A1FA2"})
    assert used["accent-soft"] == "EEE2F3"
    assert {role: used[role] for role in ("ink", "surface", "line")} == {
        role: BASES["light"][role] for role in ("ink", "surface", "line")
    }


def test_dark_paper_on_the_light_base_turns_all_text_light() -> None:
    used, changes = settled(BASES["light"], {"paper": "0B1F1A", "ink": "FFFFFF"})
    assert changes == ()
    assert all(contrast(used[role], "000000") > contrast(used[role], "FFFFFF") for role in ("muted", "positive"))


def test_a_change_says_role_colours_and_ratios() -> None:
    _, changes = settled(BASES["light"], {"accent": "5CC8BE", "accent-soft": "FFFFFF"})
    assert [str(each) for each in changes] == [
        "The colour 'accent' #5CC8BE has a contrast of only 1.85:1 with 'surface'; #2A7B73 with 4.64:1 is used instead."
    ]


def test_a_ground_that_no_text_could_share_with_paper_is_brought_near_it() -> None:
    _, changes = settled(BASES["light"], {"surface": "F59E0B"})
    assert [str(each) for each in changes] == [
        "The colour 'surface' #F59E0B differs from 'paper' by 2.15:1, too much for text to read on both; "
        "#FDE8C5 with 1.20:1 is used instead."
    ]
    assert changes[0].after <= FARTHEST["surface"][0]


def grounds(boxes: list[tuple[Box, str]], at: Box, ground: str) -> str:
    """The fill of the last shape that holds the middle of a box."""
    x, y = at.x + at.w // 2, at.y + at.h // 2
    under = [fill for box, fill in boxes if box.x <= x < box.right and box.y <= y < box.bottom]
    return under[-1] if under else ground


def pairs_on(slide: PlacedSlide, ground: str) -> Iterator[tuple[str, str]]:
    """Role of each text whose colour the arranger chose, and of the ground that it stands on."""
    filled: list[tuple[Box, str]] = []
    for each in slide.boxes:
        if isinstance(each, TableBox):
            cells = [(cell.frame, cell.fill) for row in each.rows for cell in row]
            yield from (pair for frame, fill in cells for pair in _pairs(frame, fill or ground))
        elif isinstance(each, ShapeBox):
            under = each.fill or grounds(filled, each.box, ground)
            filled += [(each.box, each.fill)] if each.fill else []
            if each.frame:
                yield from _pairs(each.frame, under)
        elif isinstance(each, PlaceholderBox):
            yield from _pairs(each.frame, ground)


def _pairs(frame: Frame, ground: str) -> Iterator[tuple[str, str]]:
    runs = [run for paragraph in frame.paragraphs for run in paragraph.runs if run.text.strip()]
    yield from ((color, ground) for run in runs if (color := run.color or frame.color))


@pytest.mark.parametrize("layout", ["pitch", "exec-brief", "one-pager"])
def test_no_composition_puts_text_on_a_ground_that_the_palette_does_not_answer_for(
    layout: str, brief: Brief, looks: dict[str, Look]
) -> None:
    from briefing.page.arrange.arrange import arrange

    known = {frozenset(pair[:2]) for pair in PAIRS}
    used = set()
    for name, look in looks.items():
        for slide in slides(arrange(brief("all", layout), look)[0]):
            edge = {"closing": "ink" if name == "light" else "accent-soft", "section": "surface"}
            used |= set(pairs_on(slide, edge.get(slide.layout, "paper")))
    assert {pair for pair in used if frozenset(pair) not in known} == set()
    assert len(used) >= 4
