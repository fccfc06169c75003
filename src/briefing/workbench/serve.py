"""Serving the page: one server a workspace, on a free port of this machine, until Ctrl-C or the button of the page."""

from __future__ import annotations

import json
import os
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_urlsafe
from threading import Thread
from types import FrameType

import uvicorn
from filelock import FileLock, Timeout

from briefing.errors import FactError
from briefing.workbench.app import Page, application
from briefing.workbench.guard import Guard
from briefing.workbench.places import HIDDEN, inside, keep, keeping, staying
from briefing.workbench.uploads import LIMITS

ADDRESS = "127.0.0.1"


def serve(folder: Path, *, browser: bool, port: int, tell: Callable[[str], None]) -> None:
    """Serve a workspace until somebody ends it; where one is served already, open that. Raises BriefingError."""
    if not folder.is_dir():
        raise FactError(f"there is no folder {folder}", remedy="make it, or name another")
    with keeping(folder):
        os.chdir(folder)
    lock = FileLock(HIDDEN / "server.lock")
    inside(HIDDEN)
    with keeping(HIDDEN):
        HIDDEN.mkdir(parents=True, exist_ok=True)
        _hide()
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return _join(browser=browser, tell=tell)
    with lock, staying():
        _serve(browser=browser, port=port, tell=tell)


def _serve(*, browser: bool, port: int, tell: Callable[[str], None]) -> None:
    with _socket(port) if port else _usual_socket() as listener:
        port, token = listener.getsockname()[1], token_urlsafe(24)
        link = f"http://{ADDRESS}:{port}/?token={token}"
        found: list[_Server] = []
        page = Page(end=lambda: found[0].end())
        guarded = Guard(application(page), token, port, LIMITS)
        config = uvicorn.Config(
            guarded, log_level="warning", access_log=False, lifespan="off", server_header=False, ws="none"
        )
        found.append(_Server(config, lambda: _ready(page, link, browser=browser, tell=tell)))
        try:
            found[0].run([listener])
        finally:
            with suppress(OSError):
                _server_file().unlink(missing_ok=True)
    tell(page.farewell())


class _Server(uvicorn.Server):
    """Ends on Ctrl-C without a trace, and says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """What ends the process ends the server first, and is no error then."""
        before = {each: signal.signal(each, self._ended) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _ended(self, number: int, frame: FrameType | None) -> None:
        self.end()

    def end(self) -> None:
        """Finish what is being answered, and stop."""
        self.should_exit = True


def _ready(page: Page, link: str, *, browser: bool, tell: Callable[[str], None]) -> None:
    keep(_server_file(), json.dumps({"link": link, "process": os.getpid()}).encode())
    with suppress(OSError):
        _server_file().chmod(0o600)
    tell(f"the page is at {link}")
    tell("leave this window open; Ctrl-C, or 'End' on the page, ends it")
    Thread(target=page.warm, daemon=True).start()
    if browser:
        _open(link)


def _open(link: str) -> None:
    Thread(target=webbrowser.open, args=(link,), daemon=True).start()


def _join(*, browser: bool, tell: Callable[[str], None]) -> None:
    """The page of the server that has this workspace already."""
    try:
        link = json.loads(_server_file().read_bytes())["link"]
    except (OSError, ValueError, KeyError, TypeError):
        message = "another 'briefing open' is at work in this folder"
        raise FactError(message, remedy="end it first, or wait until it has started") from None
    tell(f"this folder is open already: the page is at {link}")
    if browser:
        _open(link)


def _usual_socket() -> socket.socket:
    """On the port of the last time where it is free: what a browser kept of the page is then still there."""
    with suppress(OSError, ValueError, FactError):
        return _socket(int(_port_file().read_text()))
    listener = _socket(0)
    keep(_port_file(), str(listener.getsockname()[1]).encode())
    return listener


def _socket(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, port))
    except OSError as error:
        listener.close()
        reason = (error.strerror or "unknown reason").lower()
        raise FactError(f"port {port} cannot be used: {reason}", remedy="leave --port out, or name another") from error
    return listener


def _server_file() -> Path:
    return HIDDEN / "server.json"


def _port_file() -> Path:
    return HIDDEN / "port"


def _hide() -> None:
    """Keep the folder out of everybody's version control."""
    ignore = HIDDEN.parent / ".gitignore"
    if not ignore.exists():
        keep(ignore, b"*\n")
