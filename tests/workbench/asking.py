"""The page without a network: a request goes through the guard to the application, and its answer comes back whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from starlette.types import Message

from briefing.workbench.app import Page, application
from briefing.workbench.guard import Guard
from briefing.workbench.uploads import LIMITS

PORT = 5000
OWN = {"host": f"127.0.0.1:{PORT}", "cookie": f"briefing-{PORT}=key", "origin": f"http://127.0.0.1:{PORT}"}


class Answer(Struct):
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def value(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return str(self.value["error"])


class Asking:
    """A page of the current folder, and whoever asks it."""

    def __init__(self, ended: Callable[[], None] = lambda: None) -> None:
        self.page = Page(ended)
        self.guarded = Guard(application(self.page), "key", PORT, LIMITS)

    def raw(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = OWN) -> Answer:
        """One request; the body comes in pieces, whatever its header says."""
        pieces = [body[start : start + 500_000] for start in range(0, len(body), 500_000)] or [b""]
        coming = [{"type": "http.request", "body": each, "more_body": each is not pieces[-1]} for each in pieces]
        sent: list[Message] = []

        async def receive() -> Message:
            return coming.pop(0) if coming else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        asyncio.run(self.guarded(scope, receive, send))
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:]), found)

    def get(self, path: str) -> Answer:
        return self.raw("GET", path)

    def post(self, path: str, given: object) -> Answer:
        return self.raw("POST", path, given if isinstance(given, bytes) else json.dumps(given).encode())

    def drop(self, kind: str, name: str, data: bytes) -> Answer:
        return self.raw("PUT", f"/files/{kind}/{name}", data)
