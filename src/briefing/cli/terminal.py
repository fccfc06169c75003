"""What the commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from shutil import get_terminal_size
from typing import Any

from briefing.cli.streams import write_data

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
