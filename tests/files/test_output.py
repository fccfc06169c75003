"""Writing: whole files or none, and nothing of a person's is lost."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.errors import FactError, UsageError
from briefing.files.atomic import (
    beside,
    check_folder,
    check_place,
    check_target,
    digest,
    discard,
    put_in_place,
    write_whole,
)
from briefing.files.manifest import MANIFEST
from briefing.files.output import File, Saved, save

OLD, NEW, MINE = b"made first", b"made second", b"edited by a person"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return tmp_path / "decks" / "cfo-pitch.pptx"


def left(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_file_is_written_with_its_folders_and_remembered(deck: Path) -> None:
    assert save([File(deck, NEW)]) == (Saved(deck),)
    assert deck.read_bytes() == NEW
    assert left(deck.parent) == [MANIFEST, deck.name]
    assert json.loads((deck.parent / MANIFEST).read_text())["files"] == {deck.name: digest(NEW)}


def test_a_file_that_we_wrote_is_written_anew(deck: Path) -> None:
    save([File(deck, OLD)])
    assert save([File(deck, NEW)]) == (Saved(deck),)
    assert deck.read_bytes() == NEW


def test_a_file_with_the_same_bytes_is_left_alone_and_counts_as_ours(deck: Path) -> None:
    deck.parent.mkdir()
    deck.write_bytes(NEW)
    os.utime(deck, (1, 1))
    assert save([File(deck, NEW)]) == (Saved(deck),)
    assert deck.stat().st_mtime == 1
    assert save([File(deck, OLD)]) == (Saved(deck),)


def test_an_edited_file_is_not_overwritten(deck: Path) -> None:
    save([File(deck, OLD)])
    deck.write_bytes(MINE)
    with pytest.raises(FactError) as caught:
        save([File(deck, NEW)])
    assert str(caught.value) == (
        f"{deck} has been changed since briefing wrote it, or was not written by briefing; "
        "use --force to replace it, or --out for another place"
    )
    assert deck.read_bytes() == MINE


def test_all_edited_files_are_named_at_once_and_no_other_is_written(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.pptx", "b.pptx", "c.pptx", "d.md")]
    for path in paths[:3]:
        path.write_bytes(MINE)
    with pytest.raises(FactError) as caught:
        save([File(path, NEW) for path in reversed(paths)])
    assert str(caught.value) == (
        f"{paths[2]}, {paths[1]} and {paths[0]} have been changed since briefing wrote them, or were not written by "
        "briefing; use --force to replace them, or --out for another place"
    )
    assert left(tmp_path) == ["a.pptx", "b.pptx", "c.pptx"]


def test_force_replaces_an_edited_file_and_keeps_each_old_one(deck: Path) -> None:
    deck.parent.mkdir()
    for number in (1, 2):
        deck.write_bytes(MINE + bytes([number]))
        backup = deck.with_name(f"cfo-pitch.backup-{number}.pptx")
        assert save([File(deck, NEW)], force=True) == (Saved(deck, backup),)
        assert backup.read_bytes() == MINE + bytes([number])
    assert deck.read_bytes() == NEW


def test_force_makes_no_backup_of_what_nobody_edited(deck: Path) -> None:
    save([File(deck, OLD)])
    assert save([File(deck, NEW)], force=True) == (Saved(deck),)
    assert left(deck.parent) == [MANIFEST, deck.name]


@pytest.mark.parametrize("text", ["[1, 2", "[" * 100_000, '{"files": [1]}', "\udcff"])
def test_a_broken_manifest_makes_us_careful(text: str, deck: Path) -> None:
    save([File(deck, OLD)])
    (deck.parent / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(FactError, match="was not written by briefing"):
        save([File(deck, NEW)])


def test_the_manifest_forgets_files_that_are_gone(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pptx", tmp_path / "b.pptx"
    save([File(first, NEW)])
    first.unlink()
    save([File(second, NEW)])
    assert json.loads((tmp_path / MANIFEST).read_text())["files"] == {"b.pptx": digest(NEW)}


def test_a_failure_while_writing_leaves_nothing_behind(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = deck.with_name("cto-pitch.pptx")
    deck.parent.mkdir()
    deck.write_bytes(MINE)
    calls = iter((None, OSError(28, "No space left on device")))

    def full_disk(_: int) -> None:
        if fault := next(calls):
            raise fault

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(FactError) as caught:
        save([File(deck, NEW), File(other, NEW)], force=True)
    assert str(caught.value) == (
        f"{other} cannot be written: no space left on device; make room on the disk, or name another place with --out"
    )
    assert left(deck.parent) == [deck.name]
    assert deck.read_bytes() == MINE


def test_what_was_replaced_before_a_failure_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a.pptx", tmp_path / "b.pptx"
    replace = os.replace

    def locked(source: Path, target: Path) -> None:
        if str(target).endswith("b.pptx"):
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(FactError, match=r"b\.pptx cannot be written: permission denied"):
        save([File(first, OLD), File(second, OLD)])
    monkeypatch.undo()
    assert left(tmp_path) == [MANIFEST, "a.pptx"]
    assert save([File(first, NEW), File(second, NEW)]) == (Saved(first), Saved(second))


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "decks").write_text("")
    with pytest.raises(FactError) as caught:
        save([File(tmp_path / "decks" / "q1" / "cfo.pptx", NEW)])
    expected = f"{tmp_path / 'decks'} is a file, so no folder can stand there; name another place with --out"
    assert str(caught.value) == expected


def test_a_folder_where_the_file_should_be_is_named(deck: Path) -> None:
    deck.mkdir(parents=True)
    with pytest.raises(FactError) as caught:
        save([File(deck, NEW)], force=True)
    assert (
        str(caught.value)
        == f"{deck} is a folder, so no file can stand there; move it away, or name another place with --out"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have names")
def test_what_is_no_ordinary_file_is_never_replaced(deck: Path) -> None:
    """A pipe of our own: where the code is wrong, or changed on purpose, a device of the machine would be gone."""
    deck.parent.mkdir()
    os.mkfifo(deck)
    with pytest.raises(FactError, match=f"{deck.name} is not an ordinary file"):
        save([File(deck, NEW)], force=True)
    assert deck.is_fifo()


def refuse(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The tests may run as root, whom no permission stops; so the answer of the system is changed instead."""
    monkeypatch.setattr(os, "access", lambda asked, _: Path(asked) != path)


