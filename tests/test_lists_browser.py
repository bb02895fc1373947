"""An editor's day among many articles, in a browser: publish several, move one in the calendar, lead an old link on."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.history.copies import edit_as_draft
from articles.history.review import submit
from articles.models import Article, Redirect
from tests.make import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR = timezone.now().year + 1


@pytest.fixture
def page(visit):
    return visit(get_user_model().objects.create_superuser("chief", password="x"))


def test_several_are_published_and_the_one_that_is_not_ready_is_named(page):
    for title in ("Peels", "Lasers"):
        make_article(title, status="draft", published_at=None)
    make_article("Bare", status="draft", author=None)
    page.goto(reverse("admin:articles_article_changelist"))
    page.get_by_label("Select all objects on this page for an action").check()
    page.get_by_label("Action:").select_option(label="Publish now …")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    expect(page.get_by_role("heading", name="Publish 2 articles now?")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Bare").first).to_contain_text("No author is named.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("2 articles are published.")).to_be_visible()
    assert Article.objects.published().count() == 2


def test_tags_are_added_to_several(page):
    for title in ("Peels", "Lasers"):
        make_article(title)
    page.goto(reverse("admin:articles_article_changelist"))
    page.get_by_label("Select all objects on this page for an action").check()
    page.get_by_label("Action:").select_option(label="Add tags …")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    page.get_by_role("combobox").press_sequentially("Skin care,")
    page.get_by_role("button", name="Add tags").click()
    expect(page.get_by_text("2 articles have new tags.")).to_be_visible()
    assert all(list(article.tags.names()) == ["Skin care"] for article in Article.objects.all())


def test_a_scheduled_article_is_moved_by_keyboard_alone(page):
    page.expected.add(422)
    article = make_article("Peels", published_at=datetime(YEAR, 5, 20, 9, tzinfo=UTC))
    page.goto(reverse("admin:articles_article_calendar_month", args=[YEAR, 5]))
    opener = page.locator("summary")
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_label("New date").fill("2020-01-01")
    page.get_by_role("button", name="Move there").press("Enter")
    expect(page.get_by_text("That moment has passed").first).to_be_visible()
    expect(page.get_by_label("New date")).to_have_value("2020-01-01")
    page.get_by_label("New date").fill(f"{YEAR}-05-28")
    page.get_by_label("New time").fill("07:30")
    page.get_by_role("button", name="Move there").press("Enter")
    expect(page.get_by_text("“Peels” is moved to")).to_be_visible()
    article.refresh_from_db()
    assert article.published_at == datetime(YEAR, 5, 28, 7, 30, tzinfo=UTC)


def test_a_link_is_replaced_and_an_old_address_leads_on(page):
    article = make_article("Peels", body='<p>See <a href="https://old.example/a">the study</a>.</p>')
    page.goto(reverse("admin:articles_article_links"))
    page.get_by_label("Old address").fill("https://old.example/a")
    page.get_by_label("New address", exact=True).fill("https://new.example/b")
    page.get_by_role("button", name="Show what this concerns").click()
    expect(page.locator("mark")).to_have_text("the study")
    page.get_by_role("button", name="Replace in the ticked articles").click()
    expect(page.get_by_text("The link is replaced in 1 article.")).to_be_visible()
    article.refresh_from_db()
    assert 'href="https://new.example/b"' in article.body
    page.goto(reverse("admin:articles_redirect_add"))
    page.get_by_label("From:").fill("/2019/old-peels.html")
    page.get_by_label("Or to the address:").fill("/peels/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert Redirect.objects.get().article == article
    page.goto("/2019/old-peels.html")
    assert page.url.endswith("/peels/")


def test_an_article_is_duplicated_from_its_form(page):
    article = make_article("Peels", tags=["Skin"])
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_text("This is a new draft with everything that is on “Peels”.")).to_be_visible()
    expect(page.get_by_label("Title:", exact=True)).to_have_value("Copy of Peels")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_are_accessible_and_fit(visit, width):
    user = get_user_model().objects.create_superuser("chief", password="x")
    page = visit(user, viewport={"width": width, "height": 900})
    submit(make_article("In review", status="draft", owner=user))
    make_article("Planned", published_at=datetime(YEAR, 5, 20, 9, tzinfo=UTC))
    live = make_article("A live article with a rather long title to fit", owner=user)
    edit_as_draft(live, user)
    for path in (
        reverse("admin:articles_article_desk"),
        reverse("admin:articles_article_calendar_month", args=[YEAR, 5]),
        reverse("admin:articles_article_links") + "?old=/x/&scope=exact&what=remove",
    ):
        page.goto(path)
        found = Axe().run(page)
        grave = [rule for rule in found.response["violations"] if rule["impact"] in ("serious", "critical")]
        assert grave == [], path
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, path
