"""Search: what is indexed and when, what a query finds, in which order, on SQLite and on PostgreSQL alike."""

import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.models import Article, Author, Byline, Change, Publication, SearchWord, Sponsorship, Tag
from articles.search import finding, index, stores
from articles.search.finding import find, titles
from articles.search.stores import Asked
from articles.tagging import merge
from articles.text.queries import parse
from tests.make import LONG_AGO, make_article, make_author, settle, soon

pytestmark = pytest.mark.django_db

FILLER = "<p>Some words that stand here to fill the page.</p>"


def found(text, *marks):
    """Return the titles that a query finds, in order."""
    names = dict(Article.objects.values_list("pk", "title"))
    return [names[row.key] for row in find(text, marks).rows]


def row(article):
    return next(iter(stores.read([article.pk])), None)


# What is indexed, and when


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn", "trashed"])
def test_only_what_is_published_stands_in_the_index(status):
    article = make_article("Peels")
    assert row(article)
    article.move(status)
    assert row(article) is None
    article.move("published")
    assert row(article)


def test_the_row_is_written_with_the_article_and_goes_with_it():
    article = make_article("Peels", tags=["Skin"])
    assert found("peels") == ["Peels"]
    with transaction.atomic():
        article.title = "Lasers"
        article.save()
        assert found("lasers") == ["Lasers"]
        transaction.set_rollback(True)
    assert found("peels") == ["Peels"]
    assert row(article).title == " peel "
    article.refresh_from_db()
    article.delete()
    assert stores.stored(0, 10) == []


def test_a_working_copy_and_a_draft_have_no_row():
    original = make_article("Peels")
    copy = make_article("Peels anew", status="draft", original=original, slug="")
    assert row(copy) is None
    assert found("anew") == []


def test_scheduled_articles_are_found_when_their_time_has_come():
    article = make_article("Peels", published_at=soon(days=1))
    assert row(article)
    assert found("peels") == []
    Article.objects.filter(pk=article.pk).update(published_at=soon(seconds=-1))
    assert found("peels") == ["Peels"]


def test_tags_and_authors_are_found_by_their_present_names():
    make_article("Peels", tags=["Acne"], author="Ada Writer")
    assert found("acne") == found("writer") == ["Peels"]
    Article.objects.get().tags.set(["Wrinkles"])
    assert found("acne") == []
    assert found("wrinkles") == ["Peels"]
    tag = Tag.objects.get(name="Wrinkles")
    tag.name = "Folds"
    tag.save()
    author = Author.objects.get()
    author.name = "Ada Author"
    author.save()
    settle()
    assert found("folds") == found("author") == ["Peels"]
    assert found("wrinkles") == found("writer") == []


def test_a_new_biography_has_nothing_indexed_anew(django_capture_on_commit_callbacks):
    make_article("Peels")
    settle()
    author = Author.objects.get()
    author.bio = "Writes."
    author.save()
    assert not Change.objects.exclude(article_id=None).exists()


def test_bylines_and_merged_tags_follow():
    article = make_article("Peels", tags=["Acne", "Outbreak"])
    Byline.objects.create(article=article, author=make_author("Bob Second"), position=2)
    assert found("second") == ["Peels"]
    Byline.objects.filter(author__name="Bob Second").delete()
    assert found("second") == []
    merge(Tag.objects.filter(name="Outbreak"), into=Tag.objects.get(name="Acne"))
    assert found("outbreak") == []
    assert row(article).marks.count("g") == 1


def test_a_bulk_change_that_was_recorded_is_followed():
    article = make_article("Peels")
    Article.objects.filter(pk=article.pk).update(title="Lasers", status="withdrawn")
    Change.record([article.pk])
    settle()
    assert row(article) is None


def test_a_save_that_changes_no_word_writes_no_row(django_assert_num_queries, monkeypatch):
    article = make_article("Peels", tags=["Skin"])
    before = row(article)
    with transaction.atomic():
        stores.write([before._replace(title=" kept ")], [article.pk])
        article.lead_alt = "Drops"
        article.save()
        assert row(article).title == " kept "
        article.title = "Peelings"
        article.save()
        assert row(article).title == " peel "


