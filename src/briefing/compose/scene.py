"""A scene: one slide of a layout about to be built, with everything that its texts may speak of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.compose.asked import Asked, Asks, asked_of_room, asks_of
from briefing.compose.common import CommonGround, common_ground, metric_name
from briefing.compose.nofigures import NoFigures
from briefing.compose.wording import Wording, filled
from briefing.errors import ContentError, Problem, Where
from briefing.library.framework import Framework
from briefing.library.kpi import KPI
from briefing.library.layout import SlideSpec
from briefing.library.persona import Entry, Persona
from briefing.library.words import Words
from briefing.model import Block, Flow, Role, Slide

if TYPE_CHECKING:  # figures are worked out only where a company's facts are given
    from briefing.compose.billwords import ToldBill
    from briefing.figures.company import Company
    from briefing.library.days import Day
    from briefing.library.evidence import Evidence


class Cast(Struct, frozen=True, dict=True):
    """Who a briefing is for, and the knowledge that it draws on."""

    personas: tuple[Persona, ...]
    kpis: Mapping[str, KPI]
    framework: Framework
    words: Words
    day: date
    audience: str  # as a sentence names it: "the CFO and CTO/CIO"
    language: str = "en-GB"  # BCP 47, of figures
    company: Company | None = None  # the facts and figures of the champion's own company, where they are given
    called: Callable[[str], str] = str  # the name of a persona that is not in the room, by its identifier
    sentences: Words | None = None  # those that have figures in them; with a company only, like the next
    evidence: tuple[Evidence, ...] = ()

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
            "company": self.company.facts if self.company else None,
            "figures": self.figures,
            "bill": self.bill,
            "asked": self.asked,
            "asked_of": self.asked_of,
            "decisions": {identifier: each.decision for identifier, each in self.asked_of.items()},
            "together": self.together,
        }

    @cached_property
    def figures(self) -> NoFigures:
        """The company's figures as this briefing says them; it remembers which it has said."""
        if not (self.company and self.sentences):
            return NoFigures()
        from briefing.compose.saidfigures import SaidFigures

        return SaidFigures(self.company, self.kpis, self.sentences, self.language, self.called)

    @cached_property
    def bill(self) -> ToldBill | None:
        """The company's bill as texts speak of it; None where no billing data are given."""
        if not (self.company and self.company.bill and self.sentences):
            return None
        from briefing.compose.billwords import told_bill

        return told_bill(self.company, self.words, self.sentences)

    @cached_property
    def asks(self) -> Asks:
        """What is asked of all, and of single personas."""
        return asks_of(self)

    @cached_property
    def asked(self) -> Asked:
        """The decision that is asked of this audience as a whole."""
        return asked_of_room(self)

    @cached_property
    def asked_of(self) -> Mapping[str, Asked]:
        """What is asked of each persona in the room, by identifier."""
        return {each.identifier: self.asks.of(each.identifier) for each in self.personas}

    @cached_property
    def together(self) -> bool:
        """Whether the whole audience takes one decision, and nobody one of one's own."""
        return bool(self.asked) and (len(self.personas) == 1 or not self.asks.own)

    @cached_property
    def date_text(self) -> str:
        """The date as the language of the briefing writes it."""
        months = self.words.list("months")
        if len(months) != 12:
            message = f"the word 'months' lists {len(months)} months"
            raise ContentError(Problem(self.words.where("months"), message, "list twelve"))
        return filled("date", self.words, day=self.day.day, month=months[self.day.month - 1], year=self.day.year)

    def day_text(self, day: Day) -> str:
        """A date or a month of the company's facts as the language of the briefing writes it."""
        month = self.words.list("months")[day.first.month - 1]
        if not day.exact:
            return filled("month-and-year", self.words, month=month, year=day.first.year)
        return filled("date", self.words, day=day.first.day, month=month, year=day.first.year)

    def words_with(self, key: str) -> Words:
        """The file that has a word: the sentences with figures, or the words that every briefing shares."""
        has = self.sentences is not None and key in self.sentences and key not in self.words
        return self.sentences if has and self.sentences else self.words

    def case(self, name: str) -> str:
        """What a case of the return is called: low, base or high."""
        return self.company.texts.scenarios.get(name, name) if self.company else name

    def metric(self, entry: Entry) -> str:
        """What a key metric is called."""
        return metric_name(entry, self.kpis)


class Scene(Struct, frozen=True, dict=True):
    """One slide to build: its specification, the cast, and the persona of this turn of a loop."""

    spec: SlideSpec
    cast: Cast
    wording: Wording
    place: str  # "slide 3 (kpis)", for errors
    persona: Persona | None = None
    told: Mapping[str, object] = field(default_factory=dict)  # what the kind adds for the texts of its slide

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
        return Slide(
            kind=self.spec.kind,
            title=headline,
            blocks=blocks,
            role=role,
            flow=flow,
            label=self.text("label", word=label),
            notes=self.notes(notes),
            source=self.text("source"),
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
