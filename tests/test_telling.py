"""Mail goes to the people it concerns, and to nobody else."""

import pytest
from django.contrib.auth import get_user_model

from articles.history import copies, publish
from articles.models import Article
from tests.make import make_article, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(mailoutbox, django_capture_on_commit_callbacks):
    """Return a function that does something and returns who got mail of it, with its subject."""

    def of(act, *args):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(*args)
        return sorted((mail.to[0].partition("@")[0], mail.subject) for mail in mailoutbox)

    return of


def person(name, **fields):
    return get_user_model().objects.create_user(name, f"{name}@example.org", **fields)


def test_who_wrote_the_copy_hears_of_its_publication_as_the_owner_does(sent):
    article = make_article("Peels", owner=person("owner"))
    copy = copies.edit_as_draft(article)
    copy.owner, copy.body = person("writer"), "<p>New.</p>"
    copy.save()
    told = [("owner", "Published: Peels"), ("writer", "Published: Peels")]
    assert sent(copies.publish_copy, copy, person("editor", is_superuser=True)) == told


def test_who_scheduled_hears_of_the_failure(sent):
    copy = copies.edit_as_draft(make_article("Peels"))
    copies.schedule(copy, soon(days=1), person("editor", is_superuser=True))
    Article.objects.filter(pk=copy.pk).update(replaces_at=soon(days=-1), original_version=0)
    assert sent(copies.publish_due) == [("editor", "Not published: Peels")]


def test_who_has_left_hears_nothing_and_a_title_makes_no_header(sent):
    gone = make_article("Peels", status="draft", owner=person("gone", is_active=False))
    assert sent(publish.publish, gone) == []
    draft = make_article("Laser\r\nBcc: everybody@example.org", status="draft", owner=person("writer"))
    assert sent(publish.publish, draft) == [("writer", "Published: Laser Bcc: everybody@example.org")]
