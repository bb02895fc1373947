"""Sources: the rows, the list readers get, the admin, merging, and what follows a change."""

import json
import re

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.history.publish import publish
from articles.history.roles import ensure_groups
from articles.models import Act, Article, Citation, Revision, Source, Sponsorship
from articles.reading import read
from articles.sourcing import merge
from tests.make import article_form, log_in, make_article, member, soon

pytestmark = pytest.mark.django_db


def make_source(text="Smith. A trial of peels. 2020.", **fields):
    return Source.objects.create(text=text, **fields)


def cite(article, *sources):
    for position, source in enumerate(sources, 1):
        Citation.objects.create(article=article, source=source, position=position)
    return article


def page_of(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def graph_of(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])["@graph"]


# The row


def test_numbers_are_kept_in_their_one_form():
    source = make_source(" A\nwork\x00 ", doi="https://doi.org/10.1000/ABC", pmid="PMID: 123", url=" https://e.com/ ")
    source.refresh_from_db()
    assert (source.text, source.doi, source.pmid, source.url) == ("A work", "10.1000/abc", "123", "https://e.com/")
    assert source.doi_address == "https://doi.org/10.1000/abc"
    assert source.pmid_address == "https://pubmed.ncbi.nlm.nih.gov/123/"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"doi": "nonsense"}, "begins with “10.”"),
        ({"pmid": "PMC123"}, "up to eight digits"),
        ({"year": 3000}, "four digits"),
        ({"year": 20}, "four digits"),
        ({"doi": "https://doi.org/10.1000/ABC"}, "The source “Known” has this number already."),
        ({"pmid": "PubMed 9"}, "The source “Known” has this number already."),
    ],
)
def test_wrong_numbers_are_refused_in_words(fields, words):
    make_source("Known", doi="10.1000/abc", pmid="9")
    with pytest.raises(ValidationError) as refused:
        Source(text="New", **fields).full_clean()
    assert words in str(refused.value)
    assert list(refused.value.message_dict) == list(fields)


def test_a_source_is_no_twin_of_itself():
    make_source(doi="10.1000/abc", pmid="9").full_clean()


def test_age():
    year = timezone.localdate().year
    assert [Source(year=each).is_old for each in (None, year, year - 5, year - 6)] == [False, False, False, True]
    assert Source(year=year - 6).age == 6


@pytest.mark.parametrize(
    ("url", "site"),
    [("https://www.nice.org.uk/x", "nice.org.uk"), ("javascript:alert(1)", ""), ("", ""), ("http://[", "")],
)
def test_only_web_addresses_are_links(url, site):
    assert Source(url=url).site == site


# What readers get


def test_the_text_leads_to_the_list_and_back(client):
    article = make_article("Peels", body="<h2>So [1]</h2><p>A [1], b [2] and c [1–2]. Not [7].</p>")
    cite(
        article,
        make_source("First <work>", year=2020, kind="trial", doi="10.1000/182"),
        make_source("Second", pmid="123", url="https://www.nice.org.uk/guidance"),
    )
    html = page_of(client, article)
    assert Article.objects.get(pk=article.pk).body.count("[1]") == 2  # what is stored knows nothing of links
    assert "Not [7]." in html
    assert re.search(r'<h2 id="so-1">So \[1\]</h2>', html)
    assert "First &lt;work&gt;" in html
    for text in (
        "Clinical trial",
        "2020",
        'href="https://doi.org/10.1000/182"',
        "PubMed (PMID 123)",
        ">nice.org.uk</a>",
    ):
        assert text in html
    assert re.findall(r'aria-label="(Back to .*?)"', html) == [
        "Back to where source 1 is cited, place 1",
        "Back to where source 1 is cited, place 2",
        "Back to where source 2 is cited, place 1",
        "Back to where source 2 is cited, place 2",
    ]
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_one_place_has_no_number(client):
    html = page_of(client, cite(make_article("Peels", body="<p>So [1].</p>"), make_source()))
    assert 'aria-label="Back to where source 1 is cited">↑</a>' in html


