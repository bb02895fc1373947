"""The history in the admin: the list, two versions side by side, one as readers had it, and back to it."""

import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from articles.history import copies, review
from articles.history.publish import before, change, publish, trash, withdraw
from articles.history.roles import EDITORS, REVIEWERS, WRITERS, ensure_groups
from articles.history.snapshot import snapshot
from articles.models import Act, Article, Image, RelatedPick, Revision, Treatment
from tests.make import make_article, make_author, soon

pytestmark = pytest.mark.django_db


def person(name, group):
    ensure_groups()
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor(db):
    return client_of(person("Erin", EDITORS))


@pytest.fixture
def peels(editor):
    """A public article, changed twice in public by the editor."""
    article = publish(make_article("Peels", tags=["Skin"], status="draft"))
    edit(article, editor.user, body="<p>Redness may last a day.</p>", kind="update", note="New study")
    edit(article, editor.user, body="<p>Redness may last a week.</p>", kind="correction", note="It was wrong")
    return fresh(article)


def fresh(article):
    return Article.objects.get(pk=article.pk)


def edit(article, user, kind="update", note="", **fields):
    article, since = fresh(article), before(article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    article.saved_by = user
    article.save()
    change(article, since, user, kind, note, is_confirmed=True)


def address(name, article, *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


def compare_address(article, old, new):
    return f"{address('compare', article)}?old={old}&new={new}"


def words(response):
    """Return the text of the page's content as one line."""
    assert response.status_code in (200, 403), response.status_code
    content = response.content.decode()
    found = re.search(r'<div id="content"[^>]*>(.*)<footer', content, re.S)
    return " ".join(unescape(re.sub("<[^>]*>", " ", found[1] if found else content)).split())


def told(response):
    return [str(message) for message in response.context["messages"]]


def versions(article):
    return list(Revision.objects.filter(article=article).order_by("pk"))


# The list


def test_the_list_says_who_when_what_and_how_much(editor, peels):
    page = editor.get(address("history", peels))
    found = page.context["versions"]
    assert [(line.revision.kind, line.words, line.is_current) for line in found] == [
        ("correction", 1, True),
        ("update", 5, False),
        ("first", None, False),
    ]
    said = words(page)
    assert "Correction ✓ Readers have this now".replace("✓ ", "") in said
    for part in ("It was wrong", "New study", "Erin", "the first", "Erin published changes of “Peels”"):
        assert part in said
    assert page["Cache-Control"].count("no-store")


def test_a_draft_without_versions_says_when_there_are_some(editor):
    draft = make_article("Draft", status="draft")
    assert "No version is kept yet" in words(editor.get(address("history", draft)))
    assert editor.get(address("history", Article(pk=9999))).status_code == 302


def test_only_what_readers_have_is_marked(editor, peels):
    withdraw(peels)
    assert not any(line.is_current for line in editor.get(address("history", peels)).context["versions"])
    later = publish(make_article("Later", status="draft"), at=soon(days=1))
    page = editor.get(address("history", later))
    assert "Scheduled" in words(page)
    assert "Readers have this now" not in words(page)


def test_a_submission_counts_against_what_readers_have(editor, peels):
    copy = copies.edit_as_draft(peels, editor.user)
    for body in ("<p>Redness may last two weeks.</p>", "<p>Redness may last two weeks or more.</p>"):
        copy.body = body
        copy.save()
        review.submit(copy, editor.user)
        copy.status = "draft"
    page = editor.get(address("history", peels))
    assert [(line.revision.kind, line.words) for line in page.context["versions"]][:3] == [
        ("submitted", 4),
        ("submitted", 2),
        ("correction", 1),
    ]
    assert page.context["chosen"] == {"old": "now", "new": "copy"}
    assert "Erin has a working copy of this article. See what publishing will change" in words(page)


def test_a_change_without_a_version_is_said(editor, peels):
    assert "by an import or a script" not in words(editor.get(address("history", peels)))
    Article.objects.filter(pk=peels.pk).update(body="<p>Imported</p>")
    assert "by an import or a script" in words(editor.get(address("history", peels)))


def test_a_copys_history_is_its_originals(editor, peels):
    copy = copies.edit_as_draft(peels, editor.user)
    assert editor.get(address("history", copy)).url == address("history", peels)
    assert editor.get(compare_address(copy, "now", "copy")).status_code == 404


def test_thirty_a_page_and_the_count_goes_on_across_pages(editor, peels):
    for number in range(40):
        edit(peels, editor.user, body=f"<p>Redness may last {number} days.</p>")
    first = editor.get(address("history", peels))
    second = editor.get(address("history", peels) + "?p=2")
    assert [len(page.context["versions"]) for page in (first, second)] == [30, 13]
    assert [line.words for page in (first, second) for line in page.context["versions"]][:40] == [1] * 39 + [2]
    assert "43 versions" in words(first)


@pytest.mark.parametrize("has_copy", [True, False])
@pytest.mark.parametrize("group", [WRITERS, EDITORS])
def test_sixty_versions_take_eleven_queries(group, has_copy, editor, peels, django_assert_max_num_queries):
    author = make_author("Wim")
    author.user = person("Wim", group)
    author.save()
    peels.bylines.create(author=author, position=2)
    taken = snapshot(peels)
    Revision.objects.bulk_create(
        Revision(article=peels, snapshot=taken | {"title": f"Peels {number}"}, kind="update", user=author.user)
        for number in range(60)
    )
    Article.objects.filter(pk=peels.pk).update(saved_by=editor.user)
    if has_copy:
        copies.edit_as_draft(peels, author.user)
    client = client_of(author.user)
    with django_assert_max_num_queries(11):
        page = client.get(address("history", peels))
    assert len(page.context["versions"]) == 30
    assert page.context["may_revert"]


# Two versions


def test_two_versions_side_by_side(editor, peels):
    first, update, correction = versions(peels)
    page = editor.get(compare_address(peels, update.pk, correction.pk))
    assert "Redness may last a [removed: day ]" in words(page)
    assert "Redness may last a [added: week ]" in words(page)
    assert words(editor.get(compare_address(peels, correction.pk, update.pk))) == words(page), (
        "the earlier stands first"
    )
    assert "Before: Update" in words(page).replace("Before Update", "Before: Update")
    assert "Nothing differs between the two." in words(editor.get(compare_address(peels, correction.pk, "now")))
    assert "Restore this version" in words(editor.get(compare_address(peels, first.pk, "now")))


def test_what_publishing_will_change(editor, peels):
    copy = copies.edit_as_draft(peels, editor.user)
    copy.title = "Peels at home"
    copy.save()
    copy.tags.add("Acne")
    said = words(editor.get(compare_address(peels, "now", "copy")))
    assert "What publishing will change" in said
    assert "Peels [added: at home ]" in said
    assert "Added: “Acne”." in said
    assert "would undo those changes" not in said
    edit(peels, editor.user, body="<p>Other</p>")
    assert "would undo those changes" in words(editor.get(compare_address(peels, "now", "copy")))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("now", "now", "Choose two different versions."),
        ("now", "copy", "That version is no longer there."),
        ("now", "", "That version is no longer there."),
        ("now", "-1", "That version is no longer there."),
        ("now", "²", "That version is no longer there."),
        ("now", str(10**30), "That version is no longer there."),
        ("now", "other", "That version is no longer there."),
    ],
)
def test_what_cannot_be_compared_is_said(editor, peels, old, new, said):
    if new == "other":
        new = publish(make_article("Other", status="draft")).revisions.get().pk
    response = editor.get(compare_address(peels, old, new), follow=True)
    assert response.redirect_chain == [(address("history", peels), 302)]
    assert told(response) == [said]


