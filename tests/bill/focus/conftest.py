"""A store that speaks S3, for the tests that read billing data in clouds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bill.focus.clouds import KEYS, Put, moto, put, surroundings


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """A server that speaks S3."""
    with moto() as address:
        yield address


@pytest.fixture
def s3(s3_address: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[tuple[str, Put]]:
    """A bucket of the test's own, as a URL, and what puts an object into it."""
    from pyarrow.fs import S3FileSystem

    bucket = f"bills-{abs(hash(request.node.name))}"
    with surroundings(monkeypatch, AWS_ENDPOINT_URL=s3_address, **KEYS):
        store = S3FileSystem(endpoint_override=s3_address, region="eu-west-1", allow_bucket_creation=True)
        store.create_dir(bucket)
        yield f"s3://{bucket}", lambda key, data: put(store, f"{bucket}/{key}", data)