def test_a_folder_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, tmp_path)
    with pytest.raises(FactError) as caught:
        save([File(tmp_path / "new" / "cfo.pptx", NEW)])
    assert str(caught.value) == (
        f"the folder {tmp_path} cannot be written to; change its permissions, or name another place with --out"
    )


def test_a_file_without_permission_is_named(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save([File(deck, OLD)])
    refuse(monkeypatch, deck)
    for asked in (lambda: save([File(deck, NEW)]), lambda: check_target(deck)):
        with pytest.raises(FactError) as caught:
            asked()
        assert str(caught.value) == (
            f"{deck} may not be replaced; change its permissions, or name another place with --out"
        )


def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.pptx", tmp_path / "folder" / "link.pptx"
    link.parent.mkdir()
    link.symlink_to(real)
    save([File(link, OLD)])
    save([File(link, NEW)])
    assert link.is_symlink()
    assert real.read_bytes() == NEW


def test_a_replaced_file_keeps_its_permissions(deck: Path) -> None:
    save([File(deck, OLD)])
    deck.chmod(0o640)
    save([File(deck, NEW)])
    assert deck.stat().st_mode & 0o777 == 0o640


def test_a_name_that_is_too_long_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FactError, match=r"cannot be written: file name too long; name another place with --out"):
        save([File(tmp_path / ("x" * 300 + ".pptx"), NEW)])


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("-", "--out is '-', but files are not written to standard output; give a file, or a folder that ends in /"),
        ("", "--out names no place; give a file, or a folder that ends in /"),
        ("  ", "--out names no place; give a file, or a folder that ends in /"),
        ("a\0b", "--out names no place; give a file, or a folder that ends in /"),
    ],
)
def test_a_place_that_is_none_is_refused(out: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_place(out)
    assert str(caught.value) == message


@pytest.mark.parametrize("out", [None, "a", "a/", "--", "."])
def test_any_other_place_will_do(out: str | None) -> None:
    check_place(out)


def test_a_folder_below_a_file_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    check_folder(tmp_path / "b" / "c")
    with pytest.raises(FactError) as caught:
        check_folder(tmp_path / "a" / "b" / "c")
    assert str(caught.value).startswith(f"{tmp_path / 'a'} is a file, so no folder can stand there; ")


@pytest.mark.parametrize(("code", "is_moved"), [(errno.EXDEV, True), (errno.EIO, False)])
def test_a_file_from_another_file_system_is_copied_beside_its_target_and_other_refusals_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, is_moved: bool
) -> None:
    replace, path, calls = os.replace, tmp_path / "list", list[str]()
    staged = tmp_path / "elsewhere" / "new"
    staged.parent.mkdir()
    staged.write_bytes(NEW)

    def refused(one: Path, other: Path) -> None:
        calls.append(Path(one).parent.name)
        if len(calls) == 1:
            raise OSError(code, "no")
        replace(one, other)

    monkeypatch.setattr(os, "replace", refused)
    if is_moved:
        put_in_place(staged, path)
        assert (path.read_bytes(), left(tmp_path), left(staged.parent)) == (NEW, ["elsewhere", "list"], [])
        assert calls == ["elsewhere", tmp_path.name]
    else:
        with pytest.raises(OSError, match="no"):
            put_in_place(staged, path)
        assert left(tmp_path) == ["elsewhere"]


