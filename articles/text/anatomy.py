"""What a body is made of, in reading order: headings, links, pictures, prose."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from articles.text.html import HEADINGS, Link, links
from articles.text.keys import as_key

_NOT_PROSE = {"table", "figure", "pre"}
_OWN_BLOCK = {"p", "ul", "ol", "blockquote", "hr", *HEADINGS, *_NOT_PROSE}


@dataclass(frozen=True)
class Picture:
    """One picture: its key in the library if it has one, what is said of it, and whether pasting lost it."""

    key: int | None
    src: str
    alt: str
    is_decorative: bool
    is_lost: bool
    caption: str


@dataclass(frozen=True)
class Block:
    """One paragraph or list item of prose, as words."""

    text: str
    is_item: bool


@dataclass(frozen=True)
class Anatomy:
    """The parts of one body; `empty_links` are the numbers, from 1, of links that show nothing to click."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    empty_links: set[int] = field(default_factory=set)
    pictures: list[Picture] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)


def anatomy(html: str) -> Anatomy:
    """Return the parts of clean HTML; a heading is its level and its text, which may be empty."""
    if not html:
        return Anatomy()
    tree = LexborHTMLParser(html.replace("<br>", " "))
    return Anatomy(
        headings=[(int(node.tag[1]), _text(node)) for node in tree.css(", ".join(HEADINGS))],
        links=links(html) if "<a" in html else [],
        empty_links={number for number, node in enumerate(tree.css("a"), 1) if _is_empty(node)},
        pictures=[_picture(node) for node in tree.css("img")],
        prose=[block for node in tree.css("p, li, blockquote") if (block := _block(node))],
    )


def _text(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _is_empty(link: LexborNode) -> bool:
    return not _text(link) and not any((image.attributes.get("alt") or "").strip() for image in link.css("img"))


def _above(node: LexborNode):
    while (node := node.parent) is not None:
        yield node


def _picture(node: LexborNode) -> Picture:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    figure = next((above for above in _above(node) if above.tag == "figure"), None)
    caption = figure and figure.css_first("figcaption")
    key = attributes.get("data-file", "")
    return Picture(
        key=as_key(key),
        src=attributes.get("src", ""),
        alt=attributes.get("alt", ""),
        is_decorative=attributes.get("data-decorative") == "true",
        is_lost="data-lost" in attributes,
        caption=_text(caption) if caption else "",
    )


def _block(node: LexborNode) -> Block | None:
    """Return the words that stand in the element itself, not in a block within it; None where that is no prose."""
    above = {each.tag for each in _above(node)}
    if above & _NOT_PROSE:
        return None
    own = (child.text() for child in node.iter(include_text=True) if child.tag not in _OWN_BLOCK)
    text = " ".join("".join(own).split())
    return Block(text, node.tag == "li" or "li" in above) if text else None
