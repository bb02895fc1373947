"""Clean and read an article's HTML."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser

HEADINGS = ("h2", "h3", "h4")
# What a section can be about. An editor sets it by hand as `data-kind` on its heading; "none" says: nothing of these.
SECTION_KINDS = (
    "what", "benefits", "risks", "contraindications", "cost", "expect", "aftercare", "help", "alternatives",
)  # fmt: skip
BLOCKS = {
    *HEADINGS, "p", "ul", "ol", "li", "blockquote", "pre", "hr",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
}  # fmt: skip
INLINE = {"strong", "em", "u", "s", "sub", "sup", "code", "br", "a", "img"}
ATTRIBUTES = {
    **{heading: {"data-kind"} for heading in HEADINGS},
    "a": {"href", "rel", "title", "data-article", "data-lost"},
    "img": {"src", "alt", "data-file", "data-decorative", "data-lost"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
KEPT_REL = ("sponsored", "nofollow", "ugc")
SYNONYMS = {"b": "strong", "i": "em", "strike": "s", "del": "s", "h1": "h2", "h5": "h4", "h6": "h4"}
WORDS_PER_MINUTE = 230  # adults read English non-fiction at about 238 words a minute (Brysbaert 2019), rounded down

_WORD = re.compile(r"[\w’'-]*\w", re.UNICODE)
KEY = re.compile(r"[1-9]\d{0,17}")
_HEADING = re.compile(r'<(h[2-4])( data-kind="[a-z]+")?>(.*?)</\1>', re.S)
_SYNONYM = re.compile(rf"<(/?)({'|'.join(SYNONYMS)})(?=[\s/>])", re.I)
TAIL = r'\b[^>"]*(?:"[^"]*"[^>"]*)*>'  # the rest of a tag that nh3 wrote: ">" may stand inside the quotes
_TAG = re.compile(r"</?\w+" + TAIL)
_BLOCK = re.compile(rf"</?(?:{'|'.join(sorted(BLOCKS))}|br)" + TAIL)
IMG = re.compile("<img" + TAIL)
LINK = re.compile("<a" + TAIL)
WHOLE_LINK = re.compile("(<a" + TAIL + ")(.*?)</a>", re.S)
PAIR = re.compile(r'([\w-]+)="([^"]*)"')
_FOREIGN_SPACE = re.compile(r"[\u200b\ufeff\u00ad]")


@dataclass(frozen=True)
class Heading:
    """One entry of the contents list."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Link:
    """One link of the body: address, anchor text, the kept `rel` values, the article it names, if any.

    `is_lost` says that pasting could not keep its address: the editor marks its words, readers get them without a link.
    """

    href: str
    text: str
    rel: tuple[str, ...]
    article: int | None
    is_lost: bool = False

    @property
    def domain(self) -> str:
        """The host name, lower case, or "" for a link within the site."""
        return (urlsplit(self.href).hostname or "").lower() if scheme(self.href) in ("http", "https") else ""


def scheme(address: str) -> str:
    """Return the address's scheme in lower case; "invalid" when it cannot be read."""
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return "invalid"


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return the attribute's clean value, or None to drop it."""
    if name == "rel":
        return " ".join(word for word in KEPT_REL if word in value.lower().split()) or None
    if name in ("data-article", "data-file", "start", "colspan", "rowspan"):
        return value if KEY.fullmatch(value) else None
    if name in ("data-decorative", "data-lost"):
        return "true" if value == "true" else None
    if name == "data-kind":
        return value if value in (*SECTION_KINDS, "none") else None
    if name == "scope":
        return value if value in ("col", "row", "colgroup", "rowgroup") else None
    if name == "src" and scheme(value) not in ("", "http", "https"):
        return None
    return value


_cleaner = nh3.Cleaner(
    tags=BLOCKS | INLINE,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel=None,
    attribute_filter=_attribute,
    strip_comments=True,
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"},
)


