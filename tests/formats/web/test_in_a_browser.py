"""The web page in a browser: keys, presenter, print, small screens, zoom, no request, no error; what axe-core says.

Skipped without Chromium or Playwright.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefing.formats.web.write import render
from briefing.model import Slide
from charted import one_of_each
from conftest import Brief
from drawn_pages import LIGHT, close, said
from samples import briefing, chart
from written_deck import THEMES

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")]
NOW = "[...document.querySelectorAll('main > section')].findIndex((each) => each.classList.contains('now')) + 1"
LOOK = "document.documentElement.className.split(' ').sort().join(' ')"

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def deck(brief: Brief, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("deck") / "deck.html"
    path.write_bytes(render(brief("cfo,cto", "pitch"), LIGHT).data)
    return path


@pytest.fixture
def open_(browser: Any) -> Iterator[Open]:
    """A page of a file, in a window of this width; that it asks nobody and has no error is seen at the end."""
    contexts, troubles = list[Any](), list[str]()

    def watch(page: Any) -> None:
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))

    def opened(path: Path, width: int = 1280, height: int = 800, at: str = "", **more: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        context.on("page", watch)
        context.on("request", lambda request: troubles.append(f"request: {request.url}") if foreign(request) else None)
        page = context.new_page()
        page.goto(f"{path.as_uri()}{at}")
        return page

    def foreign(request: Any) -> bool:
        return not request.url.startswith(("file:", "data:")) or (request.url.startswith("file:") and not own(request))

    def own(request: Any) -> bool:
        return bool(request.is_navigation_request())

    yield opened
    for each in contexts:
        each.close()
    assert troubles == []


def test_the_default_deck_is_small(deck: Path) -> None:
    assert deck.stat().st_size < 400_000


def test_keys_lead_through_the_slides(open_: Open, deck: Path) -> None:
    page, seen = open_(deck), []
    for key in ("f", "ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home", "b", "b", "n", "o", "Escape"):
        page.keyboard.press(key)
        seen.append((page.evaluate(NOW), page.evaluate(LOOK)))
    count = page.locator("main > section").count()
    assert [place for place, _ in seen] == [1, 2, 3, 2, count, 1, 1, 1, 1, 1, 1]
    looks = [look for _, look in seen]
    assert looks[0] == looks[7] == "js show"
    assert looks[6] == "dark js show"
    assert "noted" in looks[8]
    assert "all" in looks[9]
    assert not {"show", "all"} & set(looks[10].split())


def test_the_address_of_a_slide_opens_it(open_: Open, deck: Path) -> None:
    first = open_(deck)
    third = first.locator("main > section").nth(2).get_attribute("id")
    page = open_(deck, at=f"#{third}")
    assert page.evaluate(NOW) == 3
    page.wait_for_function(f"Math.abs(document.getElementById('{third}').getBoundingClientRect().top) < 200")
    page.keyboard.press("f")
    page.keyboard.press("ArrowRight")
    fourth = page.locator("main > section").nth(3).get_attribute("id")
    page.wait_for_function(f"location.hash === '#{fourth}'")


def test_a_swipe_leads_on(open_: Open, deck: Path) -> None:
    page = open_(deck, width=390, height=844, has_touch=True)
    page.keyboard.press("f")
    swipe = """([from, to]) => {
      const at = (x) => new Touch({identifier: 1, target: document.body, clientX: x, clientY: 300});
      for (const [kind, x] of [["touchstart", from], ["touchend", to]])
        window.dispatchEvent(new TouchEvent(kind, {changedTouches: [at(x)]}));
    }"""
    page.evaluate(swipe, [300, 100])
    assert page.evaluate(NOW) == 2
    page.evaluate(swipe, [100, 300])
    assert page.evaluate(NOW) == 1


def test_the_presenter_and_the_room_go_together(open_: Open, deck: Path) -> None:
    room = open_(deck)
    with room.context.expect_page() as opened:
        room.keyboard.press("p")
    speaker = opened.value
    speaker.wait_for_selector(".presenter")
    assert room.evaluate(LOOK) == "js show"
    assert speaker.locator("main > section:visible").count() == 2  # this one and the next
    assert speaker.locator("section.now details p").first.is_visible()
    speaker.wait_for_function("document.querySelector('[data-clock]').textContent !== '0:00'", timeout=5000)
    speaker.keyboard.press("ArrowRight")
    room.wait_for_function(f"{NOW} === 2")
    room.keyboard.press("End")
    speaker.wait_for_function(f"{NOW} === document.querySelectorAll('main > section').length")


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (640, 1), (640, 2), (1280, 1)])  # 640 at 2 is a zoom of 200 %
def test_it_is_never_wider_than_its_window(open_: Open, deck: Path, width: int, scale: int) -> None:
    page = open_(deck, width=width, device_scale_factor=scale)
    sizes = "[...document.querySelectorAll('.l')].map((l) => parseFloat(getComputedStyle(l).fontSize))"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(f"Math.min(...{sizes})") >= 14 or width > 640  # a slide is as small as its window


def test_a_line_is_as_long_as_it_was_measured(open_: Open, deck: Path) -> None:
    ends = open_(deck).evaluate(
        "[...document.querySelectorAll('.page')].flatMap((p) => { const a = p.getBoundingClientRect();"
        "return [...p.querySelectorAll('.l')].map((l) => (l.getBoundingClientRect().right - a.left) / a.width); })"
    )
    assert len(ends) > 100
    assert max(ends) <= 1.0


def test_print_gives_a_slide_a_page(open_: Open, deck: Path, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    page = open_(deck)
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    with pikepdf.open(tmp_path / "deck.pdf") as pdf:
        assert len(pdf.pages) == page.locator("main > section").count()
        assert [float(each) for each in list(pdf.pages[0].MediaBox)[2:]] == pytest.approx([960, 540], abs=1)


@pytest.mark.parametrize("width", [320, 1280])
def test_it_opens_at_its_title(open_: Open, deck: Path, width: int) -> None:
    page = open_(deck, width=width)
    bar, title = (page.locator(each).first.bounding_box() for each in (".bar", "h1 .l"))
    assert 0 < bar["y"] + bar["height"] <= title["y"]


def test_a_chart_is_as_wide_as_a_narrow_page(open_: Open, tmp_path: Path) -> None:
    path = tmp_path / "chart.html"
    path.write_bytes(render(briefing("", Slide("spend", "Spend", (chart(),))), LIGHT).data)
    page = open_(path, width=320)
    drawn, room = (page.locator(each).first.bounding_box() for each in ("figure > svg", ".page:has(figure)"))
    assert drawn["width"] > 0.8 * room["width"]


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_every_word_can_be_read(open_: Open, deck: Path, brief: Brief, width: int) -> None:
    from briefing.formats.pages import book_of

    page = open_(deck, width=width, java_script_enabled=False)
    shown = close(page.locator("main").inner_text())
    book = book_of(brief("cfo,cto", "pitch"), LIGHT)
    assert [each for slide in book.pages for each in said(slide) if close(each) not in shown] == []
    note = page.locator("details p").first
    page.locator("details summary").first.click()
    assert note.is_visible()
    assert not page.locator(".bar").is_visible()  # its buttons need scripts


STATES = {
    "scroll": (),
    "show": ("f",),
    "notes": ("f", "n"),
    "overview": ("o",),
}


@pytest.mark.parametrize(
    ("theme", "scheme", "width"), [("light", "light", 1280), ("dark", "dark", 1280), ("light", "dark", 320)]
)
def test_axe_finds_nothing(open_: Open, brief: Brief, tmp_path: Path, theme: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    path = tmp_path / "deck.html"
    path.write_bytes(render(brief("cfo,cto", "pitch"), THEMES / f"{theme}.pptx").data)
    for state, keys in STATES.items():
        page = open_(path, width=width, color_scheme=scheme)
        for key in keys:
            page.keyboard.press(key)
        results = axe.run(page)
        told = [(each["id"], each["nodes"][0]["html"][:120]) for each in results.response["violations"]]
        assert told == [], state
        assert results.response["passes"]


def test_axe_finds_nothing_in_any_block_or_chart(open_: Open, brief: Brief, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    slides = (*(Slide(name, name, (chart,)) for name, chart in one_of_each().items()), *briefing().slides())
    made = replace(briefing("", *slides), words=brief("cfo,cto", "pitch").words)
    (tmp_path / "deck.html").write_bytes(render(made, LIGHT).data)
    for width in (320, 1280):
        results = axe.run(open_(tmp_path / "deck.html", width=width))
        told = [(each["id"], each["nodes"][0]["html"][:160]) for each in results.response["violations"]]
        assert told == [], width
