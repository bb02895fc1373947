"""The history in a browser: compare two versions and restore one, by keyboard too, on a phone too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from articles.history import copies
from articles.history.publish import before, change, publish
from articles.models import Article
from tests.make import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MANY = "".join(f"<p>Paragraph number {number} stays as it is.</p>" for number in range(9))


@pytest.fixture
def peels(db):
    """A public article, changed once in public."""
    article = publish(make_article("Peels", tags=["Skin"], status="draft", body=f"<p>Rest for a day.</p>{MANY}"))
    since = before(article.pk)
    article.body = f'<p>Rest for a <a href="https://who.int/">week</a>.</p>{MANY}<p>See a doctor.</p>'
    article.save()
    article.tags.set(["Acne"])
    change(article, since, None, "correction", "A day was wrong")
    return article


def address(name, article):
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def test_compare_and_restore(page, peels):
    page.goto(address("change", peels))
    page.get_by_role("link", name="History", exact=True).first.click()
    expect(page.get_by_role("heading", name="History of “Peels”")).to_be_visible()
    row = page.get_by_role("row", name="Correction")
    expect(row).to_contain_text("Readers have this now")
    expect(row).to_contain_text("A day was wrong")

    page.get_by_role("button", name="Compare the two chosen").click()
    changed = page.locator(".articles-diff-row.is-changed").first
    expect(changed.locator("del")).to_contain_text("day")
    expect(changed.locator("ins")).to_contain_text("week")
    expect(changed).to_contain_text("The link “week” leads to https://who.int/.")
    expect(page.get_by_text("Added: “Acne”.")).to_be_visible()
    left, right = (changed.locator(f".is-{side}").bounding_box() for side in ("before", "after"))
    assert left["x"] + left["width"] <= right["x"], "side by side"
    assert left["y"] == right["y"]

    unchanged = page.get_by_text("Paragraph number 4 stays as it is.").last
    expect(unchanged).to_be_hidden()
    fold = page.get_by_text("7 paragraphs unchanged")
    fold.focus()
    page.keyboard.press("Enter")
    expect(unchanged).to_be_visible()

    page.locator(".articles-side", has_text="First publication").get_by_role(
        "link", name="Restore this version"
    ).click()
    expect(page.get_by_text("readers keep the present text")).to_be_visible()
    page.get_by_role("button", name="Restore this version").click()
    expect(page.get_by_text("Readers keep the present text until you publish its changes.")).to_be_visible()
    copy = copies.copy_of(peels)
    assert "Rest for a day." in copy.body
    assert list(copy.tags.names()) == ["Skin"]
    assert "week" in Article.objects.get(pk=peels.pk).body

    page.get_by_role("link", name="See what publishing will change").click()
    expect(page.get_by_role("heading", name="What publishing will change")).to_be_visible()
    expect(page.get_by_text("Removed: “Acne”.")).to_be_visible()


def test_by_keyboard_alone(page, peels):
    page.goto(address("history", peels))
    first = page.get_by_role("radio", name="Before: First publication")
    first.focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="After: What readers have now").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Compare two versions")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_it_fits_and_axe_is_content(page, peels, width, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    copies.edit_as_draft(peels)
    revision = peels.revisions.last()
    where = [
        address("history", peels),
        f"{address('compare', peels)}?old={revision.pk}&new=now",
        reverse("admin:articles_article_revert", args=[peels.pk, revision.pk]),
        reverse("admin:articles_article_revision", args=[peels.pk, revision.pk]),
    ]
    for page_address in where:
        page.goto(page_address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page_address
        found = (
            Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}).response["violations"]
        )
        grave = [
            each["id"] + ": " + each["nodes"][0]["html"] for each in found if each["impact"] in ("serious", "critical")
        ]
        assert grave == [], page_address
    page.goto(where[1])
    changed = page.locator(".articles-diff-row.is-changed").first
    old, new = (changed.locator(f".is-{side}").bounding_box() for side in ("before", "after"))
    assert (old["y"] + old["height"] <= new["y"]) == (width == 360), "stacked on a phone"
    lines = [
        page.locator(mark).first.evaluate("mark => getComputedStyle(mark).textDecorationLine")
        for mark in ("del", "ins")
    ]
    assert lines == ["line-through", "underline"]
