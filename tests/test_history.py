"""Snapshots, working copies and earlier versions: everything of an article comes along, and nothing stays behind."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.history import copies, review
from articles.history.publish import before, change, publish
from articles.history.snapshot import FACTS, FACTS_OF, FIELDS, PICTURES, apply, snapshot
from articles.models import (
    Act,
    Article,
    Author,
    Autosave,
    Byline,
    Change,
    Citation,
    Comment,
    Image,
    PreviewLink,
    RelatedPick,
    Revision,
    Source,
    Sponsorship,
    Tag,
    TaggedArticle,
    Treatment,
)
from tests.make import make_article, make_author, settle, soon

pytestmark = pytest.mark.django_db

PEOPLE, TAGS, OTHERS, LIBRARY, SOURCES = ("Ada", "Bob", "Eve", "Noor"), ("Skin", "Acne", "Über", "Peel"), 4, 3, 3

# Every article that can be

lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
pieces = st.sampled_from(
    [
        "<h2>Risks</h2>", "<h2>Risks</h2>", "<h3>", "</h3>", "<p>", "</p>", "<ul><li>", "</li></ul>",
        '<ol start="3"><li>',
        "<strong>", "</strong>", '<a href="https://who.int/?a=1&amp;b=2" rel="sponsored nofollow">', "</a>",
        '<a data-article="1">', '<img data-file="1" alt="Skin &quot;red&quot;">', '<img src="/foreign.png">', "<br>",
        "<table><tr><th>Cost</th><td>90</td></tr></table>", "<script>alert(1)</script>", "&lt;b&gt;", "5 < 6 & 7",
        "\u200b", "e\u0301", "<blockquote>", "</blockquote>", "<pre>a\n  b</pre>", "<h1>Title</h1>", "<div>",
    ]
)  # fmt: skip
bodies = st.lists(st.one_of(pieces, lines), max_size=8).map("".join)
money = st.none() | st.decimals(0, 99_999_999, places=2, allow_nan=False, allow_infinity=False)


def some(number):
    """A choice of the things numbered from 0, in any order, each once."""
    return st.lists(st.integers(0, number - 1), unique=True)


contents = st.fixed_dictionaries(
    dict.fromkeys(("title", "standfirst", "lead_alt", "seo_title", "seo_description", "canonical_url"), lines)
    | {name: st.booleans() for name in ("lead_is_decorative", "is_indexable", "is_suggestable")}
    | {name: st.none() | st.integers(0, LIBRARY - 1) for name in PICTURES}
    | {
        "body": bodies,
        "bylines": some(len(PEOPLE)),
        "tags": some(len(TAGS)),
        "picks": some(OTHERS).flatmap(
            lambda found: st.tuples(
                st.just(found), st.lists(st.sampled_from(["pinned", "hidden"]), min_size=OTHERS, max_size=OTHERS)
            )
        ),
        "treatment": st.none()
        | st.fixed_dictionaries(
            dict.fromkeys(("name", "other_names", "per", "sessions", "downtime"), lines)
            | {"currency": st.sampled_from(["", "USD"]), "cost_from": money, "cost_to": money}
        ),
        "interests": lines,
        "sources": some(SOURCES),
        "sponsorship": st.none()
        | st.fixed_dictionaries(
            dict.fromkeys(("sponsor", "statement", "domains"), lines)
            | {"kind": st.sampled_from(["", *Sponsorship.Kind.values]), "url": st.just("https://rollers.example/")}
        ),
    }
)


class World:
    """What articles refer to."""

    def __init__(self):
        self.people = [make_author(name) for name in PEOPLE]
        self.tags = [Tag.objects.create(name=name) for name in TAGS]
        self.others = [make_article(f"Other {number}", status="draft") for number in range(OTHERS)]
        self.sources = [Source.objects.create(text=f"Source {number}") for number in range(SOURCES)]
        self.library = [
            Image.objects.create(file=f"articles/{number}.jpg", content_hash=str(number), name=f"Picture {number}")
            for number in range(LIBRARY)
        ]

    def make(self, has, original=None):
        """Return an article that has this; positions with gaps, as a form leaves them."""
        plain = {name: value for name, value in has.items() if name in FIELDS}
        plain["body"] = plain["body"].replace('"LAST"', f'"{self.library[-1].pk}"')
        pictures = {name: None if has[name] is None else self.library[has[name]] for name in PICTURES}
        article = Article.objects.create(original=original, **plain, **pictures)
        for position, number in enumerate(has["bylines"]):
            interests = "" if position else has["interests"]
            Byline.objects.create(
                article=article, author=self.people[number], position=3 * position, interests=interests
            )
        for position, number in enumerate(has["sources"]):
            Citation.objects.create(article=article, source=self.sources[number], position=2 * position)
        article.tags.add(*(self.tags[number] for number in has["tags"]))
        for position, (number, kind) in enumerate(zip(*has["picks"], strict=False)):
            RelatedPick.objects.create(article=article, other=self.others[number], kind=kind, position=2 * position)
        if has["treatment"] is not None:
            Treatment.objects.create(article=article, **has["treatment"])
        if has["sponsorship"] is not None:
            Sponsorship.objects.create(article=article, **has["sponsorship"])
        return Article.objects.get(pk=article.pk)


@pytest.fixture
def world():
    return World()


many = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def test_taking_and_applying_is_the_identity(world):
    """For whatever hypothesis makes: onto a new copy, onto a copy with other content, and back onto the original."""

    @many
    @given(contents, contents)
    def holds(one, other):
        original = world.make(one)
        taken = snapshot(original)
        copy = Article(original=original)
        assert apply(taken, copy) == []
        assert snapshot(fresh(copy)) == taken
        copy.delete()
        copy = world.make(other, original=original)
        assert apply(taken, copy) == []
        assert snapshot(fresh(copy)) == taken
        differing = snapshot(world.make(other))
        assert apply(differing | {"slug": taken["slug"]}, original) == []
        assert apply(taken, original) == []
        assert snapshot(original) == snapshot(fresh(original)) == taken
        Article.objects.exclude(pk__in=[each.pk for each in world.others]).delete()

    holds()


FULL = {
    "title": "Peels", "standfirst": "What a peel does.", "lead_alt": "A peel", "seo_title": "Peels, in short",
    "seo_description": "Short", "canonical_url": "https://example.org/peels/", "lead_is_decorative": False,
    "is_indexable": False, "is_suggestable": False, "lead_image": 0, "share_image": 1,
    "body": '<h2>Risks</h2><p>Redness <img data-file="LAST" alt="Red skin"> may last.</p>',
    "bylines": [2, 0], "tags": [3, 1],
    "picks": ([1, 0], ["hidden", "pinned", "pinned", "pinned"]),
    "treatment": {
        "name": "Peel", "cost_from": Decimal("90.5"), "cost_to": None, "currency": "USD", "sessions": "three",
    },
    "interests": "Owns a clinic.", "sources": [2, 0],
    "sponsorship": {"sponsor": "Rollers", "kind": "paid", "domains": "rollers.example"},
}  # fmt: skip
EMPTY = FULL | {
    "title": "Empty", "standfirst": "", "lead_image": None, "share_image": None, "body": "<p>Nothing.</p>",
    "bylines": [1], "tags": [0], "picks": ([], []), "treatment": None,
    "interests": "", "sources": [], "sponsorship": None,
    "is_indexable": True, "canonical_url": "",
}  # fmt: skip


def test_every_field_an_editor_writes_is_in_the_snapshot():
    left_out = {
        "id", "status", "published_at", "expires_at", "updated_at", "saved_at", "saved_by", "first_public_at",
        "trashed_at", "version", "owner", "original", "original_version", "replaces_at", "replacement", "contents",
        "excerpt", "word_count", "sections", "review_due_on",
    }  # fmt: skip
    assert {field.name for field in Article._meta.concrete_fields} - left_out == {*FIELDS, *PICTURES}
    for name, model in FACTS_OF.items():
        assert {field.name for field in model._meta.concrete_fields} - {"id", "article"} == {*FACTS[name]}


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("editor")


@pytest.fixture
def public(world):
    """A published article with everything on it, and its first revision."""
    article = publish(world.make(FULL), despite_findings=True)
    assert Revision.objects.public().filter(article=article).count() == 1
    return article


def fresh(article):
    return Article.objects.get(pk=article.pk)


def rewrite(world, article, has=EMPTY):
    """Publish another content in the article's place."""
    copy = copies.edit_as_draft(article)
    apply(snapshot(world.make(has)) | {"slug": article.slug}, copy)
    return copies.publish_copy(copy, kind="safety")


