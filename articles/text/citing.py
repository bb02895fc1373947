"""Numbers in square brackets that stand for an article's sources: `[1]`, `[1, 2]`, `[1–3]`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

PLAIN_WITHIN = ("a", "code", "pre", "h2", "h3", "h4")  # no link is put in a link, in code or in a heading

_SPACE = r"(?:\s|&nbsp;)*"
_DASH = "[-–—‑]"
# At most three digits: a year in brackets is no mark.
_NUMBER = "[1-9][0-9]{0,2}"
_PART = rf"{_NUMBER}(?:{_SPACE}{_DASH}{_SPACE}{_NUMBER})?"
_MARK = re.compile(rf"\[{_SPACE}{_PART}(?:{_SPACE}[,;]{_SPACE}{_PART})*{_SPACE}\]")
_LED_UP_TO = re.compile(rf"{_SPACE}{_MARK.pattern}")
_RANGE = re.compile(rf"({_NUMBER})(?:({_SPACE}{_DASH}{_SPACE})({_NUMBER}))?")
_TAG = re.compile(r'<(/?)(\w+)\b[^>"]*(?:"[^"]*"[^>"]*)*>')  # as nh3 writes tags: ">" may stand inside the quotes


@dataclass(frozen=True)
class Cited:
    """A body with its marks as links, and by number of a source the ids of the places where it is cited, in order."""

    html: str
    places: dict[int, list[str]]


def source_id(number: int) -> str:
    """Return the id of the list's entry. No heading has such a one: theirs know no underscore."""
    return f"source_{number}"


def with_links(html: str, count: int, label: Callable[[int], str]) -> Cited:
    """Return the clean HTML with links from each number to its source, of which there are `count`.

    `label(number)` names a link for those who do not see where it stands. A number without a source stays plain text,
    and so does everything in links, code and headings. A range leads to its ends and cites what lies between.
    """
    places: dict[int, list[str]] = {}
    if count < 1 or "[" not in html:
        return Cited(html, places)

    def put_link(number: int, also: range) -> str:
        identifier = f"cited_{number}_{len(places.get(number, ())) + 1}"
        for each in (number, *also):
            places.setdefault(each, []).append(identifier)
        words = escape(label(number))
        return f'<a class="cited" id="{identifier}" href="#{source_id(number)}" aria-label="{words}">{number}</a>'

    def put_range(match: re.Match) -> str:
        first, dash, last = match.groups(default="")
        low, high = int(first), int(last or first)
        if low <= count:
            first = put_link(low, range(low + 1, min(high, count + 1)))
        if last and high <= count:
            last = put_link(high, range(0))
        return first + dash + last

    return Cited(_in_text(html, lambda text: _MARK.sub(lambda mark: _RANGE.sub(put_range, mark[0]), text)), places)


def without_marks(html: str) -> str:
    """Return the clean HTML without its marks, for a place where there is no list of sources."""
    return _in_text(html, lambda text: _LED_UP_TO.sub("", text)) if "[" in html else html


def numbers(html: str) -> list[int]:
    """Return the numbers that the clean HTML cites, in reading order, none twice: with a source or without one."""
    found: dict[int, None] = {}

    def note(text: str) -> str:
        for mark in _MARK.finditer(text):
            for first, _dash, last in _RANGE.findall(mark[0]):
                low, high = int(first), int(last or first)
                found.update(dict.fromkeys((low, *range(low + 1, high + 1))))
        return text

    if "[" in html:
        _in_text(html, note)
    return list(found)


def _in_text(html: str, replace: Callable[[str], str]) -> str:
    """Return the HTML with `replace` done to its text, but for that within `PLAIN_WITHIN`."""
    pieces, depth, end = [], 0, 0
    for tag in _TAG.finditer(html):
        text = html[end : tag.start()]
        pieces += [text if depth else replace(text), tag[0]]
        end = tag.end()
        if tag[2] in PLAIN_WITHIN:
            depth = max(0, depth - 1) if tag[1] else depth + 1
    text = html[end:]
    pieces.append(text if depth else replace(text))
    return "".join(pieces)
