"""What the audience sees of a slide."""

from __future__ import annotations

from msgspec.structs import fields

from briefing.check.library.texts import SEEN, texts, with_text
from briefing.model import BLOCKS, Slide
from samples import blocks


def test_every_block_is_known_and_every_field_exists() -> None:
    assert set(BLOCKS) <= set(SEEN)
    assert all({*names} <= {each.name for each in fields(kind)} for kind, names in SEEN.items())


def test_every_block_shows_its_texts_but_no_notes() -> None:
    slide = Slide("cards", "Title", blocks("seen"), notes=("hidden",), label="Label")
    found = list(texts(slide))
    assert {"Title", "Label", "seen"} <= set(found)
    assert "hidden" not in found
    assert all("seen" in list(texts(each)) for each in slide.blocks)


def test_a_text_is_replaced_wherever_it_is_seen() -> None:
    slide = Slide("cards", "Title", blocks("old"), notes=("old",))
    changed = with_text(slide, "old", "new")
    assert "old" not in list(texts(changed))
    assert changed.notes == ("old",)
