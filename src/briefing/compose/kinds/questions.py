"""`questions`: an interview guide: questions by topic, with room for the answers."""

from __future__ import annotations

from briefing.compose.scene import Scene
from briefing.model import Cell, Slide, Table

TAKES = frozenset({"questions"})
QUESTION = ("topic", "text")


def build(scene: Scene) -> Slide:
    """`questions` is a list of `topic` and `text`; a question that comes out empty is left out."""
    asked = [(scene.text("questions", n, "topic"), n) for n in scene.entries("questions", QUESTION)]
    rows = tuple(
        (Cell(topic), Cell(text), Cell("")) for topic, n in asked if (text := scene.text("questions", n, "text"))
    )
    header = tuple(scene.word(key) for key in ("topic", "question", "answer"))
    table = Table(header, rows, (1.8, 5.0, 5.2), summary=scene.word("questions-summary"))
    return scene.slide(table, label="persona-label", notes="questions-notes")
