"""The search page as people use it: the field on every page, suggestions by keyboard and mouse, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.looking import serious
from tests.make import make_article, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def articles():
    make_article("Microneedling for scars", tags=["Skin"])
    make_article("What microneedling costs", tags=["Skin"])
    make_article("Peels", tags=["Skin"])
    settle()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_field_of_every_page_leads_to_results(visit, articles, width):
    page = visit(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page.goto("/peels/")
    field = page.get_by_role("search").get_by_role("searchbox")
    assert field.bounding_box()["width"] >= 120
    assert field.bounding_box()["height"] >= 40
    field.fill("microneedeling")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=microneedeling$"))
    expect(page.get_by_role("listitem").get_by_role("heading")).to_have_count(2)
    expect(page.locator("strong")).to_have_text("microneedling")
    page.get_by_role("searchbox").fill("peels")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("h2.card-title")).to_have_text("Peels")


def test_suggestions_are_chosen_by_keyboard(visit, articles):
    page = visit()
    page.goto("/search/")
    field = page.get_by_role("combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("microne")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert serious(page, "main") == []
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    field.press("ArrowUp")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("microne")
    field.press_sequentially("e")
    expect(options).to_have_count(2)
    title = options.first.inner_text()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_suggestions_are_chosen_by_mouse_and_never_hinder_the_form(visit, articles):
    page = visit()
    page.goto("/search/")
    page.get_by_role("combobox").press_sequentially("peel")
    page.get_by_role("option").click()
    expect(page).to_have_url(re.compile("/peels/$"))
    page.goto("/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("peel")
    expect(page.get_by_role("option")).to_have_count(1)
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=peel$"))


def test_a_failing_suggestion_leaves_the_form(visit, articles):
    page = visit()
    page.route("**/search/suggest/**", lambda route: route.fulfill(body="no JSON"))
    page.goto("/search/")
    field = page.get_by_role("combobox")
    with page.expect_response("**/search/suggest/**"):
        field.press_sequentially("peel")
    field.press("Enter")
    expect(page.locator("h2.card-title")).to_have_text("Peels")
