"""`refresh`: a deck is read, made anew in memory, merged, reported, and where asked written back in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefing.choices import Choices
from briefing.errors import BriefingError, FactError, Problem, UsageError, Where
from briefing.files.atomic import as_sentence, back_up, digest, put_in_place, stage, staging_place
from briefing.files.manifest import is_ours, remember
from briefing.formats.pptx.base import base_xml, encoded
from briefing.ooxml.xmltext import clean
from briefing.pipeline import Kept, Remade, Remaker, keep, kept_beside
from briefing.refresh.comments import mark, takes_marks
from briefing.refresh.deck import DeckFile
from briefing.refresh.finding import Found, NotOursError, base_inside, entries_of, find_base, forget_base, put_base
from briefing.refresh.fitting import fit, too_long
from briefing.refresh.merge import Merged, merge
from briefing.refresh.report import MEANING, Change

DECKS: Final = (".pptx", ".pptm", ".ppsx")
# Of the choices of a run, what is taken from those that a deck was made with where the run does not say it.
KEPT: Final = (
    *("theme", "theme_map", "organisation", "spend", "spend_table", "where", "currency", "broken_rows"),
    *("by_tag", "appendix", "libraries"),
)


class Wish(Struct, frozen=True):
    """What is to be done with what is found."""

    write: bool = False
    add: bool = False
    remove: bool = False
    mark: bool = False
    base: Path | None = None


class Refreshed(Struct, frozen=True):
    """A deck and what was found in it: `by` counts its slides by how they were recognised.

    `written` says that it is up to date on the disk, `backup` where the earlier one is; with `problems` nothing is.
    """

    path: Path
    changes: tuple[Change, ...] = ()
    by: dict[str, int] = {}
    where: str = ""
    written: bool = False
    backup: Path | None = None
    problems: tuple[Problem, ...] = ()
    refused: int = 0  # with which status
    is_ours: bool = True

    @property
    def status(self) -> int:
        """What a run that finds this exits with: 0 where nothing is stale."""
        return self.refused or int(self.is_stale)

    @property
    def is_stale(self) -> bool:
        """Whether anything is left to do: all that was found, or once it is written what a person must look into."""
        return any(each.is_open if self.written else each.is_stale for each in self.changes)


class Refresher:
    """Refreshes decks, one after the other, from facts that are read once."""

    def __init__(self, choices: Choices, wish: Wish) -> None:
        self._choices, self._wish, self._remaker = choices, wish, Remaker()

    def refreshed(self, path: Path) -> Refreshed:
        """One deck; that it cannot be refreshed must not stop the others."""
        try:
            return self.refresh(path)
        except BriefingError as error:
            ours = not isinstance(error, NotOursError)
            return Refreshed(path, problems=error.problems, refused=error.exit_status, is_ours=ours)

    def refresh(self, path: Path) -> Refreshed:
        """One deck. Raises BriefingError, and then nothing is written."""
        if self._wish.write:
            _check_free(path)
        deck, wish = DeckFile(path), self._wish
        if wish.mark and not takes_marks(deck):
            message = "the deck has comments in the newer form of PowerPoint, beside which those of --mark cannot stand"
            raise FactError(message, Where(str(path)), "leave out --mark, or take the comments away")
        found = find_base(deck, wish.base, self._again)
        remade = self._made(found, path)
        made = DeckFile(path, entries_of(remade.data))
        fresh = base_inside(made)
        assert fresh is not None
        how = {"add": wish.add, "remove": wish.remove}
        merged = merge(deck, found.base, made, fresh, **how, matched=found.matched, figures=figures_of(remade.figures))
        return self._settled(path, deck, found, merged)

    def _settled(self, path: Path, deck: DeckFile, found: Found, merged: Merged) -> Refreshed:
        merged = fitted(deck, merged)
        changes = merged.changes
        by: dict[str, int] = {}
        for pair in merged.matched.pairs:
            by[pair.how] = by.get(pair.how, 0) + 1
        result = Refreshed(path, changes, by, found.where)
        if not self._wish.write:
            return result
        new = merged.changed or (changes and base_xml(merged.base) != base_xml(found.base))
        if not new:
            return replace(result, written=True)
        if self._wish.mark:
            mark(deck, changes, merged.base.request.day)
        put_base(deck, merged.base)
        data = deck.bytes()
        backup = _put(path, data)
        kept = found.kept.choices if found.kept else self._choices
        folder = found.kept.folder if found.kept else os.getcwd()
        for deck_path, base in ((backup, found.base), (path, merged.base)):
            with suppress(FactError):  # the deck is in its place, and remembers all of it itself
                keep(deck_path, Kept(msgspec.Raw(encoded(base)), base.request, kept, folder))
        return replace(result, written=True, backup=backup)

    def _made(self, found: Found, path: Path) -> Remade:
        """The deck that the same request makes from today's facts."""
        request = found.base.request
        if request.own:
            message = "this deck is one of a batch, and has facts of its own that stand in the file of the batch"
            raise FactError(message, Where(str(path)), "use briefing batch with --refresh")
        choices = with_kept(self._choices, found.kept)
        made = self._remaker.make(request, choices, str(path))
        if request.facts and not _has_facts(choices):
            message = "this deck tells figures, and no facts are given"
            raise UsageError(f"{path}: {message}", remedy="give them with --org and --spend, as when it was made")
        return made

    def _again(self, kept: Kept) -> bytes:
        choices = with_kept(Choices(), kept).but(day=kept.choices.day)
        return self._remaker.make(kept.request, choices, "").data


