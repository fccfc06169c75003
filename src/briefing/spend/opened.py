"""Billing data once they are open: raw Ibis tables, what messages and figures call them, and what was lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING

from briefing.errors import BriefingError
from briefing.library.billpromises import Contract
from briefing.library.billquality import LeftOut
from briefing.spend.columns import Columns
from briefing.spend.places import BillFile
from briefing.spend.rejects import Rejected

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as it came. `columns` says which of its columns serves which of FOCUS; `name` is for messages.

    Where a column was read in another form than FOCUS asks for, `came` has the column that it was read from. `file` is
    its column with the path of the file that a row is from, where there are several; of `every` so many charges one is
    held against those of the other files.
    """

    expression: Table
    columns: Columns
    name: str
    file: str = ""
    every: int = 1
    came: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """Opened billing data: a context manager, which closes the connection and removes what it spilled to disk.

    `label` is how the figures call their source; it never has a host, a user or a credential in it.
    """

    connection: SQLBackend
    tables: tuple[RawTable, ...]
    label: str
    rejected: Callable[[], Rejected]
    """The rows lost so far: call it after the queries."""
    fault: Callable[[Exception], BriefingError | None]
    """What an exception of the engine means to the user; None where it is a fault of the program."""
    verify: Callable[[], None]
    """Raises FactError where files turn out to be damaged, or hide rows; `reading` calls it after the queries."""
    close: Callable[[], None]
    files: tuple[BillFile, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """Files of earlier runs of an export, which are not read."""
    contracts: tuple[Contract, ...] = ()

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
