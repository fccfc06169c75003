"""Texts of every script: what counts as blank, ids out of names, and cells that no spreadsheet runs."""

from __future__ import annotations

import pytest

from briefing.documents.othertext import plain_cell
from briefing.documents.text import days_in, first_day, folded, harmless, month_number, month_text, months_between, slug


@pytest.mark.parametrize(
    "blank", ["", " ", "\u00a0", "\u00a0 \u2003", "\u200b", "\ufeff\u00a0", "\x0c", "\x1c\x1d\x1e\x1f"]
)
def test_a_text_in_which_nothing_is_seen_is_empty(blank: str) -> None:
    assert folded(blank) == ""


@pytest.mark.parametrize(
    "blank", ["\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\u2028", "\u2029", " \r\n\t"]
)
def test_every_sort_of_break_is_one_space(blank: str) -> None:
    assert folded(f"{blank}a{blank}b{blank}") == "a b"


def test_a_no_break_space_between_words_stays() -> None:
    assert folded("10\u00a0%") == "10\u00a0%"
    assert folded("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chief AI Officer", "chief-ai-officer"),
        ("Zürich & Søn_x", "zurich-søn-x"),
        ("Ёлка", "елка"),
        ("ผู้จัดการ ฝ่าย", "ผู้จัดการ-ฝ่าย"),
        ("हिन्दी नेता", "हिन्दी-नेता"),
        ("한국 사장", "한국-사장"),
        ("日本 部長", "日本-部長"),
    ],
)
def test_a_slug_keeps_the_signs_that_a_script_needs(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_words_of_thai_that_differ_in_a_tone_have_different_slugs() -> None:
    assert slug("ก่า") != slug("ก้า")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "|calc", "\uff1d1", "=HYPERLINK(1)"])
def test_a_cell_that_would_be_a_formula_is_none_and_is_read_back(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert plain_cell(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["Nord", "", "a=b", "'quoted'", "5%"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
    assert plain_cell(cell) == cell


@pytest.mark.parametrize(
    ("month", "first", "days"),
    [("2026-01", "2026-01-01", 31), ("2026-12", "2026-12-01", 31), ("2028-02", "2028-02-01", 29)],
)
def test_a_month_is_the_same_as_text_number_and_day(month: str, first: str, days: int) -> None:
    number = month_number(month)
    assert (month_text(number), first_day(number).isoformat(), days_in(number)) == (month, first, days)


def test_months_between_two_are_all_with_both() -> None:
    assert months_between("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert months_between("2026-02", "2026-02") == ("2026-02",)
    assert months_between("2026-02", "2026-01") == ()