def test_moving_a_source_moves_its_number_and_leaves_the_text(client):
    first, second = make_source("Alpha"), make_source("Beta")
    article = cite(make_article("Peels", body="<p>So [1].</p>"), first, second)
    Citation.objects.filter(source=first).update(position=3)
    assert [each.source.text for each in read(Article.objects.for_page().get(pk=article.pk)).sources] == [
        "Beta",
        "Alpha",
    ]
    assert Article.objects.get(pk=article.pk).body == article.body


def test_without_sources_there_is_no_list(client):
    html = page_of(client, make_article("Peels", body="<p>So [1].</p>"))
    assert "So [1]." in html
    assert 'id="sources"' not in html
    assert "citation" not in html


def test_a_link_to_the_sponsor_says_so_in_the_list_too(client):
    article = cite(make_article("Peels"), make_source("A", url="https://www.acme.example/study"))
    address = '<a class="source-address" href="https://www.acme.example/study"'
    assert f"{address}>" in page_of(client, article)
    Sponsorship.objects.create(article=article, kind="paid", sponsor="Acme", domains="acme.example")
    assert f'{address} rel="sponsored nofollow">' in page_of(client, article)


def test_machines_read_what_the_list_shows(client):
    article = cite(
        make_article("Peels"),
        make_source("A", kind="trial", year=2020, doi="10.1000/182", pmid="5"),
        make_source("B", kind="book", url="javascript:x"),
        make_source("C", kind="official", url="https://e.com/", doi="no DOI"),
    )
    [posting] = [node for node in graph_of(page_of(client, article)) if "citation" in node]
    doi, pubmed = "https://doi.org/10.1000/182", "https://pubmed.ncbi.nlm.nih.gov/5/"
    numbers = [("DOI", "10.1000/182"), ("PMID", "5")]
    assert posting["citation"] == [
        {
            "@type": "ScholarlyArticle", "@id": doi, "name": "A", "datePublished": "2020",
            "identifier": [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in numbers],
            "sameAs": [doi, pubmed],
        },
        {"@type": "Book", "name": "B"},
        {"@type": "CreativeWork", "name": "C", "url": "https://e.com/"},
    ]  # fmt: skip


# Versions and previews


def test_an_old_version_shows_its_sources_in_their_order(client):
    first, second = make_source("Alpha"), make_source("Beta")
    article = cite(make_article("Peels", body="<p>So [1] and [2].</p>", status="draft"), first, second)
    publish(article, despite_findings=True)
    Citation.objects.filter(article=article).delete()
    first.delete()
    second.text = "Beta, second edition"
    second.save()
    member(client, "Editors")
    revision = Revision.objects.get(article=article)
    html = client.get(reverse("admin:articles_article_revision", args=[article.pk, revision.pk])).content.decode()
    assert re.findall(r'<li id="source_(\d)">\s*<p>(.*?)</p>', html) == [("1", "Alpha"), ("2", "Beta, second edition")]
    assert 'href="#source_2"' in html


def test_a_preview_shows_them(client):
    article = cite(make_article("Peels", status="draft", body="<p>So [1].</p>"), make_source("Alpha"))
    member(client, "Writers")
    assert 'href="#source_1"' in client.get(reverse("articles:preview", args=[article.pk])).content.decode()


def test_a_preview_of_the_form_shows_unsaved_rows():
    chief, source = log_in(is_superuser=True), make_source("Alpha")
    article = make_article("Peels", body="<p>So [1].</p>")
    data = article_form(article, {"citations": [{"source": source.pk, "position": "1"}]}, _preview="1")
    html = chief.post(reverse("admin:articles_article_change", args=[article.pk]), data).content.decode()
    assert 'href="#source_1"' in html
    assert not Citation.objects.exists()


# The desk


@pytest.fixture
def chief(db):
    return log_in(is_superuser=True)


def test_sources_are_saved_with_the_article(chief):
    first, second = make_source("Alpha"), make_source("Beta", year=2001)
    article = make_article("Peels", status="draft")
    lines = [{"source": second.pk, "position": "2"}, {"source": first.pk, "position": "1"}]
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert chief.post(address, article_form(article, {"citations": lines})).status_code == 302
    assert [citation.source for citation in article.citations.all()] == [first, second]
    html = chief.get(address).content.decode()
    assert [number.strip() for number in re.findall(r"<p>\s*(\[\d\])\s*</p>", html)] == ["[1]", "[2]"]
    assert re.search(r"\d+ years old: is there a newer one\?", html)


