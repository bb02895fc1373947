"""From the first word to the public page and back, in a browser, as an editor does it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.history.roles import WRITERS, ensure_groups
from articles.models import Article, Revision
from tests.make import make_article, make_author, soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Hand:
    """Counts what an editor's hand does: a click, a field typed into, a key."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, target):
        self.count += 1
        target.click()

    def type(self, text, target=None):
        self.count += 1
        if target is None:
            self.page.keyboard.insert_text(text)
        else:
            target.fill(text)

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)


def body(page):
    return page.get_by_role("textbox", name="Body", exact=True)


def button(page, name):
    return page.locator(".submit-row").get_by_role("button", name=name)


def open_form(page, article):
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(body(page)).to_be_visible()


def press(page, name):
    with page.expect_navigation():
        button(page, name).click()


def told(page):
    return page.locator(".messagelist")


def set_moment(page, name, moment):
    """Type a moment into the two fields of a date and a time."""
    moment = timezone.localtime(moment)
    page.locator(f"#id_{name}_0").fill(f"{moment:%Y-%m-%d}")
    page.locator(f"#id_{name}_1").fill(f"{moment:%H:%M:%S}")


def test_an_article_is_written_and_published_in_under_twenty_steps(page):
    make_author("Ada Writer")
    hand = Hand(page)
    page.goto(reverse("admin:articles_article_add"))
    hand.type("Rosacea: what calms it", page.get_by_label("Title:", exact=True))
    hand.type("What readers will learn.", page.get_by_label("Standfirst:"))
    hand.click(body(page))
    hand.type("Rosacea is a long-lasting reddening of the face.")
    hand.press("Enter")
    hand.type("See a doctor when your eyes hurt.")
    hand.click(page.locator("#bylines-0 .select2-selection"))
    hand.type("Ada", page.locator(".select2-search__field"))
    hand.click(page.locator(".select2-results__option").get_by_text("Ada Writer"))
    hand.type("Skin,", page.get_by_label("Tags:"))
    hand.click(button(page, "Publish"))
    expect(told(page)).to_contain_text("is public now")
    assert hand.count < 20
    page.goto("/rosacea-what-calms-it/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rosacea: what calms it")


def test_what_is_scheduled_appears_when_its_moment_comes(page):
    draft = make_article("Sun and skin", status="draft", published_at=None)
    open_form(page, draft)
    set_moment(page, "published_at", soon(hours=2))
    press(page, "Schedule for")
    expect(told(page)).to_contain_text("It appears on")
    assert page.request.get("/sun-and-skin/").status == 404
    moment = timezone.now() + timedelta(seconds=4)
    set_moment(page, "published_at", moment)
    press(page, "Save changes")
    while timezone.now() < moment + timedelta(seconds=1):
        page.wait_for_timeout(200)
    assert page.request.get("/sun-and-skin/").status == 200


def test_a_live_article_is_edited_privately_scheduled_and_replaced(page):
    live = make_article("Warts", body="<p>Old text about freezing.</p>")
    open_form(page, live)
    body(page).click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.insert_text(" And new words.")
    press(page, "Edit as draft")
    expect(page.locator(".articles-standing")).to_contain_text("Working copy")
    page.get_by_label("What changed:").fill("Says more about freezing.")
    assert "new words" not in page.request.get("/warts/").text()
    set_moment(page, "changes_at", soon(hours=2))
    press(page, "Schedule for")
    expect(page.locator(".articles-standing")).to_contain_text("Its changes are published on")
    assert "new words" not in page.request.get("/warts/").text()
    moment = timezone.now() + timedelta(seconds=4)
    set_moment(page, "changes_at", moment)
    press(page, "Schedule for")
    while timezone.now() < moment + timedelta(seconds=1):
        page.wait_for_timeout(200)
    assert "new words" in page.request.get("/warts/").text()
    assert Article.objects.count() == 1
    revision = Revision.objects.filter(article=live).first()
    assert (revision.kind, revision.note) == ("update", "Says more about freezing.")


def test_the_trash_gives_back_what_was_thrown_away(page):
    live = make_article("Peels")
    open_form(page, live)
    page.get_by_role("link", name="Move to trash").click()
    press(page, "Move to trash")
    assert page.request.get("/peels/").status == 410
    open_readonly = reverse("admin:articles_article_change", args=[live.pk])
    page.goto(open_readonly)
    expect(page.locator(".articles-standing")).to_contain_text("In the trash")
    page.get_by_role("link", name="Restore").click()
    press(page, "Restore")
    expect(body(page)).to_be_visible()
    press(page, "Publish again")
    assert page.request.get("/peels/").status == 200


def test_merged_tags_keep_their_addresses(page):
    make_article("One", tags=["Microneedling"])
    make_article("Two", tags=["Micro-needling"])
    page.goto(reverse("admin:articles_tag_changelist"))
    for box in page.locator("input.action-select").all():
        box.check()
    page.locator("select[name=action]").select_option(label="Merge the selected tags into one")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    page.get_by_label("Microneedling (1 article)").check()
    page.get_by_role("button", name="Merge").click()
    expect(told(page)).to_contain_text("became “Microneedling”")
    page.goto("/tags/micro-needling/")
    assert page.url.endswith("/tags/microneedling/")
    expect(page.get_by_role("main")).to_contain_text("Two")


def test_a_writer_hands_over_and_gets_it_back(visit):
    ensure_groups()
    users = get_user_model().objects
    writer = users.create_user("writer", is_staff=True, email="writer@example.org")
    writer.groups.add(writer.groups.model.objects.get(name=WRITERS))
    chief = users.create_superuser("chief", password="x")
    page = visit(writer)
    page.goto(reverse("admin:articles_article_add"))
    page.get_by_label("Title:", exact=True).fill("Half done")
    assert not button(page, "Publish").count()
    page.get_by_label("Note to the next person:").fill("Is the dose right?")
    press(page, "Submit for review")
    expect(told(page)).to_contain_text("is submitted for review")
    desk = visit(chief)
    article = Article.objects.get()
    open_form(desk, article)
    expect(desk.locator(".articles-comments")).to_contain_text("Is the dose right?")
    desk.get_by_label("Comment for the desk").fill("Looking into it.")
    desk.get_by_role("button", name="Add comment").click()
    expect(desk.locator(".articles-comments")).to_contain_text("Looking into it.")
    desk.get_by_label("Note to the next person:").fill("Please name a source.")
    press(desk, "Send back")
    page.reload()
    expect(page.locator(".articles-comments")).to_contain_text("Please name a source.")
    expect(page.locator(".articles-standing")).to_contain_text("Draft")
