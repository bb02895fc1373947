"""Find and replace the links of clean HTML."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from articles.text.html import PAIR, WHOLE_LINK, plain_text

AROUND = 60  # characters of context on each side


@dataclass(frozen=True)
class Place:
    """A link where it stands: the words before it, its own, and those after it."""

    before: str
    words: str
    after: str
    href: str


def places(html: str, is_meant: Callable[[str, int | None], bool]) -> list[Place]:
    """Return the links that are meant; `is_meant(href, article)` says so of an address and the article it names."""
    found = []
    for match in WHOLE_LINK.finditer(html):
        href, article = _target(match[1])
        if is_meant(href, article):
            before, after = _line(html[: match.start()], last=True), _line(html[match.end() :], last=False)
            found.append(Place(before, plain_text(match[2]).replace("\n", " "), after, href))
    return found


def _line(html: str, last: bool) -> str:
    """Return the plain words next to a link, within its own paragraph."""
    marked = "\u2060" + html if not last else html + "\u2060"  # a mark keeps the empty line that a block's edge leaves
    lines = plain_text(marked).split("\n")
    text = (lines[-1] if last else lines[0]).replace("\u2060", "")
    if len(text) <= AROUND:
        return text
    return "…" + text[-AROUND:].partition(" ")[2] if last else text[:AROUND].rpartition(" ")[0] + "…"


def _target(tag: str) -> tuple[str, int | None]:
    found = dict(PAIR.findall(tag))
    article = found.get("data-article", "")
    return unescape(found.get("href", "")), int(article) if article.isdecimal() else None


def relink(html: str, target: Callable[[str, int | None], tuple[str, int | None] | str | None]) -> str:
    """Return the HTML with its links led elsewhere.

    `target(href, article)` gives the new address and the article it names; "" to leave the words without a link; None
    to leave the link as it is. Other attributes stay.
    """

    def put(match: re.Match) -> str:
        wanted = target(*_target(match[1]))
        if wanted is None:
            return match[0]
        if wanted == "":
            return match[2]
        href, article = wanted
        found = {"href": escape(href), "data-article": article and str(article)}
        kept = {name: value for name, value in PAIR.findall(match[1]) if name not in (*found, "data-lost")}
        pairs = " ".join(f'{name}="{value}"' for name, value in (found | kept).items() if value is not None)
        return f"<a {pairs}>{match[2]}</a>"

    return WHOLE_LINK.sub(put, html)
