"""Each check finds its fault, on the right slide, and nothing else: faults are seeded into a deck that has none."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Inches

from briefing.check.deck import CHECKS, check_deck
from check.deck.good import (
    CARDS,
    NS,
    PLAIN,
    PRESENTATION,
    TABLE,
    Parts,
    Seed,
    add_text,
    good_deck,
    parts,
    removed,
    slides,
    xml,
)
from logos import png

RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
TITLE = "p:cSld/p:spTree/p:sp"


@pytest.fixture(scope="module")
def deck() -> bytes:
    return good_deck()


def replaced(name: str, old: bytes, new: bytes) -> Seed:
    def change(content: Parts) -> None:
        assert old in content[name], f"{old!r} is not in {name}"
        content[name] = content[name].replace(old, new, 1)

    return parts(change)


def added(name: str, data: bytes) -> Seed:
    return parts(lambda content: content.update({name: data}))


def add_picture(slide: Any, alt: str, y: float = 4) -> Any:
    shape = slide.shapes.add_picture(io.BytesIO(png(4, 4)), Inches(8), Inches(y), Inches(4), Inches(1))
    shape._element.find(".//" + qn("p:cNvPr")).set("descr", alt)
    return shape


def on_picture(all_slides: Any) -> None:
    add_picture(all_slides[2], "A red area")
    add_text(all_slides[2], "On red", (8.5, 4.2, 2, 0.5))


def over(all_slides: Any) -> None:
    add_picture(all_slides[2], "A red area", 2)
    all_slides[2].shapes[-1].left = Inches(0.6)


def pale(all_slides: Any) -> None:
    box = add_text(all_slides[2], "Hardly seen", (0.6, 4, 4, 0.5))
    box.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(0x99, 0x99, 0x99)


def line(all_slides: Any) -> None:
    all_slides[2].shapes.add_connector(1, Inches(1), Inches(4), Inches(3), Inches(4))


def above(all_slides: Any) -> None:
    next(shape for shape in all_slides[2].shapes if shape.name == "Sentence").top = Inches(5)
    add_text(all_slides[2], "Read last, stands first", (0.6, 3, 4, 0.5))


def unknown_typeface(all_slides: Any) -> None:
    box = add_text(all_slides[2], "Nobody knows how wide this runs. " * 4, (0.6, 3, 3, 0.8))
    box.text_frame.paragraphs[0].runs[0].font.name = "Nobody Sans"


def same_title(root: Any) -> None:
    root.find(".//a:t", NS).text = "Two cards belong together"


def without_language(root: Any) -> None:
    del root.findall("p:cSld/p:spTree/p:sp", NS)[1].find(".//a:rPr", NS).attrib["lang"]


def empty_placeholder(all_slides: Any) -> None:
    shape = all_slides[2].shapes.title._element
    copy = etree.fromstring(etree.tostring(shape))
    head, ph = copy.find(".//p:cNvPr", NS), copy.find(".//p:ph", NS)
    head.set("id", "90")
    head.set("name", "Text")
    ph.set("type", "body")
    ph.set("idx", "77")
    for run in copy.findall(".//a:r", NS):
        removed(run)
    shape.getparent().append(copy)


def copied(element: Any, **changes: str) -> Any:
    copy = etree.fromstring(etree.tostring(element))
    copy.attrib.update(changes)
    return copy


def same_id(root: Any) -> None:
    cards = root.findall(".//p:cNvPr", NS)
    by_name = {card.get("name"): card for card in cards}
    by_name["Below"].set("id", by_name["Title"].get("id"))


def same_name(root: Any) -> None:
    by_name = {each.get("name"): each for each in root.findall(".//p:cNvPr", NS)}
    by_name["Below"].set("name", "Card 2")


def loose(root: Any) -> None:
    root.find(".//a:endCxn", NS).set("id", "999")


def delisted(content: Parts) -> None:
    """The slide stays in the package and loses its place in the list and its section."""
    root = etree.fromstring(content[PRESENTATION])
    entry = root.find("p:sldIdLst/p:sldId[3]", NS)
    removed(next(each for each in root.iter(f"{{{NS['p14']}}}sldId") if each.get("id") == entry.get("id")))
    removed(entry)
    content[PRESENTATION] = etree.tostring(root)


def external_picture(content: Parts) -> None:
    name = "ppt/slides/_rels/slide3.xml.rels"
    place = 'Target="https://example.org/a.png" TargetMode="External"'
    link = f'<Relationship Id="rId99" Type="{RELATIONSHIP}/image" {place}/>'
    content[name] = content[name].replace(b"</Relationships>", link.encode() + b"</Relationships>")


def jump_to(target: str) -> Seed:
    """A link on the third slide's title to this slide."""

    def change(content: Parts) -> None:
        name = "ppt/slides/_rels/slide3.xml.rels"
        link = f'<Relationship Id="rId99" Type="{RELATIONSHIP}/slide" Target="{target}"/></Relationships>'
        content[name] = content[name].replace(b"</Relationships>", link.encode())
        click = b'<a:hlinkClick r:id="rId99" action="ppaction://hlinksldjump"/></a:rPr>'
        assert b"</a:rPr>" in content[PLAIN]
        content[PLAIN] = content[PLAIN].replace(b"</a:rPr>", click, 1)

    return parts(change)


