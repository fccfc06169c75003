"""A library that reads each file once, for a process that makes many briefings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from briefing.library.evidence import Evidence
from briefing.library.framework import Framework
from briefing.library.layout import Layout
from briefing.library.library import Library
from briefing.library.words import Words

T = TypeVar("T")


class KeptLibrary(Library):
    """The library as it was when it was first asked; a change of its files is not seen."""

    def words(self) -> Words:
        """As of any library."""
        return self._once("words", super().words)

    def sentences(self) -> Words:
        """As of any library."""
        return self._once("sentences", super().sentences)

    def evidence(self) -> tuple[Evidence, ...]:
        """As of any library."""
        return self._once("evidence", super().evidence)

    def framework(self) -> Framework:
        """As of any library."""
        return self._once("framework", super().framework)

    def layout(self, name: str) -> Layout:
        """As of any library."""
        return self._once(f"layout {name}", lambda: super(KeptLibrary, self).layout(name))

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {}

    def _once(self, key: str, read: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = read()
        found: T = self._kept[key]
        return found
