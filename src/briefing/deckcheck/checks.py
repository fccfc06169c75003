"""Every check by its code, and the deck that goes through all of them.

Codes are stable: D0 is for people, D1 for letters, D2 for places, D3 for the file. `docs/deck-checks.md` explains each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from briefing.deckcheck.findings import Check, Finding
from briefing.deckcheck.read import read_deck
from briefing.deckcheck.rules import alternatives, fitting, ids, legible, parts, placing, reading, titles
from briefing.deckcheck.view import DeckView

_RESAVE: Final = "open the deck in PowerPoint, let it repair the file, and save it again"
_WRITER: Final = "mend the program that wrote the file, or open it in PowerPoint and save it again"

CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "D001": Check(
            "error",
            "slide without title",
            "choose a layout with a title and say the slide's message in it",
            titles.no_title,
        ),
        "D002": Check("error", "empty title", "write the slide's message into the title", titles.empty_title),
        "D003": Check(
            "error", "title used twice", "say in each title what is told on that slide alone", titles.title_twice
        ),
        "D004": Check(
            "error",
            "no alternative text",
            "write an alternative text that says what is seen, or mark it as decorative",
            alternatives.no_alternative,
        ),
        "D005": Check(
            "error",
            "file name as alternative text",
            "replace it by what the picture says, or mark the picture as decorative",
            alternatives.file_name,
        ),
        "D006": Check(
            "error", "title not read first", "move the title to the top of the reading order", reading.title_not_first
        ),
        "D007": Check(
            "advice",
            "reading order jumps",
            "order the shapes from top to bottom, or from left to right",
            reading.order_jumps,
        ),
        "D008": Check(
            "error", "table without header row", "switch on Header Row in the table's design", reading.no_header_row
        ),
        "D009": Check("advice", "text without language", "set the proofing language of all text", reading.no_language),
        "D010": Check("advice", "empty placeholder", "fill it or delete it", reading.empty_placeholder),
        "D011": Check("advice", "file without title", "set the title in the file's properties", titles.no_file_title),
        "D012": Check(
            "advice",
            "shape without meaning",
            "describe it in an alternative text, or mark it as decorative",
            alternatives.undescribed_shape,
        ),
        "D101": Check(
            "error", "too little contrast", "take a darker or a lighter colour for the text", legible.low_contrast
        ),
        "D102": Check(
            "advice",
            "contrast cannot be judged",
            "put a filled panel between the text and the picture",
            legible.unknown_contrast,
        ),
        "D103": Check(
            "error", "unreadable type size", "cut the text or split the slide, and enlarge it", legible.unreadable_size
        ),
        "D104": Check(
            "advice", "small type size", "cut the text or split the slide, and enlarge it", legible.small_size
        ),
        "D201": Check(
            "error", "over the edge of the slide", "move it onto the slide, or cut the text", placing.off_slide
        ),
        "D202": Check("error", "text on text", "move the shapes apart, or cut the text", placing.text_on_text),
        "D203": Check(
            "advice", "text boxes overlap", "make the boxes smaller or move them apart", placing.boxes_overlap
        ),
        "D204": Check("error", "text covered", "bring the text to the front, or move what covers it", placing.covered),
        "D205": Check(
            "error", "text does not fit", "cut the text, enlarge the box or take a smaller size", fitting.does_not_fit
        ),
        "D206": Check(
            "error", "word torn", "widen the box, or take a smaller size or a shorter word", fitting.word_torn
        ),
        "D207": Check(
            "advice", "text may not fit", "look at the slide, and leave the text more room", fitting.may_not_fit
        ),
        "D301": Check("error", "part without content type", _RESAVE, parts.no_content_type),
        "D302": Check("error", "content type without part", _RESAVE, parts.stale_content_type),
        "D303": Check("error", "relationship to a missing part", _RESAVE, parts.dangling),
        "D304": Check("error", "id without relationship", _RESAVE, parts.unknown_id),
        "D305": Check("error", "part that nothing leads to", _RESAVE, parts.orphan),
        "D306": Check("error", "part that is not XML", _RESAVE, parts.malformed),
        "D307": Check("error", "relationship to a part of another sort", _RESAVE, parts.wrong_type),
        "D308": Check("error", "relationship missing", _RESAVE, parts.missing_link),
        "D309": Check(
            "advice",
            "content outside the file",
            "embed it: break the link in PowerPoint's file information",
            parts.external,
        ),
        "D311": Check("error", "shape id used twice", _WRITER, ids.shape_id_twice),
        "D312": Check("advice", "shape name used twice", "give each shape a name of its own", ids.shape_name_twice),
        "D313": Check("error", "slide id unusable", _WRITER, ids.slide_id),
        "D314": Check("error", "list of slides wrong", _WRITER, ids.slide_list),
        "D315": Check("error", "text without paragraph", _WRITER, ids.no_paragraph),
        "D316": Check("error", "notes master not listed", _WRITER, ids.notes_master),
        "D317": Check("error", "sections and slides differ", _WRITER, ids.sections),
        "D318": Check("error", "list of masters or layouts wrong", _WRITER, ids.masters),
        "D319": Check("error", "connector without end", "glue the connector again, or delete it", ids.loose_connector),
        "D320": Check("error", "uneven table", _WRITER, ids.uneven_table),
        "D321": Check("error", "prefix that nothing declares", _WRITER, parts.undeclared_prefix),
    }
)


def check_deck(path: Path) -> tuple[Finding, ...]:
    """All findings in a deck, slide by slide. Raises FactError where the file cannot be read as a presentation."""
    return check_view(read_deck(path))


def check_view(deck: DeckView) -> tuple[Finding, ...]:
    """All findings in a deck that has been read, slide by slide and then by code."""
    return tuple(sorted(_findings(deck)))


def _findings(deck: DeckView) -> Iterator[Finding]:
    for code, check in CHECKS.items():
        for hit in check.rule(deck):
            yield Finding(hit.slide, code, hit.shape, hit.message, check.severity, check.remedy)
