"""The sandbox that texts are rendered in: no way to Python's inside, to other files, or to endless work.

Every turn of a loop, call, filter, and piece of output is charged to one budget a text: steps, characters, and
seconds of computing. What is left uncharged costs no more than the size of what it is given, and that was charged when
it was made.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import wraps
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.exceptions import SecurityError
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Compiled texts kept from run to run, as Python keeps its own modules: compiling takes longer than all else.
#
# They lie in the user's own part of the folder for temporary files, which Jinja2 refuses where others could write to
# it. Without such a folder every run compiles for itself.


class CompiledTexts(FileSystemBytecodeCache):
    """Jinja2's cache of compiled texts; one that cannot be written is done without."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """What an earlier run kept; nothing where it is damaged."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # a damaged file fails in pickle and marshal in a hundred ways
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled text for the next run."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def open_cache(compiler: str) -> CompiledTexts | None:
    """The cache for what this compiler, a file of ours, makes; None where no folder is safe for it."""
    try:
        state = os.stat(compiler)
        stamp = f"{state.st_mtime_ns}-{state.st_size}-{Path(compiler).parent}"
        return CompiledTexts(pattern=f"__briefing_{hashlib.sha256(stamp.encode()).hexdigest()[:12]}_%s.cache")
    except (OSError, RuntimeError):
        return None


def bucket_of(cache: CompiledTexts, environment: Environment, source: str) -> tuple[Bucket, CodeType | None]:
    """The place of a text in the cache, and the code that is there."""
    name = hashlib.sha256(source.encode(errors="replace")).hexdigest()
    bucket = cache.get_bucket(environment, name, None, source)
    return bucket, bucket.code


MOST_KEPT = 5_000  # compiled texts in memory; those of all layouts are a third of it
_KEPT: dict[str, CodeType] = {}
MOST_SOURCE = 20_000  # characters of one text in a file
MOST_OUTPUT = 200_000  # characters and values that one text may make, drafts included
MOST_STEPS = 50_000
MOST_SECONDS = 3.0  # of computing, not of waiting; a sound text takes milliseconds, on a busy machine tens of them
MOST_ITEMS = 10_000  # of a range
MOST_WIDTH = 1_000  # of an indentation and the like
LARGEST = 10**30  # of a whole number that a text multiplies

# Methods that make much out of little, `'x'.ljust(10 ** 9)`; filters and `~` do all that a slide needs.
_PADDING = ("center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill")
_MULTIPLYING = frozenset((*_PADDING, "encode", "maketrans", "to_bytes", "translate"))
# Likewise, and those whose result differs from run to run.
_WITHOUT_FILTERS = ("center", "format", "pprint", "random", "urlize", "wordwrap", "xmlattr")
_WITH_WIDTH = frozenset(("batch", "indent", "round", "slice", "truncate"))
_TO_OTHER_FILES: Mapping[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
}
_CALLED = (nodes.Macro, nodes.CallBlock, nodes.Block)
_HOLDERS = (nodes.List, nodes.Tuple, nodes.Dict)


