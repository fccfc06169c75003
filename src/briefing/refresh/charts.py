"""New figures in a person's chart: its values, labels and scale, and the workbook behind it; its look stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from io import BytesIO
from itertools import zip_longest
from typing import Any, Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from briefing.formats.pptx.base import BaseChart, BaseSeries, digest
from briefing.ooxml.elements import NS, number
from briefing.refresh.deck import GENERAL, C, DeckFile, R
from briefing.refresh.wording import flat

REFERENCE: Final = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")
ALIKE: Final = 1e-9  # of a value: programs write them with fifteen digits
# Of a series in the order of the schema, what of it is figures.
OF_FIGURES: Final = ("c:tx", "c:cat", "c:val")


class Told(Struct, frozen=True):
    """One value of a chart that changed: where, what it was and is, what a person has there, and how."""

    where: str
    was: str
    theirs: str
    now: str
    how: str


def merge_chart(
    deck: DeckFile, part: str, base: BaseChart, theirs: BaseChart, new: BaseChart, made: DeckFile, made_part: str
) -> tuple[list[Told], bool]:
    """Bring the figures of a chart up to date; what was told, and whether the part was changed."""
    base = replace(base, form=base.form or theirs.form)  # a deck of an earlier version does not remember it
    reformed = bool(new.form) and form_shown(base.form) != form_shown(new.form)
    if _figures(base) == _figures(new) and base.scale == new.scale and not reformed:
        return [], False
    rows = [*chart_changes(base, theirs, new), *(_reformed(base, theirs, new) if reformed else ())]
    built = build_of(base), build_of(theirs), build_of(new)
    if deck.is_as_written(part, base.digest):
        _whole(deck, part, made, made_part)
    elif not _same_build(base, theirs):
        return [Told("", *built, "conflict")], False
    elif not _same_build(base, new) or len(base.categories) != len(new.categories):
        if _touched(base, theirs) or len(base.series) != len(new.series):
            return [Told("", *built, "conflict")], False
        _rebuilt(deck, part, made.tree(made_part))
        _scaled(deck.tree(part), base, theirs, new)
    else:
        _values(deck.tree(part), base, theirs, new)
        _labelled(deck.tree(part), base, made.tree(made_part))
        _scaled(deck.tree(part), base, theirs, new)
    if reformed:
        _reform(deck.tree(part), base.form, new.form)
    deck.change(part)
    _workbook(deck, part, base, made, made_part)
    return rows, True


def _figures(chart: BaseChart) -> object:
    names = tuple(map(flat, chart.categories))
    labels = [tuple((point, flat(text)) for point, text in each.labels) for each in chart.series]
    return names, [(flat(each.name), each.values) for each in chart.series], labels


def is_same_chart(one: BaseChart, other: BaseChart) -> bool:
    """Whether two charts of ours show the same, whatever digits, spaces and parts they are written with."""
    forms = (form_shown(each.form) for each in (one, other) if each.form)
    return _figures(one) == _figures(other) and one.scale == other.scale and len({*forms}) < 2


def form_shown(code: str) -> str:
    """A number format as a report says it, however a program writes it: `€0k`."""
    plain = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", code.partition(";")[0])
    return flat(re.sub(r"[\"\\#]|_.", "", plain.replace("#,##0", "0").replace(",", "")))


def _reformed(base: BaseChart, theirs: BaseChart, new: BaseChart) -> Iterator[Told]:
    """That the numbers are written in another way, such as in another currency."""
    was, held, now = (form_shown(each.form) for each in (base, theirs, new))
    if held not in (now, GENERAL):  # a program has lost it, where nothing shows it
        yield Told("", was, held, now, "replaced" if held == was else "conflict")


def _reform(root: etree._Element, old: str, new: str) -> None:
    """The number format wherever it is still ours."""
    for element in root.iter(f"{C}numFmt", f"{C}formatCode"):
        code = element.get("formatCode") if element.tag == f"{C}numFmt" else element.text
        if form_shown(code or "") != form_shown(old):
            continue
        if element.tag == f"{C}numFmt":
            element.set("formatCode", new)
        else:
            element.text = new


def build_of(chart: BaseChart) -> str:
    """How many series and values a chart has, as a report says it."""
    counts = [len(each.values) for each in chart.series]
    return f"{len(counts)} series of {' and '.join(map(str, dict.fromkeys(counts))) or 0} values"


def values_of(chart: BaseChart) -> str:
    """All values of a chart, as a report says them."""
    return " | ".join(", ".join(map(_shown, each.values)) for each in chart.series)


def points_of(chart: BaseChart) -> Iterator[tuple[str, str]]:
    """Every value of a chart: where it stands, and as a report says it; and its number format."""
    yield "", form_shown(chart.form)
    for series in chart.series:
        for point, value in enumerate(series.values):
            name = chart.categories[point] if point < len(chart.categories) else ""
            yield _named(series.name, name), _shown(value)
        for point, text in series.labels:
            yield _named(series.name, chart.categories[point] if point < len(chart.categories) else ""), text


def _named(series: str, category: str) -> str:
    return " ".join((f"{series}, {category}" if category else series).split())


def same_values(one: BaseChart, other: BaseChart) -> bool:
    """Whether two charts show the same values, whatever they are called."""
    return _same_build(one, other) and all(
        all(map(same, a.values, b.values)) for a, b in zip(one.series, other.series, strict=True)
    )


def _same_build(one: BaseChart, other: BaseChart) -> bool:
    return len(one.series) == len(other.series) and all(
        len(a.values) == len(b.values) for a, b in zip(one.series, other.series, strict=True)
    )


def _touched(base: BaseChart, theirs: BaseChart) -> bool:
    """Whether a person has put other values, names or categories into it."""
    pairs = zip_longest(base.series, theirs.series)
    return [*map(flat, base.categories)] != [*map(flat, theirs.categories)] or any(
        not a or not b or flat(a.name) != flat(b.name) or not all(map(same, a.values, b.values)) for a, b in pairs
    )


def same(one: float | None, other: float | None) -> bool:
    """Whether two values are the same but for the digits that a program writes."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= ALIKE * max(abs(one), abs(other), 1)