def test_a_file_of_the_programs_own_replaces_what_stood_there_and_leaves_nothing_else(tmp_path: Path) -> None:
    for data in (OLD, NEW):
        write_whole(tmp_path / "deep" / "er" / "a.json", data)
        write_whole(tmp_path / "deep" / "er" / "a.json", data)
    assert (tmp_path / "deep" / "er" / "a.json").read_bytes() == NEW
    assert left(tmp_path / "deep" / "er") == ["a.json"]


# A folder of files that are kept as one: the pictures of a deck.

PICTURES = {"01-title.png": OLD, "02-ask.png": OLD}
FEWER = {"01-title.png": NEW}


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "cfo-pitch-png"
    assert save([File(folder, PICTURES)]) == (Saved(folder),)
    (folder / ".DS_Store").write_bytes(MINE)  # which looking at the folder puts there
    assert save([File(folder, FEWER)]) == (Saved(folder),)
    assert left(folder) == ["01-title.png"]
    assert (folder / "01-title.png").read_bytes() == NEW
    assert left(tmp_path) == [MANIFEST, folder.name]


def test_a_folder_with_the_same_files_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "cfo-pitch-png"
    save([File(folder, PICTURES)])
    os.utime(folder / "01-title.png", (1, 1))
    save([File(folder, PICTURES)])
    assert (folder / "01-title.png").stat().st_mtime == 1


def edit(folder: Path) -> None:
    (folder / "01-title.png").write_bytes(MINE)


def add(folder: Path) -> None:
    (folder / "mine.txt").write_bytes(MINE)


def take(folder: Path) -> None:
    (folder / "02-ask.png").unlink()


@pytest.mark.parametrize("change", [edit, add, take])
def test_a_folder_that_a_person_has_changed_stays_and_is_kept_where_it_is_forced(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    folder = tmp_path / "cfo-pitch-png"
    save([File(folder, PICTURES)])
    change(folder)
    mine = {each.name: each.read_bytes() for each in folder.iterdir()}
    with pytest.raises(FactError) as caught:
        save([File(folder, FEWER)])
    assert str(caught.value) == (
        f"{folder} has been changed since briefing wrote it, or was not written by briefing; "
        "use --force to replace it, or --out for another place"
    )
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == mine
    backup = tmp_path / "cfo-pitch-png.backup-1"
    assert save([File(folder, FEWER)], force=True) == (Saved(folder, backup),)
    assert {each.name: each.read_bytes() for each in backup.iterdir()} == mine
    assert left(folder) == ["01-title.png"]


def test_a_folder_that_cannot_take_its_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cfo-pitch-png"
    save([File(folder, PICTURES)])

    def full(staged: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("briefing.files.atomic.shutil.move", full)
    with pytest.raises(FactError) as caught:
        save([File(folder, FEWER)])
    assert str(caught.value).startswith(f"{folder} cannot be written: no space left on device; make room on the disk")
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == PICTURES
    assert left(tmp_path) == [MANIFEST, folder.name]


def test_a_folder_cannot_stand_where_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "pictures"
    path.write_bytes(MINE)
    with pytest.raises(FactError) as caught:
        save([File(path, FEWER)], force=True)
    assert str(caught.value) == (
        f"{path} is a file, so no folder can stand there; move it away, or name another place with --out"
    )


def test_a_folder_of_pictures_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cfo-pitch-png"
    save([File(folder, PICTURES)])
    refuse(monkeypatch, folder)
    with pytest.raises(FactError) as caught:
        save([File(folder, FEWER)])
    assert str(caught.value) == (
        f"the folder {folder} may not be replaced; change its permissions, or name another place with --out"
    )


def test_a_link_to_a_folder_is_taken_away_and_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    discard(tmp_path / "link")
    discard(tmp_path / "never there")
    assert left(tmp_path) == ["mine"]
    discard(tmp_path / "mine")
    assert left(tmp_path) == []


def test_a_file_of_the_programs_own_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(OLD)
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_whole(tmp_path / "link.json", NEW)
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == NEW


def test_what_is_kept_of_a_deck_is_found_by_every_release() -> None:
    assert beside(Path("decks/cfo.pptx")) == Path("decks/.briefing-decks/.cfo.pptx.json")
