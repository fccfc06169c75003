"""What `briefing spend quality` shows of data whose shares say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bill.focus.charges import bill, charge
from briefing.cli.spendtables import quality_object


@pytest.mark.slow
def test_a_share_of_a_sum_with_refunds_is_not_told(tmp_path: Path) -> None:
    assert quality_object(bill(tmp_path, [charge(ResourceId="")]))["untaggable"] == "1.0000"
    refunded = bill(tmp_path, [charge(ResourceId=""), charge(cost="-500")])
    assert quality_object(refunded)["untaggable"] is None
