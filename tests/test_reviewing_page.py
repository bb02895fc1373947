"""What readers and search engines are told of an article's medical reviews."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.history import copies, review
from articles.history.publish import before, change, publish
from articles.models import Article, Author, Publication, Review
from articles.reviewing.recording import record
from tests.make import make_article, make_author, related, settle, soon

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BODY = "<h2>Benefits</h2><p>Some.</p><h2>Risks</h2><p>Others.</p>"


@pytest.fixture
def peels():
    return publish(make_article("Peels", slug="peels", status="draft", body=BODY))


def reviewed(article, on=TODAY, name="Dora Doctor", **fields):
    doctor = make_author(name, credentials="MD, FAAD")
    return record(article.revisions.first(), doctor, None, on, **fields)


def page(client, path="/peels/"):
    return LexborHTMLParser(client.get(path).content.decode())


def words(node):
    return " ".join(node.text().split()) if node else ""


def web_page(client):
    graph = json.loads(page(client).css_first("script").text())["@graph"]
    return next(node for node in graph if node["@type"] in ("WebPage", "MedicalWebPage"))


def edit(article, kind):
    since = before(article.pk)
    article.body = BODY.replace("Others", f"Others after a {kind}")
    article.save()
    change(article, since, None, kind)


def test_nothing_is_said_of_what_nobody_reviewed(client, peels):
    found = page(client)
    assert not found.css(".vouched, .article-reviews, .overdue")
    assert not {"reviewedBy", "lastReviewed"} & web_page(client).keys()


def test_who_reviewed_stands_under_the_headline_and_at_the_end(client, peels):
    given = reviewed(peels, evidence="The guideline.\n<b>Second</b> line")
    found = page(client)
    day = given.reviewed_on.isoformat()
    assert words(found.css_first(".vouched")).startswith("Medically reviewed by Dora Doctor, MD, FAAD, ")
    assert found.css_first(".article-header .vouched time").attributes["datetime"] == day
    end = found.css_first("footer.article-footer .article-reviews")
    assert re.search("Last reviewed.*Next review due", words(end))
    assert {node.attributes["datetime"] for node in end.css("dd time")} == {day, given.next_due_on.isoformat()}
    assert "the whole page" in words(end)
    assert "<b>Second</b> line" in words(end)
    node = web_page(client)
    assert node["lastReviewed"] == day
    assert node["reviewedBy"] == {"@type": "Person", "name": "Dora Doctor", "honorificSuffix": "MD, FAAD"}
    assert not found.css(".vouched a"), "nobody has a page before something of theirs is public"


def test_a_reviewer_with_a_page_is_linked(client, peels):
    reviewed(peels)
    make_article("Other", author="Dora Doctor")
    assert page(client).css_first(".vouched a").attributes["href"] == "/authors/dora-doctor/"
    assert web_page(client)["reviewedBy"]["@id"] == "http://testserver/authors/dora-doctor/#person"
    Article.objects.filter(title="Other").update(status="withdrawn")
    assert not page(client).css(".vouched a")


def test_credentials_are_those_of_then(client, peels):
    reviewed(peels)
    Author.objects.filter(name="Dora Doctor").update(name="Dora Married", credentials="")
    assert "Dora Doctor, MD, FAAD" in words(page(client).css_first(".vouched"))
    assert web_page(client)["reviewedBy"]["honorificSuffix"] == "MD, FAAD"


def test_some_sections_are_in_the_record_alone(client, peels):
    reviewed(peels, scope="sections", sections=["Risks"])
    found = page(client)
    assert not found.css(".vouched")
    assert "the section “Risks”" in words(found.css_first(".review-record"))
    assert "Last reviewed" not in words(found.css_first(".article-reviews"))
    assert "reviewedBy" not in web_page(client)


def test_a_typing_error_leaves_the_line(client, peels):
    reviewed(peels)
    edit(peels, "typo")
    assert page(client).css_first(".vouched")
    assert "lastReviewed" in web_page(client)


@pytest.mark.parametrize("kind", ["update", "correction", "safety"])
def test_a_change_is_said_plainly(client, peels, kind):
    reviewed(peels)
    edit(peels, kind)
    found = page(client)
    assert not found.css(".vouched")
    assert "changed after its last medical review" in words(found.css_first(".article-reviews .overdue"))
    assert "of an earlier text" in words(found.css_first(".review-record"))
    assert not {"reviewedBy", "lastReviewed"} & web_page(client).keys()


def test_earlier_reviews_are_folded(client, peels):
    for number in range(3):
        reviewed(peels, name=f"Doctor {number}")
    reviewed(peels, name="Part", scope="sections", sections=["Risks"])
    found = page(client)
    shown = found.css_first(".article-reviews > .review-record")
    assert [words(each).split(",")[0] for each in shown.css("li")] == ["Part", "Doctor 2"]
    folded = found.css_first(".article-reviews details")
    assert words(folded.css_first("summary")) == "2 earlier reviews"
    assert [words(each).split(",")[0] for each in folded.css("li")] == ["Doctor 1", "Doctor 0"]
    assert "open" not in folded.attributes


def test_overdue_is_said_and_takes_nothing_away(client, peels):
    reviewed(peels, next_due_on=TODAY + timedelta(days=1))
    assert not page(client).css(".overdue")
    Article.objects.update(review_due_on=TODAY)
    assert not page(client).css(".overdue"), "due today is not overdue"
    Article.objects.update(review_due_on=TODAY - timedelta(days=1))
    found = page(client)
    assert "Review overdue." in words(found.css_first(".article-header .overdue"))
    assert "(overdue)" in words(found.css_first(".article-reviews"))
    assert found.css_first(".vouched")
    for path in ("/", "/feed/", "/sitemap.xml", "/authors/ada-writer/"):
        assert "/peels/" in client.get(path).content.decode(), path


def test_the_review_of_a_text_not_yet_public_is_told_to_nobody(client, peels):
    copy = copies.edit_as_draft(peels)
    copy.body = "<p>Better.</p>"
    copy.save()
    review.submit(copy)
    reviewed(peels, name="Zebrafinch")
    assert "Zebrafinch" not in client.get("/peels/").content.decode()
    copies.publish_copy(Article.objects.get(pk=copy.pk))
    assert "Zebrafinch" in words(page(client).css_first(".vouched"))


def test_a_preview_of_the_copy_shows_what_readers_would_get(admin_client, peels):
    copy = copies.edit_as_draft(peels)
    copy.body = "<p>Better.</p>"
    copy.save()
    path = f"/preview/{copy.pk}/"
    reviewed(peels)
    assert not page(admin_client, path).css(".vouched")
    review.submit(copy)
    reviewed(peels, name="Carla Copy")
    assert "Carla Copy" in words(page(admin_client, path).css_first(".vouched"))


def test_a_reviewer_s_page_says_how_many_they_reviewed(client, peels):
    reviewed(peels)
    make_article("Other", author="Dora Doctor")
    assert "is the medical reviewer of 1 article here" in words(
        page(client, "/authors/dora-doctor/").css_first(".author-reviewed")
    )
    Article.objects.filter(pk=peels.pk).update(expires_at=soon(days=-1))
    assert not page(client, "/authors/dora-doctor/").css(".author-reviewed"), "readers cannot open it"
    Article.objects.filter(pk=peels.pk).update(expires_at=None)
    edit(peels, "update")
    assert not page(client, "/authors/dora-doctor/").css(".author-reviewed")


# Next to other articles


@pytest.fixture
def near():
    """Two articles that say much the same, and some that do not."""
    text = "Glycolic acid dissolves dead skin cells, smooths wrinkles and fades dark spots after sunburn."
    acid = make_article("Acid", body=f"<p>{text} At a clinic.</p>")
    make_article("Glow", body=f"<p>{text} And at home, with a cream of low strength.</p>")
    for food in ("Bread", "Cheese", "Olives"):
        make_article(food)
    settle()
    assert related(acid) == ["Glow"]
    return acid


def test_overdue_articles_are_suggested_nowhere(near):
    due = Article.objects.filter(title="Glow")
    due.update(review_due_on=TODAY)
    assert related(near) == ["Glow"]
    due.update(review_due_on=TODAY - timedelta(days=1))
    assert related(near) == []
    Publication.objects.update(suggests_overdue=True)
    assert related(near) == ["Glow"]


def test_a_pin_stays(near):
    Article.objects.filter(title="Glow").update(review_due_on=TODAY - timedelta(days=1))
    near.picks.create(other=Article.objects.get(title="Glow"), position=1)
    assert related(near) == ["Glow"]


def test_editors_are_told_why_not(admin_client, near):
    other = Article.objects.get(title="Glow")
    address = f"/admin/articles/article/{near.pk}/why-not/?other={other.pk}"
    assert "It is shown" in admin_client.get(address).json()["answer"]
    Article.objects.filter(pk=other.pk).update(review_due_on=TODAY - timedelta(days=1))
    assert "medical review was due on" in admin_client.get(address).json()["answer"]
    panel = admin_client.get(f"/admin/articles/article/{near.pk}/change/").content.decode()
    assert "medical review was due on" in panel
    Publication.objects.update(suggests_overdue=True)
    assert "It is shown" in admin_client.get(address).json()["answer"]


def test_a_new_review_brings_it_back(near):
    Article.objects.filter(title="Glow").update(review_due_on=TODAY - timedelta(days=1))
    glow = publish(Article.objects.get(title="Glow"))
    reviewed(glow)
    assert Review.objects.get().next_due_on > TODAY
    assert related(near) == ["Glow"]
