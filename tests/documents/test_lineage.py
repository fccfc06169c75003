"""Overlays of layouts and catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.library.library import Library
from overlays import extended_library, put


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A base library behind one of the user's."""
    monkeypatch.chdir(tmp_path)
    return extended_library()


def slides(library: Library, name: str = "pitch") -> list[object]:
    return [spec.values.get("title") for spec in library.layout(name).slides]


def test_slides_are_addressed_by_kind_or_id_and_the_second_of_a_kind_by_its_number(library: Library) -> None:
    put(
        "mine/layouts/pitch/layout.yaml",
        "extends: pitch\nslides:\n  add:\n    - {before: ask, kind: text, id: promise, title: P}\n"
        "  replace: [{id: cards-2, title: Changed}, {id: title, after: cards}]\n  remove: cards\n",
    )
    with pytest.raises(ContentError, match=r"pitch/layout\.yaml:5:63: 'slides' has no entry 'cards'; did you mean"):
        library.layout("pitch")
    put(
        "mine/layouts/pitch/layout.yaml",
        "extends: pitch\ntitle: Ours\nkeywords: {add: c}\nslides:\n  add:\n"
        "    - {before: ask, kind: text, id: promise, title: P}\n"
        "  replace: [{id: cards-2, title: Changed}, {id: title, after: cards}]\n",
    )
    layout = library.layout("pitch")
    assert (layout.title, layout.keywords, slides(library)) == (
        "Ours",
        ("a", "b", "c"),
        ["First", "T", "Changed", "P", "Ask"],
    )
    assert str(layout.slides[2].where("title")) == "mine/layouts/pitch/layout.yaml:7:34"
    assert str(layout.slides[4].where("title")) == "base/layouts/pitch/layout.yaml:8:24"


def test_a_layout_may_extend_another_one_and_is_called_as_its_folder_is(library: Library) -> None:
    put("mine/layouts/short/layout.yaml", "extends: pitch\nslides: {remove: [cards, cards-2], order: [ask]}\n")
    assert (library.layout("short").name, slides(library, "short")) == ("short", ["Ask", "T"])


def test_a_slide_of_another_kind_keeps_nothing_of_the_old_one(library: Library) -> None:
    put("mine/layouts/pitch/layout.yaml", "extends: pitch\nslides: {replace: [{id: ask, kind: text, lead: L}]}\n")
    assert library.layout("pitch").slides[3].values == {"lead": "L"}


def test_two_slides_cannot_share_an_id(library: Library) -> None:
    put("mine/layouts/x/layout.yaml", "slides:\n  - {kind: a, id: one}\n  - {kind: b, id: one}\n")
    with pytest.raises(ContentError, match=r"^mine/layouts/x/layout\.yaml:3:19: id 'one' is taken on line 2; give one"):
        library.layout("x")


def test_the_catalogue_is_changed_by_id_and_keeps_all_others(library: Library) -> None:
    put(
        "mine/personas/kpis.yaml",
        "extends: kpis\nkpis: {replace: [{id: cost, name: Ours}], remove: [cogs], add: [{id: c, name: C}]}\n",
    )
    kpis = library.kpis()
    assert [(each.id, each.name, each.formula) for each in kpis.values()] == [("cost", "Ours", "a ÷ b"), ("c", "C", "")]


def test_the_catalogue_of_three_folders_is_one(library: Library) -> None:
    put("first/personas/kpis.yaml", "extends: kpis\nkpis: {replace: [{id: cost, name: First}]}\n")
    put("mine/personas/kpis.yaml", "- {id: cost, name: Mine}\n- {id: own, name: Own}\n")
    kpis = Library((Path("first"), *library.folders)).kpis()
    assert {each.id: each.name for each in kpis.values()} == {"cost": "First", "own": "Own", "cogs": "COGS"}


def test_groups_are_changed_too_and_a_wrong_member_has_its_place(library: Library) -> None:
    put("mine/personas/groups.yaml", "extends: groups\ngroups:\n  replace: [{id: board, members: {add: [cfoo]}}]\n")
    with pytest.raises(
        ContentError, match=r"^mine/personas/groups\.yaml:3:41: the group 'board' names the persona 'cfoo'"
    ):
        library.select(["board"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "extends: cost\nkpis: {remove: [cogs]}\n",
            "1:10: this file can only extend the kpis of the folders after it, not 'cost'; write 'extends: kpis'",
        ),
        ("extends: kpis\nkpis: {remove: [cost-x]}\n", "2:17: 'kpis' has no entry 'cost-x'; did you mean 'cost'?"),
        ("kpis: {remove: [cogs]}\n", "1:7: 'kpis' should be a list, not a mapping; write it as '- …' lines"),
    ],
)
def test_a_wrong_change_of_the_catalogue_is_told(library: Library, text: str, message: str) -> None:
    put("mine/personas/kpis.yaml", text)
    with pytest.raises(ContentError) as caught:
        library.kpis()
    assert str(caught.value) == f"mine/personas/kpis.yaml:{message}"
