"""A persona as it was found in somebody's file, before it is in our form, and what was repaired on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.errors import Where


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


@dataclass(frozen=True, slots=True)
class Clean:
    """A persona in our form: texts, lists of items, and what our format has besides, in the order of its source."""

    identifier: str
    name: str
    fields: dict[str, object]
    where: Where
    repairs: tuple[Repair, ...] = field(default=(), compare=False)
