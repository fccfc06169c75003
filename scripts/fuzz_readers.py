"""Feed the readers mutated files: `scripts/fuzz_readers.py --count 100000`. Exits with 1 where one misbehaves.

A reader may give a value or raise a BriefingError. A traceback, more than a second of computing, and a file that is
opened for writing are findings; each is printed with the seed that makes it again.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT / "src") not in sys.path:
    sys.path.insert(0, str(ROOT / "src"))

from briefing.compose.wording import Wording  # noqa: E402
from briefing.documents.lineage import merged_catalogue, merged_file  # noqa: E402
from briefing.documents.yamlfile import read_text, read_yaml  # noqa: E402
from briefing.errors import BriefingError, Where  # noqa: E402
from briefing.exchange.cleaning import clean  # noqa: E402
from briefing.exchange.importing import as_file  # noqa: E402
from briefing.exchange.reading import read_found  # noqa: E402
from briefing.library.catalogues import kpis_of  # noqa: E402
from briefing.library.index import index_folder  # noqa: E402
from briefing.library.layout import layout_of  # noqa: E402
from briefing.library.library import Library, builtin_folder  # noqa: E402
from briefing.library.persona import groups_of, persona_of, read_persona  # noqa: E402
from briefing.library.workspace import read_workspace  # noqa: E402

MOST_SECONDS = 1.0
BUILTIN = builtin_folder()
PERSONAS, LAYOUTS = BUILTIN / "personas", BUILTIN / "layouts"

PERSONA_OVERLAY = """\
extends: cfo
primary-goal: Ours
aliases: {add: [money], remove: [finance-director]}
objectives:
  add: [{id: green, item: Report carbon, before: protect-margin}, Plain text]
  remove: [ai-value]
  replace: [{id: protect-margin, item: Protect it, before: predictable-spend}]
  order: [green, protect-margin]
frustrations: {remove: surprise-invoices}
answers: {replace: [{frustration: unclear-return, change: New}]}
ask: {by: March}
language: {use: {add: [EBITDA]}, avoid: [hype]}
"""
LAYOUT_OVERLAY = """\
extends: pitch
title: "Ours for {{ audience }}"
slides:
  remove: [principles, sources]
  add: [{before: ask, kind: statement, id: promise, title: "{{ 'a' ~ count }}", text: No layoffs}]
  replace: [{id: finops-overview, title: New}, {id: roadmap, after: title}]
  order: [title, ask]
"""
KPI_OVERLAY = """\
extends: kpis
kpis:
  add: [{id: c, name: C}]
  remove: [cogs]
  replace: [{id: unit-cost, name: N}]
"""
WORKSPACE = "layout: pitch\ntheme: dark\nformats: [pptx, md]\noutput: decks\nlibraries: [.]\n"
FOREIGN = """\
- name: Boss
  indentifier: boss
  challenges:
    - item: ' Bills'
    - item:
  key-metrics: [Gross Margins]
