"""How articles spell their terms: the words behind the stems, for sentences that editors read."""

import re
from collections import Counter

from articles.models import Article
from articles.text import html
from articles.text.terms import Vocabulary

_TOKEN = re.compile(r"[^\W_]+")
_WITHIN = re.compile(r"[\w,] $")  # what stands before a word within a sentence


class Spelling:
    """The words and phrases of one article, or of several added together."""

    def __init__(self, words: Vocabulary):
        self.words = words
        self._by_term: dict[str, Counter[str]] = {}
        self._capitals: dict[str, Counter[str]] = {}

    @classmethod
    def of(cls, article: Article, tags: list[str], words: Vocabulary) -> "Spelling":
        spelling = cls(words)
        for text in (article.title, article.standfirst, html.plain_text(article.body), *tags):
            for term, spelt in words.spelt(text).items():
                spelling._by_term.setdefault(term, Counter()).update(spelt)
            for match in _TOKEN.finditer(text):
                word = match[0]
                is_within = _WITHIN.search(text, max(match.start() - 2, 0), match.start())
                if is_within or word.islower() or not word[1:].islower():  # a sentence's first capital tells nothing
                    spelling._capitals.setdefault(word.lower(), Counter())[word] += 1
        return spelling

    def __contains__(self, term: str) -> bool:
        return term in self._by_term

    def stems(self, phrase: str) -> tuple[str, ...]:
        return tuple(stem for _, stem in self.words.stems(phrase))

    def usual(self, term: str, among: Counter[str] | None = None) -> str:
        """Return how the term is mostly written, of all its phrases or of some."""
        return " ".join(map(self._with_capital, _most(among or self._by_term[term]).split(" ")))

    def shared(self, other: "Spelling", concept: str) -> Counter[str]:
        """Return the phrases for the concept that both articles use, whatever their endings."""
        here, there = self._by_term[concept], other._by_term[concept]
        in_both = {self.stems(phrase) for phrase in here} & {self.stems(phrase) for phrase in there}
        return Counter({phrase: n for phrase, n in (here + there).items() if self.stems(phrase) in in_both})

    def __add__(self, other: "Spelling") -> "Spelling":
        both = Spelling(self.words)
        for mine, theirs, added in (
            (self._by_term, other._by_term, both._by_term),
            (self._capitals, other._capitals, both._capitals),
        ):
            added |= mine | theirs | {key: mine[key] + theirs[key] for key in mine.keys() & theirs.keys()}
        return both

    def _with_capital(self, word: str) -> str:
        """Return the word with its capitals if it never stands without, such as PRP or Botox."""
        found = self._capitals.get(word)
        return word if not found or word in found else _most(found)


def _most(spelt: Counter[str]) -> str:
    return min(spelt, key=lambda word: (-spelt[word], len(word), word))
