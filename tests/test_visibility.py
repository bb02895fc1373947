"""The one table of who shows where: each state of an article on each public surface, asked by a stranger.

A new surface joins SURFACES; a new state joins STATES. An article that may not show must not be named anywhere, nor
may a tag or author that stands on nothing public.
"""

import pytest
from django.urls import reverse

from articles.models import (
    Article,
    Author,
    PreviewLink,
    Publication,
    Redirect,
    RelatedPick,
    Review,
    Revision,
    Suggestion,
    Treatment,
)
from articles.previewing.links import token_of
from tests.make import LONG_AGO, make_article, make_author, related, settle, soon

SECRET = "Zebrafinch"  # stands in the title, the tag and the author's name of the article in question

STATES = {
    "draft": {"status": "draft", "published_at": None},
    "dated draft": {"status": "draft"},
    "in review": {"status": "review"},
    "scheduled": {"published_at": soon(days=1)},
    "published": {},
    "expired": {"expires_at": soon(days=-1)},
    "withdrawn": {"status": "withdrawn"},
    "trashed": {"status": "trashed"},
    "working copy": {"status": "draft", "is_copy": True},
}
# The answer of the article's own address; everything but "published" is named nowhere.
OWN_ADDRESS = {"published": 200, "expired": 410, "withdrawn": 410, "trashed": 410}

FURTHER_DOWN, UPWARDS = "?before=9000000000000000-1", "?after=0-1"
SURFACES = {
    "home": lambda: reverse("articles:list"),
    "home, further down, where the lead is not repeated": lambda: reverse("articles:list") + FURTHER_DOWN,
    "home, upwards, where the lead is not repeated": lambda: reverse("articles:list") + UPWARDS,
    "tags": lambda: reverse("articles:tags"),
    "a tag both have": lambda: reverse("articles:tag", args=["common"]),
    "a tag, further down": lambda: reverse("articles:tag", args=["common"]) + FURTHER_DOWN,
    "a tag, upwards": lambda: reverse("articles:tag", args=["common"]) + UPWARDS,
    "its own tag": lambda: reverse("articles:tag", args=["zebrafinch-tag"]),
    "authors": lambda: reverse("articles:authors"),
    "an author both have": lambda: reverse("articles:author", args=["ada-writer"]),
    "its own author": lambda: reverse("articles:author", args=["zebrafinch-author"]),
    "archive": lambda: reverse("articles:archive"),
    "archive of its year": lambda: reverse("articles:year", args=[LONG_AGO.year]),
    "archive of its month": lambda: reverse("articles:month", args=[LONG_AGO.year, LONG_AGO.month]),
    "search by the beginning of its title": lambda: reverse("articles:search") + "?q=zebrafin",
    "search by what it is about": lambda: reverse("articles:search") + "?q=glycolic",
    "search by a misspelt title": lambda: reverse("articles:search") + "?q=zebrafnich",
    "search in its own tag": lambda: reverse("articles:search") + "?q=skin&tag=zebrafinch-tag",
    "search in its own author": lambda: reverse("articles:search") + "?q=skin&author=zebrafinch-author",
    "suggestions": lambda: reverse("articles:suggest") + "?q=zebra",
    "OpenSearch": lambda: reverse("articles:opensearch"),
    "feed": lambda: reverse("articles:feed"),
    "Atom feed": lambda: reverse("articles:atom"),
    "feed of a tag": lambda: reverse("articles:tag_feed", args=["common"]),
    "Atom feed of a tag": lambda: reverse("articles:tag_atom", args=["common"]),
    "feed of its own tag": lambda: reverse("articles:tag_feed", args=["zebrafinch-tag"]),
    "Atom feed of its own tag": lambda: reverse("articles:tag_atom", args=["zebrafinch-tag"]),
    "feed of an author": lambda: reverse("articles:author_feed", args=["ada-writer"]),
    "Atom feed of an author": lambda: reverse("articles:author_atom", args=["ada-writer"]),
    "feed of its own author": lambda: reverse("articles:author_feed", args=["zebrafinch-author"]),
    "corrections": lambda: reverse("articles:corrections"),
    "corrections, further down": lambda: reverse("articles:corrections") + FURTHER_DOWN,
    "corrections, upwards": lambda: reverse("articles:corrections") + UPWARDS,
    "feed of corrections": lambda: reverse("articles:corrections_feed"),
    "Atom feed of corrections": lambda: reverse("articles:corrections_atom"),
    "a page about the publication that links to it": lambda: reverse("articles:policy", args=["funding"]),
    "JSON Feed": lambda: reverse("articles:json"),
    "JSON Feed of a tag": lambda: reverse("articles:tag_json", args=["common"]),
    "JSON Feed of its own tag": lambda: reverse("articles:tag_json", args=["zebrafinch-tag"]),
    "JSON Feed of an author": lambda: reverse("articles:author_json", args=["ada-writer"]),
    "JSON Feed of corrections": lambda: reverse("articles:corrections_json"),
    "sitemap": lambda: reverse("articles:sitemap"),
    "file of the sitemap": lambda: reverse("articles:sitemap_part", args=["articles", 1]),
    "file of the sitemap, tags": lambda: reverse("articles:sitemap_part", args=["tags", 1]),
    "file of the sitemap, authors": lambda: reverse("articles:sitemap_part", args=["authors", 1]),
    "another article that pins it and links to it": lambda: reverse("articles:detail", args=["other"]),
    "an article that shares its tag": lambda: reverse("articles:detail", args=["bystander"]),
    "an article that it is suggested next to": lambda: reverse("articles:detail", args=["neighbour"]),
    "a comparison with it": lambda: compared("zebrafinch"),
    "the choice of comparisons": lambda: reverse("articles:compare"),
    "a comparison without it": lambda: compared("bystander"),
    "its own address": lambda: reverse("articles:detail", args=["zebrafinch"]),
    "its former address": lambda: reverse("articles:detail", args=["formerly-zebrafinch"]),
    "a manual redirect to it": lambda: "/2019/old-zebrafinch.html",
    "a manual redirect to it, at a slug": lambda: "/old-zebrafinch/",
    "its preview": lambda: reverse("articles:preview", args=[Article.objects.get(title=SECRET).pk]),
    "a preview link to it": lambda: shared(),
    "a preview link to it that was revoked": lambda: shared(revoked_at=soon(days=-1)),
    "a preview link to it that has expired": lambda: shared(expires_at=soon(seconds=-1)),
    "robots": lambda: "/robots.txt",
    "manifest": lambda: "/manifest.webmanifest",
}
NEVER = {  # for editors, or naming no article
    "its preview",
    "a preview link to it that was revoked",
    "a preview link to it that has expired",
    "robots",
    "manifest",
    "a comparison without it",
    "OpenSearch",
    "archive",
    "archive of its year",
    "home, further down, where the lead is not repeated",
    "home, upwards, where the lead is not repeated",
}
REDIRECTS = {"its former address", "a manual redirect to it", "a manual redirect to it, at a slug"}
# The engine follows these alone, so that the whole table does not take a minute.
SUGGESTING = {
    "an article that shares its tag",
    "an article that it is suggested next to",
    "search by a misspelt title",
    "search by the beginning of its title",
    "suggestions",
}
TEXT = "Glycolic acid dissolves dead skin cells, smooths wrinkles and fades dark spots after sunburn."
ABOUT = {"standfirst": TEXT, "body": f"<p>{TEXT}</p>"}


