"""What a deck remembers of how it was written: its texts, tables, charts and figures, in a part of its own.

`briefing refresh` compares an edited deck with this base, and so tells what a person changed from what the facts
changed. The base says no more than the slides and notes said when they were written: no path, no condition, and of the
figures only those that are read somewhere in the deck.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import msgspec
from lxml import etree
from msgspec import Struct

from briefing.formats.pptx.slidepart import FIRST_SHAPE_ID, feet_of, foot_name, unique_names
from briefing.formats.pptx.textbody import is_empty
from briefing.model import Request, Spoken
from briefing.ooxml.package import Relationship, parse_xml
from briefing.ooxml.xmltext import DECLARATION, clean, content
from briefing.page.boxes import (
    Box,
    ChartBox,
    ChartSeries,
    Deck,
    Frame,
    LineBox,
    Placed,
    PlacedSlide,
    PlaceholderBox,
    ShapeBox,
    TableBox,
)
from briefing.page.look import SlideLayout

FORMAT: Final = 1  # of the base; a later program reads earlier ones, and an earlier one says that it cannot
NAMESPACE: Final = "urn:briefing:base"
ROOT: Final = f"{{{NAMESPACE}}}base"
CUSTOM_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
PROPERTIES_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
CUSTOM_TYPE: Final = "application/xml"
PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
STORE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"

Body = tuple[str, ...]  # paragraphs; a line break is a line feed


class BaseSeries(Struct, frozen=True, array_like=True, omit_defaults=True):
    """A series of a chart: its name, its values, and the labels that say something else than the value, by point."""

    name: str
    values: tuple[float | None, ...]
    labels: tuple[tuple[int, str], ...] = ()


class BaseChart(Struct, frozen=True, array_like=True, omit_defaults=True):
    """The figures of a chart, its scale, digests of chart and workbook as they were written, and its number format."""

    categories: tuple[str, ...]
    series: tuple[BaseSeries, ...]
    scale: tuple[float, float, float]
    digest: str = ""
    workbook: str = ""
    form: str = ""


class BaseShape(Struct, frozen=True, array_like=True, omit_defaults=True):
    """A shape: id and name, where it stands if not where the layout has it, and what it says.

    A `numbered` one says the number of another slide.
    """

    id: int
    name: str
    box: tuple[int, int, int, int] | None = None
    text: Body = ()
    rows: tuple[tuple[Body, ...], ...] = ()
    chart: BaseChart | None = None
    alt: str = ""
    numbered: bool = False
    foot: bool = False

    @property
    def read(self) -> tuple[str, ...]:
        """All that it says, a paragraph or cell each."""
        cells = (text for row in self.rows for cell in row for text in cell)
        return tuple(text for text in (*self.text, *cells) if text.strip())


class BaseSlide(Struct, frozen=True, omit_defaults=True):
    """A slide: the id of its slide in the briefing, which of its pages it is, and its id in the presentation.

    `layout` is the name of its slide layout, `digest` that of its part; one that is `gone` a person has deleted.
    """

    key: str
    page: int
    id: int
    layout: str
    digest: str = ""
    shapes: tuple[BaseShape, ...] = ()
    notes: Body = ()
    gone: bool = False

    @property
    def title(self) -> str:
        """Its headline; the first text where it has none."""
        titled = [each for each in self.shapes if each.text and each.name == "Title"] or [
            each for each in self.shapes if each.text
        ]
        return " ".join(titled[0].text).replace("\n", " ") if titled else ""


class Left(Struct, frozen=True, array_like=True, omit_defaults=True):
    """What a person was told of and has not put right: on which slide of ours and in which shape, what was and is true.

    `how` is the kind of the row, `theirs` the digest of what stands there, `id` the figure, where it is one.
    """

    how: str
    key: str
    page: int
    shape: str
    was: str
    now: str
    theirs: str
    id: str = ""


class Base(Struct, frozen=True, omit_defaults=True):
    """A deck as it was written: request, slides in order, and how each figure that it tells is written.

    `earlier` are forms of figures that still stood in the deck when a person was told of them, `left` what was told.
    """

    format: int
    version: str
    request: Request
    slides: tuple[BaseSlide, ...]
    figures: Mapping[str, tuple[str, ...]] = {}
    earlier: Mapping[str, str] = {}
    left: tuple[Left, ...] = ()


# From placed boxes to a base.


def slide_base(
    slide: PlacedSlide,
    place: tuple[str, int, int],
    layout: SlideLayout,
    deck: Deck,
    xml: str,
    charts: Sequence[BaseChart],
) -> BaseSlide:
    """What is remembered of a slide that is written as `xml`; `place` are key, page and id, `charts` in their order."""
    names = unique_names(box.name for box in slide.boxes)
    drawn = iter(charts)
    shapes = [
        _shape(number, name, box, next(drawn) if isinstance(box, ChartBox) else None)
        for number, (name, box) in enumerate(zip(names, slide.boxes, strict=True), FIRST_SHAPE_ID)
        if not (isinstance(box, PlaceholderBox) and is_empty(box.frame))
    ]
    first = FIRST_SHAPE_ID + len(names)
    for number, foot in enumerate(feet_of(slide, layout, deck), first):
        if foot.type != "sldNum":
            name, box = foot_name(foot, number, set(names)), _sides(foot.box)
            shapes.append(BaseShape(number, clean(name), box, (clean(foot.text),), foot=True))
    notes = tuple(map(clean, slide.notes))
    return BaseSlide(*place, layout.name, digest(xml), tuple(shapes), notes)


def chart_base(box: ChartBox, number: Callable[[Any], float | None], form: str, xml: str, workbook: bytes) -> BaseChart:
    """What is remembered of a chart; `number` is a value as the chart holds it, `form` its number format."""
    series = (BaseSeries(_cell(each.name), tuple(map(number, each.values)), _labels(each)) for each in box.series)
    low, high, step = (
        float(f"{each:.12g}") for each in (box.axis.low, box.axis.high, box.axis.step)
    )  # as it is written
    scale = low, high, step
    return BaseChart(tuple(map(_cell, box.categories)), tuple(series), scale, digest(xml), digest(workbook), form)


def _labels(series: ChartSeries) -> tuple[tuple[int, str], ...]:
    return tuple((each.point, clean(each.text)) for each in series.labels if each.text)


def _cell(text: str) -> str:
    return " ".join(clean(text).split())


def _shape(number: int, name: str, box: Placed, chart: BaseChart | None) -> BaseShape:
    name = clean(name)
    if isinstance(box, LineBox):
        low = min(box.x1, box.x2), min(box.y1, box.y2)
        return BaseShape(number, name, (*low, abs(box.x2 - box.x1), abs(box.y2 - box.y1)), alt=clean(box.alt))
    sides = _sides(box.box)
    if isinstance(box, TableBox):
        rows = tuple(tuple(_body(cell.frame) for cell in row) for row in box.rows)
        return BaseShape(number, name, sides, rows=rows, alt=clean(box.alt))
    text = _body(box.frame) if isinstance(box, ShapeBox | PlaceholderBox) and box.frame else ()
    alt = "" if isinstance(box, PlaceholderBox) else clean(box.alt)
    return BaseShape(number, name, sides, text, (), chart, alt, isinstance(box, ShapeBox) and box.numbered)


def _sides(box: Box | None) -> tuple[int, int, int, int] | None:
    return (box.x, box.y, box.w, box.h) if box else None


def _body(frame: Frame) -> Body:
    return tuple(clean("".join(run.text for run in each.runs)) for each in frame.paragraphs)


_CLOSING: Final = re.compile(rb"</[^>]*>")  # an empty element may have one, or end in a slash


def digest(content: str | bytes) -> str:
    """Of a part, but for what each program writes in its own way: the declaration, and elements without content."""
    data = content.encode() if isinstance(content, str) else content
    if data.startswith(b"<?xml"):
        data = _CLOSING.sub(b"", data.partition(b"?>")[2].lstrip().replace(b"/>", b">"))
    return sha256(data).hexdigest()[:24]


def told_figures(base_slides: Sequence[BaseSlide], spoken: Sequence[Spoken]) -> dict[str, tuple[str, ...]]:
    """How each figure is written, of those that are read in the deck; of others it must not tell."""
    read = "\n".join(text for slide in base_slides for text in texts_of(slide))
    found = {each.id: tuple(dict.fromkeys(clean(form) for form in (*each.forms, each.text) if form)) for each in spoken}
    return {id: forms for id, forms in found.items() if any(form in read for form in forms)}


def texts_of(slide: BaseSlide) -> Iterator[str]:
    """Every text of a slide and its notes."""
    yield from slide.notes
    for shape in slide.shapes:
        yield from (*shape.read, shape.alt)
        for series in shape.chart.series if shape.chart else ():
            yield from (text for _, text in series.labels)


# The base as a part of the package.


def base_xml(base: Base) -> str:
    """The part: JSON in one element, so that a person can read what it says."""
    text = encoded(base).decode()
    return f'{DECLARATION}<base xmlns="{NAMESPACE}" format="{base.format}">{content(text)}</base>'


def properties_xml(base: Base) -> str:
    """What programs ask to stand beside a part of one's own: its id and namespace."""
    id = str(uuid5(NAMESPACE_URL, NAMESPACE)).upper()
    schema = f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs>'
    return f'{DECLARATION}<ds:datastoreItem xmlns:ds="{STORE}" ds:itemID="{{{id}}}">{schema}</ds:datastoreItem>'


