"""The organisation: the facts of the champion's own company, read from one file that may hold any part of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal

import msgspec

from briefing.documents.amounts import AmountError, Currencies, is_scale, parse_number
from briefing.documents.schema import at, check
from briefing.documents.yamlfile import Document
from briefing.errors import Problem
from briefing.library.framework import Role, TradeOff
from briefing.organisation.checks import Known, organisation_problems
from briefing.organisation.ids import twice_problems, with_ids, with_numbers
from briefing.organisation.organisation import Organisation, OrganisationFile
from briefing.organisation.reader import Reader

_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_WORDS = {"euro": "EUR", "euros": "EUR", "€": "EUR", "dollar": "USD", "dollars": "USD", "pound": "GBP", "£": "GBP"}


def organisation_of(
    document: Document,
    *,
    persona_ids: Collection[str] | None = None,
    kpi_ids: Collection[str] | None = None,
    roles: Sequence[Role] = (),
    milestones: int | None = None,
    capabilities: Collection[str] = (),
    trade_offs: Collection[TradeOff] | None = None,
) -> Organisation:
    """The facts of an organisation in a document that was read with `fold`. Raises ContentError with every problem.

    The ids of personas and KPIs are held against those given, where they are given; `roles` are the columns of the
    RACI matrix whose rows the file may override, `milestones` how many the roadmap has, and
    `capabilities` the ids of those whose maturity it may state besides its own, and `trade_offs` those whose poles it
    may stand at.
    """
    problems: list[Problem] = []
    currencies = Currencies(_currency(document, problems), _rates(document))
    reader = Reader(document, currencies)
    written = reader.read(OrganisationFile)
    problems += [*reader.problems, *_without_currency(document, reader)]
    problems += twice_problems(document, written, persona_ids)
    written = with_numbers(with_ids(written, persona_ids, kpi_ids))
    known = Known(persona_ids, kpi_ids, tuple(roles), milestones, capabilities, trade_offs)
    problems += organisation_problems(document, written, known, currencies)
    check([*dict.fromkeys(problems)])
    written = msgspec.structs.replace(written, currency=currencies.own)
    same = {name: getattr(written, name) for name in OrganisationFile.__struct_fields__}
    return Organisation(**same, file=document.file)


def _currency(document: Document, problems: list[Problem]) -> str:
    """The organisation's currency, in whatever case; empty where it is missing or no code, which is then a problem."""
    written = at(document, "currency")
    if not isinstance(written, str):
        return ""
    code = written.strip().upper()
    if _CODE.fullmatch(code) and not is_scale(code):
        return code
    code = _WORDS.get(written.strip().casefold(), "")
    remedy = f"write {code}" if code else "write its three letters, such as EUR"
    problems.append(
        Problem(document.where("currency"), f"'currency' is '{written}', which is no currency code", remedy)
    )
    return ""


def _rates(document: Document) -> Mapping[str, Decimal]:
    """The exchange rates that can be read; those that cannot are reported with all other amounts."""
    written = at(document, "exchange-rates")
    return dict(_sound_rates(written)) if isinstance(written, dict) else {}


def _sound_rates(written: Mapping[str, object]) -> Iterator[tuple[str, Decimal]]:
    for code, rate in written.items():
        with suppress(AmountError):
            if isinstance(rate, str):
                yield code.upper(), parse_number(rate, Currencies()).value


def _without_currency(document: Document, reader: Reader) -> Iterator[Problem]:
    if reader.first_money and at(document, "currency") is None:
        where = document.where(*reader.first_money)
        yield Problem(where, "here is an amount, but the file names no currency", "add a line such as 'currency: EUR'")
