"""Serving: the web page of a preview for the browser of this machine, and the word that there is a new one.

It listens on this machine alone, and answers only who calls it by its own name: a page of somebody else cannot read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from briefing.errors import FactError

HOST: Final = "127.0.0.1"
SCRIPT: Final = Path(__file__).with_name("reload.js")
END: Final = b"</body>"
PATIENCE: Final = 10.0  # seconds after which a browser that listens is told that we are there
EMPTY: Final = b'<!DOCTYPE html>\n<html lang="en">\n<head><title>briefing</title></head>\n<body>\n</body>\n</html>\n'


class Screen:
    """What the browser shows: a page, and the fault that keeps the next one away. Safe among threads."""

    def __init__(self) -> None:
        self._page, self._fault, self._version = EMPTY, "", 0
        self._changed = Condition()

    def show(self, page: bytes | None, fault: str = "") -> None:
        """Put up a page, or leave the one before, under the fault of the files."""
        with self._changed:
            if page is not None and page != self._page:
                self._page, self._version = page, self._version + 1
            self._fault = fault
            self._changed.notify_all()

    def page(self) -> bytes:
        """The page, which listens for the next one."""
        with self._changed:
            page, version = self._page, self._version
        before, end, after = page.rpartition(END)
        script = f'<script data-seen="{version}">\n{SCRIPT.read_text(encoding="utf-8")}</script>\n'.encode()
        return before + script + end + after

    def events(self, seen: int) -> Iterator[bytes]:
        """What happens from now on, for a browser that has seen this version; ends with a new one."""
        told = ""
        while True:
            with self._changed:
                self._changed.wait_for(partial(self._has_news, seen, told), PATIENCE)
                version, fault = self._version, self._fault
            if version != seen:
                yield b"event: page\ndata: new\n\n"
                return
            yield f"event: fault\ndata: {json.dumps(fault)}\n\n".encode() if fault != told else b": still here\n\n"
            told = fault

    def _has_news(self, seen: int, told: str) -> bool:
        return self._version != seen or self._fault != told


@contextmanager
def serving(screen: Screen, port: int = 0) -> Iterator[str]:
    """The address of a server of that screen, for as long as it is wanted. Raises FactError where the port is taken."""
    try:
        server = ThreadingHTTPServer((HOST, port), _handler(screen))
    except OSError as error:
        message = f"port {port} cannot be used: {(error.strerror or str(error)).lower()}"
        raise FactError(message, remedy="give another one with --port, or leave --port out") from error
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _handler(screen: Screen) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers a browser."""

        def do_GET(self) -> None:
            """The page at `/`, and what happens at `/changes`."""
            asked, port = urlsplit(self.path), self.connection.getsockname()[1]
            if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
                self.send_error(HTTPStatus.FORBIDDEN)
            elif asked.path == "/":
                self._head("text/html; charset=utf-8")
                self.wfile.write(screen.page())
            elif asked.path == "/changes":
                self._head("text/event-stream")
                seen = parse_qs(asked.query).get("seen", ["0"])[0]
                with suppress(ConnectionError):  # the browser has gone
                    for event in screen.events(int(seen) if seen.isdecimal() else 0):
                        self.wfile.write(event)
                        self.wfile.flush()
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def _head(self, kind: str) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "no-store")
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Nobody is told of requests."""

    return Handler
