"""Compiled texts kept from run to run, as Python keeps its own modules: compiling takes longer than all else.

They lie in the user's own part of the folder for temporary files, which Jinja2 refuses where others could write to it.
Without such a folder every run compiles for itself.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2 import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache


class Kept(FileSystemBytecodeCache):
    """Jinja2's cache of compiled texts; one that cannot be written is done without."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """What an earlier run kept; nothing where it is damaged."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # a damaged file fails in pickle and marshal in a hundred ways
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled text for the next run."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def open_cache(compiler: str) -> Kept | None:
    """The cache for what this compiler, a file of ours, makes; None where no folder is safe for it."""
    try:
        state = os.stat(compiler)
        stamp = f"{state.st_mtime_ns}-{state.st_size}-{Path(compiler).parent}"
        return Kept(pattern=f"__briefing_{hashlib.sha256(stamp.encode()).hexdigest()[:12]}_%s.cache")
    except (OSError, RuntimeError):
        return None


def bucket_of(cache: Kept, environment: Environment, source: str) -> tuple[Bucket, CodeType | None]:
    """The place of a text in the cache, and the code that is there."""
    name = hashlib.sha256(source.encode(errors="replace")).hexdigest()
    bucket = cache.get_bucket(environment, name, None, source)
    return bucket, bucket.code
