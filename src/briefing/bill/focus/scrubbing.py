"""Nothing secret is printed: reasons of drivers in one line, without credentials, users, hosts and URLs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

_LONGEST = 240  # characters of a reason; the rest is detail for the driver's own log
_HIDDEN = "…"
_LONG = (
    r"password|passwd|passphrase|passcode|pwd|token|secret|credential|api[_-]?key|access[_-]?key|private[_-]?key|"
    r"authori[sz]ation|signature"
)
_SECRET = rf"(?i:{_LONG}|(?<![a-z])(?:pass|pw|sas|sig|jwt|key|auth|otp)(?![a-z]))"  # the short ones as whole words
_NAMED = re.compile(rf"([\w.-]*{_SECRET}[\w.-]*['\"]?\s*[=:]\s*)(?:(?i:basic|bearer)\s+)?['\"]?[^\s'\",;)&]+")
_SHAPES = (
    re.compile(r"(?i)\b(?:basic|bearer)\s+[\w.~+/=-]{8,}"),
    re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"]+", re.IGNORECASE),  # a URL
    re.compile(r"\bjdbc:[^\s'\"]+"),
    re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]+)*"),  # a JSON web token
    re.compile(r"\b(?:dapi|AKIA|ASIA|ghp_|xox[abp]-|AIza)[\w-]{8,}"),  # keys of well-known makers
    re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # an address
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"),  # a host
    re.compile(r"\b(?=[\w+/]*\d)(?=[\w+/]*[A-Za-z])[\w+/]{32,}={0,2}"),  # any other long key
)
_LIKE_A_URL = re.compile(r"[A-Za-z][\w+.-]+:\S*:\S*@")  # `driver:user:password@host`
_CAUSE = re.compile(r"Caused by [\w.]+\(.*:\s+(.+?)['\"]?\)+$")  # the last reason in a chain of wrappers
_SECRET_PARAMETER = re.compile(_SECRET)
_PRIVATE_VARIABLE = re.compile(rf"{_SECRET}|^(?:DATABRICKS|SNOWFLAKE|TRINO)_\w*(?:HOST|HOSTNAME|USER|ACCOUNT)$")
_SECRET_VALUE = (*_SHAPES[:1], *_SHAPES[3:5])


def holds_secret(url: str) -> bool:
    """Whether the URL has a password, a parameter whose name says that it is secret, or a value that looks like it."""
    if _has_password(url):
        return True
    parts = urlsplit(url)
    names = (pair.partition("=")[0] for pair in re.split(r"[&;#]", f"{parts.query}&{parts.fragment}"))
    return any(_SECRET_PARAMETER.search(unquote(name)) for name in names) or any(
        shape.search(unquote(url)) for shape in _SECRET_VALUE
    )


def looks_secret(path: str) -> bool:
    """Whether what is given as a path is a URL in a form that we do not know, with a secret in it."""
    return holds_secret(path) or _LIKE_A_URL.match(path) is not None


def _has_password(url: str) -> bool:
    """Whether a name is followed by a password; one that is not encoded as it should be may hide the host."""
    rest = url.partition("://")[2]
    place = re.split(r"[/?#]", rest, maxsplit=1)[0]
    user, at, _ = place.rpartition("@")
    if at:
        return ":" in unquote(user)
    _, colon, port = place.rpartition(":")
    return colon != "" and "@" in (rest if not port.isdecimal() else rest.partition("?")[0])


def one_line(text: str, url: str = "") -> str:
    """What a driver says, without its trace: the first line that says something, scrubbed and shortened."""
    lines = (line.strip() for line in text.splitlines())
    said = next((line for line in lines if line and not line.startswith("Traceback")), "it gives no reason")
    said = (_CAUSE.search(said) or {1: said})[1]
    clean = scrubbed(re.sub(r"\s+", " ", said), url).rstrip(" .:;")
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1].rstrip() + _HIDDEN


def scrubbed(text: str, url: str = "") -> str:
    """The text without what is secret in the URL and the environment, or looks secret."""
    for word in sorted({*_of_url(url), *_of_environment()}, key=len, reverse=True):
        text = text.replace(word, _HIDDEN)
    text = _NAMED.sub(rf"\1{_HIDDEN}", text)
    for shape in _SHAPES:
        text = shape.sub(_HIDDEN, text)
    return text


def _of_url(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    found: Iterable[str | None] = (url, parts.netloc, parts.hostname, parts.username, parts.password)
    yield from (word for word in found if word and len(word) > 2)


def _of_environment() -> Iterator[str]:
    for name, value in os.environ.items():
        if len(value) >= 4 and _PRIVATE_VARIABLE.search(name):
            yield value
