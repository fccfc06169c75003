"""The small words of a language: labels, number words, month names, joiners; all that Python would else spell out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.errors import ContentError, Problem, Where
from briefing.library.schema import convert
from briefing.library.text import did_you_mean
from briefing.library.yamlfile import Document, Step, read_yaml


@dataclass(frozen=True)
class Words:
    """The words of one file, by key."""

    values: Mapping[str, Any]
    document: Document

    def get(self, key: str) -> str:
        """The text of a key. Raises ContentError when the file does not have it."""
        return str(self._value(key, str, "a text"))

    def list(self, key: str) -> tuple[str, ...]:
        """The texts of a key that holds a list. Raises ContentError when the file does not have it."""
        return tuple("" if each is None else str(each) for each in self._value(key, list, "a list"))

    def where(self, *path: Step) -> Where:
        """The place of a word."""
        return self.document.where(*path)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def _value(self, key: str, kind: type, called: str) -> Any:
        value = self.values.get(key)
        if isinstance(value, kind):
            return value
        if key in self.values:
            raise ContentError(Problem(self.where(key), f"the word '{key}' should be {called}"))
        remedy = did_you_mean(key, self.values, f"add a line '{key}: …'")
        raise ContentError(Problem(Where(self.document.file), f"the word '{key}' is missing", remedy))


def read_words(path: str | Path) -> Words:
    """Read a file of words: a mapping from key to text or list. Raises ContentError."""
    document = read_yaml(path)
    return Words(convert(document, dict[str, Any]), document)
