"""Where the files of a run go: their names, and what `--out` means.

`--out` names a folder where it ends in a slash, where it exists as a folder, or where the run makes several files;
otherwise it names the one file, and its suffix decides the format. Pictures are a folder, named after what it says.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from briefing.errors import UsageError
from briefing.files.atomic import check_place
from briefing.formats.registry import FORMATS, WORKBOOK, Format, by_suffix, find_formats

DEFAULT_FOLDER = Path("output")
DEFAULT_FORMAT = "pptx"
MOST_NAMED = 5  # a file name lists at most so many personas
_STILL_NAMED = 3  # and this many where there are more
_LONGEST = 120  # bytes of a stem; file systems allow 255 for the whole name, and a backup adds to it
_FORBIDDEN = re.compile(r'[<>:"/\\|?*.\s]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$", re.IGNORECASE)


class Wanted(Struct, frozen=True):
    """A file that a run is going to make: its name without suffix, and its format."""

    stem: str
    format: Format


def file_stem(ids: Sequence[str], layout: str, group: str = "") -> str:
    """`cfo-cto-pitch`: who it is for, and the layout."""
    return clean_name(f"{people_name(ids, group)}-{layout}")


def people_name(ids: Sequence[str], group: str = "") -> str:
    """`cfo-cto`; more than five personas are named by their group, or as the first three `-and-5-more`."""
    if len(ids) <= MOST_NAMED:
        return "-".join(ids)
    return group or "-".join([*ids[:_STILL_NAMED], "and", str(len(ids) - _STILL_NAMED), "more"])


def clean_name(name: str) -> str:
    """The name as a file may be called on Linux, macOS and Windows; never empty, never a device, never hidden."""
    visible = "".join(each for each in unicodedata.normalize("NFC", name) if unicodedata.category(each)[0] != "C")
    cleaned = re.sub(r"-{2,}", "-", _FORBIDDEN.sub("-", visible)).strip("-")
    short = cleaned.encode()[:_LONGEST].decode(errors="ignore").rstrip("-") or "briefing"
    return f"{short}-briefing" if _DEVICE.match(short) else short


def choose_formats(names: Sequence[str], out: str | None) -> tuple[Format, ...]:
    """The formats that are asked for; without any, what the suffix of `--out` says, and else PowerPoint."""
    if names:
        return find_formats(names)
    told = None if out is None or _is_folder(out) else by_suffix(Path(out).suffix)
    return (told or FORMATS[DEFAULT_FORMAT],)


def place(wanted: Sequence[Wanted], out: str | None) -> tuple[Path, ...]:
    """The path of each file; `UsageError` where `--out` contradicts what is to be made."""
    check_place(out)
    if out is None:
        return _inside(DEFAULT_FOLDER, wanted)
    if _is_folder(out):
        return _inside(Path(out), wanted)
    first, *beside = wanted
    if not [each for each in beside if each.format is not WORKBOOK]:
        path = _one_file(Path(out), first.format)
        return (path, *(path.with_suffix(each.format.suffix) for each in beside))
    if by_suffix(Path(out).suffix):
        message = f"--out names one file, {out}, but this makes {len(wanted)} files"
        raise UsageError(message, remedy=f"name a folder, for example {Path(out).parent}{os.sep}")
    return _inside(Path(out), wanted)


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or os.path.isdir(out)


def _one_file(path: Path, form: Format) -> Path:
    """The path as given, or with the suffix of the format where it has none that we know; `deck.png` is `deck-png`."""
    told = by_suffix(path.suffix)
    if told and told is not form:
        message = f"--out ends in {path.suffix}, but the format is {form.name}"
        raise UsageError(message, remedy=f"end it in {form.suffix}, or use --format {told.name}")
    if form.folder:
        return path.with_name((path.stem if told else path.name) + form.ending)
    return path if told else path.with_name(path.name + form.suffix)


def _inside(folder: Path, wanted: Sequence[Wanted]) -> tuple[Path, ...]:
    return tuple(folder / name for name in _distinct(wanted))


def _distinct(wanted: Sequence[Wanted]) -> Iterator[str]:
    """Names that differ even where case does not count, as on Windows and macOS."""
    taken: set[str] = set()
    for each in wanted:
        name, number = each.stem + each.format.ending, 1
        while name.casefold() in taken:
            number += 1
            name = f"{each.stem}-{number}{each.format.ending}"
        taken.add(name.casefold())
        yield name
