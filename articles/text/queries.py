"""What a reader typed into a search field: words, quoted phrases, excluded words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from articles.text.terms import APOSTROPHES, Word, words

LONGEST = 200  # characters of a query that are read
MOST = 12  # words and phrases of it
LONGEST_PHRASE = 8  # words

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ufffe\uffff\ud800-\udfff]+")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
NO_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»＂', " "))
# A dash before a word excludes it, one within a word joins its parts.
_PART = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_HYPHENS = frozenset("-‐‑–")

Phrase = tuple[str, ...]  # stems that follow each other; a word is a phrase of one


@dataclass(frozen=True)
class Part:
    """A word or phrase of a query: any one of the `phrases` will do, the first being what was typed.

    `weights` say how much each of them counts, 0 to 1.
    """

    typed: str
    phrases: tuple[Phrase, ...]
    weights: tuple[float, ...]
    folded: tuple[str, ...]  # the words as typed, folded
    terms: tuple[str, ...]  # what the words count as among the terms of all articles
    is_quoted: bool = False
    is_last: bool = False  # the word at the query's very end, which may not be finished

    @property
    def stems(self) -> Phrase:
        return self.phrases[0]

    def or_else(self, phrases: Iterable[Phrase], weight: float) -> "Part":
        """Return the part that is content with these phrases too, which count less."""
        more = tuple(phrase for phrase in dict.fromkeys(phrases) if phrase not in self.phrases)
        return replace(self, phrases=self.phrases + more, weights=self.weights + (weight,) * len(more))

    @property
    def is_single(self) -> bool:
        return len(self.folded) == 1

    @property
    def is_phrase(self) -> bool:
        return self.is_quoted and not self.is_single

    @property
    def is_word(self) -> bool:
        return self.is_single and not self.is_quoted


@dataclass(frozen=True)
class Query:
    """A query as it is understood: articles must hold all of `parts` and none of `excluded`."""

    text: str
    parts: tuple[Part, ...] = ()
    excluded: tuple[Part, ...] = ()


def tidy(text: str) -> str:
    """Return the query's text as it is shown again: no control characters, single spaces, its first LONGEST letters."""
    return " ".join(_CONTROL.sub(" ", text[: 4 * LONGEST]).split())[:LONGEST].strip()


def parse(text: str, language: str) -> Query:
    """Return the query that a reader typed, whatever it is: nobody's typing is an error.

    `"two words"` is a phrase, `-word` and `-"two words"` are excluded; a word written with a hyphen may also stand
    without it. Words like AND are words.
    """
    text = tidy(text)
    plain = text.translate(_QUOTES)
    parts: dict[tuple[Phrase, bool], Part] = {}
    excluded: dict[Phrase, Part] = {}
    for match in _PART.finditer(plain):
        typed = match["phrase"] if match["phrase"] is not None else match["word"]
        is_quoted = match["phrase"] is not None
        for piece, found in _pieces(typed, language, is_quoted):
            part = _part(piece, found, language, is_quoted, is_last=match.end() == len(plain) and not is_quoted)
            if match["minus"]:
                excluded.setdefault(part.stems, part)
            elif part.stems not in (known for known, _ in parts):
                parts[part.stems, is_quoted] = part
    left = [part for part in parts.values() if part.stems not in excluded]
    return Query(text, tuple(left[:MOST]), tuple(excluded.values())[:MOST])


def _pieces(typed: str, language: str, is_quoted: bool) -> Iterator[tuple[str, list[Word]]]:
    """Yield what is looked for together: a quoted phrase whole, else words, those that hyphens join as one."""
    found = list(words(typed, language))
    for together in [found] if is_quoted and found else joinable(typed, found):
        yield typed[together[0].start : together[-1].end], together[:LONGEST_PHRASE]


def joinable(text: str, found: Iterable[Word]) -> Iterator[list[Word]]:
    """Yield the words of the text one by one, those that hyphens join together."""
    together: list[Word] = []
    for word in found:
        between = text[together[-1].end : word.start] if together else ""
        if together and not (between == "" or between in _HYPHENS):
            yield together
            together = []
        together.append(word)
    if together:
        yield together


def joined(found: Iterable[Word], language: str) -> str:
    """Return the stem of the words written as one: of "micro-needling" that of "microneedling"."""
    return "".join(word.stem for word in words("".join(word.folded for word in found), language))


def _part(typed: str, found: list[Word], language: str, is_quoted: bool, is_last: bool) -> Part:
    phrases = [tuple(word.stem for word in found)]
    if len(found) > 1 and not is_quoted:
        phrases.append((joined(found, language),))
    return Part(
        typed=typed.strip("".join(APOSTROPHES)),
        phrases=tuple(phrases),
        weights=(1.0,) * len(phrases),
        folded=tuple(word.folded for word in found),
        terms=tuple(word.term for word in found),
        is_quoted=is_quoted,
        is_last=is_last and len(found) == 1,
    )
