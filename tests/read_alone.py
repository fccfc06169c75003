"""Readers of one file, or of the bill of one filter, as tests want them; a run reads through its library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from briefing.bill.bill import Bill, Billing
from briefing.bill.focus.opening import Source, read_each
from briefing.documents.yamlfile import read_yaml
from briefing.errors import BriefingError
from briefing.library.catalogues import KPI, kpis_of
from briefing.library.layout import Layout, layout_of
from briefing.library.persona import Group, groups_of
from briefing.organisation.organisation import Organisation
from briefing.organisation.reading import organisation_of


def read_kpis(path: str | Path) -> tuple[KPI, ...]:
    return kpis_of(read_yaml(path, fold=True))


def read_groups(path: str | Path) -> tuple[Group, ...]:
    return groups_of(read_yaml(path, fold=True))


def read_layout(path: str | Path) -> Layout:
    return layout_of(read_yaml(path))


def read_organisation(path: str | Path, **known: Any) -> Organisation:
    return organisation_of(read_yaml(path, fold=True, may_be_empty=True), **known)


def read_bills(source: Source, billing: Billing, *, wheres: Sequence[str] = ("",), **asked: Any) -> Mapping[str, Bill]:
    """The bill of each filter; one that is none, or that takes nothing, raises its error."""
    found: dict[str, Bill] = {}
    for where, each in read_each(source, billing, wheres=wheres, **asked).items():
        if isinstance(each, BriefingError):
            raise each
        found[where] = each
    return found


def read_bill(source: Source, billing: Billing, *, where: str = "", **asked: Any) -> Bill:
    return read_bills(source, billing, wheres=(where,), **asked)[where]
