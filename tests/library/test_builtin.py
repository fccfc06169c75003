"""What holds for the personas, KPIs, groups and the framework that come with briefing."""

from __future__ import annotations

from itertools import combinations

import pytest

from briefing.documents.yamlfile import read_yaml
from briefing.library.index import index_folder, key_of
from briefing.library.library import Library, builtin_folder
from briefing.library.persona import Entry, Persona, gaps

LIBRARY = Library((builtin_folder(),))
FOLDER = builtin_folder() / "personas"
PROMISED = (
    *("ceo", "cfo", "cto", "engineering-lead", "finops", "itfm", "procurement", "product-owner"),
    *("itam", "sustainability", "security", "itsm"),
)
FILES = sorted([*FOLDER.glob("*.yaml"), *(builtin_folder() / "layouts").rglob("*.yaml")])

every_persona = pytest.mark.parametrize("identifier", LIBRARY.persona_ids())


@pytest.fixture
def persona(identifier: str) -> Persona:
    return LIBRARY.persona(identifier)


def test_the_personas_are_those_that_are_promised() -> None:
    assert set(LIBRARY.persona_ids()) >= set(PROMISED)


@every_persona
def test_a_persona_has_no_gaps(persona: Persona) -> None:
    assert gaps(persona, LIBRARY.kpis().keys()) == ()


@every_persona
def test_bullets_are_at_most_90_characters(persona: Persona) -> None:
    entries = [*persona.objectives, *persona.frustrations, *persona.finops_benefits, *persona.key_metrics]
    assert [entry.item for entry in entries if len(entry.item) > 90] == []


@every_persona
def test_lists_have_the_length_that_a_slide_holds(persona: Persona) -> None:
    lengths = {
        "objectives": (3, 5),
        "frustrations": (3, 5),
        "finops_benefits": (3, 5),
        "key_metrics": (4, 8),
        "key_messages": (3, 3),
        "questions": (3, 3),
        "objections": (2, 4),
    }
    for name, (least, most) in lengths.items():
        assert least <= len(getattr(persona, name)) <= most, f"{persona.file}: {least} to {most} {name}"


@every_persona
def test_every_frustration_is_answered_and_every_answer_says_what_changes(persona: Persona) -> None:
    assert {answer.frustration for answer in persona.answers} == {entry.id for entry in persona.frustrations}
    assert all(answer.change for answer in persona.answers)


@every_persona
def test_every_frustration_is_said_to_the_person_in_the_room(persona: Persona) -> None:
    for each in persona.frustrations:
        assert each.to_you
        assert len(each.to_you) <= 60
        assert not each.to_you.endswith(".")


def test_what_two_personas_share_is_said_in_the_same_words() -> None:
    said: dict[str, set[str]] = {}
    for persona in LIBRARY.personas():
        for each in persona.frustrations:
            said.setdefault(each.id, set()).add(each.to_you)
    assert {id: texts for id, texts in said.items() if len(texts) > 1} == {}


@pytest.mark.parametrize(
    ("word", "identifier"),
    [
        *(("SAM", "itam"), ("ITAM", "itam"), ("software asset manager", "itam"), ("licence manager", "itam")),
        *(("CISO", "security"), ("infosec", "security"), ("head of security", "security")),
        *(("GreenOps", "sustainability"), ("sustainability officer", "sustainability"), ("ESG", "sustainability")),
        *(("ITSM", "itsm"), ("data centre manager", "itsm"), ("data center", "itsm"), ("ITIL", "itsm")),
    ],
)
def test_the_allied_are_found_by_what_people_call_them(word: str, identifier: str) -> None:
    assert [each.identifier for each in LIBRARY.select([word])] == [identifier]


def test_the_allied_are_a_group() -> None:
    assert {each.identifier for each in LIBRARY.select(["allied"])} >= {"itam", "sustainability", "security", "itsm"}


@every_persona
def test_a_persona_speaks_its_language(persona: Persona) -> None:
    assert persona.language.use
    assert persona.language.avoid


def test_the_catalogue_and_the_personas_agree_on_who_is_measured_by_what() -> None:
    catalogue = {kpi.id: set(kpi.personas) for kpi in LIBRARY.kpis().values()}
    personas = {kpi: {p.identifier for p in LIBRARY.personas() if kpi in _ids(p.key_metrics)} for kpi in catalogue}
    assert catalogue == personas, "personas/kpis.yaml: `personas` of a KPI has those whose `key-metrics` name it"


def test_nobody_is_spared_the_definition_of_a_kpi_who_does_not_exist() -> None:
    assert {each for kpi in LIBRARY.kpis().values() for each in kpi.trade_of} <= set(LIBRARY.persona_ids())


def test_every_kpi_says_how_it_is_computed_and_what_it_tells() -> None:
    assert [kpi.id for kpi in LIBRARY.kpis().values() if not (kpi.formula and kpi.explains)] == []


def test_identifiers_aliases_and_group_names_are_unique() -> None:
    names = [key_of(name) for card in index_folder(FOLDER) for name in (card.identifier, *card.aliases)]
    names += [
        key for each in LIBRARY.groups() for key in {key_of(name) for name in (each.id, each.name, *each.aliases)}
    ]
    assert sorted(names) == sorted(set(names))


def test_executives_and_leadership_name_the_same_group() -> None:
    assert LIBRARY.select(["executives"]) == LIBRARY.select(["leadership"])
    assert {each.identifier for each in LIBRARY.select(["executives"])} >= {"ceo", "cfo", "cto"}


def test_every_group_has_members_that_exist_and_every_persona_is_in_a_group() -> None:
    members = [member for group in LIBRARY.groups() for member in group.members]
    assert set(members) == set(LIBRARY.persona_ids()), "personas/groups.yaml: `members` of its group has each persona"
    assert all(group.members for group in LIBRARY.groups())


@every_persona
def test_a_persona_names_a_group_that_has_it(persona: Persona) -> None:
    group = LIBRARY.group(persona.group)
    assert group, f"{persona.file}: there is no group '{persona.group}'"
    assert persona.identifier in group.members, f"personas/groups.yaml: add {persona.identifier} to '{group.id}'"


def test_executives_share_no_whole_list() -> None:
    for one, other in combinations(LIBRARY.select(["ceo,cto,cfo"]), 2):
        for name in ("objectives", "frustrations", "key_metrics", "finops_benefits"):
            assert _ids(getattr(one, name)) != _ids(getattr(other, name)), (one.identifier, other.identifier, name)


def test_every_task_has_one_role_accountable_and_one_responsible() -> None:
    for row in LIBRARY.framework().raci.rows:
        letters = "/".join(row.marks).split("/")
        assert letters.count("A") == 1, row.task
        assert "R" in letters, row.task


def test_the_framework_has_its_six_principles_three_phases_and_five_stages() -> None:
    framework = LIBRARY.framework()
    assert len(framework.principles) == 6
    assert len(framework.phases) == 3
    assert len(framework.stages) == 5
    assert framework.sources
    assert framework.attribution


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(builtin_folder()).as_posix())
def test_every_file_is_sound_yaml(path: object) -> None:
    assert read_yaml(str(path)).value


def test_every_layout_is_read() -> None:
    assert {"exec-brief", "one-pager", "pitch"} <= {layout.name for layout in LIBRARY.layouts()}


def _ids(entries: tuple[Entry, ...]) -> set[str]:
    return {entry.id for entry in entries}
