"""The import as a whole, of a small file of our own in the shape of the FinOps Foundation's, and of theirs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from briefing.check.library import check_library
from briefing.cli.app import app
from briefing.compose.compose import compose
from briefing.errors import ContentError, FactError
from briefing.exchange.exporting import export_personas
from briefing.exchange.importing import Imported, _place, import_personas, put_files
from briefing.library.library import Library, builtin_folder

pytestmark = pytest.mark.sampled

FOUNDATION = Path(__file__).parents[2].parent / "shared" / "finops" / "foundation-personas.yml"
DAY = date(2026, 1, 15)
# What the Foundation's file says nothing of: objections, replies, questions, the words to use.
SPOKEN = ("talking-points",)

OURS = """\
- name: FinOps
  indentifier: finops
  primary-goal: ' Teach the  practice '
  img:
  titles:
  challenges:
    - item: Data is hard to get
    - item:
    - item: Data is hard to get
  key-metrics:
    - item: Gross Margins
    - item: Unit cost trend
    - item: Happiness
  finops-benefits:
    - item: "Clear, common: numbers"
    - item: no

- name: CTO / CIO
  identifier: CTO Office
  primary-goal:
  objectives:
    - Ship faster
  colour: blue
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def taken(text: str, source: str = "in.yml", *, overlay: bool = False, to: str = "lib") -> tuple[Imported, ...]:
    library = Library((Path(to), builtin_folder()))
    return import_personas(text, source, library, Path(to), overlay=overlay)


def test_clean_files_of_our_format_come_out_in_the_order_of_the_source() -> None:
    imported = taken(OURS)
    assert [(each.identifier, each.path, each.is_new) for each in imported] == [
        ("finops", Path("lib/personas/finops.yaml"), True),
        ("cto-office", Path("lib/personas/cto-office.yaml"), True),
    ]
    assert Path("lib/personas/finops.yaml").read_text() == (
        "# yaml-language-server: $schema=../schemas/persona.json\n"
        "# Imported from in.yml.\n"
        "identifier: finops\n"
        "name: FinOps Practitioner\n"
        "primary-goal: Teach the practice\n"
        "frustrations:\n"
        "  - Data is hard to get\n"
        "key-metrics:\n"
        "  - {id: gross-margin, item: Gross Margins}\n"
        "  - {id: unit-cost, item: Unit cost trend}  # a near match: Unit cost\n"
        "  - Happiness\n"
        "finops-benefits:\n"
        "  - 'Clear, common: numbers'\n"
        "  - 'no'\n"
    )
    assert json.loads(Path("lib/schemas/persona.json").read_text())["title"] == "briefing: persona"


def test_challenges_beside_frustrations_stay_a_list_of_their_own() -> None:
    (made,) = taken("name: A\nfrustrations: [Bills]\nchallenges: [Few know cost]\n")
    assert "frustrations:\n  - Bills\nchallenges:\n  - Few know cost\n" in Path(made.path).read_text()
    assert not [each for each in made.repairs if "challenges" in str(each)]


def test_every_repair_is_told_with_its_line() -> None:
    finops, cto = taken(OURS)
    assert [str(each) for each in finops.repairs] == [
        "in.yml:2:3: the field 'indentifier' became 'identifier'",
        "in.yml:6:3: the field 'challenges' became 'frustrations'",
        "in.yml:3:3: white space of 'primary-goal' is trimmed",
        "in.yml:1:3: the name 'FinOps' became 'FinOps Practitioner'",
        "in.yml:8:7: an empty entry of 'frustrations' is left out",
        "in.yml:9:7: 'Data is hard to get' stands twice in 'frustrations', and is kept once",
        "in.yml:11:7: the metric 'Gross Margins' is taken for the KPI 'gross-margin' (Gross margin)",
        "in.yml:12:7: the metric 'Unit cost trend' is taken for the KPI 'unit-cost' (Unit cost), a near match; "
        "correct the id where another one is meant",
        "in.yml:1:3: empty fields are left out: img, titles",
    ]
    assert [str(each) for each in cto.repairs] == [
        "in.yml:23:3: the field 'colour' is unknown, and is left out",
        "in.yml:19:3: the identifier 'CTO Office' became 'cto-office'",
        "in.yml:18:3: empty fields are left out: primary-goal",
    ]


def test_what_is_missing_for_a_full_briefing_is_said() -> None:
    assert [each.message for each in taken(OURS)[0].gaps] == [
        "The persona 'FinOps Practitioner' has no ask of its own; its briefing ends with what is asked of all. "
        "Add 'ask' to lib/personas/finops.yaml.",
        "The frustration 'Data is hard to get' of the persona 'FinOps Practitioner' has no answer. "
        "Add an answer with 'frustration: data-is-hard-to-get' to lib/personas/finops.yaml.",
        "The key metric 'Happiness' of the persona 'FinOps Practitioner' is not in the KPI catalogue; "
        "its slides show no formula for it. Add a KPI with 'id: happiness' to kpis.yaml, "
        "or correct it in lib/personas/finops.yaml; 'briefing list kpis' shows those there are.",
    ]


