"""What differs between two snapshots: marked in the text, said in words, never markup of somebody else's."""

import re
import sys

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.history.diff import compare
from articles.history.notes import Known
from articles.text.aligning import aligned, runs
from articles.text.blocks import blocks, plain_block
from articles.text.html import clean

WHOLE = {
    "format": 1, "title": "Peels", "slug": "peels", "standfirst": "What a peel does.", "body": "<p>One.</p>",
    "lead_alt": "", "lead_is_decorative": False, "seo_title": "", "seo_description": "", "canonical_url": "",
    "is_indexable": True, "is_suggestable": True, "lead_image": None, "share_image": None, "bylines": [], "tags": [],
    "picks": [], "treatment": None, "sources": [], "sponsorship": None,
}  # fmt: skip
ADA, BOB, EVE = ({"id": pk, "name": name} for pk, name in enumerate(("Ada", "Bob", "Eve"), 1))
UNSEEN = re.compile(r'<span class="articles-unseen">.*?</span>')


def changed(old, new, **more):
    return compare(WHOLE | old, WHOLE | new, **more)


def only(old, new, **more):
    (part,) = changed(old, new, **more)
    return part


def rows(old, new, **more):
    """Return the rows of two bodies as (kind, was, now) without the words for screen readers."""
    part = only({"body": old}, {"body": new}, **more)
    assert part.name == "body"
    return [
        (row.kind, UNSEEN.sub("", row.was), UNSEEN.sub("", row.now))
        for stretch in part.stretches
        for row in stretch.rows
    ]


def notes(old, new, **more):
    part = only({"body": old}, {"body": new}, **more)
    return [note for stretch in part.stretches for row in stretch.rows for note in row.notes]


def test_nothing_differs():
    assert changed({}, {}) == []
    assert changed({"body": '<h2 id="a">A</h2>'}, {"body": "<h2>A</h2>\n"}) == []


def test_words_are_marked_within_the_text():
    assert rows(
        "<p>The skin heals in <strong>three days</strong>, most say.</p>",
        "<p>The skin heals in <strong>three weeks</strong>, most people say.</p>",
    ) == [
        (
            "changed",
            "The skin heals in <strong>three </strong><del><strong>days</strong></del>, most say.",
            "The skin heals in <strong>three </strong><ins><strong>weeks</strong></ins>, most <ins>people</ins> say.",
        )
    ]


def test_a_screen_reader_is_told():
    part = only({"title": "Peels"}, {"title": "Peels at home"})
    now = part.stretches[0].rows[0].now
    assert re.sub("<[^>]*>", "", now) == "Peels [added: at home]"


def test_short_words_between_two_changes_belong_to_them():
    assert (
        rows("<p>Ask a good doctor now</p>", "<p>Ask a bad nurse now</p>")[0][1] == "Ask a <del>good doctor</del> now"
    )
    before = rows(
        "<p>red skin and sore eyes may come later today</p>", "<p>dry skin and itchy nose may come later today</p>"
    )
    assert before[0][1] == "<del>red</del> skin and <del>sore eyes</del> may come later today"
    joined = rows("<p>It took red of sore eyes later today</p>", "<p>It took dry of itchy nose later today</p>")
    assert joined[0][1] == "It took <del>red of sore eyes</del> later today"


def test_blocks_are_aligned():
    old = "<h2>Risks</h2><p>Redness may last a day.</p><p>Ask your doctor first.</p><ul><li>Rest</li></ul>"
    new = "<h2>Risks</h2><p>New to the text entirely.</p><p>Redness may last a week.</p>"
    new += "<ul><li>Rest</li><li>Sun</li></ul>"
    assert [(kind, bool(was), bool(now)) for kind, was, now in rows(old, new)] == [
        ("same", True, True),
        ("added", False, True),
        ("changed", True, True),
        ("removed", True, False),
        ("same", True, True),
        ("added", False, True),
    ]