class Budget:
    """What one text may still cost."""

    __slots__ = ("ends", "output", "steps")

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """A fresh budget, for the next text."""
        self.steps, self.output = MOST_STEPS, MOST_OUTPUT
        self.ends = time.thread_time() + MOST_SECONDS

    def step(self, weight: int = 0) -> None:
        """One step, and the characters or values that it makes. Raises SecurityError where it is one too many."""
        self.steps -= 1
        self.output -= weight
        if self.output < 0:
            raise SecurityError(f"the text makes more than {MOST_OUTPUT:,} characters")
        if self.steps < 0:
            raise SecurityError(f"the text takes more than {MOST_STEPS:,} steps")
        if time.thread_time() > self.ends:
            raise SecurityError("the text takes too long to make")

    def counted(self, values: Iterable[Any], weight: int = 0) -> Iterator[Any]:
        """The values, each a step."""
        for value in values:
            self.step(weight)
            yield value

    def sized(self, value: Any) -> Any:
        """The value, after all that is in it has been charged; lists can hold one another, and grow twofold a line."""
        left = [value]
        while left:
            each = left.pop()
            if isinstance(each, str):
                self.output -= len(each)
            elif isinstance(each, (list, tuple, set, frozenset, range)):
                self.output -= len(each)
                left += each if self.output >= 0 and not isinstance(each, range) else ()
            elif isinstance(each, dict):
                self.output -= len(each)
                left += each.values() if self.output >= 0 else ()
            if self.output < 0:
                break
        self.step()
        return value


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox with a budget; `budget.start()` gives the next text a fresh one."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self) -> None:
        self.budget = Budget()
        # Each text is rendered a few times at most: folding its constants would cost more than it saves.
        super().__init__(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, optimized=False, finalize=self._shown
        )
        self._cache = open_cache(__file__)
        self._heaviest = 0  # the fixed text of a macro
        self._has_statements = False  # in the text that is being compiled; `when` expressions have none
        self.globals = {**self.globals, "range": _short_range}
        self.globals.pop("lipsum")
        kept = {name: each for name, each in self.filters.items() if name not in _WITHOUT_FILTERS}
        kept |= {"join": self._join, "sum": self._sum}
        self.filters = {name: self._charged(name, each) for name, each in kept.items()}
        self.filters |= {"_counted": self.budget.counted, "_sized": self.budget.sized, "_together": self._together}
        self.tests = {name: self._charged(name, each) for name, each in self.tests.items()}

    def template(self, source: str) -> Template:
        """The compiled text; where this run or an earlier one has compiled it, that one's.

        What a macro costs is known only by compiling it, so texts with macros are compiled every time.
        """
        code = _KEPT.get(source) or self._compiled(source)
        return self.template_class.from_code(self, code, self.make_globals(None), None)

    def _compiled(self, source: str) -> CodeType:
        bucket, code = bucket_of(self._cache, self, source) if self._cache else (None, None)
        if code is None:
            code = self.compile(source)
            if self._heaviest:
                return code
            if self._cache and bucket:
                bucket.code = code
                self._cache.set_bucket(bucket)
        if len(_KEPT) < MOST_KEPT:
            _KEPT[source] = code
        return code

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Also no method of a text or number that makes much out of little."""
        multiplies = isinstance(obj, (str, bytes, int, float)) and attr in _MULTIPLYING
        return not multiplies and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No `format`, not even Jinja2's own: a width in it would fill the memory."""

    def call(self, context: Any, obj: Any, /, *arguments: Any, **named: Any) -> Any:
        """A call in a text: a step, with all that it takes and gives."""
        own, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        if isinstance(own, str) and name == "join":
            return self._join(arguments[0] if arguments else (), own)
        for each in (own, *arguments):
            self.budget.sized(each) if isinstance(each, (str, list, tuple)) else self.budget.step()
        if isinstance(own, str) and name == "replace":
            self._charge_replacement(own, *arguments)
        self.budget.step(self._heaviest if isinstance(obj, Macro) else 0)
        return self.budget.sized(super().call(context, obj, *arguments, **named))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """An operation that could make much out of little, where it does not."""
        if operator == "%" and isinstance(left, (str, bytes)):
            raise SecurityError("'%' formats no texts here; join them with '~'")
        if operator in ("*", "**"):
            self._check_product(operator, left, right)
        return self.budget.sized(super().call_binop(context, operator, left, right))

    def _check_product(self, operator: str, left: Any, right: Any) -> None:
        for many, times in ((left, right), (right, left)):
            if isinstance(many, (str, bytes, list, tuple)) and isinstance(times, int):
                self.budget.step(len(many) * max(times, 0))
        most = 1_000 if operator == "**" else LARGEST
        if any(isinstance(each, int) and abs(each) > most for each in (left, right)):
            raise SecurityError(f"the numbers are too large for '{operator}'")

    def _charge_replacement(self, text: Any, old: Any = "", new: Any = "", *_: Any) -> None:
        text, old, new = str(text), str(old), str(new)
        self.budget.step(text.count(old) * len(new))

    def _shown(self, value: Any) -> Any:
        """What a text is about to show, charged."""
        if isinstance(value, (list, tuple, dict)):
            self.budget.sized(value)
        text = value if isinstance(value, str) else str(value)
        if text is not value and " object at 0x" in text:
            raise SecurityError(f"'{type(value).__name__}' is no text")
        self.budget.step(len(text))
        return text

    def _charged(self, name: str, function: Any) -> Callable[..., Any]:
        """A filter or test that is charged for all that it takes and gives; the marks of Jinja2 on it stay."""

        @wraps(function)
        def charged(*arguments: Any, **named: Any) -> Any:
            taken = [self._taken(each) for each in arguments]
            if name in _WITH_WIDTH:
                self._check_width(name, arguments, named)
            if name == "replace":
                self._charge_replacement(*(each for each in taken if isinstance(each, str)))
            return self.budget.sized(function(*taken, **named))

        return charged

    def _check_width(self, name: str, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> None:
        given = (*arguments[1:], *named.values())
        widths = [each if isinstance(each, int) else len(each) for each in given if isinstance(each, (int, str))]
        lines = arguments[0].count("\n") if arguments and isinstance(arguments[0], str) else 0
        if name != "truncate" and any(abs(each) > MOST_WIDTH for each in widths):
            raise SecurityError(f"a width or count of '{name}' is larger than {MOST_WIDTH:,}")
        self.budget.step(lines * max(widths, default=0))

    def _taken(self, value: Any) -> Any:
        if isinstance(value, Iterator):
            return self.budget.counted(value)
        return self.budget.sized(value)

    def _join(self, values: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
        """Like Jinja2's, with every text charged before they are joined."""
        found = (self.getitem(each, attribute) for each in values) if attribute else values
        texts: list[str] = []
        for each in found:
            texts.append(self._shown(each))
            self.budget.step(len(d))
        return str(d).join(texts)

    def _sum(self, values: Iterable[Any], attribute: str | None = None, start: Any = 0) -> Any:
        """Like Jinja2's, of numbers alone: lists would be copied again and again."""
        found = [self.getitem(each, attribute) for each in values] if attribute else list(values)
        if any(isinstance(each, (str, bytes, list, tuple)) for each in (start, *found)):
            raise SecurityError("'sum' adds only numbers")
        return sum(found, start)

    def _together(self, values: Iterable[Any]) -> str:
        """`a ~ b`."""
        return "".join([self._shown(each) for each in values])

    def _generate(self, source: nodes.Template, *arguments: Any, **named: Any) -> str:
        """The code of a text whose loops, lists and joined texts are charged.

        Without statements nothing happens more often than it is written, and the length of a text is limited.
        """
        if not self._has_statements:
            return super()._generate(source, *arguments, **named)
        charging = _Charging()
        charging.charge(source)
        self._heaviest = max(self._heaviest, charging.heaviest)
        return super()._generate(source, *arguments, **named)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        check_source(source)
        self._has_statements = "{%" in source
        return super()._parse(source, name, filename)


def check_source(source: str) -> None:
    """Raise TemplateSyntaxError where a text is longer than any slide could want."""
    if len(source) > MOST_SOURCE:
        raise TemplateSyntaxError(f"the text is longer than {MOST_SOURCE:,} characters", 1)


class _Charging:
    """Puts a charge on what Jinja2's sandbox lets through: the turns of loops, `~`, and lists within lists.

    One walk over the nodes of a text, for it is made for every text.
    """

    def __init__(self) -> None:
        self.heaviest = 0  # the fixed text of a body that is called

    def charge(self, node: nodes.Node) -> tuple[nodes.Node, int]:
        """The node to stand in the place of this one, and the characters of fixed text in it."""
        weight = len(node.data) if isinstance(node, nodes.TemplateData) else 0
        for name in node.fields:
            value = getattr(node, name, None)
            if isinstance(value, nodes.Node):
                made, more = self.charge(value)
                setattr(node, name, made)
                weight += more
            elif isinstance(value, list):
                weight += self._charge_all(value)
        return self._in_place_of(node, weight), weight

    def _charge_all(self, values: list[Any]) -> int:
        weight = 0
        for index, value in enumerate(values):
            if isinstance(value, nodes.Node):
                values[index], more = self.charge(value)
                weight += more
        return weight

    def _in_place_of(self, node: nodes.Node, weight: int) -> nodes.Node:
        kind = type(node)
        if kind in _TO_OTHER_FILES:
            message = f"'{_TO_OTHER_FILES[kind]}' would read another file, which no text may do"
            raise TemplateSyntaxError(message, node.lineno)
        if isinstance(node, nodes.For):
            if node.recursive:
                raise TemplateSyntaxError("a loop may not be recursive", node.lineno)
            node.iter = _filter("_counted", node.iter, [nodes.Const(weight)])
        elif kind in _CALLED:
            self.heaviest = max(self.heaviest, weight)
        elif isinstance(node, nodes.Concat):
            return _filter("_together", nodes.List(node.nodes, lineno=node.lineno))
        elif kind in _HOLDERS and getattr(node, "ctx", "load") == "load":
            return _filter("_sized", node)
        return node


def _filter(name: str, node: Any, arguments: list[nodes.Expr] | None = None) -> nodes.Filter:
    return nodes.Filter(node, name, arguments or [], [], None, None, lineno=node.lineno)


def _short_range(*arguments: int) -> range:
    made = range(*arguments)
    if len(made) > MOST_ITEMS:
        raise SecurityError(f"the range has {len(made):,} numbers, and may have {MOST_ITEMS:,}")
    return made
