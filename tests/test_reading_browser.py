"""Reading an article in Chromium: links to sections, the reader's place, print, and what a reader's system asks for."""

import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders

from tests.looking import eventually
from tests.test_pages_browser import WCAG, editors_cookies, open_page, site, size

__all__ = ["editors_cookies", "open_page", "site"]
pytestmark = pytest.mark.browser

MIRRORED = ["home", "article", "article with everything", "tag", "author", "comparison"]
NARROW, WIDE = 320, 1280


def axe(page):
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']} {node['target']} {node['html']}" for rule in found for node in rule["nodes"]]


def fits(page):
    return page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")


def scroll_to(page, selector):
    page.locator(selector).evaluate("node => node.scrollIntoView({behavior: 'instant', block: 'start'})")


def test_each_heading_has_a_link_that_shows_when_it_is_reached(open_page):
    page = open_page("article with everything", viewport=size(WIDE))
    headings, links = page.locator(".body .headed > :is(h2, h3, h4)"), page.locator(".body .anchor")
    assert headings.count() == links.count() >= 5
    for heading, link in zip(headings.all(), links.all(), strict=True):
        assert link.get_attribute("href") == "#" + heading.get_attribute("id")
        assert link.get_attribute("aria-label") == f"Link to “{heading.inner_text()}”"
    link = links.first
    assert link.evaluate("node => getComputedStyle(node).opacity") == "0"
    headings.first.hover()
    assert link.evaluate("node => getComputedStyle(node).opacity") == "1"
    page.mouse.move(0, 0)
    links.nth(1).focus()
    assert links.nth(1).evaluate("node => getComputedStyle(node).opacity") == "1"
    page.keyboard.press("Enter")
    page.wait_for_url("**" + links.nth(1).get_attribute("href"))
    box = links.nth(1).bounding_box()
    assert box["width"] >= 24
    assert box["height"] >= 24


def test_a_heading_says_nothing_but_its_words(open_page):
    page = open_page("article with everything")
    names = [node.inner_text() for node in page.get_by_role("heading", level=2).all()]
    assert "Side effects" in names
    assert not [name for name in names if "#" in name or "Link" in name]


def test_the_contents_mark_where_the_reader_is(open_page):
    page = open_page("article", viewport=size(WIDE))
    place = "[...document.querySelectorAll('.contents a:target-current')].map(link => link.hash.slice(1))"
    for heading in page.locator(".body h2").all():
        anchor = heading.get_attribute("id")
        scroll_to(page, f"#{anchor}")
        eventually(page, f"anchor => {place}.includes(anchor)", anchor)
        link = page.locator(f".contents a[href='#{anchor}']")
        assert link.evaluate("node => getComputedStyle(node).fontWeight") == "600", "by more than colour"


def test_a_keyboard_passes_over_the_contents(open_page):
    page = open_page("article", viewport=size(WIDE))
    link = page.locator(".contents .skip-link")
    assert link.evaluate("node => getComputedStyle(node).clipPath") != "none", "out of sight at first"
    link.focus()
    box = link.bounding_box()
    assert box["height"] > 20
    assert link.evaluate("node => getComputedStyle(node).clipPath") == "none"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#article_text').contains(document.activeElement)")


def test_an_article_is_sent_without_anybody_elses_server(open_page, site):
    page = open_page("article")
    share = page.locator(".share")
    mail = share.get_by_role("link")
    assert mail.count() == 1
    assert mail.get_attribute("href").startswith("mailto:?subject=Is%20Microneedling")
    address = share.locator(".share-address")
    assert address.inner_text() == page.locator("link[rel=canonical]").get_attribute("href")
    address.click()
    assert page.evaluate("getSelection().toString()") == address.inner_text(), "one click selects all of it"


@pytest.mark.parametrize("kind", MIRRORED)
def test_pages_mirror(open_page, kind):
    page = open_page(kind, viewport=size(WIDE))
    script = """direction => {
      document.documentElement.dir = direction;
      const wide = document.documentElement.clientWidth;
      const parts = '.masthead, h1, .body, aside.related, .contents, .card, .footer';  // no box as wide as its words
      return [...document.querySelectorAll(parts)]
        .map(node => node.getBoundingClientRect()).filter(box => box.width)
        .map(box => direction === 'rtl' ? [wide - box.right, box.width] : [box.left, box.width]);
    }"""
    there, here = page.evaluate(script, "ltr"), page.evaluate(script, "rtl")
    assert len(there) == len(here) > 2  # masthead, headline, footer at least
    for one, other in zip(there, here, strict=True):
        assert one == pytest.approx(other, abs=1.5)
    for width in (NARROW, WIDE):
        page.set_viewport_size(size(width))
        assert fits(page), f"wider than {width} px"
    assert not axe(page)


