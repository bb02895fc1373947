"""The "At a glance" box and the marked sections of an article's page."""

import pytest
from django.core.management import call_command
from selectolax.lexbor import LexborHTMLParser

from articles.history.publish import publish
from articles.history.versions import read_version
from articles.models import Article, Revision, Treatment
from articles.text.typed import Span, marked, typed
from tests.make import LONG_AGO, make_article
from tests.test_sections import SEED

pytestmark = pytest.mark.django_db

BODY = """
<p>First.</p>
<h2>Benefits</h2><p>One. It may help with:</p><ul><li>scars <a href="https://x.example/">there</a></li><li>lines</li></ul>
<p>A great way to shine.</p>
<h2>Risks</h2><p>Common ones:</p><ul><li>redness</li><li><p>swelling</p></li></ul>
<h3>Rare</h3><ol><li>scarring</li></ol><h3>When to see a doctor</h3><p>If it lasts.</p>
<h2>Who should not have it</h2><p>Nobody who is unwell.</p>
<h2>The room</h2><p>Last.</p>
"""


def page(client, article):
    return LexborHTMLParser(client.get(article.get_absolute_url()).content.decode())


def words(node):
    return " ".join(node.text(separator=" ").split())


def box(tree):
    """Return the box's rows: name and what it says, as words."""
    return {words(row.css_first("dt")): words(row.css_first("dd")) for row in tree.css(".facts dl > div")}


def test_sections_are_kept_with_the_article():
    article = make_article("A", body=BODY)
    kept = Article.objects.get(pk=article.pk).sections
    assert kept == typed(article.body)
    assert [(row["kind"], row["level"], row["anchor"], row["until"]) for row in kept] == [
        ("benefits", 2, "benefits", "risks"),
        ("risks", 2, "risks", "who-should-not-have-it"),
        ("help", 3, "when-to-see-a-doctor", "who-should-not-have-it"),
        ("contraindications", 2, "who-should-not-have-it", "the-room"),
    ]
    risks = kept[1]
    assert [(each["heading"], each["lead"], each["items"]) for each in risks["lists"]] == [
        ("", "Common ones:", ["redness", "swelling"]),
        ("Rare", "", ["scarring"]),
    ]
    assert kept[0]["lists"][0]["items"] == ["scars there", "lines"], "links stay in the body"
    assert (kept[3]["lists"], kept[3]["paragraphs"]) == ([], ["Nobody who is unwell."])


def test_sections_follow_each_way_of_saving():
    article = make_article("A", body="<h2>Risks</h2><p>a</p>")
    article.body = "<h2>Benefits</h2><p>b</p>"
    article.save(update_fields=["body"])
    assert [row["kind"] for row in Article.objects.get(pk=article.pk).sections] == ["benefits"]
    article = Article.objects.defer("body").get(pk=article.pk)
    article.save()
    assert [row["kind"] for row in Article.objects.get(pk=article.pk).sections] == ["benefits"]


def test_the_language_of_the_site_decides(settings):
    settings.LANGUAGE_CODE = "de"
    assert make_article("A", body="<h2>Risks</h2><p>a</p>").sections == []
    assert make_article("B", body='<h2 data-kind="risks">Risiken</h2><p>a</p>').sections[0]["kind"] == "risks"


def test_the_box_takes_lists_and_the_sentence_before_them(client):
    tree = page(client, make_article("A", body=BODY))
    assert box(tree) == {
        "Benefits": "It may help with: scars there lines More under “ Benefits ”.",
        "Side effects and risks": "Common ones: redness swelling Rare scarring",
        "Who should not have it": "Nobody who is unwell.",
        "When to get help": "If it lasts.",
    }
    assert [link.attributes["href"] for link in tree.css(".facts dt a")] == [
        "#benefits", "#risks", "#who-should-not-have-it", "#when-to-see-a-doctor",
    ]  # fmt: skip
    assert [link.attributes["href"] for link in tree.css(".facts dd a")] == ["#benefits"]
    assert len(tree.css(".facts svg[aria-hidden=true]")) == 3


def test_a_long_text_is_led_to_and_never_cut(client):
    long = " ".join(["word"] * 61)
    tree = page(client, make_article("A", body=f"<h2>Benefits</h2><p>Few.</p><h2>Risks &amp; more</h2><p>{long}</p>"))
    assert box(tree) == {"Benefits": "Few.", "Side effects and risks": "See “ Risks & more ”."}
    assert tree.css_first(".facts dd a").attributes["href"] == "#risks-more"


@pytest.mark.parametrize("part", ["<table><tr><td>b</td></tr></table>", "<h3>Rare</h3><p>b</p>"])
def test_a_text_with_more_than_paragraphs_is_led_to(client, part):
    assert box(page(client, make_article("A", body=f"<h2>Risks</h2><p>a</p>{part}"))) == {
        "Side effects and risks": "See “ Risks ”."
    }


