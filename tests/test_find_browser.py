"""Finding, replacing, counting and saving by key in the editor."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article
from articles.text import html
from tests.looking import to_end_of_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def body(page):
    return page.get_by_role("textbox", name="Body", exact=True)


def value(page):
    return page.locator("textarea[name=body]").input_value()


def open_with(page, stored):
    article = Article.objects.create(title="Searched", body=stored)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    body(page).click()
    return article


def find_bar(page):
    return page.get_by_role("search", name="Find in the text")


TEXT = (
    "<h2>Peel and peeling</h2><p>A <strong>peel</strong> isn’t a Peel.</p>"
    "<ul><li><p>pe<em>el</em></p></li></ul><figure><img alt='x' src='https://e.example/'>"
    "<figcaption>After the peel</figcaption></figure>"
)


def test_words_are_found_from_the_keyboard(page):
    open_with(page, TEXT)
    to_end_of_text(page, "Control+Home")
    page.keyboard.press("Control+f")
    bar = find_bar(page)
    count = bar.get_by_role("status")
    expect(bar.get_by_label("Find", exact=True)).to_be_focused()
    page.keyboard.type("peel")
    expect(count).to_have_text("1 of 6")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(count).to_have_text("3 of 6")
    expect(page.locator(".articles-found.is-now")).to_have_text("peel")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(count).to_have_text("6 of 6")
    bar.get_by_role("button", name="Match case").click()
    expect(page.locator(".articles-found:not(.is-now)")).to_have_count(4)  # three words, one of them in two pieces
    bar.get_by_label("Find", exact=True).fill("isn't a")
    expect(count).to_have_text("1 of 1")
    bar.get_by_label("Find", exact=True).press("Escape")
    expect(bar).to_be_hidden()
    expect(body(page)).to_be_focused()
    expect(page.locator(".articles-found")).to_have_count(0)
    page.keyboard.type("is not the")
    assert "<p>A <strong>peel</strong> is not the Peel.</p>" in value(page)
    page.keyboard.press("Control+f")
    page.keyboard.type("nowhere")
    expect(count).to_have_text("Not found")


def test_words_are_replaced_one_by_one_and_all_in_one_step(page):
    open_with(page, TEXT)
    page.get_by_role("button", name="Find in the text (Ctrl+F)").click()
    bar = find_bar(page)
    bar.get_by_label("Find", exact=True).fill("peel")
    bar.get_by_role("button", name="Next").click()
    bar.get_by_role("button", name="Next").click()
    bar.get_by_label("Replace with").fill("$& roll")
    bar.get_by_role("button", name="Replace", exact=True).click()
    assert "<p>A <strong>$&amp; roll</strong> isn’t a Peel.</p>" in value(page)
    expect(bar.get_by_role("status")).to_have_text("3 of 5")
    bar.get_by_label("Replace with").fill("")
    bar.get_by_role("button", name="Replace all").click()
    expect(bar.get_by_role("status")).to_have_text("Replaced: 5")
    assert "peel" not in html.plain_text(value(page)).lower()
    assert "<figcaption>After the </figcaption>" in value(page)
    body(page).focus()
    page.keyboard.press("Control+z")
    assert html.plain_text(value(page)).lower().count("peel") == 5
    page.keyboard.press("Control+z")
    assert "<p>A <strong>peel</strong> isn’t a Peel.</p>" in value(page)


def test_find_neither_submits_nor_spoils_the_form(page):
    open_with(page, TEXT)
    page.keyboard.press("Control+f")
    page.keyboard.type("peel")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.reload()  # a form with unsaved changes would ask first, and the question would be refused here
    expect(body(page)).to_be_visible()
    assert Article.objects.get(title="Searched").version == 1


def test_a_key_saves_from_anywhere_in_the_form(page):
    article = open_with(page, "<p>One</p>")
    page.keyboard.type(" two")
    page.get_by_label("Standfirst:").fill("Saved from here.")
    refused = page.evaluate(
        """() => new Promise((resolve) => {
            addEventListener("keydown", (event) => event.key === "s" && resolve(event.defaultPrevented), { once: true })
            const key = { key: "s", ctrlKey: true, repeat: true, bubbles: true, cancelable: true }
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key))
        })"""
    )
    assert refused, "the browser's own dialog"
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    article.refresh_from_db()
    assert (article.standfirst, article.word_count) == ("Saved from here.", 2)
    body(page).click()
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_count_tells_words_minutes_and_the_selection(page):
    open_with(page, f"<p>First words here.</p><p>{'word ' * 1200}</p>")
    count = page.locator(".articles-count")
    expect(count).to_have_text("1,203 words · 5 min")
    to_end_of_text(page, "Control+Home")
    page.keyboard.press("Shift+Control+ArrowRight")
    page.keyboard.press("Shift+Control+ArrowRight")
    expect(count).to_have_text("2 of 1,203 words")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" more")
    expect(count).to_have_text("1,204 words · 5 min")
