"""Host names as people type them and as links hold them."""

import re
from urllib.parse import urlsplit

LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
LONGEST = 253  # characters of a host name (RFC 1035)


def as_host(typed: str) -> str:
    """Return what somebody typed for a domain as a host in lower-case ASCII without "www."; "" for what is none.

    A whole address counts by its host. A single label, such as "com", is no domain of anybody.
    """
    typed = typed.strip()
    return host_of(typed if "//" in typed else f"//{typed}") if not re.search(r"[\s@]", typed) else ""


def host_of(address: str) -> str:
    """Return the host of a web address in lower-case ASCII without "www."; "" where it has none or cannot be read."""
    try:
        parts = urlsplit(address.strip())
        if parts.scheme.lower() not in ("", "http", "https"):
            return ""
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return ""
    host = host.removeprefix("www.")
    labels = host.split(".")
    is_name = len(host) <= LONGEST and len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels)
    return host if is_name and not labels[-1].isdigit() else ""


def is_within(host: str, hosts: frozenset[str]) -> bool:
    """Return whether the host is one of these or below one of them."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))
