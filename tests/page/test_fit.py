"""Text against boxes: wrapping, heights, sizes that fit, and what goes over to the next slide."""

from __future__ import annotations

import unicodedata

import pytest
from msgspec.structs import replace

from briefing.page.boxes import EMU_PER_POINT, Box, Frame, Insets, Paragraph, Run, inches, points
from briefing.page.fit import (
    SAFETY,
    fit,
    height,
    is_torn,
    last_line_is_widow,
    line_count,
    natural_width,
    resize,
    split,
    wrap,
)
from briefing.page.fonts import Typefaces

ARIAL = Typefaces("Arial", "Arial")
LINE = round(1.2 * 10 * EMU_PER_POINT)  # one line of 10 point


def _frame(*texts: str, size: float = 10, **options: object) -> Frame:
    return replace(Frame(tuple(Paragraph((Run(each),)) for each in texts), size), **options)


def _lines(text: str, ems: float) -> tuple[str, ...]:
    """The lines of a text in a column of so many ems of usable width."""
    frame = _frame(text)
    return wrap(frame.paragraphs[0], frame, points(ems * frame.size / (1 - SAFETY)), ARIAL)


def _text(frame: Frame | None) -> str:
    paragraphs = frame.paragraphs if frame else ()
    return "".join("".join(run.text for run in each.runs) + " " for each in paragraphs)


# Where lines break


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("one two three", 4, ("one two ", "three")),
        ("one  two", 2, ("one  ", "two")),  # spaces hang over the edge
        ("cost-aware", 3.2, ("cost-", "aware")),
        ("in 2024-25", 4, ("in ", "2024-25")),  # no break before a digit
        ("one two", 3, ("one ", "two")),
        ("12\u00a0000 000", 4, ("12\u00a0000 ", "000")),  # a no-break space holds
        ("show\u200bback", 2.8, ("show\u200b", "back")),
        ("one\ntwo", 10, ("one\n", "two")),
        ("one\vtwo\r\nthree\n", 10, ("one\v", "two\r\n", "three\n", "")),
        ("a cost / use", 3.2, ("a ", "cost / ", "use")),  # no line starts with a slash
        ("cost ( use", 2.6, ("cost ", "( use")),  # and none ends with a bracket
        ("云成本管理", 2.1, ("云成", "本管", "理")),
        ("云成。本", 2.1, ("云", "成。", "本")),  # kinsoku: no line starts with a full stop
        ("云。成本成本", 3.1, ("云。成", "本成本")),
        ("云「成本」", 2.1, ("云", "「成", "本」")),
        ("https://example.com/a/b", 6.5, ("https://", "example.com/", "a/b")),
        ("e\u0301e\u0301e\u0301", 1.2, ("e\u0301e\u0301", "e\u0301")),  # marks stay with their letter
        ("👩\u200d💻👩\u200d💻", 2.9, ("👩\u200d💻", "👩\u200d💻")),
        ("👩\u200d💻👩\u200d💻", 0.1, ("👩\u200d💻", "👩\u200d💻")),
        ("🇫🇷🇩🇪", 3, ("🇫🇷", "🇩🇪")),
        ("", 10, ("",)),
        ("\x07\x1b", 10, ("\x07\x1b",)),
    ],
)
def test_lines_break_where_slides_break_them(text: str, ems: float, lines: tuple[str, ...]) -> None:
    assert _lines(text, ems) == lines


def test_word_wider_than_the_line_starts_on_a_line_of_its_own() -> None:
    assert _lines("an " + "m" * 8, 4.2)[:2] == ("an ", "mmmmm")


def test_word_of_five_hundred_letters_is_broken_and_loses_none() -> None:
    lines = _lines("n" * 500, 10)
    assert "".join(lines) == "n" * 500
    assert {len(each) for each in lines[:-1]} == {17}


def test_bold_run_takes_more_room_than_a_regular_one() -> None:
    regular, bold = (Paragraph((Run("Cloud spend "), Run("is under control", bold=bold))) for bold in (False, True))
    assert natural_width(Frame((bold,), 10), ARIAL) > natural_width(Frame((regular,), 10), ARIAL)


