"""Prices in running text: what is one, and what only looks like one."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.prices import prices


def read(text, language="en"):
    """Return low, high, currency and what is bought of each price."""
    return [(price.low, price.high, price.currency, price.per) for price in prices(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("may cost anywhere from $100 and can go up to $700 per sitting.", (100, 700, "USD", "sitting")),
        ("between $1,200 and $3,500 per treatment session", (1200, 3500, "USD", "session")),
        ("between $1,200 and 3,500 in most cities", (1200, 3500, "USD", "")),
        ("somewhere between about £80 and around £120 each visit", (80, 120, "GBP", "visit")),
        ("£150–£300 a session", (150, 300, "GBP", "session")),
        ("£150-300 per syringe of filler", (150, 300, "GBP", "syringe")),
        ("$10 - $15/unit", (10, 15, "USD", "unit")),
        ("$100 per session to $700 per session", (100, 700, "USD", "session")),
        ("costs $300, and can go up to $900, for each course", (300, 900, "USD", "")),
        ("It is $250 to $400 for a course of six", (250, 400, "USD", "course")),
        ("100–200 € im Jahr", (100, 200, "EUR", "")),
        ("100 to 200 euros", (100, 200, "EUR", "")),
        ("between 200 and 300 dollars", (200, 300, "USD", "")),
        ("200 USD to 300 USD", (200, 300, "USD", "")),
        ("US $100 to US $200 per area", (100, 200, "USD", "area")),
        ("CA$500", (500, 500, "CAD", "")),
        ("$250 AUD", (250, 250, "AUD", "")),
        ("CAD $500", (500, 500, "CAD", "")),
        ("€1.200,50", (Decimal("1200.50"), Decimal("1200.50"), "EUR", "")),
        ("$1.5k a course", (1500, 1500, "USD", "course")),
        ("$0.50 per unit", (Decimal("0.5"), Decimal("0.5"), "USD", "unit")),
        ("12\u00a0000\u00a0€", (12000, 12000, "EUR", "")),
        ("Prices start at $99.", (99, None, "USD", "")),
        ("more than $500 per treatment", (500, None, "USD", "treatment")),
        ("up to about $400 for each area", (None, 400, "USD", "area")),
        ("no more than £40", (None, 40, "GBP", "")),
        ("$100 - 2024 prices", (100, 100, "USD", "")),
        ("$5 to 500 mg", (5, 5, "USD", "")),
        ("$700 to $100", (700, 700, "USD", "")),
    ],
)
def test_a_price(text, expected):
    assert read(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "from 3 January 2024 to 5 May 2025",
        "100 mg to 700 mg per day",
        "12 CAD patients and 5 pounds",
        "a $2 million study, a $3bn market",
        "$50 off, or save up to $100",
        "SPF 30 to 50",
        "$1,2000 is a slip",
        "4–6 sessions",
        "100 % in 3 days",
        "",
    ],
)
def test_no_price(text):
    assert read(text) == []


def test_several_prices():
    assert read("Either $100 or $200. One course is €50; another is £60.") == [
        (100, 100, "USD", ""),
        (200, 200, "USD", ""),
        (50, 50, "EUR", ""),
        (60, 60, "GBP", ""),
    ]
    assert [low for low, *_ in read("$100 and £200")] == [100, 200], "two currencies make no range"


def test_a_price_names_its_passage():
    text = "It may cost from $100 to $700 per sitting here."
    (price,) = prices(text)
    assert text[price.start : price.start + len(price.text)] == price.text == "$100 to $700 per sitting"


def test_a_language_without_a_list_reads_signs_and_dashes():
    assert read("Zwischen 100–200 € pro Sitzung", "de") == [(100, 200, "EUR", "")]


PIECES = st.sampled_from(
    [
        "$",
        "£",
        "€",
        "100",
        "1,000",
        "3.000",
        "–",
        " to ",
        " and ",
        "between ",
        " per ",
        "session",
        "k",
        " USD",
        "2024",
        " ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_any_text_is_read(text):
    for price in prices(text):
        assert price.low is not None or price.high is not None
        assert price.low is None or price.high is None or price.low <= price.high
        assert text[price.start :].startswith(price.text)
