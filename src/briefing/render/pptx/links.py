"""The addresses that a slide links to: which may stay links, and the relationship of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote, urlsplit

from briefing.render.pptx.boxes import ChartBox, Frame, IconBox, LineBox, Placed, TableBox

_ALLOWED: Final = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_URI_CHARACTERS: Final = ":/?#[]@!$&'()*+,;=%~"


def safe_address(link: str) -> str:
    """The address as a clean URI, or "" unless it is http, https or mailto and can be parsed.

    PowerPoint offers a repair for an address that does not parse, so such text stays plain.
    """
    if not _ALLOWED.match(link):
        return ""
    try:
        urlsplit(link).port  # noqa: B018 - raises for brackets or ports that make no sense
        return quote(link.strip(), safe=_URI_CHARACTERS)
    except (ValueError, UnicodeEncodeError):
        return ""


def addresses(boxes: Iterable[Placed]) -> tuple[str, ...]:
    """The `link` values of all runs that may be links, each once, in their order."""
    runs = (run for box in boxes for frame in _frames(box) for paragraph in frame.paragraphs for run in paragraph.runs)
    return tuple(dict.fromkeys(run.link for run in runs if run.link and safe_address(run.link)))


def _frames(box: Placed) -> Iterator[Frame]:
    if isinstance(box, TableBox):
        yield from (cell.frame for row in box.rows for cell in row)
    elif not isinstance(box, LineBox | IconBox | ChartBox) and box.frame is not None:
        yield box.frame
