"""Who paid, in Chromium: what readers see of it at each width, and the form that editors fill in."""

import pytest
from playwright.sync_api import expect

from articles.models import Publication, RelatedPick, Sponsorship
from tests.looking import serious
from tests.make import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LABEL = "Paid post by Acme Needles"


def make_sponsored():
    paid = make_article(
        "What to know about needles before you book a session",
        slug="paid",
        standfirst="Needling helps some scars and suits few skins in the week before a holiday.",
        tags=["Skin"],
        body='<p>Read the <a href="https://acme.example/">maker’s leaflet</a>.</p><h2>Benefits</h2><p>Some.</p>',
    )
    paid.bylines.update(interests="Holds shares in Acme Needles.")
    Sponsorship.objects.create(
        article=paid,
        kind="paid",
        sponsor="Acme Needles",
        url="https://acme.example/",
        statement="Acme Needles paid for this article.\n\nOur editors chose the subject and wrote every word.",
    )
    other = make_article(
        "Plain", slug="plain", tags=["Skin"], body=f'<p>See <a data-article="{paid.pk}" href="/x/">the needles</a>.</p>'
    )
    RelatedPick.objects.create(article=other, other=paid)
    Publication.objects.update(lead_article=paid)
    return paid


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_readers_are_told_wherever_they_meet_it(visit, width, scheme):
    make_sponsored()
    page = visit(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for address, count in (("/paid/", 1), ("/", 1), ("/tags/skin/", 1), ("/plain/", 3)):
        page.goto(address)
        labels = page.get_by_text(LABEL, exact=True)
        expect(labels).to_have_count(count)
        for number in range(count):
            expect(labels.nth(number)).to_be_visible()
        assert serious(page, "body") == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/paid/")
    expect(page.get_by_role("complementary", name="Disclosure")).to_contain_text("wrote every word")
    expect(page.get_by_text("Conflict of interest, Ada Writer: Holds shares")).to_be_visible()


def test_an_editor_discloses_by_keyboard(page):
    article = make_article("Peels", status="draft", published_at=None)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    rows = page.locator("#sponsorship-0")
    page.locator("#sponsorship-group summary").focus()
    page.keyboard.press("Enter")
    expect(rows.get_by_label("Kind")).to_be_visible()
    rows.get_by_label("Kind").select_option("paid")
    rows.get_by_label("Sponsor:").fill("Acme Needles")
    page.get_by_label("conflict of interest").first.fill("Holds shares in Acme Needles.")
    rows.get_by_label("Sponsor's domains").fill("no domain")
    checklist = page.locator("#checklist")
    expect(checklist).to_contain_text("The sponsorship has no statement.")
    checklist.get_by_role("button", name="The sponsorship has no statement.").click()
    expect(rows.get_by_label("Statement")).to_be_focused()
    assert serious(page, "#sponsorship-group") == []
    page.locator(".submit-row [name=_save]").last.click()
    expect(rows).to_contain_text("“no domain” is no domain.")
    expect(rows.get_by_label("Sponsor:")).to_have_value("Acme Needles")
    rows.get_by_label("Sponsor's domains").fill("acme.example")
    page.locator(".submit-row [name=_save]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    row = Sponsorship.objects.get()
    assert (row.label, row.domains) == (LABEL, "acme.example")
    assert article.bylines.get().interests == "Holds shares in Acme Needles."
