"""Charges that stand in two files: runs of an export that have the whole period anew, a month-to-date file beside
the whole month, a second copy.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import PurePath
from typing import Any, TypeAlias

import msgspec

from briefing.bill.focus.locations import BillFile, beside, names_in
from briefing.bill.focus.raw_values import number_of
from briefing.bill.records import LeftOut
from briefing.documents.text import month_text
from briefing.errors import FactError

# Which files of export folders count: providers keep every run of an export, and each run has the whole period anew.
#
# - AWS Data Exports: `data/BILLING_PERIOD=2026-03/2026-04-02T00-00Z-…/`, a folder for each run; or all runs write
# over the files of one folder, where the manifest under `metadata/` lists those that count. - Azure Cost Management:
# `20260301-20260331/[202604020000/]<run>/` with a `manifest.json`.
#
# Of several runs of one period the newest counts. Where no name and no manifest tells it, the charges have to
# (`briefing.bill.focus.overlaps`).

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


# Charges that stand in two files: two runs of an export, a month-to-date file beside the whole month, a second copy.
#
# Each file tells which charges of each invoice (provider and billing account) and month it has, by their prints: all
# but their costs. Parts of one export share none. Where two files share most of what both could have, one of them is
# not counted: the copy, or the older one if the newer covers all its days. What cannot be decided so is refused.

Row: TypeAlias = Mapping[str, Any]
SAME = 0.5  # of the charges that two files could share: from so many alike on they are the same data
CORRECTED = 0.9  # from so many on that are alike but for their costs, in files of different folders or of one name
CONTAINED = 0.9  # of the older one's charges must be in the newer one
_COPY = re.compile(r"[ _-]*(\(\d+\)|copy( ?\d+)?|kopie|final|new|v\d+)$", re.IGNORECASE)


class Drop(msgspec.Struct, frozen=True):
    """Charges that are not counted: those of a file on one invoice in one month."""

    file: str
    invoice: str
    month: date


class _Holding(msgspec.Struct, frozen=True):
    """What some files have together of one invoice and month: the prints with day, rows, billed and effective cost.

    From the `first` to the `last` day on which a charge starts: a tax row would make each month whole.
    """

    name: str
    files: tuple[BillFile, ...]
    charges: Mapping[str, tuple[Any, ...]]
    first: date
    last: date

    def within(self, first: date, last: date) -> set[str]:
        return {each for each, (begin, *_) in self.charges.items() if first <= begin <= last}


def overlaps(rows: Iterable[Row], files: Sequence[BillFile]) -> tuple[tuple[Drop, ...], tuple[LeftOut, ...]]:
    """What is not counted of the files, and how that is told; `rows` are the sampled charges of each file.

    Raises FactError where two files share charges and neither can be left out.
    """
    shown = {each.path: each for each in files}
    drops: dict[tuple[str, str, date], LeftOut] = {}
    for (invoice, month), there in _scopes(rows).items():
        holdings = [_holding((shown[path],), found) for path, found in sorted(there.items())]
        left = [*_resolved(holdings, lambda each: os.path.dirname(each.files[0].path))]
        gone = {id(older) for older, _, _ in left}
        kept = [each for each in holdings if id(each) not in gone]
        left += _resolved([_joined(each) for each in _by_folder(kept)], lambda _: "")
        for older, newer, same in left:
            for file in older.files:
                drops[file.path, invoice, month] = LeftOut(
                    file=file.shown, kept=newer.name, month=month_text(number_of(month)), same=same
                )
    return tuple(Drop(*each) for each in drops), tuple(dict.fromkeys(drops.values()))


def _scopes(rows: Iterable[Row]) -> dict[tuple[str, date], dict[str, list[Row]]]:
    """Charges by invoice and month, and there by file; only where there are several files."""
    found: dict[tuple[str, date], dict[str, list[Row]]] = {}
    for row in rows:
        found.setdefault((row["provider"], row["billing_month"]), {}).setdefault(row["kind"], []).append(row)
    return {scope: files for scope, files in found.items() if len(files) > 1}


def _holding(files: tuple[BillFile, ...], rows: Sequence[Row]) -> _Holding:
    charges: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        own = (row["first"], row["rows"], row["billed"], row["effective"])
        charges[row["name"]] = _added(charges.get(row["name"]), own)
    days = [row["first"] for row in rows]
    return _Holding(files[0].shown, files, charges, min(days), max(days))


def _added(one: tuple[Any, ...] | None, other: tuple[Any, ...]) -> tuple[Any, ...]:
    if one is None:
        return other
    return min(one[0], other[0]), *(a + b for a, b in zip(one[1:], other[1:], strict=True))


def _by_folder(holdings: Iterable[_Holding]) -> Iterable[list[_Holding]]:
    found: dict[str, list[_Holding]] = {}
    for each in holdings:
        found.setdefault(os.path.dirname(each.files[0].path), []).append(each)
    return found.values()


def _joined(parts: Sequence[_Holding]) -> _Holding:
    """Files of one folder that share nothing, as one."""
    if len(parts) == 1:
        return parts[0]
    charges: dict[str, tuple[Any, ...]] = {}
    for part in parts:
        for name, own in part.charges.items():
            charges[name] = _added(charges.get(name), own)
    files = tuple(file for part in parts for file in part.files)
    folder = files[0].shown.rpartition("/")[0] or files[0].shown
    return _Holding(folder, files, charges, min(each.first for each in parts), max(each.last for each in parts))


def _resolved(
    holdings: Sequence[_Holding], group: Callable[[_Holding], str]
) -> Iterable[tuple[_Holding, _Holding, bool]]:
    """The holdings that are not counted, each with the one that is, and whether both are alike."""
    gone: set[int] = set()
    for one, other in combinations(holdings, 2):
        if group(one) != group(other) or id(one) in gone or id(other) in gone:
            continue
        alike, known = _shared(one, other)
        if alike < SAME and not (known >= CORRECTED and _is_related(one, other)):
            continue
        older, newer, same = _ordered(one, other)
        gone.add(id(older))
        yield older, newer, same


def _shared(one: _Holding, other: _Holding) -> tuple[float, float]:
    """Of the charges that both could have, the share that is alike, and that is alike but for its costs."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    mine, theirs = one.within(first, last), other.within(first, last)
    least = min(len(mine), len(theirs))
    if not least:
        return 0, 0
    both = mine & theirs
    alike = sum(one.charges[each] == other.charges[each] for each in both)
    return alike / least, len(both) / least


