"""Marks such as [1] become links to the sources, at reading time; the text around them stays as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.citing import numbers, with_links
from articles.text.html import clean, plain_text, with_heading_ids

LINK = re.compile(r'<a class="cited" id="(\w+)" href="#source_(\d+)" aria-label="Source \2">\2</a>')


def linked(html, count=3):
    return with_links(html, count, lambda number: f"Source {number}")


def shown(html, count=3):
    """Return the HTML with each link written as {number:id}."""
    return LINK.sub(r"{\2:\1}", linked(html, count).html)


CASES = {
    "one": ("<p>So [1].</p>", "<p>So [{1:cited_1_1}].</p>"),
    "twice": ("<p>A [1] b [1]</p>", "<p>A [{1:cited_1_1}] b [{1:cited_1_2}]</p>"),
    "several": ("<p>[1, 2]</p>", "<p>[{1:cited_1_1}, {2:cited_2_1}]</p>"),
    "semicolon": ("<p>[1;3]</p>", "<p>[{1:cited_1_1};{3:cited_3_1}]</p>"),
    "spaces": ("<p>[ 1 ,\u00a02 ]</p>", "<p>[ {1:cited_1_1} ,\u00a0{2:cited_2_1} ]</p>"),
    "entity": ("<p>[1,&nbsp;2]</p>", "<p>[{1:cited_1_1},&nbsp;{2:cited_2_1}]</p>"),
    "range": ("<p>[1–3]</p>", "<p>[{1:cited_1_1}–{3:cited_3_1}]</p>"),
    "range with a hyphen": ("<p>[1-2]</p>", "<p>[{1:cited_1_1}-{2:cited_2_1}]</p>"),
    "range and one": ("<p>[1–2, 3]</p>", "<p>[{1:cited_1_1}–{2:cited_2_1}, {3:cited_3_1}]</p>"),
    "range backwards": ("<p>[3–1]</p>", "<p>[{3:cited_3_1}–{1:cited_1_1}]</p>"),
    "range past the end": ("<p>[2–9]</p>", "<p>[{2:cited_2_1}–9]</p>"),
    "raised": ("<p>So<sup>[1]</sup></p>", "<p>So<sup>[{1:cited_1_1}]</sup></p>"),
    "cell": ("<table><tr><td>[1]</td></tr></table>", "<table><tr><td>[{1:cited_1_1}]</td></tr></table>"),
    "after a link": ('<p><a href="/x/">[1]</a> [1]</p>', '<p><a href="/x/">[1]</a> [{1:cited_1_1}]</p>'),
    "some without a source": ("<p>[1, 9]</p>", "<p>[{1:cited_1_1}, 9]</p>"),
    "brackets in brackets": ("<p>[[1]]</p>", "<p>[[{1:cited_1_1}]]</p>"),
}
PLAIN = {
    "no source": "<p>[4]</p>",
    "zero": "<p>[0] [01]</p>",
    "year": "<p>[2024]</p>",
    "words": "<p>[sic] [a] [1a] [] [ ] [,] [1,] [–] [1–] [1.5]</p>",
    "other digits": "<p>[١] [¹]</p>",
    "not closed": "<p>[1</p><p>1]</p>",
    "code": "<p><code>x[1]</code></p><pre>y[1]</pre>",
    "link": '<p><a href="/x/">see [1]</a> <a href="/[1]/"><strong>[1]</strong></a></p>',
    "heading": "<h2>About [1]</h2><h3><em>[1]</em></h3>",
    "attributes": '<p><img src="/[1]" alt="a > [1]"><a href="/x" title="> [1]">x</a></p>',
    "over a tag": "<p>[<strong>1</strong>]</p>",
    "no brackets": "<p>1, 2 and 3</p>",
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_marks_become_links(html, expected):
    assert shown(html) == expected


@pytest.mark.parametrize("html", PLAIN.values(), ids=PLAIN)
def test_what_is_no_mark_stays(html):
    assert linked(html).html == html
    assert linked(html).places == {}


def test_without_sources_nothing_is_a_mark():
    assert linked("<p>[1]</p>", 0).html == "<p>[1]</p>"


def test_places_are_named_in_reading_order():
    places = linked("<p>[1] [2] [1–3]</p>").places
    assert places == {1: ["cited_1_1", "cited_1_2"], 2: ["cited_2_1", "cited_1_2"], 3: ["cited_3_1"]}


def test_a_range_past_the_end_cites_what_there_is():
    assert linked("<p>[1–900]</p>").places == {1: ["cited_1_1"], 2: ["cited_1_1"], 3: ["cited_1_1"]}


def test_no_heading_takes_the_id_of_a_place_or_an_entry():
    _html, contents = with_heading_ids("<h2>Source_1</h2><h2>cited_1_1</h2><h2>Source 1</h2>")
    assert {heading.id for heading in contents} == {"source-1", "cited-1-1", "source-1-2"}


def test_numbers_are_read_with_and_without_a_source():
    assert numbers("<p>[2] <code>[7]</code> [9–11] [2]</p><h2>[8]</h2>") == [2, 9, 10, 11]
    assert numbers("<p>No brackets</p>") == []


def test_the_words_of_a_link_are_escaped():
    assert 'aria-label="&lt;&quot;1&quot;&gt;"' in with_links("<p>[1]</p>", 1, lambda number: f'<"{number}">').html


PIECES = st.sampled_from(
    (
        "[1]", "[", "]", "1", "2", "–", ", ", "<p>", "</p>", "<a href='/[1]'>", "</a>", "<code>", "</code>", "<h2>",
        "</h2>", "<strong>", "</strong>", "<img alt='[1] > [2]'>", "&nbsp;", "&amp;", '"', ">", "<", "[1-3]", "[2; 3]",
        "text",
    )
)  # fmt: skip
HTML = st.lists(PIECES, max_size=30).map("".join) | st.text()


@given(HTML, st.integers(-1, 5))
def test_only_links_are_added(html, count):
    linked(html, count)  # whatever it is, nothing is raised
    body = clean(html)
    found = linked(body, count)
    assert re.sub(r'<a class="cited"[^>]*>(\d+)</a>', r"\1", found.html) == body
    assert plain_text(found.html) == plain_text(body)
    ids = [match[1] for match in LINK.finditer(found.html)]
    assert len(ids) == len(set(ids)) == found.html.count('class="cited"')
    assert {place for places in found.places.values() for place in places} == set(ids)
    assert all(1 <= number <= count for number in found.places)
    assert {int(match[2]) for match in LINK.finditer(found.html)} <= found.places.keys()
    assert set(found.places) <= set(numbers(body))
    if "[" not in body:
        assert found.html == body