def test_word_of_several_runs_stays_whole() -> None:
    paragraph = Paragraph((Run("unit co"), Run("sts", bold=True), Run(", too")))
    assert wrap(paragraph, Frame((paragraph,), 10), points(40), ARIAL) == ("unit ", "costs, ", "too")


def test_indent_and_insets_narrow_the_line() -> None:
    text = "one two three four"
    width = natural_width(_frame(text), ARIAL)
    assert line_count(_frame(text), width, ARIAL) == 1
    assert line_count(_frame(text, insets=Insets(left=20_000)), width, ARIAL) == 2
    assert line_count(Frame((Paragraph((Run(text),), bullet="•", indent=20_000),), 10), width, ARIAL) == 2


def test_bullet_wider_than_its_indent_pushes_the_text_on() -> None:
    narrow, wide = (Paragraph((Run("text"),), bullet=each, indent=points(5)) for each in ("•", "100."))
    assert natural_width(Frame((wide,), 10), ARIAL) > natural_width(Frame((narrow,), 10), ARIAL)


# How high the text stands


@pytest.mark.parametrize("frame", [Frame((), 10), _frame(""), Frame((Paragraph(()),), 10)])
def test_empty_text_is_one_line_high(frame: Frame) -> None:
    assert line_count(frame, inches(1), ARIAL) == 1
    assert height(frame, inches(1), ARIAL) == LINE


def test_height_counts_lines_spacing_insets_and_space_between_paragraphs() -> None:
    paragraph = Paragraph((Run("text"),), after=6)
    frame = Frame((paragraph, paragraph), 10, line=1.1, insets=Insets(top=1000, bottom=500))
    assert height(frame, inches(3), ARIAL) == points(2 * 10 * 1.2 * 1.1 + 6) + 1500


def test_line_is_as_high_as_its_largest_run() -> None:
    paragraph = Paragraph((Run("small\nsmall "), Run("large", size=20), Run("\nsmall")))
    assert height(Frame((paragraph,), 10), inches(3), ARIAL) == points(1.2 * (10 + 20 + 10))


def test_headings_are_measured_in_the_heading_typeface() -> None:
    faces = Typefaces(heading="Courier New", body="Arial")
    assert natural_width(_frame("illicit", heading=True), faces) > natural_width(_frame("illicit"), faces)


# Which size fits


def test_text_that_fits_keeps_its_size() -> None:
    frame = _frame("short")
    assert fit(frame, Box(0, 0, inches(2), LINE), 8, ARIAL) is frame


def test_text_shrinks_a_point_at_a_time_to_the_first_size_that_fits() -> None:
    frame = _frame("Four numbers tell whether spend is under control", size=28)
    box = Box(0, 0, inches(8), points(28 * 1.2))
    fitted = fit(frame, box, 20, ARIAL)
    assert fitted is not None
    assert fitted.size == 26
    assert height(resize(frame, 27), box.w, ARIAL) > box.h


def test_floor_itself_is_tried_and_nothing_below_it() -> None:
    frame = _frame("one two three", size=14)
    low = Box(0, 0, inches(5), points(12.5 * 1.2))
    fitted = fit(frame, low, 12.5, ARIAL)
    assert fitted is not None
    assert fitted.size == 12.5
    assert fit(frame, low, 13, ARIAL) is None


def test_line_end_after_an_ideographic_full_stop_breaks_no_word() -> None:
    frame = _frame("云成。本成", size=12)
    fitted = fit(frame, Box(0, 0, points(31), inches(1)), 8, ARIAL)
    assert fitted is frame


def test_whole_words_go_before_a_larger_size() -> None:
    frame = _frame("€1,234,567", size=44)
    fitted = fit(frame, Box(0, 0, inches(2), inches(2)), 20, ARIAL)
    assert fitted is not None
    assert line_count(fitted, inches(2), ARIAL) == 1


def test_word_too_wide_at_any_size_is_broken_at_the_largest_that_fits() -> None:
    fitted = fit(_frame("n" * 500, size=16), Box(0, 0, inches(4), inches(7)), 12, ARIAL)
    assert fitted is not None
    assert fitted.size == 16


def test_resizing_scales_sizes_of_runs_and_space_after() -> None:
    frame = Frame((Paragraph((Run("a", size=40), Run("b")), after=6),), 20)
    smaller = resize(frame, 10)
    assert smaller.size == 10
    assert [run.size for run in smaller.paragraphs[0].runs] == [20, 0]
    assert smaller.paragraphs[0].after == 3


