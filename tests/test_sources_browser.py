"""Sources in the article's form, in a browser: chosen from the list, followed by the checklist, led to in the text."""

import pytest
from playwright.sync_api import expect

from articles.models import Citation, Source
from tests.looking import serious
from tests.make import make_article
from tests.test_checklist_browser import finding, open_form, selected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_source_is_chosen_and_the_checklist_follows(page):
    article = make_article("Draft", status="draft", body="<p>So [1], and so [4].</p>")
    Source.objects.create(text="Smith. A trial of needles.", doi="10.1000/182")
    open_form(page, article)
    finding(page, "The text cites [1], and the article has no sources yet.").click()
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type("https://doi.org/10.1000/182")
    page.get_by_role("option", name="Smith. A trial of needles.").click()
    expect(finding(page, "The text cites [1]")).to_have_count(0)
    finding(page, "The text cites [4], but the article has 1 source.").click()
    assert selected(page) == "[4]"
    assert not Citation.objects.exists()
    assert serious(page, "#citations-group") == []