def clean(html: str) -> str:
    """Return the HTML with only what the editor can make; cleaning the result again changes nothing.

    Old or foreign names of an allowed thing are renamed (`<b>` to `<strong>`, `<h1>` to `<h2>`). Styles, classes,
    scripts, `srcset` and addresses other than http, https, mailto, tel and relative ones are dropped. HTML that no
    parser reads the same way twice comes back as its escaped text.
    """
    html = _FOREIGN_SPACE.sub("", unicodedata.normalize("NFC", html.replace("\x00", "")))
    html = _SYNONYM.sub(lambda match: f"<{match[1]}{SYNONYMS[match[2].lower()]}", html)
    for _ in range(5):
        cleaned = _cleaner.clean(html).strip()
        if cleaned == html:
            return "" if cleaned == "<p></p>" else cleaned
        html = cleaned
    return f"<p>{escape(plain_text(html), quote=False)}</p>"


def plain_text(html: str) -> str:
    """Return the words a reader of clean HTML sees, blocks separated by one line break, spaces folded."""
    text = unescape(_TAG.sub("", _BLOCK.sub("\n", html)))
    return "\n".join(folded for line in text.split("\n") if (folded := " ".join(line.split())))


def word_count(text: str) -> int:
    """Return the number of words of a plain text."""
    return sum(1 for _ in _WORD.finditer(text))


def reading_minutes(words: int) -> int:
    """Return the whole minutes an adult needs for that many words, at least 1."""
    return max(1, round(words / WORDS_PER_MINUTE))


def excerpt(text: str, length: int = 200) -> str:
    """Return the text's beginning within `length` characters, cut between words and marked with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"


def anchor(text: str) -> str:
    """Return the text as a fragment identifier: letters and digits of any script, joined by hyphens."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "-".join(re.findall(r"[^\W_]+", folded))[:60].strip("-") or "section"


def without_headings(html: str) -> str:
    """Return clean HTML without its headings."""
    return _HEADING.sub("", html)


def with_heading_ids(html: str) -> tuple[str, list[Heading]]:
    """Return clean HTML with an id on each heading, unique in the page, and the contents list."""
    contents: list[Heading] = []
    taken: set[str] = {
        "authors",
        "content",
        "contents",
        "disclosure",
        "glance",
        "medical-review",
        "related",
        "sources",
        "topics",
    }

    def mark(match: re.Match) -> str:
        text = plain_text(match[3]).replace("\n", " ")
        if not text:
            return match[0]
        base = identifier = anchor(text)
        number = 2
        while identifier in taken:
            identifier, number = f"{base}-{number}", number + 1
        taken.add(identifier)
        contents.append(Heading(int(match[1][1]), identifier, text))
        return f'<{match[1]} id="{identifier}"{match[2] or ""}>{match[3]}</{match[1]}>'

    return _HEADING.sub(mark, html), contents


def links(html: str) -> list[Link]:
    """Return the body's links in reading order."""
    return [
        Link(
            href=node.attributes.get("href") or "",
            text=" ".join(node.text().split()),
            rel=tuple((node.attributes.get("rel") or "").split()),
            article=int(pk) if KEY.fullmatch(pk := node.attributes.get("data-article") or "") else None,
            is_lost="data-lost" in node.attributes,
        )
        for node in LexborHTMLParser(html).css("a")
    ]


def images(html: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each picture of the body in reading order; `data-lost` is on one that pasting refused."""
    for node in LexborHTMLParser(html).css("img"):
        yield {name: value or "" for name, value in node.attributes.items()}


def without_picture_addresses(html: str) -> str:
    """Return clean HTML whose library pictures stand by their keys alone: their files may be replaced."""
    return IMG.sub(lambda match: re.sub(r' src="[^"]*"', "", match[0]) if "data-file=" in match[0] else match[0], html)


def references(html: str) -> tuple[set[int], set[int]]:
    """Return the keys of the library pictures and of the articles that the clean HTML names."""
    pictures = set(map(int, re.findall(r'\bdata-file="(\d+)"', html))) if "data-file" in html else set()
    articles = set(map(int, re.findall(r'\bdata-article="(\d+)"', html))) if "data-article" in html else set()
    return pictures, articles


def addresses(html: str) -> set[str]:
    """Return the addresses of the links of clean HTML that name no article by its key."""
    tags = LINK.findall(html) if "<a " in html else ()
    return {unescape(dict(PAIR.findall(tag)).get("href", "")) for tag in tags if "data-article=" not in tag} - {""}
