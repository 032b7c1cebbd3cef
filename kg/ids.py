"""Ids from content and position only: no counter, clock or random source, so a reload changes nothing."""

from __future__ import annotations

from base64 import b32encode
from hashlib import blake2b

__all__ = ["make_id"]

#: Bytes of the hash kept: 120 bits, so that 10^9 ids collide with probability under 10^-18.
_HASH_BYTES = 15


def make_id(prefix: str, *parts: str | int) -> str:
    """Return a flat id: `prefix`, a hyphen, 24 characters out of a-z2-7.

    The parts are hashed with their lengths, so ("ab", "c") and ("a", "bc") differ. The result starts with a
    letter and holds neither `/` nor `#`, so it is a local name in every RDF syntax.

    Args:
        prefix: lower-case name of the class, such as `post`.
        parts: what identifies the thing, in a fixed order.

    Example:
        >>> make_id("post", "my-discussion", "5.1")
        'post-wiibnqjtn6v5u4czm2phjeu7'
        >>> make_id("post", "my-discussion", "5.1") == make_id("post", "my-discussion", "5.2")
        False
    """
    digest = blake2b(digest_size=_HASH_BYTES, person=b"px-ids-1")
    for part in parts:
        # Lone surrogates cannot be encoded as UTF-8; `surrogatepass` keeps them distinct.
        data = str(part).encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return f"{prefix}-{b32encode(digest.digest()).decode('ascii').rstrip('=').lower()}"
