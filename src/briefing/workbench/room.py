"""What is chosen on the page: who is in the room, the layout and the look, kept in the hidden folder of the workspace.

Its words become the choices that every command takes; what the page does, `briefing make` does as well.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from briefing.choices import Choices, choices_of
from briefing.desk import open_library
from briefing.documents.yamlfile import shown
from briefing.errors import BriefingError, UsageError
from briefing.files.atomic import write_whole
from briefing.library.layout import Layout
from briefing.library.library import Library
from briefing.library.story import MOST_MINUTES
from briefing.library.workspace import find_workspace
from briefing.workbench.writing import GONE, with_changes

HIDDEN = Path(".briefing") / "open"
ORGANISATION = "org.yaml"
LIBRARY = "library"
OWN = "my-"  # before the name of a layout, that with the changes of the page
LANGUAGES = ("en-GB", "en-US")


class Story(Struct, frozen=True, rename="kebab"):
    """What the page changes in a layout, by the names of its slides: `titles` are headlines in other words."""

    order: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    backup: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    language: str = ""

    @property
    def changes(self) -> bool:
        """Whether it changes anything."""
        return self != Story()


class Room(Struct, frozen=True, rename="kebab"):
    """The choices of the page; what is empty is as the workspace has it. `stories` are by the layout they change."""

    people: tuple[str, ...] = ()
    layout: str = ""
    theme: str = ""
    minutes: int = 0
    notes: str = ""
    redact: bool = False
    bill: str = ""
    stories: dict[str, Story] = field(default_factory=dict)

    def story(self, layout: str) -> Story:
        """What it changes in a layout."""
        return self.stories.get(layout, Story())


def read_room() -> Room:
    """The room as it was left; an empty one where there is none, or none that can be read."""
    try:
        return msgspec.json.decode((HIDDEN / "room.json").read_bytes(), type=Room)
    except (OSError, msgspec.MsgspecError):
        return Room()


def keep_room(given: Mapping[str, Any], library: Library) -> Room:
    """The room with other choices, kept. Raises BriefingError where one of them is none, and then nothing is kept."""
    known = msgspec.to_builtins(read_room())
    try:
        room = msgspec.convert({**known, **given}, Room)
    except msgspec.ValidationError as error:
        raise UsageError(f"this is no choice of the page: {error}", remedy="load the page again") from None
    if room.people:
        library.select(room.people)
    if not 0 <= room.minutes <= MOST_MINUTES:
        raise UsageError(f"{room.minutes} minutes", remedy=f"give whole minutes from 1 to {MOST_MINUTES}")
    for name, story in room.stories.items():
        _write_story(name, story, library)
    write_whole(HIDDEN / "room.json", msgspec.json.format(msgspec.json.encode(room), indent=1))
    return room


def facts_file() -> Path:
    """The file of facts of this workspace."""
    try:
        workspace = find_workspace()
    except BriefingError:  # it names a file that is not there yet; what is wrong else, a run says
        workspace = None
    return workspace.organisation if workspace and workspace.organisation else Path(ORGANISATION)


def choices_for(room: Room, **other: Any) -> Choices:
    """The choices of a room as any command would have them. Raises BriefingError."""
    layout = room.layout or default_layout()
    chosen = f"{OWN}{layout}" if room.story(layout).changes and _own_file(layout).is_file() else layout
    facts = facts_file()
    return choices_of(
        **{
            "layout": chosen,
            "theme": room.theme,
            "minutes": room.minutes,
            "notes": room.notes,
            "redact": room.redact,
            "organisation": shown(facts) if facts.is_file() else "",
            "spend": (room.bill,) if room.bill else (),
            "libraries": tuple(own_libraries()),
            **other,
        }
    )


def own_libraries() -> Iterator[str]:
    """The library of the workspace where nothing names it yet."""
    if Path(LIBRARY).is_dir():
        yield LIBRARY


def the_library() -> Library:
    """The library as the page has it."""
    return open_library(tuple(map(Path, own_libraries())), find_workspace())


def default_layout() -> str:
    """The layout where nobody has chosen one."""
    workspace = find_workspace()
    return (workspace.layout if workspace else "") or "pitch"


def command_of(choices: Choices, people: Sequence[str]) -> str:
    """The same as a line for a terminal, for whoever wants to do it again by another way."""
    return shlex.join(["briefing", "make", "--for", ",".join(people), *arguments_of(choices)])


def arguments_of(choices: Choices, without: Sequence[str] = ()) -> list[str]:
    """The choices as the options of a command, but for some."""
    options: Sequence[tuple[str, object]] = (
        ("--layout", choices.layout),
        ("--org", choices.organisation),
        *(("--spend", each) for each in choices.spend),
        ("--theme", choices.theme),
        ("--minutes", choices.minutes),
        ("--notes", choices.notes),
        *(("--library", each) for each in choices.libraries),
    )
    said = [each for name, value in options if value and name not in without for each in (name, str(value))]
    return [*said, *(["--redact"] if choices.redact else [])]


def names_of(layout: Layout) -> dict[str, str]:
    """What the slides of a layout are addressed by in a file that extends it, by the place that they stand at."""
    seen: dict[str, int] = {}
    found = {}
    for spec in layout.slides:
        name = spec.id or spec.kind
        seen[name] = seen.get(name, 0) + 1
        found[str(spec.where())] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return found


def _own_file(layout: str) -> Path:
    return Path(LIBRARY) / "layouts" / f"{OWN}{layout}" / "layout.yaml"


def _write_story(name: str, story: Story, library: Library) -> None:
    """The changes as a layout of the workspace that extends the other; nothing where there are none."""
    path = _own_file(name)
    if not story.changes and not path.exists():
        return
    names = [*names_of(library.layout(name)).values()]
    gone = [each for each in story.out if each in names]
    order = [each for each in story.order if each in names and each not in gone]
    replaced: dict[str, dict[str, str]] = {}
    for each in story.backup:
        replaced.setdefault(each, {})["part"] = "backup"
    for each, title in story.titles.items():
        replaced.setdefault(each, {})["title"] = _literal(title)
    replaces = [{"id": id, **said} for id, said in replaced.items() if id in names and id not in gone]
    changes = {"remove": gone, "replace": replaces, "order": order}
    changes = {key: value for key, value in changes.items() if value}
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    made = with_changes(
        text,
        {
            ("extends",): name,
            ("slides",): changes or GONE,
            ("story", "order"): "layout" if order else GONE,
            ("language",): story.language or GONE,
        },
    )
    if made != text:
        write_whole(path, made.encode())


HEAD = "# Written by the page of 'briefing open': slides in another order, left out, or in other words.\n"


def _literal(title: str) -> str:
    """A headline as a template that says just that."""
    if not any(each in title for each in ("{{", "{%", "{#")):
        return title
    return "".join(f"{{{{ '{each}' }}}}" if each == "{" else each for each in title)
