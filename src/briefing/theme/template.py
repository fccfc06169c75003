"""Somebody's template as a theme: its layouts matched to roles, its regions, colours and fonts as they can be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.errors import FactError, Where
from briefing.ooxml.elements import NS
from briefing.ooxml.inherit import placeholders_of, typeface
from briefing.ooxml.package import Package, parse_xml, xml_bytes
from briefing.ooxml.xmltext import NAMESPACES, attribute
from briefing.page.boxes import EMU_PER_INCH
from briefing.page.look import (
    LAYOUT_ROLES,
    PALETTE_ROLES,
    USUAL_HEIGHT,
    USUAL_WIDTH,
    Look,
    Placeholder,
    TypeScale,
    density,
    scaled_sheet,
)
from briefing.theme.adapting import AdaptedLayout, adapted
from briefing.theme.roles import Match, match
from briefing.theme.template_layout import FEET, Master, TemplateLayout, read_sheet
from briefing.theme.theme import Choice, Theme, fonts_of
from briefing.theme.usable import Usage, features, told, usable, used

Layouts = list[tuple[str, str, etree._Element]]
FREE: Final = ("title", "section")  # roles whose titles may stand anywhere
USED_MASTER: Final = 3  # layouts: what it counts that a template's own slides use a master
HUGE: Final = 1.25  # times that: everything is drawn larger, as on a poster
LEAST: Final = (4 * EMU_PER_INCH, 5 * EMU_PER_INCH)  # with less of either, everything is drawn smaller
STAMP: Final = 6 * EMU_PER_INCH  # slides of which no side is longer show what others do, small
STAMP_AS: Final = 10 * EMU_PER_INCH


class _Served(Struct, frozen=True):
    """One slide master, its sheets, and which of them serves which role."""

    master: Master
    sheets: Sequence[TemplateLayout]
    matched: Mapping[str, Match]
    first: int = 0  # how many layouts other masters have before
    used: float = 0.0  # share of the template's own slides that have one of its layouts

    @property
    def worth(self) -> tuple[float, float]:
        """How many roles have a layout of their own, and how much room there is for content.

        A master that the template's own slides use counts as one with several layouts more.
        """
        own = sum(not each.substitute for each in self.matched.values()) + USED_MASTER * self.used
        content = self.sheets[self.matched["title-only"].index]
        return own if content.title else own - len(LAYOUT_ROLES), float(content.roomy)


def read_template(
    package: Package,
    presentation: str,
    masters: Sequence[Master],
    layouts: Mapping[str, Layouts],
    path: Path,
    mapping: Mapping[str, str],
    notices: tuple[str, ...],
    usage: Usage,
) -> Theme:
    """The template with the master that serves most roles. Raises FactError for a name that no layout has."""
    every = [each for master in masters for each in layouts[master.part]]
    shared = tuple(_shared(mapping, [name for _, name, _ in every], path))
    mapping = _numbered(mapping, every)
    counts = accumulate((len(layouts[master.part]) for master in masters), initial=0)
    served = [
        _served(master, layouts[master.part], mapping, usage, first)
        for master, first in zip(masters, counts, strict=False)
        if layouts[master.part]
    ]
    _check_names(mapping, served, path)
    named = [len({*mapping.values()} & _names(each)) for each in served]
    best = max(range(len(served)), key=lambda index: (named[index], served[index].worth, -index))
    _check_one_master(mapping, served[best], path)
    theme = _theme(package, presentation, served[best], path, (*notices, *shared))
    return replace(theme, layout_names=tuple(name for _, name, _ in every))


def _served(master: Master, layouts: Layouts, mapping: Mapping[str, str], usage: Usage, first: int) -> _Served:
    sheets = [scaled_sheet(read_sheet(part, tree, master), 1 / factor_of(master.size)) for part, _, tree in layouts]
    matched = match([used(features(sheet), sheet, sheets, usage) for sheet in sheets])
    places = {sheet.name: index for index, sheet in reversed(list(enumerate(sheets)))}
    places |= {sheet.part: index for index, sheet in enumerate(sheets)}
    chosen = {
        role: Match(places[name], "is chosen in the theme map") for role, name in mapping.items() if name in places
    }
    shares = sum(usage.shares.get(part, 0.0) for part, _, _ in layouts)
    return _Served(master, sheets, {role: chosen.get(role, matched[role]) for role in LAYOUT_ROLES}, first, shares)


def _numbered(mapping: Mapping[str, str], layouts: Layouts) -> Mapping[str, str]:
    """The mapping with part names for numbers, which count the layouts of all masters from 1: names may come twice."""
    names = {name for _, name, _ in layouts}
    parts = {str(number): part for number, (part, _, _) in enumerate(layouts, 1)}
    return {role: wanted if wanted in names else parts.get(wanted, wanted) for role, wanted in mapping.items()}


def _shared(mapping: Mapping[str, str], names: Sequence[str], path: Path) -> Iterator[str]:
    """A sentence for each name of the theme map that several layouts have."""
    for name in dict.fromkeys(mapping.values()):
        numbers = [str(number) for number, each in enumerate(names, 1) if each == name]
        if len(numbers) > 1:
            yield (
                f"{path.name} has {len(numbers)} slide layouts with the name '{name}', of which the first is used; "
                f"say which in the theme map by its number, {', '.join(numbers[:-1])} or {numbers[-1]}."
            )


def _check_names(mapping: Mapping[str, str], served: Sequence[_Served], path: Path) -> None:
    known = [sheet.name for each in served for sheet in each.sheets]
    missing = [name for name in mapping.values() if not any(name in _names(each) for each in served)]
    if missing:
        offered = ", ".join(f"{number} '{name}'" for number, name in enumerate(known, 1))
        message = f"the theme has no slide layout with the name or number '{missing[0]}'"
        raise FactError(message, Where(str(path)), f"it has {offered}")


def _names(served: _Served) -> set[str]:
    return {each for sheet in served.sheets for each in (sheet.name, sheet.part)}


def _check_one_master(mapping: Mapping[str, str], served: _Served, path: Path) -> None:
    names = _names(served)
    strange = [name for name in mapping.values() if name not in names]
    if strange:
        message = f"the layout '{strange[0]}' belongs to another slide master than the others of the theme map"
        raise FactError(message, Where(str(path)), "name layouts of one slide master")


def _theme(package: Package, presentation: str, served: _Served, path: Path, notices: tuple[str, ...]) -> Theme:
    master = served.master
    sheets = _usable(served, path)
    suited = {role: adapted(sheets[role], role, each.substitute) for role, each in served.matched.items()}
    faces, tokens = _fonts(master)
    layouts = {
        role: replace(each.layout, placeholders=_measured(each, master, package, tokens))
        for role, each in suited.items()
    }
    size = served.sheets[0].size
    factor = factor_of(master.size)
    dense = density(*size) if factor >= 1 else 1.0  # what is drawn smaller as a whole is small enough
    look = Look(master.theme.get("name") or path.stem, *size, layouts, *faces, density=dense)
    main = suited["title-only"].palette
    parts = {**package.parts, presentation: _with_text_style(package.parts[presentation], tokens[1])}
    return Theme(
        look=look,
        package=replace(package, parts=parts),
        presentation=presentation,
        notes_master=package.related(presentation, "notesMaster")[0],
        palette=main.names,
        values=main.values,
        notices=(
            *notices,
            *_small(master.size, path),
            *_substitutes(served, path),
            *told(_before_and_after(served, sheets), path.name),
        ),
        choices=tuple(_choices(served)),
        corrections=tuple(dict.fromkeys(_corrections(suited))),
        palettes={role: each.palette.names for role, each in suited.items()},
        color_maps={sheet.part: sheet.color_map for sheet in served.sheets if sheet.color_map},
        fonts=tokens,
        factor=factor,
    )


def _usable(served: _Served, path: Path) -> dict[str, TemplateLayout]:
    """Role → its layout, with places for title and content. Raises FactError where one has no room for any text."""
    sheets = {}
    for role, each in served.matched.items():
        sheet = served.sheets[each.index]
        own = role in FREE and not each.substitute and not (sheet.title and sheet.title.turned)
        made = sheet if own else usable(sheet)
        if made is None:
            message = f"no slide layout leaves room for text; '{sheet.name}' has the most"
            raise FactError(message, Where(str(path)), "make room for a title and a text on one of its slide layouts")
        sheets[role] = made
    return sheets


def _before_and_after(
    served: _Served, sheets: Mapping[str, TemplateLayout]
) -> list[tuple[TemplateLayout, TemplateLayout]]:
    return [(served.sheets[served.matched[role].index], sheet) for role, sheet in sheets.items()]


def factor_of(size: tuple[int, int]) -> float:
    """By how much all is drawn larger than it is arranged: above 1 for posters, below for slides like a stamp."""
    factor = min(size[0] / USUAL_WIDTH, size[1] / USUAL_HEIGHT)
    if factor >= HUGE:
        return factor
    stamp = max(size) / STAMP_AS if max(size) < STAMP else 1.0
    return min(stamp, size[0] / LEAST[0], size[1] / LEAST[1])


def _small(size: tuple[int, int], path: Path) -> Iterator[str]:
    """What to know of slides on which no text has its usual size."""
    factor = factor_of(size)
    if factor < 1:
        sides = " × ".join(f"{side / EMU_PER_INCH:.1f}" for side in size)
        least = TypeScale().table_floor * factor
        yield f"The slides of {path.name} are {sides} in; texts on them are as small as {least:.0f} pt."


def _choices(served: _Served) -> Iterator[Choice]:
    for role, each in served.matched.items():
        yield Choice(role, served.sheets[each.index].name, each.reason, each.substitute, served.first + each.index + 1)


def _substitutes(served: _Served, path: Path) -> Iterator[str]:
    """One sentence for each layout that has to serve roles it was not made for."""
    standing: dict[str, list[str]] = {}
    for choice in _choices(served):
        if choice.substitute and choice.role != "two-content":
            standing.setdefault(choice.layout, []).append(choice.role)
    for layout, roles in standing.items():
        yield f"{path.name} has no slide layout for {_listed(roles)}; '{layout}' is used instead."
    for role in ("title-only", "content"):
        if served.sheets[served.matched[role].index].title is None:
            yield f"{path.name} has no slide layout with a title; titles stand in text boxes of our own."
            return


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _corrections(suited: Mapping[str, AdaptedLayout]) -> Iterator[str]:
    for role, each in suited.items():
        yield from each.palette.corrections
        for place in each.layout.placeholders:
            if place.color in PALETTE_ROLES and place.type in FEET:
                yield f"footer, date or number of '{each.layout.name}' are too faint; they are written in {place.color}"
            elif place.color and place.style and place.type not in FEET and not place.style.after < 0:
                where = f"'{place.name}' of '{each.layout.name}'"
                yield f"{where} does not read on its ground; it is written in {place.color}"
        if each.layout.panels:
            yield f"'{each.layout.name}' stands on a picture or a gradient; as {role} its text has a panel under it"


def _fonts(master: Master) -> tuple[tuple[str, str], tuple[str, str]]:
    """The typefaces that titles and texts really have, and how the file names them."""
    major, minor = fonts_of(master.theme)
    heading = typeface(None, "title", master.text) or "+mj-lt"
    body = typeface(None, "body", master.text) or "+mn-lt"
    known = {"+mj": major, "+mn": minor}
    return (known.get(heading[:3], heading), known.get(body[:3], body)), (heading, body)


def _measured(
    each: AdaptedLayout, master: Master, package: Package, tokens: tuple[str, str]
) -> tuple[Placeholder, ...]:
    """The placeholders; one in a typeface of its own is written in that of the theme, which is measured."""
    tree = parse_xml(package.parts[each.layout.part])
    shapes = {(type_, idx): shape for shape, type_, idx in placeholders_of(tree)}
    places = []
    for place in each.layout.placeholders:
        wanted = tokens[0] if place.type in {"title", "ctrTitle"} else tokens[1]
        own = typeface(shapes.get((place.type, place.idx)), place.type, master.text) or wanted
        font = f'<a:latin typeface="{attribute(wanted)}"/>' if own != wanted else ""
        places.append(replace(place, style=replace(place.style, font=font)) if place.style and font else place)
    return tuple(places)


def _with_text_style(data: bytes, font: str) -> bytes:
    """The presentation with plain text boxes in the typeface of its body text: nothing is left to be inherited."""
    root = parse_xml(data)
    for old in root.findall("p:defaultTextStyle", NS):
        root.remove(old)
    run = '<a:defRPr sz="1800" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    face = f'<a:latin typeface="{attribute(font)}"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
    look = 'marL="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"'
    level = f"<a:lvl1pPr {look}>{run}{face}</a:lvl1pPr>"
    style = parse_xml(f"<p:defaultTextStyle {NAMESPACES}>{level}</p:defaultTextStyle>".encode())
    before = [root.find(f"p:{name}", NS) for name in ("notesSz", "sldSz")]
    next(each for each in before if each is not None).addnext(style)
    return xml_bytes(root)
