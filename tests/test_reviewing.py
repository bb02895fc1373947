"""Recording a medical review: what is refused and why, what is kept, who is told, and when the next one is due."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.history import copies, review
from articles.history.publish import delete, publish, purge, trash
from articles.history.roles import ensure_groups
from articles.models import Act, Article, Author, Publication, Review, Revision, Tag
from articles.reviewing.overview import STATES, of_state, waits
from articles.reviewing.recording import freeze, headings, record
from articles.reviewing.spreading import after_months, next_due, spread
from tests.make import log_in, make_article, make_author, soon

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SECTIONED = "<h2>Benefits</h2><p>Some.</p><h2>Risks</h2><p>Others.</p>"


@pytest.fixture
def doctor():
    return make_author("Dora Doctor", credentials="MD, FAAD")


@pytest.fixture
def revision():
    """What readers have of an article about peels."""
    return publish(make_article("Peels", status="draft", tags=["Skin"], body=SECTIONED)).revisions.get()


def refused(revision, doctor, **fields):
    """Return by argument what is wrong with a review; nothing is kept of it."""
    with pytest.raises(ValidationError) as caught:
        record(**{"revision": revision, "reviewer": doctor, "user": None, "on": TODAY} | fields)
    assert not Review.objects.exists()
    assert not Act.objects.filter(verb=Act.Verb.REVIEWED).exists()
    assert Article.objects.get(original=None).review_due_on is None
    return getattr(caught.value, "message_dict", caught.value.messages)


def test_what_is_kept(revision, doctor):
    user = log_in("review_article").user
    given = record(revision, doctor, user, TODAY, evidence="  The guideline of 2024.\0 ")
    doctor.name, doctor.credentials = "Dora Married", ""
    doctor.save()
    given = Review.objects.get(pk=given.pk)
    assert (given.name, given.credentials, given.signature) == ("Dora Doctor", "MD, FAAD", "Dora Doctor, MD, FAAD")
    assert (given.article, given.revision, given.user) == (revision.article, revision, user)
    assert given.evidence == "The guideline of 2024."
    assert given.is_whole
    act = Act.objects.get(verb=Act.Verb.REVIEWED)
    assert (act.article, act.user) == (revision.article, user)
    assert "Dora Doctor, MD, FAAD" in act.detail


def test_some_sections_move_no_date(revision, doctor):
    whole = record(revision, doctor, None, TODAY, next_due_on=TODAY + timedelta(days=50))
    other = make_author("Otto Other", credentials="RN")
    part = record(revision, other, None, TODAY, scope="sections", sections=["Risks", "Benefits"])
    assert (part.sections, part.next_due_on) == (["Risks", "Benefits"], None)
    assert Article.objects.get().review_due_on == whole.next_due_on


def test_who_may_not(revision, doctor):
    editor, nobody = log_in("change_article", "publish_article").user, log_in().user
    for user in (editor, nobody):
        with pytest.raises(PermissionDenied):
            record(revision, doctor, user, TODAY)
    with pytest.raises(PermissionDenied):
        freeze(revision.article, nobody)
    assert freeze(revision.article, editor) == revision
    assert not Review.objects.exists()


def test_what_is_refused(revision, doctor):
    plain = make_author("Paul Plain", credentials="  ")
    assert "no credentials" in refused(revision, plain)["reviewer"][0]
    author = Author.objects.get(name="Ada Writer")
    author.credentials = "MD"
    assert "Somebody else" in refused(revision, author)["reviewer"][0]
    assert "still to come" in refused(revision, doctor, on=TODAY + timedelta(days=1))["on"][0]
    assert "did not exist before" in refused(revision, doctor, on=TODAY - timedelta(days=1))["on"][0]
    assert "Name the sections" in refused(revision, doctor, scope="sections")["sections"][0]
    assert "“Cost”" in refused(revision, doctor, scope="sections", sections=["Risks", "Cost"])["sections"][0]
    assert "Choose one of the two" in refused(revision, doctor, sections=["Risks"])["sections"][0]
    assert "Choose the whole page" in refused(revision, doctor, scope="half")["scope"][0]
    assert "later day" in refused(revision, doctor, next_due_on=TODAY)["next_due_on"][0]
    assert "ten years" in refused(revision, doctor, next_due_on=date.max)["next_due_on"][0]
    part = {"scope": "sections", "sections": ["Risks"], "next_due_on": TODAY + timedelta(days=9)}
    assert "moves no date" in refused(revision, doctor, **part)["next_due_on"][0]
    two = refused(revision, plain, on=date.max)
    assert two.keys() == {"reviewer", "on"}, "all that is wrong is said at once"


def test_a_forged_revision(revision, doctor):
    other = make_article("Other", status="draft")
    forged = Revision(pk=revision.pk, article=other, snapshot={}, digest="")
    with pytest.raises(ValidationError, match="no such version"):
        record(forged, doctor, None, TODAY)
    with pytest.raises(ValidationError, match="no such version"):
        record(Revision(pk=10**9, article=other, snapshot={}, digest=""), doctor, None, TODAY)
    assert not Review.objects.exists()


def test_what_is_in_the_trash_or_was_replaced(revision, doctor):
    trash(revision.article)
    assert "in the trash" in refused(revision, doctor)["revision"][0]
    Article.objects.update(status="published", trashed_at=None)
    Revision.objects.update(kind="replaced")
    assert "newest one" in refused(Revision.objects.get(), doctor)["revision"][0]


def test_a_second_press_of_the_button(revision, doctor):
    record(revision, doctor, None, TODAY)
    with pytest.raises(ValidationError, match="recorded already"):
        record(revision, doctor, None, TODAY)
    record(revision, doctor, None, TODAY, scope="sections", sections=["Risks"])
    with pytest.raises(ValidationError, match="recorded already"):
        record(revision, doctor, None, TODAY, scope="sections", sections=["Risks"])
    assert Review.objects.count() == 2


def test_a_review_is_never_changed(revision, doctor):
    given = record(revision, doctor, None, TODAY)
    given.evidence = "More."
    with pytest.raises(TypeError, match="Record another one"):
        given.save()


def test_headings_are_those_of_the_version(revision):
    article = revision.article
    article.body = "<h2>Now</h2>"
    article.save()
    assert headings(revision) == ["Benefits", "Risks"]
    twice = Revision(snapshot={"body": "<h2>One</h2><h3>Two &amp; 3</h3><h2>One</h2>"})
    assert headings(twice) == ["One", "Two & 3"]


def test_who_is_told(revision, doctor, django_capture_on_commit_callbacks):
    ensure_groups()
    writer = log_in(email="writer@example.org").user
    editor = log_in("publish_article", email="editor@example.org").user
    reviewer = log_in("review_article", "view_article", email="reviewer@example.org").user
    Article.objects.update(owner=writer)
    with django_capture_on_commit_callbacks(execute=True):
        record(revision, doctor, reviewer, TODAY)
    assert [letter.to for letter in mail.outbox] == [["writer@example.org"]], "readers have it: nothing is left to do"
    mail.outbox.clear()
    copy = copies.edit_as_draft(Article.objects.get())
    copy.body = "<p>Better.</p>"
    copy.save()
    review.submit(copy)
    with django_capture_on_commit_callbacks(execute=True):
        record(revision.article.revisions.first(), doctor, reviewer, TODAY)
    assert sorted(letter.to for letter in mail.outbox) == [["editor@example.org"], ["writer@example.org"]]
    assert "Dora Doctor, MD, FAAD" in mail.outbox[0].body
    assert editor.email


# When the next one is due


def test_months():
    assert after_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert after_months(date(2026, 12, 1), 12) == date(2027, 12, 1)
    assert after_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert after_months(date(2026, 8, 31), 40000 * 12) == date.max


def test_the_shortest_interval_of_the_tags(revision, doctor):
    assert next_due(revision, TODAY) == after_months(TODAY, 12)
    Publication.objects.update(review_months=6)
    assert next_due(revision, TODAY) == after_months(TODAY, 6)
    Tag.objects.filter(name="Skin").update(review_months=9)
    assert next_due(revision, TODAY) == after_months(TODAY, 9), "a tag's own time counts, also a longer one"
    revision.article.tags.add("Acne")
    Tag.objects.filter(name="Acne").update(review_months=3)
    assert next_due(revision, TODAY) == after_months(TODAY, 3)


def test_the_emptiest_week():
    thursday = date(2027, 1, 7)
    week = {number: (thursday - timedelta(weeks=number)).isocalendar()[:2] for number in range(5)}
    assert spread(thursday, 4, Counter()) == thursday
    assert spread(thursday, 4, Counter({week[0]: 1})) == thursday - timedelta(weeks=1), "over the turn of the year"
    assert spread(thursday, 4, Counter({week[0]: 2, week[1]: 1, week[2]: 1, week[3]: 3})) == thursday - timedelta(
        weeks=1
    )
    assert spread(thursday, 4, Counter({week[number]: 1 for number in range(4)})) == thursday, "never later"
    assert spread(thursday, 1, Counter({week[0]: 9})) == thursday


def test_dates_do_not_bunch(doctor):
    found = []
    for number in range(8):
        article = publish(make_article(f"Peels {number}", status="draft"))
        found.append(record(article.revisions.get(), doctor, None, TODAY).next_due_on)
    latest = after_months(TODAY, 12)
    assert Counter(found) == {latest - timedelta(weeks=number): 2 for number in range(4)}
    assert found[:4] == [latest - timedelta(weeks=number) for number in range(4)], "the later week first"


def test_spreading_takes_as_many_queries_for_any_number(revision):
    next_due(revision, TODAY)
    with CaptureQueriesContext(connection) as alone:
        next_due(revision, TODAY)
    for number in range(20):
        make_article(f"Other {number}", review_due_on=after_months(TODAY, 12))
    with CaptureQueriesContext(connection) as crowded:
        next_due(revision, TODAY)
    assert len(alone) == len(crowded) == 3


# Where many stand


def test_what_waits(doctor):
    article = review.submit(make_article("Peels", status="draft", published_at=None))
    make_article("Draft", status="draft")
    live = publish(make_article("Live", status="draft"))
    copy = copies.edit_as_draft(live)
    copy.body = "<p>Better.</p>"
    copy.save()
    review.submit(copy)

    def waiting():
        return set(Article.objects.filter(waits()))

    assert waiting() == {article, copy}
    record(article.revisions.first(), doctor, None, TODAY, scope="whole")
    assert waiting() == {copy}
    record(live.revisions.first(), doctor, None, TODAY)
    assert waiting() == set()
    review.submit(Article.objects.get(pk=article.pk))
    assert waiting() == {article}, "submitted anew"


def test_some_sections_are_not_all(doctor):
    article = review.submit(make_article("Peels", status="draft", body=SECTIONED))
    record(article.revisions.get(), doctor, None, TODAY, scope="sections", sections=["Risks"])
    assert list(Article.objects.filter(waits())) == [article]


def test_states(doctor):
    named = {}
    for title in ("Never", "Counts", "Changed", "Overdue"):
        named[title] = publish(make_article(title, status="draft"))
        if title != "Never":
            record(named[title].revisions.get(), doctor, None, TODAY)
    changed = named["Changed"]
    changed.body = "<p>Other.</p>"
    changed.save()
    Revision.objects.create(article=changed, snapshot={}, digest="other", kind="update")
    Article.objects.filter(title="Overdue").update(review_due_on=TODAY - timedelta(days=1))
    Article.objects.filter(title="Counts").update(review_due_on=TODAY)

    def titles(state):
        return set(Article.objects.filter(of_state(state)).values_list("title", flat=True))

    assert {state: titles(state) for state in STATES} == {
        "never": {"Never"}, "counts": {"Counts", "Overdue"}, "changed": {"Changed"}, "overdue": {"Overdue"},
    }  # fmt: skip
    with CaptureQueriesContext(connection) as few:
        titles("counts")
    for number in range(10):
        record(publish(make_article(f"More {number}", status="draft")).revisions.get(), doctor, None, TODAY)
    with CaptureQueriesContext(connection) as many:
        titles("counts")
    assert len(few) == len(many) == 1


# What becomes of reviews


def test_they_go_with_their_article(revision, doctor):
    record(revision, doctor, None, TODAY)
    Article.objects.update(status="trashed", trashed_at=soon(days=-40))
    assert purge() == 1
    assert not Review.objects.exists()
    assert not Revision.objects.exists()
    doctor.delete()


def test_they_go_with_an_article_that_has_a_copy(revision, doctor):
    copy = copies.edit_as_draft(revision.article)
    review.submit(copy)
    record(revision.article.revisions.first(), doctor, None, TODAY)
    delete(Article.objects.get(pk=revision.article_id))
    assert not Review.objects.exists()


def test_they_stay_when_a_copy_is_discarded(revision, doctor):
    copy = copies.edit_as_draft(revision.article)
    review.submit(copy)
    given = record(revision.article.revisions.first(), doctor, None, TODAY)
    copies.discard(Article.objects.get(pk=copy.pk))
    assert Review.objects.get() == given


def test_who_reviewed_stays(revision, doctor):
    record(revision, doctor, None, TODAY)
    with pytest.raises(ProtectedError):
        doctor.delete()
