"""Which reviews count for what is published: the table of the hard cases, and the date that follows them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import passport
from articles.history import copies, review
from articles.history.publish import before, change, publish
from articles.history.snapshot import snapshot
from articles.models import Article, Change, Citation, Review, Revision, Source, Sponsorship, Treatment
from articles.reviewing.recording import freeze, record, to_read
from articles.text.digests import digest
from tests.make import make_article, make_author, soon

TODAY = timezone.localdate()
TYPO, UPDATE, CORRECTION, FIRST, SUBMITTED = "typo", "update", "correction", "first", "submitted"


def made(*steps):
    """Return revisions, the newest first, of steps such as ("update", "B"): a kind, and the text as its digest."""
    return [Revision(kind=kind, digest=text) for kind, text in reversed(steps)]


# Name: the revisions that readers had, in time; the text that was reviewed; what is published; whether it counts.
TABLE = {
    "reviewed when submitted, then published as it was": ([(FIRST, "A")], "A", "A", True),
    "changed between submission and publication": ([(FIRST, "B")], "A", "B", False),
    "submitted and reviewed, not yet published": ([(FIRST, "A")], "B", "A", False),
    "a typing error afterwards": ([(FIRST, "A"), (TYPO, "B")], "A", "B", True),
    "several typing errors afterwards": ([(FIRST, "A"), (TYPO, "B"), (TYPO, "C")], "A", "C", True),
    "reviewed between two typing errors": ([(FIRST, "A"), (TYPO, "B"), (TYPO, "C")], "B", "C", True),
    "an update afterwards": ([(FIRST, "A"), (UPDATE, "B")], "A", "B", False),
    "a correction afterwards": ([(FIRST, "A"), (CORRECTION, "B")], "A", "B", False),
    "a safety correction afterwards": ([(FIRST, "A"), ("safety", "B")], "A", "B", False),
    "corrected, then the reviewed text restored": ([(FIRST, "A"), (CORRECTION, "B"), (UPDATE, "A")], "A", "A", True),
    "restored as a typing error": ([(FIRST, "A"), (CORRECTION, "B"), (TYPO, "A")], "A", "A", True),
    "restored, then a typing error": (
        [(FIRST, "A"), (CORRECTION, "B"), (UPDATE, "A"), (TYPO, "C")], "A", "C", True,
    ),
    "restored, then an update": ([(FIRST, "A"), (UPDATE, "B"), (UPDATE, "A"), (UPDATE, "C")], "A", "C", False),
    "a typing error hiding after an update": ([(FIRST, "A"), (UPDATE, "B"), (TYPO, "C")], "A", "C", False),
    "an update hiding after a typing error": ([(FIRST, "A"), (TYPO, "B"), (UPDATE, "C")], "A", "C", False),
    "an update of nothing that readers see": ([(FIRST, "A"), (UPDATE, "A")], "A", "A", True),
    "a working copy reviewed, then published": ([(FIRST, "A"), (UPDATE, "B")], "B", "B", True),
    "changed by a script, which kept no version": ([(FIRST, "A")], "A", "B", False),
    "changed by a script after a typing error": ([(FIRST, "A"), (TYPO, "B")], "A", "C", False),
    "changed by a script, and reviewed since": ([(FIRST, "A")], "B", "B", True),
    "never kept a version, reviewed as it is": ([], "A", "A", True),
    "never kept a version, changed since": ([], "A", "B", False),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_what_counts(case):
    steps, read, published, counts = TABLE[case]
    one = Review(revision=Revision(digest=read))
    assert passport.standing([one], made(*steps), published) == ([one] if counts else [])


@pytest.mark.django_db
@pytest.mark.parametrize("case", TABLE)
def test_the_queryset_has_the_same_rule(case):
    """Going by kept versions alone: what a script changed it does not see."""
    steps, read, _published, counts = TABLE[case]
    article = make_article("Peels")
    for number, (kind, text) in enumerate([*steps, (SUBMITTED, read)]):
        at = soon(minutes=-9 + number)
        last = Revision.objects.create(article=article, kind=kind, digest=text, snapshot={}, created_at=at)
    fields = {"name": "Dora", "reviewed_on": TODAY, "reviewer": doctor()}
    one = Review.objects.create(article=article, revision=last, **fields)
    if "script" in case or not steps:
        counts = passport.standing([one], made(*steps), steps[-1][1] if steps else "") == [one]
    assert Review.objects.counting().exists() == counts


def test_they_keep_their_order():
    one, other, third = (Review(revision=Revision(digest=text)) for text in "ABA")
    assert passport.standing([one, other, third], made((FIRST, "A")), "A") == [one, third]


def doctor(name="Dora Doctor"):
    return make_author(name, credentials="MD")


def reviewed(revision, on=TODAY, **fields):
    return record(revision, doctor(), None, on, **fields)


def newest(article):
    return article.revisions.first()


def edit(article, kind, text):
    article = Article.objects.get(pk=article.pk)
    since = before(article.pk)
    article.body = f"<p>{text}</p>"
    article.save()
    change(article, since, None, kind, is_confirmed=True)


def now(article):
    """Return the article's passport as its page has it."""
    article = Article.objects.for_page().get(pk=article.pk)
    revisions = list(article.revisions.public())
    sources = Citation.objects.filter(article=article).values_list("source_id", flat=True)
    return passport.of_page(article, revisions, sources)


