"""How hard a text is to read, by published formulas over its prose.

English: the Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas for
Navy enlisted personnel", Research Branch Report 8-75, 1975). Other languages, whose syllables are not counted here: LIX
(Björnsson, "Läsbarhet", 1968), turned into years of school by Anderson's table ("Lix and Rix", Journal of Reading 26,
1983). Both are made for running text of a hundred words or more; list items count as sentences of their own.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from articles.text.anatomy import Block

FEWEST_WORDS = 100
LONG_SENTENCE = 25  # words
LONG_WORD = 6  # letters: LIX counts words of more
# The LIX at which the grades 2, 3 ... 13 begin, after Anderson.
LIX_GRADES = (10, 15, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56)

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+")
_OPENING = "\"'“‘«([¿¡"
# After these a full stop ends no sentence, whatever follows.
_TITLES = {"dr", "mr", "mrs", "ms", "prof", "st", "vs", "e.g", "i.e", "approx", "fig", "cf"}

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?:[^aeiouy]e(?=(?:ly|less|ness|ment|ful)s?$))"  # safely, movement
    r"|(?:[^aeiouyl]e$|[aeiouyl]le$|[aeiouy][^aeiouy]*lle$)"  # dose, whole; but needle
    r"|(?:[^aeiouyszxcghl]es$|[aeiouyl]les$|[^cs]hes$|[aeiouy]ghes$)"  # takes; but doses, faces, needles
    r"|(?:[^aeiouydtl]ed$|[aeiouyl]led$)"  # used, called; but treated, settled
    r"|(?:^some(?=[a-z]{3}))"  # sometimes
    r"|(?:[aeiouy]n?[gq]ue$)"  # technique, tongue
)
# Two vowels side by side that are two syllables.
_APART = re.compile(
    r"(?<![ctgsxlnq])i(?=[aou])|[ln]ia(?!r)|[ct]i(?=at)|(?<![ctgq])i(?=en|et)|(?<=sc)i(?=en)|[^aeiouyctg]i(?=er$|est$)"
    r"|[^aeiouyq]u(?=o|ou|en|al|at|ar|ing)|y(?=i)|[eo](?=ing)|cre(?=at)|\bre(?=act)|(?<![gp])e(?=o)|^ge(?=o)|i(?=i)|(?:s|th)m$"
)
_KNOWN = {
    "area": 3, "areas": 3, "idea": 3, "ideas": 3, "diabetes": 4, "element": 3, "elements": 3, "business": 2,
    "every": 2, "everyone": 3, "everything": 3, "everyday": 3, "recipe": 3, "syringe": 2, "acne": 2, "vaccine": 2,
    "the": 1, "fuel": 2, "does": 1, "doesn": 2, "people": 2, "several": 3, "being": 2, "quiet": 2, "diet": 2,
    "eye": 1, "eyes": 1, "science": 2, "isn": 2, "wasn": 2, "didn": 2, "couldn": 2, "shouldn": 2, "wouldn": 2,
    "hasn": 2, "haven": 2, "pier": 1, "friend": 1, "friends": 1, "usual": 3, "equal": 2, "woman": 2, "women": 2,
    "video": 3, "videos": 3, "apnea": 3, "nausea": 3, "surgeon": 2, "surgeons": 2, "ocean": 2, "soldier": 2,
    "prism": 2, "view": 1, "review": 2, "reviews": 2, "fever": 2, "aged": 1, "naked": 2, "blessed": 2, "gauze": 1,
    "headache": 2, "headaches": 2, "ache": 1, "aches": 1, "fluid": 2, "fluids": 2, "calcium": 3, "nucleus": 3,
    "society": 4, "ideal": 3, "museum": 3, "ruin": 2, "ruined": 2, "alcohol": 3, "heroin": 3, "caffeine": 2,
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What was measured: years of school (None for too short a text), and the long sentences, the longest first."""

    grade: float | None
    words: int
    sentences: int
    longest: list[str]


def measure(prose: Iterable[Block], language: str, most: int = 3) -> Reading:
    """Return how hard the prose is to read in the language, with at most so many of its long sentences."""
    found = [sentence for block in prose for sentence in sentences(block.text)]
    lengths = {sentence: len(words(sentence)) for sentence in found}
    every = [word for sentence in found for word in words(sentence)]
    formula = kincaid if language.lower().startswith("en") else lix_grade
    return Reading(
        grade=formula(every, len(found)) if len(every) >= FEWEST_WORDS else None,
        words=len(every),
        sentences=len(found),
        longest=sorted(
            (sentence for sentence, length in lengths.items() if length > LONG_SENTENCE),
            key=lambda sentence: -lengths[sentence],
        )[:most],
    )


def words(text: str) -> list[str]:
    """Return the words; one with a hyphen or an apostrophe is one."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences; what does not end in a full stop, as most list items, is one too."""
    found, start = [], 0
    for end in _END.finditer(text):
        follower = text[end.end() :].lstrip(_OPENING)[:1]
        if follower.islower() or (end[0].startswith(".") and _is_shortened(text[start : end.start()])):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if words(sentence)]


def _is_shortened(before: str) -> bool:
    """Return whether the full stop after these words belongs to "Dr." or to the initial that opens them, as in "J."."""
    parts = before.split()
    last = parts[-1].lstrip(_OPENING).lower() if parts else ""
    is_initial = len(last) == 1 and last.isalpha() and all(part.rstrip(".").lower() in _TITLES for part in parts[:-1])
    return last in _TITLES or is_initial


def kincaid(words: list[str], sentences: int) -> float:
    """Return the Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def lix(words: list[str], sentences: int) -> float:
    """Return the LIX: words a sentence + the percentage of words of more than six letters."""
    return len(words) / sentences + 100 * sum(len(word) > LONG_WORD for word in words) / len(words)


def lix_grade(words: list[str], sentences: int) -> float:
    """Return the LIX as years of school; 13 stands for more than twelve."""
    return 1.0 + bisect_right(LIX_GRADES, lix(words, sentences))


def syllables(word: str) -> int:
    """Return the syllables of an English word as its spelling tells them, at least 1; a number is one."""
    folded = unicodedata.normalize("NFKD", word.lower())
    return sum(_syllables(part) for part in re.findall(r"[a-z]+", re.sub(r"[^a-z’'-]", "", folded)) if part) or 1


def _syllables(part: str) -> int:
    if part in _KNOWN:
        return _KNOWN[part]
    if not _VOWELS.search(part):
        return 0  # the "s" of "skin's"
    groups = len(_VOWELS.findall(part))
    return max(1, groups - len(_SILENT.findall(part)) + len(_APART.findall(part)))
