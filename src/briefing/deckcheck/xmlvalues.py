"""Values of attributes and elements that a stranger may have written: what makes no sense counts as not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from briefing.render.pptx.inherit import NS

P14: Final = "http://schemas.microsoft.com/office/powerpoint/2010/main"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMESPACES: Final = {**NS, "p14": P14, "mc": MC, "c": C}
RELATIONSHIP: Final = f"{{{NS['r']}}}"
_TRUE: Final = frozenset({"1", "true", "on"})
_LARGEST: Final = 2**40  # no length, size or angle of a slide comes near


def number(value: str | None, default: int = 0) -> int:
    """A whole number, a percentage as hundred-thousandths of one; the default for anything else."""
    try:
        found = round(float(value[:-1]) * 1000) if value and value.endswith("%") else int(value or default)
    except (ValueError, OverflowError):
        return default
    return found if abs(found) < _LARGEST else default


def is_on(value: str | None, default: bool = False) -> bool:
    """A truth value."""
    return default if value is None else value in _TRUE


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def first_attribute(elements: Iterable[etree._Element], name: str) -> str | None:
    """The value of an attribute in the first of the elements that has it."""
    return next((str(value) for each in elements if (value := each.get(name)) is not None), None)


def first_child(elements: Iterable[etree._Element], *paths: str) -> etree._Element | None:
    """The first child at one of the paths under the first of the elements that has any."""
    for each in elements:
        for path in paths:
            if (found := each.find(path, NAMESPACES)) is not None:
                return found
    return None