def chart_changes(base: BaseChart, theirs: BaseChart, new: BaseChart) -> Iterator[Told]:
    """Every value that is another than before."""
    for place, (was, now) in enumerate(zip_longest(base.series, new.series)):
        if was and now:
            held = theirs.series[place] if place < len(theirs.series) else was
            yield from _of_series(base, new, was, held, now)


def _of_series(base: BaseChart, new: BaseChart, was: BaseSeries, held: BaseSeries, now: BaseSeries) -> Iterator[Told]:
    texts, theirs = (dict(was.labels), dict(now.labels)), dict(held.labels)
    for point, (old, has, fresh) in enumerate(zip_longest(was.values, held.values, now.values)):
        names = new.categories if point < len(new.categories) else base.categories
        where = _named(now.name, names[point] if point < len(names) else "")
        if same(old, fresh):
            yield from _of_label(where, *(each.get(point, "") for each in (texts[0], theirs, texts[1])))
            continue
        kept = not same(old, has) and len(was.values) == len(held.values)
        how = "replaced" if not kept else "same" if same(has, fresh) else "conflict"
        shown = (_shown(old, texts[0].get(point)), _shown(has), _shown(fresh, texts[1].get(point)))
        yield Told(where, *shown, how)


def _of_label(where: str, was: str, held: str, now: str) -> Iterator[Told]:
    """A value that is as it was, but is labelled with another text."""
    if flat(was) != flat(now) and was and now:
        how = "replaced" if flat(held) == flat(was) else "same" if flat(held) == flat(now) else "conflict"
        if held:  # what a person took away stays away
            yield Told(where, was, held, now, how)