# Earlier versions


def test_reverting_brings_everything_back_into_a_copy(world, public, editor):
    taken = snapshot(public)
    rewrite(world, public)
    now = snapshot(fresh(public))
    revision = Revision.objects.public().filter(article=public).last()
    copy, missing = copies.revert(revision, editor)
    assert (copy.original, copy.owner, missing) == (public, editor, [])
    assert snapshot(fresh(copy)) == taken
    assert snapshot(fresh(public)) == now, "readers keep the present text"
    assert [tag.name for tag in copy.tags.order_by("tagged__pk")] == ["Peel", "Acne"]
    assert [byline.author.name for byline in copy.bylines.all()] == ["Eve", "Ada"]
    assert [(pick.other.title, pick.kind) for pick in copy.picks.all()] == [
        ("Other 1", "hidden"),
        ("Other 0", "pinned"),
    ]
    assert Act.objects.first().verb == Act.Verb.REVERTED
    copies.publish_copy(copy, editor)
    assert snapshot(fresh(public)) == taken


def test_what_stood_in_the_copy_is_kept(world, public, editor):
    copy = copies.edit_as_draft(public, editor)
    copy.body = "<p>Half done</p>"
    copy.save()
    copies.schedule(copy, soon(days=1), editor, kind="safety")
    same, _missing = copies.revert(Revision.objects.public().filter(article=public).get(), editor)
    assert (same, fresh(copy).replaces_at) == (copy, None), "nobody has read it: it waits for a new schedule"
    kept = Revision.objects.get(kind="replaced")
    assert (kept.article, kept.user, kept.snapshot["body"]) == (public, editor, "<p>Half done</p>")
    copies.revert(kept, editor)
    assert fresh(copy).body == "<p>Half done</p>"