def dangling(content: Parts) -> None:
    name = "ppt/slides/_rels/slide2.xml.rels"
    link = f'<Relationship Id="rId99" Type="{RELATIONSHIP}/image" Target="../media/gone.png"/>'
    content[name] = content[name].replace(b"</Relationships>", link.encode() + b"</Relationships>")


def low_id(content: Parts) -> None:
    """In the list of slides and in its section, so that the two agree."""
    assert content[PRESENTATION].count(b'sldId id="256"') == 2
    content[PRESENTATION] = content[PRESENTATION].replace(b'sldId id="256"', b'sldId id="6"')


def without_link(content: Parts) -> None:
    """The slide's relationship to its layout goes; so it also has no place for its title, which stays where it was."""
    name = "ppt/slides/_rels/slide3.xml.rels"
    root = etree.fromstring(content[name])
    removed(next(each for each in root if each.get("Type").endswith("/slideLayout")))
    content[name] = etree.tostring(root)


def wrong_kind(content: Parts) -> None:
    name = "ppt/slides/_rels/slide1.xml.rels"
    link = f'<Relationship Id="rId99" Type="{RELATIONSHIP}/chart" Target="../presProps.xml"/>'
    content[name] = content[name].replace(b"</Relationships>", link.encode() + b"</Relationships>")