def _shown(value: float | None, text: str | None = None) -> str:
    return text or ("" if value is None else f"{value:,.2f}".removesuffix(".00"))


def _whole(deck: DeckFile, part: str, made: DeckFile, made_part: str) -> None:
    """The new chart in place of one that nobody has touched; its workbook is where it was."""
    root = deepcopy(made.tree(made_part))
    data = root.find("c:externalData", NS)
    link = next((each for each in deck.links.get(part, ()) if each.kind == "package"), None)
    if data is not None and link:
        data.set(f"{R}id", link.id)
    elif data is not None:
        root.remove(data)
    _exchange_tree(deck.tree(part), root)


def _exchange_tree(old: etree._Element, new: etree._Element) -> None:
    for child in list(old):
        old.remove(child)
    for child in list(new):
        old.append(child)


def _series(root: etree._Element) -> list[etree._Element]:
    return sorted(root.iter(f"{C}ser"), key=lambda each: number(_idx(each)))


def _idx(element: etree._Element) -> str:
    found = element.find("c:idx", NS)
    return "" if found is None else found.get("val", "")


def _rebuilt(deck: DeckFile, part: str, fresh: etree._Element) -> None:
    """Other categories than before: their names and values, and the labels that stand at them."""
    for old, new in zip(_series(deck.tree(part)), _series(fresh), strict=True):
        for tag in OF_FIGURES:
            before, after = old.find(tag, NS), new.find(tag, NS)
            if before is not None and after is not None:
                old.replace(before, deepcopy(after))
        before, after = old.find("c:dLbls", NS), new.find("c:dLbls", NS)
        if before is not None and after is not None:
            old.replace(before, deepcopy(after))
        for each in old.findall("c:dPt", NS):
            if len(list(new.iterfind("c:dPt", NS))) and number(_idx(each)) >= 0:
                old.remove(each)
        place = old.find("c:dLbls", NS)
        for each in new.iterfind("c:dPt", NS):
            if place is not None:
                place.addprevious(deepcopy(each))


def _values(root: etree._Element, base: BaseChart, theirs: BaseChart, new: BaseChart) -> None:
    """The values that a person left alone, and names that changed."""
    for element, was, held, now in zip(_series(root), base.series, theirs.series, new.series, strict=True):
        _points(element.find("c:val", NS), was.values, held.values, now.values)
        for tag, old, has, fresh in (
            ("c:cat", base.categories, theirs.categories, new.categories),
            ("c:tx", (was.name,), (held.name,), (now.name,)),
        ):
            _points(element.find(tag, NS), old, has, fresh)


def _points(holder: etree._Element | None, was: Sequence[Any], held: Sequence[Any], now: Sequence[Any]) -> None:
    cache = (
        None
        if holder is None
        else next((each for each in holder.iter() if each.find("c:ptCount", NS) is not None), None)
    )
    if cache is None or len(was) != len(held):
        return
    there = {number(each.get("idx")): each for each in cache.iterfind("c:pt", NS)}
    for place, (old, has, fresh) in enumerate(zip(was, held, now, strict=False)):
        if _equal(old, fresh) or not _equal(old, has):
            continue
        if fresh is None:
            if place in there:
                cache.remove(there.pop(place))
            continue
        if place not in there:
            made = etree.Element(f"{C}pt", idx=str(place))
            etree.SubElement(made, f"{C}v")
            later = [each for index, each in sorted(there.items()) if index > place]
            if later:
                later[0].addprevious(made)
            else:
                cache.append(made)
            there[place] = made
        found = there[place].find("c:v", NS)
        if found is not None:
            found.text = fresh if isinstance(fresh, str) else _written(fresh)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return flat(str(one)) == flat(str(other))
    return same(one, other)


def _written(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)


