"""The trust panel and the report in Chromium."""

import pytest
from playwright.sync_api import expect

from articles.importing.plain import import_plain, parse
from tests.looking import serious
from tests.make import make_article
from tests.test_importing import SEED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_panel_is_folded_follows_what_is_typed_and_leads_there(page):
    article = import_plain(parse(SEED.read_text(encoding="utf-8"))).article
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    panel = page.locator("#trust")
    expect(panel.locator("summary")).to_contain_text("Trust: ")
    remedy = panel.get_by_role("button", name="No author is named")
    expect(remedy).not_to_be_visible()
    panel.locator("summary").press("Enter")
    expect(remedy).to_be_visible()
    expect(panel).to_contain_text("The text recommends “Santa Monica aesthetics”")
    assert serious(page, "#checklist") == []
    panel.get_by_role("button", name="The text recommends").click()
    assert page.evaluate("getSelection().toString()").startswith("Therefore, if you have decided")
    page.locator("#id_sponsorship-0-sponsor").evaluate("node => node.closest('details').open = true")
    page.locator("#id_sponsorship-0-sponsor").fill("Glow")
    expect(panel).not_to_contain_text("Santa Monica")
    expect(panel).to_have_attribute("open", "")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_report_reads_at_each_width(page, width):
    for number in range(3):
        make_article(f"Article {number}", body="<h2>Benefits</h2><p>Some.</p>")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/admin/articles/article/desk/")
    page.get_by_role("link", name="Trust report").click()
    expect(page.get_by_role("heading", name="Trust report")).to_be_visible()
    page.get_by_text("3 articles (Authorship)").click()
    expect(page.get_by_role("link", name="Article 1").first).to_be_visible()
    assert serious(page, "#content") == []
    assert page.evaluate("document.querySelector('.articles-trust').scrollWidth <= innerWidth")
