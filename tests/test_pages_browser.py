"""Every kind of page in Chromium: axe, widths, keyboard, no script, no cookie, no stranger."""

import itertools
import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from healthblog.demo import content
from tests.looking import eventually
from tests.serving import SEED, demo_site

pytestmark = pytest.mark.browser

PUBLIC = {
    "home": "/",
    "home, further down": "/?before=4000000000000000-1",
    "article": SEED,
    "article with everything": "/everything/",
    "article without related ones": "/alone/",
    "tags": "/tags/",
    "tag": "/tags/skin/",
    "authors": "/authors/",
    "author": "/authors/emily-tracy/",
    "archive": "/archive/",
    "year": "/archive/2026/",
    "month": "/archive/2026/11/",
    "comparison": f"/compare/?t=chemical-peels&t=dermal-fillers&t={SEED.strip('/')}&t=microdermabrasion",
    "comparison of two": "/compare/?t=chemical-peels&t=everything",
    "choice of treatments": "/compare/",
    "comparison refused": "/compare/?t=chemical-peels",
    "about": "/about/",
    "policy": "/about/editorial-policy/",
    "contact": "/about/contact/",
    "corrections": "/corrections/",
    "search": "/search/?q=microneedling",
    "search put right": "/search/?q=microneedeling",
    "search narrowed down": "/search/?q=skin&tag=skin",
    "search without a result": "/search/?q=xyzzyx",
    "search begun": "/search/",
    "404": "/nowhere/",
    "410": "/gone/",
}
EDITORS = {"preview": "/preview/{draft}/", "login": "/admin/login/"}
PAGES = PUBLIC | EDITORS
STATUS = {"comparison refused": 400, "404": 404, "410": 410}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WATCH_POLICY = """
window.refused = [];
document.addEventListener("securitypolicyviolation", event => {
  window.refused.push(event.violatedDirective + " " + event.blockedURI);
});
"""


@pytest.fixture
def site():
    return demo_site().check()


@pytest.fixture(scope="module")
def editors_cookies(browser):
    site = demo_site()
    context = browser.new_context(base_url=site.base)
    page = context.new_page()
    page.goto("/admin/login/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", site.password)
    page.click("[type=submit]")
    assert urlsplit(page.url).path == "/admin/"
    cookies = context.cookies()
    context.close()
    return cookies


@pytest.fixture
def open_page(site, browser, request):
    """Return a function that opens a kind of page in a context of its own and checks its status."""
    contexts = []

    def open_kind(kind, **options):
        context = browser.new_context(base_url=site.base, **options)
        contexts.append(context)
        context.set_default_timeout(20_000)
        if kind == "preview":
            context.add_cookies(request.getfixturevalue("editors_cookies"))
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda asked: page.asked.append(asked.url))
        page.add_init_script(WATCH_POLICY)
        response = page.goto(PAGES[kind].format(draft=site.draft))
        assert response.status == STATUS.get(kind, 200), kind
        return page

    yield open_kind
    for context in contexts:
        context.close()


def size(width, height=900):
    return {"width": width, "height": height}


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(open_page, kind):
    page = open_page(kind)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = []
    for scheme, width in itertools.product(["light", "dark"], [360, 1280]):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size(width))
        for rule in Axe().run(page, options=options).response["violations"]:
            found += [f"{scheme} {width} {rule['id']} {node['target']} {node['html']}" for node in rule["nodes"]]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_is_wider_than_the_window(open_page, kind):
    page = open_page(kind)
    for width in (320, 360, 1280, 1920):
        page.set_viewport_size(size(width))
        wide, window = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
        assert wide <= window, f"{wide} px wide at {width}"


@pytest.mark.parametrize("kind", PAGES)
def test_page_is_quiet_and_its_own(open_page, site, kind):
    page = open_page(kind, viewport=size(1280))
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    own_status = re.compile(rf"error: Failed to load resource.*\b{STATUS.get(kind)}\b")
    assert [said for said in page.said if not own_status.match(said)] == []
    assert page.evaluate("window.refused") == []
    assert [asked for asked in page.asked if not asked.startswith((site.base + "/", "data:"))] == []
    broken = "[...document.images].filter(image => image.complete && !image.naturalWidth).map(image => image.src)"
    assert page.evaluate(broken) == []