def test_a_rebuild_makes_all_rows_and_words_anew(capsys):
    article = make_article("Peels for acne")
    gone = make_article("Withdrawn zebrafinch")
    settle()
    stores.empty()
    stores.write([index.Texts(10**6, "Ghost", "", "", "", "y2024").row()], [])
    Article.objects.filter(pk=gone.pk).update(status="withdrawn")
    call_command("search_rebuild")
    assert "1 articles can be found" in capsys.readouterr().out
    assert stores.stored(0, 10) == [article.pk]
    assert found("acne") == ["Peels for acne"]
    assert not SearchWord.objects.filter(pk="zebrafinch").exists()
    assert SearchWord.objects.filter(pk="acne").exists()


# What a query finds


TEXTS = {
    "capitals and accents": ("Crème für die Größe", ["creme", "CRÈME", "grosse", "größe"]),
    "endings": ("Needles prompt healing", ["needle", "healed", "prompts"]),
    "numbers and letters": ("Type 2 diabetes, vitamin C and B12", ["type 2 diabetes", "vitamin c", "b12"]),
    "hyphens": ("A micro-needling roller", ["microneedling", "micro-needling", "micro needling"]),
    "one word": ("A microneedling roller", ["micro-needling", "micro needling", "microneedling", "microneed"]),
    "apostrophes": ("Women’s health and l’acné", ["women's health", "womens’ health", "acne"]),
    "ampersands": ("Dolce & Gabbana <3 R&D", ["dolce & gabbana", "R&D"]),
    "phrases": ("The skin barrier of babies", ['"skin barrier"', "“skin barrier”", '"the skin barrier of"']),
    "unfinished": ("Hyaluronic injections", ["hyaluronic injec", "injectio", "hyal"]),
    "small words": ("Cost of fillers", ["what is the cost of a filler", "the cost", "of"]),
    "other scripts": ("العناية بالبشرة", ["العِنَايَة"]),
    "Hindi": ("त्वचा की देखभाल", ["त्वचा"]),
}


