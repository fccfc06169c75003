"""The fonts of a theme, named where a template leaves them open: every program draws an empty name in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.render.pptx.inherit import NS
from briefing.render.pptx.package import Package, parse_xml

USUAL: Final = "Arial"
EMPTY: Final = b'typeface=""'
SCHEMES: Final = ("major", "minor")
USES: Final = {"major": "headings", "minor": "texts"}
NO_SCHEME: Final = (
    f'<a:fontScheme xmlns:a="{NS["a"]}" name="Fonts"><a:majorFont><a:latin typeface=""/><a:ea typeface=""/>'
    '<a:cs typeface=""/></a:majorFont><a:minorFont><a:latin typeface=""/><a:ea typeface=""/><a:cs typeface=""/>'
    "</a:minorFont></a:fontScheme>"
)


def with_named_fonts(package: Package, masters: tuple[str, ...], name: str) -> tuple[Package, tuple[str, ...]]:
    """The package with a Latin font for headings and texts of each slide master, and a notice of each chosen one."""
    parts, notices = dict(package.parts), dict[str, None]()
    for master in masters:
        for part in (master, *package.related(master, "slideLayout")):
            parts |= {part: _without_empty_names(parts[part])} if part in parts else {}
        for part in package.related(master, "theme"):
            root = parse_xml(parts[part])
            chosen = tuple(_named(root))
            if chosen:
                parts[part] = _written(root)
            notices |= dict.fromkeys(f"{name} names no Latin font for {use}; {font} is used." for use, font in chosen)
    return replace(package, parts=parts), tuple(notices)


def _without_empty_names(data: bytes) -> bytes:
    """A slide master or layout in which a font without a name no longer hides the one that is inherited."""
    if EMPTY not in data:
        return data
    root = parse_xml(data)
    for latin in [each for each in root.iterfind(".//a:latin", NS) if not each.get("typeface")]:
        latin.getparent().remove(latin)
    return _written(root)


def _named(theme: etree._Element) -> Iterator[tuple[str, str]]:
    """Name what has no name, and tell the use and the font that was chosen."""
    scheme = theme.find(".//a:fontScheme", NS)
    if scheme is None:
        scheme = parse_xml(NO_SCHEME.encode())
        theme.find(".//a:clrScheme", NS).addnext(scheme)
    fonts = {which: _latin(scheme.find(f"a:{which}Font", NS)) for which in SCHEMES}
    known = [each.get("typeface", "") for each in fonts.values() if _is_name(each.get("typeface", ""))]
    for which, latin in fonts.items():
        if not _is_name(latin.get("typeface", "")):
            latin.set("typeface", known[0] if known else USUAL)
            yield USES[which], latin.get("typeface", "")


def _latin(fonts: etree._Element) -> etree._Element:
    """The Latin font of headings or texts, which has to stand first."""
    found = fonts.find("a:latin", NS)
    if found is None:
        found = etree.Element(f"{{{NS['a']}}}latin")
        fonts.insert(0, found)
    return found


def _is_name(typeface: str) -> bool:
    """Whether it names a font; within a theme a reference to the theme's own fonts leads nowhere."""
    return bool(typeface.strip()) and not typeface.startswith("+")


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
