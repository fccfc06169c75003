"""What the page may ask for: each path with the function that answers it; what is wrong is told in a sentence."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from briefing.documents.yamlfile import Document
from briefing.errors import BriefingError, UsageError, listening
from briefing.formats.registry import FORMATS
from briefing.library.library import Library
from briefing.workbench import asked, bill, taking, uploads
from briefing.workbench.facts import Facts
from briefing.workbench.form import form, in_words_of_the_page, names_of_people
from briefing.workbench.guard import TOO_LARGE, TooLargeError
from briefing.workbench.phrases import Phrase, say
from briefing.workbench.places import HIDDEN, NotOursError, RefusedError, facts_file, facts_folder, home, refused
from briefing.workbench.room import LANGUAGES, default_layout, keep_room, read_room, the_library

MOST_HEADER = 4_000  # characters of notices that go with a file
STATIC = Path(__file__).parent / "static"
TYPES: Mapping[str, str] = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
MEDIA: Mapping[str, str] = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}
Answer = Callable[[Request], Any]
T = TypeVar("T")
log = logging.getLogger("briefing.open")


class Page:
    """The answers. Everything that makes decks runs one after the other: it is the same library, read once."""

    def __init__(self, end: Callable[[], None]) -> None:
        self.end = end
        self.engine = Lock()
        self.facts = Facts(facts_file(), HIDDEN, self._sound, facts_folder())
        self.reading = bill.Reading()
        self.batch = taking.Batch()
        self.unsaved = ""  # why the last that somebody chose or typed is not on the disk
        self._feeds: Mapping[str, Any] = {}
        self._library: Library | None = None

    def farewell(self) -> str:
        """What is true when it ends."""
        try:
            home()
        except RefusedError as error:
            self.unsaved = self.unsaved or error.problem.message
        if not self.unsaved:
            return "ended; everything that you typed is saved"
        return f"ended; the last that you typed is not saved: {self.unsaved}. It waits in the browser"

    def _sound(self, document: Document) -> object:
        from briefing.figures.drafting import open_organisation

        return open_organisation(self._library or the_library(), document)

    def start(self, request: Request) -> Any:
        """All that the page needs to draw itself."""
        library = the_library()
        with listening() as cautions:
            room = read_room()
        layouts = [each for each in library.layouts() if not each.name.startswith("my-")]
        return {
            "folder": Path.cwd().name or str(Path.cwd()),
            "id": sha256(os.fsencode(Path.cwd())).hexdigest()[:12],
            "file": self.facts.path.name,
            "form": form(library),
            **names_of_people(library),
            "layouts": [{"name": each.name, "description": each.description} for each in layouts],
            "layout": default_layout(),
            "themes": uploads.themes(library),
            "languages": LANGUAGES,
            "formats": list(FORMATS),
            "room": room,
            "cautions": [*map(str, cautions)],
            "facts": self.facts.state(),
            "bill": self.reading.state(),
        }

    def read_facts(self, request: Request) -> Any:
        """The facts as they are now; nothing where they are as the page has them."""
        state = self.facts.state()
        return {"same": True} if request.query_params.get("version") == state.version else state

    def change_facts(self, given: asked.Typed) -> Any:
        """Write what was typed."""
        self._library = the_library()  # read once, however often the facts are held against it
        try:
            with self._saving():
                if given.restore:
                    self.facts.restore()
                return self.facts.change(given.changes, given.version, insist=given.insist)
        finally:
            self._library = None

    def read_room(self, request: Request) -> Any:
        """What is chosen."""
        return read_room()

    def change_room(self, given: dict[str, Any]) -> Any:
        """Keep what was chosen."""
        with self._saving():
            return keep_room(given, the_library())

    @contextmanager
    def _saving(self) -> Iterator[None]:
        """Remember whether the machine has refused the last that was to be kept."""
        try:
            yield
        except RefusedError as error:
            self.unsaved = error.problem.message
            raise
        self.unsaved = ""

    def show_slides(self, given: asked.Drawn) -> Any:
        """The deck as it is now; a picture that the page has already is not sent again."""
        found = _slides().preview(read_room(), the_library())
        for each in found["slides"]:
            if each["key"] in given.have:
                del each["html"]
        return found

    def warm(self) -> None:
        """Read and import what the first slides need, while somebody looks for the mouse."""
        with suppress(BriefingError), self.engine:
            self._feeds = _slides().feeds(the_library())

    def feeds(self, request: Request) -> Any:
        """Which slides a fact feeds."""
        return self._feeds

    def say_phrase(self, given: Phrase) -> Any:
        """Keep a phrase of a persona in other words."""
        with self._saving():
            say(given, the_library())
        return {}

    def interview(self, request: Request) -> Any:
        """What one person is asked."""
        from briefing.workbench.interview import interview

        return interview(read_room(), the_library(), request.query_params.get("for", ""))

    def lacking(self, request: Request) -> Any:
        """What would strengthen the deck."""
        return _slides().lacking(read_room(), the_library())

    def download(self, request: Request) -> Response:
        """The deck as a file; `for` names other people than the whole room."""
        wishes, room = request.query_params, read_room()
        people = tuple(filter(None, wishes.get("for", "").split(","))) or room.people
        wanted = wishes.get("format", "pptx")
        if wanted not in FORMATS:
            raise UsageError(f"unknown format '{wanted}'", remedy=f"formats are {', '.join(FORMATS)}")
        name, data, notices = _slides().made(room, the_library(), wanted, people)
        return _attached(name, data, wanted, map(in_words_of_the_page, notices))

    def refresh(self, given: asked.Renewed) -> Any:
        """What new facts change in a deck that was dropped."""
        return taking.refresh(given.name, write=given.write)

    def refreshed(self, request: Request) -> Response:
        """That deck."""
        name, data = taking.refreshed(request.query_params.get("name", ""))
        return _attached(name, data, "pptx")

    def table(self, given: asked.Named) -> Any:
        """The rows of a workbook, to be taken as facts."""
        return taking.rows_of(given.name)

    def make_batch(self, given: asked.Named) -> Any:
        """Make a deck for each audience of a table."""
        return self.batch.begin(given.name, read_room())

    def batch_state(self, request: Request) -> Any:
        """How far that is."""
        return self.batch.state()

    def batch_files(self, request: Request) -> Response:
        """All that came of it, in one archive."""
        return _attached("decks.zip", self.batch.archive(), "zip")

    def read_bill(self, given: asked.Billed) -> Any:
        """Read the billing data that were dropped, or a folder of the workspace."""
        if given.forget:
            with self.engine:
                return self.reading.forget()
        if given.clear:
            uploads.clear("bill")
            return self.reading.state()
        return self.reading.begin(given.folder, self.engine, given.broken)

    def bill_state(self, request: Request) -> Any:
        """How far the reading is, and what was found."""
        return self.reading.state()

    def bill_figures(self, request: Request) -> Any:
        """What the bill says that the facts do not."""
        return bill.offered(read_room(), the_library())

    def inspect(self, given: asked.Named) -> Any:
        """What is made of a company template, in plain words."""
        found = uploads.report(given.name)
        return {**found, "title": _slides().title_in(found["theme"], read_room(), the_library())}

    def finish(self, given: asked.Nothing) -> Any:
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
            Route("/api/facts", self._told(self.change_facts, asked.Typed), methods=["POST"]),
            Route("/api/room", self._quick(self.read_room)),
            Route("/api/room", self._told(self.change_room, dict[str, Any]), methods=["POST"]),
            Route("/api/slides", self._told(self.show_slides, asked.Drawn), methods=["POST"]),
            Route("/api/phrase", self._told(self.say_phrase, Phrase), methods=["POST"]),
            Route("/api/lacking", self._asked(self.lacking)),
            Route("/api/interview", self._asked(self.interview)),
            Route("/api/feeds", self._asked(self.feeds)),
            Route("/api/bill", self._quick(self.bill_state)),
            Route("/api/bill", self._told(self.read_bill, asked.Billed, alone=False), methods=["POST"]),
            Route("/api/bill/figures", self._asked(self.bill_figures)),
            Route("/api/template", self._told(self.inspect, asked.Named), methods=["POST"]),
            Route("/api/refresh", self._told(self.refresh, asked.Renewed), methods=["POST"]),
            Route("/api/table", self._told(self.table, asked.Named), methods=["POST"]),
            Route("/api/batch", self._quick(self.batch_state)),
            Route("/api/batch", self._told(self.make_batch, asked.Named), methods=["POST"]),
            Route("/download/refreshed", self._asked(self.refreshed)),
            Route("/download/batch", self._quick(self.batch_files)),
            Route("/api/end", self._told(self.finish, asked.Nothing, alone=False, anywhere=True), methods=["POST"]),
            Route("/download", self._asked(self.download)),
            Route("/files/{kind}/{name}", self._file, methods=["PUT"]),
        ]

    async def _file(self, request: Request) -> Response:
        """A file that was dropped on the page."""
        try:
            return _json(await uploads.receive(request))
        except BriefingError as error:
            return _fault(error)

    def _asked(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        """An answer to a question; one after the other."""

        def alone(request: Request) -> Any:
            with self.engine:
                return answer(request)

        return _answering(alone)

    def _quick(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        return _answering(answer)

    def _told(
        self, answer: Callable[[T], Any], shape: type[T], *, alone: bool = True, anywhere: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        """An answer to a request of JSON, which says what the shape has; `anywhere` also where the folder is gone."""

        def hearing(body: bytes) -> Any:
            given = asked.heard(body, shape)
            if not anywhere:
                home()
            with self.engine if alone else nullcontext():
                return answer(given)

        async def answering(request: Request) -> Response:
            return await _answered(hearing, await request.body())

        return answering


def _slides() -> Any:
    """What draws slides, which the first view does without."""
    return import_module("briefing.workbench.slides")


def application(page: Page) -> Starlette:
    """The application without its guard."""
    said = {404: ("There is nothing here.", 404), 405: ("The page asks for this in another way.", 405)}
    handlers: dict[Any, Any] = {status: _saying(*each) for status, each in said.items()}
    return Starlette(routes=page.routes(), exception_handlers={**handlers, TooLargeError: _saying(TOO_LARGE, 413)})


def _saying(sentence: str, status: int) -> Callable[[Request, Exception], Response]:
    return lambda request, error: PlainTextResponse(sentence, status, headers=getattr(error, "headers", None))


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    @wraps(answer)
    async def answering(request: Request) -> Response:
        return await _answered(_at_home(answer), request)

    return answering


def _at_home(answer: Answer) -> Answer:
    """The answer while the folder is there: without it, everything would look empty."""

    def there(request: Request) -> Any:
        home()
        return answer(request)

    return there


async def _answered(answer: Callable[[Any], Any], given: Any) -> Response:
    try:
        made = await run_in_threadpool(answer, given)
    except BriefingError as error:
        return _fault(error)
    except OSError as error:
        return _fault(refused(error))
    except Exception as error:  # one answer fails, and not the page
        log.exception("a request of the page failed", exc_info=error)
        return _json({"error": f"This is a fault of briefing: {type(error).__name__}: {error}"}, 500)
    return made if isinstance(made, Response) else _json(made)


def _attached(name: str, data: bytes, form: str, notices: Iterable[str] = ()) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    if told := [*notices]:
        headers["X-Notices"] = quote(msgspec.json.encode(_within(told)))
    return Response(data, media_type=MEDIA.get(form, "application/octet-stream"), headers=headers)


def _within(notices: list[str]) -> list[str]:
    """So many as a header has room for, and how many there are beside."""
    kept: list[str] = []
    for each in notices:
        if len(quote(" ".join([*kept, each]))) > MOST_HEADER:
            return [*kept, f"And {len(notices) - len(kept)} more, which stand under the slides"]
        kept.append(each)
    return kept


# How an error is answered; the first that it is.
_STATUS: Mapping[type[BriefingError], int] = {NotOursError: 400, RefusedError: 507, BriefingError: 422}


def _fault(error: BriefingError) -> Response:
    status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
    return _json({"error": in_words_of_the_page(str(error))}, status)


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
        return PlainTextResponse("There is nothing here.", 404)
    return FileResponse(path, media_type=TYPES[path.suffix])
