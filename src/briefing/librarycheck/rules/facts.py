"""What YAML leaves out of a file, what does not fit together in a company's facts, and what no slide tells of them."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.librarycheck.findings import Hit, Rule
from briefing.librarycheck.shelf import Shelf


def cautions(shelf: Shelf) -> Iterator[Hit]:
    """Texts that end at a `#`, and quotes that are left out, in every file."""
    for sort in shelf.documents:
        for document in shelf.of(sort):
            for each in document.cautions:
                yield Hit(each.where, {"problem": each.message, "remedy": each.remedy})


def doubtful(code: str) -> Rule:
    """The rule for the doubts of one code."""

    def rule(shelf: Shelf) -> Iterator[Hit]:
        for each in shelf.doubts:
            if each.code == code:
                yield Hit(each.where, {"problem": each.message, "remedy": each.remedy})

    return rule


def untold(shelf: Shelf) -> Iterator[Hit]:
    """Facts that no persona is told of in the layout of the workspace."""
    company = shelf.company
    layout = next((each for each in shelf.layouts if each.name == shelf.layout), None)
    if not company or not layout:
        return
    from briefing.compose.untold import untold as found_untold  # only a company has facts

    briefings = [each.briefing for each in shelf.made.decks if each.facts and each.layout.name == layout.name]
    people = [each.persona.identifier for each in shelf.personas]
    doubt = found_untold(company.facts, briefings, people, layout.name, shelf.library.words())
    if doubt:
        yield Hit(doubt.where, {"problem": doubt.message, "remedy": doubt.remedy})
