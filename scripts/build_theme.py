"""Build the built-in themes, layouts/theme/light.pptx and dark.pptx: one design, two sets of colours.

Run `python scripts/build_theme.py` after a change here; a test fails until the files in layouts/theme/ follow.
The design: everything on a 0.1 in step between margins of 0.6 in; a short accent bar marks where to read first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from briefing.ooxml.package import Package, Relationship, write_package
from theme_parts import (
    OFFICE,
    Fill,
    Layout,
    Place,
    Rect,
    layout_part,
    master_part,
    notes_master_part,
    presentation_part,
    presentation_type,
    properties_parts,
    theme_part,
)

FOLDER = Path(__file__).parents[1] / "layouts" / "theme"
FONT = "Arial"

LEFT, RIGHT = 0.6, 13 + 1 / 3 - 0.6
MEASURE = RIGHT - LEFT
GUTTER = 0.2
PANEL = (13 + 1 / 3) * 2 / 3  # two thirds of the width
FOOTER = 6.95
REGION = Rect(LEFT, 1.8, MEASURE, 4.95)
HALF = (MEASURE - GUTTER) / 2
BAR_H, BAR_W = 0.1, 1.2
ASKED, NEXT = Rect(LEFT, 1.1, MEASURE, 1.6), Rect(LEFT, 2.85, MEASURE, 3.9)  # the decision, and what follows
CLAIM = Rect(LEFT, 0.9, MEASURE, 2.3)  # a sentence that stands alone, over the bar
PROOF = Rect(LEFT, 4.0, MEASURE, 2.75)  # what stands under it


@dataclass(frozen=True)
class Variant:
    """A set of colours, and which of them the dark panels take."""

    name: str
    colors: Mapping[str, str]  # theme slot → RRGGBB
    swapped: bool  # light text on a dark ground
    panel: str  # ground of the title panel
    closing: str  # ground of the last slide
    on_panel: str  # text on either
    quiet: str  # lesser text on the panel
    mark: str  # the bar on the last slide


LIGHT = Variant(
    "Briefing light",
    {
        "dk1": "14213D",
        "lt1": "FFFFFF",
        "dk2": "4A5568",
        "lt2": "F3F6FA",
        "accent1": "0F6B6B",
        "accent2": "AA4F09",
        "accent3": "147739",
        "accent4": "B42318",
        "accent5": "D7EEEC",
        "accent6": "D5DCE6",
        "hlink": "0F6B6B",
        "folHlink": "4A5568",
    },
    swapped=False,
    panel="tx1",
    closing="tx1",
    on_panel="bg1",
    quiet="accent5",
    mark="accent5",  # accent itself would be lost on ink
)
DARK = Variant(
    "Briefing dark",
    {
        "dk1": "14213D",
        "lt1": "FFFFFF",
        "dk2": "1D2C4D",
        "lt2": "B4C0D3",
        "accent1": "5CC8BE",
        "accent2": "F5B461",
        "accent3": "74D39A",
        "accent4": "FF9C93",
        "accent5": "1B4A57",
        "accent6": "465A84",
        "hlink": "5CC8BE",
        "folHlink": "B4C0D3",
    },
    swapped=True,
    panel="bg1",
    closing="accent5",
    on_panel="tx1",
    quiet="tx2",
    mark="accent1",
)
VARIANTS = {"light.pptx": LIGHT, "dark.pptx": DARK}

LABEL = Place("body", 13, "Label", Rect(LEFT, 0.4, MEASURE, 0.25), "Label", 12, "accent1", True, plain=True)
TITLE = Place("title", 0, "Title", Rect(LEFT, 0.65, MEASURE, 1.0), "One message, as a sentence")
BODY_PROMPT = "First level\nSecond level\nThird level"


def footers() -> tuple[Place, ...]:
    """Footer, date and number on the hairline: the date in the middle, the footer's text at most as far as there."""
    date_width = 2.4
    side = (MEASURE - date_width) / 2 - GUTTER
    widths = (side, date_width, side)
    starts = (LEFT, LEFT + side + GUTTER, RIGHT - side)
    boxes = [Rect(start, FOOTER, width, 0.3) for start, width in zip(starts, widths, strict=True)]
    look = partial(Place, size=11, color="tx2", anchor="b", plain=True)
    return (
        look("ftr", 11, "Footer", boxes[0], "Footer"),  # LibreOffice loses the look of an empty one
        look("dt", 10, "Date", boxes[1], "", align="ctr"),
        look("sldNum", 12, "Slide Number", boxes[2], "", align="r"),
    )


