"""Brings a persona that was found into our form: field names, empty and doubled entries, ids; tells every repair."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from briefing.documents.text import folded, is_identifier, nearest, slug
from briefing.errors import ContentError, Problem, Where
from briefing.library.catalogues import KPI
from briefing.library.persona import LISTS, LONGEST_IDENTIFIER, PersonaFile

# A persona as it was found in somebody's file, before it is in our form, and what was repaired on the way.


@dataclass(frozen=True, slots=True)
class Value:
    """What stands under a name, with its place: a text, a list, or what our own format has there."""

    name: str
    value: object
    where: Where
    places: tuple[Where, ...] = ()  # of the entries, where it is a list


@dataclass(frozen=True, slots=True)
class Found:
    """One persona, field by field in the order of the file."""

    where: Where
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that was changed on the way in, or that a person should look at."""

    where: Where
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if str(self.where) else self.message


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list; `remark` goes beside it into the file."""

    text: str
    id: str = ""
    remark: str = ""
    to_you: str = ""  # of a frustration, as it is said to the person


@dataclass(frozen=True, slots=True)
class Clean:
    """A persona in our form: texts, lists of items, and what our format has besides, in the order of its source."""

    identifier: str
    name: str
    fields: dict[str, object]
    where: Where
    repairs: tuple[Repair, ...] = field(default=(), compare=False)


# Which KPI of the catalogue a metric means, that somebody named in words of his own.

_LEAST = 0.6  # of the words that either side has are the same
_INSIDE = re.compile(r"\(([^)]*)\)")
_FILLERS = frozenset(("of", "and", "the", "for", "to", "in", "per", "with", "a"))


@dataclass(frozen=True, slots=True)
class Match:
    """A KPI, and whether its name is the same but for writing, or only near."""

    kpi: KPI
    same: bool


def match(metric: str, kpis: Iterable[KPI]) -> Match | None:
    """The KPI that a metric means; None where none is near. Of several equally near ones it is none of them."""
    catalogue = tuple(kpis)
    names = set(_names(metric))
    for kpi in catalogue:
        if names & {_normal(kpi.name), _normal(kpi.id), *_names(kpi.name)}:
            return Match(kpi, same=True)
    words = _words(_INSIDE.sub(" ", metric))
    ranked = sorted(((_alike(words, kpi), n) for n, kpi in enumerate(catalogue)), reverse=True)[:2]
    if not ranked or ranked[0][0] < _LEAST or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return Match(catalogue[ranked[0][1]], same=False)


def _alike(words: frozenset[str], kpi: KPI) -> float:
    return max(_shared(words, _words(kpi.name)), _shared(words, _words(kpi.id)))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0


def _names(text: str) -> Iterator[str]:
    """The name as written, without what stands in brackets, and what stands there."""
    for each in (text, _INSIDE.sub(" ", text), *_INSIDE.findall(text)):
        if normal := _normal(each):
            yield normal


def _normal(text: str) -> str:
    return "-".join(_singular(word) for word in slug(text).split("-"))


def _words(text: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning, so that 'accurate' and 'accuracy' are one."""
    return frozenset(_singular(word)[:6] for word in slug(text).split("-") if word and word not in _FILLERS)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


FIELDS = PersonaFile.__struct_encode_fields__
TO_YOU, CHALLENGES = "to-you", "challenges"
TO_YOU_LISTS = frozenset(("frustrations", CHALLENGES))
HURTS = frozenset(("frustrations", "pain-points"))  # beside which challenges are a list of their own
TEXTS = frozenset(("identifier", "name", "primary-goal", "img", "group"))
TEXT_LISTS = frozenset(("titles", "aliases", "key-messages", "questions"))
# Other words for our fields, and how they have been misspelt in public files.
_SYNONYMS: Mapping[str, str] = {
    "indentifier": "identifier",
    "role": "name",
    "persona": "name",
    "goal": "primary-goal",
    "goals": "objectives",
    "challenges": "frustrations",
    "pain-points": "frustrations",
    "metrics": "key-metrics",
    "kpis": "key-metrics",
    "benefits": "finops-benefits",
    "title": "titles",
    "image": "img",
}
# A persona whose name was that of the practice in older states of a public file.
_OLD_NAMES: Mapping[str, str] = {"finops": "FinOps Practitioner"}


