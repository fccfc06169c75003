"""Who is accountable for what."""

from __future__ import annotations

from briefing.model import Table
from compose_desk import Desk


def test_each_row_has_one_accountable_and_somebody_responsible(desk: Desk) -> None:
    (table,) = desk.slide("- {kind: raci, title: A}").blocks
    assert isinstance(table, Table)
    for row in table.rows:
        marks = [cell.mark for cell in row[1:]]
        assert marks.count("accountable") == 1, row[0].text
        assert "responsible" in marks or any(cell.text == "A/R" for cell in row), row[0].text


def test_letters_stay_and_no_part_is_a_dash(desk: Desk) -> None:
    (table,) = desk.slide("- {kind: raci, title: A}").blocks
    assert isinstance(table, Table)
    said = {(cell.text, cell.mark) for row in table.rows for cell in row[1:]}
    assert said == {
        ("A", "accountable"),
        ("A/R", "accountable"),
        ("R", "responsible"),
        ("C", "consulted"),
        ("I", "informed"),
        ("–", "none"),
    }
    assert table.key == "A accountable   R responsible   C consulted   I informed"


def shown(desk: Desk) -> tuple[tuple[str, ...], dict[str, str]]:
    (table,) = desk.slide("- {kind: raci}").blocks
    assert isinstance(table, Table)
    return table.header, {row[0].text: " ".join(cell.text for cell in row[1:]) for row in table.rows}


def test_tasks_stand_by_who_is_accountable_and_the_headline_counts_them(desk: Desk) -> None:
    slide = desk.slide("- {kind: raci}")
    (table,) = slide.blocks
    assert isinstance(table, Table)
    places = [next(n for n, cell in enumerate(row[1:]) if cell.mark == "accountable") for row in table.rows]
    assert places == [0] * 7 + [2, 2, 1, 5], "together, and the most first"
    assert slide.title == (
        "Eleven tasks, one accountable owner each: FinOps team seven, IT domains two, App teams one, Business one"
    )


def test_a_row_of_the_same_task_is_replaced_and_named_as_our_own(desk: Desk) -> None:
    _, before = shown(desk)
    desk.facts("raci: {rows: [{task: tagging standards, finops: R, it: A}, {task: Cost of a shipment, apps: A/R}]}")
    header, after = shown(desk)
    assert header[1:] == ("FinOps team", "App teams", "IT domains", "Finance", "Procurement", "Business")
    assert {*after} == {*before, "tagging standards", "Cost of a shipment"} - {"Tagging standards"}
    (table,) = desk.slide("- {kind: raci}").blocks
    assert isinstance(table, Table)
    assert table.key.endswith("·   as we agreed it ourselves: tagging standards and Cost of a shipment")
    assert after["tagging standards"] == "R – A – – –"
    assert after["Cost of a shipment"] == "– A/R – – – –"


def test_with_columns_of_ones_own_only_rows_stay_that_still_have_somebody_accountable_and_responsible(
    desk: Desk,
) -> None:
    desk.facts(
        """
        raci:
          roles: [{id: finops, name: We}, {id: apps, name: Teams}]
          rows: [{task: Own task, finops: A, apps: R}]
        """
    )
    header, rows = shown(desk)
    assert header == ("Task", "We", "Teams")
    assert rows["Cost guardrails"] == "A R"
    assert "Unit economics" not in rows
    assert rows["Own task"] == "A R"
