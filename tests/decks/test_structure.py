"""What a finished deck holds, as python-pptx reads it: titles, notes, footers, alternative texts, sections and more."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time

from pptx.enum.shapes import PP_PLACEHOLDER

from decks import reading
from decks.cases import DAY, Made

WITHOUT_FOOTER = ("Title", "Closing")  # slide layouts that fill the slide
SENT = ("pre-read",)  # layouts to read, without notes
WIDE = 16 / 9


def test_the_slides_are_as_many_as_the_run_says_and_wide(deck: Made) -> None:
    presentation = reading.opened(deck.path)
    assert len(presentation.slides) == deck.deck.pages > 0
    assert abs(presentation.slide_width / presentation.slide_height - WIDE) < 0.001


def test_every_slide_has_a_title_that_no_other_has(deck: Made) -> None:
    titles = [reading.title(slide) for _, slide in reading.slides(deck.path)]
    assert "" not in titles
    assert [title for title, count in Counter(titles).items() if count > 1] == []


def test_the_title_is_read_first(deck: Made) -> None:
    for number, slide in reading.slides(deck.path):
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id, f"slide {number}"


def test_every_slide_has_notes_to_say_aloud(deck: Made) -> None:
    silent = [number for number, slide in reading.slides(deck.path) if not reading.notes(slide)]
    assert silent == ([number for number, _ in reading.slides(deck.path)] if deck.case.layout in SENT else [])


def test_every_slide_but_opening_and_ask_has_its_number_footer_and_date(deck: Made) -> None:
    for number, slide in reading.slides(deck.path):
        due = slide.slide_layout.name not in WITHOUT_FOOTER
        assert reading.placeholders(slide, PP_PLACEHOLDER.SLIDE_NUMBER) == [str(number)] * due
        assert reading.placeholders(slide, PP_PLACEHOLDER.DATE) == [deck.briefing.date_text] * due
        footers = reading.placeholders(slide, PP_PLACEHOLDER.FOOTER)
        assert [bool(footer.strip()) for footer in footers] == [True] * due


def test_what_is_not_text_says_what_it_is_or_that_it_is_decoration(deck: Made) -> None:
    silent = [
        place
        for place, shape in reading.shapes(deck.path)
        if not (reading.is_text(shape) or reading.alt_text(shape) or reading.is_decorative(shape))
    ]
    assert silent == []


def test_decoration_has_no_alternative_text_and_no_words(deck: Made) -> None:
    decorations = [(place, shape) for place, shape in reading.shapes(deck.path) if reading.is_decorative(shape)]
    assert [place for place, shape in decorations if reading.alt_text(shape) or reading.is_text(shape)] == []


def test_no_two_shapes_of_a_slide_have_the_same_alternative_text(deck: Made) -> None:
    for number, slide in reading.slides(deck.path):
        said = Counter(alt for shape in slide.shapes if (alt := reading.alt_text(shape)))
        assert [alt for alt, count in said.items() if count > 1] == [], f"slide {number}"


def test_every_table_marks_a_header_row_and_names_its_columns(deck: Made) -> None:
    for place, table in reading.tables(deck.path):
        assert table.first_row, place
        assert all(cell.text_frame.text.strip() for cell in table.rows[0].cells), place


def test_the_sections_cover_all_slides_in_their_order(deck: Made) -> None:
    sections = reading.sections(deck.path)
    assert [slide for _, slides in sections for slide in slides] == reading.slide_ids(deck.path)
    assert all(name.strip() and slides for name, slides in sections)


def test_the_file_says_what_it_is_whose_and_when(deck: Made) -> None:
    properties, briefing = reading.opened(deck.path).core_properties, deck.briefing
    assert properties.title == briefing.title != ""
    assert properties.subject == briefing.subject != ""
    assert properties.keywords == ", ".join(briefing.keywords) != ""
    assert properties.author == properties.last_modified_by == briefing.author != ""
    assert properties.language == briefing.language != ""
    midnight = datetime.combine(DAY, time(), UTC)
    assert [each.replace(tzinfo=UTC) for each in (properties.created, properties.modified)] == [midnight] * 2


def test_every_run_of_text_says_its_language(deck: Made) -> None:
    for _, slide in reading.slides(deck.path):
        for part in (slide, *((slide.notes_slide,) if slide.has_notes_slide else ())):
            runs = part.element.xpath(".//a:r | .//a:fld")
            assert {run.xpath("string(a:rPr/@lang)") for run in runs} == {deck.briefing.language}


def test_no_text_is_smaller_than_eleven_points(deck: Made) -> None:
    sizes = [int(size) for _, slide in reading.slides(deck.path) for size in slide.element.xpath(".//a:rPr/@sz")]
    assert min(sizes, default=1100) >= 1100
