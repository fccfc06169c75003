"""The page in a browser, as somebody meets it who has never used it. Skipped without Playwright or Chromium."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from yaml import safe_load

from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample
from templates.build import german

sync = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")]
PATIENCE = 30_000  # milliseconds, on a machine that has other things to do
FIRST_VIEW = 200_000  # bytes
EXAMPLE = Path(__file__).parents[2] / "examples" / "fictional-freight" / "org.yaml"


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The server of a folder, and the link that it shows."""
    command = [sys.executable, "-m", "briefing", "open", str(folder), "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            found = re.search(r"http\S+", process.stderr.readline())
            assert found
            yield found[0], process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """`opened(link, width=360)`: the page, which fails with the first error that its browser tells of."""
    faults: list[str] = []
    contexts = []

    def opening(link: str, **view: Any) -> Any:
        size = {"width": view.pop("width", 1440), "height": view.pop("height", 900)}
        contexts.append(browser.new_context(viewport=size, accept_downloads=True, **view))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(link)
        page.wait_for_selector(".person", state="attached")
        return page

    yield opening
    for each in contexts:
        each.close()
    # That an answer is refused, or nobody answers, is for the page to say.
    assert [each for each in faults if not each.startswith("Failed to load resource")] == []


def field(page: Any, path: str) -> Any:
    return page.locator(f'[data-path="{path}"]').first


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def text_of(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def is_idle() -> bool:
    """Whether times mean anything: this machine has nothing else to do."""
    return os.getloadavg()[0] <= (os.cpu_count() or 1)


def titles(page: Any) -> list[str]:
    return list(page.evaluate("[...document.querySelectorAll('.frame > button')].map((b) => b.ariaLabel)"))


def test_from_an_empty_folder_to_a_deck_with_a_template_and_a_bill(opened: Callable[..., Any], tmp_path: Path) -> None:
    work, given = tmp_path / "work", tmp_path / "given"
    work.mkdir()
    given.mkdir()
    (given / "Unternehmen GmbH.potx").write_bytes(german())
    write_sample(given / "bill.csv", Sample(rows=2_000, months=4, seed=1, last_month="2026-02"), None)
    with served(work) as (link, _):
        page = opened(link)
        assert "Nobody is in the room yet" in page.locator("#stage").inner_text()
        page.locator("input[value=cfo]").check()
        page.locator(".slide").first.wait_for()
        few = len(titles(page))
        page.locator("input[type=file][accept*=potx]").set_input_files(given / "Unternehmen GmbH.potx")
        page.get_by_text("is in use: the slides show it").wait_for()
        page.get_by_role("tab", name="The facts").click()
        for path, answer in {
            "name": "Fictional Freight",
            "currency": "EUR",
            "presenter": "Sam Sampleton",
            "spend.current-monthly": "€400k",
            "spend.annual-growth": "18 %",
        }.items():
            field(page, path).fill(answer)
        until(lambda: "annual-growth: 18 %" in text_of(work / "org.yaml"))
        page.get_by_role("tab", name="The bill").click()
        page.locator("input[type=file][accept*=parquet]").set_input_files(given / "bill.csv")
        page.get_by_text("The bill is in use").wait_for()
        until(lambda: len(titles(page)) > few + 3)
        page.get_by_role("tab", name="Take it away").click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="PowerPoint for CFO").click()
        deck = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(deck)
    assert deck.name == "cfo-pitch.pptx"
    with zipfile.ZipFile(deck) as parts:
        text = "".join(parts.read(each).decode() for each in parts.namelist() if "slides/slide" in each)
    assert "Sam Sampleton" in text
    assert "€400k" in text
    written = (work / "org.yaml").read_text()
    assert "current-monthly: €400000" in written
    assert sorted(each.name for each in work.iterdir()) == [".briefing", "org.yaml"]


def test_by_the_keyboard_alone(opened: Callable[..., Any], tmp_path: Path) -> None:
    with served(tmp_path) as (link, _):
        page = opened(link)
        press = page.keyboard.press

        def reach(selector: str, most: int = 80) -> None:
            for _ in range(most):
                if page.evaluate(f"document.activeElement.matches({json.dumps(selector)})"):
                    return
                press("Tab")
            raise AssertionError(f"{selector} is not reached by Tab")

        reach("[role=tab]")
        reach("input[value=cfo]")
        press("Space")
        page.locator(".slide").first.wait_for()
        page.evaluate("document.getElementById('tab-room').focus()")
        press("ArrowRight")
        assert page.evaluate("document.activeElement.id") == "tab-facts"
        reach('[data-path="name"]')
        page.keyboard.type("Fictional Freight")
        until(
            lambda: (
                "Fictional Freight" in ((tmp_path / "org.yaml").read_text() if (tmp_path / "org.yaml").exists() else "")
            )
        )
        reach(".frame > button", 160)
        press("Enter")
        page.locator("dialog[open]").wait_for()
        press("ArrowRight")
        page.get_by_text("Slide 2 of").wait_for()
        press("Escape")
        assert page.evaluate("document.activeElement.matches('.frame > button')")
        page.evaluate("document.getElementById('tab-take').focus()")
        press("Enter")
        reach("a.button")
        with page.expect_download() as waiting:
            press("Enter")
        assert waiting.value.suggested_filename == "cfo-pitch.pptx"


def test_a_wrong_answer_stands_with_its_fault_until_it_is_mended(opened: Callable[..., Any], tmp_path: Path) -> None:
    with served(tmp_path) as (link, _):
        page = opened(f"{link}#facts")
        page.get_by_role("tab", name="The facts").click()
        field(page, "spend.annual-growth").fill("18")
        page.get_by_text("which could be 18% or 1800%; write 18%").first.wait_for()
        assert field(page, "spend.annual-growth").get_attribute("aria-invalid") == "true"
        assert "18" not in text_of(tmp_path / "org.yaml")
    with served(tmp_path) as (link, _):  # another day
        page = opened(link)
        page.get_by_role("tab", name="The facts").click()
        assert field(page, "spend.annual-growth").input_value() == "18"
        page.get_by_text("which could be 18%").first.wait_for()
        field(page, "spend.annual-growth").fill("18%")
        until(lambda: "annual-growth: 18%" in text_of(tmp_path / "org.yaml"))


def test_an_editor_and_a_second_window_are_seen(opened: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "org.yaml"
    file.write_text("# Ours.\nname: Before\npresenter: Sam # always\n")
    with served(tmp_path) as (link, _):
        page = opened(link)
        page.get_by_role("tab", name="The facts").click()
        file.write_text(file.read_text().replace("Before", "In an editor"))
        until(lambda: field(page, "name").input_value() == "In an editor")
        other = opened(link)
        other.get_by_role("tab", name="The facts").click()
        field(other, "name").fill("In a window")
        until(lambda: "In a window" in file.read_text())
        until(lambda: field(page, "name").input_value() == "In a window")
        file.write_text("name: [In an editor\n")
        page.get_by_text("org.yaml cannot be read").wait_for()
        field(page, "presenter").fill("Nina")
        page.wait_for_timeout(800)
        assert file.read_text() == "name: [In an editor\n"
        file.write_text("name: In an editor # again\n")
        until(lambda: "Nina" in file.read_text())
        assert file.read_text() == "name: In an editor # again\npresenter: Nina\n"


def test_two_windows_choose_together_and_nobody_is_lost(opened: Callable[..., Any], tmp_path: Path) -> None:
    with served(tmp_path) as (link, _):
        one, other = opened(link), opened(link)
        one.locator("input[value=cfo]").check()
        one.locator(".slide").first.wait_for()
        other.locator("input[value=cto]").check()
        until(lambda: one.locator("input[value=cto]").is_checked() and other.locator("input[value=cfo]").is_checked())
        one.locator("input[name=theme][value=dark]").check()
        until(lambda: other.locator("input[name=theme][value=dark]").is_checked())
        room = json.loads((tmp_path / ".briefing" / "open" / "room.json").read_text())
    assert (room["people"], room["theme"]) == (["cfo", "cto"], "dark")


def test_what_is_typed_after_the_server_was_killed_arrives_when_it_is_back(
    opened: Callable[..., Any], browser: Any, tmp_path: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    with served(tmp_path) as (link, process):
        page.goto(link)
        page.get_by_role("tab", name="The facts").click()
        field(page, "name").fill("Before")
        until(lambda: "Before" in text_of(tmp_path / "org.yaml"))
        process.kill()
        process.wait()
        field(page, "name").fill("After")
        page.get_by_text("The server of this page has ended").wait_for()
    with served(tmp_path) as (link, _):
        page.goto(link)
        until(lambda: "name: After" in (tmp_path / "org.yaml").read_text())
    context.close()


def test_slides_move_to_the_backup_go_and_say_it_in_other_words(opened: Callable[..., Any], tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "org.yaml")
    with served(tmp_path) as (link, _):
        page = opened(link)
        page.locator("input[value=cfo]").check()
        page.locator(".slide").first.wait_for()
        told = page.locator(".deck > ol .slide")
        count = told.count()
        before = titles(page)
        told.nth(3).hover()
        told.nth(3).get_by_role("button", name="Leave out").click()
        until(lambda: before[3].partition(": ")[2] not in " ".join(titles(page)))
        told.nth(1).locator(".frame > button").click()
        page.get_by_label("Headline").fill("We {{ know }} our 100 % {% bills")
        page.get_by_role("button", name="Say it so").click()
        page.get_by_text("These are your words").wait_for()
        page.keyboard.press("Escape")
        assert "2: We {{ know }} our 100% {% bills" in titles(page)[1]  # as the language has it
        first = titles(page)[2].partition(": ")[2]
        told.nth(2).hover()
        told.nth(2).get_by_role("button", name="Later").click()
        until(lambda: next(n for n, each in enumerate(titles(page)) if each.endswith(first)) > 2)
        assert count >= 5
        gone = before[3].partition(": ")[2]
        page.get_by_role("button", name=f"Take back in: {gone}").click()
        until(lambda: gone in " ".join(titles(page)))
        page.locator(".slide", has=page.get_by_role("button", name=f"Leave out: {gone}")).first.hover()
        page.get_by_role("button", name=f"Leave out: {gone}").first.click()
        until(lambda: gone not in " ".join(titles(page)))
        layout = (tmp_path / "library" / "layouts" / "my-pitch" / "layout.yaml").read_text()
        assert "extends: pitch\n" in layout
        page.get_by_role("button", name="Take my changes of the story back").click()
        until(lambda: titles(page) == before)


def test_a_figure_leads_to_its_field(opened: Callable[..., Any], tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "org.yaml")
    with served(tmp_path) as (link, _):
        page = opened(link)
        page.locator("input[value=cfo]").check()
        page.locator(".frame > button").nth(1).click()
        page.get_by_role("button", name=re.compile(r"To spend.current-monthly, line \d+")).first.click()
        assert page.evaluate("document.activeElement.dataset.path") == "spend.current-monthly"
        page.locator(".frame > button").nth(1).click()
        page.get_by_role("button", name=re.compile(r"To savings\[2\]")).first.click()
        assert page.evaluate("document.activeElement.dataset.path").startswith("savings.1.")


def test_slides_follow_an_edit_within_half_a_second(opened: Callable[..., Any], tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "org.yaml")
    with served(tmp_path) as (link, _):
        page = opened(link)
        page.locator("input[value=cfo]").check()
        page.locator(".slide").first.wait_for()
        times = page.evaluate(
            """async () => { const found = []; for (let n = 0; n < 5; n += 1) { const begun = performance.now();
            await (await fetch('/api/slides', {method: 'POST', body: '{}'})).json();
            found.push(performance.now() - begun); }
            return found; }"""
        )
    assert min(times) < (500 if is_idle() else 20_000)


def violations(page: Any) -> list[tuple[str, list[str]]]:
    """What axe-core finds: each rule with the first elements that break it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core").Axe()
    found = axe.run(page).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found]


def test_many_decks_new_figures_in_an_old_one_and_a_phrase(opened: Callable[..., Any], tmp_path: Path) -> None:
    work, rows, deck = tmp_path / "work", tmp_path / "rows.csv", tmp_path / "deck.pptx"
    work.mkdir()
    shutil.copy(EXAMPLE, work / "org.yaml")
    rows.write_text("name,for\nNorth,cfo\nSouth,nobody\n")
    with served(work) as (link, _):
        page = opened(link)
        page.locator("input[value=cfo]").check()
        page.locator(".slide").first.wait_for()
        page.get_by_role("tab", name="Take it away").click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="PowerPoint for CFO").click()
        waiting.value.save_as(deck)
        page.get_by_label("A table of audiences").set_input_files(rows)
        page.get_by_text("no persona or group is called 'nobody'").wait_for(timeout=2 * PATIENCE)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download all of them").click()
        with zipfile.ZipFile(waiting.value.path()) as parts:
            assert parts.namelist() == ["North/cfo-pitch.pptx"]
        page.get_by_role("tab", name="The facts").click()
        field(page, "spend.current-monthly").fill("450k")
        until(lambda: "current-monthly: 450000" in text_of(work / "org.yaml"))
        page.get_by_role("tab", name="Take it away").click()
        page.get_by_label("A deck that briefing made").set_input_files(deck)
        page.get_by_role("button", name="Bring it up to date").click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download it").click()
        with zipfile.ZipFile(waiting.value.path()) as parts:
            assert "€450k" in "".join(parts.read(each).decode() for each in parts.namelist() if "slides/slide" in each)
        assert violations(page) == []
        page.locator(".frame > button[aria-label*='Three things change']").click()
        page.get_by_text("Its phrases").click()
        page.locator("#phrase-0").fill("Bills are a lottery")
        page.locator(".field:has(#phrase-0) button").first.click()
        until(lambda: "Bills are a lottery" in text_of(work / "library" / "personas" / "cfo.yaml"))


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"color_scheme": "dark"},
        {"width": 360, "height": 740},
        {"width": 320, "height": 256, "device_scale_factor": 4},  # 1280 × 1024 at 400 %
        {"width": 320, "height": 256, "color_scheme": "dark"},
    ],
    ids=["wide", "dark", "narrow", "zoomed", "zoomed and dark"],
)
def test_every_view_is_for_everyone(opened: Callable[..., Any], tmp_path: Path, view: dict[str, Any]) -> None:
    shutil.copy(EXAMPLE, tmp_path / "org.yaml")
    with served(tmp_path) as (link, _):
        page = opened(link, reduced_motion="reduce", **view)
        page.locator("input[value=cfo]").check()
        page.locator(".slide").first.wait_for()
        for name in ("The room", "The facts", "Everything", "Interview", "The bill", "Take it away", "slide"):
            if name == "slide":
                page.locator(".frame > button").nth(1).click()
            else:
                page.get_by_role("tab", name=name).or_(page.get_by_role("button", name=name, exact=True)).first.click()
            page.wait_for_timeout(200)
            assert violations(page) == [], name
            wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide[0] <= wide[1], name


def test_an_interview_becomes_facts_with_its_source_and_says_what_waits(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    with served(tmp_path) as (link, _):
        page = opened(link)
        page.get_by_role("tab", name="The facts").click()
        page.get_by_role("button", name="Interview", exact=True).click()
        page.get_by_label("Role").select_option("cfo")
        page.get_by_label("Name", exact=True).fill("Frida Fictive")
        asked = page.locator(".question").filter(has_text="Which of these did you last feel")
        asked.get_by_label("In their words").fill("Bills surprise us\nevery quarter")
        asked.get_by_role("button", name="Another answer").click()
        asked.get_by_label("In their words").nth(1).fill("Nobody owns it")
        asked.get_by_label("What did it cost?").nth(1).fill("21,000")
        page.get_by_role("button", name="Review the answers").click()
        assert text_of(tmp_path / "org.yaml") == ""
        page.get_by_role("button", name="Take them as facts").click()
        page.get_by_text("1 answer of Frida Fictive stands in org.yaml.").wait_for()
        page.get_by_text("“Nobody owns it” waits: here is an amount, but the file names no currency").wait_for()
        written = text_of(tmp_path / "org.yaml")
        assert safe_load(written)["pain-points"][0]["text"] == "Bills surprise us\nevery quarter"
        assert "source: Interview with Frida Fictive, 20" in written
        assert violations(page) == []


def test_a_folder_that_goes_away_and_a_disk_that_is_full_are_told(opened: Callable[..., Any], tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "org.yaml").write_text("name: Tiny\n")
    with served(work) as (link, process):
        page = opened(link)
        page.get_by_role("tab", name="The facts").click()
        until(lambda: field(page, "name").input_value() == "Tiny")
        shutil.rmtree(work)
        field(page, "presenter").fill("Nina")
        page.get_by_text("the folder of this page is not there any more").first.wait_for()
        assert field(page, "name").input_value() == "Tiny"
        page.get_by_role("button", name="End").click()
        page.get_by_text("1 answer could not be saved. They are kept in this browser").wait_for()
        assert process.wait(20) == 0
        assert process.stderr
        assert (
            "ended; the last that you typed is not saved: the folder of this page is not there" in process.stderr.read()
        )


def test_a_template_shows_its_title_slide_before_anybody_is_in_the_room(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "ours.potx").write_bytes(german())
    with served(tmp_path) as (link, _):
        page = opened(link)
        page.locator("input[type=file][accept*=potx]").set_input_files(tmp_path / "ours.potx")
        page.get_by_role("img", name="The title slide in this template").wait_for()
        assert violations(page) == []


def test_the_first_view_is_small_quick_and_all_from_here(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path) as (link, _):
        context = browser.new_context()
        page = context.new_page()
        sizes, places = [], set()

        def heard(response: Any) -> None:
            places.add(response.url.partition("//")[2].partition("/")[0])
            sizes.append(0 if response.status in (303, 304) else len(response.body()))

        page.on("response", heard)
        begun = time.monotonic()
        page.goto(link)
        page.wait_for_selector(".person")
        took = time.monotonic() - begun
        context.close()
    assert sum(sizes) < FIRST_VIEW
    assert places == {link.partition("//")[2].partition("/")[0]}
    assert took < (1 if is_idle() else 20)


def test_attacks_from_outside_get_nothing(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "secret.csv").write_text("secret")
    with served(tmp_path / "work") as (link, process):
        host, token = link.partition("//")[2].split("/?token=")
        port = int(host.partition(":")[2])
        own = {"Cookie": f"briefing-{port}={token}", "Origin": f"http://{host}"}

        def asked(method: str, path: str, body: str = "", headers: dict[str, str] = own) -> tuple[int, str]:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.read().decode()

        assert asked("GET", "/api/start")[0] == 200
        assert asked("GET", "/api/start", headers={})[0] == 403
        assert asked("POST", "/api/end", "{}", {**own, "Origin": "http://evil.example"})[0] == 403
        assert asked("GET", "/static/..%2fserve.py")[0] == 404
        assert asked("GET", "/static/../serve.py")[0] == 404
        for name in ("..%2f..%2f..%2fx.csv", "%2Fetc%2Fx.csv", "..%5Cx.csv"):
            asked("PUT", f"/files/bill/{name}", "a,b")
        assert asked("PUT", "/files/bill/x.exe", "MZ")[0] == 422
        for folder in ("..", "../secret.csv", str(tmp_path / "secret.csv")):
            status, said = asked("POST", "/api/bill", json.dumps({"folder": folder}))
            assert (status, "lies outside of this workspace" in said) == (422, True)
        assert asked("POST", "/api/template", '{"name": "../../secret.csv"}')[0] == 422
        assert asked("POST", "/api/facts", "[" * 100_000)[0] == 400
        assert asked("POST", "/api/facts", '{"changes": [{"path": ["nothing"], "value": 1}]}')[0] == 422
        assert asked("POST", "/api/facts", "x" * 3_000_000)[0] == 413
        again = subprocess.run(
            [sys.executable, "-m", "briefing", "open", str(tmp_path / "work"), "--no-browser"],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert f"this folder is open already: the page is at {link}" in again.stderr
        assert process.poll() is None
        assert asked("POST", "/api/end", "{}")[0] == 200
        assert process.wait(20) == 0
    outside = [each for each in tmp_path.rglob("*") if each.is_file() and ".briefing" not in each.parts]
    assert [each.name for each in outside] == ["secret.csv"]
