"""What a slide's shapes inherit from: its layout, its master, the theme and the presentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from briefing.deckcheck.color import Palette
from briefing.deckcheck.container import Container
from briefing.deckcheck.fills import Paint
from briefing.deckcheck.tablestyles import TableStyles
from briefing.deckcheck.textread import TextSource
from briefing.deckcheck.xmlvalues import NAMESPACES
from briefing.render.pptx.inherit import MASTER_SORT, TEXT_STYLES

PLACEHOLDER: Final = "./*/p:nvPr/p:ph"
DEFAULT_STYLE: Final = "p:defaultTextStyle"
FOOTER_SORTS: Final = frozenset({"dt", "ftr", "sldNum", "hdr"})
FONT_NAMES: Final = {"major": "+mj", "minor": "+mn"}
FONT_SCRIPTS: Final = {"latin": "lt", "ea": "ea", "cs": "cs"}


@dataclass(frozen=True, slots=True)
class Sources:
    """All that the shapes of one slide may inherit."""

    layout: etree._Element
    master: etree._Element
    paint: Paint
    fonts: Mapping[str, str]
    defaults: tuple[etree._Element, ...]  # the presentation's text style
    tables: TableStyles
    by_idx: Mapping[str, etree._Element]  # of the layout's placeholders
    by_sort: Mapping[str, etree._Element]  # of the layout's placeholders
    of_master: Mapping[str, etree._Element]  # by sort

    def followed(self, ph: etree._Element | None) -> tuple[etree._Element, ...]:
        """The placeholders of layout and master that a placeholder follows, nearest first."""
        if ph is None:
            return ()
        sort = _sort(ph)
        of_layout = self.by_sort.get(sort) if sort in FOOTER_SORTS or sort == "title" else None
        if of_layout is None:
            of_layout = self.by_idx.get(ph.get("idx", "0"))
        own = None if of_layout is None else of_layout.find(PLACEHOLDER, NAMESPACES)
        of_master = self.of_master.get(sort if own is None else _sort(own))
        return tuple(each for each in (of_layout, of_master) if each is not None)

    def text(self, body: etree._Element, ph: etree._Element | None, style: etree._Element | None) -> TextSource:
        """Where the text of a shape gets what it does not say; `style` is the shape's own p:style."""
        bodies = [
            body,
            *(found for each in self.followed(ph) if (found := each.find("p:txBody", NAMESPACES)) is not None),
        ]
        lists = [found for each in bodies if (found := each.find("a:lstStyle", NAMESPACES)) is not None]
        color = None if style is None else style.find("a:fontRef/*", NAMESPACES)
        return TextSource(
            [found for each in bodies if (found := each.find("a:bodyPr", NAMESPACES)) is not None],
            [*lists, *self._last(ph)],
            self.fonts,
            self.paint,
            self.paint.palette.color(color),
            own_styles=len(lists),
        )

    def cell(self, body: etree._Element) -> TextSource:
        """The same for a table cell, before its table style says colour and weight."""
        lists = body.findall("a:lstStyle", NAMESPACES)
        return TextSource(
            body.findall("a:bodyPr", NAMESPACES),
            [*lists, *self._last(None)],
            self.fonts,
            self.paint,
            own_styles=len(lists),
        )

    def _last(self, ph: etree._Element | None) -> Iterator[etree._Element]:
        """The master's text style for this sort of placeholder; for other text the presentation's comes first."""
        name = "otherStyle" if ph is None else TEXT_STYLES.get(_sort(ph), "bodyStyle")
        if ph is not None and _sort(ph) in FOOTER_SORTS:
            name = "otherStyle"
        style = self.master.find(f"p:txStyles/p:{name}", NAMESPACES)
        if style is not None and ph is not None:
            yield style
        yield from self.defaults
        if style is not None and ph is None:
            yield style


def sources_of(container: Container, presentation: str, slide: str) -> Sources:
    """Everything that a slide inherits from, by way of its relationships."""
    layout_part = container.related(slide, "slideLayout")
    master_part = container.related(layout_part, "slideMaster") or container.related(presentation, "slideMaster")
    layout, master = container.tree(layout_part), container.tree(master_part)
    theme = container.tree(container.related(master_part, "theme"))
    palette = Palette.of(theme, _color_map(container.tree(slide), layout, master))
    placeholders = list(_placeholders(layout))
    return Sources(
        layout,
        master,
        Paint.of(theme, palette),
        _fonts(theme),
        tuple(container.tree(presentation).iterfind(DEFAULT_STYLE, NAMESPACES)),
        TableStyles(container.tree(container.related(presentation, "tableStyles")), palette),
        {ph.get("idx", "0"): shape for ph, shape in reversed(placeholders)},
        {_sort(ph): shape for ph, shape in reversed(placeholders)},
        {_sort(ph): shape for ph, shape in reversed(list(_placeholders(master)))},
    )


def _placeholders(tree: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    for ph in tree.iterfind("p:cSld/p:spTree//p:nvPr/p:ph", NAMESPACES):
        yield ph, ph.getparent().getparent().getparent()


def _sort(ph: etree._Element) -> str:
    type_ = ph.get("type", "obj")
    return MASTER_SORT.get(type_, type_ if type_ in FOOTER_SORTS or type_ == "title" else "body")


def _color_map(*trees: etree._Element) -> etree._Element | None:
    """The nearest override of slide and layout, else the master's map."""
    for tree in trees:
        for path in ("p:clrMapOvr/a:overrideClrMapping", "p:clrMap"):
            if (found := tree.find(path, NAMESPACES)) is not None:
                return found
    return None


def _fonts(theme: etree._Element) -> dict[str, str]:
    return {
        f"{prefix}-{suffix}": found.get("typeface", "")
        for which, prefix in FONT_NAMES.items()
        for script, suffix in FONT_SCRIPTS.items()
        if (found := theme.find(f".//a:{which}Font/a:{script}", NAMESPACES)) is not None
    }
