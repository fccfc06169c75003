"""From paths, folders and globs to the files of billing data in them, in a fixed order, each file once."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgspec

from briefing.bill.focus.clouds import files_below, is_cloud, location_of, open_binary, size_of
from briefing.bill.focus.scrubbing import looks_secret
from briefing.documents.text import did_you_mean, listing
from briefing.documents.yamlfile import printable
from briefing.errors import BriefingError, FactError, UsageError

SUFFIXES = (".csv", ".csv.gz", ".parquet")
ARCHIVE = ".zip"  # of such files
_FACTS = (".yaml", ".yml")
# Folders of table formats hold files that are no longer part of the table; their catalogue knows which.
_LAKES = {"_delta_log": "Delta Lake", "metadata": "Iceberg"}
_FORMS = "give .csv, .csv.gz or .parquet files"


class BillFile(msgspec.Struct, frozen=True):
    """A file of billing data: its absolute `path`, or its URL in a cloud, and the path as the user gave it."""

    path: str
    shown: str


def open_file(file: BillFile) -> Any:
    """A file of billing data, opened for reading bytes. Raises OSError, and BriefingError for one in a cloud."""
    return open_binary(file.path) if is_cloud(file.path) else open(file.path, "rb")


def bytes_of(file: BillFile) -> int:
    """How large a file of billing data is. Raises OSError, and BriefingError for one in a cloud."""
    return size_of(file.path) or 0 if is_cloud(file.path) else os.path.getsize(file.path)


def beside(path: str) -> Any:
    """What stands beside billing data, opened for reading bytes. Raises OSError where there is none."""
    if is_cloud(path):
        if size_of(path) is None:
            raise FileNotFoundError(path)
        return open_binary(path)
    return open(path, "rb")


def names_in(folder: str) -> list[str]:
    """The names of the files in a folder, in order; none where there is no such folder."""
    if is_cloud(folder):
        inside = (each.removeprefix(f"{folder}/") for each in files_below(f"{folder}/"))
        return [each for each in inside if "/" not in each]
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def files_of(places: Iterable[str]) -> tuple[BillFile, ...]:
    """The files of all places. Raises BriefingError where a place is not there or has no billing data."""
    found: dict[str, BillFile] = {}
    for place in places:
        for path in _of_place(place):
            found.setdefault(*_file(path))
    return tuple(found.values())


def _file(path: str) -> tuple[str, BillFile]:
    """What a file is known by, so that it counts once, and the file. Raises FactError for a name that is not UTF-8."""
    if is_cloud(path):
        return path, BillFile(path, path)
    try:
        os.path.abspath(path).encode()
    except UnicodeEncodeError:  # the engine cannot be told such a name
        message = f"the path {printable(path)} is not UTF-8"
        raise FactError(message, remedy="rename the file or its folder") from None
    return os.path.realpath(path), BillFile(os.path.abspath(path), path.replace(os.sep, "/"))


def label_of(places: Iterable[str], count: int) -> str:
    """What figures call these files: `FOCUS export bill-*.parquet (3 files)`."""
    names = tuple(dict.fromkeys(_last_part(place) for place in places))
    counted = "" if count == 1 else f" ({count} files)"
    return f"FOCUS export {_joined(names)}{counted}"


def _last_part(place: str) -> str:
    return place.rstrip("/").rpartition("/")[2] if is_cloud(place) else Path(os.path.abspath(place)).name or "/"


def _joined(names: tuple[str, ...]) -> str:
    if len(names) <= 3:
        return listing(names, "and")
    start = _common(names)
    end = _common([name[::-1] for name in names])[::-1]
    return f"{start}*{end}" if start else f"{names[0]} and {len(names) - 1} more"


def _common(names: Iterable[str]) -> str:
    """What all names begin with."""
    return "".join(
        letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    )


def _of_place(place: str) -> Iterable[str]:
    if not place.strip():
        raise UsageError("the path of the billing data is empty", remedy=_FORMS)
    if is_cloud(place):
        return _in_cloud(place)
    if os.path.isdir(place):
        return _in_folder(place)
    if os.path.lexists(place):
        return [_ordinary(place)]
    if looks_secret(place):
        message = "what is given as the path of the billing data holds a password"
        raise UsageError(message, remedy="give a path or a URL without it")
    if glob.has_magic(place):
        return _matches(place)
    raise _not_there(place)


def _ordinary(place: str) -> str:
    if place.casefold().endswith(_FACTS):
        raise UsageError(f"{place} is no billing data", remedy="give a facts file alone, not together with data")
    if not os.path.exists(place):
        raise FactError(f"{place} is a link that leads nowhere", remedy="give the file itself")
    if not os.path.isfile(place):
        raise FactError(f"{place} is not an ordinary file", remedy="save the data as a file and give that")
    return place


def _matches(pattern: str) -> list[str]:
    found = sorted(glob.glob(pattern, recursive=True))
    files = [path for path in found if os.path.isfile(path)]
    billing = [path for path in files if _is_billing(path)]
    inside = [path for folder in found if os.path.isdir(folder) and "**" not in pattern for path in _walked(folder)]
    if not (billing or inside or files):
        raise FactError(f"no file matches '{pattern}'", remedy="look at the pattern and at its folder")
    # Files of other names were asked for by name where nothing else matches: their content decides.
    return [*billing, *inside] or [_ordinary(path) for path in files]


def _in_folder(folder: str) -> list[str]:
    found = list(_walked(folder))
    if not found:
        raise FactError(f"{folder} holds no billing data{_instead(folder)}", remedy=_FORMS)
    return found


def _in_cloud(place: str) -> list[str]:
    """The files at or below a URL, by the same rules as those of a folder; a pattern is matched from its first part on
    that is none.
    """
    location_of(place)  # what looks like a pattern may be a secret
    fixed = place[: re.search(r"[^/]*[*?[]", place).start()] if glob.has_magic(place) else place  # type: ignore[union-attr]
    there = files_below(fixed)
    if there == (place,):
        return [place]
    if fixed != place:
        pattern = re.compile(_as_expression(place))
        there = tuple(each for each in there if pattern.match(each))
        if not there:
            raise FactError(f"no file matches '{place}'", remedy="look at the pattern and at its folder")
    found = list(_kept(_tree(there, fixed.rstrip("/"))))
    if not there:
        raise FactError(f"there is nothing under {place}", remedy="look at the path")
    if not found:
        raise FactError(f"{place} holds no billing data", remedy=_FORMS)
    return found


def _as_expression(pattern: str) -> str:
    """A pattern as a regular expression, for a file that it names or one below a folder that it names."""
    parts = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    found = re.split(r"(\*\*/|\*\*|\*|\?|\[[^]]+\])", pattern.rstrip("/"))
    whole = "".join(parts.get(each) or (each if each.startswith("[") else re.escape(each)) for each in found)
    return f"{whole}(?:/.*)?$"


def _tree(urls: Sequence[str], root: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Files of a cloud as `os.walk` gives those of a folder: each folder, the folders in it, and its files."""
    inside = [url.removeprefix(f"{root}/") for url in urls]
    folders = sorted({each.partition("/")[0] for each in inside if "/" in each})
    yield root, folders, [each for each in inside if "/" not in each]
    for name in folders:  # those that whoever walks has left
        yield from _tree([url for url in urls if url.startswith(f"{root}/{name}/")], f"{root}/{name}")


