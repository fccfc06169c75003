"""The facts of the workspace as the page edits them: `org.yaml` is read, changed and held against other hands.

What is sound goes into the file at once; what is not yet stays as a draft in the hidden folder, so that nothing that
somebody typed is lost, and no file is made that a run would refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefing.documents.schema import at
from briefing.documents.yamlfile import MAX_BYTES, Document, decoded, document_of, parse_yaml
from briefing.errors import BriefingError, ContentError, FactError, Problem, Where, check_ordinary, listening
from briefing.workbench.drafts import (
    WAITS,
    Change,
    Draft,
    Steps,
    behind,
    draft_of,
    guarded,
    order_of,
    reaches,
    too_early,
    touches,
    without_entries,
)
from briefing.workbench.notation import as_written, is_empty, type_at
from briefing.workbench.places import expect_own, keep, kept
from briefing.workbench.writing import with_changes

FAR_REACHING = ("currency", "exchange-rates")  # fields that decide whether amounts anywhere else can be read
MOST_REMEMBERED = 40  # states of the file that a window may still have on its screen


class Fault(Struct, frozen=True):
    """What is wrong at a field, in the words of `briefing check`."""

    path: Steps
    message: str


class State(Struct, frozen=True):
    """The file: `version` names its bytes; `fault` says why it cannot be read, `gone` that it was taken away."""

    version: str
    values: Any
    drafts: tuple[Draft, ...]
    problems: tuple[Fault, ...]
    fault: str = ""
    gone: bool = False


class Outcome(Struct, frozen=True):
    """What became of changes. `conflicts` are fields that another hand has changed: path, and what stands there now."""

    state: State
    saved: bool
    written: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()


class Facts:
    """The file, and its drafts, below a folder. `sound` raises ContentError for a document that no run would take."""

    def __init__(self, path: Path, hidden: Path, sound: Callable[[Document], object], root: Path | None = None) -> None:
        self.path, self._drafts_file, self._sound = path, hidden / "drafts.json", sound
        self._root = root or path.parent
        self._lock = RLock()
        self._seen: dict[str, str] = {}
        self._last = ""  # the file as it was read or written last

    def state(self) -> State:
        """The file and the drafts as they are now; where it cannot be read, why."""
        with self._lock:
            try:
                return self._state(self._text())
            except BriefingError as error:
                return State("", {}, tuple(self._drafts()), (), str(error), bool(self._last) and not self.path.exists())

    def restore(self) -> None:
        """Write the file as it was read last, where somebody has taken it away. Raises RefusedError."""
        with self._lock:
            if self._last and not self.path.exists():
                keep(self.path, self._last.encode(), self._root)

    def change(self, changes: Sequence[Change], version: str, *, insist: bool = False) -> Outcome:
        """Write what is sound, keep the rest as drafts; where another hand was there, neither, unless asked to insist.

        `version` is that of the state which the changes were made on. Raises FactError where nothing can be written.
        """
        with self._lock:
            text = self._text()
            asked = tuple(self._in_our_words(each) for each in changes)
            conflicts = () if insist else tuple(self._conflicts(asked, version, text))
            if conflicts:
                return Outcome(self._state(text), False, conflicts=conflicts)
            return self._changed(text, asked)

    def _changed(self, text: str, asked: tuple[Change, ...]) -> Outcome:
        document = self._document(text)  # a file that is no YAML is left alone
        known = frozenset(map(_said, self._problems(document)))
        gone = [each for each in asked if each.value is None and isinstance(each.path[-1], int)]
        rest = [each for each in asked if each not in gone]
        drafts = without_entries(self._drafts(document), gone)
        waiting = [each for each in drafts if not any(touches(each.path, one.path) for one in rest)]
        about = {each.path[0] for each in asked}
        tried = [each for each in waiting if each.path[0] in about or not about.isdisjoint(FAR_REACHING)]
        left = sorted([*rest, *(Change(each.path, each.value) for each in tried)], key=lambda each: order_of(each.path))
        start, faults = self._attempt(text, gone, known)
        if faults:
            raise FactError(f"it cannot go: {'; '.join(faults)}", remedy="mend that first")
        made, faults = self._attempt(start, left, known)
        if faults:
            made, left = self._one_by_one(start, left, known)
        else:
            left = []
        there = self._document(made)
        drafts = [each for each in waiting if each not in tried]
        drafts += [draft_of(each, self._attempt(made, [each], known)[1], there) for each in left]
        if self._text() != text:  # an editor was quicker than we are: all of it once more
            return self.change(asked, _digest(text))
        if made != text:
            keep(self.path, made.encode(), self._root)
        self._keep(sorted(drafts, key=lambda each: order_of(each.path)))
        return Outcome(self._state(self._text()), not any(each in asked for each in left), asked)

    def _one_by_one(self, text: str, changes: Sequence[Change], known: Collection[str]) -> tuple[str, list[Change]]:
        """The text with all changes that are sound, whatever the others are; and the others."""
        left = list(changes)
        while True:
            waiting = []
            for each in left:
                made, faults = self._attempt(text, [each], known)
                text = text if faults else made
                waiting += [each] if faults else []
            if len(waiting) == len(left) or not waiting:
                return text, waiting
            left = waiting

    def _attempt(self, text: str, changes: Sequence[Change], known: Collection[str]) -> tuple[str, Mapping[str, Steps]]:
        """The text with changes, and what would be wrong then that was not before: each sentence with its field."""
        if not changes:
            return text, {}
        early = next(too_early(self._document(text), changes), None)
        if early:
            return text, {WAITS: early}
        made = with_changes(text, {each.path: each.value for each in changes})
        if len(made.encode()) > MAX_BYTES:
            return text, {f"with it the file would be larger than {MAX_BYTES:,} bytes; shorten it": changes[0].path}
        document = self._document(made)
        faults = [each for each in self._problems(document) if _said(each) not in known]
        places = dict(_places(document)) if faults else {}
        return made, {_said(each): _nearest(each.where, places) for each in faults}

    def _in_our_words(self, change: Change) -> Change:
        try:
            kind = type_at(change.path)
        except (LookupError, ValueError):
            message = f"the facts have no field '{'.'.join(map(str, change.path))}'"
            raise FactError(message, remedy="load the page again") from None
        value = as_written(kind, change.value)
        return replace(change, value=None if is_empty(value) else value)

    def _conflicts(self, asked: Sequence[Change], version: str, text: str) -> Iterator[Change]:
        """The fields of the changes that are other ones now than in the version that they were made on."""
        if version == _digest(text):
            return
        before = self._seen.get(version)
        old = self._readable(before)
        new = self._document(text)
        for each in asked:
            whole = guarded(each.path)
            now = at(new, *whole) if reaches(new, whole) else None
            was = at(old, *whole) if old and reaches(old, whole) else None
            if (old is None or now != was) and now != each.value:
                here = at(new, *each.path) if reaches(new, each.path) else None
                yield Change(each.path, here)

    def _state(self, text: str) -> State:
        version = _digest(text)
        self._seen.pop(version, None)
        self._seen[version] = text
        while len(self._seen) > MOST_REMEMBERED:
            del self._seen[next(iter(self._seen))]
        try:
            document = self._document(text)
        except BriefingError as error:
            return State(version, {}, tuple(self._drafts()), (), str(error))
        drafts = tuple(self._drafts(document))
        found = self._problems(document)
        places = dict(_places(document))
        problems = tuple(Fault(_nearest(each.where, places), _said(each)) for each in found)
        return State(version, document_of(document.places, document.path, document.file).value, drafts, problems)

    def _document(self, text: str) -> Document:
        with listening():
            found = parse_yaml(text, self.path.name, fold=True, may_be_empty=True)
        if not isinstance(found.value, dict):
            raise FactError("this file holds a list or a text, and no facts", Where(found.file), "write 'name: value'")
        return found

    def _readable(self, text: str | None) -> Document | None:
        """An earlier state of the file; None where nobody remembers it, or it could not be read."""
        try:
            return None if text is None else self._document(text)
        except BriefingError:
            return None

    def _problems(self, document: Document) -> tuple[Problem, ...]:
        try:
            with listening():
                self._sound(document)
        except ContentError as error:
            return error.problems
        except BriefingError as error:
            return (error.problem,)
        return ()

    def _text(self) -> str:
        expect_own(self.path, self._root)
        try:
            check_ordinary(self.path, "put the file back")
            data = self.path.read_bytes()
        except FileNotFoundError:
            if self._last:
                message = "the file is not there any more, while this page is open"
                raise FactError(message, Where(self.path.name), "put it back, or write it again as it was") from None
            return ""
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise FactError(f"the file cannot be read ({reason})", Where(self.path.name), "check its rights") from None
        decoded(data, self.path.name)
        self._last = data.decode("utf-8") if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else decoded(data, "")
        return self._last

    def _drafts(self, document: Document | None = None) -> list[Draft]:
        """What waits; new entries behind those that the document has."""
        found = kept(self._drafts_file, list[Draft]) or []
        counts: dict[Steps, int] = {}
        return [behind(each, document, counts) if each.fresh and document else each for each in found]

    def _keep(self, drafts: Sequence[Draft]) -> None:
        if drafts or self._drafts_file.exists():
            keep(self._drafts_file, msgspec.json.format(msgspec.json.encode(drafts), indent=1), self._root)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _said(problem: Problem) -> str:
    """The problem without its place, which a field on a page has already."""
    return str(Problem(Where(), problem.message, problem.remedy))


def _places(document: Document, value: Any = None, path: Steps = ()) -> Iterator[tuple[tuple[int, int], Steps]]:
    """Every place of the document with the path that stands there; of two the deeper one comes last."""
    value = document.value if not path else value
    where = document.where(*path)
    yield (where.line, where.column), path
    if path:
        key = document.where_key(*path)
        yield (key.line, key.column), path
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        yield from _places(document, inner, (*path, step))


def _nearest(where: Where, places: Mapping[tuple[int, int], Steps]) -> Steps:
    """The path at a place, or at the last one before it."""
    before = [each for each in places if each <= (where.line, where.column)]
    return places[max(before)] if before else ()
