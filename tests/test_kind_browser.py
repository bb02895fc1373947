"""What a section is about, chosen in the writing editor: kept through editing and pasting within the blog."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article
from articles.text.html import SECTION_KINDS
from tests.looking import serious
from tests.make import make_article
from tests.test_editor_browser import body, open_change, paste, save, tool

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTROL = "What the section is about"


@pytest.fixture
def article(db):
    text = '<h2>Mind this</h2><p>a</p><h2 data-kind="none">Risks</h2><p>b</p>'
    return make_article("A", status="draft", published_at=None, body=text)


def kinds(article):
    article.refresh_from_db()
    return [(row["heading"], row["kind"]) for row in article.sections]


def heading(page, name):
    return body(page).get_by_role("heading", name=name)


def control(page):
    return page.get_by_role("toolbar", name="Formatting").get_by_role("button", name=CONTROL)


def choose(page, name):
    tool(page, CONTROL)
    page.get_by_label("This section is about").select_option(name)
    page.get_by_role("button", name="Apply").click()


def test_a_kind_is_chosen_by_keyboard_and_taken_back(page, article):
    open_change(page, article)
    body(page).get_by_text("a", exact=True).click()
    expect(control(page)).to_be_hidden()
    heading(page, "Mind this").click()
    expect(control(page)).to_be_visible()
    tool(page, CONTROL)
    select = page.get_by_label("This section is about")
    expect(select).to_be_focused()
    assert [option.get_attribute("value") for option in select.locator("option").all()] == ["", *SECTION_KINDS, "none"]
    assert serious(page, ".articles-dialog") == []
    select.select_option("Side effects and risks")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(body(page)).to_be_focused()
    expect(heading(page, "Mind this")).to_have_attribute("data-kind", "risks")
    label = "node => getComputedStyle(node, '::after').content"
    assert heading(page, "Mind this").evaluate(label) == '"Side effects and risks"'
    save(page)
    assert kinds(article) == [("Mind this", "risks")]
    open_change(page, article)
    heading(page, "Mind this").click()
    choose(page, "What its heading says")
    heading(page, "Risks").click()
    choose(page, "What its heading says")
    save(page)
    assert article.body != Article.objects.get(pk=article.pk).body
    assert kinds(article) == [("Risks", "risks")]


def test_a_kind_stays_through_editing_and_goes_with_its_heading(page, article):
    open_change(page, article)
    heading(page, "Mind this").click()
    choose(page, "Cost")
    page.keyboard.press("End")
    page.keyboard.type(" well")
    tool(page, "Subheading")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("next")
    tool(page, "Heading")
    save(page)
    article.refresh_from_db()
    assert article.body == (
        '<h3 id="mind-this-well" data-kind="cost">Mind this well</h3><h2 id="next">next</h2><p>a</p>'
        '<h2 id="risks" data-kind="none">Risks</h2><p>b</p>'
    )


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        (
            '<h2 data-pm-slice="0 0 []" data-kind="help">Signs</h2><p>x</p>',
            '<h2 id="signs" data-kind="help">Signs</h2>',
        ),
        ('<h2 id="signs" data-kind="help" class="x">Signs</h2><p>x</p>', '<h2 id="signs" data-kind="help">Signs</h2>'),
        ('<h2 data-kind="perils" class="x">Signs</h2><p>x</p>', '<h2 id="signs">Signs</h2>'),
    ],
    ids=["of the editor", "of the blog's page", "of elsewhere"],
)
def test_pasting_keeps_what_is_known(page, html, stored):
    page.goto(reverse("admin:articles_article_add"))
    expect(body(page)).to_be_visible()
    page.get_by_label("Title:", exact=True).fill("Pasted")
    body(page).click()
    paste(page, html)
    save(page)
    assert stored in Article.objects.get(title="Pasted").body


def test_the_checklist_says_how_each_heading_is_read(page, article):
    open_change(page, article)
    panel = page.get_by_role("region", name="Checklist")
    panel.get_by_text(CONTROL.replace("the", "each")).click()
    part = panel.locator("[data-part=sections]")
    expect(part.get_by_role("button").first).to_have_text("Mind this none of the kinds that are known")
    expect(part.get_by_role("button").last).to_have_text("Risks none of the kinds that are known chosen by hand")
    part.get_by_role("button").first.click()
    expect(body(page)).to_be_focused()
    choose(page, "Benefits")
    expect(part.get_by_role("button").first).to_have_text("Mind this Benefits chosen by hand")
    expect(panel.get_by_role("button").filter(has_text="no section tells the risks")).to_be_visible()
