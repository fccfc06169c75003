from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import ContentError, FactError
from briefing.library import index
from briefing.library.index import Card, index_folder


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def card(text: str) -> Card:
    Path("p").mkdir(exist_ok=True)
    Path("p/a.yaml").write_text(text, encoding="utf-8")
    return index_folder(Path("p"))[0]


SIMPLE = [
    "name: A\nidentifier: cfo\naliases: [finance chief, 'CFO / FD', \"x\"]\n",
    "name: A\nidentifier: 'cfo' # note\naliases:\n  - finance chief\n  - 'CFO / FD'\n  - x # note\nobjectives: [a]\n",
    "name: A\r\nidentifier: cfo\r\naliases:\r\n- finance chief\r\n- CFO / FD\r\n- x\r\n",
]
OTHERWISE = [
    "{name: A, identifier: cfo, aliases: [finance chief, CFO / FD, x]}\n",
    "name: A\nidentifier: &i cfo\naliases: [finance chief, CFO / FD, x]\n",
    "name: A\nidentifier:\n  cfo\naliases: [finance chief,\n  CFO / FD, x]\n",
    "name: A\nidentifier: cfo\naliases: ['finance chief', \"CFO \\u002f FD\", x]\n",
    "name: A\nidentifier: cfo\naliases:\n  - finance\n    chief\n  - CFO / FD\n  - x\n",
    "name: A\nidentifier: cfo\n'aliases': [finance chief, CFO / FD, x]\n",
]


@pytest.mark.parametrize("text", SIMPLE + OTHERWISE)
def test_identifier_and_aliases_are_found_however_they_are_written(text: str) -> None:
    found = card(text)
    assert (found.identifier, found.aliases) == ("cfo", ("finance chief", "CFO / FD", "x"))


@pytest.mark.parametrize("text", SIMPLE)
def test_a_plainly_written_file_is_not_read_in_full(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_read", None)
    assert str(card(text).where) == "p/a.yaml:2:13"


@pytest.mark.parametrize("text", ["name: A\nidentifier: CFO\n", "name: A\n", "name: A\nidentifier: null\n"])
def test_a_file_without_a_sound_identifier_is_told_of(text: str) -> None:
    with pytest.raises(ContentError, match=r"^p/a\.yaml:\d:\d+: .*identifier"):
        card(text)


def test_two_files_of_one_folder_cannot_share_an_identifier() -> None:
    card("identifier: cfo\nname: A\n")
    Path("p/b.yaml").write_text("name: B\nidentifier: cfo\n")
    message = r"^p/b\.yaml:2:13: identifier 'cfo' is taken by p/a\.yaml; give one of them another identifier$"
    with pytest.raises(ContentError, match=message):
        index_folder(Path("p"))


def test_two_files_of_one_folder_cannot_share_an_alias() -> None:
    card("identifier: cfo\nname: A\naliases: [chief]\n")
    Path("p/b.yaml").write_text("identifier: ceo\nname: B\naliases: [boss, Chief]\n")
    message = r"^p/b\.yaml:3:17: alias 'Chief' is taken by p/a\.yaml; give one of them another alias$"
    with pytest.raises(ContentError, match=message):
        index_folder(Path("p"))


def test_reserved_hidden_and_other_files_are_no_personas() -> None:
    card("identifier: cfo\nname: A\n")
    for name in ("groups.yaml", "kpis.yaml", ".hidden.yaml", "notes.txt", "a.yaml~"):
        (Path("p") / name).write_text("not: a persona")
    assert [each.identifier for each in index_folder(Path("p"))] == ["cfo"]


def test_a_folder_that_is_missing_is_empty_and_a_file_in_its_place_is_told() -> None:
    assert index_folder(Path("none")) == ()
    Path("file").write_text("x")
    with pytest.raises(FactError, match=r"^file: this is a file, not a folder; put a folder of personas there$"):
        index_folder(Path("file"))


def test_a_hostile_file_does_not_keep_the_scan_busy() -> None:
    with pytest.raises(ContentError):
        card("name: A\naliases: [" + "a b " * 50_000 + "\n" + "- \n" * 50_000 + "identifier: " + "a-" * 50_000 + "!\n")


def test_a_link_out_of_the_library_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text("identifier: cfo\nname: A\n")
    Path("lib/personas").mkdir(parents=True)
    Path("lib/personas/cfo.yaml").symlink_to(tmp_path / "out.yaml")
    message = (
        r"^lib/personas/cfo\.yaml: this link leads out of the library, and is not followed; "
        r"put the file itself there, or name its own folder with --library$"
    )
    with pytest.raises(FactError, match=message):
        index_folder(Path("lib/personas"))


def test_a_folder_that_is_a_link_out_of_the_library_is_not_followed() -> None:
    Path("elsewhere").mkdir()
    Path("lib").mkdir()
    Path("lib/personas").symlink_to(Path.cwd() / "elsewhere")
    with pytest.raises(FactError, match=r"^lib/personas: this link leads out of the library"):
        index_folder(Path("lib/personas"))


def test_a_link_within_the_library_and_a_library_that_is_a_link_are_fine() -> None:
    Path("lib/personas").mkdir(parents=True)
    Path("lib/cfo").write_text("identifier: cfo\nname: A\n")
    Path("lib/personas/cfo.yaml").symlink_to("../cfo")
    Path("linked").symlink_to("lib")
    assert [each.identifier for each in index_folder(Path("linked/personas"))] == ["cfo"]


def test_links_in_a_circle_are_told_and_do_not_hang() -> None:
    Path("lib/personas").mkdir(parents=True)
    Path("lib/personas/a.yaml").symlink_to("a.yaml")
    with pytest.raises(FactError, match=r"^lib/personas/a\.yaml: the file cannot be read"):
        index_folder(Path("lib/personas"))


@pytest.mark.parametrize(
    ("text", "identifier", "aliases"),
    [
        ("extends: cfo\nname: A\n", "cfo", ()),
        ("extends: 'cfo' # ours\n", "cfo", ()),
        ("identifier: b\nextends: cfo\naliases: [x]\n", "b", ("x",)),
        ("{extends: cfo, name: A}\n", "cfo", ()),
        ("'extends': cfo\n", "cfo", ()),
    ],
)
def test_an_overlay_is_called_as_what_it_extends_unless_it_says_otherwise(
    text: str, identifier: str, aliases: tuple[str, ...]
) -> None:
    found = card(text)
    assert (found.identifier, found.aliases, found.extends) == (identifier, aliases, "cfo")
