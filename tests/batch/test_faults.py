"""Killed, interrupted, out of room, not allowed, or not alone: nothing is damaged, nothing is lost, and it is said."""

from __future__ import annotations

import errno
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from batches import Batch, files, reasons, statuses
from briefing.batch.folder import OutputFolder, locked
from briefing.batch.outcome import Staged
from briefing.errors import FactError
from briefing.files.atomic import as_sentence, found_digest, put_in_place
from briefing.files.manifest import Entry, Manifest

SOURCE = Path(__file__).parents[2] / "src"
COUNT = 40
MANY = 2000  # more than can be made between the first file and a signal, on a busy machine too
pytestmark = [
    pytest.mark.slow_but_for(
        "test_a_manifest_that_names_a_place_outside_is_not_believed",
        "test_a_broken_line_of_the_manifest_takes_no_other_with_it",
        "test_whether_we_are_killed_before_or_after_a_file_is_in_place_the_manifest_is_true",
    ),
    pytest.mark.skipif(os.name != "posix", reason="kills process groups"),
]


def write_rows(version: int, count: int = COUNT) -> None:
    rows = (f"Unit {number},cfo,Version {version}" for number in range(count))
    Path("units.csv").write_text("\n".join(["name,for,title", *rows]))


def started(*more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "briefing", "batch", "units.csv", "--out", "decks", "--layout", "small"]
    command += ["--library", "mine", "--format", "md", "--date", "2026-03-31", "--jobs", "2", *more]
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(*more: str) -> tuple[int, str]:
    process = started(*more)
    _, told = process.communicate()
    return process.returncode, told


def check_whole() -> None:
    """Every file under a final name is one that the manifest knows, and ends as a briefing does."""
    manifest = Manifest(Path("decks"))
    for name in files():
        assert manifest.found(name, found_digest(Path("decks", name))), f"{name} is not in the manifest"
        text = Path("decks", name).read_text()
        assert text.startswith("---\n")
        assert text.endswith("\n")


def kill_at_random_moments(count: int, seed: int) -> None:
    write_rows(0)
    start = time.perf_counter()
    assert finished("--quiet")[0] == 0
    whole = time.perf_counter() - start
    moments = random.Random(seed)
    for turn in range(1, count + 1):
        write_rows(turn)
        process = started("--quiet")
        time.sleep(whole * moments.uniform(0.2, 1.1))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        check_whole()
        if turn % 5 == 0 or turn == count:
            assert finished("--quiet") == (0, "")
            check_whole()
            titles = {Path("decks", name).read_text().split("\n")[1] for name in files()}
            assert (len(files()), titles) == (COUNT, {f'title: "Version {turn}"'})
    assert sorted(each.name for each in Path("decks/.briefing-batch").iterdir()) == ["lock", "manifest.jsonl"]


def test_a_batch_that_is_killed_damages_nothing_and_the_next_one_completes_it() -> None:
    kill_at_random_moments(3, seed=1)


# What the interpreter reports before it does it; with the output folder in its arguments, files come or go there.
STEPS = ("open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate")


