"""Text with facts in it: sandboxed Jinja2, where a name that does not exist is an error and never an empty string."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from briefing.errors import ContentError, Problem, Where
from briefing.library.words import Words

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

Facts = Mapping[str, object]


def environment(words: Words) -> SandboxedEnvironment:
    """The sandbox that all texts of a briefing share, with the filters of the briefing's language."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    sandbox.filters["in_words"] = lambda number: in_words(number, words)
    sandbox.filters["and_list"] = lambda items: and_list(list(items), words)
    sandbox.filters["sentence_case"] = sentence_case
    sandbox.filters["without_stop"] = without_stop
    return sandbox


def in_words(number: int, words: Words) -> str:
    """A count as the language spells it: 'three'; beyond the list of number words, digits."""
    spelled = words.list("numbers")
    return spelled[number] if 0 <= number < len(spelled) else str(number)


def and_list(items: Sequence[str], words: Words) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {words.get('and')} {items[-1]}"


def sentence_case(text: str) -> str:
    """The text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def without_stop(text: str) -> str:
    """The text without the full stop at its end, so that it can stand inside a sentence."""
    return text.rstrip().removesuffix(".")


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
        return bool(self._guarded(lambda: self._expression(expression)(facts), expression, where, place))

    @cached_property
    def _sandbox(self) -> SandboxedEnvironment:
        return environment(self._words)

    def _template(self, source: str) -> Callable[[Facts], str]:
        if source not in self._compiled:
            template = self._sandbox.from_string(source)
            self._compiled[source] = template.render
        return self._compiled[source]

    def _expression(self, expression: str) -> Callable[[Facts], Any]:
        return self._sandbox.compile_expression(expression, undefined_to_none=False)

    def _guarded(self, call: Callable[[], Any], source: str, where: Where, place: str) -> Any:
        from jinja2 import TemplateError

        try:
            return call()
        except TemplateError as error:
            line = getattr(error, "lineno", None) or 1
            raise ContentError(_template_problem(error.message or str(error), source, line, where, place)) from error
        except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            raise ContentError(_template_problem(str(error), source, 1, where, place)) from error


def _template_problem(message: str, source: str, line: int, where: Where, place: str) -> Problem:
    # The text of a block scalar (| or >) starts on the line after its mark, and always ends with a line break.
    offset = line if source.endswith("\n") else line - 1
    at = Where(where.file, where.line + offset, where.column if offset == 0 else 1)
    return Problem(at, f"{place}: {message}", "mend the Jinja2 text there")
