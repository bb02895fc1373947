"""Medical reviews at the desk: the form beside the version, the way there, and what editors see of reviews."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.history import copies, review
from articles.history.publish import before, change, publish, trash
from articles.history.roles import EDITORS, REVIEWERS, WRITERS
from articles.models import Article, Author, Publication, Review, Revision, Tag
from articles.reviewing.recording import record
from tests.make import make_article, make_author, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BODY = "<h2>Benefits</h2><p>Some.</p><h2>Risks &amp; more</h2><p>Others.</p>"
LIST, DESK = "/admin/articles/article/", "/admin/articles/article/desk/"


@pytest.fixture
def doctor():
    return make_author("Dora Doctor", credentials="MD")


@pytest.fixture
def peels():
    return publish(make_article("Peels", status="draft", body=BODY))


def address(revision):
    return reverse("admin:articles_article_revision", args=[revision.article_id, revision.pk])


def to_review(article):
    return reverse("admin:articles_article_to_review", args=[article.pk])


def form(doctor, **fields):
    return {"reviewer": doctor.pk, "on": TODAY.isoformat(), "scope": "whole"} | fields


def page(response):
    return LexborHTMLParser(response.content.decode())


def words(node):
    return " ".join(node.text().split()) if node else ""


def edit(article, kind="update"):
    since = before(article.pk)
    article.body = "<p>Other words.</p>"
    article.save()
    change(article, since, None, kind)


# The form beside the version


def test_it_is_recorded_beside_the_version(client, peels, doctor):
    user = member(client, REVIEWERS)
    revision = peels.revisions.get()
    shown = page(client.get(address(revision)))
    assert shown.css_first(".body h2").text() == "Benefits"
    assert [words(label) for label in shown.css("#review_sections label")] == ["Benefits", "Risks & more"]
    response = client.post(address(revision), form(doctor, evidence="The guideline."), follow=True)
    assert response.redirect_chain == [(address(revision), 302)]
    assert "The review by Dora Doctor, MD is recorded" in response.content.decode()
    given = Review.objects.get()
    assert (given.revision, given.user, given.evidence) == (revision, user, "The guideline.")
    part = {"scope": "sections", "sections": ["Risks & more"]}
    client.post(address(revision), form(doctor, **part))
    assert Review.objects.latest("pk").sections == ["Risks & more"]


def test_one_s_own_author_is_chosen_and_only_those_with_credentials_are_offered(client, peels, doctor):
    user = member(client, REVIEWERS)
    make_author("Paul Plain")
    own = make_author("Ida Own", credentials="RN", user=user)
    select = page(client.get(address(peels.revisions.get()))).css_first("select")
    assert [option.text() for option in select.css("option")] == ["Choose …", "Dora Doctor, MD", "Ida Own, RN"]
    assert select.css_first("option[selected]").attributes["value"] == str(own.pk)
    Author.objects.filter(pk=own.pk).update(credentials="")
    shown = page(client.get(address(peels.revisions.get())))
    assert not shown.css("option[selected][value]:not([value=''])")
    assert "has no credentials" in words(shown.css_first(".record-note"))


def test_an_error_keeps_everything_typed(client, peels, doctor):
    member(client, REVIEWERS)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    typed = form(doctor, on=tomorrow, scope="sections", sections=["Benefits"], evidence="A <b>long</b> list")
    response = client.post(address(peels.revisions.get()), typed | {"next_due_on": "2030-01-01"})
    assert response.status_code == 422
    shown = page(response)
    assert shown.css_first("textarea").text().strip() == "A <b>long</b> list"
    assert shown.css_first("#review_on").attributes["value"] == tomorrow
    assert shown.css_first("#review_next_due_on").attributes["value"] == "2030-01-01"
    assert shown.css_first("input[name=sections][checked]").attributes["value"] == "Benefits"
    assert shown.css_first("input[name=scope][checked]").attributes["value"] == "sections"
    assert shown.css_first("select option[selected]").attributes["value"] == str(doctor.pk)
    listed = shown.css_first(".record-errors")
    assert "still to come" in words(listed)
    assert "moves no date" in words(listed)
    for link in listed.css("a"):
        assert shown.css(link.attributes["href"]), "a link of the list leads to its field"
    assert shown.css_first("#review_on").attributes["aria-invalid"] == "true"
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "forged",
    [
        {"reviewer": "9" * 40},
        {"reviewer": "x\0"},
        {"on": "10000000000000000000"},
        {"on": "0001-01-01"},
        {"next_due_on": "9999-12-31"},
        {"scope": "all\0"},
        {"scope": "sections", "sections": ["None such", "\0"]},
        {"scope": "sections"},
        {"evidence": "\0"},
        {"evidence": "x" * 5001},
        {},
    ],
)
def test_forged_input_is_refused_in_words(client, peels, doctor, forged):
    member(client, REVIEWERS)
    response = client.post(address(peels.revisions.get()), form(doctor, **forged) if forged else {})
    assert response.status_code == 422
    assert "Nothing was recorded" in words(page(response).css_first(".record-errors"))
    assert not Review.objects.exists()


def test_nobody_else_records_one(client, peels, doctor):
    revision = peels.revisions.get()
    for group in (WRITERS,):
        member(client, group)
        assert not page(client.get(address(revision))).css(".record")
        assert client.post(address(revision), form(doctor)).status_code == 403
    client.logout()
    assert client.post(address(revision), form(doctor)).status_code == 302
    assert not Review.objects.exists()


def test_a_version_of_another_article_is_not_found(client, peels, doctor):
    member(client, REVIEWERS)
    other = make_article("Other")
    key = peels.revisions.get().pk
    for pk in (key, 10**18, 10**30):
        path = f"/admin/articles/article/{other.pk}/history/{pk}/"
        assert client.post(path, form(doctor)).status_code == 404
        assert client.get(path).status_code == 404
    assert not Review.objects.exists()


def test_an_older_text_says_so(client, peels, doctor):
    member(client, REVIEWERS)
    revision = peels.revisions.get()
    assert "Not the newest" not in client.get(address(revision)).content.decode()
    edit(peels)
    assert "Not the newest" in client.get(address(revision)).content.decode()


# The way there


def test_it_leads_to_the_version_that_says_what_is_there(client, peels):
    member(client, REVIEWERS)
    assert client.get(to_review(peels)).url == f"{address(peels.revisions.get())}#record"
    copy = copies.edit_as_draft(peels)
    copy.body = "<p>Better.</p>"
    copy.save()
    review.submit(copy)
    assert client.get(to_review(copy)).url == f"{address(peels.revisions.first())}#record"
    assert client.get(to_review(peels)).url == f"{address(peels.revisions.last())}#record"
    assert client.get("/admin/articles/article/999999999/review/").status_code == 404
    assert client.get(f"/admin/articles/article/{10**30}/review/").status_code == 404


def test_what_has_no_version_is_kept_first(client):
    member(client, REVIEWERS)
    article = make_article("Imported")
    shown = client.get(to_review(article))
    assert "No version of the present text is kept yet" in shown.content.decode()
    assert not Revision.objects.exists(), "looking keeps nothing"
    response = client.post(to_review(article))
    assert response.url == f"{address(Revision.objects.get())}#record"
    assert Revision.objects.get().kind == "submitted"


def test_what_was_changed_after_its_submission_is_said(client):
    member(client, REVIEWERS)
    article = review.submit(make_article("Peels", status="draft"))
    article.body = "<p>Changed by the editor.</p>"
    article.save()
    assert "changed after it was submitted" in client.get(to_review(article)).content.decode()
    client.post(to_review(article))
    assert article.revisions.count() == 2


def test_a_draft_is_not_reviewed(client):
    member(client, REVIEWERS)
    article = make_article("Peels", status="draft")
    assert "Only what is submitted" in client.get(to_review(article)).content.decode()
    assert client.post(to_review(article)).status_code == 422
    assert not Revision.objects.exists()


def test_writers_keep_no_version(client, peels):
    member(client, WRITERS)
    article = make_article("Imported")
    assert b"Keep this version" not in client.get(to_review(article)).content
    assert client.post(to_review(article)).status_code == 403
    assert not article.revisions.exists()


# The desk, the list, the form, the history


def test_what_waits_for_the_reviewer(client, doctor):
    member(client, REVIEWERS)
    article = review.submit(make_article("Peels", status="draft"))
    make_article("Late", review_due_on=TODAY - timedelta(days=3))
    make_article("In time", review_due_on=TODAY)
    make_article("Withdrawn", status="withdrawn", review_due_on=TODAY - timedelta(days=3))
    shown = page(client.get(DESK))
    waiting, overdue = (shown.css_first(f"[aria-labelledby=desk-{name}]") for name in ("waiting", "overdue"))
    assert [link.attributes["href"] for link in waiting.css(".articles-act-link")] == [to_review(article)]
    assert [words(link) for link in overdue.css("li > a:first-child")] == ["Late"]
    assert "waiting" in shown.css_first("#desk-waiting a").attributes["href"]
    assert [each.title for each in client.get(LIST, {"stands": "waiting"}).context["cl"].result_list] == ["Peels"]
    record(article.revisions.get(), doctor, None, TODAY)
    assert "Nothing waits" in words(page(client.get(DESK)).css_first("[aria-labelledby=desk-waiting]"))
    assert not client.get(LIST, {"stands": "waiting"}).context["cl"].result_list


def test_an_editor_sees_that_it_was_reviewed(client, doctor):
    member(client, EDITORS)
    article = review.submit(make_article("Peels", status="draft"))
    assert "medically reviewed" not in client.get(DESK).content.decode()
    record(article.revisions.get(), doctor, None, TODAY)
    assert "medically reviewed" in words(page(client.get(DESK)).css_first("[aria-labelledby=desk-waiting]"))


def test_a_writer_s_desk_has_neither(client):
    member(client, WRITERS)
    make_article("Late", review_due_on=TODAY - timedelta(days=3))
    assert not page(client.get(DESK)).css("#desk-overdue, #desk-waiting")


def test_the_list_narrows_down_by_review(client, peels, doctor):
    member(client, EDITORS)
    record(peels.revisions.get(), doctor, None, TODAY)
    make_article("Never")
    changed = publish(make_article("Changed", status="draft"))
    record(changed.revisions.get(), doctor, None, TODAY)
    edit(changed)
    Article.objects.filter(title="Changed").update(review_due_on=TODAY - timedelta(days=1))

    def titles(state):
        return [each.title for each in client.get(LIST, {"reviewed": state}).context["cl"].result_list]

    assert titles("never") == ["Never"]
    assert titles("counts") == ["Peels"]
    assert titles("changed") == titles("overdue") == ["Changed"]
    assert len(titles("nonsense")) == 3


def put_in(client, diff):
    """Return the words that a comparison marks as new."""
    return " ".join(words(each) for each in page(client.get(diff)).css("ins"))


def panel(client, article):
    shown = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    return page(shown).css_first(".articles-reviews")


def test_the_form_s_side_says_how_it_stands(client, peels, doctor):
    member(client, EDITORS)
    assert "Never reviewed as a whole" in words(panel(client, peels))
    given = record(peels.revisions.get(), doctor, None, TODAY)
    assert "Reviewed. Dora Doctor, MD" in words(panel(client, peels))
    assert "Next review due" in words(panel(client, peels))
    edit(peels)
    shown = panel(client, peels)
    assert "Changed since review." in words(shown)
    compare = reverse("admin:articles_article_compare", args=[peels.pk])
    diff = f"{compare}?old={given.revision_id}&new=now"
    assert diff in [link.attributes["href"] for link in shown.css("a")]
    assert "Other" in put_in(client, diff)
    Article.objects.update(review_due_on=TODAY - timedelta(days=1))
    assert "Overdue since" in words(panel(client, peels))


def test_a_copy_s_side_says_what_publishing_does(client, peels, doctor):
    member(client, EDITORS)
    record(peels.revisions.get(), doctor, None, TODAY)
    copy = copies.edit_as_draft(peels)
    assert "This text is reviewed." in words(panel(client, copy))
    copy.body = "<p>Better.</p>"
    copy.save()
    shown = panel(client, copy)
    assert "takes the reviewer's name off the page" in words(shown)
    diff = next(link.attributes["href"] for link in shown.css("a") if "new=copy" in link.attributes["href"])
    assert "Better" in put_in(client, diff)


def test_a_draft_s_side_goes_by_its_own_text(client, doctor):
    member(client, EDITORS)
    article = review.submit(make_article("Peels", status="draft"))
    record(article.revisions.get(), doctor, None, TODAY)
    assert "Reviewed. Dora Doctor, MD" in words(panel(client, article))
    assert not client.get(LIST, {"reviewed": "changed"}).context["cl"].result_list
    article.body = "<p>Better.</p>"
    article.save()
    assert "Changed since review." in words(panel(client, article))


def test_the_history_names_who_reviewed_which(client, peels, doctor):
    member(client, EDITORS)
    record(peels.revisions.get(), doctor, None, TODAY)
    record(peels.revisions.get(), make_author("Otto", credentials="RN"), None, TODAY, "sections", ["Benefits"])
    edit(peels)
    path = reverse("admin:articles_article_history", args=[peels.pk])
    rows = page(client.get(path)).css(".articles-versions tbody tr:not(.is-present)")
    assert not rows[0].css(".articles-version-review")
    assert [words(each).split(", ")[0] for each in rows[1].css(".articles-version-review")] == [
        "Reviewed in part by Otto", "Medically reviewed by Dora Doctor",
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(5):
        record(peels.revisions.last(), make_author(f"Doctor {number}", credentials="MD"), None, TODAY)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(few) == len(many)


def test_the_calendar_has_the_days_on_which_reviews_are_due(client):
    member(client, EDITORS)
    make_article("Peels", review_due_on=TODAY)
    make_article("Late", review_due_on=TODAY.replace(day=1))
    make_article("Draft", status="draft", review_due_on=TODAY)
    shown = page(client.get(f"/admin/articles/article/calendar/{TODAY.year}/{TODAY.month}/"))
    found = {words(item.css_first("a")): words(item.css_first(".state")) for item in shown.css(".articles-calendar li")}
    late = "Review due" if TODAY.day == 1 else "Review overdue"
    assert found == {"Peels": "Review due", "Late": late}


def test_editors_tune_the_months(client):
    member(client, EDITORS)
    tag = Tag.objects.create(name="Acids")
    data = {"name": "Acids", "slug": "acids", "description": "", "image": "", "review_months": "6"}
    client.post(f"/admin/articles/tag/{tag.pk}/change/", data)
    assert Tag.objects.get().review_months == 6
    form = client.get("/admin/articles/publication/1/change/").context["adminform"].form
    data = {name: "" if value is None else value for name, value in form.initial.items()}
    data = {name: value for name, value in data.items() if value is not False}
    response = client.post(
        "/admin/articles/publication/1/change/", data | {"review_months": 9, "suggests_overdue": "on"}
    )
    assert response.status_code == 302
    assert (Publication.load().review_months, Publication.load().suggests_overdue) == (9, True)


# What nobody does


def test_the_record_is_read_only(client, peels, doctor):
    given = record(peels.revisions.get(), doctor, None, TODAY, evidence="The guideline.")
    client.force_login(get_user_model().objects.create_superuser("chief"))
    path = f"/admin/articles/review/{given.pk}/"
    listed = client.get("/admin/articles/review/")
    assert "Dora Doctor, MD" in listed.content.decode()
    shown = client.get(f"{path}change/")
    assert "The guideline." in shown.content.decode()
    assert f"{address(given.revision)}#record" in shown.content.decode()
    assert client.post(f"{path}change/", {"name": "Somebody"}).status_code == 403
    assert client.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/articles/review/add/").status_code == 403
    assert Review.objects.get().name == "Dora Doctor"


def test_they_go_with_an_article_deleted_for_good(client, peels, doctor):
    record(peels.revisions.get(), doctor, None, TODAY)
    trash(peels)
    member(client, EDITORS)
    path = f"/admin/articles/article/{peels.pk}/delete/"
    assert "Dora Doctor, MD" in client.get(path).content.decode()
    assert client.post(path, {"post": "yes"}).status_code == 302
    assert not Review.objects.exists()


def test_who_reviewed_is_not_deleted(client, peels, doctor):
    record(peels.revisions.get(), doctor, None, TODAY)
    client.force_login(get_user_model().objects.create_superuser("chief"))
    response = client.post(f"/admin/articles/author/{doctor.pk}/delete/", {"post": "yes"})
    assert Author.objects.filter(pk=doctor.pk).exists()
    assert f'Review: <a href="/admin/articles/review/{Review.objects.get().pk}/change/">Peels: Dora Doctor, MD' in (
        response.content.decode()
    )
