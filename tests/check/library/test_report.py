"""The check as a whole: what it reads, what it finds where, and that one fault hides no other."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from briefing.check.library import Report, check_library
from briefing.errors import FactError, UsageError
from briefing.exchange.exporting import Essentials, new_persona
from briefing.library.library import Library, builtin_folder
from briefing.library.persona import gaps

pytestmark = pytest.mark.slow_but_for(
    "test_what_is_nothing_that_can_be_checked_is_a_usage_error",
    "test_a_path_that_is_not_there_is_said",
)

DAY = date(2026, 1, 15)
BOSS = """\
identifier: boss
name: Boss
primary-goal: Grow
frustrations: [{id: bills, item: Bills surprise us}]
finops-benefits: [{id: forecast, item: A forecast}]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_LIBRARY", os.devnull)


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def check(*paths: str) -> Report:
    return check_library((), [Path(each) for each in paths], day=DAY)


def lines(report: Report, *codes: str) -> list[str]:
    found = (each for each in report.findings if not codes or each.code in codes)
    return [f"{each.where}: {each.code} {each.message}; {each.remedy}" for each in found]


def test_the_built_in_library_has_no_findings() -> None:
    report = check()
    assert lines(report) == []
    assert report.files > 20


def test_the_example_with_facts_has_no_findings() -> None:
    example = builtin_folder() / "examples" / "fictional-freight"
    found = lines(check(str(example / "org.yaml"), str(example / "audiences.yaml")))
    assert [each for each in found if "B120" not in each] == []  # one layout need not tell all that the file shows


def test_broken_files_do_not_hide_one_another() -> None:
    put("lib/personas/a.yaml", "name: [\n")
    put("lib/personas/b.yaml", "identifier: b\nname: B\nobjectivs: []\n")
    put("lib/personas/cfo.yaml", "extends: cfo\nobjectives: {remove: [nothing]}\n")
    put("lib/personas/groups.yaml", "- {id: board, name: Board, members: [cfo, nobody-at-all]}\n")
    put("lib/personas/kpis.yaml", "- {id: mine, name: Mine, better: more}\n- {id: mine, name: Mine too}\n")
    put("lib/layouts/a/layout.yaml", "slides:\n  - {kind: nonsense}\n  - {kind: title, titel: T}\n")
    put("lib/layouts/b/layout.yaml", "slides:\n  - {kind: title, title: '{{ x', when: 'a b'}\n")
    put("lib/layouts/words.yaml", "numbers: [\n")
    put("lib/layouts/framework.yaml", "definition: D\n")
    codes = [(each.where.file.removeprefix("lib/"), each.code) for each in check("lib").findings]
    assert [each for each in codes if each[1] < "B1"] == [
        ("layouts/a/layout.yaml", "B007"),
        ("layouts/a/layout.yaml", "B008"),
        ("layouts/b/layout.yaml", "B011"),
        ("layouts/b/layout.yaml", "B011"),
        *[("layouts/framework.yaml", "B003")] * 5,
        ("layouts/words.yaml", "B002"),
        ("personas/a.yaml", "B002"),
        ("personas/b.yaml", "B004"),
        ("personas/cfo.yaml", "B009"),
        ("personas/groups.yaml", "B006"),
        ("personas/kpis.yaml", "B003"),
    ]


def test_every_slide_that_cannot_be_made_is_told_at_once_and_once() -> None:
    put(
        "lib/layouts/a/layout.yaml",
        "slides:\n"
        "  - {kind: title, title: '{{ one }}'}\n"
        "  - {kind: statement, title: Fine, text: Fine}\n"
        "  - {kind: persona-profile}\n"
        "  - kind: statement\n"
        "    title: Fine too\n"
        "    text: |\n"
        "      Well,\n"
        "      {{ two.three }}\n"
        "    when: four\n",
    )
    assert lines(check("lib")) == [
        "lib/layouts/a/layout.yaml:2:26: B012 slide 1 (title), title: 'one' is undefined "
        "(in the layout a, for the CEO); mend the Jinja2 text there",
        "lib/layouts/a/layout.yaml:4:5: B012 slide 3 (persona-profile) is about one persona "
        "(in the layout a, for the CEO); add 'for-each: persona' to this slide",
        "lib/layouts/a/layout.yaml:10:11: B012 slide 4 (statement), when: 'four' is undefined "
        "(in the layout a, for the CEO); mend the Jinja2 text there",
    ]