def test_a_second_import_changes_nothing() -> None:
    taken(OURS)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in Path("lib").rglob("*.*")}
    assert [each.is_new for each in taken(OURS)] == [False, False]
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in Path("lib").rglob("*.*")} == before


def test_a_file_that_a_person_has_edited_stops_the_import_before_anything_is_written() -> None:
    taken(OURS)
    edited = Path("lib/personas/cto-office.yaml")
    edited.write_text("identifier: cto-office\nname: Mine\n")
    Path("lib/personas/finops.yaml").unlink()
    with pytest.raises(FactError) as caught:
        taken(OURS)
    assert str(caught.value) == (
        "lib/personas/cto-office.yaml is there already, with other content; "
        "move it away, or name another folder with --to; nothing was written"
    )
    assert not Path("lib/personas/finops.yaml").exists()


def test_as_an_overlay_only_what_the_source_says_changes() -> None:
    finops, cto = taken(OURS, overlay=True)
    assert (finops.extends, cto.extends) == ("finops", "")
    text = Path("lib/personas/finops.yaml").read_text()
    assert "\n# Imported from in.yml, on top of 'finops'.\nextends: finops\nname: FinOps Practitioner\n" in text
    library = Library((Path("lib"), builtin_folder()))
    ours, theirs = library.persona("finops"), Library((builtin_folder(),)).persona("finops")
    assert (ours.ask, ours.questions, ours.objectives) == (theirs.ask, theirs.questions, theirs.objectives)
    assert [each.item for each in ours.frustrations] == ["Data is hard to get"]
    assert ours.answers == ()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a.yaml", "name: Boss\nidentifier: boss\nobjectives: [Grow, 'Save: much']\nkey-metrics: [COGS]\n"),
        ("a.yaml", "personas:\n  - name: Boss\n    objectives:\n      - {item: Grow, id: grow}\n      - 'Save: much'\n"
                   "    kpis: [COGS]\n"),
        ("a.json", '[{"name": "Boss", "objectives": ["Grow", "Save: much"], "key-metrics": [{"item": "COGS"}]}]'),
        ("a.md", "---\nname: Boss\n---\nIntro without a heading\n\n# Objectives\n- Grow\n- Save:\n  much\n"
                 "## Key metrics\nCOGS\n"),
        ("a.csv", "identifier,name,field,item\nboss,Boss,objectives,Grow\nboss,,objectives,Save: much\n"
                  "boss,,key-metrics,COGS\n"),
        ("standard input", "\ufeffpersona;field;item\nboss;objectives;Grow\nboss;objectives;Save: much\n"
                           "boss;metrics;COGS\n"),
        ("standard input", "---\nname: Boss\n---\n# Objectives\n1. Grow\n2. Save: much\n# KPIs\n* COGS\n"),
    ],
)  # fmt: skip
def test_one_persona_comes_in_many_forms(source: str, text: str) -> None:
    (boss,) = taken(text.removeprefix("\ufeff"), source)
    persona = Library((Path("lib"), builtin_folder())).persona("boss")
    assert boss.identifier == "boss"
    assert persona.name == "Boss"
    assert [each.item for each in persona.objectives] == ["Grow", "Save: much"]
    assert [each.id for each in persona.key_metrics] == ["cogs"]


