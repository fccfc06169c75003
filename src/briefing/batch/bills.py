"""The bills of a batch: the data are read once, and each part of the bill that a row asks for comes from that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from briefing.bills import SpendRequest, open_bills
from briefing.errors import BriefingError
from briefing.library.audiences import Audience
from briefing.library.library import Library

if TYPE_CHECKING:  # a batch without billing data needs none of this
    from briefing.library.bill import Bill

# The bill of each part that a row asks for, by its `where`; or why there is none.
Bills: TypeAlias = "Mapping[str, Bill | BriefingError]"


def bills_of(spend: SpendRequest | None, organisation: str, rows: Iterable[Audience], library: Library) -> Bills:
    """The bills that these rows need. Raises BriefingError where the data cannot be read at all."""
    if not spend:
        return {}
    facts = None
    if organisation:
        from briefing.figures.sources import open_organisation

        facts = open_organisation(library, organisation)
    return open_bills(spend, [each.where or spend.where for each in rows], facts)
