"""Text with facts in it: sandboxed Jinja2, where a name that does not exist is an error and never an empty string."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from briefing.errors import ContentError, Problem, Where
from briefing.library.words import Words

if TYPE_CHECKING:
    from briefing.compose.sandbox import Sandbox

Facts = Mapping[str, object]
_NESTED = "the text is nested too deep, or calls itself"
# What a text can raise in Python: a fault of the text and not of ours.
_FAULTS = (
    *(TypeError, ValueError, ArithmeticError, AttributeError, LookupError),
    *(RecursionError, MemoryError, SyntaxError, AssertionError),
)
_PLACEHOLDER = re.compile(r"[^{}]*(?:(?:\{\w+\}|\{\{|\}\})[^{}]*)*")
_CLASS = re.compile(r"'[\w.]*\.(\w+) object'")  # 'briefing.library.persona.Persona object': only its name helps


def environment(words: Words) -> Sandbox:
    """The sandbox that all texts of a briefing share, with the filters of the briefing's language."""
    from briefing.compose.sandbox import Sandbox

    sandbox = Sandbox()
    sandbox.filters["in_words"] = lambda number: in_words(number, words)
    sandbox.filters["and_list"] = lambda items: and_list(list(items), words)
    sandbox.filters["positions"] = lambda said: positions(said.value, str(said), words)
    sandbox.filters["sentence_case"] = sentence_case
    sandbox.filters["without_stop"] = without_stop
    sandbox.filters["in_sentence"] = in_sentence
    return sandbox


def in_words(number: int, words: Words) -> str:
    """A count as the language spells it: 'three'; beyond the list of number words, digits."""
    spelled = words.list("numbers")
    return spelled[number] if 0 <= number < len(spelled) else str(number)


def positions(count: Decimal, text: str, words: Words, key: str = "positions") -> str:
    """So many positions; less than one is a part of a position. `key` names the three ways to say it."""
    part, one, many = words.list(key)
    return (part if 0 < count < 1 else one if count == 1 else many).replace("{count}", text)


def and_list(items: Sequence[str], words: Words) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {words.get('and')} {items[-1]}"


def sentence_case(text: str) -> str:
    """The text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def in_sentence(text: str) -> str:
    """The text as it goes on inside a sentence: without its stop, in lower case unless it begins as AI or SaaS do."""
    text = without_stop(text)
    first = text.partition(" ")[0]
    return text if first[1:] != first[1:].lower() else f"{text[:1].lower()}{text[1:]}"


def without_stop(text: str) -> str:
    """The text without the full stop at its end, so that it can stand inside a sentence."""
    return text.rstrip().removesuffix(".")


def filled(key: str, words: Words, **values: object) -> str:
    """A word of the language with its {placeholders} filled. Raises ContentError for one that has no value."""
    text = words.get(key)
    try:
        if not _PLACEHOLDER.fullmatch(text):  # an attribute, or a width that fills the memory
            raise ValueError(text)
        return text.format(**values)
    except (LookupError, ValueError, AttributeError) as error:
        names = ", ".join(f"{{{name}}}" for name in values)
        message = f"the word '{key}' has a placeholder that cannot be filled"
        raise ContentError(Problem(words.where(key), message, f"it may hold {names}")) from error


class Wording:
    """Renders the texts of one layout; `where` of each text makes an error point at its line."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._compiled: dict[str, Callable[[Facts], str]] = {}

    def render(self, source: str, facts: Facts, where: Where, place: str) -> str:
        """The finished text. Raises ContentError that names file, line and slide when the template is at fault."""
        if "{{" not in source and "{%" not in source and "{#" not in source:
            return source.strip()
        return str(self._guarded(lambda: self._template(source)(facts), source, where, place)).strip()

    def holds(self, expression: str, facts: Facts, where: Where, place: str) -> bool:
        """Whether a `when` expression is true of the facts."""
        return bool(self._guarded(lambda: bool(self._expression(expression)(facts)), expression, where, place))

    @cached_property
    def _sandbox(self) -> Sandbox:
        return environment(self._words)

    def _template(self, source: str) -> Callable[[Facts], str]:
        if source not in self._compiled:
            self._compiled[source] = self._sandbox.template(source).render
        return self._compiled[source]

    def _expression(self, expression: str) -> Callable[[Facts], Any]:
        from briefing.compose.sandbox import check_source

        check_source(expression)
        return self._sandbox.compile_expression(expression, undefined_to_none=False)

    def _guarded(self, call: Callable[[], Any], source: str, where: Where, place: str) -> Any:
        from jinja2 import TemplateError

        self._sandbox.budget.start()
        try:
            return call()
        except TemplateError as error:
            line = getattr(error, "lineno", None) or _line_of(error)
            raise ContentError(_template_problem(error.message or str(error), source, line, where, place)) from error
        except _FAULTS as error:
            message = _NESTED if isinstance(error, (RecursionError, SyntaxError, MemoryError)) else str(error)
            raise ContentError(_template_problem(message, source, _line_of(error), where, place)) from error


def _line_of(error: BaseException) -> int:
    """The line of the text in which it went wrong, as Jinja2 leaves it in the traceback; else the first."""
    line, step = 1, error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = step.tb_lineno
        step = step.tb_next
    return line


def _template_problem(message: str, source: str, line: int, where: Where, place: str) -> Problem:
    line = line if line <= source.count("\n") + 1 else 1  # an expression's traceback has the lines of Python
    # The text of a block scalar (| or >) starts on the line after its mark, and always ends with a line break.
    offset = line if source.endswith("\n") else line - 1
    at = Where(where.file, where.line + offset, where.column if offset == 0 else 1)
    plain = _CLASS.sub(r"'\1'", message).removesuffix(".")
    return Problem(at, f"{place}: {plain}", "mend the Jinja2 text there")
