"""Standard streams that outlive their readers: what can no longer be written is dropped, and the reason is kept.

A command may have made decks before it prints their paths. A reader that stops, as `head` does, a disk that is full
or a stream that was closed from the start must not cost that work, nor the notices on the other stream; so no write
fails, and `guarded` says at the end what became of standard output.
"""

from __future__ import annotations

import codecs
import io
import os
import select
import sys
from contextlib import suppress
from typing import Any, Final, TextIO

_ERRORS: Final = "briefing"  # how standard output has characters that its encoding has not


class _Lasting(io.RawIOBase):
    """The raw end of a stream. After its first failure it takes everything and writes nothing."""

    def __init__(self, raw: Any) -> None:
        super().__init__()
        self._raw = raw
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        return bool(self._raw.isatty())

    def write(self, data: Any) -> int:
        """How many bytes were taken: all, where nothing can be written any more."""
        while self.fault is None:
            try:
                written = self._raw.write(data)
            except OSError as error:
                self.fault = error
            else:
                if written is not None:
                    return int(written)
                select.select([], [self._raw], [])  # a pipe that does not wait by itself, and is full
        return len(data)


def prepare() -> None:
    """Make the standard streams of this process last; closed ones lead nowhere.

    A descriptor that is free would be that of the next file that is opened, into which a message might then go.
    """
    codecs.register_error(_ERRORS, _escaped)
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it stays open to the end
    sys.stdout, sys.stderr = _lasting(sys.stdout, 1, _ERRORS), _lasting(sys.stderr, 2, "backslashreplace")


def lost(stream: TextIO) -> OSError | None:
    """Why what was written to a stream has not reached anybody; None where it has. Nothing is left in its buffers."""
    with suppress(OSError, ValueError):
        stream.flush()
    return getattr(getattr(getattr(stream, "buffer", None), "raw", None), "fault", None)


def write_data(text: str) -> None:
    """Text for programs on standard output: UTF-8 with plain line ends, whatever the encoding of the console."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or sys.stdout.isatty():
        print(text)
        return
    sys.stdout.flush()
    buffer.write(f"{text}\n".encode("utf-8", "backslashreplace"))  # in JSON that is an escape, too
    sys.stdout.flush()


def _lasting(stream: Any, number: int, errors: str) -> TextIO:
    encoding, at_once = "utf-8", number == 2
    if stream is not None:
        try:
            encoding, at_once, number = stream.encoding, stream.line_buffering, stream.fileno()
        except (
            AttributeError,
            io.UnsupportedOperation,
        ):  # whoever calls us as a function has put one of their own there
            return stream  # type: ignore[no-any-return]
    raw = _Lasting(open(number, "wb", buffering=0, closefd=False))  # noqa: SIM115
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding, errors, line_buffering=at_once)


def _escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    """Bytes of a file name that is not UTF-8 as they are where programs read it, all else as an escape of Python's."""
    if isinstance(error, UnicodeEncodeError) and not sys.stdout.isatty():
        with suppress(UnicodeEncodeError):
            return error.object[error.start : error.end].encode("ascii", "surrogateescape"), error.end
    return codecs.backslashreplace_errors(error)
