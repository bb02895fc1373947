"""Read clean HTML as what an eye compares: a flat list of paragraphs, headings, items and rows, each made of words."""

import re
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from articles.text.html import INLINE, clean

_PIECE = re.compile(r"(\w[\w’'-]*|[^\w\s])(\s*)", re.UNICODE)
_LEADING = re.compile(r"^\s+")
FORMATS = INLINE - {"br", "img"}
JOINED = ("tr", "figure")  # what stands within one of these makes no block of its own
LISTS = ("ul", "ol")

Wrap = tuple[str, tuple[tuple[str, str], ...]]  # a tag's name and its attributes


@dataclass(frozen=True)
class Token:
    """A word, a mark of punctuation, a picture (`img`), a line break (`br`) or the beginning of a table's cell."""

    text: str  # "" for all but words and punctuation
    wraps: tuple[Wrap, ...] = ()  # bold, links and the like around it, the outermost first
    thing: Wrap | None = None
    space: str = ""  # what follows it; two tokens that differ in it are the same

    @cached_property
    def key(self) -> tuple:
        return self.text, frozenset(self.wraps), self.thing


@dataclass(frozen=True)
class Block:
    """A stretch of text that stands on its own; `kind` is a tag's name, of an item with its list and depth."""

    kind: str
    tokens: tuple[Token, ...]
    item: tuple[str, int, int] | None = None  # of a list: ul or ol, depth from 1, the number at which it starts

    @cached_property
    def key(self) -> tuple:
        return self.kind, self.item, tuple(token.key for token in self.tokens)

    @cached_property
    def words(self) -> frozenset[str]:
        """What two blocks are told to be alike by."""
        return frozenset(token.text.casefold() or _identity(token.thing) for token in self.tokens)


def _identity(thing: Wrap) -> str:
    """Return what makes a thing the same one: of a picture its file, whatever is said about it."""
    tag, attributes = thing[0], dict(thing[1])
    return f"<{tag} {attributes.get('data-file') or attributes.get('src', '')}>"


def plain_block(text: str) -> Block:
    """Return a text without markup as one block; line breaks count as spaces."""
    return Block("p", tuple(Token(word, (), None, space) for word, space in _PIECE.findall(" ".join(text.split()))))


def blocks(html: str) -> list[Block]:
    """Return the blocks of the HTML, which is cleaned first: it may come from an old or foreign store."""
    reader = _Reader()
    reader.feed(clean(html))
    reader.close()
    reader.end_block()
    return reader.found


class _Reader(HTMLParser):
    """Collect blocks; without recursion, however deep somebody nests."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self.kind, self.item, self.tokens = "p", None, []
        self.within: list[str] = []
        self.lists: list[tuple[str, int]] = []
        self.wraps: list[Wrap] = []

    def handle_starttag(self, tag, attrs):
        attributes = tuple(sorted((name, value or "") for name, value in attrs))
        if tag in FORMATS:
            self.wraps.append((tag, attributes))
        elif tag in ("img", "br"):
            self._add(Token("", self._formats(), (tag, attributes)))
        elif tag == "hr":
            self._begin("hr")
            self._add(Token("", (), ("hr", ())))
            self.end_block()
        elif self._is_joined():
            self._begin_within(tag, attributes)
            self.within.append(tag)
        else:
            if tag in LISTS:
                start = dict(attributes).get("start", "1")
                self.lists.append((tag, int(start)))
            self._begin(tag)
            self.within.append(tag)

    def handle_endtag(self, tag):
        if tag in FORMATS:
            self._close(self.wraps, lambda wrap: wrap[0] == tag)
        elif tag not in ("img", "br", "hr"):
            was_joined = self._is_joined()
            self._close(self.within, lambda name: name == tag)
            if tag in LISTS and self.lists and not was_joined:
                self.lists.pop()
            if not self._is_joined():
                self.end_block()

    def handle_data(self, data):
        if self.kind != "pre" and self.tokens and (space := _LEADING.match(data)):
            self.tokens[-1] = _followed_by(self.tokens[-1], space[0])
        for word, space in _PIECE.findall(data):
            if self.kind == "pre" and "\n" in space:
                self._add(Token(word, self._formats()))
                for _line in range(space.count("\n")):
                    self._add(Token("", self._formats(), ("br", ())))
            else:
                self._add(Token(word, self._formats(), None, space))

    def _add(self, token):
        if not self.tokens and self.kind in (*LISTS, "table", "thead", "tbody"):
            self.kind = "p"
        self.tokens.append(token)

    def _formats(self):
        """Return what is around the next word: each kind of format once, and a heading cell as such."""
        formats = dict(self.wraps)
        if self.within and "th" in self.within[-3:]:
            formats["th"] = ()
        return tuple(formats.items())

    def _is_joined(self):
        return any(name in JOINED for name in self.within)

    def _begin_within(self, tag, attributes):
        """Mark a cell; a caption or a second paragraph begins a new line."""
        if tag in ("td", "th"):
            self._add(Token("", (), (tag, attributes)))
        elif self.tokens and (self.tokens[-1].thing or ("",))[0] not in ("td", "th", "br"):
            self._add(Token("", (), ("br", ())))

    def _begin(self, tag):
        """Begin a block, unless the item around it has just begun: an item's first paragraph is the item."""
        if tag == "p" and not self.tokens and self.kind in ("li", "blockquote"):
            return
        self.end_block()
        self.kind = self.within[-1] if tag == "p" and self.within and self.within[-1] == "blockquote" else tag
        if tag == "li" and self.lists:
            name, start = self.lists[-1]
            self.item = (name, len(self.lists), start)
            self.lists[-1] = (name, 1)  # the number belongs to the first item

    def end_block(self):
        if self.tokens:
            self.found.append(Block(self.kind, tuple(self.tokens), self.item))
        self.kind, self.item, self.tokens = "p", None, []

    @staticmethod
    def _close(opened, is_it):
        for place in range(len(opened) - 1, -1, -1):
            if is_it(opened[place]):
                del opened[place:]
                return


def _followed_by(token: Token, space: str) -> Token:
    return Token(token.text, token.wraps, token.thing, token.space or space)