def test_an_article_that_is_not_public_takes_it_itself(world, editor):
    draft = world.make(FULL)
    review.submit(draft, editor)
    taken = snapshot(draft)
    apply(snapshot(world.make(EMPTY)) | {"slug": draft.slug}, draft)
    target, missing = copies.revert(Revision.objects.get(), editor)
    assert (target, missing, snapshot(fresh(draft))) == (draft, [], taken)
    assert fresh(draft).status == "review"
    assert not Article.objects.exclude(original=None).exists()


def test_what_no_longer_exists_is_named(world, public, editor):
    rewrite(world, public)
    world.library[0].delete()
    world.tags[1].delete()
    Author.objects.filter(name="Ada").delete()
    world.others[0].delete()
    copy, missing = copies.revert(Revision.objects.public().filter(article=public).last(), editor)
    assert missing == [
        "the picture “Picture 0”",
        "the author “Ada”",
        "the tag “Acne”",
        "the related article “Other 0”",
    ]
    assert [byline.author.name for byline in copy.bylines.all()] == ["Eve"]


def test_an_address_that_went_to_another_article_stays_there(world, public, editor):
    old = Revision.objects.public().filter(article=public).get()
    copy = copies.edit_as_draft(public, editor)
    copy.slug = "peels-at-home"
    copy.save()
    copies.publish_copy(copy, editor)
    taker = make_article("Peels", slug="peels")
    copy, missing = copies.revert(old, editor)
    assert (copy.slug, missing) == ("peels-at-home", ["the address “peels”, which another article has now"])
    copies.discard(copy, editor)
    fresh(public).delete()
    draft = world.make(FULL | {"title": "Draft"})
    revision = Revision.objects.create(article=draft, snapshot=snapshot(draft) | {"slug": taker.slug}, kind="submitted")
    assert copies.revert(revision)[1] == ["the address “peels”, which another article has now"]
    assert fresh(draft).slug == "draft"


