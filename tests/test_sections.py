"""Typed sections: which headings say what, and what belongs to a section."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.plain import parse
from articles.text import wordings as lists
from articles.text.html import HEADINGS, SECTION_KINDS, clean, plain_text, with_heading_ids
from articles.text.kinds import deciding, kind_of
from articles.text.prices import prices
from articles.text.sections import sections
from tests import wordings
from tests.test_html import markup

DEMO = Path(__file__).parent.parent / "healthblog/demo"
SEED = DEMO / "is-microneedling-good-for-your-skin.txt"
LARGE = 0.9  # the share that must be right


def demo_body(name):
    return (DEMO / "articles" / f"{name}.html").read_text(encoding="utf-8").split("+++")[2]


def wrong(table):
    return [(heading, kind, kind_of(heading)) for heading, kind in table if kind_of(heading) != kind]


def by_kind(found):
    return {section.kind: section for section in found if section.kind}


@pytest.mark.parametrize("part", ["SEEN", "UNSEEN", "FOUND"])
def test_headings_of_health_pages_are_read_right(part):
    table = getattr(wordings, part)
    found = wrong(table)
    assert len(found) <= (1 - LARGE) * len(table), found


def test_the_table_holds_120_headings_and_each_kind():
    assert len(dict(wordings.WORDINGS)) == 120
    assert len(wordings.UNSEEN) == 40
    assert {kind for _, kind in wordings.UNSEEN} == {*SECTION_KINDS, None}


def test_the_demo_is_read_right():
    assert {path.stem for path in (DEMO / "articles").glob("*.html")} == set(wordings.DEMO)
    table = [wording for each in wordings.DEMO.values() for wording in each]
    found = wrong(table)
    assert len(found) <= (1 - LARGE) * len(table), found


@pytest.mark.parametrize("name", wordings.DEMO)
def test_the_demo_table_is_complete(name):
    headings = with_heading_ids(demo_body(name))[1]
    assert [heading.text for heading in headings] == [heading for heading, _ in wordings.DEMO[name]]


def test_nothing_else_is_called_a_risk_section():
    tables = [wordings.WORDINGS, wordings.FOUND, *wordings.DEMO.values()]
    assert [heading for table in tables for heading, kind, read in wrong(table) if read == "risks"] == []


@pytest.mark.parametrize(
    "heading",
    [
        "Is it safe?",
        "How safe is microneedling?",
        "No side effects?",
        "A treatment without risk",
        "Risk-free booking",
        "How to reduce the risk of scars",
        "Ways to ease side effects",
        "Are you at risk of keloids?",
        "Risk factors",
        "Weighing the risks and benefits",
        "Benefits versus side effects",
        "Fewer side effects than surgery",
        "Low downtime, low risk",
        "Who is at higher risk of infection?",
        "Preventing complications",
        "Take the risk out of booking",
    ],
)
def test_what_only_speaks_of_risk_is_no_risk_section(heading):
    assert kind_of(heading) != "risks"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Who is a good candidate?", None),
        ("Who is not a good candidate?", "contraindications"),
        ("Who isn’t a good candidate?", "contraindications"),
        ("Who is NOT a proper fit", "contraindications"),
        ("Who can have it", None),
        ("Who can't have it", "contraindications"),
        ("Who should have a check-up?", None),
        ("WHO SHOULD NOT HAVE IT", "contraindications"),
        ("3. Side-effects:", "risks"),
        ("Cost & insurance", "cost"),
        ("Risks &amp; complications".replace("&amp;", "&"), "risks"),
        ("Side effects and when to call a doctor", "help"),
        ("", None),
        ("…", None),
        ("🙂", None),
    ],
)
def test_negation_and_spelling(heading, kind):
    assert kind_of(heading) == kind


def test_the_english_list_names_every_kind():
    known = lists.wordings("sections", "en")
    assert set(known) == {*SECTION_KINDS, "none"}
    assert kind_of("Side effects", "en-gb") == "risks"
    assert deciding("When to see a doctor about side effects")[0][0] == "help"


def test_a_language_without_a_list_has_no_kinds_until_one_is_added(tmp_path, monkeypatch):
    monkeypatch.setattr(lists, "FOLDERS", [*lists.FOLDERS])
    lists.wordings.cache_clear()
    kind_of.cache_clear()
    assert kind_of("Nebenwirkungen", "de") is None
    assert sections('<h2 data-kind="risks">Nebenwirkungen</h2>', "de")[0].kind == "risks"
    (tmp_path / "sections.de.txt").write_text("# Deutsch\n[risks]\nnebenwirkung|nebenwirkungen\n", encoding="utf-8")
    lists.add_folder(tmp_path)
    try:
        assert kind_of("Mögliche Nebenwirkungen", "de-at") == "risks"
        assert kind_of("Side effects", "de") is None
    finally:
        lists.wordings.cache_clear()
        kind_of.cache_clear()


def test_the_seed_yields_its_sections_and_nothing_of_its_praise():
    body = parse(SEED.read_text(encoding="utf-8")).body
    found = sections(body)
    assert [(section.kind, len(section.items)) for section in found if section.kind] == [
        ("benefits", 5),
        ("risks", 7),
        ("contraindications", 4),
    ]
    typed = by_kind(found)
    assert [item.text for item in typed["benefits"].items][:2] == ["Helps in alopecia", "Removal of wrinkles"]
    assert typed["benefits"].lead == (
        "The following are some of the incredible benefits that you can witness after a micro-needling treatment."
    )
    assert typed["risks"].items[-1].text == "Swelling"
    fit = typed["contraindications"]
    assert fit.lead.endswith("the following are people who are not fit for micro-needling therapy:")
    assert fit.anchor == "who-is-not-a-proper-fit-for-micro-needling-therapy"
    assert [passage.text[:41] for passage in fit.after] == ["Therefore, micro-needling is a great way t"[:41]]
    assert all("great way" not in item.text for item in fit.items)
    assert found[0].level == 0
    assert found[0].text.startswith("Collagen induction therapy")
    (price,) = prices(plain_text(body))
    assert (price.low, price.high, price.currency, price.per) == (100, 700, "USD", "sitting")


def test_the_kinds_of_a_whole_article():
    found = sections(demo_body("botulinum-toxin-injections"))
    assert [section.kind for section in found] == [
        None, "what", "benefits", "risks", "contraindications", "expect", "aftercare", "help",
    ]  # fmt: skip
    risks = by_kind(found)["risks"]
    assert risks.lead == "This can lead to:"
    assert len(risks.items) == 3
    assert risks.after[0].text.startswith("These problems usually fade")


def test_sub_headings_belong_to_the_section_above():
    found = sections(demo_body("what-to-know-about-vaping-cbd"))
    risks = by_kind(found)["risks"]
    assert [passage.text for passage in risks.passages if passage.tag == "h3"] == [
        "The lungs", "The label", "Other medicines",
    ]  # fmt: skip
    assert len(risks.items) == 3, "paragraphs stand for items where there is no list"
    assert "The lungs" not in [section.heading for section in found]


def test_a_sub_heading_of_another_kind_begins_a_section_and_the_next_one_goes_on_with_the_first():
    found = sections(
        "<h2>What to expect</h2><p>a</p><h3>Aftercare</h3><p>b</p><h4>Sun</h4><p>c</p><h3>The room</h3><p>d</p>"
        "<h2>Notes</h2><h3>Risks</h3><p>e</p>"
    )
    assert [(section.kind, section.level, section.text) for section in found] == [
        ("expect", 2, "a\nThe room\nd"),
        ("aftercare", 3, "b\nSun\nc"),
        (None, 2, ""),
        ("risks", 3, "e"),
    ]


def test_a_kind_set_by_hand_wins():
    found = sections(
        '<h2 data-kind="cost">Side effects</h2><h3>Rare</h3><p>a</p><h3 data-kind="none">When to see a doctor</h3>'
        '<h2 data-kind="none">Risks</h2><p>b</p><h2 data-kind="perils">Risks</h2><h2 data-kind="help">Anything</h2>'
    )
    assert [(section.kind, section.is_by_hand) for section in found] == [
        ("cost", True),
        (None, True),
        ("risks", False),
        ("help", True),
    ]
    assert found[0].passages[-1].text == "When to see a doctor"


def test_lists_and_the_sentences_before_them():
    (section,) = sections(
        "<h2>Risks</h2><p>First. Common ones are:</p><ul><li><p>Pain &amp; <em>itch</em></p></li><li>a<ul><li>b</li>"
        "<li>c</li></ul></li></ul><h3>Rare</h3><ol><li>d</li></ol><p>Rest.</p><table><tr><td>e</td></tr></table>"
    )
    first, second = section.lists
    assert (first.lead, second.lead) == ("Common ones are:", "")
    assert [item.text for item in section.items] == ["Pain & itch", "a\nb\nc", "d"]
    assert [item.html for item in first.items] == ["Pain &amp; <em>itch</em>", "a<ul><li>b</li><li>c</li></ul>"]
    assert [passage.tag for passage in section.after] == ["p", "table"]


def test_a_section_without_a_list_has_nothing_after_it():
    (section,) = sections("<h2>Risks</h2><p>One.</p><blockquote><p>Two.</p></blockquote><p>Three.</p>")
    assert [item.text for item in section.items] == ["One.", "Three."]
    assert (section.lead, section.after) == ("", ())


def test_anchors_are_those_of_the_page():
    html = "<h2>Risks</h2><h2>Risks</h2><h2></h2><h2>Sources</h2>"
    assert [section.anchor for section in sections(html)] == ["risks", "risks-2", "sources-2"]


HEADING = st.sampled_from([heading for heading, _ in wordings.WORDINGS[::7]])
BLOCK = st.builds(
    "<{0}{1}>{2}</{0}>".format,
    st.sampled_from(HEADINGS),
    st.sampled_from(["", ' data-kind="risks"', ' data-kind="none"', ' data-kind="x"']),
    HEADING,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(markup() | BLOCK | st.text(max_size=20), max_size=8).map("".join))
def test_no_word_is_lost_or_doubled(source):
    body = clean(source)
    found = sections(source)
    kept = [text for section in found for text in (section.heading, section.text)]
    assert Counter(word for text in kept for word in text.split()) == Counter(plain_text(body).split())
    anchors = {heading.id for heading in with_heading_ids(body)[1]}
    assert {section.anchor for section in found if section.level} <= anchors
    assert all(clean(passage.html) == passage.html for section in found for passage in section.passages)


@settings(max_examples=100, deadline=None)
@given(st.text() | st.sampled_from(["<ul>" * 400, "<h2><h3><h4>" * 50, "<li>", "</h2>", "<h2 data-kind>", "\x00"]))
def test_odd_html_raises_nothing(source):
    for section in sections(source):
        assert section.items is not None
        assert section.after is not None
    kind_of(source)
