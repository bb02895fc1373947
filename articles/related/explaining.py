"""Why an article is suggested next to another: what their score is made of, and a sentence that says it."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Publication
from articles.related import subjects
from articles.related.index import words_of
from articles.related.spelling import Spelling
from articles.related.weighing import Weighing
from articles.related.weights import CROSS, FULL, SUBJECTS, Vector, product
from articles.text.terms import CONCEPT, TAG

SHOWN = 6  # tags, words and concepts, at most
PAIRS = 3  # of words close in subject, at most
MATTERS = 0.15  # of a score: so much the closeness of subjects must make up to be told
TRIFLE = 0.02  # of a score: a reason that makes up less is not told
RARE = 5  # articles hold a rare tag, or one in fifty; on a small blog at most one in four
TELLING = 8  # words of each article are tried for pairs close in subject


@dataclass(frozen=True)
class Reason:
    """One thing that brings two articles together; `share` is its part of their score, 0 to 1.

    The kind is "tag", "rare tag", "word", "concept" (`here` means what `there` means), or "subject": the two words
    are of one subject; empty ones stand for the subjects as a whole.
    """

    kind: str
    here: str
    there: str
    share: float


@dataclass(frozen=True)
class Explanation:
    """A score, 0 to 100, with its reasons, of each kind the largest first."""

    score: int
    reasons: list[Reason]

    @property
    def sentence(self) -> str:
        """The reasons in words; "" where there are none."""
        parts = [*self._tags(), *self._words(), *self._concepts(), *self._subjects()]
        return f"{capfirst('; '.join(parts))}." if parts else ""

    def _of(self, kind: str) -> list[Reason]:
        return [reason for reason in self.reasons if reason.kind == kind]

    def _tags(self) -> Iterator[str]:
        if names := [_("“%s”") % reason.here for reason in self._of("rare tag")]:
            yield ngettext("shares the rare tag %s", "shares the rare tags %s", len(names)) % _listed(names)
        if names := [_("“%s”") % reason.here for reason in self._of("tag")]:
            yield ngettext("shares the tag %s", "shares the tags %s", len(names)) % _listed(names)

    def _words(self) -> Iterator[str]:
        if found := [reason.here for reason in self._of("word")]:
            yield _("both speak of %s") % _listed(found)

    def _concepts(self) -> Iterator[str]:
        for reason in self._of("concept"):
            yield _("“%(here)s” here is “%(there)s” there") % {"here": reason.here, "there": reason.there}

    def _subjects(self) -> Iterator[str]:
        found = self._of("subject")
        if pairs := [f"{reason.here} – {reason.there}" for reason in found if reason.here]:
            yield _("close in subject: %s") % ", ".join(pairs)
        elif found:
            yield _("close in subject")


def _listed(words: list[str]) -> str:
    return get_text_list(words, _("and"))


def in_hundred(thousandths: float) -> int:
    """Return a score as editors see it: rounded down, so that it reaches a threshold only when the score does."""
    return int(thousandths) // 10


def explain(article: Article, others: Iterable[Article], weighing: Weighing | None = None) -> dict[int, Explanation]:
    """Explain, by key, how near each of the others is to the article; all are loaded with their texts.

    Nothing is written, and the queries are the same few whatever the number of others.
    """
    others, weighing = list(others), weighing or Weighing(words_of(Publication.load()))
    weighing.read([article, *others])
    everything = _Everything(weighing, [article, *others])
    found = {}
    for other in others:
        shares = _shares(weighing.vectors[article.pk], weighing.vectors[other.pk])
        subject = SUBJECTS * max(weighing.closeness(article.pk, other.pk) or 0, 0)
        total = sum(shares.values()) + subject
        reasons = everything.common(article.pk, other.pk, shares)
        if total and subject / total > MATTERS:
            reasons += everything.pairs(article.pk, other.pk, shares) or [Reason("subject", "", "", subject)]
        reasons = [replace(reason, share=reason.share / total) for reason in reasons if reason.share > TRIFLE * total]
        found[other.pk] = Explanation(in_hundred(weighing.score(article.pk, other.pk)), reasons)
    return found


def _name(reason: Reason, spelling: Spelling) -> tuple[str, ...]:
    """Return what two terms have in common that make one reason: the stems of a word, a phrase or a tag."""
    if reason.kind == "concept":
        return (CONCEPT, reason.here, reason.there)
    return (*([TAG] if "tag" in reason.kind else []), *spelling.stems(reason.here))


def _shares(one: Vector, two: Vector) -> dict[int, float]:
    """Return what each shared term adds to the words' part of a score, the most first."""
    products = {key: product(one[key], two[key]) for key in one if key in two}
    return {key: products[key] / (CROSS * FULL * FULL) for key in sorted(products, key=lambda key: -products[key])}


