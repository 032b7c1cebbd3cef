"""What every loader shares: a source to read from, and the record that describes a loader."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError
from kg.model import Annotations, Discussion

__all__ = ["HEAD", "Loader", "Source"]

#: Bytes of a source that `detect` sees; more than any page has before its comments begin.
HEAD = 1 << 18

#: Bytes read at a time.
_CHUNK = 1 << 20

#: Byte order marks that say UTF-16; everything else is UTF-8, with or without its own mark.
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Source:
    """Something to load: a file, standard input, or bytes in memory.

    Attributes:
        name: as the user gave it; used in messages.
        head: its first bytes, up to `HEAD`.
        chunks: opens it and yields all its bytes from the start, a part at a time.
    """

    name: str
    head: bytes
    chunks: Callable[[], Iterator[bytes]]

    @classmethod
    def from_bytes(cls, data: bytes, *, name: str = "<bytes>") -> Source:
        """Return a source that holds `data`.

        Example:
            >>> Source.from_bytes("naïve".encode()).text()
            'naïve'
        """
        return cls(name, data[:HEAD], lambda: iter((data,)))

    @classmethod
    def from_path(cls, path: Path, *, name: str | None = None) -> Source:
        """Return a source that reads a file; SourceError where it cannot be opened."""
        label = name or str(path)
        if path.is_dir():
            raise SourceError("is a folder; name the files in it", source=label)
        try:
            if path.exists() and not path.is_file():  # a pipe can be read only once
                return cls.from_bytes(path.read_bytes(), name=label)
            with path.open("rb") as file:
                head = file.read(HEAD)
        except FileNotFoundError:
            raise SourceError("there is no such file", source=label) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceError(f"cannot be read: {reason}", source=label) from None
        return cls(label, head, lambda: _file_chunks(path))

    @classmethod
    def from_stdin(cls) -> Source:
        """Return standard input as a source; its chunks can be read once."""
        stream = sys.stdin.buffer
        head = stream.read(HEAD)

        def chunks() -> Iterator[bytes]:
            yield head
            yield from iter(lambda: stream.read(_CHUNK), b"")

        return cls("-", head, chunks)

    @property
    def encoding(self) -> str:
        """`utf-16` where a byte order mark says so, else `utf-8`."""
        return "utf-16" if self.head.startswith(_UTF16_MARKS) else "utf-8"

    def opening(self) -> str:
        """Return the head as text for `detect`, leaving out what cannot be decoded."""
        return self.head.decode(self.encoding, "ignore").removeprefix("\ufeff")

    def decoded(self) -> Iterator[str]:
        """Yield the text in parts, without its byte order mark.

        Raises:
            SourceError: a byte that is not of the encoding, or a zero: the message holds its offset.
        """
        decoder = codecs.getincrementaldecoder(self.encoding)()
        offset, begun = 0, False
        for chunk in self.chunks():
            part = self._part(decoder, chunk, offset=offset)
            yield part if begun else part.removeprefix("\ufeff")
            begun = begun or bool(part)
            offset += len(chunk)
        yield self._part(decoder, b"", offset=offset, final=True)

    def text(self) -> str:
        """Return the whole text; line ends stay as they are."""
        return "".join(self.decoded())

    def lines(self) -> Iterator[str]:
        """Yield lines without their ends, which are LF, CR LF or CR, and no other character."""
        rest = ""
        for part in self.decoded():
            # A CR at the end of a part may be half of a CR LF: it waits for the next part.
            whole = rest + part
            held = "\r" if whole.endswith("\r") else ""
            whole = whole.removesuffix(held).replace("\r\n", "\n").replace("\r", "\n")
            *lines, rest = whole.split("\n")
            yield from lines
            rest += held
        rest = rest.replace("\r", "\n")
        yield from rest.removesuffix("\n").split("\n") if rest else ()

    def _part(self, decoder: codecs.IncrementalDecoder, chunk: bytes, *, offset: int, final: bool = False) -> str:
        """Return a chunk, which begins at `offset`, as text."""
        zero = chunk.find(b"\0") if self.encoding == "utf-8" else -1
        if zero >= 0:
            raise self._binary(f"a zero byte at offset {offset + zero}")
        start = offset - len(decoder.getstate()[0])
        try:
            part = decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            what = f"byte 0x{error.object[error.start]:02x} at offset {start + error.start}"
            kind = self.encoding.upper()
            raise SourceError(f"is not {kind} text: {what}; save it as UTF-8", source=self.name) from None
        if "\0" in part:
            raise self._binary(f"a zero character behind offset {start}")
        return part

    def _binary(self, place: str) -> SourceError:
        return SourceError(f"is not text: {place}; give a text file in UTF-8", source=self.name)


@dataclass(frozen=True, slots=True)
class Loader:
    """A format that can be loaded.

    Attributes:
        name: for `--as`, such as `wordpress-copied`.
        title: what it reads, in a few words.
        example: a command that loads such a source.
        detect: how sure it is that a source is of its format, 0 to 1, judged by `Source.head` alone.
        load: yields the source's discussions, or discussions with annotations where the source holds them.
            Raises SourceError with the place where the source breaks its format.
    """

    name: str
    title: str
    example: str
    detect: Callable[[Source], float]
    load: Callable[[Source], Iterator[Discussion | Annotations]]


def _file_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(_CHUNK), b"")
