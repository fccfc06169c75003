"""Where the page reads and writes: its folder and nothing else; what the machine refuses is told, and is not lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from briefing.errors import UsageError, listening
from briefing.workbench import uploads
from briefing.workbench.places import HIDDEN, RefusedError, inside, keep, refused, staying
from briefing.workbench.room import Room, keep_room, read_room
from conftest import BUILT_IN
from workbench.asking import Asking

OUT = ("../secret.potx", "./a/../../secret.potx", "~/secret.potx", "way/secret.potx", "link.potx")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with links that lead out of it, to a folder with a secret."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "secret.potx").write_text("secret")
    (folder / "way").symlink_to(tmp_path)
    (folder / "link.potx").symlink_to(tmp_path / "secret.potx")
    return folder


def outside(work: Path) -> list[str]:
    return sorted(each.name for each in work.parent.iterdir() if each != work)


@pytest.mark.parametrize("name", [*OUT, "/etc/passwd", "a\0b", "x" * 5_000])
def test_a_path_that_leads_out_is_none(work: Path, name: str) -> None:
    with pytest.raises(UsageError):
        inside(name)


def test_a_path_within_is_one_wherever_it_goes_between(work: Path) -> None:
    assert inside("a/../b") == Path("b")
    assert inside(work / "b") == Path("b")


@pytest.mark.parametrize("choice", ["theme", "bill"])
@pytest.mark.parametrize("name", ["../secret.potx", "/etc/x.potx", "way/secret.potx", "./link.potx", "a\0.potx"])
def test_no_look_and_no_bill_is_taken_from_elsewhere(work: Path, choice: str, name: str) -> None:
    asking = Asking()
    answer = asking.post("/api/room", {"people": ["cfo"], choice: name})
    assert answer.status == 400
    assert answer.error.endswith(f"; choose another {choice}")
    assert read_room() == Room()
    (HIDDEN / "room.json").parent.mkdir(parents=True, exist_ok=True)
    (HIDDEN / "room.json").write_bytes(b'{"people": ["cfo"], "%s": %s}' % (choice.encode(), json.dumps(name).encode()))
    with listening() as heard:
        assert read_room() == Room(people=("cfo",))
    assert len(heard) == 1


def test_a_theme_by_its_name_and_a_file_of_the_workspace_are_taken(work: Path) -> None:
    (work / "ours.potx").write_text("x")
    for theme in ("dark", "./ours.potx", "ours.potx", ""):
        assert keep_room({"theme": theme}, BUILT_IN).theme == theme


@pytest.mark.parametrize("layout", ["../../x", "pitch/../../../x", "/tmp/x", "nothing", ".", "", "a\0", "PITCH"])
def test_a_story_is_kept_for_a_layout_that_exists_and_nowhere_else(work: Path, layout: str) -> None:
    answer = Asking().post("/api/room", {"stories": {layout: {"titles": {"title": "x"}}}})
    assert answer.status == 400
    assert not (work / "library").exists()
    assert outside(work) == ["secret.potx"]


@pytest.mark.parametrize("folder", ["library", "library/layouts", "library/layouts/my-pitch", "library/personas"])
def test_nothing_is_written_through_a_link_that_leads_out(work: Path, folder: str) -> None:
    (work.parent / "other").mkdir()
    Path(folder).parent.mkdir(parents=True, exist_ok=True)
    Path(folder).symlink_to(work.parent / "other")
    asking = Asking()
    entry = BUILT_IN.persona("cfo").frustrations[0].id
    phrase = {"persona": "cfo", "list": "frustrations", "id": entry, "field": "item", "text": "x"}
    found = [asking.post("/api/room", {"stories": {"pitch": {"out": ["start"]}}}), asking.post("/api/phrase", phrase)]
    assert 422 in {each.status for each in found}
    assert [*(work.parent / "other").iterdir()] == []


def test_a_hidden_folder_that_is_a_link_is_not_used(work: Path) -> None:
    Path(".briefing").symlink_to(work.parent)
    asking = Asking()
    assert asking.post("/api/room", {"people": ["cfo"]}).status == 422
    assert asking.drop("table", "x.csv", b"a").status == 422
    assert (
        asking.post(
            "/api/facts", {"changes": [{"path": ["spend", "annual-growth"], "value": "18"}], "insist": True}
        ).status
        == 422
    )
    assert outside(work) == ["secret.potx"]


def test_dropped_files_and_templates_that_are_links_out_are_not_there(work: Path) -> None:
    folder = HIDDEN / "decks"
    folder.mkdir(parents=True)
    (folder / "x.pptx").symlink_to(work.parent / "secret.potx")
    (work / "ours.potx").write_text("x")
    with pytest.raises(UsageError, match=r"there is no 'x-pptx' here; drop it on the page again"):
        uploads.kept_file("deck", "x.pptx")
    assert [each.name for each in uploads.templates()] == ["ours.potx"]


def test_a_bill_whose_folder_has_a_link_out_is_not_read(work: Path) -> None:
    (work / "bills").mkdir()
    (work / "bills" / "x.csv").symlink_to(work.parent / "secret.potx")
    for folder in ("bills", "way", "..", "bills/../.."):
        answer = Asking().post("/api/bill", {"folder": folder})
        assert (answer.status, "lies outside of this workspace; drop its files" in answer.error) == (422, True)


# What the machine refuses.

REFUSALS = {
    errno.ENOSPC: "org.yaml cannot be kept: no space left on device; make room on the disk, and try again",
    errno.EDQUOT: "org.yaml cannot be kept: your share of the disk is used up; make room on the disk, and try again",
    errno.EACCES: (
        "org.yaml may not be written; "
        "make the folder and its files writable, and close other programs that have them open"
    ),
    errno.EROFS: (
        "org.yaml may only be read: its disk or folder is write-protected; "
        "make the folder and its files writable, and close other programs that have them open"
    ),
    errno.ENOENT: (
        "the folder of org.yaml is not there any more; "
        "put it back, end this page, and open it again; what you typed waits in the browser"
    ),
    errno.EIO: "this machine does not keep org.yaml: input/output error; try again",
}


@pytest.mark.parametrize(("number", "said"), REFUSALS.items(), ids=errno.errorcode.get)
def test_each_refusal_has_its_remedy(number: int, said: str) -> None:
    assert str(refused(OSError(number, os.strerror(number)), "org.yaml")) == said


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_what_is_not_kept_is_told_and_the_end_does_not_say_otherwise(
    work: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    asking = Asking()
    name = {"changes": [{"path": ["name"], "value": "Tiny"}], "insist": True}
    assert asking.post("/api/facts", name).status == 200
    assert asking.page.farewell() == "ended; everything that you typed is saved"

    def refusing(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as machine:
        machine.setattr("briefing.files.atomic.os.fsync", refusing)
        answers = (
            asking.post("/api/facts", {"changes": [{"path": ["name"], "value": "Other"}], "insist": True}),
            asking.post("/api/room", {"people": ["cfo"]}),
        )
    for answer in answers:
        assert answer.status == 507
        assert "--" not in answer.error
    assert Path("org.yaml").read_text() == "name: Tiny\n"
    assert asking.page.farewell().startswith("ended; the last that you typed is not saved: .briefing/open/room.json ")
    assert asking.post("/api/room", {"people": ["cfo"]}).status == 200
    assert asking.page.farewell() == "ended; everything that you typed is saved"


def test_a_folder_that_goes_while_the_page_is_open_is_told_and_never_shown_as_empty(work: Path) -> None:
    ended: list[bool] = []
    asking = Asking(lambda: ended.append(True))
    Path("org.yaml").write_text("name: Tiny\n")
    shutil.rmtree(work)
    gone = "the folder of this page is not there any more; put it back, end this page, and open it again"
    for answer in (
        asking.get("/api/facts"),
        asking.get("/api/start"),
        asking.post("/api/facts", {"changes": [{"path": ["name"], "value": "Other"}]}),
        asking.post("/api/room", {"people": ["cfo"]}),
        asking.drop("table", "x.csv", b"a"),
    ):
        assert (answer.status, answer.error.startswith(gone)) == (507, True)
    assert asking.page.farewell().startswith("ended; the last that you typed is not saved: the folder of this page is")
    assert asking.post("/api/end", {}).status == 200
    assert ended == [True]
    assert not work.exists()


def test_a_folder_that_is_moved_while_the_page_is_open_is_told_and_takes_nothing(work: Path) -> None:
    Path("org.yaml").write_text("name: Tiny\n")
    asking = Asking()
    with staying():
        assert asking.get("/api/facts").status == 200
        away = work.rename(work.with_name("away"))
        for answer in (asking.get("/api/facts"), asking.drop("table", "x.csv", b"a"), asking.post("/api/room", {})):
            said = "the folder of this page is now called away; put it back, end this page, and open it again"
            assert (answer.status, answer.error.startswith(said)) == (507, True)
        away.rename(work)
        assert asking.get("/api/facts").status == 200
    assert sorted(each.name for each in work.iterdir() if each.suffix == ".csv") == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_file_that_becomes_a_pipe_is_not_waited_for(work: Path) -> None:
    Path("org.yaml").write_text("name: Tiny\n")
    asking = Asking()
    assert asking.post("/api/room", {"people": ["cfo"]}).status == 200
    for file in (Path("org.yaml"), HIDDEN / "room.json"):
        file.unlink()
        os.mkfifo(file)
    for answer in (asking.get("/api/facts"), asking.get("/api/room")):
        assert "this is not a file but a folder or a device" in answer.text


@pytest.mark.parametrize("file", ["room.json", "drafts.json"])
def test_what_was_kept_and_cannot_be_read_is_never_taken_for_nothing(
    work: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    asking = Asking()
    growth = {"changes": [{"path": ["spend", "annual-growth"], "value": "18"}], "insist": True}
    assert asking.post("/api/facts", growth).status == 200
    assert asking.post("/api/room", {"people": ["cfo"]}).status == 200
    before = (HIDDEN / file).read_bytes()
    real = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path.name == file:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    name = {"changes": [{"path": ["name"], "value": "Tiny"}], "insist": True}
    with monkeypatch.context() as machine:
        machine.setattr(Path, "read_bytes", refusing)
        answer = asking.post("/api/room", {"minutes": 5}) if file == "room.json" else asking.post("/api/facts", name)
    assert (answer.status, f".briefing/open/{file} cannot be read: permission denied; make" in answer.error) == (
        507,
        True,
    )
    assert (HIDDEN / file).read_bytes() == before
    (HIDDEN / file).write_bytes(b"{")
    assert asking.get("/api/facts").status == asking.get("/api/room").status == 200
    assert asking.post("/api/room", {"minutes": 5}).status == 200
    aside = HIDDEN / file.replace(".json", ".backup-1.json")
    assert aside.read_bytes() == b"{"


def test_keep_makes_no_folder_where_there_was_none(work: Path) -> None:
    shutil.rmtree(work)
    with pytest.raises(RefusedError):
        keep(Path("a/b.json"), b"")


# What is dropped.


def dropped(asking: Asking, kind: str, name: str, data: bytes = b"x") -> str:
    answer = asking.drop(kind, name, data)
    return answer.value["name"] if answer.status == 200 else answer.error


def test_two_files_of_one_name_are_two_and_the_same_one_twice_is_one(work: Path) -> None:
    asking = Asking()
    assert [dropped(asking, "bill", "part.csv", data) for data in (b"one", b"two", b"one", b"two")] == [
        "part.csv",
        "part-2.csv",
        "part.csv",
        "part-2.csv",
    ]
    assert [dropped(asking, "bill", name, data) for name, data in (("PART.csv", b"three"), ("part.CSV", b"four"))] == [
        "PART-3.csv",
        "part-4.csv",
    ]
    found = sorted((HIDDEN / "bill").iterdir())
    assert sorted(each.read_bytes() for each in found) == [b"four", b"one", b"three", b"two"]
    assert len({each.name.casefold() for each in found}) == 4


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("con.csv", "con-briefing.csv"),
        ("LPT1.csv", "LPT1-briefing.csv"),
        ("a:b*c<.csv", "a-b-c.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("~$deck.csv", "deck.csv"),
        ("...csv", "briefing.csv"),
        ("x .csv", "x.csv"),
        ("é.csv", "é.csv"),
        (f"{'x' * 300}.csv", f"{'x' * 120}.csv"),
    ],
)
def test_a_name_that_no_system_takes_becomes_one(work: Path, name: str, kept: str) -> None:
    assert dropped(Asking(), "table", name) == kept


def test_what_nobody_reads_is_refused_with_the_sorts_that_are_read(work: Path) -> None:
    asking = Asking()
    assert dropped(asking, "deck", "x.pdf") == "'x-pdf' is no file that is read here; drop a file that ends in .pptx"
    assert dropped(asking, "table", "x.doc") == (
        "'x-doc' is no file that is read here; drop a file that ends in .csv, .xlsx, .yaml or .yml"
    )
    assert dropped(asking, "table", "empty.csv", b"") == "'empty.csv' is empty; look at the file where it comes from"
    assert asking.drop("other", "x.csv", b"x").status == 400


def test_a_file_that_the_disk_has_no_room_for_leaves_nothing(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    answer = Asking().drop("bill", "x.csv", b"a")
    assert (answer.status, answer.error) == (
        507,
        "x.csv cannot be kept: no space left on device; make room on the disk, and try again",
    )
    assert [*(HIDDEN / "bill").iterdir()] == []


def test_a_template_that_cannot_be_used_is_not_offered(work: Path) -> None:
    asking = Asking()
    assert dropped(asking, "template", "broken.potx", b"PK no") == "broken.potx"
    answer = asking.post("/api/template", {"name": "broken.potx"})
    assert answer.status == 422
    assert "broken.potx" in answer.error
    assert uploads.templates() == []


def test_a_batch_goes_into_no_folder_that_leads_out(work: Path) -> None:
    asking = Asking()
    assert dropped(asking, "table", "rows.csv", b"name,for\nNorth,cfo\n") == "rows.csv"
    Path("output").symlink_to(work.parent)
    answer = asking.post("/api/batch", {"name": "rows.csv"})
    assert (answer.status, "'output' lies outside of this workspace" in answer.error) == (422, True)
    assert outside(work) == ["secret.potx"]
