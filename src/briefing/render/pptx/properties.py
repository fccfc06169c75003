"""The file properties of a deck, docProps/core.xml and app.xml: all from the deck, nothing from the clock."""

from __future__ import annotations

from typing import Final

from briefing.render.pptx.boxes import Deck
from briefing.render.pptx.xmltext import DECLARATION, content

CORE_PART: Final = "/docProps/core.xml"
CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_LINK: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
APP_PART: Final = "/docProps/app.xml"
APP_TYPE: Final = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
APP_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
_CORE_NAMESPACES: Final = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_APP_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def core_part(deck: Deck) -> str:
    """Title, author, subject, keywords, language and dates, both midnight UTC of the deck's date."""
    values = {
        "dc:title": deck.title,
        "dc:subject": deck.subject,
        "dc:creator": deck.author,
        "cp:keywords": ", ".join(deck.keywords),
        "dc:language": deck.language,
        "cp:lastModifiedBy": deck.author,
        "cp:revision": "1",
    }
    rows = "".join(f"<{tag}>{content(value)}</{tag}>" for tag, value in values.items() if value)
    moment = f' xsi:type="dcterms:W3CDTF">{deck.date.isoformat()}T00:00:00Z'
    dates = f"<dcterms:created{moment}</dcterms:created><dcterms:modified{moment}</dcterms:modified>"
    return f"{DECLARATION}<cp:coreProperties {_CORE_NAMESPACES}>{rows}{dates}</cp:coreProperties>"


def app_part(deck: Deck) -> str:
    """How many slides and notes there are."""
    slides = [slide for section in deck.sections for slide in section.slides]
    notes = sum(bool(slide.notes) for slide in slides)
    counts = f"<Slides>{len(slides)}</Slides><Notes>{notes}</Notes><HiddenSlides>0</HiddenSlides>"
    rows = f"<TotalTime>0</TotalTime><Application>briefing</Application>{counts}"
    return f'{DECLARATION}<Properties xmlns="{_APP_NAMESPACE}">{rows}</Properties>'