@pytest.mark.parametrize(("text", "queries"), TEXTS.values(), ids=TEXTS)
def test_words_are_found_however_they_are_written(text, queries):
    make_article("Something else", standfirst="", body="<p>Nothing.</p>")
    make_article("Title", standfirst="", body=f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>")
    settle()
    for query in queries:
        assert found(query) == ["Title"], query


def test_all_words_must_be_there_and_none_of_the_excluded():
    make_article("Peels for acne")
    make_article("Lasers for acne")
    make_article("Peels for scars", tags=["Deep peel"])
    assert found("peels acne") == ["Peels for acne"]
    assert found("acne -peels") == ["Lasers for acne"]
    assert found("peels -acne") == ["Peels for scars"]
    assert found('peels -"deep peel"') == ["Peels for acne"]
    assert found('acne "for acne" -lasers') == ["Peels for acne"]
    assert found("-acne") == []


def test_a_phrase_holds_words_together_and_is_given_up_last():
    make_article("One", body="<p>The barrier of the skin.</p>")
    make_article("Two", body="<p>The skin barrier.</p>")
    assert found('"skin barrier"') == ["Two"]
    assert sorted(found("skin barrier")) == ["One", "Two"]
    nothing = find('"barrier skin"')
    assert (len(nothing.rows), nothing.corrected) == (2, "barrier skin")


def test_synonyms_find_what_is_meant_after_what_is_said():
    Publication.objects.update(synonyms="botulinum toxin, botox")
    make_article("About botox")
    make_article("About botulinum toxin")
    make_article("About toxin")
    assert found("botox") == ["About botox", "About botulinum toxin"]
    assert found("botulinum toxin") == ["About botulinum toxin", "About botox"]


MISSPELT = {
    "microneedeling": "microneedling",
    "mikroneedling": "microneedling",
    "micronedling": "microneedling",
    "mircroneedling": "microneedling",
    "mikroneadling": "microneedling",
    "hialuronic acid": "hyaluronic acid",
    "hyalaronik acid": "hyaluronic acid",
    "botx": "botox",
    "bottox": "botox",
    "obtox": "botox",
    "chemicle peal": "chemical peel",
    "dermabrassion": "dermabrasion",
    "retinoal": "retinol",
    '"microneedeling"': '"microneedling"',
}


@pytest.mark.parametrize(("typed", "meant"), MISSPELT.items(), ids=MISSPELT)
def test_a_misspelt_treatment_is_found(typed, meant):
    for name in ("Microneedling", "Hyaluronic acid", "Botox", "Chemical peel", "Dermabrasion", "Retinol"):
        make_article(name, body=FILLER)
    settle()
    answer = find(typed)
    assert answer.corrected == meant
    assert [each.key for each in answer.rows] == [each.key for each in find(meant).rows]
    assert len(answer.rows) == 1


def test_no_correction_names_what_readers_may_not_see():
    article = make_article("Zebrafinch")
    settle()
    assert find("zebrafnch").corrected == "zebrafinch"
    article.move("withdrawn")
    settle()
    assert SearchWord.objects.filter(pk="zebrafinch").exists()
    assert find("zebrafnch").corrected == ""


def test_a_word_that_nobody_wrote_is_left_out_and_said():
    make_article("Peels for acne")
    make_article("Peels for scars")
    settle()
    answer = find("peels acne xylophone")
    assert answer.left_out == ["xylophone"]
    assert [each.key for each in answer.rows] == [Article.objects.get(title="Peels for acne").pk]
    assert find("xylophone").rows == []


# Order


def test_title_stands_over_standfirst_over_tags_over_body():
    make_article("In the body", body=f"{FILLER}<p>Peels, peels and peels.</p>", published_at=soon(days=-1))
    make_article("In the tags", tags=["Peels"], published_at=soon(days=-2))
    make_article("In the standfirst", standfirst="Peels.", published_at=soon(days=-3))
    make_article("Of peels in the title", published_at=soon(days=-4))
    make_article("Peels", published_at=soon(days=-5))
    settle()
    assert found("peels") == [
        "Peels", "Of peels in the title", "In the standfirst", "In the tags", "In the body",
    ]  # fmt: skip


def test_the_rare_word_decides_and_equals_stand_newest_first():
    for number in range(20):
        make_article(f"Skin {number}", body="<p>Skin.</p>", published_at=soon(days=-number - 1))
    make_article("Rosacea", body="<p>It reddens skin.</p>", published_at=LONG_AGO)
    make_article("Skin and more", body="<p>Rosacea.</p>", published_at=LONG_AGO)
    settle()
    assert found("skin rosacea") == ["Rosacea", "Skin and more"]
    assert found("skin")[:2] == ["Skin 0", "Skin 1"]


def test_of_very_many_those_with_the_word_in_a_telling_place_are_ranked(monkeypatch):
    monkeypatch.setattr(finding, "MOST", 5)
    make_article("Violet peels", body="<p>Nothing.</p>")
    make_article("Violet standfirst", standfirst="Peels.")
    for number in range(10):
        make_article(f"Number {number}", body="<p>Peels.</p>")
    answer = find("peels")
    assert answer.is_cut
    assert len(answer.rows) == 5
    assert found("peels")[:2] == ["Violet peels", "Violet standfirst"]
    assert set(found("peels")[2:]) == {"Number 9", "Number 8", "Number 7"}
    assert len(found("peels number")) == 5
    assert not find("violet peels").is_cut


def test_the_index_is_asked_for_newest_rows_and_no_more():
    keys = [make_article(f"Peels {number}").pk for number in range(6)]
    parts = parse("peels", "en").parts
    assert stores.find(Asked(parts), 4) == keys[:1:-1]
    assert stores.find(Asked(parts, titled=parts, marks=["y2024"]), 10) == keys[::-1]
    assert stores.find(Asked(parts, marks=["y2023"]), 10) == []
    assert stores.find(Asked(parts, any_headed=parse("standfirst", "en").parts), 10) == keys[::-1]
    assert stores.find(Asked(parts, any_titled=parse("body", "en").parts), 10) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="how PostgreSQL plans")
def test_postgresql_reads_its_index_however_common_a_word_is():
    for number in range(20):
        make_article(f"Peels {number}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_search")
        cursor.execute("LOAD 'auto_explain'")
        cursor.execute("SET LOCAL auto_explain.log_min_duration = 0")
        cursor.execute("SET LOCAL auto_explain.log_nested_statements = on")
        cursor.execute("SET LOCAL client_min_messages = log")
        said = []
        connection.connection.add_notice_handler(lambda notice: said.append(notice.message_primary))
        stores.find(Asked(parse("peels", "en").parts), 5)
    assert "Bitmap Index Scan on articles_search_lexemes" in "".join(said)
    assert "Seq Scan" not in "".join(said)


