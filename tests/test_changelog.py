"""What readers are told of changes: at an article's end, on the page of corrections, in its feeds, to machines."""

import json
import re
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.history.copies import edit_as_draft
from articles.history.publish import before, change, publish, withdraw
from articles.models import Article, Publication, Revision
from tests.make import LONG_AGO, log_in, make_article, member, soon

pytestmark = pytest.mark.django_db
Kind = Revision.Kind


def tell(article, kind, note="", at=None):
    fields = {"created_at": at} if at else {}
    return Revision.objects.create(article=article, snapshot={}, digest="", kind=kind, note=note, **fields)


def published(title="Peels", **fields):
    return publish(make_article(title, status="draft", published_at=None, **fields), despite_findings=True)


def edit(article, kind, note="", words="More."):
    since = before(article.pk)
    article.body += f"<p>{words}</p>"
    article.save()
    change(article, since, kind=kind, note=note)


def page_of(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def listed(html):
    """Return kind and note of each entry, in the page's order."""
    part = html.partition('id="what_changed"')[2].partition("</section>")[0]
    entries = re.findall(r"<li.*?</li>", part, re.S)
    return [
        (re.search(r"<strong>(.*?)</strong>", entry)[1], " ".join(re.findall(r"<p>(.*?)</p>", entry)))
        for entry in entries
    ]


# At the article's end


def test_changes_stand_newest_first_and_end_with_the_first_publication(client):
    article = published()
    assert "what_changed" not in page_of(client, article)
    edit(article, Kind.TYPO, "A comma.")
    assert "what_changed" not in page_of(client, article)
    edit(article, Kind.UPDATE, "New prices.")
    edit(article, Kind.CORRECTION, "The depth was <wrong>.")
    edit(article, Kind.SAFETY)
    html = page_of(client, article)
    assert listed(html) == [
        ("Safety correction", ""),
        ("Correction", "The depth was &lt;wrong&gt;."),
        ("Update", "New prices."),
        ("First publication", ""),
    ]
    assert "A comma." not in html
    assert html.count('class="care-shape"') == 2  # a shape of its own beside the word
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_notes_between_editors_stay_inside(client):
    article = published()
    tell(article, Kind.SUBMITTED, "For your eyes")
    tell(article, Kind.REPLACED, "Kept draft")
    tell(article, Kind.FIRST, "Said at publication")
    edit(article, Kind.UPDATE, "New prices.")
    html = page_of(client, article)
    for note in ("For your eyes", "Kept draft", "Said at publication"):
        assert note not in html
    assert [kind for kind, _note in listed(html)] == ["Update", "First publication"]


def test_the_form_says_that_readers_see_the_note():
    article = published()
    html = log_in(is_superuser=True).get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert "A sentence for readers" in html


def test_a_working_copy_is_previewed_with_its_originals_changes(client):
    article = published()
    edit(article, Kind.UPDATE, "New prices.")
    copy = edit_as_draft(article)
    member(client, "Editors")
    html = client.get(reverse("articles:preview", args=[copy.pk])).content.decode()
    assert [kind for kind, _note in listed(html)] == ["Update", "First publication"]


def test_an_old_version_tells_what_had_changed_by_then(client):
    article = published()
    edit(article, Kind.UPDATE, "New prices.")
    edit(article, Kind.CORRECTION, "A number.")
    update = Revision.objects.get(kind=Kind.UPDATE)
    member(client, "Editors")
    address = reverse("admin:articles_article_revision", args=[article.pk, update.pk])
    assert [kind for kind, _note in listed(client.get(address).content.decode())] == ["Update", "First publication"]


def test_machines_are_told_of_corrections_alone(client):
    article = published()
    edit(article, Kind.UPDATE, "New prices.")
    edit(article, Kind.CORRECTION, "A number.")
    edit(article, Kind.SAFETY)
    html = page_of(client, article)
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])["@graph"]
    [posting] = [node for node in graph if "correction" in node]
    assert [(each["@type"], each["text"]) for each in posting["correction"]] == [
        ("CorrectionComment", "Safety correction"),
        ("CorrectionComment", "A number."),
    ]


# The page of corrections


