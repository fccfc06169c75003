"""How DuckDB reads cloud storage: an fsspec file system that hands every URL to the file system of its provider."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from briefing.bill.focus.scrubbing import holds_secret, one_line
from briefing.errors import BriefingError, FactError, UsageError

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem


try:
    from fsspec import AbstractFileSystem
except ModuleNotFoundError:
    AbstractFileSystem = object

_UNCHANGED = datetime(2000, 1, 1, tzinfo=UTC)  # a run reads each file once: no cache has to tell versions apart


def door(schemes: Iterable[str]) -> Any:
    """A file system for these schemes. Raises FactError where fsspec is not installed."""
    names = tuple(schemes)
    if AbstractFileSystem is object:
        message = f"reading {names[0]}:// needs fsspec, which is not installed"
        raise FactError(message, remedy=f"install finops-briefing[{CLOUDS[names[0]].extra}]")
    return type("CloudDoor", (_CloudFiles,), {"protocol": names})(skip_instance_cache=True)


class _CloudFiles(AbstractFileSystem):  # type: ignore[misc]  # fsspec carries no types
    """Just what DuckDB asks of a file system. Its URLs are exact, and no patterns."""

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path

    def glob(self, path: str, **_: Any) -> list[str]:
        """The path itself: patterns are resolved before."""
        return [path]

    def open(self, path: str, mode: str = "rb", **_: Any) -> Any:
        """The file, for reading only."""
        return open_untold(path)

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Its size in bytes."""
        with open_untold(path) as file:
            return {"name": path, "size": file.size(), "type": "file"}

    def modified(self, path: str) -> datetime:
        """A fixed time."""
        return _UNCHANGED


# Billing data in cloud storage (`s3://`, `abfs://`, `gs://`), read where they lie, without copying them first.
#
# pyarrow brings the file systems; fsspec is how DuckDB takes them. Credentials come from the provider's usual
# environment alone: variables, configuration files, or the identity of the machine.

_TRIES, _SECONDS = 3, 30  # how often, and how long, a call to the provider may take
_AZURE_HOSTS = (".dfs.core.windows.net", ".blob.core.windows.net")
_NO_ACCOUNT = "give abfs://container@account.dfs.core.windows.net/path, or set AZURE_STORAGE_ACCOUNT"


class Cloud(msgspec.Struct, frozen=True):
    """A provider of storage: what it calls its containers, how it is opened, and the extra that brings its driver."""

    container: str
    opened: Callable[[str, str], FileSystem]  # of container and account
    extra: str


class Location(msgspec.Struct, frozen=True):
    """A place in cloud storage; `key` is what stands below the container, `account` that of Azure."""

    scheme: str
    container: str
    account: str
    key: str

    @property
    def start(self) -> str:
        """The URL of the container, as the user wrote it, with a slash at the end."""
        return f"{self.scheme}://{self.container}{'@' + self.account if self.account else ''}/"

    @property
    def path(self) -> str:
        """The path as the file system has it."""
        return f"{self.container}/{self.key}".rstrip("/")


def is_cloud(place: str) -> bool:
    """Whether the place is the URL of a cloud storage."""
    return place.partition("://")[0].casefold() in CLOUDS and "://" in place


def location_of(place: str) -> Location:
    """The parts of a URL. Raises UsageError for one without a container, or with a secret in it."""
    if holds_secret(place):
        message = "the URL of the billing data holds a password"
        raise UsageError(message, remedy="give it in the environment of the provider's own tools instead")
    scheme, _, rest = place.partition("://")
    host, _, key = rest.partition("/")
    container, _, account = host.partition("@")
    if not container:
        name = CLOUDS[scheme.casefold()].container
        raise UsageError(f"{place} names no {name}", remedy=f"give {scheme}://{name}/folder/")
    return Location(scheme.casefold(), container, account, key)