def test_the_line_of_jinja_in_a_block_text_is_the_line_of_the_file() -> None:
    put("lib/layouts/words.yaml", (builtin_folder() / "layouts" / "words.yaml").read_text(encoding="utf-8"))
    with Path("lib/layouts/words.yaml").open("a", encoding="utf-8") as file:
        line = len(Path("lib/layouts/words.yaml").read_text(encoding="utf-8").splitlines())
        file.write("mine: |\n  First\n  {% endfor %}\n")
    (found,) = check("lib").findings
    assert (found.code, str(found.where)) == ("B011", f"lib/layouts/words.yaml:{line + 3}:1")


def test_every_gap_of_a_persona_is_a_finding() -> None:
    put(
        "lib/personas/boss.yaml",
        "identifier: boss\nname: Boss\nfrustrations: [a, b, c]\nfinops-benefits: [x]\nkey-metrics: [luck, cogs]\n"
        "answers: [{frustration: a, benefits: [x], kpis: [fortune]}, {frustration: b, benefits: [x]}]\n",
    )
    library = Library((Path("lib"), builtin_folder()))
    told = lines(check("lib"), "B101", "B102", "B103", "B105")
    assert len(told) == len(gaps(library.persona("boss"), library.kpis())) == 6
    assert [each.split(": ", 2)[0] for each in told if " B101 " in each] == [
        "lib/personas/boss.yaml:3:19",
        "lib/personas/boss.yaml:3:22",
    ]


def test_challenges_are_frustrations_with_another_name() -> None:
    put("lib/personas/boss.yaml", "identifier: boss\nname: Boss\nchallenges:\n  - Bills\n")
    (told,) = lines(check("lib"), "B101")
    assert told.startswith(
        "lib/personas/boss.yaml:4:5: B101 the frustration 'Bills' of the persona 'Boss' has no answer;"
    )


def test_a_trade_and_a_pole_of_nobody_are_told() -> None:
    put("lib/personas/kpis.yaml", "- id: joy\n  name: Joy\n  trade-of: [cfoo]\n")
    framework = (builtin_folder() / "layouts" / "framework.yaml").read_text(encoding="utf-8")
    put("lib/layouts/framework.yaml", framework.replace("[ceo, cto, product-owner,", "[ctoo, product-owner,", 1))
    assert [each.partition(" B006 ")[2] for each in lines(check("lib"), "B006")] == [
        "the pole 'speed' names the persona 'ctoo', who does not exist; did you mean 'cto'?",
        "the KPI 'joy' names the persona 'cfoo', who does not exist; did you mean 'cfo'?",
    ]


def test_a_path_tells_only_what_concerns_it() -> None:
    put("lib/personas/boss.yaml", BOSS)
    put("lib/personas/chief.yaml", BOSS.replace("boss", "chief").replace("Boss", "Chief") + "colour: blue\n")
    assert {each.where.file for each in check("lib/personas/chief.yaml").findings} == {"lib/personas/chief.yaml"}
    assert {each.where.file for each in check("lib/personas/boss.yaml").findings} == {"lib/personas/boss.yaml"}
    assert {each.where.file for each in check("lib/personas").findings} == {
        "lib/personas/boss.yaml",
        "lib/personas/chief.yaml",
    }


