"""The one table of who shows where: each state of an article on each public surface, asked by a stranger.

A new surface joins SURFACES; a new state joins STATES. An article that may not show must not be named anywhere, nor
may a tag or author that stands on nothing public.
"""

import pytest
from django.urls import reverse

from articles.models import Article, Publication, RelatedPick, Suggestion, Treatment
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
    "feed": lambda: reverse("articles:feed"),
    "Atom feed": lambda: reverse("articles:atom"),
    "feed of a tag": lambda: reverse("articles:tag_feed", args=["common"]),
    "Atom feed of a tag": lambda: reverse("articles:tag_atom", args=["common"]),
    "feed of its own tag": lambda: reverse("articles:tag_feed", args=["zebrafinch-tag"]),
    "Atom feed of its own tag": lambda: reverse("articles:tag_atom", args=["zebrafinch-tag"]),
    "feed of an author": lambda: reverse("articles:author_feed", args=["ada-writer"]),
    "Atom feed of an author": lambda: reverse("articles:author_atom", args=["ada-writer"]),
    "feed of its own author": lambda: reverse("articles:author_feed", args=["zebrafinch-author"]),
    "sitemap": lambda: reverse("articles:sitemap"),
    "another article that pins it and links to it": lambda: reverse("articles:detail", args=["other"]),
    "an article that shares its tag": lambda: reverse("articles:detail", args=["bystander"]),
    "an article that it is suggested next to": lambda: reverse("articles:detail", args=["neighbour"]),
    "its own address": lambda: reverse("articles:detail", args=["zebrafinch"]),
    "its former address": lambda: reverse("articles:detail", args=["formerly-zebrafinch"]),
    "its preview": lambda: reverse("articles:preview", args=[Article.objects.get(title=SECRET).pk]),
    "robots": lambda: "/robots.txt",
}
NEVER = {  # for editors, or naming no article
    "its preview",
    "robots",
    "archive",
    "archive of its year",
    "home, further down, where the lead is not repeated",
    "home, upwards, where the lead is not repeated",
}
REDIRECTS = {"its former address"}
# The engine follows these alone, so that the whole table does not take a minute.
SUGGESTING = {"an article that shares its tag", "an article that it is suggested next to"}
TEXT = "Glycolic acid dissolves dead skin cells, smooths wrinkles and fades dark spots after sunburn."
ABOUT = {"standfirst": TEXT, "body": f"<p>{TEXT}</p>"}


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
    if is_followed:
        settle()
    Publication.objects.update_or_create(pk=1, defaults={"lead_article": secret})
    return secret


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