def files_below(place: str) -> tuple[str, ...]:
    """The URLs of all files at or below a place, in order. Raises BriefingError where it cannot be listed."""
    from pyarrow.fs import FileSelector, FileType

    at = location_of(place)
    with _told(at):
        store = _filesystem(at)
        if at.key and not at.key.endswith("/"):
            (info,) = store.get_file_info([at.path])
            if info.type == FileType.File:
                return (at.start + at.key,)
        try:
            found = store.get_file_info(FileSelector(at.path, recursive=True))
        except FileNotFoundError:  # nothing below the container, or not even that
            (info,) = store.get_file_info([at.container])
            if info.type == FileType.NotFound:
                raise
            found = []
    inside = (each.path.partition("/")[2] for each in found if each.type == FileType.File)
    return tuple(sorted(at.start + key for key in inside))


def size_of(url: str) -> int | None:
    """The bytes of a file in cloud storage; None where there is no such file. Raises BriefingError."""
    from pyarrow.fs import FileType

    at = location_of(url)
    with _told(at):
        (info,) = _filesystem(at).get_file_info([at.path])
    return int(info.size) if info.type == FileType.File else None


def open_binary(url: str) -> Any:
    """A file in cloud storage, opened for reading from any place in it. Raises BriefingError."""
    with _told(location_of(url)):
        return open_untold(url)


def open_untold(url: str) -> Any:
    """The same; what goes wrong is raised as the driver raises it, for an engine that hands it on."""
    at = location_of(url)
    return _filesystem(at).open_input_file(at.path)


def register(engine: Any, urls: Iterable[str]) -> None:
    """Let DuckDB read the files of these clouds. Raises FactError where fsspec is not installed."""
    schemes = sorted({location_of(each).scheme for each in urls})
    if schemes:
        engine.register_filesystem(door(schemes))


@contextmanager
def _told(at: Location) -> Iterator[None]:
    """Around every call to a provider: what goes wrong is raised as a sentence, without hosts and credentials."""
    try:
        yield
    except BriefingError:
        raise
    except ImportError:
        message = f"reading {at.scheme}:// needs a driver that is not installed"
        raise FactError(message, remedy=f"install finops-briefing[{CLOUDS[at.scheme].extra}]") from None
    except _driver_faults() as error:
        raise fault_of_cloud(str(error), at.start + at.key) from None


def _driver_faults() -> tuple[type[Exception], ...]:
    from pyarrow import ArrowException

    return OSError, ValueError, ArrowException


def fault_of_cloud(said: str, url: str) -> FactError:
    """What a provider's message means to the user. `url` is what was read."""
    last = said.strip().rpartition("\n")[2]
    message = f"{url.rstrip('/')} cannot be read: {one_line(last, url)}"
    return known_fault_of_cloud(said, url) or FactError(message, remedy="look at the URL and your rights")


def known_fault_of_cloud(said: str, url: str) -> FactError | None:
    """The same, where it is one of those that are known."""
    at = location_of(url)
    words = {"container": CLOUDS[at.scheme].container, "start": at.start.rstrip("/"), "url": url.rstrip("/")}
    for pattern, message, remedy in _FAULTS:
        if re.search(pattern, said):
            return FactError(message.format(**words), remedy=remedy)
    return None


# Words of the three drivers; the first row whose words stand in what they say decides.
_FAULTS: tuple[tuple[str, str, str], ...] = (
    (
        r"NO_SUCH_BUCKET|NoSuchBucket|ContainerNotFound|bucket does not exist|container does not exist"
        r"|HeadBucket.*(404|No response body)|Path does not exist '[^/']+'",
        "there is no {container} {start}",
        "look at its name, and at the account and region of your environment",
    ),
    (
        r"NO_SUCH_KEY|NoSuchKey|BlobNotFound|PathNotFound|Path does not exist|does not exist",
        "there is no {url}",
        "look at the path; the file may have gone while it was read",
    ),
    (
        r"ACCESS_DENIED|AccessDenied|AuthorizationFailure|AuthorizationPermissionMismatch|AuthenticationFailed"
        r"|INVALID_ACCESS_KEY_ID|INVALID_CLIENT_TOKEN|SIGNATURE_DOES_NOT_MATCH|MISSING_AUTHENTICATION_TOKEN"
        r"|UNRECOGNIZED_CLIENT|EXPIRED_TOKEN|ExpiredToken|[Cc]redential|UNAUTHENTICATED|PERMISSION_DENIED|\b40[13]\b",
        "{url} may not be read with the credentials of this environment",
        "log in with the provider's own tools, or ask for the right to list and to read it",
    ),
    (
        r"NETWORK_CONNECTION|curlCode|[Cc]ould not (resolve|connect)|resolve host|[Tt]imed? ?out|TIMEOUT|UNAVAILABLE"
        r"|[Cc]onnection|[Tt]ransport|REQUEST_TIMEOUT|SLOW_DOWN|INTERNAL_FAILURE|\b50[0234]\b",
        "the connection to {start} broke off",
        "look at the network and try again; nothing was written",
    ),
)