def test_a_file_outside_of_any_library_is_checked_by_its_content() -> None:
    put("drafts/boss.yaml", BOSS)
    put("drafts/cards.yaml", "slides:\n  - {kind: card, title: T}\n")
    put("drafts/facts.yaml", "currency: EUR\nspend: {current-monthly: lots}\n")
    assert lines(check("drafts/boss.yaml"), "B101")
    assert lines(check("drafts/cards.yaml"))[0].startswith("drafts/cards.yaml:2:12: B007 unknown kind 'card';")
    assert lines(check("drafts/facts.yaml"))[0].startswith("drafts/facts.yaml:2:26: B003 'current-monthly' is 'lots'")


@pytest.mark.parametrize("path", ["notes.txt", "shopping.yaml", "empty"])
def test_what_is_nothing_that_can_be_checked_is_a_usage_error(path: str) -> None:
    Path("empty").mkdir()
    put("notes.txt", "")
    put("shopping.yaml", "- milk\n")
    with pytest.raises(UsageError) as caught:
        check(path)
    assert str(caught.value) == (
        f"cannot check '{path}'; name a library, a workspace, or a file of one; docs/checks.md says what can be checked"
    )


def test_a_path_that_is_not_there_is_said() -> None:
    with pytest.raises(FactError) as caught:
        check("nothing")
    assert str(caught.value) == "nothing: there is no such file or folder; check its path"


def test_a_workspace_is_checked_with_all_that_it_names() -> None:
    put("briefing.yaml", "organisation: org.yaml\naudiences: who.csv\nlayout: pich\ntheme: lihgt\nlibraries: [lib]\n")
    put("org.yaml", "currency: EUR\nkpis: [{id: nothing, baseline: 3%}]\nask: {decision: Do it}\n")
    put("who.csv", "for,layout\ncfo,pitch\nnobody,board\ncfo,nothing\n")
    put("lib/personas/boss.yaml", "identifier: boss\nname: Boss\ngroup: bosses\n")
    found = [(str(each.where), each.code) for each in check().findings if each.severity == "error"]
    assert found == [
        ("briefing.yaml:3:9", "B006"),
        ("briefing.yaml:4:8", "B006"),
        ("lib/personas/boss.yaml:3:8", "B006"),
        ("org.yaml:2:13", "B006"),
        ("who.csv:3:1", "B006"),
        ("who.csv:4:2", "B006"),
    ]


def test_the_facts_of_the_workspace_are_used_in_making_decks() -> None:
    put("briefing.yaml", "organisation: org.yaml\n")
    put("org.yaml", "currency: EUR\nask: {decision: Fund a pilot}\n")
    assert lines(check(), "B104") == [
        "org.yaml:2:6: B104 the ask of the organisation does not say by when; add 'date: …' to it"
    ]


def test_a_broken_workspace_does_not_hide_the_library() -> None:
    put("briefing.yaml", "organisation: nowhere.yaml\n")
    put("lib/personas/boss.yaml", "identifier: boss\nname: Boss\ncolour: blue\n")
    report = check_library([Path("lib")], (), day=DAY)
    assert [each.code for each in report.findings if each.severity == "error"] == ["B003", "B004"]


def test_links_out_of_a_library_are_told_and_not_followed() -> None:
    put("elsewhere.yaml", "identifier: spy\nname: Spy\n")
    Path("lib/personas").mkdir(parents=True)
    Path("lib/personas/spy.yaml").symlink_to(Path("elsewhere.yaml").absolute())
    assert lines(check("lib")) == [
        "lib/personas/spy.yaml: B001 this link leads out of the library, and is not followed; "
        "put the file itself there, or name its own folder with --library"
    ]


def test_a_hidden_overlay_is_checked_too() -> None:
    put("one/personas/cfo.yaml", "extends: cto\nidentifier: cfo\nname: Mine\naliases: []\n")
    put("two/personas/cfo.yaml", "extends: nobody-known\n")
    report = check_library([Path("one"), Path("two")], (), day=DAY)
    assert ("two/personas/cfo.yaml", "B009") in [(each.where.file, each.code) for each in report.findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cloud TAGS for everybody", ["tags"]),
        ("Stags for everybody", []),
        ("We talk of reserved\n   capacity", ["reserved capacity"]),
    ],
)
def test_words_to_avoid_are_found_as_whole_words_in_any_case(text: str, expected: list[str]) -> None:
    put("lib/personas/ceo.yaml", f"extends: ceo\nkey-messages:\n  - '{text}'\n")
    found = check("lib/personas/ceo.yaml").findings
    assert [each.message.split("'")[1] for each in found if each.code == "B111"] == expected


