"""What the page may ask for: each path with the function that answers it; what is wrong is told in a sentence."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import wraps
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from briefing.documents.yamlfile import Document
from briefing.errors import BriefingError, FactError, UsageError
from briefing.formats.registry import FORMATS
from briefing.workbench import bill, taking, uploads
from briefing.workbench.drafts import Change
from briefing.workbench.facts import Facts
from briefing.workbench.form import form, names_of_people
from briefing.workbench.guard import TooLargeError
from briefing.workbench.room import HIDDEN, LANGUAGES, default_layout, facts_file, keep_room, read_room, the_library

STATIC = Path(__file__).parent / "static"
TYPES: Mapping[str, str] = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
MEDIA: Mapping[str, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}
Answer = Callable[[Request], Any]
log = logging.getLogger("briefing.open")


class Page:
    """The answers. Everything that makes decks runs one after the other: it is the same library, read once."""

    def __init__(self, end: Callable[[], None]) -> None:
        self.end = end
        self.engine = Lock()
        self.facts = Facts(facts_file(), HIDDEN, self._sound)
        self.reading = bill.Reading()
        self.batch = taking.Batch()
        self._feeds: Mapping[str, Any] = {}

    def _sound(self, document: Document) -> object:
        from briefing.figures.drafting import open_organisation

        return open_organisation(the_library(), document)

    def start(self, request: Request) -> Any:
        """All that the page needs to draw itself."""
        library = the_library()
        layouts = [each for each in library.layouts() if not each.name.startswith("my-")]
        return {
            "folder": Path.cwd().name or str(Path.cwd()),
            "file": self.facts.path.name,
            "form": form(library),
            **names_of_people(library),
            "layouts": [{"name": each.name, "description": each.description} for each in layouts],
            "layout": default_layout(),
            "themes": uploads.themes(library),
            "languages": LANGUAGES,
            "formats": list(FORMATS),
            "room": read_room(),
            "facts": self.facts.state(),
            "bill": self.reading.state(),
        }

    def read_facts(self, request: Request) -> Any:
        """The facts as they are now; nothing where they are as the page has them."""
        state = self.facts.state()
        return {"same": True} if request.query_params.get("version") == state.version else state

    def change_facts(self, given: Any) -> Any:
        """Write what was typed."""
        changes = tuple(Change(tuple(each["path"]), each.get("value")) for each in given["changes"])
        return self.facts.change(changes, str(given.get("version", "")), insist=bool(given.get("insist")))

    def change_room(self, given: Any) -> Any:
        """Keep what was chosen."""
        return keep_room(given, the_library())

    def show_slides(self, given: Any) -> Any:
        """The deck as it is now; a picture that the page has already is not sent again."""
        found = _slides().preview(read_room(), the_library())
        have = frozenset(given.get("have", ()))
        for each in found["slides"]:
            if each["key"] in have:
                del each["html"]
        return found

    def warm(self) -> None:
        """Read and import what the first slides need, while somebody looks for the mouse."""
        with suppress(BriefingError), self.engine:
            self._feeds = _slides().feeds(the_library())

    def feeds(self, request: Request) -> Any:
        """Which slides a fact feeds."""
        return self._feeds

    def say_phrase(self, given: Any) -> Any:
        """Keep a phrase of a persona in other words."""
        from briefing.workbench.phrases import Phrase, say

        say(msgspec.convert({**given, "origin": ""}, Phrase), the_library())
        return {}

    def lacking(self, request: Request) -> Any:
        """What would strengthen the deck."""
        return _slides().lacking(read_room(), the_library())

    def download(self, request: Request) -> Response:
        """The deck as a file; `for` names other people than the whole room."""
        asked, room = request.query_params, read_room()
        people = tuple(filter(None, asked.get("for", "").split(","))) or room.people
        wanted = asked.get("format", "pptx")
        if wanted not in FORMATS:
            raise UsageError(f"unknown format '{wanted}'", remedy=f"formats are {', '.join(FORMATS)}")
        name, data, _ = _slides().made(room, the_library(), wanted, people)
        return _attached(name, data, wanted)

    def refresh(self, given: Any) -> Any:
        """What new facts change in a deck that was dropped."""
        return taking.refresh(str(given["name"]), write=bool(given.get("write")))

    def refreshed(self, request: Request) -> Response:
        """That deck."""
        name, data = taking.refreshed(request.query_params.get("name", ""))
        return _attached(name, data, "pptx")

    def table(self, given: Any) -> Any:
        """The rows of a workbook, to be taken as facts."""
        return taking.rows_of(str(given["name"]))

    def make_batch(self, given: Any) -> Any:
        """Make a deck for each audience of a table."""
        return self.batch.begin(str(given["name"]), read_room())

    def batch_state(self, request: Request) -> Any:
        """How far that is."""
        return self.batch.state()

    def batch_files(self, request: Request) -> Response:
        """All that came of it, in one archive."""
        return _attached("decks.zip", self.batch.archive(), "zip")

    def read_bill(self, given: Any) -> Any:
        """Read the billing data that were dropped, or a folder of the workspace."""
        if given.get("forget"):
            with self.engine:
                return self.reading.forget()
        if given.get("clear"):
            uploads.clear("bill")
            return self.reading.state()
        return self.reading.begin(str(given.get("folder", "")), self.engine)

    def bill_state(self, request: Request) -> Any:
        """How far the reading is, and what was found."""
        return self.reading.state()

    def bill_figures(self, request: Request) -> Any:
        """What the bill says that the facts do not."""
        return bill.offered(read_room(), the_library())

    def inspect(self, given: Any) -> Any:
        """What is made of a company template, in plain words."""
        return uploads.report(str(given["name"]))

    def finish(self, given: Any) -> Any:
        """End the server."""
        self.batch.end()
        self.end()
        return {"ended": True}

    def routes(self) -> list[Route]:
        """Every path."""
        return [
            Route("/", lambda request: FileResponse(STATIC / "page.html")),
            Route("/static/{name}", _static),
            Route("/api/start", self._asked(self.start)),
            Route("/api/facts", self._asked(self.read_facts)),
            Route("/api/facts", self._told(self.change_facts), methods=["POST"]),
            Route("/api/room", self._told(self.change_room), methods=["POST"]),
            Route("/api/slides", self._told(self.show_slides), methods=["POST"]),
            Route("/api/phrase", self._told(self.say_phrase), methods=["POST"]),
            Route("/api/lacking", self._asked(self.lacking)),
            Route("/api/feeds", self._asked(self.feeds)),
            Route("/api/bill", self._quick(self.bill_state)),
            Route("/api/bill", self._told(self.read_bill, alone=False), methods=["POST"]),
            Route("/api/bill/figures", self._asked(self.bill_figures)),
            Route("/api/template", self._told(self.inspect), methods=["POST"]),
            Route("/api/refresh", self._told(self.refresh), methods=["POST"]),
            Route("/api/table", self._told(self.table), methods=["POST"]),
            Route("/api/batch", self._quick(self.batch_state)),
            Route("/api/batch", self._told(self.make_batch), methods=["POST"]),
            Route("/download/refreshed", self._asked(self.refreshed)),
            Route("/download/batch", self._quick(self.batch_files)),
            Route("/api/end", self._told(self.finish, alone=False), methods=["POST"]),
            Route("/download", self._asked(self.download)),
            Route("/files/{kind}/{name}", self._file, methods=["PUT"]),
        ]

    async def _file(self, request: Request) -> Response:
        """A file that was dropped on the page."""
        try:
            return _json(await uploads.receive(request))
        except BriefingError as error:
            return _fault(error)
        except TooLargeError:
            raise
        except OSError as error:
            return _refused(error)

    def _asked(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        """An answer to a question; one after the other."""

        def alone(request: Request) -> Any:
            with self.engine:
                return answer(request)

        return _answering(alone)

    def _quick(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        return _answering(answer)

    def _told(self, answer: Callable[[Any], Any], *, alone: bool = True) -> Callable[[Request], Awaitable[Response]]:
        """An answer to an object of JSON."""

        def heard(given: Any) -> Any:
            if not alone:
                return answer(given)
            with self.engine:
                return answer(given)

        async def answering(request: Request) -> Response:
            try:
                given = msgspec.json.decode(await request.body())
            except (msgspec.DecodeError, RecursionError):
                return PlainTextResponse("This is no request of the page.", 400)
            if not isinstance(given, dict):
                return PlainTextResponse("This is no request of the page.", 400)
            return await _answered(heard, given)

        return answering


def _slides() -> Any:
    """What draws slides, which the first view does without."""
    return import_module("briefing.workbench.slides")


def application(page: Page) -> Starlette:
    """The application without its guard."""
    return Starlette(routes=page.routes())


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    @wraps(answer)
    async def answering(request: Request) -> Response:
        return await _answered(answer, request)

    return answering


async def _answered(answer: Callable[[Any], Any], given: Any) -> Response:
    try:
        made = await run_in_threadpool(answer, given)
    except BriefingError as error:
        return _fault(error)
    except (LookupError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        log.exception("a request of the page failed", exc_info=error)
        return _json({"error": f"This is a fault of briefing: {type(error).__name__}: {error}"}, 500)
    except OSError as error:
        return _refused(error)
    return made if isinstance(made, Response) else _json(made)


def _attached(name: str, data: bytes, form: str) -> Response:
    header = f"attachment; filename*=UTF-8''{quote(name)}"
    media = MEDIA.get(form, "application/octet-stream")
    return Response(data, media_type=media, headers={"Content-Disposition": header})


def _fault(error: BriefingError) -> Response:
    return _json({"error": str(error)}, 422)


def _refused(error: OSError) -> Response:
    reason = (error.strerror or type(error).__name__).lower()
    message = FactError(f"this machine refuses to keep it: {reason}", remedy="make room on the disk, and try again")
    return _json({"error": str(message)}, 507)


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
        return PlainTextResponse("There is nothing here.", 404)
    return FileResponse(path, media_type=TYPES[path.suffix])