def _is_related(one: _Holding, other: _Holding) -> bool:
    """Whether corrected costs are what tells the files apart, and not that one has what the other has not."""
    paths = [each.files[0].path for each in (one, other)]
    return len({os.path.dirname(path) for path in paths}) > 1 or len(set(map(_plain_name, paths))) == 1


def _plain_name(path: str) -> str:
    """The name of a file without what marks a second copy of it, or its form."""
    name = PurePath(path).name.partition(".")[0]
    while (shorter := _COPY.sub("", name)) != name:
        name = shorter
    return name.casefold()


def _ordered(one: _Holding, other: _Holding) -> tuple[_Holding, _Holding, bool]:
    """What is left out, what is kept, and whether they are alike. Raises FactError where that cannot be told."""
    if one.charges == other.charges:
        kept, copy = sorted((one, other), key=lambda each: (len(each.name), each.name))
        return copy, kept, True
    ages = _ages(one, other)
    older, newer = (one, other) if _rank(one, ages[0]) < _rank(other, ages[1]) else (other, one)
    covers = newer.first <= older.first and newer.last >= older.last and _contains(newer, older)
    if covers and (ages[0] != ages[1] or newer.last > older.last or _is_within(older, newer)):
        return older, newer, False
    raise FactError(
        f"{one.name} and {other.name} have the same charges, and it does not show which of the two is to count",
        remedy="leave one of them out",
    )


def _rank(each: _Holding, age: str) -> tuple[str, date, int]:
    return age, each.last, len(each.charges)


def _ages(one: _Holding, other: _Holding) -> tuple[str, str]:
    """When the two were made, as far as their folders, manifests or names say so of both; else twice nothing."""
    paths = [each.files[0].path for each in (one, other)]
    mine, theirs = map(stamp_of, paths)
    if not (mine and theirs) and len(set(map(_plain_name, paths))) == 1 and len(set(map(os.path.dirname, paths))) == 1:
        mine, theirs = map(_copy_number, paths)
    return (mine, theirs) if mine and theirs else ("", "")


def _copy_number(path: str) -> str:
    """`march (2).csv` was downloaded after `march (1).csv`, and that after `march.csv`."""
    found = re.search(r"\((\d+)\)$", PurePath(path).name.partition(".")[0])
    return f"{int(found[1]) if found else 0:06}"


def _contains(newer: _Holding, older: _Holding) -> bool:
    return len(older.charges.keys() & newer.charges.keys()) >= CONTAINED * len(older.charges)


def _is_within(older: _Holding, newer: _Holding) -> bool:
    """Whether all charges of one are in the other, to the cent."""
    return all(newer.charges.get(name) == own for name, own in older.charges.items())