def test_a_new_row_without_a_position_stands_last(chief):
    article = cite(make_article("Peels", status="draft"), make_source("Alpha"), make_source("Beta"))
    lines = [{"id": row.pk, "source": row.source_id, "position": row.position} for row in article.citations.all()] + [
        {"source": make_source(text).pk, "position": position} for text, position in (("C", ""), ("D", "0"))
    ]
    address = reverse("admin:articles_article_change", args=[article.pk])
    assert chief.post(address, article_form(article, {"citations": lines})).status_code == 302
    assert [citation.source.text for citation in article.citations.all()] == ["Alpha", "Beta", "C", "D"]


def test_the_same_source_twice_is_refused_and_nothing_is_lost(chief):
    source, article = make_source("Alpha"), make_article("Peels", status="draft")
    lines = [{"source": source.pk, "position": number} for number in "12"]
    data = article_form(article, {"citations": lines}, title="Kept title")
    html = chief.post(reverse("admin:articles_article_change", args=[article.pk]), data).content.decode()
    assert "This source stands in the list twice." in html
    assert "Kept title" in html
    assert html.count("selected>Alpha</option>") == 2


@pytest.mark.parametrize("value", ["9" * 30, "x", "-1", "\x00", "1e9"])
def test_forged_keys_are_refused(chief, value):
    article = make_article("Peels", status="draft")
    data = article_form(article, {"citations": [{"source": value, "position": "1"}]})
    assert chief.post(reverse("admin:articles_article_change", args=[article.pk]), data).status_code == 200
    assert not Citation.objects.exists()


def test_a_row_without_a_source_is_none(chief):
    article = make_article("Peels", status="draft")
    data = article_form(article, {"citations": [{"source": "", "position": "3"}]})
    assert chief.post(reverse("admin:articles_article_change", args=[article.pk]), data).status_code == 302
    assert not Citation.objects.exists()


@pytest.mark.parametrize(
    "term", ["smith", "10.1000/182", "https://doi.org/10.1000/182", "PMID: 123", "https://pubmed.ncbi.nlm.nih.gov/123/"]
)
def test_sources_are_found_by_text_and_numbers(chief, term):
    make_source("Smith", doi="10.1000/182", pmid="123")
    make_source("Another", doi="10.1000/183", pmid="1234")
    query = {"app_label": "articles", "model_name": "citation", "field_name": "source", "term": term}
    found = chief.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [each["text"] for each in found] == ["Smith"]
    assert "Smith" in chief.get(reverse("admin:articles_source_changelist"), {"q": term}).content.decode()


def test_a_pasted_address_is_taken_and_a_wrong_one_comes_back(chief):
    address = reverse("admin:articles_source_add")
    typed = {"text": "A work", "kind": "trial", "year": "", "url": "", "pmid": ""}
    html = chief.post(address, typed | {"doi": "10/x"}).content.decode()
    assert "This is no DOI." in html
    assert 'value="10/x"' in html
    assert "A work" in html
    long = {"doi": "https://doi.org/10.1000/182", "pmid": "https://pubmed.ncbi.nlm.nih.gov/12345678/"}
    assert chief.post(address, typed | long).status_code == 302
    assert Source.objects.values_list("doi", "pmid").get() == ("10.1000/182", "12345678")
    html = chief.post(address, typed | {"doi": "doi:10.1000/182"}).content.decode()
    assert "The source “A work” has this number already." in html
    for forged in ({"year": "9" * 30}, {"text": "\x00"}, {"kind": "x"}, {"doi": "9" * 5000}, {"year": "-1"}):
        assert chief.post(address, typed | forged).status_code == 200


def test_who_cites_it_is_listed_with_the_same_queries(chief):
    counts = []
    for number in (1, 8):
        for index in range(number):
            source = make_source(f"Work {number} {index}")
            for each in range(number):
                cite(make_article(f"Peels {number} {index} {each}"), source)
        with CaptureQueriesContext(connection) as listed:
            chief.get(reverse("admin:articles_source_changelist"))
        with CaptureQueriesContext(connection) as opened:
            html = chief.get(reverse("admin:articles_source_change", args=[source.pk])).content.decode()
        assert html.count(">Peels ") == number
        counts.append((len(listed), len(opened)))
    assert counts[0] == counts[1]


