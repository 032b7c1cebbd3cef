"""The interchange format px-annotations/1: what any reader wrote down about a discussion, as JSON text."""

from __future__ import annotations

from kg.annotations.document import FORMAT
from kg.annotations.read import read_annotations
from kg.annotations.write import write_annotations

__all__ = ["FORMAT", "read_annotations", "write_annotations"]
