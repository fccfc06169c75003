"""What a deck remembers is what stands in it, whoever reads it, and says no more."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.formats.pptx.base import Base, base_in, decoded, digest, encoded, texts_of
from briefing.ooxml.package import parse_xml
from briefing.refresh.deck import DeckFile, body_text, serialised
from briefing.refresh.finding import base_inside, entries_of
from refresh.quarters import deck_bytes


@pytest.fixture(scope="module")
def deck() -> DeckFile:
    return DeckFile(Path("deck.pptx"), entries_of(deck_bytes("first")))


@pytest.fixture(scope="module")
def base(deck: DeckFile) -> Base:
    found = base_inside(deck)
    assert found is not None
    return found


def test_every_shape_is_remembered_as_it_is_read_from_the_slide(deck: DeckFile, base: Base) -> None:
    assert len(base.slides) == len(deck.slides)
    for ours, theirs in zip(base.slides, deck.slides, strict=True):
        read = {each.base.id: each.base for each in theirs.shapes}
        for each in ours.shapes:
            chart = each.chart and replace(each.chart, digest="", workbook="")
            assert replace(each, chart=chart, numbered=False) == read[each.id]
        assert (ours.id, ours.layout, ours.notes) == (theirs.id, theirs.layout, body_text(deck.notes_of(theirs)))


def test_slides_and_their_parts_are_known_by_their_digests(deck: DeckFile, base: Base) -> None:
    for ours, theirs in zip(base.slides, deck.slides, strict=True):
        data = deck.parts[theirs.part]
        assert ours.digest == digest(data) == digest(serialised(parse_xml(data)))
        assert ours.digest != digest(data.replace(b"<a:t>", b"<a:t>x", 1))


def test_each_slide_has_a_key_of_its_own(base: Base) -> None:
    keys = [(each.key, each.page) for each in base.slides]
    assert len(set(keys)) == len(keys)
    assert base.slides[4].key == "current-state"


def test_only_figures_that_are_read_in_the_deck_are_remembered(base: Base) -> None:
    said = "\n".join(text for slide in base.slides for text in texts_of(slide))
    assert base.figures["spend.monthly"] == ("€413k", "€413,000")
    assert [id for id, forms in base.figures.items() if not any(form in said for form in forms)] == []


def test_a_base_comes_back_as_it_was(base: Base) -> None:
    assert decoded(encoded(base)) == base


def test_a_part_of_the_template_keeps_its_name() -> None:
    from briefing.formats.pptx.base import custom_names

    assert custom_names(["/customXml/item1.xml"]) == ("/customXml/item2.xml", "/customXml/itemProps2.xml")


def test_a_deck_without_a_request_remembers_nothing() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("customXml/item1.xml", "<other/>")
    assert base_in(stream.getvalue()) == b""
