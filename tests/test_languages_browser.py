"""Other languages in Chromium: Arabic runs from right to left, fits, and axe finds nothing; long words are whole."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Publication
from tests.polyglot import ARABIC, CYRILLIC, content, pages

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def blog(live_server, settings, media, transactional_db):
    settings.LANGUAGE_CODE, settings.ALLOWED_HOSTS = "ar", ["*"]
    made = content(ARABIC)
    Publication.objects.update(contact_email="")
    return made


@pytest.fixture
def page(visit, blog):
    return visit()


def boxes(page, *selectors):
    return [page.locator(selector).first.bounding_box() for selector in selectors]


def addresses(blog):
    """Return the addresses of pages, each kind once."""
    found = [address for address in pages(blog) if "feed" not in address and not address.endswith(".xml")]
    return list(dict.fromkeys(found))


def test_every_page_runs_from_right_to_left_and_fits(page, blog):
    page.expected = {400, 404, 410}
    wrong = []
    for address in addresses(blog):
        page.goto(address)
        assert page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
            "ar",
            "rtl",
        ]
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            wide, window = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
            out = page.evaluate(
                """[...document.querySelectorAll("main *, header *, footer *")].filter(node => {
                  const box = node.getBoundingClientRect(), scrolls = ".table-scroll, .compare-scroll, .visually-hidden"
                  return box.width > 1 && box.left < -1 && !node.closest(scrolls)
                }).map(node => node.outerHTML.slice(0, 100)).slice(0, 3)"""
            )
            if wide > window or out:
                wrong.append(f"{address} is {wide} wide at {width} {out}")
    assert wrong == []


@pytest.mark.parametrize(
    "address", ["/", "/first/", "/second/", "/search/?q=الجلد", "/compare/?t=first&t=second", "/corrections/"]
)
def test_axe_finds_nothing(page, address):
    page.goto(address)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = []
    for scheme, width in itertools.product(["light", "dark"], [360, 1280]):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        for rule in Axe().run(page, options=options).response["violations"]:
            found += [f"{scheme} {width} {rule['id']} {node['target']} {node['html']}" for node in rule["nodes"]]
    assert not found, "\n".join(found)


def test_contents_stand_on_the_right_and_related_articles_on_the_left(page):
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto("/first/")
    contents, text, related = boxes(page, "nav.contents", "article .body", "aside.related")
    assert contents["x"] >= text["x"] + text["width"]
    assert related["x"] + related["width"] <= text["x"]
    page.set_viewport_size({"width": 1100, "height": 900})
    text, related = boxes(page, "article .body", "aside.related")
    assert related["x"] + related["width"] <= text["x"]


def test_the_masthead_and_cards_are_mirrored(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/")
    name, nav = boxes(page, ".masthead-name a", ".masthead-nav")
    assert name["x"] > nav["x"] + nav["width"] / 2
    first, second = boxes(page, ".masthead-nav li:first-child", ".masthead-nav li:last-child")
    assert first["x"] > second["x"]


def test_the_skip_link_comes_from_the_right(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/first/")
    page.keyboard.press("Tab")
    box = page.locator(":focus").bounding_box()
    assert box["x"] > 640
    assert box["x"] + box["width"] <= 1280


def test_marks_and_lists_begin_on_the_right(page):
    page.goto("/first/")
    item = page.locator(".body .care li").first
    style = item.evaluate("""node => {
      const list = getComputedStyle(node.parentElement), care = getComputedStyle(node.closest(".care"))
      return [list.paddingRight, list.paddingLeft, care.borderRightWidth, care.borderLeftWidth].map(parseFloat)
    }""")
    assert style[0] > style[1], "the list is indented on the side where it begins"
    assert style[2] >= style[3], "the mark of the section stands where its lines begin"


def test_a_comparison_keeps_its_questions_on_the_right(page):
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/compare/?t=first&t=second&t=third-one")
    before = page.get_by_role("rowheader").first.bounding_box()
    page.evaluate("document.querySelector('.compare-scroll').scrollLeft = -1000")
    after = page.get_by_role("rowheader").first.bounding_box()
    assert abs(before["x"] - after["x"]) <= 21, "it goes no further than the edge of the window"
    assert after["x"] + after["width"] > 320


BROKEN_WORDS = """selector => [...document.querySelectorAll(selector)].flatMap(node => {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), broken = []
  while (walker.nextNode()) {
    for (const match of walker.currentNode.data.matchAll(/\\S+/g)) {
      const range = document.createRange()
      range.setStart(walker.currentNode, match.index)
      range.setEnd(walker.currentNode, match.index + match[0].length)
      const boxes = [...range.getClientRects()].filter(box => box.width > 1)
      const most = 2 * match[0].split("\\u00ad").length - 1 // each hyphen that shows has a box
      if (boxes.length > most) broken.push(match[0])
    }
  }
  return broken
})"""


@pytest.mark.parametrize("code", ["en", "de", "es"])
def test_no_word_is_broken_where_the_language_does_not(visit, settings, live_server, media, transactional_db, code):
    settings.LANGUAGE_CODE = code
    content(CYRILLIC)
    page = visit()
    for width in (360, 700, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/compare/?t=first&t=second")
        assert page.locator("tbody th").count() == 9
        assert page.evaluate(BROKEN_WORDS, "tbody th") == [], f"at {width}"
        page.goto("/first/")
        assert page.evaluate(BROKEN_WORDS, ".facts dt, .article-footer h2, .masthead a") == [], f"at {width}"
