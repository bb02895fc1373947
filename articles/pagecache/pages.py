"""A rendered page in each encoding it is worth having in, and whether a client has it already."""

import gzip
import hashlib
import time
from dataclasses import dataclass, field

from django.utils.http import http_date, parse_http_date_safe

from articles import freshness

try:
    import brotli
except ImportError:  # an extra of the plugin: without it there is gzip
    brotli = None

LEAST = 200  # bytes worth compressing
OVERHEAD = 2000  # bytes that a kept page takes beside its body, about
SUFFIXES = {"br": "-b", "gzip": "-g", "": ""}  # of a strong ETag, which no two encodings may share

Headers = list[tuple[str, str]]


@dataclass
class Form:
    """A page in one encoding: its body, all headers of its answer, and those of the answer that it is the same."""

    body: bytes
    headers: Headers
    same: Headers
    etag: str


@dataclass
class Page:
    """A rendered page in each encoding it is worth having in, the smallest first; "" is none."""

    forms: dict[str, Form]
    changed_at: int | None  # whole seconds since 1970
    size: int = field(init=False)

    def __post_init__(self):
        self.size = sum(len(form.body) + OVERHEAD for form in self.forms.values())


def made_of(content: bytes, headers: Headers, stamp: freshness.Stamp) -> Page:
    """Return the page in its encodings, each with its strong ETag."""
    changed_at = stamp.changed_at and int(stamp.changed_at)
    if changed_at and changed_at >= int(time.time()):
        changed_at = None  # it may change once more within this second, and a date could not tell
    own = [(name, value) for name, value in headers if name.lower() not in OURS]
    kind = next((value for name, value in own if name.lower() == "content-type"), "")
    bodies = {"": content}
    if len(content) >= LEAST and ("text" in kind or "xml" in kind or "json" in kind):
        bodies["gzip"] = gzip.compress(content, 6, mtime=0)
        if brotli:
            bodies["br"] = brotli.compress(content, quality=5)
    digest = hashlib.sha256(content).hexdigest()[:32]
    forms = {}
    for encoding, body in bodies.items():
        etag = f'"{digest}{SUFFIXES[encoding]}"'
        said = [("ETag", etag), ("Vary", "Accept-Encoding")]
        said += [("Last-Modified", http_date(changed_at))] if changed_at else []
        same = said + [(name, value) for name, value in own if name.lower() in SAID_AGAIN]
        sent = [("Content-Length", str(len(body)))] + ([("Content-Encoding", encoding)] if encoding else [])
        forms[encoding] = Form(body, own + said + sent, same, etag)
    return Page(forms, changed_at)


# Headers that the layer says itself, and those that an answer without a body repeats.
OURS = {"content-length", "content-encoding", "etag", "last-modified", "vary"}
SAID_AGAIN = {"cache-control", "content-location", "date", "expires"}


def may_be_kept(status: str, headers: Headers) -> bool:
    found = {name.lower(): value.lower() for name, value in headers}
    varies = {name.strip() for name in found.get("vary", "").split(",")} - {"", "accept-encoding"}
    is_private = any(word in found.get("cache-control", "") for word in ("private", "no-store"))
    return status.startswith("200 ") and "set-cookie" not in found and not varies and not is_private


def has_it(environ: dict, form: Form, changed_at: int | None) -> bool:
    """Whether the client's copy is the form that it would get."""
    if etags := environ.get("HTTP_IF_NONE_MATCH"):
        return etags.strip() == "*" or form.etag in [etag.strip().removeprefix("W/") for etag in etags.split(",")]
    if changed_at and (since := environ.get("HTTP_IF_MODIFIED_SINCE")):
        moment = parse_http_date_safe(since)
        return moment is not None and moment >= changed_at
    return False
