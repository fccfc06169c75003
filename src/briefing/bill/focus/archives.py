"""Packed files: zip archives are unpacked to a folder of the run, and check sums are reckoned because the engine
ignores them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import PurePosixPath
from threading import Event

from briefing.bill.focus.columns import cut_off, damaged
from briefing.bill.focus.locations import SUFFIXES, BillFile, open_file
from briefing.errors import FactError

# Zip archives of billing data: their files are unpacked to a folder of the run and stand in their place.

_ZIP = b"PK\x03\x04"
_EXCEL = b"[Content_Types].xml"
_HEAD = 1 << 16  # bytes; a workbook begins with its types
_MOST_TIMES = 1000  # no bill packs better; what does is made to fill a disk
_LEAST_BYTES = 1 << 30  # below this, nobody minds
_ENCRYPTED = 0x1


def unpacked(files: Iterable[BillFile]) -> tuple[tuple[BillFile, ...], Callable[[], None]]:
    """All files, those of archives in the place of the archives, and what removes them again.

    Raises FactError for an archive that is damaged, encrypted, or holds no billing data.
    """
    files = tuple(files)
    if not any(map(is_archive, files)):
        return files, lambda: None
    folder = tempfile.TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True)
    try:
        return tuple(_each(files, folder.name)), folder.cleanup
    except BaseException:
        folder.cleanup()
        raise


def is_archive(file: BillFile) -> bool:
    """Whether a file is a zip archive by its content, and no Excel workbook, which is one as well."""
    try:
        with open_file(file) as opened:
            head: bytes = opened.read(_HEAD)
    except OSError:
        return False  # whoever reads it says why
    is_excel = _EXCEL in head or file.path.casefold().endswith(".xlsx")
    return head.startswith(_ZIP) and not is_excel


def _each(files: Iterable[BillFile], folder: str) -> Iterator[BillFile]:
    for number, file in enumerate(files):
        if is_archive(file):
            yield from _members(file, os.path.join(folder, str(number)))
        else:
            yield file


def _members(file: BillFile, folder: str) -> Iterator[BillFile]:
    os.makedirs(folder)
    try:
        with open_file(file) as opened, zipfile.ZipFile(opened) as archive:
            members = sorted(filter(_is_billing, archive.infolist()), key=lambda member: member.filename)
            if not members:
                remedy = "give an archive with .csv, .csv.gz or .parquet files"
                raise FactError(f"{file.shown} holds no billing data", remedy=remedy)
            for number, member in enumerate(members):
                shown = f"{file.shown}/{member.filename}"
                yield BillFile(_extracted(archive, member, folder, number, shown), shown)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise FactError(f"{file.shown} is damaged", remedy="download it again") from None
    except NotImplementedError:
        raise FactError(f"{file.shown} is packed in a way that is not read", remedy="pack it again as zip") from None


def _extracted(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: str, number: int, shown: str) -> str:
    """The unpacked file, under a name of ours: those in archives may lead anywhere."""
    if member.flag_bits & _ENCRYPTED:
        raise FactError(f"{shown} is encrypted", remedy="unpack it and give the files in it")
    if member.file_size > max(_LEAST_BYTES, _MOST_TIMES * member.compress_size):
        raise FactError(f"{shown} unpacks to {member.file_size:,} bytes", remedy="unpack it and give the files in it")
    suffix = next(suffix for suffix in SUFFIXES if member.filename.casefold().endswith(suffix))
    path = os.path.join(folder, f"{number}{suffix}")
    try:
        with archive.open(member) as packed, open(path, "wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
    except OSError as error:
        raise FactError(
            f"{shown} cannot be unpacked: {error.strerror}", remedy="unpack it to a disk with room"
        ) from None
    return path


def _is_billing(member: zipfile.ZipInfo) -> bool:
    """Whether it is a file of billing data, and not what an operating system adds."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    hidden = any(part.startswith((".", "_")) for part in path.parts)
    return not member.is_dir() and not hidden and path.name.casefold().endswith(SUFFIXES)


# Whether packed files are whole: their check sums, reckoned beside the queries, because the engine ignores them.
#
# A damaged file unpacks to other figures without any error. Unpacking it a second time takes another processor than
# the query, which reads a packed file with one only, so the answer is there when the query is.

_CHUNK = 1 << 20  # bytes read at a time
_GZIP = b"\x1f\x8b"


class Wholeness:
    """Reads packed files in a thread of its own, from the start on until they are read or it is closed."""

    def __init__(self, files: Iterable[BillFile]) -> None:
        self._stop = Event()
        self._pool = ThreadPoolExecutor(1, "briefing-wholeness")
        self._faults: list[Future[FactError | None]] = [self._pool.submit(_fault, file, self._stop) for file in files]

    def check(self) -> None:
        """Wait for the answer. Raises FactError for the first file that is cut off or damaged."""
        for future in self._faults:
            if fault := future.result():
                raise fault

    def close(self) -> None:
        """Stop reading."""
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)


def _fault(file: BillFile, stop: Event) -> FactError | None:
    try:
        with open_file(file) as opened:
            return None if _is_whole(iter(lambda: opened.read(_CHUNK), b""), stop) else cut_off(file)
    except zlib.error:
        return damaged(file)
    except OSError as error:
        return FactError(f"{file.shown} cannot be read: {error.strerror}", remedy="look at the file")


def _is_whole(chunks: Iterable[bytes], stop: Event) -> bool:
    """Whether the last member of the file has an end; zlib itself compares check sum and length at each end."""
    member = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        while chunk and not stop.is_set():
            if member.eof:
                if not chunk.startswith(_GZIP):
                    return True  # padding after the last member, which every reader skips
                member = zlib.decompressobj(wbits=31)
            member.decompress(chunk)
            chunk = member.unused_data
    return member.eof or stop.is_set()
