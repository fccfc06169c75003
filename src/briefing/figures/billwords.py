"""The words of a bill's figures: months, what is counted, of which providers; out of `layouts/figures.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.figures.billlines import Absent, Curve, Line, When
from briefing.figures.billmonths import history, period_of
from briefing.library.bill import Bill, Months, Part
from briefing.library.billtexts import BillTexts
from briefing.library.figuretexts import filled


class MonthWords:
    """Months in words."""

    def __init__(self, texts: BillTexts) -> None:
        self._texts = texts

    def month(self, month: str) -> str:
        """`2026-03` in words."""
        return filled(self._texts.month, {"month": self._texts.months[int(month[5:7]) - 1], "year": month[:4]})

    def span(self, span: Months) -> str:
        """Months from the first to the last, in words."""
        if span.first == span.last:
            return self.month(span.first)
        if span.first[:4] == span.last[:4]:
            first, last = (self._texts.months[int(each[5:7]) - 1] for each in (span.first, span.last))
            return filled(self._texts.same_year, {"first": first, "last": last, "year": span.last[:4]})
        return filled(self._texts.span, {"first": self.month(span.first), "last": self.month(span.last)})


class BillWords(MonthWords):
    """Words for one bill."""

    def __init__(self, bill: Bill, texts: BillTexts) -> None:
        super().__init__(texts)
        self._bill = bill
        self.facts: Mapping[str, str] = dict(self._common())

    def _common(self) -> Mapping[str, str]:
        """What stands in the braces of every text."""
        bill, compared = self._bill, self._bill.comparison
        period, past = period_of(bill), history(bill)
        found = {"months": str(len(past)), "keys": ", ".join(bill.required_tags), "where": bill.where}
        spans = {"recent": compared.recent, "earlier": compared.earlier} if compared else {}
        spans |= {"period": period, "history": Months(first=past[0].month, last=past[-1].month)} if period else {}
        return found | {name: self.span(each) for name, each in spans.items()}

    def when(self, when: When) -> str:
        """The months that a figure counts."""
        if len(when) == 1:
            return self.span(when[0])
        return filled(self._texts.against, {"recent": self.span(when[0]), "earlier": self.span(when[1])})

    def basis(self, line: Line | Curve) -> str:
        """What a figure counts: which cost, of which months and providers."""
        what = filled(self._texts.basis[line.what], {**self.facts, **line.words})
        facts = {"what": what, "when": self.when(line.when), "who": self._who()}
        whole = filled(self._texts.whole if facts["who"] else self._texts.no_provider, facts)
        return filled(self._texts.slice, {"basis": whole, "where": self._bill.where}) if self._bill.where else whole

    def short_basis(self, line: Line, *, yearly: bool = False) -> str:
        """As `basis`, for a sentence that has no room for it; `yearly` of twelve times the cost."""
        what = filled(self._texts.short[line.what], line.words)
        what = filled(self._texts.yearly, {"what": what}) if yearly else what
        return filled(self._texts.no_provider, {"what": what, "when": self.when(line.when)})

    def source(self, line: Line) -> str:
        """Where a fact that a line fills in comes from."""
        return filled(self._texts.source, {"basis": self.basis(line)})

    def per(self, unit: str) -> str:
        """What follows the cost of one unit."""
        return filled(self._texts.per, {"unit": unit})

    def notice(self, name: str, **facts: str) -> str:
        """A sentence that the user should know."""
        return filled(self._texts.notices[name], facts)

    @property
    def unnamed(self) -> str:
        """What stands where there is no name."""
        return self._texts.unnamed

    def _who(self) -> str:
        names = self._bill.providers
        return filled(self._texts.providers, {"count": str(len(names))}) if len(names) > 1 else "".join(names)

    def reason(self, absent: Absent) -> str:
        """Why a figure does not exist."""
        return filled(self._texts.absent[absent.reason], {**self.facts, **absent.words})

    def label(self, part: Part, twice: bool = False, tag: str = "") -> str:
        """The name of a part, of a `tag` its value; with its provider where the name stands twice."""
        if part.others:
            return filled(self._texts.others, {"count": str(part.others)})
        if tag and not part.name and self._texts.without_tag:
            return filled(self._texts.without_tag, {"tag": tag})
        name = part.name or self._texts.unnamed
        return filled(self._texts.of_provider, {"name": name, "provider": part.provider}) if twice else name
