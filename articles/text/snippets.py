"""The passage of a text in which words of a query stand, these marked."""

from collections.abc import Collection
from html import escape
from typing import NamedTuple

from articles.text.terms import Word, standing

LENGTH = 240  # characters
READ = 30_000  # of the text
BEFORE = 60  # of them before the first word that was looked for


class Passage(NamedTuple):
    """A passage as escaped HTML, the words in `<mark>`, and how many different words of the query it holds."""

    html: str
    words: int


def passage(text: str, stems: Collection[str], language: str, length: int = LENGTH) -> Passage:
    """Return the passage of the text with most of the words that have these stems: its beginning where none stands."""
    text = " ".join(text[:READ].split())
    hits = standing(text, stems, language)
    if len(text) <= length:
        return Passage(_marked(text, hits, 0, len(text)), len({word.stem for word in hits}))
    start, best = 0, 0
    for number, first in enumerate(hits):
        inside = {word.stem for word in hits[number:] if word.end <= first.start + length - BEFORE}
        if len(inside) > best:
            start, best = first.start, len(inside)
    start = _begin(text, max(0, start - BEFORE))
    end = len(text)
    if start + length < end:
        end = text.rfind(" ", start, start + length) if " " in text[start : start + length] else start + length
    shown = [word for word in hits if word.start >= start and word.end <= end]
    found = _marked(text, shown, start, end)
    return Passage(
        f"{'… ' if start else ''}{found}{' …' if end < len(text) else ''}", len({word.stem for word in shown})
    )


def _begin(text: str, start: int) -> int:
    """Return where to begin: at a sentence a little further on, else at the next word."""
    if start == 0:
        return 0
    sentence = text.find(". ", start, start + BEFORE)
    if sentence >= 0:
        return sentence + 2
    space = text.find(" ", start, start + BEFORE)
    return space + 1 if space >= 0 else start


def _marked(text: str, hits: list[Word], start: int, end: int) -> str:
    pieces = []
    for word in hits:
        if word.start >= start:  # words of one character, such as a ligature's, stand at one place
            pieces += [escape(text[start : word.start]), f"<mark>{escape(text[word.start : word.end])}</mark>"]
            start = word.end
    return "".join([*pieces, escape(text[start:end])])