# Code → slide, and how the fault is made.
IGNORABLE = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="mv" '
SEEDS: Mapping[str, tuple[int, Seed]] = {
    "D001": (3, xml(PLAIN, TITLE, removed)),
    "D002": (3, xml(PLAIN, f"{TITLE}//a:r", removed)),
    "D003": (3, xml(PLAIN, ".", same_title)),
    "D004": (3, slides(lambda all_slides: add_picture(all_slides[2], ""))),
    "D005": (3, slides(lambda all_slides: add_picture(all_slides[2], "image17.PNG"))),
    "D006": (3, xml(PLAIN, TITLE, lambda title: title.getparent().append(title))),
    "D007": (3, slides(above)),
    "D008": (1, xml(TABLE, ".//a:tblPr", lambda properties: properties.set("firstRow", "0"))),
    "D009": (2, xml(CARDS, ".", without_language)),
    "D010": (3, slides(empty_placeholder)),
    "D011": (0, xml("docProps/core.xml", "dc:title", removed)),
    "D012": (3, slides(line)),
    "D101": (3, slides(pale)),
    "D102": (3, slides(on_picture)),
    "D103": (3, slides(lambda all_slides: add_text(all_slides[2], "Tiny", (0.6, 4, 4, 0.5), 7))),
    "D104": (3, slides(lambda all_slides: add_text(all_slides[2], "Long text. " * 20, (0.6, 4, 8, 1), 12))),
    "D201": (3, slides(lambda all_slides: add_text(all_slides[2], "Over the edge", (12.5, 4, 2, 0.5)))),
    "D202": (3, slides(lambda all_slides: add_text(all_slides[2], "Upon it", (0.8, 2.1, 2, 0.4)))),
    "D203": (2, slides(lambda all_slides: add_text(all_slides[1], "Far from it", (4, 5.2, 8, 1.2)))),
    "D204": (3, slides(over)),
    "D205": (3, slides(lambda all_slides: add_text(all_slides[2], "More than fits. " * 10, (0.6, 3, 3, 0.8)))),
    "D206": (3, slides(lambda all_slides: add_text(all_slides[2], "Incomprehensibilities", (0.6, 3, 1, 1.5)))),
    "D207": (3, slides(unknown_typeface)),
    "D301": (0, added("ppt/media/film.xyz", b"film")),
    "D302": (
        0,
        replaced(
            "[Content_Types].xml",
            b"</Types>",
            b'<Override PartName="/ppt/slides/slide9.xml" ContentType="application/xml"/></Types>',
        ),
    ),
    "D303": (2, parts(dangling)),
    "D304": (3, replaced(PLAIN, b"</a:rPr>", b'<a:hlinkClick r:id="rId77"/></a:rPr>')),
    "D305": (0, added("ppt/spare.xml", b"<spare/>")),
    "D306": (0, parts(lambda content: content.update({"ppt/viewProps.xml": b"<p:viewPr"}))),
    "D307": (1, parts(wrong_kind)),
    "D308": (3, parts(without_link)),
    "D309": (3, parts(external_picture)),
    "D311": (2, xml(CARDS, ".", same_id)),
    "D312": (2, xml(CARDS, ".", same_name)),
    "D313": (1, parts(low_id)),
    "D314": (0, parts(delisted)),
    "D315": (3, xml("ppt/notesSlides/notesSlide3.xml", f"{TITLE}/p:txBody/a:p", removed)),
    "D316": (0, xml(PRESENTATION, "p:notesMasterIdLst", removed)),
    "D317": (3, xml(PRESENTATION, ".//p14:section[2]/p14:sldIdLst/p14:sldId", removed)),
    "D318": (0, xml("ppt/slideMasters/slideMaster1.xml", "p:sldLayoutIdLst/p:sldLayoutId[7]", removed)),
    "D319": (2, xml(CARDS, ".", loose)),
    "D320": (1, xml(TABLE, ".//a:tr[2]/a:tc[2]", removed)),
    "D321": (0, replaced("ppt/presentation.xml", b"<p:presentation ", b"<p:presentation " + IGNORABLE)),
    "D322": (3, jump_to("slide3.xml")),
}

# Code → the name of the shape, and the sentence to the letter.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "D001": ("", "the slide has no title placeholder"),
    "D002": ("Title", "the title is empty"),
    "D003": ("Title", "the title 'Two cards belong together' is that of slide 2 too"),
    "D004": ("Picture 5", "the picture has no alternative text"),
    "D005": ("Picture 5", "the alternative text is the name of a file: 'image17.PNG'"),
    "D006": ("Title", "'Sentence' is read before the title"),
    "D007": ("Box 5", "it is read after 'Sentence', which stands below or beyond it"),
    "D008": ("Table", "the table's first row is not marked as header row"),
    "D009": ("Card 1", "'Card 1 says this.' does not say its language"),
    "D010": ("Text", "the placeholder is empty"),
    "D011": ("", "the file's properties hold no title"),
    "D012": ("Connector 5", "the shape has neither text nor alternative text"),
    "D101": ("Box 5", "'Hardly seen' has a contrast of 2.8:1 (999999 on FFFFFF); 4.5:1 is needed"),
    "D102": ("Box 6", "'On red' stands on a picture"),
    "D103": ("Box 5", "'Tiny' is set in 7 pt; 9 pt is the least"),
    "D104": ("Box 5", "'Long text. Long text. Long text. Long t…' is set in 12 pt; 14 pt reads well"),
    "D201": ("Box 5", "it stands 0.70 in over the right edge of the slide"),
    "D202": ("Box 5", "its text runs into that of 'Sentence'"),
    "D203": ("Box 8", "its box overlaps that of 'Below'"),
    "D204": ("Sentence", "its text is covered by 'Picture 5'"),
    "D205": ("Box 5", "the text is 65 pt higher than its box"),
    "D206": ("Box 5", "a word in 'Incomprehensibilities' is wider than its line, and is torn"),
    "D207": (
        "Box 5",
        "the text is 100 pt higher than its box, as far as can be said: the typeface is not one that is measured",
    ),
    "D301": ("", "/ppt/media/film.xyz has no content type"),
    "D302": ("", "there is a content type for /ppt/slides/slide9.xml, which is not in the file"),
    "D303": ("", "rId99 of /ppt/slides/slide2.xml leads to /ppt/media/gone.png, which is not in the file"),
    "D304": ("", "/ppt/slides/slide3.xml uses rId77, for which it has no relationship"),
    "D305": ("", "nothing in the file leads to /ppt/spare.xml"),
    "D306": ("", "/ppt/viewProps.xml is not well-formed XML"),
    "D307": ("", "rId99 of /ppt/slides/slide1.xml is a chart, but /ppt/presProps.xml is none"),
    "D308": ("", "/ppt/slides/slide3.xml has no slideLayout"),
    "D309": ("", "the image of /ppt/slides/slide3.xml lies outside the file: https://example.org/a.png"),
    "D311": ("Below", "the shapes 'Title', 'Below' share the id 2"),
    "D312": ("Card 2", "2 shapes are called 'Card 2'"),
    "D313": ("", "the slide's id is 6; it must be 256 or more"),
    "D314": ("", "/ppt/slides/slide3.xml belongs to the presentation, but is not in its list of slides"),
    "D315": ("Notes", "a text in /ppt/notesSlides/notesSlide3.xml has no paragraph"),
    "D316": ("", "the presentation has a notes master, but does not list it"),
    "D317": ("", "the slide is in no section"),
    "D318": (
        "",
        "/ppt/slideLayouts/slideLayout7.xml belongs to /ppt/slideMasters/slideMaster1.xml, but is not in its list",
    ),
    "D319": ("Link", "the connector holds on to shape 999, which is not there"),
    "D320": ("Table", "row 2 of the table has 1 of 2 columns"),
    "D321": ("", "/ppt/presentation.xml names the prefix 'mv', which it does not declare"),
    "D322": ("Title", "the link leads to the slide on which it stands"),
}


