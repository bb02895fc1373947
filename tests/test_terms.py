"""Words as terms: stems, stop words, synonyms, languages, and texts that are none."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.terms import STEMMERS, Vocabulary, vocabulary

ODD = {
    "nothing": "",
    "spaces": " \n\t\u00a0",
    "emoji": "🙂🙃 👩🏽‍⚕️",
    "control characters": "\x01\x02\x1f\x7f\x85",
    "one long word": "microneedling" * 8000,
    "one long letter": "y" * 100_000,
    "right to left": "العناية بالبشرة \u202eעור\u202c",
    "numbers": "12 3.5 ٤٥ ½ 2024",
    "signs": "=heart #12 % %s {} <p> ' \" \\",
    "combining": "e\u0301" * 500,
    "capitals that grow": "İSTANBUL ẞ ﬃ",
}


def test_words_are_counted_by_their_stem():
    assert vocabulary("en").terms("Needles, a needle; NEEDLE!") == {"needl": 3}


def test_stop_words_numbers_and_letters_do_not_count():
    assert vocabulary("en").terms("The 12 of a B and 3") == {}
    assert vocabulary("en", "needle,  Roller\nstamp").terms("Needle roller stamp pen") == {"pen": 1}


def test_synonyms_meet_in_a_concept_and_stay_words():
    words = vocabulary("en", "", "microneedling, collagen induction")
    assert words.terms("Microneedling") == {"microneedl": 1, "=microneedl": 1}
    assert words.terms("the collagen inductions") == {"collagen": 1, "induct": 1, "=microneedl": 1}
    assert "=microneedl" not in words.terms("induction of collagen")


def test_the_longest_phrase_wins():
    found = vocabulary("en").terms("A heart attack")
    assert found["=heart attack"] == 1
    assert "=heart" not in found
    found = vocabulary("en").terms("Heart attack, cardiac")
    assert (found["=heart attack"], found["=heart"]) == (1, 1)


def test_a_phrase_with_a_word_that_is_dropped_does_not_match_the_rest_of_it():
    words = vocabulary("en", "", "vitamin c, ascorbic acid")
    assert words.terms("vitamin d") == words.terms("vitamin") == {"vitamin": 1}
    assert words.terms("ascorbic acid")["=ascorb acid"] == 1


def test_small_words_within_a_phrase_may_differ():
    words = vocabulary("en", "", "rolling of needles, dermastamp")
    assert words.terms("needles")["=roll needl"] == 0
    assert words.terms("rolling the needles")["=roll needl"] == 1


def test_groups_that_share_a_phrase_are_one():
    words = Vocabulary("en", (), [["peel", "exfoliation"], ["exfoliation", "scrub"]])
    assert words.terms("peel")["=peel"] == words.terms("scrub")["=peel"] == 1


def test_an_editors_word_makes_another_vocabulary():
    digests = {
        words.digest
        for words in (
            vocabulary("en"), vocabulary("de"), vocabulary("en", "peel"), vocabulary("en", "", "peel, scrub"),
            vocabulary("en", "", "scrub, peel"),
        )
    }  # fmt: skip
    assert len(digests) == 5
    assert vocabulary("en", "peel, laser").digest == vocabulary("en", "laser\npeel peel").digest


@pytest.mark.parametrize("language", ["de", "de-at"])
def test_other_languages_have_their_own_stems(language):
    words = vocabulary(language)
    assert words.terms("Behandlungen Behandlung") == {"behandl": 2}
    assert "the" in words.terms("the")  # English stop words are English


@pytest.mark.parametrize("language", ["xx", "tlh", ""])
def test_an_unknown_language_keeps_its_words(language):
    assert vocabulary(language).terms("Needles needle") == {"needles": 1, "needle": 1}


@pytest.mark.parametrize("language", STEMMERS)
def test_every_language_stems(language):
    assert vocabulary(language).terms("dermatologie")


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
@pytest.mark.parametrize("language", ["en", "tr", "xx"])
def test_odd_texts_do_not_fail(language, text):
    assert all(term and count > 0 for term, count in vocabulary(language).terms(text).items())


@given(st.text(max_size=200), st.text(string.ascii_letters + " ,\n", max_size=80))
def test_any_text_and_any_words_of_an_editor(text, more):
    words = Vocabulary("en", more.split(), (line.split(",") for line in more.splitlines()))
    spelt = {term: sum(counted.values()) for term, counted in words.spelt(text).items()}
    assert spelt == words.terms(text)
    assert not words.stop & {word for word, _ in words.stems(text)}
