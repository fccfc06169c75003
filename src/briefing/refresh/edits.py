"""Changes to the XML of a person's deck, as small as they can be: only the characters that differ, in the runs that
have them, so that whatever is bold, blue or linked stays so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import Final

from lxml import etree

from briefing.ooxml.elements import NS
from briefing.refresh.deck import RUNS, A, box_of, paragraph_text, run_text
from briefing.refresh.wording import NUMBER, TOKEN, Step, flat

PIECES: Final = re.compile(r"\d(?:[\d.,'’\s]*\d)?|[^\d]+")  # of a number: sign and currency, digits, unit


def apply_steps(body: etree._Element, steps: Sequence[Step]) -> bool:
    """Do to the paragraphs of a text what a merge decided; whether anything was done."""
    paragraphs = body.findall("a:p", NS)
    changed = False
    for step in steps:
        if step.do == "set":
            set_paragraph(paragraphs[step.at], step.text)
            changed = True
    for step in reversed([each for each in steps if each.do == "insert"]):
        _insert(body, paragraphs, step)
        changed = True
    for step in steps:
        if step.do == "delete":
            if len(body.findall("a:p", NS)) > 1:
                body.remove(paragraphs[step.at])
            else:
                set_paragraph(paragraphs[step.at], "")
            changed = True
    return changed


def _insert(body: etree._Element, paragraphs: Sequence[etree._Element], step: Step) -> None:
    """A new paragraph that looks as the one beside it."""
    like = paragraphs[max(step.at, 0)] if paragraphs else None
    made = etree.Element(f"{A}p") if like is None else deepcopy(like)
    set_paragraph(made, step.text)
    if like is None:
        body.append(made)
    elif step.at < 0:
        like.addprevious(made)
    else:
        like.addnext(made)


def set_paragraph(paragraph: etree._Element, text: str) -> None:
    """Give a paragraph another text; runs keep what they look like."""
    old = paragraph_text(paragraph)
    if old == text:
        return
    runs = [each for each in paragraph if each.tag in RUNS]
    if not any(each.tag == f"{A}r" for each in runs):
        runs = [_first_run(paragraph, runs)]
        old = paragraph_text(paragraph)
    texts = [run_text(each) for each in runs]
    for start, end, fresh in reversed([*_differences(old, text)]):
        _exchange(runs, texts, start, end, fresh)
    for run, said in zip(runs, texts, strict=True):
        if said != run_text(run):
            _say(run, said)


def _first_run(paragraph: etree._Element, others: Sequence[etree._Element]) -> etree._Element:
    """A run for a paragraph without one, which looks as its end does."""
    for each in others:
        paragraph.remove(each)
    run = etree.Element(f"{A}r")
    last = paragraph.find("a:endParaRPr", NS)
    if last is not None:
        look = etree.SubElement(run, f"{A}rPr", dict(last.attrib))
        look.extend(deepcopy(each) for each in last)
        last.addprevious(run)
    else:
        paragraph.append(run)
    etree.SubElement(run, f"{A}t").text = ""
    return run


def _differences(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Where characters of the old text give way to others, by words and numbers; a space of another kind is none."""
    before, after = (TOKEN.findall(each) for each in (old, new))
    ends = [0, *accumulate(map(len, before))]
    same = SequenceMatcher(None, [*map(flat, before)], [*map(flat, after)], autojunk=False)
    for tag, start, end, first, last in same.get_opcodes():
        if tag == "replace" and end - start == last - first == 1:
            yield from _within_number(ends[start], before[start], after[first])
        elif tag != "equal":
            yield ends[start], ends[end], "".join(after[first:last])


