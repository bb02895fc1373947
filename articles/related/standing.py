"""Where every article stands with the list next to one: shown, or why not."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models import Article, ArticleTerms, Publication, RelatedPick, Suggestion, Treatment, load_bylines
from articles.querysets import CARD, LABEL, Status
from articles.related import lists
from articles.related.explaining import in_hundred
from articles.related.index import words_of
from articles.related.weighing import Weighing
from articles.text.moments import moment

READ = (*CARD, "body", "status", "expires_at", "original", *(f"sponsorship__{name}" for name in LABEL))


def why_not(article: Article, other: Article) -> str:
    """Return a sentence: the other one is shown next to the article, or why it is not."""
    return Standing(article.pk, [other.pk]).answer(other.pk)


class Standing:
    """One article's list as its readers get it, and all that might stand there; of what is stored, not of a form.

    A list that is not stored, such as a draft's, is what it would be. Nothing is written.
    """

    def __init__(self, pk: int, more: Iterable[int] = ()):
        stored = Article.objects.for_page().annotate(is_indexed=Exists(ArticleTerms.objects.filter(pk=OuterRef("pk"))))
        self.article = stored.get(pk=pk)
        self.publication = Publication.load()
        self.weighing = Weighing(words_of(self.publication))
        self.near = lists.candidates(self.article)
        if not self.article.is_indexed:
            self._suggest()
        found = (
            Article.objects.select_related("sponsorship")
            .only(*READ)
            .order_by()
            .in_bulk([*self.near.keys, *self.near.hidden, *more])
        )
        self.others: dict[int, Article] = found
        load_bylines(found.values())
        self.public = {pk: other for pk, other in found.items() if other.is_public}
        self.offered = lists.offered(self.near, self.public, self.publication)
        self.shown = lists.chosen(self.near, self.public, self.publication)
        self._hidden_here = set()
        if self.near.hidden:
            picks = RelatedPick.objects.filter(article=self.article, kind=RelatedPick.Kind.HIDDEN)
            self._hidden_here = set(picks.values_list("other_id", flat=True))

    def _suggest(self) -> None:
        """Fill in what a list would be made from."""
        near, article = self.near, self.article
        self.weighing.read([article])
        scores = self.weighing.nearest(article.pk, but=article.original_id or article.pk)
        near.scores = {pk: score for pk, score in scores.items() if pk not in near.hidden and pk not in near.pinned}
        twins = Suggestion.objects.filter(article_id__in=[*near.scores, *near.pinned], score__gte=lists.TWINS)
        near.twins |= set(twins.values_list("article_id", "other_id"))
        near.twins |= {(article.pk, pk) for pk, score in near.scores.items() if score >= lists.TWINS}
        treated = Treatment.objects.filter(article_id__in=near.scores)
        near.treatments = set(treated.values_list("article_id", flat=True))

    @cached_property
    def order(self) -> list[Article]:
        """What readers would get one after the other if there were room for all."""
        settings = self.publication.related_threshold, self.publication.related_by_author
        return self.near.choose(self.offered, len(self.offered), *settings)

    def suggestions(self, most: int) -> list[Article]:
        """Return what readers see in their order, then what comes next, at most so many in all; hidden ones last.

        A score that editors would read as 0 suggests nothing.
        """
        keys = [other.pk for other in self.order]
        keys += [pk for pk in self.near.pinned if pk not in keys]
        scores = {pk: score for pk, score in self.near.scores.items() if in_hundred(score) and pk not in keys}
        keys += sorted(scores, key=scores.get, reverse=True)
        keys += sorted(self.near.hidden)
        return [self.others[pk] for pk in keys[: max(most, len(self.shown))] if pk in self.others]

    def place(self, pk: int) -> int | None:
        """Return the place at which readers see the other article, from 1; None where they do not."""
        return next((place for place, other in enumerate(self.shown, 1) if other.pk == pk), None)

    def score(self, pk: int) -> int:
        """Return the score of the other article next to this one, in thousandths."""
        if pk in self.near.scores:
            return self.near.scores[pk]
        self.weighing.read([self.article, self.others[pk]])
        return self.weighing.score(self.article.pk, pk)

    def answer(self, pk: int) -> str:
        """Return where the other article stands, or why it does not, in a sentence."""
        other = self.others[pk]
        if pk == self.article.pk:
            return _("This is the article itself.")
        if pk == self.article.original_id:
            return _("This is the article that you edit a working copy of.")
        if other.original_id is not None:
            return _("It is a working copy, which readers never see. Choose the article itself.")
        if not self.publication.related_count:
            return _("No article shows others: the publication's number of related articles is 0.")
        if pk in self.near.pinned:
            return self._about_pinned(other)
        if pk in self._hidden_here:
            return _("It is hidden: “Never together” is chosen in this article's form.")
        if pk in self.near.hidden:
            return _("It is hidden: “Never together” is chosen in the form of “%s”.") % other
        if not other.is_public:
            return absence(other)
        if not other.is_suggestable:
            return _("It has opted out: “may be suggested next to other articles” is off in its form.")
        if pk not in self.offered:
            return self._about_barred(other)
        if other in self.order:
            return self._about_place(other)
        return self._about_twins(other) or self._about_distance(other)

    def note(self, pk: int) -> str:
        """Return why readers do not see a suggestion, for a place where its score stands beside."""
        other = self.others[pk]
        if other in self.order and other not in self._whoever_wrote:
            return _("Place %(place)d, and %(count)d are shown.") % self._places(other)
        return self.answer(pk)

    def _places(self, other: Article) -> dict[str, int]:
        return {"place": self.order.index(other) + 1, "count": len(self.shown)}

    @cached_property
    def _whoever_wrote(self) -> list[Article]:
        """What readers would see if one author's articles might take all places."""
        publication = self.publication
        return self.near.choose(
            self.offered, publication.related_count, publication.related_threshold, by_author=len(self.offered) + 1
        )

    def _about_pinned(self, other: Article) -> str:
        if not other.is_public:
            return _("It is pinned, but readers do not see it now. %s") % absence(other)
        place = self.place(other.pk)
        if not place:
            return _("It is pinned, but there is no room: those pinned before it take all %d places.") % len(self.shown)
        if not self.article.is_public:
            return _("It is pinned: place %d once readers see this article.") % place
        return _("It is shown: pinned, in place %d.") % place

    def _about_barred(self, other: Article) -> str:
        """Answer for an article that the publication's settings keep out of lists."""
        if other.disclosure and not self.publication.suggests_sponsored:
            words = _(
                "It is sponsored (“%s”), and the publication suggests no sponsored articles. You may pin it here."
            )
            return words % other.disclosure
        words = _(
            "Its medical review was due on %s, and the publication suggests nothing overdue. You may pin it here."
        )
        return words % formats.date_format(other.review_due_on)

    def _about_place(self, other: Article) -> str:
        """Answer for an article that the rules let through."""
        place, score = self.place(other.pk), in_hundred(self.score(other.pk))
        if place and self.article.is_public:
            return _("It is shown, in place %(place)d: %(score)d of 100.") % {"place": place, "score": score}
        if place:
            words = _("Place %(place)d once readers see this article: %(score)d of 100.")
            return words % {"place": place, "score": score}
        if other in self._whoever_wrote:
            words = _("It is near enough (%(score)d of 100) but held back: %(authors)s stands here often enough.")
            return words % {"score": score, "authors": self._authors_here(other)}
        words = _(
            "It is near enough (%(score)d of 100), but others are nearer: place %(place)d, and %(count)d are shown."
        )
        return words % {"score": score, **self._places(other)}

    def _authors_here(self, other: Article) -> str:
        """Return the names of the other article's authors, those alone that what is shown has too if there are any."""
        here = {byline.author_id for shown in self.shown for byline in shown.signed_by}
        names = [byline.author.name for byline in other.signed_by if byline.author_id in here]
        return get_text_list(names or [byline.author.name for byline in other.signed_by], _("and"))

    def _about_twins(self, other: Article) -> str:
        """Answer for an article that says nearly the same as this one or as a better suggestion, "" for another."""
        near = self.near
        twins = {pair[0] if pair[1] == other.pk else pair[1] for pair in near.twins if other.pk in pair}
        if self.article.pk in twins:
            return _("It says nearly the same as this article: readers would learn nothing new.")
        better = next((each for each in self.order if each.pk in twins), None)
        if not better:
            return ""
        if better.pk in near.pinned:
            return _("It says nearly the same as “%s”, which is pinned.") % better
        return _("It says nearly the same as “%s”, which is nearer.") % better

    def _about_distance(self, other: Article) -> str:
        """Answer for an article that is too far from this one."""
        score, threshold = self.score(other.pk), self.publication.related_threshold
        if not score and self._are_strangers(other.pk):
            return _("The two have nothing in common: no tag, and none of the words that tell them from others.")
        numbers = {"score": in_hundred(score), "threshold": threshold}
        if score < 10 * threshold:
            return _("It is not near enough: %(score)d of 100, and %(threshold)d are demanded.") % numbers
        return _("It is near enough (%(score)d of 100), but others were nearer when the two were compared.") % numbers

    def _are_strangers(self, pk: int) -> bool:
        self.weighing.read([self.article, self.others[pk]])
        return not any(self.weighing.shared(self.article.pk, pk))


def absence(article: Article) -> str:
    """Return why readers cannot open an article that is not public."""
    if article.status == Status.DRAFT:
        return _("It is a draft: readers cannot open it yet.")
    if article.status == Status.IN_REVIEW:
        return _("It is in review: readers cannot open it yet.")
    if article.status == Status.WITHDRAWN:
        return _("It is withdrawn: readers can no longer open it.")
    if article.status == Status.TRASHED:
        return _("It is in the trash.")
    if article.is_scheduled:
        return _("It is scheduled: it appears on %s.") % moment(article.published_at)
    return _("It has expired: it was taken down on %s.") % moment(article.expires_at)
