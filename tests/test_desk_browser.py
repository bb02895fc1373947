"""Nothing is lost, in a browser: a closed tab, a crash, an expired login, a new token, two editors at once."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Autosave
from tests.looking import to_end_of_text
from tests.make import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/admin/articles/article/add/"


@pytest.fixture
def desk(visit):
    """A maker of browsers, each of one editor who is logged in; closed at the end, whatever they hold."""

    def sit_down(name):
        user, is_new = get_user_model().objects.get_or_create(
            username=name.lower(), defaults={"first_name": name, "is_staff": True, "is_superuser": True}
        )
        if is_new:
            user.set_password("a long password")
            user.save()
        context = visit(user).context
        context.set_default_timeout(15_000)
        return context

    return sit_down


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def open_form(context, address):
    page = context.new_page()
    page.on("console", lambda message: print("CONSOLE", message.text))
    page.on("pageerror", lambda error: print("ERROR", error, error.stack))
    page.goto(address)
    expect(body(page)).to_be_visible()
    return page


def body(page):
    return page.get_by_role("textbox", name="Body", exact=True)


def write(page, text):
    body(page).click()
    to_end_of_text(page)
    page.keyboard.type(text)


def kept(page):
    """Wait until the server has kept all that was written."""
    expect(page.locator(".articles-kept")).to_contain_text("Unsaved text kept at")
    page.wait_for_timeout(500)


def take_up(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Take it up").click()
    expect(body(page)).to_be_visible()


def save(page):
    with page.expect_navigation():
        page.locator(".submit-row :is([name=_save], [name=_publish])").last.click()
    expect(body(page)).to_be_visible()


def offers(page):
    return page.locator(".articles-offer")


def draft(title="Peels", **fields):
    return make_article(title, status="draft", published_at=None, **fields)


def test_a_tab_closed_in_mid_sentence_gives_the_sentence_back(desk):
    ada, article = desk("Ada"), draft(tags=["Skin"])
    page = open_form(ada, change(article))
    page.get_by_label("Title:", exact=True).fill("Peels and more")
    page.locator("#id_bylines-0-position").fill("7")
    page.get_by_label("Tags:").fill("Half a ta")
    write(page, " A sentence that never")
    page.wait_for_timeout(600)
    page.close()

    page = open_form(ada, change(article))
    expect(offers(page)).to_contain_text("Unsaved text of yours from")
    expect(page.get_by_label("Title:", exact=True)).to_have_value("Peels")
    take_up(page)
    expect(page.get_by_label("Title:", exact=True)).to_have_value("Peels and more")
    expect(body(page)).to_contain_text("Body of Peels. A sentence that never")
    expect(page.locator("#id_bylines-0-position")).to_have_value("7")
    expect(page.locator(".errornote, .errorlist")).to_have_count(0)
    expect(offers(page)).to_have_count(0)
    write(page, " ends.")
    save(page)
    article.refresh_from_db()
    assert article.body == "<p>Body of Peels. A sentence that never ends.</p>"
    assert article.bylines.get().position == 7
    assert sorted(article.tags.names()) == ["Half a ta", "Skin"]
    assert not Autosave.objects.exists()
    expect(offers(page)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('articles.'))") == []


def test_a_crash_on_one_machine_gives_the_text_back_on_another(desk):
    article = draft()
    there = desk("Ada")
    page = open_form(there, change(article))
    write(page, " Written on the train")
    kept(page)
    there.close()

    page = open_form(desk("Ada"), change(article))
    expect(offers(page)).to_contain_text("from another browser or window")
    take_up(page)
    expect(body(page)).to_contain_text("Written on the train")
    save(page)
    assert "Written on the train" in Article.objects.get().body


def test_two_new_drafts_in_two_tabs_stay_two(desk):
    ada = desk("Ada")
    one, two = open_form(ada, ADD), open_form(ada, ADD)
    for page, title in ((one, "First of two"), (two, "Second of two")):
        page.bring_to_front()
        page.get_by_label("Title:", exact=True).fill(title)
        write(page, f"{title} begins")
        kept(page)
    assert Autosave.objects.filter(article=None).count() == 2
    one.close()
    two.close()

    page = open_form(ada, ADD)
    expect(offers(page)).to_have_count(2)
    offers(page).filter(has_text="First of two").get_by_role("button", name="Take it up").click()
    expect(page.get_by_label("Title:", exact=True)).to_have_value("First of two")
    expect(body(page)).to_contain_text("First of two begins")
    save(page)
    assert Article.objects.get().title == "First of two"
    page = open_form(ada, ADD)
    expect(offers(page)).to_have_count(1)
    offers(page).get_by_role("button", name="Throw it away").click()
    offers(page).get_by_role("button", name="Really throw it away?").click()
    expect(offers(page)).to_have_count(0)
    assert not Autosave.objects.exists()


def log_in_again(page):
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    expect(body(page)).to_be_visible()


def test_an_expired_login_leads_to_the_login_page_and_back_to_the_text(desk):
    article = draft()
    page = open_form(desk("Ada"), change(article))
    write(page, " First half")
    kept(page)
    Session.objects.all().delete()
    write(page, " and second half")
    page.locator("[name=_save]").click()
    alert = page.get_by_role("alert").filter(has_text="You are no longer logged in.")
    alert.get_by_role("link", name="Log in again").click()
    log_in_again(page)
    expect(body(page)).to_contain_text("First half and second half")
    expect(offers(page)).to_have_count(0)
    save(page)
    assert "First half and second half" in Article.objects.get().body


def test_a_login_that_ends_while_the_form_is_on_its_way_loses_nothing(desk):
    article = draft()
    page = open_form(desk("Ada"), change(article))
    write(page, " Sent too late")

    def expire(route):
        if route.request.method == "POST":
            Session.objects.all().delete()
        route.continue_()

    page.route(re.compile(f"{change(article)}$"), expire)
    page.locator("[name=_save]").click()
    expect(page).to_have_title(re.compile("Log in"))
    page.unroute_all()
    log_in_again(page)
    take_up(page)
    expect(body(page)).to_contain_text("Sent too late")
    save(page)
    assert "Sent too late" in Article.objects.get().body


def test_a_new_token_costs_no_text(desk, live_server):
    article, ada = draft(), desk("Ada")
    page = open_form(ada, change(article))
    write(page, " Before the token changed")
    ada.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": live_server.url}])
    save(page)
    assert "Before the token changed" in Article.objects.get().body

    write(page, " and with no token at all")
    ada.clear_cookies(name="csrftoken")
    page.route(
        re.compile("/unsaved/$"),
        lambda route: route.fulfill(json={}) if route.request.method == "POST" else route.continue_(),
    )
    page.locator("[name=_save]").click()
    expect(page.get_by_text("CSRF verification failed")).to_be_visible()
    page.unroute_all()
    page = open_form(ada, change(article))
    expect(offers(page)).to_contain_text("kept in this browser")
    take_up(page)
    save(page)
    assert "and with no token at all" in Article.objects.get().body


def test_who_else_is_there_and_who_saved_is_told_before_the_collision(desk):
    article = draft()
    ada = open_form(desk("Ada"), change(article))
    ben = open_form(desk("Ben"), change(article))
    expect(ben.locator(".articles-here")).to_have_text("Ada has this article open too.")
    write(ben, " By Ben.")
    save(ben)
    write(ada, " By Ada")
    expect(ada.locator(".articles-here")).to_have_text("Ben has this article open too.")
    expect(ada.locator(".articles-moved")).to_contain_text("Ben saved this article at")


def test_two_editors_collide_and_neither_loses_a_word(desk):
    article = draft()
    ada, ben = open_form(desk("Ada"), change(article)), open_form(desk("Ben"), change(article))
    write(ada, " Ada wrote this.")
    write(ben, " Ben wrote that.")
    save(ben)
    save(ada)
    collision = ada.get_by_role("region", name=re.compile("Ben saved this article at"))
    expect(collision.locator("ins").filter(has_text="Ada")).to_be_visible()
    expect(collision.locator("del").filter(has_text="Ben")).to_be_visible()
    expect(body(ada)).to_have_text("Body of Peels. Ada wrote this.")
    assert Article.objects.get().body == "<p>Body of Peels. Ben wrote that.</p>"

    save(ada)  # without a choice nothing is overwritten
    assert Article.objects.get().body == "<p>Body of Peels. Ben wrote that.</p>"
    with ada.expect_navigation():
        ada.get_by_role("link", name="Open theirs").click()
    expect(body(ada)).to_have_text("Body of Peels. Ben wrote that.")
    take_up(ada)
    expect(body(ada)).to_have_text("Body of Peels. Ada wrote this.")
    write(ada, " Ben wrote that.")
    save(ada)
    with ada.expect_navigation():
        ada.get_by_role("button", name="Save mine in its place").click()
    expect(body(ada)).to_have_text("Body of Peels. Ada wrote this. Ben wrote that.")
    expect(ada.locator(".articles-collision, .articles-offer")).to_have_count(0)
    assert Article.objects.get().body == "<p>Body of Peels. Ada wrote this. Ben wrote that.</p>"
    expect(ben.locator(".articles-moved")).to_contain_text("Ada saved this article at", timeout=40_000)


def test_unsaved_text_is_compared_before_it_is_taken_up(desk):
    article, ada = draft(), desk("Ada")
    page = open_form(ada, change(article))
    write(page, " More of it.")
    kept(page)
    page.close()
    page = open_form(ada, change(article))
    offers(page).get_by_role("button", name="Compare with what is saved").click()
    expect(offers(page).locator("ins").filter(has_text="More of it")).to_be_visible()
    assert Article.objects.get().body == "<p>Body of Peels.</p>"