def test_pictures_and_linked_articles_are_named(editor, peels):
    image = Image.objects.create(file="articles/a.jpg", content_hash="a", name="Red skin", width=30, height=20)
    other = make_article("Fillers")
    body = f'<p>See <a data-article="{other.pk}">fillers</a> <img data-file="{image.pk}" alt="Red"></p>'
    edit(peels, editor.user, kind="safety", body=body + f'<p><img data-file="{10**17}" alt=""></p>')
    page = editor.get(compare_address(peels, versions(peels)[0].pk, "now"))
    assert "leads to the article “Fillers”" in words(page)
    assert 'alt="Red skin"' in page.content.decode()


# One version


def test_a_version_as_readers_had_it(editor, peels):
    make_author("Noor", credentials="MD")
    peels.bylines.create(author=make_author("Noor"), position=2)
    Treatment.objects.create(article=peels, name="Chemical peel", cost_from=90, currency="USD")
    edit(
        peels, editor.user, title="Peels, then", body="<h2>Risks</h2><p>Then.</p><h2>Cost</h2>", standfirst="Old words."
    )
    then = versions(peels)[-1]
    edit(peels, editor.user, title="Peels, now", body="<p>Now.</p>")
    peels.treatment.delete()
    page = editor.get(address("revision", peels, then.pk))
    html = page.content.decode()
    for part in (
        "<h1>Peels, then</h1>",
        '<h2 id="risks">Risks</h2>',
        "Old words.",
        "Noor",
        "Chemical peel",
        "USD",
        "Skin",
    ):
        assert part in html, part
    assert "Now." not in html
    assert '<meta name="robots" content="noindex' in html
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex", True)
    assert "what readers had from" in html
    assert address("history", peels) in html
    assert fresh(peels).title == "Peels, now"


