"""What a renderer takes and hands back: a briefing and a theme as the user chose it, and the bytes of a file with
what should be known of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from briefing.model import Briefing, Notice

# Which theme a deck is made in, as the user chose it: plain values that formats without a theme do not look at.


class Logo(Struct, frozen=True):
    """A picture, its size in pixels, and what it shows; an empty `alt` means decoration."""

    data: bytes
    format: Literal["png", "jpeg"]
    width: int
    height: int
    alt: str = ""


class Style(Struct, frozen=True):
    """What changes in a built-in theme; what is empty stays. `colors` are pairs of a palette role and RRGGBB."""

    file: str  # where it stands, for notices
    name: str = ""
    colors: tuple[tuple[str, str], ...] = ()
    heading_font: str = ""
    body_font: str = ""
    logo: Logo | None = None


class ThemeChoice(Struct, frozen=True):
    """A PowerPoint file with the theme; which of its layouts serve which roles; what is changed in it; and how wide
    pictures of slides are.
    """

    path: Path
    mapping: tuple[tuple[str, str], ...] = ()  # role → name of a slide layout
    style: Style | None = None
    width: int = 0  # of pictures, in pixels; 0 is what they have without a word


# What a renderer takes and hands back: a briefing and a theme, and the bytes of a file with what should be known.


class Rendered(Struct, frozen=True):
    """A finished file that nobody has written yet; `pages` counts slides, continuation slides included.

    Pictures are a folder of files: `files` are their names and bytes, and `data` is empty.
    """

    data: bytes
    pages: int
    notices: tuple[Notice, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def content(self) -> bytes | Mapping[str, bytes]:
        """What is to be written: the bytes of the file, or of each file of the folder by its name."""
        return dict(self.files) or self.data

    def packed(self) -> bytes:
        """The bytes of the file, or an archive of the folder, for who takes one file only."""
        if not self.files:
            return self.data
        import io  # few runs need an archive
        import zipfile

        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as written:  # pictures are small already
            for name, data in self.files:
                written.writestr(zipfile.ZipInfo(name), data)
        return archive.getvalue()


# A path is that of a PowerPoint file, taken as it is. Formats without a theme do not look at it.
Renderer: TypeAlias = Callable[[Briefing, ThemeChoice | Path], Rendered]
