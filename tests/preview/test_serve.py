"""The page of a preview: it listens for the next one, says what is wrong, and is for nobody else."""

from __future__ import annotations

import http.client
from collections.abc import Iterator

import pytest

from briefing.errors import FactError
from briefing.preview.serve import Screen, serving

PAGE = b"<html><body><p>First</p></body></html>"


@pytest.fixture(scope="module")
def screen() -> Screen:
    return Screen()


@pytest.fixture(scope="module")
def port(screen: Screen) -> Iterator[int]:
    with serving(screen) as address:
        yield int(address.rstrip("/").rpartition(":")[2])


def get(port: int, path: str = "/", host: str = "") -> tuple[int, str, bytes]:
    calling = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    calling.request("GET", path, headers={"Host": host or f"localhost:{port}"})
    answer = calling.getresponse()
    return answer.status, answer.headers.get("Cache-Control", ""), answer.read()


def test_the_page_is_the_newest_one_and_listens_for_the_next(screen: Screen, port: int) -> None:
    screen.show(PAGE)
    first = get(port)
    screen.show(PAGE.replace(b"First", b"Second"))
    second = get(port)
    assert (first[0], first[1]) == (200, "no-store")
    assert b"First" in first[2]
    assert b"Second" in second[2]
    assert b'data-seen="' in second[2]
    assert second[2].index(b"EventSource") < second[2].index(b"</body>")


def test_who_has_seen_an_older_page_is_told_at_once(screen: Screen, port: int) -> None:
    screen.show(PAGE + b" ")
    assert get(port, "/changes?seen=0")[2] == b"event: page\ndata: new\n\n"


def test_a_fault_is_told_until_it_is_mended_and_the_page_stays() -> None:
    screen = Screen()
    screen.show(PAGE)
    events = screen.events(1)
    screen.show(None, 'org.yaml, line 3: "x" <is> wrong\nand so is y')
    assert next(events) == b'event: fault\ndata: "org.yaml, line 3: \\"x\\" <is> wrong\\nand so is y"\n\n'
    assert b"First" in screen.page()
    screen.show(PAGE)
    assert next(events) == b'event: fault\ndata: ""\n\n'
    screen.show(PAGE + b" ")
    assert list(events) == [b"event: page\ndata: new\n\n"]


def test_the_same_page_is_no_new_one() -> None:
    screen = Screen()
    screen.show(PAGE)
    before = screen.page()
    screen.show(PAGE)
    assert screen.page() == before


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "localhost:1"])
@pytest.mark.parametrize("path", ["/", "/changes?seen=0"])
def test_a_page_of_somebody_else_gets_nothing(port: int, host: str, path: str) -> None:
    status, _, body = get(port, path, host)
    assert status == 403
    assert b"First" not in body


def test_nothing_but_the_page_is_there(port: int) -> None:
    assert get(port, "/org.yaml")[0] == 404


def test_a_port_that_is_taken_is_a_sentence(port: int) -> None:
    with pytest.raises(FactError) as caught, serving(Screen(), port):
        pass
    assert str(caught.value) == (
        f"port {port} cannot be used: address already in use; give another one with --port, or leave --port out"
    )
