"""The checklist, rule by rule: what it finds, where it leads the editor, and what it asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.checklist import Finding, added, findings, is_placeholder
from articles.checklist.links import is_source, outbound
from articles.checklist.manuscript import of_article
from articles.models import Article, FormerSlug, Image, OutLink, Publication, Redirect, Tag
from tests.make import LONG_AGO, make_article, make_author, soon

pytestmark = pytest.mark.django_db
STANDFIRST = "What a needle does to the skin, and who should not have it."
HARD = (
    "Dermatological practitioners administering microneedling procedures demonstrate considerable variability "
    "regarding recommended treatment intervals. "
)


def make_image(**fields):
    number = Image.objects.count()
    return Image.objects.create(file="x", content_hash=f"x{number}", **{"width": 1600, "height": 900} | fields)


@pytest.fixture
def whole(db):
    """An article that the checklist has nothing to say of."""
    fields = {"standfirst": STANDFIRST, "lead_image": make_image(), "lead_alt": "A drawn needle above skin"}
    body = '<h2>A</h2><h3>B</h3><h2>C</h2><p>It heals <a href="https://www.who.int/">in days</a>.</p>'
    article = make_article("Whole", tags=["x"], body=body, **fields)
    other = make_article("Another", body=f'<p>See <a data-article="{article.pk}" href="/whole/">this</a>.</p>')
    assert OutLink.objects.get(article=other).target == article
    return article


def found(article, **changes):
    """Return code and target of each finding of the article with these fields changed, unsaved."""
    for name, value in changes.items():
        setattr(article, name, value)
    return [(finding.code, finding.target) for finding in findings(article)]


def blocking(article):
    return {finding.code for finding in findings(article) if finding.is_blocking}


def test_it_has_nothing_to_say_of_a_whole_article(whole):
    assert findings(whole) == []


def test_it_names_what_is_missing():
    article = Article.objects.create()
    assert [(finding.code, finding.place, finding.is_blocking) for finding in findings(article)] == [
        ("no-title", "Title", True),
        ("no-standfirst", "Standfirst", True),
        ("no-author", "Bylines", True),
        ("no-text", "Body", True),
        ("no-tags", "Tags", False),
        ("no-lead", "Lead picture", False),
    ]
    assert [finding.code for finding in findings(Article())] == [finding.code for finding in findings(article)]


@pytest.mark.parametrize(
    ("fields", "code", "target"),
    [
        ({"title": " "}, "no-title", "id_title"),
        ({"standfirst": "\n"}, "no-standfirst", "id_standfirst"),
        ({"body": "<p> </p><hr>"}, "no-text", "id_body"),
        ({"lead_image": None}, "no-lead", "id_lead_image"),
        ({"title": "w" * 61}, "title-long", "id_seo_title"),
        ({"seo_title": "w" * 61}, "title-long", "id_seo_title"),
        ({"standfirst": "w" * 161}, "description-long", "id_seo_description"),
        ({"seo_description": "w" * 161}, "description-long", "id_seo_description"),
        ({"standfirst": "w" * 49}, "description-short", "id_standfirst"),
        ({"seo_description": "w" * 49}, "description-short", "id_seo_description"),
        ({"title": "another"}, "title-twice", "id_title"),
        ({"body": f"<p>{HARD * 9}</p>"}, "hard", "checklist-reading"),
    ],
)
def test_fields(whole, fields, code, target):
    assert (code, target) in found(whole, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "w" * 60},
        {"title": "w" * 90, "seo_title": "Short"},
        {"standfirst": "w" * 160},
        {"standfirst": "w" * 50},
        {"standfirst": "w" * 300, "seo_description": STANDFIRST},
        {"body": f"<p>{HARD * 5}</p>"},  # too short to tell
        {"body": f"<p>{'It heals fast. ' * 90}</p>"},
    ],
)
def test_fields_that_are_right(whole, fields):
    assert found(whole, **fields) == []


def test_the_reading_grade_aimed_at_is_the_publications(whole):
    publication = Publication.load()
    text = "<p>" + "The needle makes a very small hole that will heal in a few days without a scar. " * 9 + "</p>"
    assert found(whole, body=text) == []
    publication.reading_grade = 4
    publication.save()
    assert found(whole, body=text) == [("hard", "checklist-reading")]


def test_it_reads_by_lix_where_the_language_is_not_english(whole, settings):
    text = "<p>" + "Die Behandlung hinterlässt normalerweise keinerlei Veränderungen. " * 20 + "</p>"
    settings.LANGUAGE_CODE = "de"
    assert found(whole, body=text) == [("hard", "checklist-reading")]
    assert found(whole, body="<p>" + "Es tut kaum weh. " * 30 + "</p>") == []


# Pictures


@pytest.mark.parametrize(
    ("alt", "code"),
    [
        ("", "alt-empty"),
        ("Image default", "alt-empty"),
        ("image", "alt-empty"),
        ("DEFAULT", "alt-empty"),
        ("photo 3", "alt-empty"),
        ("IMG_2041.jpg", "alt-empty"),
        ("needle.png", "alt-empty"),
        ("Whole", "alt-repeats"),
        ("  whole. ", "alt-repeats"),
        ("Said below it", "alt-repeats"),
        ("x" * 151, "alt-long"),
    ],
)
def test_dishonest_alternative_texts(whole, alt, code):
    image = make_image(caption="Said below it.")
    assert found(whole, lead_image=image, lead_alt=alt) == [(code, "id_lead_alt")]
    body = f'<p>x</p><figure><img data-file="{image.pk}" alt="{alt}"></figure>'
    assert found(whole, lead_alt="A needle", body=body) == [(code, "body:picture:1")]
    assert {"alt-empty", "alt-repeats", "alt-long"} & blocking(whole) == {code}
    whole.lead_is_decorative = True
    assert found(whole, lead_alt=alt, body=body.replace("<img", '<img data-decorative="true"')) == []


def test_an_alternative_text_that_repeats_its_own_caption(whole):
    image = make_image()
    body = '<p>x</p><figure><img data-file="{}" alt="A needle"><figcaption>A <em>needle</em></figcaption></figure>'
    assert found(whole, body=body.format(image.pk)) == [("alt-repeats", "body:picture:1")]


def test_honest_alternative_texts(whole):
    assert found(whole, lead_alt="x" * 150) == []
    assert not is_placeholder("Picture of a needle")
    assert not is_placeholder("Default settings of a laser")


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        ('<img src="https://e.org/a.jpg" alt="A needle">', "picture-foreign"),
        ('<img data-lost="true" src="" alt="A needle">', "picture-lost"),
        ('<img data-file="999999" alt="A needle">', "picture-gone"),
        ('<img data-file="999999999999999999" alt="A needle">', "picture-gone"),
    ],
)
def test_pictures_that_readers_do_not_get(whole, picture, code):
    fine = f'<p>x</p><img data-file="{make_image().pk}" alt="A needle">'
    assert found(whole, body=fine + picture) == [(code, "body:picture:2")]
    assert blocking(whole) == {code}


@pytest.mark.parametrize(
    ("width", "height", "is_small"),
    [(1200, 630, False), (1199, 900, True), (1600, 629, True), (0, 0, False)],  # 0: not known
)
def test_the_size_of_the_shared_picture(whole, width, height, is_small):
    image = make_image(width=width, height=height)
    assert found(whole, lead_image=image) == ([("share-small", "id_lead_image")] if is_small else [])
    assert found(whole, share_image=make_image()) == []
    assert found(whole, lead_image=make_image(), share_image=image) == (
        [("share-small", "id_share_image")] if is_small else []
    )


# Headings


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>", []),
        ("<h3>A</h3><p>x</p>", [("heading-skips", "body:heading:1")]),
        ("<h2>A</h2><h4>B</h4>", [("heading-skips", "body:heading:2")]),
        ("<h2>A</h2><h2> <br></h2><h3>B</h3>", [("heading-empty", "body:heading:2")]),
        ("<p>x</p><h2><em></em></h2>", [("heading-empty", "body:heading:1")]),
    ],
)
def test_headings(whole, body, expected):
    assert found(whole, body=body) == expected
    assert blocking(whole) == {code for code, _target in expected}


# Links


@pytest.fixture
def site(whole, settings):
    """What the links of the tests lead to."""
    settings.ARTICLES_BASE_URL = "https://blog.example.com"
    former = make_article("Peels")
    former.slug = "new-peels"
    former.save()
    Tag.objects.create(name="Acne")
    make_author("Ada Writer")
    Redirect.objects.create(path="/2019/old-post/", article=former)
    return whole


def linked(whole, href, words="these words"):
    return [pair for pair in found(whole, body=f'<p>See <a href="{href}">{words}</a>.</p>') if pair[0] != "guest-post"]


@pytest.mark.parametrize(
    "href",
    [
        "/", "/another/", "/another", "../another/", "/another/?a=1#b", "/peels/", "/new-peels/", "?x=1",
        "https://blog.example.com", "https://blog.example.com/another/", "http://BLOG.example.com/another/",
        "//blog.example.com/another/", "/tags/", "/tags/acne/", "/tags/acne/feed/", "/authors/ada-writer/", "/archive/",
        "/archive/2024/3/", "/feed/", "/sitemap.xml", "/robots.txt", "/2019/old-post/", "/2019/old-post", "#contents",
        "/media/articles/a.jpg", "/static/articles/articles.css", "mailto:a@example.com", "tel:+49123",
        "https://elsewhere.com/no-such/", "//elsewhere.com/no-such/",
    ],
)  # fmt: skip
def test_links_that_lead_somewhere(site, href):
    assert linked(site, href) == []


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("/no-such/", "link-dead"),
        ("/tags/no-such/", "link-dead"),
        ("/authors/no-such/", "link-dead"),
        ("/no/such/page/", "link-dead"),
        ("no-such", "link-dead"),
        ("another/", "link-dead"),  # /whole/another/
        ("https://blog.example.com/no-such/", "link-dead"),
        ("#no-such", "link-dead"),
        ("#", "link-dead"),
        ("https:/another/", "link-dead"),
        ("http:///another/", "link-dead"),
        ("/admin/", "link-desk"),
        ("/admin/articles/article/1/change/", "link-desk"),
        ("/preview/1/", "link-desk"),
        ("", "link-lost"),
    ],
)
def test_links_that_lead_nowhere(site, href, code):
    assert linked(site, href) == [(code, "body:link:1")]
    assert blocking(site) == {code}


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("<a>words</a>", "link-lost"),
        ('<a data-lost="true">words</a>', "link-lost"),
        ('<a href="/another/"> </a>', "link-empty"),
        ('<a href="/another/"><img data-file="{picture}" alt=""></a>', "link-empty"),
        ('<a data-article="999999" href="/gone/">words</a>', "link-dead"),
        ('<a data-article="999999999999999999" href="/gone/">words</a>', "link-dead"),
    ],
)
def test_links_without_words_address_or_article(whole, link, code):
    link = link.format(picture=make_image().pk)
    body = f'<p><a href="/another/">fine</a> {link}</p>'
    assert (code, "body:link:2") in found(whole, body=body)


def test_a_link_to_a_heading_of_the_text(whole):
    assert found(whole, body='<h2>The first week</h2><p><a href="#the-first-week">below</a></p>') == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "draft", "published_at": None}, "will work when “Later” is public. It is a draft now."),
        ({"published_at": soon(days=900)}, "will work when “Later” is public, on "),
        ({"status": "withdrawn"}, "which was taken from readers"),
        ({"status": "trashed"}, "which was taken from readers"),
        ({"expires_at": LONG_AGO}, "which was taken down at its date"),
    ],
)
def test_a_link_to_an_article_that_readers_cannot_open(whole, fields, words):
    later = make_article("Later", **fields)
    for link in (f'<a data-article="{later.pk}" href="/x/">it</a>', '<a href="/later/">it</a>'):
        whole.body = f"<p>{link}</p>"
        [finding] = findings(whole)
        assert (finding.code, finding.is_blocking, finding.target) == ("link-not-public", False, "body:link:1")
        assert words in finding.message


def test_a_link_to_itself_is_no_finding(whole):
    whole.status = "draft"
    whole.save()
    assert found(whole, body=f'<p><a data-article="{whole.pk}" href="/whole/">it</a></p>') == []


def test_where_a_blog_stands_under_a_prefix(whole, settings):
    settings.ROOT_URLCONF = "tests.prefixed"
    assert linked(whole, "/blog/another/") == []
    assert linked(whole, "another/") == [("link-dead", "body:link:1")]
    assert linked(whole, "../another/") == []
    assert linked(whole, "/another/") == [("link-dead", "body:link:1")]


# Outbound links


def body_with(*links):
    return "".join(f'<p><a href="{href}"{rel}>words</a></p>' for href, rel in links)


@pytest.mark.parametrize(
    ("links", "is_flagged"),
    [
        ([("https://shop.example.com/", "")], True),
        ([("https://shop.example.com/a", ""), ("https://shop.example.com/b", "")], True),
        ([("https://shop.example.com/a", ' rel="sponsored"'), ("https://shop.example.com/b", "")], True),
        ([("https://shop.example.com/", ' rel="sponsored"')], False),
        ([("https://shop.example.com/", ' rel="nofollow"')], False),
        ([("https://shop.example.com/", ""), ("https://www.who.int/", "")], False),
        ([("https://www.nhs.uk/conditions/", "")], False),
        ([], False),
    ],
)
def test_a_text_with_a_single_commercial_link(whole, links, is_flagged):
    expected = [("guest-post", "body:link:1")] if is_flagged else []
    flagged = [each for each in found(whole, body=body_with(*links) or "<p>x</p>") if each[0] == "guest-post"]
    assert flagged == expected


@pytest.mark.parametrize(
    ("host", "is_one"),
    [("www.cdc.gov", True), ("www.gov.uk", True), ("a.ac.jp", True), ("nhs.uk", True), ("ac.com", False),
     ("mynhs.uk", False), ("who.int.com", False), ("example.co.uk", False), ("", False)],
)  # fmt: skip
def test_hosts_that_are_sources(host, is_one):
    assert is_source(host) is is_one


def test_outbound_links_with_how_often_the_blog_links_there(whole):
    for number in range(3):
        make_article(f"Other {number}", body=body_with(*[("https://shop.example.com/x", "")] * 2))
    make_article("Binned", status="trashed", body=body_with(("https://shop.example.com/x", "")))
    Article.objects.create(original=whole, title="Copy", body=body_with(("https://shop.example.com/x", "")))
    whole.body = body_with(("/another/", ""), ("https://Shop.example.com/y", ' rel="sponsored"'), ("//e.org/", ""))
    whole.save()
    rows = [(row.number, row.domain, row.rel, row.text, row.others) for row in outbound(of_article(whole))]
    assert rows == [(2, "shop.example.com", "sponsored", "words", 3), (3, "e.org", "", "words", 0)]


# Links from elsewhere


def test_an_orphan(whole):
    OutLink.objects.all().delete()
    assert found(whole) == [("orphan", "suggestions")]
    make_article("By address", body='<p><a href="/whole/">x</a></p>')
    assert found(whole) == []


def test_a_copy_is_judged_as_its_original(whole):
    copy = Article.objects.create(original=whole, title="Whole", standfirst=STANDFIRST, body=whole.body)
    assert not {"title-twice", "orphan"} & {finding.code for finding in findings(copy)}
    assert findings(whole) == []


def test_a_former_slug_of_what_is_not_public_is_said(whole):
    draft = make_article("Draft", status="draft", published_at=None)
    FormerSlug.objects.create(slug="once", article=draft)
    assert linked(whole, "/once/") == [("link-not-public", "body:link:1")]


# What a change adds


def flaw(code, subject="", place="Body"):
    return Finding(code, subject, True, place, "id_body", "Mend it.")


@pytest.mark.parametrize(
    ("before", "now", "fresh"),
    [
        ([], [], []),
        ([], [flaw("a")], [flaw("a")]),
        ([flaw("a")], [], []),
        ([flaw("a", place="Link 1")], [flaw("a", place="Link 2")], []),
        ([flaw("a")], [flaw("a", place="1"), flaw("a", place="2")], [flaw("a", place="2")]),
        ([flaw("a", "x")], [flaw("a", "y")], [flaw("a", "y")]),
        ([flaw("a"), flaw("a")], [flaw("a")], []),
        ([flaw("a")], [flaw("b"), flaw("a")], [flaw("b")]),
    ],
)
def test_added(before, now, fresh):
    assert added(before, now) == fresh


# Queries


def count(article):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        findings(Article.objects.get(pk=article.pk))
    return len(queries)


def crowded(number):
    links = "".join(
        f'<a href="https://site{n}.example.com/">x</a> <a href="/no-such-{n}/">x</a> <a href="/tags/no-{n}/">x</a> '
        f'<a href="/authors/no-{n}/">x</a> <a data-article="{n + 1}" href="/x/">x</a> <a href="/other-{n}/">x</a>'
        for n in range(number)
    )
    pictures = "".join(f'<img data-file="{make_image().pk}" alt="">' for _ in range(number))
    return f"<p>{links}</p>{pictures}"


def test_it_asks_as_much_for_fifty_links_and_pictures_as_for_one(whole):
    one = make_article("One", body=crowded(1))
    for number in range(50):
        make_article(f"Other {number}", body='<p><a href="/one/">x</a></p>', author=f"Author {number}")
    many = make_article("Many", body=crowded(50))
    assert count(one) == count(many)
    assert count(whole) <= 9  # with the article itself