def custom_names(taken: Sequence[str]) -> tuple[str, str]:
    """The names of the part and its properties that are free, as Office counts them."""
    number = 1
    while f"/customXml/item{number}.xml" in taken or f"/customXml/itemProps{number}.xml" in taken:
        number += 1
    return f"/customXml/item{number}.xml", f"/customXml/itemProps{number}.xml"


def properties_link(name: str) -> Relationship:
    """From the part to its properties."""
    return Relationship("rId1", PROPERTIES_LINK, name)


def is_base(data: bytes) -> bool:
    """Whether a part looks like a base of ours, sound or not."""
    return NAMESPACE.encode() in data[:400]


def base_in(deck: bytes) -> bytes:
    """The JSON of the base in a deck that we have just written; empty where it has none."""
    with zipfile.ZipFile(BytesIO(deck)) as archive:
        for name in archive.namelist():
            if name.startswith("customXml/item") and is_base(data := archive.read(name)):
                return (parse_xml(data).text or "").encode()
    return b""


def base_of(data: bytes) -> Base:
    """The base in a part. Raises ValueError where it is damaged, LookupError where a later program wrote it."""
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    if root.tag != ROOT:
        raise ValueError("no base")
    return decoded((root.text or "").encode(), root.get("format", ""))


def encoded(base: Base) -> bytes:
    """The base as JSON."""
    return msgspec.json.encode(base, order="deterministic")


def decoded(text: bytes, form: str = "") -> Base:
    """The base that JSON says; raises as `base_of` does."""
    found = form or next(iter(re.findall(rb'"format":(\d+)', text)), b"").decode()
    if found.isdecimal() and int(found) > FORMAT:
        raise LookupError(found)
    try:
        return msgspec.json.decode(text, type=Base)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ValueError(str(error)) from None