def titles(client, query=""):
    response = client.get(reverse("articles:corrections") + query)
    assert response.status_code == 200
    html = response.content.decode()
    return re.findall(r'class="correction-title"><a href="[^"]+">(.*?)</a>', html), html


def test_corrections_stand_newest_first_and_lead_to_their_entry(client):
    old, new = make_article("Old"), make_article("New")
    first = tell(old, Kind.CORRECTION, "Was wrong.", soon(days=-2))
    tell(new, Kind.SAFETY, "", soon(days=-1))
    tell(new, Kind.UPDATE, "No correction.")
    found, html = titles(client)
    assert found == ["New", "Old"]
    assert f'href="/old/#change_{first.pk}"' in html
    assert f'id="change_{first.pk}"' in page_of(client, old)
    assert "No correction." not in html


def test_pages_go_down_and_up_by_key(client):
    Publication.objects.update(list_count=2)
    article = make_article("A")
    for number in range(5):
        tell(article, Kind.CORRECTION, f"Note {number}", LONG_AGO + timedelta(days=number // 2))
    seen, query = [], ""
    for _page in range(3):
        html = titles(client, query)[1]
        seen += re.findall(r"Note (\d)", html)
        older = re.search(r'href="(\?before=[^"]+)"', html)
        query = older[1] if older else ""
    assert seen == list("43210")
    assert not query
    newer = re.search(r'href="(\?after=[^"]+)"', html)[1]
    assert re.findall(r"Note (\d)", titles(client, newer)[1]) == ["2", "1"]
    assert '<meta name="robots" content="noindex, follow">' in html


@pytest.mark.parametrize("query", ["?before=x", "?after=1", "?before=-", "?after=9-" + "9" * 30, "?before=%00-1"])
def test_a_cursor_that_nobody_wrote_is_no_page(client, query):
    assert client.get(reverse("articles:corrections") + query).status_code == 404


def test_without_any_the_page_says_so_and_nothing_leads_to_it(client):
    assert "No article has needed a correction so far." in titles(client)[1]
    assert 'href="/corrections/"' not in client.get("/").content.decode()
    assert "/corrections/" not in client.get("/sitemap.xml").content.decode()
    Publication.objects.update(corrections_policy="<p>Write to us.</p>")
    assert 'href="/corrections/"' in client.get("/").content.decode()
    Publication.objects.update(corrections_policy="")
    article = make_article("A")
    tell(article, Kind.CORRECTION)
    assert 'href="/corrections/"' in client.get("/").content.decode()
    assert "/corrections/" in client.get("/sitemap.xml").content.decode()
    withdraw(article)
    assert 'href="/corrections/"' not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "item"), [("corrections_feed", "item"), ("corrections_atom", "{http://www.w3.org/2005/Atom}entry")]
)
def test_the_feeds_have_an_item_a_correction(client, name, item):
    article = make_article("Peels & more")
    tell(article, Kind.CORRECTION, "The depth was <wrong>.", soon(days=-2))
    tell(article, Kind.SAFETY, "", soon(days=-1))
    tell(article, Kind.UPDATE, "Prices.")
    text = client.get(reverse(f"articles:{name}")).content.decode()
    items = list(ElementTree.fromstring(text).iter(item))
    words = [unescape("".join(each.itertext())) for each in items]
    assert len(items) == 2
    assert "Safety correction: Peels & more" in words[0]
    assert "The depth was <wrong>." in words[1]
    links = re.findall(r"#change_(\d+)", text)
    assert len(set(links)) == 2
    assert reverse(f"articles:{name}") in titles(client)[1]


def test_its_address_is_no_articles():
    article = Article(title="Corrections", slug="corrections")
    with pytest.raises(Exception, match="address of another page"):
        article.full_clean()


def test_sqlite_reads_corrections_from_their_own_index():
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite")
    article = make_article("A")
    for kind in Kind:
        tell(article, kind)
    with CaptureQueriesContext(connection) as captured:
        list(Revision.objects.corrections()[:20])
        Publication.load()
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
            plan = [row[3] for row in cursor.fetchall()]
        revisions = [step for step in plan if "revision" in step]
        assert len(revisions) == 1
        assert "revision_corrections" in revisions[0], plan
        assert not any("TEMP B-TREE" in step for step in plan), plan
