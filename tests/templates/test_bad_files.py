"""Templates that are broken or hostile: one sentence that says what to do, within seconds, and nothing written."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing.errors import FactError
from briefing.formats.pptx.write import write
from briefing.ooxml.package import read_package
from briefing.theme.reading import read_theme
from templates.build import default
from templates.docx_like import DOCX, XLSX, container
from written_deck import THEMES, deck

LIGHT = THEMES / "light.pptx"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
AGAIN = "open it in PowerPoint and save it again"
SAVED = "use a theme that PowerPoint has saved"


def edited(change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] = {}, source: Path = LIGHT) -> bytes:  # noqa: B006
    """A theme with parts changed, left out where the change says None, and added."""
    data = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in extra.items():
            new.writestr(name, content)
    return data.getvalue()


def same(name: str, data: bytes) -> bytes:
    return data


def replaced(part: str, old: bytes, new: bytes) -> bytes:
    """A theme with bytes replaced in the parts whose names end so."""
    return edited(lambda name, data: data.replace(old, new) if name.endswith(part) else data)


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def old_format() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le")


def truncated() -> bytes:
    return LIGHT.read_bytes()[:-4_000]


def bomb() -> bytes:
    return edited(same, {"ppt/media/film.bin": bytes(150_000_000)})


def many_parts() -> bytes:
    return edited(same, {f"ppt/slideLayouts/extra{number}.xml": b"<a/>" for number in range(10_000)})


def many_layouts() -> bytes:
    target = f'Type="{OFFICE}/slideLayout" Target="../slideLayouts/slideLayout1.xml"'
    rows = "".join(f'<Relationship Id="rIdX{number}" {target}/>' for number in range(10_000)).encode()
    return replaced("slideMaster1.xml.rels", b"</Relationships>", rows + b"</Relationships>")


def no_layouts() -> bytes:
    def change(name: str, data: bytes) -> bytes:
        if name == "ppt/slideMasters/slideMaster1.xml":
            start, end = data.index(b"<p:sldLayoutIdLst>"), data.index(b"</p:sldLayoutIdLst>")
            return data[:start] + data[end + len(b"</p:sldLayoutIdLst>") :]
        return data

    return edited(change)


def climbing() -> bytes:
    return edited(same, {"../../outside.xml": b"<a/>"})


def absolute() -> bytes:
    return edited(same, {"/etc/outside.xml": b"<a/>"})


def backslashes() -> bytes:
    return edited(same, {"..\\outside.xml": b"<a/>"})


def twice() -> bytes:
    return edited(same, {"PPT/presentation.xml": b"<a/>"})


def doctype() -> bytes:
    lol = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return edited(lambda name, data: data.replace(b"?>", b"?>" + lol, 1) if name.endswith("theme1.xml") else data)


def huge_part() -> bytes:
    return edited(lambda name, data: data + b" " * 9_000_000 if name.endswith("theme1.xml") else data)


def no_master() -> bytes:
    return edited(lambda name, data: None if "slideMaster1.xml" in name else data)


def tiny() -> bytes:
    return replaced("presentation.xml", b'cy="6858000"', b'cy="914400"')


PLAIN = "not a PowerPoint file that can be read; save it again as .pptx or .potx, without a password"
DAMAGED = "the file is damaged or was not copied whole; copy or download it again"
PRESENT = "save a presentation as .pptx or .potx, and name that"
PASSWORD = (
    "the file is protected with a password; "
    "open it in PowerPoint, take the password away under File, Info, and save it again"
)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (encrypted, PASSWORD),
    "of 2003": (
        old_format,
        "the file is in the format of PowerPoint 97 to 2003, or protected with a password; "
        "open it in PowerPoint and save it as .pptx or .potx, without a password",
    ),
    "a text": (lambda: b"hello", PLAIN),
    "empty": (lambda: b"", PLAIN),
    "a zip of something else": (lambda: container({"readme.txt": b"hello"}), PLAIN),
    "truncated": (truncated, DAMAGED),
    "a zip bomb": (bomb, "unpacks to 9"),
    "10,000 parts": (many_parts, "unpacks to more than 5,000 parts or 200 MB; use a smaller theme"),
    "10,000 layouts": (
        many_layouts,
        "the theme has more than 400 slide layouts; delete those that are not used in PowerPoint's slide master view",
    ),
    "no layouts": (no_layouts, "the theme has no slide layouts; add some in PowerPoint's slide master view"),
    "a climbing path": (climbing, f"holds an entry named '../../outside.xml', which leads out of the file; {SAVED}"),
    "an absolute path": (absolute, f"holds an entry named '/etc/outside.xml', which leads out of the file; {SAVED}"),
    "a path of Windows": (backslashes, f"holds an entry named '..\\outside.xml', which leads out of the file; {SAVED}"),
    "an entry twice": (twice, f"holds two entries named 'PPT/presentation.xml'; {AGAIN}"),
    "entities": (
        doctype,
        f"the part /ppt/theme/theme1.xml declares a document type or entities, as a file made to do harm does; {SAVED}",
    ),
    "a huge part": (huge_part, "the part /ppt/theme/theme1.xml is larger than 8 MB; use a smaller theme"),
    "no master": (no_master, f"a part that every PowerPoint theme has is missing or damaged; {AGAIN}"),
    "tiny slides": (
        tiny,
        "its slides are 13.3 × 1.0 in, too small for any text; choose a larger slide size in PowerPoint",
    ),
    "Word": (lambda: DOCX, f"this is a Word document, not a presentation; {PRESENT}"),
    "Excel": (lambda: XLSX, f"this is an Excel workbook, not a presentation; {PRESENT}"),
}


@pytest.mark.parametrize(("make", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_file_is_refused_in_a_sentence(make: Callable[[], bytes], sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "theme.pptx"
    path.write_bytes(make())
    with pytest.raises(FactError) as caught:
        read_theme(path)
    assert str(caught.value).startswith(f"{path}: {sentence}")
    assert len(str(caught.value).splitlines()) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_theme(tmp_path: Path) -> None:
    with pytest.raises(FactError) as caught:
        read_theme(tmp_path)
    assert str(caught.value) == (f"{tmp_path}: this is not a file but a folder or a device; name a .pptx or .potx file")


def test_an_entry_that_lies_about_its_size_is_not_unpacked_beyond_it(tmp_path: Path) -> None:
    data = bytearray(edited(same, {"ppt/media/film.bin": bytes(50_000_000)}))
    for at in _sizes_of(data, b"ppt/media/film.bin"):
        struct.pack_into("<L", data, at, 1_000)
    path = tmp_path / "theme.pptx"
    path.write_bytes(bytes(data))
    with pytest.raises(FactError, match="the file is damaged or was not copied whole"):
        read_package(path)


def _sizes_of(data: bytearray, name: bytes) -> Iterator[int]:
    """Where the local header and the list of entries say how large an entry is."""
    first = data.index(name)
    yield first - 30 + 22
    yield data.index(name, first + 1) - 46 + 24


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process so")
def test_the_largest_file_that_is_read_takes_less_than_500_mb(tmp_path: Path) -> None:
    path = tmp_path / "theme.pptx"
    path.write_bytes(edited(same, {"ppt/media/film.bin": bytes(range(256)) * 700_000}))
    script = (
        "import sys; from pathlib import Path\n"
        "from briefing.theme.reading import read_theme\n"
        "try: read_theme(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__)\n"
        # Not ru_maxrss: that of a new process begins at what its parent had.
        "print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert int(ran.stdout.split()[-1]) < 500


def with_macros() -> bytes:
    kinds = b'<Override PartName="/ppt/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    type_ = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = f'<Relationship Id="rIdV" Type="{type_}" Target="vbaProject.bin"/></Relationships>'.encode()

    def change(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            data = data.replace(b"presentationml.presentation.main", b"ms-powerpoint.template.macroEnabled.main")
            return data.replace(b"</Types>", kinds)
        return data.replace(b"</Relationships>", link) if name == "ppt/_rels/presentation.xml.rels" else data

    return edited(change, {"ppt/vbaProject.bin": b"macro"})


def test_a_template_with_macros_is_used_without_them(tmp_path: Path) -> None:
    path = tmp_path / "theme.potm"
    path.write_bytes(with_macros())
    theme = read_theme(path)
    assert theme.notices == ("The template holds macros; they are left out of the deck.",)
    (tmp_path / "deck.pptx").write_bytes(write(deck(), theme))
    package = read_package(tmp_path / "deck.pptx")
    assert not any("vba" in name or "macro" in package.types[name] for name in package.parts)


def linked(kind: str, target: str, mode: str, element: bytes) -> bytes:
    link = f'<Relationship Id="rIdL" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()

    def change(name: str, data: bytes) -> bytes:
        if name == "ppt/slideMasters/_rels/slideMaster1.xml.rels":
            return data.replace(b"</Relationships>", link)
        if name == "ppt/slideMasters/slideMaster1.xml":
            return data.replace(b'name="Title"/>', b'name="Title">' + element + b"</p:cNvPr>", 1)
        return data

    return edited(change)


CLICK = b'<a:hlinkClick r:id="rIdL"/>'


def test_addresses_outside_the_file_are_told_and_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket", None)  # whoever would call out fails
    path = tmp_path / "theme.pptx"
    path.write_bytes(linked("video", "http://192.0.2.1/track", ' TargetMode="External"', CLICK))
    assert read_theme(path).notices == (
        "The template's masters and layouts show what stands outside the file, at http://192.0.2.1/track; nothing was "
        "fetched, and the deck is made without it.",
    )


def test_a_button_on_the_master_that_leads_to_a_sample_slide_loses_its_link(tmp_path: Path) -> None:
    path = tmp_path / "theme.pptx"
    data = linked("slide", "../slides/slide1.xml", "", CLICK)
    path.write_bytes(data)
    theme = read_theme(path)
    master = theme.package.parts["/ppt/slideMasters/slideMaster1.xml"]
    assert b"hlinkClick" not in master
    assert not [link for link in theme.package.relationships["/ppt/slideMasters/slideMaster1.xml"] if link.id == "rIdL"]


def test_a_template_without_a_notes_master_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "theme.pptx"
    path.write_bytes(default())
    assert read_package(path).related("/ppt/presentation.xml", "notesMaster")
    path.write_bytes(edited(_without_notes, source=path))
    theme = read_theme(path)
    assert theme.notes_master == "/ppt/notesMasters/notesMaster1.xml"
    assert theme.package.related(theme.notes_master, "theme")


def _without_notes(name: str, data: bytes) -> bytes | None:
    if "notes" in name.lower():
        return None
    if not name.endswith((".rels", "presentation.xml")):
        return data
    data = re.sub(rb"<p:notesMasterIdLst>.*?</p:notesMasterIdLst>", b"", data, flags=re.DOTALL)
    return re.sub(rb"<Relationship [^>]*notes(Master|Slide)[^>]*/>", b"", data)


@pytest.mark.parametrize("name", ["[Content_Types].xml", "ppt/slideMasters/slideMaster1.xml"])
def test_names_of_parts_are_the_same_whatever_their_case(name: str, tmp_path: Path) -> None:
    path = tmp_path / "theme.pptx"
    path.write_bytes(edited(lambda each, data: None if each == name else data, {name.upper(): zipped(name)}))
    assert read_theme(path).look == read_theme(LIGHT).look


def zipped(name: str) -> bytes:
    with zipfile.ZipFile(LIGHT) as archive:
        return archive.read(name)


OBJECT = (
    b'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="7001" name="Object 4" hidden="1"/><p:cNvGraphicFramePr/>'
    b'<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic>'
    b'<a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole"><p:oleObj r:id="rIdL" progId="X">'
    b'<p:embed/><p:pic><p:nvPicPr><p:cNvPr id="0" name=""/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill/><p:spPr/>'
    b"</p:pic></p:oleObj></a:graphicData></a:graphic></p:graphicFrame></p:spTree>"
)


def test_the_picture_of_an_object_has_the_number_that_the_object_had(tmp_path: Path) -> None:
    """Zero, which programs write inside of one, is no number of a shape."""
    path, master = tmp_path / "theme.pptx", "ppt/slideMasters/slideMaster1.xml"
    plain = tmp_path / "plain.pptx"
    plain.write_bytes(linked("oleObject", "../embeddings/x.bin", "", b""))

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"</p:spTree>", OBJECT) if name == master else data

    path.write_bytes(edited(change, source=plain))
    found = read_theme(path).package.parts[f"/{master}"]
    assert b'<p:nvPicPr><p:cNvPr id="7001" name="Object 4" hidden="1"/>' in found
    assert b"oleObj" not in found
