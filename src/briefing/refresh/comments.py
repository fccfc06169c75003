"""`--mark`: a comment of PowerPoint's on every shape that changed, so that a person finds each in the deck itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from lxml import etree

from briefing.ooxml.elements import NS, number
from briefing.ooxml.package import Relationship
from briefing.page.boxes import EMU_PER_INCH
from briefing.refresh.deck import DeckFile, P
from briefing.refresh.report import MEANING, Change

AUTHOR: Final = "briefing"
KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
AUTHORS_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.commentAuthors+xml"
COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"
PER_INCH: Final = 576  # how places of comments are counted
ROOT: Final = f'xmlns:p="{NS["p"]}"'


def mark(deck: DeckFile, changes: Sequence[Change], day: date | None) -> None:
    """Put a comment on each shape with a change, in place of those of an earlier run; those of people stay."""
    places = dict(enumerate(deck.slide_parts, 1))
    rows: dict[int, list[Change]] = {}
    for each in changes:
        if each.slide in places and each.how not in ("offered", "removed", "added"):
            rows.setdefault(each.slide, []).append(each)
    if not rows:
        return
    author = _author(deck)
    for part in places.values():
        _unmark(deck, part, author)
    count = 0
    for slide_number, found in rows.items():
        part = _comments(deck, places[slide_number])
        root = deck.tree(part)
        for each in found:
            count += 1
            root.append(_comment(each, author, count, day))
        deck.change(part)
    entry = _entry(deck, author)
    entry.set("lastIdx", str(count))


def _comment(change: Change, author: str, count: int, day: date | None) -> etree._Element:
    moment = f"{(day or date(2000, 1, 1)).isoformat()}T00:00:00.000"
    made = etree.Element(f"{P}cm", authorId=author, dt=moment, idx=str(count))
    x, y = (str(round(each / EMU_PER_INCH * PER_INCH)) for each in change.place)
    etree.SubElement(made, f"{P}pos", x=x, y=y)
    was = f"was: {change.was}\n" if change.was else ""
    now = f"is now: {change.now}\n" if change.now else ""
    about = f"{change.shape}\n" if change.shape else ""
    etree.SubElement(made, f"{P}text").text = f"{about}{was}{now}{MEANING[change.how]}"
    return made


def _author(deck: DeckFile) -> str:
    """The id of our author among those of the deck's comments."""
    part = deck.related(deck.presentation, "commentAuthors")
    if not part:
        part = deck.free_name("/ppt/commentAuthors{}.xml").replace("Authors1", "Authors")
        deck.put(part, f"<p:cmAuthorLst {ROOT}/>".encode(), AUTHORS_TYPE)
        links = deck.links[deck.presentation]
        link = Relationship(deck.free_id(deck.presentation), f"{KIND}commentAuthors", part)
        deck.relate(deck.presentation, (*links, link))
    root = deck.tree(part)
    for each in root:
        if each.get("name") == AUTHOR:
            return str(each.get("id"))
    id = str(max([-1, *(number(each.get("id")) for each in root)]) + 1)
    root.append(etree.Element(f"{P}cmAuthor", id=id, name=AUTHOR, initials="b", lastIdx="0", clrIdx=id))
    deck.change(part)
    return id


def _entry(deck: DeckFile, author: str) -> etree._Element:
    part = deck.related(deck.presentation, "commentAuthors")
    deck.change(part)
    return next(each for each in deck.tree(part) if each.get("id") == author)


def _comments(deck: DeckFile, slide: str) -> str:
    """The part with the comments of a slide."""
    if part := deck.related(slide, "comments"):
        return part
    part = deck.free_name("/ppt/comments/comment{}.xml")
    deck.put(part, f"<p:cmLst {ROOT}/>".encode(), COMMENTS_TYPE)
    deck.relate(slide, (*deck.links.get(slide, ()), Relationship(deck.free_id(slide), f"{KIND}comments", part)))
    return part


def _unmark(deck: DeckFile, slide: str, author: str) -> None:
    part = deck.related(slide, "comments")
    if not part:
        return
    root = deck.tree(part)
    for each in root.findall("p:cm", NS):
        if each.get("authorId") == author:
            root.remove(each)
            deck.change(part)


def takes_marks(deck: DeckFile) -> bool:
    """Whether the deck has no comments in the newer form, which ours may not stand beside."""
    return not any("ms-powerpoint.comments" in each or "ms-powerpoint.authors" in each for each in deck.types.values())