def bar(x: float, y: float, color: str = "accent1") -> Fill:
    """The short accent bar."""
    return Fill("Accent bar", Rect(x, y, BAR_W, BAR_H), color)


def ring() -> tuple[Fill, ...]:
    """Three arcs in the right third, as heavy as the bar: inform, optimise, operate, and one of them is lit."""
    size, arc, gap = 2.6, 108, 12  # inches; degrees
    rect = Rect((PANEL + 13 + 1 / 3 - size) / 2, 3.9 - size / 2, size, size)
    rows = enumerate(("accent1", "accent5", "accent5"))
    starts = ((color, 270 + gap / 2 + number * (arc + gap)) for number, color in rows)
    return tuple(
        Fill(
            f"Phase {number}",
            rect,
            color,
            "blockArc",
            (degrees(start), degrees(start + arc), round(BAR_H / size * 100_000)),
        )
        for number, (color, start) in enumerate(starts, 1)
    )


def degrees(value: float) -> int:
    """Degrees clockwise from three o'clock as DrawingML counts them."""
    return round(value % 360 * 60_000)


def title_layout(look: Variant) -> Layout:
    """Panel over the left two thirds, quiet surface at the right, an accent bar where they meet."""
    width = PANEL - LEFT - 0.8
    fills = (
        Fill("Panel", Rect(0, 0, PANEL, 7.5), look.panel),
        Fill("Accent bar", Rect(PANEL - BAR_H, 0, BAR_H, 7.5), "accent1"),
        *ring(),
    )
    places = (
        Place(
            "ctrTitle", 0, "Title", Rect(LEFT, 1.2, width, 2.6), "Title of the briefing", 36, look.on_panel, True, "b"
        ),
        Place(
            "subTitle", 1, "Subtitle", Rect(LEFT, 4.0, width, 1.2), "One line that says why", 20, look.quiet, plain=True
        ),
        Place(
            "body",
            14,
            "Details",
            Rect(LEFT, 5.8, width, 1.2),
            "Audience, presenter, date",
            14,
            look.quiet,
            False,
            "b",
            plain=True,
        ),
        Place("body", 13, "Label", Rect(LEFT, 0.6, width, 0.4), "Company", 16, look.quiet, True, plain=True),
    )
    return Layout("Title", "title", places, fills, ground="bg2", own_ground=True)


def layouts(look: Variant) -> tuple[Layout, ...]:
    """The seven layouts, in the order of their roles."""
    lead = Place("body", 1, "Text", Rect(LEFT, 4.1, 9.0, 1.4), "What this part is about", 20, "tx2", plain=True)
    claim = Place("title", 0, "Title", CLAIM, "What we say, in one sentence", 36, anchor="b")
    support = Place("body", 1, "Support", PROOF, "What supports it", 20, plain=True)
    body = Place("body", 1, "Body", REGION, BODY_PROMPT)
    left = Place("body", 1, "Left", Rect(LEFT, REGION.y, HALF, REGION.h), BODY_PROMPT)
    right = Place("body", 2, "Right", Rect(LEFT + HALF + GUTTER, REGION.y, HALF, REGION.h), BODY_PROMPT)
    section = Place("title", 0, "Title", Rect(LEFT, 1.9, 11.0, 1.6), "Title of the part", 36, anchor="b")
    closing = Place("title", 0, "Title", ASKED, "What we ask for", 40, look.on_panel)
    steps = Place("body", 1, "Steps", NEXT, "Who decides what by when", 20, look.on_panel, plain=True)
    return (
        title_layout(look),
        Layout("Section", "secHead", (section, lead, *footers()), (bar(LEFT, 3.75),), ground="bg2"),
        Layout("Statement", "", (LABEL, claim, support, *footers()), (bar(LEFT, 3.5),)),
        Layout("Content", "tx", (LABEL, TITLE, body, *footers())),
        Layout("Two Content", "", (LABEL, TITLE, left, right, *footers())),
        Layout("Title Only", "titleOnly", (LABEL, TITLE, *footers())),
        Layout(
            "Closing",
            "",
            (closing, steps),
            (bar(LEFT, 0.55, look.mark),),
            look.closing,
            True,
        ),
    )


