"""The list of a batch: what is read back, what no longer counts, and whose file a file is."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from briefing.errors import FactError
from briefing.files.manifest import FILE, FOLDER, MANIFEST, Entry, Manifest, is_ours, remember, written_digest

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")


def entry(file: str = "cfo/pitch.md", data: str = "a", **more: str) -> Entry:
    fields = {"inputs": "i", "audience": "A", "source": "s", "format": "md", **more}
    return Entry(file=file, bytes=data, slides=1, **fields)


def lines(folder: Path) -> list[str]:
    return (folder / FOLDER / FILE).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def listed(tmp_path: Path) -> Manifest:
    """Two entries for one file, as when we were killed while it was replaced."""
    manifest = Manifest(tmp_path)
    manifest.intend(entry())
    manifest.intend(entry(data="b"))
    return manifest


def test_a_line_is_there_before_the_run_ends_and_after_an_empty_one(listed: Manifest, tmp_path: Path) -> None:
    assert [bool(line) for line in lines(tmp_path)] == [False, True, False, True]
    assert json.loads(lines(tmp_path)[1])["bytes"] == "a"
    assert Manifest(tmp_path).files() == ("cfo/pitch.md",)


def test_each_entry_of_a_file_is_found_by_its_bytes_and_the_newest_is_the_latest(
    listed: Manifest, tmp_path: Path
) -> None:
    for manifest in (listed, Manifest(tmp_path)):
        assert manifest.found("cfo/pitch.md", "a") == entry()
        assert manifest.found("cfo/pitch.md", "c") is None
        assert manifest.latest("cfo/pitch.md") == entry(data="b")
        assert manifest.latest("other.md") is None


def test_an_entry_that_is_written_again_is_the_latest(listed: Manifest, tmp_path: Path) -> None:
    listed.intend(entry(inputs="new"))
    for manifest in (listed, Manifest(tmp_path)):
        assert manifest.latest("cfo/pitch.md") == entry(inputs="new")


def test_at_the_end_the_list_is_written_anew_in_order_without_what_no_longer_counts(
    listed: Manifest, tmp_path: Path
) -> None:
    listed.close()
    assert [json.loads(line)["bytes"] for line in lines(tmp_path)] == ["a", "b"]
    listed.settle(entry(data="b"))
    listed.close()
    assert [json.loads(line)["bytes"] for line in lines(tmp_path)] == ["b"]
    listed.forget("cfo/pitch.md")
    listed.close()
    assert lines(tmp_path) == []


def test_lines_that_count_no_longer_are_dropped_by_a_run_that_writes_none(listed: Manifest, tmp_path: Path) -> None:
    listed.intend(entry())
    Manifest(tmp_path).close()
    assert [json.loads(line)["bytes"] for line in lines(tmp_path)] == ["b", "a"]


def test_an_entry_of_two_that_is_settled_leaves_the_other_out_for_good(listed: Manifest, tmp_path: Path) -> None:
    listed.close()  # both are in the file, and nothing has been added since
    again = Manifest(tmp_path)
    again.settle(entry(data="b"))
    again.close()
    assert [json.loads(line)["bytes"] for line in lines(tmp_path)] == ["b"]


def test_a_list_that_is_true_is_not_written_anew(tmp_path: Path) -> None:
    first = Manifest(tmp_path)
    first.intend(entry())
    first.close()
    path = tmp_path / FOLDER / FILE
    os.utime(path, (1, 1))
    again = Manifest(tmp_path)
    again.settle(entry())
    again.forget("never written.md")
    again.close()
    assert path.stat().st_mtime == 1


def test_a_closed_list_takes_more(listed: Manifest, tmp_path: Path) -> None:
    listed.close()
    listed.close()
    listed.intend(entry(data="c"))
    assert Manifest(tmp_path).latest("cfo/pitch.md") == entry(data="c")


@POSIX
def test_the_list_may_be_read_by_whoever_may_read_the_files(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        Manifest(tmp_path).intend(entry())
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / FOLDER / FILE).stat().st_mode) == 0o644


def test_a_line_that_the_disk_takes_in_part_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = Manifest(tmp_path)
    monkeypatch.setattr(os, "write", lambda descriptor, data: len(data) - 1)
    with pytest.raises(FactError, match="make room on the disk") as caught:
        manifest.intend(entry())
    cause = caught.value.__cause__
    assert isinstance(cause, OSError)
    assert cause.errno == errno.ENOSPC
    assert str(caught.value) == (
        f"{manifest.path} cannot be written: no space left on device; make room on the disk, or name another place "
        "with --out"
    )


@pytest.mark.parametrize(
    "name", ["", ".", "./a.md", "a/../b.md", "/a.md", "a//b.md", f"{FOLDER}/a", "a\\b", "c:a", "a\0b"]
)
def test_an_entry_for_a_place_outside_is_none(name: str, tmp_path: Path) -> None:
    path = tmp_path / FOLDER / FILE
    path.parent.mkdir()
    broken = '{"file": 1}\nno object\n'
    whole = [json.dumps({**json.loads(_text(entry(each))), "file": each}) for each in (name, "FIX/fine.md")]
    path.write_text(f"{broken}{whole[0]}\n{whole[1]}\n", encoding="utf-8")
    assert Manifest(tmp_path).files() == ("FIX/fine.md",)


def _text(each: Entry) -> str:
    return json.dumps({name: getattr(each, name) for name in each.__struct_fields__})


def test_bytes_are_ours_where_a_batch_wrote_them_at_that_place_into_this_folder_or_one_above(tmp_path: Path) -> None:
    Manifest(tmp_path).intend(entry())
    assert is_ours(tmp_path / "cfo" / "pitch.md", "a")
    assert not is_ours(tmp_path / "cfo" / "pitch.md", "b")
    assert not is_ours(tmp_path / "cfo" / "other.md", "a")
    assert not is_ours(tmp_path / "pitch.md", "a")


def test_folders_that_an_earlier_release_wrote_into_are_known_by_the_lists_there(tmp_path: Path) -> None:
    """The names and lines as the documentation tells them: with others, every deck would count as somebody else's."""
    (tmp_path / ".briefing-manifest.json").write_text('{"files": {"cfo.pptx": "1"}}', encoding="utf-8")
    (tmp_path / ".briefing-batch").mkdir()
    line = '{"file":"a/b.md","bytes":"2","inputs":"i","audience":"A","source":"s","format":"md","slides":1}\n'
    newer = line.replace('"bytes":"2"', '"bytes":"3","later":1')  # whose meaning nobody knows yet
    (tmp_path / ".briefing-batch" / "manifest.jsonl").write_text(line + newer, encoding="utf-8")
    assert is_ours(tmp_path / "cfo.pptx", "1")
    assert [is_ours(tmp_path / "a" / "b.md", each) for each in "23"] == [True, False]


