"""Where a value of the user's came from: the file, the dotted key and the line."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.library.yamlfile import Step


@dataclass(frozen=True, slots=True)
class Origin:
    """`org.yaml: spend.current-monthly (line 4)`; line and column count from 1, 0 is unknown."""

    file: str = ""
    key: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        line = f" (line {self.line})" if self.line else ""
        return ": ".join(part for part in (self.file, self.key) if part) + line


NOWHERE = Origin()


class AmountError(Exception):
    """A text is no amount: `message` goes on after the name of the field and the text, `remedy` says what to write."""

    def __init__(self, message: str, remedy: str) -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message}; {remedy}")


def dotted(path: tuple[Step, ...]) -> str:
    """A path as people write it: `savings[2].base`, entries counted from 1 as in messages."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")