def test_words_to_avoid_may_stand_in_the_notes() -> None:
    put("lib/personas/ceo.yaml", "extends: ceo\nobjections: {add: [{objection: Tags, reply: Tags are needed}]}\n")
    assert lines(check("lib/personas/ceo.yaml"), "B111") == []


def test_a_skeleton_is_no_error() -> None:
    new_persona(Essentials("chief-ai-officer", "Chief AI Officer", "Put AI to work"), Path("lib"))
    assert {each.severity for each in check("lib").findings} == {"advice"}


def test_a_faulty_column_of_the_audiences_is_told() -> None:
    put("briefing.yaml", "audiences: who.csv\n")
    put("who.csv", "for,colour\ncfo,blue\n")
    (found,) = [line for line in lines(check("briefing.yaml", "who.csv")) if "colour" in line]
    assert found.startswith("who.csv:1:2: B004 unknown column 'colour'; the columns are name, for, layout,")


def test_twenty_personas_are_checked_at_once() -> None:
    for number in range(12):
        put(f"lib/personas/p{number}.yaml", f"extends: cfo\nidentifier: p{number}\nname: P{number}\n")
    report = check_library([Path("lib")], (), day=DAY)
    assert {each.code for each in report.findings} == {"B106"}


def test_the_facts_of_the_bill_are_checked_where_the_workspace_names_them() -> None:
    put("briefing.yaml", "spend: spend.yaml\n")
    put("spend.yaml", "version: 1\ncurrency: EUR\nmonthz: []\n")
    expected = ["spend.yaml:3:1: B004 unknown field 'monthz'; did you mean 'months'?"]
    assert lines(check()) == expected
    assert lines(check("spend.yaml")) == expected


def test_figures_that_nobody_knows_are_names_that_lead_nowhere() -> None:
    put("lib/personas/boss.yaml", "identifier: boss\nname: Boss\nfigures: [spend.annual, bill.grwth]\n")
    put("lib/personas/kpis.yaml", "- id: mine\n  name: Mine\n  figures: [spend.anual]\n  rest-of: unit-costs\n")
    assert [each for each in lines(check("lib")) if " B006 " in each] == [
        "lib/personas/boss.yaml:3:25: B006 the persona 'boss' names the figure 'bill.grwth', which does not exist; "
        "did you mean 'bill.growth'? 'briefing list figures' shows those there are",
        "lib/personas/kpis.yaml:3:13: B006 the KPI 'mine' names the figure 'spend.anual', which does not exist; "
        "did you mean 'spend.annual'? 'briefing list figures' shows those there are",
        "lib/personas/kpis.yaml:4:12: B006 the KPI 'mine' is the rest of 'unit-costs', which does not exist; "
        "did you mean 'unit-cost'? 'briefing list kpis' shows those there are",
    ]


def test_what_stops_a_persona_is_told_once_and_by_its_own_code() -> None:
    """The run for each layout stops there, which is one fault and not one of each slide."""
    put("org.yaml", "currency: EUR\nspend: {current-monthly: 52000}\n")
    put("lib/personas/boss.yaml", "identifier: boss\nname: Boss\nfigures: [bill.grwth]\nstory: [riskz]\n")
    found = [each for each in lines(check("lib", "org.yaml")) if each.split()[1] in ("B006", "B007", "B012")]
    assert [each.partition(";")[0] for each in found] == [
        "lib/personas/boss.yaml:3:11: B006 the persona 'boss' names the figure 'bill.grwth', which does not exist",
        "lib/personas/boss.yaml:4:9: B007 unknown kind 'riskz'",
    ]
