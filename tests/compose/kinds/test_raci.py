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
