"""Slides of any size: like a stamp, a strip, a phone, a sheet of paper, a poster."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pptx import Presentation
from pptx.util import Inches

from briefing.page.arrange.arrange import arrange, torn_slides
from briefing.page.boxes import inches
from briefing.theme.reading import read_theme
from briefing.theme.template import factor_of
from placed import slides
from templates.made import briefing

pytestmark = pytest.mark.sampled

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SIDES: Final = {"off": ("x", "y"), "chOff": ("x", "y"), "ext": ("cx", "cy"), "chExt": ("cx", "cy")}
SIZES: Final = {
    "a stamp": (2, 1.5),
    "a square stamp": (2, 2),
    "a postcard": (4, 3),
    "a strip": (3, 8),
    "a phone": (4.22, 7.5),
    "9:16": (7.5, 13.33),
    "4:5": (6, 7.5),
    "A5": (5.83, 8.27),
    "A4": (8.27, 11.69),
    "3:4": (7.5, 10),
    "a small screen": (10, 5.625),
    "a poster": (40, 22.5),
}


def resized(path: Path, width: float, height: float) -> Path:
    """A template of that size in inches, with all that it shows in proportion."""
    presentation = Presentation()
    across, down = (
        Inches(width) / int(presentation.slide_width or 1),
        Inches(height) / int(presentation.slide_height or 1),
    )
    presentation.slide_width, presentation.slide_height = Inches(width), Inches(height)
    master = presentation.slide_masters[0]
    for sheet in (master, *master.slide_layouts):
        for transform in sheet._element.iter(f"{A}xfrm"):
            for child in transform:
                x, y = SIDES[child.tag.removeprefix(A)]
                child.set(x, str(round(int(child.get(x)) * across)))
                child.set(y, str(round(int(child.get(y)) * down)))
    presentation.save(str(path))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZES)
def test_no_word_is_broken_on_pages_of_any_size(name: str, tmp_path: Path) -> None:
    look = read_theme(resized(tmp_path / "sized.pptx", *SIZES[name])).look
    deck, _ = arrange(briefing("cfo,cto", "pitch"), look)
    assert torn_slides(deck, look) == ()
    assert len(slides(deck)) < 200


@pytest.mark.parametrize(
    ("size", "factor"),
    [
        ((13.333, 7.5), 1),
        ((10, 5.625), 1),
        ((4.22, 7.5), 1),
        ((5.83, 8.27), 1),
        ((4, 3), 0.4),
        ((2, 1.5), 0.2),
        ((2, 20), 0.5),
        ((20, 2), 0.4),
        ((40, 22.5), 3),
    ],
)
def test_only_stamps_strips_and_posters_are_drawn_in_another_size(size: tuple[float, float], factor: float) -> None:
    assert factor_of((inches(size[0]), inches(size[1]))) == pytest.approx(factor, rel=0.01)


def test_a_notice_names_the_size_of_slides_like_a_stamp(tmp_path: Path) -> None:
    theme = read_theme(resized(tmp_path / "stamp.pptx", 4, 3))
    assert "The slides of stamp.pptx are 4.0 × 3.0 in; texts on them are as small as 5 pt." in theme.notices
    assert not [each for each in read_theme(resized(tmp_path / "a5.pptx", 5.83, 8.27)).notices if " pt" in each]
