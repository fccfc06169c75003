"""What is chosen on the page: who is in the room, the layout and the look, kept in the hidden folder of the workspace.

Its words become the choices that every command takes; what the page does, `briefing make` does as well.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from briefing.choices import Choices, choices_of
from briefing.desk import open_library
from briefing.documents.yamlfile import shown
from briefing.errors import UsageError, hear
from briefing.library.layout import Layout
from briefing.library.library import Library
from briefing.library.story import MOST_MINUTES
from briefing.library.workspace import find_workspace
from briefing.themes import is_file_name
from briefing.workbench.asked import AGAIN, not_ours
from briefing.workbench.places import (
    HIDDEN,
    NotOursError,
    expect_own,
    facts_file,
    facts_folder,
    inside,
    keep,
    kept,
    text_of,
)
from briefing.workbench.writing import GONE, with_changes

LIBRARY = "library"
Language: TypeAlias = Literal["", "en-GB", "en-US"]
LANGUAGES = get_args(Language)[1:]
OWN = "my-"  # before the name of a layout, that with the changes of the page


class Story(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What the page changes in a layout, by the names of its slides; `titles` are headlines, `texts` other words."""

    order: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    backup: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[Literal["label", "subtitle"], str]] = field(default_factory=dict)
    language: Language = ""

    @property
    def changes(self) -> bool:
        """Whether it changes anything."""
        return self != Story()


class Room(Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The choices of the page; what is empty is as the workspace has it. `stories` are by the layout they change."""

    people: tuple[str, ...] = ()
    layout: str = ""
    theme: str = ""
    minutes: int = 0
    notes: Literal["", "full", "short", "none"] = ""
    redact: bool = False
    bill: str = ""
    stories: dict[str, Story] = field(default_factory=dict)

    def story(self, layout: str) -> Story:
        """What it changes in a layout."""
        return self.stories.get(layout, Story())


def read_room() -> Room:
    """The room as it was left; an empty one where there is none, or none that can be read.

    A look or bill that leads out of the folder is not in it, and told. Raises RefusedError where the machine does not
    let us read it.
    """
    try:
        inside(HIDDEN / "room.json")
    except UsageError:
        return Room()
    room = kept(HIDDEN / "room.json", Room) or Room()
    for name in _FILES:
        try:
            _expect_file(name, getattr(room, name))
        except UsageError as error:
            hear([error.problem])
            room = replace(room, **{name: ""})
    return room


def keep_room(given: Mapping[str, Any], library: Library) -> Room:
    """The room with other choices, kept. Raises BriefingError where one of them is none, and then nothing is kept."""
    known = msgspec.to_builtins(read_room())
    try:
        room = msgspec.convert({**known, **given}, Room)
    except msgspec.ValidationError as error:
        raise not_ours(error) from None
    for name in _FILES:
        _expect_file(name, getattr(room, name))
    if room.people:
        library.select(room.people)
    if not 0 <= room.minutes <= MOST_MINUTES:
        raise UsageError(f"{room.minutes} minutes", remedy=f"give whole minutes from 1 to {MOST_MINUTES}")
    layouts = library.layout_names()
    new = [each for each in room.stories if each not in known["stories"]]
    for name in (*new, *([room.layout] if room.layout and "layout" in given else [])):
        if name not in layouts:
            raise NotOursError(f"there is no layout '{name}'", remedy=AGAIN)
    stories = [(name, _with_story(name, story, library)) for name, story in room.stories.items() if name in layouts]
    for name, text in stories:
        if text:
            keep(_own_file(name), text.encode())
    keep(HIDDEN / "room.json", msgspec.json.format(msgspec.json.encode(room), indent=1))
    return room


_FILES = ("theme", "bill")  # choices that may be files


def _expect_file(choice: str, name: str) -> None:
    """A theme by its name, or a file of the workspace. Raises NotOursError."""
    if choice == "bill" and not name:
        return
    if choice == "theme" and not is_file_name(name) and "\0" not in name:
        return
    try:
        inside(name)
    except UsageError as error:
        raise NotOursError(error.problem.message, remedy=f"choose another {choice}") from None


def choices_for(room: Room, **other: Any) -> Choices:
    """The choices of a room as any command would have them. Raises BriefingError."""
    layout = room.layout or default_layout()
    chosen = f"{OWN}{layout}" if room.story(layout).changes and _own_file(layout).is_file() else layout
    facts = facts_file()
    expect_own(facts, facts_folder())
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


def _with_story(name: str, story: Story, library: Library) -> str:
    """The changes as a layout of the workspace that extends the other; empty where nothing is to be written."""
    path = _own_file(name)
    inside(path)
    if not story.changes and not path.exists():
        return ""
    names = [*names_of(library.layout(name)).values()]
    gone = [each for each in story.out if each in names]
    order = [each for each in story.order if each in names and each not in gone]
    replaced: dict[str, dict[str, str]] = {}
    for each in story.backup:
        replaced.setdefault(each, {})["part"] = "backup"
    own = [(each, "title", words) for each, words in story.titles.items()]
    own += [(each, key, words) for each, said in story.texts.items() for key, words in said.items()]
    for each, key, words in own:
        if words.strip():
            replaced.setdefault(each, {})[key] = _literal(words)
    replaces = [{"id": id, **said} for id, said in replaced.items() if id in names and id not in gone]
    changes = {"remove": gone, "replace": replaces, "order": order}
    changes = {key: value for key, value in changes.items() if value}
    text = text_of(path, HEAD)
    made = with_changes(
        text,
        {
            ("extends",): name,
            ("slides",): changes or GONE,
            ("story", "order"): "layout" if order else GONE,
            ("language",): story.language or GONE,
        },
    )
    return made if made != text else ""


HEAD = "# Written by the page of 'briefing open': slides in another order, left out, or in other words.\n"


def _literal(title: str) -> str:
    """A headline as a template that says just that."""
    if not any(each in title for each in ("{{", "{%", "{#")):
        return title
    return "".join(f"{{{{ '{each}' }}}}" if each == "{" else each for each in title)
