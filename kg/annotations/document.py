"""Open a px-annotations/1 document: JSON of the right format, with its lists of rows."""

from __future__ import annotations

import json
from pathlib import Path

from kg.annotations.fields import Problem, Row, show
from kg.errors import AnnotationError

__all__ = ["FORMAT", "read_document", "rows_of"]

#: Name and version of the format, the value of the key `format`.
FORMAT = "px-annotations/1"


def read_document(source: Path | str, *, name: str) -> Row:
    """Return the JSON object that a file or text holds; AnnotationError where it holds none.

    Raises Problem where the object is not of this format.
    """
    try:
        # json finds out by itself whether bytes are UTF-8, UTF-16 or UTF-32.
        data = source.read_bytes() if isinstance(source, Path) else source.removeprefix("\ufeff")
        value = json.loads(data)
    except OSError as error:
        raise AnnotationError(f"cannot be read: {error.strerror or error}", source=name) from None
    except json.JSONDecodeError as error:
        what = f"{error.msg.removesuffix(' at')} at column {error.colno}"
        message = f"is not whole JSON: {what}; mend the file or write it again"
        raise AnnotationError(message, source=name, line=error.lineno) from None
    except UnicodeDecodeError as error:
        message = f"is not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}"
        raise AnnotationError(message, source=name) from None
    except (ValueError, RecursionError) as error:
        raise AnnotationError(f"is not usable JSON: {error}", source=name) from None
    document = Row.of(value, place="document")
    if document.values.get("format") != FORMAT:
        raise Problem(f"format: is {show(document.values.get('format'))}; allowed: {FORMAT}")
    return document


def rows_of(document: Row, key: str) -> list[object]:
    """Return one list of the document; absent is empty."""
    value = document.values.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Problem(f"{key}: is {show(value)}, not a list of rows")
    return value
