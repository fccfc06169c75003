"""SVG: marks, pictures and words as elements of a drawing, for the formats that hold drawings."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Final

from briefing.formats.pages import Page
from briefing.page.boxes import EMU_PER_POINT
from briefing.page.drawing import Drawn
from briefing.page.fonts import drawn_with
from briefing.page.marks import Mark, Path
from briefing.page.setting import Word
from briefing.theme.painting import Painted, Painting, Picture

UNSAFE: Final = re.compile(r"[^\w .-]")  # in the name of a typeface
DASHES: Final = {
    "dash": (4, 3),
    "sysDash": (3, 1),
    "sysDot": (1, 1),
    "lgDash": (8, 3),
    "lgDashDot": (8, 3, 1, 3),
    "dot": (1, 3),
}


@lru_cache(maxsize=16384)  # edges and corners have the same places on many pages
def pt(value: float) -> str:
    """EMU as points."""
    return f"{value / EMU_PER_POINT:.2f}".rstrip("0").rstrip(".")


def path(steps: Path) -> str:
    """A path as `d`."""
    return "".join(command + " ".join(map(pt, numbers)) for command, numbers in steps)


def mark(each: Mark, page: Page) -> str:
    """A mark of a drawing."""
    fill = f"#{page.color(each.fill)}" if each.fill else "none"
    shown = f' fill-opacity="{each.opacity:g}"' if each.fill and each.opacity < 1 else ""
    line = _stroke(page.color(each.stroke), each.weight, each.dash, each.round) if each.stroke else ""
    return f'<path d="{path(each.path)}" fill="{fill}"{shown}{line}/>'


def _stroke(color: str, weight: float, dash: str, round_: bool = False) -> str:
    """A line's look; dashes are as long as the line is wide, so many times."""
    steps = " ".join(f"{step * weight:g}" for step in DASHES.get(dash, ()))
    dashed = f' stroke-dasharray="{steps}"' if steps else ""
    ends = ' stroke-linecap="round"' if round_ else ""
    return f' stroke="#{color}" stroke-width="{weight:g}" stroke-linejoin="round"{dashed}{ends}'


def painted(each: Painted | Picture, name: str) -> str:
    """A shape or picture of the theme; `name` is unique in the file."""
    if isinstance(each, Picture):
        return picture(each, name)
    fill, defs = "none", ""
    if each.stops:
        fill, alpha = f"#{each.stops[0][1]}", each.stops[0][2]
        if len(each.stops) > 1:
            way = 'x1="0" y1="0" x2="0" y2="1"' if each.down else 'x1="0" y1="0" x2="1" y2="0"'
            rows = "".join(
                f'<stop offset="{at:g}" stop-color="#{color}" stop-opacity="{opacity:g}"/>'
                for at, color, opacity in each.stops
            )
            defs, fill = f'<defs><linearGradient id="{name}" {way}>{rows}</linearGradient></defs>', f"url(#{name})"
        elif alpha < 1:
            fill += f'" fill-opacity="{alpha:g}'
    line = _stroke(each.stroke, each.weight, each.dash) if each.stroke else ""
    return f'{defs}<path d="{path(each.path)}" fill="{fill}"{line}/>'


def picture(each: Picture, name: str) -> str:
    """A picture, cut to its box."""
    left, top, right, bottom = each.crop
    wide, high = each.box.w / (1 - left - right), each.box.h / (1 - top - bottom)
    x, y = each.box.x - left * wide, each.box.y - top * high
    data = base64.b64encode(each.data).decode()
    turn = ""
    if each.turn:
        turn = f' transform="rotate({each.turn:g} {pt(each.box.x + each.box.w / 2)} {pt(each.box.y + each.box.h / 2)})"'
    clip = ""
    if any(each.crop):
        box = f"M{pt(each.box.x)} {pt(each.box.y)}h{pt(each.box.w)}v{pt(each.box.h)}h-{pt(each.box.w)}Z"
        clip = f'<defs><clipPath id="{name}"><path d="{box}"/></clipPath></defs>'
        turn += f' clip-path="url(#{name})"'
    alpha = f' opacity="{each.alpha:g}"' if each.alpha < 1 else ""
    return (
        f'{clip}<g{turn}><image x="{pt(x)}" y="{pt(y)}" width="{pt(wide)}" height="{pt(high)}"{alpha} '
        f'preserveAspectRatio="none" href="data:{each.type};base64,{data}"/></g>'
    )


def word(each: Word, baseline: float, page: Page) -> str:
    """A word of a line, in its own look."""
    bold = (' font-weight="700"' if each.bold else "") + (' font-style="italic"' if each.italic else "")
    face = ' class="h"' if each.heading else ""
    body = escape(each.text, quote=False)
    look = f'x="{pt(each.x)}" y="{pt(baseline)}" font-size="{each.size:g}" fill="#{page.color(each.color)}"{bold}{face}'
    text = f'<text {look} xml:space="preserve">{body}</text>'
    return f'<a href="{escape(each.link)}">{text}</a>' if each.link else text


def lines(drawing: Drawn, page: Page) -> Iterator[str]:
    """The text of a drawing."""
    for line in drawing.lines:
        yield from (word(each, line.baseline, page) for each in line.words if each.text)


def ground(painting: Painting, number: int) -> str:
    """What the theme paints under pages; `number` is that of the painting in the file."""
    return "".join(painted(each, f"g{number}-{count}") for count, each in enumerate(painting.items))


def held(page: Page) -> str:
    """What placeholders of the theme are filled with on a page."""
    return "".join(painted(each, f"h{page.number}-{count}") for count, each in enumerate(page.held))


def family(name: str) -> str:
    """A typeface, and what has its widths where it is not there, as a list of CSS."""
    listed = (UNSAFE.sub(" ", each) for each in dict.fromkeys((*drawn_with(name), "Helvetica")))
    return ",".join((*(f"'{each}'" for each in listed), "sans-serif"))
