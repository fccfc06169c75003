from __future__ import annotations

import pytest

from briefing.bill.focus.scrubbing import holds_secret, one_line, scrubbed

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"


@pytest.mark.parametrize(
    "url",
    [
        "trino://ann:hunter2@db.example.com/hive/focus",
        "trino://ann:@db.example.com/hive",
        "trino://ann%3Ahunter2@db.example.com/hive",
        "trino://ann:hun/ter@db.example.com/hive",
        "trino://ann:hun?ter@db.example.com/hive",
        "trino://ann:hun#ter@db.example.com/hive",
        "trino://ann:12/34@db.example.com/hive",
        "databricks://token:abc@db.example.com/sql",
        "snowflake://ann@acc/db?password=x",
        "snowflake://ann@acc/db?PWD=x",
        "snowflake://ann@acc/db?warehouse=w&token=x",
        "snowflake://ann@acc/db?private_key_path=x",
        "snowflake://ann@acc/db?access%5Ftoken=x",
        "databricks://db.example.com/sql?access_token=x",
        "databricks://db.example.com/sql#token=x",
        "trino://db.example.com/hive?auth=x",
        "pyspark://?spark.hadoop.fs.s3a.secret.key=x",
        "bigquery://p/d?credentials=x",
        "duckdb://md:bill?motherduck_token=x",
        "databricks://dapi0123456789abcdef@db.example.com/sql",
        f"trino://db.example.com/hive?session={TOKEN}",
    ],
)
def test_a_url_with_a_secret_is_known(url: str) -> None:
    assert holds_secret(url)


@pytest.mark.parametrize(
    "url",
    [
        "duckdb://bills/focus.duckdb",
        "duckdb:///C:/bills/focus@2026.duckdb",
        "pyspark://?spark.master=local[2]&spark.sql.shuffle.partitions=4",
        "trino://ann@db.example.com:8443/hive/focus?http_scheme=https",
        "trino://ann%40example.com@db.example.com/hive",
        "bigquery://my-project/my_dataset?location=EU",
        "snowflake://ann@acc-123/db/schema?warehouse=keys&role=passenger&authenticator=externalbrowser",
        "databricks://db.example.com/sql/1.0/warehouses/abc?catalog=main&schema=billing",
    ],
)
def test_an_ordinary_url_has_none(url: str) -> None:
    assert not holds_secret(url)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no such user ann at db.example.com:8080", "no such user … at …:8080"),
        ("login failed: password=hunter2, role=x", "login failed: password=…, role=x"),
        ("{'password': 'hunter2', 'x': 1}", "{'password': …', 'x': 1}"),
        ("Authorization: Bearer abc.def.ghi is wrong", "Authorization: … is wrong"),
        ("got Basic dXNlcjpwYXNz back", "got … back"),
        (f"bad token {TOKEN}", "bad token …"),
        ("see https://10.0.0.1/login?x=1 for more", "see … for more"),
        ("key AKIAIOSFODNN7EXAMPLE is unknown", "key … is unknown"),
        ("mail bob@example.org first", "mail … first"),
        ("host 10.1.2.3:443 refused", "host … refused"),
        ("id 0123456789abcdef0123456789abcdef01 unknown", "id … unknown"),
        ("the table `focus` does not exist", "the table `focus` does not exist"),
        (
            "Table FREIGHT.CHARGES_OF_THE_WHOLE_FICTIONAL_COMPANY",
            "Table FREIGHT.CHARGES_OF_THE_WHOLE_FICTIONAL_COMPANY",
        ),
    ],
)
def test_nothing_secret_stays_in_what_a_driver_says(said: str, shown: str) -> None:
    assert scrubbed(said, "trino://ann@db.example.com/hive") == shown


def test_secrets_of_the_environment_are_hidden_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRINO_PASSWORD", "opensesame")
    monkeypatch.setenv("SNOWFLAKE_USER", "ann.fictional")
    monkeypatch.setenv("MY_API_KEY", "zzzz1234")
    said = "opensesame of ann.fictional with zzzz1234 is wrong"
    assert scrubbed(said) == "… of … with … is wrong"


def test_a_trace_becomes_one_line() -> None:
    said = "\n\nTraceback (most recent call last):\n[NOT_FOUND]  the table\tfocus.\n  at spark.X(Y.scala:1)\n"
    assert one_line(said) == "[NOT_FOUND] the table focus"
    assert one_line("") == "it gives no reason"


def test_a_long_reason_is_cut() -> None:
    assert one_line("no " * 200) == "no " * 79 + "no…"


def test_of_a_chain_of_reasons_the_last_is_told() -> None:
    said = (
        "failed to execute: HTTPConnectionPool(host='x', port=1): Max retries exceeded with url: /v1/statement "
        "(Caused by NewConnectionError(\"HTTPConnection(host='x', port=1): Failed to establish a new connection: "
        '[Errno 111] Connection refused"))'
    )
    assert one_line(said) == "[Errno 111] Connection refused"
