"""Random edits against random facts, three quarters long: no word of a person is lost, and no old figure is silent."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from briefing.choices import Choices
from briefing.pipeline import make
from briefing.refresh.deck import DeckFile
from briefing.refresh.finding import base_inside, entries_of
from briefing.refresh.remains import texts_on
from briefing.refresh.wording import NUMBER, flat, holds, is_small, numbers
from refresh.quarters import FACTS, FIRST, Outcome, slide_parts
from refresh.test_properties import EDITS, add_slide, boxes, runs

pytestmark = pytest.mark.slow
LAYOUT = "exec-brief"
VALUES = {
    "name": ("Example Wares", "Example Wares", "Imaginary Goods"),
    "currency": ("EUR", "EUR", "EUR", "USD"),
    "monthly": (413_000, 436_000, 1_250_000, 98_000),
    "growth": (18, 21, -6, 26),
    "idle": (11_000, 12_500, 26_000),
    "saved": (192_000, 204_000),
    "bought": (240_000, 251_000),
}
OPTIONAL = ("pain-points", "savings", "function-cost", "return")  # what a company may state no more


@cache
def deck_of(number: int, quarter: int) -> bytes:
    """The deck of a quarter from some facts, of which the first has all."""
    dice = random.Random(f"{number} {quarter}")
    values = {**FIRST, **{key: dice.choice(choices) for key, choices in VALUES.items()}}
    values["day"] = f"2026-{1 + 3 * quarter:02d}-15"
    parts = re.split(r"^(?=\S)", FACTS.format(**values), flags=re.MULTILINE)
    text = "".join(each for each in parts if not (quarter and each.startswith(OPTIONAL) and dice.random() < 0.15))
    with TemporaryDirectory() as folder:
        org = Path(folder) / "org.yaml"
        org.write_text(text, encoding="utf-8")
        choices = Choices(layout=LAYOUT, organisation=str(org), out=f"{folder}/deck.pptx")
        return make(["cfo"], choices).written[0].path.read_bytes()


def said(deck: bytes) -> dict[int, list[str]]:
    """All that each slide says, wherever it says it."""
    file = DeckFile(Path("deck.pptx"), entries_of(deck))
    return {slide.number: [each.text for each in texts_on(file, slide)] for slide in file.slides}


def figures_of(deck: bytes) -> set[str]:
    """All numbers of a deck that can be figures, and all forms of those that it knows."""
    base = base_inside(DeckFile(Path("deck.pptx"), entries_of(deck)))
    assert base is not None
    found = {number for rows in said(deck).values() for text in rows for number in numbers(text)}
    found |= {flat(form) for forms in base.figures.values() for form in forms if not re.search("[a-z]{3}", form)}
    return {each for each in found if not is_small(each)}


# A person's words with figures of yesterday in them, each at a random place.

Write = Callable[[Any, random.Random, str], None]


def in_box(deck: Any, dice: random.Random, text: str) -> None:
    dice.choice(list(deck.slides)).shapes.add_textbox(0, 0, 900_000, 300_000).text_frame.text = text


def in_slide(deck: Any, dice: random.Random, text: str) -> None:
    add_slide(deck, dice)
    deck.slides[len(deck.slides) - 1].shapes.add_textbox(0, 0, 900_000, 300_000).text_frame.text = text


def in_alt(deck: Any, dice: random.Random, text: str) -> None:
    dice.choice(boxes(deck))._element.xpath(".//p:cNvPr")[0].set("descr", text)


def in_notes(deck: Any, dice: random.Random, text: str) -> None:
    frame = dice.choice(list(deck.slides)).notes_slide.notes_text_frame
    if dice.random() < 0.5:
        frame.add_paragraph().text = text
    else:
        dice.choice(list(frame.paragraphs)).add_run().text = f" {text}"


def in_chart(deck: Any, dice: random.Random, text: str) -> None:
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    for each in charts[:1]:
        each.has_title = True
        each.chart_title.text_frame.text = text


def in_cell(deck: Any, dice: random.Random, text: str) -> None:
    cells = [
        cell
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    if cells:
        dice.choice(cells).text_frame.paragraphs[0].add_run().text = f" {text}"


def in_table(deck: Any, dice: random.Random, text: str) -> None:
    slide = dice.choice(list(deck.slides))
    slide.shapes.add_table(2, 2, 0, 0, 900_000, 300_000).table.cell(0, 0).text = text


def in_group(deck: Any, dice: random.Random, text: str) -> None:
    group = dice.choice(list(deck.slides)).shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 900_000, 300_000).text_frame.text = text


def in_text(deck: Any, dice: random.Random, text: str) -> None:
    run = dice.choice(runs(deck))
    run.text = f"{run.text} {text}"


def for_text(deck: Any, dice: random.Random, text: str) -> None:
    dice.choice(runs(deck)).text = text


def for_figures(deck: Any, dice: random.Random, text: str) -> None:
    run = dice.choice(runs(deck))
    run.text = NUMBER.sub(lambda found: dice.choice([found.group(), "so much"]), run.text) + f" {text}"


def other_spaces(deck: Any, dice: random.Random, text: str) -> None:
    for run in runs(deck):
        if dice.random() < 0.3:
            run.text = run.text.replace("\u00a0", " ") if dice.random() < 0.5 else run.text.replace(" ", "\u202f", 1)
    in_box(deck, dice, text)


WRITES: tuple[Write, ...] = (
    *(in_box, in_slide, in_alt, in_notes, in_chart, in_cell, in_table, in_group, in_text, for_text, for_figures),
    other_spaces,
)


def worked_on(deck: bytes, dice: random.Random) -> tuple[bytes, list[str]]:
    """The deck after some edits, and the words in it that are the person's own."""
    presentation, words = Presentation(BytesIO(deck)), []
    old = sorted(figures_of(deck))
    for number in range(dice.randrange(2, 12)):
        word = f"my{'abcdefghijkl'[number]}word"
        figure, other = dice.choice(old), dice.choice(old)
        text = dice.choice(
            [f"{word} said {figure}", f"{figure} {word}", word, f"26 {word}", f"{word} {figure}, {other}"]
        )
        if dice.random() < 0.6:
            dice.choice(WRITES)(presentation, dice, text)
            words.append(word)
        else:
            dice.choice(EDITS)(presentation, dice)
    stream = BytesIO()
    presentation.save(stream)
    there = str(said(stream.getvalue()))
    return stream.getvalue(), [word for word in words if word in there]  # some were written over, or deleted


