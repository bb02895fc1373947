"""From what a reader typed to the articles that hold it, the best first."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from django.conf import settings

from articles.models import Article, Publication
from articles.search import stores
from articles.search.ranking import SMALL, Wish, rank, rarity
from articles.search.stores import Asked, Row
from articles.search.vocabulary import common, corrections, endings
from articles.text.queries import NO_QUOTES, Part, parse
from articles.text.terms import Word, fold, vocabulary, words

MOST = 1000  # articles that are ranked; of more, those with the words in title, standfirst or tags, then the newest
ENDING, SYNONYM = 0.8, 0.6  # what a longer word, and one that means the same, count beside the typed one
SUGGESTED_OF = 100  # titles that are ranked while somebody types
GUESSES = 3  # corrected queries that are tried


@dataclass
class Found:
    """What a query found. `rows` are all public, the best first; `is_cut` says that there are more than MOST.

    `corrected` is the query that was answered in place of the typed one, which found nothing; `left_out` are words
    without which it was answered.
    """

    text: str
    rows: list[Row] = field(default_factory=list)
    is_cut: bool = False
    corrected: str = ""
    left_out: list[str] = field(default_factory=list)
    stems: set[str] = field(default_factory=set)  # what to mark in the articles
    is_question: bool = False  # whether there is anything to look for in what was typed

    @cached_property
    def facets(self) -> dict[str, Counter[int]]:
        """How many of the articles have each year (y), tag (g) and author (b), by their keys."""
        found: dict[str, Counter[int]] = {"y": Counter(), "g": Counter(), "b": Counter()}
        for row in self.rows:
            for mark in row.marks.split():
                found[mark[0]][int(mark[1:])] += 1
        return found


def find(text: str, marks: Sequence[str] = (), publication: Publication | None = None) -> Found:
    """Return what readers find by the query, of articles with all these marks: `y2026`, `g12`, `b7`.

    A query that finds nothing is answered as its nearest correction by the blog's own words, or without some of its
    words. Whatever is typed has an answer; at most some thirty statements are run, whatever the blog's size.
    """
    question = _Question(text, tuple(marks), publication or Publication.load())
    if not question.wishes:
        return Found(question.query.text)
    found = question.answer()
    if not found.rows:
        found = question.corrected() or question.relaxed() or found
    return found


def titles(text: str, most: int) -> list[int]:
    """Return the keys of at most so many public articles that have the words in their titles, the best first."""
    question = _Question(text, (), Publication.load())
    return [row.key for row in question.titled()[:most]] if question.wishes else []


class _Question:
    """A query with what its words are worth in this blog."""

    def __init__(self, text: str, marks: tuple[str, ...], publication: Publication, is_ending: bool = True):
        self.query = parse(text, settings.LANGUAGE_CODE)
        self.marks, self.publication = marks, publication
        self.wishes: list[Wish] = []
        if self.query.parts:
            self._weigh(is_ending)

    def _weigh(self, is_ending: bool) -> None:
        small = vocabulary(settings.LANGUAGE_CODE).stop
        parts = self._with_synonyms(list(self.query.parts))
        pairs = {
            (one, other): next(iter(words(one.folded[0] + other.folded[0], settings.LANGUAGE_CODE)))
            for one, other in pairwise(parts)
            if one.is_word and other.is_word and not _is_small(one, small) and not _is_small(other, small)
        }
        stems = [stem for part in parts for stem in part.stems]
        self.articles, self.dfs = common([*stems, *(word.stem for word in pairs.values())])
        parts = _joined(parts, {pair: word for pair, word in pairs.items() if self.dfs.get(word.stem)})
        are_small = [_is_small(part, small) for part in parts]
        for part, is_small in zip(parts, are_small, strict=True):
            df = min(self.dfs.get(stem, 0) for stem in part.stems)
            rare = rarity(1, 1) * SMALL if is_small or _is_number(part) else rarity(df, self.articles)
            if is_ending and part.is_last and part.is_word:
                part = part.or_else(endings(part.folded[0]), ENDING)
            self.wishes.append(Wish(part, rare, not is_small or all(are_small)))

    def _with_synonyms(self, parts: list[Part]) -> list[Part]:
        """Return the parts, those that others mean the same as with these; several that do together are one."""
        known = vocabulary(settings.LANGUAGE_CODE, self.publication.stop_words, self.publication.synonyms)
        found, start = [], 0
        for begin, end, phrases in known.alike([part.terms[0] if part.is_word else "" for part in parts]):
            part = parts[begin] if end - begin == 1 else _together(parts[begin:end])
            alike = [tuple(fold(stem) for stem in phrase) for phrase in phrases]
            found += [*parts[start:begin], part.or_else(alike, SYNONYM)]
            start = end
        return found + parts[start:]

    def answer(self, wishes: Sequence[Wish] | None = None, **said) -> Found:
        """Return the public articles that hold all that is needed."""
        wishes = self.wishes if wishes is None else wishes
        needed = [wish.part for wish in wishes if wish.is_needed]
        keys, is_cut = _candidates(Asked(needed, self.query.excluded, self.marks))
        rows = _ranked(keys, wishes)
        stems = {stem for part in needed for phrase in part.phrases for stem in phrase}
        return Found(self.query.text, rows, is_cut, stems=stems, is_question=True, **said)

    def titled(self) -> list[Row]:
        """Return the public articles that hold all that is needed in their titles; of very many the newest."""
        needed = [wish.part for wish in self.wishes if wish.is_needed]
        return _ranked(stores.find(Asked(needed, self.query.excluded, titled=needed), SUGGESTED_OF), self.wishes)

    def corrected(self) -> Found | None:
        """Return the answer to the query with its unknown words put right, if that finds anything."""
        for text in self._guesses():
            question = _Question(text, self.marks, self.publication, is_ending=False)
            if question.wishes and (found := question.answer()).rows:
                return replace(found, text=self.query.text, corrected=found.text)
        return None

    def _guesses(self) -> list[str]:
        """Return the query without its quotation marks, and with each unknown word as the blog spells it."""
        plain = " ".join(self.query.text.translate(NO_QUOTES).split())
        unknown = [wish.part for wish in self.wishes if wish.is_needed and self._is_unknown(wish.part)]
        offered = {part: found for part in unknown if (found := corrections(part.folded[0]))}
        texts = [plain]
        for place in range(max(map(len, offered.values()), default=0)):
            text = self.query.text
            for part, found in offered.items():
                text = _put(text, part.typed, found[min(place, len(found) - 1)])
            texts.append(text)
        return [text for text in dict.fromkeys(texts) if text != self.query.text]

    def _is_unknown(self, part: Part) -> bool:
        return part.is_single and not _is_number(part) and not self.dfs.get(part.stems[0])

    def relaxed(self) -> Found | None:
        """Return the answer to the rarest of the words that find anything together, the unknown ones left out."""
        needed = [wish for wish in self.wishes if wish.is_needed]
        known = [wish for wish in needed if not self._is_unknown(wish.part)]
        known.sort(key=lambda wish: -wish.rarity)
        for many in sorted({len(known), len(known) - 1, len(known) - 2, 2, 1}, reverse=True):
            if not 0 < many <= len(known) or many == len(needed):
                continue
            kept = {wish.part for wish in known[:many]}
            wishes = [wish._replace(is_needed=wish.part in kept) for wish in self.wishes]
            left_out = [wish.part.typed for wish in needed if wish.part not in kept]
            if (found := self.answer(wishes, left_out=left_out)).rows:
                return found
        return None


def _ranked(keys: Sequence[int], wishes: Sequence[Wish]) -> list[Row]:
    """Return the rows of those of the articles that readers may see and that hold what is needed, the best first."""
    if not keys:
        return []
    public = dict(Article.objects.published().of_keys(keys).order_by().values_list("pk", "published_at"))
    return rank(stores.read(public), wishes, public) if public else []


def _candidates(asked: Asked) -> tuple[list[int], bool]:
    """Return the keys of at most MOST articles that hold what is asked, and whether there are more.

    A common word stands in half of all articles: then those that have it in a telling place come first, and the newest
    of the others. Each step reads from the index alone and ends after MOST.
    """
    found = stores.find(asked, MOST + 1)
    parts = asked.parts
    if len(found) <= MOST:
        if any(part.is_phrase for part in parts):  # PostgreSQL looks in the newest alone, but in all titles
            found = list(dict.fromkeys([*stores.find(asked._replace(titled=parts), MOST), *found]))[:MOST]
        return found, False
    keys: dict[int, None] = {}
    for step in (
        asked._replace(titled=parts),
        asked._replace(any_titled=parts) if len(parts) > 1 else None,
        asked._replace(any_headed=parts),
    ):
        if step and len(keys) < MOST:
            keys |= dict.fromkeys(stores.find(step, MOST))
    keys |= dict.fromkeys(found)
    return list(keys)[:MOST], True


def _joined(parts: list[Part], pairs: dict[tuple[Part, Part], Word]) -> list[Part]:
    """Return the parts, each of these pairs as one that may also be written as one word."""
    found: list[Part] = []
    for part in parts:
        if found and (word := pairs.get((found[-1], part))):
            found[-1] = _together([found[-1], part]).or_else([(word.stem,)], 1.0)
        else:
            found.append(part)
    return found


def _together(parts: list[Part]) -> Part:
    """Return words as the phrase that they make."""
    return Part(
        typed=" ".join(part.typed for part in parts),
        phrases=(tuple(part.stems[0] for part in parts),),
        weights=(1.0,),
        folded=tuple(part.folded[0] for part in parts),
        terms=tuple(part.terms[0] for part in parts),
    )


def _is_small(part: Part, small: frozenset[str]) -> bool:
    return part.is_word and (part.folded[0] in small or part.typed.lower() in small)


def _is_number(part: Part) -> bool:
    """Whether the word is a number or a letter, which no list of words knows."""
    return part.is_single and (part.folded[0].isdigit() or len(part.folded[0]) == 1)


def _put(text: str, typed: str, word: str) -> str:
    """Return the text with the word in the place of the typed one."""
    return re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", lambda match: word, text, count=1)
