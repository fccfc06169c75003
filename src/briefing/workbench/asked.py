"""What requests of the page say: a value for each sort, so that anything else is refused in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from briefing.documents.yamlfile import MAX_DEPTH, MAX_ENTRIES
from briefing.workbench.drafts import Change
from briefing.workbench.places import NotOursError

T = TypeVar("T")
AGAIN = "load the page again"
_FIELD = re.compile(r"\$\.?([\w.\[\]-]+)")
_NAMED = re.compile(r"field `([^`]*)`")


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """What all of them have in common: nothing else stands in them."""


class Nothing(Request, frozen=True):
    """A request that says all by its path."""


class Typed(Request, frozen=True):
    """Changes of the facts, made on a `version` of the file."""

    changes: Annotated[tuple[Change, ...], Meta(max_length=MAX_ENTRIES)]
    version: str = ""
    insist: bool = False
    restore: bool = False  # the file is written again, where somebody has taken it away


class Drawn(Request, frozen=True):
    """The pictures that the page has already."""

    have: frozenset[str] = frozenset()


class Named(Request, frozen=True):
    """A file that was dropped."""

    name: str


class Renewed(Named, frozen=True):
    """A deck that was dropped, and whether it is to be changed."""

    write: bool = False


class Billed(Request, frozen=True):
    """Billing data: a folder of the workspace, or what was dropped; or that these go."""

    folder: str = ""
    broken: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0  # rows that may be left out
    clear: bool = False
    forget: bool = False


def heard(body: bytes, shape: type[T]) -> T:
    """A request out of the bytes of one. Raises NotOursError."""
    try:
        plain = msgspec.json.decode(body)
        _expect_flat(plain)
        return msgspec.convert(plain, shape)
    except msgspec.ValidationError as error:
        raise not_ours(error) from None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise NotOursError("this is no request of the page", remedy=AGAIN) from None


def not_ours(error: msgspec.ValidationError) -> NotOursError:
    """The sentence for a request in which something is of another kind."""
    text = str(error)
    found = _NAMED.search(text) or _FIELD.search(text)
    place = f" '{found[1]}'" if found else ""
    if "unknown field" in text:
        return NotOursError(f"the page sent{place}, which its server does not know", remedy=AGAIN)
    if "missing required" in text:
        return NotOursError(f"the page sent nothing for{place}", remedy=AGAIN)
    return NotOursError(f"what the page sent{f' for{place}' if place else ''} is of another kind", remedy=AGAIN)


def _expect_flat(value: Any) -> None:
    """Nothing is nested deeper, or has more values, than a file that people write."""
    level, left = [value], MAX_ENTRIES
    for _ in range(MAX_DEPTH):
        inner = (each for each in level if isinstance(each, Mapping | list))
        level = [one for each in inner for one in (each.values() if isinstance(each, Mapping) else each)]
        left -= len(level)
        if not level:
            return
        if left < 0:
            raise NotOursError(f"this holds more than {MAX_ENTRIES:,} values", remedy="send less at once")
    raise NotOursError(f"this is nested more than {MAX_DEPTH} deep", remedy=AGAIN)