def clean(people: Iterable[Found], kpis: Iterable[KPI]) -> tuple[Clean, ...]:
    """Every persona in our form. Raises ContentError where one has neither a name nor an identifier."""
    catalogue, taken, result = tuple(kpis), set[str](), list[Clean]()
    for found in people:
        result.append(_Cleaning(found, catalogue).clean(taken))
        taken.add(result[-1].identifier)
    return tuple(result)


class _Cleaning:
    def __init__(self, found: Found, kpis: tuple[KPI, ...]) -> None:
        self.kpis = kpis
        self.said = dict(_said_to(found))
        self.found = replace(found, values=tuple(each for each in found.values if slug(each.name) != TO_YOU))
        self.has_frustrations = any(slug(each.name) in HURTS for each in found.values)
        self.repairs: list[Repair] = []

    def clean(self, taken: Collection[str]) -> Clean:
        values = self.fields()
        texts = {name: self.text(value) for name, value in values.items() if name in TEXTS}
        identifier, name = self.identity(texts, values, taken)
        fields: dict[str, object] = {"identifier": identifier, "name": name}
        for key, value in values.items():
            if key in LISTS:
                fields[key] = self.items(key, value)
            elif key in TEXT_LISTS:
                fields[key] = [item.text for item in self.items(key, value)]
            elif key not in ("identifier", "name"):
                fields[key] = texts[key] if key in TEXTS else value.value
        empty = [key for key, value in fields.items() if not value]
        if empty:
            self.tell(self.found.where, f"empty fields are left out: {', '.join(empty)}")
        kept = {key: value for key, value in fields.items() if value}
        return Clean(identifier, name, kept, self.found.where, tuple(self.repairs))

    def fields(self) -> dict[str, Value]:
        """The values by the names of our fields; of two for one field the entries are joined."""
        result: dict[str, Value] = {}
        for value in self.found.values:
            name = self.field(value)
            if not name:
                continue
            if name in result and name not in LISTS and name not in TEXT_LISTS:
                self.tell(value.where, f"a second '{name}' is left out")
                continue
            result[name] = _joined(result[name], value) if name in result else value
        return result

    def field(self, value: Value) -> str:
        name = slug(value.name)
        if name == CHALLENGES and self.has_frustrations:
            return CHALLENGES
        if value.name in FIELDS and name not in _SYNONYMS:
            return value.name
        ours = name if name in FIELDS and name not in _SYNONYMS else _SYNONYMS.get(name) or nearest(name, FIELDS)
        if ours:
            self.tell(value.where, f"the field '{value.name}' became '{ours}'")
        else:
            self.tell(value.where, f"the field '{value.name}' is unknown, and is left out")
        return ours

    def text(self, value: Value) -> str:
        written = value.value
        if isinstance(written, list):
            written = " ".join(_text_of(each) for each in written)
        text = folded(_text_of(written))
        if isinstance(value.value, str) and text != value.value:
            self.tell(value.where, f"white space of '{value.name}' is trimmed")
        return text

    def identity(
        self, texts: Mapping[str, str], values: Mapping[str, Value], taken: Collection[str]
    ) -> tuple[str, str]:
        name, written = texts.get("name", ""), texts.get("identifier", "")
        if not slug(name) and not slug(written):
            remedy = "add 'name: …' and 'identifier: …'"
            raise ContentError(Problem(self.found.where, "a persona has neither a name nor an identifier", remedy))
        where = values["identifier"].where if "identifier" in values else self.found.where
        identifier = _identifier(written or name, where)
        if identifier != written:
            was = f"the identifier '{written}' became" if written else "without an identifier the persona is called"
            self.tell(where, f"{was} '{identifier}'")
        if identifier in taken:
            first, identifier = identifier, _free(identifier, taken)
            self.tell(where, f"the identifier '{first}' is taken by an earlier persona, and became '{identifier}'")
        better = _OLD_NAMES.get(slug(name), name) or identifier.replace("-", " ").capitalize()
        if better != name:
            where = values["name"].where if "name" in values else where
            self.tell(where, f"the name '{name}' became '{better}'" if name else f"the name became '{better}'")
        return identifier, better

    def items(self, name: str, value: Value) -> list[Item]:
        written = value.value if isinstance(value.value, list) else [value.value] if value.value is not None else []
        places = value.places or (value.where,) * len(written)
        result: list[Item] = []
        for each, where in zip(written, places, strict=True):
            item = self.item(name, each, where)
            if item is not None:
                self.add(result, item, name, where)
        return result

    def item(self, name: str, written: object, where: Where) -> Item | None:
        text, text_id = _text_of(written), written.get("id") if isinstance(written, dict) else None
        clean = folded(text)
        if not clean:
            self.tell(where, f"an empty entry of '{name}' is left out")
            return None
        if clean != text:
            self.tell(where, f"white space of '{clean}' is trimmed")
        id = folded(text_id) if isinstance(text_id, str) else ""
        item = Item(clean, id, to_you=self.to_you(written, id) if name in TO_YOU_LISTS else "")
        return self.measured(item, where) if name == "key-metrics" and not item.id else item

    def to_you(self, written: object, id: str) -> str:
        """The entry as it is said to the person: beside its text, or in a row of its own that names its id."""
        own = written.get("to-you") if isinstance(written, dict) else None
        return folded(own) if isinstance(own, str) else self.said.get(id, "")

    def measured(self, item: Item, where: Where) -> Item:
        """A metric with the id of the KPI that it means."""
        found = match(item.text, self.kpis)
        if not found or found.kpi.id == slug(item.text):
            return item
        said = f"the metric '{item.text}' is taken for the KPI '{found.kpi.id}' ({found.kpi.name})"
        if found.same:
            self.tell(where, said)
            return Item(item.text, found.kpi.id)
        self.tell(where, f"{said}, a near match; correct the id where another one is meant")
        return Item(item.text, found.kpi.id, f"a near match: {found.kpi.name}")

    def add(self, result: list[Item], item: Item, name: str, where: Where) -> None:
        """The entry, unless it stands there already; another entry of its id gets an id of its own."""
        if any(each.text == item.text for each in result):
            return self.tell(where, f"'{item.text}' stands twice in '{name}', and is kept once")
        ids = {each.id or slug(each.text) for each in result}
        own = item.id or slug(item.text)
        if own in ids or not own:
            free = _free(slug(item.text) or "entry", ids)
            self.tell(where, f"'{item.text}' of '{name}' got the id '{free}'")
            item = replace(item, id=free)
        result.append(item)
        return None

    def tell(self, where: Where, message: str) -> None:
        self.repairs.append(Repair(where, message))


