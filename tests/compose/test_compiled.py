from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from jinja2.bccache import FileSystemBytecodeCache

from briefing.compose import sandbox
from briefing.compose.sandbox import Sandbox

TEXT = "{% for each in [1, 2] %}{{ each }}{% endfor %}"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sandbox, "_KEPT", {})
    return tmp_path


def another_run() -> None:
    """A process of its own, which has nothing in memory."""
    sandbox._KEPT.clear()


def never_compile(self: Sandbox, *_: object, **__: object) -> object:
    raise AssertionError("compiled again")


def test_a_text_is_compiled_once_and_then_taken_from_the_run_before(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Sandbox().template(TEXT).render() == "12"
    monkeypatch.setattr(Sandbox, "compile", never_compile)
    another_run()
    assert Sandbox().template(TEXT).render() == "12"


def test_a_run_reads_a_text_once_until_its_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "open_cache", lambda compiler: None)
    monkeypatch.setattr(sandbox, "MOST_KEPT", 1)
    assert Sandbox().template(TEXT).render() == "12"
    assert Sandbox().template("more").render() == "more"
    monkeypatch.setattr(Sandbox, "compile", never_compile)
    assert Sandbox().template(TEXT).render() == "12"
    with pytest.raises(AssertionError, match="compiled again"):
        Sandbox().template("more")


def test_another_text_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    Sandbox().template(TEXT)
    monkeypatch.setattr(Sandbox, "compile", never_compile)
    with pytest.raises(AssertionError, match="compiled again"):
        Sandbox().template(TEXT + "!")


def test_what_a_macro_costs_is_known_only_by_compiling_so_it_is_never_kept(own_folder: Path) -> None:
    Sandbox().template("{% macro much() %}much{% endmacro %}{{ much() }}")
    assert list(own_folder.rglob("*.cache")) == []


def test_a_changed_compiler_does_not_use_what_the_old_one_made(tmp_path: Path) -> None:
    compiler = tmp_path / "compiler.py"
    compiler.write_text("old")
    old = sandbox.open_cache(str(compiler))
    compiler.write_text("newer")
    new = sandbox.open_cache(str(compiler))
    assert old is not None
    assert new is not None
    assert old.pattern != new.pattern


def test_without_a_safe_folder_every_run_compiles_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsafe(self: object) -> str:
        raise RuntimeError("Cannot determine safe temp directory.")

    monkeypatch.setattr(sandbox.CompiledTexts, "_get_default_cache_dir", unsafe)
    assert Sandbox()._cache is None
    assert Sandbox().template(TEXT).render() == "12"


def test_a_cache_that_cannot_be_written_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, bucket: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemBytecodeCache, "dump_bytecode", full)
    assert Sandbox().template(TEXT).render() == "12"


def test_a_damaged_entry_is_compiled_again(own_folder: Path) -> None:
    Sandbox().template(TEXT)
    (entry,) = own_folder.rglob("*.cache")
    entry.write_bytes(entry.read_bytes()[:20])
    another_run()
    assert Sandbox().template(TEXT).render() == "12"
