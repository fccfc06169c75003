"""Which files of export folders count: providers keep every run of an export, and each run has the whole period anew.

- AWS Data Exports: `data/BILLING_PERIOD=2026-03/2026-04-02T00-00Z-…/`, a folder for each run; or all runs write
  over the files of one folder, where the manifest under `metadata/` lists those that count.
- Azure Cost Management: `20260301-20260331/[202604020000/]<run>/` with a `manifest.json`.

Of several runs of one period the newest counts. Where no name and no manifest tells it, the charges have to
(`briefing.spend.overlaps`).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefing.library.billquality import LeftOut
from briefing.spend.places import BillFile, beside, names_in

_AWS_PERIOD = re.compile(r"billing_?period=[^/]+", re.IGNORECASE)
_AZURE_PERIOD = re.compile(r"20\d{6}-20\d{6}")
_STAMP = re.compile(r"(?<!\d)(20\d\d)-?(\d\d)-?(\d\d)(?:[T_ -]?(\d\d)[-:]?(\d\d)(?:[-:]?(\d\d))?)?(?!\d)")
_MOST_BYTES = 1 << 22  # of a manifest


def newest_runs(files: Sequence[BillFile]) -> tuple[tuple[BillFile, ...], tuple[LeftOut, ...]]:
    """The files that count, and those of earlier runs."""
    left: dict[str, LeftOut] = {}
    for runs in _periods(files).values():
        newest = _newest(runs)
        for run, members in runs.items() if newest else ():
            if run != newest:
                left |= {each.path: LeftOut(file=each.shown, kept=_folder(runs[newest])) for each in members}
    kept = [each for each in files if each.path not in left]
    for each, manifest in _unlisted(kept):
        left[each.path] = LeftOut(file=each.shown, kept=manifest)
    return tuple(each for each in files if each.path not in left), tuple(left.values())


def stamp_of(path: str) -> str:
    """The time that the manifest, the folders or the name of a file tell; empty where none does. Sorts by time."""
    found = "".join(_digits(part) for part in _folders(path)[-3:] if not _is_period(part))
    return _submitted(os.path.dirname(path)) or found or _digits(os.path.basename(path))


def manifest_of(folder: str) -> Mapping[str, Any]:
    """The manifest beside the files of a run; empty where there is none that can be read."""
    return _read(f"{folder}/manifest.json")


def _periods(files: Iterable[BillFile]) -> dict[str, dict[str, list[BillFile]]]:
    """For each folder of a period, its runs: the folder of each and the files in it."""
    found: dict[str, dict[str, list[BillFile]]] = {}
    for each in files:
        parts = each.path.replace(os.sep, "/").split("/")
        place = next((index for index in range(len(parts) - 2, 0, -1) if _is_period(parts[index])), 0)
        if place and place < len(parts) - 2:
            period, run = "/".join(parts[: place + 1]), "/".join(parts[place + 1 : -1])
            found.setdefault(period, {}).setdefault(run, []).append(each)
    return {period: runs for period, runs in found.items() if len(runs) > 1}


def _is_period(part: str) -> bool:
    return bool(_AWS_PERIOD.fullmatch(part) or _AZURE_PERIOD.fullmatch(part))


def _newest(runs: Mapping[str, Sequence[BillFile]]) -> str:
    """The newest run; empty where the names and manifests of the runs do not tell all their times apart."""
    for told in (_by_manifest, _by_name):
        stamps = {run: told(run, members[0]) for run, members in runs.items()}
        if all(stamps.values()) and len(set(stamps.values())) == len(stamps):
            return max(stamps, key=lambda run: stamps[run])
    return ""


def _by_manifest(run: str, member: BillFile) -> str:
    return _submitted(os.path.dirname(member.path))


def _by_name(run: str, member: BillFile) -> str:
    return "".join(map(_digits, run.split("/")))


def _digits(name: str) -> str:
    found = _STAMP.search(name)
    return "-".join(each or "00" for each in found.groups()) if found else ""


def _submitted(folder: str) -> str:
    run = manifest_of(folder).get("runInfo")
    found = run.get("submittedTime") if isinstance(run, dict) else ""
    return found if isinstance(found, str) else ""


def _folders(path: str) -> list[str]:
    return os.path.dirname(path).replace(os.sep, "/").split("/")


def _folder(members: Sequence[BillFile]) -> str:
    return members[0].shown.rpartition("/")[0] or members[0].shown


def _unlisted(files: Iterable[BillFile]) -> Iterable[tuple[BillFile, str]]:
    """Files beside those that their manifest lists: what an earlier and longer run left behind."""
    folders: dict[str, list[BillFile]] = {}
    for each in files:
        folders.setdefault(os.path.dirname(each.path), []).append(each)
    for folder, members in folders.items():
        manifest, names = _listed(folder)
        there = [each for each in members if os.path.basename(each.path) in names]
        if there:
            yield from ((each, manifest) for each in members if each not in there)


def _listed(folder: str) -> tuple[str, frozenset[str]]:
    """The manifest that is about a folder, and the names of the files that it lists."""
    for path, names in _manifests(folder):
        found = _read(path)
        listed = next((each for name in names if isinstance(each := found.get(name), list)), [])
        texts = (each.get("blobName") if isinstance(each, dict) else each for each in listed)
        files = frozenset(each.rpartition("/")[2] for each in texts if isinstance(each, str))
        if files:
            return os.path.basename(path), files
    return "", frozenset()


def _manifests(folder: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield f"{folder}/manifest.json", ("blobs",)
    data = folder.replace(os.sep, "/")
    told = re.sub(r"(^|/)data/(billing_?period=)", r"\1metadata/\2", data, flags=re.IGNORECASE)
    for name in names_in(told) if told != data else ():
        if name.casefold().endswith("manifest.json"):
            yield f"{told}/{name}", ("dataFiles", "reportKeys")


def _read(path: str) -> Mapping[str, Any]:
    try:
        with beside(path) as opened:
            found = json.loads(opened.read(_MOST_BYTES).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