def fitted(deck: DeckFile, merged: Merged) -> Merged:
    """A merge after texts that no longer fit were set smaller, with the rows of these and what is left of them."""
    rows = [*fit(deck, merged.changes, merged.edited if merged.changed else frozenset(), merged.long)]
    left = [*merged.base.left, *too_long(deck, merged.base, rows)]
    changes = sorted((*merged.changes, *rows), key=lambda each: each.slide)
    return replace(merged, changes=tuple(changes), base=replace(merged.base, left=tuple(left)))


def figures_of(figures: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """How figures are written, as a base says it."""
    return {id: tuple(dict.fromkeys(filter(None, map(clean, forms)))) for id, forms in figures.items()}


def _has_facts(choices: Choices) -> bool:
    from briefing.desk import settled

    choices, _ = settled(choices)
    return bool(choices.organisation or choices.bill)


def with_kept(choices: Choices, kept: Kept | None) -> Choices:
    """The choices of a run, with what they leave open as the deck was made; paths there start where it was made."""
    if not kept:
        return choices
    plain, earlier = Choices(), _from_folder(kept)
    open_ = [name for name in KEPT if getattr(choices, name) == getattr(plain, name)]
    if choices.organisation or choices.bill:  # a run that names facts names all of them
        facts = {"organisation", "spend", "spend_table", "where", "currency", "broken_rows", "by_tag"}
        open_ = [name for name in open_ if name not in facts]
    return choices.but(**{name: getattr(earlier, name) for name in open_})


def _from_folder(kept: Kept) -> Choices:
    """The choices with paths that hold wherever we are."""
    folder, made = Path(kept.folder), kept.choices

    def placed(name: str) -> str:
        return name if not name or "://" in name else str(folder / name)

    is_file = Path(made.theme).suffix != ""
    return made.but(
        organisation=placed(made.organisation),
        spend=tuple(map(placed, made.spend)),
        theme=placed(made.theme) if is_file else made.theme,
        theme_map=placed(made.theme_map) if made.theme_map else None,
        libraries=tuple(folder / each for each in made.libraries),
    )


def _check_free(path: Path) -> None:
    """Raise FactError where the deck cannot be written, or a program has it open and would write over it."""
    for name in (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#"):
        if path.with_name(name).exists():
            message = f"the deck is open in another program, which has left {name} beside it"
            raise FactError(message, Where(str(path)), "close it there, and refresh it again")
    may = path.exists() and path.stat().st_mode & 0o222  # who may do everything is asked not to, too
    if path.exists() and not (may and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise FactError("the deck may only be read", Where(str(path)), "change its permissions, or refresh a copy")


def _put(path: Path, data: bytes) -> Path:
    """The deck in its place, in one step, and the earlier one as a numbered backup; gives where that is."""
    target = Path(os.path.realpath(path))
    temporary = staging_place(target)
    with as_sentence(path, "refresh a copy of it on another disk"):
        ours = is_ours(path, digest(path.read_bytes()))
        backup = None
        try:
            stage(data, temporary)
            backup = back_up(path)
            put_in_place(temporary, path)
        except BaseException:
            if backup:
                backup.unlink()  # of a deck that is as it was
            raise
        finally:
            temporary.unlink(missing_ok=True)
        if ours:  # nobody had edited it, so that `make` may write over it as before
            remember({path: digest(data)})
    return backup


def with_edits(path: Path, new: bytes) -> tuple[bytes, tuple[str, ...]]:
    """An edited deck with what the new one says, and what of it is left to a person, a sentence each.

    Raises FactError where the deck cannot be refreshed; it is not written.
    """
    _check_free(path)
    deck = DeckFile(path)
    made = DeckFile(path, entries_of(new))
    fresh = base_inside(made)
    assert fresh is not None
    found = find_base(deck, None, lambda kept: b"")
    merged = fitted(deck, merge(deck, found.base, made, fresh, matched=found.matched))
    put_base(deck, merged.base)
    left = tuple(_sentence(path, each) for each in merged.changes if each.is_open)
    return deck.bytes(), left


def _sentence(path: Path, change: Change) -> str:
    where = f"{path}, slide {change.slide}" + (f", {change.shape}" if change.shape else "")
    said = f": '{change.theirs or change.was}'" + (f", now '{change.now}'" if change.now else "")
    return f"{where}: {MEANING[change.how]}{said}"


def forget(path: Path) -> Path | None:
    """Take what a deck remembers out of it, and keep it beside the deck; gives the backup, None where there was none.

    Raises FactError.
    """
    _check_free(path)
    deck = DeckFile(path)
    with suppress(ValueError):
        if (base := base_inside(deck)) and not kept_beside(path):
            keep(path, Kept(msgspec.Raw(encoded(base)), base.request, Choices(), os.getcwd()))
    return _put(path, deck.bytes()) if forget_base(deck) else None


def decks_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The decks that are named, and those in folders, but for what programs and backups leave. Raises UsageError."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [each for each in sorted(path.rglob("*")) if is_deck(each)]
        if not found:
            raise UsageError(f"there is no deck in the folder {path}", remedy="name a .pptx file, or another folder")
        yield from found


def is_deck(path: Path) -> bool:
    """Whether a file of a folder is a deck that people use."""
    hidden = any(part.startswith(".") for part in path.parts if part not in (".", ".."))
    return (
        path.suffix.lower() in DECKS and not path.name.startswith("~$") and ".backup-" not in path.name and not hidden
    )
