"""The last slide is one: what it has no room for is said, and not shown on a further slide."""

from __future__ import annotations

import pytest

from briefing.model import Card, Columns, Role, Slide, Text, Tile, Tiles
from briefing.page.arrange.arrange import LAST, arrange
from briefing.page.boxes import PlaceholderBox, inches
from briefing.page.look import Look
from conftest import THEMES
from placed import slides
from samples import briefing

ASK = Tiles((Tile("What we ask for", "€348k"), Tile("By when", "20 March 2026")))


@pytest.mark.parametrize("role", ["closing", "statement"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_long_sentence_ends_over_the_bar_that_the_layout_draws_under_it(
    theme: str, role: Role, looks: dict[str, Look]
) -> None:
    title = "Fund a permanent team in the group's infrastructure division for three fiscal years and review it " * 5
    deck, _ = arrange(briefing("", Slide("ask", title[:440].strip(), (), role=role)), looks[theme])
    (box,) = (each.box for each in slides(deck)[-1].boxes if isinstance(each, PlaceholderBox))
    bar = inches({"closing": 2.6, "statement": 3.5}[role])
    assert box
    assert inches(1.5) < box.bottom < bar


def test_a_closing_slide_keeps_what_fits_and_tells_the_rest_in_its_notes(look: Look) -> None:
    steps = Columns(tuple(Card(f"Step {number}", text="Interview everybody who is there. " * 9) for number in range(8)))
    slide = Slide("ask", "Release the budget", (ASK, Text("If you say yes today:"), steps), role="closing")
    deck, notices = arrange(briefing("", slide), look)
    (placed,) = (each for section in deck.sections for each in section.slides if each.title == "Release the budget")
    assert [each.message for each in notices] == [LAST.format(title="Release the budget")]
    assert any("Step 7 Interview everybody" in note for note in placed.notes)
    assert {"Tile 1: What we ask for", "Tile 2: By when"} <= {box.name for box in placed.boxes}


def test_blocks_stand_closer_before_any_of_them_leaves_the_slide(look: Look) -> None:
    loss = "in the base case it costs €824k more than it saves over 36 months"
    steps = Columns(tuple(Card("31 March 2026", text="Interview stakeholders and find advocates") for _ in range(3)))
    asks = Tiles((Tile("Net", "−€824k", loss), Tile("By when", "20 March", "decided by the board"), *ASK.tiles))
    blocks = (asks, Text("If you say yes today:"), steps)
    slide = Slide("ask", "Release the budget", blocks, role="closing", source="Controlling, closing of March 2026")
    deck, notices = arrange(briefing("", slide), look)
    assert not notices
    assert sum(box.name.startswith("Card") for box in slides(deck)[-1].boxes) == 3
