"""Sensitivity labels: what a template says of who may read it. A deck does not take that along, and so it is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from briefing.render.pptx.package import Package, parse_xml

NAMES: Final = re.compile(
    r"MSIP_Label_.*_Name|Sensitivity|.*Classification|bjDocumentSecurityLabel|TitusClassification", re.IGNORECASE
)
MARK: Final = re.compile(r"MSIP_Label_", re.IGNORECASE)
LABELS: Final = ("classificationlabels", "labelInfo")
LONGEST: Final = 60


def label_notices(package: Package) -> Iterator[str]:
    """One sentence where the template carries a label, with its name where the file says it."""
    names, marked = [], bool([part for kind in LABELS for part in package.related("", kind)])
    for part in package.related("", "custom-properties"):
        for name, value in _properties(package.parts.get(part, b"")):
            marked = marked or bool(MARK.match(name))
            if value and NAMES.fullmatch(name):
                names.append(value)
    if names:
        said = " and ".join(f"'{name[:LONGEST]}'" for name in dict.fromkeys(names))
        yield f"The template carries the sensitivity label {said}; the deck carries none, so set it in PowerPoint."
    elif marked:
        yield "The template carries a sensitivity label; the deck carries none, so set it in PowerPoint."


def _properties(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        rows = list(parse_xml(data)) if data else []
    except etree.XMLSyntaxError:
        return
    for row in rows:
        yield row.get("name", ""), " ".join("".join(row.itertext()).split())