def _walked(folder: str) -> Iterator[str]:
    def stop(error: OSError) -> None:
        raise FactError(f"{error.filename} may not be read", remedy="change its permissions") from None

    # A pipe would be waited for.
    return (_ordinary(path) for path in _kept(os.walk(folder, onerror=stop)))


def _kept(tree: Iterable[tuple[str, list[str], list[str]]]) -> Iterator[str]:
    """The files of billing data in a tree, which is walked as `os.walk` walks one."""
    for here, folders, names in tree:
        _refuse_lakes(here, folders)
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        billing = sorted(name for name in names if not _is_hidden(name) and _is_billing(name))
        _refuse_twins(here, billing)
        yield from (f"{here}/{name}" if is_cloud(here) else os.path.join(here, name) for name in billing)


def _is_hidden(name: str) -> bool:
    """Whether engines that write folders mean the name for themselves: `_SUCCESS`, `.part-0.crc`."""
    return name.startswith((".", "_"))


def _is_billing(name: str) -> bool:
    return name.casefold().endswith((*SUFFIXES, ARCHIVE))


def _refuse_lakes(here: str, folders: Iterable[str]) -> None:
    for name, lake in _LAKES.items():
        if name in folders and (
            name != "metadata" or any(each.endswith(".metadata.json") for each in names_in(f"{here}/{name}"))
        ):
            message = f"{here} is a table of {lake}, whose folder also holds files that are no longer part of it"
            raise FactError(message, remedy="give the table by a connection URL")


def _refuse_twins(here: str, names: Iterable[str]) -> None:
    """A packed file beside the one it was unpacked to would count every charge twice."""
    there = set(names)
    for name in sorted(there):
        if name + ".gz" in there:
            both = os.path.join(here, name)
            raise FactError(f"{both} and {both}.gz look like the same data", remedy="leave one of them out")


def _instead(folder: str) -> str:
    kinds = {Path(name).suffix for _, _, names in os.walk(folder) for name in names if not _is_hidden(name)}
    named = sorted(kind for kind in kinds if kind)[:5]
    return f", only {listing(named, 'and')} files" if named else ""


def _not_there(place: str) -> BriefingError:
    above = Path(place).parent
    if not above.is_dir():
        return FactError(f"there is no folder {above}", remedy=_near(above) or "look at the path")
    return FactError(f"there is no file or folder {place}", remedy=_near(Path(place)) or "look at the path")


def _near(path: Path) -> str:
    try:
        return did_you_mean(path.name, os.listdir(path.parent))
    except OSError:
        return ""
