"""Where the base of a deck is found: in the deck, beside it, or made again; and why one cannot be refreshed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from briefing.errors import BriefingError, FactError, Where
from briefing.files.atomic import BESIDE
from briefing.formats.pptx.base import (
    CUSTOM_LINK,
    CUSTOM_TYPE,
    PROPERTIES_TYPE,
    Base,
    base_of,
    base_xml,
    custom_names,
    decoded,
    is_base,
    properties_link,
    properties_xml,
)
from briefing.ooxml.package import Relationship
from briefing.pipeline import Kept, kept_beside
from briefing.refresh.deck import DeckFile
from briefing.refresh.matching import Matched, match_slides
from briefing.refresh.wording import NUMBER, flat

LEAST: Final = 0.25  # of the slides of a base that must be found in a deck, or it is that of another
ITEMS: Final = "/customXml/item"
GIVE: Final = "give the deck as it was written with --base"


class NotOursError(FactError):
    """A deck that says nothing of having been made by us."""


class Found(Struct, frozen=True):
    """The base of a deck, what is kept beside it, and in words where the base was."""

    base: Base
    kept: Kept | None
    where: str
    matched: Matched | None = None


def find_base(deck: DeckFile, given: Path | None, again: Callable[[Kept], bytes]) -> Found:
    """The base that fits the deck. Raises FactError where there is none; `again` makes a deck from what is kept."""
    kept = kept_beside(deck.path)
    if given:
        return _fitting(deck, Found(_given(given), kept, f"in {given}"))
    try:
        inside = base_inside(deck)
    except ValueError:
        beside = _beside(deck, kept, again)
        if beside:
            return beside
        message = "what briefing remembers of this deck is damaged, and there is no copy of it beside the deck"
        raise FactError(message, Where(str(deck.path)), GIVE) from None
    if inside:
        return _fitting(deck, Found(inside, kept, "in the deck"))
    if beside := _beside(deck, kept, again):
        return beside
    message = "this deck does not say that briefing made it, and nothing is kept beside it"
    raise NotOursError(message, Where(str(deck.path)), f"{GIVE}, or make a new one with briefing make")


def base_inside(deck: DeckFile) -> Base | None:
    """The base in the deck. Raises ValueError where it is damaged, FactError where a newer program wrote it."""
    part = _part(deck)
    return _read(deck.path, partial(base_of, deck.parts[part])) if part else None


def _part(deck: DeckFile) -> str:
    """The part with the base, wherever a program has let it hang; empty where there is none."""
    return next((name for name, data in deck.parts.items() if name.startswith(ITEMS) and is_base(data)), "")


def _read(path: Path, read: Callable[[], Base]) -> Base:
    try:
        return read()
    except LookupError as error:
        message = f"a newer version of briefing wrote this deck (its memory has the form {error.args[0]})"
        raise FactError(message, Where(str(path)), "install the newest version of briefing") from None


def _given(path: Path) -> Base:
    deck = DeckFile(path)
    try:
        base = base_inside(deck)
    except ValueError:
        base = None
    if base is None:
        raise FactError(
            "this deck has no memory of how briefing wrote it", Where(str(path)), "give another with --base"
        )
    return base


def _beside(deck: DeckFile, kept: Kept | None, again: Callable[[Kept], bytes]) -> Found | None:
    """The base that is kept beside the deck under its name, or under that of another deck that it is a copy of."""
    for each in ([kept] if kept else []) + [*_of_folder(deck.path)]:
        base = _kept_base(deck.path, each, again)
        share, matched = is_of(deck, base) if base else (0.0, None)
        if base and share >= LEAST * 2 and _agrees(deck, base):
            return Found(base, each, "beside the deck", matched)
    return None


def _agrees(deck: DeckFile, base: Base) -> bool:
    """Whether a deck still says most of what the base says in figures: that of a later quarter says others."""
    there = {flat(text) for slide in deck.slides for shape in slide.shapes for text in shape.base.read}
    ours = [flat(text) for each in base.slides for shape in each.shapes for text in shape.read if NUMBER.search(text)]
    return sum(text in there for text in ours) >= len(ours) / 2


def _of_folder(path: Path) -> Iterator[Kept]:
    """What is kept of all decks of the folder, for one that was saved under another name."""
    for each in sorted((path.parent / BESIDE).glob(".*.json")):
        other = path.with_name(each.name.removeprefix(".").removesuffix(".json"))
        if other != path and (found := kept_beside(other)):
            yield found


def _kept_base(path: Path, kept: Kept, again: Callable[[Kept], bytes]) -> Base | None:
    try:
        return _read(path, lambda: decoded(bytes(kept.base)))
    except ValueError:
        return _made_again(kept, again)


def _made_again(kept: Kept, again: Callable[[Kept], bytes]) -> Base | None:
    """The base of the same request, where its facts are those that it was made from."""
    if not kept.request.people:
        return None
    try:
        base = base_inside(DeckFile(Path("deck.pptx"), entries_of(again(kept))))
    except (BriefingError, ValueError):
        return None
    return base if base and base.request.facts == kept.request.facts else None


def entries_of(data: bytes) -> dict[str, bytes]:
    """The parts of a deck that we have just made."""
    import zipfile
    from io import BytesIO
    from urllib.parse import unquote

    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {f"/{unquote(name)}": archive.read(name) for name in archive.namelist()}


def is_of(deck: DeckFile, base: Base) -> tuple[float, Matched | None]:
    """The part of the slides of a base that is found in a deck, and which they are."""
    there = [each for each in base.slides if not each.gone]
    if not there:
        return 0.0, None
    matched = match_slides(base.slides, deck.slides)
    found = {(each.base.key, each.base.page) for each in matched.pairs}
    return len(found) / min(len(there), max(len(deck.slides), 1)), matched


def _fitting(deck: DeckFile, found: Found) -> Found:
    share, matched = is_of(deck, found.base)
    if share < LEAST:
        there = len([each for each in found.base.slides if not each.gone])
        message = f"the memory {found.where} is that of another deck: too few of its {there} slides are in this one"
        raise FactError(message, Where(str(deck.path)), GIVE)
    return replace(found, matched=matched)


def put_base(deck: DeckFile, base: Base) -> None:
    """Let a deck remember this from now on."""
    if part := _part(deck):
        deck.put(part, base_xml(base).encode())
        links = deck.links[deck.presentation]
        if all(each.target != part for each in links):
            deck.relate(deck.presentation, (*links, Relationship(deck.free_id(deck.presentation), CUSTOM_LINK, part)))
        return
    item, properties = custom_names([*deck.parts])
    deck.put(item, base_xml(base).encode(), CUSTOM_TYPE)
    deck.put(properties, properties_xml(base).encode(), PROPERTIES_TYPE)
    deck.relate(item, (properties_link(properties),))
    links = deck.links[deck.presentation]
    deck.relate(deck.presentation, (*links, Relationship(deck.free_id(deck.presentation), CUSTOM_LINK, item)))


def forget_base(deck: DeckFile) -> bool:
    """Take the memory out of a deck; whether there was one."""
    part = _part(deck)
    if not part:
        return False
    for owner in ("", deck.presentation):
        links = deck.links.get(owner, ())
        if any(each.target == part for each in links):
            deck.relate(owner, tuple(each for each in links if each.target != part))
    for each in (*(link.target for link in deck.links.get(part, ())), part):
        deck.drop(each)
        deck.types.pop(each, None)
    return True
