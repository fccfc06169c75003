"""A preview in a browser: the page changes at its slide when a file is saved, and says what is to be mended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
pytest.importorskip("watchfiles")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium"),
    pytest.mark.skipif(os.name != "posix", reason="ends it as Ctrl-C does"),
]
SOURCE = Path(__file__).parents[2] / "src"
SAYS = "(text) => document.querySelector('main').textContent.includes(text)"
ORG = "name: Example Freight\nspend: {current-monthly: 400_000}\ncurrency: EUR\n"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "org.yaml").write_text(ORG)
    command = [sys.executable, "-m", "briefing", "preview", "--for", "cfo", "--org", "org.yaml", "--watch", "--no-open"]
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}
    run = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None
    yield run.stdout.readline().strip()
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=20)
    assert run.returncode == 0
    assert "Traceback" not in told


def test_the_page_follows_the_files(address: str, tmp_path: Path) -> None:
    org, troubles = tmp_path / "org.yaml", list[str]()
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page: Any = browser.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(address) else troubles.append(request.url))
        page.goto(f"{address}#current-state")
        page.wait_for_function(SAYS, arg="€400k")
        assert not page.locator("[role=alert]").is_visible()
        page.keyboard.press("f")

        org.write_text(ORG.replace("400_000", "500_000"))
        page.wait_for_function(SAYS, arg="€500k", timeout=10_000)
        assert page.url.endswith("#current-state")
        assert "show" in page.evaluate("document.documentElement.className")

        org.write_text(ORG.replace("400_000", "[<b>"))
        page.locator("[role=alert]").wait_for(state="visible", timeout=10_000)
        assert page.locator("[role=alert]").inner_text().startswith("org.yaml:2:")
        assert page.locator("[role=alert] b").count() == 0
        assert page.evaluate(SAYS, "€500k")

        org.write_text(ORG.replace("400_000", "600_000"))
        page.wait_for_function(SAYS, arg="€600k", timeout=10_000)
        assert not page.locator("[role=alert]").is_visible()
        browser.close()
    assert troubles == []
