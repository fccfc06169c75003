"""What a placeholder inherits: position, anchor and text style, from its slide layout up to the slide master."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from lxml import etree
from msgspec import Struct

from briefing.ooxml.elements import DEGREE, NS, first_attribute, first_child, frame_of, is_on, local, number, read_box
from briefing.page.boxes import Align, Anchor, Box, Insets
from briefing.page.look import TextStyle

# SCHEME_COLORS.

# Roles of the palette → names that DrawingML resolves through the slide master's colour map, so that a deck follows
# its theme when somebody changes the colours in PowerPoint.
SCHEME_COLORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ink": "tx1",
        "paper": "bg1",
        "muted": "tx2",
        "surface": "bg2",
        "accent": "accent1",
        "second": "accent2",
        "positive": "accent3",
        "negative": "accent4",
        "accent-soft": "accent5",
        "line": "accent6",
    }
)


FOOTERS: Final = frozenset({"dt", "ftr", "sldNum", "hdr"})
TITLES: Final = frozenset({"title", "ctrTitle"})
STYLES: Final = {"title": "titleStyle", "body": "bodyStyle", "other": "otherStyle"}  # of the master, by sort
ROLE_OF: Final = {scheme: role for role, scheme in SCHEME_COLORS.items()}
# What DrawingML says where a file says nothing: 0.1 in at the sides, 0.05 in above and below, 18 pt.
DEFAULT_INSETS: Final = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
DEFAULT_SIZE: Final = 1_800
BULLETS: Final = frozenset({"buNone", "buAutoNum", "buBlip", "buChar"})
FULL_TURN: Final = 360 * DEGREE
LEVEL: Final = DEGREE  # a turn by a degree is a slip of the hand
ANCHORS: Final[dict[str, Anchor]] = {"t": "t", "ctr": "ctr", "b": "b"}
ALIGNMENTS: Final[dict[str, Align]] = {"l": "l", "ctr": "ctr", "r": "r"}
_Plain: TypeAlias = Mapping[str, tuple[tuple[str, ...], str]]
# Attribute → the values that are as plain as none, and what to write against any other.
PLAIN_RUN: Final[_Plain] = {"cap": (("", "none"), ' cap="none"'), "spc": (("", "0"), ' spc="0"')}
PLAIN_BODY: Final[_Plain] = {
    "numCol": (("", "1"), ' numCol="1"'),
    "anchorCtr": (("", "0", "false"), ' anchorCtr="0"'),
    "vert": (("", "horz"), ' vert="horz"'),
}


def theme_fonts(theme: etree._Element) -> dict[str, str]:
    """`+mj-lt` and the like → the typeface that a theme has for headings (mj) or texts (mn) in a sort of letters."""
    return {
        f"+{prefix}-{suffix}": found.get("typeface", "")
        for prefix, which in (("mj", "major"), ("mn", "minor"))
        for suffix, script in (("lt", "latin"), ("ea", "ea"), ("cs", "cs"))
        if (found := theme.find(f".//a:{which}Font/a:{script}", NS)) is not None
    }


def sort_of(type_: str) -> str:
    """The sort of a placeholder on the slide master that one of this type follows: `title`, `body`, `dt` …."""
    return "title" if type_ in TITLES else type_ if type_ in FOOTERS else "body"


def placeholders_of(tree: etree._Element) -> Iterator[tuple[etree._Element, str, int]]:
    """The placeholders of a layout or master in their order: shape, type, idx. One without a type holds any object."""
    for ph in tree.iterfind("p:cSld/p:spTree/*/*/p:nvPr/p:ph", NS):
        yield ph.getparent().getparent().getparent(), ph.get("type", "obj"), number(ph.get("idx"))


def box_of(shape: etree._Element) -> Box | None:
    """The shape's own position, if it gives one."""
    return read_box(frame_of(shape))


class MasterText(Struct, frozen=True):
    """What the slide master lends to the placeholders that follow it, by sort; of several of a sort the first."""

    shapes: Mapping[str, etree._Element]
    styles: Mapping[str, etree._Element]  # its text styles

    @classmethod
    def of(cls, master: etree._Element) -> MasterText:
        """Read the slide master once, for all layouts."""
        shapes = {sort_of(type_): shape for shape, type_, _ in reversed(list(placeholders_of(master)))}
        found = {sort: master.find(f"p:txStyles/p:{style}", NS) for sort, style in STYLES.items()}
        return cls(shapes, {sort: style for sort, style in found.items() if style is not None})

    def chain(self, shape: etree._Element | None, type_: str) -> list[etree._Element]:
        """The placeholder of a layout and the master's that it follows, nearest first."""
        return [each for each in (shape, self.shapes.get(sort_of(type_))) if each is not None]

    def style(self, type_: str) -> etree._Element | None:
        """The text style for a type of placeholder; of "" for other text."""
        return self.styles.get(sort_of(type_) if type_ else "other", self.styles.get("other"))

    def levels(self, shape: etree._Element | None, type_: str) -> list[etree._Element]:
        """The properties of level 1, nearest first."""
        style = self.style(type_)
        found = [each.find("p:txBody/a:lstStyle/a:lvl1pPr", NS) for each in self.chain(shape, type_)]
        return [each for each in (*found, None if style is None else style.find("a:lvl1pPr", NS)) if each is not None]


