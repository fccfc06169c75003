"""Which slide layouts the own slides of a template use: what its designers do counts for more than what they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from briefing.render.pptx.inherit import NS
from briefing.render.pptx.package import Package, parse_xml

NOBODY: Mapping[str, float] = {}


class Usage(Struct, frozen=True):
    """The layout of the first slide, and the share of the further slides that each layout has, by part name."""

    first: str = ""
    shares: Mapping[str, float] = NOBODY


def usage_of(package: Package, presentation: str) -> Usage:
    """How the slides of a template, if it has any, use its layouts."""
    root = parse_xml(package.parts[presentation])
    targets = {link.id: link.target for link in package.relationships.get(presentation, ())}
    ids = [each.get(f"{{{NS['r']}}}id", "") for each in root.iterfind("p:sldIdLst/p:sldId", NS)]
    shown = [targets[id_] for id_ in ids if targets.get(id_) in package.parts]
    used = [
        layout for slide in shown for layout in package.related(slide, "slideLayout")[:1] if not _hidden(package, slide)
    ]
    further = Counter(used[1:] or used)
    total = sum(further.values())
    return Usage(used[0] if used else "", {part: count / total for part, count in further.items()})


def _hidden(package: Package, slide: str) -> bool:
    try:
        return parse_xml(package.parts[slide]).get("show") in {"0", "false"}
    except etree.XMLSyntaxError:
        return True