SIDES = re.compile(
    r"(?:margin|padding|border|inset)-(?:left|right)\b|[;{]\s*(?:left|right|float)\s*:|text-align:\s*(?:left|right)\b"
)


def test_the_style_sheet_names_no_side():
    with open(finders.find("articles/articles.css")) as file:
        sheet = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    assert SIDES.findall(sheet) == []
    assert SIDES.findall(".a { left: 0; margin-left: 1px; text-align: right }")


@pytest.mark.parametrize("kind", ["home", "article", "article with everything", "comparison"])
def test_colours_of_the_readers_own(open_page, kind):
    for scheme, contrast in itertools.product(["light", "dark"], ["no-preference", "more"]):
        page = open_page(kind, color_scheme=scheme, contrast=contrast, viewport=size(360))
        assert not axe(page), (scheme, contrast)
        page.context.close()
    page = open_page(kind, forced_colors="active", viewport=size(WIDE))
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert not axe(page)


def test_frames_stay_where_colours_are_forced(open_page):
    page = open_page("article with everything", forced_colors="active", viewport=size(WIDE))
    for selector in (".facts", ".care", ".footer-disclaimer"):
        style = page.locator(selector).first.evaluate("node => getComputedStyle(node).borderTopStyle")
        assert style == "solid", selector


def test_more_contrast_darkens_what_was_quiet(open_page):
    quiet = "getComputedStyle(document.querySelector('.dates')).color"
    ink = "getComputedStyle(document.body).color"
    page = open_page("article", contrast="more")
    assert page.evaluate(quiet) == page.evaluate(ink)
    page = open_page("article", contrast="no-preference")
    assert page.evaluate(quiet) != page.evaluate(ink)


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_who_asks_for_stillness(open_page, motion, behaviour):
    page = open_page("article", reduced_motion=motion)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
    moving = """[...document.querySelectorAll('*')].filter(node => {
      const style = getComputedStyle(node);
      return parseFloat(style.transitionDuration) || style.animationName !== 'none';
    }).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("kind", ["home", "article", "article with everything", "comparison", "tag"])
def test_text_twice_as_large_and_four_times_nearer(open_page, kind):
    page = open_page(kind, viewport=size(NARROW, 256))  # 1280 × 1024 px at 400 %
    assert fits(page)
    page.set_viewport_size(size(640, 512))  # at 200 %
    assert fits(page)
    page.set_viewport_size(size(WIDE))
    page.evaluate("document.documentElement.style.fontSize = '200%'")  # only the text, as in Firefox
    assert fits(page)
    clipped = """[...document.querySelectorAll('h1, h2, h3, p, li, dt, dd, a')].filter(node =>
      getComputedStyle(node).overflow === 'hidden' && node.scrollHeight > node.clientHeight + 2 &&
      !node.matches('.visually-hidden')
    ).map(node => node.outerHTML.slice(0, 100))"""
    assert page.evaluate(clipped) == []


def test_print_has_the_text_and_its_addresses_alone(open_page):
    page = open_page("article with everything", viewport=size(794))
    page.emulate_media(media="print")
    for selector in (
        ".masthead-nav", ".masthead-search", ".contents", ".contents-folded", ".related", ".neighbours", ".by-author",
        ".anchor", ".skip-link", ".footer-nav", ".report", ".source-back",
    ):  # fmt: skip
        shown = [node for node in page.locator(selector).all() if node.is_visible()]
        assert not shown, f"{selector} is printed"
    for selector in ("h1", ".body", ".sources", ".changes", ".share-address", ".article-disclaimer"):
        assert page.locator(selector).is_visible(), f"{selector} is not printed"
    after = "nodes => nodes.map(node => [node.href, getComputedStyle(node, '::after').content])"
    for links in (".body a[href^=http]", ".source-links a"):
        said = page.locator(links).evaluate_all(after)
        assert said
        assert all(href in content for href, content in said), said
    table = page.locator(".table-scroll table").last.bounding_box()
    assert table["width"] <= 794
    colours = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)
        assert page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], scheme


def test_a_shared_link_shows_a_picture_that_is_there(open_page, site):
    page = open_page("article without related ones")
    address = page.locator("meta[property='og:image']").get_attribute("content")
    assert address.endswith("-share.jpeg")
    answer = page.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"] == "image/jpeg"


def test_the_manifest_may_be_read(open_page, site):
    page = open_page("home")
    manifest = page.locator("link[rel=manifest]").get_attribute("href")
    said = page.evaluate("async address => (await fetch(address)).json()", manifest)
    for icon in said["icons"]:
        assert page.request.get(icon["src"]).status == 200
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["url"] == site.base + manifest
    assert found["errors"] == []
