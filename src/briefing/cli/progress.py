"""How far a batch is: a bar on a terminal, and a line now and then anywhere else."""

from __future__ import annotations

import sys
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from briefing.cli.terminal import tell

if TYPE_CHECKING:
    from briefing.batch.outcome import Outcome

LINES = 10  # that a whole batch writes where there is no terminal


class Progress:
    """Hears of every file that is done, and shows it on standard error; not at all where it is to be quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._terminal = quiet, sys.stderr.isatty()
        self._bar: Any = None
        self._start = monotonic()

    def __call__(self, done: int, count: int, outcome: Outcome | None) -> None:
        """`done` of `count` files."""
        if self._quiet:
            return
        if self._terminal:
            self._draw(done, count)
        elif done and (done == count or done * LINES // count > (done - 1) * LINES // count):
            tell(self._line(done, count))

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()

    def _line(self, done: int, count: int) -> str:
        rate = done / max(monotonic() - self._start, 0.001)
        left = f", {(count - done) / rate:.0f} s left" if done < count else ""
        return f"{done:,} of {count:,} files, {rate:.1f} a second{left}"

    def _draw(self, done: int, count: int) -> None:
        if self._bar is None:
            self._bar = _bar(count)
        self._bar.update(done - self._bar.n)


def _bar(count: int) -> Any:
    from tqdm import tqdm  # only a terminal needs it

    tqdm.monitor_interval = 0  # its thread would only wake a bar that we wake anyway
    with suppress(AttributeError):  # an encoding that is no utf-8 cannot show blocks
        ascii_ = "utf" not in (sys.stderr.encoding or "").lower()
    return tqdm(total=count, unit="file", leave=False, dynamic_ncols=True, ascii=ascii_, file=sys.stderr)
