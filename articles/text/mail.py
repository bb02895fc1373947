"""Addresses that open a reader's mail program."""

from urllib.parse import quote


def mailto(address: str, subject: str, body: str) -> str:
    """Return the address of a new message to `address`, everything encoded as RFC 6068 asks."""
    lines = "\r\n".join(body.splitlines())
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"