def bodies_of(shapes: Iterable[etree._Element]) -> list[etree._Element]:
    """What each of the shapes says of its text as a whole."""
    return [body for each in shapes if (body := each.find("p:txBody/a:bodyPr", NS)) is not None]


def runs_of(levels: Iterable[etree._Element]) -> list[etree._Element]:
    """The looks of letters that levels of text give."""
    return [run for level in levels if (run := level.find("a:defRPr", NS)) is not None]


def insets_of(bodies: Sequence[etree._Element]) -> Insets:
    """How far text keeps from the edges of its box."""
    left, top, right, bottom = (
        number(first_attribute(bodies, name), default) for name, default in DEFAULT_INSETS.items()
    )
    return Insets(left, top, right, bottom)


def bullet_of(levels: Sequence[etree._Element], numbered: str, picture: str) -> str:
    """The bullet of a level, "" for none; what to say for one that is a number or a picture."""
    kinds = {"buNone": "", "buAutoNum": numbered, "buBlip": picture}
    found = (child for level in levels for child in level if local(child) in BULLETS)
    return next((kinds.get(local(each), each.get("char", "")) for each in found), "")


def is_turned(shape: etree._Element, type_: str, master: MasterText) -> bool:
    """Whether the text of a placeholder runs up, down or aslant: the shape is turned, or the text in it."""
    shapes = master.chain(shape, type_)
    bodies = bodies_of(shapes)
    frame = next((frame_of(each) for each in shapes if box_of(each)), None)
    own = None if frame is None else frame.get("rot")
    angles = (number(each) % FULL_TURN for each in (first_attribute(bodies, "rot"), own))
    turned = any(LEVEL < angle < FULL_TURN - LEVEL for angle in angles)
    return turned or (first_attribute(bodies, "vert") or "horz") != "horz"


def typeface(shape: etree._Element | None, type_: str, master: MasterText) -> str:
    """The Latin typeface of level 1 as the file names it, `+mj-lt` and `+mn-lt` for those of the theme; else ""."""
    found = first_child(runs_of(master.levels(shape, type_)), "a:latin")
    return "" if found is None else found.get("typeface", "")


def resolve(shape: etree._Element, type_: str, master: MasterText) -> tuple[Box, TextStyle]:
    """Position and level 1 look of a layout's placeholder; without a position anywhere it has no size."""
    shapes = master.chain(shape, type_)
    box = next((box for box in map(box_of, shapes) if box), Box(0, 0, 0, 0))
    return box, _style(bodies_of(shapes), master.levels(shape, type_))


def _style(bodies: list[etree._Element], levels: list[etree._Element]) -> TextStyle:
    runs = runs_of(levels)
    exact = any(level.find("a:lnSpc/a:spcPts", NS) is not None for level in levels[:1])
    return TextStyle(
        size=number(first_attribute(runs, "sz"), DEFAULT_SIZE) / 100,
        color=ROLE_OF.get(_nearest(runs, "a:solidFill/a:schemeClr") or "", ""),
        bold=is_on(first_attribute(runs, "b")),
        anchor=ANCHORS.get(first_attribute(bodies, "anchor") or "", "t"),
        insets=insets_of(bodies),
        line=0 if exact else number(_nearest(levels, "a:lnSpc/a:spcPct"), 100_000) / 100_000,
        after=number(_nearest(levels, "a:spcAft/a:spcPts")) / 100,
        bullet=bullet_of(levels, "?", "?"),  # which nobody wants
        indent=_indent(levels),
        align=ALIGNMENTS.get(first_attribute(levels, "algn") or "", "l"),
        before=_before(levels),
        italic=is_on(first_attribute(runs, "i")),
        plain_run=_plain(PLAIN_RUN, runs),
        plain_body=_plain(PLAIN_BODY, bodies),
    )


def _plain(wanted: _Plain, elements: list[etree._Element]) -> str:
    given = ((first_attribute(elements, name) or "", plain, text) for name, (plain, text) in wanted.items())
    return "".join(text for value, plain, text in given if value not in plain)


def _before(levels: list[etree._Element]) -> bool:
    found = first_child(levels, "a:spcBef/*")
    return found is not None and found.get("val") != "0"


def _indent(levels: list[etree._Element]) -> int:
    """How far a bullet hangs; -1, which is nobody's, where the text is moved in another way."""
    margin, hanging = number(first_attribute(levels, "marL")), -number(first_attribute(levels, "indent"))
    return hanging if margin == hanging else -1


def _nearest(elements: list[etree._Element], path: str) -> str | None:
    """The `val` of the first child found at `path` under any of the elements."""
    found = first_child(elements, path)
    return None if found is None else found.get("val")
