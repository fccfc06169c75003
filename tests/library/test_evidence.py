"""Evidence: published figures, none of them without publisher and year."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import ContentError
from briefing.library.catalogues import Evidence, read_evidence
from briefing.library.library import Library


def test_evidence_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text("- {id: a, fact: Waste, figure: 27%, publisher: P, year: '2025'}\n")
    assert read_evidence(path) == (Evidence(id="a", fact="Waste", figure="27%", publisher="P", year="2025"),)


def test_a_figure_that_nobody_can_trace_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("evidence.yaml").write_text(
        "- {id: a, fact: Waste, figure: 27%, publisher: '', year: '2025'}\n"
        "- {id: a, fact: Waste, figure: 27%, publisher: P}\n"
    )
    with pytest.raises(ContentError) as caught:
        read_evidence("evidence.yaml")
    assert str(caught.value) == "evidence.yaml:2:3: 'year' is missing; add a line 'year: …'"
    Path("evidence.yaml").write_text("- {id: a, fact: Waste, figure: 27%, publisher: '', year: '2025'}\n")
    with pytest.raises(ContentError) as caught:
        read_evidence("evidence.yaml")
    assert [str(each) for each in caught.value.problems] == [
        "evidence.yaml:1:48: the evidence 'a' has an empty 'publisher'; write it, or remove the entry"
    ]


def test_the_built_in_evidence_names_a_sample_or_how_it_was_found(library: Library) -> None:
    found = library.evidence()
    assert len(found) >= 8
    assert all(each.sample or each.basis for each in found)