def _within_number(start: int, old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """A number by its pieces, so that a sign, the digits or the unit keep a look of their own."""
    pieces, others = (PIECES.findall(each) for each in (old, new))
    if len(pieces) < 2 or [each[0].isdigit() for each in pieces] != [each[0].isdigit() for each in others]:
        yield start, start + len(old), new
        return
    for piece, other in zip(pieces, others, strict=True):
        if piece != other:
            yield start, start + len(piece), other
        start += len(piece)


def _exchange(runs: Sequence[etree._Element], texts: list[str], start: int, end: int, fresh: str) -> None:
    """Characters of the runs from `start` to `end` give way to others, which go where as many of the old ones stood."""
    starts = [0, *accumulate(map(len, texts))]
    plain = [place for place, run in enumerate(runs) if run.tag != f"{A}br"]
    inside = [place for place in plain if starts[place] < end and starts[place + 1] > start]
    ending = [place for place in plain if starts[place] < start == starts[place + 1]]
    beginning = [place for place in plain if starts[place] == start]
    following = [place for place in plain if starts[place] == end]
    around = [place for place in range(len(runs)) if starts[place] <= start <= starts[place + 1]]
    target = (inside or ending or beginning or following or around)[0]
    if target in following and not inside and not ending and not beginning:
        texts[target] = fresh + texts[target]
        fresh = ""
    shares = _shares(fresh, [min(end, starts[place + 1]) - max(start, starts[place]) for place in inside])
    given = dict(zip(inside, shares, strict=True)) if inside else {target: fresh}
    for place, text in enumerate(texts):
        first, last = (min(max(each - starts[place], 0), len(text)) for each in (start, end))
        if given.get(place) or first < last:
            texts[place] = text[:first] + given.get(place, "") + text[last:]


def _shares(text: str, lengths: Sequence[int]) -> list[str]:
    """A text cut into pieces as long as these; the part that has most takes what is over, or lacks."""
    if len(lengths) < 2 or not NUMBER.fullmatch(text):  # a word is not cut
        return [text, *[""] * (len(lengths) - 1)][: max(len(lengths), 1)]
    most = max(range(len(lengths)), key=lambda place: (lengths[place], -place))
    before, after = sum(lengths[:most]), sum(lengths[most + 1 :])
    spare = max(len(text) - before - after, 1)
    before = min(before, len(text) - spare)
    cuts = [min(each, before) for each in accumulate(lengths[:most])]
    tail = text[before + spare :]
    ends = [0, *accumulate(lengths[most + 1 :])]
    return [
        *(text[first:last] for first, last in pairwise([0, *cuts])),
        text[before : before + spare],
        *(tail[first:last] for first, last in pairwise(ends)),
    ]


def _say(run: etree._Element, text: str) -> None:
    """A run with another text; each line feed in it becomes a line break."""
    others = len([each for each in run.getparent() if each.tag in RUNS]) > 1
    if not text and (others or run.tag == f"{A}br"):
        run.getparent().remove(run)
        return
    if run.tag == f"{A}br":  # text where there was only a line break
        made = etree.Element(f"{A}r")
        made.extend(deepcopy(each) for each in run)
        run.getparent().replace(run, made)
        run = made
    lines = text.split("\n")
    look = run.find("a:rPr", NS)
    _text_of(run).text = lines[0]
    after = run
    for line in lines[1:]:
        broken = etree.Element(f"{A}br")
        more = deepcopy(run)
        if look is not None:
            broken.append(deepcopy(look))
        _text_of(more).text = line
        after.addnext(broken)
        broken.addnext(more)
        after = more


def _text_of(run: etree._Element) -> etree._Element:
    found = run.find("a:t", NS)
    return etree.SubElement(run, f"{A}t") if found is None else found


# Where a shape stands, how large its text is, what it is called.


def move(element: etree._Element, box: tuple[int, int, int, int]) -> bool:
    """Let a shape stand elsewhere; whether it did not stand there already. One without a place of its own stays."""
    if box_of(element) in (None, box):
        return False
    found = element.find("p:spPr/a:xfrm", NS)
    found = element.find("p:xfrm", NS) if found is None else found
    off, ext = found.find("a:off", NS), found.find("a:ext", NS)
    for target, names, values in ((off, ("x", "y"), box[:2]), (ext, ("cx", "cy"), box[2:])):
        for name, value in zip(names, values, strict=True):
            target.set(name, str(value))
    return True


def describe(head: etree._Element, name: str | None = None, alt: str | None = None) -> bool:
    """Give a shape another name or alternative text; whether either was another."""
    changed = False
    for key, value in (("name", name), ("descr", alt)):
        if value is not None and head.get(key, "") != value:
            head.set(key, value)
            changed = True
    return changed


def shrink(body: etree._Element, sizes: Sequence[float], by: float, floor: float) -> bool:
    """Take points off every run, of which `sizes` are the sizes in their order, not below the floor."""
    runs = list(body.iter(*RUNS))
    shrunk = False
    for run, size in zip(runs, sizes, strict=False):
        now = max(min(floor, size), size - by)
        if now < size:
            look = run.find("a:rPr", NS)
            if look is None:
                look = etree.Element(f"{A}rPr")
                run.insert(0, look)
            look.set("sz", str(round(now * 100)))
            shrunk = True
    return shrunk