def test_long_unchanged_stretches_are_folded():
    many = "".join(f"<p>Paragraph number {number}.</p>" for number in range(20))
    part = only({"body": many}, {"body": many + "<p>End.</p>"})
    assert [(len(stretch.rows), stretch.folded) for stretch in part.stretches] == [
        (19, "19 paragraphs unchanged"),
        (2, ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<h2>Risks</h2>", "<h3>Risks</h3>", ["Kind: was heading, is now subheading."]),
        ("<p>A b c</p>", "<ul><li>A b c</li></ul>", ["Kind: was paragraph, is now list item."]),
        (
            '<p><a href="https://a.org/">Study</a></p>',
            '<p><a href="https://b.org/" rel="sponsored">Study</a></p>',
            ["The link “Study”: was https://a.org/, is now https://b.org/ (sponsored)."],
        ),
        (
            '<p>The <a href="/a/">study</a></p>',
            "<p>The study</p>",
            ["The link “study” led to /a/; these words are no longer a link."],
        ),
        (
            "<p>The study of peels</p>",
            '<p>The <a data-article="7">study</a> of peels</p>',
            ["The link “study” leads to the article “Seven”."],
        ),
        (
            "<p>The study of peels</p>",
            '<p>The <a data-article="8">study</a> of peels</p>',
            ["The link “study” leads to the article with number 8."],
        ),
        (
            '<p>A <img data-file="3" alt="Skin"> b</p>',
            '<p>A <img data-file="3" alt="Red skin"> b</p>',
            ["Alternative text: was “Skin”, is now “Red skin”."],
        ),
        (
            '<figure><img data-file="3" alt=""><figcaption>After a day</figcaption></figure>',
            '<figure><img data-file="3" alt="" data-decorative="true"><figcaption>After a day</figcaption></figure>',
            ["Decorative: was no, is now yes."],
        ),
        (
            "<p>Do not wait.</p>",
            "<p>Do <strong>not</strong> wait.</p>",
            ["The look of “not”: was plain, is now bold."],
        ),
        (
            "<table><tbody><tr><td>Cost</td><td>90</td></tr></tbody></table>",
            "<table><tbody><tr><th>Cost</th><td>90</td></tr></tbody></table>",
            ["A cell: was ordinary cell, is now heading cell."],
        ),
        (
            '<p>By <a data-lost="true">post</a> soon</p>',
            '<p>By <a href="mailto:a@b.org">post</a> soon</p>',
            ["The link “post”: was nowhere (lost by pasting), is now mailto:a@b.org."],
        ),
        (
            "<ol><li>Wash it</li></ol>",
            '<ol start="4"><li>Wash it</li></ol>',
            ["Kind: was numbered item, is now numbered item, counted from 4."],
        ),
    ],
)  # fmt: skip
def test_what_marks_cannot_show_is_said_in_words(old, new, said):
    assert notes(old, new, known=Known(articles={7: "Seven"})) == said


def test_a_replaced_picture_shows_both():
    known = Known(pictures={3: SafeString('<img src="/three.jpg" alt="">')})
    (row,) = rows('<p><img data-file="3" alt="A"></p>', '<p><img data-file="4" alt="A"></p>', known=known)[:1]
    found = rows('<p>See <img data-file="3" alt="A"></p>', '<p>See <img data-file="4" alt="A"></p>', known=known)
    assert row[0] == "removed"
    assert '<del><span class="articles-diff-picture"><img src="/three.jpg" alt="">' in found[0][1]
    assert '<ins><span class="articles-diff-picture">[Picture 4]' in found[0][2]


