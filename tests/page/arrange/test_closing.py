"""The last slide is one: what it has no room for is said, and not shown on a further slide."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model import Block, Card, Columns, Slide, Text, Tile, Tiles
from briefing.page.arrange.arrange import LAST, arrange
from briefing.page.boxes import Placed, PlaceholderBox, ShapeBox, inches
from briefing.page.look import Look
from conftest import THEMES
from placed import slides
from samples import briefing

ASK = Tiles((Tile("What we ask for", "€348k"), Tile("By when", "20 March 2026")))


DECISION = "Release the budget for the first six months"
STEPS = Columns(tuple(Card(f"{day} March 2026 · Ada", text="Interview those who spend") for day in (3, 13, 23)))
FIGURES = Tiles(
    (
        Tile("What you gain", "€286k", "net over 36 months; low case €713k lost"),
        Tile("What it costs", "€1.49m"),
        *ASK.tiles,
    )
)


@pytest.mark.parametrize("theme", THEMES)
def test_a_long_sentence_ends_over_the_bar_that_the_layout_draws_under_it(theme: str, looks: dict[str, Look]) -> None:
    title = "Fund a permanent team in the group's infrastructure division for three fiscal years and review it " * 5
    deck, _ = arrange(briefing("", Slide("ask", title[:440].strip(), (), role="statement")), looks[theme])
    (box,) = (each.box for each in slides(deck)[-1].boxes if isinstance(each, PlaceholderBox))
    assert box
    assert inches(1.5) < box.bottom < inches(3.5)


def closing(look: Look, *blocks: Block, title: str = DECISION) -> dict[str, Placed]:
    deck, notices = arrange(briefing("", Slide("ask", title, blocks, role="closing")), look)
    assert not notices
    return {box.name: box for box in slides(deck)[-1].boxes}


def largest(box: Placed) -> float:
    assert isinstance(box, ShapeBox | PlaceholderBox)
    assert box.frame
    return max(run.size or box.frame.size for each in box.frame.paragraphs for run in each.runs)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("blocks", [(FIGURES, Text("If yes:"), STEPS), (FIGURES,), (ASK, Text("If yes:"), STEPS)])
def test_the_decision_is_the_largest_on_its_slide_beside_its_figures(
    theme: str, blocks: tuple[Block, ...], looks: dict[str, Look]
) -> None:
    boxes = closing(looks[theme], *blocks)
    said = [box for box in boxes.values() if isinstance(box, ShapeBox | PlaceholderBox) and box.frame]
    assert all(largest(boxes["Title"]) > largest(box) for box in said if box.name != "Title")
    title = boxes["Title"].box  # type: ignore[union-attr]
    gain = next(box.box for name, box in boxes.items() if name.startswith("Tile 1: "))  # type: ignore[union-attr]
    assert title
    assert gain
    assert title.right < gain.x
    assert title.y == gain.y


def test_a_decision_that_is_not_the_title_stands_under_it_and_is_larger(look: Look) -> None:
    boxes = closing(look, Text(DECISION, "statement"), ASK, Text("If yes:"), STEPS, title="The next step is yours")
    assert largest(boxes["Decision"]) > largest(boxes["Title"]) >= look.scale.headline_floor
    assert boxes["Title"].box.bottom < boxes["Decision"].box.y < boxes["Steps"].box.y  # type: ignore[union-attr]


@pytest.mark.parametrize("length", [12, 60, 140, 300])
def test_a_decision_of_any_length_stays_over_its_first_steps(length: int, look: Look) -> None:
    title = (DECISION + " and of those that follow " + "as the board has agreed " * 12)[:length].strip()
    boxes = closing(look, FIGURES, Text("If yes:"), STEPS, title=title)
    under = [
        box.box.y for name, box in boxes.items() if name.startswith(("Steps", "Card")) and isinstance(box, ShapeBox)
    ]
    assert boxes["Title"].box.bottom <= min(under)  # type: ignore[union-attr]


def test_a_closing_slide_keeps_what_fits_and_tells_the_rest_in_its_notes(look: Look) -> None:
    steps = Columns(tuple(Card(f"Step {number}", text="Interview everybody who is there. " * 9) for number in range(8)))
    slide = Slide("ask", "Release the budget", (ASK, Text("If you say yes today:"), steps), role="closing")
    deck, notices = arrange(briefing("", slide), look)
    (placed,) = (each for section in deck.sections for each in section.slides if each.title == "Release the budget")
    assert [each.message for each in notices] == [LAST.format(title="Release the budget")]
    assert any("Step 7 Interview everybody" in note for note in placed.notes)
    assert {"Tile 1: What we ask for", "Tile 2: By when"} <= {box.name for box in placed.boxes}


def test_a_decision_stays_in_the_band_that_its_template_draws_behind_titles(look: Look) -> None:
    layout = look.layouts["title-only"]
    banded = replace(look, layouts={**look.layouts, "title-only": replace(layout, lowest_title=inches(1.5))})
    slide = Slide("ask", "Release the budget", (ASK,), role="statement", flow="beside")
    for each, most in ((look, inches(7)), (banded, inches(1.8))):
        deck, _ = arrange(briefing("", slide), each)
        (box,) = (shape.box for shape in slides(deck)[-1].boxes if isinstance(shape, PlaceholderBox))
        assert box
        assert box.bottom <= most
        assert (box.bottom > inches(3)) == (each is look)


def test_the_last_slide_says_all_under_a_lower_headline_before_any_of_it_goes_into_the_notes(look: Look) -> None:
    """A sentence with much room over its figures, as in a template with filled titles, gives some of it up."""
    usual = replace(look.layouts["title-only"], lowest_title=inches(1.7))
    (title,) = [each for each in usual.placeholders if each.type == "title"]
    tall = replace(title, box=replace(title.box, h=inches(2.6)))
    others = tuple(each for each in usual.placeholders if each is not title)
    room = replace(usual.region, y=inches(3.6), h=usual.region.bottom - inches(3.6))
    sentence = replace(usual, placeholders=(tall, *others), region=room, lowest_title=inches(3.1))
    banded = replace(look, layouts={**look.layouts, "title-only": usual, "closing": sentence})
    boxes = closing(banded, FIGURES, Text("If yes:"), STEPS)
    assert [name for name in boxes if name.startswith("Card")]
