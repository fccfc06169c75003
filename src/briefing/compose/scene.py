"""A scene: one slide of a layout about to be built, with everything that its texts may speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.compose.cast import Cast
from briefing.compose.wording import Wording
from briefing.errors import ContentError, Problem, Where
from briefing.library.layout import SlideSpec
from briefing.library.persona import Persona
from briefing.model import Block, Bullets, Card, Columns, Flow, Notice, Pairs, Remark, Role, Slide, Text, Tiles


class Scene(Struct, frozen=True, dict=True):
    """One slide to build: its specification, the cast, and the persona of this turn of a loop."""

    spec: SlideSpec
    cast: Cast
    wording: Wording
    number: int  # of the specification in its layout
    persona: Persona | None = None
    told: Mapping[str, object] = field(default_factory=dict)  # what the kind adds for the texts of its slide

    @property
    def place(self) -> str:
        """What errors call the slide: "slide 3 (kpis)"."""
        return f"slide {self.number} ({self.spec.kind})"

    @cached_property
    def facts(self) -> Mapping[str, object]:
        """The names that this slide's texts may use."""
        return {**self.cast.facts, **self._of_persona(), **self.told}

    def _of_persona(self) -> Mapping[str, object]:
        """The persona of this turn, and the decision asked of it."""
        if not self.persona:
            return {}
        return {"persona": self.persona, "decision": self.cast.asks.of(self.persona.identifier).decision}

    def star(self) -> Persona:
        """The persona of this turn. Raises ContentError where the slide is not in a loop over personas."""
        if self.persona:
            return self.persona
        remedy = "add 'for-each: persona' to this slide"
        raise ContentError(Problem(self.spec.where(), f"{self.place} is about one persona", remedy))

    def applies(self) -> bool:
        """Whether the slide's `when` holds."""
        if not self.spec.when:
            return True
        return self.wording.holds(self.spec.when, self.facts, self.spec.where("when"), f"{self.place}, when")

    def text(self, *keys: str | int, word: str = "", **extra: object) -> str:
        """The text at a key of the specification, rendered; where it is missing, the default of words.yaml."""
        source = self._value(keys)
        if isinstance(source, str):
            return self._render(source, self.spec.where(*keys), ".".join(map(str, keys)), extra)
        if source is not None:
            called = f"'{keys[-1]}'" if isinstance(keys[-1], str) else f"an entry of '{keys[-2]}'"
            raise ContentError(Problem(self.spec.where(*keys), f"{self.place}: {called} should be text"))
        return self.word(word, **extra) if word else ""

    def word(self, key: str, **extra: object) -> str:
        """A text of words.yaml, rendered with the facts of this slide."""
        words = self.cast.words_with(key)
        return self._render(words.get(key), words.where(key), key, extra)

    def has_word(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.cast.words_with(key)

    def texts(self, *keys: str | int) -> tuple[str, ...]:
        """A list of texts, rendered; texts that come out empty are left out. Raises ContentError for anything else."""
        return tuple(text for index in range(self.size(*keys)) if (text := self.text(*keys, index)))

    def size(self, *keys: str | int) -> int:
        """How many entries a list of the specification has; 0 where it is missing. Raises ContentError for no list."""
        found = self._value(keys)
        if found is None or isinstance(found, list):
            return len(found or ())
        message, remedy = (
            f"{self.place}: '{keys[-1]}' should be a list",
            "write each entry on a line of its own after '- '",
        )
        raise ContentError(Problem(self.spec.where(*keys), message, remedy))

    def entries(self, key: str, takes: Collection[str]) -> range:
        """The indexes of a list of mappings. Raises ContentError where one is none, or has a key that is not taken."""
        found = range(self.size(key))
        problems = [problem for index in found for problem in self._entry_problems((key, index), takes)]
        if problems:
            raise ContentError(*problems)
        return found

    def _entry_problems(self, path: tuple[str, int], takes: Collection[str]) -> Iterator[Problem]:
        entry, known = self._value(path), f"the keys are {', '.join(sorted(takes))}"
        if not isinstance(entry, dict):
            yield Problem(self.spec.where(*path), f"{self.place}: an entry of '{path[0]}' should have keys", known)
            return
        for key in entry:
            if key not in takes:
                message = f"{self.place}: an entry of '{path[0]}' does not take '{key}'"
                yield Problem(self.spec.document.where_key(*self.spec.path, *path, key), message, known)

    def notes(self, word: str = "") -> tuple[str, ...]:
        """The speaker notes, a paragraph a line: those of the specification, or the default of words.yaml."""
        source = self._value(("notes",))
        text = "\n".join(self.texts("notes")) if isinstance(source, list) else self.text("notes", word=word)
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    def slide(
        self,
        *blocks: Block,
        title: str = "",
        label: str = "",
        notes: str = "",
        role: Role = "content",
        flow: Flow = "down",
    ) -> Slide:
        """The slide of these blocks; `title`, `label` and `notes` name the defaults in words.yaml, if there are any.

        Raises ContentError where no title comes out.
        """
        headline = self.text("title", word=title)
        if not headline:
            remedy = "add 'title: ' and a sentence that says its message"
            raise ContentError(Problem(self.spec.where("title"), f"{self.place} has no title", remedy))
        said, takeaway = self.notes(notes), f"{self.spec.kind}-takeaway"
        return Slide(
            kind=self.spec.kind,
            title=headline,
            blocks=blocks,
            role=role,
            flow=flow,
            label=self.text("label", word=label),
            notes=said,
            coached=len(said),
            source=self.text("source"),
            takeaway=self.word(takeaway) if self.has_word(takeaway) else "",
        )

    def section(self) -> str:
        """The heading of the section that begins with this slide, empty where none does."""
        return self._render(self.spec.section, self.spec.where("section"), "section", {})

    def with_persona(self, persona: Persona) -> Scene:
        """The same slide in the next turn of a loop."""
        return replace(self, persona=persona)

    def telling(self, **facts: object) -> Scene:
        """The same slide, whose texts may also speak of these facts."""
        return replace(self, told={**self.told, **facts})

    def name_of(self, identifier: str) -> str:
        """The name of a persona, in the room or not."""
        names = {each.identifier: each.name for each in self.cast.personas}
        return names.get(identifier) or self.cast.called(identifier)

    def _value(self, keys: Sequence[str | int]) -> Any:
        value: Any = self.spec.values
        for key in keys:
            known = isinstance(value, dict) if isinstance(key, str) else isinstance(value, list)
            if not known:
                return None
            value = value.get(key) if isinstance(key, str) else value[key]
        return value

    def _render(self, source: str, where: Where, key: str, extra: Mapping[str, object]) -> str:
        return self.wording.render(source, {**self.facts, **extra}, where, f"{self.place}, {key}")


# A slide's budget of words: what a card says beyond it moves to the notes, and a notice tells.

MOST_WORDS = 90  # an executive reads about 75 on a slide; a fifth more is still one glance


def within_budget(slide: Slide, scene: Scene) -> tuple[Slide, Notice | None]:
    """The slide with as many entries a card as the budget allows, at least one; the others are in its notes."""
    longest = max((len(card.items) for card in _cards(slide)), default=0)
    kept = next((most for most in range(longest, 1, -1) if word_count(_shortened(slide, most)) <= MOST_WORDS), 1)
    if kept >= longest or word_count(slide) <= MOST_WORDS:
        return slide, None
    further = (
        scene.word("further", heading=card.heading, items="; ".join(card.items[kept:]))
        for card in _cards(slide)
        if card.items[kept:]
    )
    short = replace(_shortened(slide, kept), spill=tuple(further))
    return short, Remark(scene.word("shortened", headline=slide.title, kept=kept, sent=scene.cast.sent))


def word_count(slide: Slide) -> int:
    """The words of a slide outside its headline and tables."""
    return sum(len(text.split()) for block in slide.blocks for text in _texts(block))


def _texts(block: object) -> Iterator[str]:
    match block:
        case Text(text=text):
            yield text
        case Bullets(items=items, heading=heading):
            yield from (heading, *items)
        case Columns(cards=cards):
            yield from (text for card in cards for text in (card.heading, card.text, *card.items))
        case Pairs(rows=rows):
            yield from (text for row in rows for text in (row.left, row.right, row.tag))
        case Tiles(tiles=tiles):
            yield from (text for tile in tiles for text in (tile.label, tile.value, tile.note))


def _cards(slide: Slide) -> list[Card]:
    return [card for block in slide.blocks if isinstance(block, Columns) for card in block.cards]


def _shortened(slide: Slide, most: int) -> Slide:
    blocks = (
        Columns(tuple(replace(card, items=card.items[:most]) for card in block.cards))
        if isinstance(block, Columns)
        else block
        for block in slide.blocks
    )
    return replace(slide, blocks=tuple(blocks))
