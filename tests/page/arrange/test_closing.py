"""The last slide is one: what it has no room for is said, and not shown on a further slide."""

from __future__ import annotations

from briefing.model import Card, Columns, Slide, Text, Tile, Tiles
from briefing.page.arrange.arrange import arrange
from briefing.page.look import Look
from samples import briefing

ASK = Tiles((Tile("What we ask for", "€348k"), Tile("By when", "20 March 2026")))


def test_a_closing_slide_keeps_what_fits_and_tells_the_rest_in_its_notes(look: Look) -> None:
    steps = Columns(tuple(Card(f"Step {number}", text="Interview everybody who is there. " * 9) for number in range(8)))
    slide = Slide("ask", "Release the budget", (ASK, Text("If you say yes today:"), steps), role="closing")
    deck, notices = arrange(briefing("", slide), look)
    (placed,) = (each for section in deck.sections for each in section.slides if each.title == "Release the budget")
    assert notices == ()
    assert any("Step 7 Interview everybody" in note for note in placed.notes)
    assert {"Tile 1: What we ask for", "Tile 2: By when"} <= {box.name for box in placed.boxes}
