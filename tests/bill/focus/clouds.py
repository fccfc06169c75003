"""Stand-ins for clouds on this machine's loopback: S3 by moto, Azure's blobs by Azurite, and a server that refuses."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeAlias

import pytest

from bill.focus.exports import csv_text
from briefing.bill.focus import clouds

ROOT = Path(__file__).parents[3]
# The account and the key that Azurite has for everybody; its makers publish them.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
Put: TypeAlias = Callable[[str, bytes], None]
KEYS = {"AWS_ACCESS_KEY_ID": "id-of-nobody", "AWS_SECRET_ACCESS_KEY": "words-of-nobody", "AWS_REGION": "eu-west-1"}
_VARIABLES = ("AWS_", "AZURE_", "GOOGLE_", "STORAGE_EMULATOR_HOST")


@contextmanager
def surroundings(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Iterator[None]:
    """An environment with these variables of clouds alone, and no file system of an earlier one."""
    for name in [each for each in os.environ if each.startswith(_VARIABLES)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    clouds._opened.cache_clear()
    yield
    clouds._opened.cache_clear()


@contextmanager
def moto() -> Iterator[str]:
    """A server that speaks S3; its address."""
    server = pytest.importorskip("moto.server", reason="needs finops-briefing[clouds-dev]")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    try:
        yield "http://{}:{}".format(*running.get_host_and_port())
    finally:
        running.stop()


@contextmanager
def azurite(folder: Path) -> Iterator[str]:
    """A server that speaks to Azure's clients; its connection string."""
    program = ROOT / "build" / "azurite" / "node_modules" / ".bin" / "azurite-blob"
    found = str(program) if program.exists() else shutil.which("azurite-blob")
    if not found:
        pytest.skip("azurite-blob is not installed (npm package azurite)")
    port = _free_port()
    command = [found, "--blobHost", "127.0.0.1", "--blobPort", str(port), "--location", str(folder)]
    process = subprocess.Popen([*command, "--skipApiVersionCheck", "--silent"], stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        address = f"http://127.0.0.1:{port}/{ACCOUNT}"
        yield f"AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint={address};"
    finally:
        process.kill()
        process.wait()


@contextmanager
def refusing(status: int, body: bytes, *, cut: bool = False) -> Iterator[str]:
    """A server that answers everything with this; `cut`: it promises more than it sends."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body) + 1000 * cut))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def put(store: Any, path: str, data: bytes) -> None:
    """Write an object into a store of pyarrow."""
    with store.open_output_stream(path, compression=None) as stream:
        stream.write(data)


def put_runs(add: Put, at: str) -> None:
    """Two runs of an export: which is the newer, only the manifests say."""
    for run, made, cost in (("run-b", "2026-03-30T01:00:00Z", "7"), ("run-a", "2026-04-02T01:00:00Z", "100")):
        add(f"{at}/20260301-20260331/{run}/part.csv", csv_text().replace("12.50", cost).encode())
        manifest = json.dumps({"runInfo": {"submittedTime": made}, "blobs": [{"blobName": f"x/{run}/part.csv"}]})
        add(f"{at}/20260301-20260331/{run}/manifest.json", manifest.encode())


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "azurite-blob has ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("azurite-blob does not answer")