def test_silence_about_risks_is_told(client):
    assert box(page(client, make_article("A", body="<h2>Benefits</h2><p>Few.</p>"))) == {
        "Benefits": "Few.",
        "Side effects and risks": "Not stated in this article.",
    }
    bare = make_article("B", body="<p>Nothing.</p>")
    assert box(page(client, bare)) == {}
    Treatment.objects.create(article=bare, name="Peel", other_names="Peeling", cost_from=100, currency="usd")
    assert box(page(client, bare)) == {
        "Treatment": "Peel",
        "Also called": "Peeling",
        "Side effects and risks": "Not stated in this article.",
        "Cost": "USD from 100",
    }


def test_cost_is_said_once(client):
    article = make_article("A", body="<h2>Risks</h2><p>Few.</p><h2>Cost</h2><p>In 2026 in Kent £80.</p>")
    assert box(page(client, article))["Cost"] == "In 2026 in Kent £80."
    Treatment.objects.create(article=article, name="Peel", cost_from=80, currency="GBP")
    tree = page(client, article)
    assert box(tree)["Cost"] == "GBP from 80 More under “ Cost ”."
    assert tree.css(".facts dt a")[-1].attributes["href"] == "#cost"


def test_a_kind_set_by_hand_counts_and_none_takes_away(client):
    body = '<h2 data-kind="risks">Mind the gap</h2><p>Few.</p><h2 data-kind="none">Side effects</h2><p>More.</p>'
    article = make_article("A", body=body)
    assert [(row["kind"], row["is_by_hand"]) for row in article.sections] == [("risks", True)]
    assert box(page(client, article)) == {"Side effects and risks": "Few."}


def test_sections_of_risk_are_marked_by_word_and_shape(client):
    tree = page(client, make_article("A", body=BODY))
    marks = {node.attributes["aria-labelledby"]: node for node in tree.css(".body section.care")}
    assert {anchor: words(node.css_first(".care-label")) for anchor, node in marks.items()} == {
        "risks": "Risks",
        "when-to-see-a-doctor": "Get help",
        "who-should-not-have-it": "Do not",
    }
    assert all(node.css_first(".care-label svg[aria-hidden=true]") for node in marks.values())
    assert all(node.css_first(f"#{anchor}").tag in ("h2", "h3") for anchor, node in marks.items())
    assert words(marks["risks"]) == (
        "Risks Risks Common ones: redness swelling Rare scarring Get help When to see a doctor If it lasts."
    )
    assert [node.tag for node in tree.css(".body > *")] == [
        "p",
        "div",
        "p",
        "ul",
        "p",
        "section",
        "section",
        "div",
        "p",
    ]


def test_marks_hold_the_body_together():
    html = '<h2 id="a">A</h2><p>a</p><h2 id="b">B</h2><p>b</p>'
    spans = [
        Span("a", "b", "<i>", "</i>"),
        Span("b", "", "<b>", "</b>"),
        Span("b", "a", "x", "x"),
        Span("c", "", "y", "y"),
    ]
    assert marked(html, spans) == '<i><h2 id="a">A</h2><p>a</p></i><b><h2 id="b">B</h2><p>b</p></b>'


def test_a_heading_within_a_quotation_breaks_nothing(client):
    body = "<h2>Risks</h2><p>a</p><blockquote><h2>Benefits</h2><p>b</p></blockquote><p>c</p><h2>End</h2>"
    tree = page(client, make_article("A", body=body))
    assert words(tree.css_first(".care")) == "Risks Risks a Benefits b c"
    assert box(tree) == {"Side effects and risks": "See “ Risks ”."}


def test_an_earlier_version_shows_its_own_sections(client):
    article = make_article("A", body="<h2>Risks</h2><p>a</p>", status="draft")
    publish(article, despite_findings=True)
    article.body = "<h2>Benefits</h2><p>b</p>"
    article.save()
    reading = read_version(Revision.objects.filter(article=article).latest("pk"))
    assert [row["kind"] for row in reading.article.sections] == ["risks"]
    assert 'class="care is-risks"' in reading.body
    assert article.sections[0]["kind"] == "benefits"


def test_the_seed_imported_untouched(client):
    call_command("import_article", SEED, verbosity=0)
    article = Article.objects.get(title__startswith="Is Microneedling")
    Article.objects.filter(pk=article.pk).update(status="published", published_at=LONG_AGO)
    tree = page(client, article)
    assert {words(row.css_first("dt")): len(row.css("dd li")) for row in tree.css(".facts dl > div")} == {
        "Benefits": 5,
        "Side effects and risks": 7,
        "Who should not have it": 4,
    }
    assert "great way" not in words(tree.css_first(".facts"))
    assert "great way" in words(tree.css_first(".body"))
    assert [words(node) for node in tree.css(".care-label")] == ["Risks", "Do not"]
