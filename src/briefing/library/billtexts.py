"""The words for the figures of a bill: the `bill` part of `layouts/figures.yaml`."""

from __future__ import annotations

from briefing.library.schema import Record


class BillTexts(Record, frozen=True, kw_only=True):
    """Words in whose braces facts are filled in.

    `months` are the twelve names; `month`, `span`, `same_year` and `against` put them together. `basis` says what a
    figure counts and `short` says it in fewer words; `whole`, `no_provider` and `slice` join that with months and
    providers. `absent` are reasons why a figure does not exist, `notices` what else the user should know.
    """

    months: tuple[str, ...]
    month: str
    span: str
    same_year: str
    against: str
    whole: str
    no_provider: str
    slice: str
    providers: str
    others: str
    unnamed: str
    of_provider: str
    per: str
    yearly: str
    source: str
    basis: dict[str, str]
    short: dict[str, str]
    absent: dict[str, str]
    notices: dict[str, str]
    without_tag: str = ""
