"""What is taken away beside the one deck: a batch for a table of audiences, and a deck of people with new figures."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from briefing.errors import UsageError, listening
from briefing.workbench.form import in_words_of_the_page
from briefing.workbench.places import inside
from briefing.workbench.room import Room, arguments_of, choices_for, read_room
from briefing.workbench.uploads import kept_file

OUT = Path("output")
_DONE = re.compile(r"([\d,]+) of ([\d,]+) files")


class Batch:
    """`briefing batch` over a table that was dropped: a process of its own, so that slides are drawn meanwhile."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = Lock()
        self._done, self._count = 0, 0
        self._found: dict[str, Any] = {}
        self._said: list[str] = []

    def state(self) -> dict[str, Any]:
        """How far it is, and what became of every file."""
        return {
            "busy": self._process is not None,
            "done": self._done,
            "count": self._count,
            "said": self._said,
            **self._found,
        }

    def begin(self, name: str, room: Room) -> dict[str, Any]:
        """Make a deck for each audience of a table. Raises UsageError, FactError."""
        with self._lock:
            if self._process:
                return self.state()
            table = kept_file("table", name)
            inside(OUT)
            given = arguments_of(choices_for(room), without=("--notes",))
            command = [sys.executable, "-m", "briefing", "batch", str(table), *given, "--out", f"{OUT}/", "--json"]
            self._done = self._count = 0
            self._found, self._said = {}, []
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            Thread(target=self._follow, args=(self._process,), daemon=True).start()
            return self.state()

    def end(self) -> None:
        """Stop it; what was finished stays."""
        if process := self._process:
            process.terminate()

    def archive(self) -> bytes:
        """The files that were made, or were up to date already, in one archive."""
        paths = {Path(each["path"]) for each in self._found.get("files", ()) if each.get("path")}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as parts:
            for path in sorted(each for each in paths if each.is_file()):
                parts.write(path, path.relative_to(OUT).as_posix())
        return out.getvalue()

    def _follow(self, process: subprocess.Popen[str]) -> None:
        """Hear how far it is, and at its end what became of it."""
        with process:
            hearing = Thread(target=self._hear, args=(process,), daemon=True)
            hearing.start()
            text = process.stdout.read() if process.stdout else ""
            hearing.join()
        try:
            found = json.loads(text)
        except ValueError:  # it was stopped
            found = {}
        files = [{**each, "reason": in_words_of_the_page(each.get("reason") or "")} for each in found.get("files", [])]
        self._found = {"files": files, "counts": found.get("counts", {})}
        self._process = None

    def _hear(self, process: subprocess.Popen[str]) -> None:
        for line in process.stderr or ():
            if found := _DONE.search(line):
                self._done, self._count = (int(each.replace(",", "")) for each in found.groups())
            else:
                self._said.append(in_words_of_the_page(line.strip()))


MOST_ROWS = 2_000  # of a table that becomes facts


def rows_of(name: str) -> list[list[str]]:
    """The rows of a workbook that was dropped, as texts. Raises BriefingError."""
    from briefing.batch.audiences.workbook import cells_of_workbook

    path = kept_file("table", name)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"'{path.name}' is no Excel workbook", remedy="drop a .xlsx, or paste the cells")
    rows = cells_of_workbook(path)
    if len(rows) > MOST_ROWS:
        raise UsageError(f"the table has {len(rows):,} rows", remedy=f"keep {MOST_ROWS:,} at most")
    return rows


def refresh(name: str, *, write: bool) -> dict[str, Any]:
    """What new facts change in a deck that people have edited; with `write` it is done. Raises BriefingError."""
    from briefing.desk import settled
    from briefing.refresh.report import MEANING
    from briefing.refresh.run import Refresher, Wish

    path = kept_file("deck", name)
    with listening() as cautions:
        room = read_room()
        choices, _ = settled(choices_for(room, layout="", theme="", minutes=0, notes=""))
        facts = choices.but(layout="", theme="", theme_map=None, formats=(), out=None, minutes=0, notes="", appendix="")
        found = Refresher(facts, Wish(write=write)).refresh(path)
    rows = [
        {"slide": each.slide, "title": each.title, "was": each.was, "yours": each.theirs, "now": each.now}
        | {"how": MEANING[each.how], "open": each.is_open}
        for each in found.changes
    ]
    notices = [in_words_of_the_page(str(each)) for each in cautions]
    return {"name": path.name, "changes": rows, "written": found.written, "notices": notices}


def refreshed(name: str) -> tuple[str, bytes]:
    """The deck that was dropped, as it is now. Raises UsageError."""
    path = kept_file("deck", name)
    return path.name, path.read_bytes()
