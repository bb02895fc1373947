"""A medical review in a browser: recorded beside the version, by keyboard, on a phone; and as readers see it."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.history import review
from articles.history.publish import publish
from articles.history.roles import REVIEWERS
from articles.models import Article, Review
from articles.reviewing.recording import record
from tests.make import make_article, make_author

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
BODY = "<h2>Benefits</h2><p>Some.</p><h2>Risks</h2><p>Others.</p>" + "<p>More to read about it all.</p>" * 30


@pytest.fixture
def reviewer(db):
    user = get_user_model().objects.create_user("rita", is_staff=True)
    user.groups.add(Group.objects.get(name=REVIEWERS))
    make_author("Rita Reviewer", credentials="MD", user=user)
    return user


def found_by_axe(page):
    violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [each["id"] + ": " + each["nodes"][0]["html"] for each in violations]


def test_a_reviewer_records_what_waits(visit, reviewer):
    article = review.submit(make_article("Peels", status="draft", body=BODY))
    page = visit(reviewer)
    page.goto(reverse("admin:articles_article_desk"))
    page.get_by_role("link", name="Read and review it “Peels”").click()
    expect(page.get_by_role("heading", name="Peels", level=1)).to_be_visible()
    expect(page.get_by_label("Reviewer")).to_have_value(str(reviewer.author.pk))

    page.get_by_label("Evidence checked").fill("The guideline of the society, 2024.")
    page.get_by_label("Named sections").check()
    page.expected.add(422)
    page.get_by_role("button", name="Record the review of this version").click()
    expect(page.get_by_role("alert")).to_contain_text("Name the sections that were read")
    expect(page.get_by_label("Evidence checked")).to_have_value("The guideline of the society, 2024.")
    assert not Review.objects.exists()

    page.get_by_role("checkbox", name="Risks").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Record the review of this version").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="recorded")).to_contain_text("Rita Reviewer, MD")
    assert Review.objects.get().sections == ["Risks"]

    page.get_by_label("Whole page").check()
    page.get_by_role("button", name="Record the review of this version").click()
    expect(page.locator(".record-known li")).to_have_count(2)
    publish(Article.objects.get(pk=article.pk))
    page.goto(Article.objects.get().get_absolute_url())
    expect(page.get_by_text("Medically reviewed by Rita Reviewer, MD")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_it_fits_and_axe_is_content(visit, reviewer, width, scheme):
    article = publish(make_article("Peels", status="draft", body=BODY))
    for number in range(3):
        doctor = make_author(f"Doctor {number}", credentials="MD, FAAD")
        record(article.revisions.get(), doctor, None, timezone.localdate(), evidence="The guideline of 2024. " * 9)
    record(article.revisions.get(), doctor, None, timezone.localdate(), "sections", ["Risks"])
    Article.objects.update(review_due_on=timezone.localdate() - timedelta(days=40))
    page = visit(reviewer, viewport={"width": width, "height": 900}, color_scheme=scheme)
    version = reverse("admin:articles_article_revision", args=[article.pk, article.revisions.get().pk])
    places = [
        article.get_absolute_url(), version, reverse("admin:articles_article_desk"),
        reverse("admin:articles_article_history", args=[article.pk]),
        reverse("admin:articles_article_to_review", args=[make_article("Imported").pk]),
    ]  # fmt: skip
    for place in places:
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        assert found_by_axe(page) == [], place
    page.goto(version)
    page.expected.add(422)
    page.get_by_label("Read on").fill("")
    page.get_by_role("button", name="Record the review of this version").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert found_by_axe(page) == []
    page.get_by_role("alert").get_by_role("link", name="Read on").click()
    expect(page.get_by_label("Read on")).to_be_focused()
    text, form = page.locator(".article").bounding_box(), page.locator(".record").bounding_box()
    assert (text["x"] + text["width"] <= form["x"]) == (width == 1280), "beside the text, on a phone under it"


def test_readers_open_the_earlier_reviews_by_keyboard(visit):
    article = publish(make_article("Peels", status="draft", body=BODY))
    for number in range(2):
        doctor = make_author(f"Doctor {number}", credentials="MD")
        record(article.revisions.get(), doctor, None, timezone.localdate())
    page = visit()
    page.goto(article.get_absolute_url())
    expect(page.get_by_text("Doctor 0, MD")).to_be_hidden()
    page.get_by_text("1 earlier review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Doctor 0, MD")).to_be_visible()