def test_the_deck_has_no_fault_before_any_is_seeded(deck: bytes, tmp_path: Path) -> None:
    path = tmp_path / "good.pptx"
    path.write_bytes(deck)
    assert check_deck(path) == ()


def test_python_pptx_adds_no_fault_by_saving(deck: bytes, tmp_path: Path) -> None:
    path = tmp_path / "good.pptx"
    path.write_bytes(deck)
    slides(lambda all_slides: None)(path)
    assert check_deck(path) == ()


@pytest.mark.parametrize("code", SEEDS)
def test_a_seeded_fault_is_found_and_nothing_else(code: str, deck: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.pptx"
    path.write_bytes(deck)
    place, seed = SEEDS[code]
    seed(path)
    found = check_deck(path)
    assert [(each.code, each.slide, each.shape, each.message) for each in found] == [(code, place, *SENTENCES[code])]
    assert {(finding.severity, finding.remedy) for finding in found} == {(CHECKS[code].severity, CHECKS[code].remedy)}


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("slide1.xml", []),
        ("slide3.xml", ["the link leads to the slide on which it stands"]),
        (
            "../slideLayouts/slideLayout1.xml",
            ["the link leads to /ppt/slideLayouts/slideLayout1.xml, which is no slide of the deck"],
        ),
    ],
)
def test_a_link_leads_to_another_slide_of_the_deck(target: str, told: list[str], deck: bytes, tmp_path: Path) -> None:
    path = tmp_path / "linked.pptx"
    path.write_bytes(deck)
    jump_to(target)(path)
    assert [each.message for each in check_deck(path) if each.code == "D322"] == told


def test_every_check_has_a_seeded_fault() -> None:
    assert set(SEEDS) == set(SENTENCES) == set(CHECKS)


def second_entry(root: Any) -> None:
    """The second slide under the id of the first, in the list and in its section."""
    entries = root.findall("p:sldIdLst/p:sldId", NS)
    for each in root.iter(f"{{{NS['p14']}}}sldId"):
        if each.get("id") == entries[1].get("id"):
            each.set("id", entries[0].get("id"))
    entries[1].set("id", entries[0].get("id"))


def in_two_sections(root: Any) -> None:
    lists = root.findall(".//p14:section/p14:sldIdLst", NS)
    lists[1].append(etree.fromstring(etree.tostring(lists[0][0])))