# What goes over to the next slide


def test_split_keeps_what_fits_and_hands_on_whole_paragraphs() -> None:
    first, rest = split(_frame("one", "two", "three"), Box(0, 0, inches(2), 2 * LINE), ARIAL)
    assert [_text(first), _text(rest)] == ["one two ", "three "]


def test_paragraph_that_fits_a_box_of_its_own_is_not_divided() -> None:
    first, rest = split(_frame("one", "two\ntwo"), Box(0, 0, inches(2), 2 * LINE), ARIAL)
    assert [_text(first), _text(rest)] == ["one ", "two\ntwo "]


def test_paragraph_higher_than_the_box_goes_on_without_its_bullet_at_the_same_indent() -> None:
    bullet = Paragraph((Run("a\nb "), Run("b\nc", bold=True)), bullet="•", indent=100, after=6)
    first, rest = split(Frame((bullet,), 10), Box(0, 0, inches(2), 2 * LINE), ARIAL)
    assert rest is not None
    assert first.paragraphs == (Paragraph((Run("a\nb "), Run("b", bold=True)), "•", 100, 6),)
    assert rest.paragraphs == (Paragraph((Run("c", bold=True),), "", 100, 6),)


def test_a_later_paragraph_of_which_too_little_would_go_on_goes_on_whole() -> None:
    frame = _frame("one", "two\ntwo", "three")
    first, rest = split(frame, Box(0, 0, inches(2), 3 * LINE), ARIAL, least=2)
    assert [_text(first), _text(rest)] == ["one ", "two\ntwo three "]


def test_split_of_text_that_fits_has_no_rest() -> None:
    frame = _frame("one", "two")
    assert split(frame, Box(0, 0, inches(2), 2 * LINE), ARIAL) == (frame, None)


def test_line_higher_than_the_box_is_kept_rather_than_handed_on_for_ever() -> None:
    low = Box(0, 0, inches(2), LINE // 2)
    first, rest = split(_frame("one", "two"), low, ARIAL)
    assert [_text(first), _text(rest)] == ["one ", "two "]
    assert rest is not None
    assert split(rest, low, ARIAL) == (rest, None)


@pytest.mark.parametrize(
    ("text", "widow"),
    [
        ("Four numbers tell whether spend is under control", True),
        ("Four numbers tell whether spend is all under control", False),
        ("Four numbers tell of uncontrollable-overcommitment", False),
        ("Control", False),
    ],
)
def test_headline_that_ends_in_one_short_word_has_a_widow(text: str, widow: bool) -> None:
    width = natural_width(_frame("Four numbers tell whether spend is under"), ARIAL)
    assert last_line_is_widow(_frame(text), width, ARIAL) is widow


UNSPACED = {
    "Thai": "ค่าใช้จ่ายด้านเทคโนโลยีเพิ่มขึ้นเร็วกว่ารายได้และไม่มีใครรับผิดชอบค่าใช้จ่ายของระบบทดสอบ",
    "Lao": "ຄ່າໃຊ້ຈ່າຍດ້ານເຕັກໂນໂລຊີເພີ່ມຂຶ້ນໄວກວ່າລາຍຮັບແລະບໍ່ມີໃຜຮັບຜິດຊອບ",
    "Khmer": "ការចំណាយលើបច្ចេកវិទ្យាកើនឡើងលឿនជាងប្រាក់ចំណូលហើយគ្មាននរណាទទួលខុសត្រូវ",
}


@pytest.mark.parametrize("text", UNSPACED.values(), ids=UNSPACED)
def test_what_is_written_without_spaces_ends_its_lines_between_syllables(text: str) -> None:
    frame = _frame(text)
    lines = _lines(text, 14)
    assert "".join(lines) == text
    assert len(lines) > 3
    assert all(len(line) >= 8 for line in lines[:-1])
    assert not any(unicodedata.combining(line[0]) or line[0] in "ะาำๅๆຳາ" or line[-1] in "เแโใไເແໂໃໄ" for line in lines)
    assert not is_torn(frame, inches(2), ARIAL)
