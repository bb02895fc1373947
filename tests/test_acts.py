"""The log of acts: read by publishers, changed by nobody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.history.publish import publish, withdraw
from articles.history.roles import EDITORS, REVIEWERS, WRITERS
from articles.models import Act, Tag
from articles.tagging import merge
from tests.make import make_article, member

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/act/"


def test_it_tells_who_did_what(client):
    user = member(client, EDITORS)
    article = publish(make_article("Peels", status="draft", tags=["Peel", "Peels"]), user)
    withdraw(article, user)
    merge(Tag.objects.all(), Tag.objects.get(name="Peels"), user)
    publish(make_article("Lasers", status="draft"))
    page = client.get(LIST).content.decode()
    for words in ("published", "withdrew", "merged others into", "“Peel”. 1 article changed.", "The system", "Ida"):
        assert words in page
    assert "Lasers" not in client.get(f"{LIST}?user__id__exact={user.pk}").content.decode()
    found = client.get(f"{LIST}?verb__exact=withdrew&q=peel").content.decode()
    assert found.count(f"/admin/articles/article/{article.pk}/change/") == 1


@pytest.mark.parametrize(("group", "status"), [(WRITERS, 403), (REVIEWERS, 403), (EDITORS, 200)])
def test_who_may_read_it(client, group, status):
    member(client, group)
    act = Act.record("published", subject="Peels")
    assert client.get(LIST).status_code == status
    for path in (f"{LIST}add/", f"{LIST}{act.pk}/delete/"):
        assert client.post(path, {"post": "yes"}).status_code == 403
    client.post(f"{LIST}{act.pk}/change/", {"subject": "Other"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [act.pk], "post": "yes"})
    assert Act.objects.get().subject == "Peels"


def test_its_queries_do_not_grow(client):
    user = member(client, EDITORS)
    counts = []
    for number in (2, 40):
        for each in range(number):
            Act.record("published", make_article(f"Peels {number} {each}"), user)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]
