"""Readability: sentences and syllables counted by hand, and both formulas worked through."""

import pytest

from articles.text.anatomy import Block, anatomy
from articles.text.readability import kincaid, lix, lix_grade, measure, sentences, syllables, words

# Counted from a dictionary's hyphenation.
COUNTED = {
    1: "skin take takes used called change large whole while smile tongue league cause wounds scars helped healed "
    "placed raised eye blue cream juice death years queue breathe lungs hour our some died tried through",
    2: "needle doses treated settled safely movement patients client precious onion million create creates fluent "
    "faces wrinkles inches washes because laser pressure technique tissue headache fatigue someone sometimes "
    "liquid careful useless question doctor going seeing drying",
    3: "medicine medicines efficient serious previous infectious various creation reaction collagen "
    "clinician physician surgery allergy recently completely oxygen hydration suitable nutrient medium calcium "
    "healthier happiest area idea usual everyone",
    4: "ingredient material bacteria immediate appreciate associate biology anxiety radiation organism influenza "
    "emergency society experience diabetes cholesterol psoriasis microneedling variety",
    5: "dermatologist isotretinoin chemotherapy cannabidiol",
}


@pytest.mark.parametrize(("word", "count"), [(word, count) for count, line in COUNTED.items() for word in line.split()])
def test_syllables(word, count):
    assert syllables(word) == count
    assert syllables(word.upper()) == count


@pytest.mark.parametrize(("word", "count"), [("skin’s", 1), ("well-known", 2), ("12", 1), ("ß", 1), ("don't", 1)])
def test_syllables_of_odd_words(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Dr. Ada Writer said so. J. Smith agreed.", ["Dr. Ada Writer said so.", "J. Smith agreed."]),
        ("Use a filter, e.g. SPF 30. It costs 2.50 dollars.", ["Use a filter, e.g. SPF 30.", "It costs 2.50 dollars."]),
        ("Take vitamin C. It may help.", ["Take vitamin C.", "It may help."]),
        ("“Is it safe?” she asked. “No.” He left.", ["“Is it safe?” she asked.", "“No.”", "He left."]),
        ("…", []),
        ("", []),
    ],
)
def test_sentences(text, found):
    assert sentences(text) == found


def test_the_flesch_kincaid_grade_worked_by_hand():
    """Ten words, 2 sentences, 14 syllables: nee-dle, ti-ny, af-ter, heal-ing have two.

    0.39 * 10 / 2 + 11.8 * 14 / 10 - 15.59 = 1.95 + 16.52 - 15.59 = 2.88.
    """
    text = "A tiny needle pricks the skin. After that healing starts."
    assert sum(map(syllables, words(text))) == 14
    assert kincaid(words(text), len(sentences(text))) == pytest.approx(2.88)


def test_lix_worked_by_hand():
    """Ten words, 2 sentences, 3 of more than six letters: 10 / 2 + 100 * 3 / 10 = 35."""
    text = "Die Behandlung ist nicht neu. Fast jeder Erwachsene verträgt sie."
    assert lix(words(text), len(sentences(text))) == pytest.approx(35)
    assert lix_grade(words(text), 2) == 7  # 32 to 35


@pytest.mark.parametrize(("length", "grade"), [(9, 1), (10, 2), (40, 9), (55, 12), (56, 13), (90, 13)])
def test_the_bounds_of_lix_grades(length, grade):
    assert lix_grade(["kurz"] * length, 1) == grade


HUNDRED = "The cat sat on the mat. " * 17


def test_a_short_text_has_no_grade():
    assert measure([Block("The cat sat on the mat. " * 16, False)], "en").grade is None
    assert measure([Block(HUNDRED, False)], "en").grade == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert measure([Block(HUNDRED, False)], "de").grade == 1
    assert measure([], "en") == measure([Block("…", False)], "en")


def test_only_prose_counts_and_items_are_sentences():
    html = (
        "<h2>Extraordinarily multisyllabic headings</h2><p>It is for you if you:</p>"
        "<ul><li>are well</li><li><p>are <em>not</em> ill</p><ul><li><p>or sad</p></li></ul></li></ul>"
        "<table><tbody><tr><td>Cell</td></tr></tbody></table><pre><code>code</code></pre>"
        '<figure><img data-file="1" alt="Alt"><figcaption>Caption</figcaption></figure>'
        "<blockquote><p>Said.</p></blockquote>"
    )
    prose = anatomy(html).prose
    assert [block.text for block in prose] == ["It is for you if you:", "are well", "are not ill", "or sad", "Said."]
    assert [block.is_item for block in prose] == [False, True, True, True, False]
    assert measure(prose, "en").sentences == 5


def test_the_longest_sentences_come_first():
    long, longer = "word " * 26 + "end.", "Word " * 30 + "end."
    assert measure([Block(f"Short. {long}".replace("word", "Word"), False), Block(longer, True)], "en").longest == [
        " ".join(longer.split()),
        " ".join(long.replace("word", "Word").split()),
    ]
    assert len(measure([Block(f"N{number} {longer}", False) for number in range(9)], "en").longest) == 3
