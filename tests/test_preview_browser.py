"""Previews in a browser: unsaved text on a phone and on a desk, and a link opened by somebody without a login."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from articles.models import Article, PreviewLink
from tests.looking import to_end_of_text
from tests.make import make_article
from tests.serving import chromium_path

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module", autouse=True)
def allow_database_beside_playwright():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser, live_server, client, media):
    """A page of a logged-in chief editor; `page.said` is what the console complains about, empty at the end."""
    client.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(15000)
    page.said = []
    page.on("console", lambda message: message.type in ("error", "warning") and page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()
    assert page.said == []


@pytest.fixture
def draft(db):
    return make_article("Chemical peels", status="draft", published_at=None, body="<h2>One</h2><h2>Two</h2><p>Old.</p>")


def open_form(page, article):
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(page.get_by_role("textbox", name="Body", exact=True)).to_be_visible()


def open_preview(page):
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.get_by_text("As the form is now.")).to_be_visible()
    return page.frame_locator("iframe[name=articles-preview]")


def width(shown):
    return shown.locator("html").evaluate("root => root.ownerDocument.defaultView.innerWidth")


def test_unsaved_text_is_seen_on_a_phone_and_on_a_desk(page, draft):
    open_form(page, draft)
    page.get_by_role("textbox", name="Body", exact=True).click()
    to_end_of_text(page)
    page.keyboard.type(" Typed and not saved.")
    shown = open_preview(page)
    expect(shown.get_by_text("Typed and not saved.")).to_be_visible()
    expect(shown.get_by_text("Preview, not public.")).to_be_visible()
    assert width(shown) == 1280
    page.get_by_label("Phone").check()
    assert width(shown) == 390
    assert shown.locator("html").evaluate("root => root.scrollWidth") <= 390
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Preview", exact=True)).to_be_focused()
    assert Article.objects.get().version == draft.version
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/")
    assert asked == ["beforeunload"], "what was previewed still counts as unsaved"


def test_refresh_shows_the_form_anew_and_links_open_beside(page, draft):
    open_form(page, draft)
    shown = open_preview(page)
    page.locator("#id_title").evaluate("field => { field.value = 'Changed since' }")
    page.get_by_role("button", name="Refresh").click()
    expect(shown.get_by_role("heading", name="Changed since")).to_be_visible()
    with page.context.expect_page() as opened:
        shown.get_by_role("link", name="Topics").click()
    assert opened.value.url.endswith("/tags/")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open in a new tab").click()
    expect(opened.value.get_by_role("heading", name="Changed since")).to_be_visible()
    shown.get_by_role("heading", name="Changed since").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_new_article_is_previewed_and_mistakes_are_said(page):
    page.goto(reverse("admin:articles_article_add"))
    page.get_by_label("Title:", exact=True).fill("Never saved")
    shown = open_preview(page)
    expect(shown.get_by_role("heading", name="Never saved")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    page.locator("#id_slug").fill("no slug at all")
    shown = open_preview(page)
    expect(shown.get_by_text("Slug:")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.get_by_label("Title:", exact=True).input_value() == "Never saved"
    assert not Article.objects.exists()


def test_a_session_that_ended_is_said_and_the_text_stays(page, draft):
    open_form(page, draft)
    page.locator("#id_title").fill("Typed before the session ended")
    page.context.clear_cookies()
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.get_by_text("Perhaps you are no longer logged in")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.locator("#id_title").input_value() == "Typed before the session ended"
    page.said.clear()  # the browser says that the login page may not be framed


def test_a_link_opens_without_a_login_until_it_is_revoked(page, draft, browser, live_server):
    open_form(page, draft)
    page.locator("#id_title").fill("Not saved yet")
    panel = page.get_by_role("region", name="Preview links")
    panel.get_by_label("It works for").select_option("1 day")
    panel.get_by_role("button", name="Make a link").click()
    field = panel.get_by_role("textbox")
    expect(field).to_be_focused()
    expect(panel.get_by_text("The link is made.")).to_be_visible()
    panel.get_by_role("button", name="Copy").click()
    expect(panel.get_by_text("Copied.").or_(panel.get_by_text("The address is selected"))).to_be_visible()
    address = field.input_value()

    stranger = browser.new_context(java_script_enabled=False)
    reader = stranger.new_page()
    assert reader.goto(address).status == 200
    expect(reader.get_by_role("heading", name="Chemical peels")).to_be_visible()
    expect(reader.get_by_text("Your link to it works until")).to_be_visible()
    assert stranger.cookies() == []

    panel.get_by_role("button", name="Revoke").click()
    expect(panel.get_by_text("The link is revoked")).to_be_visible()
    expect(panel.get_by_role("textbox")).to_have_count(0)
    assert reader.goto(address).status == 410
    assert "Chemical" not in reader.content()
    stranger.close()
    assert page.locator("#id_title").input_value() == "Not saved yet"
    assert PreviewLink.objects.get().revoked_at


def test_without_a_script_links_are_made_and_the_preview_opens(browser, live_server, client, draft):
    client.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("admin:articles_article_change", args=[draft.pk]))
    page.locator("#id_standfirst").fill("Typed without a script.")
    with context.expect_page() as opened:
        page.locator("[name=_preview]").click()
    expect(opened.value.get_by_text("Typed without a script.")).to_be_visible()
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("Works until")).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_label("Works until")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_panel_and_dialog_are_accessible_and_fit(page, draft, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    open_form(page, draft)
    panel = page.get_by_role("region", name="Preview links")
    panel.get_by_role("button", name="Make a link").click()
    expect(panel.get_by_role("textbox")).to_be_focused()
    open_preview(page)
    for context in ("#preview-links", "dialog"):
        found = Axe().run(page, context=context, options={"iframes": False}).response["violations"]
        assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == [], context
        assert page.locator(context).evaluate("box => box.scrollWidth - box.clientWidth") == 0
