"""Changes the source in one place at a time and tells which changes no test notices: `make mutants`.

    python scripts/mutants.py                                      files changed since main
    python scripts/mutants.py src/briefing/bill/checks.py          these files
    python scripts/mutants.py --sample 40 --tests tests/bill src/briefing/bill/checks.py

First the quick tests run once, and coverage tells which of them pass each line. Then each mutant lives in a copy of the
tree, in a process forked from one that has loaded the libraries; of the tests that pass its line, the nearest and
quickest come first, and the first that fails has killed it. One that hangs is killed too.
A mutant does what its code says: no test may name a file outside its own folder that a changed check would write over,
least of all a device, and nobody should run this as root.
mutmut 3 leaves constants outside functions alone, and Cosmic Ray runs one and the same tests for every mutant: neither
fits a house whose rules are constants and whose tests take minutes.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LEAST = 80  # per cent of mutants that the tests must notice
PATIENCE = 10  # times as long as its tests take with the true source, and STARTING seconds: then it hangs
STARTING = 60
ENOUGH = 25  # seconds of tests for one mutant
WARM = ("babel.numbers", "duckdb", "ibis", "jinja2", "lxml.etree", "openpyxl", "pptx", "typer")
SWAPS: dict[type[ast.AST], tuple[type[Any], ...]] = {
    ast.Lt: (ast.LtE,),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE,),
    ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Continue: (ast.Break,),
    ast.Break: (ast.Continue,),
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
# What a running program does not look at, or what is no behaviour: types, decorators, imports.
UNSEEN = {"annotation", "returns", "decorator_list", "bases", "type_params", "names"}


@dataclass(frozen=True)
class Mutant:
    """One change: where it stands, the lines of its statement, how it reads, and the how manieth it is of its file."""

    file: str
    line: int
    last: int
    was: str
    now: str
    number: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.was} → {self.now}"

    def source(self, true: str) -> str:
        """The whole file with this change, without its comments."""
        tree = ast.parse(true)
        for number, (parent, name, index, _, variant) in enumerate(_changes(tree)):
            if number == self.number:
                _put(parent, name, index, variant)
                break
        return ast.unparse(tree)


Place = tuple[ast.AST, str, int | None, ast.AST]


def mutants(source: str, file: str) -> Iterator[Mutant]:
    """Every change of one place of the source that this script knows."""
    for number, (parent, name, index, node, variant) in enumerate(_changes(ast.parse(source))):
        # An operator has no place of its own: what it stands in is shown.
        shown = parent if isinstance(node, (ast.cmpop, ast.boolop, ast.operator)) else node
        was = ast.unparse(shown)
        _put(parent, name, index, variant)
        now = ast.unparse(variant if shown is node else parent)
        _put(parent, name, index, node)
        line = getattr(shown, "lineno", 1)
        yield Mutant(file, line, getattr(shown, "end_lineno", line), _short(was), _short(now), number)


def _changes(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, ast.AST]]:
    for parent, name, index, node in list(_places(tree)):
        for variant in (*_variants(node), *_denied(name, node)):
            yield parent, name, index, node, variant


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:89]}…"


def _places(tree: ast.AST) -> Iterator[Place]:
    """Parent, field, index and node of all that may be changed."""
    for name, value in ast.iter_fields(tree):
        if name in UNSEEN or _is_no_behaviour(tree):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(node, ast.AST) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                yield tree, name, index, node
                yield from _places(node)


def _is_no_behaviour(node: ast.AST) -> bool:
    """Whether this is a list of public names, a type that lists its values, or how a class keeps its fields."""
    if isinstance(node, ast.keyword):
        return node.arg in ("frozen", "kw_only", "slots")
    is_all = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    return is_all or (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal")


def _put(parent: ast.AST, name: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[index] = node


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    yield from (each() for each in SWAPS.get(type(node), ()))
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Name(id=name) if name in NAMES:
            yield ast.Name(NAMES[name], node.ctx)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Constant(value=value):
            yield from (ast.Constant(each) for each in _others(value))


def _denied(name: str, node: ast.AST) -> Iterator[ast.AST]:
    """The contrary of a condition, but for those of which `_variants` gives the contrary already."""
    contrary = ast.Eq | ast.NotEq | ast.In | ast.NotIn | ast.Is | ast.IsNot
    if name not in ("test", "ifs") or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
        return
    if isinstance(node, ast.expr) and not (isinstance(node, ast.Compare) and isinstance(node.ops[0], contrary)):
        yield ast.UnaryOp(ast.Not(), node)


def _others(value: object) -> Iterator[bool | int | float | str]:
    """Values beside this one: both neighbours of a number, also of one written as text; a word that is another."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        step = 1 if isinstance(value, int) else 0.01
        yield from (value + step, value - step)
    elif isinstance(value, str) and re.fullmatch(r"\d*\.?\d+", value):
        yield value[:-1] + str((int(value[-1]) + 1) % 10)
    elif isinstance(value, str) and value.strip():
        yield f"{value}X"


