"""A scene: one slide of a layout about to be built, with everything that its texts may speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from briefing.compose.common import CommonGround, common_ground, metric_name
from briefing.compose.wording import Wording
from briefing.errors import ContentError, Problem, Where
from briefing.library.framework import Framework
from briefing.library.kpi import KPI
from briefing.library.layout import SlideSpec
from briefing.library.persona import Entry, Persona
from briefing.library.words import Words
from briefing.model import Block, Flow, Role, Slide


@dataclass(frozen=True)
class Cast:
    """Who a briefing is for, and the knowledge that it draws on."""

    personas: tuple[Persona, ...]
    kpis: Mapping[str, KPI]
    framework: Framework
    words: Words
    day: date
    audience: str  # as a sentence names it: "the CFO and CTO/CIO"

    @cached_property
    def common(self) -> CommonGround:
        """What these personas share."""
        return common_ground(self.personas, self.kpis)

    @cached_property
    def facts(self) -> Mapping[str, object]:
        """The names that every text of a layout may use; docs/layouts.md lists them."""
        return {
            "personas": self.personas,
            "audience": self.audience,
            "count": len(self.personas),
            "finops": self.framework,
            "common": self.common,
            "kpis": self.kpis,
            "date": self.date_text,
        }

    @cached_property
    def date_text(self) -> str:
        """The date as the language of the briefing writes it."""
        month = self.words.list("months")[self.day.month - 1]
        return self.words.get("date").format(day=self.day.day, month=month, year=self.day.year)

    def metric(self, entry: Entry) -> str:
        """What a key metric is called."""
        return metric_name(entry, self.kpis)


@dataclass(frozen=True)
class Scene:
    """One slide to build: its specification, the cast, and the persona of this turn of a loop."""

    spec: SlideSpec
    cast: Cast
    wording: Wording
    place: str  # "slide 3 (kpis)", for errors
    persona: Persona | None = None

    @cached_property
    def facts(self) -> Mapping[str, object]:
        """The names that this slide's texts may use."""
        return {**self.cast.facts, "persona": self.persona} if self.persona else self.cast.facts

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
            raise ContentError(Problem(self.spec.where(*keys), f"{self.place}: '{keys[-1]}' should be text"))
        return self.word(word, **extra) if word else ""

    def word(self, key: str, **extra: object) -> str:
        """A text of words.yaml, rendered with the facts of this slide."""
        return self._render(self.cast.words.get(key), self.cast.words.where(key), key, extra)

    def texts(self, *keys: str | int) -> tuple[str, ...]:
        """A list of texts, rendered; texts that come out empty are left out."""
        found = self._value(keys)
        size = len(found) if isinstance(found, list) else 0
        return tuple(text for index in range(size) if (text := self.text(*keys, index)))

    def size(self, *keys: str | int) -> int:
        """How many entries a list of the specification has; 0 where it is missing."""
        found = self._value(keys)
        return len(found) if isinstance(found, list) else 0

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
        """The slide of these blocks; `title`, `label` and `notes` name the defaults in words.yaml, if there are any."""
        return Slide(
            kind=self.spec.kind,
            title=self.text("title", word=title),
            blocks=blocks,
            role=role,
            flow=flow,
            label=self.text("label", word=label),
            notes=self.notes(notes),
            source=self.text("source"),
        )

    def template(self, source: str, key: str) -> str:
        """A text of the layout that is not a value of the slide, rendered with its facts."""
        return self._render(source, self.spec.where(), key, {})

    def with_persona(self, persona: Persona) -> Scene:
        """The same slide in the next turn of a loop."""
        return replace(self, persona=persona)

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