def _filesystem(at: Location) -> FileSystem:
    return _opened(at.scheme, at.container, at.account)


@cache
def _opened(scheme: str, container: str, account: str) -> FileSystem:
    return CLOUDS[scheme].opened(container, account)


def _s3(bucket: str, _: str) -> FileSystem:
    from pyarrow.fs import AwsStandardS3RetryStrategy, S3FileSystem, resolve_s3_region

    endpoint = _variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    region = _variable("AWS_REGION", "AWS_DEFAULT_REGION")
    if not (endpoint or region):
        region = resolve_s3_region(bucket)
    return S3FileSystem(
        region=region or None,
        endpoint_override=endpoint or None,
        request_timeout=_SECONDS,
        connect_timeout=10,
        retry_strategy=AwsStandardS3RetryStrategy(max_attempts=_TRIES),
    )


def _gcs(_: str, __: str) -> FileSystem:
    from pyarrow.fs import GcsFileSystem

    emulator = _variable("STORAGE_EMULATOR_HOST")
    scheme, found, host = emulator.rpartition("://")
    return GcsFileSystem(
        anonymous=bool(emulator),
        endpoint_override=host or None,
        scheme=scheme if found else "http" if emulator else "https",
        retry_time_limit=timedelta(seconds=_SECONDS),
    )


def _azure(_: str, account: str) -> FileSystem:
    from pyarrow.fs import AzureFileSystem

    known = _connection_string()
    host = account.casefold()
    name = next((host.removesuffix(end) for end in _AZURE_HOSTS if host.endswith(end)), host)
    name = name or known.get("AccountName", "") or _variable("AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_ACCOUNT_NAME")
    if not name:
        raise UsageError("the URL names no storage account", remedy=_NO_ACCOUNT)
    options: dict[str, str] = {}
    key = known.get("AccountKey", "") or _variable("AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCOUNT_KEY")
    token = known.get("SharedAccessSignature", "") or _variable("AZURE_STORAGE_SAS_TOKEN")
    if key or token:
        options |= {"account_key": key} if key else {"sas_token": token}
    for kind in ("Blob", "Dfs"):
        if address := known.get(f"{kind}Endpoint", "") or known.get("BlobEndpoint", ""):
            parts = urlsplit(address)
            options |= {
                f"{kind.lower()}_storage_authority": parts.netloc,
                f"{kind.lower()}_storage_scheme": parts.scheme,
            }
    return AzureFileSystem(name, **options)


def _connection_string() -> dict[str, str]:
    """The parts of AZURE_STORAGE_CONNECTION_STRING, by name."""
    pairs = (each.partition("=") for each in _variable("AZURE_STORAGE_CONNECTION_STRING").split(";"))
    return {name.strip(): value.strip() for name, found, value in pairs if found}


def _variable(*names: str) -> str:
    """The first of these variables of the environment that says something."""
    return next((value for name in names if (value := os.environ.get(name, "").strip())), "")


_S3 = Cloud("bucket", _s3, "s3")
_AZURE = Cloud("container", _azure, "azure")
_GCS = Cloud("bucket", _gcs, "gcs")
CLOUDS: Mapping[str, Cloud] = {
    "s3": _S3,
    "s3a": _S3,
    "abfs": _AZURE,
    "abfss": _AZURE,
    "az": _AZURE,
    "gs": _GCS,
    "gcs": _GCS,
}
