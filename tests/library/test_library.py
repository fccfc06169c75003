from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import BriefingError, ContentError, FactError, UsageError
from briefing.library import library as module
from briefing.library.library import Library, builtin_folder
from briefing.library.persona import Persona, read_persona

GROUPS = """\
- {id: executives, name: The Executives, aliases: [leadership], members: [ceo, cfo]}
- {id: money, name: Money, members: [cfo, itfm]}
"""


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def persona(folder: str, identifier: str, more: str = "") -> None:
    put(f"{folder}/personas/{identifier}.yaml", f"identifier: {identifier}\nname: {identifier.upper()}\n{more}")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A small built-in folder and an empty one of the user before it."""
    monkeypatch.chdir(tmp_path)
    persona("base", "ceo")
    persona("base", "cfo", "aliases: [Finance Chief]\n")
    persona("base", "cto", "aliases: [cio]\n")
    persona("base", "itfm")
    put("base/personas/groups.yaml", GROUPS)
    put("base/personas/kpis.yaml", "- {id: unit-cost, name: Unit cost}\n- {id: cogs, name: COGS}\n")
    put("base/layouts/pitch/layout.yaml", "slides: [{kind: title}]\n")
    put("base/layouts/words.yaml", "and: and\n")
    return Library((Path("mine"), Path("base")))


def chosen(library: Library, *words: str) -> list[str]:
    return [each.identifier for each in library.select(words)]


@pytest.mark.parametrize(
    ("words", "identifiers"),
    [
        (["cfo,cto"], ["cfo", "cto"]),
        (["cto", "cfo"], ["cto", "cfo"]),
        ([" CFO , ,Cio "], ["cfo", "cto"]),
        (["finance  chief"], ["cfo"]),
        (["executives"], ["ceo", "cfo"]),
        (["LEADERSHIP"], ["ceo", "cfo"]),
        (["the executives", "money"], ["ceo", "cfo", "itfm"]),
        (["cfo,executives"], ["cfo", "ceo"]),
        (["all"], ["ceo", "cfo", "cto", "itfm"]),
    ],
)
def test_personas_are_selected_by_identifier_alias_and_group_in_the_order_asked(
    library: Library, words: list[str], identifiers: list[str]
) -> None:
    assert chosen(library, *words) == identifiers


def test_an_unknown_name_is_told_the_nearest_one_and_all_there_are(library: Library) -> None:
    there_are = "There are: ceo, cfo, cto, itfm, executives, money, all"
    with pytest.raises(UsageError) as caught:
        library.select(["cfoo"])
    assert str(caught.value) == f"no persona or group is called 'cfoo'; did you mean 'cfo'? {there_are}"
    with pytest.raises(UsageError) as caught:
        library.select(["qqqq"])
    assert str(caught.value) == f"no persona or group is called 'qqqq'; {there_are.replace('There', 'there')}"
    with pytest.raises(UsageError, match=r"did you mean 'leadership'\?"):
        library.select(["leadrship"])


@pytest.mark.parametrize("words", [[], [""], [" , ,"]])
def test_an_empty_selection_is_told_what_to_write(library: Library, words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        library.select(words)
    assert str(caught.value) == (
        "no persona was named; write for example --for cfo,cto. There are: ceo, cfo, cto, itfm"
    )


def test_a_persona_is_found_by_identifier_or_alias_but_not_by_group(library: Library) -> None:
    assert library.persona("CIO").identifier == "cto"
    with pytest.raises(UsageError, match=r"^no persona is called 'executives'; "):
        library.persona("executives")


def test_only_the_personas_that_are_asked_for_are_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(path: str | Path) -> Persona:
        read.append(Path(path).stem)
        return read_persona(path)

    monkeypatch.setattr(module, "read_persona", noted)
    library.select(["cfo"])
    library.select(["cfo"])
    assert read == ["cfo"]


def test_the_folder_that_comes_first_wins(library: Library) -> None:
    persona("mine", "cfo", "primary-goal: Mine\n")
    persona("mine", "chair", "aliases: [cto]\n")
    put("mine/personas/kpis.yaml", "- {id: cogs, name: Ours}\n")
    put("mine/personas/groups.yaml", "- {id: money, name: Money, members: [chair]}\n")
    put("mine/layouts/pitch/layout.yaml", "title: Mine\nslides: [{kind: title}]\n")
    put("mine/layouts/words.yaml", "and: und\n")
    assert library.persona("cfo").primary_goal == "Mine"
    assert library.persona("cto").identifier == "cto", "an identifier comes before an alias"
    assert library.persona_ids() == ("cfo", "chair", "ceo", "cto", "itfm")
    assert {kpi.id: kpi.name for kpi in library.kpis().values()} == {"cogs": "Ours", "unit-cost": "Unit cost"}
    assert chosen(library, "money") == ["chair"]
    assert library.layout("pitch").title == "Mine"
    assert library.words().get("and") == "und"


def test_layouts_are_found_by_the_name_of_their_folder(library: Library) -> None:
    put("mine/layouts/exec-brief/layout.yaml", "slides: [{kind: title}]\n")
    assert library.layout_names() == ("exec-brief", "pitch")
    assert [layout.name for layout in library.layouts()] == ["exec-brief", "pitch"]
    assert library.layout("Pitch").name == "pitch"
    with pytest.raises(UsageError) as caught:
        library.layout("pich")
    assert str(caught.value) == "no layout is called 'pich'; did you mean 'pitch'? There are: exec-brief, pitch"


def test_a_group_member_that_does_not_exist_is_told_with_its_place(library: Library) -> None:
    put("mine/personas/groups.yaml", "groups:\n  - {id: board, name: Board, members: [ceo, cfoo]}\n")
    message = (
        r"^mine/personas/groups\.yaml:2:45: the group 'board' names the persona 'cfoo', who does not exist; "
        r"did you mean 'cfo'\?$"
    )
    with pytest.raises(ContentError, match=message):
        library.select(["board"])


def test_a_file_in_the_place_of_a_folder_and_a_folder_in_the_place_of_a_file_are_told(library: Library) -> None:
    put("mine/personas", "x")
    with pytest.raises(
        FactError, match=r"^mine/personas: this is a file, not a folder; put a folder of personas there$"
    ):
        library.persona_ids()
    put("mine/layouts/odd/layout.yaml/x", "x")
    with pytest.raises(FactError, match=r"^mine/layouts/odd/layout\.yaml: this is not a file but a folder or a device"):
        library.layout("odd")


def test_a_missing_framework_is_told_with_the_folders_that_were_searched(library: Library) -> None:
    with pytest.raises(FactError) as caught:
        library.framework()
    assert str(caught.value) == (
        "there is no layouts/framework.yaml in the library; put one into a library folder: mine, base"
    )


def test_an_empty_library_says_so() -> None:
    library = Library(())
    assert (library.personas(), library.groups(), library.kpis(), library.layouts()) == ((), (), {}, ())
    with pytest.raises(BriefingError, match=r"^no persona or group is called 'cfo'; there are: all$"):
        library.select(["cfo"])


def test_the_built_in_folder_holds_the_layouts() -> None:
    assert (builtin_folder() / "layouts").is_dir()
