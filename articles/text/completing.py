"""Make of a stored body what readers get: pictures, present addresses, labels, anchors."""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from urllib.parse import urljoin

from articles.text.hosts import host_of, is_within
from articles.text.html import IMG, KEPT_REL, KEY, LINK, PAIR, WHOLE_LINK, Heading, plain_text

_HEADED = re.compile(r'<(h[2-4]) id="([^"]*)"(?: data-kind="[a-z]+")?>(.*?)</\1>', re.S)
_ADDRESS = re.compile(r'(?<= )(href|src)="([^"]*)"')
_TABLE = re.compile(r"<table>.*?</table>", re.S)


def with_anchors(html: str, label: Callable[[str], str]) -> str:
    """Return a completed body with a link after each heading that has an id; `label` names it by the heading's words.

    The link stands beside the heading and not in it: a screen reader's list of headings has their own words alone.
    """

    def mark(match: re.Match) -> str:
        words = escape(label(plain_text(match[3]).replace("\n", " ")))
        link = f'<a class="anchor" href="#{match[2]}" aria-label="{words}"></a>'
        return f'<div class="headed">{match[0]}{link}</div>'

    return _HEADED.sub(mark, html)


def contents_list(headings: Iterable[Heading]) -> str:
    """Return the contents list as escaped HTML: the headings of level 2, or of the highest level there is."""
    headings = list(headings)
    top = min((heading.level for heading in headings), default=2)
    items = (
        f'<li><a href="#{escape(heading.id)}">{escape(heading.text)}</a></li>'
        for heading in headings
        if heading.level == top
    )
    return f"<ol>{''.join(items)}</ol>"


def with_sources(html: str, sources: dict[int, str]) -> str:
    """Return the body with these addresses as the `src` of its library pictures, by their keys."""

    def put_source(match: re.Match) -> str:
        found = dict(PAIR.findall(match[0]))
        pk = found.get("data-file", "")
        source = sources.get(int(pk)) if KEY.fullmatch(pk) else None
        if not source or "src" not in found:
            return match[0]
        return match[0].replace(f'src="{found["src"]}"', f'src="{escape(source)}"', 1)

    return IMG.sub(put_source, html) if sources else html


def _link(attributes: dict[str, str]) -> str:
    """Return the start of a link; the values are escaped already."""
    return "<a " + " ".join(f'{name}="{value}"' for name, value in attributes.items()) + ">"


def with_whole_addresses(html: str, page: str) -> str:
    """Return clean HTML whose links and pictures lead to the same places from anywhere; `page` is its whole address."""

    def whole(match: re.Match) -> str:
        try:
            return f'{match[1]}="{escape(urljoin(page, unescape(match[2])))}"'
        except ValueError:  # an address that nobody can read
            return match[0]

    for tag in (LINK, IMG):
        html = tag.sub(lambda match: _ADDRESS.sub(whole, match[0]), html)
    return html


def complete(
    html: str,
    picture: Callable[[int, str], str],
    address: Callable[[int], str | None],
    table_label: str,
    label: Callable[[int | None, str], str] = lambda pk, href: "",
    sponsors: frozenset[str] = frozenset(),
) -> str:
    """Return stored body HTML as readers get it.

    `picture(pk, alt)` gives the markup of a library picture ("" when there is none); a foreign or lost picture is left
    out, and of a link that pasting lost only the words are sent.
    `address(pk)` gives an article's present address, or None when readers cannot open it: then the words stay and the
    link goes. `label(pk, href)` is what readers are told beside a link, "" for nothing; the key is
    None of a link by address. A link to one of the hosts in
    `sponsors`, or below one, gets `rel="sponsored nofollow"`. Tables are wrapped so that a wide one scrolls by itself,
    also by keyboard.
    """

    def put_picture(match: re.Match) -> str:
        found = dict(PAIR.findall(match[0]))
        alt = "" if found.get("data-decorative") else unescape(found.get("alt", ""))
        return picture(int(found["data-file"]), alt) if "data-file" in found else ""

    def put_address(match: re.Match) -> str:
        found = dict(PAIR.findall(match[0]))
        if "data-article" not in found:
            return match[0]
        href = address(int(found.pop("data-article")))
        if href is None:
            return "<a>"
        return _link(found | {"href": escape(href)})

    def put_label(match: re.Match) -> str:
        found = dict(PAIR.findall(match[1]))
        pk = found.get("data-article", "")
        words = label(int(pk) if KEY.fullmatch(pk) else None, unescape(found.get("href", "")))
        return f'{match[0]} <span class="disclosure">{escape(words)}</span>' if words else match[0]

    def put_rel(match: re.Match) -> str:
        found = dict(PAIR.findall(match[0]))
        if not is_within(host_of(unescape(found.get("href", ""))), sponsors):
            return match[0]
        said = {"sponsored", "nofollow", *found.get("rel", "").split()}
        return _link(found | {"rel": " ".join(word for word in KEPT_REL if word in said)})

    if "data-lost" in html:
        html = WHOLE_LINK.sub(lambda match: match[2] if 'data-lost="' in match[1] else match[0], html)
    if "<img" in html:
        html = IMG.sub(put_picture, html)
    if "<a " in html:
        html = WHOLE_LINK.sub(put_label, html)
    if "data-article" in html:
        html = LINK.sub(put_address, html)
    if sponsors:
        html = LINK.sub(put_rel, html)
    if "<table" in html:
        wrap = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(table_label)}">'
        html = _TABLE.sub(lambda match: f"{wrap}{match[0]}</div>", html)
    return html
