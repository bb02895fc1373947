"""The vectors of a few articles, as the index would weigh them now: for what editors are told, not for the lists."""

from collections.abc import Iterable, Mapping

from articles.models import Article, ArticleTerms, RelatedIndex
from articles.related import index as tables
from articles.related import subjects, suggesting
from articles.related.packing import Counts, unpack
from articles.related.suggesting import Placed
from articles.related.weights import Known, Shared, Vector, score, weigh
from articles.text.terms import Vocabulary


class Weighing:
    """Articles read so far with their vectors, in the same few queries whatever their number.

    An article that is not indexed, such as a draft, is weighed as if it were: what it scores now is what it will.
    """

    def __init__(self, words: Vocabulary):
        self.words = words
        self.tags: dict[int, dict[int, str]] = {}  # names by key, of each article
        self.known: dict[int, Known] = {}
        self.vectors: dict[int, Vector] = {}
        self.articles = next(iter(RelatedIndex.objects.filter(pk=1).values_list("articles", flat=True)), 0)
        self._places: dict[int, bytes] = {}
        self._hubs: dict[int, int] = {}
        self._new: dict[str, int] = {}  # terms that the index does not know, with keys that it never gives

    def read(self, articles: Iterable[Article]) -> None:
        """Weigh those of the articles not read before."""
        fresh = {article.pk: article for article in articles if article.pk not in self.vectors}
        if not fresh:
            return
        self.tags |= tables.tags_of(fresh)
        stored = ArticleTerms.objects.in_bulk(list(fresh))
        counts = {pk: unpack(row.counts) for pk, row in stored.items()}
        self._know({key for each in counts.values() for key in each} - self.known.keys())
        for pk, row in stored.items():
            held = {key: each for key, each in counts[pk].items() if key in self.known and self.known[key].df}
            self.vectors[pk] = weigh(held, self.known, self.articles)
            self._places[pk], self._hubs[pk] = bytes(row.subject or b""), row.hub
        self._read_unindexed([article for pk, article in fresh.items() if pk not in stored])

    def _know(self, keys: Iterable[int]) -> None:
        if wanted := set(keys):
            self.known |= tables.known(wanted)

    def _read_unindexed(self, articles: list[Article]) -> None:
        texts = {each.pk: tables.count(each, self.tags[each.pk], self.words) for each in articles}
        ids = self._ids({text for counts in texts.values() for text in counts})
        for pk, each in texts.items():
            counts: Mapping[int, Counts] = {ids[text]: counted for text, counted in each.items()}
            known = {key: self.known[key]._replace(df=self.known[key].df + 1) for key in counts}
            self.vectors[pk] = weigh(counts, known, self.articles + 1)
            self._places[pk], self._hubs[pk] = subjects.place(self.vectors[pk], known), 0

    def _ids(self, texts: set[str]) -> dict[str, int]:
        """Return the keys of the terms and know them; nothing is written for those the index has never met."""
        found, known = tables.find(texts)
        self.known |= known
        for text in sorted(texts):
            if text not in found:
                found[text] = self._new.setdefault(text, -1 - len(self._new))
                self.known.setdefault(found[text], Known(text, 0))
        return found

    def placed(self, pk: int) -> Placed:
        """Return an article that was read, ready to be compared."""
        return Placed(self.vectors[pk], self._places[pk])

    def nearest(self, pk: int, but: int) -> dict[int, int]:
        """Return the scores of the articles nearest to one that is not indexed; it leaves out the article `but`."""
        ranked = suggesting.rank(but, self.placed(pk), self.known, self.articles)
        return {other: number for number, other in suggesting.best(ranked)}

    def score(self, pk: int, other: int) -> int:
        """Return the score of the other article next to the first, in thousandths."""
        shared = self.shared(pk, other)
        near = suggesting.Near(
            score(shared, self.closeness(pk, other)),
            self._hubs[other],
            suggesting.are_twins(self.vectors[pk], self._bodies(pk, other)),
        )
        return near.paid(near.hub)

    def has_place(self, pk: int) -> bool:
        """Whether it is known where the article lies among the subjects."""
        return bool(self._places[pk])

    def closeness(self, pk: int, other: int) -> float | None:
        """Return how close the two articles' subjects are, None where that is not known."""
        return subjects.closeness(self._places[pk], self._places[other])

    def _bodies(self, pk: int, other: int) -> int:
        one, two = self.vectors[pk], self.vectors[other]
        return sum(one[key].body * two[key].body for key in one.keys() & two.keys())

    def shared(self, pk: int, other: int) -> Shared:
        """Return the sums of the terms that both hold."""
        one, two = self.vectors[pk], self.vectors[other]
        both = [(one[key], two[key]) for key in one.keys() & two.keys()]
        return Shared(
            sum(mine.whole * theirs.whole for mine, theirs in both),
            sum(mine.title * theirs.body + mine.body * theirs.title for mine, theirs in both),
        )
