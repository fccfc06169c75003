"""DuckDB inside the process: it spills to a folder of its own, loads nothing from the network and stays small."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend


def embedded(database: str = ":memory:", *, read_only: bool = False) -> tuple[Backend, Callable[[], None]]:
    """The engine, in memory or on a database file, and what closes it and removes what it spilled."""
    spill = tempfile.TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True)
    try:
        engine = ibis.duckdb.connect(database, read_only=read_only, temp_directory=spill.name, **_settings())
    except BaseException:
        spill.cleanup()
        raise

    def close() -> None:
        engine.disconnect()
        spill.cleanup()

    return engine, close


def _settings() -> dict[str, Any]:
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {
        "threads": threads,
        "memory_limit": f"{max(600, 100 * threads)}MB",  # 600 MB keep a run under 1 GB; each thread needs buffers
        "preserve_insertion_order": False,  # order is of no use to sums, and costs memory
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
