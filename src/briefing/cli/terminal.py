"""What the commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import select
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from shutil import get_terminal_size
from typing import Any, Final, TextIO

# Standard streams that outlive their readers: what can no longer be written is dropped, and the reason is kept.
#
# A command may have made decks before it prints their paths. A reader that stops, as `head` does, a disk that is full
# or a stream that was closed from the start must not cost that work, nor the notices on the other stream; so no write
# fails, and `guarded` says at the end what became of standard output.

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
            at_once = stream.line_buffering or stream.write_through  # the second with PYTHONUNBUFFERED
            encoding, number = stream.encoding, stream.fileno()
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


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_GAP = "  "
_NARROWEST = 40
_WIDEST = 120


def say(text: str = "") -> None:
    """A line for standard output."""
    print(_printable(text))


def say_data(text: str) -> None:
    """A text for programs, in UTF-8: a file that is shown instead of written."""
    write_data(_printable(text).rstrip("\n"))


def tell(text: str) -> None:
    """A line for standard error."""
    print(_printable(text), file=sys.stderr)


def say_json(value: Any) -> None:
    """The one object that `--json` promises; it may hold records of the library."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_fields_of)
    write_data(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def say_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns of equal width; the last one is folded to the width of the terminal."""
    for line in table(header, rows, columns_width()):
        say(line)


def say_fields(name: str, items: Iterable[str]) -> None:
    """A heading with a folded list below it; nothing where the list is empty."""
    lines = [item for item in items if item]
    if lines:
        say(f"\n{name}")
    for item in lines:
        say(
            textwrap.fill(
                item, columns_width(), initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False
            )
        )


def table(header: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table no wider than `width` characters, as far as its first columns allow."""
    cells = [header, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header) - 1)]
    indent = sum(widths) + len(_GAP) * len(widths)
    for row in cells:
        start = _GAP.join(cell.ljust(size) for cell, size in zip(row, widths, strict=False))
        folded = textwrap.wrap(row[-1], max(width - indent, _NARROWEST), break_on_hyphens=False) or [""]
        yield (start + _GAP + folded[0]).rstrip()
        yield from (" " * indent + line for line in folded[1:])


def _fields_of(record: Any) -> dict[str, Any]:
    """A record of the library under the field names of its file, `primary-goal` and not `primary_goal`."""
    names = zip(record.__struct_encode_fields__, record.__struct_fields__, strict=True)
    return {written: getattr(record, name) for written, name in names}


def columns_width() -> int:
    """How many characters a line may have."""
    return min(max(get_terminal_size().columns, _NARROWEST), _WIDEST)


def _printable(text: str) -> str:
    """The text without characters that could steer the terminal; a persona file may come from anywhere."""
    return _STEERING.sub("", text)
