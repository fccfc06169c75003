"""The bill of the page: billing data are read once, and kept as a file of facts in the hidden folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any

import msgspec
from msgspec import Struct

from briefing.documents.amounts import Growth, Money, Share
from briefing.errors import BriefingError, FactError, RowsError, listening
from briefing.library.library import Library
from briefing.workbench.form import in_words_of_the_page
from briefing.workbench.places import HIDDEN, inside, keep, keeping, kept, refused
from briefing.workbench.room import Room, choices_for, keep_room, read_room, the_library
from briefing.workbench.uploads import KINDS, clear, dropped

log = logging.getLogger("briefing.open")
FACTS = HIDDEN / "bill.yaml"
SAID = HIDDEN / "bill.json"  # what the reading said of it
FOLDER = HIDDEN / KINDS["bill"][0]


class Reading:
    """Billing data that are being read in the background, and what came of it."""

    def __init__(self) -> None:
        self._thread: Thread | None = None
        self._said: tuple[str, ...] = ()
        self._error, self._broken = "", 0
        self._size, self._begun, self._read_before = 0, 0.0, 0

    def state(self) -> dict[str, Any]:
        """Whether they are being read and how far, what was found, or why nothing was."""
        busy = bool(self._thread and self._thread.is_alive())
        known = FACTS.is_file() and not busy
        if known and not self._said:  # it was read another day
            self._said = kept(SAID, tuple[str, ...]) or ()
        said = {"error": self._error, "broken": self._broken, "said": self._said}
        found = {"busy": busy, "known": known, "files": dropped(), **said}
        return {**found, **self._progress()} if busy else found

    def _progress(self) -> dict[str, Any]:
        """The bytes of the data, how many of them are read where the system counts that, and the seconds so far."""
        read = min(self._size, max(0, _bytes_read() - self._read_before))
        return {"size": self._size, "read": read, "seconds": int(monotonic() - self._begun)}

    def begin(self, folder: str, engine: Lock, broken: int = 0) -> dict[str, Any]:
        """Read what was dropped, or a folder of the workspace, but for so many broken rows. Raises UsageError."""
        if self._thread and self._thread.is_alive():
            return self.state()
        place = _place(folder) if folder else FOLDER
        self._error, self._broken, self._said = "", 0, ()
        self._size, self._begun, self._read_before = _size_of(place), monotonic(), _bytes_read()
        self._thread = Thread(target=self._read, args=(place, engine, broken), daemon=True)
        self._thread.start()
        return self.state()

    def forget(self) -> dict[str, Any]:
        """Take the bill away again."""
        clear("bill")
        FACTS.unlink(missing_ok=True)
        SAID.unlink(missing_ok=True)
        self._error, self._broken, self._said = "", 0, ()
        keep_room({"bill": ""}, the_library())
        return self.state()

    def _read(self, place: Path, engine: Lock, broken: int) -> None:
        try:
            self._said = tuple(map(in_words_of_the_page, _read(place, engine, broken)))
            keep(SAID, msgspec.json.encode(self._said))
        except RowsError as error:
            self._error, self._broken = error.problem.message, error.rows
        except BriefingError as error:
            self._error = in_words_of_the_page(str(error))
        except OSError as error:
            self._error = str(refused(error, FACTS.name))
        except Exception as error:  # a thread that ends without a word looks as if there were no bill
            log.exception("the reading of a bill failed", exc_info=error)
            self._error = f"This is a fault of briefing: {type(error).__name__}: {error}"


def _size_of(place: Path) -> int:
    """How many bytes the data have; a packed file is read twice, once of it to see whether it is whole."""
    files = [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]
    return sum(each.stat().st_size * (2 if each.suffix == ".gz" else 1) for each in files)


def _bytes_read() -> int:
    """How many bytes this process has read so far; 0 on a system that does not count them."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/io").read_text().split()[1])
    return 0


def _place(folder: str) -> Path:
    """A file or folder of the workspace. Raises UsageError for one that is not there, or outside."""
    place = inside(folder, _DROP)
    if not place.exists():
        raise FactError(f"there is no '{folder}' in this workspace", remedy="correct its name, or drop the files")
    for each in place.rglob("*") if place.is_dir() else ():
        if each.is_symlink():
            inside(each, _DROP)
    return place


_DROP = "drop its files on the page instead"


def _read(place: Path, engine: Lock, broken: int) -> Iterator[str]:
    """Write the facts of the billing data, and say what they are worth; while they are read, all else goes on."""
    from briefing.bills import open_bill, save_facts
    from briefing.desk import facts_of, notices_of_bill, settled

    with engine, listening():
        library = the_library()
        choices, library = settled(choices_for(read_room(), spend=(str(place),), broken_rows=broken))
        facts = facts_of(choices, library)
    assert choices.bill is not None
    with listening():
        bill = open_bill(choices.bill, facts)
    with engine, listening():
        inside(FACTS)
        with keeping(FACTS):
            save_facts(bill, FACTS, force=True)
        keep_room({"bill": FACTS.as_posix()}, library)
        notices = notices_of_bill(choices, library, bill)
    quality = bill.quality
    months = len(bill.months)
    yield f"{quality.rows:,} rows over {months} {'month' if months == 1 else 'months'}, in {bill.currency}."
    if bill.providers:
        yield f"Charged by {', '.join(bill.providers)}."
    if quality.broken_rows:
        yield f"{quality.broken_rows:,} rows could not be read and are left out."
    if quality.missing_columns:
        yield f"The data have no {', '.join(quality.missing_columns)}; what rests on them is not told."
    yield from notices


class Offer(Struct, frozen=True):
    """A fact that the bill has and nobody stated: its field, its value as the file has it, and what it counts."""

    path: tuple[str | int, ...]
    key: str
    value: str
    basis: str


def offered(room: Room, library: Library) -> list[Offer]:
    """The facts that a run fills in from the bill, to be taken into the file. Raises BriefingError."""
    from briefing.desk import open_desk, settled

    with listening():
        choices, library = settled(choices_for(room))
        company = open_desk(choices, library).company
    if not company or not company.bill:
        return []
    return [
        Offer(path, ".".join(map(str, path)), text, company.basis_of(fact.origin))
        for path, fact in _amounts(company.facts)
        if company.figures.basis_of(fact.origin.key) and (text := _text(fact))
    ]


def _amounts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, Money | Share | Growth):
        yield path, value
    elif isinstance(value, Struct):
        names = zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True)
        for name, field in names:
            yield from _amounts(getattr(value, field), (*path, name))
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _amounts(each, (*path, name))


def _text(fact: Money | Share | Growth) -> str:
    if isinstance(fact, Money):
        return f"{fact.amount:.0f}"
    return f"{fact.value * 100:.1f}%"
