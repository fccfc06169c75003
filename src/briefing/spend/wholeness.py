"""Whether packed files are whole: their check sums, reckoned beside the queries, because the engine ignores them.

A damaged file unpacks to other figures without any error. Unpacking it a second time takes another processor than the
query, which reads a packed file with one only, so the answer is there when the query is.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from briefing.errors import FactError
from briefing.spend.forms import cut_off, damaged
from briefing.spend.places import BillFile, open_file

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
