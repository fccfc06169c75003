"""Who may ask: this machine alone, through the link with the token, from pages of our own, and in sizes that end.

A request that is not ours gets a sentence and nothing else, before any of it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = ("GET", "HEAD")
MOST_JSON = 2_000_000  # bytes of a request that is no file
TOO_LARGE = "This is larger than the page takes."
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Stands before the application. `limits` are bytes by the beginning of a path, where a file is taken."""

    def __init__(self, app: ASGIApp, token: str, port: int, limits: Mapping[str, int]) -> None:
        self.app, self.token, self.port, self.limits = app, token, port, limits
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self.cookie = f"briefing-{port}"  # cookies know no ports

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused, and pass on what is ours."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return None
        refused = self._refused(scope)
        if refused is not None:
            return await refused(scope, receive, _with_headers(send))
        body = _Limited(receive, self._limit(scope["path"]))
        try:
            await self.app(scope, body.receive, _with_headers(send))
        except TooLargeError:
            too_large = PlainTextResponse(TOO_LARGE, 413)
            await too_large(scope, receive, _with_headers(send))

    def _limit(self, path: str) -> int:
        return next((limit for start, limit in self.limits.items() if path.startswith(start)), MOST_JSON)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.hosts:
            return PlainTextResponse("This page answers on 127.0.0.1 only.", 421)
        origin, own = headers.get("origin", ""), {f"http://{host}" for host in self.hosts}
        if (origin and origin not in own) or headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return PlainTextResponse("This was asked from another page, and is refused.", 403)
        if scope["method"] not in SAFE and not origin:
            return PlainTextResponse("This was asked from nowhere, and is refused.", 403)
        if scope["path"] == "/" and (given := _token_of(scope)):
            return self._welcome(given)
        if not self._is_known(headers):
            message = "Open this page by the link that 'briefing open' shows: the link has a key in it."
            return PlainTextResponse(message, 403)
        size = headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > self._limit(scope["path"]):
            return PlainTextResponse(TOO_LARGE, 413)
        return None

    def _welcome(self, given: str) -> Response:
        """The token becomes a cookie, and leaves the address bar."""
        if not compare_digest(given.encode(), self.token.encode()):
            return PlainTextResponse("This link is of an earlier run: take the one that 'briefing open' shows.", 403)
        welcome = RedirectResponse("/", 303)
        welcome.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return welcome

    def _is_known(self, headers: Headers) -> bool:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return found is not None and compare_digest(found.value.encode(), self.token.encode())


class TooLargeError(Exception):
    """A body that goes on after its limit, whatever its header says."""


class _Limited:
    """What is received, up to a limit."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left = receive, limit

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLargeError
        return message


def _token_of(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return query.removeprefix("token=") if query.startswith("token=") else ""


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
