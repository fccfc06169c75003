"""`briefing init`: the folder that it begins is sound, changes nothing yet, and is never overwritten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.app import app
from briefing.library.library import Library, builtin_folder
from briefing.library.schemas import schema_text
from briefing.library.workspace import read_workspace
from briefing.starter import write_starter

pytestmark = pytest.mark.sampled

WRITTEN = """\
briefing.yaml
org.yaml
audiences.yaml
library/personas/cfo.yaml
.gitignore
library/schemas/workspace.json
library/schemas/organisation.json
library/schemas/persona.json
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def call(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.stdout, done.stderr


def test_all_files_are_written_and_named() -> None:
    assert call("init") == (0, WRITTEN, "")
    assert sorted(str(each) for each in Path().rglob("*") if each.is_file()) == sorted(WRITTEN.split())


def test_nothing_is_overwritten_the_second_time() -> None:
    call("init")
    for name in WRITTEN.split():
        Path(name).write_text("mine")
    kept = "".join(f"notice: {name} exists and stays as it is\n" for name in WRITTEN.split())
    assert call("init") == (0, "", kept)
    assert {Path(name).read_text() for name in WRITTEN.split()} == {"mine"}


def test_a_dangling_link_is_left_alone() -> None:
    Path("org.yaml").symlink_to("nowhere.yaml")
    assert "notice: org.yaml exists and stays as it is" in call("init")[2]
    assert not Path("nowhere.yaml").exists()


def test_a_file_in_place_of_a_folder_is_said() -> None:
    Path("library").write_text("")
    assert call("init")[1] == ""
    with pytest.raises(Exception, match=r"^library is a file, so no folder can stand there; name another folder$"):
        write_starter(Path())
    assert not list(Path().rglob("*.tmp"))


@pytest.mark.slow
def test_the_workspace_names_what_was_written() -> None:
    call("init", "pitch")
    workspace = read_workspace("pitch/briefing.yaml")
    assert workspace.organisation == Path("pitch/org.yaml").absolute()
    assert workspace.libraries == (Path("pitch/library").absolute(),)


@pytest.mark.slow
def test_the_overlay_changes_nothing_yet() -> None:
    call("init")
    ours, mine = Library((builtin_folder(),)), Library((Path("library"), builtin_folder()))
    changed = {
        name
        for name in ours.persona("cfo").__struct_fields__
        if getattr(ours.persona("cfo"), name) != getattr(mine.persona("cfo"), name)
    }
    assert changed == {"file"}
    assert mine.persona("finance-director").identifier == "cfo"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["briefing.yaml", "org.yaml", "library/personas/cfo.yaml"])
def test_editors_find_the_schema(name: str) -> None:
    call("init")
    first = Path(name).read_text(encoding="utf-8").splitlines()[0]
    (schema,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", first)
    path = Path(name).parent / schema
    assert path.read_text(encoding="utf-8") == schema_text(path.stem)
    assert json.loads(path.read_text(encoding="utf-8"))["title"] == f"briefing: {path.stem}"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["audiences.yaml", "library/personas/cfo.yaml"])
def test_examples_in_comments_are_sound_once_they_are_taken_out(name: str) -> None:
    call("init")
    path = Path(name)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(re.sub(r"^# (?!yaml-language-server)(?=(  )*(- )?[\w-]+: ?|  )", "", each) for each in lines) + "\n",
        encoding="utf-8",
    )
    with Path("briefing.yaml").open("a", encoding="utf-8") as file:
        file.write("audiences: audiences.yaml\n" if name == "audiences.yaml" else "")
    code, out, err = call("check", name)
    assert (code, err) == (0, ""), out
    assert re.search(r"^1 file: ", out, re.MULTILINE)


@pytest.mark.slow
def test_a_new_folder_has_no_findings() -> None:
    call("init")
    code, out, _ = call("check", "--strict")
    assert (code, out.splitlines()[-1].split(": ")[1]) == (0, "no findings"), out