def test_a_revision_of_an_earlier_format_leaves_what_it_does_not_know(world, public, editor):
    revision = Revision.objects.public().filter(article=public).get()
    for name in ("picks", "canonical_url", "share_image"):
        del revision.snapshot[name]
    del revision.snapshot["treatment"]["sessions"]
    revision.snapshot["treatment"]["forgotten"] = "fact"
    revision.save()
    taken = snapshot(public)
    copy, missing = copies.revert(revision, editor)
    assert (snapshot(fresh(copy)), missing) == (taken, [])


def test_who_may_not_write_may_not_revert(world, public):
    writer = get_user_model().objects.create_user("writer")
    with pytest.raises(PermissionDenied):
        copies.revert(Revision.objects.public().filter(article=public).get(), writer)
    assert not copies.copy_of(public)
    copies.edit_as_draft(public)
    with pytest.raises(PermissionDenied):
        copies.revert(Revision.objects.public().filter(article=public).get(), writer)
    assert not Revision.objects.filter(kind="replaced").exists()


# Working copies


def pointing_at(article):
    """Return the rows of any table with a foreign key to the article, or its key in a column named `article_id`."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Article or field.name in ("article_id", "other_id"):
                found += [(model.__name__, field.name)] * model.objects.filter(**{field.name: article.pk}).count()
    return found


def test_publishing_a_copy_leaves_no_trace_of_it(world, public, editor):
    settle()
    copy = copies.edit_as_draft(public, editor)
    copy.body += '<p><a href="https://who.int/">WHO</a></p>'
    copy.save()
    review.submit(copy, editor, "Please read")
    review.comment(copy, editor, "Nice")
    PreviewLink.objects.create(article=copy, user=editor, expires_at=soon(days=1))
    Autosave.objects.create(article=copy, user=editor, data=[["title", "x"]])
    assert len(pointing_at(copy)) > 10
    key = copy.pk
    copies.publish_copy(copy, editor)
    settle()
    copy.pk = key
    assert pointing_at(copy) == []
    assert not Article.objects.filter(pk=key).exists()
    assert [each.text for each in Comment.objects.filter(article=public)] == ["Please read", "Nice"]
    assert Act.objects.filter(article=public, verb="submitted").exists(), "the log stays with the original"
    assert not Change.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("slug", "taken"), ("title", "")])
def test_a_copy_that_cannot_take_the_place_says_why_and_stays(world, public, editor, field, value):
    make_article("Taken", slug="taken")
    copy = copies.edit_as_draft(public, editor)
    setattr(copy, field, value)
    copy.save()
    with pytest.raises(ValidationError) as error:
        copies.publish_copy(copy, editor, kind="safety")
    assert field in error.value.message_dict
    assert getattr(fresh(copy), field) == value
    assert fresh(public).title == "Peels"


def test_what_was_saved_without_a_revision_is_kept_when_the_next_change_comes(world, editor):
    article = make_article("Imported", body="<p>As imported.</p>")
    since = before(article.pk)
    article.body = "<p>As corrected.</p>"
    article.save()
    assert change(article, since, editor, kind="correction")
    assert [(each.kind, each.snapshot["body"]) for each in Revision.objects.public().filter(article=article)] == [
        ("correction", "<p>As corrected.</p>"),
        ("first", "<p>As imported.</p>"),
    ]


def test_nothing_else_points_at_an_article():
    """A table that refers to articles by a generic key would escape the walk above."""
    generic = [
        (model.__name__, field.name)
        for model in apps.get_app_config("articles").get_models()
        for field in model._meta.private_fields
        if isinstance(field, models.Field) and field.is_relation
    ]
    assert generic == []
    assert TaggedArticle._meta.get_field("content_object").related_model is Article
