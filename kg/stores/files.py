"""What stores in files share; a file is written in one step, so that a reader never finds a part of it."""

from __future__ import annotations

import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import StoreError

__all__ = ["FileStore", "read_bytes", "write_whole"]


class FileStore(ABC):
    """A store that keeps its graph in one file and writes it when it is closed."""

    address: str

    @abstractmethod
    def close(self) -> None:
        """Write the file if anything changed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _suffix(self) -> str:
        """The file's suffix in lower case."""
        return Path(self.address).suffix.lower()


def read_bytes(address: str) -> bytes:
    """Return what a file holds, and nothing where there is no file; StoreError where it cannot be read."""
    path = Path(address)
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise StoreError(f"{address}: cannot be read: {error.strerror}") from error


def write_whole(address: str, pieces: Iterable[str]) -> None:
    """Write text as UTF-8 beside the file and put it in the file's place.

    Raises:
        StoreError: the folder or the disk refuses.
    """
    path = Path(address).resolve()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    except OSError as error:
        raise StoreError(f"{address}: cannot be written: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise StoreError(f"{address}: cannot be written: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """Return the mask for the permissions of new files; there is no way to read it but to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