@pytest.mark.parametrize(
    ("source", "text", "message"),
    [
        ("a.yaml", "[]\n", "a.yaml: the file holds no persona; see docs/import.md for what can be read"),
        ("a.yaml", "- just text\n", "a.yaml:1:3: a persona should be a mapping, with a name and lists; write it as"),
        ("a.yaml", "- objectives: [x]\n", "a.yaml:1:3: a persona has neither a name nor an identifier; add 'name: …'"),
        ("a.yaml", "- name: 財務\n", "a.yaml:1:3: no identifier can be made of '財務'; add 'identifier: …' in letters"),
        ("a.md", "# Objectives\n", "a.md:1: the file has no front matter; begin it with '---'"),
        ("a.md", "---\nname: x\n", "a.md:1: the front matter that opens here is never closed; close it with '---'"),
        ("a.csv", "a,b\n1,2\n", "a.csv:1: the first row should name the columns identifier, name, field and item; see"),
        (
            "a.yaml",
            "- name: A\n  answers: [{frustration: x}]\n",
            "a.yaml:1:3: the persona 'A': no frustration has the id 'x'; there are none",
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(source: str, text: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        taken(text, source)
    assert str(caught.value).startswith(message)
    assert not Path("lib").exists()


def test_identifiers_become_file_names_only_after_cleaning() -> None:
    found = taken(
        "- {name: A, identifier: ../../etc/passwd}\n- {name: B, identifier: con}\n- {name: C, identifier: kpis}\n"
    )
    assert [str(each.path) for each in found] == [
        "lib/personas/etc-passwd.yaml",
        "lib/personas/con-persona.yaml",
        "lib/personas/kpis-persona.yaml",
    ]


def test_two_personas_of_one_identifier_get_two() -> None:
    first, second = taken("- {name: A, identifier: a}\n- {name: B, identifier: a}\n")
    assert (first.identifier, second.identifier) == ("a", "a-2")
    assert str(second.repairs[0]) == (
        "in.yml:2:13: the identifier 'a' is taken by an earlier persona, and became 'a-2'"
    )


def entries(text: str) -> list[dict[str, object]]:
    """The personas of a file in the shape of the Foundation's; of empty fields none."""
    return [{key: value for key, value in each.items() if value} for each in yaml.safe_load(text)]


def test_a_round_trip_keeps_every_entry() -> None:
    text = OURS.replace("    - item:\n    - item: Data is hard to get\n", "").replace("item: no", "item: 'no'")
    taken(text)
    library = Library((Path("lib"), builtin_folder()))
    people = [library.persona("finops"), library.persona("cto-office")]
    out = entries(export_personas(people, "foundation", library.kpis()))
    assert out[0]["frustrations"] == [{"item": "Data is hard to get"}]
    assert out[0]["key-metrics"] == [{"item": "Gross Margins"}, {"item": "Unit cost trend"}, {"item": "Happiness"}]
    assert out[0]["finops-benefits"] == [{"item": "Clear, common: numbers"}, {"item": "no"}]
    assert out[1] == {"name": "CTO / CIO", "identifier": "cto-office", "objectives": [{"item": "Ship faster"}]}


needs_theirs = pytest.mark.skipif(
    not FOUNDATION.is_file(), reason="the FinOps Foundation's file is not beside the project"
)


def foundation(test: Callable[..., None]) -> Callable[..., None]:
    """All their personas in all layouts: a test of whole runs."""
    marked: Callable[..., None] = pytest.mark.slow(needs_theirs(test))
    return marked


@foundation
def test_the_foundations_file_makes_a_round_trip() -> None:
    text = FOUNDATION.read_text(encoding="utf-8")
    imported = taken(text, str(FOUNDATION))
    library = Library((Path("lib"), builtin_folder()))
    people = [library.persona(each.identifier) for each in imported]
    assert len(people) == 8
    assert yaml.safe_load(export_personas(people, "foundation", library.kpis())) == yaml.safe_load(text)
    assert [each.is_new for each in taken(text, str(FOUNDATION))] == [False] * 8


@foundation
@pytest.mark.parametrize("overlay", [False, True])
def test_the_foundations_personas_make_briefings_in_every_layout(overlay: bool) -> None:
    imported = taken(FOUNDATION.read_text(encoding="utf-8"), str(FOUNDATION), overlay=overlay)
    library = Library((Path("lib"), builtin_folder()))
    assert [bool(each.extends) for each in imported] == [overlay] * 8
    for layout in library.layouts():
        for each in imported:
            if overlay or layout.name not in SPOKEN:
                persona = library.persona(each.identifier)
                assert compose([persona], layout, library, DAY).sections, (layout.name, persona.name)


@foundation
@pytest.mark.parametrize("overlay", [False, True])
@pytest.mark.sampled
def test_the_foundations_personas_have_no_errors(overlay: bool) -> None:
    taken(FOUNDATION.read_text(encoding="utf-8"), str(FOUNDATION), overlay=overlay)
    report = check_library([Path("lib")], (), day=DAY)
    assert [each for each in report.findings if each.severity == "error"] == []
    assert {each.where.file.split("/")[0] for each in report.findings} == {"lib"}


@foundation
def test_the_foundations_personas_have_decks_by_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    taken(FOUNDATION.read_text(encoding="utf-8"), str(FOUNDATION))
    arguments = ["make", "--library", "lib", "--for", "all", "--separate", "--layout", "exec-brief", "--out", "decks/"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.stderr
    assert len(list(Path("decks").glob("*.pptx"))) == len(done.stdout.splitlines()) >= 8


def test_a_refusal_half_way_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Path("lib/personas/a.yaml"), Path("lib/personas/b.yaml")

    def full(temporary: Path, path: Path) -> None:
        if Path(path) == second:
            raise OSError(28, "No space left on device")
        Path(path).write_text(Path(temporary).read_text())

    monkeypatch.setattr("briefing.exchange.importing._place", full)
    with pytest.raises(FactError, match=r"^lib/personas/b\.yaml cannot be written: no space left on device; name"):
        put_files({first: "one\n", second: "two\n"})
    assert list(Path("lib").rglob("*.*")) == []


def test_a_file_that_comes_to_stand_there_meanwhile_stays() -> None:
    path = Path("lib/personas/a.yaml")
    path.parent.mkdir(parents=True)
    temporary = Path("lib/personas/new.tmp")
    temporary.write_text("ours")
    path.write_text("theirs")
    with pytest.raises(FileExistsError):
        _place(temporary, path)
    assert path.read_text() == "theirs"


def test_files_are_written_where_there_are_no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", refused)
    assert put_files({Path("lib/personas/a.yaml"): "one\n"}) == {Path("lib/personas/a.yaml")}
    assert [str(each) for each in Path("lib").rglob("*.*")] == ["lib/personas/a.yaml"]
    assert Path("lib/personas/a.yaml").read_text() == "one\n"
