"""The check as a whole: which files, what is found in them, and all of it in order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from briefing.check.library import faults, lacking, slides
from briefing.check.library.faults import told
from briefing.check.library.files import REMEDY, YAML, Asked, SourceFile, asked_for, files_of
from briefing.check.library.findings import Check, Finding, Hit
from briefing.check.library.reading import read_shelf
from briefing.check.library.shelf import Shelf
from briefing.documents.yamlfile import shown
from briefing.errors import BriefingError, Code, UsageError, listening
from briefing.library.library import builtin_folder
from briefing.library.workspace import own_folders, read_workspace, workspace_file

if TYPE_CHECKING:
    from briefing.library.workspace import Workspace


# Every check by its code.
#
# Codes are stable: B0 are errors, B1 is advice. `docs/checks.md` explains each with an example.

_TOLD: Final = "{problem}"
_REMEDY: Final = "{remedy}"

CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        Code.UNREADABLE: Check("error", "file that cannot be read", _TOLD, _REMEDY, told(Code.UNREADABLE)),
        Code.NOT_YAML: Check("error", "no sound YAML", _TOLD, _REMEDY, told(Code.NOT_YAML)),
        Code.WRONG_VALUE: Check("error", "wrong or missing value", _TOLD, _REMEDY, told(Code.WRONG_VALUE)),
        Code.UNKNOWN_FIELD: Check("error", "unknown field", _TOLD, _REMEDY, told(Code.UNKNOWN_FIELD)),
        Code.USED_TWICE: Check("error", "name used twice", _TOLD, _REMEDY, told(Code.USED_TWICE)),
        Code.DANGLING: Check("error", "name that leads nowhere", _TOLD, _REMEDY, faults.dangling),
        Code.UNKNOWN_KIND: Check("error", "unknown kind of slide", _TOLD, _REMEDY, faults.unknown_kinds),
        Code.KEY_NOT_TAKEN: Check("error", "key that the kind does not take", _TOLD, _REMEDY, told(Code.KEY_NOT_TAKEN)),
        Code.OVERLAY: Check("error", "overlay that cannot be applied", _TOLD, _REMEDY, told(Code.OVERLAY)),
        Code.RACI: Check("error", "RACI row out of order", _TOLD, _REMEDY, told(Code.RACI)),
        "B011": Check("error", "Jinja2 that cannot be compiled", _TOLD, _REMEDY, faults.not_compiled),
        "B012": Check(
            "error",
            "slide that cannot be made",
            "{problem} (in the layout {layout}, for the {persona})",
            _REMEDY,
            faults.not_made,
        ),
        "B101": Check(
            "advice",
            "frustration without an answer",
            "the frustration '{frustration}' of the persona '{persona}' has {lacking}",
            "{remedy} to {file}",
            lacking.wanting("answer", "benefits", "kpis"),
        ),
        "B102": Check(
            "advice",
            "persona without a goal",
            "the persona '{persona}' has no primary goal",
            "add 'primary-goal: …' to {file}",
            lacking.wanting("goal"),
        ),
        "B103": Check(
            "advice",
            "persona without an ask",
            "the persona '{persona}' has no ask of its own; its briefing ends with what is asked of all",
            "add 'ask: …' to {file}",
            lacking.wanting("ask"),
        ),
        "B104": Check(
            "advice",
            "ask without a date",
            "{whose} does not say by when",
            "add '{field}: …' to it",
            lacking.ask_without_date,
        ),
        "B105": Check(
            "advice",
            "metric that is not in the catalogue",
            "{metric} of the persona '{persona}' is not in the KPI catalogue; slides show no formula for it",
            "add a KPI with 'id: {id}' to personas/kpis.yaml, or correct it",
            lacking.wanting("metric", "measure"),
        ),
        "B106": Check(
            "advice",
            "two personas with the same list",
            "the personas '{persona}' and '{other}' have the same '{list}'",
            "say in each what moves this person alone",
            lacking.same_lists,
        ),
        "B107": Check(
            "advice",
            "metric without a formula",
            "the KPI '{kpi}' has no formula",
            "add 'formula: …', in words",
            lacking.no_formula,
        ),
        "B108": Check(
            "advice",
            "metric that nobody has",
            "no persona names the KPI '{kpi}', neither as a key metric nor in an answer",
            "name it where it belongs, or take it out",
            lacking.orphan,
        ),
        "B109": Check(
            "advice",
            "text too long for its box",
            "'{text}' has {length} characters and is too long for its box: "
            "the slide '{slide}' continues on another one (layout {layout}, for the {persona})",
            "shorten it",
            slides.entry_too_long,
        ),
        "B110": Check(
            "advice",
            "slide that continues",
            "the slide '{slide}' holds more than fits and continues on another one "
            "(layout {layout}, for the {persona})",
            "say less on it, or make two slides of it",
            slides.slide_too_full,
        ),
        "B111": Check(
            "advice",
            "word to avoid",
            "'{word}' stands on the slide '{slide}', and is to be avoided before the {persona} (layout {layout})",
            "say it in another word, or take it out of 'avoid'",
            slides.jargon,
        ),
        "B112": Check(
            "advice",
            "title used twice",
            "two slides are called '{title}' (layout {layout}, for the {persona})",
            "say in each title what is told on that slide alone",
            slides.title_twice,
        ),
        "B113": Check(
            "advice",
            "layout with nothing to say",
            "no slide of the layout {layout} is left for the {persona}",
            "look at its 'when' conditions, and at what the persona lacks",
            slides.nothing_left,
        ),
        "B114": Check(
            "advice",
            "notice",
            "{notice} (layout {layout}, for the {persona})",
            "see docs/layouts.md for what this kind of slide needs",
            slides.notice,
        ),
        "B115": Check("advice", "text that YAML leaves out", _TOLD, _REMEDY, lacking.cautions),
        "B116": Check("advice", "part above its total", _TOLD, _REMEDY, lacking.doubtful("B116")),
        "B117": Check("advice", "date on the wrong side", _TOLD, _REMEDY, lacking.doubtful("B117")),
        "B118": Check("advice", "facts that contradict each other", _TOLD, _REMEDY, lacking.doubtful("B118")),
        "B119": Check("advice", "target on the wrong side", _TOLD, _REMEDY, lacking.doubtful("B119")),
        "B120": Check("advice", "fact that no slide tells", _TOLD, _REMEDY, lacking.untold),
    }
)


JOINED: Final = ("persona", "layout")  # what hits at one place are told together for
MOST_NAMED: Final = 3
_OF_ONE_DECK: Final = (*JOINED, "slide")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by file and line, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int

    def count(self, severity: str) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check_library(libraries: Sequence[Path] = (), paths: Sequence[Path] = (), *, day: date) -> Report:
    """Check the files that the library order finds, and those of the workspace; with paths only those.

    Raises UsageError for a path that is nothing that can be checked, FactError for one that is not there.
    """
    with listening():  # what is heard in reading is among the findings
        return _checked(libraries, paths, day)


def _checked(libraries: Sequence[Path], paths: Sequence[Path], day: date) -> Report:
    asked = asked_for(paths)
    found = workspace_file(asked.workspace)
    workspace = _workspace(found)
    folders = _in_order(asked, libraries, workspace)
    loose = (*asked.loose, *_of_workspace(found, workspace))
    files = [*(each for folder in folders for each in files_of(folder)), *loose]
    wanted = _wanted(paths, asked, files) if paths else None
    shelf = read_shelf(folders, loose, workspace, asked=wanted, day=day)
    looked_at = {shown(each.path) for each in files}
    return Report(tuple(sorted(_findings(shelf))), len(looked_at if wanted is None else looked_at & wanted))


def _workspace(found: str | None) -> Workspace | None:
    """The workspace; none where its file is broken, which is told with all the rest."""
    try:
        return read_workspace(found) if found else None
    except BriefingError:
        return None


def _in_order(asked: Asked, libraries: Sequence[Path], workspace: Workspace | None) -> tuple[Path, ...]:
    """The folders of the search; a library that is asked for and not among them goes before all."""
    usual = _once((*libraries, *own_folders(workspace), builtin_folder()))
    known = {os.path.realpath(each) for each in usual}
    return _once((*(each for each in asked.libraries if os.path.realpath(each) not in known), *usual))


def _once(folders: Iterable[Path]) -> tuple[Path, ...]:
    return tuple({os.path.realpath(each): each for each in reversed(tuple(folders))}.values())[::-1]


def _of_workspace(found: str | None, workspace: Workspace | None) -> Iterator[SourceFile]:
    if found:
        yield SourceFile(Path(found), "workspace")
    if workspace and workspace.organisation:
        yield SourceFile(workspace.organisation, "organisation")
    if workspace and workspace.audiences:
        yield SourceFile(workspace.audiences, "audiences")
    for each in workspace.spend if workspace else ():
        if isinstance(each, Path) and each.suffix.lower() in YAML:
            yield SourceFile(each, "bill")


def _wanted(paths: Sequence[Path], asked: Asked, files: Sequence[SourceFile]) -> frozenset[str]:
    """The files below the paths. Raises UsageError for a path that has none."""
    wanted: set[str] = set()
    for path in paths:
        top = Path(os.path.realpath(path))
        below = {shown(each.path) for each in files if _real(each.path).is_relative_to(top)}
        if not below:
            raise UsageError(f"cannot check '{shown(path)}'", remedy=REMEDY)
        wanted |= below
    return frozenset(wanted)


def _real(path: Path) -> Path:
    """Where a file stands; where a link leads does not matter."""
    return Path(os.path.realpath(path.parent), path.name)


def _findings(shelf: Shelf) -> Iterator[Finding]:
    for code, check in CHECKS.items():
        hits = (hit for hit in check.rule(shelf) if not hit.where.file or shelf.wants(hit.where.file, *hit.about))
        yield from dict.fromkeys(check.finding(code, hit) for hit in _joined(hits))


def _joined(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits of one sort at one place as one, which names all personas and layouts; of the slides the first."""
    alike: dict[object, list[Hit]] = {}
    for hit in hits:
        own = tuple((name, str(value)) for name, value in hit.values.items() if name not in _OF_ONE_DECK)
        alike.setdefault((hit.where, own if "layout" in hit.values else id(hit)), []).append(hit)
    for group in alike.values():
        named = {name: _named([str(each.values[name]) for each in group]) for name in JOINED if name in group[0].values}
        yield Hit(group[0].where, {**group[0].values, **named})


def _named(names: Sequence[str]) -> str:
    """`CFO`, `CFO and CTO`, `CEO, CFO, CTO and 5 more`."""
    once = list(dict.fromkeys(names))
    if len(once) > MOST_NAMED + 1:
        return f"{', '.join(once[:MOST_NAMED])} and {len(once) - MOST_NAMED} more"
    return f"{', '.join(once[:-1])} and {once[-1]}" if once[1:] else once[0]
