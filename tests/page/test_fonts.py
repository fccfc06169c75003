"""Advance widths: pinned numbers, names, and characters that no table has."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from briefing.page import fonts
from briefing.page.fonts import MEASURED, Typefaces, face, unfamiliar

WEIGHTS = (False, True)


@pytest.mark.parametrize(
    ("family", "bold", "text", "thousandths"),
    [
        ("Arial", False, "Cloud spend", 5623),
        ("Arial", True, "Cloud spend", 6059),
        ("Calibri", False, "Cloud spend", 5039),
        ("Calibri", True, "Cloud spend", 5129),
        ("Cambria", False, "Cloud spend", 4987),
        ("Times New Roman", False, "Cloud spend", 5029),
        ("Courier New", False, "Cloud spend", 6611),
        ("Arial", False, "€1,234,567 – Größe", 8962),
        ("Arial", False, "Ελλάδα Київ", 5612),
    ],
)
def test_widths_are_those_of_the_typeface(family: str, bold: bool, text: str, thousandths: int) -> None:
    assert face(family, bold).advance(text, 1000) == pytest.approx(thousandths)


def test_width_grows_with_the_size() -> None:
    assert face("Arial").advance("spend", 24) == pytest.approx(2 * face("Arial").advance("spend", 12))


@pytest.mark.parametrize(
    ("alias", "family"),
    [
        ("Helvetica", "Arial"),
        ("Arimo", "Arial"),
        ("liberation  SANS", "Arial"),
        ("Carlito", "Calibri"),
        ("Caladea", "Cambria"),
        ("Tinos", "Times New Roman"),
        ("Liberation Serif", "Times New Roman"),
        ("Cousine", "Courier New"),
    ],
)
def test_typefaces_of_the_same_metrics_are_exact(alias: str, family: str) -> None:
    assert face(alias).exact
    assert face(alias).advance("Cloud spend", 10) == face(family).advance("Cloud spend", 10)


@pytest.mark.parametrize("bold", WEIGHTS)
@pytest.mark.parametrize(
    "family", ["Corbel", "Georgia", "Segoe UI", "Calibri Light", "Corporate Sans Nova", "游ゴシック"]
)
def test_typeface_that_may_be_replaced_is_as_wide_as_every_stand_in(family: str, bold: bool) -> None:
    replaceable = face(family, bold)
    assert not replaceable.exact
    for character in "aiwMW09é–€Жβ":
        stand_ins = ("Arial", "Calibri", "Times New Roman", "DejaVu Sans", "DejaVu Serif")
        assert replaceable.widths[character] == max(face(each, bold).widths[character] for each in stand_ins)


@pytest.mark.parametrize("family", ["Segoe UI Semibold", "SegoeUI-Bold", "Arial Black", "Poppins ExtraBold"])
def test_heavy_weight_is_as_wide_as_bold(family: str) -> None:
    assert face(family).advance("Cloud spend", 10) == face("Segoe UI", bold=True).advance("Cloud spend", 10)


def test_family_that_calls_itself_wide_has_a_margin() -> None:
    assert face("Acme Sans Extended").advance("spend", 10) > 1.2 * face("Acme Sans").advance("spend", 10)


def test_every_character_of_a_typewriter_face_is_as_wide_as_the_others() -> None:
    assert face("Lucida Console").widths["i"] >= 602
    assert face("Roboto Mono").widths["."] >= 602


@pytest.mark.parametrize(
    "family",
    ["Arial", "Calibri Light", "SegoeUI-Light", "Segoe UI Semibold", "Gill Sans MT", "Aptos Display", "HELVETICA NEUE"],
)
def test_families_are_known_in_every_weight(family: str) -> None:
    assert unfamiliar([family]) == ()


def test_families_that_nothing_is_known_of_are_named_once() -> None:
    assert unfamiliar(["Acme Sans", "Georgia Pro", "Acme Sans", "Zilla"]) == ("Acme Sans", "Zilla")


@pytest.mark.parametrize(
    ("character", "thousandths"),
    [
        ("\u0301", 0),  # combining acute accent
        ("\u200b", 0),  # zero-width space
        ("\u200d", 0),  # zero-width joiner
        ("\ufe0f", 0),  # variation selector
        ("\u00ad", 0),  # soft hyphen
        ("\x07", 0),
        ("\n", 0),
        ("云", 1000),
        ("Ａ", 1000),
        ("한", 1000),
        ("😀", 1400),
        ("⚠", 1400),
        ("⌚", 1400),
        ("ཀ", 1000),
        ("ꞔ", 1000),
        ("\ud800", 1000),  # half a surrogate pair
    ],
)
def test_characters_outside_the_table_have_a_width_on_the_safe_side(character: str, thousandths: int) -> None:
    assert face("Arial").widths[character] == thousandths


def test_each_visible_emoji_of_a_joined_one_counts() -> None:
    assert face("Arial").advance("👩\u200d💻", 10) == pytest.approx(28)


def test_right_to_left_text_measures_as_the_sum_of_its_letters() -> None:
    letters = "שלום"
    assert face("Arial").advance(letters, 10) == pytest.approx(sum(face("Arial").advance(each, 10) for each in letters))
    assert 0 < face("Arial").advance(letters, 10) < 30


@pytest.mark.parametrize(("family", "height"), [("Arial", 1.2), ("Times New Roman", 1.2), ("Calibri", 1.221)])
def test_line_height_is_the_fonts_own_but_not_under_that_of_a_slide(family: str, height: float) -> None:
    assert face(family).line_height == pytest.approx(height)


def test_theme_has_a_face_for_headings_and_one_for_text() -> None:
    faces = Typefaces(heading="Cambria", body="Arial")
    assert faces.face(heading=True, bold=True) is face("Cambria", True)
    assert faces.face(heading=False, bold=False) is face("Arial", False)


@pytest.mark.parametrize(("family", "bold"), [*product(MEASURED, WEIGHTS)])
def test_every_measured_family_covers_western_text(family: str, bold: bool) -> None:
    text = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180)]))
    widths = face(family, bold).widths
    known = set(widths)
    assert set(text + "–—‘’“”•…€") - known <= set("Ţţ\u00a0")
    assert widths["ţ"] == widths["t"]
    assert widths["\u00a0"] == widths[" "]


@pytest.mark.parametrize(
    "path", sorted(Path(fonts.__file__).with_name("widths").glob("*.json")), ids=lambda path: path.stem
)
def test_data_files_name_the_font_they_were_measured_from(path: Path) -> None:
    data = json.loads(path.read_text(encoding="ascii"))
    assert data["family"] in MEASURED
    assert set(data["measured-from"]) == {"name", "version", "licence"}
    assert all(data["measured-from"].values())
