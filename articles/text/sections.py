"""The sections of a body: what each is about, its lists, and what may be taken from it into a box."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from articles.text.html import BLOCKS, HEADINGS, clean, plain_text, with_heading_ids
from articles.text.kinds import kind_of
from articles.text.readability import sentences

LISTS = ("ul", "ol")


@dataclass(frozen=True)
class Passage:
    """One paragraph ("p"), list item ("li"), sub-heading ("h3", "h4") or other block of a section, by its tag's name.

    `html` is clean and holds what stands within the paragraph, item or sub-heading; of another block, all of it.
    """

    tag: str
    text: str
    html: str
    list_number: int | None = None  # of an item: the number of its list in the section


@dataclass(frozen=True)
class Listing:
    """One list of a section with the sentence right before it and the sub-heading above it, "" where there is none."""

    lead: str
    items: tuple[Passage, ...]
    heading: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with all that belongs to it; the text before the first heading is one of level 0 without a heading.

    A sub-heading belongs to the section above it, unless it begins a section of another kind. `until` is the anchor of
    the next heading that is no sub-heading of the section's own, "" for the body's end.
    """

    kind: str | None
    heading: str
    level: int
    anchor: str
    is_by_hand: bool = False
    passages: tuple[Passage, ...] = ()
    until: str = ""

    @cached_property
    def lists(self) -> tuple[Listing, ...]:
        """The section's lists in reading order."""
        found: dict[int, list[Passage]] = {}
        above: dict[int, tuple[str, str]] = {}
        before, heading = None, ""
        for passage in self.passages:
            if passage.tag in HEADINGS:
                heading = passage.text
            if passage.list_number is not None and passage.list_number not in found:
                above[passage.list_number] = _last_sentence(before), heading
            if passage.list_number is not None:
                found.setdefault(passage.list_number, []).append(passage)
            before = passage
        return tuple(
            Listing(lead, tuple(items), heading)
            for (lead, heading), items in ((above[number], items) for number, items in found.items())
        )

    @property
    def lead(self) -> str:
        """The sentence right before the first list."""
        return self.lists[0].lead if self.lists else ""

    @property
    def items(self) -> tuple[Passage, ...]:
        """What a box takes: the items of the lists, or the paragraphs where there is no list."""
        return tuple(item for each in self.lists for item in each.items) or tuple(
            passage for passage in self.passages if passage.tag == "p"
        )

    @property
    def after(self) -> tuple[Passage, ...]:
        """What follows the last list: a box never takes it."""
        last = max(
            (place for place, passage in enumerate(self.passages) if passage.list_number is not None), default=None
        )
        return () if last is None else self.passages[last + 1 :]

    @property
    def text(self) -> str:
        """All words of the section but its heading, a passage a line."""
        return "\n".join(passage.text for passage in self.passages)


def sections(html: str, language: str = "en") -> list[Section]:
    """Return the body's sections in reading order; the anchors are those that the readers' page gives its headings.

    The kind set by hand on a heading wins over what its words say; `data-kind="none"` says that it has none.
    """
    found = [_Open("", 0)]
    within = [found[0]]  # the section of each heading above the place, the innermost last
    levels = [0]
    for node in _blocks(with_heading_ids(clean(html))[0]):
        if node.tag not in HEADINGS or not node.text:
            within[-1].add(node)
            continue
        level = int(node.tag[1])
        anchor = node.attributes.get("id") or ""
        while levels[-1] >= level:
            levels.pop()
            left = within.pop()
            if left.level >= level:
                left.until = anchor
        kind, is_by_hand = _kind(node, language)
        if levels[-1] and kind in (None, within[-1].kind):
            within[-1].add(node)
            within.append(within[-1])
        else:
            found.append(_Open(node.text, level, kind, anchor, is_by_hand))
            within.append(found[-1])
        levels.append(level)
    return [each.closed() for each in found if each.level or each.passages]


@dataclass
class _Block:
    """A child of the body; loose words between two blocks are one of them, a paragraph."""

    tag: str
    html: str  # of a paragraph or heading what stands within, else all
    node: LexborNode | None = None

    @cached_property
    def text(self) -> str:
        return plain_text(self.html).replace("\n", " ")

    @property
    def attributes(self) -> dict[str, str | None]:
        return self.node.attributes if self.node else {}


def _blocks(html: str) -> Iterator[_Block]:
    loose = ""
    for node in _children(LexborHTMLParser(html).body):
        if node.tag in BLOCKS:
            if loose:
                yield _Block("p", loose)
            loose = ""
            yield _Block(node.tag, (_inner if node.tag in ("p", *HEADINGS) else _outer)(node), node)
        else:
            loose += _outer(node)
    if loose:
        yield _Block("p", loose)


def _children(node: LexborNode | None) -> Iterator[LexborNode]:
    return node.iter(include_text=True) if node is not None else iter(())


def _outer(node: LexborNode) -> str:
    return node.html or ""


def _inner(node: LexborNode) -> str:
    return "".join(_outer(child) for child in _children(node))


def _kind(node: _Block, language: str) -> tuple[str | None, bool]:
    """Return a heading's kind and whether an editor set it."""
    kind = node.attributes.get("data-kind")
    if kind:
        return None if kind == "none" else kind, True
    return kind_of(node.text, language), False


@dataclass
class _Open:
    """A section while it is read."""

    heading: str
    level: int
    kind: str | None = None
    anchor: str = ""
    is_by_hand: bool = False
    passages: list[Passage] = field(default_factory=list)
    lists: int = 0
    until: str = ""

    def add(self, block: _Block) -> None:
        if block.tag in LISTS:
            for child in _children(block.node):
                self._add("li", _item(child), self.lists)
            self.lists += 1
        else:
            self._add(block.tag, block.html)

    def _add(self, tag: str, html: str, number: int | None = None) -> None:
        html = clean(html) if "<" in html else html.strip()
        if text := plain_text(html):
            self.passages.append(Passage(tag, text, html, number))

    def closed(self) -> Section:
        return Section(
            self.kind, self.heading, self.level, self.anchor, self.is_by_hand, tuple(self.passages), self.until
        )


def _item(node: LexborNode) -> str:
    """Return what stands in the item, without the paragraph that an editor puts around an item's words."""
    if node.tag != "li":
        return _outer(node)
    children = list(_children(node))
    return _inner(children[0]) if len(children) == 1 and children[0].tag == "p" else _inner(node)


def _last_sentence(passage: Passage | None) -> str:
    """Return the last sentence of a paragraph."""
    found = sentences(passage.text) if passage and passage.tag == "p" else []
    return found[-1] if found else ""
