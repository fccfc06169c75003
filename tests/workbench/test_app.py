"""Every path of the page: who asks in another way, for another sort, or for too much gets a sentence."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.routing import Route

from briefing.workbench.app import _attached
from briefing.workbench.guard import MOST_JSON
from briefing.workbench.places import HIDDEN
from workbench.asking import OWN, Asking

EXAMPLE = Path(__file__).parents[2] / "examples" / "fictional-freight" / "org.yaml"
# Path → a request that is sound, and what is answered to it.
TOLD: dict[str, tuple[object, int]] = {
    "/api/facts": ({"changes": [{"path": ["name"], "value": "Tiny"}], "version": ""}, 200),
    "/api/room": ({"people": [], "minutes": 5}, 200),
    "/api/slides": ({"have": []}, 422),  # nobody is in the room
    "/api/phrase": ({"persona": "cfo", "list": "nothing", "id": "x", "field": "item", "text": "x"}, 422),
    "/api/bill": ({"folder": "nowhere"}, 422),
    "/api/template": ({"name": "nothing.potx"}, 422),
    "/api/refresh": ({"name": "nothing.pptx"}, 422),
    "/api/table": ({"name": "nothing.xlsx"}, 422),
    "/api/batch": ({"name": "nothing.csv"}, 422),
    "/api/end": ({}, 200),
}
ASKED: dict[str, int] = {
    "/": 200,
    "/static/page.js": 200,
    "/static/nothing.js": 404,
    "/static/..%2fserve.py": 404,
    "/api/start": 200,
    "/api/facts": 200,
    "/api/facts?version=other": 200,
    "/api/room": 200,
    "/api/lacking": 422,
    "/api/feeds": 200,
    "/api/interview?for=cfo": 200,
    "/api/interview?for=nobody": 422,
    "/api/bill": 200,
    "/api/bill/figures": 200,
    "/api/batch": 200,
    "/download/refreshed?name=nothing.pptx": 422,
    "/download/batch": 200,
    "/download?format=exe": 422,
    "/download?format=md&for=nobody": 422,
}
NO_REQUESTS = {
    "nothing": b"",
    "a word": b"x",
    "a list": b"[]",
    "a number": b"5",
    "null": b"null",
    "half": b'{"a',
    "no UTF-8": b"\xff\xfe",
    "half a letter": b'{"name": "\\ud800"}',
    "too deep": b"[" * 100_000,
}
WRONG: tuple[Any, ...] = (None, 5, "x", True, [], {}, [[]], [None], {"x": 1}, "\0", "../x", ["\0"], 10**30, -1)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """A page that many tests ask, with nobody in the room and a small file of facts."""
    folder = tmp_path_factory.mktemp("page")
    before = Path.cwd()
    os.chdir(folder)
    Path("org.yaml").write_text("currency: EUR\n")
    yield Asking()
    os.chdir(before)


def test_every_path_is_tried_here(asking: Asking) -> None:
    routes = [each for each in asking.page.routes() if isinstance(each, Route)]
    posts = {each.path for each in routes if "POST" in (each.methods or ())}
    gets = {each.path for each in routes if "GET" in (each.methods or ())}
    assert posts == set(TOLD)
    assert gets - {"/static/{name}"} == {each.partition("?")[0] for each in ASKED if "static" not in each}


@pytest.mark.parametrize(("path", "status"), ASKED.items())
def test_what_is_asked_is_answered(asking: Asking, path: str, status: int) -> None:
    assert asking.get(path).status == status


@pytest.mark.parametrize(("path", "sound"), TOLD.items())
def test_what_is_told_is_answered(asking: Asking, path: str, sound: tuple[object, int]) -> None:
    assert asking.post(path, sound[0]).status == sound[1]


@pytest.mark.parametrize("path", [*TOLD, *ASKED, "/files/bill/x.csv"])
def test_nobody_else_gets_anything(asking: Asking, path: str) -> None:
    method = "PUT" if path.startswith("/files") else "POST" if path in TOLD else "GET"
    for wrong, status in (
        ({**OWN, "host": "evil.example"}, 421),
        ({**OWN, "origin": "http://evil.example"}, 403),
        ({**OWN, "sec-fetch-site": "cross-site"}, 403),
        ({**OWN, "cookie": "briefing-5000=other"}, 403),
        ({name: value for name, value in OWN.items() if name != "cookie"}, 403),
    ):
        assert asking.raw(method, path, b"{}", wrong).status == status, wrong


@pytest.mark.parametrize("path", [*TOLD, *ASKED, "/files/bill/x.csv"])
def test_another_method_is_told_so(asking: Asking, path: str) -> None:
    both = path.partition("?")[0] in TOLD and path.partition("?")[0] in ASKED
    for method in ("DELETE", "PATCH", *(() if both else ("GET" if path in TOLD else "POST",))):
        answer = asking.raw(method, path)
        assert (answer.status, answer.text) == (405, "The page asks for this in another way."), method


def test_what_is_not_there_is_told_so(asking: Asking) -> None:
    for path in ("/nothing", "/api", "/api/nothing", "/files/bill", "/static", "/static/a/b.js"):
        answer = asking.get(path)
        assert (answer.status, answer.text) == (404, "There is nothing here.")


@pytest.mark.parametrize("path", TOLD)
@pytest.mark.parametrize("body", NO_REQUESTS.values(), ids=NO_REQUESTS)
def test_what_is_no_request_is_told_so(asking: Asking, path: str, body: bytes) -> None:
    answer = asking.post(path, body)
    assert answer.status == 400
    assert answer.error.endswith("; load the page again")


@pytest.mark.parametrize("path", TOLD)
def test_a_field_that_nobody_knows_is_told_of(asking: Asking, path: str) -> None:
    sound = TOLD[path][0]
    assert isinstance(sound, dict)
    answer = asking.post(path, {**sound, "bogus": 1})
    assert (answer.status, answer.error) == (
        400,
        "the page sent 'bogus', which its server does not know; load the page again",
    )


@pytest.mark.parametrize("path", ["/api/facts", "/api/phrase", "/api/template", "/api/refresh", "/api/table"])
def test_a_request_that_lacks_what_it_is_about_is_told_so(asking: Asking, path: str) -> None:
    answer = asking.post(path, {})
    assert answer.status == 400
    assert answer.error.startswith("the page sent nothing for '")


@pytest.mark.parametrize("path", [each for each in TOLD if each != "/api/end"])
def test_no_value_of_another_sort_breaks_it(asking: Asking, path: str) -> None:
    sound = TOLD[path][0]
    assert isinstance(sound, dict)
    fields = {*sound, "theme", "bill", "stories", "layout", "notes", "redact"} if path == "/api/room" else {*sound}
    for field in sorted(fields):
        for wrong in WRONG:
            answer = asking.post(path, {**sound, field: wrong})
            assert answer.status in (200, 400, 422), (field, wrong, answer.text)
            assert answer.status == 200 or "fault of briefing" not in answer.error


PATHS: tuple[Any, ...] = ("name", "n.a.m.e", [], [5], [-1], [True], ["name", 0], ["name", "x"], ["\0"], ["savings", -1])


@pytest.mark.parametrize("path", PATHS, ids=repr)
def test_a_path_that_is_none_is_told_so(asking: Asking, path: Any) -> None:
    before = Path("org.yaml").read_text()
    answer = asking.post("/api/facts", {"changes": [{"path": path, "value": "x"}]})
    assert answer.status in (400, 422)
    assert "n.a.m.e" not in answer.error
    assert Path("org.yaml").read_text() == before


VALUES: tuple[Any, ...] = (5, 5.5, True, 1e300, {"x": 1}, [1], [[[]]], {"": ""}, "\0", "\x0b", "\u2028", "x" * 20_000)


@pytest.mark.slow
@pytest.mark.parametrize("field", [["name"], ["spend"], ["savings"], ["savings", 0], ["spend", "by-month"]], ids=repr)
def test_no_answer_breaks_the_facts(asking: Asking, field: list[Any]) -> None:
    before = Path("org.yaml").read_text()
    for value in VALUES:
        answer = asking.post("/api/facts", {"changes": [{"path": field, "value": value}], "insist": True})
        assert answer.status in (200, 400, 422), (value, answer.text[:300])
        assert asking.get("/api/facts").value["fault"] == "", value
    asking.post("/api/facts", {"changes": [{"path": field, "value": None}], "insist": True})
    Path("org.yaml").write_text(before)


def test_what_is_nested_too_deep_or_has_too_many_values_is_refused(asking: Asking) -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]
    for value, why in ((deep, "this is nested more than 40 deep; load the page again"), ([1] * 60_000, "this holds")):
        answer = asking.post("/api/facts", {"changes": [{"path": ["name"], "value": value}]})
        assert (answer.status, answer.error.startswith(why)) == (400, True)


@pytest.mark.parametrize("path", TOLD)
def test_what_is_too_large_is_refused_also_where_its_header_lies(asking: Asking, path: str) -> None:
    much = b"x" * (MOST_JSON + 1)
    for headers in (OWN, {**OWN, "content-length": str(len(much))}):
        answer = asking.raw("POST", path, much, headers)
        assert (answer.status, answer.text) == (413, "This is larger than the page takes.")


@pytest.mark.slow
def test_slides_are_drawn_and_a_picture_that_the_page_has_is_not_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asking = Asking()
    asking.post("/api/room", {"people": ["cfo"]})
    first = asking.post("/api/slides", {}).value["slides"]
    again = asking.post("/api/slides", {"have": [each["key"] for each in first[1:]]}).value["slides"]
    assert [each["key"] for each in again] == [each["key"] for each in first]
    assert ["html" in each for each in again] == [True, *(False for _ in first[1:])]
    deck = asking.get("/download?format=md")
    assert (deck.status, deck.headers["content-disposition"]) == (200, "attachment; filename*=UTF-8''cfo-pitch.md")


@pytest.mark.slow
def test_an_answer_costs_one_writing_one_library_and_one_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes the time of an edit, counted: whatever machine this is, none of it is done twice."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE, "org.yaml")
    asking, counts = Asking(), Counter[str]()
    asking.post("/api/room", {"people": ["cfo"]})

    def counted(place: str) -> None:
        module, name = import_module(place.rpartition(".")[0]), place.rpartition(".")[2]
        real = getattr(module, name)

        def counting(*given: Any, **named: Any) -> Any:
            counts[name] += 1
            return real(*given, **named)

        monkeypatch.setattr(module, name, counting)

    for each in ("facts.with_changes", "app.the_library", "slides.pictures", "slides.open_desk"):
        counted(f"briefing.workbench.{each}")
    asking.post("/api/facts", {"changes": [{"path": ["presenter"], "value": "Nina"}], "insist": True})
    assert counts == {"with_changes": 1, "the_library": 1}
    counts.clear()
    asking.post("/api/slides", {})
    assert counts == {"the_library": 1, "pictures": 1, "open_desk": 1}


def test_half_a_file_is_none(asking: Asking) -> None:
    asking.guarded.limits = {"/files/deck/": 600_000}
    answer = asking.drop("deck", "x.pptx", b"x" * 1_000_000)
    assert (answer.status, answer.text) == (413, "This is larger than the page takes.")
    assert [*(HIDDEN / "decks").iterdir()] == []


@pytest.mark.parametrize(("count", "kept"), [(3, 3), (200, None)])
def test_what_is_to_be_known_of_a_file_goes_with_it_as_far_as_there_is_room(count: int, kept: int | None) -> None:
    notices = [f"Notice {number} of a file – with what it says" for number in range(count)]
    headers = _attached("decké.pptx", b"", "pptx", notices).headers
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''deck%C3%A9.pptx"
    found = json.loads(unquote(headers["x-notices"]))
    assert len(headers["x-notices"]) < 8_000
    if kept is not None:
        assert found == notices
    else:
        assert found[-1] == f"And {count - len(found) + 1} more, which stand under the slides"