@pytest.mark.parametrize(
    ("old", "new", "label", "said"),
    [
        ({"tags": [ADA]}, {"tags": [BOB, EVE]}, "Tags", ["Added: “Bob”, “Eve”.", "Removed: “Ada”."]),
        (
            {"bylines": [ADA, BOB]},
            {"bylines": [BOB, ADA]},
            "Authors",
            ["The order was “Ada”, “Bob”, is now “Bob”, “Ada”."],
        ),
        (
            {"bylines": [ADA]},
            {"bylines": [BOB, ADA]},
            "Authors",
            ["Added: “Bob”.", "The order was “Ada”, is now “Bob”, “Ada”."],
        ),
        ({"lead_image": ADA}, {"lead_image": None}, "Lead picture", ["Was “Ada”, is now empty."]),
        (
            {"lead_image": ADA},
            {"lead_image": {"id": 9, "name": "Ada"}},
            "Lead picture",
            ["Was “Ada (1)”, is now “Ada (9)”."],
        ),
        (
            {"picks": [ADA | {"kind": "pinned"}]},
            {"picks": [ADA | {"kind": "hidden"}]},
            "Related articles",
            ["Pinned. Removed: “Ada”.", "Never together. Added: “Ada”."],
        ),
        (
            {"treatment": {"name": "Peel", "cost_from": "90.00"}},
            {"treatment": {"name": "Peel", "cost_from": "95.50"}},
            "Treatment",
            ["Cost from: was “90.00”, is now “95.50”."],
        ),
        (
            {},
            {"treatment": {"name": "Peel", "per": ""}},
            "Treatment",
            ["It was added.", "Treatment: was empty, is now “Peel”."],
        ),
        (
            {"bylines": [ADA]},
            {"bylines": [ADA | {"interests": "Owns a clinic."}]},
            "Authors",
            ["Conflict of interest of Ada: was empty, is now “Owns a clinic.”."],
        ),
        ({"sources": []}, {"sources": [ADA]}, "Sources of the article", ["Added: “Ada”."]),
        (
            {"sponsorship": {"sponsor": "Rollers", "kind": "paid"}},
            {"sponsorship": None},
            "Sponsorship",
            ["It is gone.", "Kind: was “paid”, is now empty.", "Sponsor: was “Rollers”, is now empty."],
        ),
        ({}, {"slug": "peel"}, "Address", ["Slug: was “peels”, is now “peel”."]),
        (
            {},
            {"is_indexable": False},
            "Search engines and lists",
            ["Search engines may list it: was yes, is now no."],
        ),
    ],
)
def test_facts_are_sentences(old, new, label, said):
    part = only(old, new)
    assert (part.label, list(part.facts)) == (label, said)


def test_every_key_of_a_snapshot_is_compared():
    other = {
        "title": "x", "slug": "x", "standfirst": "x", "body": "<p>x</p>", "lead_alt": "x", "lead_is_decorative": True,
        "seo_title": "x", "seo_description": "x", "canonical_url": "x", "is_indexable": False, "is_suggestable": False,
        "lead_image": ADA, "share_image": ADA, "bylines": [ADA], "tags": [ADA], "picks": [ADA | {"kind": "pinned"}],
        "treatment": {"name": "x"}, "sources": [ADA], "sponsorship": {"sponsor": "x"},
    }  # fmt: skip
    assert {*other, "format"} == {*WHOLE}
    for name, value in other.items():
        assert len(changed({}, {name: value})) == 1, name


def test_an_older_format_lacks_what_came_later():
    assert compare({}, WHOLE) == compare(WHOLE, {}) == []
    old = {"title": "Peels", "body": "<p>One.</p>", "bylines": [{"id": 1}], "treatment": {"name": "Peel"}}
    new = WHOLE | {"bylines": [ADA, BOB], "treatment": {"name": "Peel", "sessions": "three"}}
    assert [part.facts for part in compare(old, new)] == [("Added: “Bob”.",)]


EVIL = '<img src=x onerror=alert(1)><script>alert(1)</script>"><svg onload=alert(1)>'


@pytest.mark.parametrize("name", [name for name, value in WHOLE.items() if isinstance(value, str)])
def test_nothing_foreign_is_executed(name):
    for old, new in ((EVIL, "a"), ("a", EVIL), (EVIL, EVIL + "b")):
        for part in changed({name: old}, {name: new}):
            markup = "".join(row.was + row.now for stretch in part.stretches for row in stretch.rows)
            assert not re.search(r"<(?!/?(del|ins|span|strong)\b)", markup), markup
            assert not re.search(r"<[^>]*onerror", markup)


