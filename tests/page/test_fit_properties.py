"""What holds for every text in every box: nothing is lost, and nothing stands out of its box."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.page.boxes import Box, Frame, Insets, Paragraph, Run, inches
from briefing.page.fit import fit, height, line_count, natural_width, resize, split, wrap
from briefing.page.fonts import Typefaces

ARIAL = Typefaces("Arial", "Arial")

_TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from("  -\n/aeiouné\u200b\u00a0\u200d\u0301云。😀ש"), max_size=80
)
_RUN = st.builds(Run, _TEXT, st.none() | st.booleans(), size=st.sampled_from([0, 0, 8, 30]))
_PARAGRAPH = st.builds(
    Paragraph,
    st.lists(_RUN, max_size=3).map(tuple),
    bullet=st.sampled_from(["", "•"]),
    indent=st.integers(0, 300_000),
    after=st.sampled_from([0, 6]),
)
_FRAME = st.builds(
    Frame,
    st.lists(_PARAGRAPH, max_size=4).map(tuple),
    size=st.sampled_from([10, 12, 16.5, 28]),
    insets=st.just(Insets()) | st.just(Insets(90_000, 45_000, 90_000, 45_000)),
    line=st.sampled_from([1.0, 1.1]),
)
_FACES = st.sampled_from([ARIAL, Typefaces("Cambria", "Calibri"), Typefaces("Corporate Sans", "Corporate Sans")])
_WIDTH = st.integers(0, inches(6))
_BOX = st.builds(Box, st.just(0), st.just(0), _WIDTH, st.integers(0, inches(3)))


def _text(frame: Frame | None) -> str:
    paragraphs = frame.paragraphs if frame else ()
    return "".join("".join(run.text for run in each.runs) + " " for each in paragraphs)


def _visible(frame: Frame | None) -> str:
    return "".join(_text(frame).split())


@given(_PARAGRAPH, _WIDTH, _FACES)
def test_wrapping_loses_nothing(paragraph: Paragraph, width: int, faces: Typefaces) -> None:
    lines = wrap(paragraph, Frame((paragraph,), 12), width, faces)
    assert "".join(lines) == "".join(run.text for run in paragraph.runs)


@given(_FRAME, _WIDTH, _WIDTH, _FACES)
def test_text_of_one_size_never_gets_lower_in_a_narrower_box(
    frame: Frame, one: int, other: int, faces: Typefaces
) -> None:
    paragraphs = tuple(
        replace(each, runs=tuple(replace(run, size=0) for run in each.runs)) for each in frame.paragraphs
    )
    even, narrow, wide = replace(frame, paragraphs=paragraphs), min(one, other), max(one, other)
    assert height(even, narrow, faces) >= height(even, wide, faces)


@given(_FRAME, _FACES)
def test_nothing_wraps_at_the_natural_width(frame: Frame, faces: Typefaces) -> None:
    forced = line_count(frame, inches(2000), faces)
    assert line_count(frame, natural_width(frame, faces), faces) == forced


@given(_FRAME, _BOX, _FACES)
def test_fitted_text_is_never_higher_than_its_box(frame: Frame, box: Box, faces: Typefaces) -> None:
    fitted = fit(frame, box, 9, faces)
    if fitted is None:
        assert height(resize(frame, 9), box.w, faces) > box.h
    else:
        assert height(fitted, box.w, faces) <= box.h
        assert 9 <= fitted.size <= frame.size


@given(_FRAME, _BOX, _FACES)
def test_splitting_loses_nothing_and_always_gets_on(frame: Frame, box: Box, faces: Typefaces) -> None:
    first, rest = split(frame, box, faces)
    assert _visible(first) + _visible(rest) == _visible(frame)
    if rest is not None:
        assert first.paragraphs
        assert len(_text(rest)) < len(_text(frame)) or len(rest.paragraphs) < len(frame.paragraphs)
    if line_count(first, box.w, faces) > 1:
        assert height(first, box.w, faces) <= box.h
