"""The suggestions in a browser: an editor pins one, hides another, and asks why a third is not there."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import RelatedPick
from tests.make import make_article, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SKIN = "Collagen where needles go to scars, and more collagen to the scars and the needles."
THINGS = ("otter", "badger", "walnut", "granite", "violin", "harbour", "candle", "pepper", "saddle", "meadow")


@pytest.fixture
def article(db):
    """An article with three near ones, Near 0 the nearest, among ten about other things."""
    for thing in THINGS:
        make_article(f"Number {thing}", standfirst="", body=f"<p>All about {thing}, {thing} and {thing}.</p>")
    for number in range(3):
        make_article(
            f"Near {number}", standfirst="", author=f"Author {number}",
            body=f"<p>{SKIN} Also {' '.join(f'{thing}{number}' for thing in THINGS[: 4 + 3 * number])}.</p>",
        )  # fmt: skip
    article = make_article("Rolling", standfirst="", body=f"<p>{SKIN}</p>")
    settle()
    return article


def open_form(page, article):
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(suggestion(page, "Near 0")).to_be_visible()


def suggestion(page, title):
    return page.get_by_role("region", name="Suggestions").get_by_role("listitem").filter(has_text=title)


def pressed(page, title):
    """Return which of the two buttons of a suggestion is pressed, "" for none."""
    buttons = suggestion(page, title).locator("button[aria-pressed='true']")
    return " ".join(buttons.all_inner_texts())


def rows(page):
    """Return article, kind and position of the form's rows that name an article and are kept."""
    return page.eval_on_selector_all(
        "#picks-group tr.form-row:not(.empty-form)",
        """rows => rows
            .map(row => ["other", "kind", "position", "DELETE"].map(name => row.querySelector(`[name$="-${name}"]`)))
            .filter(([other, , , gone]) => other.value && !gone?.checked)
            .map(([other, kind, position]) => [other.selectedOptions[0].text, kind.value, position.value])""",
    )


def save_button(page):
    """Return the button that saves a draft, or changes what is public."""
    return page.locator(".submit-row :is([name=_save], [name=_publish])").last


def save(page):
    with page.expect_navigation():
        save_button(page).click()
    assert not page.locator(".errornote, .errorlist").count()


def picks(article):
    return [(pick.other.title, pick.kind) for pick in article.picks.all()]


def readers_see(page, article):
    page.goto(article.get_absolute_url())
    return page.locator("aside.related .card-title").all_inner_texts()


def test_one_is_pinned_by_mouse_another_hidden_by_keyboard(page, article):
    open_form(page, article)
    suggestion(page, "Near 2").get_by_role("button", name="Pin").click()
    assert rows(page) == [["Near 2", "pinned", "1"]]
    assert pressed(page, "Near 2") == "Pin"
    expect(page.locator("#picks-group .select2-selection__rendered").first).to_contain_text("Near 2")
    expect(page.get_by_text("“Near 2” is pinned once you save the article.")).to_be_attached()

    suggestion(page, "Near 1").get_by_role("link").focus()
    for key in ("Tab", "Tab", "Space"):
        page.keyboard.press(key)
    assert rows(page) == [["Near 2", "pinned", "1"], ["Near 1", "hidden", "2"]]
    assert not RelatedPick.objects.exists()
    save(page)
    assert picks(article) == [("Near 2", "pinned"), ("Near 1", "hidden")]
    assert (pressed(page, "Near 2"), pressed(page, "Near 1"), pressed(page, "Near 0")) == ("Pin", "Hide", "")
    assert readers_see(page, article) == ["Near 2", "Near 0"]


def test_a_second_click_takes_it_back_before_and_after_saving(page, article):
    open_form(page, article)
    pin, hide = (suggestion(page, "Near 0").get_by_role("button", name=name) for name in ("Pin", "Hide"))
    pin.click()
    hide.click()
    assert (rows(page), pressed(page, "Near 0")) == ([["Near 0", "hidden", "1"]], "Hide")
    hide.click()
    assert (rows(page), pressed(page, "Near 0")) == ([], "")
    expect(page.get_by_text("“Near 0” is neither pinned nor hidden once you save the article.")).to_be_attached()
    hide.click()
    save(page)
    assert picks(article) == [("Near 0", "hidden")]
    hide.click()
    assert (rows(page), pressed(page, "Near 0")) == ([], "")
    pin.click()
    assert (rows(page), pressed(page, "Near 0")) == ([["Near 0", "pinned", "1"]], "Pin")
    pin.click()
    save(page)
    assert picks(article) == []


def test_rows_changed_by_hand_show_in_the_buttons(page, article):
    open_form(page, article)
    suggestion(page, "Near 0").get_by_role("button", name="Pin").click()
    page.locator("#id_picks-0-kind").select_option("hidden")
    assert pressed(page, "Near 0") == "Hide"
    page.locator("#picks-0 .inline-deletelink").click()
    assert pressed(page, "Near 0") == ""
    page.locator("#picks-group .add-row a").click()
    page.locator("#picks-0 .select2-selection").click()
    page.locator(".select2-search__field").fill("Near 1")
    page.get_by_role("option", name="Near 1").click()
    assert pressed(page, "Near 1") == "Pin"


def test_unsaved_pins_are_not_lost_without_a_question(page, article):
    open_form(page, article)
    suggestion(page, "Near 0").get_by_role("button", name="Pin").click()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/")
    assert asked == ["beforeunload"]


def test_why_another_is_not_there_is_asked_by_keyboard(page, article):
    open_form(page, article)
    question = page.get_by_role("combobox", name="Why is an article not among them?")
    question.press_sequentially("violin")
    page.get_by_role("option", name="Number violin").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The two have nothing in common:")).to_be_visible()
    question.fill("near 0")
    page.get_by_role("option", name="Near 0").click()
    expect(page.get_by_text("It is shown, in place 1:")).to_be_visible()
    page.keyboard.press("Enter")
    assert page.url.endswith("/change/")


def test_the_titles_open_in_a_new_tab(page, article):
    open_form(page, article)
    with page.context.expect_page() as opened:
        suggestion(page, "Near 0").get_by_role("link").click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("#id_title").input_value() == "Near 0"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_is_accessible_and_fits(page, article, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    open_form(page, article)
    suggestion(page, "Near 0").get_by_role("button", name="Pin").click()
    page.get_by_role("combobox", name="Why is an article not among them?").fill("near")
    page.get_by_role("option", name="Near 0").wait_for()
    found = Axe().run(page, context="#suggestions").response["violations"]
    assert [(violation["id"], [node["html"][:120] for node in violation["nodes"]]) for violation in found] == []
    assert page.locator("#suggestions").evaluate("panel => panel.scrollWidth - panel.clientWidth") == 0


def test_without_a_script_the_panel_still_reads(browser, live_server, client, article):
    client.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(suggestion(page, "Near 0")).to_contain_text("Both speak of collagen, needles and scars.")
    assert page.get_by_role("button", name="Pin").count() == 0
    expect(page.get_by_text("Why is an article not among them?")).to_have_count(0)
    context.close()
