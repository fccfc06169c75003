"""What a hostile text of a layout cannot do: run without end, fill the memory, look inside Python, read files."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from briefing.compose.sandbox import MOST_SECONDS
from briefing.compose.wording import Wording
from briefing.errors import ContentError, Where
from briefing.library.library import Library

TWICE = "{% set a=[1,2] %}" + "{% set a=[a,a] %}" * 60
TOO_LONG = "the text makes more than 200,000 characters"
TOO_MANY = "the text takes more than 50,000 steps"
TOO_DEEP = "the text is nested too deep, or calls itself"
OTHER_FILE = "would read another file, which no text may do"

# Few steps, each of which looks at ten thousand numbers many times.
LOOK = " or ".join(["'q' in b"] * 40)
SLOW = f"{{% set b=range(9999)|list %}}{{% for i in range(9999) %}}{{% if {LOOK} %}}{{% endif %}}{{% endfor %}}"
ENDLESS = {
    "{% for i in range(1000000000) %}x{% endfor %}": "the range has 1,000,000,000 numbers, and may have 10,000",
    "{% for i in range(9999) %}{% for j in range(9999) %}x{% endfor %}{% endfor %}": TOO_MANY,
    "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(100) }}": TOO_MANY,
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}": TOO_DEEP,
    "{% for x in [1,2] recursive %}{{ loop([1,2]) }}{% endfor %}": "a loop may not be recursive",
    SLOW: "the text takes",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}": TOO_DEEP,
    "{% for a in [1] %}" * 30 + "{% endfor %}" * 30: TOO_DEEP,
    "{{ 10 ** 10 ** 10 }}": "the numbers are too large for '**'",
    "{{ 999**999 * 999**999 }}": "the numbers are too large for '*'",
    TWICE + "{% set b=[1,2] %}" + "{% set b=[b,b] %}" * 60 + "{{ a == b }}": TOO_LONG,
    "{% set a=(1,1) %}" + "{% set a=(a,a) %}" * 60 + "{{ {a: 1} }}": TOO_LONG,
}
LARGE = {
    "{{ 'x' * 999999999 }}": TOO_LONG,
    "{{ [1] * 999999999 }}": TOO_LONG,
    TWICE + "{{ a }}": TOO_LONG,
    "{% set x='x' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60: TOO_LONG,
    "{% set x='x' %}" + "{% set x = x ~ x %}" * 60: TOO_LONG,
    "{% set x='x' %}" + "{% set x = x + x %}" * 60: TOO_LONG,
    "{% for i in range(9999) %}" + "x" * 9000 + "{% endfor %}": TOO_LONG,
    "{% macro m() %}" + "x" * 9000 + "{% endmacro %}{% for i in range(999) %}{% set y = m() %}{% endfor %}": TOO_LONG,
    "{{ 'x'.ljust(1000000000) }}": "access to attribute 'ljust' of 'str' object is unsafe",
    "{{ '{:1000000000}'.format(1) }}": "access to attribute 'format' of 'str' object is unsafe",
    "{{ ''|attr('format') }}": "access to attribute 'format' of 'str' object is unsafe",
    "{{ '%1000000000d' % 1 }}": "'%' formats no texts here; join them with '~'",
    "{{ '%1000000000d'|format(1) }}": "No filter named 'format'",
    "{{ 'x'|indent(1000000000) }}": "a width or count of 'indent' is larger than 1,000",
    "{{ ('x\\n' * 9000)|indent(900) }}": TOO_LONG,
    "{{ ('a' * 9000).replace('', 'x' * 9000) }}": TOO_LONG,
    "{{ ('a' * 9000)|replace('a', 'x' * 9000) }}": TOO_LONG,
    "{{ ('x' * 9000).join(range(9000)|map('string')) }}": TOO_LONG,
    "{{ range(9000)|join('x' * 9000) }}": TOO_LONG,
    "{{ [[1], [2]]|sum(start=[]) }}": "'sum' adds only numbers",
    "{{ (1).to_bytes(99999999, 'big') }}": "access to attribute 'to_bytes' of 'int' object is unsafe",
    "x" * 20_001 + "{{ 1 }}": "the text is longer than 20,000 characters",
}
INSIDE = {
    "{{ ''.__class__.__mro__ }}": "access to attribute '__class__' of 'str' object is unsafe",
    "{{ ''|attr('__class__') }}": "access to attribute '__class__' of 'str' object is unsafe",
    "{{ range.__globals__ }}": "access to attribute '__globals__' of 'function' object is unsafe",
    "{{ person.__struct_fields__ }}": "access to attribute '__struct_fields__' of 'Persona' object is unsafe",
    "{{ cycler(1) }}": "'Cycler' is no text",
    "{{ lipsum() }}": "'lipsum' is undefined",
    "{% include '/etc/passwd' %}": f"'include' {OTHER_FILE}",
    "{% import 'x' as y %}": f"'import' {OTHER_FILE}",
    "{% from 'x' import y %}": f"'from' {OTHER_FILE}",
    "{% extends '../x' %}": f"'extends' {OTHER_FILE}",
}


@pytest.fixture(scope="module")
def wording(library: Library) -> Wording:
    return Wording(library.words())


def said(wording: Wording, source: str, library: Library) -> str:
    with pytest.raises(ContentError) as caught:
        wording.render(source, {"person": library.persona("cfo")}, Where("a.yaml", 10, 5), "slide 3 (text), lead")
    return str(caught.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(source, message, marks=[pytest.mark.slow] if source == SLOW else [])
        for source, message in (ENDLESS | LARGE | INSIDE).items()
    ],
    ids=lambda text: text[:40],
)
def test_a_hostile_text_ends_in_a_sentence_with_its_place(
    wording: Wording, library: Library, source: str, message: str
) -> None:
    start = time.thread_time()
    assert said(wording, source, library).startswith(f"a.yaml:10:5: slide 3 (text), lead: {message}")
    assert time.thread_time() - start < 2 * MOST_SECONDS


@pytest.mark.parametrize("source", LARGE, ids=lambda text: text[:40])
def test_no_text_fills_the_memory(wording: Wording, library: Library, source: str) -> None:
    tracemalloc.start()
    said(wording, source, library)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def test_the_line_is_that_of_the_fault_and_not_of_the_text(wording: Wording, library: Library) -> None:
    assert said(wording, "one\ntwo\n{{ 'x' * 999999999 }}\n", library).startswith("a.yaml:13:1: slide 3")


@pytest.mark.parametrize("expression", ["10 ** 10 ** 10", "person.nope", "[1] * 99999999", "x" * 30_000, "1 %}{{"])
def test_conditions_are_held_to_the_same_limits(wording: Wording, library: Library, expression: str) -> None:
    with pytest.raises(ContentError, match=r"^a\.yaml:10:5: slide 3, when: "):
        wording.holds(expression, {"person": library.persona("cfo")}, Where("a.yaml", 10, 5), "slide 3, when")


def test_each_text_has_a_budget_of_its_own(wording: Wording) -> None:
    source = "{% for i in range(9000) %}{{ i }}{% endfor %}"
    for _ in range(10):
        assert wording.render(source, {}, Where("a.yaml", 1, 1), "x").endswith("8999")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 'a' ~ 1 ~ [1, 2] }}", "a1[1, 2]"),
        ("{{ [1, 2]|sum }} {{ things|sum(attribute='n') }}", "3 3"),
        (
            "{{ ['a', 'b']|join(', ') }} {{ '-'.join(['a', 'b']) }} {{ things|join('/', attribute='n') }}",
            "a, b a-b 1/2",
        ),
        ("{{ 'a / b'.replace(' / ', ' and ') }} {{ 'aXb'|replace('X', '-') }}", "a and b a-b"),
        ("{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% else %}none{% endfor %}", "a1"),
        ("{% for t in things %}{{ loop.index }}{{ loop.last }}{{ t.n }} {% endfor %}", "1False1 2True2"),
        ("{% for t in things if t.n > 1 %}{{ t.n }}{% endfor %}", "2"),
        ("{% set a, b = 1, 2 %}{{ a }}{{ b }}{{ 'abc'[1:2] }}{{ (1, 2)|last }}", "12b2"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(1) }}{{ m(2) }}", "<1><2>"),
        ("{% set x %}one{% endset %}{{ x|upper }}{% filter title %} two{% endfilter %}", "ONE Two"),
        ("{{ things|map(attribute='n')|list }} {{ things|selectattr('n', 'gt', 1)|list|length }}", "[1, 2] 1"),
        (
            "{{ 1250000|round(2) }} {{ 7 % 3 }} {{ 2 ** 10 }} {{ 'x'|indent(2) }} {{ 'long'|truncate(300) }}",
            "1250000 1 1024 x long",
        ),
        ("{{ [3, 1]|sort|first }} {{ 'a b'|wordcount }} {{ range(3)|batch(2)|list }}", "1 2 [[0, 1], [2]]"),
        ("{{ nothing|default('none') }} {{ nothing is defined }} {{ 3 is odd }}", "none False True"),
    ],
)
def test_what_layouts_need_still_works(wording: Wording, source: str, text: str) -> None:
    facts = {"things": ({"n": 1}, {"n": 2})}
    assert wording.render(source, facts, Where("a.yaml", 1, 1), "x") == text