def _labelled(root: etree._Element, base: BaseChart, fresh: etree._Element) -> None:
    """Texts of labels that a person left alone; a label that only ours has now is added as ours."""
    for element, made, was in zip(_series(root), _series(fresh), base.series, strict=True):
        labels, others = element.find("c:dLbls", NS), made.find("c:dLbls", NS)
        if labels is None or others is None:
            continue
        ours = dict(was.labels)
        here = {number(_idx(each)): each for each in labels.iterfind("c:dLbl", NS)}
        there = {number(_idx(each)): each for each in others.iterfind("c:dLbl", NS)}
        for point, label in here.items():
            if point in there and flat(_label_text(label)) == flat(ours.get(point, "")):
                _relabel(label, there[point])
        for point in sorted(there.keys() - here.keys()):
            if point in ours:
                continue  # a person took it away
            after = [each for index, each in here.items() if index > point]
            rest = next(each for each in (*after, *[child for child in labels if child.tag != f"{C}dLbl"]))
            rest.addprevious(deepcopy(there[point]))


def _label_text(label: etree._Element) -> str:
    return "".join(each.text or "" for each in label.iterfind("c:tx//a:t", NS))


def _relabel(label: etree._Element, fresh: etree._Element) -> None:
    old, new = _label_text(label), _label_text(fresh)
    if flat(old) == flat(new):
        return
    text = label.find("c:tx", NS)
    if not new:
        label.remove(text)
    elif text is None:
        place = label.find("c:layout", NS)
        made = deepcopy(fresh.find("c:tx", NS))
        (place if place is not None else label.find("c:idx", NS)).addnext(made)
    else:
        first, *others = text.iterfind(".//a:t", NS)
        first.text = new
        for each in others:
            each.text = ""


def _scaled(root: etree._Element, base: BaseChart, theirs: BaseChart, new: BaseChart) -> None:
    """The scale, where it is still ours."""
    axis = root.find(".//c:valAx", NS)
    if axis is None or not all(
        same(a, b) or abs(a - b) < 1e-6 * max(abs(a), 1) for a, b in zip(base.scale, theirs.scale, strict=True)
    ):
        return
    paths = ("c:scaling/c:min", "c:scaling/c:max", "c:majorUnit")
    for path, value in zip(paths, new.scale, strict=True):
        found = axis.find(path, NS)
        if found is not None:
            found.set("val", f"{value:.12g}")


# The workbook behind it.


def _workbook(deck: DeckFile, part: str, base: BaseChart, made: DeckFile, made_part: str) -> None:
    held, fresh = deck.related(part, "package"), made.related(made_part, "package")
    if not held or not fresh:
        return
    if base.workbook and digest(deck.parts[held]) == base.workbook:
        deck.put(held, made.parts[fresh])
        return
    cells = dict(_cells(deck.tree(part)))
    if found := _filled(deck.parts[held], cells):
        deck.put(held, found)


def _cells(root: etree._Element) -> Iterator[tuple[tuple[str, str, int], Any]]:
    """What the chart keeps of each cell that it refers to: sheet, column and row, and the value."""
    for series in _series(root):
        for tag in OF_FIGURES:
            holder = series.find(tag, NS)
            found = None if holder is None else next(holder.iter(f"{C}f"), None)
            place = REFERENCE.match((found.text or "").strip()) if found is not None else None
            if holder is None or place is None or place[5] not in (None, place[3]):
                continue
            sheet = (place[1] or place[2]).replace("''", "'")
            for point in holder.iter(f"{C}pt"):
                text = point.findtext("c:v", "", NS)
                value: Any = float(text) if tag == "c:val" and text else text
                yield (sheet, place[3], int(place[4]) + number(point.get("idx"))), value


def _filled(data: bytes, cells: dict[tuple[str, str, int], Any]) -> bytes:
    """A workbook of a person's own with other values in these cells; nothing where it cannot be read."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data))
        for (sheet, column, row), value in cells.items():
            if sheet in book.sheetnames:
                book[sheet][f"{column}{row}"].value = value
        stream = BytesIO()
        book.save(stream)
    except Exception:  # openpyxl raises whatever it meets in the workbooks of strangers
        return b""
    return stream.getvalue()
