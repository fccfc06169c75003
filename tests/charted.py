"""Charts for tests of the deck: made by hand, and by hypothesis out of whatever figures a person might have."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.model import Band, Chart, ChartStyle, NumberForm, Series

MILLIONS = NumberForm("€", "M", 6, 1)
STYLES: tuple[ChartStyle, ...] = ("column", "stacked-column", "line", "bar", "waterfall")


def series(name: str, values: Sequence[float | None], emphasis: bool = False) -> Series:
    """Figures in millions of euros."""
    exact = tuple(None if value is None else Decimal(str(value)) * 10**6 for value in values)
    labels = tuple("" if value is None else f"€{value:.1f}M" for value in values)
    written = tuple("" if value is None else f"€{value:.1f}00,000" for value in values)
    return Series(name, exact, labels, written, emphasis)


def chart(style: ChartStyle, *rows: Sequence[float | None], **rest: object) -> Chart:
    """A chart of one series a row; the second is emphasised where there is one."""
    names = ("Budget", "Actual", "Forecast", "Target", "Low case", "High case")
    made = tuple(
        series(name, values, len(rows) > 1 and number == 1)
        for number, (name, values) in enumerate(zip(names, rows, strict=False))
    )
    categories = tuple(f"Q{number}" for number in range(1, len(rows[0]) + 1))
    summary = f"A {style} chart of {len(rows)} series."
    return Chart(style, categories, made, "money", MILLIONS, summary=summary, **rest)  # type: ignore[arg-type]


def one_of_each() -> dict[str, Chart]:
    """Every style, and what a style may have."""
    low, high = series("Low", (1.0, 1.1, 1.2)), series("High", (1.4, 1.6, 1.9))
    return {
        "column": chart("column", (0.8, 0.9, 1.3)),
        "columns": chart("column", (1.2, 0.9, None), (1.4, -0.3, 0.6)),
        "legend": chart("column", *[(1.2, 0.9, 0.5)] * 5),
        "stacked": chart("stacked-column", (2.1, 2.2, 2.3), (0.0, 0.1, 1.2)),
        "line": chart("line", (4.8, 5.2, 6.1), (4.8, 4.9, None)),
        "band": chart("line", (1.2, 1.4, 1.6), band=Band(low, high)),
        "bar": chart("bar", (0.3, 0.2, 0.1)),
        "leading": replace(chart("bar", (0.3, 0.2, 0.1)), leading=(1,)),
        "waterfall": chart("waterfall", (4.8, -0.3, 0.2, 4.7), totals=(0, 3), better="lower"),
        "point": chart("line", (5.0,)),
        "nothing but zero": chart("column", (0.0, 0.0)),
    }


figures = st.one_of(
    st.none(), st.just(Decimal(0)), st.decimals(-(10**14), 10**14, places=2), st.decimals(-1, 1, places=6)
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any figures in any style, drawable or not."""
    style = draw(st.sampled_from(STYLES))
    count = draw(st.integers(1, 12))
    names = st.text(st.characters(codec="utf-8"), max_size=30)
    rows = draw(st.integers(1, 1 if style == "waterfall" else 6))
    made = tuple(
        _any_series(draw(names), draw(st.lists(figures, min_size=count, max_size=count)), number == 1)
        for number in range(rows)
    )
    categories = tuple(draw(st.lists(names, min_size=count, max_size=count)))
    form = NumberForm("€", "", draw(st.sampled_from((-2, 0, 3, 6))), draw(st.integers(0, 2)))
    return Chart(style, categories, made, "money", form, totals=(0,), heading="Name", summary="Figures.")


def _any_series(name: str, values: list[Decimal | None], emphasis: bool) -> Series:
    written = tuple("" if value is None else f"€{value}" for value in values)
    return Series(name, tuple(values), written, written, emphasis)