# Hostile queries


HOSTILE = [
    '"', '""', '"""', "'", "';--", "\x00", "a\x00b", "*", "a*", "(", ")", "()", "NEAR(a b)", "AND", "OR", "NOT",
    "a AND", "a OR b NOT c", "NOT a", "-", "--", "-a", '-"', '-"a b', "^a", "+a", "a:b", "title:peels", "{title}:a",
    "col : a", "%", "_", "\\", "a\\", "&", "|", "!", "<->", "a <-> b", "a:*", "'a':A", "🙂", "￾", "\u202e", "ﷺ", "İ",
    "x" * 10_000, "word " * 2000, '"' * 10_000, "-" * 10_000, "a-" * 5000, "é" * 10_000, "<script>alert(1)</script>",
    "½", "²", "\n\t", " ", "w:peel", "m:y2024", "y2024", "g1", "१", "ि", "ﬃ", "'s", "l'",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_gets_a_page(client, text):
    make_article("Peels", tags=["Skin"])
    settle()
    for query in (text, f"peels {text}", f"{text} peels", f'"{text}"', f"-{text}"):
        for name in ("search", "suggest"):
            response = client.get(reverse(f"articles:{name}"), {"q": query, "tag": text, "author": text, "year": text})
            assert response.status_code == 200, (name, query[:40])
            assert b"<script>alert" not in response.content
    assert client.get(reverse("articles:search"), {"q": "peels", "page": text}).status_code in (200, 404)


@given(st.text(max_size=60))
@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_an_error(text):
    find(text)
    titles(text, 5)


def test_half_a_character_is_no_error():
    make_article("Peels")
    assert found("\ud800peels") == ["Peels"]


def test_marks_are_no_words():
    make_article("Peels")
    assert found("y2024") == []


# The page


def page(client, **query):
    response = client.get(reverse("articles:search"), query)
    assert response.status_code == 200
    return response


def test_the_page_marks_words_and_escapes_the_rest(client):
    make_article("A & B", standfirst="Peels & <b>bold</b>, “peel” peeling?", body="<p>Nothing.</p>")
    text = page(client, q="<i>peel</i>").content.decode()
    assert 'value="&lt;i&gt;peel&lt;/i&gt;"' in text
    text = page(client, q="peel").content.decode()
    marked = "<mark>Peels</mark> &amp; &lt;b&gt;bold&lt;/b&gt;, “<mark>peel</mark>” <mark>peeling</mark>?"
    assert f'<p class="card-summary">{marked}</p>' in text
    assert '<meta name="robots" content="noindex">' in text
    assert "1 article" in text


def test_the_passage_is_where_the_words_stand(client):
    body = FILLER * 30 + "<p>Ask before glycolic peels.</p>" + FILLER * 30
    make_article("Title", standfirst="Nothing of it.", body=body)
    passage = page(client, q="glycolic peel").context["articles"][0].passage
    assert "Ask before <mark>glycolic</mark> <mark>peels</mark>." in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < 320
    make_article("Only in its title", standfirst="Nothing of it.", body=body)
    assert page(client, q="only in its title").context["articles"][0].passage == "Nothing of it."


def test_results_narrow_down_by_topic_author_and_year(client):
    make_article("Peels one", tags=["Acne", "Skin"], author="Ada Writer")
    make_article("Peels two", tags=["Scars", "Skin"], author="Bob Second", published_at=LONG_AGO.replace(year=2021))
    make_article("Peels three", tags=["Scars", "Skin"], author="Ada Writer", published_at=LONG_AGO.replace(year=2021))
    make_article("Lasers", tags=["Lasers"])
    first = page(client, q="peels")
    facets = {
        str(title): [(choice.name, choice.count, choice.address) for choice in choices]
        for title, choices in first.context["facets"]
    }
    assert facets == {
        "Topics": [("Scars", 2, "?q=peels&tag=scars"), ("Acne", 1, "?q=peels&tag=acne")],
        "Authors": [("Ada Writer", 2, "?q=peels&author=ada-writer"), ("Bob Second", 1, "?q=peels&author=bob-second")],
        "Years": [("2024", 1, "?q=peels&year=2024"), ("2021", 2, "?q=peels&year=2021")],
    }

    def shown(**query):
        return {article.title for article in page(client, q="peels", **query).context["articles"]}

    assert shown(tag="scars") == {"Peels two", "Peels three"}
    assert shown(tag="scars", author="ada-writer") == {"Peels three"}
    assert shown(year="2024") == {"Peels one"}
    assert shown(tag="skin", author="ada-writer", year="2021") == {"Peels three"}
    assert shown(tag="nowhere", year="never") == {"Peels one", "Peels two", "Peels three"}
    narrow = page(client, q="peels", tag="scars", year="2021")
    assert [(str(choice.name), choice.address) for choice in narrow.context["chosen"]] == [
        ("Scars", "?q=peels&year=2021"),
        ("2021", "?q=peels&tag=scars"),
    ]
    assert [str(title) for title, _ in narrow.context["facets"]] == ["Authors"]
    assert '<input type="hidden" name="tag" value="scars">' in narrow.content.decode()
    empty = page(client, q="lasers", tag="scars").content.decode()
    assert '<a href="?q=lasers">Search all articles, not only these</a>' in empty


def test_the_year_is_that_of_the_sites_clock(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    make_article("Peels", published_at=LONG_AGO.replace(year=2023, month=12, day=31, hour=22))
    assert [article.title for article in page(client, q="peels", year="2024").context["articles"]] == ["Peels"]


def test_pages_follow_each_other(client):
    Publication.objects.update(list_count=3)
    for number in range(7):
        make_article(f"Peels {number}", published_at=soon(days=-number - 1))
    pages = [page(client, q="peels", page=number) for number in (1, 2, 3)]
    assert [[article.title[-1] for article in each.context["articles"]] for each in pages] == [
        ["0", "1", "2"],
        ["3", "4", "5"],
        ["6"],
    ]
    assert [(each.context["previous"], each.context["following"]) for each in pages] == [
        ("", "?q=peels&page=2"),
        ("?q=peels", "?q=peels&page=3"),
        ("?q=peels&page=2", ""),
    ]
    for number in ("4", "0", "-1", "x", "9" * 30, "１"):
        assert client.get(reverse("articles:search"), {"q": "peels", "page": number}).status_code == 404


def test_a_page_that_found_nothing_helps(client):
    make_article("Peels", tags=["Skin"])
    for query in ("xyzzyx", ""):
        text = page(client, q=query).content.decode()
        assert '<a href="/tags/skin/">Skin</a>' in text
        assert "See the newest articles" in text
    assert "Nothing found for “xyzzyx”" in page(client, q="xyzzyx").content.decode()
    assert "Nothing found" not in page(client).content.decode()


def test_a_sponsored_result_says_so(client):
    Sponsorship.objects.create(article=make_article("Peels"), sponsor="Acme", kind="sponsored")
    card = page(client, q="peels").content.decode().partition('class="card-title"')[0]
    assert "Acme" in card


def test_every_page_has_the_field_and_tells_browsers(client):
    make_article("Peels")
    for path in ("/", "/peels/", "/nowhere/"):
        text = client.get(path).content.decode()
        assert '<form class="masthead-search" action="/search/" role="search">' in text
    assert '<link rel="search" type="application/opensearchdescription+xml"' in client.get("/").content.decode()
    description = client.get("/search/opensearch.xml")
    assert description["Content-Type"] == "application/opensearchdescription+xml"
    assert 'template="http://testserver/search/?q={searchTerms}"' in description.content.decode()
    Publication.objects.update(name="A & B's very long name of a blog")
    assert "<ShortName>A &amp; B&#x27;s very lon</ShortName>" in client.get("/search/opensearch.xml").content.decode()


def test_suggestions_are_titles_of_public_articles(client):
    make_article("Microneedling for scars")
    make_article("What microneedling costs")
    make_article("Microneedling in secret", status="draft")
    make_article("Peels", body="<p>Microneedling.</p>")
    settle()
    response = client.get("/search/suggest/", {"q": "microne"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    text, names, _descriptions, addresses = json.loads(response.content)
    assert text == "microne"
    assert sorted(names) == ["Microneedling for scars", "What microneedling costs"]
    assert sorted(addresses)[0] == "http://testserver/microneedling-for-scars/"
    assert json.loads(client.get("/search/suggest/").content) == ["", [], [], []]


def test_no_article_takes_the_address_of_search():
    article = make_article("Search")
    assert article.slug == "search-2"
