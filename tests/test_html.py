"""Cleaning and reading HTML: what must hold for any input."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articles.text import completing, html

TAGS = ["p", "h1", "h2", "h3", "ul", "ol", "li", "a", "b", "em", "table", "tr", "td", "th", "script", "style", "svg",
        "math", "img", "iframe", "template", "noscript", "textarea", "select", "form", "pre",
        "blockquote", "figure"]  # fmt: skip
ATTRIBUTES = [
    "onclick",
    "style",
    "href",
    "src",
    "srcset",
    "rel",
    "id",
    "class",
    "data-file",
    "data-article",
    "data-lost",
    "alt",
    "colspan",
    "data-kind",
]
VALUES = ["x", "true", "javascript:alert(1)", "data:text/html,x", "https://example.org/", "//example.org", "7", "-7",
          '"><script>',
          "sponsored nofollow noopener", "risks", "none",
          "java\tscript:alert(1)", "&#106;avascript:alert(1)", "vbscript:x",
          "\x00"]  # fmt: skip

text = st.text(st.characters(codec="utf-8"), max_size=12)
attribute = st.tuples(st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES) | text)


@st.composite
def markup(draw, depth=3):
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["text", "element", "open", "close", "raw"]))
        tag = draw(st.sampled_from(TAGS))
        if kind == "text" or not depth:
            parts.append(draw(text))
        elif kind == "raw":
            parts.append(
                draw(
                    st.sampled_from(
                        ["<", ">", "&", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "\n\n", "</", "&amp;amp;"]
                    )
                )
            )
        elif kind == "close":
            parts.append(f"</{tag}>")
        else:
            attributes = "".join(f' {name}="{value}"' for name, value in draw(st.lists(attribute, max_size=3)))
            inner = draw(markup(depth=depth - 1)) if kind == "element" else ""
            parts.append(f"<{tag}{attributes}>{inner}" + (f"</{tag}>" if kind == "element" else ""))
    return "".join(parts)


def is_harmless(cleaned):
    """Return what a browser would find in the result that must not be there."""
    found = []
    for node in LexborHTMLParser(cleaned).css("body *"):
        if node.tag not in html.BLOCKS | html.INLINE:
            found.append(node.tag)
        for name, value in node.attributes.items():
            if name not in html.ATTRIBUTES.get(node.tag, ()):
                found.append(name)
            if name in ("href", "src") and re.match(r"[\s\x00-\x20]*(javascript|data|vbscript)", value or "", re.I):
                found.append(value)
    return found


@settings(max_examples=400, deadline=None)
@given(markup() | st.text())
def test_clean_is_idempotent_and_harmless(source):
    once = html.clean(source)
    assert html.clean(once) == once
    assert is_harmless(once) == []


@settings(max_examples=200, deadline=None)
@given(markup())
def test_heading_ids_and_contents_agree(source):
    with_ids, contents = html.with_heading_ids(html.clean(source))
    ids = re.findall(r'<h[234] id="([^"]+)"(?: data-kind="[a-z]+")?>', with_ids)
    assert ids == [heading.id for heading in contents]
    assert len(ids) == len(set(ids))
    assert html.clean(with_ids) == html.clean(source), "ids are made anew at each save"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>A</h1>", "<h2>A</h2>"),
        ("<h5>A</h5>", "<h4>A</h4>"),
        ('<h1 data-kind="risks" id="a">A</h1>', '<h2 data-kind="risks">A</h2>'),
        ('<h3 data-kind="none">A</h3>', '<h3 data-kind="none">A</h3>'),
        ('<h3 data-kind="Risks">A</h3>', "<h3>A</h3>"),
        ('<h3 data-kind="perils">A</h3>', "<h3>A</h3>"),
        ('<p data-kind="risks">A</p>', "<p>A</p>"),
        ("<p><b>A</b><i>B</i></p>", "<p><strong>A</strong><em>B</em></p>"),
        ('<p class="x" style="color:red" onclick="x()">A</p>', "<p>A</p>"),
        ("<script>alert(1)</script><p>A</p>", "<p>A</p>"),
        ("<p>A<!-- b --></p>", "<p>A</p>"),
        ('<a href="https://e.org" rel="nofollow noopener SPONSORED">A</a>',
         '<a href="https://e.org" rel="sponsored nofollow">A</a>'),
        ('<a href="https://e.org" rel="ugc">A</a>', '<a href="https://e.org" rel="ugc">A</a>'),
        ('<a href="https://e.org" rel="noopener" target="_blank">A</a>', '<a href="https://e.org">A</a>'),
        ('<a href="javascript:alert(1)">A</a>', "<a>A</a>"),
        ('<a href="mailto:a@example.org">A</a>', '<a href="mailto:a@example.org">A</a>'),
        ('<a href="/x/" data-article="12">A</a>', '<a href="/x/" data-article="12">A</a>'),
        ('<a href="/x/" data-article="12x">A</a>', '<a href="/x/">A</a>'),
        ('<img src="data:image/png;base64,AA" alt="A">', '<img alt="A">'),
        ('<img src="a.jpg" srcset="b.jpg 2x" alt="A" onerror="x()">', '<img src="a.jpg" alt="A">'),
        ('<img data-file="3" alt="A">', '<img data-file="3" alt="A">'),
        ('<figure><img data-lost="true" alt="A"></figure>', '<figure><img data-lost="true" alt="A"></figure>'),
        ('<img data-lost="file:///C:/A.png" alt="A">', '<img alt="A">'),
        ('<p><a data-lost="true">A</a></p>', '<p><a data-lost="true">A</a></p>'),
        ('<p data-lost="true">A</p>', "<p>A</p>"),
        ("<p></p>", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_clean(source, expected):
    assert html.clean(source) == expected


# Published ways of getting a script past a filter, each in its own shape.
XSS = [
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//e.org/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'//>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;script:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='javascript:alert(1)'>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<base href='javascript:alert(1)//'>",
    "<template><script>alert(1)</script></template>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><script>alert(1)</script></textarea>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<img alt='\"><script>alert(1)</script>'>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<a title='\"onmouseover=alert(1) x=\"' href=x>x</a>",
    "<table background='javascript:alert(1)'><td background='javascript:alert(1)'>x",
    "<marquee onstart=alert(1)>x</marquee>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<li><p><select><script>alert(1)</script></select></p></li>",
]  # fmt: skip


@pytest.mark.parametrize("attack", XSS)
def test_no_attack_survives(attack):
    for source in (attack, f"<p>{attack}</p>", f"<b>{attack}<h1>x"):
        cleaned = html.clean(source)
        assert is_harmless(cleaned) == []
        assert html.clean(cleaned) == cleaned
        completed = completing.complete(html.with_heading_ids(cleaned)[0], lambda pk, alt: "", lambda pk: None, "Table")
        assert "<script" not in completed.lower()


def test_plain_text_keeps_words_apart_and_entities_whole():
    assert (
        html.plain_text('<h2>A</h2><ul><li><p>b&amp;c</p></li><li>d<br>e</li></ul><img alt="x > y">f')
        == "A\nb&c\nd\ne\nf"
    )


def test_excerpt_is_cut_between_words():
    assert html.excerpt("one two three", 100) == "one two three"
    assert html.excerpt("one two, three", 10) == "one two…"


def test_reading_time_is_at_least_a_minute():
    assert [html.reading_minutes(words) for words in (0, 100, 460, 2300)] == [1, 1, 2, 10]


def test_links_with_what_editors_chose():
    found = html.links(
        '<p><a href="https://E.org/x" rel="sponsored">A <b>b</b></a> <a href="/y/" data-article="4">c</a></p>'
    )
    assert [(link.domain, link.text, link.rel, link.article) for link in found] == [
        ("e.org", "A b", ("sponsored",), None),
        ("", "c", (), 4),
    ]


def test_complete_puts_in_pictures_and_addresses_and_wraps_tables():
    stored = (
        '<p><a href="/old/" data-article="1" rel="ugc">a</a> <a href="/x/" data-article="2">b</a> '
        '<a href="https://e.org">c</a></p>'
        '<img data-file="5" alt="x &gt; &quot;y&quot;"><img src="https://e.org/x.jpg" alt="foreign">'
        '<img data-file="6" alt="unused" data-decorative="true"><table><tbody><tr><td>1</td></tr></tbody></table>'
    )
    seen = []
    result = completing.complete(
        stored,
        lambda pk, alt: seen.append((pk, alt)) or f"[{pk}]",
        lambda pk: {1: "/new/?a=1&b=2"}.get(pk),
        "Wide table",
    )
    assert seen == [(5, 'x > "y"'), (6, "")]
    assert '<a href="/new/?a=1&amp;b=2" rel="ugc">a</a> <a>b</a> <a href="https://e.org">c</a>' in result
    assert "foreign" not in result
    assert 'aria-label="Wide table"><table>' in result


def test_what_pasting_lost_is_found_and_never_sent_to_readers():
    stored = html.clean(
        '<p><a data-lost="true">the <em>consent</em> form</a>, <a href="https://e.org">c</a> '
        '<a title="data-lost" href="/y/">d</a></p>'
        '<figure><img data-lost="true" alt="A roller"><figcaption>Lost</figcaption></figure><img data-file="5" alt="B">'
    )
    assert [(link.text, link.is_lost) for link in html.links(stored)] == [
        ("the consent form", True),
        ("c", False),
        ("d", False),
    ]
    assert ["data-lost" in attributes for attributes in html.images(stored)] == [True, False]
    sent = completing.complete(stored, lambda pk, alt: f"[{pk} {alt}]", lambda pk: None, "Table")
    assert sent == (
        '<p>the <em>consent</em> form, <a href="https://e.org">c</a> <a title="data-lost" href="/y/">d</a></p>'
        "<figure><figcaption>Lost</figcaption></figure>[5 B]"
    )


def test_a_heading_keeps_the_kind_set_by_hand():
    source = '<h2 data-kind="risks">A</h2><p>b</p><h2>A</h2>'
    with_ids, contents = html.with_heading_ids(source)
    assert with_ids == '<h2 id="a" data-kind="risks">A</h2><p>b</p><h2 id="a-2">A</h2>'
    assert contents == [html.Heading(2, "a", "A"), html.Heading(2, "a-2", "A")]
    assert html.clean(with_ids) == source
    assert html.without_headings(source) == "<p>b</p>"


def test_each_heading_gets_a_link_beside_it():
    source = '<h2 id="a">A <em>&lt;b&gt;</em></h2><p>Text</p><h3 id="c" data-kind="risks">C</h3><h2></h2>'
    assert completing.with_anchors(source, lambda words: f"To “{words}”") == (
        '<div class="headed"><h2 id="a">A <em>&lt;b&gt;</em></h2>'
        '<a class="anchor" href="#a" aria-label="To “A &lt;b&gt;”"></a></div><p>Text</p>'
        '<div class="headed"><h3 id="c" data-kind="risks">C</h3>'
        '<a class="anchor" href="#c" aria-label="To “C”"></a></div><h2></h2>'
    )


def test_contents_list_has_the_main_headings_escaped():
    headings = [html.Heading(2, "a", "A <b>"), html.Heading(3, "b", "B"), html.Heading(2, "c", "C")]
    assert completing.contents_list(headings) == (
        '<ol><li><a href="#a">A &lt;b&gt;</a></li><li><a href="#c">C</a></li></ol>'
    )
    assert completing.contents_list([html.Heading(3, "b", "B")]) == '<ol><li><a href="#b">B</a></li></ol>'