def test_a_version_of_things_gone_still_shows(editor, peels):
    bare = Revision.objects.create(article=peels, snapshot={"title": "Bare", "body": "<p>B</p>"}, kind="submitted")
    gone = {"id": 10**12, "name": "Gone"}
    full = snapshot(peels) | {"bylines": [gone], "tags": [gone]} | {"lead_image": gone, "slug": ""}
    full["body"] = f'<p><img data-file="{10**17}" alt="x"><a data-article="{10**17}">y</a><script>z</script></p>'
    lost = Revision.objects.create(article=peels, snapshot=full, kind="replaced")
    for revision in (bare, lost):
        html = editor.get(address("revision", peels, revision.pk)).content.decode()
        assert "Readers never had this version" in html
        assert "<script>z" not in html


def test_a_version_of_another_article_is_not_found(editor, peels):
    other = publish(make_article("Other", status="draft")).revisions.get()
    for name in ("revision", "revert"):
        assert editor.get(address(name, peels, other.pk)).status_code == 404
    assert editor.post(address("revert", peels, other.pk)).status_code == 404


# Back to it


def restore(client, article, revision):
    """Open the page that asks, and confirm."""
    where = address("revert", article, revision.pk)
    asked = client.get(where)
    assert asked.status_code == 200
    return words(asked), client.post(where, {"seen": asked.context["seen"]}, follow=True)


def test_restoring_goes_into_a_working_copy(editor, peels):
    RelatedPick.objects.create(article=peels, other=make_article("Fillers"))
    edit(peels, editor.user, title="Peels and fillers")
    then, taken = versions(peels)[-1], snapshot(peels)
    peels.picks.all().delete()
    peels.tags.clear()
    edit(peels, editor.user, title="Peels")
    said, response = restore(editor, peels, then)
    copy = copies.copy_of(peels)
    assert "It goes into a working copy; readers keep the present text" in said
    assert response.redirect_chain == [(address("change", copy), 302)]
    assert "Readers keep the present text until you publish its changes." in told(response)[0]
    assert snapshot(copy) == taken | {"title": "Peels and fillers"}
    assert fresh(peels).title == "Peels"


def test_restoring_over_a_copy_says_what_happens_to_it(editor, peels):
    copy = copies.edit_as_draft(peels, editor.user)
    copy.body = "<p>Half done</p>"
    copy.save()
    copies.schedule(copy, soon(days=1), editor.user, kind="safety")
    said, _response = restore(editor, peels, versions(peels)[0])
    assert "It goes into the working copy of Erin" in said
    assert "That schedule is cancelled" in said
    assert fresh(copy).replaces_at is None
    assert versions(peels)[-1].snapshot["body"] == "<p>Half done</p>"


def test_restoring_what_readers_do_not_see(editor, peels):
    copies.edit_as_draft(peels, editor.user)
    withdraw(peels)
    said, response = restore(editor, peels, versions(peels)[0])
    assert "the version goes into the article itself" in said
    assert response.redirect_chain == [(address("change", peels), 302)]
    assert fresh(peels).body == "<p>Body of Peels.</p>"


def test_what_is_gone_is_named_before_and_after(editor, peels):
    peels.tags.get().delete()
    make_article("Taker", slug="elsewhere")
    revision = versions(peels)[0]
    revision.snapshot |= {"slug": "elsewhere", "body": '<p>a<img data-file="77" alt="x"></p>'}
    revision.save()
    said, response = restore(editor, peels, revision)
    for sentence in (said, told(response)[1]):
        for part in ("the tag “Skin”", "the picture number 77 in the text", "the address “elsewhere”"):
            assert part in sentence


