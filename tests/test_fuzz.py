"""A quick run of scripts/fuzz_readers.py: whatever the files hold, a reader gives a value or a sentence."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.sampled

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    """scripts/fuzz_readers.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("fuzz_readers", ROOT / "scripts" / "fuzz_readers.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_readers"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mine") / "layout.yaml"


READERS = ("persona", "persona-overlay", "layout", "group", "kpi", "kpi-overlay", "workspace", "import")


def test_every_reader_takes_its_own_seeds(fuzz: ModuleType, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert set(fuzz.READERS) == set(READERS)
    for reader in READERS:
        for seed in fuzz.seeds(reader):
            path.write_bytes(seed)
            fuzz.READERS[reader](path)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_mutated_files_end_in_a_value_or_a_sentence(fuzz: ModuleType, path: Path, reader: str, random: Random) -> None:
    assert fuzz.feed(reader, fuzz.mutated(random.choice(fuzz.seeds(reader)), random), path) == ""


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300) | st.text(alphabet="a:-[]{}&*|>'\"#\n ,?!%{}", max_size=200).map(str.encode))
def test_noise_ends_in_a_value_or_a_sentence(fuzz: ModuleType, path: Path, reader: str, data: bytes) -> None:
    assert fuzz.feed(reader, data, path) == ""


def test_the_watch_sees_a_traceback_and_a_file_that_is_written(
    fuzz: ModuleType, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Path) -> None:
        raise KeyError("x")

    monkeypatch.setitem(fuzz.READERS, "fails", fails)
    monkeypatch.setitem(fuzz.READERS, "writes", lambda each: each.with_name("new").write_text("x"))
    assert fuzz.feed("fails", b"", path) == "KeyError: 'x'"
    assert fuzz.feed("writes", b"", path).startswith("wrote [")