def shared(**fields):
    """Make a link to the preview of the article in question and return its address."""
    article = Article.objects.get(title=SECRET)
    link = PreviewLink.objects.create(**{"article": article, "expires_at": soon(days=1)} | fields)
    return reverse("articles:shared_preview", args=[token_of(link)])


def compared(slug):
    """Make two other treatments and return the address of a comparison with the slug."""
    for title in ("Bystander", "Onlooker"):
        article = Article.objects.filter(title=title).first() or make_article(title)
        Treatment.objects.create(article=article, name=f"{title} treatment")
    return reverse("articles:compare") + "?" + "&".join(f"t={each}" for each in sorted({slug, "onlooker"}))


def make_state(state, is_suggested=False, is_followed=False, is_copy=False, **fields):
    """Build the article in question in the state, and everything around it that could give it away.

    `is_suggested`: it stood in lists while it was public; `is_followed`: a refresh has followed its state.
    """
    common = make_article("Bystander", tags=["common"])
    secret = make_article(SECRET, slug="formerly-zebrafinch", tags=["common", "Zebrafinch tag"], **ABOUT)
    secret.bylines.create(author=make_author("Zebrafinch author"), position=2)
    Treatment.objects.create(article=secret, name=f"{SECRET} treatment")
    secret.slug = "zebrafinch"
    secret.save()
    if is_suggested:
        near = [make_article(title, **ABOUT) for title in ("Neighbour", "Outsider")]
        common.standfirst, common.body = ABOUT.values()
        common.save()
        for food in ("Bread", "Cheese", "Olives"):
            make_article(food)
        settle()
        assert all(SECRET in related(other) for other in (common, *near))
    if is_copy:
        secret.original, secret.slug = make_article("Original of the copy", author=None), "zebrafinch"
    for name, value in fields.items():
        setattr(secret, name, value)
    if state in ("draft", "dated draft", "in review", "scheduled", "working copy"):
        secret.first_public_at = None  # it never was public
    secret.save()
    other = make_article("Other", body=f'<p>See <a data-article="{secret.pk}" href="/zebrafinch/">this one</a>.</p>')
    RelatedPick.objects.create(article=other, other=secret)
    for path in ("/2019/old-zebrafinch.html", "/old-zebrafinch/"):
        Redirect.objects.create(path=path, article=secret)
    if is_followed:
        settle()
    Revision.objects.create(article=secret, snapshot={}, digest="", kind="correction", note="A number was wrong.")
    funding = f'<p>See <a data-article="{secret.pk}" href="/zebrafinch/">this one</a>.</p>'
    Publication.objects.update_or_create(pk=1, defaults={"lead_article": secret, "funding": funding})
    return secret


