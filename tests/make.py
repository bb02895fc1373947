"""Small makers of content; nothing random."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from articles.history.roles import ensure_groups
from articles.models import Article, ArticleTerms, Author, Byline, RelatedIndex, Suggestion, Term
from articles.reading import read
from articles.related.packing import unpack
from articles.related.refreshing import pending, refresh

ROWS = ("bylines", "treatment", "sponsorship", "citations", "picks")  # prefixes of the rows in an article's form
LONG_AGO = datetime(2024, 3, 5, 9, tzinfo=UTC)


def make_author(name="Ada Writer", **fields):
    return Author.objects.filter(name=name).first() or Author.objects.create(name=name, **fields)


def make_article(title, tags=(), author="Ada Writer", **fields):
    """Return a published article, unless `status` says otherwise, with a byline and tags."""
    fields = {
        "status": "published",
        "published_at": LONG_AGO,
        "standfirst": f"Standfirst of {title}.",
        "body": f"<p>Body of {title}.</p>",
    } | fields
    article = Article.objects.create(title=title, **fields)
    if author:
        Byline.objects.create(article=article, author=make_author(author), position=1)
    article.tags.set(tags)
    return article


def soon(**delta):
    """Return a moment from now: `soon(days=1)` tomorrow, `soon(days=-1)` yesterday."""
    return timezone.now() + timedelta(**delta)


def settle():
    """Refresh until nothing waits: in a test that is rolled back no commit does it."""
    for _ in range(1000):
        if not pending():
            return
        refresh()
    raise AssertionError(f"{pending()} articles still wait after 1,000 refreshes")


def related(article):
    """Return the titles that a reader sees next to the article."""
    return [other.title for other in read(Article.objects.for_page().get(pk=article.pk)).related]


def indexed_terms():
    """Return by article its terms with their counts, by their texts."""
    texts = dict(Term.objects.values_list("pk", "text"))
    rows = ArticleTerms.objects.values_list("pk", "counts")
    return {pk: {texts[key]: tuple(each) for key, each in unpack(bytes(counts)).items()} for pk, counts in rows}


def sums():
    """Return what the index counts: N, every df above 0, and each article's terms."""
    dfs = dict(Term.objects.exclude(df=0).values_list("text", "df"))
    return RelatedIndex.objects.get(pk=1).articles, dfs, indexed_terms()


def suggestions():
    """Return by article the scores of those suggested next to it."""
    found = defaultdict(dict)
    for article, other, score in Suggestion.objects.values_list("article_id", "other_id", "score"):
        assert other not in found[article], f"{other} stands twice in the list of {article}"
        found[article][other] = score
    return dict(found)


def article_form(article=None, rows=None, **values):
    """Return what the article's form posts; `rows` maps an inline's prefix to its rows."""
    data = {"title": "", "slug": "", "standfirst": "", "body": "", "tags": ""}
    if article:
        data |= {"title": article.title, "slug": article.slug, "body": article.body}
        data |= {"seen_version": article.version, "is_indexable": "on", "is_suggestable": "on"}
        if article.published_at:
            data |= {"published_at_0": article.published_at.strftime("%Y-%m-%d"), "published_at_1": "09:00:00"}
    for prefix in ROWS:
        lines = (rows or {}).get(prefix, [])
        initial = sum(1 for line in lines if line.get("id"))
        data |= {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
        for number, line in enumerate(lines):
            data |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
            data |= {f"{prefix}-{number}-article": article.pk} if article else {}
    return data | values


def log_in(*permissions, **fields):
    """Return a client logged in as a new member of staff, `client.user`, with these permissions of ours."""
    user = get_user_model().objects.create_user(f"user-{len(permissions)}", is_staff=True, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions, content_type__app_label="articles"))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def member(client, group, name="Ida"):
    """Log the client in as a new member of the group, and return the account."""
    ensure_groups()
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user