def test_a_save_in_between_is_not_run_over(editor, peels):
    copy = copies.edit_as_draft(peels, editor.user)
    where = address("revert", peels, versions(peels)[0].pk)
    seen = editor.get(where).context["seen"]
    copy.body = "<p>Just now</p>"
    copy.save()
    page = editor.post(where, {"seen": seen})
    assert "Somebody saved the text that this version would replace" in words(page)
    assert fresh(copy).body == "<p>Just now</p>"
    assert editor.post(where, {"seen": page.context["seen"]}).status_code == 302


# Who may

ROUTES = ("list", "compare", "show", "ask", "restore")


@pytest.mark.parametrize(
    ("who", "state", "may_look", "may_restore"),
    [
        ("editor", "public", True, True),
        ("editor", "draft", True, True),
        ("editor", "trashed", True, False),
        ("owner", "public", True, True),
        ("owner", "draft", True, True),
        ("owner", "withdrawn", True, False),
        ("owner", "copy of another", True, False),
        ("owner", "scheduled copy", True, False),
        ("writer", "public", True, False),
        ("writer", "draft", True, False),
        ("reviewer", "public", True, False),
        ("reviewer", "draft", True, False),
        ("nobody", "public", False, False),
        ("nobody", "draft", False, False),
        ("stranger", "public", False, False),
        ("reader", "public", False, False),
    ],
)
def test_who_may(peels, editor, who, state, may_look, may_restore):
    owner = person("Olga", WRITERS)
    peels.owner = owner
    peels.save()
    if state == "draft":
        Article.objects.filter(pk=peels.pk).update(status="draft")
    elif state == "withdrawn":
        withdraw(peels)
    elif state == "trashed":
        trash(peels)
    elif state == "copy of another":
        copies.edit_as_draft(peels, editor.user)
    elif state == "scheduled copy":
        copies.schedule(copies.edit_as_draft(peels, owner), soon(days=1), editor.user)
    client = {
        "editor": lambda: editor,
        "owner": lambda: client_of(owner),
        "writer": lambda: client_of(person("Wim", WRITERS)),
        "reviewer": lambda: client_of(person("Rosa", REVIEWERS)),
        "nobody": lambda: client_of(person("Ned", "No group")),
        "stranger": Client,
        "reader": lambda: client_of(get_user_model().objects.create_user("Rita")),
    }[who]()
    held = (snapshot(fresh(peels)), Article.objects.count(), Revision.objects.count(), Act.objects.count())
    first = versions(peels)[0]
    copy = copies.copy_of(peels) if peels.status == "published" else None
    target = copy or (peels if state in ("draft", "withdrawn", "trashed") else None)
    seen = f"{target.pk}-{fresh(target).version}" if target else "none"
    answers = [
        client.get(address("history", peels)),
        client.get(compare_address(peels, first.pk, "now")),
        client.get(address("revision", peels, first.pk)),
        client.get(address("revert", peels, first.pk)),
        client.post(address("revert", peels, first.pk), {"seen": seen}),
    ]
    refused = 302 if who in ("stranger", "reader") else 403  # to the login page
    expected = [200 if may_look else refused] * 3 + [200, 302] if may_restore else None
    expected = expected or [200 if may_look else refused] * 3 + [refused, refused]
    assert dict(zip(ROUTES, (answer.status_code for answer in answers), strict=True)) == dict(
        zip(ROUTES, expected, strict=True)
    )
    for answer in answers:
        if answer.status_code == 403:
            assert re.search(r"Only its owner or an editor|Your account may not", words(answer))
        if answer.status_code == 302 and not may_restore:
            assert "/login/" in answer.url
    if may_look:
        assert ("Restore …" in words(answers[0])) == may_restore
        assert ("Restore this version" in words(answers[1])) == may_restore
    after = (snapshot(fresh(peels)), Article.objects.count(), Revision.objects.count(), Act.objects.count())
    assert (after == held) == (not may_restore)


def test_restoring_needs_the_forms_token(peels, editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)
    where = address("revert", peels, versions(peels)[0].pk)
    assert strict.post(where, {"seen": "none"}).status_code == 403
    assert strict.put(where).status_code in (403, 405)
    assert not Article.objects.exclude(original=None).exists()


def test_readers_meet_nothing_of_it(client, peels):
    html = client.get(peels.get_absolute_url()).content.decode()
    assert "history" not in html
    assert "admin" not in html
    assert Revision.objects.public().filter(article=peels).count() == 3
