"""Who may ask the page: each attack once, and before anything is read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from briefing.workbench.guard import HEADERS, MOST_JSON, Guard

OWN = {"host": "127.0.0.1:5000", "cookie": "briefing-5000=key"}
POST = {**OWN, "origin": "http://127.0.0.1:5000"}


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(f"{len(body)}")(scope, receive, send)


GUARD = Guard(inside, "key", 5000, {"/files/": 10_000_000})


def asked(path: str, headers: Mapping[str, str], method: str = "GET", body: bytes = b"", query: str = "") -> Message:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": raw}
    asyncio.run(GUARD(scope, receive, send))
    return {**sent[0], "headers": {name.decode(): value.decode() for name, value in sent[0]["headers"]}}


def status(path: str = "/", headers: Mapping[str, str] = OWN, method: str = "GET", body: bytes = b"") -> int:
    return int(asked(path, headers, method, body)["status"])


def test_the_link_gives_a_cookie_that_no_script_and_no_other_page_has() -> None:
    answer = asked("/", {"host": OWN["host"]}, query="token=key")
    assert (answer["status"], answer["headers"]["location"]) == (303, "/")
    cookie = answer["headers"]["set-cookie"].lower()
    assert all(each in cookie for each in ("briefing-5000=key", "httponly", "samesite=strict"))
    assert (status(), status(headers=POST, method="POST")) == (200, 200)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": OWN["host"]},
        {**OWN, "cookie": "briefing-5000=other"},
        {**OWN, "cookie": "briefing-4000=key"},
        {**OWN, "cookie": "briefing-5000=k\u00e9y"},
        {**OWN, "origin": "http://evil.example"},
        {**OWN, "origin": "null"},
        {**OWN, "origin": "http://127.0.0.1:5001"},
        {**OWN, "sec-fetch-site": "cross-site"},
        {**OWN, "sec-fetch-site": "same-site"},
    ],
)
def test_whoever_is_not_ours_gets_nothing(headers: dict[str, str]) -> None:
    assert status(headers=headers) == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:5001", "evil.example:5000", ""])
def test_a_name_that_leads_here_by_a_trick_of_name_servers_is_refused(host: str) -> None:
    assert status(headers={**OWN, "host": host}) == 421


def test_a_form_of_another_page_changes_nothing() -> None:
    assert status("/api/end", OWN, "POST") == 403  # browsers say where a form comes from


def test_a_wrong_token_is_told_of() -> None:
    assert asked("/", {"host": OWN["host"]}, query="token=old")["status"] == 403


def test_sizes_end_whatever_the_header_says() -> None:
    much = b"x" * (MOST_JSON + 1)
    assert status("/api/facts", {**POST, "content-length": str(len(much))}, "POST") == 413
    assert status("/api/facts", POST, "POST", much) == 413
    assert status("/api/facts", {**POST, "content-length": "many"}, "POST") == 413
    assert status("/files/template/x.pptx", POST, "PUT", much) == 200


@pytest.mark.parametrize("headers", [OWN, {"host": OWN["host"]}])
def test_every_answer_forbids_inline_scripts_frames_and_other_places(headers: dict[str, str]) -> None:
    found = asked("/", headers)["headers"]
    assert {name: found[name.lower()] for name in HEADERS} == HEADERS
    assert "script-src 'self';" in HEADERS["Content-Security-Policy"]
