"""Treatments side by side: what their articles say, row by row."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles import glance, passport
from articles.models import Article, FormerSlug, labelled, load_bylines
from articles.querysets import is_public
from articles.text import citing

FEWEST, MOST = 2, 4  # treatments in one comparison
MOST_CHOICES = 200
LONGEST = 200  # characters of a slug

_SLUG = re.compile(r"[-\w]+")


@dataclass(frozen=True)
class Column:
    """A treatment's article in the comparison."""

    article: Article
    name: str
    address: str


@dataclass(frozen=True)
class Row:
    """One question, and what each article says to it: `cells` are pairs of the column and its answer.

    `kind` says what the answers are: a `glance.Entry`, for "reviewed" a passport, else words, which may be "".
    """

    kind: str
    name: str
    cells: list[tuple[Column, Any]]


def canonical(slugs: Iterable[str]) -> list[str]:
    """Return the slugs of an address in the one order, none twice."""
    return sorted({unicodedata.normalize("NFC", slug) for slug in slugs})


def address(slugs: Iterable[str]) -> str:
    """Return the path of the comparison, with its query."""
    return f"{reverse('articles:compare')}?{urlencode([('t', slug) for slug in canonical(slugs)])}"


def _possible(slugs: Iterable[str]) -> list[str]:
    """Return those that may be slugs: a database is not asked for others."""
    return [slug for slug in slugs if len(slug) <= LONGEST and _SLUG.fullmatch(slug)]


def treatments(slugs: Iterable[str]) -> list[Article]:
    """Return the public articles about a treatment that have these slugs, in the order of these; two queries."""
    wanted = _possible(slugs)
    found = Article.objects.published().for_page().filter(slug__in=wanted, treatment__isnull=False).order_by()
    articles = sorted(found, key=lambda article: wanted.index(article.slug))
    load_bylines(articles)
    return articles


def renamed(slugs: Iterable[str]) -> dict[str, str]:
    """Return the present slugs, by former ones, of public articles about a treatment."""
    rows = FormerSlug.objects.filter(
        is_public("article__"), slug__in=_possible(slugs), article__treatment__isnull=False
    )
    return dict(rows.values_list("slug", "article__slug"))


def choices() -> list[Article]:
    """Return the public articles about a treatment, by its `treatment_name`, as for cards."""
    found = Article.objects.published().for_cards().filter(treatment__isnull=False)
    named = found.annotate(treatment_name=F("treatment__name"))
    return list(named.order_by("treatment_name", "title", "pk")[:MOST_CHOICES])


def column(article: Article) -> Column:
    return Column(article, article.treatment.name or article.title, article.get_absolute_url())


def title(columns: Iterable[Column]) -> str:
    """Return the comparison's title where nothing can stand above it: each name with the label of who paid."""
    names = [labelled(each.name, each.article.disclosure) for each in columns]
    return _("Side by side: %s") % " · ".join(names)


def rows(columns: list[Column]) -> list[Row]:
    """Return the comparison of the articles that `treatments` found; three queries at most."""
    passports = passport.of_articles(each.article for each in columns)

    def row(kind, name, answer):
        return Row(kind, str(name), [(each, answer(each.article)) for each in columns])

    return [
        row("what", glance.NAMES["what"], _what),
        *(row(kind, glance.NAMES[kind], lambda article, kind=kind: _entry(kind, article)) for kind in glance.ASKED),
        row("sessions", pgettext("of a treatment", "Sessions"), lambda article: article.treatment.sessions),
        row("downtime", _("Downtime"), lambda article: article.treatment.downtime),
        row("reviewed", _("Medically reviewed"), lambda article: passports[article.pk]),
        row("sponsored", _("Sponsored"), lambda article: article.disclosure),
    ]


def _what(article: Article) -> glance.Entry:
    """Return what the treatment is: by the section about it where that is short, else by the standfirst."""
    found = _entry("what", article)
    return found if found.lists or found.paragraphs else replace(found, fact=article.standfirst)


def _entry(kind: str, article: Article) -> glance.Entry:
    """Return what the article says about a kind, without the numbers of its sources: their list is not here."""
    found = glance.entry(kind, article, article.treatment)
    lists = (replace(each, lead=_plain(each.lead), items=[_plain(item) for item in each.items]) for each in found.lists)
    return replace(found, lists=tuple(lists), paragraphs=tuple(_plain(part) for part in found.paragraphs))


def _plain(words: str) -> str:
    """Return the words, or the clean HTML, without marks of sources; as safe as it was."""
    plain = citing.without_marks(words)
    return mark_safe(plain) if isinstance(words, SafeString) else plain  # safe: only whole marks were taken out