# The other sentences that a code has: code, slide, how the fault is made, and what is said.
OTHERS = [
    (
        *("D303", 0, added("ppt/slides/_rels/slide9.xml.rels", RELATIONS)),
        "there are relationships of /ppt/slides/slide9.xml, which is not in the file",
    ),
    ("D313", 2, xml(PRESENTATION, ".", second_entry), "the slide's id 256 is that of an earlier slide"),
    (
        *("D314", 3, xml(PRESENTATION, "p:sldIdLst/p:sldId[2]", lambda entry: entry.addnext(copied(entry)))),
        "the list of slides holds /ppt/slides/slide2.xml 2 times",
    ),
    (
        *("D317", 0, xml(PRESENTATION, ".//p14:sldId", lambda entry: entry.addnext(copied(entry, id="999")))),
        "a section names the slide id 999, which no slide has",
    ),
    ("D317", 1, xml(PRESENTATION, ".", in_two_sections), "the slide is in more than one section"),
    (
        *("D318", 0, xml(PRESENTATION, "p:sldMasterIdLst/p:sldMasterId", lambda entry: entry.set("id", "5"))),
        "the id 5 of a slide master or layout is below 2147483648",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("code", "place", "seed", "message"), OTHERS)
def test_every_sentence_of_a_check_is_told(
    code: str, place: int, seed: Seed, message: str, deck: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "broken.pptx"
    path.write_bytes(deck)
    seed(path)
    assert (code, place, message) in [(each.code, each.slide, each.message) for each in check_deck(path)]


# What comes near to a fault and is none, all in one deck.


def near(all_slides: Any) -> None:
    first, second, third = all_slides
    decorate(add_picture(third, "", 5.5))
    third.shapes[-1].left = Inches(0.6)
    line(all_slides)
    decorate(third.shapes[-1])
    known = add_text(third, "Nobody knows how wide this runs", (8, 2, 4.5, 0.9))
    known.text_frame.paragraphs[0].runs[0].font.name = "Nobody Sans"
    add_text(third, "Two lines that fit into the box that they have", (8, 3.1, 3.2, 0.65))
    add_text(third, "Incomprehen-sibilities", (11.4, 3.1, 1.6, 0.9))
    on_panel(third)
    assert {(each.name, each.shape_id) for each in third.shapes} & {
        (each.name, each.shape_id) for each in second.shapes
    }
    link = third.shapes.title.text_frame.paragraphs[0].runs[0].hyperlink
    link.address = "https://example.org/a.png"
    table = next(each.table for each in first.shapes if each.has_table)
    table.cell(2, 0).merge(table.cell(2, 1))


def decorate(shape: Any) -> None:
    uri = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    head = shape._element.find(".//" + qn("p:cNvPr"))
    mark = f'<a:ext xmlns:a="{NS["a"]}" uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    mark += f'<d:decorative xmlns:d="{uri}" val="1"/></a:ext>'
    listed = etree.SubElement(head, qn("a:extLst"))
    listed.append(etree.fromstring(mark))


def on_panel(slide: Any) -> None:
    """A text on a filled panel that lies on a picture: what is under the letters is known."""
    add_picture(slide, "A red area")
    panel = slide.shapes.add_shape(1, Inches(8.2), Inches(4.1), Inches(3), Inches(0.8))
    panel.fill.solid()
    panel.fill.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    panel.name = "Panel"
    decorate(panel)
    add_text(slide, "On white", (8.3, 4.2, 2, 0.5))


def declared(content: Parts) -> None:
    """A prefix that is declared, a type for what is there, and a sound that a relationship leads to."""
    name = b'xmlns:mv="urn:schemas-microsoft-com:mac:vml" '
    content[PRESENTATION] = content[PRESENTATION].replace(b"<p:presentation ", b"<p:presentation " + name + IGNORABLE)


def test_what_comes_near_to_a_fault_is_not_told(deck: bytes, tmp_path: Path) -> None:
    path = tmp_path / "near.pptx"
    path.write_bytes(deck)
    slides(near)(path)
    parts(declared)(path)
    xml(PLAIN, ".//a:t", lambda text: setattr(text, "text", "Two cards belong together now"))(path)
    assert [(each.code, each.slide, each.shape, each.message) for each in check_deck(path)] == []
