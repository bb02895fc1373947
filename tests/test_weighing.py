"""The checklist on balance: promises, benefits without risks, bare prices; and prices offered for the facts."""

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from articles.checklist import Manuscript, findings
from articles.checklist.weighing import Offer, offers
from articles.importing.plain import parse
from articles.models import Article, Treatment
from tests.make import log_in, make_article
from tests.test_sections import SEED

pytestmark = pytest.mark.django_db
CODES = {"one-sided", "promise", "price-bare"}


def found(**fields):
    """Return code, subject and where each finding leads, of those on balance."""
    return [
        (finding.code, finding.subject, finding.target, finding.text)
        for finding in findings(Manuscript(**fields))
        if finding.code in CODES
    ]


def test_benefits_without_risks_lead_to_their_heading():
    body = "<h2>A</h2><h3></h3><h2>Benefits</h2><p>b</p>"
    assert found(body=body) == [("one-sided", "", "body:heading:3", "")]
    assert found(body=f"{body}<h2>Side effects</h2><p>c</p>") == []
    assert found(body=f'{body}<h2 data-kind="risks">Mind</h2><p>c</p>') == []
    assert found(body='<h2 data-kind="none">Benefits</h2><p>b</p>') == []


def test_promises_are_named_once_wherever_they_stand():
    title, standfirst = "A miracle <cure>?", "It is safe. It works."
    body = "<p>It is safe. It is painless &amp; quick.</p><p>Painless!</p>"
    assert found(title=title, standfirst=standfirst, body=body) == [
        ("promise", "safe", "id_standfirst", ""),
        ("promise", "painless", "body:sentence:promise-3", "It is painless & quick."),
    ]
    (finding, *_rest) = [each for each in findings(Manuscript(body=body)) if each.code == "promise"]
    assert not finding.is_blocking
    assert finding.message.startswith("“safe” promises more than anyone can: “It is safe.” Say what was seen")
    assert found(body="<p>It is not safe for everyone.</p>") == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>It costs $100.</p>", "neither where nor when"),
        ("<p>In 2025 it cost $100.</p>", "does not say where"),
        ("<p>It costs $100 in Boston.</p>", "does not say when"),
    ],
)
def test_a_bare_price_says_what_it_lacks(body, words):
    (finding,) = [each for each in findings(Manuscript(body=body)) if each.code == "price-bare"]
    assert words in finding.message
    assert (finding.subject, finding.text, finding.is_blocking) == ("$100", "$100", False)


def test_the_seed_is_told_about_its_price_and_nothing_else():
    body = parse(SEED.read_text(encoding="utf-8")).body
    ((code, subject, target, text),) = found(body=body)
    assert (code, target, text) == ("price-bare", "body:sentence:price-1", subject)
    assert subject.startswith("$100")
    (offer,) = offers(Manuscript(body=body))
    assert (offer.cost_from, offer.cost_to, offer.currency, offer.per) == ("100", "700", "USD", "sitting")


def test_prices_are_offered_as_the_facts_hold_them():
    body = "<p>From £1,200.50. Again from £1,200.50. Or 80 EUR per visit, up to $9, $1, $2, $3.</p>"
    assert [tuple(offer.facts.values()) for offer in offers(Manuscript(body=body))] == [
        ("1200.5", "", "GBP", ""),
        ("80", "80", "EUR", "visit"),
        ("", "9", "USD", ""),
        ("1", "1", "USD", ""),
    ]
    assert offers(Manuscript(body="<p>5 mg in 2024</p>")) == []


@pytest.fixture
def chief(db):
    return log_in(is_superuser=True)


def panel(client, **data):
    answer = client.post("/admin/articles/article/check/", data)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.json()["html"])


def test_the_panel_offers_the_price_and_saves_nothing(chief):
    body = "<p>It costs $100 to $700 per sitting &amp; more.</p>"
    part = panel(chief, body=body).css_first("[data-part=prices]")
    assert "open" in part.attributes
    assert "Prices in the text (1)" in part.text()
    button = part.css_first("[data-cost-from]")
    assert button.text() == "Put it into the treatment’s facts"
    assert {name: value for name, value in button.attributes.items() if name.startswith("data-")} == {
        "data-cost-from": "100", "data-cost-to": "700", "data-currency": "USD", "data-per": "sitting",
    }  # fmt: skip
    assert (Article.objects.count(), Treatment.objects.count()) == (0, 0)
    stated = {"treatment-0-cost_from": "50", "treatment-0-currency": "USD"}
    part = panel(chief, body=body, **stated).css_first("[data-part=prices]")
    assert "open" not in part.attributes
    assert part.css_first("[data-cost-from]").text() == "Replace the treatment’s cost with it"
    stated = {"treatment-0-cost_from": "100.00", "treatment-0-cost_to": "700", "treatment-0-currency": "usd"}
    part = panel(chief, body=body, **stated, **{"treatment-0-per": "Sitting "}).css_first("[data-part=prices]")
    assert part.css("[data-cost-from]") == []
    assert "So it stands in the treatment’s facts." in part.text()


def test_a_sentence_is_led_to_by_its_words(chief):
    button = panel(chief, body="<p>It is <em>“safe”</em> &amp; quick.</p>").css_first("[data-text]")
    assert button.attributes["data-text"] == "It is “safe” & quick."


def test_without_a_script_there_is_nothing_to_click(chief):
    article = make_article("A", body="<p>It costs $100.</p>")
    text = chief.get(reverse("admin:articles_article_check", args=[article.pk])).content.decode()
    assert "neither where nor when" in text
    assert "data-cost-from" not in text


@pytest.mark.parametrize("value", ["\x00", "1" * 5000, "1e999999", "." * 3000, "<b>", "NaN"])
def test_forged_facts_are_no_fault(chief, value):
    assert panel(chief, body="<p>It costs $100.</p>", **{"treatment-0-cost_from": value}).css("[data-part=prices]")


def test_it_stays_quiet_in_a_language_without_lists(settings):
    settings.LANGUAGE_CODE = "de"
    assert found(title="Safe", body="<h2>Benefits</h2><p>It is safe.</p>") == []
    assert isinstance(offers(Manuscript(body="<p>80 EUR</p>"))[0], Offer)


def test_the_panel_says_how_each_heading_is_read(chief):
    body = (
        '<p>a</p><h2>Side effects</h2><h3>Rare</h3><h3></h3><h2>The room</h2><h2 data-kind="cost">Fees &amp; more</h2>'
    )
    part = panel(chief, body=body).css_first("[data-part=sections]")
    found = [(node.attributes["data-target"], " ".join(node.text().split())) for node in part.css("button")]
    assert found == [
        ("body:heading:1", "Side effects Side effects and risks"),
        ("body:heading:4", "The room none of the kinds that are known"),
        ("body:heading:5", "Fees & more Cost chosen by hand"),
    ]
