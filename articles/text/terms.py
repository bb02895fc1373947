"""Words as terms: what a text is about, for related articles and for search."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import snowballstemmer

WORDS = Path(__file__).parent / "words"
CONCEPT, TAG = "=", "#"  # the first letter of a term that is no word: a group of synonyms, a tag's key
# The stemmers of snowballstemmer by language code; a language without one keeps its words as they are.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# Small words that may stand within a phrase; any other dropped word would make the phrase match too much.
BETWEEN = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}

_TOKEN = re.compile(r"[^\W_]+")
_MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{re.escape(_MARKS)}])*")  # a vowel sign or an accent stands within its word
_TOKEN_OR_MARK = re.compile(rf"[^\W_]|[{re.escape(_MARKS)}]")
APOSTROPHES = ("'", "’", "ʼ")
LONGEST = 60  # letters of a word that count
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640]")  # what readers leave out when they type
_stemming = Lock()  # a stemmer keeps the word at hand in itself


class Word(NamedTuple):
    """A word where it stands in a text: as it is looked up, its stem as that is, and the term it counts as."""

    start: int
    end: int
    folded: str
    stem: str
    term: str


def words(text: str, language: str) -> Iterator[Word]:
    """Yield every word of the text, small ones and numbers too, folded: no capitals, no accents.

    What an apostrophe has cut off, as the s of "skin's" or the l of "l'acné", is no word.
    """
    look_up = _folding(language.partition("-")[0].lower())
    for match in _WORD.finditer(text):
        start, end = match.span()
        if end - start == 1 and (text[start - 1 : start] in APOSTROPHES or text[end : end + 1] in APOSTROPHES):
            continue
        for found in look_up(match[0]):
            yield Word(start, end, *found)


def standing(text: str, stems: Collection[str], language: str) -> list[Word]:
    """Return the words of the text that have one of these stems: as `words` yields them, in a fifth of its time."""
    look_up = _folding(language.partition("-")[0].lower())
    met: dict[str, tuple[str, str, str] | None] = {}
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        if word not in met:
            met[word] = next((each for each in look_up(word) if each[1] in stems), None)
        if each := met[word]:
            found.append(Word(*match.span(), *each))
    return found


@cache
def _folding(code: str):
    """Return the function from a word as it is written to the words it is looked up by; it remembers those it met."""
    stem = _stemmer(code)

    @lru_cache(maxsize=100_000)
    def look_up(word: str) -> tuple[tuple[str, str, str], ...]:
        plain = unicodedata.normalize("NFKC", word).lower()
        found = []
        for part in _WORD.findall(plain):
            term = stem(part)
            found.append((fold(part)[:LONGEST], fold(term)[:LONGEST], term[:LONGEST]))
        return tuple(each for each in found if each[0] and each[1])

    return look_up


def fold(word: str) -> str:
    """Return the word without capitals and accents."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
    return "".join(_TOKEN_OR_MARK.findall(unicodedata.normalize("NFKC", bare).casefold()))


class Vocabulary:
    """How a publication's texts become terms: its language's stems, its stop words, its groups of synonyms.

    `stop` are words that say nothing; each of `groups` holds words and phrases that mean the same, the first naming it.
    """

    def __init__(self, language: str, stop: Iterable[str] = (), groups: Iterable[Iterable[str]] = ()):
        self.stop = frozenset(word.lower() for word in stop)
        groups = [list(group) for group in groups]
        self.digest = blake2b(repr((language, sorted(self.stop), groups)).encode(), digest_size=16).hexdigest()
        self._stem = _stemmer(language)
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}  # by first stem, the longest first
        names: dict[tuple[str, ...], str] = {}  # a phrase that stands in two groups makes them one
        for group in groups:
            stems = [stems for phrase in group if (stems := self._phrase(phrase))]
            name = next((names[phrase] for phrase in stems if phrase in names), None)
            for phrase in stems:
                names.setdefault(phrase, name or CONCEPT + " ".join(stems[0]))
        self._groups: dict[str, list[tuple[str, ...]]] = {}
        for phrase, name in names.items():
            self._phrases.setdefault(phrase[0], []).append((phrase, name))
            self._groups.setdefault(name, []).append(phrase)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda found: -len(found[0]))

    def stems(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each word that counts and its stem; stop words, numbers and single letters do not count."""
        stop, stem = self.stop, self._stem
        for word in _TOKEN.findall(text.lower()):
            if len(word) > 1 and word not in stop and not word.isdigit():
                yield word, stem(word)

    def terms(self, text: str) -> Counter[str]:
        """Return how often each term stands in the text: the stems, and beside them `=name` for a group's phrases."""
        stems = [stem for _, stem in self.stems(text)]
        found = Counter(stems)
        found.update(name for _, _, name in self._concepts(stems))
        return found

    def spelt(self, text: str) -> dict[str, Counter[str]]:
        """Return the words and phrases behind each term, as the text spells them, with their counts."""
        pairs = list(self.stems(text))
        found: dict[str, Counter[str]] = {}
        for word, stem in pairs:
            found.setdefault(stem, Counter())[word] += 1
        for start, end, name in self._concepts([stem for _, stem in pairs]):
            found.setdefault(name, Counter())[" ".join(word for word, _ in pairs[start:end])] += 1
        return found

    def alike(self, stems: list[str]) -> Iterator[tuple[int, int, list[tuple[str, ...]]]]:
        """Yield start and end of each phrase among the stems that others mean the same as, and these."""
        for start, end, name in self._concepts(stems):
            yield start, end, [phrase for phrase in self._groups[name] if phrase != tuple(stems[start:end])]

    def _concepts(self, stems: list[str]) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and group of each longest phrase that the stems hold, none overlapping."""
        start = 0
        while start < len(stems):
            for phrase, name in self._phrases.get(stems[start], ()):
                end = start + len(phrase)
                if len(phrase) == 1 or tuple(stems[start:end]) == phrase:
                    yield start, end, name
                    start = end - 1
                    break
            start += 1

    def _phrase(self, phrase: str) -> tuple[str, ...]:
        """Return the phrase's stems; () when a word of it would be dropped, as the c of "vitamin c"."""
        words = [word for word in _TOKEN.findall(phrase.lower()) if word not in BETWEEN]
        kept = [stem for _, stem in self.stems(phrase)]
        return tuple(kept) if len(kept) == len(words) else ()


@lru_cache(maxsize=4)
def vocabulary(language: str = "en", more_stop: str = "", more_groups: str = "") -> Vocabulary:
    """Return the vocabulary of a language code such as "en" or "pt-br", with an editor's words added.

    `more_stop` holds words parted by spaces, commas or lines; `more_groups` a group a line, its words and phrases
    parted by commas. Stop words and groups are shipped for English.
    """
    code = language.partition("-")[0].lower()
    stop = f"{_shipped('stop', code)} {more_stop}"
    groups = f"{_shipped('synonyms', code)}\n{more_groups}"
    return Vocabulary(code, _TOKEN.findall(stop), (line.split(",") for line in groups.splitlines()))


def _shipped(kind: str, code: str) -> str:
    """Return the word list of a language that comes with the plugin, "" where there is none; "# …" is a comment."""
    path = WORDS / f"{kind}.{code}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return "\n".join(line for line in lines if not line.startswith("# "))


@cache
def _stemmer(code: str):
    """Return the language's stemming function, which remembers the words it met."""
    if code not in STEMMERS:
        return lambda word: word
    stemmer = snowballstemmer.stemmer(STEMMERS[code])

    @lru_cache(maxsize=200_000)
    def stem(word: str) -> str:
        with _stemming:
            return stemmer.stemWord(word)

    return stem
