"""Figures that are not there: false in the conditions of texts, an error where a text would show one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.compose.said import Said, Voice
    from briefing.figures.figure import Figure
    from briefing.library.amounts import Money


class Missing:
    """A figure whose facts are missing: false in conditions, an error where a text would show it."""

    def __init__(self, id: str, keys: tuple[str, ...] = ()) -> None:
        self._id, self._keys = id, keys

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        needs = f", for it needs {', '.join(self._keys)}" if self._keys else ""
        raise ValueError(f"there is no figure '{self._id}'{needs}; ask for it first with 'if figures[…]'")

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return str(self)


class NoFigures(Mapping[str, "Said"]):
    """Where no company's facts are given: every figure is missing."""

    voice: Voice | None = None

    def __getitem__(self, id: str) -> Said:
        return Missing(id, ("the facts of a company",))  # type: ignore[return-value]  # false, like None

    def __contains__(self, id: object) -> bool:
        return False

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def find(self, id: str) -> Said | None:
        """The figure with an id, or None."""
        return None

    def amounts(self, currency: str) -> Mapping[Decimal, Said]:
        """Every amount of a currency by its size; none here."""
        return {}

    def converted(self, money: Money) -> Said | None:
        """An amount that was stated in another currency; None for one that was not."""
        return None

    def told(self, figure: Figure, group: str = "", called: str = "") -> Said:
        """A figure that only a slide works out. Raises LookupError, for nothing is told without a company's facts."""
        raise LookupError(f"'{figure.id}' is told without the facts of a company")

    def missing(self, id: str) -> tuple[str, ...]:
        """The keys of the facts that a figure, or a group such as `return.base`, would need; none are known here."""
        return ()
