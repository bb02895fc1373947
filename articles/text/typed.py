"""A body's sections of a known kind as JSON holds them, and their marks in the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import nh3

from articles.text.html import plain_text
from articles.text.sections import Section, sections

# What is shown of a list item or paragraph elsewhere: words and what stresses them. Links stay in the body.
BRIEF = {"strong", "em", "u", "s", "sub", "sup", "code", "br", "p", "ul", "ol", "li"}

_HEADING = re.compile(r'<h[2-4] id="([^"]*)"')
_cleaner = nh3.Cleaner(tags=BRIEF, attributes={}, link_rel=None, strip_comments=True)


@dataclass(frozen=True)
class Span:
    """From the heading with the id `anchor` up to that with the id `until`, "" for the body's end."""

    anchor: str
    until: str
    opening: str  # markup: one element's start tag, and what is put before the heading
    closing: str


def typed(html: str, language: str = "en") -> list[dict[str, Any]]:
    """Return the sections of a known kind, in reading order.

    Each is `kind`, `heading`, `level`, `anchor`, `until`, `is_by_hand`, `lists` (`heading`: the sub-heading that a list
    stands under, or ""; `lead`: the sentence before it; `items`: brief HTML), `paragraphs` (brief HTML, of a section
    that is made of nothing else) and `is_whole`: whether these are all that the section says.
    """
    return [_row(section) for section in sections(html, language) if section.kind]


def _row(section: Section) -> dict[str, Any]:
    lists = [
        {"heading": found.heading, "lead": found.lead, "items": _briefs(item.html for item in found.items)}
        for found in section.lists
    ]
    return {
        "kind": section.kind,
        "heading": section.heading,
        "level": section.level,
        "anchor": section.anchor,
        "until": section.until,
        "is_by_hand": section.is_by_hand,
        "lists": [found for found in lists if found["items"]],
        "paragraphs": _briefs(part.html for part in section.passages) if _is_prose(section) else [],
        "is_whole": _is_prose(section) or _is_lists(section),
    }


def _is_prose(section: Section) -> bool:
    return all(passage.tag == "p" for passage in section.passages)


def _is_lists(section: Section) -> bool:
    """Return whether the section says nothing but its lists, their leads and the sub-headings above them."""
    above = {words for found in section.lists for words in (found.lead, found.heading)}
    return all(passage.list_number is not None or passage.text in above for passage in section.passages)


def _briefs(sources: Iterable[str]) -> list[str]:
    """Return the HTML without links and pictures, and without what then says nothing."""
    return [brief for source in sources if plain_text(brief := _cleaner.clean(source).strip())]


def marked(html: str, spans: Iterable[Span]) -> str:
    """Return a body whose headings have ids with each span inside its element; a span that is not there is left out."""
    places = {match[1]: match.start() for match in _HEADING.finditer(html)} | {"": len(html)}
    found = [
        (places[span.anchor], places[span.until], span)
        for span in spans
        if span.anchor in places and span.until in places and places[span.anchor] < places[span.until]
    ]
    # Where one ends another may begin: first all that ends there.
    cuts = sorted(
        [(end, 0, span.closing) for _start, end, span in found]
        + [(start, 1, span.opening) for start, _end, span in found]
    )
    parts, last = [], 0
    for place, _order, piece in cuts:
        parts += [html[last:place], piece]
        last = place
    return "".join([*parts, html[last:]])