@pytest.mark.django_db
class TestInTheDatabase:
    def test_submitted_reviewed_published(self):
        article = review.submit(make_article("Peels", status="draft", published_at=None))
        given = reviewed(newest(article))
        assert Article.objects.get(pk=article.pk).review_due_on is None, "nothing is public that could fall due"
        publish(article)
        assert article.review_due_on == given.next_due_on
        assert Article.objects.get(pk=article.pk).review_due_on == given.next_due_on
        assert now(article).vouching == given

    def test_changed_before_it_was_published(self):
        article = review.submit(make_article("Peels", status="draft", published_at=None))
        reviewed(newest(article))
        article.body = "<p>Other words.</p>"
        article.save()
        publish(article)
        found = now(article)
        assert (found.vouching, found.reviews, article.review_due_on) == (None, [], None), "readers never had that text"

    def test_a_typing_error_leaves_it_and_an_update_does_not(self):
        article = publish(make_article("Peels", status="draft"))
        given = reviewed(newest(article))
        edit(article, TYPO, "Body of Peels!")
        assert now(article).vouching == given
        edit(article, UPDATE, "New advice.")
        found = now(article)
        assert (found.vouching, found.last, found.state) == (None, given, passport.CHANGED)
        edit(article, TYPO, "New advice!")
        assert now(article).state == passport.CHANGED
        assert Article.objects.get(pk=article.pk).review_due_on == given.next_due_on, "an edit moves no date"

    def test_the_reviewed_text_restored(self):
        article = publish(make_article("Peels", status="draft"))
        first = reviewed(newest(article), next_due_on=TODAY + timedelta(days=100))
        edit(article, CORRECTION, "Corrected.")
        second = reviewed(newest(article), next_due_on=TODAY + timedelta(days=300))
        assert Article.objects.get().review_due_on == second.next_due_on
        copy, _missing = copies.revert(first.revision)
        copies.publish_copy(copy)
        assert now(article).vouching == first
        assert Article.objects.get().review_due_on == first.next_due_on, "due again when that review said"

    def test_a_working_copy(self):
        article = publish(make_article("Peels", status="draft"))
        old = reviewed(newest(article), next_due_on=TODAY + timedelta(days=10))
        copy = copies.edit_as_draft(article)
        copy.body = "<p>Better words.</p>"
        copy.save()
        review.submit(copy)
        given = reviewed(newest(article), next_due_on=TODAY + timedelta(days=300))
        assert given.article == article
        found = now(article)
        assert (found.vouching, list(found.reviews)) == (old, [old]), "no reader hears of it yet"
        assert Article.objects.get(original=None).review_due_on == old.next_due_on
        copies.publish_copy(Article.objects.get(pk=copy.pk))
        assert now(article).vouching == given
        assert Article.objects.get().review_due_on == given.next_due_on

    def test_a_revision_from_before_sources_and_sponsorships_has_the_same_digest(self):
        article = publish(make_article("Peels", status="draft"))
        kept = newest(article)
        older = {name: value for name, value in kept.snapshot.items() if name not in ("sources", "sponsorship")}
        Revision.objects.filter(pk=kept.pk).update(snapshot=older, digest=digest(older))
        given = reviewed(Revision.objects.get(pk=kept.pk))
        assert now(article).vouching == given

    def test_what_a_script_changed_is_not_vouched_for(self):
        article = publish(make_article("Peels", status="draft"))
        given = reviewed(newest(article))
        article.body = "<p>Written by a script.</p>"
        article.save()
        assert now(article).state == passport.CHANGED
        kept = freeze(article)
        assert kept != given.revision
        again = reviewed(kept)
        assert now(article).vouching == again

    def test_an_article_without_versions_can_be_reviewed(self):
        article = make_article("Imported")
        assert to_read(article) is None
        given = reviewed(freeze(article))
        assert now(article).vouching == given
        assert freeze(article) == given.revision, "kept once"

    def test_the_present_has_the_digest_of_its_snapshot(self, django_assert_num_queries):
        article = make_article("Peels", tags=["Skin"], lead_alt="A needle", body='<p>One.</p><h2 id="a">Two</h2>')
        article.bylines.create(author=make_author("Bob"), position=2, interests="Owns a clinic.")
        Treatment.objects.create(article=article, name="Peel", cost_from="99.5", cost_to=100)
        Sponsorship.objects.create(article=article, sponsor="Acme", kind="paid")
        for text in "BA":
            Citation.objects.create(article=article, source=Source.objects.create(text=text), position=ord(text))
        article = Article.objects.select_related("treatment", "sponsorship").get(pk=article.pk)
        expected = digest(snapshot(article))
        keys = list(Citation.objects.filter(article=article).values_list("source_id", flat=True))
        assert len(article.signed_by) == 2
        with django_assert_num_queries(0):
            assert passport.present(article, keys) == expected
        assert passport.present(article, keys[::-1]) != expected

    def test_the_date_moves_without_a_new_version_of_the_article(self):
        article = publish(make_article("Peels", status="draft"))
        before = Article.objects.get()
        Change.objects.all().delete()
        reviewed(newest(article))
        after = Article.objects.get()
        assert (after.version, after.saved_at) == (before.version, before.saved_at), "an open form would collide"
        assert after.review_due_on
        assert Change.objects.filter(article_id=article.pk).exists()


def test_recent_and_earlier():
    whole, part, old, older = (
        Review(pk=number, scope=scope, reviewed_on=date(2026, 1, 9 - number), revision=Revision(digest="A"))
        for number, scope in enumerate(("sections", "whole", "sections", "whole"))
    )
    found = passport.Passport([whole, part, old, older], [whole, part, old, older])
    assert found.vouching is part
    assert (found.recent, found.earlier) == ([whole, part], [old, older])
    assert passport.Passport().recent == ()
