"""What must hold between the facts of a bill's file: months in their order, sums that add up, parts within wholes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from briefing.bill.bill import DIMENSIONS, TAG, VERSION, ZERO, Bill, Months, Part
from briefing.documents.schema import at
from briefing.documents.text import did_you_mean, months_between
from briefing.documents.yamlfile import Document, Step
from briefing.errors import Code, Problem, twice

CENT = Decimal("0.01")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_LARGEST = 30  # digits before the point; no bill has as many, and longer numbers only make the arithmetic slow


def key_problems(document: Document) -> Iterator[Problem]:
    """Dimensions that there are not; asked before the rest is read."""
    written = at(document, "by")
    for each in written if isinstance(written, dict) else ():
        if each not in DIMENSIONS and not str(each).startswith(TAG):
            remedy = did_you_mean(each, DIMENSIONS, f"there are {', '.join(DIMENSIONS)}")
            yield Problem(document.where_key("by", each), f"unknown field '{each}'", remedy, Code.UNKNOWN_FIELD)


def problems_of(document: Document, bill: Bill) -> list[Problem]:
    """Every problem between facts that could be read."""
    found = [*_head_problems(document, bill), *_number_problems(document, bill, ()), *_month_problems(document, bill)]
    found = found or [*_all_span_problems(document, bill)]
    # What builds on something that is wrong would only repeat it.
    return found or [problem for check in _CHECKS for problem in check(document, bill)]


def _head_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    if bill.version != VERSION:
        message = f"'version' is {bill.version}, and this briefing reads version {VERSION}"
        yield Problem(document.where("version"), message, "write the facts again from the billing data")
    if not re.fullmatch(r"[A-Z]{3}", bill.currency, re.ASCII):
        message = f"'currency' is '{bill.currency}', which is no currency code"
        yield Problem(document.where("currency"), message, "write its three letters, such as EUR")


def _number_problems(document: Document, value: Any, path: tuple[Step, ...]) -> Iterator[Problem]:
    """Numbers that are none, such as NaN, and those that nobody means."""
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > _LARGEST:
            yield Problem(document.where(*path), f"'{path[-1]}' is '{value}', which is no amount", "write it in digits")
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from _number_problems(document, getattr(value, field.name), (*path, field.encode_name))
    elif isinstance(value, (tuple, dict)):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _number_problems(document, each, (*path, step))


def _month_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, each in enumerate(bill.months):
        where = document.where("months", index, "month")
        if not _MONTH.fullmatch(each.month):
            yield Problem(where, f"'month' is '{each.month}', which is no month", "write it like 2026-03")
        elif each.month in seen:
            line = document.where("months", seen[each.month], "month").line
            yield twice(where, f"the month {each.month}", line, "take one of them away")
        elif seen and each.month < max(seen):
            yield Problem(where, f"the month {each.month} stands after {max(seen)}", "write the months in their order")
        if _MONTH.fullmatch(each.month):
            seen.setdefault(each.month, index)


def _all_span_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    for path, span in _spans(bill):
        yield from _span_problems(document, bill, path, span)


def _spans(bill: Bill) -> Iterator[tuple[tuple[str, ...], Months]]:
    if bill.period:
        yield ("period",), bill.period
    if bill.comparison:
        yield ("comparison", "recent"), bill.comparison.recent
        yield ("comparison", "earlier"), bill.comparison.earlier


def _span_problems(document: Document, bill: Bill, path: tuple[str, ...], span: Months) -> Iterator[Problem]:
    for name in ("first", "last"):
        month = getattr(span, name)
        if not _MONTH.fullmatch(month):
            yield Problem(
                document.where(*path, name), f"'{name}' is '{month}', which is no month", "write it like 2026-03"
            )
            return
    if span.last < span.first:
        yield Problem(document.where(*path), f"'{path[-1]}' ends before it begins", "exchange 'first' and 'last'")
        return
    there = {each.month for each in bill.months if each.complete}
    lacking = [each for each in months_between(span.first, span.last) if each not in there]
    if lacking:
        message = f"'{path[-1]}' contains {lacking[0]}, which is no complete month under 'months'"
        yield Problem(document.where(*path), message, "add the month, or correct the line")


def _comparison_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    found = bill.comparison
    if not found:
        return
    recent, earlier = (len(months_between(each.first, each.last)) for each in (found.recent, found.earlier))
    where = document.where("comparison", "earlier")
    if recent != earlier:
        message = f"'earlier' has {earlier} months and 'recent' has {recent}"
        yield Problem(where, message, "compare as many with as many")
    elif found.earlier.last >= found.recent.first:
        yield Problem(where, "'earlier' is not before 'recent'", "exchange the two, or correct one")


def _sum_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    """What is told of all months together has to be the sum of them: the same figure has one value."""
    spans = {"effective": bill.period}
    if bill.comparison:
        spans |= {"recent": bill.comparison.recent, "earlier": bill.comparison.earlier}
    for name, part, column in (("total", bill.total, "effective"), ("ai", bill.ai, "ai"), ("saas", bill.saas, "saas")):
        for field, span in spans.items():
            if part and span:
                yield from _one_sum(
                    document, bill, (name, field), getattr(part, field), column, months_between(span.first, span.last)
                )


def _bridge_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    """The bridge leads from what was billed to what it cost, to the cent."""
    found = bill.bridge
    if not found:
        return
    reached = sum(found.steps().values(), found.billed)
    if abs(reached - found.effective) > CENT * (len(found.steps()) + 2):
        message = f"'effective' is {found.effective:,.2f}, but 'billed' with all between adds up to {reached:,.2f}"
        yield Problem(document.where("bridge", "effective"), message, "correct one of them")
    total = bill.total
    if total and abs(total.effective - found.effective) > 2 * CENT:
        message = f"'effective' is {found.effective:,.2f}, and 'total' has {total.effective:,.2f}"
        yield Problem(document.where("bridge", "effective"), message, "correct one of them")


def _one_sum(
    document: Document, bill: Bill, path: tuple[str, str], stated: Decimal, column: str, months: Sequence[str]
) -> Iterator[Problem]:
    found = sum((getattr(each, column) for each in bill.months if each.month in months), ZERO)
    if abs(found - stated) > CENT * (len(months) + 2):
        span = f"'{column}' of {months[0]} to {months[-1]}"
        message = f"'{'.'.join(path)}' is {stated:,.2f}, but {span} adds up to {found:,.2f}"
        yield Problem(document.where(*path), message, "correct one of them")


def _part_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    """Parts that are more than their whole, refunds aside."""
    allocation, found = bill.allocation, bill.commitments
    pairs: list[tuple[tuple[str, ...], Decimal, str, Decimal, Decimal]] = []
    if allocation:
        back = allocation.refunds
        pairs += [
            (("allocation", "untagged"), allocation.untagged, "usage", allocation.usage, back),
            (("allocation", "untaggable"), allocation.untaggable, "usage", allocation.usage, back),
            (("allocation", "unallocated"), allocation.unallocated, "total", allocation.total, back),
        ]
    if found:
        compute = ("commitments", "covered-compute")
        pairs.append((compute, found.covered_compute, "eligible-compute", found.eligible_compute, found.refunds))
    if bill.rates:
        pairs.append((("rates", "known"), bill.rates.known, "1", Decimal(1), ZERO))
        if bill.rates.contracted:
            pairs.append((("rates", "contracted", "known"), bill.rates.contracted.known, "1", Decimal(1), ZERO))
    for path, part, name, whole, back in pairs:
        if part > whole + abs(back) + 2 * CENT:
            whole_text = name if name == "1" else f"'{name}', which is {whole:,.2f}"
            message = f"'{path[-1]}' is {part:,.2f}, more than {whole_text}"
            yield Problem(document.where(*path), message, "correct one of them")


def _commitment_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    """The single commitments cannot be more than all of them."""
    found = bill.commitments
    for name in ("used", "unused") if found else ():
        amounts = [getattr(each, name) for each in found.largest]  # type: ignore[union-attr]
        whole = getattr(found, name)
        back = abs(found.refunds)  # type: ignore[union-attr]
        if sum(amounts, ZERO) > whole + back + CENT * (len(amounts) + 2):
            message = (
                f"'{name}' is {whole:,.2f}, but that of the largest commitments adds up to {sum(amounts, ZERO):,.2f}"
            )
            yield Problem(document.where("commitments", name), message, "correct one of them")


def _other_problems(document: Document, bill: Bill) -> Iterator[Problem]:
    """A name that stands twice in a list would be drawn as two."""
    for dimension, parts in bill.by.items():
        seen: dict[tuple[str, str, bool], int] = {}
        for index, each in enumerate(parts):
            yield from _twice(document, dimension, each, index, seen)


def _twice(
    document: Document, dimension: str, part: Part, index: int, seen: dict[tuple[str, str, bool], int]
) -> Iterator[Problem]:
    key = (part.name, part.provider, bool(part.others))
    first = seen.setdefault(key, index)
    if first != index:
        line = document.where("by", dimension, first).line
        where = document.where("by", dimension, index)
        yield twice(where, f"'{part.name}'", line, "join the two")


_CHECKS: tuple[Callable[[Document, Bill], Iterator[Problem]], ...] = (
    _comparison_problems,
    _sum_problems,
    _bridge_problems,
    _part_problems,
    _commitment_problems,
    _other_problems,
)