"""
MARKDOWN = "---\nname: Boss\nidentifier: boss\n---\n# Objectives\n- Grow\n- Save\n## Challenges\nBills\n"
TABLE = 'identifier,name,field,item\nboss,Boss,objectives,Grow\nboss,,key-metrics,"Cost, unit"\n'
TOKENS = (
    *(
        b": ",
        b"- ",
        b"\n",
        b"  ",
        b"\t",
        b"{",
        b"}",
        b"[",
        b"]",
        b"&a ",
        b"*a",
        b"!!str ",
        b"|\n",
        b">-\n",
        b"'",
        b'"',
        b"#",
    ),
    *(
        b"? ",
        b"~",
        b"null",
        b"\xff",
        b"\x00",
        b"\xef\xbb\xbf",
        b"\r\n",
        b"extends: cfo\n",
        b"add",
        b"remove: ",
        b"id: ",
    ),
    *(
        b"---\n",
        b"before: ",
        b"\\",
        b"1e999",
        b"\xe2\x80\xa8",
        b"{{ 9**9**9 }}",
        b"{{ ''.__class__ }}",
        b"{% include 'x' %}",
    ),
    b"{% for i in range(10**9) %}",
)


@cache
def _library() -> Library:
    return Library((BUILTIN,))


@cache
def _kpis() -> tuple[object, ...]:
    return tuple(_library().kpis().values())


def _persona_overlay(path: Path) -> None:
    index_folder(path.parent)
    files = [("cfo", path), *((each, PERSONAS / f"{each}.yaml") for each in _library().persona_ids())]
    persona_of(merged_file("persona", files[0], files))


def _layout(path: Path) -> None:
    files = [("mine", path), *((each, LAYOUTS / each / "layout.yaml") for each in _library().layout_names())]
    layout = layout_of(merged_file("layout", files[0], files))
    wording, facts = Wording(_library().words()), {"count": 2, "audience": "all", "personas": (), "finops": "x"}
    for text in _texts([layout.title, *(slide.values for slide in layout.slides)]):
        try:
            wording.render(text, facts, Where("a", 1, 1), "text")
        except BriefingError:
            continue


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(each)


def _catalogue(path: Path) -> None:
    documents = [read_yaml(path, fold=True), read_yaml(PERSONAS / "kpis.yaml", fold=True)]
    kpis_of(merged_catalogue(documents, "kpis"))


def _import(path: Path) -> None:
    text = read_text(path)
    for name in ("a.yaml", "a.md", "a.csv", "standard input"):
        try:
            for person in clean(read_found(text, name), _kpis()):  # type: ignore[arg-type]
                as_file(person, name)
        except BriefingError:
            continue


READERS: Mapping[str, Callable[[Path], object]] = {
    "persona": read_persona,
    "persona-overlay": _persona_overlay,
    "layout": _layout,
    "group": lambda path: groups_of(read_yaml(path, fold=True)),
    "kpi": lambda path: kpis_of(read_yaml(path, fold=True)),
    "kpi-overlay": _catalogue,
    "workspace": read_workspace,
    "import": _import,
}


@cache
def seeds(reader: str) -> tuple[bytes, ...]:
    """Sound files for a reader to begin with."""
    texts: Mapping[str, tuple[str | Path, ...]] = {
        "persona": tuple(each for each in sorted(PERSONAS.glob("*.yaml")) if each.stem not in ("kpis", "groups")),
        "persona-overlay": (PERSONA_OVERLAY,),
        "layout": (*sorted(LAYOUTS.glob("*/layout.yaml")), LAYOUT_OVERLAY, LAYOUT_OVERLAY),
        "group": (PERSONAS / "groups.yaml",),
        "kpi": (PERSONAS / "kpis.yaml",),
        "kpi-overlay": (KPI_OVERLAY,),
        "workspace": (WORKSPACE,),
        "import": (FOREIGN, MARKDOWN, TABLE),
    }
    found = (each.read_bytes() if isinstance(each, Path) else each.encode() for each in texts[reader])
    if reader != "layout":
        return tuple(found)
    # A layout is called as its folder is, and this one is not.
    return tuple(re.sub(rb"^name:.*\n", b"", each, flags=re.MULTILINE) for each in found)


def mutated(data: bytes, random: Random) -> bytes:
    """The bytes with one to six changes."""
    for _ in range(random.randint(1, 6)):
        data = random.choice(_CHANGES)(data, random)
    return data[:200_000]


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(TOKENS) * random.choice((1, 1, 1, 2, 50)) + data[at:]


def _cut(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + data[at + random.choice((1, 2, 5, 40)) :]


def _flip(data: bytes, random: Random) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _swap(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _repeat(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    return b"\n".join([*lines[:at], *lines[at : at + 3] * random.choice((2, 2, 3, 30)), *lines[at:]])


def _indent(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    lines[at] = b" " * random.choice((1, 2, 4)) + lines[at] if random.random() < 0.5 else lines[at].lstrip()
    return b"\n".join(lines)


_CHANGES = (_insert, _insert, _cut, _flip, _swap, _repeat, _indent)


COMPILED = "_jinja2-cache"  # where compiled texts are kept between runs, among temporary files


class Watch:
    """Sees every file that is opened for writing while it is on; one hook a process, for hooks cannot be removed."""

    def __init__(self) -> None:
        self.on = False
        self.written: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on or (arguments and COMPILED in str(arguments[0])):
            return
        if event == "open" and isinstance(arguments[2], int):
            if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.written.append(str(arguments[0]))
        elif event in ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "subprocess.Popen", "os.system"):
            self.written.append(f"{event} {arguments[:1]}")

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """What was written while it was on."""
        self.on, self.written = True, []
        try:
            yield self.written
        finally:
            self.on = False


@cache
def watch() -> Watch:
    """The watch of this process."""
    return Watch()


def feed(reader: str, data: bytes, path: Path) -> str:
    """Let a reader read the bytes, and say what it did wrong; an empty text where it did nothing wrong."""
    path.write_bytes(data)
    start = time.thread_time()
    with watch().watching() as written:
        try:
            READERS[reader](path)
        except BriefingError:
            pass
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    took = time.thread_time() - start
    return f"took {took:.1f} s" if took > MOST_SECONDS else f"wrote {written}" if written else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many files")
    parser.add_argument("--seed", type=int, default=0, help="where the numbers start")
    asked = parser.parse_args()
    for name in READERS:
        seeds(name)
    _kpis(), _library().words(), watch()
    findings, outcome, slowest = 0, Counter[str](), 0.0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine" / "layout.yaml"
        path.parent.mkdir()
        os.chdir(folder)
        for number in range(asked.seed, asked.seed + asked.count):
            random = Random(number)
            reader = random.choice(tuple(READERS))
            begun = time.thread_time()
            said = feed(reader, mutated(random.choice(seeds(reader)), random), path)
            slowest = max(slowest, time.thread_time() - begun)
            outcome[reader] += 1
            if said:
                findings += 1
                print(f"seed {number}, {reader}: {said}")
    took = time.perf_counter() - start
    print(f"{asked.count:,} files in {took:.0f} s, slowest {slowest:.2f} s, {findings} findings; {dict(outcome)}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
