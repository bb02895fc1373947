"""The search page, what it suggests while one types, and how browsers learn of it."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import metadata
from articles.models import Article, Author, Publication, Tag, load_bylines, load_images
from articles.search.finding import find, titles
from articles.text import html
from articles.text.queries import LONGEST, tidy
from articles.text.snippets import passage
from articles.views.base import PublicPage

ON_A_PAGE = 20  # at most, whatever stands on other list pages: each result's text is read for its passage
# Parameter, title, mark of the index, model, how many choices are offered.
FACETS = (
    ("tag", gettext_lazy("Topics"), "g", Tag, 10),
    ("author", gettext_lazy("Authors"), "b", Author, 8),
    ("year", gettext_lazy("Years"), "y", None, 8),
)
TOPICS_SHOWN = 12
SUGGESTED = 6


@dataclass(frozen=True)
class Narrowing:
    """A choice that narrows the results down, or, where `count` is missing, the way back from it."""

    name: str
    address: str
    count: int | None = None


class Search(PublicPage):
    """What readers find by `q`, narrowed down by `tag`, `author` and `year`; nothing that is typed is an error."""

    template_name = "articles/search.html"

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        self.text, self.chosen = tidy(self.request.GET.get("q", "")), chosen(self.request.GET)
        found = find(self.text, [mark for mark, _name, _value in self.chosen.values()], publication)
        number, size = page_number(self.request.GET.get("page", "")), min(publication.list_count, ON_A_PAGE)
        keys = [row.key for row in found.rows[(number - 1) * size : number * size]]
        if number > 1 and not keys:
            raise Http404(_("There is no such page of this list."))
        articles = results(keys, found.stems)
        load_images(*((article, "lead_image") for article in articles), *publication.pictures)
        path = reverse("articles:search")
        trail = [self.home(), (_("Search"), path)]
        title = _("Search: %s") % found.text if found.text else _("Search")
        head = metadata.listing(
            title, _("Search the articles of %s") % publication.name, path, publication, trail, self.request
        )
        head.robots = metadata.NOINDEX
        return super().get_context_data(
            publication=publication,
            found=found,
            longest=LONGEST,
            articles=articles,
            chosen=[Narrowing(name, self.address(**{key: ""})) for key, (_mark, name, _value) in self.chosen.items()],
            hidden=[(key, value) for key, (_mark, _name, value) in self.chosen.items()],
            facets=self.facets(found),
            everywhere=self.address(**dict.fromkeys(self.chosen, "")),
            previous=self.address(page=number - 1) if number > 1 else "",
            following=self.address(page=number + 1) if len(found.rows) > number * size else "",
            number=number,
            pages=-(-len(found.rows) // size),
            topics=[] if articles else topics(),
            trail=trail[:-1],
            head=head,
            **kwargs,
        )

    def address(self, **changes):
        """Return the address of the same search with these parameters; the first page of it, unless `page` says."""
        now = {"q": self.text} | {key: value for key, (_mark, _name, value) in self.chosen.items()} | changes
        return "?" + urlencode({key: value for key, value in now.items() if value and (key, value) != ("page", 1)})

    def facets(self, found):
        """Return the titles and choices that leave some of the articles out, the most frequent first."""
        shown = []
        for parameter, title, kind, model, number in FACETS:
            counts = {key: count for key, count in found.facets[kind].items() if count < len(found.rows)}
            if parameter in self.chosen or not counts:
                continue
            keys = sorted(counts, key=lambda key, counts=counts: (-counts[key], -key))[:number]
            if model is None:
                entries = [(str(year), year, counts[year]) for year in sorted(keys, reverse=True)]
            else:
                rows = model.objects.in_bulk(keys)
                entries = [(rows[key].name, rows[key].slug, counts[key]) for key in keys if key in rows]
            choices = [Narrowing(name, self.address(**{parameter: value}), count) for name, value, count in entries]
            shown.append((title, choices))
        return shown


def chosen(query):
    """Return mark, name and value of what narrows the results down, by parameter; what is unknown is left out."""
    found = {}
    slugs = {name: tidy(query.get(name, "")) for name in ("tag", "author")}
    for name, model, letter in (("tag", Tag, "g"), ("author", Author, "b")):
        if slugs[name] and (row := model.objects.public().filter(slug=slugs[name]).first()):
            found[name] = (f"{letter}{row.pk}", row.name, row.slug)
    if (year := query.get("year", "")).isascii() and year.isdigit() and 0 < int(year[:9]) < 10_000 and len(year) < 9:
        found["year"] = (f"y{int(year)}", str(int(year)), int(year))
    return found


def page_number(text):
    """Return the number of the page that is asked for; an address that nobody wrote does not exist: Http404."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text)):
        raise Http404(_("There is no such page of this list."))
    return int(text)


def results(keys, stems):
    """Return the articles in this order, each with its authors and the passage in which the words stand."""
    found = {article.pk: article for article in Article.objects.public_cards(keys)}
    bodies = dict(Article.objects.filter(pk__in=found).order_by().values_list("pk", "body")) if found else {}
    articles = [found[key] for key in keys if key in found]
    for article in articles:
        said = passage(article.summary, stems, settings.LANGUAGE_CODE)
        text = passage(html.plain_text(html.without_headings(bodies[article.pk])), stems, settings.LANGUAGE_CODE)
        # Safe: a passage is escaped but for the marks around its words.
        article.passage = mark_safe(text.html if text.words > said.words else said.html)
    load_bylines(articles)
    return articles


def topics():
    """Return the topics of the newest articles, for readers who found nothing."""
    return list(
        Tag.objects.of_articles(Article.objects.published().newest_first().only("pk")[:ON_A_PAGE])[:TOPICS_SHOWN]
    )


class Suggest(PublicPage):
    """Titles that begin to match what is being typed, as browsers read it (OpenSearch Suggestions 1.0)."""

    def get(self, request):
        text = tidy(request.GET.get("q", ""))
        keys = titles(text, SUGGESTED)
        found = {article.pk: article for article in Article.objects.public_cards(keys)}
        articles = [found[key] for key in keys if key in found]
        addresses = [metadata.absolute(article.get_absolute_url(), request) for article in articles]
        data = [text, [article.labelled_title for article in articles], [""] * len(articles), addresses]
        # No letter is left that HTML would read, should anything ever take it for that.
        text = json.dumps(data).replace("<", "\\u003C").replace("&", "\\u0026")
        response = HttpResponse(text, content_type="application/x-suggestions+json")
        response["X-Robots-Tag"] = "noindex"
        return response


class OpenSearch(PublicPage):
    """What a browser needs to offer this site's search in its own field (OpenSearch 1.1)."""

    template_name = "articles/opensearch.xml"
    content_type = "application/opensearchdescription+xml"

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        return super().get_context_data(
            publication=publication,
            short_name=publication.name[:16].strip() or _("Search"),  # the most that OpenSearch allows
            search=metadata.absolute(reverse("articles:search"), self.request),
            suggest=metadata.absolute(reverse("articles:suggest"), self.request),
            **kwargs,
        )
