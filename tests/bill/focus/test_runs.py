"""Export folders in cloud storage: of several runs one counts, as on disk."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from decimal import Decimal

import pytest

from bill.focus.clouds import Put, put_runs
from bill.focus.exports import csv_text
from briefing.bill.bill import Bill, Billing
from briefing.bill.focus.locations import files_of
from briefing.bill.focus.opening import Source
from briefing.errors import FactError
from read_alone import read_bill

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # of the clients and servers in place of clouds
CSV = csv_text().encode()


def test_runs_of_an_export_in_a_bucket_count_once(s3: tuple[str, Put]) -> None:
    url, add = s3
    put_runs(add, "azure")
    assert billed(read_bill(Source((f"{url}/azure/",)), Billing())) == 200
    for number in (1, 2):
        add(f"aws/data/BILLING_PERIOD=2026-03/e-{number}.csv.gz", gzip.compress(csv_text(number).encode()))
    listed = json.dumps({"dataFiles": [f"{url}/aws/data/BILLING_PERIOD=2026-03/e-1.csv.gz"]})
    add("aws/metadata/BILLING_PERIOD=2026-03/e-Manifest.json", listed.encode())
    found = read_bill(Source((f"{url}/aws",)), Billing())
    assert billed(found) == Decimal("12.5")
    assert [each.kept for each in found.quality.left_out] == ["e-Manifest.json"]


def test_an_archive_in_a_bucket_is_unpacked(s3: tuple[str, Put]) -> None:
    url, add = s3
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("march.csv", csv_text())
    add("exports/march.zip", packed.getvalue())
    assert billed(read_bill(Source((f"{url}/exports/march.zip",)), Billing())) == 25
    add("exports/march.csv", CSV)
    assert billed(read_bill(Source((f"{url}/exports",)), Billing())) == 25


def test_a_table_of_iceberg_in_a_bucket_is_refused(s3: tuple[str, Put]) -> None:
    url, add = s3
    add("lake/metadata/v1.metadata.json", b"{}")
    add("lake/data/a.csv", CSV)
    with pytest.raises(FactError, match="is a table of Iceberg"):
        files_of([f"{url}/lake"])


def billed(bill: Bill) -> Decimal:
    return sum((each.billed for each in bill.months), Decimal(0))
