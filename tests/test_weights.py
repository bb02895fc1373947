"""Weights, scores and packed counts."""

import math

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from articles.related.packing import Counts, pack, unpack
from articles.related.weights import ACROSS, CROSS, FULL, KEPT, WHOLES, Known, Shared, Weights, product, score, weigh

counts = st.builds(Counts, *[st.integers(0, 100_000)] * 4)
weights = st.builds(Weights, *[st.integers(0, FULL)] * 3)


@given(st.dictionaries(st.integers(1, 2**60), counts, max_size=60))
def test_packed_counts_come_back(found):
    assert unpack(pack(found)) == found


def test_packing_does_not_ask_for_an_order_and_is_short():
    found = {key: Counts(body=1 + key % 3) for key in range(1, 600, 3)}
    assert pack(dict(reversed(found.items()))) == pack(found)
    assert len(pack(found)) < 200


def known(*dfs):
    return {key: Known(f"word{key}", df) for key, df in enumerate(dfs, 1)}


def test_a_rare_word_weighs_more_and_the_heaviest_come_first():
    vector = weigh({1: Counts(body=1), 2: Counts(body=1), 3: Counts(body=1)}, known(50, 2, 10), 100)
    assert list(vector) == [2, 3, 1]
    assert vector[2].whole > vector[3].whole > vector[1].whole


def test_the_title_weighs_most_then_the_standfirst():
    terms = {1: Counts(title=1), 2: Counts(standfirst=1), 3: Counts(body=1)}
    vector = weigh(terms, known(5, 5, 5), 100)
    assert vector[1].whole > vector[2].whole > vector[3].whole
    assert (vector[1].title, vector[1].body) == (FULL, 0)
    assert (vector[3].title, vector[3].body) == (0, FULL)


def test_a_concept_weighs_less_than_a_word():
    vector = weigh({1: Counts(body=1), 2: Counts(body=1)}, {1: Known("word", 5), 2: Known("=concept", 5)}, 100)
    assert vector[2].whole == pytest.approx(0.6 * vector[1].whole, abs=1)


def test_only_the_heaviest_are_kept_and_their_length_is_one():
    vector = weigh({key: Counts(body=key) for key in range(1, 200)}, known(*[5] * 199), 100)
    assert len(vector) == KEPT
    assert set(vector) == set(range(200 - KEPT, 200))
    assert math.hypot(*(each.whole for each in vector.values())) == pytest.approx(FULL, rel=0.01)


@pytest.mark.parametrize("terms", [{}, {1: Counts()}])
def test_an_article_without_words_has_no_weights(terms):
    assert weigh(terms, known(1), 1) == {}


def test_a_word_that_every_article_holds_still_weighs_something():
    assert weigh({1: Counts(body=1)}, known(1), 1)[1].whole == FULL


def shared(vector, other):
    """Return the sums of the terms that both vectors hold."""
    pairs = [(vector[key], other[key]) for key in vector.keys() & other.keys()]
    return Shared(
        sum(one.whole * two.whole for one, two in pairs),
        sum(one.title * two.body + one.body * two.title for one, two in pairs),
    )


@given(st.dictionaries(st.integers(1, 40), counts, min_size=1), st.integers(40, 2000))
def test_no_weight_is_larger_than_one_and_no_score_than_a_thousand(terms, articles):
    vector = weigh(terms, known(*range(1, 41)), articles)
    assert all(0 <= number <= FULL for each in vector.values() for number in each)
    assert 0 <= round(score(shared(vector, vector))) <= 1010
    assert 0 <= round(score(shared(vector, vector), 1.0)) <= 1010


def test_an_article_whose_title_and_body_say_the_same_is_as_near_to_itself_as_can_be():
    vector = weigh({key: Counts(1, 0, 1, 0) for key in range(1, 9)}, known(*range(1, 9)), 100)
    assert score(shared(vector, vector)) == pytest.approx(1000, rel=0.01)
    assert score(shared(vector, vector), 1.0) == pytest.approx(1000, rel=0.01)
    assert score(Shared()) == score(Shared(), 0.0) == 0


def test_a_damaged_df_of_nothing_does_not_fail():
    assert weigh({1: Counts(body=1)}, known(0), 5)[1].whole == FULL


@given(weights, weights)
def test_the_product_is_the_same_both_ways(one, other):
    assert product(one, other) == product(other, one)
    sums = shared({1: one}, {1: other})
    assert product(one, other) == CROSS * sums.wholes + sums.across
    assert Shared(1, 2).plus(one, other) == Shared(1 + sums.wholes, 2 + sums.across)


@given(weights)
def test_packed_weights_come_back(found):
    assert Weights.unpacked(found.packed()) == found


HALF, ALL = Weights(1, 2, 3), Weights(FULL, FULL, FULL)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"), [(Weights(0, 0, 0), HALF), (ALL, ALL), (HALF, Weights(40, 500, 999)), (HALF, Weights(7, 0, 0))]
)
def test_the_database_multiplies_as_python_does(one, other):
    values = f"SELECT {one.whole} AS whole, {one.title} AS title, {one.body} AS body"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {WHOLES}, {ACROSS} FROM ({values}) q, (SELECT {other.packed()} AS weights) p")
        assert cursor.fetchone() == shared({1: one}, {1: other})