def _said_to(found: Found) -> Iterator[tuple[str, str]]:
    """By the ids of frustrations what is said to the person, where it stands in rows of its own, as in CSV."""
    for value in found.values:
        if slug(value.name) == TO_YOU and isinstance(value.value, list):
            for each in value.value:
                if isinstance(each, dict) and isinstance(each.get("id"), str):
                    yield folded(each["id"]), folded(_text_of(each))


def _joined(one: Value, other: Value) -> Value:
    def entries(value: Value) -> list[object]:
        return value.value if isinstance(value.value, list) else [] if value.value is None else [value.value]

    def places(value: Value) -> tuple[Where, ...]:
        return value.places if isinstance(value.value, list) else (value.where,) * len(entries(value))

    return Value(one.name, [*entries(one), *entries(other)], one.where, (*places(one), *places(other)))


def _text_of(written: object) -> str:
    """The text of an entry: itself, what stands under `item`, or under the only name that it has."""
    if isinstance(written, dict):
        texts = [each for key, each in written.items() if key not in ("id", TO_YOU) and isinstance(each, str)]
        return str(written.get("item") or "") if "item" in written else texts[0] if len(texts) == 1 else ""
    return written if isinstance(written, str) else ""


def _identifier(text: str, where: Where) -> str:
    found = slug(text)[:LONGEST_IDENTIFIER].strip("-")
    if not is_identifier(found):
        message = f"no identifier can be made of '{text}'"
        raise ContentError(Problem(where, message, "add 'identifier: …' in letters a to z, digits and hyphens"))
    return found


def _free(name: str, taken: Collection[str]) -> str:
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return name if name not in taken else f"{name}-{number}"
