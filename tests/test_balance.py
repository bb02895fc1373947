"""Whether a text weighs: absolute words, benefits without risks, prices without place or date."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.plain import parse
from articles.text.balance import absolute_words, balance, claims
from tests import wordings
from tests.test_html import markup
from tests.test_sections import SEED, demo_body


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Microneedling is safe.", ["safe"]),
        ("It cures acne.", ["cures"]),
        ("There are no side effects.", ["no side effects"]),
        ("It works without any side effects!", ["without any side effects"]),
        ("A miracle serum.", ["miracle"]),
        ("Results are guaranteed, 100% of the time.", ["guaranteed", "100 %"]),
        ("The treatment is painless.", ["painless"]),
        ("It is not only safe but also pain-free.", ["safe", "pain free"]),
        ("It does not hurt, and it is safe.", ["safe"]),
        ("With no needles, the laser is safe.", ["safe"]),
        ("It is not cheap but it is completely harmless.", ["completely harmless"]),
        ("If you want smooth skin, this painless laser is for you.", ["painless"]),
        ("We promise a cure.", ["cure"]),
        ("Without doubt it is safe.", ["safe"]),
        ("It’s risk-free, safe and safe again.", ["risk free", "safe"]),
        ("It works for everyone.", ["works for everyone"]),
    ],
)
def test_absolute_words(sentence, words):
    assert absolute_words(sentence) == words


@pytest.mark.parametrize(
    "sentence",
    [
        "Microneedling is not safe for everyone.",
        "No treatment is completely safe.",
        "No treatment, however gentle, is completely safe.",
        "It isn’t painless.",
        "There is no cure for psoriasis.",
        "It can't cure acne.",
        "No clinic can guarantee results.",
        "That does not mean that there are no side effects.",
        "Nothing is 100 % safe.",
        "It is never risk-free.",
        "Never believe that a peel is painless.",
        "Neither is safe in pregnancy.",
        "Is it safe?",
        "“Is it painless?”",
        "Ask whether the product is safe for you.",
        "If it is safe to do so, call.",
        "Be wary of any clinic that promises a miracle cure.",
        "It is usually safe.",
        "Keep children safe.",
        "Store it in a safe place.",
        "Safety comes first, and the safest way is to ask.",
        "The gel is light-cured.",
    ],
)
def test_words_that_are_taken_back(sentence):
    assert claims(f"<p>{sentence}</p>") == []


def test_a_claim_names_its_sentence_and_section():
    (claim,) = claims("<h2>About it</h2><p>We checked. It is safe. It stings.</p>")
    assert (claim.words, claim.sentence, claim.anchor) == ("safe", "It is safe.", "about-it")
    assert [found.sentence for found in claims("<h2>A miracle cure</h2><ul><li>no pain</li></ul>")] == [
        "A miracle cure",
        "A miracle cure",
        "no pain",
    ]


def test_benefits_without_risks():
    assert balance("<h2>Benefits</h2><p>a</p>").has_benefits_without_risks
    assert not balance("<h2>Benefits</h2><p>a</p><h2>Side effects</h2><p>b</p>").has_benefits_without_risks
    assert not balance('<h2>Benefits</h2><p>a</p><h2 data-kind="risks">Mind</h2><p>b</p>').has_benefits_without_risks
    assert not balance("<p>a</p>").has_benefits_without_risks


@pytest.mark.parametrize(
    ("html", "lacks"),
    [
        ("<p>It costs $100.</p>", [("place", "date")]),
        ("<p>It costs $100 in Boston.</p>", [("date",)]),
        ("<p>It cost $100 in January.</p>", [("place", "date")]),
        ("<p>In 2025 it cost $100.</p>", [("place",)]),
        ("<p>In the US it cost $100 in 2025.</p>", []),
        ("<p>In 2025 in Boston.</p><p>It costs $100.</p>", [("place", "date")]),
        ("<h2>Cost in the UK</h2><p>As of 2026:</p><ul><li>£100 for one visit</li></ul>", []),
        ("<p>No price.</p>", []),
    ],
)
def test_a_price_says_where_and_when(html, lacks):
    assert [bare.lacks for bare in balance(html).bare_prices] == lacks


def test_the_seed():
    found = balance(parse(SEED.read_text(encoding="utf-8")).body)
    assert found.claims == []
    assert not found.has_benefits_without_risks
    assert [(bare.price.low, bare.price.high, bare.lacks) for bare in found.bare_prices] == [
        (100, 700, ("place", "date")),
    ]


@pytest.mark.parametrize("name", wordings.DEMO)
def test_the_demo_weighs(name):
    found = balance(demo_body(name))
    assert (found.claims, found.has_benefits_without_risks, found.bare_prices) == ([], False, [])


def test_a_language_without_lists_makes_no_claims():
    found = balance("<h2>Kosten</h2><p>Das ist safe und kostet 2025 nur 100 €.</p>", "de")
    assert (found.claims, found.bare_prices) == ([], [])


@settings(max_examples=100, deadline=None)
@given(markup() | st.text() | st.sampled_from(["not safe " * 300, "safe, " * 300, "$1 to " * 300]))
def test_any_html_is_weighed(source):
    for claim in balance(source).claims:
        assert claim.words
        assert claim.sentence
