"""The checklist in a browser: it follows what is typed, leads there, and changes a link's kind by one click."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Image
from tests.looking import eventually, serious, to_end_of_text
from tests.make import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "This sentence goes on " + "and on " * 12 + "until it ends."
BODY = (
    '<h2>Before</h2><p>A needle, see <a href="https://shop.example.com/a">the shop</a> and '
    '<a href="/no-such/">a lost page</a>.</p>'
    f'<h4>Deep</h4><p>Short. {LONG} Short.</p><figure><img data-file="{{picture}}" alt=""></figure><p>End.</p>'
)


@pytest.fixture
def draft(db):
    picture = Image.objects.create(file="x.jpg", content_hash="x", width=1600, height=900)
    return make_article("Draft", status="draft", published_at=None, body=BODY.format(picture=picture.pk))


def open_form(page, article=None):
    # The picture of the tests has no file.
    page.route("**/media/**", lambda route: route.fulfill(status=200, content_type="image/svg+xml", body="<svg/>"))
    name = "change" if article else "add"
    page.goto(reverse(f"admin:articles_article_{name}", args=[article.pk] if article else []))
    expect(panel(page).get_by_role("status")).not_to_be_empty()
    expect(body(page)).to_be_visible()


def panel(page):
    return page.get_by_role("region", name="Checklist")


def body(page):
    return page.get_by_role("textbox", name="Body", exact=True)


def finding(page, words):
    return panel(page).get_by_role("button").filter(has_text=words)


def selected(page):
    return page.evaluate("document.getSelection().toString()")


def test_the_panel_follows_what_is_typed_and_nothing_is_saved(page):
    open_form(page)
    expect(finding(page, "The article has no title.")).to_be_visible()
    page.get_by_label("Title:", exact=True).press_sequentially("A needle")
    expect(finding(page, "The article has no title.")).to_have_count(0)
    body(page).click()
    page.keyboard.type("Some words.")
    expect(finding(page, "The article has no text yet.")).to_have_count(0)
    page.get_by_label("Standfirst:").fill("What a needle does to the skin, and who should not have it at all.")
    expect(finding(page, "There is no standfirst.")).to_have_count(0)
    expect(panel(page).get_by_role("status")).to_have_text("1 thing to mend before publication. 2 pieces of advice.")
    page.locator("#id_tags_new").press_sequentially("Skin,")
    expect(finding(page, "There are no tags.")).to_have_count(0)
    assert not Article.objects.exists()


def test_an_author_chosen_from_the_list_counts(page, draft):
    draft.bylines.all().delete()
    open_form(page, draft)
    finding(page, "No author is named.").click()
    page.keyboard.press("Enter")
    page.get_by_role("option", name="Ada Writer").click()
    expect(finding(page, "No author is named.")).to_have_count(0)


def test_clicks_lead_to_the_fields(page, draft):
    open_form(page, draft)
    page.get_by_label("Standfirst:").fill("")
    finding(page, "There is no standfirst.").click()
    expect(page.get_by_label("Standfirst:")).to_be_focused()
    page.get_by_label("Title:", exact=True).fill("word " * 20)
    finding(page, "characters of a title").click()
    expect(page.get_by_label("Title for search engines:")).to_be_focused()
    finding(page, "There are no tags.").click()
    expect(page.locator("#id_tags_new")).to_be_focused()
    finding(page, "There is no lead picture.").click()
    expect(page.locator("#id_lead_image_choose")).to_be_focused()


def test_clicks_lead_into_the_text(page, draft):
    open_form(page, draft)
    body(page).click()
    to_end_of_text(page, "Control+Home")
    page.keyboard.type("A longer way ")
    finding(page, "where this site has no page").click()
    assert selected(page) == "a lost page"
    expect(body(page)).to_be_focused()
    finding(page, "skips a level").click()
    page.keyboard.type("er")
    expect(page.get_by_role("heading", name="Deeper")).to_be_visible()
    finding(page, "no honest alternative text").click()
    expect(page.locator(".ProseMirror figure.ProseMirror-selectednode")).to_be_in_viewport()
    panel(page).get_by_text("Reading").click()
    panel(page).get_by_role("button", name="This sentence goes on").click()
    assert selected(page) == LONG


def test_a_panel_drawn_anew_takes_no_button_from_under_the_pointer(page, draft):
    open_form(page, draft)
    finding(page, "skips a level").hover()
    page.mouse.down()
    with page.expect_response(lambda answer: "check" in answer.url):
        page.get_by_label("Title:", exact=True).evaluate(
            "field => { field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true })) }"
        )
    expect(finding(page, "The article has no title.")).to_have_count(0)
    page.mouse.up()
    page.keyboard.type("er")
    expect(page.get_by_role("heading", name="Deeper")).to_be_visible()
    expect(finding(page, "The article has no title.")).to_be_visible()


def test_a_click_before_the_editor_stands_is_kept_for_it(page, draft):
    held = []
    page.route("**/editor.table*.js", lambda route: held.append(route))
    page.route("**/media/**", lambda route: route.fulfill(status=200, content_type="image/svg+xml", body="<svg/>"))
    page.goto(reverse("admin:articles_article_change", args=[draft.pk]), wait_until="domcontentloaded")
    finding(page, "where this site has no page").click()
    expect(body(page)).to_have_count(0)
    for route in held:
        route.continue_()
    eventually(page, "document.getSelection().toString() === 'a lost page'")


def test_a_heading_is_mended_and_the_finding_goes(page, draft):
    open_form(page, draft)
    finding(page, "skips a level").click()
    page.get_by_role("toolbar", name="Formatting").get_by_role("button", name="Subheading", exact=True).click()
    expect(finding(page, "skips a level")).to_have_count(0)


def test_one_click_makes_a_link_sponsored_and_the_form_saves_it(page, draft):
    open_form(page, draft)
    expect(finding(page, "is the only site that this text links to")).to_be_visible()
    kinds = panel(page).get_by_role("group", name="Kind of link to shop.example.com")
    expect(kinds.get_by_role("button", name="Ordinary")).to_have_attribute("aria-pressed", "true")
    kinds.get_by_role("button", name="Sponsored").click()
    expect(kinds.get_by_role("button", name="Sponsored")).to_have_attribute("aria-pressed", "true")
    expect(kinds.get_by_role("button", name="Sponsored")).to_be_focused()
    expect(finding(page, "is the only site that this text links to")).to_have_count(0)
    expect(body(page).get_by_role("link", name="the shop")).to_have_attribute("rel", "sponsored")
    assert "sponsored" not in Article.objects.get().body
    with page.expect_navigation():
        page.locator(".submit-row [name=_save]").last.click()
    saved = Article.objects.get().body
    assert '<a href="https://shop.example.com/a" rel="sponsored">the shop</a>' in saved
    assert saved.count("rel=") == 1
    panel(page).get_by_text("Links to other sites (1)").click()
    kinds.get_by_role("button", name="Ordinary").press("Enter")
    expect(body(page).get_by_role("link", name="the shop")).not_to_have_attribute("rel", "sponsored")


def test_previews_show_what_is_cut(page, draft):
    open_form(page, draft)
    panel(page).get_by_text("In search results").click()
    page.get_by_label("Title:", exact=True).fill("How a needle roller works and what it may do for the skin of a face")
    result = panel(page).locator(".articles-result-title")
    expect(result).to_contain_text("How a needle roller works and what it may do for the skin")
    expect(result.locator(".articles-cut")).to_contain_text("of a face")
    panel(page).get_by_text("When shared").click()
    expect(panel(page).locator(".articles-card")).to_contain_text("No picture")


def test_a_lost_session_is_said_and_the_findings_stay(page, draft):
    page.expected.add(403)
    open_form(page, draft)
    page.context.clear_cookies()
    page.get_by_label("Standfirst:").fill("")
    expect(panel(page).get_by_role("alert")).to_contain_text("The checklist shows an earlier state.")
    expect(finding(page, "skips a level")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_is_accessible_and_fits(page, draft, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    open_form(page, draft)
    for part in panel(page).locator("summary").all():
        part.click()
    found = Axe().run(page, context="#checklist").response["violations"]
    assert [(violation["id"], [node["html"][:120] for node in violation["nodes"]]) for violation in found] == []
    assert panel(page).evaluate("panel => panel.scrollWidth - panel.clientWidth") == 0


def test_without_a_script_what_was_saved_is_a_click_away(visit, draft):
    chief = get_user_model().objects.create_superuser("chief", password="x")
    page = visit(chief, java_script_enabled=False)
    page.goto(reverse("admin:articles_article_change", args=[draft.pk]))
    page.get_by_role("link", name="Checklist of what was last saved").click()
    expect(page.get_by_text("The heading “Deep” skips a level.")).to_be_visible()
    page.get_by_role("link", name="Back to the article").click()
    expect(page.get_by_role("link", name="Checklist of what was last saved")).to_be_visible()


def test_a_price_of_the_text_fills_the_facts_by_one_click_and_saves_nothing(page, draft):
    draft.body = "<p>A peel is safe.</p><p>It costs $100 to $700 per sitting.</p>"
    draft.save()
    open_form(page, draft)
    finding(page, "promises more than anyone can").click()
    assert selected(page) == "A peel is safe."
    panel(page).get_by_role("button", name="“$100 to $700 per sitting”", exact=True).click()
    eventually(page, "document.getSelection().toString() === '$100 to $700 per sitting'")
    panel(page).get_by_role("button", name="Put it into the treatment’s facts").click()
    values = {
        name: page.locator(f"#id_treatment-0-{name}").input_value()
        for name in ("cost_from", "cost_to", "currency", "per")
    }
    assert values == {"cost_from": "100", "cost_to": "700", "currency": "USD", "per": "sitting"}
    expect(page.locator("#id_treatment-0-cost_from")).to_be_focused()
    expect(panel(page).get_by_text("So it stands in the treatment’s facts.")).to_be_visible()
    assert not hasattr(Article.objects.get(pk=draft.pk), "treatment")
    assert serious(page, "#checklist") == []
    with page.expect_navigation():
        page.locator(".submit-row [name=_save]").click()
    assert Article.objects.get(pk=draft.pk).treatment.cost_to == 700
