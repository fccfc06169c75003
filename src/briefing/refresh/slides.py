"""Whole slides and shapes of ours in a person's deck: put in place of one that nobody has touched, added, taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from msgspec.structs import replace

from briefing.formats.pptx.base import BaseSlide
from briefing.ooxml.elements import NS, number
from briefing.ooxml.package import Package as Parts
from briefing.ooxml.package import Relationship, reachable
from briefing.refresh.deck import SHAPES, DeckFile, P, R, Slide
from briefing.refresh.edits import set_paragraph

Jump = Callable[[str], str]
LINKS: Final = (f"{R}id", f"{R}embed", f"{R}link", f"{R}pict")
SLIDE_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
NOTES_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml"
KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def take_whole(deck: DeckFile, theirs: Slide, made: DeckFile, part: str, jump: Jump, chart: Jump) -> bool:
    """Everything on a slide becomes what the new one has; what is beside its shapes, such as comments, stays.

    False, and nothing done, where the deck has not the slide layout that the new one needs.
    """
    layout = _layout(deck, made.layout_name(part))
    if made.layout_name(part) != theirs.layout:
        if not layout:
            return False
        links = deck.links[theirs.part]
        deck.relate(
            theirs.part, tuple(replace(each, target=layout) if each.kind == "slideLayout" else each for each in links)
        )
    fresh = deepcopy(made.tree(part).find("p:cSld/p:spTree", NS))
    old = theirs.tree.find("p:cSld/p:spTree", NS)
    carry(deck, theirs.part, made, part, fresh, jump, chart)
    old.getparent().replace(old, fresh)
    deck.change(theirs.part)
    theirs.shapes = deck.slide(theirs.part, 0, 0).shapes
    return True


def carry(
    deck: DeckFile, owner: str, made: DeckFile, part: str, fresh: etree._Element, jump: Jump, chart: Jump
) -> None:
    """Let the links of elements that come from another deck lead where they should in this one."""
    for element in list(fresh.iter()):
        for name in LINKS:
            id = element.get(name)
            link = made.link(part, id) if id else None
            if link is None:
                continue
            if link.kind == "slide":
                target = jump(link.target)
            elif link.kind == "chart":
                target = chart(link.target) or copy_part(deck, made, link.target, "/ppt/charts/chart{}.xml")
            else:
                target = link.target
            if target:
                element.set(name, _related(deck, owner, replace(link, target=target)))
            else:
                element.getparent().remove(element)


def _related(deck: DeckFile, owner: str, link: Relationship) -> str:
    """The id of such a relationship, which is made where there is none."""
    links = deck.links.get(owner, ())
    for each in links:
        if (each.type, each.target, each.external) == (link.type, link.target, link.external):
            return each.id
    made = replace(link, id=deck.free_id(owner))
    deck.relate(owner, (*links, made))
    return made.id


def copy_part(deck: DeckFile, made: DeckFile, part: str, pattern: str) -> str:
    """A part of the deck that was made, with all that hangs on it, under a free name."""
    name = deck.free_name(pattern)
    deck.put(name, made.parts[part], made.types[part])
    links = []
    for each in made.links.get(part, ()):
        target = each.target
        if not each.external:
            folder, _, end = each.target.rpartition("/")
            target = copy_part(deck, made, each.target, f"{folder}/briefing{{}}.{end.rpartition('.')[2]}")
        links.append(replace(each, target=target))
    if links:
        deck.relate(name, tuple(links))
    return name


def copy_shape(deck: DeckFile, theirs: Slide, made: DeckFile, part: str, name: str, jump: Jump) -> bool:
    """Put a shape of the new slide onto theirs, behind the one that it follows there."""
    source = made.tree(part).find("p:cSld/p:spTree", NS)
    element = next((each for each in source.iter(*SHAPES) if _name(each) == name), None)
    tree = theirs.tree.find("p:cSld/p:spTree", NS)
    if element is None or tree is None:
        return False
    before = element.getprevious()
    fresh = deepcopy(element)
    carry(deck, theirs.part, made, part, fresh, jump, lambda target: "")
    ids = {number(each.get("id")) for each in tree.iter(f"{P}cNvPr")}
    head = next(fresh.iter(f"{P}cNvPr"))
    if number(head.get("id")) in ids:
        head.set("id", str(max(ids) + 1))
    after = None if before is None else next((each for each in tree if _name(each) == _name(before) != ""), None)
    if after is not None:
        after.addnext(fresh)
    else:
        last = tree.find("p:extLst", NS)
        tree.append(fresh) if last is None else last.addprevious(fresh)
    return True


def _name(element: etree._Element) -> str:
    head = next(element.iter(f"{P}cNvPr"), None) if element.tag in SHAPES else None
    return "" if head is None else head.get("name", "")


def _layout(deck: DeckFile, name: str) -> str:
    return next((part for part, named in deck.layouts.items() if named == name), "")


def add_slide(deck: DeckFile, after: Slide | None, made: DeckFile, part: str, slide: BaseSlide, jump: Jump) -> Slide:
    """Put a new slide of ours behind another, or first of all; with its notes and charts."""
    name = deck.free_name("/ppt/slides/slide{}.xml")
    tree = deepcopy(made.tree(part))
    deck.put(name, b"", SLIDE_TYPE)
    layout = _layout(deck, slide.layout) or next(iter(deck.layouts))
    deck.relate(name, (Relationship("rId1", f"{KIND}slideLayout", layout),))
    carry(deck, name, made, part, tree, jump, lambda target: "")
    deck.put_tree(name, tree)
    notes = made.related(part, "notesSlide")
    master = deck.related(deck.presentation, "notesMaster")
    if notes and master:
        _add_notes(deck, name, made.parts[notes], master)
    root = deck.tree(deck.presentation)
    listed = root.find("p:sldIdLst", NS)
    if listed is None:
        listed = etree.Element(f"{P}sldIdLst")
        root.find("p:sldSz", NS).addprevious(listed)
    taken = [number(each.get("id")) for each in listed]
    id = max([255, *taken]) + 1
    link = _related(deck, deck.presentation, Relationship("", f"{KIND}slide", name))
    entry = etree.Element(f"{P}sldId", {"id": str(id), f"{R}id": link})
    before = None if after is None else next((each for each in listed if each.get("id") == str(after.id)), None)
    if before is None:
        listed.insert(0, entry)
    else:
        before.addnext(entry)
    _in_section(root, after.id if after else 0, id)
    deck.change(deck.presentation)
    made_slide = deck.slide(name, after.number if after else 0, id)
    return made_slide


def _add_notes(deck: DeckFile, slide: str, data: bytes, master: str) -> None:
    name = deck.free_name("/ppt/notesSlides/notesSlide{}.xml")
    deck.put(name, data, NOTES_TYPE)
    links = Relationship("rId1", f"{KIND}notesMaster", master), Relationship("rId2", f"{KIND}slide", slide)
    deck.relate(name, links)
    _related(deck, slide, Relationship("", f"{KIND}notesSlide", name))


def _sections(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter(f"{{{NS['p14']}}}sldIdLst")


def _in_section(root: etree._Element, after: int, id: int) -> None:
    """The new slide stands in the section of the one that it follows, or in the first."""
    made = etree.Element(f"{{{NS['p14']}}}sldId", id=str(id))
    listed = [*_sections(root)]
    for section in listed:
        for each in section:
            if each.get("id") == str(after):
                each.addnext(made)
                return
    if listed:
        listed[0].insert(0, made)


def remove_slides(deck: DeckFile, slides: Sequence[Slide]) -> None:
    """Take slides out, with the ways that lead to them and all parts that only they had."""
    gone = {each.part for each in slides}
    ids = {str(each.id) for each in slides}
    root = deck.tree(deck.presentation)
    lists = [*root.iterfind("p:sldIdLst", NS), *_sections(root)]
    for entry in [each for listed in lists for each in listed if each.get("id") in ids]:
        entry.getparent().remove(entry)
    deck.change(deck.presentation)
    for owner, links in list(deck.links.items()):
        lost = {each.id for each in links if each.target in gone and each.kind == "slide"}
        if not lost or owner in gone or "notesSlide" in deck.types.get(owner, ""):
            continue
        deck.relate(owner, tuple(each for each in links if each.id not in lost))
        if owner != deck.presentation:
            _without_links(deck.tree(owner), lost)
            deck.change(owner)
    kept = reachable(Parts(deck.parts, deck.types, deck.links))
    for part in [each for each in deck.types if each not in kept.parts and each in deck.parts]:
        deck.drop(part)
        deck.types.pop(part, None)


def _without_links(tree: etree._Element, lost: Iterable[str]) -> None:
    for element in list(tree.iter()):
        if element.get(f"{R}id") in lost and element.getparent() is not None:
            element.getparent().remove(element)


def name_in_order(deck: DeckFile) -> None:
    """Call the parts of slides by their numbers, as all programs do; some follow a link by the number in its name."""
    parts = [*deck.slide_parts]
    wanted = {part: f"/ppt/slides/slide{number}.xml" for number, part in enumerate(parts, 1)}
    if {*wanted.values()} & (deck.parts.keys() - wanted.keys()):
        return  # something that is no slide of the deck has such a name
    changed = {old: new for old, new in wanted.items() if old != new}
    if changed:
        deck.rename(changed)


def renumber(deck: DeckFile, pairs: Sequence[tuple[Slide, BaseSlide]]) -> None:
    """Shapes of ours that say the number of another slide say the one that it has now, where nobody wrote another."""
    places = {
        link.target: place
        for place, entry in enumerate(deck.tree(deck.presentation).iterfind("p:sldIdLst/p:sldId", NS), 1)
        if (link := deck.link(deck.presentation, entry.get(f"{R}id", "")))
    }
    for theirs, base in pairs:
        numbered = {each.name for each in base.shapes if each.numbered}
        for shape in theirs.shapes:
            target = _target(deck, theirs.part, shape.element) if shape.base.name in numbered else ""
            body = shape.body
            if target in places and body is not None and "".join(shape.base.text).isdecimal():
                (paragraph, *_) = body.findall("a:p", NS)
                if "".join(shape.base.text) != str(places[target]):
                    set_paragraph(paragraph, str(places[target]))
                    deck.change(theirs.part)


def _target(deck: DeckFile, part: str, element: etree._Element) -> str:
    """The slide that a click on a shape leads to."""
    click = next(element.iter(f"{P}cNvPr")).find("a:hlinkClick", NS)
    link = deck.link(part, click.get(f"{R}id", "")) if click is not None else None
    return link.target if link else ""
