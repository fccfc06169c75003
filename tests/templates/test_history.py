"""What a template tells of its past stays out of decks, and odd ways of writing one are read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from briefing.check.deck.checks import check_deck
from briefing.ooxml.colors import Color, color_of
from briefing.ooxml.container import in_thousandths, usual
from briefing.ooxml.package import Package, Relationship, parse_xml, read_package, write_package, xml_bytes
from briefing.theme.emptied import declare, undeclared
from briefing.theme.pointers import without_metadata
from briefing.theme.reading import read_theme
from templates.build import default

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
MASTER = "/ppt/slideMasters/slideMaster1.xml"
CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CREATED = (
    b'<p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"><p14:creationId '
    b'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" val="77"/></p:ext></p:extLst>'
)


@pytest.fixture
def base(tmp_path: Path) -> Package:
    path = tmp_path / "base.pptx"
    path.write_bytes(default())
    return read_package(path)


def saved(package: Package, tmp_path: Path) -> Path:
    path = tmp_path / "template.pptx"
    path.write_bytes(write_package(package))
    return path


def with_part(package: Package, owner: str, link: Relationship, data: bytes, kind: str) -> Package:
    return Package(
        {**package.parts, link.target: data},
        {**package.types, link.target: kind},
        {**package.relationships, owner: (*package.relationships[owner], link)},
    )


def test_prefixes_named_by_markup_compatibility_stay_declared() -> None:
    root = parse_xml(f'<a {MC} xmlns:mv="urn:mac" xmlns:b="urn:b" mc:Ignorable="mv"/>'.encode())
    data = xml_bytes(root)
    assert b'xmlns:mv="urn:mac"' in data
    assert b"urn:b" not in data


@pytest.mark.parametrize("word", ["Ignorable", "MustUnderstand", "ProcessContent"])
def test_a_prefix_that_nothing_declares_is_no_longer_named(word: str) -> None:
    root = parse_xml(f'<a {MC} xmlns:p14="urn:p" mc:{word}="mv p14"/>'.encode())
    assert list(undeclared(root)) == ["mv"]
    declare(root)
    assert list(undeclared(root)) == []
    assert b'"p14"' in etree.tostring(root)


def test_a_choice_in_an_undeclared_prefix_gives_way_to_what_stands_for_it() -> None:
    choice = '<mc:Choice Requires="mv"><new/></mc:Choice><mc:Fallback><old/></mc:Fallback>'
    root = parse_xml(f"<a {MC}><mc:AlternateContent>{choice}</mc:AlternateContent></a>".encode())
    declare(root)
    assert [etree.QName(each).localname for each in root.iter()] == ["a", "old"]


def test_properties_revision_ids_and_paths_stay_behind_and_a_label_is_told(base: Package, tmp_path: Path) -> None:
    label = (
        b'<Properties xmlns="urn:x"><property name="MSIP_Label_1_Name"><v>Internal only</v></property>'
        b'<property name="Owner"><v>someone@example.com</v></property></Properties>'
    )
    link = Relationship("rIdCustom", OFFICE + "custom-properties", "/docProps/custom.xml")
    package = with_part(base, "", link, label, CUSTOM)
    master = package.parts[MASTER].replace(b"</p:sldMaster>", CREATED + b"</p:sldMaster>")
    master = master.replace(b'<p:cNvPr id="2"', rb'<p:cNvPr id="2" descr="C:\Users\someone\logo.png"', 1)
    package = Package({**package.parts, MASTER: master}, package.types, package.relationships)
    theme = read_theme(saved(package, tmp_path))
    everything = b"".join(theme.package.parts.values())
    for secret in (b"creationId", b"someone", b"Internal only"):
        assert secret not in everything
    said = "The template carries the sensitivity label 'Internal only'; the deck carries none, so set it in PowerPoint."
    assert said in theme.notices


def test_a_stamp_that_says_where_the_template_lay_is_blank(base: Package, tmp_path: Path) -> None:
    master = base.parts[MASTER].replace(b"Click to edit Master title style", b"10.12.2014 G:\\Clients\\Secret.pptx")
    assert b"Secret" in master
    package = Package({**base.parts, MASTER: master}, base.types, base.relationships)
    assert b"Secret" not in read_theme(saved(package, tmp_path)).package.parts[MASTER]


def test_tags_of_a_layout_stay_behind(base: Package, tmp_path: Path) -> None:
    link = Relationship("rIdTag", OFFICE + "tags", "/ppt/tags/tag1.xml")
    package = with_part(
        base, MASTER, link, b"<p:tagLst/>", "application/vnd.openxmlformats-officedocument.presentationml.tags+xml"
    )
    assert not [name for name in read_theme(saved(package, tmp_path)).package.parts if "tags" in name]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_photographs_lose_places_and_names_but_not_their_picture(kind: str) -> None:
    picture, target, exif = Image.new("RGB", (8, 6), "red"), io.BytesIO(), Image.Exif()
    exif[0x013B], exif[0x0112] = "A. Photographer", 6
    picture.save(target, kind, exif=exif, comment=b"secret")
    data = without_metadata(target.getvalue())
    assert b"Photographer" in target.getvalue()
    assert b"Photographer" not in data
    assert b"secret" not in data
    again = Image.open(io.BytesIO(data))
    again.load()
    assert again.size == (8, 6)
    assert kind == "PNG" or again.getexif().get(0x0112) == 6


@pytest.mark.parametrize("data", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0", b"", b"GIF89a"])
def test_a_picture_that_is_not_whole_stays_as_it_is(data: bytes) -> None:
    assert without_metadata(data).startswith(data[:3])


def test_names_of_parts_may_hold_spaces_and_signs(base: Package, tmp_path: Path) -> None:
    link = Relationship("rIdPicture", OFFICE + "image", "/ppt/media/our logo & 100%.png")
    path = saved(with_part(base, MASTER, link, b"\x89PNG", "image/png"), tmp_path)
    read = read_package(path)
    assert "/ppt/media/our logo & 100%.png" in read.parts
    assert read.related(MASTER, "image") == ("/ppt/media/our logo & 100%.png",)
    assert b"our%20logo%20&%20100%25.png" in path.read_bytes()


def test_strict_open_xml_is_read_and_checked(base: Package, tmp_path: Path) -> None:
    def strict(data: bytes) -> bytes:
        for room in (b"presentationml", b"drawingml"):
            data = data.replace(b"schemas.openxmlformats.org/%s/2006/" % room, b"purl.oclc.org/ooxml/%s/" % room)
        return data

    parts = {name: strict(data) if name.endswith(".xml") else data for name, data in base.parts.items()}
    path = saved(Package(parts, base.types, base.relationships), tmp_path)
    assert read_theme(path).look.layouts
    assert not [each for each in check_deck(path) if each.code in {"D308", "D314", "D318"}]
    assert usual(b'<p xmlns="http://purl.oclc.org/ooxml/presentationml/main" conformance="strict"/>') == (
        b'<p xmlns="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
    )


def test_shares_in_per_cent_are_read() -> None:
    assert in_thousandths(b'<a:lumMod val="62.5%"/>', "a.theme+xml") == b'<a:lumMod val="62500"/>'
    assert in_thousandths(b'<c:gapWidth val="62%"/>', "a.chart+xml") == b'<c:gapWidth val="62%"/>'
    for red in ("50%", "50000"):
        assert color_of(etree.fromstring(f'<scrgbClr r="{red}" g="0" b="0"/>'), {}) == Color("BC0000")
