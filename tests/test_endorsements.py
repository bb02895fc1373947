"""Which sentences send readers to a business."""

import pytest

from articles.text import html
from articles.text.endorsements import endorsements
from tests.test_importing import SEED

DEMO = SEED.parent / "articles"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("You can consult a Santa Monica aesthetics who are experienced.", "Santa Monica aesthetics"),
        ("Book at the Glow Clinic today.", "Glow Clinic"),
        ("Visit Mayo Clinic.", "Mayo Clinic"),
        ("Call Dr. Smith's Dermatology Center of Beverly Hills.", "Dr. Smith's Dermatology Center"),
        ("We highly recommend the Skin & Body Med Spa in Leeds.", "Skin & Body Med Spa"),
        ("Get in touch with Harley Dermatology.", "Harley Dermatology"),
        ("Look no further: the Ostrava Laser Centre has it.", "Ostrava Laser Centre"),
    ],
)
def test_a_business_recommended_by_name(sentence, name):
    assert [(found.name, found.sentence) for found in endorsements(sentence)] == [(name, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "You are advised to consult a medical expert before the treatment.",
        "Choose a clinic that is registered.",
        "In London, visit a clinic near you.",
        "The Cleveland Clinic advises caution.",
        "Call the National Cancer Institute.",
        "Contact the NHS clinic near you.",
        "Glow Spa was fined in 2019.",
        "Consult Emily Tracy about it.",
        "",
        "Visit",
    ],
)
def test_what_recommends_nobody(sentence):
    assert endorsements(sentence) == []


def test_nothing_in_a_language_without_a_list():
    assert endorsements("Visit Mayo Clinic.", "de") == []


def test_the_seed_recommends_one_clinic_and_the_rest_of_the_demo_none():
    assert [found.name for found in endorsements(SEED.read_text())] == ["Santa Monica aesthetics"]
    for path in sorted(DEMO.glob("*.html")):
        assert endorsements(html.plain_text(path.read_text())) == [], path.name
