"""What a bill says, as plain lines: a figure, a series, or why there is none; words and origins come to them later.

`what` names a phrase of `bill.basis` in `layouts/figures.yaml`, `when` the months that are counted: one span, or two
that are held against each other. `keys` are the fields of the bill that a line comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from briefing.figures.figure import Unit
from briefing.library.bill import Bill, Months
from briefing.library.origin import Origin

When: TypeAlias = tuple[Months, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure. `words` fill the braces of its texts, beside those that every line has.

    `beside` are facts of the organisation that it comes from as well.
    """

    id: str
    value: Decimal
    unit: Unit
    what: str
    when: When
    keys: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A series of money; `rule` names its words where they are not those of its id."""

    id: str
    labels: tuple[str, ...]
    values: tuple[Decimal, ...]
    what: str
    when: When
    keys: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """Figures that do not exist; `reason` names a sentence of `bill.absent` in `layouts/figures.yaml`."""

    id: str
    reason: str
    words: Mapping[str, str] = field(default_factory=dict)


Entry: TypeAlias = Line | Curve | Absent


def money(id: str, value: Decimal, what: str, when: When, *keys: str, **words: str) -> Line:
    """A line of money."""
    return Line(id, value, "money", what, when, keys, words)


def percent(id: str, value: Decimal, what: str, when: When, *keys: str, **words: str) -> Line:
    """A line of a share or a growth, as a fraction."""
    return Line(id, value, "percent", what, when, keys, words)


def share(id: str, part: Decimal, whole: Decimal, what: str, when: When, *keys: str) -> Line | Absent:
    """A line of a share; of what refunds and credits make less than nothing or more than the whole there is none."""
    return percent(id, part / whole, what, when, *keys) if 0 <= part <= whole and whole else Absent(id, "mixed")


def lacking(bill: Bill, id: str, *columns: str) -> Iterator[Absent]:
    """That the data do not carry a figure: for want of these columns, where the bill says so."""
    missing = [each for each in columns if each in bill.quality.missing_columns]
    if missing:
        reason = "no-column" if len(missing) == 1 else "no-columns"
        yield Absent(id, reason, {"columns": ", ".join(missing)})
    else:
        yield Absent(id, "not-there")
