"""The facts as the page edits them: nothing typed is lost, no file that a run refuses, and other hands are noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import BriefingError, FactError
from briefing.figures.drafting import open_organisation
from briefing.workbench.drafts import Change
from briefing.workbench.facts import Facts
from conftest import BUILT_IN

WRITTEN = "# Ours.\nname: Tiny\ncurrency: EUR\nspend: {current-monthly: 52_000} # of last month\n"


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    (tmp_path / "org.yaml").write_text(WRITTEN)
    return Facts(tmp_path / "org.yaml", tmp_path / "hidden", lambda document: open_organisation(BUILT_IN, document))


def typed(facts: Facts, *path: str | int, value: object, version: str = "") -> bool:
    return facts.change([Change(path, value)], version or facts.state().version).saved


def test_what_is_sound_stands_in_the_file_at_once(facts: Facts) -> None:
    assert typed(facts, "spend", "current-monthly", value="€1,24 Mio")
    assert facts.path.read_text() == WRITTEN.replace("52_000", "€1240000")


def test_what_is_wrong_waits_with_the_words_of_the_check(facts: Facts) -> None:
    assert not typed(facts, "spend", "annual-growth", value="18")
    (draft,) = facts.state().drafts
    assert draft.message == "'annual-growth' is '18', which could be 18% or 1800%; write 18%"
    assert (draft.value, draft.at) == ("18", ("spend", "annual-growth"))
    assert facts.path.read_text() == WRITTEN
    assert typed(facts, "spend", "annual-growth", value="18%")
    assert facts.state().drafts == ()


def test_two_fields_that_need_each_other_go_in_together(facts: Facts) -> None:
    whole = {"name": "Idle", "low": "5%", "base": "3%"}
    assert not typed(facts, "savings", 0, value=whole)
    assert facts.state().drafts[0].at == ("savings", 0, "low")
    assert typed(facts, "savings", 0, value={**whole, "high": "6%", "base": "5%"})


def test_of_several_answers_only_the_wrong_one_waits(facts: Facts) -> None:
    changes = [Change(("presenter",), "Sam"), Change(("spend", "annual-growth"), "18"), Change(("name",), "Other")]
    outcome = facts.change(changes, facts.state().version)
    assert not outcome.saved
    assert [each.path for each in outcome.state.drafts] == [("spend", "annual-growth")]
    assert (outcome.state.values["presenter"], outcome.state.values["name"]) == ("Sam", "Other")


def test_what_waits_for_a_rate_goes_in_with_it(facts: Facts) -> None:
    assert not typed(facts, "ask", "amount", value="5 USD")
    assert typed(facts, "presenter", value="Sam")
    assert [each.path for each in facts.state().drafts] == [("ask", "amount")]
    assert typed(facts, "exchange-rates", "USD", value="0.92")
    assert facts.state().drafts == ()
    assert facts.state().values["ask"] == {"amount": "5 USD"}


def test_an_entry_that_waits_is_never_taken_for_another(facts: Facts) -> None:
    assert typed(facts, "risks", 0, value={"name": "One"})
    assert not typed(facts, "risks", 1, value={"name": "Two", "impact": "vast"})
    assert not typed(facts, "risks", 2, value={"name": "Three"})
    assert [each.message for each in facts.state().drafts if each.path == ("risks", 2)] == [
        "this entry waits for the one before it, which is not in the file yet; mend that one first"
    ]
    facts.path.write_text(facts.path.read_text() + "  - name: In an editor\n")
    assert [(each.path, each.value["name"]) for each in facts.state().drafts] == [
        (("risks", 2), "Two"),
        (("risks", 3), "Three"),
    ]
    assert typed(facts, "risks", 2, value={"name": "Two", "impact": "high"})
    assert facts.state().drafts == ()
    names = [each["name"] for each in facts.state().values["risks"]]
    assert names == ["One", "In an editor", "Two", "Three"]


def test_an_entry_goes_from_among_those_that_wait(facts: Facts) -> None:
    for number, name in enumerate(("One", "Two", "Three")):
        typed(facts, "risks", number, value={"name": name, "impact": "vast"})
    assert typed(facts, "risks", 1, value=None)
    assert [(each.path, each.value["name"]) for each in facts.state().drafts] == [
        (("risks", 0), "One"),
        (("risks", 1), "Three"),
    ]
    assert typed(facts, "risks", 0, value=None)
    assert typed(facts, "risks", 0, value={"name": "Three"})
    assert (facts.state().drafts, facts.state().values["risks"]) == ((), [{"name": "Three"}])


def test_a_draft_outlives_the_server(facts: Facts, tmp_path: Path) -> None:
    typed(facts, "ask", "date", value="03/04/2026")
    again = Facts(facts.path, tmp_path / "hidden", lambda document: None)
    assert [each.value for each in again.state().drafts] == ["03/04/2026"]


def test_a_change_elsewhere_in_the_file_is_kept(facts: Facts) -> None:
    version = facts.state().version
    facts.path.write_text(WRITTEN.replace("Tiny", "Small # by hand"))
    assert typed(facts, "presenter", value="Sam", version=version)
    assert facts.path.read_text().startswith("# Ours.\nname: Small # by hand\n")
    assert "presenter: Sam" in facts.path.read_text()


@pytest.mark.parametrize("known", [True, False])
def test_a_change_of_the_same_field_is_shown_and_not_overwritten(facts: Facts, known: bool) -> None:
    version = facts.state().version if known else "of another server"
    facts.path.write_text(WRITTEN.replace("Tiny", "Small"))
    outcome = facts.change([Change(("name",), "Mine")], version)
    assert not outcome.saved
    assert outcome.conflicts == (Change(("name",), "Small"),)
    assert "Small" in facts.path.read_text()
    assert facts.change([Change(("name",), "Mine")], version, insist=True).saved
    assert "name: Mine" in facts.path.read_text()


def test_an_entry_of_a_list_that_changed_is_a_conflict(facts: Facts) -> None:
    typed(facts, "risks", 0, value={"name": "One"})
    version = facts.state().version
    facts.path.write_text(facts.path.read_text().replace("- name: One", "- name: New\n  - name: One"))
    assert facts.change([Change(("risks", 0), {"name": "Uno"})], version).conflicts


def test_a_file_that_is_no_yaml_is_left_alone(facts: Facts) -> None:
    version = facts.state().version
    facts.path.write_text("name: [Tiny\n")
    assert facts.state().fault.startswith("org.yaml:1:7: the list that opens here with '[' is not closed")
    with pytest.raises(BriefingError, match="is not closed"):
        facts.change([Change(("name",), "Mine")], version)
    assert facts.path.read_text() == "name: [Tiny\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"name: \xff\xfa\n", "org.yaml:1:7: the file is not UTF-8 text; save it with the encoding UTF-8"),
        (b"- one\n", "org.yaml: this file holds a list or a text, and no facts; write 'name: value'"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_left_alone(facts: Facts, data: bytes, message: str) -> None:
    facts.path.write_bytes(data)
    assert facts.state().fault == message
    with pytest.raises(BriefingError):
        facts.change([Change(("name",), "Mine")], "")
    assert facts.path.read_bytes() == data


def test_a_file_of_windows_in_utf_16_stays_readable(facts: Facts) -> None:
    facts.path.write_text(WRITTEN, encoding="utf-16")
    assert typed(facts, "name", value="Größe")
    assert facts.state().values["name"] == "Größe"


def test_a_fault_that_was_there_before_does_not_stop_other_answers(facts: Facts) -> None:
    facts.path.write_text(WRITTEN + "presentr: Sam\n")
    state = facts.state()
    assert [(each.path, each.message) for each in state.problems] == [
        (("presentr",), "unknown field 'presentr'; did you mean 'presenter'?")
    ]
    assert typed(facts, "name", value="Other")


def test_a_full_disk_is_told_and_the_file_is_as_it_was(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("briefing.files.atomic.os.fsync", full)
    with pytest.raises(FactError, match="no space left on device; make room on the disk"):
        typed(facts, "name", value="Other")
    assert facts.path.read_text() == WRITTEN
    assert sorted(each.name for each in facts.path.parent.iterdir()) == ["org.yaml"]


def test_a_field_that_does_not_exist_is_refused(facts: Facts) -> None:
    with pytest.raises(FactError, match=r"the facts have no field 'nothing\.here'; load the page again"):
        typed(facts, "nothing", "here", value="x")


@pytest.mark.slow
def test_a_file_that_no_run_would_read_is_not_made(facts: Facts) -> None:
    assert not typed(facts, "name", value="x" * 1_000_001)
    (draft,) = facts.state().drafts
    assert draft.message == "with it the file would be larger than 1,000,000 bytes; shorten it"
    assert facts.path.read_text() == WRITTEN


@pytest.mark.parametrize(
    "said", ["One\nTwo", "  One  two ", "One\n\n\n- Two\n", "\tOne", "One \\n Two", "'One'", "# One"]
)
def test_what_is_typed_comes_back_as_it_was_typed(facts: Facts, said: str) -> None:
    assert typed(facts, "pain-points", 0, value={"text": said, "who": ["cfo"]})
    assert facts.state().values["pain-points"][0]["text"] == said


def test_line_breaks_of_an_editor_stay_when_their_neighbour_changes(facts: Facts) -> None:
    block = "pain-points:\n  - text: |\n      One\n      two\n    who: [cfo]\n"
    facts.path.write_text(WRITTEN + block)
    entry = facts.state().values["pain-points"][0]
    assert entry["text"] == "One\ntwo\n"
    assert typed(facts, "pain-points", 0, value={**entry, "who": ["cto"]})
    assert facts.path.read_text() == WRITTEN + block.replace("cfo", "cto")


@pytest.mark.parametrize("way", ["file", "folder"])
def test_a_link_that_leads_out_of_the_folder_is_neither_read_nor_written_through(tmp_path: Path, way: str) -> None:
    work, other = tmp_path / "work", tmp_path / "other"
    other.mkdir()
    (other / "org.yaml").write_text(WRITTEN)
    if way == "folder":
        (tmp_path / "work").mkdir()
        (work / "inner").symlink_to(other)
        path = work / "inner" / "org.yaml"
    else:
        work.mkdir()
        path = work / "org.yaml"
        path.symlink_to(other / "org.yaml")
    facts = Facts(path, work / "hidden", lambda document: None, work)
    state = facts.state()
    assert state.values == {}
    assert state.fault.endswith(
        f"this leads to {other / 'org.yaml'}, out of the folder of the page, so it is left alone; "
        "put a copy of the file itself here"
    )
    with pytest.raises(FactError, match="so it is left alone"):
        typed(facts, "name", value="Other")
    assert (other / "org.yaml").read_text() == WRITTEN


def test_a_link_within_the_folder_stays_one(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(WRITTEN)
    (tmp_path / "org.yaml").symlink_to("facts.yaml")
    facts = Facts(tmp_path / "org.yaml", tmp_path / "hidden", lambda document: None)
    assert typed(facts, "name", value="Other")
    assert facts.path.is_symlink()
    assert (tmp_path / "facts.yaml").read_text() == WRITTEN.replace("Tiny", "Other")


def test_what_was_typed_on_a_file_that_could_not_be_read_is_not_refused_for_ever(facts: Facts) -> None:
    facts.path.write_text("name: [\n")
    version = facts.state().version
    facts.path.write_text(WRITTEN)
    outcome = facts.change([Change(("presenter",), "Nina")], version)
    assert outcome.saved or [each.path for each in outcome.conflicts] == [("presenter",)]
    assert facts.change([Change(("presenter",), "Nina")], outcome.state.version).saved


def test_a_file_that_is_taken_away_is_told_and_can_be_written_again(facts: Facts) -> None:
    facts.state()
    facts.path.unlink()
    state = facts.state()
    assert state.gone
    assert state.fault == (
        "org.yaml: the file is not there any more, while this page is open; put it back, or write it again as it was"
    )
    with pytest.raises(FactError, match="is not there any more"):
        typed(facts, "name", value="Other")
    assert not facts.path.exists()
    facts.restore()
    assert facts.path.read_text() == WRITTEN
    assert not facts.state().gone
    assert typed(facts, "name", value="Other")
    facts.restore()  # nothing is taken away
    assert facts.path.read_text() == WRITTEN.replace("Tiny", "Other")
