"""What the checklist says of sources, saved and typed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.checklist import findings
from articles.checklist.together import blocking
from articles.models import Article, Citation, Source
from tests.make import log_in, make_article

pytestmark = pytest.mark.django_db
CODES = ("source-", "no-sources")


def make(body, *texts, **fields):
    """Return an article that cites new sources of these texts."""
    article = make_article(f"Article {Article.objects.count()}", body=body, **fields)
    for position, text in enumerate(texts, 1):
        Citation.objects.create(article=article, source=Source.objects.create(text=text), position=position)
    return article


def found(article):
    """Return code, subject, whether it blocks, and target of what is said of sources."""
    return [
        (finding.code, finding.subject, finding.is_blocking, finding.target)
        for finding in findings(Article.objects.get(pk=article.pk))
        if finding.code.startswith(CODES)
    ]


def test_all_is_well():
    assert found(make("<p>A [1] and [2–3].</p>", "A", "B", "C")) == []
    assert found(make("<p>Plain.</p>")) == []


def test_a_number_without_a_source_blocks():
    article = make("<p>A [1], [3] and [2–4].</p>", "A", "B")
    missing = [("source-missing", number, True, f"body:mark:{number}") for number in "34"]
    assert found(article) == missing
    assert [finding.code for finding in blocking([article])[article.pk]] == ["source-missing"] * 2


def test_a_text_with_its_own_list_of_references_is_not_blocked():
    assert found(make("<p>A [1], [2].</p>")) == [("source-missing", "", False, "citations-group")]


def test_a_typing_error_makes_no_hundreds_of_findings():
    assert len(found(make("<p>[1–900]</p>", "A"))) == 20


def test_a_source_that_nothing_cites():
    article = make("<p>A [2].</p>", "A", "B")
    assert found(article) == [("source-unused", str(Source.objects.get(text="A").pk), False, "citations-group")]
    assert found(make("<p>A.</p>", "C", "D")) == [("source-unused", "", False, "citations-group")]


@pytest.mark.parametrize("heading", ["Benefits", "Side effects", "Who should not have it"])
def test_claims_about_health_want_sources(heading):
    body = f"<h2>{heading}</h2><ul><li>One</li><li>Two</li></ul>"
    assert found(make(body)) == [("no-sources", "", False, "citations-group")]
    assert found(make(body + "<p>[1]</p>", "A")) == []


def test_old_sources_and_wrong_numbers():
    year = timezone.localdate().year
    article = make("<p>[1–3]</p>", "A", "B", "C")
    Source.objects.filter(text="A").update(year=year - 6)
    Source.objects.filter(text="B").update(year=year - 5, doi="nonsense")
    Source.objects.filter(text="C").update(pmid="PMC1")
    keys = {source.text: str(source.pk) for source in Source.objects.all()}
    assert found(article) == [
        ("source-old", keys["A"], False, "citations-group"),
        ("source-doi", keys["B"], False, "citations-group"),
        ("source-pmid", keys["C"], False, "citations-group"),
    ]


def test_it_asks_once_for_all_sources():
    counts = []
    for number in (1, 30):
        article = make(f"<p>[1–{number}]</p>", *(f"Work {number} {index}" for index in range(number)))
        with CaptureQueriesContext(connection) as captured:
            findings(article)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# What a form holds


@pytest.fixture
def chief(db):
    return log_in(is_superuser=True)


def asked(client, article=None, **data):
    """Return what the panel says of sources for this form."""
    name, args = ("articles_article_check", [article.pk]) if article else ("articles_article_check_new", [])
    response = client.post(reverse(f"admin:{name}", args=args), data)
    assert response.status_code == 200
    listed = re.findall(r"<strong>Sources</strong> (.*?)</button>", response.json()["html"])
    return [line.partition(",")[0] for line in listed]


def test_unsaved_rows_count(chief):
    one, two = (Source.objects.create(text=text) for text in ("One", "Two"))
    rows = {"citations-TOTAL_FORMS": "2", "citations-0-source": one.pk, "citations-0-position": "2"}
    body = "<p>So [1].</p>"
    assert asked(chief, body=body) == ["The text cites [1]"]
    assert asked(chief, body=body, **rows) == []
    rows |= {"citations-1-source": two.pk, "citations-1-position": "1"}
    assert asked(chief, body=body, **rows) == ["The text never cites source 2"]
    assert not Citation.objects.exists()


def test_the_form_wins_over_what_is_saved(chief):
    article = make("<p>So [1] and [2].</p>", "One", "Two")
    first, second = article.citations.all()
    rows = {"citations-TOTAL_FORMS": "2", "citations-0-id": first.pk, "citations-0-source": first.source_id}
    rows |= {"citations-1-id": second.pk, "citations-1-source": second.source_id, "citations-1-DELETE": "on"}
    assert asked(chief, article, **rows) == ["The text cites [2]"]


@pytest.mark.parametrize(
    "rows",
    [
        {"citations-0-source": "9" * 40},
        {"citations-0-source": "x\x00", "citations-0-position": "-1"},
        {"citations-0-source": "9", "citations-0-position": "9" * 99, "citations-0-id": "x"},
        {"citations-99999999999-source": "1", "citations-__prefix__-source": "1"},
        {"citations-TOTAL_FORMS": "x", "citations-٣-source": "1"},
    ],
)
def test_hostile_rows_are_none(chief, rows):
    assert asked(chief, body="<p>So [1].</p>", **{"citations-TOTAL_FORMS": "1"} | rows) == ["The text cites [1]"]
