"""Charts, as far as they are checked: the sizes of their texts, and the colours of what stands beside the plot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from briefing.deckcheck.color import color_of
from briefing.deckcheck.fills import Paint
from briefing.deckcheck.view import ChartView
from briefing.deckcheck.xmlvalues import NAMESPACES, local, number

DEFAULT_SIZE: Final = 10.0  # points, of chart text that nothing else sizes
# Data labels may stand on a bar; all else stands on what the chart stands on.
_ON_PLOT: Final = "dLbls"
_PROPERTIES: Final = frozenset({"defRPr", "rPr"})


def read_chart(tree: etree._Element, paint: Paint) -> ChartView:
    """A chart part."""
    shown = [run for run in _runs(tree) if _shows(run)]
    sizes = [number(run.get("sz")) / 100 for run in shown if run.get("sz")]
    if not tree.findall("c:txPr//a:defRPr[@sz]", NAMESPACES) and len(sizes) < len(shown):
        sizes.append(DEFAULT_SIZE)
    colors = (paint.palette.color(_fill(run)) for run in shown if not _is_on_plot(run))
    return ChartView(tuple(sorted(set(sizes))), tuple(dict.fromkeys(color for color in colors if color)))


def _runs(tree: etree._Element) -> Iterator[etree._Element]:
    return (each for each in tree.iter(f"{{{NAMESPACES['a']}}}*") if local(each) in _PROPERTIES)


def _shows(run: etree._Element) -> bool:
    """Whether any text is drawn with it: not that of an axis or a label that is taken away."""
    owners = (each for each in run.iterancestors() if each.find("c:delete", NAMESPACES) is not None)
    return not any(owner.find("c:delete", NAMESPACES).get("val", "1") in {"1", "true"} for owner in owners)


def _is_on_plot(run: etree._Element) -> bool:
    return any(local(each) == _ON_PLOT for each in run.iterancestors())


def _fill(run: etree._Element) -> etree._Element | None:
    fill = run.find("a:solidFill", NAMESPACES)
    return None if fill is None else color_of(fill)
