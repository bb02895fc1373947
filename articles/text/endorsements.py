"""Whether a text sends its readers to a business: "consult the Glow Clinic", paid for or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.text.readability import sentences
from articles.text.wordings import Wording, folded, wordings

MOST = 120  # words of a sentence that are read
_WORD = re.compile(r"[^\W\d_][\w’'.&-]*")
_PARTED = re.compile(r"[,;:()!?]")
_SMALL = {"of", "and", "the", "for", "de", "&"}  # within a name


@dataclass(frozen=True)
class Endorsement:
    """The name as the text has it, such as "Santa Monica aesthetics", and the sentence that recommends it."""

    name: str
    sentence: str


def endorsements(text: str, language: str = "en") -> list[Endorsement]:
    """Return the businesses that a plain text recommends by name, in reading order; nothing in an unknown language."""
    lists = wordings("endorsements", language)
    return [found for line in text.split("\n") for sentence in sentences(line) for found in _of(sentence, lists)]


def _of(sentence: str, lists: dict[str, tuple[Wording, ...]]) -> Iterator[Endorsement]:
    line = folded(sentence, marks="", most=MOST)
    words = frozenset(line.split())
    verbs = [wording for wording in lists.get("recommends", ()) if wording.may_match(words)]
    if not any(wording.regex.search(line) for wording in verbs):
        return
    for names in _names(sentence):
        for start, end in names:
            said, before = folded(sentence[start:end], marks=""), folded(sentence[:start], marks="")
            if (
                any(re.search(rf"{wording.regex.pattern}$", said) for wording in lists.get("businesses", ()))
                and not any(wording.regex.search(said) for wording in lists.get("public", ()))
                and any(wording.regex.search(before) for wording in verbs)
            ):
                yield Endorsement(sentence[start:end].rstrip("."), sentence)
                break


def _names(sentence: str) -> Iterator[list[tuple[int, int]]]:
    """Yield for each run of capitalised words the places of what may be the name, the longest first.

    Up to two further words may belong to it, as in "Santa Monica aesthetics". A sentence's first word is capitalised
    whatever it is, so that the name may begin after it.
    """
    words = list(_WORD.finditer(sentence))
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and (words[end][0][0].isupper() or (end > place and words[end][0].lower() in _SMALL)):
            end += 1
        if end > place:
            firsts = [place, 1] if place == 0 else [place]
            yield [
                span
                for first in firsts
                for last in range(min(end + 2, len(words)), first + 1, -1)
                if not _PARTED.search(sentence[slice(*(span := (words[first].start(), words[last - 1].end())))])
                and words[first][0][0].isupper()
            ]
        place = max(end, place + 1)
