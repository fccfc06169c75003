"""Bytes do not depend on jobs, order, time zone, locale or hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from batches import files

SOURCE = Path(__file__).parents[2] / "src"
ROWS = ["Nord,cfo", "Süd,cto", "Ost,executives", "West,'cfo, cto'".replace("'", '"')]


def made(out: str, rows: list[str], jobs: int, **environment: str) -> dict[str, bytes]:
    Path(f"{out}.csv").write_text("\n".join(["name,for", *rows]), encoding="utf-8")
    command = [sys.executable, "-m", "briefing", "batch", f"{out}.csv", "--out", out, "--jobs", str(jobs), "--quiet"]
    command += ["--layout", "one-pager", "--format", "pptx,html,pdf,md", "--date", "2026-03-31"]
    known = {**os.environ, "PYTHONPATH": str(SOURCE), **environment}
    subprocess.run(command, check=True, capture_output=True, env=known)
    return {name: Path(out, name).read_bytes() for name in files(out)}


@pytest.mark.slow
def test_bytes_do_not_depend_on_jobs_order_time_zone_locale_or_hash_seed() -> None:
    first = made("a", ROWS, 1, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="0")
    second = made("b", ROWS[::-1], 2, TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8", PYTHONHASHSEED="4711", LANG="de_DE")
    assert len(first) == 4 * len(ROWS)
    assert first == second


@pytest.mark.slow
def test_a_batch_makes_the_bytes_that_make_makes() -> None:
    import briefing

    batch = made("a", ROWS[:1], 1)
    briefing.make("cfo", "one-pager", ("pptx", "html", "pdf", "md"), out="single/", day=date(2026, 3, 31))
    assert batch == {f"Nord/{name}": Path("single", name).read_bytes() for name in files("single")}