def test_a_run_remembers_what_it_wrote_beside_what_is_still_there(tmp_path: Path) -> None:
    kept, gone, new = (tmp_path / name for name in ("kept.md", "gone.md", "ä.md"))
    kept.touch()
    remember({gone: "2", kept: "1"})
    remember({new: "3"})
    assert [written_digest(each) for each in (kept, gone, new)] == ["1", "", "3"]
    about = '  "about": "SHA-256 of the files that briefing wrote into this folder",\n'
    files = '  "files": {\n    "kept.md": "1",\n    "ä.md": "3"\n  }\n'
    assert (tmp_path / MANIFEST).read_text(encoding="utf-8") == f"{{\n{about}{files}}}\n"


def test_the_list_of_a_run_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember({tmp_path / "a.md": "1"})

    def refused(one: object, other: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(FactError, match="cannot be written: no space left on device"):
        remember({tmp_path / "b.md": "2"})
    assert [each.name for each in tmp_path.iterdir()] == [MANIFEST]
    assert written_digest(tmp_path / "a.md") == "1"


def test_the_list_of_a_run_is_in_order(tmp_path: Path) -> None:
    remember({tmp_path / "b.md": "1", tmp_path / "a.md": "2"})
    assert list(json.loads((tmp_path / MANIFEST).read_bytes())["files"]) == ["a.md", "b.md"]


def test_a_list_of_a_run_that_cannot_be_begun_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not that the temporary file is missing, which has never been there."""

    def refused(*told: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(FactError, match="cannot be written: permission denied"):
        remember({tmp_path / "b.md": "2"})
