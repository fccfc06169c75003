"""The rules for decks at their boundaries: what is just allowed, and what no longer is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx.dml.color import RGBColor
from pptx.util import Emu, Inches, Pt

from briefing.check.deck.checks import check_deck
from check.deck.good import add_text, good_deck, slides

POINT = 12_700
SAID = "Some words of a slide"


@pytest.fixture(scope="module")
def deck() -> bytes:
    return good_deck()


@pytest.fixture
def codes(deck: bytes, tmp_path: Path) -> Callable[[Callable[[Any], object]], list[str]]:
    """The codes of what is found once the third slide has been changed."""

    def found(change: Callable[[Any], object]) -> list[str]:
        path = tmp_path / "deck.pptx"
        path.write_bytes(deck)

        def third(every: Any) -> None:
            change(every[2])

        slides(third)(path)
        return [each.code for each in check_deck(path)]

    return found


Codes = Callable[[Callable[[Any], object]], list[str]]


@pytest.mark.parametrize(
    ("length", "size", "expected"),
    [
        (20, 8.99, ["D103"]),
        (20, 9, ["D104"]),
        (20, 10.49, ["D104"]),
        (20, 10.5, []),
        (160, 10.5, []),
        (161, 10.5, ["D104"]),
        (161, 13.99, ["D104"]),
        (161, 14, []),
    ],
)
def test_a_text_has_its_least_size(length: int, size: float, expected: list[str], codes: Codes) -> None:
    text = ("word " * 40)[: length - 1] + "s"
    assert codes(lambda slide: add_text(slide, text, (0.6, 4, 12, 1), size)) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("Source", []), ("Footnote 1", []), ("Note", []), ("Resource", ["D104"])]
)
def test_small_print_is_told_by_how_its_name_begins(name: str, expected: list[str], codes: Codes) -> None:
    def change(slide: Any) -> None:
        add_text(slide, "word " * 40, (0.6, 4, 12, 1), 11).name = name

    assert codes(change) == expected


@pytest.mark.parametrize(("size", "expected"), [(8.99, ["D103"]), (9, []), (10, [])])
def test_a_footer_has_the_size_of_its_template_where_it_can_be_read(
    size: float, expected: list[str], codes: Codes
) -> None:
    def change(slide: Any) -> None:
        shape = add_text(slide, "FinOps for the CFO", (0.6, 4, 4, 0.3), size)
        shape._element.nvSpPr.nvPr.get_or_add_ph().set("type", "ftr")

    assert codes(change) == expected


@pytest.mark.parametrize(("size", "expected"), [(8.99, "D103"), (11.99, "D104"), (12, "")])
def test_a_table_has_its_least_size(size: float, expected: str, deck: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck)

    def change(every: Any) -> None:
        table = next(shape.table for shape in every[0].shapes if shape.has_table)
        table.cell(1, 1).text_frame.paragraphs[0].runs[0].font.size = Pt(size)

    slides(change)(path)
    assert [each.code for each in check_deck(path)] == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("color", "size", "bold", "read"),
    [
        ("767676", 12, False, True),  # 4.54:1 on white
        ("777777", 12, False, False),  # 4.48:1
        ("777777", 17.9, False, False),
        ("777777", 18, False, True),
        ("777777", 13.9, True, False),
        ("777777", 14, True, True),
        ("777777", 14, False, False),
        ("949494", 18, False, True),  # 3.03:1
        ("969696", 18, False, False),  # 2.96:1
        ("969696", 40, True, False),
    ],
)
def test_a_text_has_the_contrast_of_its_size(color: str, size: float, bold: bool, read: bool, codes: Codes) -> None:
    def change(slide: Any) -> None:
        font = add_text(slide, SAID, (0.6, 4, 8, 1), size).text_frame.paragraphs[0].runs[0].font
        font.color.rgb, font.bold = RGBColor.from_string(color), bold

    assert codes(change) == ([] if read else ["D101"])


@pytest.mark.parametrize(("beyond", "expected"), [(0, []), (POINT, []), (POINT + 1, ["D201"])])
@pytest.mark.parametrize("side", ["right", "bottom", "left", "top"])
def test_a_point_over_the_edge_is_allowed(side: str, beyond: int, expected: list[str], codes: Codes) -> None:
    def change(slide: Any) -> None:
        one = slide.shapes.add_shape(1, Inches(8), Inches(4), Inches(1), Inches(1))
        one._element.nvSpPr.cNvPr.set("descr", "A red area")
        page = slide.part.package.presentation_part.presentation
        if side == "right":
            one.left = Emu(page.slide_width - one.width + beyond)
        elif side == "bottom":
            one.top = Emu(page.slide_height - one.height + beyond)
        elif side == "left":
            one.left = Emu(-beyond)
        else:
            one.top = Emu(-beyond)

    found = codes(change)
    assert [code for code in found if code == "D201"] == expected


LINE = round(16 * 1.2 * POINT)  # of text of 16 points


@pytest.mark.parametrize(("shared", "expected"), [(0, []), (3 * POINT, []), (4 * POINT, ["D202"])])
def test_letters_may_touch_by_three_points(shared: int, expected: list[str], codes: Codes) -> None:
    """Two texts of one line each: the lower one begins where the letters of the upper one end, and a little above."""

    def change(slide: Any) -> None:
        for number, top in enumerate((Inches(3), Inches(3) + LINE - shared)):
            box = add_text(slide, SAID, (0.6, 3, 6, 1))
            box.top, box.height, box.name = Emu(top), Emu(LINE), f"Line {number}"
            frame = box.text_frame
            frame.margin_top = frame.margin_bottom = 0

    assert codes(change) == expected


@pytest.mark.parametrize(
    ("alt", "expected"), [("chart.png", ["D005"]), ("chart.png shows it", []), ("a.PDF.", ["D005"])]
)
def test_an_alternative_text_is_no_name_of_a_file(alt: str, expected: list[str], codes: Codes) -> None:
    def change(slide: Any) -> None:
        shape = next(each for each in slide.shapes if each.name == "Sentence")
        shape._element.nvSpPr.cNvPr.set("descr", alt)

    assert codes(change) == expected


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(4.0, 0.5, []), (2.0, 0.5, ["D007"])],
    ids=["the head of a further column", "back up in the same column"],
)
def test_reading_may_go_up_to_a_further_column_only(
    width: float, height: float, expected: list[str], codes: Codes
) -> None:
    def change(slide: Any) -> None:
        add_text(slide, "First", (0.6, 5, 4, 0.5))
        add_text(slide, "Second", (0.6 + width, 3, 4, height))

    assert codes(change) == expected


@pytest.mark.parametrize(("scale", "expected"), [(1, ["D007"]), (4, [])], ids=["a usual slide", "a poster"])
def test_what_stands_beyond_is_judged_by_the_size_of_the_page(scale: int, expected: list[str], codes: Codes) -> None:
    def change(slide: Any) -> None:
        pages = slide.part.package.presentation_part.presentation
        pages.slide_width, pages.slide_height = scale * pages.slide_width, scale * pages.slide_height
        add_text(slide, "First", (0.6, 5, 4, 0.5))
        add_text(slide, "Second", (4.45, 3, 4, 0.5))

    assert [each for each in codes(change) if each == "D007"] == expected