def silent(found: Outcome, old: set[str], now: set[str]) -> Iterator[tuple[int, str, str]]:
    """Old figures that a slide says and no row about it tells."""
    for slide, rows in said(found.after).items():
        told = " ".join(f"{each.was} {each.theirs}" for each in found.changes if each.is_open and each.slide == slide)
        for text in rows:
            false = {number for number in numbers(text) if number not in now}
            held = {each for each in old if any(each in number for number in false) and holds(text, each)}
            yield from ((slide, each, text) for each in held if not holds(told, each))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_no_word_is_lost_and_no_old_figure_is_silent(seed: int) -> None:
    dice = random.Random(seed)
    first = deck_of(dice.randrange(4), 0)
    deck, words = worked_on(first, dice)
    base, old = None, figures_of(first)
    same = Outcome(deck, new=first)
    assert (same.rows(), slide_parts(same.after)) == ([], slide_parts(deck))
    for quarter in (1, 2):
        made = deck_of(dice.randrange(4), quarter)
        found = Outcome(deck, base=base, new=made)
        there, now = flat(str(said(found.after))), figures_of(made)
        assert [word for word in words if word not in there] == []
        assert [*silent(found, old - now, now)] == []
        again = Outcome(found.after, base=found.base, new=made)
        assert again.after == found.after
        assert sorted(filter(None, map(_open, again.changes))) == sorted(filter(None, map(_open, found.changes)))
        deck, base, old = found.after, found.base, old | now


def _open(change: Any) -> tuple[Any, ...]:
    """What is left to a person of a row; nothing of one that is done."""
    return (change.slide, change.how, change.shape) if change.is_open else ()
