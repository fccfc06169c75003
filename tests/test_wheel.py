"""The wheel as a user gets it: built, installed into an empty environment far from the checkout, and run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OFFLINE = ("Temporary failure in name resolution", "Network is unreachable", "Failed to establish a new connection")
PARTS = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT", "NOTICE", "src", "personas", "layouts")

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run without anything of this checkout in the environment; skip where there is no network to install from."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BRIEFING", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [str(each) for each in command], capture_output=True, text=True, cwd=cwd, env=env, check=False
    )
    if done.returncode and any(sign in done.stderr + done.stdout for sign in OFFLINE):
        pytest.skip("offline: packages cannot be installed into a new environment")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing else in the checkout can slip in and nothing is left in it."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in PARTS:
        path = ROOT / name
        assert path.exists(), f"{name} is missing"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(path, source / name, ignore=ignored) if path.is_dir() else shutil.copy2(path, source / name)
    run(sys.executable, "-m", "build", "--wheel", "--outdir", target, source, cwd=target)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `briefing` command of an environment that holds nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    return scripts / "briefing"


def test_the_wheel_carries_the_content_and_the_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    content = [path for each in ("personas", "layouts") for path in (ROOT / each).rglob("*") if path.is_file()]
    expected = {f"briefing/builtin/{path.relative_to(ROOT).as_posix()}" for path in content}
    assert expected - names == set()
    drawn = {f"briefing/formats/{each}" for each in ("web/deck.css", "web/deck.js", "typeset/deck.typ")}
    assert drawn - names == set()
    assert {Path(name).name for name in names} >= {"LICENSE", "LICENSE-CONTENT", "NOTICE"}
    assert not [name for name in names if name.startswith("tests/")]


def test_the_wheel_makes_a_deck_and_a_memo_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "make", "--for", "cfo,cto", "--format", "pptx,md", "--date", "2026-03-31", cwd=tmp_path)
    assert done.stdout == "output/cfo-cto-pitch.pptx\noutput/cfo-cto-pitch.md\n"
    assert "notice" not in done.stderr
    with zipfile.ZipFile(tmp_path / "output" / "cfo-cto-pitch.pptx") as deck:
        assert deck.testzip() is None
        assert "ppt/presentation.xml" in deck.namelist()
    assert (tmp_path / "output" / "cfo-cto-pitch.md").read_text(encoding="utf-8").startswith("---\ntitle: ")


def test_the_installed_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    assert run(installed, "--version", cwd=tmp_path).stdout.startswith("briefing ")
