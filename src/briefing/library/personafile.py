"""The persona file as people write it: what `briefing schema persona` describes."""

from __future__ import annotations

from briefing.library.schema import Record


class Entry(Record, frozen=True, kw_only=True):
    """An entry of a list: its text, and the id by which another list can point at it."""

    item: str
    id: str = ""


class Objection(Record, frozen=True, kw_only=True):
    """What the persona may say against FinOps, and the reply."""

    objection: str
    reply: str


class Ask(Record, frozen=True, kw_only=True):
    """The one decision that the briefing asks of the persona, why it is theirs, and by when or by what it is due."""

    decision: str
    why: str = ""
    by: str = ""


class Language(Record, frozen=True, kw_only=True):
    """The words to use and to avoid when speaking with the persona."""

    use: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


class AnswerFile(Record, frozen=True, kw_only=True):
    """An answer as written: one benefit or KPI may stand as a plain text."""

    frustration: str
    benefits: str | tuple[str, ...] = ()
    kpis: str | tuple[str, ...] = ()
    change: str = ""


class PersonaBase(Record, frozen=True, kw_only=True):
    """The fields that are the same in the file and in the persona."""

    identifier: str
    name: str
    primary_goal: str = ""
    img: str = ""
    titles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    group: str = ""
    key_messages: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    objections: tuple[Objection, ...] = ()
    ask: Ask | None = None
    language: Language = Language()


class PersonaFile(PersonaBase, frozen=True, kw_only=True):
    """A whole file; a list entry is a text, or `item: …` with an id. `challenges` is another word for frustrations."""

    objectives: tuple[str | Entry, ...] = ()
    frustrations: tuple[str | Entry, ...] = ()
    challenges: tuple[str | Entry, ...] = ()
    key_metrics: tuple[str | Entry, ...] = ()
    finops_benefits: tuple[str | Entry, ...] = ()
    answers: tuple[AnswerFile, ...] = ()