def killed_before_step(number: int, batch: Batch) -> bool:
    """Runs a batch in a process that is killed before it does so many things to files; False where it ended before."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of pytest are not used in the child
        process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
    done = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        paths = (os.fsdecode(each) for each in arguments if isinstance(each, (str, bytes, os.PathLike)))
        if event in STEPS and any("decks" in each for each in paths):
            done += 1
            if done == number:
                os.kill(os.getpid(), signal.SIGKILL)

    status = 1
    try:
        sys.addaudithook(count)
        status = int({*statuses(batch())} - {"made", "unchanged"} != set())
    finally:
        os._exit(status)


def test_a_batch_that_is_killed_before_any_step_damages_nothing_and_the_next_one_completes_it(batch: Batch) -> None:
    """Every step in turn, and each time with other contents; nothing is repaired in between but by the batch itself."""
    for number in itertools.count(1):
        rows = "".join(f"- {{name: {name}, for: cfo, title: Version {number}}}\n" for name in "ABC")
        Path("audiences.yaml").write_text(rows, encoding="utf-8")
        if not killed_before_step(number, batch):
            break
        if Path("decks").exists():
            check_whole()
    assert number > 20, "three files are written, renamed and noted"
    titles = {Path("decks", name).read_text().split("\n")[1] for name in files()}
    assert (len(files()), titles) == (3, {f'title: "Version {number}"'})
    assert statuses(batch()) == ["unchanged"] * 3
    assert sorted(each.name for each in Path("decks/.briefing-batch").iterdir()) == ["lock", "manifest.jsonl"]


def test_what_a_run_left_that_was_killed_while_it_wrote_the_manifest_anew_goes_away(batch: Batch) -> None:
    batch(ROWS)
    left = Path("decks/.briefing-batch/.briefing-0123456789abcdef.tmp")
    left.write_text("half a manif")
    assert statuses(batch(ROWS)) == ["unchanged"] * 3
    assert not left.exists()


def test_ctrl_c_ends_before_the_batch_is_done_and_the_next_run_goes_on() -> None:
    write_rows(1, MANY)
    process = started()
    assert process.stdout is not None
    while not files_or_none():  # as soon as the first file stands there
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to the workers too
    said, told = process.communicate()
    assert process.returncode == 130
    assert told.endswith("\nthe run was interrupted; what is finished is kept, and the next run goes on from there\n")
    assert "Traceback" not in told
    check_whole()
    kept = files()
    assert said.splitlines() == sorted((f"decks/{name}" for name in kept), key=_row)
    status, told = finished()
    assert status == 0
    assert re.search(rf"^{len(kept)} +unchanged$", told, re.MULTILINE)
    assert len(files()) == MANY


def _row(path: str) -> int:
    return int(path.split("/")[1].removeprefix("Unit-"))


def files_or_none() -> list[str]:
    return files() if Path("decks").exists() else []


ROWS = "- {name: A, for: cfo}\n- {name: B, for: cfo}\n- {name: C, for: cfo}\n"


def test_a_full_disk_stops_the_run_with_a_clear_message(batch: Batch) -> None:
    def full(staged: Path, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefing.batch.folder.put_in_place", full)
        result = batch(ROWS)
    assert statuses(result)[0] == "failed"
    assert set(statuses(result)[1:]) <= {"failed", "left"}
    assert result.stopped == "nothing more can be written there"
    assert reasons(result)[0] == (
        "decks/A/cfo-small.md cannot be written: no space left on device; make room on the disk, or name another place "
        "with --out"
    )
    assert files() == []
    assert statuses(batch(ROWS)) == ["made"] * 3


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a small file system")
def test_a_disk_that_is_really_full_loses_nothing(batch: Batch) -> None:
    Path("decks").mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "none", "decks"], capture_output=True)
    if mounted.returncode:
        pytest.skip("may not mount")
    try:
        rows = "".join(f"- {{name: N{number}, for: cfo}}\n" for number in range(60))
        result = batch(rows, jobs=2)
        counts = result.counts()
        assert counts["made"] + counts["failed"] + counts.get("left", 0) == 60
        assert result.stopped == "nothing more can be written there"
        assert "no space left on device; make room on the disk" in reasons(result)[0]
        check_whole()
        assert len(files()) == counts["made"]
        subprocess.run(["mount", "-o", "remount,size=8m", "decks"], check=True)
        assert batch(rows).counts() == {"made": 60 - counts["made"], "unchanged": counts["made"]}
        subprocess.run(["mount", "-o", "remount,ro", "decks"], check=True)
        with pytest.raises(FactError) as caught:
            batch(rows + "- {name: New, for: cfo}\n")
        assert str(caught.value).startswith("the folder decks/.briefing-batch cannot be written to; ") or str(
            caught.value
        ).startswith("decks/.briefing-batch/lock cannot be written: read-only file system; ")
    finally:
        subprocess.run(["umount", "-l", "decks"], check=True)


def test_a_folder_without_permission_is_named(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("decks").mkdir()
    monkeypatch.setattr(os, "access", lambda asked, _: Path(asked) != Path("decks"))
    with pytest.raises(FactError) as caught:
        batch(ROWS)
    assert str(caught.value) == (
        "the folder decks cannot be written to; change its permissions, or name another place with --out"
    )


def test_two_batches_in_one_folder_are_refused(batch: Batch) -> None:
    with locked(Path("decks")), pytest.raises(FactError) as caught:
        batch(ROWS)
    assert str(caught.value) == (
        "another batch is at work in decks; wait until it has ended, or name another place with --out"
    )
    assert statuses(batch(ROWS)) == ["made"] * 3


def test_a_worker_that_dies_fails_one_row_and_is_replaced(batch: Batch) -> None:
    from briefing.batch.outcome import BatchRequest, Outcome
    from briefing.batch.run import run_batch
    from briefing.choices import Choices

    Path("audiences.yaml").write_text("".join(f"- {{name: N{number}, for: cfo}}\n" for number in range(30)))
    choices = Choices(out="decks", layout="small", formats=("md",), libraries=(Path("mine"),))
    request = BatchRequest(Path("audiences.yaml"), choices, jobs=1)

    def kill(done: int, count: int, outcome: Outcome | None) -> None:
        if done == 5:
            import multiprocessing

            os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)

    result = run_batch(request, kill)
    assert result.counts()["made"] >= 29
    assert reasons(result) in (
        [],
        ["the process that made it ended before it was done (signal 9); run the batch again"],
    )


def test_workers_that_cannot_be_started_end_the_run_with_a_message(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "briefing.batch.process_pool.serve", os.getpid
    )  # takes no arguments, so the process fails at once
    with pytest.raises(FactError) as caught:
        batch(ROWS)
    assert str(caught.value) == "a worker process could not be started (exit status 1); try it again with --jobs 1"


def test_the_manifest_knows_a_file_before_it_is_put_in_place(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[bool] = []

    def watched(staged: Path, path: Path) -> None:
        name = path.relative_to("decks").as_posix()
        known.append(Manifest(Path("decks")).found(name, found_digest(staged)) is not None)
        put_in_place(staged, path)

    monkeypatch.setattr("briefing.batch.folder.put_in_place", watched)
    batch(ROWS)
    assert known == [True] * 3


def test_a_file_that_cannot_be_removed_is_a_failure_and_loses_no_other(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(ROWS)

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    rows = ROWS.replace("name: A", "name: D")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OutputFolder, "remove", lambda self, file: refuse_as_sentence(self.out / file, refuse))
        result = batch(rows, prune=True)
    assert statuses(result) == ["made", "unchanged", "unchanged", "failed"]
    assert reasons(result) == [
        "decks/A/cfo-small.md cannot be written: permission denied; close the program that has it open, or name "
        "another place with --out"
    ]
    assert statuses(batch(rows, prune=True)) == ["unchanged"] * 3 + ["removed"]


def refuse_as_sentence(path: Path, refuse: Callable[[Path], None]) -> None:
    with as_sentence(path):
        refuse(path)


def test_workers_end_where_their_parent_is_killed() -> None:
    write_rows(1)
    process = started()
    while not files_or_none():
        time.sleep(0.01)
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()  # until nobody holds the ends of its pipes any more, workers included
    assert finished("--quiet")[0] == 0
    assert len(files()) == COUNT


def entry(digest: str, inputs: str = "x") -> Entry:
    return Entry("A/a.md", digest, inputs, "A", "a.yaml", "md", 1)


@pytest.mark.parametrize("placed", [False, True])
def test_whether_we_are_killed_before_or_after_a_file_is_in_place_the_manifest_is_true(placed: bool) -> None:
    out = Path("decks")
    (out / "A").mkdir(parents=True)
    (out / "A/a.md").write_text("old")
    first = Manifest(out)
    first.intend(entry(found_digest(out / "A/a.md"), "old inputs"))
    first.close()
    second = Manifest(out)
    Path("new").write_text("new")
    second.intend(entry(found_digest(Path("new")), "new inputs"))
    if placed:
        Path("new").replace(out / "A/a.md")
    verdict = OutputFolder(out, Manifest(out), force=False).judge("A/a.md", "new inputs")
    assert verdict.do == ("unchanged" if placed else "make")
    assert verdict.backup is False
    assert verdict.only_same == ""


def test_a_broken_line_of_the_manifest_takes_no_other_with_it(batch: Batch) -> None:
    batch(ROWS)
    path = Path("decks/.briefing-batch/manifest.jsonl")
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1][:40], lines[2], '{"file": "../../x"}', "[1]", "\0"]))
    (Path("decks/B/cfo-small.md")).write_text("mine")
    assert statuses(batch(ROWS)) == ["unchanged", "failed", "unchanged"]


@pytest.mark.parametrize(
    "name", ["../x.md", "/x.md", "a/../../x", "", "a//b", ".", ".briefing-batch/lock", "c:x", "a\\b"]
)
def test_a_manifest_that_names_a_place_outside_is_not_believed(name: str) -> None:
    manifest = Manifest(Path("decks"))
    manifest.intend(Entry(name, "b", "i", "A", "s", "md", 1))
    assert Manifest(Path("decks")).files() == ()


def test_a_staged_file_does_not_take_the_place_of_one_that_is_a_link_but_of_its_target() -> None:
    out = Path("decks")
    (out / "A").mkdir(parents=True)
    Path("real.md").write_text("old")
    (out / "A/a.md").symlink_to(Path("real.md").absolute())
    folder = OutputFolder(out, Manifest(out), force=True)
    verdict = folder.judge("A/a.md", "inputs")
    Path("staged").write_text("new")
    folder.place(Staged("md", "staged", found_digest(Path("staged")), 1), entry(found_digest(Path("staged"))), verdict)
    assert (out / "A/a.md").is_symlink()
    assert Path("real.md").read_text() == "new"
    assert Path("decks/A/a.backup-1.md").read_text() == "old"