# Which tests pass a line


class _Watch:
    """Tells coverage which test runs, and notes how long it took and whether it passed."""

    def __init__(self, coverage: Any) -> None:
        self._coverage = coverage
        self.took: dict[str, float] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._coverage.switch_context(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[report.nodeid] = self.took.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.add(report.nodeid)


@dataclass(frozen=True)
class Reach:
    """Which tests pass the lines of each file, and the seconds that each takes."""

    lines: dict[str, dict[int, list[str]]]
    took: dict[str, float]

    def tests(self, mutant: Mutant) -> list[str]:
        """Those that pass the mutant's lines, the nearest and quickest first.

        A constant is passed by nobody: those that pass what uses its name, else those that pass the file, else all;
        and those of its room, for what nothing passes, such as the fields of a class, may still be looked at.
        """
        lines = self.lines.get(mutant.file, {})
        true = (ROOT / mutant.file).read_text(encoding="utf-8")
        path = Path(mutant.file).relative_to("src/briefing")
        own, room = f"tests/{path.parent.as_posix()}/test_{path.name}", f"tests/{path.parent.as_posix()}/"
        passing = {each for at in range(mutant.line, mutant.last + 1) for each in lines.get(at, ())}
        if not passing:
            for some in (_using(true, mutant.line), lines):
                passing = passing or {each for at in some for each in lines.get(at, ())}
            passing |= {each for each in self.took if each.startswith(room)} if passing else set()

        def far(test: str) -> tuple[bool, bool, float, str]:
            return not test.startswith(own), not test.startswith(room), self.took[test], test

        return list(self._enough(sorted(passing or self.took, key=far)))

    def _enough(self, tests: Iterable[str]) -> Iterator[str]:
        spent = 0.0
        for each in tests:
            spent += self.took[each]
            if spent > ENOUGH and spent > self.took[each]:
                return
            yield each


def _using(source: str, line: int) -> list[int]:
    """The lines that use what the statement of a module or class on this line names."""
    tree = ast.parse(source)
    names = {
        each.id
        for node in ast.walk(tree)
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.lineno <= line <= (node.end_lineno or node.lineno)
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    return [each.lineno for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id in names]


# Running


def _forked(tree: Path, do: Any, seconds: float | None) -> int | None:
    """The exit code of `do()` in a process of its own, inside the copy of the tree; None where it hangs."""
    process = os.fork()
    if not process:
        code = 70
        try:
            os.setsid()
            os.chdir(tree)
            os.environ["PYTHONPATH"] = str(tree / "src")
            sys.dont_write_bytecode = True  # two mutants of one second and size would share their bytecode
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
            out = os.open(tree / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(out, 1)
            os.dup2(out, 2)
            code = int(do())
        except BaseException:
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(code)
    until = None if seconds is None else time.monotonic() + seconds
    while True:
        done, status = os.waitpid(process, 0 if until is None else os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if until is not None and time.monotonic() > until:
            os.killpg(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return None
        time.sleep(0.05)


def _pytest(tests: Sequence[str], *plugins: object) -> int:
    options = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow")
    return int(pytest.main([*(each for each in options if each != "-x" or not plugins), *tests], plugins=list(plugins)))


def reach(tree: Path, files: Sequence[str], tests: Sequence[str]) -> Reach:
    """Runs the tests once and tells which of them pass which line."""

    def watched() -> int:
        import coverage

        watching = coverage.Coverage(data_file=None, include=[str(tree / each) for each in files], config_file=False)
        watch = _Watch(watching)
        watching.start()
        code = _pytest(tests, watch)
        watching.stop()
        data = watching.get_data()
        lines = {
            each: {
                line: [test for test in by if test in watch.took and test not in watch.failed]
                for line, by in data.contexts_by_lineno(str(tree / each)).items()
            }
            for each in files
        }
        (tree / "reach.json").write_text(json.dumps([lines, watch.took]), encoding="utf-8")
        return code if watch.took else 70  # as where a folder of tests is misspelt: nothing would kill a mutant

    if _forked(tree, watched, None) == 70:
        raise SystemExit((tree / "output.txt").read_text(encoding="utf-8"))
    lines, took = json.loads((tree / "reach.json").read_text(encoding="utf-8"))
    return Reach({file: {int(at): by for at, by in told.items()} for file, told in lines.items()}, took)


def is_killed(mutant: Mutant, tree: Path, found: Reach) -> bool:
    """Whether a test fails, or hangs, with this mutant in the copy of the tree."""
    tests = found.tests(mutant)
    if not tests:
        return False
    path, allowed = tree / mutant.file, STARTING + PATIENCE * sum(found.took[each] for each in tests)
    true = path.read_text(encoding="utf-8")
    path.write_text(mutant.source(true), encoding="utf-8")
    try:
        return _forked(tree, lambda: _pytest(tests), allowed) != 0
    finally:
        path.write_text(true, encoding="utf-8")


@contextlib.contextmanager
def _copies(many: int) -> Iterator[list[Path]]:
    """Copies of all that git knows, or would know, of the tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees = [Path(folder).resolve() / str(each) for each in range(many)]
        for tree in trees:
            for name in filter(None, listed.stdout.split("\0")):
                if (ROOT / name).is_file():
                    (tree / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(ROOT / name, tree / name)
        yield trees


def changed() -> list[str]:
    """The files of the package that differ from main."""
    told = subprocess.run(
        ["git", "diff", "--name-only", "--diff-filter=d", "main", "--", "src/briefing"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [each for each in told.stdout.splitlines() if each.endswith(".py")]


def survivors(some: Sequence[Mutant], trees: Sequence[Path], found: Reach) -> Iterator[Mutant]:
    """Those that no test notices, as they are found."""
    free: SimpleQueue[Path] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def tried(mutant: Mutant) -> bool:
        tree = free.get()
        try:
            return is_killed(mutant, tree, found)
        finally:
            free.put(tree)

    with ThreadPoolExecutor(len(trees)) as pool:
        yield from (mutant for mutant, killed in zip(some, pool.map(tried, some), strict=True) if not killed)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", help="files of the package; those changed since main where none is named")
    parser.add_argument("--sample", type=int, default=60, help="mutants to try, of all files together; 0: all")
    parser.add_argument("--seed", type=int, default=1, help="another number: another sample")
    parser.add_argument("--tests", action="append", help="where to look for tests, once or more; all of them")
    parser.add_argument("--jobs", type=int, default=1, help="mutants at a time")
    return parser.parse_args()


def main() -> int:
    """Prints the survivors and the rate of those killed; 1 where it is below the least."""
    told = asked()
    files = [Path(each).resolve().relative_to(ROOT).as_posix() for each in told.files] or changed()
    every = [each for file in files for each in mutants((ROOT / file).read_text(encoding="utf-8"), file)]
    some = random.Random(told.seed).sample(every, min(told.sample or len(every), len(every)))
    if not some:
        print("nothing to change: no file of src/briefing differs from main")
        return 0
    for each in WARM:
        with contextlib.suppress(ImportError):
            importlib.import_module(each)
    with _copies(max(told.jobs, 1)) as trees:
        found = reach(trees[0], files, told.tests or ["tests"])
        alive = []
        for mutant in survivors(sorted(some, key=lambda each: (each.file, each.number)), trees, found):
            print(mutant, flush=True)
            alive.append(mutant)
    killed = len(some) - len(alive)
    rate = 100 * killed / len(some)
    print(f"{killed} of {len(some)} mutants killed: {rate:.0f} % (of {len(every):,} in {len(files)} files)")
    return int(rate < LEAST)


if __name__ == "__main__":
    sys.exit(main())