def test_what_is_cited_is_not_deleted(chief):
    source = make_source()
    cite(make_article("Peels"), source)
    address = reverse("admin:articles_source_delete", args=[source.pk])
    assert "Peels" in chief.get(address).content.decode()
    chief.post(address, {"post": "yes"})
    assert Source.objects.filter(pk=source.pk).exists()


def test_lists_narrow_down_by_age_and_use(chief):
    year = timezone.localdate().year
    cite(make_article("Peels"), make_source("Old one", year=year - 6))
    make_source("New one", year=year)
    make_source("Undated one")
    for query, expected in (
        ("age=old", {"Old one"}), ("age=new", {"New one"}), ("age=no", {"Undated one"}), ("cited=yes", {"Old one"}),
        ("cited=no", {"New one", "Undated one"}), ("age=x", {"Old one", "New one", "Undated one"}),
    ):  # fmt: skip
        html = chief.get(f"{reverse('admin:articles_source_changelist')}?{query}").content.decode()
        assert set(re.findall(r"(\w+ one)</a>", html)) == expected, query


def test_writers_add_sources_and_change_none(client):
    member(client, "Writers")
    source = make_source()
    assert client.get(reverse("admin:articles_source_add")).status_code == 200
    typed = {"text": "Changed", "kind": "other", "year": "", "url": "", "doi": "", "pmid": ""}
    assert client.post(reverse("admin:articles_source_change", args=[source.pk]), typed).status_code == 403
    assert Source.objects.get().text == source.text


def test_groups_know_sources():
    ensure_groups()
    for name, expected in (("Writers", {"add", "view"}), ("Medical reviewers", {"view"})):
        names = Group.objects.get(name=name).permissions.filter(codename__endswith="_source")
        assert {codename.partition("_")[0] for codename in names.values_list("codename", flat=True)} == expected


# Merging


def test_merging_moves_citations_and_keeps_what_was_known():
    stays, goes = make_source("Smith 2020"), make_source("Smith et al.", year=2020, doi="10.1000/182")
    one, two = cite(make_article("A"), goes), cite(make_article("B"), make_source("X"), goes)
    assert merge([stays, goes], stays) == (2, [])
    assert list(one.citations.values_list("source", flat=True)) == [stays.pk]
    assert [citation.source.text for citation in two.citations.all()] == ["X", "Smith 2020"]
    stays.refresh_from_db()
    assert (stays.year, stays.doi) == (2020, "10.1000/182")
    assert "Smith et al." in Act.objects.get(verb="merged").detail


def test_merging_takes_no_number_from_a_text():
    stays, goes = make_source("Smith 2020"), make_source("Smith et al.")
    both, other = cite(make_article("A"), stays, goes), cite(make_article("B"), goes)
    assert merge([goes], stays) == (1, [goes])
    assert both.citations.count() == 2
    assert list(other.citations.values_list("source", flat=True)) == [stays.pk]
    assert not Act.objects.filter(verb="merged").exists()


def test_merging_demands_the_permission(client):
    stays, goes = make_source("A"), make_source("B")
    with pytest.raises(PermissionDenied):
        merge([goes], stays, member(client, "Writers"))


def test_merging_in_the_admin_asks_which_stays(chief):
    stays, goes = make_source("Smith 2020"), make_source("Smith et al.")
    cite(make_article("A"), goes)
    address = reverse("admin:articles_source_changelist")
    data = {"action": "merge_sources", "_selected_action": [stays.pk, goes.pk]}
    assert "Which source stays?" in chief.post(address, data).content.decode()
    html = chief.post(address, data | {"into": stays.pk}, follow=True).content.decode()
    assert "“Smith 2020” took the place of the others. 1 article changed." in html
    assert Source.objects.get() == stays
    lone = {"action": "merge_sources", "_selected_action": [stays.pk]}
    assert "two or more" in chief.post(address, lone, follow=True).content.decode()


def test_a_source_of_something_not_public_is_nowhere(client):
    make_article("Open")
    cite(make_article("Hidden", published_at=soon(days=1)), make_source("Zebrafinch"))
    for path in ("/", "/sitemap.xml", "/feed/", "/open/"):
        assert "Zebrafinch" not in client.get(path).content.decode()
