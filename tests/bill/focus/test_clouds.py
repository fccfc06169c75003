"""Billing data in cloud storage are read where they lie; what a provider refuses is one sentence."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from bill.focus.clouds import ACCOUNT, KEYS, Put, azurite, put, put_runs, refusing, surroundings
from bill.focus.exports import counts, csv_text, write_parquet
from briefing.bill.bill import Billing
from briefing.bill.focus.clouds import Location, _told, fault_of_cloud, is_cloud, location_of
from briefing.bill.focus.files import open_files
from briefing.bill.focus.locations import files_of
from briefing.bill.focus.opening import Source
from briefing.bill.sample.request import Sample
from briefing.bill.sample.write import write_sample
from briefing.errors import BriefingError, FactError, UsageError
from read_alone import read_bill

pytestmark = pytest.mark.filterwarnings("ignore")  # of the clients and servers that stand in for clouds
DENIED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
SECRET = "the URL of the billing data holds a password; give it in the environment of the provider's own tools instead"
CSV = csv_text().encode()


@pytest.mark.parametrize(
    ("place", "is_one"),
    [
        ("s3://bills/exports/", True),
        ("S3://bills", True),
        ("abfss://bills@acme.dfs.core.windows.net/a.csv", True),
        ("gs://bills/x", True),
        ("trino://host/x", False),
        ("bills/s3/x.csv", False),
        ("C://bills", False),
    ],
)
def test_a_cloud_is_known_by_its_scheme(place: str, is_one: bool) -> None:
    assert is_cloud(place) is is_one


def test_a_url_has_a_container_an_account_and_a_key() -> None:
    assert location_of("abfs://bills@acme/a/b.csv") == Location("abfs", "bills", "acme", "a/b.csv")
    assert location_of("s3://bills") == Location("s3", "bills", "", "")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("s3:///x", "s3:///x names no bucket; give s3://bucket/folder/"),
        ("abfs:///x", "abfs:///x names no container; give abfs://container/folder/"),
        (
            "abfs://bills:words@acme/x",
            SECRET,
        ),
        (
            "abfs://bills@acme/x?sig=abcdefgh",
            SECRET,
        ),
    ],
)
def test_a_url_that_is_none_is_told_without_its_secret(place: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        files_of([place])
    assert str(caught.value) == said


def test_azure_without_an_account_says_where_to_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with surroundings(monkeypatch), pytest.raises(UsageError) as caught:
        files_of(["abfs://bills/x"])
    assert str(caught.value) == (
        "the URL names no storage account; "
        "give abfs://container@account.dfs.core.windows.net/path, or set AZURE_STORAGE_ACCOUNT"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("AWS Error NO_SUCH_BUCKET during ListObjectsV2", "there is no bucket s3://bills"),
        ("AWS Error ACCESS_DENIED during GetObject", "s3://bills/a.csv may not be read with the credentials"),
        ("AWS Error NETWORK_CONNECTION: curlCode: 56", "the connection to s3://bills broke off"),
        ("Azure Error: [AuthorizationFailure] 403", "s3://bills/a.csv may not be read with the credentials"),
        (
            "Could not create a OAuth2 access token: no credentials",
            "s3://bills/a.csv may not be read with the credentials",
        ),
        *((each, "there is no bucket s3://bills") for each in ("NoSuchBucket", "ContainerNotFound", "HeadBucket: 404")),
        ("Path does not exist 'bills'", "there is no bucket s3://bills"),
        ("Path does not exist 'bills/a.csv'", "there is no s3://bills/a.csv"),
        *((each, "there is no s3://bills/a.csv") for each in ("NO_SUCH_KEY", "BlobNotFound", "PathNotFound")),
        ("the object does not exist", "there is no s3://bills/a.csv"),
        *((each, "s3://bills/a.csv may not be read with") for each in ("EXPIRED_TOKEN", "UNAUTHENTICATED", "HTTP 401")),
        *((each, "the connection to s3://bills broke off") for each in ("Timed out", "SLOW_DOWN", "HTTP 503")),
        ("HTTP 4030, or 505", "s3://bills/a.csv cannot be read: HTTP 4030, or 505"),
        ("something else, token=abcdefg", "s3://bills/a.csv cannot be read: something else, token=…"),
    ],
)
def test_what_a_provider_says_becomes_a_sentence(words: str, said: str) -> None:
    assert str(fault_of_cloud(words, "s3://bills/a.csv")).startswith(said)


def test_a_driver_that_is_not_installed_is_named_with_what_to_install() -> None:
    with pytest.raises(FactError) as raised, _told(location_of("abfs://bills@acme.dfs.core.windows.net/a.csv")):
        raise ImportError("pyarrow was built without Azure")
    assert str(raised.value) == ("reading abfs:// needs a driver that is not installed; install finops-briefing[azure]")


def parquet(folder: Path) -> bytes:
    return Path(write_parquet(folder / "made.parquet")).read_bytes()


def test_a_bucket_is_read_as_a_folder_is(s3: tuple[str, Put], tmp_path: Path) -> None:
    url, add = s3
    add("exports/2026/a [1].csv", CSV)
    add("exports/b.csv.gz", gzip.compress(CSV))
    add("exports/c.parquet", parquet(tmp_path))
    for key in ("exports/_temporary/d.csv", "exports/.e.csv", "exports/manifest.json", "elsewhere/f.csv"):
        add(key, CSV)
    with open_files([f"{url}/exports/"]) as opened:
        assert sum(counts(opened).values()) == 6
        assert opened.label == "FOCUS export exports (3 files)"
    with open_files([f"{url}/exports/2026/a [1].csv"]) as opened:
        assert counts(opened) == {f"{url}/exports/2026/a [1].csv": 2}
    assert [each.shown.removeprefix(url) for each in files_of([f"{url}/**/*.csv"])] == [
        "/elsewhere/f.csv",
        "/exports/2026/a [1].csv",
    ]
    assert [each.shown.removeprefix(url) for each in files_of([f"{url}/exp*"])] == [
        "/exports/b.csv.gz",
        "/exports/c.parquet",
        "/exports/2026/a [1].csv",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["parquet", "csv", "csv.gz"])
def test_the_bill_of_a_bucket_is_that_of_the_same_files_here(form: Any, s3: tuple[str, Put], tmp_path: Path) -> None:
    url, add = s3
    write_sample(tmp_path / "sample", Sample(rows=5000, months=14), form)
    for each in sorted((tmp_path / "sample").rglob("*.*")):
        add(f"sample/{each.name}", each.read_bytes())
    here = read_bill(Source((str(tmp_path / "sample"),)), Billing())
    assert read_bill(Source((f"{url}/sample",)), Billing()) == here


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("nothing/", "there is nothing under {url}/nothing/; look at the path"),
        ("notes/", "{url}/notes/ holds no billing data; give .csv, .csv.gz or .parquet files"),
        ("notes/*.csv", "no file matches '{url}/notes/*.csv'; look at the pattern and at its folder"),
        ("packed.csv.gz", "{url}/packed.csv.gz ends in the middle; download it again"),
        ("cut.parquet", "{url}/cut.parquet ends in the middle; download it again"),
        (
            "lake/",
            "{url}/lake is a table of Delta Lake, whose folder also holds files that are no longer part of it; "
            "give the table by a connection URL",
        ),
    ],
)
def test_what_is_wrong_in_a_bucket_is_one_sentence(key: str, said: str, s3: tuple[str, Put], tmp_path: Path) -> None:
    url, add = s3
    add("notes/read.txt", b"x")
    add("packed.csv.gz", gzip.compress(csv_text(5000).encode())[:-20])
    add("cut.parquet", parquet(tmp_path)[:-9])
    add("lake/_delta_log/0.json", b"{}")
    with pytest.raises(BriefingError) as caught:
        read_bill(Source((f"{url}/{key}",)), Billing())
    assert str(caught.value) == said.format(url=url)


def test_a_bucket_that_is_not_there_is_said(s3: tuple[str, Put]) -> None:
    with pytest.raises(FactError) as caught:
        files_of(["s3://bills-of-nobody/x/"])
    assert str(caught.value).startswith("there is no bucket s3://bills-of-nobody; look at its name")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "body", "cut", "said"),
    [
        (
            403,
            DENIED,
            False,
            "s3://bills/x may not be read with the credentials of this environment; "
            "log in with the provider's own tools, or ask for the right to list and to read it",
        ),
        (
            200,
            b"<ListBucketResult>",
            True,
            "the connection to s3://bills broke off; look at the network and try again; nothing was written",
        ),
    ],
)
def test_missing_rights_and_a_dropped_connection_are_one_sentence_each(
    status: int, body: bytes, cut: bool, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        refusing(status, body, cut=cut) as address,
        surroundings(monkeypatch, AWS_ENDPOINT_URL=address, **KEYS),
        pytest.raises(FactError) as caught,
    ):
        files_of(["s3://bills/x/"])
    assert str(caught.value) == said
    assert "words-of-nobody" not in str(caught.value)


@pytest.mark.slow
def test_a_provider_that_nobody_reaches_is_a_broken_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    with surroundings(monkeypatch, AWS_ENDPOINT_URL="http://127.0.0.1:9", **KEYS), pytest.raises(FactError) as caught:
        files_of(["s3://bills/x/"])
    assert str(caught.value).startswith("the connection to s3://bills broke off; ")


@pytest.mark.slow
def test_a_container_of_azure_is_read_as_a_folder_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyarrow.fs import AzureFileSystem

    (tmp_path / "store").mkdir()
    with azurite(tmp_path / "store") as string, surroundings(monkeypatch, AZURE_STORAGE_CONNECTION_STRING=string):
        host = string.partition("//")[2].partition("/")[0]
        at = {"blob_storage_authority": host, "dfs_storage_authority": host}
        schemes = {"blob_storage_scheme": "http", "dfs_storage_scheme": "http"}
        key = string.partition("AccountKey=")[2].partition(";")[0]
        store = AzureFileSystem(ACCOUNT, account_key=key, **at, **schemes)
        store.create_dir("bills")
        put(store, "bills/exports/a.csv", CSV)
        put(store, "bills/exports/b.parquet", parquet(tmp_path))
        with open_files(["abfs://bills/exports"]) as opened:
            assert sum(counts(opened).values()) == 4
            assert opened.label == "FOCUS export exports (2 files)"
        put_runs(lambda key, data: put(store, f"bills/{key}", data), "runs")
        assert [each.billed for each in read_bill(Source(("abfs://bills/runs",)), Billing()).months] == [200]
        for place, said in {
            "abfs://bills/nothing/": "there is nothing under abfs://bills/nothing/; look at the path",
            "abfs://none/": "there is no container abfs://none; "
            "look at its name, and at the account and region of your environment",
        }.items():
            with pytest.raises(FactError) as caught:
                files_of([place])
            assert str(caught.value) == said
        wrong = string.replace(key, "AAAA")
        with surroundings(monkeypatch, AZURE_STORAGE_CONNECTION_STRING=wrong), pytest.raises(FactError) as caught:
            files_of(["abfs://bills/exports"])
        assert str(caught.value).startswith("abfs://bills/exports may not be read with the credentials of this")


def test_without_fsspec_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.bill.focus import clouds

    monkeypatch.setattr(clouds, "AbstractFileSystem", object)
    with pytest.raises(FactError) as caught:
        clouds.door(["gs"])
    assert str(caught.value) == "reading gs:// needs fsspec, which is not installed; install finops-briefing[gcs]"
