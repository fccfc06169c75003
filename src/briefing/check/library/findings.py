"""What a check of written files is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from briefing.errors import Where

if TYPE_CHECKING:
    from briefing.check.library.shelf import Shelf

Severity: TypeAlias = Literal["error", "advice"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault and how to mend it, at a place in a file."""

    where: Where
    code: str
    message: str
    severity: Severity
    remedy: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a check found its fault. `values` fill the braces of its message and remedy.

    `about` names further files that the fault is about: whoever asks for one of them is told.
    """

    where: Where
    values: Mapping[str, object] = field(default_factory=dict)
    about: tuple[str, ...] = ()


Rule: TypeAlias = "Callable[[Shelf], Iterable[Hit]]"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked for. With an error no deck can be made, or a wrong one; advice makes a deck better.

    `message` and `remedy` are patterns with `{braces}`.
    """

    severity: Severity
    fault: str  # its name, as a heading
    message: str
    remedy: str
    rule: Rule

    def finding(self, code: str, hit: Hit) -> Finding:
        """What is told of a hit."""
        message, remedy = self.message.format(**hit.values), self.remedy.format(**hit.values)
        return Finding(hit.where, code, message, self.severity, remedy)
