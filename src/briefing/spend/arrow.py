"""What a query answers, as an Arrow table."""

from __future__ import annotations

import pyarrow as pa
from ibis.expr.types import Table


def answered(question: Table) -> pa.Table:
    """The rows of an expression, worked out where its tables are."""
    connection = question.get_backend()
    if connection.name == "duckdb":  # Ibis would import pandas on the way, which takes longer than a small query
        found = connection.con.sql(connection.compile(question)).to_arrow_table()
        return found.cast(question.schema().to_pyarrow())  # DuckDB's own type for sums of whole numbers is a decimal
    return connection.to_pyarrow(question)
