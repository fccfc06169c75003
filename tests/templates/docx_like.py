"""Packages that are no presentations: as much of a Word document and an Excel workbook as a reader looks at."""

from __future__ import annotations

import io
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def container(parts: dict[str, bytes]) -> bytes:
    """A zip file with these entries."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def package(part: str, kind: str) -> bytes:
    """A package with one main part of a kind."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    return container(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{types}"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{links}">'
                f'<Relationship Id="rId1" Type="{OFFICE}" Target="{part}"/></Relationships>'
            ).encode(),
            part: b"<a/>",
        }
    )


BASE = "application/vnd.openxmlformats-officedocument"
DOCX = package("word/document.xml", f"{BASE}.wordprocessingml.document.main+xml")
XLSX = package("xl/workbook.xml", f"{BASE}.spreadsheetml.sheet.main+xml")