@pytest.mark.parametrize("kind", PUBLIC)
def test_reader_gets_no_cookie_and_no_storage(open_page, kind):
    page = open_page(kind)
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("kind", PUBLIC)
def test_page_needs_no_script(open_page, kind):
    with_script = open_page(kind)
    scripts = with_script.locator("script:not([type='application/ld+json'])")
    assert scripts.count() == kind.startswith("search")  # which suggests titles while one types, and works without it
    without_script = open_page(kind, java_script_enabled=False)
    text = without_script.locator("body").inner_text()
    assert without_script.locator("h1").is_visible()
    assert text == with_script.locator("body").inner_text()


@pytest.mark.parametrize("kind", PUBLIC)
def test_first_tab_skips_to_the_content(open_page, kind):
    page = open_page(kind, viewport=size(1280))
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    target = link.get_attribute("href")
    assert target.startswith("#"), f"the first Tab reaches {target}"
    box = link.bounding_box()
    assert box["x"] >= 0, "the skip link stays out of sight"
    assert box["y"] >= 0, "the skip link stays out of sight"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    page.keyboard.press("Tab")
    assert page.evaluate("target => document.querySelector(target).contains(document.activeElement)", target)


def test_a_comparison_is_swiped_on_a_phone_and_its_questions_stay(open_page):
    page = open_page("comparison", viewport=size(360), java_script_enabled=False)
    box = page.locator(".compare-scroll")
    question, last = page.get_by_role("rowheader", name="Benefits"), page.get_by_role("columnheader").last
    before = last.bounding_box()
    assert before["x"] > 360, "the last treatment is out of sight at first"
    box.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight", delay=20)
    eventually(page, "box => box.scrollLeft + box.clientWidth >= box.scrollWidth - 1", box.element_handle())
    after, stays = last.bounding_box(), question.bounding_box()
    assert after["x"] + after["width"] <= 361
    assert 0 <= stays["x"] < 40
    assert stays["x"] + stays["width"] <= after["x"] + 1


def test_a_comparison_is_whole_in_print(open_page):
    page = open_page("comparison", viewport=size(1000))
    page.emulate_media(media="print")
    table = page.locator(".compare").bounding_box()
    assert table["x"] + table["width"] <= 1000
    assert page.locator(".compare-hint").is_hidden()


def test_a_comparison_reads_row_by_row(open_page):
    page = open_page("comparison")
    table = page.get_by_role("table")
    assert table.get_by_role("columnheader").count() == 4
    names = [node.inner_text() for node in table.get_by_role("rowheader").all()]
    assert names == [
        "What it is", "Benefits", "Side effects and risks", "Who should not have it", "Cost", "Sessions", "Downtime",
        "Medically reviewed", "Sponsored",
    ]  # fmt: skip
    assert all(cell.inner_text().strip() for cell in page.locator(".compare td").all()[1:]), "never blank"


def test_related_articles_stand_next_to_the_text_where_it_is_wide(open_page):
    page = open_page("article", viewport=size(1280))
    text, related = page.locator("article .body").bounding_box(), page.locator("aside.related").bounding_box()
    assert related["x"] >= text["x"] + text["width"]
    assert related["y"] < text["y"] + text["height"]
    page.evaluate("window.scrollTo({top: 1500, behavior: 'instant'})")
    assert page.locator("aside.related a").first.bounding_box()["y"] >= 0, "the list scrolls out of sight"


def test_related_articles_stand_after_the_text_where_it_is_narrow(open_page):
    page = open_page("article", viewport=size(360))
    text, related = page.locator("article .body").bounding_box(), page.locator("aside.related").bounding_box()
    assert related["y"] >= text["y"] + text["height"]
    assert related["x"] < text["x"] + text["width"]


def test_related_articles_are_the_seeds_with_their_author(open_page):
    cards = open_page("article").locator("aside.related li")
    lines = [line for line in content.SEED.read_text().partition("Related posts")[2].splitlines() if line.strip()]
    titles, authors = lines[::2], lines[1::2]
    assert len(titles) == 3
    assert cards.count() >= len(titles)
    for card, title, author in zip(cards.all(), titles, authors, strict=False):
        assert title in card.inner_text()
        assert author in card.inner_text()


def test_focus_is_seen_everywhere(open_page):
    page = open_page("article", viewport=size(1280))
    reached = 0
    while reached < 200:
        page.keyboard.press("Tab")
        name, style, width = page.evaluate(
            """() => {
              const focused = document.activeElement, style = getComputedStyle(focused);
              return [focused.outerHTML.slice(0, 200), style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        if name.startswith("<body"):
            break
        assert style != "none", name
        assert width >= 2, name
        reached += 1
    assert reached > 10
