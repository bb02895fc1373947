"""Keys of rows as strangers write them: in an address, a form or a text."""

from collections.abc import Iterable

HIGHEST = 2**63 - 1  # what SQLite and PostgreSQL take for a key


def as_key(text: str) -> int | None:
    """Return the key that the text is in digits, None for anything else: no row has it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def possible(keys: Iterable[int | None]) -> set[int]:
    """Return the keys that some row may have: a database refuses the others."""
    return {key for key in keys if key and key <= HIGHEST}
