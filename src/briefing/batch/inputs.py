"""The fingerprint of everything that a file is made from: equal fingerprints, equal bytes.

Of personas and layouts counts what was read, with all that they extend: a comment there makes no deck anew. Of the
organisation's facts, the theme and what all briefings share the bytes of the files count. Each input is hashed once,
however many audiences have it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from briefing import __version__
from briefing.batch.audiences import Audience
from briefing.batch.outcome import Order
from briefing.bills import open_bills
from briefing.choices import Choices
from briefing.desk import facts_of
from briefing.errors import BriefingError
from briefing.library.layout import Layout, SlideSpec
from briefing.library.library import Library
from briefing.rendering import ThemeChoice

if TYPE_CHECKING:
    from briefing.bill.bill import Bill


# The bills of a batch: the data are read once, and each part of the bill that a row asks for comes from that.

# The bill of each part that a row asks for, by its `where`; or why there is none.
Bills: TypeAlias = "Mapping[str, Bill | BriefingError]"


def bills_of(choices: Choices, rows: Iterable[Audience], library: Library) -> Bills:
    """The bills that these rows need. Raises BriefingError where the data cannot be read at all."""
    if not choices.bill:
        return {}
    return open_bills(choices.bill, [each.where or choices.where for each in rows], facts_of(choices, library))


_PLACES = ("document", "path")  # where a slide stands in its file, which no slide shows
KPIS = "personas/kpis.yaml"
SHAPING = ("babel", "jinja2", "lxml", "python-pptx", "typst", "xlsxwriter")  # their releases may change what is written
_NO_BILLS: Bills = {}


class Inputs:
    """Fingerprints of the orders of one batch. The day counts where the user has said it."""

    def __init__(self, library: Library, choices: Choices, bills: Bills = _NO_BILLS) -> None:
        self._library = library
        self._run = (choices.organisation, choices.redact, choices.day.isoformat() if choices.day else "")
        self._notes, self._printed = choices.notes, (choices.pdf, choices.paper)
        self._versions = versions()
        self._persona = cache(lambda name: _digest(_persona(library, name)))
        self._layout = cache(lambda name: _digest(_layout(library.layout(name))))
        self._theme = cache(_theme)
        self._common = cache(self._of_common)
        self._company = cache(self._of_company)
        self._bill = cache(lambda where: _digest(bills[where]) if bills else "")

    def of(self, order: Order, form: str) -> str:
        """The fingerprint of one file: an order in one format. Raises BriefingError for an input that is wrong."""
        company = self._company() if order.facts or self._run[0] else ""
        special = (order.title, order.presenter, [(each.key, each.value) for each in order.facts], order.source)
        people = [self._persona(each) for each in order.personas]
        theme = self._theme(order.theme)
        return _digest(
            (
                self._versions,
                form,
                self._common(),
                company,
                people,
                self._layout(order.layout),
                theme,
                special,
                self._run[1:],
                *filter(any, ((order.minutes, self._notes), self._printed if form == "pdf" else ())),
                *filter(None, (self._bill(order.where),)),
            )
        )

    def _of_common(self) -> str:
        """The words, the framework, the KPIs and whatever else every briefing may draw on, of all library folders."""
        folders = self._library.folders
        files = (file for each in folders for file in (*sorted((each / "layouts").glob("*.y*ml")), each / KPIS))
        return _digest([_file(each) for each in files])

    def _of_company(self) -> str:
        names = {}
        for each in self._library.persona_ids():  # the facts may name personas whom no briefing is for
            with suppress(BriefingError):
                names[each] = self._library.persona(each).name
        return _digest((_file(Path(self._run[0])) if self._run[0] else "", names))


def versions() -> tuple[str, ...]:
    """Our version, and those of the libraries that shape what is written; empty for one that is not installed."""
    return (__version__, *map(_version, SHAPING))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _persona(library: Library, name: str) -> object:
    return msgspec.structs.replace(library.persona(name), file="")


def _layout(layout: Layout) -> object:
    return [_slide(each) for each in layout.slides], msgspec.structs.replace(layout, slides=(), file="")


def _slide(spec: SlideSpec) -> dict[str, Any]:
    return {each.name: getattr(spec, each.name) for each in fields(spec) if each.name not in _PLACES}


def _theme(choice: ThemeChoice) -> str:
    style = repr(msgspec.structs.replace(choice.style, file="")) if choice.style else ""
    return _digest((_file(choice.path), choice.mapping, style, *filter(None, (choice.width,))))


def _file(path: Path) -> str:
    """The digest of a file's bytes; of nothing where it cannot be read, which its reader will say better."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


_encode: Callable[[object], bytes] = msgspec.json.Encoder(enc_hook=str).encode


def _digest(value: object) -> str:
    return hashlib.sha256(_encode(value)).hexdigest()