def test_names_stay_plain_text():
    """The template escapes what is no markup."""
    part = only({}, {"tags": [{"id": 1, "name": EVIL}]})
    assert not any(isinstance(fact, SafeString) for fact in part.facts)
    found = notes("<p>a b c</p>", '<p>a <a href="https://a.org/&quot;&lt;b&gt;">b</a> c</p>')
    assert not any(isinstance(note, SafeString) for note in found)


# Properties

inline = st.sampled_from(
    ["peel ", "acid. ", "<strong>sun</strong> ", '<a href="/x/">link</a>', "<br>", "<em>a", "</em>", "1,5 "]
)
html = st.lists(
    st.tuples(
        st.sampled_from(["p", "h2", "li", "ul", "ol", "tr", "td", "table", "figure", "pre", "blockquote"]),
        st.lists(inline, max_size=4).map("".join),
        st.booleans(),
    ),
    max_size=8,
).map(lambda found: "".join(f"<{tag}>{text}" + (f"</{tag}>" if is_closed else "") for tag, text, is_closed in found))


@settings(deadline=None)
@given(html, html)
def test_every_block_and_word_of_both_stands_in_the_comparison(one, other):
    old, new = blocks(one), blocks(other)
    pairs = list(aligned(old, new))
    assert [pair[0] for pair in pairs if pair[0]] == old
    assert [pair[1] for pair in pairs if pair[1]] == new
    for was, now in pairs:
        if was and now:
            found = runs(was.tokens, now.tokens)
            assert sum((run.old for run in found), ()) == was.tokens
            assert sum((run.new for run in found), ()) == now.tokens
            assert all(
                [token.key for token in run.old] == [token.key for token in run.new] for run in found if run.is_same
            )


@settings(deadline=None)
@given(html)
def test_a_text_is_the_same_as_itself(text):
    assert changed({"body": text}, {"body": clean(text)}) == []


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_lines_can_be_compared(one, other):
    assert all(part.stretches for part in changed({"title": one}, {"title": other}))
    if one.strip():
        assert [token.text for token in plain_block(one).tokens] == [t.text for t in plain_block(f" {one} ").tokens]


# Length

TEXT = "the of a and to in is skin acid peel laser heals days weeks redness may cause scar sun cream"
WORDS = TEXT.split()


def long_text(seed, paragraphs=56, sentences=6):
    """Return some 5,000 words, a quarter of them rare ones."""
    number = seed
    found = []
    for _paragraph in range(paragraphs):
        words = []
        for _word in range(sentences * 15):
            number = (number * 1103515245 + 12345) % 2**31
            common = (number >> 8) % (len(WORDS) + 6)
            words.append(WORDS[common] if common < len(WORDS) else f"rare{(number >> 12) % 3000}")
        lines = [" ".join(words[start : start + 15]) for start in range(0, len(words), 15)]
        found.append("<p>" + ". ".join(lines) + ".</p>")
    return "".join(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(long_text(1), long_text(2), id="rewritten"),
        pytest.param(long_text(1, 1, 336), long_text(2, 1, 336), id="rewritten, one paragraph"),
        pytest.param(long_text(1, 336, 1), long_text(2, 336, 1), id="rewritten, short paragraphs"),
        pytest.param(long_text(1), long_text(1).replace("skin", "face"), id="a word replaced"),
        pytest.param("<p>" + "the " * 5000, "<p>" + "the " * 2000 + "a " + "the " * 3000, id="one word over and over"),
        pytest.param("<li>x</li>" * 1500, "<li>y</li>" + "<li>x</li>" * 1000 + "<li>y</li>", id="one item"),
        pytest.param("<p>" + "<em>" * 3000 + "x", "<p>" + "<em>" * 3000 + "y", id="deeply nested"),
    ],
)
def test_long_texts_take_no_more_steps_than_they_must(old, new):
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        found = changed({"body": old}, {"body": new})
    finally:
        sys.setprofile(None)
    assert found
    assert steps < 5_000_000, f"{steps} calls and returns"