class _Everything:
    """What the sentences are made from: how the articles spell their terms, and where these lie among the subjects."""

    def __init__(self, weighing: Weighing, articles: list[Article]):
        self._weighing = weighing
        self._tags = {key: name for article in articles for key, name in weighing.tags[article.pk].items()}
        self._spelling = {
            article.pk: Spelling.of(article, list(weighing.tags[article.pk].values()), weighing.words)
            for article in articles
        }
        terms = {key for article in articles if weighing.has_place(article.pk) for key in weighing.vectors[article.pk]}
        self._places = {key: place for key in terms if (place := weighing.known[key].subject)}

    def common(self, one: int, two: int, shares: Mapping[int, float]) -> list[Reason]:
        """Return the tags, words and concepts that both have, the largest first; no word twice."""
        here, there = self._spelling[one], self._spelling[two]
        both = here + there
        found: dict[tuple[str, ...], Reason] = {}
        for key, share in shares.items():
            if reason := self._reason(key, here, there, both, share):
                name = _name(reason, both)
                before = found.get(name)
                found[name] = replace(before, share=before.share + share) if before else reason
        within = {(stem,): name for name in found if len(name) > 1 for stem in name}
        for word in within.keys() & found.keys():
            phrase = within[word]
            found[phrase] = replace(found[phrase], share=found[phrase].share + found.pop(word).share)
        return sorted(found.values(), key=lambda reason: -reason.share)[:SHOWN]

    def _reason(self, key: int, here: Spelling, there: Spelling, both: Spelling, share: float) -> Reason | None:
        text, df, _ = self._weighing.known[key]
        if text.startswith(TAG):
            name = self._tags.get(int(text.removeprefix(TAG)), "")
            return Reason("rare tag" if self._is_rare(df) else "tag", name, name, share) if name else None
        if text not in here or text not in there:  # counted before a change of the words that mean the same
            return None
        shared = here.shared(there, text) if text.startswith(CONCEPT) else None
        if shared == {}:
            return Reason("concept", here.usual(text), there.usual(text), share)
        word = both.usual(text, shared)
        return Reason("word", word, word, share)

    def _is_rare(self, df: int) -> bool:
        articles = self._weighing.articles
        return df <= max(RARE, articles / 50) and 4 * df <= articles

    def pairs(self, one: int, two: int, shares: Mapping[int, float]) -> list[Reason]:
        """Return the pairs of words that add most to the closeness of subjects: of those not shared, none twice."""
        mine, theirs = self._place(one), self._place(two)
        here, there = self._spelling[one], self._spelling[two]
        known, used, pairs = self._weighing.known, set(), []
        products = {
            (first, second): SUBJECTS * _dot(mine.words[first], theirs.words[second])
            for first in mine.nearest_to(theirs)
            for second in theirs.nearest_to(mine)
            if first not in shares or second not in shares
        }
        for first, second in sorted(products, key=lambda pair: -products[pair]):
            texts = known[first].text, known[second].text
            if used.isdisjoint(texts) and texts[0] in here and texts[1] in there:
                used.update(texts)
                pairs.append(Reason("subject", here.usual(texts[0]), there.usual(texts[1]), products[first, second]))
        return pairs[:PAIRS]

    def _place(self, pk: int) -> "_Place":
        words = {key: each for key, each in self._weighing.vectors[pk].items() if key in self._places}
        plain = {key for key in words if not self._weighing.known[key].text.startswith((CONCEPT, TAG))}
        return _Place({key: subjects.direction(self._places[key], each.whole) for key, each in words.items()}, plain)


class _Place:
    """What each term of an article adds to its place among the subjects; the sum of all has the length 1."""

    def __init__(self, terms: dict[int, list[float]], plain: set[int]):
        total = [sum(column) for column in zip(*terms.values(), strict=True)]
        length = math.sqrt(_dot(total, total)) or 1
        self.sum = [each / length for each in total]
        self.words = {key: [each / length for each in terms[key]] for key in plain}

    def nearest_to(self, other: "_Place") -> list[int]:
        """Return the words that bring the article nearest to the other one."""
        return sorted(self.words, key=lambda key: -_dot(self.words[key], other.sum))[:TELLING]


def _dot(one: list[float], other: list[float]) -> float:
    return sum(map(float.__mul__, one, other))
