"""The web page in a browser: no error, keys, print with a slide a page, narrow screens. Skipped without Chromium."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from briefing.formats.web.write import render
from briefing.model import Slide
from conftest import Brief
from drawn_pages import LIGHT
from samples import briefing, chart

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium"),
]
# The page in a frame of its own size, and what a script finds in it.
WRAPPER = """<!DOCTYPE html><iframe style="border:0" width="{width}" height="800"></iframe><script>
const frame = document.querySelector("iframe");
frame.onload = () => setTimeout(() => {{
  const d = frame.contentDocument, w = frame.contentWindow, r = d.documentElement;
  const press = (key) => d.body.dispatchEvent(new w.KeyboardEvent("keydown", {{key, bubbles: true}}));
  const now = () => [...d.querySelectorAll("main > section")].findIndex((each) => each.classList.contains("now")) + 1;
  const found = {script};
  document.body.innerHTML = "<pre></pre>"; document.querySelector("pre").textContent = JSON.stringify(found);
}}, 300);
frame.srcdoc = {page};
</script>"""


@pytest.fixture(scope="module")
def page(brief: Brief) -> str:
    return render(brief("cfo,cto", "pitch"), LIGHT).data.decode()


def chromium(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    base = (str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}")
    command = [*base, "--enable-logging=stderr", "--virtual-time-budget=4000", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)


def asked(folder: Path, page: str, script: str, width: int = 1280) -> Any:
    path = folder / "wrapper.html"
    path.write_text(WRAPPER.format(width=width, script=script, page=json.dumps(page).replace("</", "<\\/")))
    done = chromium(folder, "--dump-dom", path.as_uri())
    assert "CONSOLE" not in done.stderr
    found = re.search(r"<pre>(.*?)</pre>", done.stdout, re.DOTALL)
    assert found, done.stdout[-500:]
    return json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def test_it_starts_without_an_error(tmp_path: Path, page: str) -> None:
    path = tmp_path / "deck.html"
    path.write_text(page)
    done = chromium(tmp_path, "--dump-dom", path.as_uri())
    assert 'class="js"' in done.stdout
    assert "CONSOLE" not in done.stderr


def test_keys_lead_through_the_slides(tmp_path: Path, page: str) -> None:
    keys = ["f", "ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home", "b", "b", "n", "o", "Escape"]
    look = "r.className.split(' ').sort().join(' ')"
    script = f"{json.dumps(keys)}.map((key) => {{ press(key); return [key, now(), {look}]; }})"
    seen = asked(tmp_path, page, script)
    count = page.count("<section ")
    assert [place for _, place, _ in seen] == [1, 2, 3, 2, count, 1, 1, 1, 1, 1, 1]
    looks = {number: look for number, (_, _, look) in enumerate(seen)}
    assert looks[0] == "js show"
    assert looks[6] == "dark js show"
    assert looks[7] == "js show"
    assert "noted" in looks[8]
    assert "all" in looks[9]
    assert "show" not in looks[10]
    assert "all" not in looks[10]


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_it_is_never_wider_than_its_window(tmp_path: Path, page: str, width: int) -> None:
    sizes = "[...d.querySelectorAll('.l')].map((l) => parseFloat(w.getComputedStyle(l).fontSize))"
    wide, least = asked(tmp_path, page, f"[r.scrollWidth, Math.min(...{sizes})]", width)
    assert wide <= width
    assert least >= 14 or width > 640  # of a text that flows; a slide is as small as its window


def test_a_line_is_as_long_as_it_was_measured(tmp_path: Path, page: str) -> None:
    script = (
        "[...d.querySelectorAll('.page')].slice(0, 12).flatMap((p) => { const a = p.getBoundingClientRect();"
        "return [...p.querySelectorAll('.l')].map((l) => { const b = l.getBoundingClientRect();"
        "return (b.right - a.left) / a.width; }); })"
    )
    assert max(asked(tmp_path, page, script)) <= 1.0


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="needs poppler")
def test_print_gives_a_slide_a_page(tmp_path: Path, page: str) -> None:
    path, made = tmp_path / "deck.html", tmp_path / "deck.pdf"
    path.write_text(page)
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={made}", path.as_uri())
    about = subprocess.run(["pdfinfo", made], capture_output=True, text=True, check=True).stdout
    assert re.search(rf"Pages: +{page.count('<section ')}\n", about)
    assert re.search(r"Page size: +960(\.\d+)? x 540", about)


@pytest.mark.parametrize("width", [320, 1280])
def test_it_opens_at_its_title(tmp_path: Path, page: str, width: int) -> None:
    edges = ((".bar", "bottom"), ("h1 .l", "top"))
    script = ",".join(f"d.querySelector('{each}').getBoundingClientRect().{edge}" for each, edge in edges)
    bar, title = asked(tmp_path, page, f"[{script}]", width)
    assert 0 < bar <= title


def test_a_chart_is_as_wide_as_a_narrow_page(tmp_path: Path) -> None:
    wide = "getBoundingClientRect().width"
    script = f"[d.querySelector('figure > svg').{wide}, d.querySelector('figure').parentElement.{wide}]"
    page = render(briefing("", Slide("spend", "Spend", (chart(),))), LIGHT).data.decode()
    drawn, room = asked(tmp_path, page, script, 320)
    assert drawn > 0.8 * room
