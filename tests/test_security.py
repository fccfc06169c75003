"""What docs/security.md promises, tried as somebody would who means harm; more of it stands beside each reader."""

from __future__ import annotations

import io
import os
import pickle
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from jinja2 import TemplateError

from briefing.compose.compose import compose
from briefing.compose.sandbox import CompiledTexts, Sandbox, open_cache
from briefing.documents.yamlfile import MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, parse_yaml
from briefing.errors import BriefingError
from briefing.files.output import File, save
from briefing.library.library import Library, builtin_folder
from briefing.ooxml.container import MAX_PARTS
from briefing.ooxml.package import read_package

PAGE = (Path(__file__).parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ [].__class__.__base__.__subclasses__() }}",
    "{{ range.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self._TemplateReference__context }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{{ '%c' % 65 }}",
    "{{ 'a'.format('b') }}",
    "{{ 'x' * 10 ** 9 }}",
    "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
    "{{ 9 ** 9 ** 9 }}",
]


def test_the_page_says_the_limits_that_there_are() -> None:
    for number in (MAX_BYTES, MAX_ENTRIES, MAX_DEPTH, MAX_PARTS):
        assert f"{number:,}" in PAGE
    assert "private security advisory" in " ".join(PAGE.split())


@pytest.mark.parametrize("text", ESCAPES)
def test_no_text_of_a_layout_gets_out_of_the_sandbox(text: str) -> None:
    sandbox = Sandbox()
    sandbox.budget.start()
    with pytest.raises(TemplateError):
        sandbox.template(text).render()


@pytest.mark.parametrize("text", ESCAPES)
def test_texts_of_personas_are_no_templates(text: str, tmp_path: Path) -> None:
    personas = tmp_path / "personas"
    personas.mkdir()
    quoted = text.replace("'", "''")
    entry = f"  - {{id: a, item: '{quoted}'}}\n"
    (personas / "x.yaml").write_text(
        f"identifier: x\nname: Xavier\nprimary-goal: '{quoted}'\nobjectives:\n{entry}frustrations:\n{entry}"
    )
    library = Library((tmp_path, builtin_folder()))
    made = compose(library.select(["x"]), library.layout("pitch"), library, date(2026, 1, 15))
    assert text in repr(made).replace("\\'", "'")


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system [id]",
        "a: !!python/name:os.system",
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(8)),
        "a: &a [*a]",
        "- " * 200 + "x",
    ],
)
def test_hostile_yaml_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BriefingError, match=r"^a\.yaml:"):
        parse_yaml(text, "a.yaml")


def archive(path: Path, *entries: tuple[str, bytes]) -> Path:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries:
            made.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    path.write_bytes(stream.getvalue())
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([("../x.xml", b"")], "which leads out of the file"),
        ([("/ppt/x.xml", b"")], "which leads out of the file"),
        ([("ppt/../../x", b"")], "which leads out of the file"),
        ([("C:x", b"")], "which leads out of the file"),
        ([("a.xml", b""), ("A.xml", b"")], "holds two entries named 'A.xml'"),
        ([("a.xml", b""), ("a.xml", b"")], "holds two entries named 'a.xml'"),
        ([("a.xml", bytes(40_000_000))], "as a file made to do harm does"),
        ([(f"{n}", b"") for n in range(MAX_PARTS + 1)], "unpacks to more than 5,000 parts or 200 MB"),
        ([("x.xml", b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a+AD4')], "encoding utf-7"),
        ([("[Content_Types].xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")], "declares a document type or entities"),
    ],
)
def test_hostile_archives_are_refused(entries: list[tuple[str, bytes]], message: str, tmp_path: Path) -> None:
    types = [] if entries[0][0].startswith("[") else [("[Content_Types].xml", b"<Types/>")]
    with pytest.raises(BriefingError, match=re.escape(message)):
        read_package(archive(tmp_path / "t.pptx", *types, *entries))
    assert [each.name for each in tmp_path.iterdir()] == ["t.pptx"]


@pytest.mark.skipif(os.name == "nt", reason="owners and rights as POSIX has them")
def test_compiled_texts_of_a_folder_that_others_may_enter_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    folder = tmp_path / f"_jinja2-cache-{os.getuid()}"
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    assert open_cache(__file__) is None
    folder.unlink()
    assert open_cache(__file__) is not None
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("data", [b"", b"garbage", b"j2" + pickle.dumps(5), pickle.dumps([1, 2]) * 3])
def test_a_damaged_compiled_text_is_compiled_anew(data: bytes, tmp_path: Path) -> None:
    sandbox = Sandbox()
    sandbox._cache = CompiledTexts(str(tmp_path))
    assert sandbox.template("a {{ 1 + 1 }}").render() == "a 2"
    for file in tmp_path.iterdir():
        file.write_bytes(data)
    again = Sandbox()
    again._cache = CompiledTexts(str(tmp_path))
    assert again.template("a {{ 1 + 1 }}").render() == "a 2"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_the_place_of_a_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "out" / "a.md"
    link.parent.mkdir()
    link.symlink_to(real)
    save([File(link, b"one")])
    assert link.is_symlink()
    assert real.read_bytes() == b"one"
    real.write_bytes(b"edited by somebody")
    with pytest.raises(BriefingError, match="was not written by briefing"):
        save([File(link, b"two")])
    assert real.read_bytes() == b"edited by somebody"