def check_shared(response, state):
    """A link shows what is not public to whoever was sent it, and to nobody else: no search engine, no cache."""
    if state == "published":
        assert (response.status_code, response.url) == (302, "/zebrafinch/")
    elif state == "trashed":
        assert response.status_code == 410
        assert SECRET.lower() not in response.content.decode().lower()
    else:
        assert response.status_code == 200
        assert f"<h1>{SECRET}</h1>" in response.content.decode()
    if state != "published":
        assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("state", STATES)
def test_only_the_published_shows(client, state, surface):
    make_state(state, is_suggested=surface in SUGGESTING, **STATES[state])
    response = client.get(SURFACES[surface]())
    text = response.content.decode() + str(dict(response.headers))
    if surface in REDIRECTS and state == "published":
        assert (response.status_code, response.url) == (301, "/zebrafinch/")
        return
    if surface == "a preview link to it":
        check_shared(response, state)
        return
    if surface == "its own address":
        assert response.status_code == OWN_ADDRESS.get(state, 404)
    if state == "published" and surface not in NEVER:
        assert response.status_code == 200
        assert SECRET.lower() in text.lower(), f"{surface} does not name what is public"
    elif surface == "its preview":
        assert response.status_code == 302
        assert "/admin/login/" in response.url
    else:
        assert response.status_code in (200, 404, 410)
        assert SECRET.lower() not in text.lower().replace("/zebrafinch", ""), f"{surface} names what is {state}"
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_only_the_published_is_suggested_after_a_refresh(client, state):
    secret = make_state(state, is_suggested=True, is_followed=True, **STATES[state])
    assert Suggestion.objects.filter(other_id=secret.pk).exists() == (state in ("published", "scheduled"))
    for surface in SUGGESTING:
        is_named = SECRET in client.get(SURFACES[surface]()).content.decode()
        assert is_named == (state == "published"), surface


@pytest.mark.django_db
def test_the_scheduled_shows_when_its_minute_comes(client, article):
    Article.objects.filter(pk=article.pk).update(published_at=soon(hours=1))
    assert client.get(article.get_absolute_url()).status_code == 404
    Article.objects.filter(pk=article.pk).update(published_at=soon(seconds=-1))
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_the_gate_and_the_row_agree():
    for number, fields in enumerate(STATES.values()):
        fields = {name: value for name, value in fields.items() if name != "is_copy"}
        article = make_article(f"State {number}", **fields)
        assert article.is_public == Article.objects.published().filter(pk=article.pk).exists(), fields
    keys = [*Article.objects.values_list("pk", flat=True), 10**9]
    cards = Article.objects.public_cards(keys)
    assert {card.pk for card in cards} == set(Article.objects.published().values_list("pk", flat=True))
    assert all({"body", "contents", "seo_title"} <= card.get_deferred_fields() for card in cards)
    assert Article.objects.public_cards([]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_what_is_asked_in_plain_sql_goes_by_the_same_gate(state):
    secret = make_state(state, **STATES[state])
    author = Author.objects.get(name="Zebrafinch author")
    Review.objects.create(
        article=Article.objects.get(title="Bystander"), revision=Revision.objects.get(article=secret), reviewer=author,
        name=author.name, reviewed_on=LONG_AGO.date(),
    )  # fmt: skip
    is_public = state == "published"
    assert Revision.objects.corrected().exists() is is_public
    assert Publication.load().has_corrections is is_public
    assert Author.objects.public().filter(pk=author.pk).exists() is is_public
    assert Review.objects.told().get().have_page is is_public