def master() -> Layout:
    """The slide master: the hairline over the footer."""
    hairline = Fill("Footer line", Rect(LEFT, FOOTER - 0.01, MEASURE, 0.01), "accent6")
    return Layout("", "", (TITLE, Place("body", 1, "Body", REGION, BODY_PROMPT), *footers()), (hairline,), "bg1")


def drawn_parts(look: Variant) -> dict[str, tuple[str, str]]:
    """Part → (content type, XML) of masters, layouts and themes."""
    theme_type = "application/vnd.openxmlformats-officedocument.theme+xml"
    rows = layouts(look)
    parts = {
        "/ppt/presentation.xml": (presentation_type("presentation.main"), presentation_part()),
        "/ppt/slideMasters/slideMaster1.xml": (
            presentation_type("slideMaster"),
            master_part(master(), len(rows), look.swapped),
        ),
    }
    for number, layout in enumerate(rows, 1):
        parts[f"/ppt/slideLayouts/slideLayout{number}.xml"] = (presentation_type("slideLayout"), layout_part(layout))
    return parts | {
        "/ppt/theme/theme1.xml": (theme_type, theme_part(look.name, look.colors, FONT)),
        "/ppt/notesMasters/notesMaster1.xml": (presentation_type("notesMaster"), notes_master_part()),
        "/ppt/theme/theme2.xml": (theme_type, theme_part("Briefing notes", LIGHT.colors, FONT)),
    }


def links(*targets: tuple[str, str]) -> tuple[Relationship, ...]:
    """Relationships rId1, rId2 … of these kinds to these parts."""
    base = OFFICE + "relationships/"
    return tuple(Relationship(f"rId{number}", base + kind, target) for number, (kind, target) in enumerate(targets, 1))


def relationships(count: int) -> dict[str, tuple[Relationship, ...]]:
    """Every relationship of a theme with `count` layouts."""
    slide_master, notes_master = "/ppt/slideMasters/slideMaster1.xml", "/ppt/notesMasters/notesMaster1.xml"
    rows = [("slideLayout", f"/ppt/slideLayouts/slideLayout{number}.xml") for number in range(1, count + 1)]
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    document = links(("officeDocument", "/ppt/presentation.xml"), ("extended-properties", "/docProps/app.xml"))
    presentation = links(
        ("slideMaster", slide_master),
        ("notesMaster", notes_master),
        ("presProps", "/ppt/presProps.xml"),
        ("viewProps", "/ppt/viewProps.xml"),
        ("theme", "/ppt/theme/theme1.xml"),
        ("tableStyles", "/ppt/tableStyles.xml"),
    )
    return {
        "": (*document, Relationship("rId3", core, "/docProps/core.xml")),
        "/ppt/presentation.xml": presentation,
        slide_master: links(*rows, ("theme", "/ppt/theme/theme1.xml")),
        notes_master: links(("theme", "/ppt/theme/theme2.xml")),
        **{part: links(("slideMaster", slide_master)) for _, part in rows},
    }


def build(look: Variant) -> bytes:
    """The theme as a .pptx without slides."""
    parts = drawn_parts(look) | properties_parts(look.name)
    return write_package(
        Package(
            {name: text.encode() for name, (_, text) in parts.items()},
            {name: kind for name, (kind, _) in parts.items()},
            relationships(len(layouts(look))),
        )
    )


def main() -> None:
    """Write both themes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, look in VARIANTS.items():
        (FOLDER / name).write_bytes(build(look))


if __name__ == "__main__":
    main()
