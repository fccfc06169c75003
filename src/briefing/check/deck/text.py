"""Text with everything that it inherits: run, shape's list style, layout, master, text styles, presentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from briefing.check.deck.view import ParagraphView, RunView, TextView
from briefing.ooxml.colors import Color
from briefing.ooxml.elements import NS, first_attribute, first_child, is_on, local, number
from briefing.ooxml.fills import Paint, first_fill
from briefing.ooxml.inherit import DEFAULT_SIZE, bullet_of, insets_of, runs_of

LEVELS: Final = 9
HUNDREDTHS: Final = 100  # of a point, as sizes and distances are written
UPRIGHT: Final = frozenset({"horz", ""})
_AUTOFIT: Final[Mapping[str, str]] = {"normAutofit": "norm", "spAutoFit": "shape", "noAutofit": "none"}


@dataclass(frozen=True, slots=True)
class TextSource:
    """Where a text gets what it does not say itself, nearest first."""

    bodies: Sequence[etree._Element]  # bodyPr
    styles: Sequence[etree._Element]  # elements that hold lvl1pPr …
    fonts: Mapping[str, str]  # `+mn-lt` and the like → typeface
    paint: Paint
    color: Color | None = None  # of the shape's style or the table's, before that of the text styles
    bold: bool | None = None  # of the table's style
    own_styles: int = 1  # how many of `styles` stand before `color` and `bold`


def read_text(body: etree._Element, source: TextSource) -> TextView:
    """The text of a shape or cell."""
    properties = source.bodies
    fit = first_child(properties, "a:normAutofit", "a:spAutoFit", "a:noAutofit")
    shrunk = {} if fit is None or local(fit) != "normAutofit" else fit.attrib
    scale = number(shrunk.get("fontScale"), 100_000) / 100_000
    tighter = number(shrunk.get("lnSpcReduction")) / 100_000
    reader = _Reader(source, max(scale, 0.01), tighter)
    return TextView(
        tuple(reader.paragraph(each) for each in body.iterfind("a:p", NS)),
        insets_of(properties),
        first_attribute(properties, "anchor") or "t",
        first_attribute(properties, "wrap") != "none",
        "none" if fit is None else _AUTOFIT[local(fit)],
        (first_attribute(properties, "vert") or "") in UPRIGHT,
        max(number(first_attribute(properties, "numCol"), 1), 1),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    source: TextSource
    scale: float
    tighter: float

    def paragraph(self, element: etree._Element) -> ParagraphView:
        own = element.find("a:pPr", NS)
        level = min(max(number(None if own is None else own.get("lvl")), 0), LEVELS - 1) + 1
        chain = self._levels(level)
        properties = chain if own is None else [own, *chain]
        line, line_points = self._line(properties)
        return ParagraphView(
            tuple(self._runs(element, chain)),
            first_attribute(properties, "algn") or "l",
            bullet_of(properties, "9.", "•"),
            number(first_attribute(properties, "marL")),
            number(first_attribute(properties, "indent")),
            line,
            line_points,
            self._space(properties, "a:spcBef"),
            self._space(properties, "a:spcAft"),
        )

    def _levels(self, level: int) -> list[etree._Element]:
        found = (style.find(f"a:lvl{level}pPr", NS) for style in self.source.styles)
        return [each for each in found if each is not None]

    def _line(self, properties: Sequence[etree._Element]) -> tuple[float, float]:
        found = first_child(properties, "a:lnSpc/*")
        if found is None:
            return 1.0 - self.tighter, 0
        if local(found) == "spcPts":
            return 0, number(found.get("val")) / HUNDREDTHS * self.scale
        return max(number(found.get("val"), 100_000) / 100_000 - self.tighter, 0.1), 0

    def _space(self, properties: Sequence[etree._Element], name: str) -> float:
        """Points; a share of the type size is taken of 18 pt, which is near enough."""
        found = first_child(properties, f"{name}/*")
        if found is None:
            return 0
        if local(found) == "spcPts":
            return number(found.get("val")) / HUNDREDTHS * self.scale
        return number(found.get("val")) / 100_000 * DEFAULT_SIZE / HUNDREDTHS * self.scale

    def _runs(self, element: etree._Element, chain: Sequence[etree._Element]) -> Iterator[RunView]:
        inherited = runs_of(chain)
        for child in element:
            if (kind := local(child)) in {"r", "fld", "br"}:
                own = child.find("a:rPr", NS)
                text = "\n" if kind == "br" else "".join(child.itertext(f"{{{NS['a']}}}t"))
                yield self._run(text, own, inherited)
        if not any(local(child) in {"r", "fld", "br"} for child in element):
            yield self._run("", element.find("a:endParaRPr", NS), inherited)

    def _run(self, text: str, own: etree._Element | None, inherited: Sequence[etree._Element]) -> RunView:
        chain = inherited if own is None else [own, *inherited]
        return RunView(
            text,
            max(number(first_attribute(chain, "sz"), DEFAULT_SIZE), 100) / HUNDREDTHS * self.scale,
            self._bold(chain),
            self._font(chain),
            self._color(own, inherited),
            "" if own is None else own.get("lang", ""),  # every program writes it on the run itself
        )

    def _bold(self, chain: Sequence[etree._Element]) -> bool:
        if self.source.bold is not None and (not chain or chain[0].get("b") is None):
            return self.source.bold
        return is_on(first_attribute(chain, "b"))

    def _font(self, chain: Sequence[etree._Element]) -> str:
        found = first_child(chain, "a:latin")
        name = "+mn-lt" if found is None else found.get("typeface", "")
        return self.source.fonts.get(name, name)

    def _color(self, own: etree._Element | None, inherited: Sequence[etree._Element]) -> Color | None:
        if own is not None and own.find("a:hlinkClick", NS) is not None and not _keeps_color(own):
            return self.source.paint.named("hlink")
        nearest = ([] if own is None else [own]) + self._of_own_styles(inherited)
        if (fill := first_fill(nearest)) is not None:
            return self._filled(fill)
        if self.source.color is not None:
            return self.source.color
        fill = first_fill(inherited)
        return self.source.paint.named("tx1") if fill is None else self._filled(fill)

    def _of_own_styles(self, inherited: Sequence[etree._Element]) -> list[etree._Element]:
        own = self.source.styles[: self.source.own_styles]
        return [run for run in inherited if run.getparent().getparent() in own]

    def _filled(self, fill: etree._Element) -> Color | None:
        """The colour of a plain fill; of a gradient the first stop; None where a picture or nothing fills the text."""
        found = self.source.paint.fill(fill)
        return next(iter(found.colors), None) if found else None


_KEEPS: Final = ".//{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"


def _keeps_color(own: etree._Element) -> bool:
    """Whether a link is marked to show in the colour of its text instead of the theme's for links."""
    return any(each.get("val") == "tx" for each in own.iterfind(_KEEPS))
